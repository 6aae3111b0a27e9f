"""One actor's moves, in two forms: listed one by one, or gathered into rows that many states share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from detente.errors import Fault, LimitExceeded, ModelError

MAX_MOVES = 20_000_000
"""Moves of one actor that are listed one by one at most (about half a gigabyte while they are made)."""

T = TypeVar("T", bound=np.generic)


def read_only(values: NDArray[T]) -> NDArray[T]:
    """Return an array that nobody can write to: the same one if it already is so, else a copy."""
    if values.flags.writeable:
        values = values.copy()
        values.flags.writeable = False
    return values


def _starts(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    start = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=start[1:])
    return start


def _to_itself(state: int) -> Fault:
    return Fault("D509", f"a move leads from state {state} to itself", "leave it out: staying is no move")


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """One actor's moves in compressed sparse rows.

    Parameters
    ----------
    start
        ``int64[S + 1]``; the moves from state ``s`` are ``target[start[s]:start[s + 1]]``.
    target
        ``int32[E]``, ascending within a row.
    """

    start: NDArray[np.int64]
    target: NDArray[np.int32]

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", read_only(np.asarray(self.start, np.int64)))
        object.__setattr__(self, "target", read_only(np.asarray(self.target, np.int32)))

    def of(self, state: int) -> NDArray[np.int32]:
        """Return the states one move away from ``state``."""
        return self.target[self.start[state] : self.start[state + 1]]

    @property
    def source(self) -> NDArray[np.int32]:
        """``int32[E]``: the state each move leaves."""
        return np.repeat(np.arange(len(self.start) - 1, dtype=np.int32), np.diff(self.start))

    def faults(self, states: int) -> Iterable[Fault]:
        """Say what keeps these moves from being moves between ``states`` states."""
        start, target = self.start, self.target
        if (
            start.shape != (states + 1,)
            or start[0] != 0
            or start[-1] != len(target)
            or (np.diff(start) < 0).any()
        ):
            yield Fault("D508", f"the moves are not laid out as one row for each of the {states} states")
            return
        source = self.source
        if ((target < 0) | (target >= states)).any():
            yield Fault("D508", f"a move leads to a state outside 0 to {states - 1}")
        if (source == target).any():
            where = int(target[source == target][0])
            yield Fault(
                "D509", f"a move leads from state {where} to itself", "leave it out: staying is no move"
            )
        same_row = source[1:] == source[:-1]
        if (same_row & (target[1:] <= target[:-1])).any():
            yield Fault("D508", "the moves from one state must be ascending and told once")

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[int, int]], states: int) -> Arcs:
        """Collect ``(from, to)`` pairs of state indices; repeated pairs count once.

        Raises
        ------
        ModelError
            When a pair names no state, or leads from a state to itself.
        """
        rows = sorted({(int(source), int(target)) for source, target in pairs})
        outside = [pair for pair in rows if not (0 <= pair[0] < states and 0 <= pair[1] < states)]
        loops = [pair for pair in rows if pair[0] == pair[1]]
        faults = [
            *(Fault("D508", f"move {a} -> {b} leaves the states 0 to {states - 1}") for a, b in outside[:5]),
            *(_to_itself(a) for a, _ in loops[:5]),
        ]
        if faults:
            raise ModelError(faults)
        source = np.fromiter((s for s, _ in rows), np.int64, len(rows))
        target = np.fromiter((t for _, t in rows), np.int32, len(rows))
        return cls(_starts(np.bincount(source, minlength=states)), target)


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

        Notes
        -----
        States that agree outside ``own`` move among themselves. One-way options divide such a group into
        *levels* that differ in them; from a level one can go to itself and to the levels that only add
        ``take`` bits and only lack ``drop`` bits, so each level present in a group makes one row.
        O(S log S + V S) time for V different levels, and V = 1 without one-way options.
        """
        take, drop = own & take, own & drop
        level = codes & np.int64(take | drop)
        group = np.unique(codes & ~np.int64(own), return_inverse=True)[1]
        by_group = np.argsort(group, kind="stable")
        starts, members, count = [np.zeros(1, np.int64)], [], 0
        row_of = np.empty(len(codes), np.int32)
        for here in np.unique(level):
            at = np.flatnonzero(level == here)
            groups, row = np.unique(group[at], return_inverse=True)
            row_of[at] = count + row
            present = np.zeros(len(codes), bool)
            present[groups] = True
            undone = (here & ~level & np.int64(take)) | (~here & level & np.int64(drop))
            reached = by_group[(present[group] & (undone == 0))[by_group]]
            sizes = np.bincount(group[reached], minlength=len(codes))[groups]
            starts.append(starts[-1][-1] + np.cumsum(sizes))
            members.append(reached)
            count += len(groups)
        state = np.concatenate(members) if members else np.empty(0, np.int64)
        return cls(np.concatenate(starts), state.astype(np.int32), row_of)

    @property
    def row_of_entry(self) -> NDArray[np.int64]:
        """``int64[L]``: the row that each entry of ``state`` belongs to."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    def arcs(self, limit: int = MAX_MOVES) -> Arcs:
        """List the moves one by one.

        Raises
        ------
        LimitExceeded
            When there are more than ``limit``.
        """
        states = len(self.row_of)
        first, sizes = self.start[:-1][self.row_of], np.diff(self.start)[self.row_of]
        total = int(sizes.sum()) - states
        if total > limit:
            raise LimitExceeded(
                Fault("D510", f"{total:,} moves of one actor, the limit for a list is {limit:,}")
            )
        source = np.repeat(np.arange(states), sizes)
        within = np.arange(len(source)) - np.repeat(_starts(sizes)[:-1], sizes)
        target = self.state[np.repeat(first, sizes) + within]
        moves = target != source
        return Arcs(_starts(np.bincount(source[moves], minlength=states)), target[moves])
