"""Question 3 as shown: which pledges stand, with every score they were given and what was done since."""

from __future__ import annotations

from dataclasses import dataclass

from detente.brief.findings import Findings
from detente.ledger.pledges import aggregate
from detente.ledger.pledges import themes as by_theme
from detente.ledger.types import PledgeStanding, ScoreGiven

PLEDGES_SHOWN = 40


@dataclass(frozen=True, slots=True)
class PledgeRow:
    """A pledge with every score it was given, earliest first."""

    pledge: PledgeStanding
    scores: tuple[ScoreGiven, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    """How far the pledges of a theme are kept, 0 to 100; ``None`` where none is scored."""

    name: str
    value: float | None
    scored: int
    pledges: int


def pledges(findings: Findings) -> tuple[tuple[PledgeRow, ...], tuple[PledgeRow, ...], int]:
    """Return the declared pledges, those only read of, and how many of the latter are left out."""
    ledger = findings.ledger
    rows = [
        PledgeRow(p, tuple(s for s in ledger.scores if p.declared and s.pledge == p.id))
        for p in ledger.pledges
    ]
    declared = tuple(r for r in rows if r.pledge.declared)
    read = tuple(r for r in rows if not r.pledge.declared)
    return declared, read[:PLEDGES_SHOWN], max(0, len(read) - PLEDGES_SHOWN)


def themes(findings: Findings) -> tuple[Theme, ...]:
    """Return all pledges together, then each theme where there are several; nothing without a score."""
    declared = [p for p in findings.ledger.pledges if p.declared]
    if aggregate(declared) is None:
        return ()
    own = [(name or "no theme", rows) for name, rows in by_theme(declared).items()]
    return tuple(
        Theme(name, aggregate(rows), sum(p.score is not None for p in rows), len(rows))
        for name, rows in [("all", tuple(declared)), *(own if len(own) > 1 else [])]
    )
