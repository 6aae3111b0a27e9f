"""Which outcomes would hold: the stability of every state for every actor, by five concepts of stability."""

from detente.stability.concepts import CONCEPTS
from detente.stability.engines import ENGINES, solve
from detente.stability.fast import Solver, solve_many
from detente.stability.path import Breaker, Paths, Route, Step, paths
from detente.stability.result import Stability
from detente.stability.why import Act, Answer, Improvement, Reasons, Why, why

__all__ = [
    "CONCEPTS", "ENGINES", "Act", "Answer", "Breaker", "Improvement", "Paths", "Reasons", "Route", "Solver",
    "Stability", "Step", "Why", "paths", "solve", "solve_many", "why",
]  # fmt: skip
