"""Outcomes, moves and rankings as arrays: all that a solver sees."""

from detente.graph.model import MAX_BITS, Graph, OptionBit
from detente.graph.moves import MAX_MOVES, Arcs, Rows

__all__ = ["MAX_BITS", "MAX_MOVES", "Arcs", "Graph", "OptionBit", "Rows"]
