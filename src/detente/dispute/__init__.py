"""The case file: what the analyst judges, checked and compiled to a graph.

>>> from detente.dispute import compile_graph, load
>>> graph = compile_graph(load("case.yaml"))  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from detente.dispute.types import Dispute

if TYPE_CHECKING:
    from detente.dispute.citations import Maybe as Maybe
    from detente.dispute.citations import idle_judgements as idle_judgements
    from detente.dispute.citations import maybes as maybes
    from detente.dispute.citations import needs_model as needs_model
    from detente.dispute.citations import uncited as uncited
    from detente.dispute.citations import unknown_citations as unknown_citations
    from detente.dispute.citations import unsupported as unsupported
    from detente.dispute.citations import with_present_ids as with_present_ids
    from detente.dispute.compile import Model as Model
    from detente.dispute.compile import compile_graph as compile_graph
    from detente.dispute.evaluate import holds as holds
    from detente.dispute.faults import FAULTS as FAULTS
    from detente.dispute.reader import check as check
    from detente.dispute.reader import check_text as check_text
    from detente.dispute.reader import load as load
    from detente.dispute.reader import loads as loads
    from detente.dispute.write import dumps as dumps

_HOMES = {
    "FAULTS": "faults",
    "Maybe": "citations",
    "Model": "compile",
    "check": "reader",
    "check_text": "reader",
    "compile_graph": "compile",
    "dumps": "write",
    "holds": "evaluate",
    "load": "reader",
    "loads": "reader",
    "idle_judgements": "citations",
    "maybes": "citations",
    "needs_model": "citations",
    "uncited": "citations",
    "unknown_citations": "citations",
    "unsupported": "citations",
    "with_present_ids": "citations",
}
"""Loaded when first used: YAML, the grammar and numpy cost more than most users of the types need."""

__all__ = ["Dispute", *sorted(_HOMES)]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'detente.dispute' has no attribute {name!r}")
    return getattr(import_module(f"detente.dispute.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
