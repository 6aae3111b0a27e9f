"""Date phrases, the days they mean, and what they date.

``date_phrases.tsv`` holds a sentence a line with the days its phrases mean; it was written before the rules.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading.dates import Anchor, Phrase, Span, is_timeline, phrases
from detente.record.types import Claim

WEDNESDAY = date(2021, 6, 16)
D = date.fromisoformat
ROWS = [
    (*line.split("\t"), "")[:3]
    for line in Path(__file__).with_name("date_phrases.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
SENTENCES = [text for text, _, _ in ROWS]


def anchor_of(context: str) -> Anchor:
    said = dict((*part.split("="), "")[:2] for part in context.split())
    before = [D(day) for day in said.get("before", "").split("/") if day]
    return Anchor(
        None if "undated" in said else D(said.get("published", WEDNESDAY.isoformat())),
        (Span(before[0], before[-1]),) if before else (),
        future="ahead" in said,
    )


def days(found: tuple[Phrase, ...]) -> str:
    spans = [p.days for p in found if p.days and p.dates and not p.names]
    return "; ".join(str(s.first) if s.first == s.last else f"{s.first}/{s.last}" for s in spans) or "-"


@pytest.mark.parametrize(("text", "wanted", "context"), ROWS, ids=[f"{t} {c}" for t, _, c in ROWS])
def test_phrases_mean_these_days(text: str, wanted: str, context: str) -> None:
    assert days(phrases(text, anchor_of(context))) == wanted


@given(st.sampled_from(SENTENCES), st.booleans(), st.booleans())
def test_nothing_leans_on_a_day_that_nobody_told(text: str, future: bool, timeline: bool) -> None:
    told: list[Span] = []
    for p in phrases(text, Anchor(future=future, timeline=timeline)):
        if p.days:
            # Without a dateline only a day in the sentence itself can be leant on.
            assert p.days.leans_on == "words" or (told and p.days.leans_on in ("before", "order"))
            told.append(p.days)


@given(
    st.dates(date(1950, 1, 1), date(2090, 1, 1)),
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join),
    st.booleans(),
    st.booleans(),
    st.lists(st.tuples(st.dates(), st.integers(0, 800)), max_size=2),
)
def test_ranges_are_ordered_and_phrases_apart(
    published: date, text: str, future: bool, timeline: bool, before: list[tuple[date, int]]
) -> None:
    earlier = tuple(
        Span(day, min(day.toordinal() + more, date.max.toordinal()) and day) for day, more in before
    )
    found = phrases(text, Anchor(published, earlier, timeline, future))
    assert all(a.end <= b.start for a, b in pairwise(found))
    for p in found:
        assert text[p.start : p.end] == p.words
        if p.days and p.days.first and p.days.last:
            assert p.days.first <= p.days.last
            assert p.how.startswith(p.words)


_WORDS = st.sampled_from(
    "the last next first week weeks month year day two 31 30th 5 1999 2020 99 May March on in by of since until "
    "ago later after before Monday and to - from between early late end half quarter Q4 's decade hours Feb. "
    "weekend spring , . eve New Year's Day few several past coming that same following 12/13/2019 00".split()
)


@given(st.lists(_WORDS, max_size=14).map(" ".join), st.dates(), st.booleans())
def test_any_heap_of_date_words_is_survived(text: str, published: date, future: bool) -> None:
    for anchor in (Anchor(published, (Span(published, published),), future=future), Anchor(future=future)):
        for p in phrases(text, anchor):
            assert not p.days or p.days.first is None or p.days.last is None or p.days.first <= p.days.last
            assert p.how


@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    found = phrases(text, Anchor(published=WEDNESDAY))
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    "piece", ["the first ", "1 2 ", "May ", "in the next ", "two days ", "from 5-", "19"]
)
def test_long_repetitions_do_not_hang(piece: str) -> None:
    phrases(piece * 3000 + "May 2018", Anchor(published=WEDNESDAY))


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("They met in May 2018.", "in May 2018 (month)"),
        ("They met on Monday.", "Monday (day, from the day of publication)"),
        ("They met that day.", "that day (day, from the date told before)"),
        ("They met last week.", "last week (week, from the day of publication)"),
        ("They have met since 2018.", "since 2018 (1263 days, from the day of publication)"),
        ("They met two months after the summit.", "two months after (not settled)"),
    ],
)
def test_a_phrase_says_how_narrow_it_is_and_what_it_leans_on(text: str, how: str) -> None:
    (found,) = phrases(text, Anchor(WEDNESDAY, (Span(D("2018-05-08"), D("2018-05-08")),)))
    assert found.how == how


def test_a_timeline_goes_on_from_the_event_before() -> None:
    told = (Span(D("2018-05-08"), D("2018-05-08")),)
    anchor = Anchor(date(2024, 1, 6), told, timeline=True)
    assert days(phrases("On August 7 it went on.", anchor)) == "2018-08-07"
    assert days(phrases("On February 7 it went on.", anchor)) == "2019-02-07"
    assert days(phrases("Six days later it ended.", anchor)) == "2018-05-14"
    assert days(phrases("In March it ended.", anchor)) == "2019-03-01/2019-03-31"


def test_timelines_are_told_by_their_openings() -> None:
    assert is_timeline(["On May 8, 2018, it began.", "On August 7 it went on.", "In May 2019 it ended."])
    assert not is_timeline(["On May 8, 2018, it began.", "Then nothing.", "It may end."])


@pytest.mark.parametrize(
    ("text", "published", "before", "timeline", "future", "day"),
    [
        ("On 16 May it broke off.", "2018-06-14", "2018-05-31", True, False, "2018-05-16"),
        ("On 3 January it resumed.", "2020-01-06", "2019-12-20", True, False, "2020-01-03"),
        ("It offered this on 12 April.", "2019-05-16", None, False, True, "2019-04-12"),
        ("It will meet on 12 January.", "2019-12-20", None, False, True, "2020-01-12"),
    ],
)
def test_a_day_without_its_year_is_the_likely_one(
    text: str, published: str, before: str | None, timeline: bool, future: bool, day: str
) -> None:
    told = (Span(D(before), D(before)),) if before else ()
    assert days(phrases(text, Anchor(D(published), told, timeline, future))) == day


Read = Callable[..., list[Claim]]
DATED = [
    ("On Monday, Chad rejected the Libyan offer.", "REJECT", "2021-06-14"),
    ("Chad rejected on Monday the offer that Libya made in May.", "REJECT", "2021-06-14"),
    ("Chad accused Libya of breaking the 2015 deal.", "ACCUSE", None),
    ("Chad accused Libya of breaking last year's agreement.", "ACCUSE", None),
    ("Chad condemned the September 11 attacks.", "ACCUSE", None),
    ("Chad said on Monday that it rejected the Libyan offer.", "REJECT", "2021-06-14"),
    ("Chad will withdraw its troops from Libya on Friday.", "CONCEDE", "2021-06-18"),
    ("Chad pledged on Monday to withdraw its troops from Libya.", "CONCEDE", "2021-06-14"),
    ("Chad bombed Libya in May 2018.", "ASSAULT", "2018-05-01/2018-05-31"),
    (
        "Chad bombed Libya in May 2018, when Mali expelled the Libyan ambassador.",
        "ASSAULT",
        "2018-05-01/2018-05-31",
    ),
    (
        "Libya, which Chad bombed in 2011, rejected the offer of Mali on Tuesday.",
        "ASSAULT",
        "2011-01-01/2011-12-31",
    ),
    ("Libya, which Chad bombed in 2011, rejected the offer of Mali on Tuesday.", "REJECT", "2021-06-15"),
    (
        "On 24 May, the day on which Chad freed Libyan prisoners, Mali rejected the offer of Libya.",
        "RETREAT",
        "2021-05-24",
    ),
    ("After the talks on 25 April Mali rejected the offer of Libya.", "REJECT", "2021-04-25"),
    ("Monday's talks between Chad and Libya broke down.", "REJECT", "2021-06-14"),
    ("Chad respects the 2016 ceasefire with Libya.", "RETREAT", None),
    ("Chad rejected a Libyan plan for talks scheduled for Friday.", "REJECT", None),
]


@pytest.mark.parametrize(("text", "kind", "wanted"), DATED, ids=[f"{t} {k}" for t, k, _ in DATED])
def test_a_date_belongs_to_the_clause_it_modifies(
    read_text: Read, text: str, kind: str, wanted: str | None
) -> None:
    claims = [c for c in read_text(text, published=WEDNESDAY) if c.type == kind]
    assert claims
    first, _, last = (wanted or "").partition("/")
    assert (claims[0].date_from, claims[0].date_to) == (
        (D(first), D(last or first)) if wanted else (None, None)
    )


def test_that_day_is_the_day_told_in_the_sentence_before(read_text: Read) -> None:
    text = "Chad bombed Libya on 8 May 2018. The following day Libya expelled the ambassador of Chad."
    told = {c.type: c for c in read_text(text, published=None)}
    assert told["ASSAULT"].date_from == D("2018-05-08")
    expelled = next(c for c in told.values() if c.date_from == D("2018-05-09"))
    assert "The following day (day, from the date told before)" in expelled.rule


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.sampled_from(["Monday", "Friday", "Sunday"]))
def test_a_weekday_is_never_far(published: date, name: str) -> None:
    for future in (False, True):
        (p,) = phrases(f"They met on {name}.", Anchor(published, future=future))
        assert p.days
        assert p.days.first
        assert timedelta(0) <= (p.days.first - published) * (1 if future else -1) < timedelta(7)
