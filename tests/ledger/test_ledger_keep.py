"""All accounts together: what they promise whatever the record holds."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_samples import DOCUMENTS, claim, dispute, each, event, gift, reviewed

from detente.dispute.types import EventJudgement, LedgerSettings, Pledge, Score
from detente.ledger.keep import keep
from detente.record.types import Review
from detente.vocabulary.actions import TYPES


def test_an_empty_record_has_empty_accounts() -> None:
    for case in (None, dispute(), dispute("AAA")):
        ledger = keep([], [], {}, [], case)
        assert (ledger.concessions, ledger.ahead, ledger.pledges, ledger.ties, ledger.timeline) == ((),) * 5
        assert (ledger.claims, ledger.reviewed, ledger.undated) == (0, 0.0, 0)


def test_what_other_programs_rely_on() -> None:
    events, claims = each(
        gift("1"), gift("2", by="BBB", to="AAA", issue="aid", modality="pledged"), claim("3", on=None)
    )
    case = dispute(
        "AAA",
        "BBB",
        as_of=date(2020, 7, 1),
        ledger=LedgerSettings(baseline=date(2020, 1, 1), events={"e-2": EventJudgement(delivered=0.5)}),
        pledges=(
            Pledge(
                "p", ("AAA",), ("BBB",), "text", date(2020, 1, 1), scores=(Score(date(2020, 2, 1), 3, "x"),)
            ),
        ),
    )
    printed = json.loads(json.dumps(keep(events, claims, reviewed("1"), DOCUMENTS, case).to_dict()))
    assert list(printed)[:6] == ["as_of", "reviewed", "concessions", "ahead", "pledges", "ties"]
    assert (printed["as_of"], printed["reviewed"]) == ("2020-07-01", pytest.approx(1 / 3))
    first = {
        "by": ["AAA"], "to": ["BBB"], "issue": "trade", "date_from": "2020-03-01", "date_to": "2020-03-01",
        "size": 1.0, "delivered": 1.0, "events": ["e-1"],
    }  # fmt: skip
    assert list(printed["concessions"][0])[:8] == list(first)
    assert {key: printed["concessions"][0][key] for key in first} == first
    [row] = printed["ahead"]
    assert list(row)[:5] == ["lens", "pair", "share", "baseline", "flip"]
    # B received 1 on trade and gave 1/2 on aid: w > (1 - w) / 2 when w > 1/3.
    assert row["share"] == {"AAA": pytest.approx(1 / 3), "BBB": pytest.approx(2 / 3), "tie": 0.0}
    assert (row["pair"], row["lens"], row["baseline"]) == (["AAA", "BBB"], "concessions", "2020-01-01")
    declared, read = printed["pledges"]
    assert list(declared)[:10] == [
        "id", "by", "to", "text", "outside", "made", "due", "score", "contested", "events",
    ]  # fmt: skip
    assert (declared["score"], declared["declared"], read["declared"], read["id"]) == (3, True, False, "e-2")
    assert list(printed["ties"][0]) == ["a", "b", "month", "cooperation", "conflict", "events"]


def test_the_day_asked_for_goes_before_the_day_of_the_case() -> None:
    events, claims = each(gift("1"), gift("2", document="later"))
    case = dispute("AAA", "BBB", as_of=date(2020, 7, 1))
    assert keep(events, claims, {}, DOCUMENTS, case).as_of == date(2020, 7, 1)
    assert len(keep(events, claims, {}, DOCUMENTS, case).concessions) == 1
    later = keep(events, claims, {}, DOCUMENTS, case, as_of=date(2021, 1, 1))
    assert (len(later.concessions), later.as_of) == (2, date(2021, 1, 1))


def test_rejected_claims_are_in_neither_count() -> None:
    events, claims = each(gift("1"), gift("2"), gift("3"))
    ledger = keep(events, claims, reviewed("1") | reviewed("2", decision="reject"), DOCUMENTS)
    assert (ledger.claims, ledger.reviewed_claims) == (2, 1)


codes = st.lists(st.sampled_from(["AAA", "BBB", "CCC", "DDD"]), max_size=3).map(tuple)


@st.composite
def records(draw):
    """A record of up to 12 events with claims of every kind, and decisions on some of them."""
    events, claims, decisions = [], [], {}
    for nth in range(draw(st.integers(0, 12))):
        own = []
        for n in range(draw(st.integers(1, 3))):
            key = f"{nth}-{n}"
            own.append(
                claim(
                    key,
                    document=draw(st.sampled_from(["article", "later", "undated", "rows"])),
                    on=draw(st.none() | st.dates(date(2020, 1, 1), date(2020, 12, 31))),
                    actor=draw(codes),
                    target=draw(codes),
                    type=draw(st.sampled_from([*TYPES, "OTHER"])),
                    modality=draw(
                        st.sampled_from(["happened", "ongoing", "pledged", "offered", "denied", "threatened"])
                    ),
                    negated=draw(st.booleans()),
                    issue=draw(st.none() | st.sampled_from(["trade", "aid", "tests"])),
                    concession_by=draw(st.none() | codes),
                    concession_to=draw(st.none() | codes),
                )
            )
            decision = draw(st.none() | st.sampled_from(["accept", "edit", "reject", "withdraw", "note"]))
            if decision:
                decisions[f"c-{key}"] = Review(f"c-{key}", decision, "ann", "2020-12-31")
        events.append(event(f"e-{nth}", *own))
        claims += own
    return events, claims, decisions


cases = st.sampled_from(
    [
        None,
        dispute("AAA", "BBB", "CCC"),
        dispute(
            "BBB",
            "AAA",
            as_of=date(2020, 9, 30),
            ledger=LedgerSettings(date(2020, 2, 1), (("trade", "aid"), ("trade", "tests"))),
            pledges=(Pledge("p", ("AAA",), (), "x", date(2020, 1, 1), because=("e-1", "e-2")),),
        ),
    ]
)


@settings(max_examples=60, deadline=None)
@given(record=records(), case=cases, stream=st.randoms(use_true_random=False))
def test_the_order_of_the_input_and_of_workers_changes_nothing(record, case, stream) -> None:
    events, claims, decisions = record
    shuffled = [stream.sample(part, len(part)) for part in (events, claims, list(DOCUMENTS))]
    mixed = dict(stream.sample(list(decisions.items()), len(decisions)))
    first = keep(events, claims, decisions, DOCUMENTS, case)
    assert keep(shuffled[0], shuffled[1], mixed, shuffled[2], case) == first
    assert keep(iter(events), iter(claims), decisions, iter(DOCUMENTS), case) == first
    assert json.loads(json.dumps(first.to_dict())) == first.to_dict()


@settings(max_examples=60, deadline=None)
@given(record=records(), case=cases)
def test_what_rests_on_reviewed_claims_only_is_part_of_the_whole(record, case) -> None:
    whole = keep(*record, DOCUMENTS, case)
    part = keep(*record, DOCUMENTS, case, reviewed_only=True)

    def tells(row):
        return (row.events, row.by, row.to, row.size, row.delivered, row.modality)

    assert {tells(row) for row in part.concessions} <= {tells(row) for row in whole.concessions}
    assert {row.events for row in part.concessions} == {r.events for r in whole.concessions if r.reviewed}
    assert {(r.event, r.type, r.date_from) for r in part.timeline} <= {
        (r.event, r.type, r.date_from) for r in whole.timeline
    }
    assert {(r.id, r.declared) for r in part.pledges} <= {(r.id, r.declared) for r in whole.pledges}
    assert part.claims == part.reviewed_claims == whole.reviewed_claims
    assert part.claims <= whole.claims
    assert all(row.reviewed for row in (*part.concessions, *part.timeline))


@settings(max_examples=60, deadline=None)
@given(record=records(), day=st.dates(date(2020, 1, 1), date(2020, 12, 31)), days=st.integers(0, 200))
def test_knowledge_only_grows(record, day, days) -> None:
    earlier = keep(*record, DOCUMENTS, as_of=day)
    later = keep(*record, DOCUMENTS, as_of=day + timedelta(days=days))
    everything = keep(*record, DOCUMENTS)
    assert earlier.claims <= later.claims <= everything.claims
    assert earlier.claims + earlier.left_out == later.claims + later.left_out == everything.claims
    for row in earlier.timeline:
        assert row.date_from <= day


@settings(max_examples=30, deadline=None)
@given(record=records(), seed=st.integers())
def test_any_seed_gives_the_same_shares_when_they_are_computed(record, seed) -> None:
    first, second = keep(*record, DOCUMENTS), keep(*record, DOCUMENTS, seed=seed)
    assert [row.share for row in first.ahead] == [row.share for row in second.ahead]
    assert all(row.draws == 0 for row in first.ahead)
