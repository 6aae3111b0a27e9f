"""How to get to an outcome and who can break it, in the words of the case file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from detente.ledger.words import count, listed, sentence
from detente.outlook.wording import Change, Words
from detente.stability.path import Paths, Route, Step

COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, slots=True)
class Told:
    """One step in words.

    Parameters
    ----------
    step
        The step.
    change
        What its mover takes up and drops.
    leans
        The countermove that must not be taken for the step to pay, or the empty string.
    """

    step: Step
    change: Change
    leans: str


@dataclass(frozen=True, slots=True)
class Way:
    """How to get to one outcome: the route, a sentence or two, and the steps in words."""

    route: Route
    sentence: str
    breakers: str
    steps: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways from one outcome to others, in words.

    ``to_dict`` is that of :class:`detente.stability.Paths`, with the sentences beside.
    """

    paths: Paths
    ways: tuple[Way, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        told = self.paths.to_dict()
        for way in self.ways:
            told["to"][way.route.to]["sentence"] = way.sentence
            told["to"][way.route.to]["who_can_break_it"] = way.breakers
        return told


def ways(words: Words, paths: Paths) -> Ways:
    """Say paths in the words of a case.

    Examples
    --------
    >>> from detente.dispute import Model, loads
    >>> from detente.stability import paths
    >>> words = Words(Model.of(loads("{actors: {A: {options: {x: Act}, prefers: [x]}}}")))
    >>> ways(words, paths(words.graph, "0")).ways[0].sentence
    'To outcome 1 it is one move, by A. It is a gain for whoever makes it.'
    """
    return Ways(paths, tuple(_way(words, route) for route in paths.routes))


def _way(words: Words, route: Route) -> Way:
    steps, name = route.best, words.state(route.to)
    if steps is None:
        text = f"To {name} no sequence of moves leads."
    elif not steps:
        text = sentence(f"{name} is where things stand")
    else:
        text = " ".join(sentence(part) for part in _parts(words, route, steps))
    told = tuple(_told(words, step) for step in steps or ())
    return Way(route, text, sentence(_breakers(words, route)), told)


def _parts(words: Words, route: Route, steps: Sequence[Step]) -> Iterator[str]:
    """Yield how many moves it takes and whose, who gives something up, and which steps are a risk."""
    who = ", then ".join(words.actor(step.actor) for step in steps)
    yield f"to {words.state(route.to)} it is {_number(len(steps), 'move')}, by {who}"
    shortest = len(route.moves or ())
    giving = [number for number, step in enumerate(steps, 1) if step.verdict != "better"]
    leaning = [number for number, step in enumerate(steps, 1) if step.leans]
    if not giving:
        yield "each is a gain for whoever makes it" if len(steps) > 1 else "it is a gain for whoever makes it"
    if shortest < len(steps):
        yield f"{_number(shortest, 'move')} would do if somebody gave something up"
    if giving:
        movers = listed([words.actor(a) for a in dict.fromkeys(steps[n - 1].actor for n in giving)])
        yield f"no way of gains alone leads there: {movers} must move without a gain ({_places(giving)})"
    if leaning:
        pay = "pays" if len(leaning) == 1 else "pay"
        yield f"{_places(leaning)} {pay} only if a countermove is not taken"


def _told(words: Words, step: Step) -> Told:
    before, after = words.number(step.before), words.number(step.after)
    answers = []
    at = after
    for act in step.answer or ():
        to = words.number(act.state)
        answers.append(f"{words.actor(act.actor)} {words.change(act.actor, at, to)}")
        at = to
    return Told(step, words.change(step.actor, before, after), ", then ".join(answers))


def _breakers(words: Words, route: Route) -> str:
    if not route.breakers:
        return "nobody can leave it"
    free = [words.actor(b.actor) for b in route.breakers if b.improvement and not b.deterred]
    deterred = [words.actor(b.actor) for b in route.breakers if b.improvement and b.deterred]
    parts = []
    if free:
        parts.append(f"{listed(free)} would gain by breaking it alone")
    if deterred:
        one = len(deterred) == 1
        parts.append(
            f"{listed(deterred)} would gain by breaking it alone but for the answer "
            f"{'it' if one else 'each'} must fear"
        )
    return "; ".join(parts) or "nobody would gain by breaking it alone"


def _places(numbers: Sequence[int]) -> str:
    return f"{'step' if len(numbers) == 1 else 'steps'} {listed([str(number) for number in numbers])}"


def _number(number: int, noun: str) -> str:
    word = COUNTS[number] if number < len(COUNTS) else f"{number:,}"
    return f"{word} {count(number, noun).rpartition(' ')[2]}"
