"""Hand-made annotations that a reader is scored against.

A gold file has one JSON object a line (or is one JSON list of them). An object is one of

- a document: ``doc_id``, ``text``, ``doc_date`` and ``annotations``;
- a single annotation with ``doc``; its text stands in another file, see :func:`detente.reading.score.score`;
- one sentence with one event: ``text``, ``source``, ``target`` and ``event_16``, as in the PLOVER records.

An annotation names ``quote_first_words``, ``actor`` and ``target`` (names, with ``*_iso`` codes or nulls),
``event_type``, ``alt_types``, ``modality``, ``attribution``, ``negated``, ``reciprocal``, ``date``,
``is_concession_by``, ``beneficiary`` and ``duplicate_of_sentence``. Only words, type and parties are needed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from detente.errors import Fault, Place, SourceError
from detente.reading.periods import Period, period
from detente.record.types import AUTHOR
from detente.vocabulary.actors import Actors

_LARGEST = 64 * 1024 * 1024
_AUTHORS = frozenset({AUTHOR, "the author", "author's", "writer", "narrator"})
_NOTHING = frozenset({"", "none", "null", "n/a", "-"})
_SPELLINGS = {"pledge": "pledged", "future": "pledged", "demand": "demanded", "threat": "threatened"}


@dataclass(frozen=True, slots=True)
class Side:
    """Codes and name words of one side of an act."""

    codes: tuple[str | None, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotation; what the file does not say is ``None``."""

    document: str
    first_words: str
    actor: Side
    target: Side
    types: tuple[str, ...]
    modality: str | None
    by_author: bool | None
    mutual: bool
    negated: bool = False
    when: Period | None = None
    gives: Side | None = None
    gains: Side | None = None


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """An annotated document; the text is ``None`` where the file does not hold it."""

    id: str
    text: str | None
    published: date | None
    annotations: tuple[Gold, ...]


def load_gold(path: Path) -> tuple[GoldDocument, ...]:
    """Read a gold file.

    Parameters
    ----------
    path
        A file of JSON lines, or one JSON list, in UTF-8. Annotations of repeated sentences are left out.

    Raises
    ------
    SourceError
        ``D216`` when the file cannot be read or holds nothing, and for every line that is no annotation.
    """
    texts: dict[str, tuple[str | None, date | None]] = {}
    golds: dict[str, list[Gold]] = {}
    faults = []
    for number, row in _rows(path):
        try:
            if isinstance(row, Exception):
                raise row
            key, rows = _document(row, number)
            made = [_gold(key, r) for r in rows if not r.get("duplicate_of_sentence")]
            texts.setdefault(key, (row.get("text"), _day(row.get("doc_date"))))
            golds.setdefault(key, []).extend(made)
        except (ValueError, KeyError, TypeError, AttributeError) as cause:
            faults.append(_no_annotation(path, number, cause))
    if faults:
        raise SourceError(faults)
    if not texts:
        raise SourceError(_cannot_read(path, "it holds no annotation"))
    return tuple(GoldDocument(key, *texts[key], tuple(golds[key])) for key in texts)


def _rows(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield every object with the line it stands in; a line that is no JSON as the error it makes."""
    try:
        if path.stat().st_size > _LARGEST:
            raise SourceError(_cannot_read(path, f"it is larger than {_LARGEST // 1024**2} MB"))
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as cause:
        raise SourceError(_cannot_read(path, cause)) from cause
    if text.lstrip().startswith("["):
        try:
            yield from enumerate(json.loads(text), 1)
        except (ValueError, RecursionError) as cause:
            raise SourceError(_cannot_read(path, cause)) from cause
        return
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except RecursionError:
            yield number, ValueError("nested too deeply")
        except ValueError as cause:
            yield number, cause


def _cannot_read(path: Path, cause: object) -> Fault:
    return Fault("D216", f"the gold file cannot be read: {cause}", "give a JSON lines file", Place(str(path)))


def _no_annotation(path: Path, line: int, cause: Exception) -> Fault:
    told = f"{cause} is missing" if isinstance(cause, KeyError) else str(cause)
    hint = "`detente score --help` and the head of detente.reading.gold say what a line holds"
    return Fault("D216", f"no annotation: {told}", hint, Place(str(path), line))


def _document(row: Mapping[str, Any], number: int) -> tuple[str, list[Mapping[str, Any]]]:
    """Return a row's document and its annotations."""
    if not isinstance(row, Mapping):
        raise TypeError(f"a {type(row).__name__} where an object is needed")
    text = row.get("text")
    if text is not None and not isinstance(text, str):
        raise TypeError("text is no text")
    if "event_16" in row and "annotations" not in row:
        return str(row.get("id") or f"line {number}"), [_of_sentence(row)]
    rows = row.get("annotations", [row])
    if not isinstance(rows, list):
        raise TypeError("annotations is no list")
    return str(row.get("doc_id") or row.get("doc") or row["doc_id"]), rows


def _of_sentence(row: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a record of one sentence as an annotation; its codes are CAMEO's, so its names count."""
    named = {side: [p["actorText"] for p in row.get(side) or ()] for side in ("source", "target")}
    return {
        "quote_first_words": row["text"],
        "actor": named["source"],
        "target": named["target"],
        "event_type": row["event_16"],
        "reciprocal": row.get("reciprocal"),
    }


def _day(text: object) -> date | None:
    """Return a whole day; a month or year alone is none."""
    found = period(text)
    return found.first if found and found.first == found.last else None


def _gold(document: str, row: Mapping[str, Any]) -> Gold:
    words = row["quote_first_words"]
    types = (row["event_type"], *_listed(row.get("alt_types")))
    if not isinstance(words, str) or not all(isinstance(t, str) for t in types):
        raise TypeError("quote_first_words and the types must be words")
    said, how = row.get("attribution"), row.get("modality")
    how = str(how).strip().lower() if how else None
    actor, target = _side(row, "actor"), _side(row, "target")
    codes = dict(zip(actor.names + target.names, actor.codes + target.codes, strict=True))
    return Gold(
        document,
        words,
        actor,
        target,
        tuple(t.strip().upper() for t in types),
        _SPELLINGS.get(how, how) if how else None,
        None if said is None else str(said).strip().lower() in _AUTHORS,
        bool(row.get("reciprocal")),
        bool(row.get("negated")),
        period(row.get("date")),
        _giver(row.get("is_concession_by"), codes),
        _giver(row.get("beneficiary"), codes),
    )


def _listed(value: object) -> tuple[Any, ...]:
    """Return a list as it is, a single value as a list of one, nothing as an empty one."""
    if value is None or (isinstance(value, str) and value.strip().lower() in _NOTHING):
        return ()
    if isinstance(value, Mapping):
        raise TypeError("an object where a list is needed")
    return tuple(value) if isinstance(value, list) else (value,)


def _side(row: Mapping[str, Any], name: str) -> Side:
    names = _listed(row.get(name))
    codes = _listed(row.get(f"{name}_iso")) or (None,) * len(names)
    if len(codes) != len(names):
        raise ValueError(f"{name} has {len(names)} names and {len(codes)} codes")
    return Side(tuple(str(c).upper() if c else None for c in codes), tuple(str(n) for n in names))


def _giver(value: object, codes: Mapping[str, str | None]) -> Side | None:
    """Return one side of a concession by the annotation's own codes, else by the vocabulary's."""
    names = tuple(str(n) for n in _listed(value) if not isinstance(n, bool))
    return Side(tuple(codes.get(n) or _code(n) for n in names), names) if names else None


def _code(name: str) -> str | None:
    found = Actors.builtin().mentions(name[:200])
    return found[0].code if found else None
