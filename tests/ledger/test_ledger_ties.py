"""Ties and the timeline."""

from __future__ import annotations

from datetime import date

import pytest
from ledger_samples import DOCUMENTS, claim, each, event, reviewed

from detente.ledger.known import what_is_known
from detente.ledger.ties import ties
from detente.ledger.timeline import timeline
from detente.vocabulary.actions import goldstein


def known(*claims):
    return what_is_known(*each(*claims), {}, DOCUMENTS).events


def test_cooperation_and_conflict_are_kept_apart() -> None:
    # March: two visits of weight 1 and one accusation of weight -2 between the same two, whoever acts.
    rows = ties(
        known(
            claim("1", type="CONSULT", target=(), actor=("BBB", "AAA")),
            claim("2", type="CONSULT"),
            claim("3", type="ACCUSE", actor=("BBB",), target=("AAA",), on=date(2020, 3, 31)),
            claim("4", type="CONSULT", on=date(2020, 4, 1)),
        )
    )
    assert [(t.a, t.b, t.month, t.cooperation, t.conflict, t.events) for t in rows] == [
        ("AAA", "BBB", "2020-03", 2 * goldstein("CONSULT"), goldstein("ACCUSE"), ("e-1", "e-2", "e-3")),
        ("AAA", "BBB", "2020-04", goldstein("CONSULT"), 0.0, ("e-4",)),
    ]


def test_a_mutual_event_counts_for_every_pair_and_a_joint_one_not_among_the_actors() -> None:
    mutual = ties(known(claim("1", type="CONSULT", actor=("CCC", "AAA", "BBB"), target=())))
    assert [(t.a, t.b) for t in mutual] == [("AAA", "BBB"), ("AAA", "CCC"), ("BBB", "CCC")]
    joint = ties(known(claim("1", type="CONSULT", actor=("CCC", "AAA"), target=("BBB", "AAA"))))
    assert [(t.a, t.b) for t in joint] == [("AAA", "BBB"), ("AAA", "CCC"), ("BBB", "CCC")]
    joint = ties(known(claim("1", type="CONSULT", actor=("CCC", "AAA"), target=("BBB",))))
    assert [(t.a, t.b) for t in joint] == [("AAA", "BBB"), ("BBB", "CCC")]


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({"type": "ASSAULT", "modality": "happened"}, True),
        ({"type": "ASSAULT", "modality": "ongoing"}, True),
        ({"type": "ASSAULT", "modality": "threatened"}, False),
        ({"type": "ASSAULT", "modality": "speculated"}, False),
        ({"type": "ASSAULT", "modality": "denied"}, False),
        ({"type": "ASSAULT", "negated": True}, False),
        ({"type": "THREATEN", "modality": "threatened"}, True),
        ({"type": "THREATEN", "modality": "conditional"}, True),
        ({"type": "REQUEST", "modality": "demanded"}, True),
        ({"type": "AGREE", "modality": "offered"}, True),
        ({"type": "AGREE", "modality": "speculated"}, False),
        ({"type": "CONSULT", "modality": "pledged"}, False),
        ({"type": "STATEMENT"}, False),
        ({"type": "UNHEARD-OF"}, False),
        ({"target": ()}, False),
        ({"target": ("AAA",)}, False),
        ({"on": None}, False),
        ({"date_to": date(2020, 12, 31)}, False),
        ({"actor": tuple(f"N{n}" for n in range(41)), "target": ()}, False),
    ],
)
def test_what_counts_as_having_passed_between_two(fields, counts) -> None:
    assert bool(ties(known(claim("1", **fields)))) is counts


def test_weights_can_be_the_callers_own() -> None:
    [row] = ties(known(claim("1", type="CONSULT"), claim("2", type="AGREE")), {"AGREE": 0.1})
    assert (row.cooperation, row.events) == (0.1, ("e-2",))


def test_the_timeline_is_in_order_and_counts_what_has_no_date() -> None:
    first = claim("2", on=date(2020, 3, 1), negated=True)
    again = claim("2b", document="later", on=date(2020, 3, 3))
    events = [
        event("b", claim("1", date_to=date(2020, 3, 5))),
        event("a", first, again),
        event("c", claim("3", on=None)),
        event("d", claim("4", on=date(2019, 1, 1), modality="pledged")),
    ]
    claims = [
        claim("1", date_to=date(2020, 3, 5)),
        first,
        again,
        claim("3", on=None),
        claim("4", on=date(2019, 1, 1)),
    ]
    rows, undated = timeline(what_is_known(events, claims, reviewed("2b"), DOCUMENTS).events)
    assert [(row.event, row.date_from.isoformat()) for row in rows] == [
        ("d", "2019-01-01"),
        ("b", "2020-03-01"),
        ("a", "2020-03-03"),
    ]
    assert undated == 1
    # The reviewed claim decides: not negated, and both documents speak of it.
    assert (rows[2].negated, rows[2].documents, rows[2].reviewed) == (False, 2, True)
