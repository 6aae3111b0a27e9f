"""The account of concessions, worked by hand."""

from __future__ import annotations

from datetime import date

import pytest
from ledger_samples import DOCUMENTS, claim, each, event, gift, reviewed

from detente.dispute.types import EventJudgement
from detente.ledger.concessions import concessions, flows, judged_in_vain, totals
from detente.ledger.known import what_is_known
from detente.ledger.types import Total


def account(events, claims, decisions=None, judgements=None):
    known = what_is_known(events, claims, decisions or {}, DOCUMENTS)
    return concessions(known.events, judgements)


@pytest.mark.parametrize(
    ("modality", "delivered"),
    [("happened", 1.0), ("ongoing", 0.5), ("pledged", 0.0), ("offered", 0.0), ("conditional", 0.0)],
)
def test_delivery_follows_from_how_the_act_stands(modality, delivered) -> None:
    [row] = account(*each(gift("1", modality=modality)))
    assert (row.delivered, row.size, row.irreversible, row.judged) == (delivered, 1.0, 0.0, False)


@pytest.mark.parametrize(
    "fields",
    [
        {"modality": "denied"}, {"modality": "demanded"}, {"modality": "threatened"},
        {"modality": "speculated"}, {"negated": True}, {"concession_by": None}, {"concession_by": ()},
    ],
)  # fmt: skip
def test_what_is_no_concession(fields) -> None:
    one = gift("1")
    values = {name: getattr(one, name) for name in one.__dataclass_fields__} | fields
    assert account(*each(type(one)(**values))) == ()


def test_a_later_report_of_the_deed_settles_an_earlier_promise() -> None:
    promise = gift("1", modality="pledged")
    deed = gift("2", document="later", modality="happened", on=date(2020, 7, 1), issue=None)
    [row] = account([event("e", promise, deed)], [promise, deed])
    assert (row.delivered, row.modality, row.date_from) == (1.0, "happened", date(2020, 7, 1))
    assert row.issue == "trade"  # from the other claim, as the deciding one has none
    assert (row.events, row.claims) == (("e",), ("c-1", "c-2"))


def test_a_reviewed_promise_outranks_an_unreviewed_deed() -> None:
    promise, deed = gift("1", modality="pledged"), gift("2", modality="happened")
    [row] = account([event("e", promise, deed)], [promise, deed], reviewed("1"))
    assert (row.delivered, row.reviewed) == (0.0, True)


def test_a_row_outranks_what_was_read() -> None:
    row, deed = gift("1", document="rows", modality="pledged"), gift("2", modality="happened")
    [told] = account([event("e", deed, row)], [row, deed])
    assert (told.delivered, told.claims) == (0.0, ("c-1", "c-2"))


def test_a_reviewed_denial_neither_hides_the_concession_nor_makes_it_reviewed() -> None:
    told, denied = gift("1"), gift("2", modality="denied")
    [row] = account([event("e", told, denied)], [told, denied], reviewed("2"))
    assert (row.contested, row.reviewed, row.claims) == (True, False, ("c-1",))


def test_the_analyst_replaces_what_they_judged_and_nothing_else() -> None:
    judgements = {"e-1": EventJudgement(size=2.0, irreversible=0.5), "e-9": EventJudgement(size=3.0)}
    rows = account(*each(gift("1"), gift("2", on=None)), judgements=judgements)
    assert [(r.size, r.delivered, r.irreversible, r.judged) for r in rows] == [
        (2.0, 1.0, 0.5, True),
        (1.0, 1.0, 0.0, False),
    ]
    assert judged_in_vain(rows, judgements) == ("e-9",)


def test_totals_count_each_party_of_each_concession() -> None:
    rows = account(
        *each(
            gift("1", by=("AAA", "CCC"), to="BBB"),
            gift("2", by="BBB", to="AAA", modality="pledged"),
            gift("3", by=("AAA", "BBB"), to=("AAA", "BBB")),  # each to the other
            gift("4", by="AAA", to=()),
        )
    )
    assert totals(rows) == (
        Total("AAA", given=3, given_delivered=3, received=2, received_delivered=1),
        Total("BBB", given=2, given_delivered=1, received=2, received_delivered=2),
        Total("CCC", given=1, given_delivered=1, received=0, received_delivered=0),
    )
    # Those the case does not name have no total, those it names always have.
    assert totals(rows, ["DDD", "CCC"]) == (Total("CCC", 1, 1, 0, 0), Total("DDD", 0, 0, 0, 0))
    assert [flows(row) for row in rows] == [
        (("AAA", "BBB"), ("CCC", "BBB")),
        (("BBB", "AAA"),),
        (("AAA", "BBB"), ("BBB", "AAA")),
        (),
    ]


def test_rows_are_in_order_of_date_with_undated_last() -> None:
    rows = account(*each(gift("1", on=None), gift("2", on=date(2020, 5, 1)), gift("3"), claim("4")))
    assert [row.events[0] for row in rows] == ["e-3", "e-2", "e-1"]
