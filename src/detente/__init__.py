"""détente: from news to negotiation model.

Everything public is reachable from here and loaded when first used, so ``import detente`` is quick and
loads nothing else.

========================  =====================================================
``open(folder)``          a case folder: one method per question
``read(path)``            an article's claims, one after another
``load(file)``            a case file, checked
``solve(model)``          which outcomes of a dispute or a graph would hold
========================  =====================================================
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.case import Case as Case
    from detente.case import demo_case as demo_case
    from detente.case import new_case as new_case
    from detente.case import read_claims as read_claims
    from detente.case import solve as solve
    from detente.dispute import Dispute as Dispute
    from detente.dispute import load as load
    from detente.dispute import loads as loads
    from detente.errors import DetenteError as DetenteError
    from detente.errors import Fault as Fault
    from detente.errors import ModelError as ModelError
    from detente.errors import SourceError as SourceError
    from detente.errors import StoreError as StoreError
    from detente.graph import Graph as Graph
    from detente.ledger.types import Ledger as Ledger
    from detente.outlook import Sweep as Sweep
    from detente.record.types import Claim as Claim
    from detente.record.types import Document as Document
    from detente.record.types import Event as Event
    from detente.record.types import Review as Review
    from detente.stability import Stability as Stability

    open = Case  # noqa: A001 - the verb users expect, as in tarfile.open
    read = read_claims

__version__ = "0.1.0"

_HOMES = {
    "Case": "case:Case",
    "Claim": "record.types:Claim",
    "DetenteError": "errors:DetenteError",
    "Dispute": "dispute.types:Dispute",
    "Document": "record.types:Document",
    "Event": "record.types:Event",
    "Fault": "errors:Fault",
    "Graph": "graph:Graph",
    "Ledger": "ledger.types:Ledger",
    "ModelError": "errors:ModelError",
    "Review": "record.types:Review",
    "SourceError": "errors:SourceError",
    "Stability": "stability:Stability",
    "StoreError": "errors:StoreError",
    "Sweep": "outlook:Sweep",
    "demo_case": "case:demo_case",
    "load": "dispute:load",
    "loads": "dispute:loads",
    "new_case": "case:new_case",
    "open": "case:Case",
    "read": "case:read_claims",
    "solve": "case:solve",
}

__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    value = getattr(import_module(f"detente.{module}"), attribute)
    globals()[name] = value  # so that the next look-up is a plain one
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
