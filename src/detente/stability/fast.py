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
from dataclasses import replace
from functools import reduce
from itertools import cycle, groupby

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import Fault, ModelError
from detente.graph import Graph
from detente.graph.model import whole
from detente.progress import SILENT, Progress
from detente.stability.concepts import checked_concepts
from detente.stability.memory import check_memory
from detente.stability.pairs import solve_by_pairs
from detente.stability.reach import Gains, Moves, Values

CHUNK = 1 << 15
"""Profiles are solved together until the rows of one actor have about this many entries (fits a cache)."""
FINE = 1 << 12
"""States from which narrower blocks are worth their number."""
FARTHEST = 2**31 - 2
"""How far apart ranks may be."""
Reach = Moves | Gains


class Solver:
    """The moves of one conflict, prepared once, to be solved under any number of preference profiles.

    Parameters
    ----------
    graph
        The conflict; its own ranks play no part. Preferences by pairs (``Graph.better``) do, in the place
        of the ranks of their actor in every profile.

    Raises
    ------
    LimitExceeded
        When solving may need more than 4 GB of memory.
    """

    def __init__(self, graph: Graph) -> None:
        check_memory(graph)
        self.actors, self.states = graph.ranks.shape
        listed = graph.listed is not None
        self.moves = tuple(
            Moves.of(graph.rows(i), listed, fine=self.states > FINE) for i in range(self.actors)
        )
        self.axes = _axes(graph)
        self.by_pairs = None if graph.better is None else graph
        self.together = max(1, CHUNK // max(1, self.states, *(moves.entries for moves in self.moves)))

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
            Hears of every profile, actor and concept.

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
        progress.start(len(table) * self.actors * len(concepts), "stability")
        if self.by_pairs is not None:
            for profile, out in zip(table, stable, strict=True):
                found = solve_by_pairs(replace(self.by_pairs, ranks=profile), concepts)
                out[:] = [found[concept] for concept in concepts]
                progress.advance(self.actors * len(concepts))
            return stable
        for first in range(0, len(table), self.together):
            part = table[first : first + self.together]
            self._solve_together(part, concepts, stable[first : first + self.together], progress)
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
        self, table: NDArray[np.int32], concepts: Sequence[str], out: NDArray[np.bool_], progress: Progress
    ) -> None:
        """Solve some profiles at once: as one conflict of unconnected copies."""
        ranks = [_levels(table[:, i]) for i in range(self.actors)]
        moves = [by.copies(len(table)) for by in self.moves]
        gains = [Gains.of(*pair) for pair in zip(moves, ranks, strict=True)]
        for i, rank in enumerate(ranks):
            infinity = int(rank.max()) + 1
            best = np.maximum(rank, moves[i].extreme(rank, np.maximum, -1))
            for c, concept in enumerate(concepts):
                value = best if concept in ("smr", "sseq") else rank
                reach: Sequence[Reach] = moves if concept in ("gmr", "smr") else gains
                if concept == "nash":
                    worst = np.full_like(rank, infinity)
                elif concept in ("gmr", "smr") and self.axes is not None:
                    worst = _worst_of_cube(value, self.axes, i)
                else:
                    worst = _worst(value, [by for j, by in enumerate(reach) if j != i], infinity)
                stable = gains[i].extreme(worst, np.maximum, -1) <= rank
                out[:, c, i] = stable.reshape(len(table), self.states)
                progress.advance(len(table))


def _levels(ranks: NDArray[np.int32]) -> Values:
    """Return the same order of ranks in numbers from 0 that leave room for infinity above."""
    low, high = int(ranks.min()), int(ranks.max())
    if high - low < FARTHEST:
        return (ranks - np.int32(low) if low else ranks).ravel()
    return np.unique(ranks, return_inverse=True)[1].astype(np.int32).ravel()


def _worst(value: Values, opponents: Sequence[Reach], infinity: int) -> Values:
    """Return w: the least value that the opponents can bring about from each state.

    Notes
    -----
    ``begun[j]`` is the least value at the end of a legal sequence whose first move is j's. After that move
    the sequence may end, or any other opponent goes on: ``begun[j]`` is the least, over what j can reach, of
    the value and every other ``begun``. The opponents take turns until each has found nothing new since the
    last change.
    """
    if not opponents:
        return np.full_like(value, infinity)
    begun, settled = [np.full_like(value, infinity)] * len(opponents), 0
    for j in cycle(range(len(opponents))):
        onward = reduce(np.minimum, begun[:j] + begun[j + 1 :], value)
        least = opponents[j].extreme(onward, np.minimum, infinity)
        settled = 1 if (least < begun[j]).any() else settled + 1
        begun[j] = least
        if settled == len(opponents):
            break
    return reduce(np.minimum, begun)


def _axes(graph: Graph) -> tuple[tuple[int, int], ...] | None:
    """Return the cube of states, if every combination is feasible and every option goes both ways.

    An axis is a run of neighbouring options of one actor, the highest first: whose they are, and the number
    of their combinations.
    """
    codes, options = graph.codes, graph.options
    if graph.listed is not None or codes is None or any(option.one_way for option in options):
        return None
    if len(codes) != 1 << len(options) or not (codes[1:] > codes[:-1]).all():
        return None
    runs = ((actor, len(list(run))) for actor, run in groupby(option.actor for option in reversed(options)))
    return tuple((actor, 1 << length) for actor, length in runs)


def _worst_of_cube(value: Values, axes: Sequence[tuple[int, int]], actor: int) -> Values:
    """Return w by moves where the opponents reach every combination of their options, as Howard has it."""
    cube = value.reshape(-1, *(length for _, length in axes))
    theirs = tuple(axis for axis, (owner, _) in enumerate(axes, 1) if owner != actor)
    least = cube.min(axis=theirs, keepdims=True)
    return np.broadcast_to(least, cube.shape).reshape(-1)


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
