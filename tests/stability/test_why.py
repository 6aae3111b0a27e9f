"""A witness says what the definition says, each of its claims is true, and no step of it can be left out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import random_graph

from detente.errors import LimitExceeded, ModelError
from detente.graph import Graph, OptionBit
from detente.stability import CONCEPTS, Answer, Reasons, Why, sequences, solve, why
from detente.stability.reference import Moves, improvements_of, joint, moves_of, preferences_of

seeds = st.integers(0, 2**32 - 1)


class Referee:
    """Checks what a witness claims against the definitions, move by move."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.moves = moves_of(graph)
        self.improvements = improvements_of(self.moves, preferences_of(graph))
        self.number = {name: i for i, name in enumerate(graph.states)}
        self.actor = {name: i for i, name in enumerate(graph.actors)}

    def verdict(self, i: int, state: int, other: int) -> str:
        gain = int(self.graph.ranks[i, state]) - int(self.graph.ranks[i, other])
        return "better" if gain > 0 else "worse" if gain < 0 else "same"

    def open_to(self, concept: str) -> Moves:
        """Return the moves with which the others may answer."""
        return self.improvements if concept in ("seq", "sseq") else self.moves

    def deters(self, concept: str, i: int, s: int, s2: int) -> bool:
        rank = self.graph.ranks[i]
        escapes = self.moves[i][s2] if concept in ("smr", "sseq") else ()
        return bool(rank[s2] <= rank[s] and all(rank[s3] <= rank[s] for s3 in escapes))

    def ends(self, concept: str, i: int, s1: int, exactly: int) -> frozenset[int]:
        """Return the ends of all legal sequences of the others of exactly so many moves."""
        table = self.open_to(concept)
        ways = {(s1, -1)}
        for _ in range(exactly):
            ways = {
                (q, j)
                for s, last in ways
                for j in range(len(table))
                if j not in (last, i)
                for q in table[j][s]
            }
        return frozenset(q for q, _ in ways)

    def check_answer(self, concept: str, i: int, s: int, s1: int, answer: Answer) -> int:
        """Check every claim of an answer; return where it ends."""
        table, at, last = self.open_to(concept), s1, i
        for act in answer.moves:
            j, after = self.actor[act.actor], self.number[act.state]
            assert j not in (i, last)
            assert after in table[j][at]
            at, last = after, j
        assert answer.moves
        assert answer.verdict == self.verdict(i, at, s)
        if concept in ("smr", "sseq") and self.moves[i][at]:
            assert answer.escape is not None
            escape = self.number[answer.escape]
            assert escape in self.moves[i][at]
            assert self.graph.ranks[i, escape] == max(self.graph.ranks[i, q] for q in self.moves[i][at])
            assert answer.escape_verdict == self.verdict(i, escape, s)
        else:
            assert (answer.escape, answer.escape_verdict) == (None, None)
        assert answer.deters == self.deters(concept, i, s, at)
        return at

    def check(self, told: Why) -> None:
        """Check a witness: it proves its verdict to whoever follows it, and is minimal."""
        i, s, concept = self.actor[told.actor], self.number[told.state], told.concept
        targets = {self.number[one.state]: one for one in told.improvements}
        assert len(targets) == len(told.improvements)
        assert set(targets) <= self.improvements[i][s]
        assert (told.nearest is None) == bool(self.improvements[i][s] or not self.moves[i][s])
        if told.nearest is not None:
            nearest = self.number[told.nearest]
            assert nearest in self.moves[i][s]
            assert self.graph.ranks[i, nearest] == max(self.graph.ranks[i, q] for q in self.moves[i][s])
        if told.stable:
            assert set(targets) == self.improvements[i][s]
            for s1, one in targets.items():
                assert one.answer is not None
                self.check_answer(concept, i, s, s1, one.answer)
                assert one.answer.deters
                for fewer in range(1, len(one.answer.moves)):
                    assert not any(
                        self.deters(concept, i, s, s2) for s2 in self.ends(concept, i, s1, fewer) - {s1}
                    )
            return
        ((s1, one),) = targets.items()
        if concept == "nash":
            assert one.answer is None
            return
        reached = joint(self.open_to(concept), [j for j in self.actor.values() if j != i], s1)
        assert not any(self.deters(concept, i, s, s2) for s2 in reached)
        assert (one.answer is None) == (not reached)
        if one.answer is not None:
            end = self.check_answer(concept, i, s, s1, one.answer)
            assert self.worth(concept, i, end) == min(self.worth(concept, i, s2) for s2 in reached)

    def worth(self, concept: str, i: int, s2: int) -> int:
        rank = self.graph.ranks[i]
        escapes = self.moves[i][s2] if concept in ("smr", "sseq") else ()
        return max(int(rank[s2]), *(int(rank[s3]) for s3 in escapes)) if escapes else int(rank[s2])


