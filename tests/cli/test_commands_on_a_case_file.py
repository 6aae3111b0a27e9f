"""fmt, diff, ask and draft, as people and other programs use them."""

from __future__ import annotations

import io
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


def test_diff_tells_what_changes_in_meaning(run, neighbours, tmp_path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(NEIGHBOURS.replace("[not B.arm, arm]", "[arm, not B.arm]"), "utf-8")
    done = run("diff", neighbours, other, "--json")
    assert (done.code, done.err) == (0, "")
    assert list(done.json) == ["same", "judgements", "outcomes", "moves", "rankings"]
    assert done.json["rankings"][0] == {
        "actor": "A", "pairs": 6, "reversed": 1, "untied": 0, "tied": 0,
        "example": [["A.arm", "B.arm"], []], "before": "worse", "after": "better",
    }  # fmt: skip
    shown = run("diff", neighbours, other)
    assert "A orders 1 of 6 pairs of outcomes otherwise" in shown.out
    assert run("diff", neighbours, neighbours / "case.yaml", "--json").json["same"] is True


def test_diff_of_two_readings_and_of_nothing(run, neighbours) -> None:
    with (neighbours / "case.yaml").open("a") as file:
        file.write("readings: {calm: {actors: {A: {prefers: [not arm]}}}}\n")
    assert [
        row["actor"] for row in run("diff", neighbours, "--against", "calm", "--json").json["rankings"]
    ] == ["A"]
    done = run("diff", neighbours)
    assert done.code == 1
    assert "D620" in done.err


def typed(monkeypatch: pytest.MonkeyPatch, *keys: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{key}\n" for key in keys)))


def test_ask_is_left_resumed_and_written(run, neighbours, monkeypatch) -> None:
    file = neighbours / "case.yaml"
    file.write_text(NEIGHBOURS.replace("[not B.arm, arm]", "[arm, not B.arm, arm iff B.arm]"), "utf-8")
    typed(monkeypatch, "what?", "2")
    left = run("ask", neighbours, "A", "--json")
    assert left.json == {"actor": "A", "done": False, "answered": 1, "prefers": None}
    assert "Question 1 of at most 3: which would A rather have?" in left.err
    assert (neighbours / "ask-A.json").exists()
    typed(monkeypatch, "b", "1", "s")
    done = run("ask", neighbours, "A", "--json")
    assert "going on with 1 answers of last time" in done.err
    assert done.json["prefers"] == ["arm iff B.arm and not B.arm in any order", "arm"] or done.json["done"]
    assert not (neighbours / "ask-A.json").exists()
    assert run("check", neighbours).code == 0


def test_ask_refuses_whom_it_does_not_know(run, neighbours) -> None:
    done = run("ask", neighbours, "a")
    assert done.code == 1
    assert "unknown actor a" in done.err


def test_draft_is_put_beside_the_case_file_and_never_over_another(run, tmp_path) -> None:
    from detente.case import new_case

    case = new_case(tmp_path / "case")
    before = case.file.read_text("utf-8")
    assert "D604" in run("draft", case.folder).err
    facts = tmp_path / "facts.jsonl"
    row = '{"id": "k%d", "date": "2025-0%d-01", "by": "IRN", "toward": "TUR", "actors": ["IRN", "TUR"], "issue": "water", "kind": "%s", "action": "Said so.", "certainty": "verified", "source": "s"}'
    facts.write_text(
        "\n".join(row % (n, n, kind) for n, kind in enumerate(["threat", "threat", "demand", "demand"], 1))
    )
    case.import_chronology(facts)
    done = run("draft", case.folder, "--json")
    path = case.folder / "case.draft.yaml"
    assert done.json["draft"] == str(path)
    assert done.json["differences"]["same"] is False
    assert run("check", path).code == 0
    assert run("draft", case.folder, "--json").json["draft"] == str(path)
    path.write_text(path.read_text("utf-8") + "# mine\n", "utf-8")
    assert run("draft", case.folder, "--json").json["draft"] == str(case.folder / "case.draft-2.yaml")
    assert path.read_text("utf-8").endswith("# mine\n")
    assert case.file.read_text("utf-8") == before


def test_ask_writes_nothing_over_a_file_changed_meanwhile(run, neighbours, monkeypatch) -> None:
    file = neighbours / "case.yaml"
    file.write_text(NEIGHBOURS.replace("[not B.arm, arm]", "[arm, not B.arm, arm iff B.arm]"), "utf-8")
    changed = NEIGHBOURS.replace("[not B.arm, arm]", "[not arm]")

    class Typing(io.StringIO):
        def readline(self, *_: object) -> str:
            file.write_text(changed, "utf-8")
            return "1\n"

    monkeypatch.setattr("sys.stdin", Typing())
    done = run("ask", neighbours, "A")
    assert done.code == 1
    assert "D152" in done.err
    assert file.read_text("utf-8") == changed
