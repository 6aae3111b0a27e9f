"""Outcomes, moves and rankings as arrays: all that a solver sees."""

from detente.graph.arcs import Arcs
from detente.graph.model import MAX_BITS, Graph, OptionBit
from detente.graph.preferences import MAX_COMPARED, Relation, from_pairs
from detente.graph.rows import MAX_MOVES, Rows
from detente.graph.state_ids import StateIds

__all__ = [
    "MAX_BITS", "MAX_COMPARED", "MAX_MOVES", "Arcs", "Graph", "OptionBit", "Relation", "Rows", "StateIds",
    "from_pairs",
]  # fmt: skip
