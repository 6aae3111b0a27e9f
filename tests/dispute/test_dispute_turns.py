"""Turning points and initiatives in a case file."""

from __future__ import annotations

from datetime import date

from detente.dispute import dumps, loads
from detente.dispute.differences import differences
from detente.dispute.layout import format_text

TEXT = """\
actors: {A: {options: {x: X}, prefers: [x]}, B: {options: {y: Y}, prefers: [y]}}
initiatives:
  - {id: halt, by: A, to: [B], text: stops, announced: 2019-01-01, due: 2019-03-01, carried_out: 2019-02-01,
     checklist: {verifiable: yes, graduated: unknown}, because: [e3]}
turning_points:
  - {on: 2019-05-01, precipitant: substantive, departure: gradual, consequence: de-escalatory, because: [e2]}
  - {on: 2019-02-01, between: [B, A, B], precipitant: external, departure: abrupt, consequence: escalatory,
     timing: later, text: a walk-out, because: e1}
"""


def test_what_the_file_says() -> None:
    dispute = loads(TEXT)
    first, second = dispute.turning_points
    assert (first.on, first.between, first.precipitant, first.departure) == (
        date(2019, 2, 1), ("B", "A"), "external", "abrupt",
    )  # fmt: skip
    assert (first.consequence, first.timing, first.text, first.because) == (
        "escalatory", "later", "a walk-out", ("e1",),
    )  # fmt: skip
    assert (second.on, second.between, second.timing, second.text) == (date(2019, 5, 1), (), None, None)
    [one] = dispute.initiatives
    assert (one.id, one.by, one.to, one.text) == ("halt", ("A",), ("B",), "stops")
    assert (one.announced, one.due, one.carried_out) == (date(2019, 1, 1), date(2019, 3, 1), date(2019, 2, 1))
    assert one.checklist == {"verifiable": "yes", "graduated": "unknown"}
    assert {(c.event, c.by) for c in dispute.citations} == {
        ("e1", "turning_points.2"), ("e2", "turning_points.1"), ("e3", "initiatives.halt"),
    }  # fmt: skip


def test_written_and_read_again_they_say_the_same() -> None:
    dispute = loads(TEXT)
    again = loads(dumps(dispute))
    assert (again.turning_points, again.initiatives) == (dispute.turning_points, dispute.initiatives)


def test_they_stand_after_the_ledger_when_laid_out() -> None:
    laid_out = format_text("questions: {}\n" + TEXT + "ledger: {baseline: 2018-01-01}\n")
    places = [laid_out.index(key) for key in ("ledger:", "turning_points:", "initiatives:", "questions:")]
    assert places == sorted(places)


def test_what_differs_is_told() -> None:
    other = TEXT.replace("timing: later", "timing: immediate").replace("verifiable: yes", "verifiable: no")
    told = [(row.part, row.change) for row in differences(loads(TEXT), loads(other)).judgements]
    assert told == [("turning point", "changed"), ("checklist", "changed")]
    fewer = TEXT.split("turning_points:")[0]
    told = [(row.part, row.change) for row in differences(loads(TEXT), loads(fewer)).judgements]
    assert told == [("turning point", "removed")] * 2
    assert differences(loads(TEXT), loads(TEXT)).same
