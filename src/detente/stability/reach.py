"""One pass over an actor's rows: for every state the least or greatest value it can move or improve to.

Rows of about the same length lie side by side in a *block*, one row a column, so that one operation on a line
of the block works on all of its rows. A column that is too short is filled up with its own last entry,
which changes neither a least nor a greatest value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from detente.graph import Rows
from detente.graph.arcs import starts

T = TypeVar("T", bound=np.generic)
Values = NDArray[np.int32]
Index = NDArray[np.signedinteger[Any]]
TILE = 1 << 18
"""Entries of a block at most, so that a pass over it stays within a cache."""
WIDE = 1 << 20
"""Indices kept in the width that numpy wants; more of them are kept narrow and widened part by part."""
FEW = 1 << 11
"""Columns below which an operation a line costs more in calls than in work."""


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
            of_width = np.flatnonzero(widths == width)
            columns = max(1, TILE // width)
            for at in range(0, len(of_width), columns):
                here = of_width[at : at + columns]
                place[here] = np.arange(count, count + len(here))
                first, last = rows.start[here], sizes[here] - 1
                entries = first + np.minimum(np.arange(width)[:, None], last)
                blocks.append(rows.state[entries])
                count += len(here)
        place[widths == 0] = count
        shared = not listed and len(rows.state) > len(rows.row_of)
        kind = np.int32 if len(rows.state) > WIDE else np.intp
        order = tuple(block.astype(kind, copy=False) for block in blocks)
        return cls(order, place[rows.row_of].astype(kind, copy=False), listed, shared)

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
        order = tuple(block.reshape(len(block), -1) for block in shifted)
        return Moves(order, place.ravel(), self.listed, self.shared)

    def extreme(self, values: Values, pick: np.ufunc, nothing: int) -> Values:
        """Return the least or greatest of the values in reach of each state, ``nothing`` where none is.

        ``pick`` is ``np.minimum`` or ``np.maximum``, ``values`` is ``int32[n]``.
        """
        by_row = np.full(sum(order.shape[1] for order in self.order) + 1, nothing, np.int32)
        at = 0
        for order in self.order:
            columns = order.shape[1]
            pick.reduce(taken(values, order), axis=0, out=by_row[at : at + columns])
            at += columns
        return taken(by_row, self.place)


@dataclass(frozen=True, slots=True, eq=False)
class Ladder:
    """A block whose columns are in falling rank.

    Parameters
    ----------
    order
        The states, ``[width, rows]``.
    state, upto
        The states of which the block holds the row, and where the last improvement from each stands, lines
        one after the other behind an empty first place; 0 for none. ``None`` where every entry stands in
        its own row and its improvements end one line above it.
    """

    order: Index
    state: Index | None
    upto: Index | None


@dataclass(frozen=True, slots=True, eq=False)
class Gains:
    """Where one actor can improve to from each of n states: to what its row holds above the state."""

    blocks: tuple[Ladder, ...]
    states: int

    @classmethod
    def of(cls, moves: Moves, ranks: Values) -> Gains:
        """Return those of the moves that are improvements under the ranks ``int32[n]``, 0 or greater.

        Notes
        -----
        1. Rank and state are sorted as one number, so that the ranks bring their states along.
        2. What is above a state in its own row ends where the states of its rank begin.
        3. A state that does not stand in its own row is held against all of it.

        O(L log W) time for rows of W states.
        """
        top = int(ranks.max())
        owner = _inverse(moves.place) if moves.listed else None
        blocks, row = [], 0
        for block in moves.order:
            width, columns = block.shape
            # step 1
            key = block.T.astype(np.int64, order="C")
            key |= (top - taken(ranks, key)).astype(np.int64) << 32
            key.sort(axis=1)
            order = np.ascontiguousarray((key & 0xFFFFFFFF).T)
            falling = np.ascontiguousarray((key >> 32).T)
            number = np.arange(columns)
            lines = 1 + number + columns * np.arange(width)[:, None]
            state, upto = None, None
            if owner is not None:
                # step 3
                state = owner[row + number]
                upto = np.where(falling < top - ranks[state], lines, 0).max(axis=0)
            elif moves.shared or (falling[1:] == falling[:-1]).any():
                # step 2
                above = np.zeros(order.shape, np.int64)
                above[1:] = np.where(falling[1:] != falling[:-1], lines[:-1], 0)
                running(above, np.maximum)
                state, upto = order, above
                if moves.shared:
                    own = taken(moves.place, order) == row + number
                    state, upto = order[own], above[own]
            fit = block.dtype
            kept = order.astype(fit, copy=False)
            # Most often the states are the entries themselves: kept once.
            state = kept if state is order else _narrow(state, fit)
            blocks.append(Ladder(kept, state, _narrow(upto, fit)))
            row += columns
        return cls(tuple(blocks), len(ranks))

    def extreme(self, values: Values, pick: np.ufunc, nothing: int) -> Values:
        """Return the least or greatest of the values in reach of each state, as :meth:`Moves.extreme`."""
        out = np.full(self.states, nothing, np.int32)
        for ladder in self.blocks:
            order = ladder.order.astype(np.intp, copy=False)
            found = np.empty(order.size + 1, np.int32)
            found[0] = nothing
            block = taken(values, order, found[1:].reshape(order.shape))
            running(block, pick)
            if ladder.state is None or ladder.upto is None:
                out[order[1:]] = block[:-1]
            else:
                out[ladder.state] = taken(found, ladder.upto)
        return out


def running(block: NDArray[Any], pick: np.ufunc) -> None:
    """Replace each column of a block by its running least or greatest values, from the first line down.

    Notes
    -----
    A line is worked on at once. Where lines are short, the block is cut across into pieces of as many lines
    as there are pieces: all pieces at once, then the last lines of the pieces, then what is above a piece is
    carried into it. So a block of W lines takes about ``3 sqrt(W)`` operations.
    """
    width, columns = block.shape
    lines = 1
    if columns < FEW and width > 4:
        lines = 1 << (width.bit_length() // 2)
        while width % lines:
            lines //= 2
    if lines == 1:
        for k in range(1, width):
            pick(block[k], block[k - 1], out=block[k])
        return
    pieces = block.reshape(width // lines, lines, columns)
    for k in range(1, lines):
        pick(pieces[:, k], pieces[:, k - 1], out=pieces[:, k])
    last = pieces[:, -1]
    running(last, pick)
    pick(pieces[1:, :-1], last[:-1, None], out=pieces[1:, :-1])


def taken(values: NDArray[T], index: Index, out: NDArray[T] | None = None) -> NDArray[T]:
    """Return the values at some indices, without a copy of a large index in the width that numpy wants."""
    found = np.empty(index.shape, values.dtype) if out is None else out
    # All indices are valid; "clip" only spares numpy a copy of what it takes.
    if index.dtype == np.intp or not index.flags.c_contiguous:
        return np.take(values, index, out=found, mode="clip")
    flat, to = index.reshape(-1), found.reshape(-1)
    for at in range(0, flat.size, TILE):
        np.take(values, flat[at : at + TILE].astype(np.intp), out=to[at : at + TILE], mode="clip")
    return found


def _rounded(sizes: NDArray[np.int64], fine: bool) -> NDArray[np.int64]:
    """Round lengths of rows up to a few different ones: powers of two, or quarters between them."""
    power = np.frexp(np.maximum(sizes - 1, 0).astype(float))[1]
    step = np.int64(1) << np.maximum(power - (3 if fine else 0), 0)
    rounded: NDArray[np.int64] = -(-sizes // step) * step
    return rounded


def _inverse(place: Index) -> Index:
    found = np.zeros(int(place.max(initial=0)) + 1, np.intp)
    found[place] = np.arange(len(place))
    return found


def _narrow(index: Index | None, kind: np.dtype[Any]) -> Index | None:
    return None if index is None else index.astype(kind, copy=False)
