"""A graph that cannot be is refused with every fault, and one that can be does not change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.errors import ModelError
from detente.graph import Arcs, Graph, OptionBit


def small() -> Graph:
    options = [OptionBit("A.x", 0), OptionBit("B.y", 1, "take")]
    return Graph.from_options(["A", "B"], options, [0, 1, 2, 3], [[0, 1, 2, 3], [3, 2, 1, 0]])


def codes_of(change: dict[str, object]) -> list[str]:
    with pytest.raises(ModelError) as wrong:
        replace(small(), **change)
    return [fault.code for fault in wrong.value.faults]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"ranks": np.zeros((2, 3), np.int32)}, ["D501"]),
        ({"ranks": np.zeros((2, 4))}, ["D511"]),
        ({"ranks": np.full((2, 4), 2**31)}, ["D511"]),
        ({"ranks": np.array([[10**30] * 4] * 2, object)}, ["D511"]),
        ({"actors": ("A", "A")}, ["D502"]),
        ({"states": ("s", "s", "t", "t")}, ["D502"]),
        ({"options": (OptionBit("A.x", 0), OptionBit("A.x", 1))}, ["D502"]),
        ({"options": (OptionBit("A.x", 0), OptionBit("B.y", 2))}, ["D513"]),
        ({"options": (OptionBit("A.x", 0),)}, ["D514"]),
        ({"options": (OptionBit("A.x", 0), OptionBit("B.y", -1))}, ["D513"]),
        ({"codes": None}, ["D504"]),
        ({"codes": np.array([0, 1, 2, -1])}, ["D505"]),
        ({"codes": np.array([0, 1, 2, -2])}, ["D514", "D505"]),
        ({"codes": np.array([0, 1, 2, 4])}, ["D514"]),
        ({"codes": np.array([0, 1, 2, 2])}, ["D515"]),
        ({"codes": np.array([0, 1, 2])}, ["D507"]),
        ({"codes": np.array([0.0, 1.0, 2.0, 3.0])}, ["D511"]),
        ({"listed": (Arcs.from_pairs([], 4),)}, ["D506"]),
        ({"listed": (Arcs.from_pairs([], 4), Arcs.from_pairs([], 5))}, ["D508"]),
        ({"listed": (Arcs.from_pairs([], 4), Arcs([0, 1, 1, 1, 1], [4]))}, ["D508"]),
        ({"listed": (Arcs.from_pairs([], 4), Arcs([0, 1, 1, 1, 1], [0]))}, ["D509"]),
        ({"listed": (Arcs.from_pairs([], 4), Arcs([0, 2, 2, 2, 2], [2, 1]))}, ["D508"]),
        ({"listed": (Arcs.from_pairs([], 4), Arcs([0, 2, 1, 2, 2], [2, 1]))}, ["D508"]),
        ({"states": (), "codes": np.array([], int), "ranks": np.zeros((2, 0), int)}, ["D512"]),
        ({"actors": ("A", "A"), "ranks": np.zeros((2, 3), int)}, ["D501", "D502"]),
    ],
)
def test_every_fault_of_a_graph_is_told(change: dict[str, object], codes: list[str]) -> None:
    assert codes_of(change) == codes


def test_faults_of_listed_moves_name_their_actor_and_come_together() -> None:
    with pytest.raises(ModelError) as wrong:
        Graph.from_arcs("AB", "st", [[(0, 2), (-1, 0)], [(1, 1)]], np.zeros((2, 2), int))
    assert [(f.code, f.message) for f in wrong.value.faults] == [
        ("D508", "A: move -1 -> 0 leaves the states 0 to 1"),
        ("D508", "A: move 0 -> 2 leaves the states 0 to 1"),
        ("D509", "B: a move leads from state 1 to itself"),
    ]


def test_too_many_or_few_lists_of_moves_are_a_fault() -> None:
    for moves in ([[]], [[], [], []]):
        with pytest.raises(ModelError, match="D506"):
            Graph.from_arcs("AB", "st", moves, np.zeros((2, 2), int))


def test_ragged_ranks_are_a_fault() -> None:
    with pytest.raises(ModelError, match="D511"):
        Graph.from_options(["A"], [OptionBit("x", 0)], [0, 1], [[1, 2], [3]])


def test_a_graph_does_not_change_with_the_arrays_it_was_made_from() -> None:
    codes, ranks = np.array([0, 1]), np.array([[0, 1]], np.int32)
    graph = Graph.from_options(["A"], [OptionBit("x", 0)], codes, ranks)
    digest = graph.digest()
    codes[0], ranks[0, 0] = 9, 9
    assert graph.digest() == digest and graph.codes.tolist() == [0, 1]
    with pytest.raises(ValueError, match="read-only"):
        graph.ranks[0, 0] = 5
    with pytest.raises(ValueError, match="read-only"):
        graph.arcs(0).target[0] = 0


def test_the_digest_tells_apart_what_a_solver_can() -> None:
    graph = small()
    arcs = tuple(graph.arcs(i) for i in (0, 1))
    others = [
        graph.with_ranks([[0, 1, 2, 3], [3, 2, 0, 0]]),
        replace(graph, states=("a", "b", "c", "d")),
        replace(graph, actors=("A", "C")),
        replace(graph, options=(OptionBit("A.x", 0), OptionBit("B.y", 1))),
        replace(graph, codes=np.array([0, 1, 3, 2])),
        replace(graph, listed=arcs),
        replace(graph, listed=arcs[::-1]),
    ]
    digests = {graph.digest(), *(other.digest() for other in others)}
    assert len(digests) == 1 + len(others)
    assert small().digest() == graph.digest() == graph.with_ranks(graph.ranks * 3 - 7).digest()
    assert len(graph.digest()) == 16


def test_states_are_named_by_their_number_unless_named() -> None:
    graph = small()
    assert graph.states == ("0", "1", "2", "3")
    assert graph.taken(0) == () and graph.taken(3) == ("A.x", "B.y")


def test_a_state_without_option_form_has_no_options_taken() -> None:
    graph = Graph.from_arcs("A", "st", [[(0, 1)]], [[0, 1]], [OptionBit("x", 0)], [1, -1])
    assert graph.taken(0) == ("x",) and graph.taken(1) is None
    assert Graph.from_arcs("A", "st", [[(0, 1)]], [[0, 1]]).taken(0) is None
