"""Front matter: a few ``key: value`` lines between two lines of ``---`` before an article."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from detente.errors import Fault
from detente.reading.faults import fault

KEYS = ("title", "date", "outlet", "author", "url")
"""The keys that are used; others are allowed and ignored."""
_MEANS = {
    "published": "date",
    "by": "author",
    "authors": "author",
    "byline": "author",
    "source": "outlet",
    "publisher": "outlet",
    "publication": "outlet",
    "site": "outlet",
    "link": "url",
    "headline": "title",
}
_MAX_LINES = 100
_FENCE = re.compile(r"---[ \t]*(?:\n|$)")
_PAIR = re.compile(r"([A-Za-z][\w -]{0,40}?)[ \t]*:(?:[ \t]+(.*)|$)")
_CONTINUED = re.compile(r"[ \t]+\S|[ \t]*-[ \t]|[ \t]*#|[ \t]*$")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says.

    Parameters
    ----------
    values
        Text by key, quotation marks removed; only :data:`KEYS`.
    lines
        Line number by key, from 1.
    end
        Offset of the first character after the closing line; 0 when there is no front matter.
    warnings
        What was not understood.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    end: int = 0
    warnings: tuple[Fault, ...] = ()


def front_matter(text: str, file: str) -> FrontMatter:
    r"""Read the front matter of a text.

    Parameters
    ----------
    text
        The decoded file.
    file
        Its name, for messages.

    Notes
    -----
    Not YAML, on purpose: strangers write these files, so a value is the rest of its line and nothing more. At
    most 100 lines. A ``---`` that is not closed, or is followed by something else, is no front matter.

    Examples
    --------
    >>> found = front_matter("---\ntitle: 'Talks resume'\ndate: 2021-03-04\n---\nText.", "a.md")
    >>> found.values["title"], found.values["date"], found.end
    ('Talks resume', '2021-03-04', 47)
    """
    fence = _FENCE.match(text)
    if not fence:
        return FrontMatter()
    values: dict[str, str] = {}
    lines: dict[str, int] = {}
    warnings: list[Fault] = []
    offset = fence.end()
    for number in range(2, _MAX_LINES + 2):
        newline = text.find("\n", offset)
        line = text[offset : newline if newline >= 0 else len(text)]
        offset = newline + 1 if newline >= 0 else len(text)
        if _FENCE.fullmatch(line):
            return (
                FrontMatter(values, lines, offset, tuple(warnings)) if values or number > 2 else FrontMatter()
            )
        pair = _PAIR.fullmatch(line)
        if pair:
            key = pair.group(1).strip().casefold()
            key = _MEANS.get(key, key)
            value = _unquoted(pair.group(2) or "")
            if key in KEYS and value and key not in values:
                values[key], lines[key] = value, number
        elif not _CONTINUED.match(line):
            if not values:
                # A rule above ordinary text, not front matter.
                return FrontMatter()
            message = "this line of the front matter is no `key: value`"
            hint = "write `key: value`, or close the front matter with ---"
            warnings.append(fault("D211", file, message, hint, number, line, "warning"))
        if newline < 0:
            break
    if not values:
        return FrontMatter()
    message = f"the front matter is not closed within {_MAX_LINES} lines, it is read as text"
    warnings = [fault("D211", file, message, "close it with a line of ---", 1, "---", "warning")]
    return FrontMatter(warnings=tuple(warnings))


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    if len(value) >= 2 and value[0] == "[" and value[-1] == "]":
        return ", ".join(_unquoted(part) for part in value[1:-1].split(","))
    return value
