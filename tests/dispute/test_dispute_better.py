"""Preferences by pairs of states: partial or going round in circles, and taken just as they stand."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.dispute import check_text, compile_graph, loads
from detente.dispute.differences import differences
from detente.dispute.types import Actor, Dispute, Option
from detente.errors import ModelError
from detente.stability import CONCEPTS, solve
from detente.stability.why import Reasons

HEAD = "actors:\n  A: {options: {x: X}, better: %s}\n  B: {options: {y: Y}, prefers: [y]}\n"
IDS = ["0", "1", "2", "3"]


def codes(text: str) -> list[str]:
    return [fault.code for fault in check_text(text)]


def test_pairs_are_read_and_nothing_is_added_to_them() -> None:
    dispute = loads(HEAD % "[['0', '1'], ['1', '2']]")
    assert dispute.actors[0].better == (("0", "1"), ("1", "2"))
    graph = compile_graph(dispute)
    assert graph.better is not None
    assert graph.better[1] is None
    preferred = {(a, b) for a, b in product(range(4), repeat=2) if graph.prefers(0, a, b)}
    assert preferred == {(0, 1), (1, 2)}  # not (0, 2), which only a transitive preference would hold


def test_named_states_and_outcomes_made_one_are_understood() -> None:
    text = HEAD % "[[calm, '1'], [war, calm]]" + "states: {calm: []}\nsame: {war: B.y}\n"
    graph = compile_graph(loads(text))
    at = {ident: index for index, ident in enumerate(graph.states)}
    assert list(at) == ["calm", "1", "war"]
    assert graph.prefers(0, at["calm"], at["1"])
    assert graph.prefers(0, at["war"], at["calm"])
    assert not graph.prefers(0, at["war"], at["1"])


def test_a_circle_is_allowed_and_told() -> None:
    text = HEAD % "[['0', '1'], ['1', '2'], ['2', '0']]"
    assert codes(text) == ["D171"]
    assert loads(text).warnings[0].message == "what A prefers runs in a circle: 0 > 1 > 2 > 0"
    assert codes(HEAD % "[['0', '1'], ['1', '2'], ['0', '2'], ['3', '2']]") == []


def test_an_empty_list_is_indifference_without_a_warning() -> None:
    text = HEAD % "[]"
    assert codes(text) == []
    graph = compile_graph(loads(text))
    assert solve(graph, ["nash"]).stable_mask("nash", "A").all()


@pytest.mark.parametrize(
    ("pairs", "wrong"),
    [
        ("[['0', '1'], ['1', '0']]", ["D170"]),
        ("[['2', '2']]", ["D170"]),
        ("[['0', '9']]", ["D112"]),
        ("[['0', '1'], ['0', '1']]", ["D123"]),
        ("[['0', '1', '2']]", ["D114"]),
        ("['0', '1']", ["D114", "D114"]),
        ("x", ["D114"]),
        ("[['0', '1'], ['1', '0'], ['2', '2'], [a, b]]", ["D170", "D170", "D112", "D112"]),
    ],
)
def test_contradictions_and_slips_are_told_all_at_once(pairs: str, wrong: list[str]) -> None:
    assert codes(HEAD % pairs) == wrong


def test_two_ways_to_prefer_are_one_too_many_until_a_reading_removes_one() -> None:
    text = (HEAD % "[['0', '1']]").replace("better", "ranking: ['0', '1', '2', '3'], better")
    assert "D126" in codes(text)
    reading = HEAD % "[['0', '1']]" + "readings: {r: {actors: {A: {better: null, prefers: [x]}}}}\n"
    assert codes(reading) == []
    assert loads(reading, reading="r").actors[0].better is None


def test_a_dispute_by_hand_is_checked_too() -> None:
    a = Actor("A", "A", options=(Option("A.x", "A", "x", "x"),), better=(("0", "1"), ("1", "0")))
    with pytest.raises(ModelError) as wrong:
        compile_graph(Dispute("", None, (a,)))
    assert [fault.code for fault in wrong.value.faults] == ["D170"]


@given(st.permutations(IDS), st.permutations(IDS))
def test_all_pairs_of_a_ranking_say_the_same_as_the_ranking(first: list[str], second: list[str]) -> None:
    def case(way: str) -> str:
        def said(order: list[str]) -> str:
            if way == "ranking":
                return f"ranking: {[*order]}"
            return f"better: {[[a, b] for i, a in enumerate(order) for b in order[i + 1 :]]}"

        return (
            f"actors:\n  A: {{options: {{x: X}}, {said(first)}}}\n  B: {{options: {{y: Y}}, {said(second)}}}"
        )

    by_ranking, by_pairs = (solve(compile_graph(loads(case(way)))) for way in ("ranking", "better"))
    for concept in CONCEPTS:
        assert by_ranking.equilibria(concept) == by_pairs.equilibria(concept)


def test_what_needs_rankings_says_so_instead_of_taking_pairs_for_indifference() -> None:
    graph = compile_graph(loads(HEAD % "[['1', '0']]"))
    with pytest.raises(ModelError) as refused:
        Reasons(graph, "seq")
    assert refused.value.faults[0].message == "paths and reasons need rankings, and A prefers by pairs"
    assert refused.value.faults[0].code == "D542"


def test_pairs_that_differ_are_told_as_differences() -> None:
    old, new = loads(HEAD % "[['1', '0'], ['2', '0']]"), loads(HEAD % "[['2', '0'], ['3', '0']]")
    found = differences(old, new)
    told = {(row.subject, row.change) for row in found.judgements}
    assert told == {("A prefers 1 to 0", "removed"), ("A prefers 3 to 0", "added")}
    assert [row.actor for row in found.rankings] == ["A"]
