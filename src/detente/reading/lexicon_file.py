"""A trigger lexicon as it is written: the file, its tables, and what is wrong with them, line by line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from detente.errors import Fault, Place, SourceError
from detente.record.types import MODALITIES
from detente.vocabulary.actions import TYPES

LARGEST = 1024 * 1024
"""Bytes of a lexicon that is read."""

_HINT = "the head of triggers.toml in the package says what may stand there"
_LISTS = ("verbs", "nouns", "topics", "object", "modifier", "by", "particle")
_FIELDS = frozenset({"type", *_LISTS, "mutual", "subject", "modality", "needs", "alone"})
_TABLES = frozenset({"classes", "operators", "noun_operators", "composition", "alone", "act"})
_VALUES: Mapping[str, tuple[object, ...]] = {
    "mutual": (True, False),
    "alone": (True, False),
    "subject": ("target",),
    "needs": ("target",),
}
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass(frozen=True, slots=True)
class Source:
    """The tables of a lexicon file, not yet checked."""

    name: str
    text: str
    classes: Mapping[str, Sequence[str]]
    operators: Mapping[str, Sequence[str]]
    noun_operators: Mapping[str, Sequence[str]]
    composition: Mapping[str, Mapping[str, Sequence[str]]]
    alone: Mapping[str, Sequence[str]]
    acts: Sequence[Mapping[str, Any]]


def read_source(path: Path) -> Source:
    """Read a lexicon file.

    Raises
    ------
    SourceError
        ``D215`` when it cannot be read, is too large or is no TOML of that form.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise SourceError(
                _fault(str(path), f"the file is larger than {LARGEST // 1024} kB", None, "shorten it")
            )
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as cause:
        message = f"the trigger lexicon cannot be read: {cause}"
        raise SourceError(
            _fault(str(path), message, None, "give the path of a TOML file in UTF-8")
        ) from cause
    return source_of(text, str(path))


