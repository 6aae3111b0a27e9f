"""Question 3 as shown: which pledges stand, with every score they were given."""

from __future__ import annotations

from dataclasses import dataclass

from detente.brief.findings import Findings
from detente.dispute.types import Score
from detente.ledger.types import PledgeStanding

PLEDGES_SHOWN = 40


@dataclass(frozen=True, slots=True)
class PledgeRow:
    """A pledge with every score it was given, earliest first."""

    pledge: PledgeStanding
    scores: tuple[Score, ...]


def pledges(findings: Findings) -> tuple[tuple[PledgeRow, ...], tuple[PledgeRow, ...], int]:
    """Return the declared pledges, those only read of, and how many of the latter are left out."""
    dispute, ledger = findings.dispute, findings.ledger
    scores = {p.id: p.scores for p in (dispute.pledges if dispute else ())}
    rows = [
        PledgeRow(
            p,
            tuple(
                s
                for s in sorted(scores.get(p.id, ()), key=lambda s: (s.on, s.says))
                if ledger.as_of is None or s.on <= ledger.as_of
            ),
        )
        for p in ledger.pledges
    ]
    declared = tuple(r for r in rows if r.pledge.declared)
    read = tuple(r for r in rows if not r.pledge.declared)
    return declared, read[:PLEDGES_SHOWN], max(0, len(read) - PLEDGES_SHOWN)
