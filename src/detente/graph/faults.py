"""Every fault a graph, a solver or a sweep can tell of, by code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FAULTS: Mapping[str, str] = MappingProxyType(
    {
        "D501": "ranks do not have one row an actor and one column a state",
        "D502": "two actors, states or options have the same name",
        "D503": "more option bits than a state can hold",
        "D504": "a graph has neither options nor listed moves",
        "D505": "a state without an option form needs listed moves",
        "D506": "not one list of moves for each actor",
        "D507": "not one option code for each state",
        "D508": "a list of moves is not laid out as it should be",
        "D509": "a move leads from a state to itself",
        "D510": "more moves of one actor than a list can hold",
        "D511": "numbers that should be whole are not, or do not fit",
        "D512": "a graph without actors or without states",
        "D513": "an option belongs to an actor that is not there",
        "D514": "a state takes an option that is not there",
        "D515": "two states take the same options",
        "D516": "the moves of one actor need more memory than a solver may take",
        "D517": "a relation of preference is none",
        "D518": "more states than preferences by pairs can compare",
        "D520": "an unknown concept of stability",
        "D521": "more moves than a solver can hold in memory",
        "D522": "an unknown actor",
        "D523": "an unknown engine",
        "D524": "more states than can be written out",
        "D525": "preferences and the engine asked for do not go together",
        "D526": "simultaneous stability of states without an option form of their own",
        "D527": "more combinations of improvements than can be looked at",
        "D528": "a margin where no ranking is",
        "D529": "margins of more states than can be compared",
        "D530": "a parameter of a sweep is out of its range",
        "D531": "more unknown preferences than a sweep can draw",
        "D532": "the worker processes of a sweep stopped before they were done",
        "D540": "more states than a search for paths or reasons can hold in memory",
        "D541": "an unknown state",
        "D542": "a search for paths or reasons where no ranking is",
    }
)
"""Titles by code: ``D50x``, ``D51x`` graphs; ``D52x`` solvers; ``D53x`` sweeps; ``D54x`` paths, reasons."""
