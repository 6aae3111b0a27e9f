"""A review session: its order, its decisions, undo and redo over restarts, and two people at once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_makers import claim as make_claim
from record_makers import document

from detente.errors import StoreError
from detente.record.reviewing import Reviewing, Step
from detente.record.reviewlog import ReviewLog
from detente.record.reviews import changed_since, latest, seen_in
from detente.record.store import Record
from detente.record.types import Claim, Document, Review

SENTENCES = ("Aland sanctions Beland.", "Beland protests.", "Aland promises aid.", "Beland thanks Aland.")


def page(text: str = " ".join(SENTENCES), day: int = 1) -> tuple[Document, list[Claim]]:
    doc = document(text, date(2020, 1, day))
    return doc, [make_claim(doc, sentence) for sentence in SENTENCES if sentence in text]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(tmp_path / "record.sqlite") as opened:
        for day in (2, 1):
            opened.add_document(*page(f"Day {day}. " + " ".join(SENTENCES), day), reader="1")
        yield opened


@pytest.fixture
def log(tmp_path: Path) -> ReviewLog:
    return ReviewLog(tmp_path / "reviews.jsonl")


def claims(record: Record) -> list[str]:
    return [claim.id for claim in record.claims()]


def read_anew(record: Record, **changes: Any) -> None:
    """Read day 1 as a later reader would that reads the first sentence otherwise."""
    doc, found = page("Day 1. " + " ".join(SENTENCES), 1)
    record.add_document(doc, [replace(found[0], **changes), *found[1:]], reader=repr(changes))


def test_one_decision_after_another(record: Record, log: ReviewLog) -> None:
    session = Reviewing(record, log, "ana")
    ids = claims(record)
    for n, decision in enumerate(["accept", "reject", "accept"]):
        item = session.item()
        assert item
        assert item.claim.id == ids[n]
        assert item.context.text == item.context.document.text[item.context.start : item.context.end]
        written = session.decide(decision)  # type: ignore[arg-type]
        assert (written.claim, written.by, written.quote) == (ids[n], "ana", item.claim.quote)
        assert log.read()[-1] == written
    assert (session.progress().decided, session.progress().open, session.position) == (3, 5, 3)
    again = Reviewing(record, log, "ana")
    assert again.here == ids[3]
    assert again.agenda.ids == (*ids[3:], *ids[:3])


def test_the_session_ends_where_nothing_is_open_and_starts_again_from_the_top(
    record: Record, log: ReviewLog
) -> None:
    session = Reviewing(record, log, "ana")
    session.move(+100)
    for _ in session.agenda.ids:
        session.decide("accept")
    assert session.progress().open == 0
    assert not session.next_open()
    assert session.here == claims(record)[-2]
    session.move(-100)
    assert session.position == 0


def test_notes_joins_and_splits_stay_at_their_claim(record: Record, log: ReviewLog) -> None:
    one, two, three, *_ = claims(record)
    session = Reviewing(record, log, "ana")

    def beside(claim: str) -> set[str]:
        return {other.id for other in session.together(claim)} & {one, two, three}

    session.decide("note", note="who says so?")
    session.decide("join", others=(two, three))
    assert (beside(one), beside(two), beside(three)) == ({two, three}, {one, three}, {one, two})
    session.decide("split", others=(two,))
    assert (beside(one), beside(two)) == ({three}, {three})
    session.undo()
    assert beside(one) == {two, three}
    assert session.here == one
    assert session.progress().decided == 0


def test_claims_that_may_go_together_are_offered_likest_first(record: Record, log: ReviewLog) -> None:
    session = Reviewing(record, log, "ana")
    item = session.item()
    assert item
    known = {item.claim.id, *(c.id for c in item.together)}
    offered = [c.id for c in session.alike(item.claim)]
    assert set(offered) == {*claims(record)} - known
    assert [c.quote for c in session.alike(item.claim, "BELAND thanks")] == ["Beland thanks Aland."] * 2
    assert session.search("thanks") and session.position == 3
    assert session.search("thanks") and session.position == 7
    assert session.search("thanks") and session.position == 3
    assert not session.search("marmalade") and session.position == 3


def test_the_orders(record: Record, log: ReviewLog) -> None:
    ids = claims(record)
    session = Reviewing(record, log, "ana")
    session.decide("accept", ids[0])
    session.decide("accept", ids[1])
    read_anew(record, type="AID", modality="pledged", concession_by=("AAA",), concession_to=("BBB",))
    assert Reviewing(record, log, "ana").agenda.ids == (*ids[2:], ids[0], ids[1])
    assert Reviewing(record, log, "ana", order="changed").agenda.ids == (ids[0], *ids[2:], ids[1])
    assert Reviewing(record, log, "ana").progress().changed == 1
    fresh = Reviewing(record, ReviewLog(log.path.with_name("empty.jsonl")), "ana", order="value")
    assert fresh.agenda.ids == tuple(ids)
    assert fresh.agenda.rows[0].worth > fresh.agenda.rows[1].worth
    assert len(Reviewing(record, log, "ana", type="AID").agenda.ids) == 1


def test_what_a_later_reading_changed_is_shown_and_the_decision_stays(record: Record, log: ReviewLog) -> None:
    one = claims(record)[0]
    session = Reviewing(record, log, "ana")
    written = session.decide("edit", changes={"issue": "trade", "date_from": None})
    assert written.changes == {"issue": "trade"}
    assert written.seen == seen_in(record.claim(one))
    assert session.decide("edit", one, changes={"certainty": 0.9}).decision == "accept"
    session.undo()
    read_anew(
        record,
        modality="denied",
        target=(),
        target_name=None,
        date_from=date(2020, 1, 1),
        date_to=date(2020, 1, 1),
    )
    later = Reviewing(record, log, "ben")
    later.go(one)
    item = later.item()
    assert item
    assert item.standing == written
    assert (item.now.issue, item.now.modality) == ("trade", "denied")
    assert item.changed == {
        "target": (("BBB",), ()),
        "target_name": ("Beland", None),
        "modality": ("happened", "denied"),
        "date_from": (None, date(2020, 1, 1)),
        "date_to": (None, date(2020, 1, 1)),
    }
    later.decide("accept")
    assert later.progress().changed == 0
    assert changed_since(replace(written, seen={}), item.claim) == {}


def test_what_cannot_stand_is_refused_and_nothing_is_written(record: Record, log: ReviewLog) -> None:
    session = Reviewing(record, log, "ana")
    one, two, three, *_ = claims(record)
    wrong = [
        Step("c-none", "accept"),
        Step(one, "edit", {"date_from": "2020-01-01"}),
        Step(three, "edit", {"colour": "red"}),
        Step(one, "join", others=("c-gone",)),
        Step(one, "note"),
    ]
    for step in wrong:
        with pytest.raises(StoreError):
            session.decide_all([Step(two, "accept"), step])
    with pytest.raises(StoreError) as error:
        session.decide_all(wrong[:4])
    assert [fault.code for fault in error.value.faults] == ["D408", "D424", "D424", "D408"]
    with pytest.raises(StoreError, match="D454"):
        session.decide_all([Step(one, "accept"), Step(one, "note", note="hm"), Step(one, "reject")])
    for nothing in (session.undo, session.redo, lambda: session.undo("r-000000000000")):
        with pytest.raises(StoreError) as error:
            nothing()
        assert error.value.faults[0].code == "D451"
    assert not log.path.exists()


def test_an_empty_record_has_nothing_to_decide(tmp_path: Path, log: ReviewLog) -> None:
    with Record.open(tmp_path / "empty.sqlite") as record:
        session = Reviewing(record, log, "ana")
        session.move(1)
        assert (session.here, session.item(), session.next_open()) == (None, None, False)
        with pytest.raises(StoreError) as error:
            session.decide("accept")
        assert error.value.faults[0].code == "D455"


def test_a_claim_that_is_no_longer_read_is_passed_over(record: Record, log: ReviewLog) -> None:
    session = Reviewing(record, log, "ana")
    gone = session.here
    record.remove_document(record.claim(gone or "").document)
    item = session.item()
    assert item
    assert item.claim.id == session.here == claims(record)[0]


# Undo and redo


def stacked(session: Reviewing) -> tuple[list[Review], ...]:
    stacks = session._decisions._stacks
    return list(stacks.done.values()), list(stacks.taken_back.values())


class Model:
    """Undo and redo as everybody knows them: two stacks in memory."""

    def __init__(self) -> None:
        self.done: list[tuple[str, str]] = []
        self.undone: list[tuple[str, str]] = []

    def standing(self) -> dict[str, str]:
        return dict(self.done)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["decide"] * 3 + ["undo"] * 3 + ["redo"] * 2 + ["restart"]), max_size=25),
    st.integers(),
)
def test_undo_and_redo_over_restarts_are_two_stacks(
    record: Record, log: ReviewLog, steps: list[str], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - not a secret
    log.path.unlink(missing_ok=True)
    ids = claims(record)
    session, model = Reviewing(record, log, "ana"), Model()
    for step in steps:
        if step == "decide":
            claim, decision = chance.choice(ids), chance.choice(["accept", "reject"])
            session.decide(decision, claim)  # type: ignore[arg-type]
            model.done.append((claim, decision))
            model.undone.clear()
        elif step == "restart":
            session = Reviewing(record, log, "ana")
        else:
            here, there = (model.done, model.undone) if step == "undo" else (model.undone, model.done)
            if here:
                there.append(here.pop())
                assert getattr(session, step)().claim == there[-1][0] == session.here
            else:
                with pytest.raises(StoreError):
                    getattr(session, step)()
        assert {c: r.decision for c, r in session.standing.items()} == model.standing()
        assert latest(log.read()) == session.standing
        assert session.progress().decided == len(model.standing())


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["decide", "undo", "redo"])), max_size=20),
    st.integers(),
)
def test_two_people_at_once_keep_every_decision_and_agree(
    record: Record, log: ReviewLog, steps: list[tuple[str, str]], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - not a secret
    log.path.unlink(missing_ok=True)
    ids = claims(record)
    people = {name: Reviewing(record, log, name) for name in "ab"}
    made: list[Review] = []
    for name, step in steps:
        session = people[name]
        if step == "decide":
            made.append(session.decide(chance.choice(["accept", "reject"]), chance.choice(ids)))  # type: ignore[arg-type]
            assert session.standing[made[-1].claim] == made[-1]
        else:
            if stacked(session)[step == "redo"]:
                assert getattr(session, step)().by == name
    for session in people.values():
        session.refresh()
        anew = Reviewing(record, log, session.by)
        assert session.standing == anew.standing == latest(log.read())
        assert stacked(session) == stacked(anew)
    assert [entry for entry in log.read() if entry.decision != "undo"] == made


def test_anothers_decision_is_undone_only_when_it_is_named(record: Record, log: ReviewLog) -> None:
    ana, ben = Reviewing(record, log, "ana"), Reviewing(record, log, "ben")
    first = ana.decide("accept")
    with pytest.raises(StoreError):
        ben.undo()
    assert ben.undo(first.id) == first
    assert ana.refresh() == 1
    assert ana.standing == {}
    with pytest.raises(StoreError) as error:
        ana.undo()
    assert error.value.faults[0].code == "D451"
    with pytest.raises(StoreError):
        ben.undo(first)
    assert ben.redo() == first
    assert ben.standing == {first.claim: first}
    assert ben.recent() == (first,)


def test_a_decision_outlasts_one_from_a_clock_that_is_ahead(record: Record, log: ReviewLog) -> None:
    one = claims(record)[0]
    log.append(Review(one, "accept", "ben", "9999-12-31T23:59:59.999999+00:00"))
    session = Reviewing(record, log, "ana")
    assert session.decide("reject", one) == session.standing[one]
    session.undo()
    assert session.standing[one].by == "ben"


def test_a_log_replaced_under_the_session_is_taken_in(record: Record, log: ReviewLog) -> None:
    ids = claims(record)
    session = Reviewing(record, log, "ana")
    session.decide("accept")
    merged = Review(
        ids[5], "reject", "ben", "2020-01-01", seen=seen_in(record.claim(ids[5])) | {"issue": "aid"}
    )
    other = ReviewLog(log.path.with_name("merged"))
    other.append(merged, *log.read())
    other.path.replace(log.path)
    session.refresh()
    assert set(session.standing) == {ids[0], ids[5]}
    assert (session.progress().decided, session.progress().changed) == (2, 1)
    assert session.reviewers() == {"ana": 1, "ben": 1}
    assert session.undo().claim == ids[0]


def test_decisions_follow_a_claim_that_moved(record: Record, log: ReviewLog) -> None:
    one, two, *_ = claims(record)
    moved = {"c-former": one, "c-other": two}
    seen = seen_in(record.claim(one)) | {"issue": "aid"}
    edit = Review("c-former", "edit", "ana", "2020-01-01", {"issue": "trade"}, seen=seen)
    undone = Review("c-other", "reject", "ana", "2020-01-02")
    log.append(edit, undone, Review("c-other", "undo", "ana", "2020-01-03", of=undone.id))
    log.append(Review("c-former", "join", "ben", "2020-01-04", others=("c-other",)))
    session = Reviewing(record, log, "ana", moved=moved)
    assert set(session.standing) == {one}
    assert (session.progress().decided, session.progress().changed) == (1, 1)
    session.go(one)
    item = session.item()
    assert item
    assert item.now.issue == "trade"
    assert two in {claim.id for claim in item.together}
    assert session.undo() == edit
    assert (session.standing, session.here) == ({}, one)
    session.redo()
    session.redo()
    assert {claim: review.decision for claim, review in session.standing.items()} == {
        one: "edit",
        two: "reject",
    }
    session.decide("accept", one)
    anew = Reviewing(record, log, "ana", moved=moved)
    assert anew.standing == session.standing
    assert stacked(anew) == stacked(session)
    assert session.undo().decision == "accept"
    assert session.standing[one].decision == "edit"
