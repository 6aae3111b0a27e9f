"""Preferences by pairs: partial and going round in circles, held against the definitions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import random_graph

from detente.errors import LimitExceeded, ModelError
from detente.graph import Graph, Relation, from_pairs
from detente.stability import CONCEPTS, pairs, solve, solve_many
from detente.stability.pairs import relation_of
from detente.stability.reference import solve_by_definition

seeds = st.integers(0, 2**32 - 1)


def random_relation(rng: np.random.Generator, states: int) -> Relation:
    said = np.triu(rng.integers(-1, 2, (states, states)), 1)
    return (said - said.T) > 0


def random_pairs(seed: int) -> Graph:
    graph = random_graph(seed)
    rng = np.random.default_rng(seed)
    relations = [
        random_relation(rng, len(graph.states)) if rng.random() < 0.7 else None for _ in graph.actors
    ]
    return graph.with_better(relations)


@given(seeds, st.sampled_from([1, 7, 1 << 20]))
@settings(max_examples=300)
def test_pairs_find_what_the_definitions_say(seed: int, chunk: int) -> None:
    graph = random_pairs(seed)
    expected = solve_by_definition(graph, CONCEPTS)
    before, pairs.CHUNK = pairs.CHUNK, chunk
    try:
        found = pairs.solve_by_pairs(graph, CONCEPTS)
    finally:
        pairs.CHUNK = before
    for concept in CONCEPTS:
        assert np.array_equal(found[concept], expected[concept]), concept


@given(seeds)
@settings(max_examples=60)
def test_ranks_told_as_pairs_are_the_ranks(seed: int) -> None:
    graph = random_graph(seed)
    told = graph.with_better([relation_of(graph, i) for i in range(len(graph.actors))])
    fast, by_pairs = solve(graph), solve(told)
    for concept in CONCEPTS:
        assert np.array_equal(fast.masks[concept], by_pairs.masks[concept])


def test_more_than_64_states() -> None:
    rng = np.random.default_rng(3)
    moves = [[(a, b) for a in range(150) for b in rng.integers(0, 150, 3) if a != b] for _ in "AB"]
    flat = np.zeros((2, 150), int)
    graph = Graph.from_arcs("AB", [str(s) for s in range(150)], moves, flat)
    graph = graph.with_better([random_relation(rng, 150), random_relation(rng, 150)])
    expected = solve(graph, engine="reference")
    found = solve(graph)
    for concept in CONCEPTS:
        assert np.array_equal(found.masks[concept], expected.masks[concept])
        assert 0 < found.masks[concept].sum() < 300


def test_preferences_in_a_circle_leave_no_nash_state() -> None:
    around = [(0, 1), (1, 2), (2, 0)]
    graph = Graph.from_arcs("A", "xyz", [around], [[0, 0, 0]])
    assert solve(graph, ["nash"]).count("nash") == 3
    # Each state is worse than the one it leads to.
    prefers = graph.with_better([from_pairs([(b, a) for a, b in around], 3)])
    for engine in ("fast", "reference"):
        assert solve(prefers, ["nash"], engine).count("nash") == 0
    assert prefers.digest() != graph.digest()
    assert prefers.with_ranks(graph.ranks).digest() == graph.digest()


def test_relations_that_cannot_be_are_faults_by_actor() -> None:
    graph = Graph.from_arcs("AB", "xyz", [[], []], [[0, 0, 0]] * 2)
    for relation, why in (
        (np.zeros((3, 2), bool), r"A: .* shape \(3, 2\)"),
        (np.zeros((3, 3)), "type float64"),
        (np.eye(3, dtype=bool), "state 0 is better than itself"),
        (from_pairs([(1, 2), (2, 1)], 3), "states 1 and 2 are each better"),
    ):
        with pytest.raises(ModelError, match=f"D517.*{why}"):
            graph.with_better([relation, None])
    with pytest.raises(ModelError, match="3 relations of preference for 2 actors"):
        graph.with_better([from_pairs([(0, 1)], 3), None, None])
    assert graph.with_better([None, None]).better is None


def test_a_graph_with_pairs_is_read_only_and_bounded() -> None:
    relation = from_pairs([(0, 1)], 2)
    graph = Graph.from_arcs("A", "xy", [[(0, 1)]], [[0, 1]]).with_better([relation])
    relation[0, 1] = False
    assert graph.prefers(0, 0, 1) and not graph.prefers(0, 1, 0)
    with pytest.raises(LimitExceeded, match="D518"):
        Graph.from_arcs("A", [str(s) for s in range(5000)], [[]], [range(5000)]).with_better([relation])


@given(seeds)
@settings(max_examples=40)
def test_many_profiles_keep_what_is_told_by_pairs(seed: int) -> None:
    graph = random_pairs(seed)
    profiles = np.array([graph.ranks, graph.ranks[:, ::-1]])
    for profile, found in zip(profiles, solve_many(graph, profiles, CONCEPTS), strict=True):
        expected = solve_by_definition(replace(graph, ranks=profile), CONCEPTS)
        assert np.array_equal(found, [expected[concept] for concept in CONCEPTS])


def test_too_many_pairs_are_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pairs, "MAX_WORK", 0)
    graph = Graph.from_arcs("A", "xy", [[(0, 1)]], [[0, 1]]).with_better([from_pairs([(0, 1)], 2)])
    with pytest.raises(LimitExceeded, match="D521"):
        solve(graph)
