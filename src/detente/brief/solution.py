"""What a brief keeps of a solved model: the outcomes that hold, and who would leave today's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.dispute.types import Dispute

if TYPE_CHECKING:
    from detente.stability.result import Stability

OUTCOMES_KEPT = 5_000
"""Outcomes a solution keeps in full; beyond that only their numbers are kept."""


@dataclass(frozen=True, slots=True)
class Solution:
    """Which outcomes hold in one reading of the case.

    Parameters
    ----------
    reading
        Name of the reading, ``None`` for the file as written.
    states
        Number of feasible outcomes.
    counts
        Concept to number of equilibria, in the order of the concepts.
    equilibria
        Concept to ids of its equilibria, among those in ``taken``.
    taken
        Id to the options taken, ``None`` for an outcome without an option form. Holds today's outcome, every
        equilibrium up to :data:`OUTCOMES_KEPT`, those under most concepts first, and what the sweep names.
    now
        Id of today's outcome, ``None`` when the options taken today are not a feasible outcome.
    unsettled
        Concept to the actors for whom today's outcome is not stable.
    """

    reading: str | None
    states: int
    counts: Mapping[str, int]
    equilibria: Mapping[str, tuple[str, ...]]
    taken: Mapping[str, tuple[str, ...] | None]
    now: str | None
    unsettled: Mapping[str, tuple[str, ...]]


def solution(
    stability: Stability, dispute: Dispute, reading: str | None, also: Iterable[str] = ()
) -> Solution:
    """Keep of a solved model what a brief shows.

    Parameters
    ----------
    stability
        The solved model.
    dispute
        The case file in the same reading; tells today's outcome.
    reading
        Name of the reading.
    also
        Ids of further outcomes whose options are wanted.

    Notes
    -----
    O(S + E log E) for S outcomes and E equilibria.
    """
    graph = stability.graph
    index = {state: i for i, state in enumerate(graph.states)}
    today = set(dispute.now)
    now = next(
        (s for s, i in index.items() if (form := graph.taken(i)) is not None and set(form) == today), None
    )
    equilibria = {concept: stability.equilibria(concept) for concept in stability.concepts}
    strength = Counter(state for ids in equilibria.values() for state in ids)
    strongest = sorted(strength, key=lambda state: (-strength[state], index[state]))[:OUTCOMES_KEPT]
    kept = dict.fromkeys([*([now] if now else []), *strongest, *(s for s in also if s in index)])
    unsettled = {
        concept: tuple(a for a in graph.actors if not stability.stable_mask(concept, a)[index[now]])
        for concept in stability.concepts
        if now is not None
    }
    return Solution(
        reading=reading,
        states=len(graph.states),
        counts={concept: len(ids) for concept, ids in equilibria.items()},
        equilibria={concept: tuple(s for s in ids if s in kept) for concept, ids in equilibria.items()},
        taken={state: graph.taken(index[state]) for state in kept},
        now=now,
        unsettled=unsettled,
    )
