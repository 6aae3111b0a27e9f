"""What solving a graph yields: which states hold for whom, and where the answer comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import Fault, LimitExceeded, ModelError
from detente.graph import Graph
from detente.stability.concepts import unknown
from detente.stability.margin import margin

MAX_TOLD = 1 << 20
"""States that are written out one by one at most."""


@dataclass(frozen=True, slots=True, eq=False)
class Stability:
    """Which states are stable for which actor, by each concept asked for.

    Parameters
    ----------
    graph
        The conflict that was solved.
    concepts
        Names of the concepts, as asked for.
    masks
        ``bool[A, S]`` for each concept, read-only.
    digest
        Of the graph: two results with the same digest answer the same question.
    engine
        ``fast`` or ``reference``.
    version
        Of this package.
    elapsed
        Seconds the engine took.
    profile
        The concept of each actor where they were asked for one by one, under the key ``mixed``.

    Examples
    --------
    >>> from detente.graph import Graph
    >>> from detente.stability import solve
    >>> found = solve(Graph.from_arcs(["A"], ["x", "y"], [[(0, 1)]], [[1, 2]]), ["nash"])
    >>> found.equilibria("nash")
    ('y',)
    """

    graph: Graph
    concepts: tuple[str, ...]
    masks: Mapping[str, NDArray[np.bool_]]
    digest: str
    engine: str
    version: str
    elapsed: float
    profile: tuple[str, ...] = ()

    def __repr__(self) -> str:
        counts = ", ".join(f"{concept} {self.count(concept)}" for concept in self.concepts)
        actors, states = self.graph.ranks.shape
        return f"<Stability of {states} states for {actors} actors; equilibria: {counts}>"

    def _mask(self, concept: str) -> NDArray[np.bool_]:
        if concept not in self.masks:
            raise ModelError(unknown("D520", "concept", concept, self.concepts))
        return self.masks[concept]

    def stable_mask(self, concept: str, actor: str) -> NDArray[np.bool_]:
        """Return the states that are stable for an actor, ``bool[S]`` in state order.

        Raises
        ------
        ModelError
            When the concept was not asked for or there is no such actor.
        """
        row: NDArray[np.bool_] = self._mask(concept)[self._index(actor)]
        return row

    def _index(self, actor: str) -> int:
        if actor not in self.graph.actors:
            raise ModelError(unknown("D522", "actor", actor, self.graph.actors))
        return self.graph.actors.index(actor)

    def margin(self, concept: str, actor: str) -> NDArray[np.int64]:
        """Return how many rank steps each state is from flipping, ``int64[S]``, never 0.

        Positive: the state is stable for the actor, and so many levels of the actor's ranking are the fewest
        that it would have to lose, alone, to be unstable. Negative: so many it would have to gain to be
        stable. :data:`~detente.stability.margin.ALWAYS`: stable wherever it stands. Worked out when asked
        for; see :func:`detente.stability.margin.margin`.

        Raises
        ------
        ModelError
            When the concept was not asked for, there is no such actor, or no ranking to take steps of.
        LimitExceeded
            When there are more than 4,096 states.
        """
        self._mask(concept)
        index = self._index(actor)
        return margin(self.graph, self.profile[index] if self.profile else concept, index)

    def equilibrium_mask(self, concept: str) -> NDArray[np.bool_]:
        """Return the states that are stable for every actor, ``bool[S]`` in state order."""
        held: NDArray[np.bool_] = np.logical_and.reduce(self._mask(concept), axis=0)
        return held

    def equilibria(self, concept: str) -> tuple[str, ...]:
        """Return the ids of the states that are stable for every actor, in state order."""
        return self._ids(self.equilibrium_mask(concept))

    def count(self, concept: str) -> int:
        """Return the number of equilibria."""
        return int(self.equilibrium_mask(concept).sum())

    def _ids(self, mask: NDArray[np.bool_]) -> tuple[str, ...]:
        return tuple(self.graph.states[s] for s in np.flatnonzero(mask).tolist())

    def shown(self, equilibria_only: bool = False) -> NDArray[np.bool_]:
        """Return ``bool[S]``: every state, or only the equilibria of any concept asked for."""
        if not equilibria_only:
            return np.ones(len(self.graph.states), bool)
        found: NDArray[np.bool_] = np.logical_or.reduce(
            [self.equilibrium_mask(concept) for concept in self.concepts]
        )
        return found

    def rows(self, equilibria_only: bool = False) -> Iterator[dict[str, Any]]:
        """Yield a table, one row a state.

        Each row has ``state``, ``taken`` and for each concept ``{actor: stable}`` with the key
        ``equilibrium`` beside the actors.
        """
        for s in np.flatnonzero(self.shown(equilibria_only)).tolist():
            row: dict[str, Any] = {"state": self.graph.states[s], "taken": self.graph.taken(s)}
            for concept in self.concepts:
                column = self.masks[concept][:, s]
                stable = dict(zip(self.graph.actors, column.tolist(), strict=True))
                row[concept] = {**stable, "equilibrium": bool(column.all())}
            yield row

    def to_dict(self, equilibria_only: bool = False) -> dict[str, Any]:
        """Return JSON-ready values.

        Parameters
        ----------
        equilibria_only
            Leave out of ``states`` and ``stable`` what is no equilibrium of any concept asked for.

        Returns
        -------
        dict
            ``actors``, ``options``, ``states`` (id and options taken, ``None`` for a state without option
            form), ``stable`` by concept and actor, ``equilibria`` by concept; ids in state order.

        Raises
        ------
        LimitExceeded
            When more than 1,048,576 states would be written out.
        """
        shown = self.shown(equilibria_only)
        if (number := int(shown.sum())) > MAX_TOLD:
            raise LimitExceeded(
                Fault(
                    "D524",
                    f"{number:,} states are too many to write out, the limit is {MAX_TOLD:,}",
                    "ask for the equilibria only, or use stable_mask and count",
                )
            )
        return {
            "actors": list(self.graph.actors),
            "options": [option.name for option in self.graph.options],
            "states": [
                {"id": self.graph.states[s], "taken": _listed(self.graph.taken(s))}
                for s in np.flatnonzero(shown).tolist()
            ],
            "stable": {
                concept: {
                    actor: list(self._ids(row & shown))
                    for actor, row in zip(self.graph.actors, self.masks[concept], strict=True)
                }
                for concept in self.concepts
            },
            "equilibria": {concept: list(self.equilibria(concept)) for concept in self.concepts},
        }


def _listed(taken: Sequence[str] | None) -> list[str] | None:
    return None if taken is None else list(taken)
