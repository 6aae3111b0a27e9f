"""Cutting a text into blocks: paragraphs, headings, list items, by its line ends and Markdown marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from detente.reading.bylines import byline, date_line

BlockKind = Literal["title", "heading", "paragraph", "list item", "quotation", "code", "table", "rule"]

_HEADING = re.compile(r"[ \t]{0,3}#{1,6}(?:[ \t]|$)")
_ITEM = re.compile(r"[ \t]{0,12}(?:[-*+•·]|\d{1,3}[.)])[ \t]+\S")
_QUOTATION = re.compile(r"[ \t]{0,3}>")
_RULE = re.compile(r"[ \t]*(?:(?:[-_*=~][ \t]*){3,}|[-*•·|.]+)[ \t]*")
_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")
_TABLE = re.compile(r"[ \t]*\|.*\|[ \t]*|[ \t]*:?-{3,}:?(?:[ \t]*\|[ \t]*:?-{3,}:?)+[ \t]*")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’)\]*_]*[ \t]*$")

_NARROWEST = 50
"""A run of lines that are all shorter is not wrapped."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch ``text[start:end]`` without the blanks around it."""

    start: int
    end: int
    kind: BlockKind


def blocks(text: str, start: int, markdown: bool) -> Iterator[Block]:
    """Cut ``text[start:]`` into blocks, in text order.

    Parameters
    ----------
    text
        The stored text.
    start
        Where to begin, after front matter.
    markdown
        Whether ``#``, ``>``, tables and fences mean what they mean in Markdown.

    Notes
    -----
    A blank line ends a block. Within one, a line end is a wrap when the next word would not have fitted on
    the line and the line does not end a sentence; any other line end begins a new block, as many articles are
    stored one paragraph a line. Linear time.
    """
    for group in _groups(text, start):
        yield from _within(text, group, markdown)


def _groups(text: str, start: int) -> Iterator[list[tuple[int, int]]]:
    """Yield runs of lines that are not blank, as spans."""
    group: list[tuple[int, int]] = []
    while start < len(text):
        newline = text.find("\n", start)
        end = newline if newline >= 0 else len(text)
        if text[start:end].strip():
            group.append((start, end))
        elif group:
            yield group
            group = []
        start = end + 1
    if group:
        yield group


def _within(text: str, group: list[tuple[int, int]], markdown: bool) -> Iterator[Block]:
    longest = max(end - start for start, end in group)
    held: tuple[int, int, BlockKind] | None = None
    fenced = False
    for start, end in group:
        line = text[start:end]
        kind = _kind(line, markdown)
        if markdown and _FENCE.match(line):
            fenced = not fenced
            kind = "code"
        elif fenced:
            kind = "code"
        if held and _continues(text, held, kind, longest):
            held = (held[0], end, held[2])
            continue
        if held:
            yield _trimmed(text, *held)
        held = (start, end, kind)
    if held:
        yield _trimmed(text, *held)


def _kind(line: str, markdown: bool) -> BlockKind:
    if _RULE.fullmatch(line):
        return "rule"
    if markdown:
        if _HEADING.match(line):
            return "heading"
        if _QUOTATION.match(line):
            return "quotation"
        if _TABLE.fullmatch(line):
            return "table"
    return "list item" if _ITEM.match(line) else "paragraph"


def _continues(text: str, held: tuple[int, int, BlockKind], kind: BlockKind, longest: int) -> bool:
    """Tell whether the next line belongs to the block held."""
    first, last_end, held_kind = held
    if held_kind in ("code", "table") or kind in ("code", "table"):
        return held_kind == kind
    if held_kind in ("heading", "rule") or kind in ("heading", "rule", "list item"):
        return False
    if kind == "quotation" or held_kind == "quotation":
        return held_kind == "quotation"
    line = text[text.rfind("\n", first, last_end) + 1 or first : last_end]
    newline = text.find("\n", last_end + 1)
    following = text[last_end + 1 : newline if newline >= 0 else len(text)].strip()
    if following[:1].islower():
        return True
    if longest < _NARROWEST or byline(following) or date_line(following):
        return False
    # Wrapped: the next word did not fit.
    full = len(line) + 1 + len(following.split(maxsplit=1)[0]) > longest * 0.95
    return full and not _SENTENCE_END.search(line)


def _trimmed(text: str, start: int, end: int, kind: BlockKind) -> Block:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Block(start, end, kind)
