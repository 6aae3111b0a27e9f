"""The stability concepts as their definitions read: slow, and the measure of every faster engine.

``R_i(s)`` are the states that actor i can move to from s, ``R+_i(s)`` those of them that i prefers to s (its
*improvements*). ``R_H(s)`` and ``R+_H(s)`` are what several actors reach from s one after the other. The
actors other than i are its *opponents*; a move by which they take an improvement back is a *countermove*.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.graph import Graph
from detente.progress import SILENT, Progress
from detente.stability.concepts import checked_concepts

Better = Callable[[int, int, int], bool]
"""``better(i, a, b)``: does actor i strictly prefer state a to state b? Need not be transitive."""
Moves = list[list[frozenset[int]]]
"""``moves[i][s]``: the states that actor i can move to from s."""
SYMMETRIC = ("smr", "sseq")
"""The concepts in which the actor looks one move beyond the countermove."""


def preferences_of(graph: Graph) -> Better:
    """Return the preferences that a graph says: by relation where an actor has one, else by rank."""
    ranks = graph.ranks.tolist()
    relations = graph.better or (None,) * len(ranks)

    def better(i: int, a: int, b: int) -> bool:
        relation = relations[i]
        return bool(ranks[i][a] > ranks[i][b]) if relation is None else bool(relation[a, b])

    return better


def moves_of(graph: Graph) -> Moves:
    """Return ``R_i(s)`` for every actor and state."""
    return [
        [frozenset(arcs.of(s).tolist()) for s in range(len(graph.states))]
        for arcs in (graph.arcs(i) for i in range(len(graph.actors)))
    ]


def improvements_of(moves: Moves, better: Better) -> Moves:
    """Return ``R+_i(s)`` for every actor and state: the moves to a state preferred to the one left."""
    return [
        [frozenset(q for q in reached if better(i, q, s)) for s, reached in enumerate(own)]
        for i, own in enumerate(moves)
    ]


def joint(moves: Moves, actors: Sequence[int], start: int) -> frozenset[int]:
    """Return the states that some actors together reach from ``start``, without ``start`` itself.

    A legal sequence is one move or more, none of the actors making two in a row.

    Notes
    -----
    1. Each actor may make the first move.
    2. From a state that a sequence reached, each actor but the one who moved last may go on.
    3. The search goes on until no new pair of state and last mover is found; the state alone would not do,
       as who moved last decides who may go on.

    O(S H) pairs for H actors, each left by all moves of the others.

    References
    ----------
    Fang, Hipel and Kilgour (1993), *Interactive Decision Making: The Graph Model for Conflict Resolution*,
    Wiley.
    """
    # step 1
    seen = {(q, j) for j in actors for q in moves[j][start]}
    to_do = deque(seen)
    # steps 2 and 3
    while to_do:
        q, last = to_do.popleft()
        for j in actors:
            if j != last:
                new = {(r, j) for r in moves[j][q]} - seen
                seen |= new
                to_do.extend(new)
    return frozenset(q for q, _ in seen) - {start}


def solve_by_definition(
    graph: Graph,
    concepts: Sequence[str],
    better: Better | None = None,
    progress: Progress = SILENT,
) -> dict[str, NDArray[np.bool_]]:
    """Tell which states are stable for which actor, straight from the definitions.

    Parameters
    ----------
    graph
        The conflict.
    concepts
        Some of :data:`detente.stability.CONCEPTS`.
    better
        Strict preference; as the graph says when left out. States are indifferent when neither is
        better. It need not be transitive.
    progress
        Hears of every actor and state.

    Returns
    -------
    dict
        ``bool[A, S]`` for each concept.

    Notes
    -----
    State s is stable for actor i, with N - i the opponents, when

    - *nash*: ``R+_i(s)`` is empty;
    - *gmr*: for every s1 in ``R+_i(s)`` some s2 in ``R_{N-i}(s1)`` is not better for i than s;
    - *smr*: the same, and nor is any s3 in ``R_i(s2)`` better for i than s;
    - *seq*: as gmr with s2 in ``R+_{N-i}(s1)``;
    - *sseq*: as smr with s2 in ``R+_{N-i}(s1)``.

    Every improvement needs its countermove, and the same s2 must meet both conditions of smr and sseq.
    Improvements of the opponents are measured from the state they leave. Time grows with about the square of
    the moves; meant for up to a few hundred states.

    References
    ----------
    Nash (1950), doi:10.1073/pnas.36.1.48. Howard (1971), *Paradoxes of Rationality*, MIT Press (gmr, smr).
    Fraser and Hipel (1979), Solving complex conflicts, *IEEE Trans. Systems, Man, and Cybernetics* 9(12)
    (seq). Rego and Vieira (2017), Symmetric sequential stability in the graph model for conflict resolution
    with multiple decision makers, *Group Decision and Negotiation* 26 (sseq).

    Examples
    --------
    >>> from detente.graph import Graph
    >>> graph = Graph.from_arcs(["A"], ["x", "y"], [[(0, 1)]], [[1, 2]])
    >>> solve_by_definition(graph, ["nash"])["nash"].tolist()
    [[False, True]]
    """
    concepts = checked_concepts(concepts)
    better = better or preferences_of(graph)
    moves = moves_of(graph)
    improvements = improvements_of(moves, better)
    everybody, states = range(len(graph.actors)), range(len(graph.states))
    stable = {concept: np.zeros((len(everybody), len(states)), bool) for concept in concepts}
    progress.start(len(everybody) * len(states), "stability by definition")
    for i in everybody:
        opponents = [j for j in everybody if j != i]
        targets = {s1 for reached in improvements[i] for s1 in reached}
        answers = {s1: joint(moves, opponents, s1) for s1 in targets}
        credible = {s1: joint(improvements, opponents, s1) for s1 in targets}
        reached = {"gmr": answers, "smr": answers, "seq": credible, "sseq": credible}
        for s in states:
            for concept in concepts:
                stable[concept][i, s] = all(
                    concept != "nash"
                    and any(
                        not better(i, s2, s)
                        and not (concept in SYMMETRIC and any(better(i, s3, s) for s3 in moves[i][s2]))
                        for s2 in reached[concept][s1]
                    )
                    for s1 in improvements[i][s]
                )
            progress.advance()
    return stable
