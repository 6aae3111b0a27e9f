"""Gathering asks only what can be answered; writing replaces the old brief in one step."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

import pytest
from brief_sample import MemoryCase, sample, sample_case

from detente.brief import gather, write
from detente.brief.solution import solution
from detente.dispute import compile_graph, loads
from detente.errors import DetenteError, Fault, ModelError, StoreError
from detente.stability import Stability, solve

SMALL = """
title: Two sides of a ditch
actors:
  A: {options: {dig: Dig}, prefers: [not dig if B.dig, dig]}
  B: {options: {dig: Dig}, prefers: [dig, not A.dig]}
now: [A.dig]
"""


def small(folder: Path) -> MemoryCase:
    return MemoryCase(folder, SMALL)


def test_the_brief_goes_into_the_folder(tmp_path: Path) -> None:
    path = write(small(tmp_path))
    assert path == tmp_path / "brief.html"
    assert "Two sides of a ditch" in path.read_text("utf-8")
    assert [p.name for p in tmp_path.iterdir()] == ["brief.html"]


def test_a_brief_can_be_passed_on(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        path = write(small(tmp_path), tmp_path / "out.html")
    finally:
        os.umask(mask)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_the_old_brief_stays_when_the_new_one_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(small(tmp_path))
    before = path.read_bytes()

    def torn(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", torn)
    with pytest.raises(StoreError, match=r"D691.*No space left"):
        write(replace(small(tmp_path), text=SMALL.replace("ditch", "wall")))
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["brief.html"]


@pytest.mark.parametrize("where", ["missing/brief.html", "."])
def test_a_place_that_cannot_be_written_is_said(tmp_path: Path, where: str) -> None:
    with pytest.raises(StoreError, match="D691") as caught:
        write(small(tmp_path), tmp_path / where)
    assert caught.value.faults[0].hint
    assert not list(tmp_path.iterdir())


def test_nothing_is_asked_of_a_record_that_is_not_there(tmp_path: Path) -> None:
    class Unread(MemoryCase):
        def claims(self) -> tuple[()]:
            raise AssertionError

        events = documents = ledger = situation = claims

    findings = gather(
        Unread(tmp_path, SMALL + "pledges: [{id: p, by: A, to: B, text: stop, made: 2020-01-01}]")
    )
    assert findings.claims == ()
    assert [p.id for p in findings.ledger.pledges] == ["p"]
    assert findings.solutions


def test_a_folder_without_a_case_file_is_named_after_itself(tmp_path: Path) -> None:
    findings = gather(MemoryCase(tmp_path / "dam"))
    assert (findings.title, findings.case, findings.solutions) == ("dam", "dam", ())


def test_a_model_that_cannot_be_solved_leaves_the_rest_alone(tmp_path: Path) -> None:
    @dataclass(frozen=True)
    class Hard(MemoryCase):
        def solve(self, reading: str | None = None) -> Stability:
            raise ModelError(Fault("D510", "too many moves"))

    case = sample_case()
    findings = gather(Hard(tmp_path, case.text, case.read, case.found, case.reviewed))
    assert [f.code for f in findings.problems] == ["D510"]
    assert findings.solutions == ()
    assert findings.ledger == sample().ledger


def test_a_broken_case_file_is_told_and_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        write(MemoryCase(tmp_path, "actors: {A: {optoins: {}}}"))
    assert not list(tmp_path.iterdir())


def test_todays_outcome_and_who_would_leave_it() -> None:
    dispute = loads(SMALL)
    found = solution(solve(compile_graph(dispute)), dispute, None)
    # Four outcomes: neither digs (0), A digs (1), B digs (2), both dig (3). B wants to dig whatever A does,
    # and A would rather stop once B digs, so only 2 holds against a single move.
    assert found.states == 4
    assert found.now == "1"
    assert found.equilibria["nash"] == ("2",)
    assert found.unsettled["nash"] == ("B",)
    assert found.taken["2"] == ("B.dig",)


def test_an_impossible_today_is_no_outcome() -> None:
    dispute = loads(SMALL)
    elsewhere = replace(dispute, now=("A.dig", "B.other"))
    found = solution(solve(compile_graph(dispute)), elsewhere, None)
    assert found.now is None
    assert found.unsettled == {}


def test_findings_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        sample().title = "x"  # type: ignore[misc]


def test_a_missing_template_engine_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    import_module("detente.brief.render")._environment.cache_clear()
    try:
        with pytest.raises(DetenteError, match="D690"):
            write(small(tmp_path))
    finally:
        import_module("detente.brief.render")._environment.cache_clear()
    assert not list(tmp_path.iterdir())
