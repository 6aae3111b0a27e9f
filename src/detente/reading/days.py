"""Days written out in full: found in short stretches of text such as date lines, never guessed."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_TIME = re.compile(r"^\s*(\d{4}-\d\d-\d\d)T")
_TH = "(?:st|nd|rd|th)?"
_DAY = re.compile(
    rf"""\b(?:
      (?P<year1>(?:19|20)\d\d)[-/.](?P<month1>\d{{1,2}})[-/.](?P<day1>\d{{1,2}})(?!\d)
    | (?P<month2>{_MONTH})\b\.?\s{{1,3}}(?P<day2>\d{{1,2}}){_TH},?\s{{1,3}}(?P<year2>(?:19|20)\d\d)\b
    | (?P<day3>\d{{1,2}}){_TH}\s{{1,3}}(?P<month3>{_MONTH})\b\.?,?\s{{1,3}}(?P<year3>(?:19|20)\d\d)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)


def find_day(text: str, end: int | None = None) -> tuple[date, int, int] | None:
    """Find the first day written with its year.

    Parameters
    ----------
    text
        A short stretch of text.
    end
        Where to stop looking.

    Returns
    -------
    day, start, end
        The day and the code-point span of its words; ``None`` when there is none.

    Notes
    -----
    Days like 3/4/2019 are left out: which number is the month depends on the country.

    Examples
    --------
    >>> find_day("May. 6, 2020  |  0 comments")
    (datetime.date(2020, 5, 6), 0, 12)
    >>> find_day("on 31 June 2020") is None
    True
    """
    for match in _DAY.finditer(text, 0, len(text) if end is None else end):
        which = next(n for n in "123" if match[f"year{n}"])
        month = match[f"month{which}"].casefold()
        number = int(month) if month.isdigit() else _MONTHS[month]
        try:
            day = date(int(match[f"year{which}"]), number, int(match[f"day{which}"]))
        except ValueError:
            continue
        return day, match.start(), match.end()
    return None


def day_of(value: str) -> date | None:
    """Return the day that a value of front matter or a meta tag gives, ``None`` when it is not understood.

    Examples
    --------
    >>> day_of("2021-03-04T10:00:00Z"), day_of("4 March 2021")
    (datetime.date(2021, 3, 4), datetime.date(2021, 3, 4))
    """
    found = find_day(_TIME.sub(r"\1 ", value))
    return found[0] if found else None
