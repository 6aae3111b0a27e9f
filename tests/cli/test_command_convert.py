"""detente convert, as people and other programs use it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

CASE = """
# a remark
title: Dam
actors:
  A: {options: {build: Build}, prefers: [build]}
  B: {options: {fight: Fight}, prefers: [not A.build, not fight]}
readings: {calm: {actors: {B: {prefers: [not fight]}}}}
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "dam"
    folder.mkdir()
    (folder / "case.yaml").write_text(CASE, "utf-8")
    return folder


@pytest.mark.parametrize("ending", ["csv", "json", "graphml", "yaml"])
def test_every_form_is_written_from_folder_and_file_alike(run, case, tmp_path, ending) -> None:
    one, two = tmp_path / f"one.{ending}", tmp_path / f"two.{ending}"
    done = run("convert", case, one)
    assert (done.code, done.out) == (0, "")
    assert f"{one} is written" in done.err
    assert run("convert", case / "case.yaml", two).code == 0
    assert one.read_bytes() == two.read_bytes()
    (tmp_path / "plain").touch()
    assert one.stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_reading_becomes_a_case_of_its_own(run, case, tmp_path) -> None:
    target = tmp_path / "calm.yaml"
    done = run("convert", case, target, "--reading", "calm", "--json")
    assert done.json["written"] == str(target)
    assert done.json["faults"][0]["code"] == "D163"
    assert target.read_text("utf-8").startswith("# The reading calm of case.yaml.\n")
    calm = run("solve", case, "--reading", "calm", "--json")
    assert run("solve", target, "--json").out == calm.out
    assert run("convert", case, tmp_path / "x.csv", "--reading", "none").code == 1


def test_results_are_written_along_where_asked(run, case, tmp_path) -> None:
    target = tmp_path / "t.json"
    assert run("convert", case, target, "--stable", "nash, seq").code == 0
    solved = run("solve", case, "--json", "--concepts", "nash,seq").json
    written = json.loads(target.read_text("utf-8"))["stability"]
    assert {c: t["equilibria"] for c, t in written.items()} == solved["equilibria"]
    assert {c: t["by_dm"] for c, t in written.items()} == solved["stable"]
    assert "D520" in run("convert", case, tmp_path / "u.json", "--stable", "nahs").err
    assert not (tmp_path / "u.json").exists()


def test_nothing_is_replaced_unless_forced(run, case, tmp_path) -> None:
    target = tmp_path / "t.csv"
    target.write_text("mine", "utf-8")
    done = run("convert", case, target)
    assert (done.code, target.read_text("utf-8")) == (1, "mine")
    assert "D165" in done.err
    assert run("convert", case, target, "--force").code == 0
    assert target.read_text("utf-8").startswith("state,")
    (tmp_path / "dangling.csv").symlink_to(tmp_path / "nowhere")
    assert "D165" in run("convert", case, tmp_path / "dangling.csv").err


@pytest.mark.parametrize(
    ("source", "target", "code"),
    [
        ("dam", "t.xlsx", "D160"), ("dam", "t", "D160"), ("note.txt", "t.csv", "D160"), ("missing.json", "t.csv", "D101"),
        ("missing.yaml", "t.csv", "D101"), ("dam", "no/such/folder/t.csv", "D166"), ("dam/case.yaml", "dam", "D160"),
        ("folder.json", "t.csv", "D101"), ("bad.yaml", "t.csv", "D104"), ("nobody.yaml", "t.csv", "D137"),
    ],
)  # fmt: skip
def test_what_cannot_be_converted_is_told(run, case, tmp_path, source, target, code) -> None:
    (tmp_path / "note.txt").write_text("x", "utf-8")
    (tmp_path / "bad.yaml").write_text("a: [", "utf-8")
    (tmp_path / "nobody.yaml").write_text("actors: {A: {prefers: []}}", "utf-8")
    (tmp_path / "folder.json").mkdir()
    before = sorted(tmp_path.rglob("*"))
    done = run("convert", tmp_path / source, tmp_path / target)
    assert (done.code, done.out) == (1, "")
    assert code in done.err
    assert sorted(tmp_path.rglob("*")) == before


def test_a_folder_is_not_replaced_even_when_forced(run, case, tmp_path) -> None:
    (tmp_path / "t.csv").mkdir()
    assert "D166" in run("convert", case, tmp_path / "t.csv", "--force").err
    assert (tmp_path / "t.csv").is_dir()


def test_a_model_too_large_for_a_network_is_refused_by_name_of_the_limit(run, tmp_path) -> None:
    file = tmp_path / "case.yaml"
    options = ", ".join(f"o{n}: x" for n in range(16))
    file.write_text(f"actors: {{A: {{options: {{{options}}}, prefers: [o1]}}}}", "utf-8")
    for ending in ("graphml", "json"):
        done = run("convert", file, tmp_path / f"t.{ending}")
        assert done.code == 1
        assert "D102" in done.err
        assert "fix: convert to .csv, or rule states out" in done.err
    assert run("convert", file, tmp_path / "t.csv").code == 0


def test_a_write_that_fails_leaves_nothing(run, case, tmp_path, monkeypatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    done = run("convert", case, tmp_path / "t.csv")
    assert (done.code, "No space left" in done.err) == (1, True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dam"]
