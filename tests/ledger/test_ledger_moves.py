"""What counts as a move, and on which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from ledger_samples import DOCUMENTS, claim, each, event, reviewed

from detente.ledger.known import what_is_known
from detente.ledger.moves import busiest, by_pair, moves, tally
from detente.ledger.ties import ties
from detente.vocabulary.actions import TYPES

D = date(2020, 3, 1)


def known(*claims, decisions=None):
    return what_is_known(*each(*claims), decisions or {}, DOCUMENTS).events


def told(*claims, actors=None):
    found = moves(known(*claims), actors)
    return [(m.by, m.to, m.mutual) for m in found.rows], found.undated, found.longer


def test_who_acts_toward_whom() -> None:
    assert told(claim("1", actor=("AAA", "CCC"), target=("BBB",))) == (
        [("AAA", "BBB", False), ("CCC", "BBB", False)],
        0,
        0,
    )
    mutual = claim("1", actor=("CCC", "AAA", "BBB"), target=())
    assert told(mutual)[0] == [("AAA", "BBB", True), ("AAA", "CCC", True), ("BBB", "CCC", True)]
    # What two do to each other in one act is mutual, and what a third does to one of them is not.
    each_other = claim("1", actor=("AAA", "BBB", "CCC"), target=("AAA", "BBB"))
    assert told(each_other)[0] == [("AAA", "BBB", True), ("CCC", "AAA", False), ("CCC", "BBB", False)]


def test_only_the_actors_looked_at_have_moves() -> None:
    assert told(claim("1", actor=("AAA", "CCC"), target=("BBB",)), actors=["AAA", "BBB"])[0] == [
        ("AAA", "BBB", False)
    ]
    assert told(claim("1"), actors=["AAA"]) == ([], 0, 0)


@pytest.mark.parametrize(
    ("document", "days", "stands"),
    [("article", 2, True), ("article", 3, False), ("rows", 13, True), ("rows", 14, False)],
)
def test_what_is_known_to_a_longer_time_stands_on_no_day(document, days, stands) -> None:
    one = claim("1", document=document, on=D, date_to=D + timedelta(days=days))
    rows, undated, longer = told(one)
    assert (len(rows), undated, longer) == (int(stands), 0, int(not stands))


def test_undated_acts_are_counted_and_another_claim_may_know_the_day() -> None:
    assert told(claim("1", on=None)) == ([], 1, 0)
    vague, exact = claim("1", on=None), claim("2", document="later", on=D)
    found = moves(what_is_known([event("e", vague, exact)], [vague, exact], reviewed("1"), DOCUMENTS).events)
    assert [(m.day, m.reviewed) for m in found.rows] == [(D, True)]


@pytest.mark.parametrize("kind", [*TYPES, "UNHEARD-OF"])
@pytest.mark.parametrize("modality", ["happened", "pledged", "threatened", "conditional", "denied"])
def test_what_counts_is_what_counts_for_the_ties(kind, modality) -> None:
    events = known(claim("1", type=kind, modality=modality))
    assert bool(moves(events).rows) is bool(ties(events))


def test_pairs_are_listed_by_how_much_passed_and_events_are_tallied_once() -> None:
    rows = moves(
        known(
            claim("1"),
            claim("2", actor=("CCC",)),
            claim("3", actor=("BBB",), target=("CCC",), type="ACCUSE"),
            claim("4", actor=("AAA", "CCC"), target=("BBB",)),
        )
    ).rows
    assert list(by_pair(rows)) == [("BBB", "CCC"), ("AAA", "BBB")]
    assert tally(rows) == (3, 1)
    assert busiest(rows) == ("AAA", "BBB", "CCC")
