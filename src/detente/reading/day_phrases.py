"""Phrases that name days of the calendar, and ranges of days.

Each rule is a pattern and a function that says which days its match means. ``None`` is a date that cannot be
told; words that are no date at all raise :class:`NoDateError`.
"""

from __future__ import annotations

from datetime import date

from detente.reading.calendar_days import (
    Anchor,
    Leaning,
    Span,
    one,
)
from detente.reading.date_rules import Match, rule, said, year_in
from detente.reading.date_words import (
    DAY,
    MONTH,
    TO,
    WEEKDAY,
    YEAR,
    month_of,
    second,
)

_HALF_A_YEAR = 182
_ONLY_A_LITTLE_AHEAD = 60


def _full_day(m: Match, a: Anchor) -> Span | None:
    return one(date(int(m["year"]), month_of(m["month"]), int(m["day"])))


def _iso(m: Match, a: Anchor) -> Span | None:
    return one(date(int(m["year"]), int(m["m"]), int(m["d"])))


def _figures(m: Match, a: Anchor) -> Span | None:
    """Return the day of 28/02/2019; of 03/04/2019 none, for which is the month depends on the country."""
    x, y, year = int(m["x"]), int(m["y"]), int(m["year"])
    if x <= 12 and y <= 12 and x != y:
        return None
    return one(date(year, y, x) if y <= 12 else date(year, x, y))


def likely_day(month: int, day: int, a: Anchor) -> tuple[date, Leaning] | None:
    """Return the likely day of those that a day and a month without a year can mean."""
    if a.timeline and a.previous:
        this, later = date(a.previous.year, month, day), date(a.previous.year + 1, month, day)
        # A timeline runs forward, but never past the day it was written.
        return this if this >= a.previous or (a.published and later > a.published) else later, "order"
    if a.published is None:
        return None
    this = date(a.published.year, month, day)
    if a.future:
        # An offer of last month is named without its year as well as a meeting of next January.
        near = (a.published - this).days <= _HALF_A_YEAR
        return this if near else date(this.year + 1, month, day), "publication"
    # A newspaper names a day of the year before only in the first months; a little ahead is a plan.
    near = (this - a.published).days <= _ONLY_A_LITTLE_AHEAD
    return this if near else date(a.published.year - 1, month, day), "publication"


def year_by(m: Match, a: Anchor) -> int | None:
    """Return the year of "May last year"."""
    of = said(m, "of")
    return a.published.year + {"last": -1, "this": 0, "next": 1}[of] if of and a.published else None


def _day_no_year(m: Match, a: Anchor) -> Span | None:
    if said(m, "of"):
        year = year_by(m, a)
        return one(date(year, month_of(m["month"]), int(m["day"])), "publication") if year else None
    likely = likely_day(month_of(m["month"]), int(m["day"]), a)
    return one(*likely) if likely else None


def _days(m: Match, a: Anchor) -> Span | None:
    """Return the range of "5-7 May" or "28 May to 3 June 2018"; a year said once holds for both."""
    month = month_of(m["month"])
    month2 = month_of(said(m, "month2") or m["month"])
    own, year2 = year_in(m), year_in(m, "year2")
    year = own or year2
    if year is None:
        likely = likely_day(month2, int(m["day2"]), a)
        if likely is None:
            return None
        last, leans_on = likely
    else:
        last, leans_on = date(year2 or year, month2, int(m["day2"])), "words"
    backwards = own is None and month > month2
    first = date((own or last.year) - backwards, month, int(m["day"]))
    return Span(first, last, leans_on) if first <= last else None


_FEASTS = {
    "new year's day": (1, 1), "new year's eve": (12, 31), "christmas day": (12, 25), "christmas": (12, 25),
    "christmas eve": (12, 24), "boxing day": (12, 26), "may day": (5, 1),
}  # fmt: skip


