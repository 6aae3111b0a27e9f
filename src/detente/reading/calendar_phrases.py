"""Phrases that name days of the calendar: days, months, seasons, years, and ranges of them.

Each rule is a pattern and a function that says which days its match means. ``None`` is a date that cannot be
told; words that are no date at all raise :class:`NoDateError`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from detente.reading.calendar_days import (
    Anchor,
    Leaning,
    NoDateError,
    Span,
    months,
    narrowed,
    one,
    whole_month,
    whole_year,
)
from detente.reading.date_words import (
    DAY,
    FULL_MONTH,
    MONTH,
    ORDINALS,
    PART,
    SEASONS,
    TO,
    WEEKDAY,
    YEAR,
    month_of,
    second,
)

Match = re.Match[str]
_HALF_A_YEAR = 182
_ONLY_A_LITTLE_AHEAD = 60


@dataclass(frozen=True, slots=True)
class Rule:
    """How to find a kind of phrase and what it means.

    Parameters
    ----------
    needs
        Kinds of words without which it cannot match, see :data:`detente.reading.dates.KINDS`.
    pattern, resolve
        The words, and the days they mean.
    names
        Whether such a phrase before a noun is part of its name: "the 1967 borders".
    """

    needs: frozenset[str]
    pattern: re.Pattern[str]
    resolve: Callable[[Match, Anchor], Span | None]
    names: bool = False


def rule(
    needs: str, pattern: str, resolve: Callable[[Match, Anchor], Span | None], names: bool = False
) -> Rule:
    """Return a rule; ``needs`` are kinds of words with blanks between."""
    return Rule(frozenset(needs.split()), re.compile(pattern), resolve, names)


def said(m: Match, group: str) -> str:
    """Return what a group of the match holds in lower case, nothing where there is no such group."""
    return (m.groupdict().get(group) or "").lower()


def _year(m: Match, group: str = "year") -> int | None:
    year = said(m, group)
    return int(year) if year else None


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


def _likely(month: int, day: int, a: Anchor) -> tuple[date, Leaning] | None:
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


def _year_by(m: Match, a: Anchor) -> int | None:
    """Return the year of "May last year"."""
    of = said(m, "of")
    return a.published.year + {"last": -1, "this": 0, "next": 1}[of] if of and a.published else None


def _day_no_year(m: Match, a: Anchor) -> Span | None:
    if said(m, "of"):
        year = _year_by(m, a)
        return one(date(year, month_of(m["month"]), int(m["day"])), "publication") if year else None
    likely = _likely(month_of(m["month"]), int(m["day"]), a)
    return one(*likely) if likely else None


def _days(m: Match, a: Anchor) -> Span | None:
    """Return the range of "5-7 May" or "28 May to 3 June 2018"; a year said once holds for both."""
    month = month_of(m["month"])
    month2 = month_of(said(m, "month2") or m["month"])
    own, year2 = _year(m), _year(m, "year2")
    year = own or year2
    if year is None:
        likely = _likely(month2, int(m["day2"]), a)
        if likely is None:
            return None
        last, leans_on = likely
    else:
        last, leans_on = date(year2 or year, month2, int(m["day2"])), "words"
    backwards = own is None and month > month2
    first = date((own or last.year) - backwards, month, int(m["day"]))
    return Span(first, last, leans_on) if first <= last else None


_NO_PERSON = re.compile(
    r"\b(?:in|since|until|till|during|through|early|late|mid|last|next|this)[\s-]+$", re.I
)
_BEFORE_A_MONTH = re.compile(
    r"\b(?:in|since|by|until|till|during|before|after|from|through|for|throughout)\s+$", re.I
)


def _month(m: Match, a: Anchor) -> Span | None:
    month, year = month_of(m["month"]), _year(m)
    if year is not None:
        return narrowed(said(m, "part"), whole_month(year, month))
    if said(m, "of"):
        year = _year_by(m, a)
        return narrowed(said(m, "part"), whole_month(year, month, "publication")) if year else None
    which = said(m, "which")
    before = m.string[max(0, m.start() - 12) : m.start()]
    if not (said(m, "part") or which) and not _BEFORE_A_MONTH.search(before):
        raise NoDateError
    # "by May" and "from May" are as often the work of a person of that name.
    if m["month"] == "May" and not (said(m, "part") or which or a.future or _NO_PERSON.search(before)):
        return None
    leans_on: Leaning = "order" if a.timeline and a.previous else "publication"
    base = a.previous if a.timeline and a.previous else a.published
    if base is None:
        return None
    year = base.year
    if which == "next" or (a.future and month < base.month and which != "last"):
        year += month <= base.month
    elif which == "last" or (month > base.month and not a.future and not a.timeline):
        year -= month >= base.month
    elif a.timeline and month < base.month:
        year += 1
    return narrowed(said(m, "part"), whole_month(year, month, leans_on))


def _months(m: Match, a: Anchor) -> Span | None:
    """Return the range of "between March and June 2019"."""
    first, last, year2 = month_of(m["month"]), month_of(m["month2"]), _year(m, "year2")
    leans_on: Leaning = "words"
    if year2 is None:
        if a.published is None:
            return None
        ahead = last > a.published.month and not a.future
        year2, leans_on = a.published.year - ahead, "publication"
    year = _year(m) or year2 - (first > last)
    found = months(year * 12 + first - 1, year2 * 12 + last - 1, leans_on)
    return found if year * 12 + first <= year2 * 12 + last else None


def _week_of_month(m: Match, a: Anchor) -> Span | None:
    whole = _month_or_likely(m, a)
    if whole is None or whole.first is None or whole.last is None:
        return None
    if m["nth"].lower() == "last":
        return replace(whole, first=whole.last - timedelta(6))
    first = whole.first + timedelta(7 * (ORDINALS[m["nth"].lower()] - 1))
    return replace(whole, first=first, last=first + timedelta(6))


def _month_or_likely(m: Match, a: Anchor) -> Span | None:
    month, year = month_of(m["month"]), _year(m)
    if year is not None:
        return whole_month(year, month)
    likely = _likely(month, 1, a)
    return whole_month(likely[0].year, month, likely[1]) if likely else None


_BEFORE_A_YEAR = re.compile(
    r"(?:\b(?:in|since|during|by|until|till|before|after|from|through|throughout|early|late|year"
    r"|scheduled for|planned for|set for|due in|starting in|beginning in|as (?:early|late) as)[\s-]+"
    r"|^\W*)(?:(?:about|around)\s+)?$",
    re.I,
)
_COUNTED = re.compile(
    r"\s+(?:people|troops|soldiers|men|women|civilians|fighters|km|kilomet|miles|metres|meters|tons|tonnes"
    r"|dollars|euros|pounds|prices|per\b|%)"
)
_HEADS_A_LINE = re.compile(r"\s*[:,–—-]\s")


def _year_only(m: Match, a: Anchor) -> Span | None:
    text, whole = m.string, whole_year(int(m["year"]))
    if said(m, "part"):
        return narrowed(said(m, "part"), whole)
    if _COUNTED.match(text, m.end()):
        raise NoDateError
    if m.start() < 3 and _HEADS_A_LINE.match(text, m.end()):
        return whole
    before = text[max(0, m.start() - 24) : m.start()]
    if m.start() < 3 or not (_BEFORE_A_YEAR.search(before) or names_a_noun(m, before)):
        raise NoDateError
    return whole


_DETERMINED = re.compile(
    r"(?:\b(?:the|an?|its|his|her|their|our|this|that|any|another)|['’]s?)\s+(?:[\w-]+\s+){0,2}$", re.I
)
_FUNCTION_WORDS = frozenset(
    "and or but nor to in on at as by of for from with when while which who that after before since until "
    "till through during about into over under against between amid if because so than then there the a an "
    "its his her their our it they he she we i you this these those was were is are be been being has have "
    "had will would could should may might must can did does do said says told not also again only".split()
)
_NEXT_WORD = re.compile(r"[\s-]+([A-Za-z][\w’'-]*)")


def names_a_noun(m: Match, before: str) -> bool:
    """Whether a date stands before a noun as part of its name, after "the" or another determiner."""
    following = _NEXT_WORD.match(m.string, m.end())
    return bool(following and following[1].lower() not in _FUNCTION_WORDS and _DETERMINED.search(before))


def _years(m: Match, a: Anchor) -> Span | None:
    first, last = int(m["year"]), int(m["last"])
    if last < 100:
        last += first - first % 100
    if first > last:
        raise NoDateError
    return Span(date(first, 1, 1), date(last, 12, 31))


def _decade(m: Match, a: Anchor) -> Span | None:
    first = int(m["decade"]) * 10
    return narrowed(said(m, "part"), Span(date(first, 1, 1), date(first + 9, 12, 31)))


def _season(m: Match, a: Anchor) -> Span | None:
    month, year = SEASONS[m["season"].lower()], _year(m)
    if year is not None:
        return narrowed(said(m, "part"), _season_of(year, month))
    if a.published is None:
        return None
    which = said(m, "which")
    year = a.published.year
    this = _season_of(year, month, "publication")
    if this.first is None or this.last is None:
        return None
    if which == "next":
        year += this.first <= a.published
    elif which == "last":
        year -= this.last >= a.published
        before = _season_of(year, month).last
        year -= before is not None and before >= a.published
    elif which == "this" or a.future:
        year += this.last < a.published and which != "this"
    else:
        year -= this.first > a.published
    return narrowed(said(m, "part"), _season_of(year, month, "publication"))


def _season_of(year: int, month: int, leans_on: Leaning = "words") -> Span:
    """Return the days of a season; winter is the one that begins in the year."""
    return months(year * 12 + month - 1, year * 12 + month + 1, leans_on)


def _fraction(m: Match, a: Anchor) -> Span | None:
    """Return a half or a quarter of a year."""
    size = 6 if said(m, "half") else 3
    count = 12 // size
    nth = said(m, "nth")
    n = int(m["q"]) if said(m, "q") else count if nth in ("last", "final") else ORDINALS[nth]
    if n > count:
        raise NoDateError
    year = _year(m)
    leans_on: Leaning = "publication" if year is None else "words"
    if year is None:
        if a.published is None:
            return None
        year = a.published.year
        which = said(m, "which")
        if which:
            year += {"last": -1, "next": 1}.get(which, 0)
        elif not a.future and date(year, size * (n - 1) + 1, 1) > a.published:
            year -= 1
    first = year * 12 + size * (n - 1)
    return months(first, first + size - 1, leans_on)


_FEASTS = {
    "new year's day": (1, 1), "new year's eve": (12, 31), "christmas day": (12, 25), "christmas": (12, 25),
    "christmas eve": (12, 24), "boxing day": (12, 26), "may day": (5, 1),
}  # fmt: skip


def _feast(m: Match, a: Anchor) -> Span | None:
    month, day = _FEASTS[m["feast"].replace("’", "'").lower()]
    year = _year(m)
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


def _fiscal(m: Match, a: Anchor) -> Span | None:
    """Return nothing: which months a fiscal year holds depends on the country."""
    return None


_WD = rf"(?:(?:{WEEKDAY},?|(?P<short>Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\b[.,]*)\s+)?"
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter|Spring|Summer|Autumn|Winter)"
_LAST_NEXT = r"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s+)"
_RELATIVE_YEAR = r"(?:,?\s+(?:of\s+)?(?P<of>last|this|next)\s+year\b)?"
_NTH = r"(?P<nth>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ll]ast|[Ff]inal)"
_OF_A_YEAR = rf"(?:\s+of(?:\s+the)?)?\s+(?:{YEAR}|(?P<which>last|this|next)\s+year\b|year\b)"
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
    rule("month", rf"\b{FULL_MONTH}(?:\s+{YEAR})?{TO}{second(FULL_MONTH)}\s+{second(YEAR)}\b", _months),
    rule(
        "month",
        rf"(?<=from\s|From\s|ween\s){FULL_MONTH}{TO}{second(FULL_MONTH)}(?!\w|\s+\d)",
        _months,
    ),
    rule(
        "month unit",
        rf"\b{_NTH}\s+week\s+(?:of|in)\s+{FULL_MONTH}(?!\w)(?:,?\s+{YEAR}\b)?",
        _week_of_month,
    ),
    rule(
        "other",
        rf"\b(?P<feast>New Year['’]s (?:Day|Eve)|Christmas(?: Day| Eve)?|Boxing Day)\b(?:,?\s+{YEAR}\b)?",
        _feast,
    ),
    rule("month", rf"\b(?P<feast>May Day)\b(?:,?\s+{YEAR}\b)?", _feast),
    rule("month year", rf"\b{PART}?{MONTH},?\s+(?:of\s+)?{YEAR}\b", _month, True),
    rule("month digit", rf"\b{_WD}{MONTH}\s+{DAY}\b(?![\d:%]){_RELATIVE_YEAR}", _day_no_year, True),
    rule("month digit", rf"\b{_WD}{DAY}\s+(?:of\s+)?{MONTH}(?!\w){_RELATIVE_YEAR}", _day_no_year, True),
    rule(
        "year",
        rf"(?<![\w-]){YEAR}(?:\s*[-–/]\s*|\s+(?:to|and|until|till|through)\s+)"
        r"(?P<last>(?:19|20)\d\d|\d\d)\b(?![\w%-]|,\d)",
        _years,
        True,
    ),
    rule("other year", rf"\b(?:[Ff]iscal|[Ff]inancial)\s+(?:year\s+)?{YEAR}\b", _fiscal),
    rule("season year", rf"\b{PART}?{_SEASON}(?:\s+(?:of|in))?\s+{YEAR}\b", _season),
    rule("season", rf"\b{PART}?{_LAST_NEXT}{_SEASON}\b", _season),
    rule(
        "season",
        rf"(?<=n\sthe\s){_SEASON}\b(?!\s+of\b)",
        _season,
    ),
    rule("other", rf"\b{_NTH}\s+(?P<half>half){_OF_A_YEAR}", _fraction),
    rule("other", rf"\b{_NTH}\s+quarter\b(?:{_OF_A_YEAR})?", _fraction),
    rule("other year", r"\bQ(?P<q>[1-4])\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)\b", _fraction),
    rule("year", rf"\b{PART}?(?P<decade>(?:19|20)\d)0s\b", _decade),
    rule(
        "month",
        rf"\b{PART}?(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s+)?{FULL_MONTH}(?!\w|\s+\d|['’]s)"
        rf"{_RELATIVE_YEAR}",
        _month,
    ),
    rule(
        "digit",
        r"\b[Oo]n\s+the\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)(?P<this>\s+of\s+this\s+month)?(?=\s*(?:[.,;:)]|$|and\b"
        r"|but\b|of the month\b))",
        _day_of_month,
    ),
    rule("year", rf"(?<![\w$€£,.-]){PART}?{YEAR}(?![\w%]|[.,]\d|-\d)", _year_only, True),
)
"""In the order in which they are tried; what one has found, no later one looks at."""
