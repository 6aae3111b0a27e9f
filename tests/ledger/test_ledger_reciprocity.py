"""Answers in kind: the definition, the null, and what is found where answers were made to be found."""

from __future__ import annotations

import random
from datetime import date
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from move_samples import BEGIN, later, move, on, renamed

from detente.ledger.nulls import answers, shuffled
from detente.ledger.reciprocity import period, reciprocity
from detente.ledger.telling import says


def answered(rows, days=(10,), length=100, pair=("A", "B"), **how):
    return reciprocity(rows, [pair], first=BEGIN, last=on(length - 1), within=days, **how)


def only(rows, polarity="cooperative", **how):
    [row] = [row for row in answered(rows, **how) if row.polarity == polarity]
    return row


def test_rates_lags_and_sizes_by_hand() -> None:
    # A moves on days 0, 10, 20, 30, 40 and 95. B answers on 3 (with twice the weight), on 20 (the same day as
    # A's move, so only the one of day 10 is answered, after ten days) and on 41.
    rows = [move(day, weight=2.0) for day in (0, 10, 20, 30, 40, 95)]
    rows += [move(3, "B", "A", 4.0), move(20, "B", "A", 2.0), move(41, "B", "A", 1.0)]
    row = only(rows)
    assert (row.moves, row.open, row.answered, row.rate) == (5, 1, 3, 3 / 5)
    assert (row.lag, row.size) == (3.0, 1.0)  # lags 3, 10, 1; sizes 2, 1, 1/2
    assert row.events[:6] == tuple(m.event for m in rows[:6])
    assert set(row.events[6:]) == {m.event for m in rows[6:]}
    # B acts on 3 of 100 days; 10 days before each of them, 28 in all, as two windows share no day but 10..19
    # and 31..40, and the first has only days 0, 1 and 2.
    assert row.any_day == pytest.approx((3 + 10 + 10) / 90)
    assert row.after_own is None
    # Of A's five, those of 0, 10, 20 and 30 are followed by another of its own within ten days.
    assert row.after_mover == 4 / 5


def test_unlike_mutual_outside_and_same_day_acts_answer_nothing() -> None:
    rows = [move(day) for day in range(0, 60, 10)]
    for reply in (
        move(5, "B", "A", -2.0),
        move(5, mutual=True),
        move(5, "B", "C"),
        move(10, "B", "A"),
        move(11 + 90, "B", "A"),
    ):
        assert only([*rows, reply], days=(9,)).answered == 0
    assert only([*rows, move(9, "B", "A")], days=(9,)).answered == 1


def test_several_acts_of_one_day_are_one_move() -> None:
    rows = [move(day, key=f"{day}{n}") for day in range(0, 50, 10) for n in range(3)]
    row = only([*rows, move(2, "B", "A", 3.0)])
    assert (row.moves, row.answered, row.size) == (5, 1, 1.0)


def test_few_moves_have_no_rate() -> None:
    row = only([move(day) for day in (0, 10, 20, 30)])
    assert (row.moves, row.rate, row.p, row.lag, row.null_high, row.shuffles) == (
        4,
        None,
        None,
        None,
        None,
        0,
    )


def slow(a: list[int], b: list[int], days: int, length: int) -> tuple[int, int, list[int]]:
    """Count closed and answered moves and list the lags, straight from the definition."""
    closed = [day for day in a if day + days <= length - 1]
    lags = []
    for day in closed:
        answers = [other for other in b if 1 <= other - day <= days]
        if answers:
            lags.append(min(answers) - day)
    return len(closed), len(lags), lags


days_of = st.sets(st.integers(0, 79), max_size=25).map(sorted)


@settings(max_examples=60, deadline=None)
@given(days_of, days_of, st.integers(1, 40), st.integers(0, 5))
def test_the_fast_count_is_the_definition(a, b, days, seed) -> None:
    rows = [move(day) for day in a] + [move(day, "B", "A") for day in b]
    found = [r for r in answered(rows, (days,), 80, shuffles=50, seed=seed) if r.polarity == "cooperative"]
    assert bool(found) is bool(a)
    for row in found:
        closed, hits, lags = slow(a, b, days, 80)
        assert (row.moves, row.answered, row.open) == (closed, hits, len(a) - closed)
        starts = range(80 - days)
        assert row.any_day == pytest.approx(sum(slow([t], b, days, 80)[1] for t in starts) / len(starts))
        own_closed, own_hits, _ = slow(b, b, days, 80)
        assert row.after_own == (own_hits / own_closed if own_closed >= 5 else None)
        if row.rate is None:
            continue
        assert row.rate == hits / closed
        assert row.lag == (median(lags) if lags else None)
        drawn = [
            np.flatnonzero(series).tolist() for table in shuffled(80, len(b), 50, seed) for series in table.T
        ]
        nulls = [slow(a, series, days, 80)[1] for series in drawn]
        assert len(nulls) == 50
        assert row.p == (1 + sum(null >= hits for null in nulls)) / 51
        # B's series turned round the period by every number of days; closed moves never reach its end.
        turned = []
        for by in range(80):
            ring = {(other - by) % 80 for other in b}
            at_risk = [day for day in a if day + days <= 79]
            turned.append(sum(any((day + n) % 80 in ring for n in range(1, days + 1)) for day in at_risk))
        assert row.p_rhythm == pytest.approx(sum(t >= hits for t in turned) / 80)