def _feast(m: Match, a: Anchor) -> Span | None:
    month, day = _FEASTS[m["feast"].replace("’", "'").lower()]
    year = year_in(m)
    if year is not None:
        return one(date(year, month, day))
    if a.published is None:
        return None
    this = date(a.published.year, month, day)
    if a.future:
        this = this if this >= a.published else date(this.year + 1, month, day)
    elif this > a.published:
        this = date(this.year - 1, month, day)
    return one(this, "publication")


def _day_of_month(m: Match, a: Anchor) -> Span | None:
    """Return the day that "on the 21st" means: of the month told before, else of the last or next one."""
    day, told = int(m["day"]), a.told("month")
    if told and told.first and not m["this"]:
        return one(told.first.replace(day=day), "before")
    if a.published is None:
        return None
    at = a.published.year * 12 + a.published.month - 1
    if not m["this"]:
        at += (a.future and day < a.published.day) - (not a.future and day > a.published.day)
    return one(date(at // 12, at % 12 + 1, day), "publication")


_WD = rf"(?:(?:{WEEKDAY},?|(?P<short>Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b[.,]*)\s+)?"
RELATIVE_YEAR = r"(?:,?\s+(?:of\s+)?(?P<of>last|this|next)\s+year\b)?"
"""What may stand after a day or month without a year of its own."""
RULES = (
    rule("year", r"\b(?P<year>(?:19|20)\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)\b", _iso),
    rule(
        "year",
        r"(?<![\d/.-])(?P<x>\d\d?)(?P<by>[/.-])(?P<y>\d\d?)(?P=by)(?P<year>(?:19|20)\d\d)(?!\d|[/.-]\d)",
        _figures,
    ),
    rule(
        "month digit",
        rf"\b{_WD}{DAY}\s+{MONTH}(?:,?\s+{YEAR})?{TO}{second(DAY)}\s+{second(MONTH)}"
        rf"(?:,?\s+{second(YEAR)})?(?!\w)",
        _days,
    ),
    rule(
        "month digit",
        rf"\b{_WD}{MONTH}\s+{DAY}(?:,?\s+{YEAR})?,?{TO}{second(MONTH)}\s+{second(DAY)}\b(?![\d:%])"
        rf"(?:,?\s+{second(YEAR)}\b)?",
        _days,
    ),
    rule(
        "month digit", rf"\b{DAY}{TO}{second(DAY)}\s+(?:of\s+)?{MONTH}(?!\w)(?:,?\s+{YEAR}\b)?", _days, True
    ),
    rule("month digit", rf"\b{MONTH}\s+{DAY}{TO}{second(DAY)}\b(?![\d:%])(?:,?\s+{YEAR}\b)?", _days, True),
    rule("month year", rf"\b{_WD}{MONTH}\s+{DAY},?\s+{YEAR}\b", _full_day, True),
    rule("month year", rf"\b{_WD}{DAY}\s+(?:of\s+)?{MONTH},?\s+{YEAR}\b", _full_day, True),
    rule(
        "other",
        rf"\b(?P<feast>New Year['’]s (?:Day|Eve)|Christmas(?: Day| Eve)?|Boxing Day)\b(?:,?\s+{YEAR}\b)?",
        _feast,
    ),
    rule("month", rf"\b(?P<feast>May Day)\b(?:,?\s+{YEAR}\b)?", _feast),
    rule("month digit", rf"\b{_WD}{MONTH}\s+{DAY}\b(?![\d:%]){RELATIVE_YEAR}", _day_no_year, True),
    rule("month digit", rf"\b{_WD}{DAY}\s+(?:of\s+)?{MONTH}(?!\w){RELATIVE_YEAR}", _day_no_year, True),
    rule(
        "digit",
        r"\b[Oo]n\s+the\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)(?P<this>\s+of\s+this\s+month)?(?=\s*(?:[.,;:)]|$|and\b"
        r"|but\b|of the month\b))",
        _day_of_month,
    ),
)
"""In the order in which they are tried; what one has found, no later one looks at."""
