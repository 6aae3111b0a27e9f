"""The margin is the number of levels a state must really be moved to flip."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import random_graph

from detente.errors import LimitExceeded, ModelError
from detente.graph import Graph, from_pairs
from detente.graph.preferences import levels
from detente.stability import CONCEPTS, solve
from detente.stability.margin import ALWAYS

seeds = st.integers(0, 2**32 - 1)


def moved(graph: Graph, actor: int, state: int, steps: int) -> Graph:
    ranks = np.array([levels(row) for row in graph.ranks])
    ranks[actor, state] += steps
    return graph.with_ranks(ranks)


def by_moving(graph: Graph, concept: str, actor: int, state: int) -> int:
    """Move the state level by level, and solve the whole conflict by definition each time."""

    def stable(steps: int) -> bool:
        found = solve(moved(graph, actor, state, steps), [concept], "reference")
        return bool(found.masks[concept][actor, state])

    way = -1 if stable(0) else 1
    for steps in range(1, len(graph.states) + 2):
        if stable(way * steps) != (way < 0):
            return -way * steps
    return int(ALWAYS)


@given(seeds, st.sampled_from(CONCEPTS))
@settings(max_examples=60, deadline=None)
def test_the_margin_is_how_far_the_state_must_move(seed: int, concept: str) -> None:
    graph = random_graph(seed)
    rng = np.random.default_rng(seed)
    actor = int(rng.integers(len(graph.actors)))
    found = solve(graph, [concept]).margin(concept, graph.actors[actor])
    assert found.dtype == np.int64
    for state in rng.permutation(len(graph.states))[:4].tolist():
        assert found[state] == by_moving(graph, concept, actor, state), state


@given(seeds)
@settings(max_examples=60)
def test_the_sign_of_the_margin_is_stability(seed: int) -> None:
    graph = random_graph(seed)
    found = solve(graph)
    for concept in CONCEPTS:
        for actor in graph.actors:
            margin = found.margin(concept, actor)
            assert np.array_equal(margin > 0, found.stable_mask(concept, actor)) and (margin != 0).all()


def test_a_margin_by_hand() -> None:
    graph = Graph.from_arcs("A", "wxyz", [[(0, 1), (0, 2), (1, 2)]], [[10, 20, 40, 30]])
    # w must pass y, three levels up; x needs two; y and z have nowhere to go.
    assert solve(graph).margin("nash", "A").tolist() == [-3, -2, ALWAYS, ALWAYS]


def test_a_mixed_answer_has_the_margin_of_the_actors_own_concept() -> None:
    graph = random_graph(4)
    profile = dict.fromkeys(graph.actors, "seq")
    mixed = solve(graph, profile).margin("mixed", graph.actors[0])
    assert np.array_equal(mixed, solve(graph, ["seq"]).margin("seq", graph.actors[0]))


def test_where_there_is_no_margin_it_says_so() -> None:
    graph = random_graph(3, listed=False)
    with pytest.raises(ModelError, match="the concept is sim"):
        solve(graph, ["sim"]).margin("sim", graph.actors[0])
    with pytest.raises(ModelError, match="D520"):
        solve(graph, ["seq"]).margin("nash", graph.actors[0])
    with pytest.raises(ModelError, match="D522"):
        solve(graph, ["seq"]).margin("seq", "nobody")
    by_pairs = Graph.from_arcs("A", "xy", [[]], [[0, 0]]).with_better([from_pairs([(0, 1)], 2)])
    with pytest.raises(ModelError, match="preferences are pairs"):
        solve(by_pairs).margin("nash", "A")
    large = Graph.from_arcs("A", [str(s) for s in range(5000)], [[]], [range(5000)])
    with pytest.raises(LimitExceeded, match="D529"):
        solve(large, ["nash"]).margin("nash", "A")
