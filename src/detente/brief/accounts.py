"""Views of the ledger: what was said and done, who is ahead, which pledges stand, who deals with whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from detente.brief import words
from detente.brief.findings import Findings
from detente.dispute.types import Score
from detente.ledger.types import Ahead, Concession, Ledger, PledgeStanding, Tie, TimelineRow, Total

TIMELINE_SHOWN = 200
LATEST = 8
"""Events of the timeline that are open at once; the others wait in a closed part."""
CONCESSIONS_SHOWN = 60
PLEDGES_SHOWN = 40
PAIRS_SHOWN = 15
MONTHS_SHOWN = 18
BARS = 30


@dataclass(frozen=True, slots=True)
class Bar:
    """How many events of a period were cooperative, conflictual and neither."""

    label: str
    sub: str
    cooperative: int
    conflictual: int
    neither: int

    @property
    def total(self) -> int:
        """All events of the period."""
        return self.cooperative + self.conflictual + self.neither


@dataclass(frozen=True, slots=True)
class MonthRows:
    """The events of one month, latest first."""

    name: str
    rows: tuple[TimelineRow, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The timeline: the latest events, earlier ones, and how many are left out."""

    bars: tuple[Bar, ...]
    latest: tuple[MonthRows, ...]
    earlier: tuple[MonthRows, ...]
    earlier_count: int
    hidden: int
    undated: int
    actors: frozenset[str]
    monthly: bool


def timeline(ledger: Ledger) -> Timeline:
    """Lay out the timeline, latest month first."""
    rows = sorted(ledger.timeline, key=lambda r: (r.date_from, r.date_to, r.event), reverse=True)
    shown = rows[:TIMELINE_SHOWN]
    return Timeline(
        _bars(rows),
        _by_month(shown[:LATEST]),
        _by_month(shown[LATEST:]),
        len(shown[LATEST:]),
        len(rows) - len(shown),
        ledger.undated,
        frozenset(code for row in shown for code in row.actor + row.target),
        _monthly(rows),
    )


def _by_month(rows: Iterable[TimelineRow]) -> tuple[MonthRows, ...]:
    months: dict[str, list[TimelineRow]] = defaultdict(list)
    for row in rows:
        months[f"{row.date_from:%Y-%m}"].append(row)
    return tuple(MonthRows(words.month(key), tuple(found)) for key, found in months.items())


def _bars(rows: Sequence[TimelineRow]) -> tuple[Bar, ...]:
    """Count events by month; by year when the months would not fit, the last :data:`BARS` of them."""
    if not rows:
        return ()
    first, last = min(r.date_from for r in rows), max(r.date_from for r in rows)
    monthly = _monthly(rows)
    period = _month_index if monthly else (lambda when: when.year)
    kinds: dict[int, dict[str | None, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        kinds[period(row.date_from)][row.polarity] += 1

    def bar(index: int) -> Bar:
        found = kinds[index]
        year, number = divmod(index, 12) if monthly else (index, 0)
        label = words.MONTHS[number][:3] if monthly else str(year)
        return Bar(
            label,
            str(year) if monthly and (number == 0 or index == period(first)) else "",
            found["cooperative"],
            found["conflictual"],
            sum(found.values()) - found["cooperative"] - found["conflictual"],
        )

    begin = max(period(first), period(last) - BARS + 1)
    return tuple(bar(index) for index in range(begin, period(last) + 1))


def _monthly(rows: Sequence[TimelineRow]) -> bool:
    months = [_month_index(row.date_from) for row in rows]
    return not months or max(months) - min(months) < BARS


def _month_index(when: date) -> int:
    return when.year * 12 + when.month - 1


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


@dataclass(frozen=True, slots=True)
class Cell:
    """A pair's month: the sums, and how deep each is shaded from 0 to 4."""

    tie: Tie | None
    cooperation: int
    conflict: int


@dataclass(frozen=True, slots=True)
class TieRow:
    """A pair of actors over the months shown."""

    pair: tuple[str, str]
    cells: tuple[Cell, ...]
    events: int


@dataclass(frozen=True, slots=True)
class Heat:
    """The table of ties; ``years`` heads groups of months with how many columns each spans."""

    months: tuple[str, ...]
    years: tuple[tuple[str, int], ...]
    rows: tuple[TieRow, ...]
    pairs_hidden: int
    months_hidden: int
    ties: tuple[Tie, ...]


def heat(ties: Sequence[Tie]) -> Heat:
    """Lay out the ties by pair and month, the busiest pair first.

    Every month between the first and the last has a column, so that silence is seen too.
    """
    if not ties:
        return Heat((), (), (), 0, 0, ())
    by_pair: dict[tuple[str, str], dict[str, Tie]] = defaultdict(dict)
    for tie in ties:
        by_pair[tie.a, tie.b][tie.month] = tie
    busiest = sorted(by_pair, key=lambda p: (-_events(by_pair[p]), p))
    present = sorted({tie.month for tie in ties})
    months = _months(present[0], present[-1])
    shown = months[-MONTHS_SHOWN:]
    pairs = busiest[:PAIRS_SHOWN]
    in_sight = [by_pair[p][m] for p in pairs for m in shown if m in by_pair[p]]
    most = max((max(t.cooperation, -t.conflict) for t in in_sight), default=0.0)
    years: dict[str, int] = defaultdict(int)
    for key in shown:
        years[key[:4]] += 1

    def cell(tie: Tie | None) -> Cell:
        return (
            Cell(tie, _shade(tie.cooperation, most), _shade(-tie.conflict, most)) if tie else Cell(None, 0, 0)
        )

    return Heat(
        tuple(shown),
        tuple(years.items()),
        tuple(TieRow(p, tuple(cell(by_pair[p].get(m)) for m in shown), _events(by_pair[p])) for p in pairs),
        len(busiest) - len(pairs),
        len(months) - len(shown),
        tuple(sorted(in_sight, key=lambda t: (pairs.index((t.a, t.b)), t.month))),
    )


def _events(months: Mapping[str, Tie]) -> int:
    return len({event for tie in months.values() for event in tie.events})


def _months(first: str, last: str) -> list[str]:
    begin, end = (int(key[:4]) * 12 + int(key[5:7]) - 1 for key in (first, last))
    return [f"{i // 12:04d}-{i % 12 + 1:02d}" for i in range(begin, end + 1)]


def _shade(value: float, most: float) -> int:
    return min(4, 1 + int(4 * value / most)) if value > 0 and most > 0 else 0
