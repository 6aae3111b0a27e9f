"""When it happened: date phrases in a sentence and the range of days they mean.

Only what the words themselves settle is resolved. A relative phrase needs the document's date, a day without
a year needs one to lean on, and what cannot be told stays unknown: never today's date.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAYNAME = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_UNIT = r"(?P<unit>day|week|month|year|decade)s?"
_COUNT = r"(?P<count>\d{1,3}|a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"


@dataclass(frozen=True, slots=True)
class Span:
    """Inclusive range of days; an open end is ``None``."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A date phrase: its place in the sentence's text, the days it means, and how they were found."""

    start: int
    end: int
    days: Span | None
    how: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a phrase may lean on.

    Parameters
    ----------
    published
        Day of the document, if it says one.
    previous
        Day of the event told before, if it is a single day.
    timeline
        Whether the text tells events in order of time, so that a day without a year follows the one before.
    future
        Whether the clause speaks of something to come.
    """

    published: date | None = None
    previous: date | None = None
    timeline: bool = False
    future: bool = False


def phrases(text: str, anchor: Anchor) -> tuple[Phrase, ...]:
    """Find the date phrases in a sentence and resolve them.

    Parameters
    ----------
    text
        The sentence.
    anchor
        What relative phrases lean on.

    Returns
    -------
    tuple of Phrase
        In text order, not overlapping; ``days`` is ``None`` where the words and the anchor do not settle it.

    Notes
    -----
    Linear in the length of the text: a phrase is tried only where a fixed number of patterns begin.

    Examples
    --------
    >>> phrases("Talks began on 3 March 2021.", Anchor())[0].days.first.isoformat()
    '2021-03-03'
    >>> phrases("They met last week.", Anchor())[0].days is None
    True
    """
    found: list[Phrase] = []
    if not _HINT.search(text):
        return ()
    for pattern, resolve in _RULES:
        for m in pattern.finditer(text):
            if any(p.start < m.end() and m.start() < p.end for p in found):
                continue
            try:
                days = resolve(m, anchor)
            except (ValueError, OverflowError):  # 31 June, the year 2999 minus 400 decades: no such day
                days = None
            found.append(Phrase(m.start(), m.end(), days, m.group().strip()))
    return tuple(sorted(found, key=lambda p: p.start))


def nearest(found: Sequence[Phrase], start: int, end: int) -> Phrase | None:
    """Return the phrase that dates a clause: one inside it, else one that opens the sentence."""
    inside = [p for p in found if start <= p.start and p.end <= end]
    if inside:
        return inside[0] if len(inside) == 1 else min(inside, key=lambda p: (p.days is None, p.start))
    return next((p for p in found if p.start <= 4), None)


def is_timeline(sentences: Sequence[str]) -> bool:
    """Whether a text tells events in order of time: three sentences or more begin with a day."""
    return sum(bool(_OPENING_DAY.match(s)) for s in sentences) >= 3


_OPENING_DAY = re.compile(
    rf"(?:On|In|Later|By)?\s*(?:{_MONTH}\s+\d|\d{{1,2}}\s+[A-Z][a-z]+|[A-Z][a-z]+\s+(?:19|20)\d\d)"
)


def _month(text: str) -> int:
    return _MONTHS[text.lower().rstrip(".")]


def whole_month(year: int, month: int) -> Span:
    """Return the first and last day of a month."""
    return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def _whole_year(year: int) -> Span:
    return Span(date(year, 1, 1), date(year, 12, 31))


def _one(day: date) -> Span:
    return Span(day, day)


def _full_day(m: re.Match[str], a: Anchor) -> Span | None:
    return _one(date(int(m["year"]), _month(m["month"]), int(m["day"])))


def _iso(m: re.Match[str], a: Anchor) -> Span | None:
    return _one(date(int(m["year"]), int(m["m"]), int(m["d"])))


_HALF_A_YEAR = 182


def _day_no_year(m: re.Match[str], a: Anchor) -> Span | None:
    month, day = _month(m["month"]), int(m["day"])
    if a.timeline and a.previous:
        this, later = date(a.previous.year, month, day), date(a.previous.year + 1, month, day)
        # A timeline runs forward, but never past the day it was written.
        return _one(this if this >= a.previous or (a.published and later > a.published) else later)
    if a.published is None:
        return None
    this = date(a.published.year, month, day)
    if a.future:
        # An offer of last month is named without its year as well as a meeting of next January.
        return _one(this if (a.published - this).days <= _HALF_A_YEAR else date(this.year + 1, month, day))
    # A newspaper names a day of the year before only in the first months; a little ahead is a plan.
    return _one(this if (this - a.published).days <= 60 else date(a.published.year - 1, month, day))


def _month_year(m: re.Match[str], a: Anchor) -> Span | None:
    whole = whole_month(int(m["year"]), _month(m["month"]))
    return _part(m["part"], whole)


def _part(part: str | None, whole: Span) -> Span:
    """Narrow a month or year to its beginning, middle or end."""
    if not part or whole.first is None or whole.last is None:
        return whole
    third = (whole.last - whole.first).days // 3
    part = part.lower()
    if part.startswith(("early", "beginning", "start")):
        return Span(whole.first, whole.first + timedelta(third))
    if part.startswith("mid"):
        return Span(whole.first + timedelta(third), whole.last - timedelta(third))
    return Span(whole.last - timedelta(third), whole.last)


def _month_only(m: re.Match[str], a: Anchor) -> Span | None:
    month = _month(m["month"])
    base = a.previous if a.timeline and a.previous else a.published
    if base is None:
        return None
    relation = (m["which"] or "").lower()
    year = base.year
    if relation == "next" or (a.future and month < base.month):
        year += month <= base.month
    elif relation == "last" or (month > base.month and not a.future and not a.timeline):
        year -= month >= base.month
    elif a.timeline and month < base.month:
        year += 1
    return _part(m["part"], whole_month(year, month))


def _year_only(m: re.Match[str], a: Anchor) -> Span | None:
    return _part(m["part"], _whole_year(int(m["year"])))


def _years(m: re.Match[str], a: Anchor) -> Span | None:
    first, last = int(m["year"]), int(m["last"])
    if last < 100:
        last += first - first % 100
    return Span(date(first, 1, 1), date(last, 12, 31)) if first <= last else None


def _weekday(m: re.Match[str], a: Anchor) -> Span | None:
    if a.published is None:
        return None
    wanted, which = _WEEKDAYS[m["weekday"].lower()], (m["which"] or "").lower()
    back = (a.published.weekday() - wanted) % 7
    if which == "next" or (a.future and which != "last"):
        return _one(a.published + timedelta((7 - back) % 7 or (0 if which != "next" else 7)))
    return _one(a.published - timedelta(back or (7 if which == "last" else 0)))


def _single_word(m: re.Match[str], a: Anchor) -> Span | None:
    shift = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}[m.group().lower()]
    return _one(a.published + timedelta(shift)) if a.published else None


def _last_unit(m: re.Match[str], a: Anchor) -> Span | None:
    if a.published is None:
        return None
    which, unit = m["which"].lower(), m["unit"].lower()
    shift = {"last": -1, "previous": -1, "past": -1, "this": 0, "next": 1, "coming": 1}[which]
    return _part(m["part"], _shifted(a.published, unit, shift))


def _shifted(base: date, unit: str, shift: int) -> Span:
    """Return the whole unit ``shift`` units from the one that holds ``base``; weeks begin on Monday."""
    if unit == "day":
        return _one(base + timedelta(shift))
    if unit == "week":
        monday = base - timedelta(base.weekday()) + timedelta(weeks=shift)
        return Span(monday, monday + timedelta(6))
    if unit == "month":
        index = base.year * 12 + base.month - 1 + shift
        return whole_month(index // 12, index % 12 + 1)
    if unit == "decade":
        first = base.year // 10 * 10 + 10 * shift
        return Span(date(first, 1, 1), date(first + 9, 12, 31))
    return _whole_year(base.year + shift)


def _ago(m: re.Match[str], a: Anchor) -> Span | None:
    number = _count(m["count"])
    if a.published is None or number is None:
        return None
    return _shifted(a.published, m["unit"].lower(), -number)


def _later(m: re.Match[str], a: Anchor) -> Span | None:
    number = _count(m["count"])
    if a.previous is None or number is None:
        return None
    sign = -1 if m["way"].lower() in ("earlier", "before") else 1
    return _shifted(a.previous, m["unit"].lower(), sign * number)


def _next_day(m: re.Match[str], a: Anchor) -> Span | None:
    return _one(a.previous + timedelta(1)) if a.previous else None


def _count(text: str) -> int | None:
    return int(text) if text.isdigit() else _NUMBERS.get(text.lower())


_HINT = re.compile(
    r"\d|days?\b|week|month|year|decade|tomorrow|tonight|January|February|March|April|May\b|June|July|August|"
    r"September|October|November|December|\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b"
)
"""What every date phrase holds some of: most sentences have none and need no closer look."""
_PART = r"(?:(?P<part>early|mid|late|beginning of|start of|middle of|end of|earlier|later)[\s-]+)?"
_ALONE_MONTH = r"\b(?:[Ii]n|[Ss]ince|[Ll]ate|[Ee]arly|[Mm]id-?|[Dd]uring|[Uu]ntil|[Bb]y|(?=[Ll]ast|[Nn]ext))"
_ALONE_YEAR = r"(?:(?<=\s)|^|(?<=\())(?:[Ii]n\s+|[Ss]ince\s+|[Dd]uring\s+|[Tt]he\s+|[Oo]f\s+)?"
_WHICH = r"(?P<which>[Ll]ast|[Pp]revious|[Pp]ast|[Tt]his|[Nn]ext|[Cc]oming)"
_RULES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Anchor], Span | None]], ...] = tuple(
    (re.compile(pattern), resolve)
    for pattern, resolve in (
        (r"\b(?P<year>(?:19|20)\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)\b", _iso),
        (rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b", _full_day),
        (rf"\b{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b", _full_day),
        (rf"\b{_PART}{_MONTH},?\s+(?:of\s+)?{_YEAR}\b", _month_year),
        (rf"\b{_MONTH}\s+{_DAY}\b(?![\d:%])", _day_no_year),
        (rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?!\w)", _day_no_year),
        (rf"\b(?:between\s+|from\s+)?{_YEAR}\s*(?:-|–|to|and)\s*(?P<last>(?:19|20)\d\d|\d\d)\b", _years),
        (rf"\b{_PART}{_WHICH}\s+(?P<unit>week|month|year|decade)\b", _last_unit),
        (rf"\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his)\s+)?{_DAYNAME}\b", _weekday),
        (rf"{_ALONE_MONTH}\s*{_PART}(?:(?P<which>[Ll]ast|[Nn]ext)\s+)?{_MONTH}(?!\w|\s+\d)", _month_only),
        (r"\b(?:[Yy]esterday|[Tt]oday|[Tt]onight|[Tt]omorrow)\b", _single_word),
        (rf"\b(?i:{_COUNT}\s+{_UNIT}\s+ago)\b", _ago),
        (rf"\b(?i:{_COUNT}\s+{_UNIT}\s+(?P<way>later|earlier|before))\b", _later),
        (r"\b[Tt]he (?:next|following) day\b", _next_day),
        (rf"{_ALONE_YEAR}{_PART}{_YEAR}(?=[\s.,;:)'’]|$)", _year_only),
    )
)
