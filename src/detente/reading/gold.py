"""Hand-made annotations that a reader is scored against.

A gold file has one JSON object a line: a document with ``text`` and ``annotations``, or a single annotation
whose text the caller gives. An annotation names ``quote_first_words``, ``actor`` and ``target`` (names, with
``*_iso`` codes or nulls), ``event_type``, ``alt_types``, ``modality``, ``attribution``, ``reciprocal`` and
``duplicate_of_sentence``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from detente.errors import Fault, Place, SourceError
from detente.record.types import AUTHOR


@dataclass(frozen=True, slots=True)
class Side:
    """Codes and name words of one side of an act."""

    codes: tuple[str | None, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotation."""

    document: str
    first_words: str
    actor: Side
    target: Side
    types: tuple[str, ...]
    modality: str
    by_author: bool
    mutual: bool


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
        A JSON lines file in UTF-8. Annotations of repeated sentences are left out.

    Raises
    ------
    SourceError
        ``D216`` when the file cannot be read, or for every line that is no annotation.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as cause:
        message = f"the gold file cannot be read: {cause}"
        raise SourceError(Fault("D216", message, "give a JSON lines file", Place(str(path)))) from cause
    texts: dict[str, tuple[str | None, date | None]] = {}
    golds: dict[str, list[Gold]] = {}
    faults = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            key = str(row.get("doc_id") or row["doc"])
            texts.setdefault(key, (row.get("text"), _day(row.get("doc_date"))))
            rows = row.get("annotations", [row])
            kept = [r for r in rows if not r.get("duplicate_of_sentence")]
            golds.setdefault(key, []).extend(_gold(key, r) for r in kept)
        except (ValueError, KeyError, TypeError, AttributeError) as cause:
            message = f"no annotation: {type(cause).__name__} {cause}"
            hint = "the head of detente.reading.gold says what a line holds"
            faults.append(Fault("D216", message, hint, Place(str(path), number)))
    if faults:
        raise SourceError(faults)
    return tuple(GoldDocument(key, *texts[key], tuple(golds[key])) for key in texts)


def _day(text: str | None) -> date | None:
    """Return a whole day; a month or year alone is none."""
    return date.fromisoformat(text) if text and len(text) == 10 else None


def _gold(document: str, row: Mapping[str, Any]) -> Gold:
    types = (row["event_type"], *row.get("alt_types", ()))
    return Gold(
        document,
        row["quote_first_words"],
        _side(row, "actor"),
        _side(row, "target"),
        tuple(types),
        row["modality"],
        str(row["attribution"]).strip().lower() == AUTHOR,
        bool(row.get("reciprocal")),
    )


def _side(row: Mapping[str, Any], name: str) -> Side:
    names = tuple(row.get(name) or ())
    codes = tuple(row.get(f"{name}_iso") or (None,) * len(names))
    return Side(codes, names)
