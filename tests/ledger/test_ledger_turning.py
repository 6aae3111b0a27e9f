"""Turning points: the cheapest division is found, its strength is fair, and coded ones are held to the record."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from move_samples import BEGIN, later, move, on

from detente.dispute.types import TurningPoint
from detente.ledger.turning import coded, cost, partition, turns


def slow_cost(stretch) -> float:
    """Return what a stretch costs, straight from the Poisson likelihood."""
    found = 0.0
    for kind in range(2):
        s = sum(row[kind] for row in stretch)
        found -= s * log(s / len(stretch)) if s else 0.0
    return found


def slow_partition(counts, penalty, shortest) -> float:
    """Return the least cost of all divisions."""
    number = len(counts)
    best = slow_cost(counts)
    for many in range(1, number // shortest):
        for inner in combinations(range(1, number), many):
            bounds = [0, *inner, number]
            if all(b - a >= shortest for a, b in pairwise(bounds)):
                total = sum(slow_cost(counts[a:b]) for a, b in pairwise(bounds))
                best = min(best, total + penalty * many)
    return best


windows = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=11)


@settings(deadline=None, max_examples=60)
@given(windows, st.floats(0, 6), st.integers(1, 4))
def test_the_division_is_the_cheapest_of_all(rows, penalty, shortest) -> None:
    counts = np.array(rows)
    places = partition(counts, penalty, shortest)
    bounds = [0, *places, len(rows)]
    if places:
        assert min(b - a for a, b in pairwise(bounds)) >= shortest
    parts = [counts[a:b] for a, b in pairwise(bounds)]
    found = sum(slow_cost(part.tolist()) for part in parts) + penalty * len(places)
    assert found == pytest.approx(slow_partition(rows, penalty, shortest), abs=1e-9)
    assert cost(counts) == pytest.approx(slow_cost(rows))


def weekly(counts: list[tuple[int, int]]) -> list:
    return [
        move(7 * week, "A", "B", weight, key=f"{week}{weight}{n}")
        for week, row in enumerate(counts)
        for number, weight in zip(row, (1.0, -2.0), strict=True)
        for n in range(number)
    ]


THAW = [(0, 2)] * 10 + [(2, 0)] * 10


def test_a_turn_is_found_where_it_was_made() -> None:
    [turn] = turns(weekly(THAW), BEGIN, on(139))
    assert (turn.a, turn.b, turn.on, turn.window) == ("A", "B", on(70), 7)
    assert turn.before == pytest.approx((0, 60 / 7))
    assert turn.after == pytest.approx((60 / 7, 0))
    assert turn.p == 1 / 500
    assert turn.gain == pytest.approx(2 * 20 * log(2))
    assert turn.penalty == pytest.approx(1.5 * log(20))
    assert set(turn.events) == {m.event for m in weekly(THAW) if abs((m.day - on(70)).days) <= 14}


@pytest.mark.parametrize(
    ("rows", "days"),
    [
        (weekly([(1, 1)] * 20), 140),  # a steady pace
        (weekly([(0, 1)] * 4 + [(1, 0)] * 4), 56),  # too few events
        (weekly([(0, 5)] * 3 + [(5, 0)] * 4), 55),  # too short a time
        ([], 140),
    ],
)
def test_where_no_turn_is_proposed(rows, days) -> None:
    assert turns(rows, BEGIN, on(days - 1)) == ()


def test_a_long_time_has_longer_windows() -> None:
    rows = [move(7 * n, weight=-2.0, key=f"x{n}") for n in range(300)]
    rows += [move(7 * n, key=f"y{n}") for n in range(300, 600)]
    [turn] = turns(rows, BEGIN, on(7 * 600 - 1))
    assert (turn.on, turn.window) == (on(2100), 14)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=8, max_size=16), st.integers(-400, 400)
)
def test_order_and_the_calendar_change_nothing(counts, days) -> None:
    rows = weekly(counts)
    last = 7 * len(counts) - 1
    found = turns(rows, BEGIN, on(last), seed=3)
    other = turns([later(m, days) for m in reversed(rows)], on(days), on(last + days), seed=3)
    assert [(t.gain, t.p, t.before, t.after, (t.on - BEGIN).days) for t in found] == [
        (t.gain, t.p, t.before, t.after, (t.on - on(days)).days) for t in other
    ]


def test_steady_chance_is_seldom_taken_for_a_turn() -> None:
    # 100 series of 50 windows at one pace each; the penalty lets few through, and where one passes its p-value
    # is small because it was chosen for its gain.
    stream = np.random.default_rng(7)
    proposed = [partition(stream.poisson(1.0, (50, 2)), 1.5 * log(50)) for _ in range(100)]
    assert sum(bool(places) for places in proposed) <= 25


def test_coded_turning_points_are_held_against_the_record() -> None:
    point = TurningPoint(on(70), "external", "abrupt", "de-escalatory", "later", ("A", "B"), "talks", ("e",))
    other = TurningPoint(on(9), "procedural", "gradual", "escalatory")
    rows = [*weekly(THAW), move(71, "C", "A", key="c")]
    first, second = coded((point, other), rows, turns(weekly(THAW), BEGIN, on(139)), on(139))
    assert (first.on, first.between, first.whole, first.proposed) == (on(9), (), False, None)
    assert (second.before, second.after, second.days) == ((0, 16), (18, 0), 60)
    assert (second.whole, second.proposed, second.events) == (True, on(70), ("e",))
    assert coded((point,), [], [], None)[0].whole is False
