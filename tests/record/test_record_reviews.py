from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_makers import any_text, document, one_claim, some_text
from record_makers import claim as make_claim

from detente.errors import LimitExceeded, StoreError
from detente.record import reviewlog
from detente.record.reviewlog import ReviewLog
from detente.record.reviews import Reviewed, apply, latest, moment, notes, now, orphans
from detente.record.types import Decision, Review

AsNobody = Callable[[str], subprocess.CompletedProcess[str]]


@pytest.fixture
def log(tmp_path: Path) -> ReviewLog:
    return ReviewLog(tmp_path / "reviews.jsonl")


def decide(decision: Decision, at: str = "2020-01-01", claim: str = "c-1", **more: Any) -> Review:
    return Review(claim, decision, more.pop("by", "ana"), at, **more)


@st.composite
def any_review(draw: st.DrawFn) -> Review:
    decision = draw(st.sampled_from(["accept", "edit", "reject", "withdraw", "note"]))
    changes = {"issue": draw(some_text), "actor": ["AAA"], "date_from": "2020-01-01", "negated": True}
    return Review(
        draw(some_text),
        decision,
        draw(some_text),
        draw(st.datetimes()).isoformat(),
        changes if decision == "edit" else {},
        draw(st.none() | any_text),
        draw(some_text) if decision == "note" else draw(st.none() | any_text),
    )


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(any_review(), max_size=5))
def test_what_is_decided_is_read_back(log: ReviewLog, reviews: list[Review]) -> None:
    before = log.read()
    for review in reviews:
        log.append(review)
    assert log.read() == (*before, *reviews)
    assert log.content().warnings == ()


def test_a_log_that_is_not_there_is_empty(log: ReviewLog) -> None:
    assert log.read() == ()
    assert not log.path.exists()


def test_a_lone_surrogate_survives(log: ReviewLog) -> None:
    log.append(decide("note", note="half \ud83d"))
    assert log.read()[0].note == "half \ud83d"


@pytest.mark.parametrize(
    "wrong",
    [
        Review("", "accept", "ana", "2020-01-01"),
        Review("c-1", "perhaps", "ana", "2020-01-01"),  # type: ignore[arg-type]
        Review("c-1", "accept", " ", "2020-01-01"),
        Review("c-1", "accept", "ana", "yesterday"),
        Review("c-1", "accept", "ana", "2020-02-30"),
        Review("c-1", "edit", "ana", "2020-01-01"),
        Review("c-1", "accept", "ana", "2020-01-01", {"issue": "trade"}),
        Review("c-1", "note", "ana", "2020-01-01"),
        Review("c-1", "accept", "ana", "2020-01-01", quote=7),  # type: ignore[arg-type]
        Review("c-1", "edit", "ana", "2020-01-01", ["issue"]),  # type: ignore[arg-type]
    ],
)
def test_an_incomplete_decision_is_refused_and_nothing_is_written(log: ReviewLog, wrong: Review) -> None:
    with pytest.raises(StoreError) as error:
        log.append(decide("accept"), wrong)
    assert {fault.code for fault in error.value.faults} == {"D425"}
    assert not log.path.exists()


BAD_EDITS: list[dict[str, Any]] = [
    {"colour": "red"},
    {"quote": "Something else."},
    {"type": "NAP"},
    {"type": ["AID"]},
    {"modality": "dreamt"},
    {"negated": 1},
    {"certainty": 1.5},
    {"certainty": True},
    {"actor": "USA"},
    {"actor": ["USA", "USA"]},
    {"actor": ["USA", {"a": 1}]},
    {"actor": None},
    {"date_from": "2020-02-30"},
    {"date_from": 5},
    {"polarity": "warm"},
    {"polarity": {}},
    {"issue": ""},
    {"attribution": None},
]


@pytest.mark.parametrize("changes", BAD_EDITS, ids=str)
def test_an_edit_that_cannot_be_applied_is_refused(log: ReviewLog, changes: dict[str, Any]) -> None:
    edit = decide("edit", changes=changes)
    with pytest.raises(StoreError) as error:
        log.append(edit)
    assert {fault.code for fault in error.value.faults} == {"D424"}
    with pytest.raises(StoreError) as error:
        apply([], [edit])
    assert {fault.code for fault in error.value.faults} == {"D424"}


def test_all_wrong_edits_are_told_at_once() -> None:
    edits = [decide("edit", claim=f"c-{n}", changes=changes) for n, changes in enumerate(BAD_EDITS)]
    with pytest.raises(StoreError) as error:
        apply([], edits)
    assert len(error.value.faults) == len(BAD_EDITS)


