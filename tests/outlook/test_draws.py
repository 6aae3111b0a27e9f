"""Draws are the same in any order and any company, and as likely as they should be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.outlook import draws
from detente.outlook.draws import distinct, drawn, uniform

chances = st.lists(st.floats(0, 1), max_size=6)


@given(chances, st.integers(0, 2**64 - 1), st.integers(0, 500), st.integers(0, 50))
def test_a_draw_depends_on_its_number_alone(held: list[float], seed: int, first: int, count: int) -> None:
    together = drawn(held, seed, 0, 550)
    assert np.array_equal(drawn(held, seed, first, count), together[first : first + count])


@given(chances, st.integers(0, 2**64 - 1))
def test_another_unknown_changes_no_draw_of_the_others(held: list[float], seed: int) -> None:
    more = drawn([*held, 0.5], seed, 0, 200)
    assert np.array_equal(more & ((1 << len(held)) - 1), drawn(held, seed, 0, 200))


@given(chances, st.integers(0, 1000), st.integers(1, 700), st.integers(50, 300))
@settings(max_examples=40)
def test_counting_in_blocks_counts_every_draw(held: list[float], seed: int, total: int, block: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(draws, "BLOCK", block)
        sets, times = distinct(held, total, seed)
    values, counts = np.unique(drawn(held, seed, 0, total), return_counts=True)
    assert sets.tolist() == values.tolist() and times.tolist() == counts.tolist()


def test_certain_and_impossible_wishes_are_never_drawn_otherwise() -> None:
    assert distinct([0.0, 1.0], 10_000, 3)[0].tolist() == [2]


def test_draws_are_as_likely_as_their_chances_and_independent() -> None:
    held = [0.1, 0.5, 0.9]
    bits = (drawn(held, 11, 0, 200_000)[:, None] >> np.arange(3)) & 1
    assert np.allclose(bits.mean(axis=0), held, atol=0.005)
    assert np.abs(np.corrcoef(bits.T) - np.eye(3)).max() < 0.01
    assert abs(np.corrcoef(bits[1:, 1], bits[:-1, 1])[0, 1]) < 0.01


def test_seeds_and_unknowns_have_streams_of_their_own() -> None:
    streams = [uniform(seed, unknown, 0, 8).tolist() for seed in (0, 1, 2**64 - 1) for unknown in (0, 1)]
    assert len({number for stream in streams for number in stream}) == 48


def test_sixty_two_unknowns_fit() -> None:
    sets = drawn([1.0] * draws.MAX_UNKNOWNS, 0, 0, 2)
    assert sets.tolist() == [2**62 - 1] * 2
