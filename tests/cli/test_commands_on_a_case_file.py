"""fmt, diff, ask and draft, as people and other programs use them."""

from __future__ import annotations

from pathlib import Path

import pytest

NEIGHBOURS = """\
title: Two neighbours
actors:
    A: {options: {arm: Arm}, prefers: [not B.arm, arm]}
    B: {options: {arm: Arm}, prefers: [not A.arm, arm]}
"""


@pytest.fixture
def neighbours(tmp_path: Path) -> Path:
    (tmp_path / "case.yaml").write_text(NEIGHBOURS, "utf-8")
    return tmp_path


def test_fmt_looks_first_and_writes_when_told(run, neighbours) -> None:
    file = neighbours / "case.yaml"
    looked = run("fmt", neighbours, "--check", "--json")
    assert (looked.code, looked.json) == (1, {"file": str(file), "changed": True, "written": False})
    assert file.read_text("utf-8") == NEIGHBOURS
    assert run("fmt", file).code == 0
    assert file.read_text("utf-8") == NEIGHBOURS.replace("    ", "  ")
    assert run("fmt", neighbours, "--check").code == 0


def test_fmt_refuses_a_file_with_faults(run, neighbours) -> None:
    file = neighbours / "case.yaml"
    file.write_text(NEIGHBOURS.replace("arm]", "amr]"), "utf-8")
    done = run("fmt", file)
    assert done.code == 1
    assert "did you mean arm?" in done.err
    assert "amr]" in file.read_text("utf-8")
