"""The record's tables as SQLAlchemy sees them, and how values become rows and rows values.

The shape itself is made by the SQL files in ``migrations``; a test holds the two against each other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Table,
    Text,
    column,
    literal,
    table,
)

from detente.record.sightings import Sighting
from detente.record.types import Claim, Document, Event

METADATA = MetaData()


def _table(name: str, columns: str, integers: str = "", floats: str = "", binary: str = "") -> Table:
    named = {Integer: integers, Float: floats, LargeBinary: binary}
    kinds = {column: kind for kind, some in named.items() for column in some.split()}
    return Table(name, METADATA, *(Column(c, kinds.get(c, Text)) for c in columns.split()))


DOCUMENTS = _table(
    "documents",
    "number id name title outlet author url published published_how title_how outlet_how author_how origin "
    "reader text",
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
# The full-text indices: a column with the table's own name stands for all of its text.
CLAIMS_TEXT = table("claims_text", column("rowid"), column("claims_text"))
DOCUMENTS_TEXT = table("documents_text", column("rowid"), column("documents_text"))
GROUPED_DOCUMENTS = _table("grouped_documents", "document")
GROUPED_CLAIMS = _table(
    "grouped_claims",
    "claim part block first_day last_day fingerprint",
    integers="first_day last_day",
    binary="fingerprint",
)
GONE_CLAIMS = _table("gone_claims", "claim part block")
FORMER_DOCUMENTS = _table("former_documents", "id successor document")
FORMER_CLAIMS = _table("former_claims", "id document successor how claim")

# `end` is a word of SQL and `start` its counterpart: people who query the file should not have to quote them.
_COLUMN_OF = {"start": "quote_start", "end": "quote_end"}

# What repeats itself by the thousand is translated once, and equal lists are one object in memory.
_iso = lru_cache(maxsize=4096)(date.isoformat)
_day = lru_cache(maxsize=4096)(date.fromisoformat)


@lru_cache(maxsize=4096)
def _json(codes: tuple[str, ...]) -> str:
    return json.dumps(codes, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=4096)
def _codes(stored: str) -> tuple[str, ...]:
    return tuple(json.loads(stored))


@dataclass(frozen=True, slots=True)
class _Field:
    """A field with its column, and how its values go in and come out; ``None`` stays what it is."""

    name: str
    column: str
    into: Callable[[Any], Any]
    out: Callable[[Any], Any]

    def stored(self, owner: object) -> Any:
        value = getattr(owner, self.name)
        return None if value is None else self.into(value)

    def value(self, stored: Any) -> Any:
        return None if stored is None else self.out(stored)


def _same(value: Any) -> Any:
    return value


def _field(name: str) -> _Field:
    column = _COLUMN_OF.get(name, name)
    if name in ("date_from", "date_to", "published"):
        return _Field(name, column, _iso, _day)
    if name in ("actor", "target", "concession_by", "concession_to"):
        return _Field(name, column, _json, _codes)
    return _Field(name, column, int, bool) if name == "negated" else _Field(name, column, _same, _same)


_DOCUMENT = tuple(_field(f.name) for f in fields(Document))
_CLAIM = tuple(_field(f.name) for f in fields(Claim))

_SIGHTING = tuple(field for name in Sighting._fields for field in _CLAIM if field.name == name)

SIGHTING_COLUMNS = tuple(CLAIMS.c[field.column] for field in _SIGHTING)
"""What to select for :func:`sighting_from`."""
CLAIM_COLUMNS = tuple(CLAIMS.c[field.column] for field in _CLAIM)
"""What to select for :func:`claim_of`."""
EVENT_COLUMNS = tuple(EVENTS.c[f.name] for f in fields(Event) if f.name != "claims")
"""What to select for :func:`event_of`."""


def document_columns(*, text: bool) -> list[ColumnElement[Any]]:
    """Return what to select for :func:`document_of`; without the texts every ``text`` is empty."""
    no_text = literal("").label("text")
    return [no_text if f.name == "text" and not text else DOCUMENTS.c[f.column] for f in _DOCUMENT]


def document_row(document: Document, reader: str) -> dict[str, Any]:
    """Return the row of a document."""
    return {f.column: f.stored(document) for f in _DOCUMENT} | {"reader": reader}


def document_of(row: Row[Any]) -> Document:
    """Return the document of a row of :func:`document_columns`."""
    return Document(*(f.value(stored) for f, stored in zip(_DOCUMENT, row, strict=True)))


def sighting_from(row: Sequence[Any]) -> Sighting:
    """Return what grouping looks at, from the first values of a row of :data:`SIGHTING_COLUMNS`."""
    # Spelled out, since it is done for every claim of every part that is grouped.
    id_, document, quote, start, end, clause_start, clause_end, actor, target, kind, modality, says = row[:12]
    first, last, issue, polarity = row[12:16]
    return Sighting(
        id_,
        document,
        quote,
        start,
        end,
        clause_start,
        clause_end,
        _codes(actor),
        _codes(target),
        kind,
        modality,
        says,
        first and _day(first),
        last and _day(last),
        issue,
        polarity,
    )


def claim_row(claim: Claim) -> dict[str, Any]:
    """Return the row of a claim."""
    return {f.column: f.stored(claim) for f in _CLAIM}


def claim_of(row: Sequence[Any]) -> Claim:
    """Return the claim of a row of :data:`CLAIM_COLUMNS`."""
    return Claim(*(f.value(stored) for f, stored in zip(_CLAIM, row, strict=True)))


def codes_of(stored: str) -> tuple[str, ...]:
    """Return a list of codes as it is stored; :func:`stored_codes` is the way back."""
    return _codes(stored)


def stored_codes(codes: tuple[str, ...]) -> str:
    """Return what is stored for a list of codes."""
    return _json(codes)


def party_rows(claim: Claim) -> list[dict[str, str]]:
    """Return who takes part in a claim, once for each side."""
    sides = (("actor", claim.actor), ("target", claim.target))
    return [{"code": code, "side": side, "claim": claim.id} for side, codes in sides for code in codes]


def event_row(event: Event) -> tuple[Any, ...]:
    """Return an event's values in the order of :data:`EVENT_COLUMNS`; its claims lie in another table."""
    first, last = event.date_from, event.date_to
    return (
        event.id,
        _json(event.actor),
        _json(event.target),
        event.type,
        event.issue,
        first and _iso(first),
        last and _iso(last),
        event.text,
        event.documents,
        event.source,
    )


def event_of(row: Sequence[Any], claims: tuple[str, ...]) -> Event:
    """Return the event of a row of :data:`EVENT_COLUMNS`."""
    id_, actor, target, kind, issue, first, last, text, documents, source = row
    days = first and _day(first), last and _day(last)
    return Event(id_, claims, _codes(actor), _codes(target), kind, issue, *days, text, documents, source)


def insert_rows(
    connection: Connection,
    columns: Sequence[Column[Any]],
    rows: Iterable[tuple[Any, ...]],
    at_once: int = 1000,
) -> None:
    """Write many rows of one table, given as tuples in the order of its columns."""
    names, marks = ", ".join(column.name for column in columns), ", ".join("?" * len(columns))
    # Past SQLAlchemy's parameters by name, which would take longer than SQLite itself.
    statement = f"INSERT INTO {columns[0].table.name} ({names}) VALUES ({marks})"  # noqa: S608 - our own names
    left = iter(rows)
    while batch := list(islice(left, at_once)):
        connection.exec_driver_sql(statement, batch)
