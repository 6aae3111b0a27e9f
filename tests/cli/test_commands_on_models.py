"""check, solve and sweep, as other programs use them."""

from __future__ import annotations

from pathlib import Path

import pytest

DILEMMA = """
title: Two neighbours
actors:
  A: {options: {defect: Break it}, prefers: [not B.defect, defect]}
  B: {options: {defect: Break it}, prefers: [not A.defect, defect]}
"""


@pytest.fixture
def dilemma(tmp_path: Path) -> Path:
    path = tmp_path / "dilemma.yaml"
    path.write_text(DILEMMA, "utf-8")
    return path


def test_solve_prints_the_agreed_shape(run, dilemma) -> None:
    done = run("solve", dilemma, "--json")
    assert (done.code, done.err) == (0, "")
    assert list(done.json) == ["actors", "options", "states", "stable", "equilibria"]
    assert done.json["actors"] == ["A", "B"]
    assert done.json["options"] == ["A.defect", "B.defect"]
    assert done.json["states"][3] == {"id": "3", "taken": ["A.defect", "B.defect"]}
    assert done.json["equilibria"] == {
        "nash": ["3"], "gmr": ["0", "3"], "smr": ["0", "3"], "seq": ["0", "3"], "sseq": ["0", "3"],
    }  # fmt: skip
    assert done.json["stable"]["nash"] == {"A": ["1", "3"], "B": ["2", "3"]}


def test_solve_takes_a_choice_of_concepts_and_only_equilibria(run, dilemma) -> None:
    done = run("solve", dilemma, "--json", "--concepts", "nash", "--equilibria-only")
    assert [state["id"] for state in done.json["states"]] == ["3"]
    assert list(done.json["equilibria"]) == ["nash"]


def test_an_unknown_concept_is_refused_with_what_was_meant(run, dilemma) -> None:
    done = run("solve", dilemma, "--concepts", "nahs")
    assert done.code == 1
    assert "nash" in done.err


def test_a_folder_and_its_file_are_interchangeable(run, dilemma) -> None:
    dilemma.rename(dilemma.parent / "case.yaml")
    assert (
        run("solve", dilemma.parent, "--json").out == run("solve", dilemma.parent / "case.yaml", "--json").out
    )


def test_solve_for_people_names_options_and_ticks(run, dilemma) -> None:
    done = run("solve", dilemma)
    assert done.code == 0
    assert "defect" in done.out
    assert "✓" in done.out
    assert "nothing in the record supports: A wants not B.defect" in done.err


def test_check_tells_every_fault_with_its_place(run, tmp_path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(
        "title: x\nactors:\n  A:\n    options: {go: Go}\n    prefers: [not B.went, gp]\nas_of: 2019-13-01\n"
    )
    done = run("check", file)
    assert done.code == 1
    assert done.out == ""
    for place in (f"{file}:5:19", f"{file}:5:27", f"{file}:6:8"):
        assert place in done.err
    assert "^" in done.err
    as_json = run("check", file, "--json")
    assert as_json.code == 1
    assert as_json.json["ok"] is False
    assert {fault["place"]["line"] for fault in as_json.json["faults"]} == {5, 6}


def test_check_refuses_a_file_without_a_model(run, tmp_path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("title: Watching\nactors:\n  A: {name: Observer}\n")
    assert run("check", file).code == 1
    assert run("solve", file).code == 1


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"\xff\xfe\xff", b"[1, 2", b"- just\n- a list\n"])
def test_files_that_are_no_case_are_refused_in_a_sentence(run, tmp_path, content) -> None:
    file = tmp_path / "case.yaml"
    file.write_bytes(content)
    for command in ("check", "solve", "sweep"):
        done = run(command, file)
        assert (done.code, done.out) == (1, "")
        assert "D1" in done.err


def test_a_missing_case_is_refused(run, tmp_path) -> None:
    done = run("solve", tmp_path / "nowhere")
    assert done.code == 1
    assert "D601" in done.err


def test_a_wrong_call_ends_with_2(run, dilemma) -> None:
    assert run("solve", dilemma, "--no-such-option").code == 2
    assert run("no-such-command").code == 2


def test_sweep_is_the_same_for_any_number_of_workers(run, tmp_path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(DILEMMA.replace("[not B.defect, defect]", "[{maybe: not B.defect, chance: 0.5}, defect]"))
    one = run("sweep", file, "--json", "--draws", 200, "--seed", 3)
    two = run("sweep", file, "--json", "--draws", 200, "--seed", 3, "--workers", 2)
    assert (one.code, one.err) == (0, "")
    assert one.out == two.out
    assert list(one.json) == ["draws", "seed", "outcomes", "tornado"]
    assert all(0 <= row["low"] <= row["share"] <= row["high"] <= 1 for row in one.json["outcomes"])


def test_sweep_bounds_its_draws(run, dilemma) -> None:
    assert run("sweep", dilemma, "--draws", 0).code == 1
    assert run("sweep", dilemma, "--draws", 10**12).code == 1
