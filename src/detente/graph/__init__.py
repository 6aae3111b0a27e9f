"""Outcomes, moves and rankings as arrays: all that a solver sees."""

from detente.graph.model import Arcs, Graph, OptionBit

__all__ = ["Arcs", "Graph", "OptionBit"]
