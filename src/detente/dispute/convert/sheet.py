"""A graph -> a sheet of its states as CSV, for spreadsheets and statistics programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from detente.errors import Fault, LimitExceeded
from detente.graph import Graph

MAX_ROWS = 1_000_000
"""States that a spreadsheet holds."""


def sheet_of(graph: Graph, verdict: Mapping[str, Any] | None = None) -> bytes:
    """Return one row a state: its id, its options as 0 and 1, and the rank each actor gives it.

    Parameters
    ----------
    graph
        The model.
    verdict
        What a solver found, as for :func:`detente.dispute.convert.table_out.table_of`; adds a column of 0
        and 1 for every concept and actor, and one for the equilibria of every concept.

    Returns
    -------
    bytes
        UTF-8. Ranks count from 1, the most preferred. A state without an option form has its options empty;
        the ranks of an actor with preferences by pairs are empty.

    Raises
    ------
    LimitExceeded
        When there are more states than a spreadsheet has rows.

    Examples
    --------
    >>> from detente.graph import OptionBit
    >>> options = [OptionBit("A.arm", 0), OptionBit("B.arm", 1)]
    >>> graph = Graph.from_options(["A", "B"], options, [0, 1, 2, 3], [[2, 3, 0, 1], [2, 0, 3, 1]])
    >>> print(sheet_of(graph).decode(), end="")
    state,A.arm,B.arm,rank A,rank B
    0,0,0,2,2
    1,1,0,1,4
    2,0,1,4,1
    3,1,1,3,3
    """
    if len(graph.states) > MAX_ROWS:
        message = f"{len(graph.states):,} states, a sheet has {MAX_ROWS:,} rows at most"
        raise LimitExceeded(Fault("D102", message, "rule states out"))
    codes = [-1] * len(graph.states) if graph.codes is None else graph.codes.tolist()
    columns: dict[str, list[Any]] = {"state": list(graph.states)}
    for bit, option in enumerate(graph.options):
        columns[option.name] = ["" if code < 0 else code >> bit & 1 for code in codes]
    for number, actor in enumerate(graph.actors):
        columns[f"rank {actor}"] = places(graph, number) or [""] * len(graph.states)
    for concept, equilibria in (verdict or {"equilibria": {}})["equilibria"].items():
        for actor, ids in (verdict or {})["stable"][concept].items():
            columns[f"{concept} {actor}"] = _marks(graph, ids)
        columns[f"{concept} equilibrium"] = _marks(graph, equilibria)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return text.getvalue().encode()


def places(graph: Graph, actor: int) -> list[int] | None:
    """Return the place of every state in an actor's ranking, 1 the best; equals share one.

    ``None`` for preferences by pairs, which are no ranking.
    """
    if graph.better is not None and graph.better[actor] is not None:
        return None
    ranks = graph.ranks[actor].tolist()
    place = {rank: number for number, rank in enumerate(sorted(set(ranks), reverse=True), 1)}
    return [place[rank] for rank in ranks]


def _marks(graph: Graph, ids: list[str]) -> list[int]:
    marked = frozenset(ids)
    return [int(ident in marked) for ident in graph.states]
