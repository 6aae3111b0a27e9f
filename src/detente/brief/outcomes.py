"""Question 6 as shown: which outcomes hold, option by option and reading by reading."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TYPE_CHECKING

from detente.brief.solution import Solution
from detente.brief.words import CONCEPTS, Concept
from detente.dispute.types import Dispute

if TYPE_CHECKING:
    from detente.brief.findings import Findings

COLUMNS = 8
"""Outcomes shown beside today's."""
STRICTEST = ("nash", "sseq", "seq", "smr", "gmr")
"""Concepts from the strictest to the loosest; what holds under Nash holds under all."""

Key = frozenset[str] | str
"""What tells outcomes apart across readings: the options taken, or the id where there is no option form."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one actor does in an outcome and does not do today, and the other way round."""

    actor: str
    new: tuple[str, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome as shown: a letter, what it changes in today's, and how firmly it holds in each reading.

    ``name`` is what the case file calls it, ``None`` when it has only a number. ``firmest`` has one entry
    per reading: the strictest concept it holds under, ``None`` for none.
    """

    key: Key
    id: str
    letter: str
    name: str | None
    now: bool
    taken: frozenset[str] | None
    changes: tuple[Change, ...]
    firmest: tuple[Concept | None, ...]


@dataclass(frozen=True, slots=True)
class OptionRow:
    """An option, and for each outcome whether it is taken (``None``: no form) and whether that is new."""

    name: str
    id: str
    cells: tuple[tuple[bool | None, bool], ...]


@dataclass(frozen=True, slots=True)
class ReadingRows:
    """For one reading: each concept, whether each outcome holds under it, and how many outcomes do."""

    name: str
    rows: tuple[tuple[Concept, tuple[bool, ...], int], ...]
    states: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The table of outcomes; ``hidden`` counts those that hold somewhere and are left out."""

    columns: tuple[Outcome, ...]
    actors: tuple[tuple[str, tuple[OptionRow, ...]], ...]
    readings: tuple[ReadingRows, ...]
    hidden: int


def reading_name(reading: str | None) -> str:
    """Return how a reading is called on the page."""
    return reading or "as written"


def key_of(state: str, taken: tuple[str, ...] | None) -> Key:
    """Return what tells an outcome apart."""
    return state if taken is None else frozenset(taken)


def held_keys(solution: Solution, concept: str) -> set[Key]:
    """Return the equilibria of one reading under one concept."""
    return {
        key_of(s, solution.taken.get(s)) for s in solution.equilibria.get(concept, ()) if s in solution.taken
    }


def today(solutions: tuple[Solution, ...], dispute: Dispute) -> Key | None:
    """Return today's outcome, feasible or not, ``None`` where outcomes have no option form."""
    first = solutions[0]
    if first.now is not None:
        return key_of(first.now, first.taken[first.now])
    return frozenset(dispute.now) if dispute.options else None


def outcomes(findings: Findings) -> Outcomes:
    """Lay out today's outcome and the equilibria that hold most firmly.

    Outcomes are ordered by the number of readings in which they hold under the strictest concept, then under
    the next one, and so on; then as the model has them.
    """
    solutions, dispute = findings.solutions, findings.dispute
    if not solutions or dispute is None:
        return Outcomes((), (), (), 0)
    now = today(solutions, dispute)
    held = {(s.reading, concept): held_keys(s, concept) for s in solutions for concept in s.counts}
    ids: dict[Key, str] = {}
    for solution in solutions:
        for state, taken in solution.taken.items():
            ids.setdefault(key_of(state, taken), state)
    order = {key: i for i, key in enumerate(ids)}
    readings_of = {
        concept: Counter(key for (_, c), keys in held.items() if c == concept for key in keys)
        for concept in STRICTEST
    }
    ranked = sorted(
        {key for keys in held.values() for key in keys},
        key=lambda key: ([-readings_of[concept][key] for concept in STRICTEST], order[key]),
    )
    rest = [key for key in ranked if key != now]
    # The firmest outcome of every reading has a place, whatever the other readings agree on.
    firmest = [next((key for key in rest if key in keys), None) for keys in _strictest(solutions, held)]
    chosen = set(list(dict.fromkeys([*(key for key in firmest if key is not None), *rest]))[:COLUMNS])
    shown = ([now] if now is not None else []) + [key for key in rest if key in chosen]
    names = state_names(dispute)
    columns = tuple(
        Outcome(
            key,
            ids.get(key, "today"),
            ascii_uppercase[i],
            names.get(ids.get(key, "")),
            key == now,
            key if isinstance(key, frozenset) else None,
            changes(key, now, dispute),
            tuple(_firmest(key, solution, held) for solution in solutions),
        )
        for i, key in enumerate(shown)
    )
    readings = tuple(
        ReadingRows(
            reading_name(solution.reading),
            tuple(
                (
                    CONCEPTS[concept],
                    tuple(column.key in held[solution.reading, concept] for column in columns),
                    number,
                )
                for concept, number in solution.counts.items()
            ),
            solution.states,
        )
        for solution in solutions
    )
    return Outcomes(columns, _option_rows(columns, dispute, now), readings, len(rest) - len(chosen))


def _strictest(
    solutions: tuple[Solution, ...], held: Mapping[tuple[str | None, str], set[Key]]
) -> list[set[Key]]:
    """Return for each reading what holds under the strictest concept under which anything does."""
    return [
        next((held[s.reading, c] for c in STRICTEST if held.get((s.reading, c))), set()) for s in solutions
    ]


def _firmest(key: Key, solution: Solution, held: Mapping[tuple[str | None, str], set[Key]]) -> Concept | None:
    concepts = [c for c in STRICTEST if key in held.get((solution.reading, c), ())]
    return CONCEPTS[concepts[0]] if concepts else None


def _option_rows(
    columns: tuple[Outcome, ...], dispute: Dispute, now: Key | None
) -> tuple[tuple[str, tuple[OptionRow, ...]], ...]:
    known = {option.id: option for option in dispute.options}
    foreign = {o for column in columns for o in column.taken or () if o not in known}
    rows: dict[str, list[OptionRow]] = defaultdict(list)
    for option in [*known, *sorted(foreign)]:
        was = option in now if isinstance(now, frozenset) else None
        cells = tuple(
            (None, False)
            if column.taken is None
            else (option in column.taken, was is not None and (option in column.taken) != was)
            for column in columns
        )
        actor = known[option].actor if option in known else option.partition(".")[0]
        rows[actor].append(OptionRow(known[option].name if option in known else option, option, cells))
    return tuple((actor, tuple(found)) for actor, found in rows.items())


def changes(key: Key, now: Key | None, dispute: Dispute) -> tuple[Change, ...]:
    """Return what an outcome changes in today's, actor by actor, in the options' own words.

    Without a today it lists the options taken.
    """
    if not isinstance(key, frozenset):
        return ()
    today = now if isinstance(now, frozenset) else frozenset()
    names = {option.id: option.name for option in dispute.options}
    by_actor: dict[str, tuple[list[str], list[str]]] = {}
    for option in [*names, *sorted((key | today) - names.keys())]:
        if (option in key) != (option in today):
            new, gone = by_actor.setdefault(option.partition(".")[0], ([], []))
            (new if option in key else gone).append(names.get(option, option))
    return tuple(Change(actor, tuple(new), tuple(gone)) for actor, (new, gone) in by_actor.items())


def state_names(dispute: Dispute) -> Mapping[str, str]:
    """Return the states the case file names, by id: its text for it, else the id as words."""
    return {state.id: state.text or state.id.replace("_", " ").replace("-", " ") for state in dispute.states}


def now_holds(findings: Findings, concept: str) -> bool:
    """Return whether today's outcome is an equilibrium in the file as written."""
    first = findings.solutions[0]
    return first.now is not None and first.now in first.equilibria.get(concept, ())
