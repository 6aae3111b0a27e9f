"""Question 1 as shown: what was said and done, month by month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from detente.brief import words
from detente.brief.findings import Findings
from detente.ledger.types import TimelineRow

TIMELINE_SHOWN = 200
LATEST = 8
"""Events of the timeline that are open at once; the others wait in a closed part."""
SPEAKERS = 2
BARS = 30
"""Columns of the figure; a longer time is told by year, its last years only."""


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
class Told:
    """An event of the timeline, and who says so; ``others`` counts further speakers."""

    row: TimelineRow
    speakers: tuple[str, ...]
    others: int


@dataclass(frozen=True, slots=True)
class MonthRows:
    """The events of one month, latest first."""

    name: str
    told: tuple[Told, ...]


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


def timeline(findings: Findings) -> Timeline:
    """Lay out the timeline, latest month first."""
    ledger = findings.ledger
    says = {claim.id: words.speaker(claim.attribution) for claim in findings.claims}

    def told(row: TimelineRow) -> Told:
        speakers = tuple(dict.fromkeys(says[c] for c in row.claims if c in says))
        return Told(row, speakers[:SPEAKERS], len(speakers[SPEAKERS:]))

    rows = sorted(ledger.timeline, key=lambda r: (r.date_from, r.date_to, r.event), reverse=True)
    shown = rows[:TIMELINE_SHOWN]
    return Timeline(
        _bars(rows),
        _by_month(told(row) for row in shown[:LATEST]),
        _by_month(told(row) for row in shown[LATEST:]),
        len(shown[LATEST:]),
        len(rows) - len(shown),
        ledger.undated,
        frozenset(code for row in shown for code in row.actor + row.target),
        _monthly(rows),
    )


def _by_month(events: Iterable[Told]) -> tuple[MonthRows, ...]:
    months: dict[str, list[Told]] = defaultdict(list)
    for told in events:
        months[told.row.date_from.isoformat()[:7]].append(told)
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
