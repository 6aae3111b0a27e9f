"""Warnings about wishes that decide nothing, and about deeds that go against the written wishes."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dispute import compile_graph, loads
from detente.dispute.citations import unsupported

CASE = """
actors:
  A: {{options: {{x: Act, z: Wait}}, prefers: {a}}}
  B: {{options: {{y: Answer}}, prefers: {b}}}
{more}
"""


def warned(a: str = "[x, z, B.y]", b: str = "[A.x, y, A.z]", more: str = "") -> list[tuple[str, str]]:
    return [(w.code, w.message) for w in loads(CASE.format(a=a, b=b, more=more)).warnings]


def codes(*args: str, **kwargs: str) -> list[str]:
    return [code for code, _ in warned(*args, **kwargs)]


def test_a_wish_decided_by_those_above_is_told_with_its_place() -> None:
    dispute = loads(CASE.format(a="[x, B.y iff x, not B.y, z]", b="[A.x, y, A.z]", more=""))
    (warning,) = dispute.warnings
    assert warning.code == "D188"
    assert warning.message == "not B.y decides nothing: where it differs the lines above decide"
    assert (warning.place.line, warning.place.column) == (3, 59)  # type: ignore[union-attr]


def test_a_wish_below_one_that_may_not_be_held_still_decides() -> None:
    assert codes(a="[{maybe: x}, x, z, B.y]") == []
    assert codes(a="[x, z, B.y, {maybe: not x}]") == ["D188"]


WISHES = [
    "x",
    "not z",
    "B.y",
    "x and z",
    "x or B.y",
    "z iff B.y",
    "[x, z]",
    "{maybe: z}",
    "{any order: [x, B.y]}",
]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WISHES), min_size=1, max_size=6))
def test_a_line_is_vacuous_just_when_leaving_it_out_changes_no_ranking(lines: list[str]) -> None:
    dispute = loads(CASE.format(a=f"[{', '.join(lines)}]", b="[y]", more=""))
    told = sum(w.code == "D188" for w in dispute.warnings)

    vacuous = 0
    for number in range(len(lines)):
        sure = [w for w in lines[:number] if "maybe" not in w]
        one = lines[number].replace("{maybe: z}", "z")
        text = [", ".join([*sure, *extra]) for extra in ((), (one,))]
        without, with_it = (
            compile_graph(loads(CASE.format(a=f"[{t}]", b="[y]", more=""))).ranks[0] for t in text
        )
        if np.array_equal(without, with_it):
            vacuous += 1
    assert told == vacuous


def test_a_deed_against_the_written_order_names_the_line() -> None:
    more = "history: [{on: 2019-01-01, take: [A.x]}, {on: 2019-02-01, drop: [A.x]}]"
    assert warned(more=more) == [
        ("D191", "A dropped A.x on 2019-02-01; the file has it prefer the opposite: line 1, x, decides")
    ]


def test_a_deed_no_line_speaks_of_is_none_against_them() -> None:
    assert codes(a="[B.y]", b="[A.x, y, A.z]", more="history: [{on: 2019-01-01, take: [A.x]}]") == []


def test_a_line_that_may_be_held_is_named_as_the_explanation() -> None:
    dispute = loads(
        CASE.format(a="[{maybe: not x}, x, z, B.y]", b="[y, A.x, A.z]",
                    more="history: [{on: 2019-01-01, take: [A.x]}, {on: 2019-02-01, drop: [A.x]}]")
    )  # fmt: skip
    (warning,) = dispute.warnings
    assert warning.hint.startswith("expected if line 1 (maybe) is held")


def test_a_bargain_is_told_only_when_the_actor_would_rather_have_had_none_of_it() -> None:
    bargain = "history: [{on: 2019-01-01, take: [A.x, B.y]}]"
    swap = "[B.y, not x, z]"  # giving x is worth it for y
    assert codes(a=swap, b="[A.x, not y, A.z]", more=bargain) == []
    assert codes(a="[not x, B.y, z]", b="[A.x, not y, A.z]", more=bargain) == ["D191"]


def test_before_the_baseline_nothing_is_a_deed() -> None:
    more = "history: [{on: 2017-01-01, take: [A.x]}]\nledger: {baseline: %s}"
    assert codes(a="[not x, z, B.y]", more=more % "2018-01-01") == []
    assert codes(a="[not x, z, B.y]", more=more % "2017-01-01") == ["D191"]


def test_replies_are_held_against_the_wishes_of_their_day() -> None:
    offer = "offers: [{id: o, by: B, to: A, on: 2019-02-28, package: [%s], reply: %s, account: B}]"
    wanted = (
        "A rejected the package o on 2019-02-28, by the account of B; the file has it prefer the opposite: "
    )
    assert warned(more=offer % ("B.y", "rejected")) == [("D192", wanted + "line 3, B.y, decides")]
    assert codes(more=offer % ("B.y", "accepted")) == []
    assert codes(a="[not B.y, x, z]", more=offer % ("B.y", "accepted")) == ["D192"]
    for reply in ("countered", "silent", "disputed"):
        assert codes(more=offer % ("B.y", reply)) == []


def test_what_stood_already_on_the_day_makes_the_package_worth_nothing() -> None:
    more = (
        "history: [{on: 2019-01-01, take: [B.y]}]\n"
        "offers: [{id: o, by: B, to: A, on: 2019-02-28, package: [B.y], reply: rejected}]"
    )
    assert codes(more=more) == []


def test_an_impossible_package_cannot_be_judged() -> None:
    more = (
        "impossible: [A.x and B.y]\nhistory: [{on: 2019-01-01, take: [A.x]}]\n"
        "offers: [{id: o, by: B, to: A, on: 2019-02-28, package: [B.y], reply: rejected}]"
    )
    assert codes(a="[B.y, x, z]", more=more) == []


def test_rankings_are_held_against_conduct_too() -> None:
    text = """
