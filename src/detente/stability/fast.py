"""The fast engine: every concept is one minimum over what the opponents can bring about.

State s is stable for actor i exactly when every improvement t of i has ``w(t) <= rank_i(s)``, where ``w(t)``
is the least value v of the states that the opponents reach from t, moving one after the other:

======  ==============  ==================================
name    opponents use   value v of a state
======  ==============  ==================================
nash    nothing         (w is infinite)
gmr     moves           its rank for i
smr     moves           the best rank i can get from it
seq     improvements    its rank for i
sseq    improvements    the best rank i can get from it
======  ==============  ==================================

In the best rank i can get, staying counts. Whether t itself counts as reached from t makes no difference:
its value is above ``rank_i(s)`` anyway, as t is an improvement.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import cycle

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import Fault, LimitExceeded, ModelError
from detente.graph import Graph, Rows
from detente.graph.model import whole
from detente.progress import SILENT, Progress
from detente.stability.concepts import checked_concepts

Values = NDArray[np.int64]
MAX_ENTRIES = 50_000_000
"""Entries that the rows of all actors may have together; each costs some 60 bytes while solving."""
CHUNK = 1 << 15
"""Profiles are solved together until the rows of one actor have about this many entries (fits a cache)."""


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
        np.subtract(values[self.order], self.offset, out=running[1:])
        np.minimum.accumulate(running, out=running)
        return running[self.upto] + self.base

    def greatest(self, values: Values) -> Values:
        """Return the greatest of the values in reach of each state, negative where there is none."""
        return self.stride - 1 - self.least(self.stride - 1 - values)


class Solver:
    """The moves of one conflict, prepared once, to be solved under any number of preference profiles.

    Parameters
    ----------
    graph
        The conflict; its own ranks play no part.

    Raises
    ------
    LimitExceeded
        When the moves are too many to be worked on in memory.
    """

    def __init__(self, graph: Graph) -> None:
        self.actors, self.states = graph.ranks.shape
        self.rows = tuple(graph.rows(i) for i in range(self.actors))
        entries = sum(len(rows.state) for rows in self.rows)
        if entries > MAX_ENTRIES:
            raise LimitExceeded(
                Fault("D521", f"the moves fill {entries:,} entries of rows, the limit is {MAX_ENTRIES:,}")
            )
        self.together = max(1, CHUNK // max(1, self.states, *(len(rows.state) for rows in self.rows)))

    def solve(
        self, ranks: ArrayLike, concepts: Sequence[str], progress: Progress = SILENT
    ) -> NDArray[np.bool_]:
        """Tell which states are stable for which actor under each of several preference profiles.

        Parameters
        ----------
        ranks
            ``int32[D, A, S]``, larger is better.
        concepts
            ``C`` of :data:`detente.stability.CONCEPTS`.
        progress
            Hears of every profile.

        Returns
        -------
        numpy.ndarray
            ``bool[D, C, A, S]``.

        Raises
        ------
        ModelError
            When the ranks do not fit the conflict or a concept is unknown.

        Notes
        -----
        O(L log L + p L) time a profile, L being the entries of the rows and p the number of passes: how
        often the opponents must take turns until nothing new is reached, a handful as a rule and A S at the
        very most. Working memory does not grow with D.
        """
        concepts = checked_concepts(concepts)
        table = self._checked(ranks)
        stable = np.empty((len(table), len(concepts), self.actors, self.states), bool)
        progress.start(len(table), "stability")
        for first in range(0, len(table), self.together):
            part = table[first : first + self.together]
            self._solve_together(part, concepts, stable[first : first + self.together])
            progress.advance(len(part))
        return stable

    def _checked(self, ranks: ArrayLike) -> NDArray[np.int32]:
        faults: list[Fault] = []
        table: NDArray[np.int32] = whole(ranks, np.int32, "ranks", faults)
        if table.ndim != 3 or table.shape[1:] != (self.actors, self.states):
            wanted = f"(profiles, {self.actors}, {self.states})"
            faults.append(Fault("D501", f"ranks have shape {table.shape}, expected {wanted}"))
        if faults:
            raise ModelError(faults)
        return table

    def _solve_together(
        self, table: NDArray[np.int32], concepts: Sequence[str], out: NDArray[np.bool_]
    ) -> None:
        """Solve some profiles at once: as one conflict of unconnected copies."""
        ranks = np.ascontiguousarray(table.transpose(1, 0, 2), np.int64)
        ranks -= ranks.min()
        infinity = int(ranks.max()) + 1
        moves = [_moves(rows, len(table), infinity + 1) for rows in self.rows]
        gains = [_improvements(*pair, infinity + 1) for pair in zip(self.rows, ranks, strict=True)]
        for i in range(self.actors):
            rank = ranks[i].ravel()
            best = np.maximum(rank, moves[i].greatest(rank))
            for c, concept in enumerate(concepts):
                value = best if concept in ("smr", "sseq") else rank
                reach = {"nash": []}.get(concept, moves if concept in ("gmr", "smr") else gains)
                worst = _worst(value, [by for j, by in enumerate(reach) if j != i], infinity)
                out[:, c, i] = (gains[i].greatest(worst) <= rank).reshape(len(table), self.states)


def _worst(value: Values, opponents: Sequence[Reach], infinity: int) -> Values:
    """Return w: the least value that the opponents can bring about from each state.

    Notes
    -----
    ``begun[j]`` is the least value at the end of a legal sequence whose first move is j's. After that move
    the sequence may end, or any other opponent goes on: ``begun[j]`` is the least, over what j can reach, of
    the value and every other ``begun``. The opponents take turns until each has found nothing new since the
    last change.
    """
    nothing = np.full_like(value, infinity)
    begun, settled = [nothing] * len(opponents), 0
    for j in cycle(range(len(opponents))):
        onward = reduce(np.minimum, begun[:j] + begun[j + 1 :], value)
        least = opponents[j].least(onward)
        settled = 1 if (least < begun[j]).any() else settled + 1
        begun[j] = least
        if settled == len(opponents):
            break
    return reduce(np.minimum, begun, nothing)


def _moves(rows: Rows, copies: int, stride: int) -> Reach:
    """Return the moves in some copies of a conflict: a state reaches the whole of its row."""
    copy = np.arange(copies)[:, None]
    upto = rows.start[1:][rows.row_of] + copy * len(rows.state)
    return _reach(rows, rows.state + copy * len(rows.row_of), upto, stride)


def _improvements(rows: Rows, ranks: Values, stride: int) -> Reach:
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


def solve_many(
    graph: Graph, ranks: ArrayLike, concepts: Sequence[str], progress: Progress = SILENT
) -> NDArray[np.bool_]:
    """Solve one conflict under many preference profiles; see :meth:`Solver.solve`.

    The answer takes ``D C A S`` bytes; give the profiles of a large study in parts, to one :class:`Solver`.

    Examples
    --------
    >>> from detente.graph import Graph
    >>> graph = Graph.from_arcs(["A"], ["x", "y"], [[(0, 1)]], [[0, 0]])
    >>> solve_many(graph, [[[0, 1]], [[1, 0]]], ["nash"])[:, 0, 0].tolist()
    [[False, True], [True, True]]
    """
    return Solver(graph).solve(ranks, concepts, progress)
