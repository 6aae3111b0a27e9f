"""What the first blocks of an article say: its title and the day it was published."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from detente.reading.blocks import Block
from detente.reading.bylines import byline, date_line
from detente.reading.days import find_day
from detente.reading.furniture import Page, reason

_HEAD = 8
"""Blocks at the beginning that are looked at."""
_PLACES = re.compile(r"[A-Z][\w .'’-]{1,40}(?:, [A-Z][\w .]{1,30})*[,:(]?\s+\(?")
_AFTER_DAY = re.compile(r"\)?\s*(?:\([^)]{1,25}\)\s*)?(?:[—–:-]|--)")


def title_of(cut: Sequence[Block], words: Sequence[str], given: str | None) -> int | None:
    """Return the block that is the title: the one front matter gives, else the first when it is like one."""
    head = range(min(_HEAD, len(cut)))
    if given:
        wanted = " ".join(given.split()).casefold()
        return next((n for n in head if words[n].casefold() == wanted), None)
    first = next((n for n in head if cut[n].kind != "rule" and words[n]), None)
    if first is None or len(cut) <= first + 1:
        return None
    text = words[first]
    if text in words[first + 1 : _HEAD + 1] and len(text.split()) <= 40:
        return first
    like_title = cut[first].kind in ("heading", "paragraph") and len(text.split()) <= 25 and len(text) <= 200
    ends_plainly = not re.search(r"[.,;][\"'”’)]*$", text)
    return first if like_title and ends_plainly and not _is_furniture(cut[first], text) else None


def _is_furniture(block: Block, text: str) -> bool:
    return reason(Page.of((block,), (text,), None, None), 0) is not None


def published_on(words: Sequence[str]) -> tuple[date | None, str | None]:
    """Return the day of publication and how it was found: ``date line`` or ``dateline``, else twice ``None``.

    Parameters
    ----------
    words
        The blocks' words in order; only the first eight are looked at.

    Examples
    --------
    >>> published_on(["Talks end", "Updated: 4 March 2021", "They ended."])
    (datetime.date(2021, 3, 4), 'date line')
    >>> published_on(["STRELSAU, March 4, 2021 (Agency) - They ended."])
    (datetime.date(2021, 3, 4), 'dateline')
    >>> published_on(["They ended on 4 March 2021."])
    (None, None)
    """
    for text in words[:_HEAD]:
        found = find_day(text[:160])
        if found is None:
            continue
        day, start, end = found
        if _PLACES.fullmatch(text[:start]) and _AFTER_DAY.match(text[end : end + 30]):
            return day, "dateline"
        if date_line(text) or byline(text):
            return day, "date line"
    return None, None