@given(st.integers(1, 30), st.data())
def test_drawn_series_have_as_many_days_as_asked(length, data) -> None:
    number = data.draw(st.integers(0, length))
    tables = list(shuffled(length, number, 20, 3))
    assert sum(table.shape[1] for table in tables) == 20
    assert all((table.sum(axis=0) == number).all() for table in tables)


@pytest.mark.parametrize("number", [2, 3])
def test_every_set_of_days_is_equally_likely(number) -> None:
    [table] = shuffled(5, number, 20_000, 1)
    counts = np.unique((1 << np.arange(5)) @ table, return_counts=True)[1]
    assert len(counts) == 10
    assert abs(counts - 2000).max() < 250  # six standard deviations


def test_a_period_of_centuries_is_not_held_against_chance() -> None:
    row = only([move(9000 * n) for n in range(6)], length=50_000)
    assert (row.rate, row.any_day, row.p, row.p_rhythm, row.null_low, row.shuffles) == (
        0,
        0,
        None,
        None,
        None,
        0,
    )
    assert "too long" in says(row)


def test_p_values_of_independent_series_are_uniform() -> None:
    # 300 pairs of series that know nothing of each other. A valid p-value is below u in at most a share u of
    # them; the bounds allow three standard errors.
    stream = random.Random(5)  # noqa: S311 - keeps no secret
    p, rhythm = [], []
    for n in range(300):
        a, b = (sorted(stream.sample(range(300), size)) for size in (25, 20))
        row = only(
            [move(d) for d in a] + [move(d, "B", "A") for d in b],
            days=(14,),
            length=300,
            shuffles=199,
            seed=n,
        )
        p.append(row.p)
        rhythm.append(row.p_rhythm)
    for values in (p, rhythm):
        for u in (0.05, 0.1, 0.25, 0.5):
            assert np.mean(np.array(values) <= u) <= u + 3 * (u * (1 - u) / 300) ** 0.5
        assert np.mean(np.array(values) <= 0.75) >= 0.6  # and it is not merely cautious


def test_bursts_of_the_answering_side_fool_the_first_null_more_than_the_second() -> None:
    # Both act in two bursts of their own that happen to coincide in part: the drawn days of B are spread out.
    a = [*range(50, 60), *range(200, 210)]
    b = [*range(52, 64), *range(204, 214)]
    row = only([move(d) for d in a] + [move(d, "B", "A") for d in b], days=(5,), length=300)
    assert row.p < 0.001
    assert row.p_rhythm > 2 * row.p
    assert row.after_own > 0.9  # the baseline tells: B's own last act predicts the next at least as well


@pytest.mark.parametrize("lag", [1, 4, 13])
def test_a_constructed_answer_is_recovered(lag) -> None:
    stream = random.Random(lag)  # noqa: S311 - keeps no secret
    a = sorted(stream.sample(range(0, 1000, 20), 40))
    answering = [day for day in a if stream.random() < 0.8]
    rows = [move(day) for day in a] + [move(day + lag, "B", "A") for day in answering]
    row = only(rows, days=(14,), length=1100)
    assert (row.moves, row.rate, row.lag) == (40, len(answering) / 40, lag)
    assert row.p == 1 / 2001
    assert row.rate > row.null_high >= row.null_mid >= row.null_low


acts = st.builds(
    move,
    st.integers(0, 60),
    st.sampled_from("AB"),
    st.just("C"),
    st.sampled_from([-4.0, 1.0]),
    key=st.integers(0, 10**9).map(str),
)
PAIRS = [("A", "C"), ("C", "A"), ("B", "C"), ("C", "B")]


@settings(max_examples=25, deadline=None)
@given(st.lists(acts, max_size=25, unique_by=lambda m: m.event), st.randoms(), st.integers(-400, 400))
def test_order_names_and_the_calendar_change_nothing(rows, stream, days) -> None:
    rows = rows + [move(m.day.toordinal() - BEGIN.toordinal() + 2, "C", m.by, m.weight) for m in rows[::2]]
    rows = list({m.event: m for m in rows}.values())

    def numbers(found):
        return [
            (r.polarity, r.moves, r.answered, r.lag, r.size, r.p, r.p_rhythm, r.null_low, r.any_day)
            for r in found
        ]

    found = reciprocity(rows, PAIRS, first=BEGIN, last=on(69), within=(7,), shuffles=20)
    mixed = reciprocity(
        stream.sample(rows, len(rows)), PAIRS, first=BEGIN, last=on(69), within=(7,), shuffles=20
    )
    assert numbers(mixed) == numbers(found)
    names = {"A": "Y", "B": "Z", "C": "X"}
    other = [(names[a], names[b]) for a, b in PAIRS]
    again = [renamed(m, names) for m in rows]
    assert numbers(reciprocity(again, other, first=BEGIN, last=on(69), within=(7,), shuffles=20)) == numbers(
        found
    )
    moved = [later(m, days) for m in rows]
    shifted = reciprocity(moved, PAIRS, first=on(days), last=on(69 + days), within=(7,), shuffles=20)
    assert numbers(shifted) == numbers(found)


def test_the_period() -> None:
    rows = [move(5), move(9)]
    assert period(rows, None, None) == (on(5), on(9))
    assert period(rows, on(7), on(20)) == (on(7), on(20))
    assert period(rows, on(10), None) is None
    assert period([], None, date(2020, 1, 1)) is None


def test_answers_need_sorted_days_only() -> None:
    none = np.array([], dtype=np.intp)
    assert [one.tolist() for one in answers(np.array([1, 5]), np.array([2, 9]), 3)] == [[1], [2]]
    assert [one.tolist() for one in answers(none, none, 3)] == [[], []]
