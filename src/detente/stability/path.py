"""How to get from one state to others, step by step, and who can break them alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.graph import Graph
from detente.progress import SILENT, Progress
from detente.stability.engines import solve
from detente.stability.sequences import Move, Searcher, Sequences
from detente.stability.why import Act, Reasons, Verdict, state_number

ANSWERED = 200
"""Outcomes, the nearest ones, to which the steps are searched for answers."""


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a path.

    Parameters
    ----------
    actor
        Who moves.
    before, after
        Ids of the state left and the state reached.
    verdict
        For the mover, the state reached against the one left; only ``better`` is an improvement.
    deterred
        Whether the state left is stable for the mover under the concept: it would rather not move.
    answer
        Where the step is an improvement that the others can answer so that the mover loses by it: a shortest
        such countermove. Empty otherwise; ``None`` where it was not searched for, see :data:`ANSWERED`.
    """

    actor: str
    before: str
    after: str
    verdict: Verdict
    deterred: bool
    answer: tuple[Act, ...] | None = ()

    @property
    def leans(self) -> bool:
        """Whether the step is taken only by a mover who trusts that a countermove is not."""
        return bool(self.answer)

    def to_list(self) -> list[str]:
        """Return ``[actor, state reached]``."""
        return [self.actor, self.after]

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {
            "actor": self.actor,
            "from": self.before,
            "to": self.after,
            "verdict": self.verdict,
            "deterred": self.deterred,
            "answer": None if self.answer is None else [act.to_list() for act in self.answer],
        }


@dataclass(frozen=True, slots=True)
class Breaker:
    """An actor who can leave a state alone.

    Parameters
    ----------
    actor
        Who.
    improvement
        The state it would like best to go to, ``None`` when it can move but only to what it does not prefer.
    deterred
        Whether countermoves keep it from improving: the state is stable for it under the concept.
    """

    actor: str
    improvement: str | None
    deterred: bool

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {"actor": self.actor, "improvement": self.improvement, "deterred": self.deterred}


@dataclass(frozen=True, slots=True)
class Route:
    """How to get to one state.

    Parameters
    ----------
    to
        Id of the state.
    moves, improvements
        A shortest legal sequence by any moves, and by improvements only; ``()`` when already there, ``None``
        when there is none.
    breakers
        Who can leave the state alone, in the order of the actors.
    """

    to: str
    moves: tuple[Step, ...] | None
    improvements: tuple[Step, ...] | None
    breakers: tuple[Breaker, ...]

    @property
    def best(self) -> tuple[Step, ...] | None:
        """The path by improvements where there is one, else the one by any moves."""
        return self.moves if self.improvements is None else self.improvements

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values; the steps in full under ``steps`` are those of :attr:`best`."""
        return {
            "moves": None if self.moves is None else [step.to_list() for step in self.moves],
            "improvements": None
            if self.improvements is None
            else [step.to_list() for step in self.improvements],
            "steps": None if self.best is None else [step.to_dict() for step in self.best],
            "breakers": [breaker.to_dict() for breaker in self.breakers],
        }


@dataclass(frozen=True, slots=True)
class Paths:
    """The ways from one state to some others.

    Parameters
    ----------
    start
        Id of the state they begin at.
    concept
        The concept by which actors are deterred.
    routes
        One for each state asked for.
    """

    start: str
    concept: str
    routes: tuple[Route, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values: ``from``, and ``to`` by state."""
        return {
            "from": self.start,
            "to": {route.to: route.to_dict() for route in self.routes},
            "concept": self.concept,
        }