@given(seeds)
@settings(max_examples=80)
def test_stable_is_what_the_witness_shows(seed: int) -> None:
    graph = random_graph(seed)
    found, referee = solve(graph, engine="reference"), Referee(graph)
    rng = np.random.default_rng(seed)
    for concept in CONCEPTS:
        reasons = Reasons(graph, concept)
        for s in rng.permutation(len(graph.states))[:8].tolist():
            for i, actor in enumerate(graph.actors):
                told = reasons.why(i, s)
                assert told.stable == found.stable_mask(concept, actor)[s]
                referee.check(told)


@given(seeds)
@settings(max_examples=100)
def test_the_improvement_that_decides_is_the_safest(seed: int) -> None:
    """Nothing the actor can do leaves it better off come what may."""
    graph = random_graph(seed)
    referee, moves = Referee(graph), moves_of(graph)
    for concept in ("gmr", "seq", "sseq"):
        for told in why(graph, graph.states[0], concept):
            if told.stable:
                continue
            i, s = referee.actor[told.actor], 0
            others = [j for j in referee.actor.values() if j != i]

            def worst(s1: int, concept: str = concept, i: int = i, others: list[int] = others) -> int:
                reached = joint(referee.open_to(concept), others, s1) | {s1}
                return min(referee.worth(concept, i, s2) for s2 in reached)

            open_to = [s1 for s1 in moves[i][s] if graph.ranks[i, s1] > graph.ranks[i, s]]
            (decides,) = told.improvements
            assert worst(referee.number[decides.state]) == max(worst(s1) for s1 in open_to)


def dilemma() -> Graph:
    return Graph.from_options(
        ["A", "B"],
        [OptionBit("A.arm", 0), OptionBit("B.arm", 1)],
        [0, 1, 2, 3],
        [[2, 3, 0, 1], [2, 0, 3, 1]],
    )


def test_a_witness_as_told_to_other_programs() -> None:
    stays, leaves = why(dilemma(), "0", "sseq", ["A"])[0], why(dilemma(), "2", "seq", ["A"])[0]
    assert stays.to_dict() == {
        "actor": "A",
        "state": "0",
        "concept": "sseq",
        "stable": True,
        "improvements": [
            {
                "state": "1",
                "answer": {
                    "moves": [["B", "3"]],
                    "verdict": "worse",
                    "escape": "2",
                    "escape_verdict": "worse",
                },
            }
        ],
        "nearest": None,
    }
    assert leaves.to_dict()["improvements"] == [{"state": "3", "answer": None}]
    assert not leaves.stable


def test_the_improvement_that_is_countered_is_no_reason_to_leave() -> None:
    """One improvement is answered, the other is not: the witness is the other, though it tempts less."""
    graph = Graph.from_arcs("AB", "stuv", [[(0, 1), (0, 2)], [(1, 3)]], [[1, 3, 2, 0], [0, 0, 0, 1]])
    (told,) = why(graph, "s", "seq", "A")
    assert not told.stable
    assert [one.state for one in told.improvements] == ["u"]
    (told,) = why(graph, "s", "nash", "A")
    assert [one.state for one in told.improvements] == ["t"]


def test_an_answer_may_take_several_of_the_others() -> None:
    graph = Graph.from_arcs(
        "ABC", "stuv", [[(0, 1)], [(1, 2)], [(2, 3)]], [[1, 2, 2, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
    )
    (told,) = why(graph, "s", "seq", "A")
    assert told.stable
    answer = told.improvements[0].answer
    assert answer is not None
    assert [act.to_list() for act in answer.moves] == [["B", "u"], ["C", "v"]]


def test_unknown_names_are_faults() -> None:
    with pytest.raises(ModelError, match="D541"):
        why(dilemma(), "4")
    with pytest.raises(ModelError, match="D520"):
        why(dilemma(), "0", "gnr")
    with pytest.raises(ModelError, match="did you mean A") as raised:
        why(dilemma(), "0", "seq", ["a", "Q"])
    assert len(raised.value.faults) == 2


def test_too_many_states_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequences, "MAX_PAIRS", 7)
    with pytest.raises(LimitExceeded, match="D540"):
        why(dilemma(), "0")
