"""A day, month, year or range as annotations write it."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def meets(self, first: date, last: date) -> bool:
        """Whether the two have a day in common."""
        return self.first <= last and first <= self.last


def period(value: object) -> Period | None:
    """Return the days of ``2019``, ``2019-02``, ``2019-02-27`` or ``2019-02-27/2019-02-28``.

    Returns
    -------
    Period or None
        ``None`` for anything else: what is not understood is not known.

    Examples
    --------
    >>> period("2019-02")
    Period(first=datetime.date(2019, 2, 1), last=datetime.date(2019, 2, 28))
    >>> period("last week") is None
    True
    """
    if not isinstance(value, str):
        return None
    begins, _, ends = value.strip().partition("/")
    try:
        return Period(_bound(begins, last=False), _bound(ends or begins, last=True))
    except ValueError:
        return None


def _bound(text: str, *, last: bool) -> date:
    parts = [int(p) for p in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else (12 if last else 1)
    if not 1 <= month <= 12 or len(parts) > 3:
        raise ValueError(text)
    day = parts[2] if len(parts) > 2 else (calendar.monthrange(year, month)[1] if last else 1)
    return date(year, month, day)
