"""Write networks as GraphML, which Gephi, yEd, Cytoscape and networkx open."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from detente.record.exporting.types import Network, jsonable

# XML 1.0 has no way to write these at all.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_TYPES = {bool: "boolean", int: "long", float: "double"}


def write_graphml(network: Network, stream: IO[str]) -> None:
    """Write a network as GraphML; what XML cannot hold (control characters) becomes U+FFFD.

    Parameters
    ----------
    network
        Nodes, edges and ``about``, whose entries become data of the graph.
    stream
        UTF-8.

    References
    ----------
    U. Brandes et al., "GraphML Progress Report", Graph Drawing 2001, doi:10.1007/3-540-45848-4_59.
    """
    parts = {
        "graph": [network.about],
        "node": [data for _, data in network.nodes],
        "edge": [data for *_, data in network.edges],
    }
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write('<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n')
    keys: dict[tuple[str, str], str] = {}
    for part, several in parts.items():
        for name, kind in _attributes(several).items():
            keys[part, name] = f"k{len(keys)}"
            meaning = f'for="{part}" attr.name={_attribute(name)} attr.type="{kind}"'
            stream.write(f'  <key id="{keys[part, name]}" {meaning}/>\n')
    direction = "directed" if network.directed else "undirected"
    stream.write(f'  <graph id={_attribute(network.name)} edgedefault="{direction}">\n')
    _write_data(stream, "graph", network.about, keys, "    ")
    for id_, data in network.nodes:
        stream.write(f"    <node id={_attribute(id_)}>\n")
        _write_data(stream, "node", data, keys, "      ")
        stream.write("    </node>\n")
    for nth, (source, target, data) in enumerate(network.edges):
        ends = f"source={_attribute(source)} target={_attribute(target)}"
        stream.write(f'    <edge id="e{nth}" {ends}>\n')
        _write_data(stream, "edge", data, keys, "      ")
        stream.write("    </edge>\n")
    stream.write("  </graph>\n</graphml>\n")


def _attributes(several: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the type of each attribute: a number only where all its values are."""
    found: dict[str, set[str]] = {}
    for data in several:
        for name, value in data.items():
            if value is not None:
                found.setdefault(name, set()).add(_TYPES.get(type(value), "string"))
    return {name: kinds.pop() if len(kinds) == 1 else "string" for name, kinds in found.items()}


def _write_data(
    stream: IO[str], part: str, data: Mapping[str, Any], keys: Mapping[tuple[str, str], str], indent: str
) -> None:
    for name, value in data.items():
        if value is not None:
            stream.write(f'{indent}<data key="{keys[part, name]}">{escape(_clean(_told(value)))}</data>\n')


def _told(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    value = jsonable(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _attribute(text: str) -> str:
    return quoteattr(_clean(text))


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)
