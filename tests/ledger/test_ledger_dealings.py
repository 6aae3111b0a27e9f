"""All findings about dealings together, and what they promise whatever is known."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_samples import DOCUMENTS, claim, dispute, each

from detente.dispute.types import Initiative, LedgerSettings, TurningPoint
from detente.ledger.dealings import Dealings
from detente.ledger.dealt import dealings
from detente.ledger.keep import keep
from detente.ledger.known import what_is_known
from detente.ledger.telling import says

CODES = ["AAA", "BBB", "CCC", "DDD"]
KINDS = ["CONSULT", "ACCUSE", "RETREAT", "SANCTION", "STATEMENT", "THREATEN", "AGREE"]


@st.composite
def claims(draw):
    found = []
    for nth in range(draw(st.integers(0, 25))):
        actor, target = draw(st.permutations(CODES))[:2]
        mutual = draw(st.booleans())
        found.append(
            claim(
                str(nth),
                on=draw(st.none() | st.dates(date(2020, 1, 1), date(2020, 6, 30))),
                actor=(actor, target) if mutual else (actor,),
                target=() if mutual else (target,),
                type=draw(st.sampled_from(KINDS)),
                modality=draw(st.sampled_from(["happened", "threatened", "pledged"])),
                issue=draw(st.none() | st.sampled_from(["trade", "aid"])),
            )
        )
    return found


def known(found, decisions=None):
    return what_is_known(*each(*found), decisions or {}, DOCUMENTS).events


CASE = dispute(
    *CODES,
    ledger=LedgerSettings(date(2020, 2, 1)),
    turning_points=(
        TurningPoint(date(2020, 3, 1), "external", "abrupt", "escalatory", None, ("AAA", "BBB")),
    ),
    initiatives=(Initiative("i", ("AAA",), ("BBB",), "stops", because=("e-0", "e-1")),),
)


def rows_of(found: Dealings):
    for name in Dealings.__slots__:
        value = getattr(found, name)
        if isinstance(value, tuple):
            yield from (row for row in value if hasattr(row, "__dataclass_fields__"))


@settings(max_examples=30, deadline=None)
@given(claims(), st.randoms(use_true_random=False), st.sampled_from([None, CASE]))
def test_order_changes_nothing_and_every_finding_cites_what_is_known(found, stream, case) -> None:
    events = known(found)
    first = dealings(events, case)
    assert dealings(stream.sample(events, len(events)), case) == first
    ids = {one.event.id for one in events} | {"e-0", "e-1"}
    for row in rows_of(first):
        if hasattr(row, "events"):
            assert set(row.events) <= ids
        sentence = says(row)
        assert sentence is None or (
            (sentence[0].isupper() or sentence[0].isdigit()) and sentence.endswith(".")
        )
    printed = first.to_dict(says)
    assert json.loads(json.dumps(printed)) == printed
    assert list(printed) == list(Dealings.__slots__)


@settings(max_examples=20, deadline=None)
@given(claims(), st.integers(-300, 300))
def test_the_calendar_changes_only_months(found, days) -> None:
    def numbers(what):
        d = dealings(what)
        return (
            [(r.by, r.to, r.polarity, r.days, r.moves, r.answered, r.p, r.any_day) for r in d.reciprocity],
            [(r.host, r.first, r.then, r.days) for r in d.followed],
            [(r.actor, r.pair, r.with_a, r.with_b) for r in d.mediators],
            [(r.carrier, r.origin, r.destination, r.days) for r in d.relays],
            [(r.a, r.b, r.days, r.limit) for r in d.lulls],
            [(r.by, r.allies, r.counts) for r in d.wedges],
            [(r.a, r.b, r.gain, r.p) for r in d.turns],
            d.principals, d.acts, d.undated,
        )  # fmt: skip

    shift = timedelta(days=days)
    moved = [
        claim(c.id[2:], **{n: getattr(c, n) for n in ("actor", "target", "type", "modality", "issue")},
              on=c.date_from and c.date_from + shift)
        for c in found
    ]  # fmt: skip
    assert numbers(known(moved)) == numbers(known(found))


def test_only_actors_of_the_case_are_looked_at() -> None:
    found = dealings(known([claim("1"), claim("2", actor=("CCC",))]), dispute("AAA", "BBB"))
    assert (found.actors, found.acts, found.principals) == (("AAA", "BBB"), 1, ("AAA", "BBB"))
    assert dealings(known([claim("1"), claim("2", actor=("CCC",))])).actors == ("AAA", "BBB", "CCC")


def test_the_baseline_begins_the_period() -> None:
    days = [date(2020, 1, 1) + timedelta(days=20 * n) for n in range(8)]
    found = dealings(
        known([claim(str(n), on=day) for n, day in enumerate(days)]), CASE, as_of=date(2020, 8, 1)
    )
    assert {(r.first, r.last) for r in found.reciprocity} == {(date(2020, 2, 1), date(2020, 8, 1))}
    assert [(r.days, r.moves) for r in found.reciprocity] == [(14, 6), (30, 6), (60, 6)]


def test_nothing_known_is_nothing_found() -> None:
    empty = dealings([])
    assert list(rows_of(empty)) == []
    assert (empty.first, empty.principals, empty.acts) == (None, None, 0)
    assert len(list(rows_of(dealings([], CASE)))) == 2  # what the case file says of its own


def test_what_is_not_asked_for_stays_out_of_the_ties() -> None:
    events, found = each(claim("1"), claim("2", on=None))
    ledger = keep(events, found, {}, DOCUMENTS)
    assert list(ledger.to_dict())[-1] == "dealings"
    assert list(ledger.to_dict()["ties"][0]) == ["a", "b", "month", "cooperation", "conflict", "events"]
    assert (ledger.dealings.acts, ledger.dealings.undated) == (1, 1)
    reviewed_only = keep(events, found, {}, DOCUMENTS, reviewed_only=True)
    assert reviewed_only.dealings.acts == 0


@pytest.mark.timeout(120)
def test_a_record_of_many_centuries_ends() -> None:
    far = [claim(str(n), on=date(1 + 900 * (n % 12), 1, 1), actor=("AAA",) if n % 2 else ("BBB",),
                 target=("BBB",) if n % 2 else ("AAA",)) for n in range(11)]  # fmt: skip
    found = dealings(known(far))
    assert found.reciprocity
