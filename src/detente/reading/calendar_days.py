"""Ranges of days, what a date phrase may lean on, and the reckoning with days, weeks, months and years."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

Leaning = Literal["words", "publication", "before", "order"]
"""What settles a date: its own words, the day of publication, a date told before, or the order of telling."""
_UNIT_DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 31, "season": 92, "year": 366, "decade": 3653}


class NoDateError(Exception):
    """The words only look like a date: "criticised by May"."""


@dataclass(frozen=True, slots=True)
class Span:
    """Inclusive range of days; an open end is ``None``.

    Parameters
    ----------
    first, last
        The days.
    leans_on
        What settled them.
    """

    first: date | None
    last: date | None
    leans_on: Leaning = "words"

    @property
    def whole(self) -> bool:
        """Whether both ends are known."""
        return self.first is not None and self.last is not None

    @property
    def precision(self) -> str:
        """How narrow the range is: ``day``, ``week``, ``month``, ``year``, else its length; or ``open``.

        Examples
        --------
        >>> whole_month(2021, 2).precision, Span(date(2021, 1, 1), date(2021, 1, 3)).precision
        ('month', '3 days')
        """
        if self.first is None or self.last is None:
            return "open"
        length = (self.last - self.first).days + 1
        named = {1: "day", 7: "week", 365: "year", 366: "year"}.get(length)
        if named:
            return named
        same_month = (self.first.year, self.first.month) == (self.last.year, self.last.month)
        return "month" if same_month and length > 27 else f"{length} days"

    @property
    def within_a(self) -> int:
        """Its length in days; a range with an open end is as long as can be."""
        return (self.last - self.first).days + 1 if self.first and self.last else _UNIT_DAYS["decade"] * 100


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a phrase may lean on.

    Parameters
    ----------
    published
        Day of the document, if it says one.
    earlier
        Days spoken of before in the text, latest first.
    timeline
        Whether the text tells events in order of time, so that a day without a year follows the one before.
    future
        Whether the clause speaks of something to come.
    """

    published: date | None = None
    earlier: tuple[Span, ...] = ()
    timeline: bool = False
    future: bool = False

    def told(self, unit: str) -> Span | None:
        """Return what was spoken of last that is known to within this unit: the day that "that day" means."""
        return next((s for s in self.earlier if s.within_a <= _UNIT_DAYS[unit]), None)

    @property
    def previous(self) -> date | None:
        """The single day spoken of last."""
        told = self.told("day")
        return told.first if told else None


def whole_month(year: int, month: int, leans_on: Leaning = "words") -> Span:
    """Return the first and last day of a month."""
    last = calendar.monthrange(year, month)[1]
    return Span(date(year, month, 1), date(year, month, last), leans_on)


def whole_year(year: int, leans_on: Leaning = "words") -> Span:
    """Return the first and last day of a year."""
    return Span(date(year, 1, 1), date(year, 12, 31), leans_on)


def months(first: int, last: int, leans_on: Leaning = "words") -> Span:
    """Return the days of some months, each counted from the year 0: ``year * 12 + month - 1``."""
    begin, end = divmod(first, 12), divmod(last, 12)
    return Span(whole_month(begin[0], begin[1] + 1).first, whole_month(end[0], end[1] + 1).last, leans_on)


def one(day: date, leans_on: Leaning = "words") -> Span:
    """Return a single day as a range."""
    return Span(day, day, leans_on)


def shifted(base: date, unit: str, shift: int, leans_on: Leaning = "publication") -> Span:
    """Return the whole unit ``shift`` units from the one that holds ``base``; weeks begin on Monday.

    Examples
    --------
    >>> shifted(date(2021, 6, 16), "week", -1).first
    datetime.date(2021, 6, 7)
    """
    if unit == "fortnight":
        unit, shift = "week", 2 * shift
    if unit == "day":
        return one(base + timedelta(shift), leans_on)
    if unit == "week":
        monday = base - timedelta(base.weekday()) + timedelta(weeks=shift)
        return Span(monday, monday + timedelta(6), leans_on)
    if unit == "month":
        at = base.year * 12 + base.month - 1 + shift
        return months(at, at, leans_on)
    if unit == "decade":
        first = base.year // 10 * 10 + 10 * shift
        return Span(date(first, 1, 1), date(first + 9, 12, 31), leans_on)
    return whole_year(base.year + shift, leans_on)


def moved(base: date, unit: str, shift: int) -> date:
    """Return the day ``shift`` units from another: two months after 31 December is the last of February."""
    if unit in ("day", "week", "fortnight"):
        return base + timedelta(shift * _UNIT_DAYS[unit])
    at = base.year * 12 + base.month - 1 + shift * {"month": 1, "year": 12, "decade": 120}[unit]
    year, month = divmod(at, 12)
    return date(year, month + 1, min(base.day, calendar.monthrange(year, month + 1)[1]))


def narrowed(part: str | None, whole: Span, now: date | None = None) -> Span:
    """Narrow a range to its beginning, middle or end, or to what lies before or after a day in it.

    Parameters
    ----------
    part
        Words such as ``early``, ``the end of``, ``later``; without any the range stays as it is.
    whole
        The range.
    now
        The day that "earlier" and "later" count from.
    """
    if not part or whole.first is None or whole.last is None:
        return whole
    part = part.lower().removeprefix("the ")
    if part.startswith(("earlier", "so far", "later")):
        if now is None or not whole.first <= now <= whole.last:
            return whole
        return replace(whole, first=now) if part.startswith("later") else replace(whole, last=now)
    if whole.first == whole.last:
        return whole
    third = timedelta((whole.last - whole.first).days // 3)
    if part.startswith(("early", "beginning", "start")):
        return replace(whole, last=whole.first + third)
    if part.startswith("mid"):
        return replace(whole, first=whole.first + third, last=whole.last - third)
    return replace(whole, first=whole.last - third)
