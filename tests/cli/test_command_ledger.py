"""The ledger command on a small case: lenses, pledges in full, baselines, and what changed between two days."""

from __future__ import annotations

import json

import pytest

CASE = """
title: Two sides of a strait
as_of: 2020-12-31
actors:
  USA: {options: {x: Ease sanctions}, prefers: [IRN.y]}
  IRN: {options: {y: Halt enrichment}, prefers: [USA.x]}
history:
  - {on: 2019-12-31, take: []}
  - {on: 2020-06-01, take: [IRN.y], because: [f2]}
pledges:
  - id: halt
    by: IRN
    to: USA
    text: no enrichment
    outside: research
    made: 2020-01-15
    due: 2020-09-30
    theme: weapons
    scores: [{on: 2020-06-01, score: 2, says: author, because: [f2]}, {on: 2020-11-01, score: 1, says: monitor}]
ledger:
  baseline: 2020-01-01
  events: {f1: {size: 2}, f4: {size: 1}}
  standing: {events: {f4: {to: IRN, kind: visit}}}
"""
FACTS = [
    {"id": "f1", "date": "2020-02-01", "by": "US", "toward": "Iran", "kind": "concession", "issue": "sanctions",
     "action": "Washington waived some sanctions."},
    {"id": "f2", "date": "2020-06-01", "by": "Iran", "toward": "US", "kind": "concession", "issue": "enrichment",
     "action": "Tehran stopped its centrifuges."},
    {"id": "f3", "date": "2020-10-01", "by": "Iran", "toward": "US", "kind": "test", "issue": "enrichment",
     "action": "Tehran started some of them again."},
    {"id": "f4", "date": "2020-08-01", "by": "Iran", "toward": "Russia", "kind": "visit", "issue": "summitry",
     "action": "A minister was received in Moscow."},
]  # fmt: skip


@pytest.fixture
def strait(run, tmp_path):
    folder = tmp_path / "strait"
    folder.mkdir()
    (folder / "case.yaml").write_text(CASE, "utf-8")
    facts = tmp_path / "facts.jsonl"
    facts.write_text("".join(json.dumps(row) + "\n" for row in FACTS), "utf-8")
    assert run("import", "chronology", facts, "--case", folder).code == 0
    return folder


def test_every_row_of_ahead_has_the_agreed_keys(run, strait) -> None:
    found = run("ledger", strait, "--json").json
    rows = found["ahead"]
    assert [(row["lens"], row["pair"]) for row in rows] == [
        ("concessions", ["IRN", "USA"]),
        ("position", ["IRN", "USA"]),
        ("standing", ["IRN", "USA"]),
    ]
    for row in rows:
        assert list(row)[:5] == ["lens", "pair", "share", "baseline", "flip"]
        assert set(row["share"]) == {"IRN", "USA", "tie"}
        assert row["baselines"][0]["share"]
    assert [row["lens"] for row in found["silent"]] == ["outside option"]
    [halt] = found["pledges"]
    assert (halt["overdue"], halt["score"], halt["reviewed"]) == (True, 1, 0)
    assert [(act["event"], act["bearing"]) for act in halt["conduct"]] == [("f2", "for"), ("f3", "against")]
    assert [row["value"] for row in found["implementation"] if row["theme"] is None] == pytest.approx(
        [66.7, 33.3], abs=0.1
    )


@pytest.mark.parametrize("width", ["80", "120"])
def test_the_terminal_tells_all_of_it(run, strait, width, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", width)
    text = " ".join(run("ledger", strait, "--ahead").out.split())
    for part in (
        "IRN or USA, since 2020-01-01",
        "nothing to say",
        "from other baselines",
        "Positions",
        "Standing",
    ):
        assert part in text
    text = " ".join(run("ledger", strait, "--pledges").out.split())
    for part in (
        "1 of 3, says monitor",
        "overdue since 2020-09-30",
        "score 2",
        "against it",
        "proposed by rule",
    ):
        assert part in text
    other = " ".join(run("ledger", strait, "--ahead", "--baseline", "2020-05-01").out.split())
    assert "since 2020-05-01" in other


def test_two_days_are_compared(run, strait) -> None:
    changes = run("ledger", strait, "--compare", "2020-05-01", "2020-12-31", "--json").json
    assert (changes["from"], changes["to"]) == ("2020-05-01", "2020-12-31")
    assert [row["after"]["events"] for row in changes["concessions"]] == [["f2"]]
    assert {row["lens"]: row["turned"] for row in changes["verdicts"]}["concessions"] is True or changes[
        "verdicts"
    ]
    [halt] = changes["pledges"]
    assert (halt["before"], halt["after"], halt["overdue"]) == (None, 1, True)
    shown = " ".join(run("ledger", strait, "--compare", "2020-12-31", "2020-05-01").out.split())
    assert "Pledges, 2020-05-01 to 2020-12-31" in shown
    assert "nothing changed" in run("ledger", strait, "--compare", "2020-05-01", "2020-05-01").err


def test_a_judgement_that_does_nothing_is_told(run, strait) -> None:
    done = run("check", strait)
    assert done.code == 0
    assert "D193" in done.err + done.out
    assert "f4" in done.err + done.out


def test_wrong_calls_are_explained(run, strait) -> None:
    assert run("ledger", strait, "--compare", "2020-05-01").code == 2
    assert run("ledger", strait, "--baseline", "May").code == 2
    done = run("ledger", strait, "--reading", "nobody")
    assert (done.code, "D133" in done.err) == (1, True)
