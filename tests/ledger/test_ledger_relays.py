"""Mediators and the word that may go through them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_samples import DOCUMENTS, claim, each
from move_samples import move

from detente.ledger.known import what_is_known
from detente.ledger.relays import MOST_TEXTS, conflicts, mediators, relays, told_relays

QUARREL = [move(day, "A", "B", -2.0) for day in range(5)]


def test_a_mediator_deals_with_both_sides_of_a_conflict() -> None:
    rows = [
        *QUARREL,
        move(6, "M", "A"),
        move(7, "B", "M"),
        move(8, "M", "B", 2.0),
        move(9, "A", "M", 3.0),
        move(9, "A", "M", -3.0),
        move(3, "N", "A"),
        move(4, "N", "A", 2.0),
    ]
    [row] = mediators(rows)
    assert (row.actor, row.pair, row.with_a, row.with_b) == ("M", ("A", "B"), (2, 1), (2, 0))
    assert row.gap == pytest.approx(1 / 3)
    assert mediators(rows[1:]) == ()  # four conflictual events are no conflict yet


def test_the_fiercest_conflicts_are_looked_at() -> None:
    tallies = {("A", f"B{n}"): (0, 5 + n) for n in range(8)} | {("A", "C"): (9, 4)}
    assert conflicts(tallies) == tuple(("A", f"B{n}") for n in range(2, 8))


def meet(day, by, to, issue="trade", **fields):
    return move(day, by, to, issue=issue, key=f"{by}{to}{day}{issue}", **fields)


def test_a_relay_is_two_meetings_on_one_issue_in_a_row() -> None:
    rows = [*QUARREL, meet(10, "M", "A"), meet(12, "B", "M"), meet(40, "M", "B")]
    [row] = relays(rows)
    assert (row.carrier, row.origin, row.destination, row.days, row.how) == ("M", "A", "B", 2, "sequence")
    assert row.events == ("MA10trade", "BM12trade")


@pytest.mark.parametrize(
    "second",
    [
        meet(10, "M", "B"),  # the same day: nobody knows who came first
        meet(25, "M", "B"),  # too late
        meet(12, "M", "B", issue="aid"),
        meet(12, "M", "B", issue=None),
        meet(12, "M", "B", weight=-2.0),
        meet(12, "M", "B", type="AID"),
        meet(12, "A", "B"),  # the sides themselves
    ],
)
def test_what_is_no_relay(second) -> None:
    assert relays([*QUARREL, meet(10, "M", "A"), second]) == ()


meetings = st.lists(
    st.builds(
        meet, st.integers(0, 40), st.sampled_from("MN"), st.sampled_from("AB"), st.sampled_from(["x", "y"])
    ),
    max_size=12,
    unique_by=lambda m: m.event,
)


@settings(deadline=None)
@given(meetings, st.integers(1, 20))
def test_relays_follow_the_definition(rows, within) -> None:
    slow = set()
    for second in rows:
        for side in "AB":
            if second.to == side:
                before = [
                    first
                    for first in rows
                    if first.by == second.by and first.to != side and first.issue == second.issue
                    and 0 < (second.day - first.day).days <= within
                ]  # fmt: skip
                if before:
                    days = min((second.day - first.day).days for first in before)
                    slow.add((second.by, side, second.issue, second.day, days))
    found = relays(QUARREL + rows, within)
    assert {(r.carrier, r.destination, r.issue, r.on, r.days) for r in found} == slow
    assert len(found) == len(slow)
    assert [r.on for r in found] == sorted(r.on for r in found)


def naming(text: str, on: date | None) -> list[tuple[int, str]]:
    return sorted((text.find(code), code) for code in ("AAA", "BBB", "CCC", "DDD") if code in text)


def test_of_very_many_lines_the_latest_are_searched() -> None:
    text = "CCC passed on the wish of AAA to BBB"
    lines = [
        claim(
            str(n),
            quote=text,
            clause_start=100,
            clause_end=100 + len(text),
            on=date(2020, 1, 1) + timedelta(n),
        )
        for n in range(MOST_TEXTS + 5)
    ]
    searched = []

    def watched(text: str, on: date | None) -> list[tuple[int, str]]:
        searched.append(on)
        return naming(text, on)

    found = told_relays(what_is_known(*each(*lines), {}, DOCUMENTS).events, ["AAA", "BBB", "CCC"], watched)
    assert len(found) == len(searched) == MOST_TEXTS
    assert min(searched) == date(2020, 1, 6)


@pytest.mark.parametrize(
    ("text", "fields", "found"),
    [
        ("CCC passed on the wish of AAA to BBB", {}, ("CCC", "AAA", "BBB")),
        ("CCC brought a sealed letter to BBB", {}, ("CCC", "AAA", "BBB")),
        ("CCC said it was asked", {}, None),
        ("CCC and DDD conveyed the wish of AAA to BBB", {}, None),  # who of the two?
        ("AAA passed on its wish to BBB", {}, None),  # there is no third
        ("The wish was conveyed by CCC", {}, None),  # nobody named before
        ("CCC passed on the wish", {"negated": True}, None),
        ("CCC passed on the wish", {"on": None}, None),
        ("He said BBB had asked him to explain it to AAA", {"actor": ("CCC",), "target": ("AAA",)}, ("CCC", "AAA", "BBB")),
    ],
)  # fmt: skip
def test_relays_told_in_words(text, fields, found) -> None:
    one = claim("1", quote=text, clause_start=100, clause_end=100 + len(text), **fields)
    events = what_is_known(*each(one), {}, DOCUMENTS).events
    rows = [
        (r.carrier, r.origin, r.destination)
        for r in told_relays(events, ["AAA", "BBB", "CCC", "DDD"], naming)
    ]
    assert rows == ([found] if found else [])
