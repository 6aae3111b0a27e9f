"""Text, lists and maps -> YAML that a person would have written: short things on one line, long ones folded.

Written by hand and not by a YAML library, because the layout is the point: what fits on a line stands on one,
what a section holds stands a line each, and a word is put between quotes only where some reader of YAML 1.2
(or of 1.1, to which ``NO`` is no country) would not see that word in it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

WIDTH = 110
"""Columns a line should fit in; a single long word may stand out."""
_JOINERS = "\u200c\u200d"
_FIRST = frozenset("-?:,[]{}#&*!|>'\"%@`=<")
_ANYWHERE = re.compile(r": |:$| #")
_IN_FLOW = re.compile(r"[,\[\]{}:#]")
_RESOLVED = re.compile(
    r"~|null|true|false|yes|no|on|off|[-+.\d][\d_.]*(e[-+]?\d+)?|0[ox][\da-f]+|[-+]?\.inf|\.nan"
    r"|\d+(:\d+)+(\.\d*)?|\d{4}-\d\d?-\d\d?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Lines:
    """A list or map whose entries stand a line each, even where all would fit on one."""

    value: Sequence[Value] | Mapping[str, Value]


Value: TypeAlias = "str | int | float | bool | date | Lines | Sequence[Value] | Mapping[str, Value] | None"
"""What can be laid out. Text that looks like something else to YAML is put between quotes."""


def as_yaml(sections: Mapping[str, Value], notes: Sequence[str] = ()) -> str:
    """Return a YAML file.

    Parameters
    ----------
    sections
        The map that the file is; a blank line sets long sections apart.
    notes
        Comments at its head, one a line or more.

    Returns
    -------
    str
        Ends with a line end. O(length).

    Examples
    --------
    >>> print(as_yaml({"title": "A: B", "actors": Lines({"NO": {"options": {"x": "10"}}})}), end="")
    title: 'A: B'
    actors:
      'NO': {options: {x: '10'}}
    """
    lines = [line for note in notes for line in _comment(note)]
    before = 3 * bool(notes)
    for key, value in sections.items():
        section = list(_entry(f"{scalar_key(key)}:", value, 0))
        if lines and max(before, len(section)) > 2:
            lines.append("")
        lines += section
        before = len(section)
    return "\n".join(lines) + "\n"


def scalar(text: str, flow: bool = False) -> str:
    r"""Return text as a YAML scalar, within brackets or not: plain where that says the same, else quoted.

    Examples
    --------
    >>> [scalar(word) for word in ("not drills", "NO", "it's", "- a", "a: b", "", "1e3", "a\tb")]
    ['not drills', "'NO'", "it's", "'- a'", "'a: b'", "''", "'1e3'", '"a\\tb"']
    """
    if not _shows(text):
        return '"' + "".join(map(_escaped, text)) + '"'
    plain = (
        text
        and text == text.strip()
        and text[0] not in _FIRST
        and not text.startswith("...")
        and not _ANYWHERE.search(text)
        and not (flow and _IN_FLOW.search(text))
        and not _RESOLVED.fullmatch(text)
    )
    return text if plain else "'" + text.replace("'", "''") + "'"


def scalar_key(text: str) -> str:
    """Return the key of a map; ``on`` is a field of the case file and so common that it stays plain."""
    return text if text == "on" else scalar(text, flow=True)


def _shows(text: str) -> bool:
    """Whether every character is seen in a file, or joins letters as some scripts need."""
    return text.isprintable() or all(c.isprintable() or c in _JOINERS for c in text)


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    named = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(character)
    return named or (
        f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"
    )


def _comment(note: str) -> list[str]:
    text = "".join(c if c.isprintable() else " " for c in note)
    return textwrap.wrap(text, WIDTH - 2, initial_indent="# ", subsequent_indent="#   ") or ["#"]


def _on_one_line(value: Value, flow: bool = True) -> str | None:
    """Return a value as it stands on one line; ``None`` when part of it asks for lines of its own."""
    match value:
        case Lines():
            return _on_one_line(value.value) if not value.value else None
        case str():
            return scalar(value, flow)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return _number(value)
        case date():
            return value.isoformat()
        case Mapping():
            entries = [(scalar_key(key), _on_one_line(entry)) for key, entry in value.items()]
            if any(entry is None for _, entry in entries):
                return None
            return "{" + ", ".join(f"{key}: {entry}" for key, entry in entries) + "}"
    parts = [_on_one_line(entry) for entry in value]
    return None if None in parts else "[" + ", ".join(part for part in parts if part is not None) + "]"


def _number(number: float) -> str:
    return str(int(number)) if number == int(number) and abs(number) < 1e15 else repr(float(number))


def _entry(lead: str, value: Value, indent: int) -> Iterator[str]:
    """Yield the lines of one entry: ``lead`` is its key or its dash."""
    pad = " " * indent
    line = _on_one_line(value, flow=False)
    whole = value.value if isinstance(value, Lines) else value
    if line is not None and (len(pad) + len(lead) + 1 + len(line) <= WIDTH or not whole):
        yield f"{pad}{lead} {line}"
    elif isinstance(whole, str):
        yield from _long_text(f"{pad}{lead}", whole, line or "", indent + 2)
    elif isinstance(whole, Mapping):
        lines = [
            one for key, entry in whole.items() for one in _entry(f"{scalar_key(key)}:", entry, indent + 2)
        ]
        if lead == "-":
            lines[0] = f"{pad}- {lines[0].lstrip(' ')}"
        else:
            yield pad + lead
        yield from lines
    elif isinstance(whole, Sequence):
        yield pad + lead
        for entry in whole:
            yield from _entry("-", entry, indent + 2)
    else:
        yield f"{pad}{lead} {line}"


def _long_text(lead: str, text: str, line: str, indent: int) -> Iterator[str]:
    """Yield text folded at blanks where that can be undone exactly, else on one line however long."""
    words = text.split(" ")
    if len(words) < 2 or "" in words or line.startswith('"'):
        yield f"{lead} {line}"
        return
    yield f"{lead} >-"
    width, current = max(20, WIDTH - indent), ""
    for word in words:
        if current and len(current) + 1 + len(word) > width:
            yield " " * indent + current
            current = word
        else:
            current = f"{current} {word}" if current else word
    yield " " * indent + current
