"""Conduct held against a pledge: for, against, just outside, and by whose word."""

from __future__ import annotations

from datetime import date

import pytest
from ledger_samples import DOCUMENTS, claim, dispute, each, event, reviewed

from detente.dispute.types import Pledge, Score
from detente.ledger.compare import compare
from detente.ledger.conduct import conduct, deeds, proposal
from detente.ledger.keep import keep
from detente.ledger.known import what_is_known
from detente.ledger.pledges import implementation, pledges, scores_given, themes

MADE, JUNE, JULY = date(2020, 2, 1), date(2020, 6, 1), date(2020, 7, 1)


def halt(**fields):
    values = {
        "by": ("AAA",), "to": ("BBB",), "text": "no nuclear tests", "made": MADE, "issues": ("nuclear_tests",),
        "outside": "short-range missiles and rocket artillery",
    }  # fmt: skip
    return Pledge("halt", **{**values, **fields})


def act(key, quote="It was done.", **fields):
    values = {"type": "MOBILIZE", "polarity": "conflictual", "issue": "nuclear_tests"}
    return claim(key, quote=quote, **{**values, **fields})


def held(pledge, *claims):
    known = what_is_known(*each(*claims), {}, DOCUMENTS)
    return conduct(pledge, deeds(known.events, pledge.by), {one.event.id: one for one in known.events})


def bearings(pledge, *claims):
    return [(row.event, row.bearing) for row in held(pledge, *claims)]


@pytest.mark.parametrize(
    ("fields", "bearing"),
    [
        ({}, "against"),
        ({"polarity": "cooperative", "type": "RETREAT"}, "for"),
        ({"negated": True}, "for"),  # said not to have tested
        ({"polarity": "cooperative", "negated": True}, "against"),
        ({"modality": "ongoing"}, "against"),
        ({"modality": "threatened"}, None),
        ({"modality": "pledged"}, None),
        ({"polarity": None, "type": "STATEMENT"}, None),
        ({"actor": ("CCC",)}, None),
        ({"issue": "trade"}, None),
        ({"issue": None}, None),
        ({"on": date(2020, 1, 31)}, None),
        ({"on": MADE}, "against"),
        ({"on": None}, None),
        # Among others than those it was promised to: nothing, unless it is to be kept day by day.
        ({"target": ("CCC",)}, None),
        ({"target": ()}, "against"),
        ({"actor": ("AAA", "BBB"), "target": ()}, "against"),
        ({"issue": "missiles"}, "outside"),
        ({"issue": "missiles", "polarity": "cooperative"}, None),
        ({"quote": "It fired two short-range rockets."}, "outside"),
        ({"quote": "A nuclear test, and rocket artillery too."}, "against"),
    ],
)
def test_the_rule(fields, bearing) -> None:
    found = bearings(halt(), act("1", **fields))
    assert found == ([("e-1", bearing)] if bearing else [])


def test_a_standing_pledge_binds_before_everybody() -> None:
    [row] = held(halt(kind="standing"), act("1", target=("CCC",)))
    assert (row.bearing, row.judged) == ("against", False)
    assert row.why == "a hostile act on nuclear tests, toward CCC"
    assert bearings(halt(kind="standing"), act("1", target=("CCC",), polarity="cooperative")) == []


def test_the_analyst_goes_before_the_rule() -> None:
    judged = halt(conduct={"e-1": "unrelated", "e-2": "for", "e-404": "against"}, because=("e-3",))
    rows = held(judged, act("1"), act("2", issue="trade"), act("3"), act("4"))
    assert [(row.event, row.bearing, row.judged) for row in rows] == [
        ("e-2", "for", True),
        ("e-4", "against", False),
    ]


def test_issues_follow_from_what_is_cited() -> None:
    pledge = halt(issues=(), because=("e-1",))
    promise = act("1", issue="trade", modality="pledged", type="AGREE", polarity="cooperative")
    assert bearings(pledge, promise, act("2", issue="trade"), act("3")) == [("e-2", "against")]


def test_a_proposal_is_a_range_and_never_a_score() -> None:
    [friendly] = held(halt(), act("1", polarity="cooperative"))
    [hostile] = held(halt(), act("2"))
    [beside] = held(halt(), act("3", issue="missiles"))
    assert [proposal(rows) for rows in ((friendly,), (friendly, hostile), (hostile,), (beside,), ())] == [
        (1, 3), (1, 2), (0, 1), None, None,
    ]  # fmt: skip
    known = what_is_known(*each(act("1")), {}, DOCUMENTS).events
    [row] = pledges(known, [halt()])
    assert (row.score, row.says, row.proposal) == (None, None, (0, 1))
    [row] = pledges(known, [halt(scores=(Score(JUNE, 3, "ann"),))])
    assert (row.score, row.proposal) == (3, None)


