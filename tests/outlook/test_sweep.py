"""A sweep counts what solving every draw by itself would count, whoever does the work."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from detente.dispute import compile_graph, loads, maybes
from detente.dispute.types import Dispute
from detente.errors import Cancelled, DetenteError, Fault, LimitExceeded, ModelError
from detente.outlook import profiles, sweep, workers
from detente.outlook.draws import drawn
from detente.outlook.result import wilson
from detente.progress import Silent
from detente.stability import CONCEPTS, solve

CASE = """
actors:
  A:
    options: {arm: Arm, talk: Talk}
    prefers: [not B.arm, {maybe: arm, chance: 0.3}, B.talk, {maybe: not talk}, talk]
  B:
    options: {arm: Arm, talk: Talk}
    prefers: [{maybe: not A.arm if talk, chance: 0.8}, A.talk, {maybe: arm iff A.arm, chance: 0.6}]
  C:
    options: {watch: Watch}
    prefers: [{maybe: watch iff A.arm, chance: 0.5}, not B.arm]
impossible: [A.arm and A.talk and B.arm]
"""


@pytest.fixture(scope="module")
def dispute() -> Dispute:
    return loads(CASE)


def test_a_sweep_counts_what_solving_every_draw_counts(dispute: Dispute) -> None:
    unknowns = maybes(dispute)
    chances = [0.5 if u.chance is None else u.chance for u in unknowns]
    hits: dict[tuple[str, str], int] = {}
    split: dict[tuple[str, str, bool], int] = {}
    drawn_held = dict.fromkeys((u.id for u in unknowns), 0)
    total = 150
    for bits in drawn(chances, 9, 0, total).tolist():
        held = {u.id: bool(bits >> k & 1) for k, u in enumerate(unknowns)}
        found = solve(compile_graph(dispute, held), engine="reference")
        for concept in CONCEPTS:
            for state in found.equilibria(concept):
                hits[concept, state] = hits.get((concept, state), 0) + 1
        for name, yes in held.items():
            drawn_held[name] += yes
            for state in found.equilibria("seq"):
                split[name, state, yes] = split.get((name, state, yes), 0) + 1

    swept = sweep(dispute, total, 9)
    assert {(o.concept, o.state): o.share for o in swept.outcomes} == {
        key: count / total for key, count in hits.items()
    }
    effects = {}
    for name, times in drawn_held.items():
        for state in {state for concept, state in hits if concept == "seq"}:
            effect = Fraction(split.get((name, state, True), 0), times) - Fraction(
                split.get((name, state, False), 0), total - times
            )
            if effect:
                effects[name, state] = effect
    assert {(e.unknown, e.state) for e in swept.tornado} == set(effects)
    for row in swept.tornado:
        assert row.effect == pytest.approx(float(effects[row.unknown, row.state]), abs=1e-12)
    assert swept.solved == len(set(drawn(chances, 9, 0, total).tolist()))


def test_rows_are_in_the_promised_order(dispute: Dispute) -> None:
    swept = sweep(dispute, 500, 1)
    states = compile_graph(dispute).states
    keys = [(CONCEPTS.index(o.concept), -o.share, states.index(o.state)) for o in swept.outcomes]
    assert keys == sorted(keys) and len(set(keys)) == len(keys)
    assert {o.concept for o in swept.outcomes} == set(CONCEPTS)
    sizes = [abs(e.effect) for e in swept.tornado]
    assert sizes == sorted(sizes, reverse=True) and all(sizes)
    for outcome in swept.outcomes:
        assert 0 <= outcome.low <= outcome.share <= outcome.high <= 1
        assert (outcome.low, outcome.high) == wilson(round(outcome.share * 500), 500)


def test_the_dictionary_is_the_promised_json(dispute: Dispute) -> None:
    told = json.loads(json.dumps(sweep(dispute, 50, 2).to_dict()))
    assert list(told) == ["draws", "seed", "outcomes", "tornado"]
    assert (told["draws"], told["seed"]) == (50, 2)
    assert all(list(row) == ["state", "concept", "share", "low", "high"] for row in told["outcomes"])
    assert all(list(row) == ["unknown", "state", "effect"] for row in told["tornado"])


def test_the_result_is_the_same_on_any_number_of_workers(
    dispute: Dispute, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "PART", 200)  # several parts, so that workers share them
    alone = json.dumps(sweep(dispute, 3000, 5).to_dict())
    for size in (1, 7):
        monkeypatch.setattr(workers, "PART", size)
        assert json.dumps(sweep(dispute, 3000, 5).to_dict()) == alone
    assert json.dumps(sweep(dispute, 3000, 5, workers=2).to_dict()) == alone
    assert json.dumps(sweep(dispute, 3000, 6).to_dict()) != alone


def test_rankings_forgotten_are_worked_out_again(dispute: Dispute, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = sweep(dispute, 400, 1).to_dict()
    monkeypatch.setattr(workers, "PART", 300)
    monkeypatch.setattr(profiles, "MAX_KEPT", 0)
    assert sweep(dispute, 400, 1).to_dict() == expected


def test_without_unknowns_one_solve_tells_all() -> None:
    dispute = loads(
        "actors: {A: {options: {x: Act}, prefers: [x]}, B: {options: {y: Act}, prefers: [not y]}}"
    )
    swept = sweep(dispute, 1000)
    found = solve(compile_graph(dispute))
    assert swept.solved == 1 and swept.tornado == () and swept.unknowns == ()
    assert {(o.concept, o.state) for o in swept.outcomes} == {
        (concept, state) for concept in CONCEPTS for state in found.equilibria(concept)
    }
    assert {(o.share, o.high) for o in swept.outcomes} == {(1.0, 1.0)}


def test_a_wish_always_or_never_held_has_no_effect_to_tell() -> None:
    lines = "{maybe: x, chance: 1}, {maybe: not x, chance: 0}"
    swept = sweep(loads(f"actors: {{A: {{options: {{x: Act}}, prefers: [{lines}]}}}}"), 100)
    assert [(o.state, o.share) for o in swept.outcomes if o.concept == "seq"] == [("1", 1.0)]
    assert swept.tornado == () and len(swept.unknowns) == 2


def test_the_tornado_says_which_concept_it_speaks_of(dispute: Dispute) -> None:
    assert sweep(dispute, 20).tornado_concept == "seq"
    only = sweep(dispute, 200, concepts=["nash", "gmr"])
    assert only.tornado_concept == "nash" and only.concepts == ("nash", "gmr")
    assert {e.state for e in only.tornado} <= {o.state for o in only.outcomes if o.concept == "nash"}


def test_the_digest_tells_questions_apart(dispute: Dispute) -> None:
    digests = {
        sweep(loads(text), 1).digest
        for text in (
            CASE,
            CASE.replace("chance: 0.8", "chance: 0.7"),
            CASE.replace("arm iff A.arm", "not arm"),
            CASE.replace("B.talk,", ""),
        )
    }
    assert len(digests) == 4
    assert sweep(dispute, 1, 1).digest == sweep(dispute, 2, 2).digest


@pytest.mark.parametrize(
    ("settings", "names"),
    [
        ({"draws": 0}, ["draws"]),
        ({"draws": 10_000_001}, ["draws"]),
        ({"draws": 1.5}, ["draws"]),
        ({"seed": -1}, ["seed"]),
        ({"workers": 0, "draws": "10"}, ["draws", "workers"]),
        ({"workers": 257}, ["workers"]),
        ({"seed": None}, ["seed"]),
    ],
)
def test_settings_out_of_range_are_told_together(
    dispute: Dispute, settings: dict[str, int], names: list[str]
) -> None:
    with pytest.raises(LimitExceeded) as wrong:
        sweep(dispute, **settings)
    assert [fault.message.split()[0] for fault in wrong.value.faults] == names
    assert all(fault.hint for fault in wrong.value.faults)


def test_an_unknown_concept_is_a_fault(dispute: Dispute) -> None:
    with pytest.raises(ModelError, match="did you mean seq"):
        sweep(dispute, concepts=["sequ"])


def test_more_unknowns_than_bits_are_a_limit() -> None:
    lines = ", ".join(["{maybe: x}"] * 63)
    with pytest.raises(LimitExceeded, match="63 maybe lines, at most 62"):
        sweep(loads(f"actors: {{A: {{options: {{x: Act}}, prefers: [{lines}]}}}}"), 1)


@pytest.mark.parametrize("count", [1, 2])
def test_a_sweep_can_be_stopped(dispute: Dispute, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "PART", 1)

    class Stop(Silent):
        def advance(self, steps: int = 1) -> None:
            raise Cancelled(Fault("D500", "stopped"))

    with pytest.raises(Cancelled):
        sweep(dispute, 1000, workers=count, progress=Stop())


def test_workers_that_die_are_told_plainly(dispute: Dispute, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_prepare", _die)
    monkeypatch.setattr(workers, "PART", 1)
    with pytest.raises(DetenteError, match="D532"):
        sweep(dispute, 100, workers=2)


def _die(*_: object) -> None:
    raise SystemExit(3)


@pytest.mark.parametrize("how", ["-", "-c", "script"])
def test_workers_start_however_the_program_was_started(how: str, tmp_path: Path) -> None:
    text = """
from detente.dispute import loads
from detente.outlook import sweep, workers
if __name__ == "__main__":
    workers.PART = 1
    dispute = loads("actors: {A: {options: {x: Act}, prefers: [{maybe: x}]}}")
    print(sweep(dispute, 100, workers=2).solved)
"""
    script = tmp_path / "study.py"
    script.write_text(text)
    command = {"-": ["-"], "-c": ["-c", text], "script": [str(script)]}[how]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, *command], input=text, capture_output=True, text=True, env=environment, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "2\n", "")


def test_wilson_intervals_hold_the_share_and_narrow() -> None:
    for hits, draws in [(0, 1), (1, 1), (0, 1000), (1000, 1000), (1, 10_000_000), (9_999_999, 10_000_000)]:
        low, high = wilson(hits, draws)
        assert 0 <= low <= hits / draws <= high <= 1
    assert np.subtract(*wilson(300, 1000)[::-1]) < np.subtract(*wilson(30, 100)[::-1])
    assert wilson(0, 10)[1] == pytest.approx(0.2775, abs=1e-4)
