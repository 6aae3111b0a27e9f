"""Question 9 as shown: what the readings share, and what the unknown preferences change."""

from __future__ import annotations

from dataclasses import dataclass

from detente.brief.findings import Findings
from detente.brief.outcomes import (
    Change,
    Key,
    Outcomes,
    changes,
    held_keys,
    key_of,
    reading_name,
    state_names,
    today,
)
from detente.brief.words import CONCEPTS, Concept
from detente.outlook.result import Effect, Share, Unknown

SHARES_SHOWN = 12
EFFECTS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Held:
    """Outcomes that hold in the same readings: the letters of those shown, and how many others."""

    letters: tuple[str, ...]
    others: int

    @property
    def total(self) -> int:
        """How many there are in all."""
        return len(self.letters) + self.others


@dataclass(frozen=True, slots=True)
class Compared:
    """Under one concept: what holds in every reading, in some but not all, and in one alone."""

    concept: Concept
    every: Held
    some: Held
    alone: tuple[tuple[str, Held], ...]


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A row of the sweep with the outcome it speaks of."""

    share: Share
    letter: str | None
    changes: tuple[Change, ...]
    name: str | None


@dataclass(frozen=True, slots=True)
class EffectRow:
    """A row of what moves the sweep."""

    effect: Effect
    letter: str | None
    unknown: Unknown | None


@dataclass(frozen=True, slots=True)
class SweepView:
    """The sweep under the concept it is told in, and how many rows are left out."""

    concept: Concept
    rows: tuple[ShareRow, ...]
    hidden: int
    effects: tuple[EffectRow, ...]
    effects_hidden: int


def compare(findings: Findings, table: Outcomes) -> tuple[Compared, ...]:
    """Compare the readings concept by concept; empty when there is but one."""
    solutions = findings.solutions
    if len(solutions) < 2:
        return ()
    letters = {column.key: column.letter for column in table.columns}

    def held(keys: set[Key]) -> Held:
        shown = sorted(letters[key] for key in keys if key in letters)
        return Held(tuple(shown), len(keys) - len(shown))

    rows = []
    for concept in solutions[0].counts:
        found = {reading_name(s.reading): held_keys(s, concept) for s in solutions}
        every = set.intersection(*found.values())
        alone = {
            name: keys - set().union(*(other for n, other in found.items() if n != name))
            for name, keys in found.items()
        }
        some = set().union(*found.values()) - every - set().union(*alone.values())
        rows.append(
            Compared(
                CONCEPTS[concept],
                held(every),
                held(some),
                tuple((name, held(keys)) for name, keys in alone.items()),
            )
        )
    return tuple(rows)


def sweep_view(findings: Findings, table: Outcomes) -> SweepView | None:
    """Lay out the sweep under the concept that its effects speak of."""
    sweep, dispute = findings.sweep, findings.dispute
    if sweep is None or dispute is None or not findings.solutions:
        return None
    concept = sweep.tornado_concept
    base = findings.solutions[0]
    letters = {column.key: column.letter for column in table.columns}
    now = today(findings.solutions, dispute)
    names = state_names(dispute)
    unknowns = {unknown.id: unknown for unknown in sweep.unknowns}

    def letter(state: str) -> str | None:
        return letters.get(key_of(state, base.taken[state])) if state in base.taken else None

    rows = [row for row in sweep.outcomes if row.concept == concept]
    shown = {row.state for row in rows[:SHARES_SHOWN]}
    # An effect on an outcome that the reader has not met would be a number about a number.
    met = [e for e in sweep.tornado if e.state in shown or letter(e.state)]
    effects = sorted(met, key=lambda e: -abs(e.effect))[:EFFECTS_SHOWN]
    return SweepView(
        CONCEPTS[concept],
        tuple(
            ShareRow(
                row,
                letter(row.state),
                changes(key_of(row.state, base.taken.get(row.state)), now, dispute),
                names.get(row.state),
            )
            for row in rows[:SHARES_SHOWN]
        ),
        max(0, len(rows) - SHARES_SHOWN),
        tuple(EffectRow(e, letter(e.state), unknowns.get(e.unknown)) for e in effects),
        len(sweep.tornado) - len(effects),
    )
