"""Why an actor would stay at a state, or leave it: the moves and countermoves that decide, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from detente.errors import Fault, ModelError
from detente.graph import Graph
from detente.stability.concepts import checked_concepts, unknown
from detente.stability.sequences import Move, Searcher

Verdict = Literal["better", "same", "worse"]
SYMMETRIC = ("smr", "sseq")
"""The concepts in which the actor looks one move beyond the countermove."""
CREDIBLE = ("seq", "sseq")
"""The concepts in which the others answer by improvements only."""


@dataclass(frozen=True, slots=True)
class Act:
    """A move as told: who makes it, and the id of the state it leads to."""

    actor: str
    state: str

    def to_list(self) -> list[str]:
        """Return ``[actor, state]``."""
        return [self.actor, self.state]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the others answer to an improvement, and where that leaves its mover.

    Parameters
    ----------
    moves
        The shortest legal sequence of the others that brings it about.
    verdict
        For the mover, the state where it ends against the state the mover left.
    escape
        The state it likes best of those it can move to from there; ``None`` where the concept does not look
        that far, or the mover can go nowhere.
    escape_verdict
        For the mover, that state against the one it left.
    """

    moves: tuple[Act, ...]
    verdict: Verdict
    escape: str | None = None
    escape_verdict: Verdict | None = None

    @property
    def deters(self) -> bool:
        """Whether it makes the improvement not worth while."""
        return "better" not in (self.verdict, self.escape_verdict)

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {
            "moves": [move.to_list() for move in self.moves],
            "verdict": self.verdict,
            "escape": self.escape,
            "escape_verdict": self.escape_verdict,
        }


@dataclass(frozen=True, slots=True)
class Improvement:
    """A move to a state that its mover prefers, and the answer to it.

    ``answer`` is ``None`` when the others can answer nothing, or the concept does not ask for answers. Where
    the actor stays it deters; where the actor leaves it is the worst the others can do, and does not.
    """

    state: str
    answer: Answer | None

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {"state": self.state, "answer": self.answer.to_dict() if self.answer else None}


@dataclass(frozen=True, slots=True)
class Why:
    """Why a state is stable for an actor under a concept, or is not: a witness anybody can check.

    Parameters
    ----------
    actor, state, concept
        What was asked.
    stable
        Whether the actor would stay.
    improvements
        Where it stays: every improvement, the most tempting first, each with a shortest answer that deters;
        none where it has no improvement. Where it leaves: the one improvement that decides.
    nearest
        Where it has no improvement: the state it likes best of those it can move to, ``None`` where it cannot
        move. Always ``None`` where it has one.
    """

    actor: str
    state: str
    concept: str
    stable: bool
    improvements: tuple[Improvement, ...]
    nearest: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {
            "actor": self.actor,
            "state": self.state,
            "concept": self.concept,
            "stable": self.stable,
            "improvements": [improvement.to_dict() for improvement in self.improvements],
            "nearest": self.nearest,
        }


def why(
    graph: Graph, state: str, concept: str = "seq", actors: Sequence[str] | None = None
) -> tuple[Why, ...]:
    """Tell why a state is stable for each actor, or is not.

    Parameters
    ----------
    graph
        The conflict.
    state
        Id of the state.
    concept
        One of :data:`detente.stability.CONCEPTS`.
    actors
        Whose reasons; everybody's when left out.

    Returns
    -------
    tuple of Why
        In the order of the actors asked for.

    Raises
    ------
    ModelError
        When the state, the concept or an actor is unknown.
    LimitExceeded
        When there are too many states for a search.

    See Also
    --------
    Reasons : for many questions about one conflict.

    Examples
    --------
    In the prisoner's dilemma neither side arms, as the other would follow.

    >>> from detente.graph import Graph, OptionBit
    >>> graph = Graph.from_options(
    ...     ["A", "B"], [OptionBit("A.arm", 0), OptionBit("B.arm", 1)], [0, 1, 2, 3],
    ...     [[2, 3, 0, 1], [2, 0, 3, 1]])
    >>> reason, _ = why(graph, "0", "seq")
    >>> reason.stable, reason.improvements[0].state, reason.improvements[0].answer.moves
    (True, '1', (Act(actor='B', state='3'),))
    """
    reasons = Reasons(graph, concept)
    asked = graph.actors if actors is None else tuple(actors)
    faults = [unknown("D522", "actor", a, graph.actors) for a in asked if a not in graph.actors]
    if faults:
        raise ModelError(faults)
    at = state_numbers(graph, (state,))[state]
    return tuple(reasons.why(graph.actors.index(actor), at) for actor in asked)


def state_numbers(graph: Graph, states: Iterable[str]) -> dict[str, int]:
    """Return the numbers of some states by id; raises ``ModelError`` (``D541``) where an id is none."""
    wanted = dict.fromkeys(states)
    found = {ident: number for number, ident in enumerate(graph.states) if ident in wanted}
    hint = "see `states` of the graph for the ids"
    faults = [Fault("D541", f"no state is called {one!r}", hint) for one in wanted if one not in found]
    if faults:
        raise ModelError(faults)
    return {ident: found[ident] for ident in wanted}


