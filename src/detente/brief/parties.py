"""One name, colour and shape for each actor, the same everywhere on the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from detente.brief.findings import Findings

COLOURS = 8
SHAPES = 4
"""Eight colours can be told apart by everyone; further actors repeat them with another shape of mark."""


@dataclass(frozen=True, slots=True)
class Badge:
    """How an actor is shown: ``colour`` below :data:`COLOURS`, ``shape`` below :data:`SHAPES`."""

    code: str
    name: str
    colour: int
    shape: int

    @property
    def classes(self) -> str:
        """The CSS classes of the mark."""
        return f"c{self.colour} s{self.shape}"


def badges(findings: Findings) -> Mapping[str, Badge]:
    """Return a badge for every code that the findings mention.

    Actors of the case file come first and so have the clearest colours whatever was read later.
    """
    codes = {party.code: party.name for party in findings.parties}
    for code in _mentioned(findings):
        codes.setdefault(code, code)
    return {
        code: Badge(code, name, i % COLOURS, i // COLOURS % SHAPES)
        for i, (code, name) in enumerate(codes.items())
    }


def _mentioned(findings: Findings) -> Iterable[str]:
    ledger = findings.ledger
    for event in findings.events:
        yield from event.actor + event.target
    for claim in findings.claims:
        yield from claim.actor + claim.target
    for given in ledger.concessions:
        yield from given.by + given.to
    for pledge in ledger.pledges:
        yield from pledge.by + pledge.to
    for seen in ledger.timeline:
        yield from seen.actor + seen.target
    for total in ledger.totals:
        yield total.actor
    for tie in ledger.ties:
        yield from (tie.a, tie.b)
    yield from ledger.dealings.actors
    for ahead in ledger.ahead:
        yield from ahead.pair
