"""What a result says: the promised JSON, masks, counts, and where it comes from."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_models import random_graph

import detente
from detente.errors import ModelError
from detente.graph import Graph, OptionBit
from detente.stability import CONCEPTS, Stability, solve


def dilemma() -> Graph:
    options = [OptionBit("A.arm", 0), OptionBit("B.arm", 1)]
    return Graph.from_options(["A", "B"], options, [0, 1, 2, 3], [[2, 3, 0, 1], [2, 0, 3, 1]])


def test_the_dictionary_is_the_promised_json() -> None:
    assert solve(dilemma(), ["nash", "seq"]).to_dict() == {
        "actors": ["A", "B"],
        "options": ["A.arm", "B.arm"],
        "states": [
            {"id": "0", "taken": []},
            {"id": "1", "taken": ["A.arm"]},
            {"id": "2", "taken": ["B.arm"]},
            {"id": "3", "taken": ["A.arm", "B.arm"]},
        ],
        "stable": {
            "nash": {"A": ["1", "3"], "B": ["2", "3"]},
            "seq": {"A": ["0", "1", "3"], "B": ["0", "2", "3"]},
        },
        "equilibria": {"nash": ["3"], "seq": ["0", "3"]},
    }


def test_equilibria_only_keeps_the_equilibria_of_any_concept() -> None:
    found = solve(dilemma(), ["nash", "seq"]).to_dict(equilibria_only=True)
    assert [state["id"] for state in found["states"]] == ["0", "3"]
    assert found["stable"] == {"nash": {"A": ["3"], "B": ["3"]}, "seq": {"A": ["0", "3"], "B": ["0", "3"]}}
    assert found["equilibria"] == {"nash": ["3"], "seq": ["0", "3"]}


def test_a_state_without_option_form_has_null_for_its_options() -> None:
    graph = Graph.from_arcs("A", "st", [[(0, 1)]], [[0, 1]])
    found = json.loads(json.dumps(solve(graph).to_dict()))
    assert found["options"] == []
    assert found["states"] == [{"id": "s", "taken": None}, {"id": "t", "taken": None}]


@given(st.integers(0, 2**32 - 1))
def test_masks_counts_rows_and_json_say_the_same(seed: int) -> None:
    graph = random_graph(seed)
    found = solve(graph)
    told = json.loads(json.dumps(found.to_dict()))
    rows = list(found.rows())
    assert [row["state"] for row in rows] == list(graph.states)
    for concept in CONCEPTS:
        assert found.count(concept) == len(told["equilibria"][concept])
        assert list(found.equilibria(concept)) == told["equilibria"][concept]
        for actor in graph.actors:
            mask = found.stable_mask(concept, actor)
            assert mask.dtype == bool
            ids = [state for state, held in zip(graph.states, mask, strict=True) if held]
            assert ids == told["stable"][concept][actor]
            assert [row[concept][actor] for row in rows] == mask.tolist()
        assert [r["state"] for r in rows if r[concept]["equilibrium"]] == told["equilibria"][concept]
    only = found.to_dict(equilibria_only=True)
    shown = [state["id"] for state in only["states"]]
    assert shown == [s for s in graph.states if any(s in told["equilibria"][c] for c in CONCEPTS)]
    assert [row["state"] for row in found.rows(equilibria_only=True)] == shown


def test_a_result_says_where_it_comes_from_and_cannot_be_changed() -> None:
    graph = dilemma()
    found = solve(graph)
    assert (found.digest, found.engine, found.version) == (graph.digest(), "fast", detente.__version__)
    assert found.elapsed >= 0
    assert repr(found) == (
        "<Stability of 4 states for 2 actors; equilibria: nash 1, gmr 2, smr 2, seq 2, sseq 2>"
    )
    with pytest.raises(ValueError, match="read-only"):
        found.stable_mask("nash", "A")[0] = True


def test_a_result_survives_pickling() -> None:
    found = solve(dilemma())
    again: Stability = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own bytes
    assert again.to_dict() == found.to_dict()


def test_asking_for_what_is_not_there_is_a_fault_with_a_hint() -> None:
    found = solve(dilemma(), ["nash"])
    with pytest.raises(ModelError, match="unknown actor 'a'"):
        found.stable_mask("nash", "a")
    with pytest.raises(ModelError, match="unknown concept 'seq'"):
        found.count("seq")
    with pytest.raises(ModelError, match="did you mean nash"):
        found.equilibria("nahs")
