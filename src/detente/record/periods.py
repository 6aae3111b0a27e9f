"""Days as people type them: a year, a month or a day, each of which is a period."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from detente.errors import Fault, StoreError

_PERIOD = re.compile(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?")


def period(text: str, what: str = "a period") -> tuple[date, date]:
    """Return the first and the last day of ``2018``, ``2018-06`` or ``2018-06-12``.

    Parameters
    ----------
    text
        What somebody typed.
    what
        What it was typed for, for the fault.

    Raises
    ------
    StoreError
        ``D431`` when it is none of the three, or no such day exists.

    Examples
    --------
    >>> period("2018-06")
    (datetime.date(2018, 6, 1), datetime.date(2018, 6, 30))
    """
    found = _PERIOD.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError
        year, month, day = (int(part) if part else None for part in found.groups())
        first = date(year or 0, month or 1, day or 1)
        last = first if day else date(first.year, month or 12, monthrange(first.year, month or 12)[1])
    except ValueError:
        shown = text if len(text) <= 40 else text[:39] + "…"
        hint = "write 2018, 2018-06 or 2018-06-12"
        raise StoreError(Fault("D431", f"{what} is {shown!r}, which is no period of days", hint)) from None
    return first, last
