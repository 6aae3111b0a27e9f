"""Phrases that lean on another day: the day of publication, or a day spoken of before.

Rules as in :mod:`detente.reading.day_phrases`. Without the day they lean on they mean no days.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from detente.reading.calendar_days import Anchor, NoDateError, Span, moved, narrowed, one, shifted
from detente.reading.date_rules import Match, rule, said
from detente.reading.date_words import (
    COUNT,
    FEW,
    PART,
    RECENT,
    SEASONS,
    UNIT,
    VAGUE,
    WEEKDAY,
    WEEKDAYS,
    number_of,
    second,
)
from detente.reading.period_phrases import season_of

_NO_DAY_BEFORE = re.compile(
    r"\b(?:Good|Black|Bloody|Ash|Palm|Easter|Holy|Super|Maundy|Cyber|[Ee]very|[Ee]ach|[Aa]ny)\s+$"
)


def _weekday(m: Match, a: Anchor) -> Span | None:
    if _NO_DAY_BEFORE.search(m.string[max(0, m.start() - 8) : m.start()]):
        raise NoDateError
    if a.published is None:
        return None
    which = " ".join((m["which"] or "").lower().split()).removeprefix("this ")
    return one(_day_named(m["weekday"], which, a.published, a.future), "publication")


def _day_named(name: str, which: str, published: date, future: bool) -> date:
    """Return the day of this name: of the last seven days, or to come; on the day itself it is that day."""
    wanted = WEEKDAYS[name.lower()]
    back = (published.weekday() - wanted) % 7
    if which == "this":
        return published + timedelta(wanted - published.weekday())
    if which in ("next", "coming") or (future and which not in ("last", "past")):
        return published + timedelta((7 - back) % 7 or (7 if which in ("next", "coming") else 0))
    return published - timedelta(back or (7 if which in ("last", "past") else 0))


def _weekday_of_week(m: Match, a: Anchor) -> Span | None:
    if a.published is None:
        return None
    shift = {"last": -1, "this": 0, "next": 1}[m["which"].lower()]
    monday = shifted(a.published, "week", shift).first
    return one(monday + timedelta(WEEKDAYS[m["weekday"].lower()]), "publication") if monday else None


def _weekdays(m: Match, a: Anchor) -> Span | None:
    """Return the range of "Wednesday and Thursday"; days that do not follow each other are no range."""
    if a.published is None:
        return None
    apart = (WEEKDAYS[m["weekday2"].lower()] - WEEKDAYS[m["weekday"].lower()]) % 7
    if a.future:
        first = _day_named(m["weekday"], "", a.published, future=True)
        return Span(first, first + timedelta(apart), "publication")
    last = _day_named(m["weekday2"], "", a.published, future=False)
    return Span(last - timedelta(apart), last, "publication")


_DAYS = {
    "yesterday": (-1, -1), "today": (0, 0), "tonight": (0, 0), "tomorrow": (1, 1), "overnight": (-1, 0),
    "last night": (-1, -1), "the day before yesterday": (-2, -2), "the day after tomorrow": (2, 2),
    "this morning": (0, 0), "this afternoon": (0, 0), "this evening": (0, 0),
}  # fmt: skip


def _single(m: Match, a: Anchor) -> Span | None:
    if a.published is None:
        return None
    first, last = _DAYS[" ".join(m["words"].lower().split())]
    return Span(a.published + timedelta(first), a.published + timedelta(last), "publication")


_SHIFTS = {"last": -1, "past": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
_LASTING = re.compile(r"\b(?:over|in|within|during|for|throughout)\s+the\s+$", re.I)


def _unit(m: Match, a: Anchor) -> Span | None:
    """Return the days of "last week"; "in the past year" is a year that ends on the day of publication."""
    if a.published is None:
        return None
    which, unit = m["which"].lower(), m["unit"].lower()
    lasting = _LASTING.search(m.string[max(0, m.start() - 16) : m.start()])
    if lasting and not m["part"] and which != "this":
        return _lasting(a.published, unit, _SHIFTS[which])
    return narrowed(m["part"], shifted(a.published, unit, _SHIFTS[which]), a.published)


def _lasting(now: date, unit: str, count: int) -> Span:
    """Return the stretch of so many units that begins or ends today."""
    other = moved(now, unit, count)
    return Span(min(now, other), max(now, other), "publication")


def _the_unit(m: Match, a: Anchor) -> Span | None:
    """Return the days of "the following month", "that year", "the previous day": of what was told before."""
    which, unit = " ".join(m["which"].lower().split()), m["unit"].lower()
    lasting = _LASTING.search(m.string[max(0, m.start() - 10) : m.start()] + "the ")
    if which in ("the next", "the coming") and lasting and a.published:
        return _lasting(a.published, unit, 1)
    told = a.told(unit)
    if told is None or told.first is None:
        return None
    shift = -1 if "previous" in which or "preceding" in which else 1 if "same" not in which else 0
    shift = 0 if which.startswith("that") else shift
    return narrowed(m["part"], shifted(told.first, unit, shift, "before"), told.first)


def _in_the_unit(m: Match, a: Anchor) -> Span | None:
    """Return the days of "earlier in the week" or "the end of the year"."""
    if a.published is None:
        return None
    unit, part = m["unit"].lower(), m["part"].lower()
    if unit == "day":
        told = a.previous
        return one(told, "before") if told else one(a.published, "publication")
    return narrowed(part, shifted(a.published, unit, 0), a.published)


def _end_of_unit(m: Match, a: Anchor) -> Span | None:
    return narrowed("end of", shifted(a.published, m["unit"], 0)) if a.published else None


def _stretch(m: Match, a: Anchor) -> Span | None:
    """Return the days of "the past two weeks", "recent days" or "within three months"."""
    which = said(m, "which") or "next"
    count = _units(m)
    if a.published is None or count is None:
        return None
    unit, n = count
    back = which in ("last", "past", "previous", "recent")
    if not (m["count"] or m["vague"]):
        if which not in ("recent", "coming"):
            return None
        return _about(a.published, unit, back)
    return _lasting(a.published, unit, -n if back else n)


def _about(now: date, unit: str, back: bool) -> Span:
    if unit == "day":
        other = now + timedelta(-RECENT if back else RECENT)
        return Span(min(now, other), max(now, other), "publication")
    return _lasting(now, unit, -RECENT if back else RECENT)


def _units(m: Match) -> tuple[str, int] | None:
    """Return the unit and how many at the most; hours are counted in days."""
    unit, vague, counted = m["unit"], said(m, "vague"), said(m, "count")
    count = _few(vague)[1] if vague else number_of(counted) if counted else RECENT
    if count is None:
        return None
    return ("day", -(-count // 24)) if unit == "hour" else (unit, count)


def _few(text: str) -> tuple[int, int]:
    return FEW[" ".join(text.lower().split()).removeprefix("a ")]


def _ago(m: Match, a: Anchor) -> Span | None:
    now, unit = a.published, m["unit"].lower()
    about = " ".join((m["about"] or "").lower().split())
    if now is None or about in ("more than", "over", "at least"):
        return None
    if m["vague"]:
        least, most = _few(m["vague"])
        first, last = shifted(now, unit, -most).first, shifted(now, unit, -least).last
        return Span(first, last, "publication")
    count = number_of(m["count"])
    if count is None:
        return None
    if about in ("less than", "under"):
        return _lasting(now, unit, -count)
    if unit == "decade":
        year = now.year - 10 * count
        return Span(date(year - 1, 1, 1), date(year + 1, 12, 31), "publication")
    return shifted(now, unit, -count)


def _ahead(m: Match, a: Anchor) -> Span | None:
    """Return the days of "in two weeks", which is a date only in what is to come."""
    if not (m["sure"] or a.future):
        raise NoDateError
    count = number_of(m["count"])
    return shifted(a.published, m["unit"].lower(), count) if a.published and count else None


def _later(m: Match, a: Anchor) -> Span | None:
    unit = m["unit"].lower()
    told, count = a.told("day" if unit in ("day", "week") else unit), number_of(m["count"])
    if told is None or told.first is None or count is None:
        return None
    return shifted(told.first, unit, -count if m["way"].lower() in ("earlier", "before") else count, "before")


def _unit_beside(m: Match, a: Anchor) -> Span | None:
    """Return the days of "the week before"."""
    told = a.told(m["unit"])
    shift = -1 if m["way"] == "before" else 1
    return shifted(told.first, m["unit"], shift, "before") if told and told.first else None


def _next_weekday(m: Match, a: Anchor) -> Span | None:
    """Return the day of "the following Monday": after the day told before."""
    if a.previous is None:
        return None
    apart = (WEEKDAYS[m["weekday"].lower()] - a.previous.weekday()) % 7
    return one(a.previous + timedelta(apart or 7), "before")


def _that_evening(m: Match, a: Anchor) -> Span | None:
    shift = 1 if m["which"].lower().endswith(("next", "following")) else 0
    return one(a.previous + timedelta(shift), "before") if a.previous else None


def _that_season(m: Match, a: Anchor) -> Span | None:
    told = a.told("year")
    return season_of(told.first.year, SEASONS[m["season"]], "before") if told and told.first else None


def _hours_later(m: Match, a: Anchor) -> Span | None:
    earlier = m["way"].lower() in ("earlier", "before")
    if a.previous is None:
        return None
    days = (a.previous - timedelta(1), a.previous) if earlier else (a.previous, a.previous + timedelta(1))
    return Span(*days, "before")


def _then(m: Match, a: Anchor) -> Span | None:
    told = a.told("year")
    return replace(told, leans_on="before") if told else None


def _weekend(m: Match, a: Anchor) -> Span | None:
    if a.published is None:
        return None
    which = (m["which"] or "").lower()
    saturday = a.published + timedelta(5 - a.published.weekday())
    if which in ("last", "past") or (which in ("", "the") and not a.future):
        saturday -= timedelta(0 if a.published >= saturday and which not in ("last", "past") else 7)
    return Span(saturday, saturday + timedelta(1), "publication")


def shifted_from(words: str, days: Span) -> Span | None:
    """Return the days that words such as "two days after" or "the eve of" make of a date that follows.

    Examples
    --------
    >>> shifted_from("a week after", one(date(2021, 6, 16), "words")).first
    datetime.date(2021, 6, 21)
    """
    m = BESIDE.fullmatch(words.strip())
    if m is None or days.first is None:
        return None
    if m["count"] is None:
        day = days.first if m["way"] in ("before", "of") else days.last
        return one(day + timedelta(-1 if m["way"] in ("before", "of") else 1), days.leans_on) if day else None
    count = number_of(m["count"])
    unit = m["unit"].lower()
    if count is None or days.within_a > {"day": 1, "week": 7, "month": 31}.get(unit, 366):
        return None
    return shifted(days.first, unit, -count if m["way"] == "before" else count, days.leans_on)


def _beside(m: Match, a: Anchor) -> Span | None:
    """Return nothing: what it is so long before or after must be told, see :func:`shifted_from`."""
    return None


_UNITS = rf"{UNIT}s?"
_HOURS = r"(?P<unit>hour|day|week|fortnight|month|year|decade)s"
_DAYPART = r"(?:\s+(?:night|morning|afternoon|evening|noon|midnight))?"
_ABOUT = (
    r"(?:(?P<about>(?i:more than|over|at least|less than|under|about|around|some|nearly|almost|just))\s+)?"
)
_NUMBER = f"(?i:{COUNT})"
_NO_NAME_AFTER = r"(?!\s+(?:Times|Telegraph|Mail|Express|Mirror|Herald|Post|Agreement|School|[Pp]rayers?)\b)"
BESIDE = re.compile(
    rf"(?:{COUNT}\s+{_UNITS}\s+|(?:the\s+)?(?:day|eve)\s+)(?P<way>after|before|following|of)", re.I
)
"""Words that shift the date after them."""
RULES = (
    rule("other unit", r"\b(?P<words>[Tt]he day (?:before yesterday|after tomorrow))\b", _single),
    rule(
        "weekday unit",
        rf"\b{WEEKDAY}{_DAYPART},?\s+(?:of\s+)?(?P<which>last|this|next)\s+week\b",
        _weekday_of_week,
    ),
    rule("weekday", rf"\b[Tt]he\s+(?:following|next)\s+{WEEKDAY}\b", _next_weekday),
    rule(
        "other",
        r"\b(?P<which>[Tt]he\s+(?:next|following|same)|[Tt]hat(?:\s+same)?)\s+(?:morning|afternoon|evening|night)\b",
        _that_evening,
    ),
    rule("season", r"\b[Tt]hat\s+(?P<season>spring|summer|autumn|fall|winter)\b", _that_season),
    rule(
        "weekday",
        rf"\b{WEEKDAY}{_DAYPART}\s*(?:and|to|or|through|until|-|–)\s*{second(WEEKDAY)}\b",
        _weekdays,
    ),
    rule(
        "weekday",
        rf"\b(?:(?:[Ee]arly|[Ll]ate|[Ee]arlier|[Ll]ater)\s+(?:on\s+)?)?"
        rf"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his(?:\s+(?:past|coming))?|past|coming)\s+)?"
        rf"{WEEKDAY}\b{_DAYPART}{_NO_NAME_AFTER}",
        _weekday,
    ),
    rule(
        "other",
        r"\b(?:(?:[Ee]arlier|[Ll]ater|[Ll]ate|[Ee]arly)\s+)?(?P<words>[Yy]esterday|[Tt]oday|[Tt]onight"
        r"|[Tt]omorrow|[Oo]vernight|[Ll]ast\s+night|[Tt]his\s+(?:morning|afternoon|evening))\b"
        r"(?:\s+(?:night|morning|afternoon|evening))?",
        _single,
    ),
    rule(
        "unit",
        rf"\b(?P<which>[Ll]ast|[Pp]ast|[Pp]revious|[Rr]ecent|[Cc]oming|[Nn]ext)\s+"
        rf"(?:(?:{COUNT}|{VAGUE})\s+)?{_HOURS}\b",
        _stretch,
    ),
    rule(
        "unit",
        rf"\b(?:[Ww]ithin|[Ii]n\s+(?:less\s+than|under))\s+(?:{COUNT}|{VAGUE})\s+{_HOURS}?\b"
        r"(?!\s+(?:of|after|from|before)\b)",
        _stretch,
    ),
    rule(
        "unit",
        rf"\b{PART}?(?:[Oo]n\s+)?(?P<which>[Tt]he\s+(?:next|following|same|very\s+same|previous|preceding)"
        rf"|[Tt]hat(?:\s+(?:same|very))?)\s+{UNIT}\b(?!-)",
        _the_unit,
    ),
    rule("unit", rf"\b{PART}?(?P<which>[Ll]ast|[Pp]ast|[Tt]his|[Nn]ext|[Cc]oming)\s+{UNIT}\b(?!-)", _unit),
    rule("unit", rf"\b{_ABOUT}(?:{_NUMBER}|(?i:{VAGUE}))\s+{_UNITS}\s+ago\b", _ago),
    rule(
        "unit",
        rf"\b{_NUMBER}\s+{_UNITS}\s+(?P<way>later|earlier|(?:before|after|afterwards|on)(?=[.,;]|$))",
        _later,
    ),
    rule("unit", rf"\b(?:[Tt]he|[Aa])\s+{UNIT}\s+(?P<way>before|after)(?=[.,;]|$)", _unit_beside),
    rule(
        "unit",
        r"\b(?:[Hh]ours|[Mm]inutes)\s+(?P<way>later|earlier|afterwards|before(?=[.,;]|$))",
        _hours_later,
    ),
    rule("unit", rf"\b{_NUMBER}\s+{_UNITS}\s+(?:after|before|following)\b", _beside),
    rule("unit", r"\b(?:[Tt]he\s+)?day\s+(?:after|before)\b", _beside),
    rule("other", r"\b(?:[Tt]he\s+)?eve\s+of\b", _beside),
    rule("unit", rf"\b[Ii]n\s+{_NUMBER}\s+{_UNITS}(?P<sure>['’]s?\s+time)?(?!\w)(?!\s+of\b)", _ahead),
    rule("unit", rf"\b{_NUMBER}\s+{_UNITS}\s+(?P<sure>from\s+now|hence)\b", _ahead),
    rule(
        "unit",
        r"\b(?P<part>(?:[Ee]arlier|[Ll]ater)\s+in|[Tt]he\s+(?:end|beginning|start|middle|close)\s+of)\s+the\s+"
        r"(?P<unit>day|week|month|year|decade)\b",
        _in_the_unit,
    ),
    rule("unit", r"\b(?P<unit>year|month|week)(?:['’]s)?[\s-]end\b", _end_of_unit),
    rule("other", r"(?<=ince\s)then\b", _then),
    rule("other", r"\b(?P<which>[Ll]ast|[Pp]ast|[Tt]his|[Nn]ext|[Cc]oming|[Tt]he)\s+weekend\b", _weekend),
)
"""In the order in which they are tried, after those of the calendar."""
