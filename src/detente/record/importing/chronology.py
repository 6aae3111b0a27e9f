"""Read a chronology: dated entries, one JSON object a line, into claims and the events they found.

A line looks like this (here on several lines)::

    {"id": "kp037", "date": "2018-06-12", "end_date": null, "actors": ["US", "DPRK"],
     "action": "The US president says large exercises will stop", "issue": "exercises", "kind": "concession",
     "by": "US", "toward": "DPRK", "certainty": "verified", "source": "press conference, 12 June 2018"}

``id``, ``date``, ``action``, ``kind`` and ``by`` are needed; ``by`` and ``toward`` may be lists. What the
words mean is written down in :mod:`detente.record.importing.words`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from detente.errors import Fault, LimitExceeded, Place, SourceError
from detente.record.grouping import founding_event
from detente.record.importing.types import BadRow, Imported
from detente.record.importing.words import (
    CERTAINTY,
    CERTAINTY_UNSAID,
    KINDS,
    YIELDING,
    code_of,
)
from detente.record.types import UNNAMED, Claim, Document, claim_id, content_hash

ORIGIN = "chronology"
MOST_BYTES = 50_000_000
"""Largest file read."""
MOST_LINE = 1_000_000
"""Longest line read, in bytes."""
_KEPT_OF_LONG_LINE = 1000

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_OUR_EVENT_IDS = re.compile(r"e-[0-9a-f]{12}(-\d+)?")


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    first: date
    last: date
    by: tuple[tuple[str, str], ...]
    toward: tuple[tuple[str, str], ...]
    action: str
    kind: str
    issue: str | None
    certainty: float
    source: str | None

    @property
    def line(self) -> str:
        days = f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"
        return f"{days} — {self.action}"


class _Unusable(Exception):  # noqa: N818 - never leaves this module
    """Why a row cannot be used."""


class _Fields:
    """Reads the fields of one row and remembers everything that is wrong with them."""

    def __init__(self, row: dict[str, Any]) -> None:
        self._row = row
        self.problems: list[str] = []

    def text(self, name: str, *, needed: bool = False) -> str | None:
        value = self._row.get(name)
        if value is None or value == "":
            if needed:
                self.problems.append(f"{name} is missing")
            return None
        problem = None if isinstance(value, str) else "no text"
        words = "" if problem else " ".join(str(value).split())
        if not problem and any(0xD800 <= ord(c) <= 0xDFFF for c in words):
            problem = "text with half a character (a lone surrogate) in it"
        elif not problem and not words:
            problem = "empty"
        if problem:
            self.problems.append(f"{name} is {_shown(value)}, which is {problem}")
        return None if problem else words

    def day(self, name: str, *, needed: bool = False) -> date | None:
        written = self.text(name, needed=needed)
        if written is None:
            return None
        try:
            if _DAY.fullmatch(written):
                return date.fromisoformat(written)
        except ValueError:
            self.problems.append(f"{name} is {_shown(written)}, which is no day of the calendar")
        else:
            self.problems.append(f"{name} is {_shown(written)}, which is not written like 2019-02-28")
        return None

    def parties(self, name: str, on: date, *, needed: bool = False) -> tuple[tuple[str, str], ...]:
        """Return (code, name as written), each party once."""
        value = self._row.get(name)
        if value is None or value in ("", []):
            if needed:
                self.problems.append(f"{name} is missing")
            return ()
        found = {}
        for party in value if isinstance(value, list) else [value]:
            code = code_of(party, on) if isinstance(party, str) and len(party) <= 100 else ""
            if not code or not code.isprintable():
                self.problems.append(f"{name} is {_shown(value)}, which names no party")
                return ()
            found[code] = " ".join(party.split())
        return tuple(found.items())

    def certainty(self) -> float:
        value = self._row.get("certainty")
        if value is None or value == "":
            return CERTAINTY_UNSAID
        if isinstance(value, str) and value in CERTAINTY:
            return CERTAINTY[value]
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        words = ", ".join(CERTAINTY)
        self.problems.append(f"certainty is {_shown(value)}, which is neither {words} nor from 0 to 1")
        return CERTAINTY_UNSAID


def read_chronology(path: str | Path) -> Imported:
    """Read a chronology file.

    Parameters
    ----------
    path
        A file of JSON lines in UTF-8; empty lines are passed over.

    Returns
    -------
    Imported
        Rows that cannot be used are in ``bad`` with their line and the reason. A claim's id follows from its
        row's id, days and words, so it survives changes to other rows of the file.

    Raises
    ------
    SourceError
        When the file cannot be opened (``D301``) or holds no row that can be used (``D302``).
    LimitExceeded
        When it has more than :data:`MOST_BYTES` (``D303``).

    Examples
    --------
    >>> import tempfile
    >>> row = '{"id": "%s", "date": "%s", "action": "Talks open", "kind": "visit", "by": ["US", "Iran"]}'
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "talks.jsonl")
    ...     _ = file.write_text(chr(10).join([row % ("t1", "2020-02-29"), row % ("t2", "2021-02-29")]))
    ...     imported = read_chronology(file)
    >>> imported.read, imported.kept, imported.bad[0].reason
    (2, 1, 'date is "2021-02-29", which is no day of the calendar')
    >>> imported.claims[0].quote, imported.claims[0].actor
    ('2020-02-29 — Talks open', ('USA', 'IRN'))
    """
    path = Path(path)
    content = _content(path)
    entries: list[_Entry] = []
    bad: list[BadRow] = []
    seen: dict[str, int] = {}
    for number, raw in _lines(content):
        try:
            entry = _entry(raw)
            if entry.id in seen:
                raise _Unusable(f"id {_shown(entry.id)} is already that of line {seen[entry.id]}")
        except _Unusable as why:
            bad.append(BadRow(number, str(why), _as_text(raw)))
        else:
            seen[entry.id] = number
            entries.append(entry)
    if not entries:
        raise SourceError(_nothing_usable(path, bad))
    document, claims = _document(path.name, content, entries)
    events = tuple(
        founding_event(e.id, claim, e.action, e.source) for e, claim in zip(entries, claims, strict=True)
    )
    return Imported(document, claims, events, tuple(bad))


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        cause = "it is a folder" if path.is_dir() else (error.strerror or str(error)).lower()
        message, hint = f"the file cannot be read: {cause}", "check its path and rights"
        raise SourceError(Fault("D301", message, hint, Place(str(path)))) from error
    if len(content) > MOST_BYTES:
        message = f"the file is larger than {MOST_BYTES // 1_000_000} MB, the most that is read at once"
        raise LimitExceeded(Fault("D303", message, "split it into several files", Place(str(path))))
    return content


def _nothing_usable(path: Path, bad: list[BadRow]) -> list[Fault]:
    what = f"none of its {len(bad)} rows can be used" if bad else "the file is empty"
    hint = "a chronology has one JSON object a line with id, date, action, kind and by"
    return [Fault("D302", what, hint, Place(str(path))), *(row.fault(str(path)) for row in bad[:10])]


def _lines(content: bytes) -> Iterator[tuple[int, bytes]]:
    for number, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if raw.strip():
            yield number, raw.strip()


def _as_text(raw: bytes) -> str:
    if len(raw) <= MOST_LINE:
        return raw.decode("utf-8", "replace")
    return raw[:_KEPT_OF_LONG_LINE].decode("utf-8", "replace") + " ..."


def _entry(raw: bytes) -> _Entry:
    if len(raw) > MOST_LINE:
        raise _Unusable(f"the line has {len(raw):,} bytes, more than {MOST_LINE:,}")
    try:
        row = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise _Unusable(f"the line is not UTF-8 (byte {error.start + 1})") from None
    except json.JSONDecodeError as error:
        raise _Unusable(f"the line is not JSON: {error.msg} at column {error.colno}") from None
    except (RecursionError, ValueError):  # ValueError: a number with thousands of digits
        raise _Unusable("the line is not JSON that can be read") from None
    if not isinstance(row, dict):
        raise _Unusable("the line is not a JSON object")
    fields = _Fields(row)
    id_, kind = fields.text("id", needed=True) or "", fields.text("kind", needed=True) or ""
    if len(id_) > 64 or not id_.isprintable() or " " in id_:
        fields.problems.append(f"id is {_shown(id_)}, which is not one word of at most 64 characters")
    if _OUR_EVENT_IDS.fullmatch(id_):
        fields.problems.append(f"id is {_shown(id_)}, a form kept for events that are made by reading")
    if kind and kind not in KINDS:
        fields.problems.append(f"kind is {_shown(kind)}, which is none of {', '.join(KINDS)}")
    first = fields.day("date", needed=True) or date.min
    last = fields.day("end_date") or first
    if last < first:
        fields.problems.append(f"end_date {last} is before date {first}")
    entry = _Entry(
        id=id_,
        first=first,
        last=last,
        by=fields.parties("by", first, needed=True),
        toward=fields.parties("toward", first),
        action=fields.text("action", needed=True) or "",
        kind=kind,
        issue=fields.text("issue"),
        certainty=fields.certainty(),
        source=fields.text("source"),
    )
    if fields.problems:
        raise _Unusable("; ".join(fields.problems))
    return entry


def _document(name: str, content: bytes, entries: list[_Entry]) -> tuple[Document, tuple[Claim, ...]]:
    document = Document(
        id=content_hash(content),
        text="".join(f"{entry.line}\n" for entry in entries),
        name=name,
        origin=ORIGIN,
    )
    claims, start = [], 0
    for number, entry in enumerate(entries, start=1):
        claims.append(_claim(document.id, number, start, entry))
        start += len(entry.line) + 1
    return document, tuple(claims)


def _claim(document: str, number: int, start: int, entry: _Entry) -> Claim:
    kind = KINDS[entry.kind]
    yielded = kind.concession and YIELDING.search(entry.action)
    type_ = "RETREAT" if yielded else kind.type
    by, others = dict(entry.by), {code: name for code, name in entry.toward if code not in dict(entry.by)}
    actor, target = (by | others, {}) if kind.mutual else (by, others)
    end = start + len(entry.line)
    because = f" ({yielded.group().lower()}...)" if yielded else ""
    return Claim(
        id=_claim_id(entry),
        document=document,
        sentence=number,
        quote=entry.line,
        start=start,
        end=end,
        clause_start=end - len(entry.action),
        clause_end=end,
        actor=tuple(actor),
        actor_name="; ".join(actor.values()),
        actor_role=None,
        target=tuple(target),
        target_name="; ".join(target.values()) or None,
        type=type_,
        modality=kind.modality,
        negated=False,
        attribution=entry.source or UNNAMED,
        certainty=entry.certainty,
        date_from=entry.first,
        date_to=entry.last,
        issue=entry.issue,
        polarity=kind.polarity,
        concession_by=tuple(by) if kind.concession else None,
        concession_to=tuple(others) if kind.concession and others else None,
        rule=f"{ORIGIN}: {entry.kind} -> {type_}{because}",
    )


def _claim_id(entry: _Entry) -> str:
    """Follow from the row alone, so that decisions on it survive changes to other rows of the file."""
    row = hashlib.sha256(f"{ORIGIN}\n{entry.id}\n{entry.line}".encode()).hexdigest()
    return claim_id(row, 0, len(entry.line))


def _shown(value: object) -> str:
    text = json.dumps(value, default=str)
    return text if len(text) <= 60 else text[:57] + "..."
