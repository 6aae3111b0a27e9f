"""Finds the order of an actor's wishes by asking which of two concrete outcomes it would rather have."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from detente.dispute.evaluate import holds, mentioned
from detente.dispute.feasible import feasible, options_of, tied_to
from detente.dispute.types import Dispute, Expression, Statement

Answer = Literal["first", "second", "equal", "unknown"]
ANSWERS: tuple[Answer, ...] = get_args(Answer)
_NEAR = 128
"""Outcomes nearest to today that are looked through for a pair to ask about."""


@dataclass(frozen=True, slots=True)
class Line:
    """A wish to be placed.

    Parameters
    ----------
    key
        What identifies it in saved answers: the statement as the file writes it.
    statement
        What it says.
    maybe
        Whether it may not be held at all; it is then placed as if it were.
    """

    key: str
    statement: Statement
    maybe: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Two outcomes to choose between.

    Parameters
    ----------
    first, second
        Keys of the two wishes that the answer orders.
    in_first, in_second
        Options taken in one outcome only: the first wish holds in the first outcome and not in the second,
        the other way round for the second.
    in_both
        Options taken in both, among those the wishes depend on.
    number, at_most
        Which question this is, and how many there can be at most.
    """

    first: str
    second: str
    in_first: tuple[str, ...]
    in_second: tuple[str, ...]
    in_both: tuple[str, ...]
    number: int
    at_most: int


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that stand together: one, several that matter equally, or several whose order is unknown."""

    lines: tuple[Line, ...]
    unknown: bool = False


Answers = Mapping[tuple[str, str], Answer]
"""Keys of two wishes -> which of them matters more."""


def lines_of(dispute: Dispute, actor: str) -> tuple[Line, ...]:
    """Return the wishes of an actor that can be placed, every statement on its own, each once."""
    found: dict[str, Line] = {}
    for wish in dispute.actor(actor).prefers or ():
        for statement in wish.statements:
            found.setdefault(statement.text, Line(statement.text, statement, wish.kind == "maybe"))
    return tuple(found.values())


class Elicitation:
    """A dialogue about one actor. It holds no answers; asked again with the same ones it says the same.

    Parameters
    ----------
    dispute
        The case.
    lines
        What is to be placed, in the order of the file.

    Raises
    ------
    LimitExceeded
        When there are too many outcomes to choose from.

    Notes
    -----
    Binary insertion: at most the sum of ceil(log2(k + 1)) questions for k = 1 .. n - 1 lines already placed,
    15 to 25 for seven to ten lines. Two wishes of which one cannot hold without the other are never asked
    about: whichever stands first, the order of outcomes is the same.

    References
    ----------
    Fang, L., Hipel, K. W., Kilgour, D. M., Peng, X. (2003). A decision support system for interactive
    decision making, part I: model formulation. IEEE Trans. Syst. Man Cybern. C 33(1), 42-55.
    https://doi.org/10.1109/TSMCC.2003.809361

    Examples
    --------
    >>> from detente.dispute import loads
    >>> dispute = loads("actors: {A: {options: {x: Act, y: Wait}, prefers: [x, y]}}")
    >>> talk = Elicitation(dispute, lines_of(dispute, "A"))
    >>> asked = talk.step({})
    >>> asked.first, asked.in_first, asked.second, asked.in_second
    ('y', ('A.y',), 'x', ('A.x',))
    >>> [group.lines[0].key for group in talk.step({("y", "x"): "first"})]
    ['y', 'x']
    """

    def __init__(self, dispute: Dispute, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)
        self.options, self._codes = _outcomes(dispute, self.lines)
        self._now = sum(1 << bit for bit, ident in enumerate(self.options) if ident in dispute.now)
        self._truth = {line.key: holds(line.statement, self._codes, self.options) for line in self.lines}
        self._competing: dict[frozenset[str], bool] = {}

    def step(self, answers: Answers) -> Question | tuple[Group, ...]:
        """Return the next question, or the order when nothing is left to ask.

        Parameters
        ----------
        answers
            What was answered so far, in any order; answers about other wishes are passed over.
        """
        groups: list[Group] = []
        asked = 0
        for at, line in enumerate(self.lines):
            low, high = 0, len(groups)
            while True:
                open_to = [n for n in range(low, high) if self._compete(line, groups[n].lines[0])]
                if not open_to:
                    # Outcomes rank alike wherever it stands in between: keep the order of the file.
                    groups.insert(high, Group((line,)))
                    break
                middle = open_to[len(open_to) // 2]
                other = groups[middle].lines[0]
                asked += 1
                answer = self._answer(answers, line.key, other.key)
                if answer is None:
                    at_most = asked - 1 + most_questions([len(open_to), *range(at + 1, len(self.lines))])
                    return self._question(line.key, other.key, asked, at_most)
                if answer in ("equal", "unknown"):
                    unknown = groups[middle].unknown or answer == "unknown"
                    groups[middle] = Group((*groups[middle].lines, line), unknown)
                    break
                low, high = (low, middle) if answer == "first" else (middle + 1, high)
        return tuple(groups)

    def _compete(self, one: Line, other: Line) -> bool:
        """Whether either can hold without the other; else their order decides nothing."""
        pair = frozenset((one.key, other.key))
        if pair not in self._competing:
            first, second = self._truth[one.key], self._truth[other.key]
            self._competing[pair] = bool((first & ~second).any() and (second & ~first).any())
        return self._competing[pair]

    @staticmethod
    def _answer(answers: Answers, first: str, second: str) -> Answer | None:
        if (first, second) in answers:
            return answers[first, second]
        turned: dict[Answer, Answer] = {"first": "second", "second": "first"}
        given = answers.get((second, first))
        return None if given is None else turned.get(given, given)

    def _pair(self, first: str, second: str) -> tuple[int, int]:
        """Return two outcomes that differ in the two wishes and in as little else as can be."""
        one = self._nearest(self._truth[first] & ~self._truth[second])
        two = self._nearest(self._truth[second] & ~self._truth[first])
        others = np.zeros((len(one), len(two)), np.int64)
        for key, truth in self._truth.items():
            if key not in (first, second):
                others += truth[one][:, None] != truth[two][None, :]
        change = _count_bits(self._codes[one][:, None] ^ self._codes[two][None, :])
        from_now = _count_bits(self._codes[one] ^ self._now)[:, None] + _count_bits(
            self._codes[two] ^ self._now
        )
        # Other wishes first: an answer should be about these two and nothing else.
        best = int(np.argmin((others * 128 + change) * 256 + from_now))
        row, column = divmod(best, len(two))
        return int(self._codes[one[row]]), int(self._codes[two[column]])

    def _nearest(self, where: NDArray[np.bool_]) -> NDArray[np.int64]:
        found = np.flatnonzero(where)
        near = np.argsort(_count_bits(self._codes[found] ^ self._now), kind="stable")[:_NEAR]
        return found[near]

    def _question(self, first: str, second: str, number: int, at_most: int) -> Question:
        one, two = self._pair(first, second)
        taken = (self._taken(one & ~two), self._taken(two & ~one), self._taken(one & two))
        return Question(first, second, *taken, number, at_most)

    def _taken(self, code: int) -> tuple[str, ...]:
        return tuple(ident for bit, ident in enumerate(self.options) if code >> bit & 1)


class Interview:
    """The whole dialogue with one actor: what it wants, where the file does not say, and in which order.

    An actor without ``prefers`` is first asked about every option, one at a time: better with it or without?
    What matters equally is left out; what is unknown becomes a ``maybe`` line.

    Parameters
    ----------
    dispute
        The case.
    actor
        Code of one of its actors; raises ``KeyError`` for another.
    """

    def __init__(self, dispute: Dispute, actor: str) -> None:
        self.dispute = dispute
        self.written = lines_of(dispute, actor)
        self._orders: dict[tuple[str, ...], Elicitation] = {}

    def step(self, answers: Answers) -> Question | tuple[Group, ...]:
        """Return the next question, or the order when nothing is left to ask; see :class:`Elicitation`."""
        lines: list[Line] = list(self.written)
        asked = 0
        if not lines:
            both = list(_either_way(self.dispute))
            for asked, (with_it, without) in enumerate(both, 1):
                answer = answers.get((with_it.key, without.key))
                if answer is None:
                    question = self._order((with_it, without)).step({})
                    if not isinstance(question, Question):
                        continue  # it always stands taken, or never
                    at_most = len(both) + most_questions(range(len(both)))
                    return replace(_turned(question, with_it.key), number=asked, at_most=at_most)
                if answer != "equal":
                    chosen = without if answer == "second" else with_it
                    lines.append(replace(chosen, maybe=answer == "unknown"))
        step = self._order(lines).step(answers)
        if isinstance(step, Question):
            return replace(step, number=step.number + asked, at_most=step.at_most + asked)
        return step

    def _order(self, lines: Sequence[Line]) -> Elicitation:
        keys = tuple(line.key for line in lines)
        if keys not in self._orders:
            self._orders[keys] = Elicitation(self.dispute, lines)
        return self._orders[keys]


def _either_way(dispute: Dispute) -> Iterator[tuple[Line, Line]]:
    for option in dispute.options:
        taken = Expression("option", (), option.id)
        left = Expression("not", (taken,))
        yield (
            Line(option.id, Statement(option.id, taken)),
            Line(f"not {option.id}", Statement(f"not {option.id}", left)),
        )


def _turned(question: Question, first: str) -> Question:
    """Return a question with the outcome of one wish told first."""
    if question.first == first:
        return question
    return replace(
        question,
        first=question.second,
        second=question.first,
        in_first=question.in_second,
        in_second=question.in_first,
    )


def elicited(talk: Interview | Elicitation, ask: Callable[[Question], Answer]) -> tuple[Group, ...]:
    """Return the order that somebody's answers give; a dialogue from beginning to end.

    Examples
    --------
    >>> from detente.dispute import loads
    >>> dispute = loads("actors: {A: {options: {x: Act, y: Wait}, prefers: [x, y]}}")
    >>> talk = Elicitation(dispute, lines_of(dispute, "A"))
    >>> elicited(talk, lambda question: "unknown")[0].unknown
    True
    """
    answers: dict[tuple[str, str], Answer] = {}
    while isinstance(step := talk.step(answers), Question):
        answers[step.first, step.second] = ask(step)
    return step


def _outcomes(dispute: Dispute, lines: Sequence[Line]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Return the options that the wishes speak of, or that constraints tie to these, and what they allow."""
    options = tuple(option.id for option in dispute.options)
    if dispute.only_states:
        bits = {ident: 1 << bit for bit, ident in enumerate(options)}
        taken = [state.taken for state in dispute.states if state.taken is not None]
        return options, np.array(sorted({sum(bits[ident] for ident in one) for one in taken}), np.int64)
    ties = [options_of(constraint) for constraint in dispute.constraints]
    spoken = frozenset[str]().union(*(mentioned(line.statement.expression) for line in lines))
    region = tied_to(spoken, ties)
    inside = [c for c, tie in zip(dispute.constraints, ties, strict=True) if tie <= region]
    options = tuple(ident for ident in options if ident in region)
    return options, feasible(options, inside)


def most_questions(placed: Iterable[int]) -> int:
    """Return the most questions that inserting a line among so many placed ones can take, summed.

    >>> most_questions(range(7))
    14
    """
    return sum(math.ceil(math.log2(count + 1)) for count in placed)


def _count_bits(codes: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.bitwise_count(codes).astype(np.int64)