def paths(
    graph: Graph,
    start: str,
    to: Sequence[str] | None = None,
    concept: str = "seq",
    progress: Progress = SILENT,
) -> Paths:
    """Find the ways from one state to others.

    Parameters
    ----------
    graph
        The conflict.
    start
        Id of the state to begin at.
    to
        Ids of the states to get to; the equilibria under the concept when left out.
    concept
        One of :data:`detente.stability.CONCEPTS`: by what the actors are deterred.
    progress
        Hears of every state to get to.

    Returns
    -------
    Paths
        With a path of fewest moves to each state, and one of fewest improvements.

    Raises
    ------
    ModelError
        When a state or the concept is unknown.
    LimitExceeded
        When there are too many states for a search.

    Notes
    -----
    A path is a legal sequence: nobody moves twice running, as two moves of one actor are one. It may pass
    through states that are stable for the mover; such steps are marked and not forbidden, which is a choice
    of the model (Li, Kilgour and Hipel 2005). Two searches by breadth find all paths, see
    :meth:`detente.stability.sequences.Searcher.search`. Each different step then costs a search for the
    answer to it, so beyond the :data:`ANSWERED` nearest of the states to get to answers are left out: ask for
    fewer at a time.

    References
    ----------
    Li, Kilgour and Hipel (2005), Status quo analysis in the graph model for conflict resolution, *Journal of
    the Operational Research Society* 56(6), 699-707. Xu, Kilgour, Hipel and Kemkes (2010), Using matrices
    to link conflict evolution and resolution in a graph model, *European Journal of Operational Research*
    207(1), doi:10.1016/j.ejor.2010.03.025.

    Examples
    --------
    >>> from detente.graph import Graph, OptionBit
    >>> graph = Graph.from_options(
    ...     ["A", "B"], [OptionBit("A.arm", 0), OptionBit("B.arm", 1)], [0, 1, 2, 3],
    ...     [[2, 3, 0, 1], [2, 0, 3, 1]])
    >>> paths(graph, "0").to_dict()["to"]["3"]["improvements"]
    [['A', '1'], ['B', '3']]
    """
    finder = _Finder(graph, concept)
    begin = state_number(graph, start)
    if to is None:
        ends = np.flatnonzero(finder.stable.all(axis=0)).tolist()
    else:
        ends = [state_number(graph, state) for state in dict.fromkeys(to)]
    return Paths(graph.states[begin], finder.concept, tuple(finder.routes(begin, ends, progress)))


class _Finder:
    """One conflict under one concept, with what every route needs of it."""

    def __init__(self, graph: Graph, concept: str) -> None:
        self.graph = graph
        self.searcher = Searcher(graph)
        self.reasons = Reasons(graph, concept, self.searcher)
        self.concept = self.reasons.concept
        # bool[A, S]
        self.stable: NDArray[np.bool_] = np.asarray(solve(graph, (self.concept,)).masks[self.concept])

    def routes(self, start: int, ends: Sequence[int], progress: Progress) -> Iterator[Route]:
        wanted = np.zeros(len(self.graph.states), bool)
        wanted[list(ends)] = True
        everybody = range(len(self.graph.actors))
        ways = [
            self.searcher.search(start, everybody, improving=improving, wanted=wanted, every=True)
            for improving in (False, True)
        ]
        lengths = [_shortest(found) for found in ways]
        far = np.where(lengths[1] > 0, lengths[1], lengths[0])
        near = set(sorted(ends, key=lambda end: (far[end] == 0, int(far[end])))[:ANSWERED])
        progress.start(len(ends), "paths")
        for end in ends:
            moves, improvements = (self._steps(found, end, end in near) for found in ways)
            yield Route(self.graph.states[end], moves, improvements, tuple(self._breakers(end)))
            progress.advance()

    def _steps(self, found: Sequences, end: int, answered: bool) -> tuple[Step, ...] | None:
        moves = found.to(end)
        if moves is None:
            return None
        left = (found.start, *(move.state for move in moves))
        return tuple(self._step(move, before, answered) for move, before in zip(moves, left, strict=False))

    def _step(self, move: Move, before: int, answered: bool) -> Step:
        actor, after = move
        rank = self.graph.ranks[actor]
        verdict: Verdict = "same"
        answer: tuple[Act, ...] | None = () if answered else None
        if rank[after] > rank[before]:
            verdict = "better"
            if answered:
                improvement, deters = self.reasons.improvement(actor, before, after)
                answer = improvement.answer.moves if deters and improvement.answer else ()
        elif rank[after] < rank[before]:
            verdict = "worse"
        states = self.graph.states
        return Step(
            self.graph.actors[actor],
            states[before],
            states[after],
            verdict,
            bool(self.stable[actor, before]),
            answer,
        )

    def _breakers(self, state: int) -> Iterator[Breaker]:
        for number, actor in enumerate(self.graph.actors):
            reached, rank = self.searcher.can_reach(number, state), self.graph.ranks[number]
            if not len(reached):
                continue
            best = int(reached[rank[reached].argmax()])
            gains = bool(rank[best] > rank[state])
            name = self.graph.states[best] if gains else None
            yield Breaker(actor, name, gains and bool(self.stable[number, state]))


def _shortest(found: Sequences) -> NDArray[np.int32]:
    """Return the length of the shortest sequence to each state, 0 where there is none."""
    never = np.iinfo(np.int32).max
    least: NDArray[np.int32] = np.where(found.length > 0, found.length, never).min(axis=0)
    return np.where(least == never, 0, least)
