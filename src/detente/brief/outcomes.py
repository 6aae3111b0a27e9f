"""Views of the model: which outcomes hold, in which readings, and what the unknown preferences change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_uppercase

from detente.brief.findings import Findings, Solution
from detente.brief.words import CONCEPTS, Concept
from detente.dispute.types import Dispute, Wish
from detente.outlook.result import Effect, Share, Unknown

COLUMNS = 8
"""Outcomes shown beside today's."""
SHARES_SHOWN = 12
EFFECTS_SHOWN = 12
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

    ``firmest`` has one entry per reading: the strictest concept it holds under, ``None`` for none.
    """

    key: Key
    id: str
    letter: str
    text: str | None
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
    text: str | None


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


def reading_name(reading: str | None) -> str:
    """Return how a reading is called on the page."""
    return reading or "as written"


def wish_text(wish: Wish) -> str:
    """Return a preference line as its author wrote it."""
    texts = [statement.text for statement in wish.statements]
    if wish.kind == "maybe":
        chance = "" if wish.chance is None else f" (chance {wish.chance:g})"
        return f"maybe: {'; '.join(texts)}{chance}"
    return {"equal": "equally: ", "any order": "in any order: "}.get(wish.kind, "") + "; ".join(texts)


def _key(state: str, taken: tuple[str, ...] | None) -> Key:
    return state if taken is None else frozenset(taken)


def _held_keys(solution: Solution, concept: str) -> set[Key]:
    return {
        _key(s, solution.taken.get(s)) for s in solution.equilibria.get(concept, ()) if s in solution.taken
    }


def outcomes(findings: Findings) -> Outcomes:
    """Lay out today's outcome and the equilibria that hold most firmly.

    Outcomes are ordered by the number of readings in which they hold under the strictest concept, then under
    the next one, and so on; then as the model has them.
    """
    solutions, dispute = findings.solutions, findings.dispute
    if not solutions or dispute is None:
        return Outcomes((), (), (), 0)
    now = _now(solutions, dispute)
    held = {(s.reading, concept): _held_keys(s, concept) for s in solutions for concept in s.counts}
    ids: dict[Key, str] = {}
    for solution in solutions:
        for state, taken in solution.taken.items():
            ids.setdefault(_key(state, taken), state)
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
    texts = {state.id: state.text for state in dispute.states}
    columns = tuple(
        Outcome(
            key,
            ids.get(key, "today"),
            ascii_uppercase[i],
            texts.get(ids.get(key, "")),
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


def _now(solutions: tuple[Solution, ...], dispute: Dispute) -> Key | None:
    first = solutions[0]
    if first.now is not None:
        return _key(first.now, first.taken[first.now])
    return frozenset(dispute.now) if dispute.options else None


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
        found = {reading_name(s.reading): _held_keys(s, concept) for s in solutions}
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
    """Lay out the sweep under credible replies, or under its first concept where it has not that one."""
    sweep, dispute = findings.sweep, findings.dispute
    if sweep is None or dispute is None or not findings.solutions:
        return None
    present = dict.fromkeys(row.concept for row in sweep.outcomes)
    concept = "seq" if "seq" in present or not present else next(iter(present))
    base = findings.solutions[0]
    letters = {column.key: column.letter for column in table.columns}
    now = _now(findings.solutions, dispute)
    texts = {state.id: state.text for state in dispute.states}
    unknowns = {unknown.id: unknown for unknown in sweep.unknowns}

    def letter(state: str) -> str | None:
        return letters.get(_key(state, base.taken[state])) if state in base.taken else None

    rows = [row for row in sweep.outcomes if row.concept == concept]
    effects = sorted(sweep.tornado, key=lambda e: -abs(e.effect))
    return SweepView(
        CONCEPTS[concept],
        tuple(
            ShareRow(
                row,
                letter(row.state),
                changes(_key(row.state, base.taken.get(row.state)), now, dispute),
                texts.get(row.state),
            )
            for row in rows[:SHARES_SHOWN]
        ),
        max(0, len(rows) - SHARES_SHOWN),
        tuple(EffectRow(e, letter(e.state), unknowns.get(e.unknown)) for e in effects[:EFFECTS_SHOWN]),
        max(0, len(effects) - EFFECTS_SHOWN),
    )


def unsupported(findings: Findings) -> Mapping[str, tuple[str, ...]]:
    """Return actor code to the preference lines that no event supports."""
    lines: dict[str, list[str]] = defaultdict(list)
    for actor, wish in findings.uncited:
        lines[actor].append(wish_text(wish))
    return {actor: tuple(found) for actor, found in lines.items()}


def preference_lines(dispute: Dispute | None) -> int:
    """Return how many preference lines the case file has."""
    return sum(len(actor.prefers or ()) for actor in dispute.actors) if dispute else 0


def now_holds(findings: Findings, concept: str) -> bool:
    """Return whether today's outcome is an equilibrium in the file as written."""
    first = findings.solutions[0]
    return first.now is not None and first.now in first.equilibria.get(concept, ())
