"""The size ladder: five concepts on 12 to 24 options, each rung in a process of its own.

What counts is under ``extra_info`` of the saved JSON: seconds and core seconds of ``solve`` alone (least of
the rounds), and the most memory the process had. The time that the table of the benchmark shows includes
starting Python and making the conflict.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

RUNG = Path(__file__).with_name("rung.py")
ROUNDS = {12: 20, 16: 5, 20: 3, 24: 1}
LONG = [pytest.mark.long]
LADDER = [
    pytest.param(kind, actors, options, marks=LONG if options == 24 else [])
    for options in (12, 16, 20, 24)
    for kind in ("strict", "statements", "half")
    for actors in (2, 3, 4)
]


@pytest.mark.parametrize(("kind", "actors", "options"), [*LADDER, ("sparse", 3, 40)])
def test_rung(benchmark: BenchmarkFixture, kind: str, actors: int, options: int) -> None:
    rounds = ROUNDS.get(options, 3)

    def solve() -> dict[str, object]:
        command = [sys.executable, str(RUNG), kind, str(actors), str(options), str(rounds)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        found: dict[str, object] = json.loads(done.stdout)
        return found

    found = benchmark.pedantic(solve, rounds=1)
    benchmark.extra_info.update(found)
    assert found["states"] == 100_000 if kind == "sparse" else found["options"] == options
