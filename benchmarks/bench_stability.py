"""How long solving takes: random strict rankings (the worst case for caches), every concept.

``make bench`` runs these and keeps the numbers as JSON.
"""

from __future__ import annotations

import numpy as np
import pytest
from conflicts import conflict
from pytest_benchmark.fixture import BenchmarkFixture

from detente.dispute import loads
from detente.graph import Graph
from detente.outlook import sweep
from detente.stability import CONCEPTS, Solver, solve


@pytest.mark.parametrize("actors", [2, 3, 6])
@pytest.mark.parametrize("options", [8, 10, 12])
def test_fast(benchmark: BenchmarkFixture, options: int, actors: int) -> None:
    graph = conflict(actors, options)
    found = benchmark(solve, graph, CONCEPTS, "fast")
    assert found.masks["gmr"].shape == (actors, 1 << options)


@pytest.mark.parametrize("actors", [2, 3])
@pytest.mark.parametrize("options", [14, 16])
def test_fast_on_many_states(benchmark: BenchmarkFixture, options: int, actors: int) -> None:
    benchmark.pedantic(solve, (conflict(actors, options), CONCEPTS, "fast"), rounds=3, warmup_rounds=1)


def test_fast_with_impossible_states_and_one_way_options(benchmark: BenchmarkFixture) -> None:
    benchmark(solve, conflict(3, 12, impossible=0.5, one_way=5), CONCEPTS, "fast")


def test_fast_with_listed_moves(benchmark: BenchmarkFixture) -> None:
    graph = conflict(3, 10)
    arcs = [graph.arcs(i) for i in range(3)]
    pairs = [zip(a.source.tolist(), a.target.tolist(), strict=True) for a in arcs]
    listed = Graph.from_arcs(graph.actors, graph.states, pairs, graph.ranks)
    benchmark(solve, listed, CONCEPTS, "fast")


@pytest.mark.parametrize("actors", [2, 3])
@pytest.mark.parametrize("options", [6, 8])
def test_reference(benchmark: BenchmarkFixture, options: int, actors: int) -> None:
    benchmark.pedantic(solve, (conflict(actors, options), CONCEPTS, "reference"), rounds=2)


def test_many_profiles(benchmark: BenchmarkFixture) -> None:
    """Solve 200 profiles of a conflict of 3 actors and 1,000 states: a 500th of a large sweep."""
    full = conflict(3, 10)
    graph = Graph.from_options(full.actors, full.options, full.codes[:1000], full.ranks[:, :1000])
    rng = np.random.default_rng(0)
    ranks = np.array([[rng.permutation(1000) for _ in range(3)] for _ in range(200)], np.int32)
    solver = Solver(graph)
    benchmark(solver.solve, ranks, CONCEPTS)
    if benchmark.stats is not None:
        benchmark.extra_info["seconds_for_100000"] = round(500 * benchmark.stats.stats.min, 1)


def test_sweep(benchmark: BenchmarkFixture) -> None:
    """Sweep over 1,000 draws of 8 unknowns in a case of 1,024 states."""
    actors = [
        f"  A{i}:\n    options: {{{', '.join(f'o{b}: Act' for b in range(width))}}}\n    prefers:\n"
        + "".join(f"      - {{maybe: A{(i + b) % 3}.o{b}, chance: 0.{b + 3}}}\n" for b in range(3 - (i == 2)))
        + "".join(f"      - {'not ' * (b % 2)}o{b}\n" for b in range(width))
        for i, width in enumerate((3, 3, 4))
    ]
    dispute = loads("actors:\n" + "".join(actors))
    found = benchmark.pedantic(sweep, (dispute, 1000), rounds=3, warmup_rounds=1)
    assert len(found.unknowns) == 8 and found.solved > 100
