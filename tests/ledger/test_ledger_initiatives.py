"""The checklist of an initiative: what the record proposes and what the analyst says."""

from __future__ import annotations

from datetime import date

import pytest
from ledger_samples import DOCUMENTS, claim, each
from move_samples import move

from detente.dispute.types import CHECKLIST, EventJudgement, Initiative
from detente.ledger.initiatives import checklists
from detente.ledger.known import what_is_known

SAID = claim("said", modality="pledged", on=date(2020, 1, 5))
DONE = claim("done", on=date(2020, 1, 20))


def answers(*claims, rows=(), judged=None, as_of=None, **fields):
    cited = tuple(c.id.replace("c-", "e-") for c in claims)
    one = Initiative("i", ("AAA",), ("BBB",), "stops", because=cited, **fields)
    events = what_is_known(*each(*claims), {}, DOCUMENTS).events
    [found] = checklists((one,), events, rows, judged or {}, as_of)
    assert [a.question for a in found.answers] == list(CHECKLIST)
    return {a.question: a for a in found.answers}


def test_nothing_cited_is_nothing_known() -> None:
    assert {a.answer for a in answers().values()} == {"unknown"}
    assert {a.says for a in answers().values()} == {"record"}


def said(key, text, **fields):
    return claim(key, quote=text, clause_start=100, clause_end=100 + len(text), **fields)


@pytest.mark.parametrize(
    ("question", "claims", "fields", "answer", "events"),
    [
        ("announced", (SAID, DONE), {}, "yes", ("e-said", "e-done")),
        ("announced", (DONE,), {"announced": date(2020, 1, 20)}, "no", ("e-done",)),
        ("announced", (SAID,), {"carried_out": date(2020, 1, 6)}, "yes", ("e-said",)),
        ("announced", (DONE,), {}, "unknown", ()),
        ("announced", (SAID,), {}, "unknown", ()),
        ("unilateral", (SAID, DONE), {}, "yes", ("e-said", "e-done")),
        ("unilateral", (SAID, claim("both", actor=("AAA", "BBB"), target=())), {}, "no", ("e-both",)),
        ("unilateral", (claim("other", actor=("AAA", "CCC")),), {}, "unknown", ()),
        ("on_schedule", (), {"due": date(2020, 2, 1), "carried_out": date(2020, 2, 1)}, "yes", ()),
        ("on_schedule", (), {"due": date(2020, 2, 1), "carried_out": date(2020, 2, 2)}, "no", ()),
        ("on_schedule", (), {"due": date(2020, 2, 1), "as_of": date(2020, 2, 2)}, "no", ()),
        ("on_schedule", (), {"due": date(2020, 2, 1), "as_of": date(2020, 2, 1)}, "unknown", ()),
        ("verifiable", (said("w", "Inspectors watched it"), DONE), {}, "yes", ("e-w",)),
        ("verifiable", (DONE,), {}, "unknown", ()),
        ("invites_reply", (said("w", "It wants steps in return"),), {}, "yes", ("e-w",)),
        ("invites_reply", (claim("if", modality="conditional"),), {}, "yes", ("e-if",)),
        ("keeps_defence", (DONE,), {"judged": {"e-done": EventJudgement(irreversible=0.1)}}, "yes", ("e-done",)),
        ("keeps_defence", (DONE,), {"judged": {"e-done": EventJudgement(irreversible=0.9)}}, "unknown", ("e-done",)),
        ("keeps_defence", (DONE,), {"judged": {"e-done": EventJudgement(size=2)}}, "unknown", ()),
        ("graduated", (DONE,), {"rows": [move(30, "AAA", "BBB", key="next")]}, "yes", ("next",)),
        ("graduated", (DONE,), {"rows": [move(19, "AAA", "BBB", key="e-done")]}, "unknown", ()),
        ("graduated", (DONE,), {"rows": [move(30, "AAA", "BBB", -2.0)]}, "unknown", ()),
        ("graduated", (DONE,), {"rows": [move(30, "BBB", "AAA")]}, "unknown", ()),
        ("graduated", (DONE,), {"rows": [move(300, "AAA", "BBB")]}, "unknown", ()),
    ],
)  # fmt: skip
def test_what_the_record_proposes(question, claims, fields, answer, events) -> None:
    found = answers(*claims, **fields)[question]
    assert (found.answer, found.events, found.says) == (answer, events, "record")
    assert found.why


def test_the_analysts_answer_stands() -> None:
    found = answers(SAID, DONE, checklist={"announced": "no", "graduated": "unknown"})
    assert (found["announced"].answer, found["announced"].says) == ("no", "case file")
    assert (found["graduated"].answer, found["graduated"].says) == ("unknown", "case file")
    assert found["unilateral"].says == "record"
