"""The definitions agree with their matrix form, also for preferences that go round in circles."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import random_graph

from detente.graph import Graph
from detente.stability import CONCEPTS, solve
from detente.stability.reference import improvements_of, joint, moves_of, preferences_of, solve_by_definition

seeds = st.integers(0, 2**32 - 1)


def sign(matrix: np.ndarray) -> np.ndarray:
    return (matrix > 0).astype(int)


def jointly(own: dict[int, np.ndarray], size: int) -> np.ndarray:
    """Return M_H: what the actors of H reach by legal sequences, from the one-step matrix of each."""
    last = own
    reached = sum(own.values(), np.zeros((size, size), int))
    for _ in range(sum(int(matrix.sum()) for matrix in own.values())):
        last = {
            i: sign(own[i] @ sum((last[j] for j in own if j != i), np.zeros((size, size), int))) for i in own
        }
        reached = reached + sum(last.values())
    return sign(reached)


def stable_by_matrices(graph: Graph, better: np.ndarray) -> dict[str, np.ndarray]:
    """Return the stable states by the matrix form of Xu, Hipel and Kilgour (2009).

    ``better[i, s, q]`` is 1 when actor i prefers q to s.
    """
    actors, size = graph.ranks.shape
    moves = np.zeros((actors, size, size), int)
    for i in range(actors):
        arcs = graph.arcs(i)
        moves[i, arcs.source, arcs.target] = 1
    gains = moves * better
    every = np.ones((size, size), int)
    found = {concept: np.zeros((actors, size), bool) for concept in CONCEPTS}
    for i in range(actors):
        by_moves = jointly({j: moves[j] for j in range(actors) if j != i}, size)
        by_gains = jointly({j: gains[j] for j in range(actors) if j != i}, size)
        deters = (every - better[i]).T
        for_good = deters * (every - sign(moves[i] @ better[i].T))
        found["nash"][i] = np.diag(gains[i] @ every) == 0
        for concept, reached, countered in [
            ("gmr", by_moves, deters),
            ("smr", by_moves, for_good),
            ("seq", by_gains, deters),
            ("sseq", by_gains, for_good),
        ]:
            found[concept][i] = np.diag(gains[i] @ (every - sign(reached @ countered))) == 0
    return found


@given(seeds)
@settings(max_examples=60)
def test_ranks_by_matrices(seed: int) -> None:
    graph = random_graph(seed)
    better = (graph.ranks[:, None, :] > graph.ranks[:, :, None]).astype(int)
    expected = stable_by_matrices(graph, better)
    found = solve(graph, engine="reference")
    for concept in CONCEPTS:
        assert np.array_equal(found.masks[concept], expected[concept]), concept


@given(seeds)
@settings(max_examples=60)
def test_preferences_in_circles_by_matrices(seed: int) -> None:
    graph = random_graph(seed, listed=True)
    actors, size = graph.ranks.shape
    said = np.random.default_rng(seed).integers(-1, 2, (actors, size, size))
    above = np.triu(said, 1)
    better = ((above - above.transpose(0, 2, 1)) > 0).astype(int)
    expected = stable_by_matrices(graph, better)
    found = solve_by_definition(graph, CONCEPTS, lambda i, a, b: bool(better[i, b, a]))
    for concept in CONCEPTS:
        assert np.array_equal(found[concept], expected[concept]), concept


def legal_sequences(
    moves: list[list[frozenset[int]]], actors: list[int], start: int, length: int
) -> set[int]:
    """Return the ends of all legal sequences of up to ``length`` moves, by writing every one of them out."""
    ends, open_ends = set(), [(start, None)]
    for _ in range(length):
        open_ends = [(q, j) for s, last in open_ends for j in actors if j != last for q in moves[j][s]]
        ends |= {q for q, _ in open_ends}
    return ends


@given(seeds)
@settings(max_examples=60)
def test_joint_moves_are_the_ends_of_legal_sequences(seed: int) -> None:
    rng = np.random.default_rng(seed)
    actors, size = int(rng.integers(1, 4)), int(rng.integers(1, 5))
    moves = [
        [frozenset(np.flatnonzero(rng.random(size) < 0.3).tolist()) - {s} for s in range(size)]
        for _ in range(actors)
    ]
    everybody = list(range(actors))
    for start in range(size):
        # Longer sequences repeat a pair of state and last mover.
        expected = legal_sequences(moves, everybody, start, min(6, actors * size)) - {start}
        found = joint(moves, everybody, start)
        assert expected <= found
        if actors * size <= 6:
            assert found == expected


def test_improvements_are_measured_from_the_state_they_leave() -> None:
    graph = Graph.from_arcs("AB", "xyz", [[(0, 1)], [(1, 2)]], [[2, 1, 1], [2, 0, 1]])
    improvements = improvements_of(moves_of(graph), preferences_of(graph))
    assert improvements[0][0] == frozenset()  # y is worse for A than x
    assert improvements[1][1] == {2}  # z is better for B than y, though worse than x
