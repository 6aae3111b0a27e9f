"""When it happened: date phrases in a sentence and the range of days they mean.

Only what the words themselves settle is resolved. A relative phrase needs the document's date, a day without
a year needs one to lean on, and what cannot be told stays unknown: never today's date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from detente.reading import day_phrases, period_phrases, relative_phrases
from detente.reading.calendar_days import Anchor, NoDateError, Span
from detente.reading.date_rules import Match, Rule, names_a_noun
from detente.reading.date_words import MONTH, MONTHS, SEASONS, WEEKDAYS
from detente.reading.relative_phrases import BESIDE, shifted_from

__all__ = ["Anchor", "Phrase", "Span", "is_timeline", "phrases"]

_LEANING = {
    "words": "",
    "publication": ", from the day of publication",
    "before": ", from the date told before",
    "order": ", from the order of telling",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A date phrase: its place in the sentence's text and the days it means.

    Parameters
    ----------
    start, end
        Code-point span in the sentence.
    days
        ``None`` where the words and what they may lean on do not settle it.
    words
        The phrase as written.
    names
        Whether it is part of the name of something, as in "the 1967 borders" or "Monday's talks": it says
        when that was, not when anything was done about it.
    """

    start: int
    end: int
    days: Span | None
    words: str
    names: bool = False

    @property
    def dates(self) -> bool:
        """Whether it gives a range of days with both ends."""
        return self.days is not None and self.days.whole

    @property
    def how(self) -> str:
        """The words, how narrow a range they give and what they lean on, for people.

        Examples
        --------
        >>> phrases("They met in May 2018.", Anchor())[0].how
        'in May 2018 (month)'
        """
        if self.days is None:
            return f"{self.words} (not settled)"
        return f"{self.words} ({self.days.precision}{_LEANING[self.days.leans_on]})"


def phrases(text: str, anchor: Anchor) -> tuple[Phrase, ...]:
    """Find the date phrases in a sentence and resolve them.

    Parameters
    ----------
    text
        The sentence.
    anchor
        What relative phrases lean on. A phrase may also lean on one before it in the sentence.

    Returns
    -------
    tuple of Phrase
        In text order, not overlapping.

    Notes
    -----
    Linear in the length of the text: a phrase is tried only where a fixed number of patterns begin, and only
    those patterns whose kinds of words the text has.

    Examples
    --------
    >>> phrases("Talks began on 3 March 2021.", Anchor())[0].days.first.isoformat()
    '2021-03-03'
    >>> phrases("They met last week.", Anchor())[0].days is None
    True
    """
    found: list[Phrase] = []
    for rule, m in _matches(text):
        try:
            found.append(_phrase(rule, m, anchor))
        except NoDateError:
            continue
        p = found[-1]
        if p.days and p.dates and not p.names:
            anchor = replace(anchor, earlier=(p.days, *anchor.earlier))
    return tuple(_related(text, _joined(text, found), anchor))


@lru_cache(maxsize=2)  # a sentence is read as of things done and as of things to come
def _matches(text: str) -> tuple[tuple[Rule, Match], ...]:
    hints = KINDS.keys() & _PIECES(text)
    if not hints:
        return ()
    kinds = {KINDS[word] for word in hints}
    begin = max(0, min(text.index(word) for word in hints) - _LONGEST_LEAD)
    found: list[tuple[Rule, Match]] = []
    for rule in _RULES:
        if not rule.needs <= kinds:
            continue
        for m in rule.pattern.finditer(text, begin):
            start, end = m.span()
            if not any(other.start() < end and start < other.end() for _, other in found):
                found.append((rule, m))
    return tuple(sorted(found, key=lambda one: one[1].start()))


_LONGEST_LEAD = 60
"""Code points that the words before the first telling word of a phrase take at the most."""
_COMING = re.compile(
    r"\b(?:scheduled|planned|set|slated|due|expected|postponed|delayed|in time)\s+"
    r"(?:for|on|in|to|until|next)?(?:\s+the)?\s*$"
)
_AFTER_A_NOUN = re.compile(r"\b(\w+)\s+(?:of|from)\s+(?:the\s+)?$", re.IGNORECASE)
_TIME_NOUNS = frozenset(
    "as night eve morning evening afternoon day days week weeks weekend month months end start beginning "
    "middle close spring summer autumn fall winter half quarter out hours course year".split()
)


def _phrase(rule: Rule, m: Match, anchor: Anchor) -> Phrase:
    text, (start, end) = m.string, m.span()
    before = text[max(0, start - 40) : start]
    if not anchor.future and _COMING.search(before):
        anchor = replace(anchor, future=True)
    try:
        days = rule.resolve(m, anchor)
    except (ValueError, OverflowError):  # 31 June, the year 2999 minus 400 decades: no such day
        days = None
    names = text[end : end + 2] in ("'s", "’s")
    if rule.names and not names:
        noun = _AFTER_A_NOUN.search(before)
        ordinal = noun is None and re.match(r"\d+(?:st|nd|rd|th)\s+of", m.group())
        names = names_a_noun(m, before) and not ordinal
        names = names or bool(
            noun and noun[1].lower() not in _TIME_NOUNS and noun[0].split()[1].lower() == "of"
        )
    if days and days.first and days.last and days.first > days.last:
        days = None
    lead = _INSIDE.search(before)
    return Phrase(
        start - len(lead[0]) if lead else start, end, days, (lead[0] if lead else "") + m.group(), names
    )


