"""détente: from news to negotiation model.

Everything public is reachable from here and loaded when first used, so ``import detente`` is quick and
loads nothing else.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.record.types import Claim as Claim
    from detente.record.types import Document as Document

__version__ = "0.1.0"

_HOMES = {
    "Claim": "detente.record.types",
    "DetenteError": "detente.errors",
    "Document": "detente.record.types",
    "Fault": "detente.errors",
}

__all__ = ["__version__", *sorted(_HOMES)]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
