"""Which outcomes would hold: the stability of every state for every actor, by five concepts of stability."""

from detente.stability.concepts import CONCEPTS, KNOWN
from detente.stability.engines import ENGINES, solve
from detente.stability.fast import Solver, solve_many
from detente.stability.margin import ALWAYS
from detente.stability.memory import memory_needed
from detente.stability.result import Stability

__all__ = [
    "ALWAYS", "CONCEPTS", "ENGINES", "KNOWN", "Solver", "Stability", "memory_needed", "solve", "solve_many",
]  # fmt: skip
