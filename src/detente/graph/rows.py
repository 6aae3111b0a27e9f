"""One actor's moves, gathered into rows that many states share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.errors import Fault, LimitExceeded
from detente.graph.arcs import Arcs, read_only, starts

MAX_ENTRIES = 50_000_000
"""Entries that the rows of one actor have at most."""
CUBE = 1 << 12
"""States from which most of a cube is laid out as one."""
MAX_PAIRS = 1 << 30
"""Pairs of a level and a state that are compared at most (some seconds)."""
MAX_MOVES = 20_000_000
"""Moves of one actor that are listed one by one at most (about half a gigabyte while they are made)."""


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """One actor's moves, gathered: states from which the same states can be reached share a row.

    From state ``s`` the actor can move to every state of row ``row_of[s]``, save ``s`` itself where the row
    holds it. With options that go both ways a row is all the states that agree outside the actor's own
    options, so ``S`` entries stand for up to ``S * 2**k`` moves.

    Parameters
    ----------
    start
        ``int64[R + 1]``; row ``r`` is ``state[start[r]:start[r + 1]]``.
    state
        ``int32[L]``, ascending within a row.
    row_of
        ``int32[S]``.
    """

    start: NDArray[np.int64]
    state: NDArray[np.int32]
    row_of: NDArray[np.int32]

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", read_only(np.asarray(self.start, np.int64)))
        object.__setattr__(self, "state", read_only(np.asarray(self.state, np.int32)))
        object.__setattr__(self, "row_of", read_only(np.asarray(self.row_of, np.int32)))

    @classmethod
    def from_arcs(cls, arcs: Arcs) -> Rows:
        """Give every state a row of its own."""
        return cls(arcs.start, arcs.target, np.arange(len(arcs.start) - 1, dtype=np.int32))

    @classmethod
    def from_options(cls, codes: NDArray[np.int64], own: int, take: int = 0, drop: int = 0) -> Rows:
        """Derive the rows of an actor who controls some of the option bits.

        Parameters
        ----------
        codes
            ``int64[S]``, different from one another: the options taken in each feasible state.
        own
            Bits of the actor's options.
        take, drop
            Bits of the options that may only be taken, or only be dropped (anybody's).

        Raises
        ------
        LimitExceeded
            When one-way options make the rows too many.

        Notes
        -----
        States that agree outside ``own`` move among themselves. One-way options divide such a group into
        *levels* that differ in them; from a level one can go to itself and to the levels that only add
        ``take`` bits and only lack ``drop`` bits, so each level present in a group makes one row.
        O(S log S + V S) time for V different levels, and V = 1 without one-way options.
        """
        take, drop = own & take, own & drop
        by_group, sizes = _groups(codes, own)
        group = np.empty(len(codes), np.int32)
        group[by_group] = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        level = codes & np.int64(take | drop) if take | drop else np.zeros(1, np.int64)
        levels = np.unique(level)
        if len(levels) == 1:
            return cls(starts(sizes), by_group, group)
        if len(levels) * len(codes) > MAX_PAIRS:
            raise _too_many(f"{len(levels):,} levels of one-way options in {len(codes):,} states")
        ends, members, count = [np.zeros(1, np.int64)], [], 0
        row_of = np.empty(len(codes), np.int32)
        for here in levels:
            at = np.flatnonzero(level == here)
            present = np.zeros(len(sizes), bool)
            present[group[at]] = True
            row_of[at] = (count + np.cumsum(present, dtype=np.int32) - 1)[group[at]]
            undone = (here & ~level & np.int64(take)) | (~here & level & np.int64(drop))
            reached = by_group[(present[group] & (undone == 0))[by_group]]
            ends.append(ends[-1][-1] + np.cumsum(np.bincount(group[reached], minlength=len(sizes))[present]))
            members.append(reached)
            if ends[-1][-1] > MAX_ENTRIES:
                raise _too_many(f"more than {MAX_ENTRIES:,} entries")
            count += int(present.sum())
        return cls(np.concatenate(ends), np.concatenate(members), row_of)

    def arcs(self, limit: int = MAX_MOVES) -> Arcs:
        """List the moves one by one.

        Raises
        ------
        LimitExceeded
            When there may be more than ``limit``.
        """
        states = len(self.row_of)
        first, sizes = self.start[:-1][self.row_of], np.diff(self.start)[self.row_of]
        total = int(sizes.sum())
        if total > limit:
            raise LimitExceeded(
                Fault("D510", f"up to {total:,} moves of one actor, the limit for a list is {limit:,}")
            )
        source = np.repeat(np.arange(states), sizes)
        within = np.arange(len(source)) - np.repeat(starts(sizes)[:-1], sizes)
        target = self.state[np.repeat(first, sizes) + within]
        moves = target != source
        return Arcs(starts(np.bincount(source[moves], minlength=states)), target[moves])


def _too_many(what: str) -> LimitExceeded:
    hint = "rule out combinations that cannot be, or let fewer options of one actor be one-way"
    return LimitExceeded(Fault("D516", f"the moves of one actor need {what}", hint))


def _groups(codes: NDArray[np.int64], own: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return the states gathered by what they agree in outside some bits, and the size of each group.

    Notes
    -----
    Where most combinations are feasible, a group is a line of the cube of all combinations, and turning the
    cube lays it out without sorting.
    """
    bits = int(codes.max(initial=0)).bit_length()
    if CUBE <= len(codes) >= 1 << bits >> 2 and (codes[1:] > codes[:-1]).all():
        cube = np.full(1 << bits, -1, np.int32)
        cube[codes] = np.arange(len(codes), dtype=np.int32)
        # The first axis is the highest bit.
        axes = sorted(range(bits), key=lambda axis: own >> (bits - 1 - axis) & 1)
        width = 1 << (own & ((1 << bits) - 1)).bit_count()
        lines = cube.reshape((2,) * bits).transpose(axes).reshape(-1, width)
        feasible = lines >= 0
        sizes = feasible.sum(axis=1)
        return lines[feasible], sizes[sizes > 0]
    key = codes & ~np.int64(own)
    by_group = np.argsort(key, kind="stable")
    key = key[by_group]
    first = np.flatnonzero(np.append(True, key[1:] != key[:-1])[: len(key)])
    return by_group.astype(np.int32), np.diff(np.append(first, len(key)))
