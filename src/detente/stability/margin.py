"""How far an actor's stability at a state is from flipping, in steps of its ranking."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.errors import Fault, LimitExceeded, ModelError
from detente.graph import MAX_COMPARED, Arcs, Graph
from detente.graph.preferences import levels
from detente.stability.pairs import joint_sets, kept, members

ALWAYS = np.iinfo(np.int64).max
"""The margin of a state that is stable whatever its rank: by the moves alone, not by preferences."""


def margin(graph: Graph, concept: str, actor: int) -> NDArray[np.int64]:
    """Return how many rank steps each state is from being stable, or from no longer being so.

    Parameters
    ----------
    graph
        The conflict, of up to 4,096 states, its preferences being ranks.
    concept
        One of :data:`detente.stability.CONCEPTS`.
    actor
        Index of the actor.

    Returns
    -------
    numpy.ndarray
        ``int64[S]``, never 0. Number the actor's levels from worst to best, and move s alone up or down by
        whole levels, everything else staying where it is. ``m > 0``: s is stable, stays so when it loses
        ``m - 1`` levels, and is unstable when it loses m. ``m < 0``: s is unstable, stays so when it gains
        ``-m - 1`` levels, and is stable when it gains ``-m``. :data:`ALWAYS`: stable wherever it stands.

    Raises
    ------
    ModelError
        When the concept has no margin, or preferences are relations.
    LimitExceeded
        When there are more than 4,096 states.

    Notes
    -----
    With r the levels, s is stable at level x exactly when every move t of the actor has ``r(t) <= x`` or
    ``w(t) <= x``, w(t) being the least value that the opponents can bring about from t (see
    :mod:`detente.stability.fast`). So s is stable from level ``max over t of min(r(t), w(t))`` up, where what
    s itself adds to a value is left out: it moves along with s and never exceeds x.

    O(S**2) memory, O(S k**2) time for k moves a state, and the search of the opponents' moves.
    """
    r, moves, values, reach = _prepared(graph, concept, actor)
    before = _reversed(moves)
    least = np.full(len(r), -1, np.int64)
    for s in np.flatnonzero(np.diff(moves.start)).tolist():
        targets = moves.of(s)
        worst = np.full(len(targets), len(r), np.int64)
        if reach is not None:
            answers = reach[targets]
            worst = np.where(answers, values, len(r)).min(axis=1)
            # Where s is what a value is made of, the value without it.
            touched = np.append(before.of(s), s) if concept in ("smr", "sseq") else np.array([s])
            without = [_value(q, s, r, moves, concept) for q in touched.tolist()]
            own = np.where(answers[:, touched], without, len(r)).min(axis=1)
            worst = np.minimum(worst, own)
        least[s] = np.minimum(r[targets], worst).max()
    found = r - least + (r >= least)
    found[least < 0] = ALWAYS
    return found


def _prepared(
    graph: Graph, concept: str, actor: int
) -> tuple[NDArray[np.int64], Arcs, NDArray[np.int64], NDArray[np.bool_] | None]:
    """Return levels, own moves, values of states, and what the opponents reach from each."""
    if graph.better is not None or concept not in ("nash", "gmr", "smr", "seq", "sseq"):
        why = "preferences are pairs" if graph.better is not None else f"the concept is {concept}"
        raise ModelError(Fault("D528", f"a margin counts steps of a ranking, and {why}"))
    states = len(graph.states)
    if states > MAX_COMPARED:
        raise LimitExceeded(
            Fault("D529", f"margins of {states:,} states, the limit is {MAX_COMPARED:,}", "rule some out")
        )
    r = levels(graph.ranks[actor]).astype(np.int64)
    moves = [graph.arcs(i) for i in range(len(graph.actors))]
    own, others = moves[actor], [arcs for i, arcs in enumerate(moves) if i != actor]
    if concept == "nash":
        return r, own, r, None
    if concept in ("seq", "sseq"):
        ranks = [row for i, row in enumerate(graph.ranks) if i != actor]
        pairs = zip(others, ranks, strict=True)
        others = [kept(arcs, rank[arcs.target] > rank[arcs.source]) for arcs, rank in pairs]
    values = r.copy()
    if concept in ("smr", "sseq"):
        np.maximum.at(values, own.source, r[own.target])
    return r, own, values, members(joint_sets(others, states), states)


def _value(q: int, s: int, r: NDArray[np.int64], moves: Arcs, concept: str) -> int:
    """Return the value of q as far as s has no part in it; -1 when it has no other."""
    ends = moves.of(q) if concept in ("smr", "sseq") else moves.of(q)[:0]
    rest = r[ends[ends != s]].max(initial=-1)
    return int(rest if q == s else max(rest, r[q]))


def _reversed(arcs: Arcs) -> Arcs:
    order = np.argsort(arcs.target, kind="stable")
    start = np.searchsorted(arcs.target[order], np.arange(len(arcs.start)))
    return Arcs(start.astype(np.int64), arcs.source[order])
