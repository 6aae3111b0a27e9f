"""A graph -> GraphML, for programs that draw and analyse networks."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from detente.dispute.convert.moves import arcs_to_list
from detente.dispute.convert.sheet import places
from detente.dispute.faults import legible
from detente.dispute.types import Dispute
from detente.errors import Fault, LimitExceeded
from detente.graph import Graph

MAX_NODES = 20_000
MAX_EDGES = 200_000
"""What programs for drawing networks still open."""
_SPACE = "http://graphml.graphdrawing.org/xmlns"


def graphml_of(dispute: Dispute, graph: Graph, verdict: Mapping[str, Any] | None = None) -> bytes:
    """Return a node for every state and a directed edge for every move.

    Parameters
    ----------
    dispute
        For the words; the model it was compiled from.
    graph
        The model.
    verdict
        What a solver found, as for :func:`detente.dispute.convert.table_out.table_of`; marks the equilibria.

    Returns
    -------
    bytes
        Nodes carry ``label``, a boolean for every option, ``rank ACTOR`` (1 is the most preferred,
        equals share one) and ``CONCEPT`` for the equilibria; edges carry ``actor`` and ``improvement``,
        whether the actor prefers where the move leads.

    Raises
    ------
    LimitExceeded
        When there are more states or moves than programs for networks open.

    References
    ----------
    Brandes, U., Eiglsperger, M., Herman, I., Himsolt, M., Marshall, M. S. (2002). GraphML progress report.
    Graph Drawing 2001, LNCS 2265, 501-512. https://doi.org/10.1007/3-540-45848-4_59
    """
    if len(graph.states) > MAX_NODES:
        message = f"{len(graph.states):,} states, a GraphML file gets {MAX_NODES:,} at most"
        raise LimitExceeded(Fault("D102", message, "convert to .csv, or rule states out"))
    root = ET.Element("graphml", {"xmlns": _SPACE})
    keys = _Keys(root)
    drawn = ET.Element("graph", {"id": "G", "edgedefault": "directed"})
    keys.add(drawn, "graph", "title", "string", legible(dispute.title))
    labels = {state.id: state.text for state in dispute.states if state.text}
    found = (verdict or {"equilibria": {}})["equilibria"]
    equilibria = {concept: frozenset(ids) for concept, ids in found.items()}
    ranks = {actor: places(graph, number) for number, actor in enumerate(graph.actors)}
    ids = list(graph.states)
    for position, ident in enumerate(ids):
        node = ET.SubElement(drawn, "node", {"id": ident})
        keys.add(node, "node", "label", "string", legible(labels.get(ident) or ident))
        _options(node, keys, graph, position)
        for actor, ranking in ranks.items():
            if ranking is not None:
                keys.add(node, "node", f"rank {actor}", "int", str(ranking[position]))
        for concept, holding in equilibria.items():
            keys.add(node, "node", concept, "boolean", _truth(ident in holding))
    edges = 0
    for number, actor in enumerate(graph.actors):
        arcs = arcs_to_list(graph, number, MAX_EDGES - edges)
        edges += len(arcs.target)
        for position, ident in enumerate(ids):
            for target in arcs.of(position).tolist():
                edge = ET.SubElement(drawn, "edge", {"source": ident, "target": ids[target]})
                keys.add(edge, "edge", "actor", "string", actor)
                better = _truth(graph.prefers(number, target, position))
                keys.add(edge, "edge", "improvement", "boolean", better)
    root.append(drawn)
    ET.indent(root, " ")
    content = io.BytesIO()
    ET.ElementTree(root).write(content, "utf-8", xml_declaration=True)
    return content.getvalue() + b"\n"


class _Keys:
    """Declares attributes when they are first used."""

    def __init__(self, root: ET.Element) -> None:
        self.root = root
        self.known: dict[tuple[str, str], str] = {}

    def add(self, to: ET.Element, domain: str, name: str, kind: str, value: str) -> None:
        """Give an element an attribute."""
        ident = self.known.get((domain, name))
        if ident is None:
            ident = self.known[domain, name] = f"d{len(self.known)}"
            key = {"id": ident, "for": domain, "attr.name": name, "attr.type": kind}
            ET.SubElement(self.root, "key", key)
        ET.SubElement(to, "data", {"key": ident}).text = value


def _options(node: ET.Element, keys: _Keys, graph: Graph, position: int) -> None:
    code = -1 if graph.codes is None else int(graph.codes[position])
    for bit, option in enumerate(graph.options):
        if code >= 0:
            keys.add(node, "node", option.name, "boolean", _truth(bool(code >> bit & 1)))


def _truth(value: bool) -> str:
    return "true" if value else "false"
