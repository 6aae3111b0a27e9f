"""Options with levels: one bit for every level above the first, at most one of them taken."""

from __future__ import annotations

import pytest

from detente.dispute import check_text, compile_graph, loads
from detente.dispute.types import Expression, Option
from detente.errors import ModelError

HEAD = """
actors:
  USA:
    options:
      meet: Meet
      relief: {name: Ease sanctions, levels: [none, partial, full]}
    prefers: [not relief, relief.partial if PRK.sites]
  PRK:
    options: {sites: Close sites}
    prefers: [USA.relief.full, USA.relief, not sites, USA.relief.none if USA.meet]
"""


def option(name: str) -> Expression:
    return Expression("option", (), name)


def codes(text: str) -> list[str]:
    return [fault.code for fault in check_text(HEAD + text)]


def test_every_level_above_the_first_is_a_bit() -> None:
    dispute = loads(HEAD)
    assert [o.id for o in dispute.options] == [
        "USA.meet", "USA.relief.partial", "USA.relief.full", "PRK.sites",
    ]  # fmt: skip
    assert dispute.options[2] == Option(
        "USA.relief.full", "USA", "relief.full", "Ease sanctions: full", None, "USA.relief", "USA.relief.none"
    )
    assert dispute.warnings == ()


def test_the_bare_option_is_any_level_above_the_first() -> None:
    usa, prk = loads(HEAD).actors
    anything = Expression("or", (option("USA.relief.partial"), option("USA.relief.full")))
    assert usa.prefers is not None
    assert prk.prefers is not None
    assert usa.prefers[0].statements[0].expression == Expression("not", (anything,))
    assert prk.prefers[1].statements[0].expression == anything
    assert prk.prefers[3].statements[0].expression.parts[0] == Expression("not", (anything,))


def test_at_most_one_level_is_taken_and_moving_between_levels_is_one_move() -> None:
    graph = compile_graph(loads(HEAD))
    assert len(graph.states) == 2 * 3 * 2
    start = list(graph.states).index("2")
    reached = {graph.states[int(t)] for t in graph.arcs(0).of(start)}
    assert reached == {"0", "1", "3", "4", "5"}


def test_two_levels_are_one_bit_and_the_bare_name_says_which() -> None:
    text = "actors: {A: {options: {x: {levels: [low, high]}}, prefers: [x, x.low]}}\nnow: [A.x]"
    dispute = loads(text)
    assert [o.id for o in dispute.options] == ["A.x.high"]
    assert (dispute.now, dispute.constraints) == (("A.x.high",), ())
    assert compile_graph(dispute).ranks.tolist() == [[0, 1]]


def test_taking_a_level_ends_the_one_before() -> None:
    history = """
history:
  - {on: 2018-01-01, take: [USA.relief.partial, USA.meet]}
  - {on: 2018-02-01, take: [USA.relief.full]}
"""
    assert loads(HEAD + history).now == ("USA.meet", "USA.relief.full")
    dropped = history + "  - {on: 2018-03-01, drop: [USA.relief]}\n"
    assert loads(HEAD + dropped).now == ("USA.meet",)
    other = history + "  - {on: 2018-03-01, drop: [USA.relief.partial]}\n"
    assert loads(HEAD + other).now == ("USA.meet", "USA.relief.full")


def test_states_may_name_levels_even_the_first() -> None:
    text = "states: {deal: [USA.relief.full, PRK.sites], cold: [USA.relief.none]}"
    graph = compile_graph(loads(HEAD + text))
    assert graph.states[0] == "cold"
    assert graph.taken(list(graph.states).index("deal")) == ("USA.relief.full", "PRK.sites")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("now: [USA.relief]", "D110"),
        ("now: [USA.relief.much]", "D110"),
        ("now: [USA.relief.full, USA.relief.partial]", "D123"),
        ("history: [{on: 2018-01-01, take: [USA.relief.none]}]", "D110"),
        ("history: [{on: 2018-01-01, take: [USA.relief.full], drop: [USA.relief]}]", "D135"),
        ("terms: {relief: USA.meet}", "D122"),
    ],
)
def test_what_levels_rule_out(text: str, code: str) -> None:
    assert code in codes(text)


@pytest.mark.parametrize(
    ("levels", "code"),
    [
        ("[one]", "D114"),
        ("two", "D114"),
        ("[a, a, b]", "D123"),
        ("[a, b c]", "D118"),
        ("[a, b], one_way: take", "D124"),
    ],
)
def test_levels_that_are_none(levels: str, code: str) -> None:
    text = f"actors: {{A: {{options: {{x: {{levels: {levels}}}}}, prefers: [x]}}}}"
    assert code in [fault.code for fault in check_text(text)]
    with pytest.raises(ModelError):
        loads(text)


def test_offers_may_say_what_a_level_costs() -> None:
    offers = """
offers:
  - {id: o, by: PRK, to: USA, on: 2019-01-01, package: [USA.relief.full],
     reply: rejected, costs: {USA.relief: [USA]}}
"""
    assert loads(HEAD + offers).offers[0].costs == {
        "USA.relief.partial": ("USA",),
        "USA.relief.full": ("USA",),
    }
