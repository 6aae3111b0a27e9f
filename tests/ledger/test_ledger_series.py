"""Series by month and week, and the level in which what is past fades."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from move_samples import BEGIN, move

from detente.ledger.series import end_of, series, start_of


def test_sums_counts_and_levels_by_hand() -> None:
    # January has 31 days. The act of 1 January is 30 days old at its end: half its weight of 4 is left, and
    # the accusation of the 31st weighs in full. By 29 February another 29 days have passed.
    rows = [move(0, weight=4.0), move(30, "B", "A", -2.0), move(31, "B", "A", 1.0)]
    january, february = series(rows)
    assert (january.a, january.b, january.directed, january.start) == ("A", "B", False, BEGIN)
    assert (january.cooperation, january.conflict, january.cooperative, january.conflictual) == (4, -2, 1, 1)
    assert (january.level_cooperation, january.level_conflict) == (2.0, -2.0)
    assert february.level_cooperation == pytest.approx(4 * 0.5 ** (59 / 30) + 0.5 ** (28 / 30), abs=1e-6)
    assert february.level_conflict == pytest.approx(-2 * 0.5 ** (29 / 30), abs=1e-6)
    assert [(row.a, row.b, row.cooperative) for row in series(rows, directed=True)] == [
        ("A", "B", 1),
        ("B", "A", 0),
        ("B", "A", 1),
    ]


def test_a_mutual_act_counts_once_and_in_both_directions() -> None:
    rows = [move(0, mutual=True)]
    assert [(r.a, r.b, r.cooperative) for r in series(rows)] == [("A", "B", 1)]
    assert [(r.a, r.b) for r in series(rows, directed=True)] == [("A", "B"), ("B", "A")]


@given(st.dates())
def test_windows_hold_their_day_and_meet(day) -> None:
    for window in ("month", "week"):
        start = start_of(day, window)
        end = end_of(start, window)
        assert start <= day <= end
        if end < date.max:
            assert start_of(end + timedelta(days=1), window) == end + timedelta(days=1)
    assert start_of(day, "week").weekday() == 0
    assert start_of(day, "month").day == 1


acts = st.builds(
    move,
    st.integers(0, 200),
    st.sampled_from("AB"),
    st.just("C"),
    st.sampled_from([-4.0, 1.0, 5.0]),
    key=st.uuids().map(str),
    reviewed=st.booleans(),
)


@given(st.lists(acts, max_size=20), st.sampled_from(["month", "week"]), st.integers(1, 90), st.randoms())
def test_levels_follow_the_definition(rows, window, half_life, stream) -> None:
    found = series(rows, window, half_life=half_life)
    assert series(stream.sample(rows, len(rows)), window, half_life=half_life) == found
    for row in found:
        end = end_of(row.start, window)
        own = [m for m in rows if m.pair == (row.a, row.b) and m.day <= end]
        for level, sign in ((row.level_cooperation, 1), (row.level_conflict, -1)):
            slow = sum(m.weight * 2 ** (-(end - m.day).days / half_life) for m in own if m.weight * sign > 0)
            assert level == pytest.approx(slow, abs=1e-5)
        here = [m for m in own if start_of(m.day, window) == row.start]
        assert row.cooperation + row.conflict == pytest.approx(sum(m.weight for m in here), abs=1e-5)
        assert row.reviewed == sum(m.reviewed for m in here)
    assert sum(r.cooperative + r.conflictual for r in found) == len(rows)
