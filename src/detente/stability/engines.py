"""The door to the solvers: checks what is asked, chooses the engine, signs the result."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from detente import __version__
from detente.errors import ModelError
from detente.graph import Graph
from detente.progress import SILENT, Progress
from detente.stability.concepts import (
    CONCEPTS,
    KNOWN,
    MIXED,
    checked_concepts,
    checked_profile,
    unknown,
)
from detente.stability.fast import Solver
from detente.stability.memory import WORTH_TELLING, memory_needed
from detente.stability.reference import solve_by_definition
from detente.stability.result import Stability
from detente.stability.simultaneous import simultaneous

ENGINES = ("auto", "fast", "reference")


def solve(
    graph: Graph,
    concepts: Sequence[str] | Mapping[str, str] = CONCEPTS,
    engine: str = "auto",
    progress: Progress = SILENT,
) -> Stability:
    """Tell which outcomes would hold, and for whom.

    Parameters
    ----------
    graph
        The conflict.
    concepts
        Some of ``nash``, ``gmr``, ``smr``, ``seq``, ``sseq``, ``sim``; all but the last unless told
        otherwise. Or a concept for each actor: the answer then has the one key ``mixed``, under which each
        actor is judged by its own.
    engine
        ``reference`` follows the definitions word for word and is slow, ``fast`` finds the same by one pass
        for all states at once, ``auto`` is ``fast``.
    progress
        Hears how far the work is and, where that is much, what memory it needs; and can stop it.

    Raises
    ------
    ModelError
        When a concept, an actor or the engine is unknown, or ``sim`` is asked of states without options.
    LimitExceeded
        When the conflict needs more memory than the solver may take.

    Notes
    -----
    Preferences by pairs (``Graph.better``) are solved by the same definitions, at a higher price: about the
    moves times the states.

    The definitions stand at :func:`detente.stability.reference.solve_by_definition` and, for ``sim``, at
    :func:`detente.stability.simultaneous.simultaneous`; cost and method of the fast engine at
    :meth:`detente.stability.Solver.solve`.

    Examples
    --------
    The prisoner's dilemma: both arming is a Nash equilibrium, neither arming holds once the sides look ahead.

    >>> from detente.graph import Graph, OptionBit
    >>> graph = Graph.from_options(
    ...     ["A", "B"], [OptionBit("A.arm", 0), OptionBit("B.arm", 1)], [0, 1, 2, 3],
    ...     [[2, 3, 0, 1], [2, 0, 3, 1]])
    >>> found = solve(graph, ["nash", "seq"])
    >>> found.equilibria("nash"), found.equilibria("seq")
    (('3',), ('0', '3'))

    Only A looks ahead:

    >>> solve(graph, {"A": "seq", "B": "nash"}).equilibria("mixed")
    ('3',)
    """
    profile = checked_profile(concepts, graph.actors) if isinstance(concepts, Mapping) else ()
    asked = tuple(dict.fromkeys(profile)) or checked_concepts(concepts, KNOWN)
    if engine not in ENGINES:
        raise ModelError(unknown("D523", "engine", engine, ENGINES))
    started = time.perf_counter()
    basic = tuple(concept for concept in asked if concept != "sim")
    if "sim" in asked and "seq" not in basic:
        basic = (*basic, "seq")
    masks = _solved(graph, basic, engine, progress)
    if "sim" in asked:
        masks["sim"] = simultaneous(graph, masks["seq"], progress)
    if profile:
        masks = {MIXED: np.array([masks[concept][i] for i, concept in enumerate(profile)])}
    asked = (MIXED,) if profile else asked
    for mask in masks.values():
        mask.flags.writeable = False
    return Stability(
        graph=graph,
        concepts=asked,
        masks={concept: masks[concept] for concept in asked},
        digest=graph.digest(),
        engine="reference" if engine == "reference" else "fast",
        version=__version__,
        elapsed=time.perf_counter() - started,
        profile=profile,
    )


def _solved(
    graph: Graph, concepts: Sequence[str], engine: str, progress: Progress
) -> dict[str, NDArray[np.bool_]]:
    """Solve the concepts that every engine knows."""
    if engine == "reference":
        return solve_by_definition(graph, concepts, progress=progress)
    needed = memory_needed(graph, len(concepts))
    if needed > WORTH_TELLING:
        progress.note(f"needs up to {needed / 1e9:.1f} GB of memory")
    stable = Solver(graph).solve(graph.ranks[None], concepts, progress)
    return dict(zip(concepts, stable[0], strict=True))
