"""Solve one conflict in a process of its own and print time and peak memory as JSON.

``python benchmarks/rung.py KIND ACTORS OPTIONS ROUNDS``, KIND being ``strict``, ``statements``, ``half``
(half of the states impossible, every fifth option one-way) or ``sparse`` (100,000 states of 40 options).
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time

from conflicts import conflict, sparse

from detente.graph import Graph
from detente.stability import solve

KINDS = {
    "strict": {},
    "statements": {"statements": 12},
    "half": {"impossible": 0.5, "one_way": 5},
}


def made(kind: str, actors: int, options: int) -> Graph:
    return sparse() if kind == "sparse" else conflict(actors, options, **KINDS[kind])


def peak() -> int:
    """Return the most memory this process has had, in megabytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit // 1_000_000


def main(kind: str, actors: int, options: int, rounds: int) -> dict[str, object]:
    solve(conflict(2, 4))  # loads what is loaded when first used
    graph = made(kind, actors, options)
    before, wall, core = peak(), [], []
    for _ in range(rounds):
        began, busy = time.perf_counter(), time.process_time()
        found = solve(graph)
        wall.append(time.perf_counter() - began)
        core.append(time.process_time() - busy)
    return {
        "kind": kind,
        "actors": actors,
        "options": len(graph.options),
        "states": len(graph.states),
        "seconds": round(min(wall), 4),
        "core_seconds": round(min(core), 4),
        "rounds": rounds,
        "peak_mb": peak(),
        "conflict_mb": before,
        "load": round(os.getloadavg()[0], 1),
        "equilibria": {concept: found.count(concept) for concept in found.concepts},
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], *map(int, sys.argv[2:5]))))
