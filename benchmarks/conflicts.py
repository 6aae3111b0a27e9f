"""Conflicts to measure with: random strict rankings are the worst case, written statements the usual one."""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from detente.graph import Graph, OptionBit


def conflict(
    actors: int, options: int, *, impossible: float = 0.0, one_way: int = 0, statements: int = 0
) -> Graph:
    """Return a conflict in option form, its options shared out among the actors in turn of order.

    ``impossible`` is the share of the states left out; every ``one_way``-th option is one-way. With
    ``statements`` each actor ranks by so many wishes about two options each, and otherwise at random.
    """
    rng = np.random.default_rng(options)
    codes = np.flatnonzero(rng.random(1 << options) >= impossible)
    ranks = np.empty((actors, len(codes)), np.int32)
    for row in ranks:
        row[:] = wishes(rng, codes, options, statements) if statements else rng.permutation(len(codes))
    ranks.flags.writeable = codes.flags.writeable = False
    return Graph.from_options([f"A{i}" for i in range(actors)], bits(actors, options, one_way), codes, ranks)


def bits(actors: int, options: int, one_way: int = 0) -> list[OptionBit]:
    return [
        OptionBit(f"o{b}", b * actors // options, "take" if one_way and b % one_way == 0 else None)
        for b in range(options)
    ]


def wishes(
    rng: np.random.Generator, codes: NDArray[np.int64], options: int, number: int
) -> NDArray[np.int32]:
    """Return ranks by a list of wishes, the first counting for more than all the others together."""
    score = np.zeros(len(codes), np.int32)
    for _ in range(number):
        a, b = rng.choice(options, 2, replace=False)
        score = 2 * score + ((codes >> a & 1) & (codes >> b & 1 ^ rng.integers(2))).astype(np.int32)
    return score


def sparse(states: int = 100_000) -> Graph:
    """Return a conflict of 3 actors and 40 options of which few combinations are feasible.

    Each actor has 47 feasible combinations of its own options; a few of what they make together are left
    out, so that rows differ in length.
    """
    rng = np.random.default_rng(40)
    options = bits(3, 40)
    own = []
    for i in range(3):
        shifts = [b for b, option in enumerate(options) if option.actor == i]
        choices = rng.choice(1 << len(shifts), 47, replace=False)
        own.append([sum(1 << s for n, s in enumerate(shifts) if int(c) >> n & 1) for c in choices])
    codes = np.array([a | b | c for a, b, c in product(*own)])
    codes = np.sort(rng.choice(codes, states, replace=False))
    return Graph.from_options("ABC", options, codes, [rng.permutation(states) for _ in range(3)])
