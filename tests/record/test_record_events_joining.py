from __future__ import annotations

import itertools
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_makers import document, one_claim

from detente.errors import StoreError
from detente.record.accounts import accounts, apart, joins_set_aside
from detente.record.grouping import Grouping, founding_event
from detente.record.importing.types import Imported
from detente.record.joining import judged, rejoined, set_aside
from detente.record.reviewlog import ReviewLog
from detente.record.reviews import latest, review_problems
from detente.record.sightings import sighting_of
from detente.record.store import Record
from detente.record.types import Claim, Event, Review

DAY = date(2020, 5, 1)


def word(decision: str, claim: str, *others: str, minute: int = 0, by: str = "ana") -> Review:
    at = f"2021-01-01T00:{minute:02}:00+00:00"
    return Review(claim, decision, by, at, others=others)  # type: ignore[arg-type]


@pytest.fixture
def record(tmp_path: Path) -> Any:
    with Record.open(tmp_path / "record.sqlite") as opened:
        yield opened


def told(record: Record, text: str, n: int = 0, **more: Any) -> Claim:
    doc, claim = one_claim(text, date(2020, 6, 1), on=DAY + timedelta(n), issue="trade", **more)
    record.add_document(doc, [claim])
    return claim


def rows(record: Record, *days: int) -> list[Claim]:
    made = []
    for n in days:
        doc = document(f"Row {n}.", None, origin="chronology", name=f"{n}.jsonl")
        _, row = one_claim(f"Row {n}.", None, on=DAY + timedelta(n), issue="trade", polarity="conflictual")
        row = Claim.from_dict(row.to_dict() | {"document": doc.id})
        record.add_import(Imported(doc, (row,), (founding_event(f"kp{n}", row, f"Row {n}.", "a list"),)))
        made.append(row)
    return made


def homes(grouping: Grouping) -> dict[str, str]:
    return {claim: event.id for event in grouping.events for claim in event.claims}


def test_a_join_brings_events_together_and_a_later_split_undoes_it(record: Record) -> None:
    one, other = told(record, "One."), told(record, "Other.", 9)
    join, split = word("join", one.id, other.id), word("split", one.id, other.id, minute=1)
    as_read = record.grouping()
    joined = record.grouping([join])
    assert [set(event.claims) for event in joined.events] == [{one.id, other.id}]
    assert joined.aliases.keys() == {e.id for e in as_read.events} - {joined.events[0].id}
    assert record.grouping([join, split]) == record.grouping([split, join]) == as_read
    assert record.grouping() == as_read


def test_a_split_takes_its_claim_out_and_leaves_the_others(record: Record) -> None:
    a, b, c = (told(record, text) for text in ("A.", "B.", "C."))
    assert len(record.grouping().events) == 1
    (whole,) = record.grouping().events
    parted = record.grouping([word("split", b.id, a.id)])
    assert {frozenset(e.claims) for e in parted.events} == {frozenset({a.id, c.id}), frozenset({b.id})}
    assert homes(parted)[a.id] == whole.id, "the larger part keeps the id"


def test_two_that_are_split_off_alike_stay_together(record: Record) -> None:
    a, b, c, d = (told(record, text) for text in "ABCD")
    log = [word("split", one.id, c.id, d.id) for one in (a, b)]
    parted = record.grouping(log)
    assert {frozenset(e.claims) for e in parted.events} == {frozenset({a.id, b.id}), frozenset({c.id, d.id})}


def test_joins_chain_and_a_split_stops_the_chain_with_its_reason(record: Record) -> None:
    a, b, c = (told(record, text, 9 * n) for n, text in enumerate("ABC"))
    chain = [word("join", a.id, b.id), word("join", b.id, c.id, minute=1)]
    assert len(record.grouping(chain).events) == 1
    log = [*chain, word("split", a.id, c.id, minute=2, by="ben")]
    assert {frozenset(e.claims) for e in record.grouping(log).events} == {
        frozenset({a.id}), frozenset({b.id, c.id})
    }  # fmt: skip
    (aside,) = joins_set_aside(record, log)
    assert (aside.join, aside.split.by, set(aside.pair)) == (chain[0], "ben", {a.id, b.id})