def test_a_wrong_edit_in_the_file_is_told_with_its_line_and_can_be_withdrawn(log: ReviewLog) -> None:
    line = {"claim": "c-1", "decision": "edit", "by": "a", "at": "2020-01-01", "changes": {"type": "NAP"}}
    log.path.write_text("\n" + json.dumps(line) + "\n")
    (warning,) = log.content().warnings
    assert (warning.code, str(warning.place)) == ("D424", f"{log.path}:2")
    with pytest.raises(StoreError):
        apply([], log.read())
    log.append(decide("withdraw", at="2020-01-02"))
    assert list(apply([], log.read())) == []


# What stands


def test_the_latest_decision_stands_and_a_note_decides_nothing() -> None:
    reviews = [
        decide("accept", "2020-01-01"),
        decide("reject", "2020-01-02"),
        decide("note", "2020-01-03", note="why?"),
        decide("note", "2020-01-03", claim="c-2", note="hm"),
    ]
    assert latest(reviews) == {"c-1": reviews[1]}
    assert notes(reviews) == {"c-1": ("why?",), "c-2": ("hm",)}


def test_every_decision_can_be_undone_the_first_too() -> None:
    steps = [decide("accept"), decide("reject"), decide("withdraw")]
    standing = [latest(steps[:n]).get("c-1") for n in range(4)]
    assert standing == [None, steps[0], steps[1], None]
    assert latest([*steps, decide("accept", "2020-01-02")])["c-1"].decision == "accept"


@given(st.permutations(range(6)))
def test_the_order_of_merged_logs_does_not_matter(order: list[int]) -> None:
    decisions: list[Decision] = ["accept", "reject", "edit", "withdraw", "accept", "reject"]
    made = [
        decide(d, f"2020-01-0{n + 1}T12:00:00+0{n % 3}:00", changes={"issue": "x"} if d == "edit" else {})
        for n, d in enumerate(decisions)
    ]
    assert latest([made[n] for n in order]) == latest(made)


def test_times_are_compared_across_zones() -> None:
    assert moment("2020-01-01T12:00:00+09:00") < moment("2020-01-01T04:00:00") < moment("2020-01-01T05:00Z")
    assert moment("2020-01-01") < moment("2020-01-01T00:00:01")
    assert moment(now())
    with pytest.raises(StoreError):
        moment("0001-01-01T00:00:00+14:00")


def test_edits_are_applied_and_the_claim_as_read_stays_as_it_was() -> None:
    doc = document("Aland sanctions Beland. Beland protests.")
    one, two = make_claim(doc, "Aland sanctions Beland."), make_claim(doc, "Beland protests.")
    changes = {
        "actor": ["CCC"],
        "date_from": "2020-05-01",
        "date_to": "2020-05-02",
        "certainty": 0,
        "issue": None,
    }
    reviews = [decide("edit", claim=one.id, changes=changes), decide("reject", claim=two.id)]
    edited = replace(
        one, actor=("CCC",), date_from=date(2020, 5, 1), date_to=date(2020, 5, 2), certainty=0, issue=None
    )
    first, second = apply([one, two], reviews)
    assert first == Reviewed(edited, reviews[0])
    assert (first.accepted, first.rejected) == (True, False)
    assert second == Reviewed(two, reviews[1])
    assert (second.accepted, second.rejected) == (False, True)
    assert list(apply([one], [])) == [Reviewed(one, None)]
    assert one.actor == ("AAA",)


def test_an_edit_that_does_not_fit_its_claim_is_told() -> None:
    _, made = one_claim("Aland sanctions Beland.", on=date(2020, 1, 5))
    for changes in ({"date_from": "2020-02-01"}, {"date_to": None}):
        with pytest.raises(StoreError) as error:
            list(apply([made], [decide("edit", claim=made.id, changes=changes)]))
        assert error.value.faults[0].code == "D424"


def test_decisions_on_claims_that_are_gone_are_listed() -> None:
    here = decide("accept", claim="c-1", quote="B")
    gone = [decide("accept", claim="c-3", quote="Z"), decide("reject", claim="c-2", quote="A")]
    undone = [decide("accept", claim="c-4"), decide("withdraw", claim="c-4")]
    assert orphans([here, *gone, *undone], {"c-1"}) == (gone[1], gone[0])


# The file


def test_a_cut_off_last_line_is_told_and_set_aside(log: ReviewLog) -> None:
    log.append(decide("accept"))
    whole = log.path.read_bytes()
    log.path.write_bytes(whole + '{"claim": "c-2", "note": "نص'.encode()[:-1])
    content = log.content()
    assert content.reviews == (decide("accept"),)
    assert [w.code for w in content.warnings] == ["D423"]
    log.append(decide("reject", claim="c-3"))
    assert [r.claim for r in log.read()] == ["c-1", "c-3"]
    assert log.content().warnings == ()
    torn = log.path.with_name("reviews.jsonl.torn").read_bytes()
    assert torn == '{"claim": "c-2", "note": "نص'.encode()[:-1] + b"\n"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 400))