actors:
  A: {options: {x: Act}, ranking: [%s]}
states: {calm: [], storm: [A.x]}
only_states: true
history: [{on: 2019-01-01, take: [A.x]}]
"""
    assert [w.code for w in loads(text % "calm, storm").warnings] == ["D191"]
    assert loads(text % "storm, calm").warnings == ()


def test_levels_are_taken_and_left_as_one_option() -> None:
    text = """
actors:
  A: {options: {relief: {name: Ease, levels: [none, some, full]}}, prefers: [not relief.full, relief]}
history: [{on: 2019-01-01, take: [A.relief.some]}, {on: 2019-02-01, take: [A.relief.full]}]
"""
    assert [w.message for w in loads(text).warnings] == [
        "A took A.relief.full on 2019-02-01; the file has it prefer the opposite: line 1, not relief.full, decides"
    ]


def test_a_history_through_impossible_outcomes_is_told_on_its_day() -> None:
    more = """
impossible: [A.x and B.y]
history:
  - {on: 2019-01-01, take: [A.x]}
  - {on: 2019-02-01, take: [B.y]}
  - {on: 2019-03-01, drop: [A.x]}
"""
    dispute = loads(CASE.format(a="[not x, z, B.y]", b="[y, A.z, A.x]", more=more))
    found = [(w.code, w.place.line if w.place else 0) for w in dispute.warnings if w.code == "D190"]
    assert found == [("D190", 9)]


def test_today_being_impossible_is_told_once() -> None:
    more = "impossible: [A.x and B.y]\nhistory: [{on: 2019-01-01, take: [A.x, B.y]}]"
    assert codes(a="[x, z, B.y]", b="[A.x, y, A.z]", more=more) == ["D184"]


def test_lines_that_cite_nothing_are_told_where_there_is_a_record() -> None:
    dispute = loads(CASE.format(a="[{want: x, because: [e1]}, z]", b="[y]", more=""))
    assert [(w.code, w.message) for w in unsupported(dispute)] == [
        ("D189", "nothing on record supports A: z"),
        ("D189", "nothing on record supports B: y"),
    ]


def test_a_long_history_is_checked_quickly() -> None:
    days = [f"{2000 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}" for n in range(1500)]
    rows = ", ".join(
        f"{{on: {day}, {way}: [A.x]}}" for day, way in zip(days, ["take", "drop"] * 750, strict=True)
    )
    found = codes(more=f"history: [{rows}]")
    assert found == ["D191"] * 200 + ["D102"]


def test_what_is_dropped_for_good_may_be_taken_before_but_not_again() -> None:
    text = """
actors: {A: {options: {x: {name: Act, one_way: drop}}, prefers: []}}
history: [{on: 2019-01-01, take: [A.x]}, {on: 2019-02-01, drop: [A.x]}%s]
"""
    assert "D186" not in [w.code for w in loads(text % "").warnings]
    (again,) = [w for w in loads(text % ", {on: 2019-03-01, take: [A.x]}").warnings if w.code == "D186"]
    assert again.message == "A.x is taken again, though once dropped it stays so"


def test_pairs_under_better_are_held_against_conduct_too() -> None:
    text = """
actors:
  A: {options: {x: Act}, better: [[%s]]}
history: [{on: 2019-01-01, take: [A.x]}]
"""
    assert [w.code for w in loads(text % '"0", "1"').warnings] == ["D191"]
    assert loads(text % '"1", "0"').warnings == ()
