"""Who wrote a text and when, as lines at its head and foot say."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from detente.reading.days import find_day

_WORDS = re.compile(r"\w+")
_NAME = r"(?:[A-Z][\w’'.-]*)(?: (?:[A-Z][\w’'.-]*|de|del|der|van|von|bin|al|la|el|and|&|ul)){0,9}"
_BYLINE = re.compile(
    rf"(?:(?:Written |Reported |Posted |Story |Text )?[Bb]y|BY):? ({_NAME})(?P<rest>.{{0,80}})$"
)
_AFTER_NAME = re.compile(r"\s*(?:[,|/•·–—-].*|in [A-Z].*|for [A-Z].*|\(.*\))?\s*")
_ABOUT = re.compile(
    rf"({_NAME}),?[^.]{{0,60}}?\b(?:is|was|are|were|serves|works|writes|teaches|covers|holds"
    r"|has (?:been|served))\b"
)
_PLACE_FIRST = re.compile(r"[A-Z][\w .]*,")


@cache
def _word_set(name: str) -> frozenset[str]:
    table = tomllib.loads(files("detente.reading").joinpath("data", "bylines.toml").read_text("utf-8"))
    return frozenset(table[name].split())


@cache
def _occupation() -> re.Pattern[str]:
    stems = "|".join(sorted(map(re.escape, _word_set("occupations"))))
    return re.compile(rf"\b(?:{stems})", re.IGNORECASE)


def byline(text: str) -> str | None:
    """Return the author that a line names.

    Examples
    --------
    >>> byline("By Rupert Hentzau | 3 May 2020"), byline("By Monday the talks were over.")
    ('Rupert Hentzau', None)
    """
    match = _BYLINE.match(text) if len(text) <= 140 else None
    if not match:
        return None
    name, rest = match[1].strip(" ,."), match["rest"]
    dated = find_day(rest) is not None
    if not dated and (len(name.split()) < 2 or not _AFTER_NAME.fullmatch(rest)):
        return None
    if text.rstrip().endswith(".") and len(text) > 60:
        return None
    return name


def date_line(text: str) -> bool:
    """Tell whether a line says a date, or counts comments, and nothing else.

    Examples
    --------
    >>> date_line("Published: 3 May 2020, 10:15 GMT"), date_line("On 3 May 2020 the talks ended")
    (True, False)
    """
    if len(text) > 160:
        return False
    found = find_day(text)
    rest = text[: found[1]] + text[found[2] :] if found else text
    words = [word.casefold() for word in _WORDS.findall(rest) if not word.isdigit()]
    if not found:
        return bool(_word_set("counted").intersection(words)) and _word_set("date_line").issuperset(words)
    # Also an agency's own line: place, day, agency.
    agency = len(words) <= 6 and bool(_PLACE_FIRST.match(text)) and "(" in text
    return agency or _word_set("date_line").issuperset(words)


def author_of_note(text: str) -> str | None:
    """Return whom a line at an article's foot introduces as its author.

    Examples
    --------
    >>> author_of_note("Rupert Hentzau is a fellow at the Strelsau Institute.")
    'Rupert Hentzau'
    >>> author_of_note("Rupert Hentzau is ready to talk.") is None
    True
    """
    match = _ABOUT.match(text) if len(text) <= 600 else None
    if not match or len(match[1].split()) < 2 or not _occupation().search(text):
        return None
    return match[1]
