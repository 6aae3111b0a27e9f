"""Random draws of what is held and what is not, each the same whoever makes it and in whatever order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

MAX_UNKNOWNS = 62
"""What is held in a draw is one signed 64-bit number, a bit for each unknown."""
BLOCK = 1 << 16
"""Draws made at once."""


def uniform(seed: int, unknown: int, first: int, count: int) -> NDArray[np.float64]:
    """Return the numbers in [0, 1) that decide one unknown in the draws ``first`` to ``first + count - 1``.

    Notes
    -----
    Philox is counter-based: number n of a stream is a function of the stream's key and n alone. The key comes
    from the seed and the unknown, so a draw is the same in any block, in any process, and whatever other
    unknowns there are.

    References
    ----------
    Salmon, Moraes, Dror and Shaw (2011), Parallel random numbers: as easy as 1, 2, 3,
    doi:10.1145/2063384.2063405.
    """
    key = np.random.SeedSequence(seed, spawn_key=(unknown,)).generate_state(2, np.uint64)
    stream = np.random.Philox(key=key)
    stream.advance(first // 4)  # a step of the counter makes four numbers
    skip = first % 4
    return np.random.Generator(stream).random(skip + count)[skip:]


def drawn(chances: Sequence[float], seed: int, first: int, count: int) -> NDArray[np.int64]:
    """Return the set of unknowns held in each of some draws.

    Parameters
    ----------
    chances
        Chance that each of the ``K`` unknowns is held, in [0, 1]; each is decided independently.
    seed
        From 0.
    first, count
        Numbers of the draws.

    Returns
    -------
    numpy.ndarray
        ``int64[count]``; bit k is set when unknown k is held.
    """
    sets = np.zeros(count, np.int64)
    for k, chance in enumerate(chances):
        sets |= (uniform(seed, k, first, count) < chance).astype(np.int64) << k
    return sets


def distinct(chances: Sequence[float], draws: int, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the different sets among the draws, ascending, and how often each was drawn.

    Notes
    -----
    Working memory is one block of draws and 16 bytes for every set that was drawn.
    """
    found, times = np.empty(0, np.int64), np.empty(0, np.int64)
    waiting: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    for sets, counts in _counted(chances, draws, seed):
        waiting.append((sets, counts))
        # Merging seldom keeps the work linear in the draws.
        if sum(len(sets) for sets, _ in waiting) > len(found) + 4 * BLOCK:
            found, times = _merged([(found, times), *waiting])
            waiting = []
    return _merged([(found, times), *waiting])


def _counted(
    chances: Sequence[float], draws: int, seed: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    for first in range(0, draws, BLOCK):
        sets, counts = np.unique(drawn(chances, seed, first, min(BLOCK, draws - first)), return_counts=True)
        yield sets, counts.astype(np.int64)


def _merged(
    parts: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    sets, where = np.unique(np.concatenate([sets for sets, _ in parts]), return_inverse=True)
    times = np.zeros(len(sets), np.int64)
    np.add.at(times, where, np.concatenate([counts for _, counts in parts]))
    return sets, times
