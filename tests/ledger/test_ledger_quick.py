"""What was made quick, held against its slow twin."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.ledger.draws import Draws
from detente.ledger.gains import exact, in_whole_numbers
from detente.ledger.nulls import replied_soon, turned_answers
from detente.ledger.turning import _best_split, cost
from detente.ledger.weighing import chances
from detente.ledger.words import one_line

bounds = st.lists(
    st.one_of(st.integers(2, 9), st.integers(2, 2**20), st.integers(2**31, 2**32 - 1)), min_size=1, max_size=6
)


@given(st.integers(0, 2**64 - 1), st.lists(st.tuples(bounds, st.integers(1, 9)), min_size=1, max_size=4))
def test_numbers_drawn_together_are_those_drawn_one_row_after_the_other(seed, blocks) -> None:
    draws, stream = Draws(seed), np.random.default_rng(seed)
    for rows, columns in blocks:
        slow = [stream.integers(bound, size=columns).tolist() for bound in rows]
        assert draws.below(rows, columns).tolist() == slow


@given(
    st.text(
        alphabet=st.one_of(st.characters(), st.sampled_from(" \t\n\r\x0b\x1c\x85\xa0\u2003\u2028\u3000ab"))
    )
)
def test_one_line_has_one_blank_wherever_there_are_spaces(text) -> None:
    assert one_line(text) == " ".join(text.split())


@given(st.lists(st.floats(-1e9, 1e9)))
def test_whole_numbers_of_a_unit_are_the_decimals_written(numbers) -> None:
    whole, unit = in_whole_numbers({number: exact(number) for number in numbers})
    assert all(Fraction(whole[number], unit) == exact(number) for number in numbers)
    assert all(whole[number] / unit == float(exact(number)) for number in numbers)


@given(st.lists(st.booleans(), min_size=1, max_size=40), st.integers(1, 9), st.data())
def test_turns_of_the_replies_are_counted_one_by_one(replied, days, data) -> None:
    length = len(replied)
    moved = sorted(data.draw(st.sets(st.integers(0, length - 1))))
    days = min(days, length)
    soon = replied_soon(np.flatnonzero(replied), length, days)
    assert soon.tolist() == [
        any(replied[(day + n) % length] for n in range(1, days + 1)) for day in range(length)
    ]
    slow = [sum(bool(soon[(day + by) % length]) for day in moved) for by in range(length)]
    assert turned_answers(np.array(moved, dtype=np.intp), soon).tolist() == slow


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 3)), min_size=8, max_size=30))
def test_the_best_split_is_the_cheapest_of_all(rows) -> None:
    counts = np.array(rows, dtype=np.int64)
    splits = [cost(counts[:at]) + cost(counts[at:]) for at in range(4, len(counts) - 3)]
    assert _best_split(counts[None])[0] == pytest.approx(cost(counts) - min(splits), abs=1e-9)


nets = st.dictionaries(st.sampled_from("abcdef"), st.integers(-5, 5), min_size=1)
chains = st.sampled_from([(), (("a", "b"),), (("a", "b"), ("c", "d")), (("a", "b", "c"), ("a", "d"))])


@settings(max_examples=60)
@given(st.lists(nets, max_size=6), chains, st.sampled_from([1, 10]), st.sampled_from([2, 10_000]))
def test_chances_asked_together_are_those_asked_one_by_one(each, order, unit, draws) -> None:
    together = chances(each, unit, order, draws)
    alone = [chances([net], unit, order, draws)[0] for net in each]
    assert [(one.first, one.exact) for one in together] == [(one.first, one.exact) for one in alone]