def test_rows_join_only_when_a_person_joins_the_rows(record: Record) -> None:
    first, second = rows(record, 0, 20)
    near, far = (
        told(record, "Near.", polarity="conflictual"),
        told(record, "Far.", 20, polarity="conflictual"),
    )
    assert homes(record.grouping()) == {first.id: "kp0", near.id: "kp0", second.id: "kp20", far.id: "kp20"}
    beside = record.grouping([word("join", near.id, far.id)])
    assert {homes(beside)[first.id], homes(beside)[second.id]} == {"kp0", "kp20"}
    assert homes(beside)[near.id] == homes(beside)[far.id]
    both = record.grouping([word("join", first.id, second.id)])
    (one,) = both.events
    assert set(one.claims) == {first.id, second.id, near.id, far.id}
    assert {one.id, *both.aliases} == {"kp0", "kp20"}
    assert set(both.aliases.values()) == {one.id}


def test_a_statement_becomes_an_event_when_a_person_joins_it(record: Record) -> None:
    act, statement = told(record, "An act."), told(record, "A statement.", type="STATEMENT")
    assert statement.id not in homes(record.grouping())
    found = homes(record.grouping([word("join", act.id, statement.id)]))
    assert found[act.id] == found[statement.id]


def test_what_is_rejected_or_unknown_is_passed_over(record: Record) -> None:
    a, b = told(record, "A."), told(record, "B.", 9)
    log = [word("join", a.id, b.id, "c-gone"), Review(b.id, "reject", "ana", "2020-01-01")]
    assert homes(record.grouping(log)).keys() == {a.id}


def test_joins_leave_the_verdict_alone_and_survive_the_log(tmp_path: Path) -> None:
    log = ReviewLog(tmp_path / "reviews.jsonl")
    accept = word("accept", "c-1")
    log.append(accept, word("join", "c-1", "c-2", "c-3", minute=5), word("split", "c-1", "c-4", minute=6))
    assert log.read()[1].others == ("c-2", "c-3")
    assert latest(log.read()) == {"c-1": accept}


@pytest.mark.parametrize(
    "wrong",
    [
        word("join", "c-1"),
        word("split", "c-1", "c-1"),
        word("accept", "c-1", "c-2"),
        word("join", "c-1", " "),
    ],
    ids=lambda review: f"{review.decision}-{review.others}",
)
def test_a_join_or_split_without_sense_is_not_written(tmp_path: Path, wrong: Review) -> None:
    assert list(review_problems(wrong))
    with pytest.raises(StoreError) as caught:
        ReviewLog(tmp_path / "reviews.jsonl").append(wrong)
    assert {fault.code for fault in caught.value.faults} == {"D425"}


WORDS = st.lists(
    st.tuples(st.sampled_from(["join", "split"]), st.permutations(range(6)), st.integers(1, 2)), max_size=7
)


@given(WORDS, st.lists(st.integers(0, 3), min_size=6, max_size=6), st.randoms(use_true_random=False))
def test_the_last_word_on_a_pair_stands_whatever_the_order_of_the_log(
    some: list[tuple[str, list[int], int]], home: list[int], chance: random.Random
) -> None:
    claims = {f"c-{n}": sighting_of(one_claim(f"{n}.")[1])._replace(id=f"c-{n}") for n in range(6)}
    log = [
        word(what, f"c-{order[0]}", *(f"c-{n}" for n in order[1 : 1 + others]), minute=minute)
        for minute, (what, order, others) in enumerate(some)
    ]
    events = [
        Event(
            f"e-{h}",
            tuple(f"c-{n}" for n in range(6) if home[n] == h),
            (),
            (),
            "AID",
            None,
            None,
            None,
            "",
            1,
        )
        for h in sorted(set(home))
    ]
    # The definition, pair by pair.
    words: dict[frozenset[str], str] = {}
    for review in log:
        named = (review.claim, *review.others)
        pairs = (
            itertools.combinations(named, 2)
            if review.decision == "join"
            else [(named[0], o) for o in named[1:]]
        )
        words |= dict.fromkeys(map(frozenset, pairs), review.decision)

    pairs = judged(log)
    groups, former = rejoined(events, pairs, claims, {})
    now = {event.claims for event in events if event not in former} | {tuple(found) for _, found in groups}
    where = {claim: n for n, found in enumerate(now) for claim in found}
    assert sorted(where) == sorted(claims)
    aside = {frozenset(one.pair) for one in set_aside(pairs, claims)}
    for pair, decision in words.items():
        one, other = pair
        if decision == "split":
            assert where[one] != where[other]
        elif pair not in aside:
            assert where[one] == where[other]
    if "split" not in words.values():
        assert not aside
        for event in events:
            assert len({where[claim] for claim in event.claims}) == 1, "joins take nothing apart"
    if not words:
        assert (groups, former) == ([], [])

    shuffled = log.copy()
    chance.shuffle(shuffled)
    assert judged(shuffled) == pairs
    assert rejoined(events, judged(shuffled), claims, {}) == (groups, former)


