"""What is made faster gives what the slow way gives."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_samples import DOCUMENTS, claim, event, gift

from detente.dispute.types import EventJudgement
from detente.ledger.concessions import as_reviewed, concessions
from detente.ledger.days import in_order
from detente.ledger.known import what_is_known
from detente.ledger.nulls import shuffled
from detente.ledger.relays import _ASKED_TO, _CARRIES, _STEMS
from detente.record.types import Review

days = st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 9))


@given(rows=st.lists(st.tuples(days, st.integers(0, 5), st.integers())))
def test_rows_are_sorted_by_day_then_key_and_equal_ones_keep_their_order(rows) -> None:
    slow = sorted(rows, key=lambda row: (row[0] or date.max, row[1]))
    assert in_order(rows, lambda row: row[0], lambda row: row[1]) == slow


@st.composite
def reports(draw):
    events, claims, decisions = [], [], {}
    for nth in range(draw(st.integers(0, 6))):
        own = []
        for n in range(draw(st.integers(1, 3))):
            make = draw(st.sampled_from([gift, claim]))
            one = make(
                f"{nth}-{n}",
                on=draw(days),
                negated=draw(st.booleans()),
                modality=draw(st.sampled_from(["happened", "pledged", "denied"])),
                document=draw(st.sampled_from(["article", "later", "rows"])),
            )
            own.append(one)
            if draw(st.booleans()):
                decisions[one.id] = Review(one.id, draw(st.sampled_from(["accept", "reject"])), "ann", "2020")
        events.append(event(f"e-{nth}", *own))
        claims += own
    return events, claims, decisions


@settings(deadline=None)
@given(record=reports())
def test_reviewed_concessions_are_those_of_a_record_of_reviewed_claims_alone(record) -> None:
    judged = {"e-0": EventJudgement(size=2.0)}
    known = what_is_known(*record, DOCUMENTS).events
    alone = what_is_known(*record, DOCUMENTS, reviewed_only=True).events
    assert as_reviewed(known, concessions(known, judged), judged) == concessions(alone, judged)


@pytest.mark.parametrize(("length", "number"), [(1, 1), (9, 4), (40, 33), (60, 30)])
def test_drawn_series_are_those_of_the_method_as_written(length: int, number: int) -> None:
    stream = np.random.default_rng(7)
    fewer = min(number, length - number)
    sets: list[set[int]] = [set() for _ in range(12)]
    for last in range(length - fewer, length):
        for one, day in zip(sets, stream.integers(0, last + 1, 12).tolist(), strict=True):
            one.add(last if day in one else day)
    expected = np.array([[day in one for one in sets] for day in range(length)])
    [table] = shuffled(length, number, 12, 7)
    assert (table == (expected if fewer == number else ~expected)).all()


@pytest.mark.parametrize(
    "text",
    ["It PASSED on a note.", "conveying", "They relay it.", "She carries the letter", "delivered the offer",
     "He brought his first message", "bring the offer", "was asked them to tell", "a\u017fked him to relay",
     "pa\u017f\u017fes on", "as\u212aed her to pass"],
)  # fmt: skip
def test_a_line_that_tells_of_a_relay_has_one_of_the_stems(text: str) -> None:
    assert _ASKED_TO.search(text) or _CARRIES.search(text)
    assert any(stem in text.casefold() for stem in _STEMS)
