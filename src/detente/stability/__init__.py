"""Which outcomes would hold: the stability of every state for every actor, by five concepts of stability."""

from detente.stability.concepts import CONCEPTS, KNOWN
from detente.stability.engines import ENGINES, solve
from detente.stability.fast import Solver, solve_many
from detente.stability.margin import ALWAYS
from detente.stability.memory import memory_needed
from detente.stability.path import Breaker, Paths, Route, Step, paths
from detente.stability.result import Stability
from detente.stability.why import Act, Answer, Improvement, Reasons, Why, why

__all__ = [
    "ALWAYS", "CONCEPTS", "ENGINES", "KNOWN", "Act", "Answer", "Breaker", "Improvement", "Paths", "Reasons",
    "Route", "Solver", "Stability", "Step", "Why", "memory_needed", "paths", "solve", "solve_many", "why",
]  # fmt: skip
