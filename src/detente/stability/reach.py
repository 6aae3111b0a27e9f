"""One pass over an actor's rows: for every state the least or greatest value it can move or improve to.

Rows of about the same length lie side by side in a *block*, one row a column, so that one operation on a line
of the block works on all of its rows. A column that is too short is filled up with its own last entry,
which changes neither a least nor a greatest value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from detente.graph import Rows
from detente.graph.arcs import starts

T = TypeVar("T", bound=np.generic)
Values = NDArray[np.int32]
Index = NDArray[np.signedinteger[Any]]
AT_ONCE = 1 << 16
"""Entries that are worked on at a time where a step needs more room than it leaves (half a megabyte)."""
WIDE = 1 << 20
"""Indices kept in the width that numpy wants; more of them are kept narrow and widened part by part."""
FEW = 32
"""Columns below which one operation a line costs more than numpy's own running least value."""


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Where one actor can move from each of n states: to the whole of its row.

    Parameters
    ----------
    order
        The states of each block, ``[width, rows]``.
    place
        Number of the state's row, counted through the blocks; beyond the last for an empty row.
    listed
        Whether every state has a row of its own, in which it does not stand itself.
    shared
        Whether a state may stand in rows that are not its own.
    """

    order: tuple[Index, ...]
    place: Index
    listed: bool
    shared: bool

    @classmethod
    def of(cls, rows: Rows, listed: bool, fine: bool = True) -> Moves:
        """Sort rows into blocks.

        Parameters
        ----------
        rows
            The actor's rows.
        listed
            Whether they were listed state by state.
        fine
            Whether to make more and narrower blocks: less filling up, more operations.

        Notes
        -----
        O(L) time; blocks hold up to 1.25 times the L entries of the rows, up to twice when not ``fine``.
        """
        sizes = np.diff(rows.start)
        widths = _rounded(sizes, fine)
        blocks, place, count = [], np.empty(len(sizes), np.int32), 0
        for width in np.unique(widths[widths > 0]).tolist():
            here = np.flatnonzero(widths == width)
            place[here] = np.arange(count, count + len(here))
            first, last = rows.start[here], sizes[here] - 1
            block = np.empty((width, len(here)), np.int32)
            # Line by line, as the positions of a whole block would take twice its memory.
            for k in range(width):
                block[k] = rows.state[first + np.minimum(k, last)]
            blocks.append(block)
            count += len(here)
        place[widths == 0] = count
        shared = not listed and len(rows.state) > len(rows.row_of)
        return cls(tuple(map(_fitting, blocks)), _fitting(place[rows.row_of]), listed, shared)

    @property
    def entries(self) -> int:
        """Entries of all blocks, those that fill up included."""
        return sum(order.size for order in self.order)

    def copies(self, number: int) -> Moves:
        """Return the moves in several copies of the conflict; their rows lie side by side in each block."""
        if number == 1:
            return self
        bounds = starts(np.array([order.shape[1] for order in self.order], np.int64))
        block = np.searchsorted(bounds, self.place, "right") - 1
        copy = np.arange(number)[:, None]
        columns = np.append(np.diff(bounds), 0)[block]
        place = bounds[block] * number + copy * columns + self.place - bounds[block]
        shifted = (order[:, None, :] + copy * len(self.place) for order in self.order)
        order = tuple(_fitting(block.reshape(len(block), -1)) for block in shifted)
        return Moves(order, _fitting(place.ravel()), self.listed, self.shared)

    def extreme(self, values: Values, pick: np.ufunc, nothing: int) -> Values:
        """Return the least or greatest of the values in reach of each state, ``nothing`` where none is.

        ``pick`` is ``np.minimum`` or ``np.maximum``, ``values`` is ``int32[n]``.
        """
        by_row = np.full(sum(order.shape[1] for order in self.order) + 1, nothing, np.int32)
        at = 0
        for order in self.order:
            columns = order.shape[1]
            for part in _parts(order):
                found = by_row[at + part.start : at + part.stop]
                pick.reduce(taken(values, order[:, part]), axis=0, out=found)
            at += columns
        return taken(by_row, self.place)


@dataclass(frozen=True, slots=True, eq=False)
class Gains:
    """Where one actor can improve to from each of n states: to what its row holds above the state.

    Parameters
    ----------
    order
        The states of each block, ``[width, rows]``, every column in falling rank.
    upto
        Where the last improvement from the state stands, all blocks being one long list after an empty
        first place; 0 for none.
    """

    order: tuple[Index, ...]
    upto: Index

    @classmethod
    def of(cls, moves: Moves, ranks: Values) -> Gains:
        """Return those of the moves that are improvements under the ranks ``int32[n]``, 0 or greater.

        Notes
        -----
        1. Rank and state are sorted as one number, so that the ranks bring their states along.
        2. What is above a state in its own row ends where the states of its rank begin.
        3. A state that does not stand in its own row is held against all of it.
        """
        top = int(ranks.max())
        upto: Index = np.zeros(len(ranks), np.int32 if moves.entries > WIDE else np.intp)
        owner = _inverse(moves.place) if moves.listed else None
        orders, before, row = [], 1, 0
        for source in moves.order:
            width, columns = source.shape
            order = np.empty_like(source)
            for part in _parts(source):
                # step 1
                key = source[:, part].T.astype(np.int64, order="C")
                key |= (top - taken(ranks, key)).astype(np.int64) << 32
                key.sort(axis=1)
                states, falling = _halves(key)
                order[:, part] = states
                here = np.arange(part.start, part.stop)
                lines = np.arange(width)[:, None] * columns + (before + here)
                if owner is None:
                    # step 2
                    above = np.zeros(states.shape, np.int64)
                    above[1:] = np.where(falling[1:] != falling[:-1], lines[:-1], 0)
                    running(above, np.maximum)
                    if moves.shared:
                        own = taken(moves.place, states) == row + here
                        upto[states[own]] = above[own]
                    else:
                        upto[states] = above
                else:
                    # step 3
                    own = owner[row + here]
                    upto[own] = np.where(falling < top - ranks[own], lines, 0).max(axis=0)
            orders.append(order)
            before, row = before + source.size, row + columns
        return cls(tuple(orders), upto)

    @property
    def none(self) -> NDArray[np.bool_]:
        """``bool[n]``: the states that the actor cannot improve on."""
        return self.upto == 0

    def extreme(self, values: Values, pick: np.ufunc, nothing: int) -> Values:
        """Return the least or greatest of the values in reach of each state, as :meth:`Moves.extreme`."""
        found = np.empty(sum(order.size for order in self.order) + 1, np.int32)
        found[0], at = nothing, 1
        for order in self.order:
            block = found[at : at + order.size].reshape(order.shape)
            taken(values, order, block)
            running(block, pick)
            at += order.size
        return taken(found, self.upto)


def running(block: NDArray[Any], pick: np.ufunc) -> None:
    """Replace each column of a block by its running least or greatest values, from the first line down."""
    if block.shape[1] < FEW:
        pick.accumulate(block, axis=0, out=block)
        return
    for k in range(1, len(block)):
        pick(block[k], block[k - 1], out=block[k])


def taken(values: NDArray[T], index: Index, out: NDArray[T] | None = None) -> NDArray[T]:
    """Return the values at some indices, without a copy of a large index in the width that numpy wants."""
    found = np.empty(index.shape, values.dtype) if out is None else out
    # All indices are valid; "clip" only spares numpy a copy of what it takes.
    if index.dtype == np.intp or not index.flags.c_contiguous:
        return np.take(values, index, out=found, mode="clip")
    flat, to = index.reshape(-1), found.reshape(-1)
    for at in range(0, flat.size, AT_ONCE):
        np.take(values, flat[at : at + AT_ONCE].astype(np.intp), out=to[at : at + AT_ONCE], mode="clip")
    return found


def _rounded(sizes: NDArray[np.int64], fine: bool) -> NDArray[np.int64]:
    """Round lengths of rows up to a few different ones: powers of two, or quarters between them."""
    power = np.frexp(np.maximum(sizes - 1, 0).astype(float))[1]
    step = np.int64(1) << np.maximum(power - (3 if fine else 0), 0)
    rounded: NDArray[np.int64] = -(-sizes // step) * step
    return rounded


def _parts(block: NDArray[Any]) -> Iterator[slice]:
    """Divide the columns of a block so that each part has a bounded number of entries."""
    step = max(1, AT_ONCE // len(block))
    return (slice(at, min(at + step, block.shape[1])) for at in range(0, block.shape[1], step))


def _halves(key: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Take states and falling ranks apart again, and turn rows into columns."""
    return np.ascontiguousarray((key & 0xFFFFFFFF).T), np.ascontiguousarray((key >> 32).T.astype(np.int32))


def _inverse(place: Index) -> Index:
    found = np.zeros(int(place.max(initial=0)) + 1, np.intp)
    found[place] = np.arange(len(place))
    return found


def _fitting(index: NDArray[np.signedinteger[Any]]) -> Index:
    return index.astype(np.int32 if index.size > WIDE else np.intp, copy=False)
