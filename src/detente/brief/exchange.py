"""Question 2 as shown: who gave what to whom, and who is ahead in how many weightings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from detente.brief.findings import Findings
from detente.ledger.types import Ahead, Concession, Ledger, Total

CONCESSIONS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class TotalRow:
    """What an actor gave and received, on all claims and on the reviewed ones."""

    read: Total
    reviewed: Total


@dataclass(frozen=True, slots=True)
class AheadRow:
    """Who is ahead in a pair, on all claims and on the reviewed ones where those tell anything.

    ``flip`` lists the issues of the weighting that turns it, heaviest first; ``even`` when all weigh alike.
    """

    read: Ahead
    reviewed: Ahead | None
    leader: str | None
    flip: tuple[tuple[str, float], ...]

    @property
    def even(self) -> bool:
        """Whether the weighting that turns it is the equal one."""
        weights = [weight for _, weight in self.flip]
        return len(weights) > 1 and max(weights) - min(weights) < 0.005

    @property
    def other(self) -> str | None:
        """The side that is not ahead, ``None`` when neither is."""
        return next((side for side in self.read.pair if self.leader and side != self.leader), None)


def totals(findings: Findings) -> tuple[tuple[TotalRow, ...], tuple[str, ...]]:
    """Return the totals of those who gave or received, actors of the case file first, and who did neither."""
    order = {party.code: i for i, party in enumerate(findings.parties)}
    reviewed = {total.actor: total for total in findings.reviewed_ledger.totals}
    rows = sorted(findings.ledger.totals, key=lambda t: (order.get(t.actor, len(order)), t.actor))
    active = [t for t in rows if t.given or t.received]
    return (
        tuple(TotalRow(t, reviewed.get(t.actor, Total(t.actor, 0, 0, 0, 0))) for t in active),
        tuple(t.actor for t in rows if t not in active),
    )


def aheads(findings: Findings) -> tuple[AheadRow, ...]:
    """Pair the comparisons of all claims with those of the reviewed ones, the busiest pair first."""
    reviewed = {(a.lens, a.pair): a for a in findings.reviewed_ledger.ahead}

    def exchanged(ahead: Ahead) -> int:
        a, b = ahead.pair
        return sum(
            (a in c.by and b in c.to) or (b in c.by and a in c.to) for c in findings.ledger.concessions
        )

    return tuple(
        AheadRow(
            a,
            reviewed.get((a.lens, a.pair)),
            leader(a),
            tuple(sorted((a.flip or {}).items(), key=lambda item: (-item[1], item[0]))),
        )
        for a in sorted(findings.ledger.ahead, key=lambda a: (-exchanged(a), a.pair, a.lens))
    )


def leader(ahead: Ahead) -> str | None:
    """Return the side that is ahead in more than half of the weightings, ``None`` if neither is."""
    return next((side for side in ahead.pair if ahead.share.get(side, 0) > 0.5), None)


def concessions(ledger: Ledger) -> tuple[tuple[Concession, ...], int]:
    """Return the concessions to show, latest first, and how many are left out."""
    rows = sorted(
        ledger.concessions, key=lambda c: (c.date_from or date.min, c.events, c.claims), reverse=True
    )
    return tuple(rows[:CONCESSIONS_SHOWN]), max(0, len(rows) - CONCESSIONS_SHOWN)
