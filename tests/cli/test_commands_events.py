"""`detente events`: what happened, who says so, and where they differ."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import detente
from detente.record.reviewlog import ReviewLog
from detente.record.types import Review

REPORT = """---
title: {title}
date: 2025-03-0{day}
outlet: {outlet}
---
{text}
"""
ROW = {
    "id": "dam1", "date": "2025-03-04", "by": "EGY", "toward": "ETH", "actors": ["EGY", "ETH"], "issue": "sanctions",
    "kind": "sanction", "action": "Egypt imposed sanctions on Ethiopia.", "certainty": "verified", "source": "a yearbook",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cases") / "dam"
    case = detente.new_case(folder)
    said = (
        "Egypt imposed sanctions on Ethiopia on Monday, said officials who spoke of the filling of the dam."
    )
    texts = [
        ("Wire", 4, said),
        ("Post", 5, said),
        ("Gazette", 6, "Egypt denied that it imposed sanctions on Ethiopia on Monday."),
    ]
    for outlet, day, text in texts:
        report = REPORT.format(title=f"{outlet} on the dam", day=day, outlet=outlet, text=text)
        (folder / "articles" / f"{outlet.lower()}.md").write_text(report, "utf-8")
    (folder / "rows.jsonl").write_text(json.dumps(ROW), "utf-8")
    case.import_chronology(folder / "rows.jsonl")
    case.read()
    return folder


def test_events_say_who_reports_them_and_since_when(run: Any, folder: Path) -> None:
    rows = run("events", folder, "--json").rows
    event = next(row for row in rows if row["id"] == "dam1")
    assert set(event["outlets"]) >= {"Wire", "Post"}
    assert event["documents"] == len({r["document"] for r in event["reports"]})
    first = next(r for r in event["reports"] if r["claim"] == event["earliest"])
    assert first["outlet"] == "Wire"
    assert {r["why"] for r in event["reports"]} >= {"row", "near row"}
    assert [c["how"] for c in event["copies"]] == ["syndicated"]
    assert event["independent"] == event["documents"] - 1
    shown = run("events", folder)
    assert shown.code == 0
    assert "dam1" in shown.out
    assert "first on 2025-03-04" in shown.out
    assert max(map(len, shown.out.splitlines())) <= 80


def test_one_event_is_shown_with_every_report(run: Any, folder: Path) -> None:
    shown = run("events", folder, "--event", "dam1")
    assert "here because: imported row dam1" in shown.out
    assert "syndicated of" in shown.out
    assert run("events", folder, "--event", "dam1", "--json").json["id"] == "dam1"
    wrong = run("events", folder, "--event", "e-nothing")
    assert wrong.code == 1
    assert "D408" in wrong.err


def test_disagreements_stand_side_by_side(run: Any, folder: Path) -> None:
    rows = run("events", folder, "--disagreements", "--json").rows
    assert rows
    assert all(row["differences"] for row in rows)
    assert "a yearbook" in run("events", folder, "--disagreements").out


def test_two_claims_say_why_they_are_apart_until_they_are_joined(run: Any, folder: Path) -> None:
    rows = run("events", folder, "--json").rows
    one = rows[0]["claims"][0]
    other = next(c for row in rows[1:] for c in row["claims"])
    apart = run("events", folder, "--apart", one, other, "--json").json
    assert (apart["together"], bool(apart["why"])) == (False, True)
    assert apart["why"][0] in run("events", folder, "--apart", one, other).out
    ReviewLog(folder / "reviews.jsonl").append(Review(one, "join", "ana", "2025-04-01", others=(other,)))
    try:
        assert run("events", folder, "--apart", one, other, "--json").json["together"] is True
        assert "joined with" in run("events", folder, "--event", rows[0]["id"]).out
    finally:
        (folder / "reviews.jsonl").unlink()


def test_nothing_lost_is_said_plainly(run: Any, folder: Path) -> None:
    done = run("events", folder, "--lost")
    assert (done.code, done.out) == (0, "")
    assert "no decisions" in done.err


def test_a_case_that_was_not_read_says_so(run: Any, tmp_path: Path) -> None:
    detente.new_case(tmp_path / "new")
    done = run("events", tmp_path / "new")
    assert done.code == 1
    assert "D604" in done.err
