"""Question 2 as shown: who gave what to whom, and who is ahead in how many weightings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import product

from detente.brief.findings import Findings
from detente.ledger.types import Ahead, Balance, Concession, Ledger, Silent, Total
from detente.ledger.verdicts import moves, turned_by

CONCESSIONS_SHOWN = 60
PAIRS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class TotalRow:
    """What an actor gave and received, on all claims and on the reviewed ones."""

    read: Total
    reviewed: Total


@dataclass(frozen=True, slots=True)
class Run:
    """Baselines under which a verdict is the same, with the shares under the first of them."""

    first: date
    last: date
    share: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class AheadRow:
    """Who is ahead in a pair and lens, on all claims and on the reviewed ones where those tell anything.

    ``turned`` says under which weighting the other side is ahead, ``runs`` how the verdict moves with the
    day the account begins.
    """

    read: Ahead
    reviewed: Ahead | None
    turned: str
    runs: tuple[Run, ...]

    @property
    def leader(self) -> str | None:
        """The side that is ahead in more than half of the weightings, ``None`` if neither is."""
        return self.read.leader

    @property
    def other(self) -> str | None:
        """The side that is not ahead, ``None`` when neither is."""
        return next((side for side in self.read.pair if self.leader and side != self.leader), None)


@dataclass(frozen=True, slots=True)
class PairRow:
    """A pair through all lenses that speak of it, and those that do not."""

    pair: tuple[str, str]
    lenses: tuple[AheadRow, ...]
    silent: tuple[Silent, ...]
    balances: tuple[Balance, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether some verdict depends on the day the account begins."""
        return any(len(row.runs) > 1 for row in self.lenses)


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


def pairs(findings: Findings, names: Mapping[str, str]) -> tuple[tuple[PairRow, ...], int]:
    """Put the lenses of each pair side by side, the busiest pair first, and count the pairs left out."""
    ledger = findings.ledger
    reviewed = {(a.lens, a.pair, a.account): a for a in findings.reviewed_ledger.ahead}
    busy = Counter(
        (min(flow), max(flow))
        for c in ledger.concessions
        for flow in product(c.by, c.to)
        if flow[0] != flow[1]
    )
    known = dict.fromkeys([a.pair for a in ledger.ahead] + [s.pair for s in ledger.silent])
    found = [
        PairRow(
            pair,
            tuple(
                AheadRow(
                    a,
                    reviewed.get((a.lens, a.pair, a.account)),
                    turned_by(a, names),
                    tuple(Run(first, last, held.share) for first, last, held in moves(pair, a.baselines)),
                )
                for a in ledger.ahead
                if a.pair == pair
            ),
            tuple(s for s in ledger.silent if s.pair == pair),
            tuple(b for b in ledger.balances if b.pair == pair),
        )
        for pair in sorted(known, key=lambda pair: (-busy[pair], pair))[:PAIRS_SHOWN]
    ]
    return tuple(found), max(0, len(known) - PAIRS_SHOWN)


def concessions(ledger: Ledger) -> tuple[tuple[Concession, ...], int]:
    """Return the concessions to show, latest first, and how many are left out."""
    rows = sorted(
        ledger.concessions, key=lambda c: (c.date_from or date.min, c.events, c.claims), reverse=True
    )
    return tuple(rows[:CONCESSIONS_SHOWN]), max(0, len(rows) - CONCESSIONS_SHOWN)
