"""Read a chronology: dated entries, one JSON object a line, into claims and the events they found.

A line looks like this (here on several lines)::

    {"id": "kp037", "date": "2018-06-12", "end_date": null, "actors": ["US", "DPRK"],
     "action": "The US president says large exercises will stop", "issue": "exercises", "kind": "concession",
     "by": "US", "toward": "DPRK", "certainty": "verified", "source": "press conference, 12 June 2018"}

``id``, ``date``, ``action``, ``kind`` and ``by`` are needed; ``by`` and ``toward`` may be lists. What the
words mean is written down in :mod:`detente.record.importing.words`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from detente.errors import Fault, Place, SourceError
from detente.record.importing.entries import Entry, Unusable, imported
from detente.record.importing.sheet import table_bytes
from detente.record.importing.types import BadRow, Imported
from detente.record.importing.words import (
    CERTAINTY,
    CERTAINTY_UNSAID,
    KINDS,
    code_of,
)

ORIGIN = "chronology"
MOST_BYTES = 50_000_000
"""Largest file read."""
MOST_LINE = 1_000_000
"""Longest line read, in bytes."""
_KEPT_OF_LONG_LINE = 1000

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
OUR_EVENT_IDS = re.compile(r"e-[0-9a-f]{12}(-\d+)?")


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
            self.problems.append(f"{name} is {shown(value)}, which is {problem}")
        return None if problem else words

    def day(self, name: str, *, needed: bool = False) -> date | None:
        written = self.text(name, needed=needed)
        if written is None:
            return None
        try:
            if _DAY.fullmatch(written):
                return date.fromisoformat(written)
        except ValueError:
            self.problems.append(f"{name} is {shown(written)}, which is no day of the calendar")
        else:
            self.problems.append(f"{name} is {shown(written)}, which is not written like 2019-02-28")
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
                self.problems.append(f"{name} is {shown(value)}, which names no party")
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
        self.problems.append(f"certainty is {shown(value)}, which is neither {words} nor from 0 to 1")
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
    content = table_bytes(path, MOST_BYTES)
    entries: list[Entry] = []
    bad: list[BadRow] = []
    seen: dict[str, int] = {}
    for number, raw in _lines(content):
        try:
            entry = _entry(raw)
            if entry.id in seen:
                raise Unusable(f"id {shown(entry.id)} is already that of line {seen[entry.id]}")
        except Unusable as why:
            bad.append(BadRow(number, str(why), _as_text(raw)))
        else:
            seen[entry.id] = number
            entries.append(entry)
    if not entries:
        raise SourceError(_nothing_usable(path, bad))
    return imported(path.name, content, ORIGIN, entries, bad)


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


def _entry(raw: bytes) -> Entry:
    if len(raw) > MOST_LINE:
        raise Unusable(f"the line has {len(raw):,} bytes, more than {MOST_LINE:,}")
    try:
        row = json.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Unusable(f"the line is not UTF-8 (byte {error.start + 1})") from None
    except json.JSONDecodeError as error:
        raise Unusable(f"the line is not JSON: {error.msg} at column {error.colno}") from None
    except (RecursionError, ValueError):  # ValueError: a number with thousands of digits
        raise Unusable("the line is not JSON that can be read") from None
    if not isinstance(row, dict):
        raise Unusable("the line is not a JSON object")
    fields = _Fields(row)
    id_, kind = fields.text("id", needed=True) or "", fields.text("kind", needed=True) or ""
    if len(id_) > 64 or not id_.isprintable() or " " in id_:
        fields.problems.append(f"id is {shown(id_)}, which is not one word of at most 64 characters")
    if OUR_EVENT_IDS.fullmatch(id_):
        fields.problems.append(f"id is {shown(id_)}, a form kept for events that are made by reading")
    if kind and kind not in KINDS:
        fields.problems.append(f"kind is {shown(kind)}, which is none of {', '.join(KINDS)}")
    first = fields.day("date", needed=True) or date.min
    last = fields.day("end_date") or first
    if last < first:
        fields.problems.append(f"end_date {last} is before date {first}")
    entry = Entry(
        id=id_,
        first=first,
        last=last,
        by=fields.parties("by", first, needed=True),
        toward=fields.parties("toward", first),
        action=fields.text("action", needed=True) or "",
        kind=kind,
        act=KINDS.get(kind, KINDS["statement"]),
        issue=fields.text("issue"),
        certainty=fields.certainty(),
        source=fields.text("source"),
    )
    if fields.problems:
        raise Unusable("; ".join(fields.problems))
    return entry


def shown(value: object) -> str:
    """Return a value as it stood in the file, cut when long."""
    text = json.dumps(value, default=str)
    return text if len(text) <= 60 else text[:57] + "..."
