"""The door to the solvers: checks what is asked, chooses the engine, signs the result."""

from __future__ import annotations

import time
from collections.abc import Sequence

from detente import __version__
from detente.errors import ModelError
from detente.graph import Graph
from detente.progress import SILENT, Progress
from detente.stability.concepts import CONCEPTS, checked_concepts, unknown
from detente.stability.fast import Solver
from detente.stability.pairs import solve_by_pairs
from detente.stability.reference import solve_by_definition
from detente.stability.result import Stability

ENGINES = ("auto", "fast", "reference")


def solve(
    graph: Graph,
    concepts: Sequence[str] = CONCEPTS,
    engine: str = "auto",
    progress: Progress = SILENT,
) -> Stability:
    """Tell which outcomes would hold, and for whom.

    Parameters
    ----------
    graph
        The conflict.
    concepts
        Some of ``nash``, ``gmr``, ``smr``, ``seq``, ``sseq``; all five unless told otherwise.
    engine
        ``reference`` follows the definitions word for word and is slow, ``fast`` finds the same by one pass
        for all states at once, ``auto`` is ``fast``.
    progress
        Hears how far the work is, and can stop it.

    Raises
    ------
    ModelError
        When a concept or the engine is unknown.
    LimitExceeded
        When the conflict has more moves than fit in memory.

    Notes
    -----
    Preferences by pairs (``Graph.better``) are solved by the same definitions, at a higher price: about the
    moves times the states.

    The definitions stand at :func:`detente.stability.reference.solve_by_definition`, cost and method of the
    fast engine at :meth:`detente.stability.Solver.solve`.

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
    """
    concepts = checked_concepts(concepts)
    if engine not in ENGINES:
        raise ModelError(unknown("D523", "engine", engine, ENGINES))
    started = time.perf_counter()
    if engine == "reference":
        masks = solve_by_definition(graph, concepts, progress=progress)
    elif graph.better is not None:
        masks = solve_by_pairs(graph, concepts, progress)
    else:
        stable = Solver(graph).solve(graph.ranks[None], concepts, progress)
        masks = dict(zip(concepts, stable[0], strict=True))
    for mask in masks.values():
        mask.flags.writeable = False
    return Stability(
        graph=graph,
        concepts=concepts,
        masks=masks,
        digest=graph.digest(),
        engine="reference" if engine == "reference" else "fast",
        version=__version__,
        elapsed=time.perf_counter() - started,
    )
