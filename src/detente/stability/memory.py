"""How much memory the fast engine needs for a conflict, known before it starts."""

from __future__ import annotations

from detente.errors import Fault, LimitExceeded
from detente.graph import Graph

MAX_MEMORY = 4_000_000_000
"""Bytes that the fast engine takes at most."""
WORTH_TELLING = 500_000_000
"""Bytes from which the need is told before the work starts."""


def memory_needed(graph: Graph, concepts: int = 5) -> int:
    """Return how many bytes solving a conflict takes at most, the conflict itself not counted.

    Parameters
    ----------
    graph
        The conflict of A actors and S states.
    concepts
        How many concepts are asked for.

    Returns
    -------
    int
        An upper bound for the worst rankings (many ties); strict ones need about a third less.

    Notes
    -----
    Indices and ranks take four bytes. An entry of an actor's rows is kept once for its moves and up to three
    times for its improvements, a state once an actor for its row; some ten arrays of values are alive at a
    time, and the answer is one byte a concept, actor and state. Of one-way options, each lengthens its
    actor's rows by half at most.

    Examples
    --------
    >>> graph = Graph.from_arcs(["A"], ["x", "y"], [[(0, 1)]], [[0, 1]])
    >>> memory_needed(graph) < 1000
    True
    """
    actors, states, entries = len(graph.actors), len(graph.states), 0
    ways = graph.one_way_mask("take") | graph.one_way_mask("drop")
    for i in range(actors):
        one_way = (graph.own_mask(i) & ways).bit_count()
        entries += states * 3**one_way // 2**one_way if graph.listed is None else len(graph.listed[i].target)
    return 16 * entries + states * (8 * actors + 40 + concepts * actors)


def check_memory(graph: Graph) -> None:
    """Refuse a conflict that would need too much memory.

    Raises
    ------
    LimitExceeded
        When more than 4 GB might be needed.
    """
    needed = memory_needed(graph)
    if needed > MAX_MEMORY:
        raise LimitExceeded(
            Fault(
                "D521",
                f"solving may need {needed / 1e9:,.1f} GB of memory, the limit is {MAX_MEMORY / 1e9:,.1f} GB",
                "rule out combinations that cannot be, or leave out options",
            )
        )
