"""A case is a folder. This room opens it and joins the others: one method per question.

It is the only place that knows the order of things. The command line and the brief call it.
"""

from detente.case.archive import Packed
from detente.case.archive import unpack as unpack_case
from detente.case.entry import convert, demo_case, new_case, read_claims, score_reader, solve
from detente.case.facts import ReadSummary
from detente.case.folder import FAULTS, is_case
from detente.case.opened import Case

__all__ = [
    "FAULTS",
    "Case",
    "Packed",
    "ReadSummary",
    "convert",
    "demo_case",
    "is_case",
    "new_case",
    "read_claims",
    "score_reader",
    "solve",
    "unpack_case",
]
