"""Question 4 as shown: who answers whom, who carries word, what fell silent and what turned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from detente.brief.findings import Findings
from detente.ledger.dealings import Checklist, Dealings, Reciprocity
from detente.ledger.telling import says

ROWS_SHOWN = 24
"""Rows of a table and findings of a kind."""


@dataclass(frozen=True, slots=True)
class InKind:
    """How often moves of one were answered in kind, on all claims and on the reviewed ones."""

    read: Reciprocity
    reviewed: Reciprocity | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence and the events it rests on."""

    text: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """The findings of one kind: the first ones, and how many are left out."""

    title: str
    findings: tuple[Finding, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything of the dealings that the page shows."""

    found: Dealings
    in_kind: tuple[InKind, ...]
    in_kind_hidden: int
    too_few: int
    turns: tuple[Kind, ...]
    kinds: tuple[Kind, ...]
    initiatives: tuple[Checklist, ...]


def dealings(findings: Findings) -> Shown:
    """Lay out the findings about dealings."""
    found, sure = findings.ledger.dealings, findings.reviewed_ledger.dealings
    names = {party.code: party.name for party in findings.parties}
    reviewed = {(row.by, row.to, row.polarity, row.days): row for row in sure.reciprocity}
    told = [row for row in found.reciprocity if row.rate is not None]
    in_kind = [InKind(row, reviewed.get((row.by, row.to, row.polarity, row.days))) for row in told]
    turns = (
        ("As the case file codes them", found.turning_points),
        ("Proposed by the pace of acts", found.turns),
    )
    return Shown(
        found,
        tuple(in_kind[:ROWS_SHOWN]),
        max(0, len(in_kind) - ROWS_SHOWN),
        len(found.reciprocity) - len(told),
        tuple(_kinds(turns, names)),
        tuple(_kinds(_others(found), names)),
        found.initiatives[:ROWS_SHOWN],
    )


def cited(found: Dealings) -> Iterator[str]:
    """Yield the events behind the findings."""
    others = (row for _, rows in _others(found) for row in rows)
    for row in (*found.turning_points, *found.turns, *found.initiatives, *others):
        yield from row.events
        yield from getattr(row, "ended_by", ())


def answer(found: Dealings) -> str:
    """Return in a sentence whether like is answered by like, ``""`` where there is too little to tell.

    It goes by answers within thirty days, and by the more cautious of the two p-values: that of the series
    whose bursts are kept together.
    """
    tried = [row for row in found.reciprocity if row.days == 30 and row.p is not None]
    if not tried:
        return ""
    more = [row for row in tried if max(row.p or 0.0, row.p_rhythm or 0.0) <= 0.05]
    within = "kind of move" if len(tried) == 1 else f"{len(tried)} kinds of move"
    if not more:
        return f"Of {within} with enough cases, none is answered in kind within 30 days beyond chance."
    are = "is" if len(more) == 1 else "are"
    return (
        f"Of {within} with enough cases, {len(more)} {are} answered in kind within 30 days beyond chance, "
        "as one in twenty would be where nobody answers."
    )


def _others(found: Dealings) -> tuple[tuple[str, tuple[Any, ...]], ...]:
    return (
        ("Who first met a host soon after whom", found.followed),
        ("Who deals with both sides of a conflict", found.mediators),
        ("Word that may have been carried", tuple(reversed(found.relays))),
        ("Whom hostile words name", found.criticism),
        ("Long silences", found.lulls),
        ("Between partners", found.wedges),
    )


def _kinds(kinds: Iterable[tuple[str, tuple[Any, ...]]], names: Mapping[str, str]) -> Iterator[Kind]:
    for title, rows in kinds:
        if rows:
            told = tuple(Finding(says(row, names) or "", _events(row)) for row in rows[:ROWS_SHOWN])
            yield Kind(title, told, max(0, len(rows) - ROWS_SHOWN))


def _events(row: Any) -> tuple[str, ...]:
    return (*row.events, *getattr(row, "ended_by", ()))
