"""Why each actor would stay at an outcome or leave it, in a sentence, line by line of the case file.

The witness comes from the solver, which knows no words; the words from the case file, which knows no
solver. This is the first room that may see both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.dispute.compare import Comparison
from detente.errors import ModelError
from detente.ledger.words import listed, sentence, short
from detente.outlook.wording import LONGEST, Words, by_wish
from detente.stability.concepts import unknown
from detente.stability.why import CREDIBLE, Act, Answer, Reasons, Why


@dataclass(frozen=True, slots=True)
class Reason:
    """Why one actor would stay at an outcome or leave it.

    Parameters
    ----------
    why
        The witness.
    sentence
        The witness in one sentence.
    comparisons
        Every comparison the witness makes, with the line that decides it: the improvements, and for each who
        answers, by the actor who compares.
    """

    why: Why
    sentence: str
    comparisons: tuple[Comparison, ...]

    @property
    def because(self) -> tuple[str, ...]:
        """Ids of the events cited by the lines that decide."""
        return tuple(dict.fromkeys(event for one in self.comparisons for event in one.because))

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        told = self.why.to_dict()
        return {
            "actor": told["actor"],
            "stable": told["stable"],
            "sentence": self.sentence,
            "improvements": told["improvements"],
            "nearest": told["nearest"],
            "comparisons": [comparison.to_dict() for comparison in self.comparisons],
        }


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence about one actor or several, and ids of the events that it rests on."""

    sentence: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """Why an outcome would hold, or would not, actor by actor.

    Parameters
    ----------
    state
        Id of the outcome.
    taken
        The options taken in it, ``None`` without option form.
    concept
        The concept of stability.
    reasons
        One for each actor asked about.
    sentence
        Whether it holds, and who would leave it.
    lines
        A sentence for each actor, those who would leave first; one for all who cannot move.
    others
        The other outcomes that the reasons speak of, by id: ids of the options that they take and this one
        does not, and the other way round.
    """

    state: str
    taken: tuple[str, ...] | None
    concept: str
    reasons: tuple[Reason, ...]
    sentence: str
    lines: tuple[Line, ...]
    others: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of the lines."""
        return tuple(told.sentence for told in self.lines)

    @property
    def stable(self) -> bool:
        """Whether everybody asked about would stay."""
        return all(reason.why.stable for reason in self.reasons)

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {
            "state": self.state,
            "taken": None if self.taken is None else list(self.taken),
            "concept": self.concept,
            "stable": self.stable,
            "sentence": self.sentence,
            "actors": [reason.to_dict() for reason in self.reasons],
        }


def explain(words: Words, reasons: Reasons, state: int, actors: Sequence[str]) -> Explained:
    """Tell why an outcome would hold, or would not.

    Parameters
    ----------
    words
        The words of the case.
    reasons
        The reasons in its graph under a concept.
    state
        Number of the outcome.
    actors
        Codes of the actors asked about.

    Returns
    -------
    Explained
        With one sentence for each actor.

    Raises
    ------
    ModelError
        When an actor is unknown (``D522``).

    Examples
    --------
    >>> from detente.dispute import Model, loads
    >>> words = Words(Model.of(loads("{actors: {A: {options: {x: Act}, prefers: [not x]}}}")))
    >>> explain(words, Reasons(words.graph, "nash"), 1, ["A"]).sentences
    ('A would leave: dropping “Act” serves it better (wish 1: “not x”).',)
    """
    faults = [unknown("D522", "actor", a, words.graph.actors) for a in actors if a not in words.numbers]
    if faults:
        raise ModelError(faults)
    told = []
    for actor in actors:
        why = reasons.why(words.numbers[actor], state)
        found = tuple(dict.fromkeys(_comparisons(words, why)))
        told.append(Reason(why, sentence(_sentence(words, why)), found))
    return Explained(
        words.graph.states[state],
        words.graph.taken(state),
        reasons.concept,
        tuple(told),
        _whether(words, words.graph.states[state], reasons.concept, told),
        tuple(_gathered(words, told)),
        _others(words, state, told),
    )


def _others(
    words: Words, state: int, told: Sequence[Reason]
) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    here = words.graph.taken(state) or ()
    found = {}
    for ident in (s for reason in told for one in reason.comparisons for s in (one.state, one.against)):
        taken = words.graph.taken(words.number(ident))
        if ident != words.graph.states[state] and taken is not None:
            more = tuple(option for option in taken if option not in here)
            found[ident] = more, tuple(option for option in here if option not in taken)
    return found


def _whether(words: Words, state: str, concept: str, told: Sequence[Reason]) -> str:
    leaving = [words.actor(reason.why.actor) for reason in told if not reason.why.stable]
    everybody = len(told) == len(words.graph.actors)
    name = words.state(state)
    if leaving:
        return sentence(f"{name} does not hold by {concept}: {listed(leaving)} would leave it")
    staying = "every actor" if everybody else listed([words.actor(reason.why.actor) for reason in told])
    return sentence(f"{name} {'holds by' if everybody else 'is stable by'} {concept} for {staying}")


def _gathered(words: Words, told: Sequence[Reason]) -> Iterator[Line]:
    bound = [reason for reason in told if reason.why.stable and _cannot_move(reason.why)]
    for reason in sorted((reason for reason in told if reason not in bound), key=_urgency):
        yield Line(reason.sentence, reason.because)
    if len(bound) > 1:
        names = listed([words.actor(reason.why.actor) for reason in bound])
        yield Line(sentence(f"{names} stay: they have no move from here"))
    elif bound:
        yield Line(bound[0].sentence)


def _cannot_move(why: Why) -> bool:
    return not why.improvements and why.nearest is None


def _urgency(reason: Reason) -> int:
    return 0 if not reason.why.stable else 1 if reason.why.improvements else 2


def _comparisons(words: Words, why: Why) -> Iterator[Comparison]:
    if why.nearest is not None:
        yield words.compare(why.actor, why.nearest, why.state)
    for improvement in why.improvements:
        yield words.compare(why.actor, improvement.state, why.state)
        answer = improvement.answer
        if answer is None:
            continue
        yield words.compare(why.actor, answer.moves[-1].state, why.state)
        if answer.escape is not None:
            yield words.compare(why.actor, answer.escape, why.state)
        if why.concept in CREDIBLE:
            left = (improvement.state, *(act.state for act in answer.moves))
            for act, before in zip(answer.moves, left, strict=False):
                yield words.compare(act.actor, act.state, before)


def _sentence(words: Words, why: Why) -> str:
    actor, here = words.actor(why.actor), words.number(why.state)
    if not why.improvements:
        return f"{actor} stays: {_no_better(words, why, here)}"
    first, *others = why.improvements
    gain = words.change(why.actor, here, words.number(first.state))
    better = by_wish(words.compare(why.actor, first.state, why.state))
    if not why.stable:
        served = f"{actor} would leave: {gain} serves it better{better}"
        return served + _no_use(words, why, first.state, first.answer)
    assert first.answer is not None  # noqa: S101 - a witness of stability has an answer to everything
    answers = "would answer" if why.concept in CREDIBLE else "could answer"
    text = (
        f"{actor} stays: {gain} would serve it better{better}, but "
        f"{_answers(words, first.state, first.answer.moves, answers)}, which leaves it "
        f"{_left(first.answer)}{by_wish(words.compare(why.actor, first.answer.moves[-1].state, why.state))}"
    )
    if first.answer.escape is not None:
        text += ", and no further move of its own mends that"
    if others:
        one = len(others) == 1
        text += f"; the {'other gain' if one else f'{len(others)} other gains'} within its reach "
        text += "would be answered too"
    return text


def _no_better(words: Words, why: Why, here: int) -> str:
    """Return what keeps an actor that has no improvement."""
    if why.nearest is None:
        return "it has no move from here"
    move = words.change(why.actor, here, words.number(why.nearest))
    compared = words.compare(why.actor, why.nearest, why.state)
    if compared.verdict == "same":
        return f"its best move, {move}, makes no difference to it"
    if compared.line is None:
        return f"its best move, {move}, would leave it worse off"
    return f"its best move, {move}, would go against wish {compared.line}, “{short(compared.text, LONGEST)}”"


def _no_use(words: Words, why: Why, target: str, answer: Answer | None) -> str:
    """Return the end of a sentence that says why nothing deters an improvement."""
    if why.concept == "nash":
        return ""
    if answer is None:
        credible = why.concept in CREDIBLE
        return f", and nobody has an answer{' that it would want to give' if credible else ''}"
    worst = _answers(words, target, answer.moves, "answered")
    if answer.verdict == "better":
        return f", and even if {worst}, that still leaves it better off than staying"
    end = words.number(answer.moves[-1].state)
    assert answer.escape is not None  # noqa: S101 - otherwise the answer would deter
    escape = words.change(why.actor, end, words.number(answer.escape))
    return f", and even if {worst}, it could get out of that by {escape}"


def _answers(words: Words, target: str, moves: Sequence[Act], answer: str) -> str:
    """Return who answers what, one after another."""
    left = (target, *(act.state for act in moves))
    told: list[str] = []
    for act, before in zip(moves, left, strict=False):
        change = words.change(act.actor, words.number(before), words.number(act.state))
        told.append(f"{words.actor(act.actor)} {'' if told else f'{answer} '}by {change}")
    return ", then ".join(told)


def _left(answer: Answer) -> str:
    return "worse off than before" if answer.verdict == "worse" else "no better off than before"