def source_of(text: str, name: str) -> Source:
    """Return the tables of a lexicon's text; ``name`` is where faults say they lie."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as cause:
        at = _AT_LINE.search(str(cause))
        line = int(at[1]) if at else None
        raise SourceError(
            _fault(name, f"the trigger lexicon is not TOML: {cause}", line, "mend the line", text)
        ) from cause
    faults = list(_misshapen(data, name, text))
    if faults:
        raise SourceError(faults)
    return Source(
        name=name,
        text=text,
        classes=data.get("classes", {}),
        operators=data.get("operators", {}),
        noun_operators=data.get("noun_operators", {}),
        composition=data.get("composition", {}),
        alone=data.get("alone", {}),
        acts=data.get("act", []),
    )


def _misshapen(data: Mapping[str, Any], name: str, text: str) -> Iterator[Fault]:
    """Tell of every table and list that has another form than it should."""
    for key in data:
        if key not in _TABLES:
            yield _fault(name, f"unknown table [{key}]", _line(text, rf"\[*{re.escape(key)}\b"), source=text)
    for key in ("classes", "operators", "noun_operators", "alone"):
        table = data.get(key, {})
        if not isinstance(table, dict):
            yield _fault(name, f"[{key}] is no table", _line(text, rf"\[*{key}\b"), source=text)
            continue
        for word, listed in table.items():
            fits = _is_words(listed) and len(listed) == 2 if key == "alone" else _is_phrases(listed)
            if not fits:
                yield _fault(
                    name, f"[{key}] {word}: not a list of words", _line(text, re.escape(word)), source=text
                )
    composition = data.get("composition", {})
    if not isinstance(composition, dict):
        yield _fault(name, "[composition] is no table", _line(text, r"\[*composition\b"), source=text)
        composition = {}
    for operator, made in composition.items():
        if not isinstance(made, dict) or not all(_is_words(v) and len(v) == 2 for v in made.values()):
            message = f"[composition] {operator}: a type and a modality for every inner type are needed"
            yield _fault(name, message, _line(text, re.escape(operator)), source=text)
    acts = data.get("act", [])
    if not isinstance(acts, list) or not all(isinstance(row, dict) for row in acts):
        yield _fault(name, "an entry is written [[act]]", _line(text, r"\[*act\b"), source=text)
        return
    for nth, row in enumerate(acts):
        for key in _LISTS:
            if key in row and not _is_phrases(row[key]):
                yield _fault(name, f"{key} is no list of words", _line_of(text, nth, key), source=text)


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _is_phrases(value: object) -> bool:
    return _is_words(value) and all(phrase.strip() for phrase in cast("list[str]", value))


def faults_of(
    source: Source, classes: Mapping[str, Sequence[str]], operators: Mapping[str, Sequence[str]]
) -> Iterator[Fault]:
    """Tell every wrong entry: an unknown field, type, modality, class or operator.

    Parameters
    ----------
    source
        The lexicon to check.
    classes, operators
        All that are known, of this lexicon and of the one it extends.
    """
    name, text = source.name, source.text
    for nth, row in enumerate(source.acts):
        wrong = [(key, f"unknown field {key!r}") for key in row if key not in _FIELDS]
        if not isinstance(row.get("type"), str) or row["type"] not in TYPES:
            wrong.append(("type", f"unknown type {row.get('type')!r}"))
        if "modality" in row and row["modality"] not in MODALITIES:
            wrong.append(("modality", f"unknown modality {row['modality']!r}"))
        wrong += [
            (key, f"{key} cannot be {row[key]!r}")
            for key, known in _VALUES.items()
            if key in row and row[key] not in known
        ]
        if not any(row.get(key) for key in ("verbs", "nouns", "topics")):
            wrong.append(("type", "no verbs, nouns or topics"))
        for key in ("object", "modifier", "by"):
            used = (word[1:] for word in row.get(key, ()) if word.startswith("@"))
            wrong += [(key, f"unknown class @{word}") for word in used if word not in classes]
        for key, what in wrong:
            yield _fault(
                name, f"entry {nth + 1} of the trigger lexicon: {what}", _line_of(text, nth, key), source=text
            )
    for operator, (made, modality) in source.alone.items():
        if operator not in operators or made not in TYPES or modality not in ("", *MODALITIES):
            message = f"[alone] {operator}: an operator, a type and a modality are needed"
            yield _fault(name, message, _line(text, re.escape(operator)), source=text)
    for operator, table in source.composition.items():
        line = _line(text, re.escape(operator))
        if operator not in operators:
            yield _fault(name, f"[composition] names no operator {operator!r}", line, source=text)
        for made, modality in table.values():
            if made != "same" and made not in TYPES:
                yield _fault(name, f"[composition] {operator}: unknown type {made!r}", line, source=text)
            if modality and modality not in MODALITIES:
                yield _fault(
                    name, f"[composition] {operator}: unknown modality {modality!r}", line, source=text
                )


def _line(text: str, begins: str) -> int | None:
    """Return the first line that begins with a pattern."""
    pattern = re.compile(rf"\s*[\"']?{begins}")
    return next((n for n, line in enumerate(text.splitlines(), 1) if pattern.match(line)), None)


def _line_of(text: str, nth: int, key: str) -> int | None:
    """Return the line of a field of the nth entry, else of the entry."""
    lines = text.splitlines()
    starts = [n for n, line in enumerate(lines, 1) if re.match(r"\s*\[\[\s*act\s*\]\]", line)]
    if nth >= len(starts):
        return None
    end = starts[nth + 1] if nth + 1 < len(starts) else len(lines) + 1
    inside = range(starts[nth] + 1, end)
    return next((n for n in inside if re.match(rf"\s*{re.escape(key)}\s*=", lines[n - 1])), starts[nth])


def _fault(name: str, message: str, line: int | None, hint: str = _HINT, source: str | None = None) -> Fault:
    shown = source.splitlines()[line - 1] if source is not None and line is not None else None
    column = 1 if shown is not None else None
    return Fault("D215", message, hint, Place(name, line, column, max(1, len(shown or "")), shown))
