"""Date phrases and the days they mean."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading.dates import Anchor, is_timeline, nearest, phrases

WEDNESDAY = date(2021, 6, 16)
D = date.fromisoformat

CASES = [
    ("It began on 8 May 2018.", "2018-05-08", "2018-05-08"),
    ("It began on May 8, 2018.", "2018-05-08", "2018-05-08"),
    ("It began on the 8th of May 2018.", "2018-05-08", "2018-05-08"),
    ("It began on 2018-05-08.", "2018-05-08", "2018-05-08"),
    ("It began on Sept. 3, 2019.", "2019-09-03", "2019-09-03"),
    ("It began in May 2018.", "2018-05-01", "2018-05-31"),
    ("It began in February 2020.", "2020-02-01", "2020-02-29"),
    ("It began in early May 2018.", "2018-05-01", "2018-05-11"),
    ("It began in 2018.", "2018-01-01", "2018-12-31"),
    ("It lasted from 2015 to 2018.", "2015-01-01", "2018-12-31"),
    ("It lasted from 2015-18.", "2015-01-01", "2018-12-31"),
    ("It began on May 8.", "2021-05-08", "2021-05-08"),
    ("It began on November 8.", "2020-11-08", "2020-11-08"),
    ("It began in May.", "2021-05-01", "2021-05-31"),
    ("It began in December.", "2020-12-01", "2020-12-31"),
    ("It began last week.", "2021-06-07", "2021-06-13"),
    ("It began last month.", "2021-05-01", "2021-05-31"),
    ("It began last year.", "2020-01-01", "2020-12-31"),
    ("It began this year.", "2021-01-01", "2021-12-31"),
    ("It began on Monday.", "2021-06-14", "2021-06-14"),
    ("It began on Wednesday.", "2021-06-16", "2021-06-16"),
    ("It began on Thursday.", "2021-06-10", "2021-06-10"),
    ("It began yesterday.", "2021-06-15", "2021-06-15"),
    ("It began three days ago.", "2021-06-13", "2021-06-13"),
    ("It began two years ago.", "2019-01-01", "2019-12-31"),
]


@pytest.mark.parametrize(("text", "first", "last"), CASES, ids=[c[0] for c in CASES])
def test_phrases(text: str, first: str, last: str) -> None:
    (found,) = phrases(text, Anchor(published=WEDNESDAY))
    assert found.days is not None
    assert (found.days.first, found.days.last) == (D(first), D(last))


@pytest.mark.parametrize("text", [c[0] for c in CASES if "20" not in c[0]])
def test_relative_phrases_without_a_document_date_stay_unknown(text: str) -> None:
    (found,) = phrases(text, Anchor())
    assert found.days is None


@pytest.mark.parametrize("text", ["It may rain.", "They marched.", "Room 2018b", "", "The 31 June."])
def test_no_day_where_there_is_none(text: str) -> None:
    assert all(p.days is None for p in phrases(text, Anchor(published=WEDNESDAY)))


def test_the_future_looks_ahead() -> None:
    anchor = Anchor(published=WEDNESDAY, future=True)
    assert phrases("They meet on Monday.", anchor)[0].days.first == date(2021, 6, 21)
    assert phrases("They meet on August 8.", anchor)[0].days.first == date(2021, 8, 8)
    assert phrases("They meet in May.", anchor)[0].days.first == date(2022, 5, 1)


def test_a_timeline_goes_on_from_the_event_before() -> None:
    anchor = Anchor(published=date(2024, 1, 6), previous=date(2018, 5, 8), timeline=True)
    assert phrases("On August 7 it went on.", anchor)[0].days.first == date(2018, 8, 7)
    assert phrases("On February 7 it went on.", anchor)[0].days.first == date(2019, 2, 7)
    assert phrases("Six days later it ended.", anchor)[0].days.first == date(2018, 5, 14)


def test_a_later_phrase_without_an_event_before_stays_unknown() -> None:
    assert phrases("Six days later it ended.", Anchor(published=WEDNESDAY))[0].days is None


def test_timelines_are_told_by_their_openings() -> None:
    assert is_timeline(["On May 8, 2018, it began.", "On August 7 it went on.", "In May 2019 it ended."])
    assert not is_timeline(["On May 8, 2018, it began.", "Then nothing.", "It may end."])


def test_the_phrase_of_the_clause_wins_over_the_opening_one() -> None:
    text = "On Monday, Chad met Libya, which had attacked in 2011."
    found = phrases(text, Anchor(published=WEDNESDAY))
    assert nearest(found, text.index("which"), len(text)).how == "in 2011"
    assert nearest(found, text.index("Chad"), text.index(",", 12)).how == "Monday"


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.sampled_from([c[0] for c in CASES]), st.booleans())
def test_ranges_are_ordered_and_weekdays_near(published: date, text: str, future: bool) -> None:
    for p in phrases(text, Anchor(published=published, future=future)):
        if p.days and p.days.first and p.days.last:
            assert p.days.first <= p.days.last
            if "day" in text and "days" not in text and "day." in text:
                assert abs(p.days.first - published) <= timedelta(7)


@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    found = phrases(text, Anchor(published=WEDNESDAY))
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("text", "anchor", "day"),
    [
        ("On 16 May it broke off.", Anchor(D("2018-06-14"), D("2018-05-31"), timeline=True), "2018-05-16"),
        ("On 3 January it resumed.", Anchor(D("2020-01-06"), D("2019-12-20"), timeline=True), "2020-01-03"),
        ("It offered this on 12 April.", Anchor(D("2019-05-16"), None, future=True), "2019-04-12"),
        ("It will meet on 12 January.", Anchor(D("2019-12-20"), None, future=True), "2020-01-12"),
    ],
)
def test_a_day_without_its_year_is_the_likely_one(text: str, anchor: Anchor, day: str) -> None:
    (phrase,) = phrases(text, anchor)
    assert phrase.days
    assert (phrase.days.first, phrase.days.last) == (D(day), D(day))