def test_a_log_cut_anywhere_loses_no_whole_line(log: ReviewLog, cut: int) -> None:
    log.path.unlink(missing_ok=True)
    made = [decide("note", claim=f"c-{n}", note="é😀" * n) for n in range(1, 6)]
    log.append(*made)
    content = log.path.read_bytes()[:cut]
    log.path.write_bytes(content)
    log.append(decide("accept", claim="c-last"))
    whole = content.count(b"\n")
    kept = [r.claim for r in log.read()]
    # A line that only misses its line end is whole, too.
    assert kept in ([*(f"c-{n}" for n in range(1, n + 1)), "c-last"] for n in (whole, whole + 1))


def test_a_last_line_without_line_end_is_kept(log: ReviewLog) -> None:
    log.append(decide("accept"))
    log.path.write_bytes(log.path.read_bytes().rstrip(b"\n"))
    log.append(decide("reject"))
    assert [r.decision for r in log.read()] == ["accept", "reject"]


def test_conflict_markers_are_faults_with_their_lines(log: ReviewLog) -> None:
    line = '{"claim": "c-1", "decision": "accept", "by": "a", "at": "2020-01-01"}\n'
    log.path.write_text(line + "<<<<<<< HEAD\n" + line + "=======\n" + line + ">>>>>>> theirs\n")
    with pytest.raises(StoreError) as error:
        log.read()
    assert [(f.code, f.place.line) for f in error.value.faults if f.place] == [
        ("D421", 2),
        ("D421", 4),
        ("D421", 6),
    ]


def test_lines_that_cannot_be_understood_are_told_and_kept(log: ReviewLog) -> None:
    good = '{"claim": "c-1", "decision": "accept", "by": "a", "at": "2020-01-01", "mood": "sunny"}'
    bad = [
        "not json",
        "[1]",
        '{"claim": "c-1"}',
        '{"claim": null, "decision": "accept", "by": "a", "at": "2020-01-01"}',
        '{"claim": "c-1", "decision": "frame", "by": "a", "at": "2020-01-01"}',
        '{"claim": "c-1", "decision": "accept", "by": "a", "at": 7}',
        '{"claim": ["c-1"], "decision": ["accept"], "by": "a", "at": "2020-01-01"}',
        "[" * 100_000,
        '{"a": ' + "9" * 10_000 + "}",
    ]
    before = "\ufeff" + "\r\n".join([good, "", *bad, good]) + "\r\n"
    log.path.write_bytes(before.encode() + b"\xff\xfe\n")
    content = log.content()
    assert len(content.reviews) == 2
    assert [w.code for w in content.warnings] == ["D422"] * 10
    assert [w.place.line for w in content.warnings if w.place] == [*range(3, 12), 13]
    log.append(decide("accept"))
    assert log.path.read_bytes().startswith(before.encode() + b"\xff\xfe\n")


def test_a_huge_log_is_refused(log: ReviewLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewlog, "MOST_BYTES", 100)
    log.append(*(decide("accept") for _ in range(10)))
    with pytest.raises(LimitExceeded) as error:
        log.read()
    assert error.value.faults[0].code == "D426"


def test_a_log_in_the_wrong_place_is_told(tmp_path: Path) -> None:
    for wrong in (tmp_path, tmp_path / "no" / "reviews.jsonl"):
        with pytest.raises(StoreError) as error:
            ReviewLog(wrong).append(decide("accept"))
        assert error.value.faults[0].code == "D420"
    with pytest.raises(StoreError) as error:
        ReviewLog(tmp_path).read()
    assert error.value.faults[0].code == "D420"


def test_a_full_disk_leaves_the_log_as_it_was(log: ReviewLog, monkeypatch: pytest.MonkeyPatch) -> None:
    log.append(decide("accept"))
    before = log.path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(reviewlog.os, "fsync", full)
    with pytest.raises(StoreError) as error:
        log.append(decide("reject"))
    assert error.value.faults[0].code == "D420"
    assert log.path.read_bytes() == before


def test_a_log_that_may_not_be_written_is_told(tmp_path: Path, as_nobody: AsNobody) -> None:
    log = ReviewLog(tmp_path / "reviews.jsonl")
    log.append(decide("accept"))
    log.path.chmod(0o444)
    done = as_nobody(
        f"""
from detente.errors import StoreError
from detente.record.reviewlog import ReviewLog
from detente.record.types import Review
log = ReviewLog({str(log.path)!r})
assert len(log.read()) == 1
try:
    log.append(Review("c-1", "reject", "a", "2020-01-01"))
except StoreError as error:
    print(error.faults[0].code)
"""
    )
    assert (done.stderr, done.stdout) == ("", "D420\n")
