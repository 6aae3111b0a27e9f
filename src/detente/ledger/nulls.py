"""What chance alone would give: answers counted in series drawn anew, and in one moved round the period."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.ledger.draws import Draws

Days = NDArray[np.intp]

_CELLS = 16_000_000
"""Most cells of the tables held at once."""
_TOGETHER = 16
"""Random numbers of so many steps are drawn together, which the processor's cache holds."""


def answers(moved: Days, replies: Days, days: int) -> tuple[Days, Days]:
    """Return the days of the moves that are answered within so many days, and of their first answers."""
    at = np.searchsorted(replies, moved, side="right")
    here = at < len(replies)
    moved, first = moved[here], replies[at[here]]
    soon = first <= moved + days
    return moved[soon], first[soon]


def shuffled(days: int, number: int, shuffles: int, seed: int) -> Iterator[NDArray[np.bool_]]:
    """Yield tables of drawn series, a column each, that together have ``shuffles`` columns.

    Parameters
    ----------
    days
        Length of the period.
    number
        On how many of the days something happens; every set of that many days is equally likely.
    shuffles, seed
        How many series, and where the random numbers begin.

    Yields
    ------
    bool[days, columns]
        Floyd's method draws a set in as many steps as it has members, all columns at a time; of many days
        those left out are drawn.
    """
    draws = Draws(seed & (2**64 - 1))
    fewer = min(number, days - number)
    most = max(1, _CELLS // days)
    for start in range(0, shuffles, most):
        columns = min(most, shuffles - start)
        every = np.arange(columns)
        drawn = np.zeros((days, columns), dtype=bool)
        cells = drawn.reshape(-1)  # one index for a cell: half as slow as two
        for begin in range(days - fewer, days, _TOGETHER):
            steps = range(begin, min(begin + _TOGETHER, days))
            places = draws.below([last + 1 for last in steps], columns).astype(np.intp) * columns + every
            for last, at in zip(steps, places, strict=True):
                taken = cells[at]
                cells[at] = True
                drawn[last] |= taken
        yield drawn if fewer == number else ~drawn


def drawn_answers(
    closed: Sequence[Days], number: int, length: int, within: Sequence[int], shuffles: int, seed: int
) -> list[Days]:
    """Count answers in series drawn anew.

    Parameters
    ----------
    closed
        For each time to answer in, the days of the moves; each at least so many days before the end.
    number
        On how many days there is a reply.
    length
        Of the period, in days.
    within
        Numbers of days an answer may take, each > 0.
    shuffles, seed
        See :func:`shuffled`.

    Returns
    -------
    list of intp[shuffles]
        For each time to answer in, how many moves are answered in each series.
    """
    hits: list[list[Days]] = [[] for _ in within]
    for table in shuffled(length, number, shuffles, seed):
        packed = np.packbits(table, axis=1)
        for found, moved, days in zip(hits, closed, within, strict=True):
            found.append(followed_within(packed, moved, days)[: table.shape[1]])
    return [np.concatenate(parts) for parts in hits]


def followed_within(packed: NDArray[np.uint8], moved: Days, days: int) -> Days:
    """Count in each drawn series the moves that something follows within so many days.

    Parameters
    ----------
    packed
        uint8[days, series / 8]: eight series to a byte.
    moved
        Days of the moves, intp[moves]; each at least ``days`` before the end.
    days
        > 0.

    Returns
    -------
    intp[series]
        A last byte that is not full counts none for the series it lacks.

    Notes
    -----
    What happens on 2, 4, 8... days in a row follows by doubling, and any number of
    days in a row is two such stretches laid over each other: O(log days) passes over the table.
    """
    stretch, long = packed, 1
    while 2 * long <= days:
        stretch = stretch[:-long] | stretch[long:]
        long *= 2
    found = stretch[moved + 1] | stretch[moved + 1 + days - long]
    hits: Days = np.unpackbits(found, axis=1).sum(axis=0, dtype=np.intp)
    return hits


def replied_soon(replies: Days, length: int, days: int) -> NDArray[np.bool_]:
    """Return for each day of a period, taken as a ring, whether a reply follows within so many days."""
    replied = np.zeros(length, dtype=np.intp)
    replied[replies] = 1
    upto = np.concatenate([[0], np.cumsum(np.tile(replied, 2))])
    at = np.arange(length)
    return np.asarray(upto[at + days + 1] > upto[at + 1])


def turned_answers(moved: Days, soon: NDArray[np.bool_]) -> Days:
    """Count the moves that are answered when the replies are moved round the period, by each number of days.

    Parameters
    ----------
    moved
        Days of the moves.
    soon
        From :func:`replied_soon`.

    Returns
    -------
    intp[days of the period]

    Notes
    -----
    The sums over the moves for all turns are one correlation of the moves with two rounds of the period,
    O(length log length) by way of Fourier transforms; it is of whole numbers, so rounding takes all error
    away.
    """
    length = len(soon)
    size = 1 << (2 * length).bit_length()
    moves = np.fft.rfft(np.bincount(moved), size)
    sums = np.fft.irfft(np.fft.rfft(np.tile(soon, 2), size) * np.conj(moves), size)
    return np.rint(sums[:length]).astype(np.intp)