# Why


def reason_kinds(record: Record, *log: Review) -> dict[str, str]:
    return {r.claim.id: r.reason.kind for one in accounts(record, log) for r in one.reports}


def test_every_claim_says_why_it_is_in_its_event(record: Record) -> None:
    (row,) = rows(record, 0)
    first = told(record, "The first report.", polarity="conflictual")
    same = told(record, "Another report.", polarity="conflictual")
    other = told(record, "Something else.", 9)
    words = "The ministry of Aland said that the lorries of Beland would have to wait at the border."
    source = told(record, words, 30)
    doc, copy = one_claim(words + " ", date(2020, 6, 2))
    record.add_document(doc, [copy])
    kinds = reason_kinds(record, word("join", other.id, first.id))
    assert kinds[row.id] == "row"
    assert {kinds[first.id], kinds[same.id]} <= {"near row", "same"}
    assert (kinds[other.id], kinds[source.id], kinds[copy.id]) == ("joined", "first", "copy")
    (account,) = (a for a in accounts(record, ()) if copy.id in a.event.claims)
    assert [(c.claim, c.of, c.how) for c in account.copies] == [(copy.id, source.id, "copy")]
    assert account.independent == 1


@given(st.integers(0, 10**9))
def test_the_reasons_given_are_enough_to_hold_the_event_together(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not a secret
    made = []
    for n in range(chance.randint(1, 8)):
        day = None if chance.random() < 0.2 else DAY + timedelta(chance.randint(0, 2))
        made.append(
            one_claim(
                chance.choice(["a b c d e f g", "a b c d e f h", "x"]) + " " * n,
                date_from=day,
                date_to=day and day + timedelta(chance.choice([0, 2])),
                type=chance.choice(["AGREE", "CONCEDE", "SANCTION"]),
                issue=chance.choice([None, "trade"]),
                polarity="conflictual",
            )
        )
    from detente.record.grouping import group
    from detente.record.why import reasons

    founding = {made[0][1].id: "r1"} if chance.random() < 0.5 else {}
    events = group(
        [c for _, c in made],
        [d for d, _ in made],
        rows=[founding_event("r1", made[0][1], "Row.", None)] if founding else (),
    ).events
    claims = {c.id: c for _, c in made}
    for event in events:
        given_ = reasons([claims[c] for c in event.claims], founding, judged(()))
        assert [r.claim for r in given_] == list(event.claims)
        assert "kept" not in {r.kind for r in given_}, "the rules always have a reason"
        assert sum(r.other is None for r in given_) == 1


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"target": ("CCC",)}, "other parties"),
        ({"actor": ("BBB",), "target": ("AAA",)}, "other way round"),
        ({"type": "AID"}, "another kind of act"),
        ({"modality": "threatened"}, "done against threatened"),
        ({"n": 9}, "no day in common"),
        ({"type": "STATEMENT"}, "no act"),
    ],
    ids=str,
)
def test_two_claims_apart_say_why(record: Record, more: dict[str, Any], why: str) -> None:
    one, other = told(record, "One."), told(record, "Other.", **more)
    assert any(why in reason for reason in apart(record, (), one.id, other.id))
    assert apart(record, [word("join", one.id, other.id)], one.id, other.id) == ()


def test_why_apart_tells_of_splits_rows_and_rejected_claims(record: Record) -> None:
    one, other = told(record, "One."), told(record, "Other.")
    assert apart(record, (), one.id, other.id) == ()
    assert apart(record, [word("split", one.id, other.id)], one.id, other.id) == (
        "split by ana on 2021-01-01",
    )
    first, second = rows(record, 0, 1)
    assert "only a person joins rows" in apart(record, (), first.id, second.id)[0]
    with pytest.raises(StoreError) as caught:
        apart(record, [word("reject", one.id)], one.id, other.id)
    assert caught.value.faults[0].code == "D440"
    with pytest.raises(StoreError) as caught:
        accounts(record, (), "e-nothing")
    assert caught.value.faults[0].code == "D408"
