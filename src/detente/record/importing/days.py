"""Days as people write them into tables: clear forms, said forms, and no guess between day and month."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from detente.errors import Fault, Place, SourceError

Order = Literal["day first", "month first"]

_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?(?:[T ]\d{1,2}:\d{2}.*)?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR = re.compile(r"\d{4}")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ]\d{1,2}:\d{2}.*)?")
_NAMED = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[ -])?([A-Za-z]{3,9})\.?(?:[ -](\d{1,2})(?:st|nd|rd|th)?)?,?[ -](\d{4})"
)
_MONTHS = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}
_LETTERS = (
    ("YYYY", "%Y"),
    ("MMMM", "%B"),
    ("MMM", "%b"),
    ("MM", "%m"),
    ("DD", "%d"),
    ("YY", "%y"),
    ("M", "%m"),
    ("D", "%d"),
)


@dataclass(frozen=True, slots=True)
class Days:
    """How the days of one table are written.

    Parameters
    ----------
    order
        Whether the day or the month comes first where the year comes last; ``None`` when no row needs to
        know.
    format
        A form for :meth:`datetime.datetime.strptime` that was asked for.
    """

    order: Order | None = None
    format: str | None = None

    def read(self, written: str) -> tuple[date, date]:
        """Return the first and last day that are meant; raises ``ValueError`` with the reason.

        A month or a year stands for all its days. The form of ISO 8601 is always understood.

        Examples
        --------
        >>> [str(day) for day in Days().read("February 2020")]
        ['2020-02-01', '2020-02-29']
        """
        if self.format:
            try:
                day = datetime.strptime(written, self.format).date()
            except ValueError:
                pass
            else:
                return day, day
        if found := _YEAR_FIRST.fullmatch(written):
            return _period(int(found[1]), int(found[3]), int(found[4]) if found[4] else None)
        if found := _DIGITS.fullmatch(written):
            return _period(int(found[1]), int(found[2]), int(found[3]))
        if _YEAR.fullmatch(written):
            return date(int(written), 1, 1), date(int(written), 12, 31)
        if found := _NAMED.fullmatch(written):
            month = _MONTHS.get(found[2].lower())
            if month and not (found[1] and found[3]):
                day_of = found[1] or found[3]
                return _period(int(found[4]), month, int(day_of) if day_of else None)
        found = _YEAR_LAST.fullmatch(written)
        if found and not self.format:
            one, two, year = int(found[1]), int(found[3]), int(found[4])
            return _period(year, two, one) if self.order == "day first" else _period(year, one, two)
        wanted = f" nor like the form that was said ({self.format})" if self.format else ""
        raise ValueError(f"not written like 2019-02-28{wanted}")


def _period(year: int, month: int, day: int | None) -> tuple[date, date]:
    try:
        if day is None:
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:
        raise ValueError("no day of the calendar") from None


def days_of(written: Iterable[tuple[int, str]], form: str | None, file: str) -> tuple[Days, str | None]:
    """Find out how the days of a table are written.

    Parameters
    ----------
    written
        Every day in it with its line.
    form
        A form that was asked for, such as ``DD/MM/YYYY`` or ``%d/%m/%Y``.
    file
        The file's name, for faults.

    Returns
    -------
    tuple
        How to read them, and a note for people when something had to be concluded.

    Raises
    ------
    SourceError
        When day and month cannot be told apart, or the form is none (``D315``).

    Examples
    --------
    >>> days_of([(2, "03/04/2019"), (3, "28/02/2019")], None, "a.csv")
    (Days(order='day first', format=None), 'the day comes before the month, as line 3 shows: 28/02/2019')
    """
    if form:
        return Days(format=_format(form, file)), None
    first_ambiguous: tuple[int, str] | None = None
    evidence: dict[Order, tuple[int, str]] = {}
    for line, text in written:
        found = _YEAR_LAST.fullmatch(text)
        if not found:
            continue
        one, two = int(found[1]), int(found[3])
        if one > 12 >= two:
            evidence.setdefault("day first", (line, text))
        elif two > 12 >= one:
            evidence.setdefault("month first", (line, text))
        elif one != two and max(one, two) <= 12:
            first_ambiguous = first_ambiguous or (line, text)
    if len(evidence) == 1:
        order, (line, text) = next(iter(evidence.items()))
        where = "before" if order == "day first" else "after"
        return Days(order), f"the day comes {where} the month, as line {line} shows: {text}"
    if first_ambiguous or len(evidence) > 1:
        line, text = first_ambiguous or next(iter(evidence.values()))
        why = "both orders occur" if len(evidence) > 1 else "no row shows which"
        message = f"{text} can be day and month or month and day, and {why}"
        hint = "say which with --date-format DD/MM/YYYY or --date-format MM/DD/YYYY"
        raise SourceError(Fault("D315", message, hint, Place(file, line)))
    return Days(), None


def _format(form: str, file: str) -> str:
    made = form
    if "%" not in form:
        pattern = "|".join(letters for letters, _ in _LETTERS)
        made = re.sub(pattern, lambda found: dict(_LETTERS)[found.group()], form)
    has = set(re.findall(r"%([A-Za-z])", made))
    try:
        sample = date(2021, 12, 31).strftime(made)
        fits = datetime.strptime(sample, made).date() == date(2021, 12, 31)
    except ValueError:
        fits = False
    if not fits or not has & {"Y", "y"}:
        hint = "write it like DD/MM/YYYY, D MMM YYYY or %d.%m.%Y"
        raise SourceError(Fault("D315", f"{form!r} is no form of a day, month and year", hint, Place(file)))
    return made
