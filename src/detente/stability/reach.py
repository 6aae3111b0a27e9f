"""One pass over an actor's rows: for every state the least or greatest value it can move or improve to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.graph import Rows

Values = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reach:
    """Where one actor can go from each of n states, laid out so that one pass answers for all of them.

    From a state the actor can go to the first so many entries of one row: to all of them by a move; by an
    improvement, when the row is in falling rank, to those ranked above the state. So one running minimum
    along the rows holds every answer. An offset that falls from row to row by more than any value makes the
    minimum start anew in each row; and where a state can go nowhere, what it finds is the end of an earlier
    row, which the offset has made at least ``stride``: infinity.

    Parameters
    ----------
    order
        ``intp[L]``: the states, row after row.
    offset
        ``int64[L]``: number of the entry's row, times ``stride``.
    upto
        ``intp[n]``: entries of ``order`` before the end of what the state can reach.
    base
        ``int64[n]``: number of the state's row, times ``stride``.
    stride
        Greater than any value.
    """

    order: NDArray[np.intp]
    offset: Values
    upto: NDArray[np.intp]
    base: Values
    stride: int

    def least(self, values: Values) -> Values:
        """Return the least of the values in reach of each state, ``stride`` or more where there is none.

        ``values`` is ``int64[n]``, from 0 to ``stride - 1``.
        """
        running = np.empty(len(self.order) + 1, np.int64)
        running[0] = self.stride
        entries = running[1:]
        # All indices are valid; "clip" only spares numpy a copy of what it takes.
        np.take(values, self.order, out=entries, mode="clip")
        entries -= self.offset
        np.minimum.accumulate(running, out=running)
        found = np.take(running, self.upto, mode="clip")
        found += self.base
        return found

    def greatest(self, values: Values) -> Values:
        """Return the greatest of the values in reach of each state, negative where there is none."""
        return self.stride - 1 - self.least(self.stride - 1 - values)


def by_moves(rows: Rows, copies: int, stride: int) -> Reach:
    """Return the moves in some copies of a conflict: a state reaches the whole of its row."""
    copy = np.arange(copies)[:, None]
    upto = rows.start[1:][rows.row_of] + copy * len(rows.state)
    return _reach(rows, rows.state + copy * len(rows.row_of), upto, stride)


def by_improvements(rows: Rows, ranks: Values, stride: int) -> Reach:
    """Return the improvements under rankings ``int64[D, S]``: a state reaches what its row holds above it."""
    copy = np.arange(len(ranks))[:, None]
    # Ascending keys are rows in turn, and falling ranks within a row.
    keys = rows.row_of_entry * stride - ranks[:, rows.state]
    order = np.argsort(keys, axis=1)
    own = rows.row_of * np.int64(stride) - ranks
    above = [np.searchsorted(k[o], q) for k, o, q in zip(keys, order, own, strict=True)]
    upto = np.array(above) + copy * len(rows.state)
    return _reach(rows, rows.state[order] + copy * ranks.shape[1], upto, stride)


def _reach(rows: Rows, order: NDArray[np.intp], upto: NDArray[np.intp], stride: int) -> Reach:
    """Lay all copies out one after the other, their rows numbered through."""
    first = np.arange(len(order))[:, None] * (len(rows.start) - 1)
    offset, base = (first + rows.row_of_entry) * stride, (first + rows.row_of) * stride
    return Reach(order.ravel(), offset.ravel(), upto.ravel(), base.ravel(), stride)
