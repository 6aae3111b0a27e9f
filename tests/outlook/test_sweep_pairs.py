"""A sweep of preferences by pairs counts what solving each draw alone would count."""

from __future__ import annotations

import pytest

from detente.dispute import compile_graph, loads, maybes
from detente.outlook import sweep
from detente.stability import CONCEPTS, solve

CASE = """
actors:
  A: {options: {x: X}, better: [['0', '1'], ['1', '2'], ['2', '0'], ['3', '0']]}
  B: {options: {y: Y}, prefers: [{maybe: y, chance: 1}, {maybe: A.x, chance: 0}, not y]}
"""


@pytest.mark.parametrize("workers", [1, 2])
def test_every_draw_is_solved_with_the_pairs(workers: int) -> None:
    dispute = loads(CASE)
    found = sweep(dispute, draws=20, seed=1, workers=workers).to_dict()
    held = {maybe.id: maybe.chance == 1 for maybe in maybes(dispute)}
    stability = solve(compile_graph(dispute, held))
    assert stability.graph.better is not None
    for concept in CONCEPTS:
        sure = {row["state"] for row in found["outcomes"] if row["concept"] == concept and row["share"] == 1}
        assert sure == set(stability.equilibria(concept))
        assert all(row["share"] in (0, 1) for row in found["outcomes"])