def test_scope_due_and_reviewed_events() -> None:
    pledge = halt(
        due=JUNE, because=("e-1", "e-2"), verifier="inspectors", reversibility="costly", theme="arms"
    )
    known = what_is_known(*each(act("1"), act("2")), reviewed("2"), DOCUMENTS).events
    [row] = pledges(known, [pledge], as_of=JUNE)
    assert (row.reviewed, len(row.events), row.overdue) == (1, 2, False)
    assert (row.verifier, row.reversibility, row.theme, row.kind) == ("inspectors", "costly", "arms", "once")
    late = halt(due=JUNE, scores=(Score(MADE, 2, "ann"),))
    assert [row.overdue for row in pledges((), [late], as_of=JULY)] == [True]
    done = halt(due=JUNE, scores=(Score(MADE, 3, "ann"),))
    assert [row.overdue for row in pledges((), [done], as_of=JULY)] == [False]
    assert [row.overdue for row in pledges((), [late])] == [False]  # no day, so nothing has passed


def test_reports_that_deny_each_other_contest_a_pledge() -> None:
    said, denied = act("1"), act("2", modality="denied")
    known = what_is_known([event("e", said, denied)], [said, denied], {}, DOCUMENTS).events
    assert pledges(known, [halt(because=("e",))])[0].contested
    assert not pledges(known, [halt()])[0].contested


def test_implementation_over_time_and_by_theme() -> None:
    declared = [
        halt(theme="arms", scores=(Score(JUNE, 3, "ann"), Score(JULY, 1, "bob"), Score(JULY, 2, "ann"))),
        Pledge("aid", ("AAA",), (), "send aid", MADE, scores=(Score(JULY, 0, "ann"),), theme="people"),
        Pledge("late", ("AAA",), (), "later", date(2020, 7, 2), theme="people"),
    ]
    rows = implementation(declared)
    # June: 3 / 3. July: (1 + 0) / 6, the lowest of the day; arms 1 / 3, people 0 / 3.
    assert [(row.on, row.theme, round(row.value, 1), row.scored, row.pledges) for row in rows] == [
        (JUNE, None, 100.0, 1, 2), (JUNE, "arms", 100.0, 1, 1),
        (JULY, None, 16.7, 2, 2), (JULY, "arms", 33.3, 1, 1), (JULY, "people", 0.0, 1, 1),
    ]  # fmt: skip
    assert implementation(declared, JUNE) == rows[:2]
    assert [(row.pledge, row.score, row.says) for row in scores_given(declared, JUNE)] == [("halt", 3, "ann")]
    assert list(themes(pledges((), declared))) == ["arms", "people"]


def test_what_changed_in_the_pledges() -> None:
    pledge = halt(
        due=JUNE, scores=(Score(date(2020, 3, 1), 2, "ann"), Score(JULY, 0, "bob", because=("e-2",)))
    )
    claims = [act("1", on=date(2020, 6, 15), document="rows"), act("2", on=JULY, document="rows")]
    case = dispute("AAA", "BBB", pledges=(pledge,))
    first, last = (keep(*each(*claims), {}, DOCUMENTS, case, as_of=day) for day in (JUNE, JULY))
    [row] = compare(first, last).pledges
    assert (row.id, row.made, row.before, row.after, row.says) == ("halt", False, 2, 0, "bob")
    assert (row.overdue, row.contested, row.events) == (True, False, ("e-2", "e-1"))
    assert [act.event for act in row.conduct] == ["e-1", "e-2"]
    assert compare(last, last).pledges == ()
    assert compare(first, last).implementation == (pytest.approx(66.7, abs=0.1), 0.0)
    none = keep([], [], {}, [], case, as_of=date(2020, 1, 1))
    assert [row.made for row in compare(none, first).pledges] == [True]


@pytest.mark.parametrize(
    ("quote", "negated", "text"),
    [
        (
            "It promised that it would take down the old stand.",
            False,
            "It promised that it would take down the old stand.",
        ),
        (
            "It would never again test such a thing over the sea.",
            True,
            "It would never again test such a thing over the sea.",
        ),
    ],
)
def test_promises_read_stand_alone(quote, negated, text) -> None:
    kind = "MOBILIZE" if negated else "AGREE"
    one = claim("1", quote=quote, type=kind, modality="pledged", negated=negated, clause_end=110)
    [row] = pledges(what_is_known(*each(one), {}, DOCUMENTS).events)
    assert row.text == text
