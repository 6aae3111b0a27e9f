"""The names of the stability concepts, and the check of a name somebody typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from detente.errors import Fault, ModelError

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
"""Nash, general metarational, symmetric metarational, sequential, symmetric sequential stability."""


def unknown(code: str, what: str, name: object, known: Sequence[str]) -> Fault:
    """Return the fault of a name that is none of the known ones."""
    close = get_close_matches(str(name).lower(), [k.lower() for k in known], 1, 0.5)
    right = [k for k in known if k.lower() in close]
    hint = f"did you mean {right[0]}?" if right else f"choose from {', '.join(known)}"
    return Fault(code, f"unknown {what} {name!r}", hint)


def checked_concepts(concepts: Iterable[str]) -> tuple[str, ...]:
    """Return the concepts as asked for, each once.

    Raises
    ------
    ModelError
        When a name is unknown or there is none.
    """
    # A lone name would otherwise be taken for its letters.
    asked = tuple(dict.fromkeys([concepts] if isinstance(concepts, str) else concepts))
    faults = [unknown("D520", "concept", name, CONCEPTS) for name in asked if name not in CONCEPTS]
    if not asked:
        faults.append(Fault("D520", "no concept asked for", f"choose from {', '.join(CONCEPTS)}"))
    if faults:
        raise ModelError(faults)
    return asked