_INSIDE = re.compile(r"\b[Ii]n\s+$")
_FROM = re.compile(r"\b(?:[Ff]rom|[Bb]etween)\s+(?:the\s+)?$")
_TO = re.compile(
    r"\s*(?:(?:(?:,?\s*and\s+)?(?:running|lasting|continuing|ending)\s+)?(to|until|till|through|–|—|-)|and)\s+"
    r"(?:the\s+)?|\s*[–—-]\s*"
)


def _joined(text: str, found: Sequence[Phrase]) -> Iterator[Phrase]:
    """Make one range of "from late 2018 to early 2019", and one date of "two days after 8 May"."""
    waiting: Phrase | None = None
    for p in found:
        if waiting is not None:
            both = _both(text, waiting, p)
            if both is None:
                yield waiting
            waiting = both or p
        else:
            waiting = p
    if waiting is not None:
        yield waiting


def _both(text: str, one: Phrase, other: Phrase) -> Phrase | None:
    between = text[one.end : other.start]
    words = text[one.start : other.end]
    if BESIDE.fullmatch(one.words):
        if between.strip().lower() not in ("", "the") or other.days is None or other.names:
            return None
        return Phrase(one.start, other.end, shifted_from(one.words, other.days), words)
    joint = _TO.fullmatch(between)
    if joint is None or one.names or other.names or one.days is None or other.days is None:
        return None
    opening = _FROM.search(text[max(0, one.start - 16) : one.start])
    first, last = one.days.first, other.days.last
    if not (joint[1] or opening) or first is None or last is None or first > last:
        return None
    start = one.start - len(opening[0]) if opening else one.start
    leans_on = one.days.leans_on if one.days.leans_on != "words" else other.days.leans_on
    return Phrase(start, other.end, Span(first, last, leans_on), text[start : other.end])


_RELATION = re.compile(
    r"\b(?P<how>[Ss]ince|[Bb]y|[Uu]ntil|[Tt]ill|[Uu]p to|[Tt]hrough|[Bb]efore|[Pp]rior to|[Aa]fter)\s+"
    r"(?:the\s+)?$"
)


def _related(text: str, found: Iterator[Phrase], anchor: Anchor) -> Iterator[Phrase]:
    """Stretch what stands after "since", "by" or "until" from or to the day of publication."""
    for p in found:
        m = _RELATION.search(text[max(0, p.start - 14) : p.start])
        if m is None or p.days is None or p.names:
            yield p
            continue
        start = p.start - len(m[0])
        days = _stretched(m["how"].lower(), p.days, anchor)
        yield Phrase(start, p.end, days, text[start : p.end])


def _stretched(how: str, days: Span, anchor: Anchor) -> Span | None:
    now = anchor.published
    if days.first is None or days.last is None:
        return days
    if how in ("since", "after"):
        if now is None or now < days.first:
            return Span(days.first, None, days.leans_on)
        return Span(days.first, now, days.leans_on if days.leans_on != "words" else "publication")
    if now is not None and now <= days.last:
        return Span(now, days.last, "publication")
    return days if how == "by" and now is not None else Span(None, days.last, days.leans_on)


def is_timeline(sentences: Sequence[str]) -> bool:
    """Whether a text tells events in order of time: three sentences or more begin with a day."""
    return sum(bool(_OPENING_DAY.match(s)) for s in sentences) >= 3


_OPENING_DAY = re.compile(
    rf"(?:On|In|Later|By)?\s*(?:{MONTH}\s+\d|\d{{1,2}}\s+[A-Z][a-z]+"
    r"|[A-Z][a-z]+\s+(?:19|20)\d\d)"
)
_PIECES = re.compile(r"[A-Za-z]+|(?:19|20)\d\d|\d").findall
_UNITS = "hour minute day week fortnight month year decade".split()
KINDS = {
    **dict.fromkeys("0123456789", "digit"),
    **dict.fromkeys(map(str, range(1900, 2100)), "year"),
    **dict.fromkeys((name.title() for name in WEEKDAYS), "weekday"),
    **dict.fromkeys((name.title() for name in MONTHS), "month"),
    **dict.fromkeys((word for name in SEASONS for word in (name, name.title())), "season"),
    **dict.fromkeys((*_UNITS, *(f"{unit}s" for unit in _UNITS), "Hours", "Minutes"), "unit"),
    **dict.fromkeys(
        "yesterday Yesterday today Today tonight Tonight tomorrow Tomorrow overnight Overnight night morning "
        "afternoon evening weekend Year Christmas Boxing quarter half Q fiscal Fiscal financial Financial "
        "then eve".split(),
        "other",
    ),
}
"""Kinds of the words that date phrases are made of: most sentences have none and need no closer look."""
_RULES = (*day_phrases.RULES, *period_phrases.RULES, *relative_phrases.RULES)
