"""The engine for preferences by pairs: sets of states as bits, as no ranking can stand for them.

Partial and intransitive preferences know no least or best, so nothing can be summed up in one number as the
fast engine does. What each actor reaches is kept as a set instead, one bit a state.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.errors import Fault, LimitExceeded
from detente.graph import Arcs, Graph, Relation
from detente.graph.arcs import starts
from detente.progress import SILENT, Progress

Sets = NDArray[np.uint64]
"""``uint64[S, W]``: one set of states for every state, 64 of them a word."""
MAX_WORK = 1 << 32
"""Words of sets that one pass over all actors' moves may read (some seconds)."""
CHUNK = 1 << 20
"""Words gathered at a time (8 MB)."""


def solve_by_pairs(
    graph: Graph, concepts: Sequence[str], progress: Progress = SILENT
) -> dict[str, NDArray[np.bool_]]:
    """Tell which states are stable for which actor, preferences being ranks, relations, or both.

    Parameters and return value are those of :func:`detente.stability.reference.solve_by_definition`, which
    holds the definitions.

    Raises
    ------
    LimitExceeded
        When states and moves are too many.

    Notes
    -----
    O(p E S / 64) time for E moves and p passes, ``A S**2`` bytes.
    """
    states = len(graph.states)
    moves = [graph.arcs(i) for i in range(len(graph.actors))]
    work = sum(len(arcs.target) for arcs in moves) * _words(states)
    if work > MAX_WORK:
        raise LimitExceeded(
            Fault("D521", f"preferences by pairs need {work:,} steps a pass, the limit is {MAX_WORK:,}")
        )
    everybody = range(len(moves))
    better = [relation_of(graph, i) for i in everybody]
    gains = [kept(arcs, better[i][arcs.target, arcs.source]) for i, arcs in enumerate(moves)]
    stable = {concept: np.empty((len(moves), states), bool) for concept in concepts}
    progress.start(len(moves) * len(concepts), "stability by pairs of states")
    for i in everybody:
        others = [j for j in everybody if j != i]
        for concept in concepts:
            if concept == "nash":
                stable[concept][i] = np.diff(gains[i].start) == 0
            else:
                by = [(moves if concept in ("gmr", "smr") else gains)[j] for j in others]
                no_gain = ~better[i]
                if concept in ("smr", "sseq"):
                    no_gain &= ~members(_union(moves[i], _sets(better[i])), states)
                stable[concept][i] = _deterred(gains[i], joint_sets(by, states), _sets(no_gain.T))
            progress.advance()
    return stable


def relation_of(graph: Graph, actor: int) -> Relation:
    """Return an actor's strict preferences as a relation, whatever the graph keeps them as."""
    relation = None if graph.better is None else graph.better[actor]
    if relation is None:
        ranks = graph.ranks[actor]
        relation = ranks[:, None] > ranks[None, :]
    return relation


def _words(states: int) -> int:
    return -(-states // 64)


def _sets(members: Relation) -> Sets:
    packed = np.zeros((len(members), 8 * _words(members.shape[1])), np.uint8)
    bits = np.packbits(members, axis=1)
    packed[:, : bits.shape[1]] = bits
    return packed.view(np.uint64)


def members(sets: Sets, states: int) -> Relation:
    """Return sets as ``bool[S, states]``."""
    return np.unpackbits(sets.view(np.uint8), axis=1, count=states).view(np.bool_)


def kept(arcs: Arcs, keep: NDArray[np.bool_]) -> Arcs:
    """Return some of the moves."""
    sizes = np.bincount(arcs.source[keep], minlength=len(arcs.start) - 1)
    return Arcs(starts(sizes), arcs.target[keep])


def _union(arcs: Arcs, sets: Sets) -> Sets:
    """Return for every state the union of the sets of the states one move away."""
    union = np.zeros_like(sets)
    for first, last in _parts(arcs, sets.shape[1]):
        begin, end = arcs.start[first], arcs.start[last]
        leaving = first + np.flatnonzero(np.diff(arcs.start[first : last + 1]))
        if len(leaving):
            where = arcs.start[leaving] - begin
            union[leaving] = np.bitwise_or.reduceat(sets[arcs.target[begin:end]], where, axis=0)
    return union


def joint_sets(opponents: Sequence[Arcs], states: int) -> Sets:
    """Return what the opponents reach from each state, none of them moving twice in a row.

    ``begun[j]`` holds the ends of legal sequences whose first move is j's: after it the sequence may end, or
    another opponent goes on.
    """
    staying = _sets(np.eye(states, dtype=bool))
    begun = [np.zeros_like(staying) for _ in opponents]
    changed = True
    while changed:
        changed = False
        for j, arcs in enumerate(opponents):
            onward = staying.copy()
            for k, other in enumerate(begun):
                if k != j:
                    onward |= other
            found = _union(arcs, onward)
            changed |= bool((found != begun[j]).any())
            begun[j] = found
    joint = np.zeros_like(staying)
    for sets in begun:
        joint |= sets
    return joint


def _deterred(gains: Arcs, answers: Sets, no_gain: Sets) -> NDArray[np.bool_]:
    """Return the states of which every improvement has an answer that leaves no gain over the state."""
    stable = np.ones(len(gains.start) - 1, bool)
    for first, last in _parts(gains, answers.shape[1]):
        at = slice(gains.start[first], gains.start[last])
        source = np.repeat(np.arange(first, last), np.diff(gains.start[first : last + 1]))
        met = (answers[gains.target[at]] & no_gain[source]).any(axis=1)
        stable[source[~met]] = False
    return stable


def _parts(arcs: Arcs, words: int) -> list[tuple[int, int]]:
    """Divide the states so that each part's moves gather no more words than fit, one state at the least."""
    states, parts, first = len(arcs.start) - 1, [], 0
    while first < states:
        room = int(np.searchsorted(arcs.start, arcs.start[first] + CHUNK // words, "right")) - 1
        last = min(states, max(room, first + 1))
        parts.append((first, last))
        first = last
    return parts
