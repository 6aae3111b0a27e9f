"""What follows from what is not known: sweeps over the wishes an actor may or may not hold."""

from detente.outlook.result import Effect, Share, Sweep, Unknown
from detente.outlook.sweep import sweep

__all__ = ["Effect", "Share", "Sweep", "Unknown", "sweep"]
