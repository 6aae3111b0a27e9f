"""What the Korean case file says of its own results in its comments is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.dispute import compile_graph, load, maybes
from detente.stability import Stability, solve

CASE = Path(__file__).parents[2] / "src" / "detente" / "catalogue" / "korea_2019" / "case.yaml"
HINGE = "PRK.sites if relief"
MEETING = "meet if PRK.meet and not PRK.tests"
BORDER = "trade if not USA.relief and not PRK.tests"
TESTING = "tests if not USA.relief"
STATUS_QUO = ("PRK.shortrange", "PRK.meet", "JPN.meet")


def solved(reading: str | None = None, *held: str) -> Stability:
    """Solve with those ``maybe`` wishes held whose statements are given."""
    dispute = load(CASE, reading)
    ids = {maybe.text: maybe.id for maybe in maybes(dispute)}
    return solve(compile_graph(dispute, {ids[text]: True for text in held}))


def named(result: Stability, concept: str) -> set[str]:
    return {state for state in result.equilibria(concept) if not state.isdigit()}


@pytest.mark.parametrize("reading", [None, "optimist", "sceptic"])
def test_it_loads_without_a_warning_but_about_conduct(reading: str | None) -> None:
    dispute = load(CASE, reading)
    # Wishes are those of May 2019, so some of what was done before goes against them, and the file says so.
    assert {warning.code for warning in dispute.warnings} <= {"D191", "D192"}
    assert dispute.now == STATUS_QUO
    assert dispute.readings == ("optimist", "sceptic")
    assert 2 <= len(maybes(dispute)) <= 4
    assert 200 <= len(compile_graph(dispute).states) <= 1500


def test_waiting_is_a_balance_and_the_small_deal_holds_by_countermoves() -> None:
    result = solved()
    assert named(result, "nash") == {"waiting", "back_to_2017", "disarmed_unpaid"}
    assert named(result, "seq") == {"waiting", "back_to_2017", "disarmed_unpaid", "deal_without_summit"}
    assert result.count("nash") == 3
    waiting = result.graph.states.index("waiting")
    assert result.graph.taken(waiting) == STATUS_QUO


def test_the_small_deal_hangs_on_the_hinge() -> None:
    assert not any(state.startswith("deal_") for state in named(solved(None, HINGE), "seq"))


def test_the_wish_for_a_meeting_turns_waiting_into_a_handshake() -> None:
    result = solved(None, MEETING)
    assert named(result, "nash") == {"handshake", "back_to_2017"}
    assert {"deal_with_summit", "deal_without_summit"} <= named(result, "seq")
    assert "big_deal_holds" not in named(result, "seq")


def test_the_border_can_guarantee_the_big_deal() -> None:
    assert "big_deal_holds" in named(solved(None, MEETING, BORDER), "seq")
    assert "big_deal_holds" in named(solved(None, MEETING, BORDER, HINGE), "seq")


def test_to_the_optimist_deals_hold_once_reached() -> None:
    result = solved("optimist")
    assert named(result, "nash") == {"handshake", "deal_with_summit", "big_deal_holds"}
    assert result.equilibria("nash") == result.equilibria("seq")


@pytest.mark.parametrize("held", [(), (MEETING,)])
def test_to_the_sceptic_no_deal_holds(held: tuple[str, ...]) -> None:
    result = solved("sceptic", *held)
    stable = [set(result.graph.taken(s) or ()) for s in result.equilibrium_mask("seq").nonzero()[0]]
    assert len(stable) == 3
    assert not any("USA.relief" in taken for taken in stable)


def test_if_the_north_would_test_relief_for_quiet_becomes_stable() -> None:
    result = solved("sceptic", TESTING)
    stable = [set(result.graph.taken(s) or ()) for s in result.equilibrium_mask("seq").nonzero()[0]]
    assert any("USA.relief" in taken and "PRK.yongbyon" not in taken for taken in stable)
    assert "waiting" not in named(result, "seq")


@pytest.mark.parametrize(
    ("held", "offer", "who", "welcome"),
    [
        # Whoever makes an offer would rather have it than part with nothing.
        ((), "hanoi-north", "PRK", True),
        ((), "hanoi-us", "PRK", True),
        ((), "hanoi-one-step-more", "USA", True),
        # The refusals: expected, but for the North's account, which then speaks for the hinge.
        ((), "hanoi-us", "USA", False),
        ((), "hanoi-one-step-more", "PRK", False),
        ((), "hanoi-north", "USA", True),
        ((HINGE,), "hanoi-north", "USA", False),
    ],
)
def test_hanoi_against_the_wishes(held: tuple[str, ...], offer: str, who: str, welcome: bool) -> None:
    graph = solved(None, *held).graph
    package = next(o.package for o in load(CASE).offers if o.id == offer)
    states = {frozenset(graph.taken(s) or ()): s for s in range(len(graph.states))}
    on_the_day = frozenset({"USA.meet", "PRK.meet"})
    rank = graph.ranks[graph.actors.index(who)]
    assert (rank[states[on_the_day | set(package)]] > rank[states[on_the_day]]) == welcome


def test_the_refusal_in_hanoi_by_the_north_s_account_goes_against_the_written_order() -> None:
    (about,) = [warning for warning in load(CASE).warnings if warning.code == "D192"]
    assert (
        "USA rejected the package hanoi-north on 2019-02-28, by the account of North Korea" in about.message
    )
    assert "line 10, PRK.yongbyon, decides" in about.message
    assert about.hint.startswith("expected if line 5 (maybe) is held")
    assert "D192" not in {warning.code for warning in load(CASE, "sceptic").warnings}
