"""The record's tables as SQLAlchemy sees them, and how values become rows and rows values.

The shape itself is made by the SQL files in ``migrations``; a test holds the two against each other.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Float, Integer, MetaData, Row, Table, Text, literal

from detente.record.types import Claim, Document, Event

METADATA = MetaData()


def _table(name: str, columns: str, integers: str = "", floats: str = "") -> Table:
    kinds = dict.fromkeys(integers.split(), Integer) | dict.fromkeys(floats.split(), Float)
    return Table(name, METADATA, *(Column(c, kinds.get(c, Text)) for c in columns.split()))


DOCUMENTS = _table(
    "documents",
    "number id name title outlet author url published published_how origin reader text",
    integers="number",
)
CLAIMS = _table(
    "claims",
    "number id document sentence quote quote_start quote_end clause_start clause_end actor actor_name "
    "actor_role target target_name type modality negated attribution certainty date_from date_to issue "
    "polarity concession_by concession_to rule",
    integers="number sentence quote_start quote_end clause_start clause_end negated",
    floats="certainty",
)
PARTIES = _table("claim_parties", "code side claim")
IMPORTED_ROWS = _table("imported_rows", "id claim text source")
BAD_ROWS = _table("bad_rows", "document line reason text", integers="line")
EVENTS = _table(
    "events",
    "number id actor target type issue date_from date_to text documents source",
    integers="number documents",
)
EVENT_CLAIMS = _table("event_claims", "event position claim", integers="position")
ALIASES = _table("event_aliases", "alias event")
STATE = _table("state", "only changes grouped", integers="only changes")

# `end` is a word of SQL and `start` its counterpart: people who query the file should not have to quote them.
_COLUMN_OF = {"start": "quote_start", "end": "quote_end"}

_DOCUMENT_FIELDS = tuple(f.name for f in fields(Document))
_CLAIM_FIELDS = tuple(f.name for f in fields(Claim))
_EVENT_FIELDS = tuple(f.name for f in fields(Event) if f.name != "claims")

CLAIM_COLUMNS = tuple(CLAIMS.c[_COLUMN_OF.get(name, name)] for name in _CLAIM_FIELDS)
"""What to select for :func:`claim_of`."""
EVENT_COLUMNS = tuple(EVENTS.c[name] for name in _EVENT_FIELDS)
"""What to select for :func:`event_of`."""


def document_columns(*, text: bool) -> list[ColumnElement[Any]]:
    """Return what to select for :func:`document_of`; without the texts every ``text`` is empty."""
    no_text = literal("").label("text")
    return [no_text if name == "text" and not text else DOCUMENTS.c[name] for name in _DOCUMENT_FIELDS]


def document_row(document: Document, reader: str) -> dict[str, Any]:
    """Return the row of a document."""
    return {name: _stored(getattr(document, name)) for name in _DOCUMENT_FIELDS} | {"reader": reader}


def document_of(row: Row[Any]) -> Document:
    """Return the document of a row of :func:`document_columns`."""
    return Document(*(read(value) for read, value in zip(_DOCUMENT_READERS, row, strict=True)))


def claim_row(claim: Claim) -> dict[str, Any]:
    """Return the row of a claim."""
    return {_COLUMN_OF.get(name, name): _stored(getattr(claim, name)) for name in _CLAIM_FIELDS}


def claim_of(row: Row[Any]) -> Claim:
    """Return the claim of a row of :data:`CLAIM_COLUMNS`."""
    return Claim(*(read(value) for read, value in zip(_CLAIM_READERS, row, strict=True)))


def party_rows(claim: Claim) -> list[dict[str, str]]:
    """Return who takes part in a claim, once for each side."""
    sides = (("actor", claim.actor), ("target", claim.target))
    return [{"code": code, "side": side, "claim": claim.id} for side, codes in sides for code in codes]


def event_row(event: Event) -> dict[str, Any]:
    """Return the row of an event; its claims lie in a table of their own."""
    return {name: _stored(getattr(event, name)) for name in _EVENT_FIELDS}


def event_of(row: Row[Any], claims: tuple[str, ...]) -> Event:
    """Return the event of a row of :data:`EVENT_COLUMNS`."""
    values = dict(zip(_EVENT_FIELDS, row, strict=True))
    return Event(claims=claims, **{name: _reader(name)(value) for name, value in values.items()})


def _stored(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return int(value) if isinstance(value, bool) else value


def _day(stored: str | None) -> date | None:
    return None if stored is None else date.fromisoformat(stored)


# Lists of codes repeat themselves by the thousand; equal ones are one object in memory.
@lru_cache(maxsize=4096)
def _codes(stored: str | None) -> tuple[str, ...] | None:
    return None if stored is None else tuple(json.loads(stored))


def _same(stored: Any) -> Any:
    return stored


def _reader(name: str) -> Callable[[Any], Any]:
    if name in ("date_from", "date_to", "published"):
        return _day
    if name in ("actor", "target", "concession_by", "concession_to"):
        return _codes
    return bool if name == "negated" else _same


_DOCUMENT_READERS = tuple(map(_reader, _DOCUMENT_FIELDS))
_CLAIM_READERS = tuple(map(_reader, _CLAIM_FIELDS))
