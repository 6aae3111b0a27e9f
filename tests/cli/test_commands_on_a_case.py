"""A case from its start to its brief, with the commands a person types."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import detente

ARTICLE = """---
title: Talks on the river dam
date: 2025-03-04
outlet: Test Wire
---
Egypt's foreign minister met his Ethiopian counterpart in Geneva on Monday. Ethiopia offered to share its flow data.

Egypt threatened to take the dispute to the Security Council, officials said.
"""
FIELDS = (
    "id document sentence quote start end clause_start clause_end actor actor_name actor_role target target_name "
    "type modality negated attribution certainty date_from date_to issue polarity concession_by concession_to rule"
).split()


@pytest.fixture
def case(run, tmp_path: Path) -> Path:
    folder = tmp_path / "dam"
    assert run("new", folder).code == 0
    (folder / "articles" / "talks.md").write_text(ARTICLE, "utf-8")
    return folder


def test_a_new_case_is_sound_and_solves(run, tmp_path) -> None:
    folder = tmp_path / "dam"
    assert run("new", folder, "--json").json["case"] == str(folder)
    assert run("check", folder, "--json").json["ok"] is True
    assert run("solve", folder, "--json").json["equilibria"]["seq"]
    assert run("new", folder).code == 1, "a folder that is in use is left alone"


def test_reading_stores_once_and_prints_every_field(run, case) -> None:
    done = run("read", case)
    assert done.code == 0
    first = run("record", case, "--json").out
    assert run("read", case).code == 0
    assert run("record", case, "--json").out == first
    rows = [json.loads(line) for line in first.splitlines()]
    assert rows
    for row in rows:
        assert list(row) == [*FIELDS, "review"]
        assert row["quote"] == ARTICLE[row["start"] : row["end"]]
        assert row["start"] <= row["clause_start"] < row["clause_end"] <= row["end"]
        assert row["date_from"] is None or row["date_from"] <= "2025-03-04"


def test_read_json_stores_nothing(run, case) -> None:
    done = run("read", case / "articles" / "talks.md", "--json")
    assert done.code == 0
    assert [list(row) for row in done.rows] == [FIELDS] * len(done.rows)
    assert done.rows
    assert not (case / "record.sqlite").exists()


def test_read_tells_bad_files_and_reads_the_others(run, case, tmp_path) -> None:
    bad = {
        "empty.txt": b"",
        "binary.txt": b"\x89PNG\r\n\x1a\n\x00\x00\x00",
        "latin.txt": "Der Präsident traf am Montag niemanden.".encode("utf-16-le"),
        "huge.txt": b"The ministers met on Monday. " * 400_000,
        "case.zip": b"PK",
    }
    for name, content in bad.items():
        (tmp_path / name).write_bytes(content)
    done = run(
        "read", *(tmp_path / name for name in bad), tmp_path / "missing.txt", case / "articles", "--json"
    )
    assert done.code == 1
    assert done.rows
    for name in (*bad, "missing.txt"):
        assert sum(name in line for line in done.err.splitlines()) == 1, name


def test_accounts_have_the_agreed_shape(run, case) -> None:
    run("read", case)
    done = run("ledger", case, "--json")
    assert done.code == 0
    assert list(done.json)[:6] == ["as_of", "reviewed", "concessions", "ahead", "pledges", "ties"]
    assert done.json["as_of"] == "2026-01-01"
    assert done.json["reviewed"] == 0
    assert set(done.json["ties"][0]) >= {"a", "b", "month", "cooperation", "conflict", "events"}
    for view in ((), ("--pledges",), ("--ties",), ("--reviewed-only",), ("--as-of", "2020-01-01")):
        assert run("ledger", case, *view).code == 0


def test_a_decision_shows_and_counts(run, case) -> None:
    run("read", case)
    claims = run("record", case, "--json").rows
    review = {"claim": claims[0]["id"], "decision": "accept", "by": "tester", "at": "2026-01-01"}
    (case / "reviews.jsonl").write_text(json.dumps(review) + "\n", "utf-8")
    after = run("record", case, "--json").rows
    assert after[0]["review"]["decision"] == "accept"
    assert {**after[0], "review": None} == {**claims[0], "review": None}
    assert "✓" in run("record", case).out


def test_a_citation_that_is_not_in_the_record_is_a_fault(run, case) -> None:
    file = case / "case.yaml"
    file.write_text(
        file.read_text("utf-8").replace("- fill\n", "- {want: fill, because: [e-nowhere]}\n"), "utf-8"
    )
    assert run("check", case).code == 0, "nothing read yet, so nothing to hold it against"
    run("read", case)
    assert run("check", case).code == 1
    done = run("ledger", case)
    assert done.code == 1
    assert "e-nowhere" in done.err


def test_import_counts_and_sets_bad_rows_aside(run, case, tmp_path) -> None:
    row = {
        "id": "kp1", "date": "2025-01-02", "actors": ["China", "US"], "action": "China releases two detainees",
        "issue": "prisoners", "kind": "concession", "by": "China", "toward": "US", "certainty": "verified", "source": "x",
    }  # fmt: skip
    file = tmp_path / "facts.jsonl"
    file.write_text(
        json.dumps(row) + "\nnot json\n" + json.dumps(row | {"id": "kp2", "date": "2025-02-30"}) + "\n"
    )
    done = run("import", "chronology", file, "--case", case, "--json")
    assert (done.json["read"], done.json["kept"]) == (3, 1)
    assert [bad["line"] for bad in done.json["bad"]] == [2, 3]
    assert run("import", "chronology", file, "--case", case).code == 0
    assert len(run("record", case, "--json").rows) == 1
    given = run("ledger", case, "--json").json["concessions"]
    assert [(row["by"], row["to"], row["events"]) for row in given] == [(["CHN"], ["USA"], ["kp1"])]


def test_nothing_read_yet_is_said(run, case) -> None:
    for command in ("record", "ledger"):
        done = run(command, case)
        assert (done.code, done.out) == (1, "")
        assert "detente read" in done.err


def test_the_brief_is_one_file_at_any_stage(run, case) -> None:
    path = Path(run("brief", case, "--json").json["brief"])
    assert "<html" in path.read_text("utf-8")
    run("read", case)
    assert run("brief", case, "--out", case / "other.html").code == 0
    assert (case / "other.html").stat().st_size > 10_000


def test_a_reading_that_is_stopped_goes_on_where_it_was(run, case, monkeypatch) -> None:
    from detente import reading

    for n in range(3):
        text = ARTICLE.replace("Monday", ["Tuesday", "Thursday", "Friday"][n])
        (case / "articles" / f"more-{n}.md").write_text(text, "utf-8")
    genuine, calls = reading.claims, []

    def stopping(opened, actors, lexicon=None):
        calls.append(opened.document.name)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return genuine(opened, actors, lexicon)

    monkeypatch.setattr(reading, "claims", stopping)
    assert run("read", case).code == 130
    kept = run("record", case, "--json").rows
    assert len({row["document"] for row in kept}) == 2
    monkeypatch.setattr(reading, "claims", genuine)
    done = run("read", case)
    assert "2 articles read" in done.err
    assert "2 known already" in done.err
    assert len({row["document"] for row in run("record", case, "--json").rows}) == 4


def test_names_of_the_case_file_are_used_when_they_change(run, case) -> None:
    run("read", case)
    before = run("record", case, "--json").rows
    file = case / "case.yaml"
    file.write_text(
        file.read_text("utf-8").replace("also: [the upstream government]", "also: [Ethiopia]"), "utf-8"
    )
    assert "1 article read" in run("read", case).err
    after = run("record", case, "--json").rows
    assert [row["id"] for row in after] == [row["id"] for row in before]
    assert not any("UPP" in row["actor"] for row in before)
    assert any("UPP" in row["actor"] for row in after)


def test_events_follow_what_people_decided(run, case, tmp_path) -> None:
    """A claim corrected to what a row tells joins the row; a rejected one is in no event."""
    row = {
        "id": "kp1", "date": "2025-03-03", "actors": ["Egypt", "Ethiopia"], "action": "The ministers meet in Geneva",
        "issue": "water", "kind": "summit", "by": "Egypt", "toward": "Ethiopia", "certainty": "verified", "source": "x",
    }  # fmt: skip
    facts = tmp_path / "facts.jsonl"
    facts.write_text(json.dumps(row) + "\n", "utf-8")
    run("import", "chronology", facts, "--case", case)
    run("read", case)
    opened = detente.open(case)
    met = next(r.claim for r in opened.claims() if r.claim.type == "CONSULT" and r.claim.document != "kp1")
    read = {event.id: event.claims for event in opened.events()}
    log = [
        {"claim": met.id, "decision": "edit", "by": "t", "at": "2026-01-01", "changes": {"issue": "water"}},
        *(
            {"claim": r.claim.id, "decision": "reject", "by": "t", "at": "2026-01-01"}
            for r in opened.claims()
            if r.claim.type == "THREATEN"
        ),
    ]
    (case / "reviews.jsonl").write_text("".join(json.dumps(one) + "\n" for one in log), "utf-8")
    decided = {event.id: event.claims for event in detente.open(case).events()}
    assert met.id not in read["kp1"]
    assert met.id in decided["kp1"]
    rejected = {one["claim"] for one in log if one["decision"] == "reject"}
    assert rejected
    assert not rejected & {claim for claims in decided.values() for claim in claims}