class Reasons:
    """The reasons in one conflict under one concept, prepared once for many questions.

    Parameters
    ----------
    graph
        The conflict.
    concept
        One of :data:`detente.stability.CONCEPTS`.
    searcher
        Its moves, where they are prepared already.

    Notes
    -----
    An answer is searched for by breadth from the state improved to, so the first one found is a shortest; a
    search ends as soon as it deters. Only where nothing deters is all that the others reach gone through. An
    actor with k improvements costs k such searches, see :meth:`Searcher.search`.
    """

    def __init__(self, graph: Graph, concept: str = "seq", searcher: Searcher | None = None) -> None:
        (self.concept,) = checked_concepts((concept,))
        self.graph = graph
        self.searcher = searcher or Searcher(graph)
        self._answers: dict[tuple[int, int, int], tuple[Improvement, int, bool]] = {}
        self._best: dict[int, NDArray[np.int32]] = {}

    def why(self, actor: int, state: int) -> Why:
        """Tell why a state is stable for an actor, or is not, both given by number."""
        rank = self.graph.ranks[actor]
        targets = sorted(self.searcher.improvements(actor, state).tolist(), key=lambda t: (-rank[t], t))
        told = [(self._answered(actor, state, target), target) for target in targets]
        unanswered = [
            (worst, int(rank[target]), improvement)
            for (improvement, worst, deters), target in told
            if not deters
        ]
        if unanswered:
            # Of those that nothing deters, the one that leaves the actor best off come what may.
            improvements = [max(unanswered, key=lambda one: one[:2])[2]]
        else:
            improvements = [improvement for (improvement, _, _), _ in told]
        return Why(
            self.graph.actors[actor],
            self.graph.states[state],
            self.concept,
            not unanswered,
            tuple(improvements),
            None if told else self._nearest(actor, state),
        )

    def _nearest(self, actor: int, state: int) -> str | None:
        reached = self.searcher.can_reach(actor, state)
        if not len(reached):
            return None
        keys = (reached, self._changed(state, reached), -self.graph.ranks[actor, reached].astype(np.int64))
        return self.graph.states[int(reached[np.lexsort(keys)[0]])]

    def improvement(self, actor: int, state: int, target: int) -> tuple[Improvement, bool]:
        """Return an improvement of an actor with the answer to it, and whether that deters."""
        improvement, _, deters = self._answered(actor, state, target)
        return improvement, deters

    def _answered(self, actor: int, state: int, target: int) -> tuple[Improvement, int, bool]:
        """Return an improvement, the worst it can come to for the actor, and whether that deters."""
        key = actor, state, target
        if key not in self._answers:
            self._answers[key] = self._searched(actor, state, target)
        return self._answers[key]

    def _searched(self, actor: int, state: int, target: int) -> tuple[Improvement, int, bool]:
        rank, name = self.graph.ranks[actor], self.graph.states[target]
        if self.concept == "nash":
            return Improvement(name, None), int(rank[target]), False
        value = self._best_for(actor) if self.concept in SYMMETRIC else rank
        opponents = [j for j in range(len(self.graph.actors)) if j != actor]
        found = self.searcher.search(
            target, opponents, improving=self.concept in CREDIBLE, wanted=value <= rank[state]
        )
        ends = np.flatnonzero(found.reached & (np.arange(len(rank)) != target))
        if not len(ends):
            return Improvement(name, None), int(value[target]), False
        deterring = value[ends] <= rank[state]
        ends = ends[deterring] if deterring.any() else ends
        nearest = np.where(found.length > 0, found.length, np.iinfo(np.int32).max).min(axis=0)
        # What deters is all equally near: told is what changes least. Else the worst for the actor, nearest.
        least = self._changed(target, ends)
        keys = (rank[ends], least) if deterring.any() else (least, rank[ends], nearest[ends], value[ends])
        end = int(ends[np.lexsort(keys)[0]])
        moves = found.to(end)
        assert moves  # noqa: S101 - it is among what was reached
        answer = Improvement(name, self._answer(actor, state, moves))
        return answer, int(min(value[end], value[target])), bool(deterring.any())

    def _answer(self, actor: int, state: int, moves: Sequence[Move]) -> Answer:
        acts = tuple(Act(self.graph.actors[j], self.graph.states[s]) for j, s in moves)
        end = moves[-1].state
        verdict = self._verdict(actor, end, state)
        if self.concept not in SYMMETRIC:
            return Answer(acts, verdict)
        reached = self.searcher.can_reach(actor, end)
        if not len(reached):
            return Answer(acts, verdict)
        escape = int(reached[self.graph.ranks[actor][reached].argmax()])
        return Answer(acts, verdict, self.graph.states[escape], self._verdict(actor, escape, state))

    def _changed(self, state: int, others: NDArray[np.signedinteger[Any]]) -> NDArray[np.integer[Any]]:
        """Return in how many options each of some states differs from one; 0 where options say nothing."""
        codes = self.graph.codes
        if codes is None:
            return np.zeros(len(others), np.uint8)
        differing: NDArray[np.integer[Any]] = np.bitwise_count(codes[others] ^ codes[state])
        return differing

    def _verdict(self, actor: int, state: int, other: int) -> Verdict:
        rank = self.graph.ranks[actor]
        if rank[state] == rank[other]:
            return "same"
        return "better" if rank[state] > rank[other] else "worse"

    def _best_for(self, actor: int) -> NDArray[np.int32]:
        """Return ``int32[S]``: the best rank an actor has within one move of each state, staying included."""
        if actor not in self._best:
            rank, rows = self.graph.ranks[actor], self.searcher.rows[actor]
            best = rank.copy()
            filled = np.flatnonzero(np.diff(rows.start))
            if len(filled):
                greatest = np.full(len(rows.start) - 1, np.iinfo(np.int32).min, np.int32)
                greatest[filled] = np.maximum.reduceat(rank[rows.state], rows.start[:-1][filled])
                best = np.maximum(best, greatest[rows.row_of])
            self._best[actor] = best
        return self._best[actor]
