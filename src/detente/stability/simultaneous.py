"""Simultaneous stability: actors who would all leave a state may collide if they leave it at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.errors import Fault, LimitExceeded, ModelError
from detente.graph import Graph
from detente.progress import SILENT, Progress

MAX_COMBINED = 1 << 27
"""Combinations of improvements looked at for all states together at most (some ten seconds)."""
Change = NDArray[np.int64]
"""Option bits that improvements of one actor from one state change."""


def simultaneous(
    graph: Graph, sequential: NDArray[np.bool_], progress: Progress = SILENT
) -> NDArray[np.bool_]:
    """Tell which states are stable for which actor when sequential and simultaneous deterrence count.

    Parameters
    ----------
    graph
        The conflict; every state needs an option form of its own.
    sequential
        ``bool[A, S]``: stability by ``seq``.
    progress
        Hears of every state in doubt.

    Returns
    -------
    numpy.ndarray
        ``bool[A, S]``.

    Raises
    ------
    ModelError
        When the states cannot be told apart by their options.
    LimitExceeded
        When there are too many combinations of improvements.

    Notes
    -----
    Where two actors or more are sequentially unstable at s, an improvement of one of them is countered when
    one or more of the others make an improvement from s at the same moment and the changes of options
    together lead to a feasible state that the actor does not prefer to s. The actor is stable at s when every
    improvement is countered so. An actor who alone is unstable meets nobody who would move as well, and
    actors who are stable stay where they are: counting either would find equilibria that are none.

    Time grows with the product of the actors' improvements from each state in doubt.

    References
    ----------
    Fraser and Hipel (1984), *Conflict Analysis: Models and Resolutions*, North-Holland.
    """
    codes = _codes(graph)
    by_code = np.argsort(codes)
    ordered = codes[by_code]
    moves = [graph.arcs(i) for i in range(len(graph.actors))]
    doubted = np.flatnonzero((~sequential).sum(axis=0) > 1).tolist()
    found, work = sequential.copy(), 0
    progress.start(len(doubted), "simultaneous stability")
    for s in doubted:
        unstable = np.flatnonzero(~sequential[:, s]).tolist()
        # An unstable actor has an improvement at least.
        changes = [codes[_improvements(graph, i, s, moves[i].of(s))] ^ codes[s] for i in unstable]
        work += int(np.prod([len(change) + 1.0 for change in changes]))
        if work > MAX_COMBINED:
            raise LimitExceeded(
                Fault(
                    "D527",
                    f"more than {MAX_COMBINED:,} combinations of improvements made at once",
                    "rule out combinations that cannot be, or ask for other concepts",
                )
            )
        for number, i in enumerate(unstable):
            ends = changes[number][:, None] | _together(changes[:number] + changes[number + 1 :])
            ends ^= codes[s]
            at = np.minimum(np.searchsorted(ordered, ends), len(ordered) - 1)
            countered = (ordered[at] == ends) & ~_preferred(graph, i, by_code[at], s)
            found[i, s] = countered.any(axis=1).all()
        progress.advance()
    return found


def _codes(graph: Graph) -> NDArray[np.int64]:
    codes = graph.codes
    if codes is None or (codes < 0).any() or (np.diff(np.sort(codes)) == 0).any():
        raise ModelError(
            Fault(
                "D526",
                "simultaneous stability (sim) adds up changes of options, and a state has none of its own",
                "give every state its options, or ask for other concepts",
            )
        )
    return codes


def _preferred(graph: Graph, actor: int, states: NDArray[np.intp], to: int) -> NDArray[np.bool_]:
    relation = None if graph.better is None else graph.better[actor]
    if relation is not None:
        return np.asarray(relation[states, to])
    return np.asarray(graph.ranks[actor, states] > graph.ranks[actor, to])


def _improvements(graph: Graph, actor: int, state: int, reached: NDArray[np.int32]) -> NDArray[np.int32]:
    return reached[_preferred(graph, actor, reached.astype(np.intp), state)]


def _together(changes: Sequence[Change]) -> Change:
    """Return what some actors change together when each makes one improvement or none, but not all none."""
    found = np.zeros(1, np.int64)
    for change in changes:
        found = (found[:, None] | np.append(np.int64(0), change)).ravel()
    return found[1:]
