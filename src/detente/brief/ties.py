"""Question 4 as shown: who deals with whom, as a table of pairs by months."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.brief.findings import Findings
from detente.ledger.types import Tie

PAIRS_SHOWN = 15
MONTHS_SHOWN = 20


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


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The months in which actors first dealt with another one, earliest first, and who else is on record.

    Where the case names its actors only they arrive: whoever else a text mentions is not in the game yet.
    """

    months: tuple[tuple[str, tuple[str, ...]], ...]
    others: tuple[str, ...]


def arrivals(findings: Findings) -> Arrivals:
    """Return who joined when."""
    named = {party.code for party in findings.parties if party.named}
    first: dict[str, str] = {}
    for tie in sorted(findings.ledger.ties, key=lambda t: (t.month, t.a, t.b)):
        for code in (tie.a, tie.b):
            first.setdefault(code, tie.month)
    months: dict[str, list[str]] = defaultdict(list)
    for code, month in first.items():
        if code in named or not named:
            months[month].append(code)
    return Arrivals(
        tuple((month, tuple(codes)) for month, codes in months.items()),
        tuple(code for code in first if named and code not in named),
    )


def _events(months: Mapping[str, Tie]) -> int:
    return len({event for tie in months.values() for event in tie.events})


def _months(first: str, last: str) -> list[str]:
    begin, end = (int(key[:4]) * 12 + int(key[5:7]) - 1 for key in (first, last))
    return [f"{i // 12:04d}-{i % 12 + 1:02d}" for i in range(begin, end + 1)]


def _shade(value: float, most: float) -> int:
    return min(4, 1 + int(4 * value / most)) if value > 0 and most > 0 else 0
