"""What grouping looks at: a claim without what it does not need, and the part of the record it belongs to.

Grouping never ties claims of two *parts* together: a part is who takes part, how the act stands (done,
promised, ...) and what kind of act it is. So what changes in one part is grouped anew without looking at the
others. Only imported rows gather claims of several parts, all of them of one *block*: the same parties.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from detente.record.types import Claim, Modality, Polarity

Parties = tuple[tuple[str, ...], tuple[str, ...]]

NEIGHBOURS = frozenset({"AGREE", "CONCEDE", "CONSULT"})
"""Kinds of act that two writers may use for the same one."""
_PHASES: Mapping[Modality, str] = {
    "happened": "done",
    "ongoing": "done",
    "denied": "done",
    "offered": "promised",
    "pledged": "promised",
    "demanded": "demanded",
    "threatened": "threatened",
    "conditional": "supposed",
    "speculated": "supposed",
}


class Sighting(NamedTuple):
    """A claim as far as grouping looks at it; its fields are :class:`~detente.record.types.Claim`'s."""

    id: str
    document: str
    quote: str
    start: int
    end: int
    clause_start: int
    clause_end: int
    actor: tuple[str, ...]
    target: tuple[str, ...]
    type: str
    modality: Modality
    attribution: str
    date_from: date | None
    date_to: date | None
    issue: str | None
    polarity: Polarity | None


Told = Claim | Sighting
"""A claim, whole or as far as grouping looks at it."""


def sighting_of(claim: Claim) -> Sighting:
    """Return what grouping looks at."""
    return Sighting(*(getattr(claim, name) for name in Sighting._fields))


def parties_of(claim: Told) -> Parties | None:
    """Return who acts on whom, everybody in the first place when the act is mutual; ``None`` for nobody.

    A meeting is mutual however it is worded, and so is what several do without a target.
    """
    return _parties(claim.actor, claim.target, claim.type == "CONSULT")


@lru_cache(maxsize=65536)
def _parties(actor: tuple[str, ...], target: tuple[str, ...], meeting: bool) -> Parties | None:
    actors, targets = set(actor), set(target)
    if not actors and not targets:
        return None
    if meeting or not targets:
        return tuple(sorted(actors | targets)), ()
    return tuple(sorted(actors)), tuple(sorted(targets))


def everybody(parties: Parties) -> frozenset[str]:
    """Return all who take part, whoever acts on whom."""
    return frozenset(parties[0] + parties[1])


def phase_of(claim: Told) -> str:
    """Return whether a claim tells of a deed, a promise, a demand, a threat or a supposition.

    A denial tells of the same deed as the report it denies.
    """
    return _PHASES[claim.modality]


def block_of(claim: Told) -> str:
    """Return the key of all that could ever speak of the same thing: whoever the same parties are."""
    return _block(claim.actor, claim.target)


def part_of(claim: Told) -> str:
    """Return the key of the claims that can be put together without looking at any other."""
    kind = "AGREE" if claim.type in NEIGHBOURS else claim.type
    return _part(claim.actor, claim.target, "" if kind == "AGREE" else claim.type, phase_of(claim))


def rows_part(block: str) -> str:
    """Return the key under which the imported rows of a block are kept."""
    return _key("rows", block)


@lru_cache(maxsize=65536)
def _block(actor: tuple[str, ...], target: tuple[str, ...]) -> str:
    return _key("block", *sorted({*actor, *target}))


@lru_cache(maxsize=65536)
def _part(actor: tuple[str, ...], target: tuple[str, ...], kind: str, phase: str) -> str:
    if not kind:  # neighbouring kinds join across directions
        return _key(_block(actor, target), phase)
    actors, targets = _parties(actor, target, False) or ((), ())
    return _key(_block(actor, target), phase, kind, *actors, "", *targets)


def _key(*words: str) -> str:
    # A short hash, since keys stand by the hundred thousand in the record. Should two parts ever share one,
    # they are merely grouped together, which changes nothing.
    return hashlib.blake2b("\x1f".join(words).encode(), digest_size=8).hexdigest()
