"""One actor's moves, listed one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from detente.errors import Fault, ModelError

T = TypeVar("T", bound=np.generic)


def read_only(values: NDArray[T]) -> NDArray[T]:
    """Return an array that nobody can write to: the same one if it already is so, else a copy."""
    if values.flags.writeable:
        values = values.copy()
        values.flags.writeable = False
    return values


def starts(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where rows of some sizes begin, and where the last one ends."""
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
        return cls(starts(np.bincount(source, minlength=states)), target)
