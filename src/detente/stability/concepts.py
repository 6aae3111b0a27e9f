"""The names of the stability concepts, and the check of a name somebody typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from detente.errors import Fault, ModelError

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
"""Nash, general metarational, symmetric metarational, sequential, symmetric sequential stability."""

KNOWN = (*CONCEPTS, "sim")
"""All that can be asked for: simultaneous stability besides, which needs an option form."""
MIXED = "mixed"
"""The key of the answer in which each actor has a concept of its own."""


def unknown(code: str, what: str, name: object, known: Sequence[str]) -> Fault:
    """Return the fault of a name that is none of the known ones."""
    close = get_close_matches(str(name).lower(), [k.lower() for k in known], 1, 0.5)
    right = [k for k in known if k.lower() in close]
    hint = f"did you mean {right[0]}?" if right else f"choose from {', '.join(known)}"
    return Fault(code, f"unknown {what} {name!r}", hint)


def checked_concepts(concepts: Iterable[str], known: Sequence[str] = CONCEPTS) -> tuple[str, ...]:
    """Return the concepts as asked for, each once; ``known`` are those that may be.

    Raises
    ------
    ModelError
        When a name is unknown or there is none.
    """
    # A lone name would otherwise be taken for its letters.
    asked = tuple(dict.fromkeys([concepts] if isinstance(concepts, str) else concepts))
    faults = [unknown("D520", "concept", name, known) for name in asked if name not in known]
    if not asked:
        faults.append(Fault("D520", "no concept asked for", f"choose from {', '.join(known)}"))
    if faults:
        raise ModelError(faults)
    return asked


def checked_profile(concepts: Mapping[str, str], actors: Sequence[str]) -> tuple[str, ...]:
    """Return one concept for each actor, in their order.

    Raises
    ------
    ModelError
        When an actor has none, or an actor or a concept is unknown.
    """
    faults = [unknown("D522", "actor", name, actors) for name in concepts if name not in actors]
    faults += [
        Fault("D520", f"no concept for {name}", f"choose from {', '.join(KNOWN)}")
        for name in actors
        if name not in concepts
    ]
    named = dict.fromkeys(concepts.values())
    faults += [unknown("D520", "concept", name, KNOWN) for name in named if name not in KNOWN]
    if faults:
        raise ModelError(faults)
    return tuple(concepts[name] for name in actors)
