"""Which column of a table holds what: found by name, or said by the user and remembered."""

from __future__ import annotations

import json
import os
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from detente.errors import Fault, Place, SourceError, StoreError

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "id": "id, event id, key, nr, no, number",
        "date": "date, day, event date, start date, start, date from, datum, tag, beginn, jour",
        "end_date": "end date, end, until, date to, ende, bis, fin",
        "by": "by, actor, actors, actor1, actor 1, who, initiator, akteur, wer, acteur",
        "toward": "toward, towards, target, targets, actor2, actor 2, recipient, to whom, whom, ziel, wem",
        "action": "action, what, description, text, event, event text, summary, notes, was, beschreibung",
        "kind": "kind, type, event type, act, action type, code, cameo, cameo code, plover, art, typ",
        "issue": "issue, topic, theme, subject, thema, sujet, tema",
        "certainty": "certainty, confidence, reliability, sicherheit",
        "source": "source, sources, reference, citation, quelle, fuente",
    }
)
"""What an entry has, and the headings each is known by."""
NEEDED = ("date", "by", "kind")
ALIASES = {
    "actor": "by",
    "target": "toward",
    "type": "kind",
    "text": "action",
    "end": "end_date",
    "day": "date",
}
"""Other words for a field that ``--map`` understands."""
REMEMBERED = "columns.toml"


@dataclass(frozen=True, slots=True)
class Said:
    """What the user said of a table: columns by field, and how days are written."""

    columns: Mapping[str, str]
    date_format: str | None = None


def said(written: Sequence[str], date_format: str | None = None) -> Said:
    """Return what ``--map field=Column`` said; raises ``SourceError`` (``D314``) for what is no field.

    >>> said(["actor=Wer"]).columns
    {'by': 'Wer'}
    """
    columns, faults = {}, []
    for pair in written:
        field, _, column = pair.partition("=")
        key = ALIASES.get(field.strip().lower(), field.strip().lower())
        if key not in FIELDS or not column.strip():
            near = get_close_matches(key, [*FIELDS, *ALIASES], n=1)
            hint = f"did you mean {near[0]}?" if near and column.strip() else "write it like --map date=Datum"
            faults.append(Fault("D314", f"{pair!r} does not say which column holds a field", hint))
        columns[key] = column.strip()
    if faults:
        raise SourceError([*faults, Fault("D314", f"fields are {', '.join(FIELDS)}", severity="warning")])
    return Said(columns, date_format)


def find_columns(header: Sequence[str], columns: Mapping[str, str], file: str) -> dict[str, int]:
    """Return the place of each field's column, from 0.

    Parameters
    ----------
    header
        The headings.
    columns
        Headings, or numbers from 1, by field, as the user said; the other fields are found by name.
    file
        The file's name, for faults.

    Raises
    ------
    SourceError
        When a column that was said is not there, two are alike, or a needed field has none (``D314``); all
        at once.

    Examples
    --------
    >>> find_columns(["Datum", "Wer", "Art"], {}, "a.csv")
    {'date': 0, 'by': 1, 'kind': 2}
    """
    names = [_plain(name) for name in header]
    found: dict[str, int] = {}
    faults: list[Fault] = []
    listed = ", ".join(repr(name) for name in header[:20])
    for field, column in columns.items():
        places = [n for n, name in enumerate(names) if name == _plain(column)]
        if not places and column.isdigit() and 0 < int(column) <= len(header):
            places = [int(column) - 1]
        if len(places) == 1:
            found[field] = places[0]
            continue
        what = "there is no column" if not places else f"there are {len(places)} columns"
        hint = f"the columns are {listed}; a number works too"
        faults.append(Fault("D314", f"{what} {column!r}", hint, Place(file, 1)))
    for field, known in FIELDS.items():
        if field not in found and field not in columns:
            taken = set(found.values())
            for name in known.split(", "):
                if name in names and names.index(name) not in taken:
                    found[field] = names.index(name)
                    break
    missing = [field for field in NEEDED if field not in found and field not in columns]
    if missing:
        flags = " ".join(f"--map {field}=COLUMN" for field in missing)
        message = f"no column is known to hold {', '.join(missing)}; the columns are {listed}"
        faults.append(Fault("D314", message, f"say which: {flags}", Place(file, 1)))
    if faults:
        raise SourceError(faults)
    return {field: found[field] for field in FIELDS if field in found}


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").strip(" .:").split())


def recall(path: Path, header: Sequence[str]) -> Said | None:
    """Return what was said of a table with this heading; ``SourceError`` (``D316``) on a broken file."""
    for row in _remembered(path):
        if row["header"] == list(header):
            return Said(row.get("map", {}), row.get("date_format"))
    return None


def remember(path: Path, header: Sequence[str], what: Said) -> None:
    """Write down what was said of a table, in place of what was said of one like it before.

    Raises
    ------
    SourceError
        When what is written there cannot be understood (``D316``).
    StoreError
        When it cannot be written (``D312``).
    """
    rows = [row for row in _remembered(path) if row["header"] != list(header)]
    new: dict[str, Any] = {"header": list(header), "map": dict(what.columns)}
    if what.date_format:
        new["date_format"] = what.date_format
    text = "# Which column of a table holds what, as said to `detente import`; one block for each heading.\n"
    for row in [*rows, new]:
        text += "\n[[table]]\nheader = [" + ", ".join(map(_quoted, row["header"])) + "]\n"
        if row.get("date_format"):
            text += f"date_format = {_quoted(row['date_format'])}\n"
        pairs = ", ".join(f"{field} = {_quoted(column)}" for field, column in row.get("map", {}).items())
        text += f"map = {{{pairs}}}\n"
    try:
        path.parent.mkdir(exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".columns-", dir=path.parent)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            Path(name).replace(path)
        finally:
            with suppress(FileNotFoundError):
                Path(name).unlink()
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise StoreError(
            Fault("D312", f"the columns cannot be remembered: {cause}", "", Place(str(path)))
        ) from error


def _remembered(path: Path) -> list[dict[str, Any]]:
    try:
        rows = tomllib.loads(path.read_text("utf-8")).get("table", [])
    except FileNotFoundError:
        return []
    except (OSError, ValueError) as error:  # ValueError: no TOML, or no UTF-8
        raise _broken(path, str(error)) from error
    sound = isinstance(rows, list) and all(
        isinstance(row, dict)
        and isinstance(row.get("header"), list)
        and all(isinstance(name, str) for name in row["header"])
        and isinstance(row.get("map", {}), dict)
        and all(field in FIELDS and isinstance(column, str) for field, column in row.get("map", {}).items())
        and isinstance(row.get("date_format", ""), str)
        for row in rows
    )
    if not sound:
        raise _broken(path, "a block needs header, a list of texts, and map, a table of fields and headings")
    return list(rows)


def _broken(path: Path, why: str) -> SourceError:
    hint = "mend it or delete it; it is made again from --map"
    return SourceError(Fault("D316", f"the remembered columns cannot be used: {why}", hint, Place(str(path))))


def _quoted(value: object) -> str:
    """Return a text as TOML writes it: JSON's form, but for one character that TOML wants escaped too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
