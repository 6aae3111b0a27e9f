"""Phrases that name months, seasons, quarters, years and decades.

Rules as in :mod:`detente.reading.day_phrases`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from detente.reading.calendar_days import (
    Anchor,
    Leaning,
    NoDateError,
    Span,
    months,
    narrowed,
    whole_month,
    whole_year,
)
from detente.reading.date_rules import Match, names_a_noun, rule, said, year_in
from detente.reading.date_words import (
    COUNT,
    FULL_MONTH,
    MONTH,
    ORDINALS,
    PART,
    SEASONS,
    TO,
    YEAR,
    month_of,
    number_of,
    second,
)
from detente.reading.day_phrases import RELATIVE_YEAR, likely_day, year_by

_NO_PERSON = re.compile(
    r"\b(?:in|since|until|till|during|through|early|late|mid|last|next|this)[\s-]+$", re.I
)
_BEFORE_A_MONTH = re.compile(
    r"\b(?:in|since|by|until|till|during|before|after|from|through|for|throughout)\s+$", re.I
)


def _month(m: Match, a: Anchor) -> Span | None:
    month, year = month_of(m["month"]), year_in(m)
    if year is not None:
        return narrowed(said(m, "part"), whole_month(year, month))
    if said(m, "of"):
        year = year_by(m, a)
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
    first, last, year2 = month_of(m["month"]), month_of(m["month2"]), year_in(m, "year2")
    leans_on: Leaning = "words"
    if year2 is None:
        if a.published is None:
            return None
        ahead = last > a.published.month and not a.future
        year2, leans_on = a.published.year - ahead, "publication"
    year = year_in(m) or year2 - (first > last)
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
    month, year = month_of(m["month"]), year_in(m)
    if year is not None:
        return whole_month(year, month)
    likely = likely_day(month, 1, a)
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


def _years(m: Match, a: Anchor) -> Span | None:
    first, last = int(m["year"]), int(m["last"])
    if last < 100:
        last += first - first % 100
    if first > last:
        raise NoDateError
    return Span(date(first, 1, 1), date(last, 12, 31))


def _first_months(m: Match, a: Anchor) -> Span | None:
    """Return the days of "the first three months of 2019"."""
    count, year = number_of(m["count"]), year_in(m)
    if count is None or year is None or not 0 < count <= 12:
        return None
    first = year * 12 + (0 if said(m, "nth") == "first" else 12 - count)
    return months(first, first + count - 1)


def _decade(m: Match, a: Anchor) -> Span | None:
    first = int(m["decade"]) * 10
    return narrowed(said(m, "part"), Span(date(first, 1, 1), date(first + 9, 12, 31)))


def _season(m: Match, a: Anchor) -> Span | None:
    month, year = SEASONS[m["season"].lower()], year_in(m)
    if year is not None:
        return narrowed(said(m, "part"), season_of(year, month))
    if a.published is None:
        return None
    which = said(m, "which")
    year = a.published.year
    this = season_of(year, month, "publication")
    if this.first is None or this.last is None:
        return None
    if which == "next":
        year += this.first <= a.published
    elif which == "last":
        year -= this.last >= a.published
        before = season_of(year, month).last
        year -= before is not None and before >= a.published
    elif which == "this" or a.future:
        year += this.last < a.published and which != "this"
    else:
        year -= this.first > a.published
    return narrowed(said(m, "part"), season_of(year, month, "publication"))


def season_of(year: int, month: int, leans_on: Leaning = "words") -> Span:
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
    year = year_in(m)
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


def _fiscal(m: Match, a: Anchor) -> Span | None:
    """Return nothing: which months a fiscal year holds depends on the country."""
    return None


_SEASON = r"(?P<season>spring|summer|autumn|fall|winter|Spring|Summer|Autumn|Winter)"
_LAST_NEXT = r"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s+)"
_NTH = r"(?P<nth>[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ll]ast|[Ff]inal)"
_OF_A_YEAR = rf"(?:\s+of(?:\s+the)?)?\s+(?:{YEAR}|(?P<which>last|this|next)\s+year\b|year\b)"
RULES = (
    rule(
        "unit year",
        rf"\b(?P<nth>[Ff]irst|[Ll]ast|[Ff]inal)\s+{COUNT}\s+months\s+of\s+{YEAR}\b",
        _first_months,
    ),
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
    rule("month year", rf"\b{PART}?{MONTH},?\s+(?:of\s+)?{YEAR}\b", _month, True),
    rule(
        "year",
        rf"(?<![\w-]){YEAR}(?:\s*[-–/]\s*|\s+(?:to|until|till|through|(?<=ween\s....\s)and)\s+)"
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
        rf"{RELATIVE_YEAR}",
        _month,
    ),
    rule("year", rf"(?<![\w$€£,.-]){PART}?{YEAR}(?![\w%]|[.,]\d|-\d)", _year_only, True),
)
"""In the order in which they are tried, after those of days."""
