"""The words that dates are made of: months, weekdays, units and numbers, and the patterns that find them."""

from __future__ import annotations

import calendar

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""First month of a season of the northern half of the world, which newspapers mean unless they say so."""
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50,
}  # fmt: skip
FEW = {"couple of": (1, 3), "few": (2, 6), "several": (2, 6), "some": (2, 6)}
"""How many units are meant by a word that does not count them, at the least and at the most."""
RECENT = 6
"""How many units "the coming weeks" or "recent days" are taken to reach."""

FULL_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December)"
)
MONTH = FULL_MONTH[:-1] + r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
UNIT = r"(?P<unit>day|week|fortnight|month|year|decade)"
COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})"
VAGUE = r"(?P<vague>(?:a\s+)?(?:few|couple of)|several|some)"
TO = r"\s*(?:-|–|—|\bto\b|\band\b|\buntil\b|\btill\b|\bthrough\b)\s*"
PART = (
    r"(?:(?P<part>(?:[Ee]arly|[Ll]ate)(?:\s+(?:in|on))?|[Mm]id|(?:[Tt]he\s+)?(?:[Ee]nd|[Bb]eginning|[Ss]tart"
    r"|[Mm]iddle|[Cc]lose)\s+of|[Ee]arlier(?:\s+in)?|[Ll]ater(?:\s+in)?|[Ss]o\s+far)[\s-]+)"
)


def second(fragment: str) -> str:
    """Return a pattern for the second of two like things: its group's name with a 2."""
    name, rest = fragment.removeprefix("(?P<").split(">", 1)
    return f"(?P<{name}2>{rest}"


def number_of(text: str) -> int | None:
    """Return the number a word or figures say.

    Examples
    --------
    >>> number_of("six"), number_of("48"), number_of("many")
    (6, 48, None)
    """
    return int(text) if text.isdigit() else _NUMBERS.get(text.lower())


def month_of(text: str) -> int:
    """Return the number of a month, named in full or in short."""
    return MONTHS[text.lower().rstrip(".")]
