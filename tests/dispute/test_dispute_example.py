"""The example of the manual, read whole: every field lands where it should."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.dispute import Dispute, check, compile_graph, load, maybes, uncited, unknown_citations
from detente.dispute.citations import Maybe, needs_model
from detente.dispute.types import (
    Deadline,
    EventJudgement,
    Expression,
    HistoryRow,
    NamedState,
    Offer,
    Option,
    Pledge,
    Score,
)

CASE = Path(__file__).with_name("manual.yaml")


@pytest.fixture(scope="module")
def korea() -> Dispute:
    return load(CASE)


def option(name: str) -> Expression:
    return Expression("option", (), name)


def test_the_example_is_without_fault_but_for_the_refusal_it_does_not_explain() -> None:
    (refusal,) = check(CASE)
    assert refusal.code == "D192"
    assert refusal.message.startswith("USA rejected the package hanoi-1 on 2019-02-28")
    assert [fault.code for fault in check(CASE, reading="sceptic")] == ["D192"]
    assert load(CASE, reading="as-washington-sees-it").view_of == "USA"


def test_actors_and_options(korea: Dispute) -> None:
    usa, prk = korea.actors
    assert (korea.title, korea.as_of) == ("Denuclearising the Korean peninsula", date(2019, 5, 16))
    assert (usa.code, usa.name, usa.also) == ("USA", "United States", ("Washington", "Trump", "Pompeo"))
    assert [o.id for o in korea.options] == [
        "USA.relief.partial", "USA.relief.full", "USA.drills", "USA.meet",
        "PRK.tests", "PRK.yongbyon", "PRK.sites", "PRK.meet",
    ]  # fmt: skip
    assert prk.options[2] == Option("PRK.sites", "PRK", "sites", "Close the undeclared sites too", "take")
    assert korea.actor("PRK") is prk
    assert usa.red_lines == 1


def test_wishes(korea: Dispute) -> None:
    usa, prk = korea.actors
    assert usa.prefers is not None
    assert prk.prefers is not None
    assert [wish.kind for wish in usa.prefers] == ["want", "want", "equal", "any order", "maybe"]
    first, second, third, _, last = usa.prefers
    assert first.statements[0].expression == Expression("not", (option("PRK.tests"),))
    assert second.statements[0].expression == Expression(
        "if", (option("PRK.sites"), option("USA.relief.full"))
    )
    assert second.because == second.cited == ("kp080",)
    assert [s.text for s in third.statements] == ["PRK.yongbyon", "not drills"]
    assert last.chance == 0.4
    relief = Expression("or", (option("USA.relief.partial"), option("USA.relief.full")))
    assert prk.prefers[0].statements[0].expression == relief
    summit = Expression("and", (option("USA.meet"), option("PRK.meet")))
    assert {name: term.expression for name, term in korea.terms.items()} == {"summit": summit}
    place = second.statements[0].place
    assert place is not None
    assert (place.line, place.column, place.length) == (14, 16, len("PRK.sites if relief.full"))


def test_constraints_history_and_now(korea: Dispute) -> None:
    assert [c.kind for c in korea.constraints] == ["at most one of", "impossible"]
    assert korea.history == (HistoryRow(date(2018, 6, 12), (), ("USA.drills",), None, ("kp037",)),)
    assert korea.now == ()
    assert korea.states == (NamedState("thaw", ("USA.relief.partial", "PRK.yongbyon")),)


def test_accounts(korea: Dispute) -> None:
    first, second = korea.offers
    assert first == Offer(
        "hanoi-1", "PRK", "USA", date(2019, 2, 28), ("USA.relief.partial", "PRK.yongbyon"), "rejected",
        "hanoi", "North Korea", ("kp077", "kp078"),
    )  # fmt: skip
    assert second.round == first.round
    assert korea.deadlines == (
        Deadline("PRK", date(2019, 12, 31), "waits until the end of the year", ("kp093",)),
    )
    assert korea.pledges == (
        Pledge(
            "moratorium", ("PRK",), ("USA",), "no nuclear or long-range tests", date(2018, 4, 20),
            "short-range missiles", None, ("kp018",), (Score(date(2019, 5, 16), 3, "author"),),
        ),
    )  # fmt: skip
    assert korea.ledger.baseline == date(2018, 1, 1)
    assert korea.ledger.weights == (("sanctions", "exercises"), ("nuclear", "standing"))
    assert korea.ledger.events == {"kp037": EventJudgement(2, 1, 0)}
    question = korea.questions[0]
    assert (question.id, question.ask.text, question.base_rate) == ("third_summit", "summit", 0.3)
    assert question.ask.expression == Expression("and", (option("USA.meet"), option("PRK.meet")))


def test_a_reading_replaces_lists_and_keeps_the_rest(korea: Dispute) -> None:
    sceptic = load(CASE, reading="sceptic")
    assert (sceptic.reading, sceptic.readings) == ("sceptic", ("sceptic", "as-washington-sees-it"))
    assert sceptic.actor("PRK").prefers is not None
    assert [w.statements[0].text for w in sceptic.actor("PRK").prefers or ()] == [
        "not yongbyon",
        "USA.relief",
    ]
    assert sceptic.actor("USA") == korea.actor("USA")
    assert sceptic.options == korea.options


def test_citations(korea: Dispute) -> None:
    cited = [(c.event, c.by) for c in korea.citations]
    assert ("kp080", "USA.prefers.2") in cited
    assert ("kp078", "offers.hanoi-2") in cited
    assert ("kp037", "ledger.events") in cited
    known = {c.event for c in korea.citations}
    assert unknown_citations(korea, known) == ()
    (fault,) = unknown_citations(korea, known - {"kp093"})
    assert fault.code == "D136"
    assert fault.place is not None
    assert fault.place.source is not None
    assert fault.place.source[(fault.place.column or 0) - 1 :].startswith("kp093")
    assert [(actor, wish.statements[0].text) for actor, wish in uncited(korea)][:2] == [
        ("USA", "not PRK.tests"),
        ("USA", "PRK.yongbyon"),
    ]


def test_the_graph(korea: Dispute) -> None:
    assert needs_model(korea) == ()
    assert maybes(korea) == (Maybe("USA.prefers.5", "USA", "relief.partial", 0.4),)
    graph = compile_graph(korea)
    # 2^8 less the impossible quarter (sites without yongbyon) less that of both kinds of relief.
    assert len(graph.states) == 256 * 3 // 4 * 3 // 4
    assert graph.states[0] == "0"
    assert "thaw" in graph.states
    assert str(0b00100001) not in graph.states
    thaw = list(graph.states).index("thaw")
    assert graph.taken(thaw) == ("USA.relief.partial", "PRK.yongbyon")
    assert graph.options[6].one_way == "take"
    held = compile_graph(korea, {"USA.prefers.5": True})
    assert len(set(held.ranks[0].tolist())) > len(set(graph.ranks[0].tolist()))
    assert (held.ranks[1] == graph.ranks[1]).all()
