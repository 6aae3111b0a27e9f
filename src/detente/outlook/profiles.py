"""One dispute under many sets of wishes: prepared once, then solved and counted set by set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from detente.dispute import Dispute, Maybe, Model, maybes
from detente.graph import Graph
from detente.stability import Solver, solve

MAX_KEPT = 1 << 26
"""Ranks kept in memory for profiles met before (256 MB)."""


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """What was counted over some draws.

    Parameters
    ----------
    hits
        ``int64[C, S]``: draws in which a state is an equilibrium, by concept.
    held
        ``int64[K]``: draws in which each unknown is held.
    held_hits
        ``int64[K, S]``: draws in which it is and the state is an equilibrium of the tornado's concept.
    solved
        Profiles solved for it.
    """

    hits: NDArray[np.int64]
    held: NDArray[np.int64]
    held_hits: NDArray[np.int64]
    solved: int

    @classmethod
    def zero(cls, concepts: int, unknowns: int, states: int) -> Tally:
        """Return the tally of no draws."""
        return cls(
            np.zeros((concepts, states), np.int64),
            np.zeros(unknowns, np.int64),
            np.zeros((unknowns, states), np.int64),
            0,
        )

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.hits + other.hits,
            self.held + other.held,
            self.held_hits + other.held_hits,
            self.solved + other.solved,
        )


class Profiles:
    """A dispute made ready for many sets of wishes.

    Parameters
    ----------
    dispute
        The dispute.
    concepts
        ``C`` concepts of stability.
    tornado
        Which of them the effects of single unknowns are counted under.

    Notes
    -----
    An actor's ranking depends on its own wishes alone, so it is worked out once for every set of those, and
    a profile is put together from one ranking of each actor.
    """

    def __init__(self, dispute: Dispute, concepts: Sequence[str], tornado: str) -> None:
        self.model = Model.of(dispute)
        self.unknowns: tuple[Maybe, ...] = maybes(dispute)
        self.graph: Graph = self.model.graph({})
        self.solver = Solver(self.graph)
        self.concepts, self.tornado = tuple(concepts), tornado
        self.own = [
            sum(1 << k for k, unknown in enumerate(self.unknowns) if unknown.actor == actor)
            for actor in self.graph.actors
        ]
        self._kept: list[dict[int, NDArray[np.int32]]] = [{} for _ in self.own]

    def graph_of(self, held: int) -> Graph:
        """Return the graph in which the unknowns of some bits are held."""
        return self.model.graph({u.id: bool(held >> k & 1) for k, u in enumerate(self.unknowns)})

    def ranks(self, sets: NDArray[np.int64]) -> NDArray[np.int32]:
        """Return the ranks ``int32[n, A, S]`` under each of n sets of unknowns held."""
        table = np.empty((len(sets), *self.graph.ranks.shape), np.int32)
        wanted = [np.unique(sets & np.int64(own), return_inverse=True) for own in self.own]
        self._learn([values.tolist() for values, _ in wanted])
        for actor, (values, where) in enumerate(wanted):
            known = np.array([self._kept[actor][value] for value in values.tolist()])
            table[:, actor] = known[where]
        return table

    def _learn(self, wanted: Sequence[Sequence[int]]) -> None:
        """Work out the rankings not met before: one graph answers for one new set of every actor."""
        if sum(map(len, self._kept)) * self.graph.ranks.shape[1] > MAX_KEPT:
            self._kept = [{} for _ in self.own]
        new = [
            [value for value in values if value not in kept]
            for values, kept in zip(wanted, self._kept, strict=True)
        ]
        for values in zip_longest(*new):
            graph = self.graph_of(sum(value for value in values if value))
            for actor, value in enumerate(values):
                if value is not None:
                    self._kept[actor][value] = graph.ranks[actor]

    def _stable(self, sets: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return ``bool[n, C, A, S]``, which states are stable under each of n sets of unknowns held."""
        if self.graph.better is None:
            return self.solver.solve(self.ranks(sets), self.concepts)
        # Preferences by pairs are no ranks that could be learnt and put together: each set is solved alone.
        found = [solve(self.graph_of(held), self.concepts).masks for held in sets.tolist()]
        return np.array([[masks[concept] for concept in self.concepts] for masks in found])

    def tally(self, sets: NDArray[np.int64], times: NDArray[np.int64]) -> Tally:
        """Solve the dispute under each set and count each as often as it was drawn."""
        stable = self._stable(sets)
        equilibria: NDArray[np.bool_] = np.logical_and.reduce(stable, axis=2)
        # Whole numbers far below 2**53 stay exact in floating point, and products of floats are fast.
        holds = equilibria.astype(np.float64)
        held = (sets[:, None] >> np.arange(len(self.unknowns))) & 1
        weight = times.astype(np.float64)
        tornado = holds[:, self.concepts.index(self.tornado)]
        return Tally(
            np.tensordot(weight, holds, axes=1).astype(np.int64),
            (times @ held).astype(np.int64),
            ((held * weight[:, None]).T @ tornado).astype(np.int64),
            len(sets),
        )
