"""Which outcomes would hold: the stability of every state for every actor, by five concepts of stability."""

from detente.stability.concepts import CONCEPTS
from detente.stability.engines import ENGINES, solve
from detente.stability.fast import Solver, solve_many
from detente.stability.result import Stability

__all__ = ["CONCEPTS", "ENGINES", "Solver", "Stability", "solve", "solve_many"]
