"""The account of pledges."""

from __future__ import annotations

from datetime import date

import pytest
from ledger_samples import DOCUMENTS, claim, each, event, gift, reviewed

from detente.dispute.types import Pledge, Score
from detente.ledger.known import what_is_known
from detente.ledger.pledges import aggregate, pledges

MARCH, JUNE, JULY = date(2020, 3, 1), date(2020, 6, 1), date(2020, 7, 1)


def account(claims=(), declared=(), decisions=None, as_of=None):
    known = what_is_known(*each(*claims), decisions or {}, DOCUMENTS, as_of=as_of)
    return pledges(known.events, declared, DOCUMENTS, as_of=as_of)


def pledge(key="p", *scores, **fields):
    values = {"by": ("AAA",), "to": ("BBB",), "text": "no tests", "made": MARCH}
    return Pledge(key, **{**values, **fields}, scores=scores)


def test_the_latest_score_by_the_day_counts() -> None:
    one = pledge("p", Score(JULY, 1, "ann"), Score(JUNE, 3, "ann"))
    for day, score in ((date(2020, 5, 31), None), (JUNE, 3), (JULY, 1), (None, 1)):
        [row] = account(declared=[one], as_of=day)
        assert row.score == score
        assert row.says == ("ann" if score is not None else None)
    assert account(declared=[one], as_of=date(2020, 2, 29)) == ()


@pytest.mark.parametrize(
    ("scores", "score", "says", "contested"),
    [
        ([Score(JUNE, 3, "ann"), Score(JUNE, 1, "bob")], 1, "bob", True),
        ([Score(JUNE, 2, "ann"), Score(JUNE, 2, "bob")], 2, "ann", False),
        # Within a month of each other: the same period.
        ([Score(JUNE, 3, "ann"), Score(JULY, 1, "bob")], 1, "bob", True),
        # A change of mind is no contest, nor is what was said long before.
        ([Score(JUNE, 3, "ann"), Score(JULY, 1, "ann")], 1, "ann", False),
        ([Score(MARCH, 3, "ann"), Score(JULY, 1, "bob")], 1, "bob", False),
        # One source twice on a day and itself at odds.
        ([Score(JUNE, 3, "ann"), Score(JUNE, 1, "ann")], 1, "ann", True),
        ([], None, None, False),
    ],
)
def test_sources_that_differ_in_one_period_contest_the_score(scores, score, says, contested) -> None:
    for order in (scores, scores[::-1]):
        [row] = account(declared=[pledge("p", *order)])
        assert (row.score, row.says, row.contested) == (score, says, contested)


def test_the_published_vector_of_the_aggregate() -> None:
    # 100 * (3 + 2 + 0 + 1) / (3 * 4) = 50; a pledge without a score does not count.
    declared = [pledge(str(n), Score(JUNE, n, "ann")) for n in (3, 2, 0, 1)]
    assert aggregate(account(declared=[*declared, pledge("none")])) == 50.0
    assert aggregate([]) is None


def test_a_declared_pledge_cites_only_what_was_known() -> None:
    claims = [gift("1", modality="pledged"), gift("2", modality="pledged", on=JULY, document="later")]
    one = pledge("p", Score(JULY, 2, "ann", because=("e-2",)), because=("e-1", "e-404"))
    [row] = account(claims, [one], reviewed("2"))
    assert (row.events, row.claims, row.reviewed) == (("e-1", "e-2"), ("c-1", "c-2"), True)
    [row] = account(claims, [one], reviewed("2"), as_of=date(2020, 6, 30))
    assert (row.events, row.reviewed, row.score) == (("e-1",), False, None)


@pytest.mark.parametrize(
    ("fields", "listed"),
    [
        ({"type": "AGREE", "modality": "pledged"}, True),
        ({"type": "CONCEDE", "modality": "offered"}, True),
        ({"type": "MOBILIZE", "modality": "pledged", "negated": True}, True),  # promised not to test
        ({"type": "MOBILIZE", "modality": "pledged"}, False),
        ({"type": "AGREE", "modality": "pledged", "negated": True}, False),
        ({"type": "AGREE", "modality": "happened"}, False),
        ({"type": "THREATEN", "modality": "threatened"}, False),
        ({"type": "STATEMENT", "modality": "pledged"}, False),
        ({"type": "SOMETHING", "modality": "pledged"}, False),
    ],
)
def test_promises_are_read_and_nothing_else(fields, listed) -> None:
    rows = account([claim("1", **fields)])
    assert [(row.id, row.declared, row.modality) for row in rows] == (
        [("e-1", False, fields["modality"])] if listed else []
    )


def test_a_promise_that_a_declared_pledge_cites_is_not_listed_again() -> None:
    claims = [gift("1", modality="pledged"), gift("2", modality="pledged")]
    rows = account(claims, [pledge("p", because=("e-1",))])
    assert [(row.id, row.declared) for row in rows] == [("p", True), ("e-2", False)]
    # Not even on a day before the pledge was made.
    rows = account(claims, [pledge("p", because=("e-1",), made=JULY)], as_of=date(2020, 6, 30))
    assert [row.id for row in rows] == ["e-2"]


def test_a_date_after_the_report_is_when_it_is_due() -> None:
    ahead = claim("1", type="AGREE", modality="pledged", on=date(2020, 12, 31))
    past = claim("2", type="AGREE", modality="pledged", on=MARCH)
    none = claim("3", type="AGREE", modality="pledged", on=None)
    rows = account([none, ahead, past])
    assert [(row.id, row.made, row.due) for row in rows] == [
        ("e-2", MARCH, None),
        ("e-1", None, date(2020, 12, 31)),
        ("e-3", None, None),
    ]


def test_who_gives_comes_from_the_concession_when_there_is_one() -> None:
    one = claim(
        "1", actor=("CCC",), target=("AAA",), type="AGREE", modality="pledged",
        concession_by=("AAA",), concession_to=("BBB",),
    )  # fmt: skip
    [row] = account([one])
    assert (row.by, row.to) == (("AAA",), ("BBB",))
    known = what_is_known([event("e", one)], [one], {}, DOCUMENTS)
    assert pledges(known.events)[0].made == MARCH  # without documents the date is taken as it is
