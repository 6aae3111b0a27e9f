"""The four lenses side by side: hand-worked, against their definitions, and silent where nothing speaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_samples import DOCUMENTS, claim, dispute, each, gift, reviewed

from detente.dispute import loads
from detente.dispute.types import (
    LedgerSettings,
    OutsideJudgement,
    OutsideSettings,
    StandingJudgement,
    StandingSettings,
)
from detente.ledger.compare import compare
from detente.ledger.keep import keep
from detente.ledger.outside import effects
from detente.ledger.positions import compare as positions
from detente.ledger.positions import gain_shares
from detente.ledger.verdicts import moves, shares, turned_by

APRIL, MAY = date(2020, 4, 1), date(2020, 5, 1)


def case(**lenses):
    return replace(dispute("AAA", "BBB"), ledger=LedgerSettings(**lenses), as_of=None)


def kept(claims, judged, decisions=None, **how):
    return keep(*each(*claims), decisions or {}, DOCUMENTS, judged, **how)


def row_of(ledger, lens):
    [row] = [row for row in ledger.ahead if row.lens == lens]
    return row


BOTH = [gift("g", modality="pledged")]


def test_the_outside_option_worked_by_hand() -> None:
    # A: signal 3, material -1; B: material 0.5. Net 3 s - 1.5 (1 - s) > 0 when s > 1/3: A ahead in 2/3.
    turns_of = {
        "e-1": OutsideJudgement(("AAA",), ("CCC",), signal=3.0, shift=(0.0, 0.1)),
        "e-2": OutsideJudgement(("AAA",), (), material=-1.0, shift=(-0.2, 0.0)),
        "e-3": OutsideJudgement(("BBB",), (), material=0.5),
    }
    judged = case(outside=OutsideSettings((), turns_of))
    ledger = kept([*BOTH, *(claim(str(n)) for n in (1, 2, 3))], judged)
    row = row_of(ledger, "outside option")
    assert row.net == {"material": -1.5, "signal": 3.0}
    assert row.share == {"AAA": pytest.approx(2 / 3), "BBB": pytest.approx(1 / 3), "tie": 0.0}
    assert row.events == ("e-1", "e-2", "e-3")
    # If only what is supplied counts, B is ahead, and so says the flip.
    assert row.flip is not None
    assert row.flip["material"] > 2 / 3
    ordered = replace(judged.ledger, outside=OutsideSettings((("signal", "material"),), turns_of))
    assert row_of(kept([*BOTH, *(claim(str(n)) for n in (1, 2, 3))], replace(judged, ledger=ordered)),
                  "outside option").share["AAA"] == 1.0  # fmt: skip
    [a, b] = effects(ledger.outside)
    assert (a.actor, a.signal, a.material, a.low, a.high, a.stated, a.turns) == (
        "AAA",
        3,
        -1,
        -0.2,
        0.1,
        2,
        2,
    )
    assert (b.actor, b.stated, b.low) == ("BBB", 0, 0.0)


def test_standing_counts_kinds_and_what_raised_both_is_a_draw() -> None:
    # A: visit 1, first 1; B: visit 2. Net visit -1, first 1: ahead in half of the weightings.
    judged = case(
        standing=StandingSettings((), {
            "e-1": StandingJudgement(("AAA",), ("visit", "first")),
            "e-2": StandingJudgement(("BBB",), ("visit",), 2.0),
        })
    )  # fmt: skip
    row = row_of(kept([*BOTH, claim("1"), claim("2")], judged), "standing")
    assert (row.net, row.share["AAA"]) == ({"first": 1.0, "visit": -1.0}, pytest.approx(0.5))
    heavier = replace(judged.ledger.standing, weights=(("first", "visit"),))
    ordered = replace(judged, ledger=replace(judged.ledger, standing=heavier))
    assert row_of(kept([*BOTH, claim("1"), claim("2")], ordered), "standing").share["AAA"] == 1.0
    alike = case(standing=StandingSettings((), {"e-1": StandingJudgement(("AAA", "BBB"), ("protocol",))}))
    row = row_of(kept([*BOTH, claim("1")], alike), "standing")
    assert (row.share["tie"], row.flip, row.leader) == (1.0, None, None)


def test_a_lens_without_evidence_says_so_and_is_no_draw() -> None:
    ledger = kept([*BOTH, claim("1", type="CONSULT")], case())
    assert [row.lens for row in ledger.ahead] == ["concessions"]
    told = {row.lens: row.why for row in ledger.silent}
    assert set(told) == {"position", "outside option", "standing"}
    assert "no prefers lines for AAA" in told["position"]
    assert told["outside option"] == "no event is judged under ledger.outside"
    assert told["standing"].endswith("though 1 meeting of theirs on record could be")
    # What is judged of others, or before the baseline, says nothing of the pair either.
    judged = case(
        baseline=MAY, standing=StandingSettings((), {"e-1": StandingJudgement(("AAA",), ("visit",))})
    )
    quiet = {row.lens: row.why for row in kept([*BOTH, claim("1")], judged).silent}
    assert (
        quiet["standing"] == "no event judged under ledger.standing touches either of them since 2020-05-01"
    )
    assert quiet["concessions"] == "neither gave the other anything on record since 2020-05-01"
    # Without a case there is nobody to be silent about.
    assert keep(*each(*BOTH), {}, DOCUMENTS).silent == ()


DEAL = """
as_of: 2020-06-01
actors:
  AAA: {options: {x: Give up x, y: Give up y}, prefers: [BBB.u, BBB.v]}
  BBB: {options: {u: Give up u, v: Give up v}, prefers: [AAA.x, AAA.y]}
history:
  - {on: 2020-01-01, take: []}
  - {on: 2020-03-01, take: [%s]}
"""


def position(taken, extra="", **how):
    return positions(
        loads(DEAL % taken + extra), ("AAA", "BBB"), baseline=how.pop("baseline", date(2020, 2, 1)),
        as_of=date(2020, 6, 1), **how,
    )  # fmt: skip


def test_positions_worked_by_hand() -> None:
    # B met A's first wish, A met B's second. A's gain share is w1 >= 1/2 and B's is w2 <= 1/2: A is ahead.
    rows, changes = position("AAA.y, BBB.u")
    assert (rows[0].share, rows[0].flip, rows[0].draws) == ({"AAA": 1.0, "BBB": 0.0, "tie": 0.0}, None, 0)
    toward = {row.toward: row for row in changes}
    assert (toward["AAA"].low, toward["AAA"].high) == (0.5, 1.0)
    assert (toward["BBB"].low, toward["BBB"].high) == (0.0, 0.5)
    assert (toward["AAA"].met_before, toward["AAA"].met, toward["AAA"].gained) == (0, 1, ("1",))
    # Each met the other's first wish: two independent draws from one distribution.
    [row], _ = position("AAA.x, BBB.u")
    assert row.share["AAA"] == pytest.approx(0.5, abs=0.03)
    assert row.draws == 10_000
    assert row.flip is not None
    assert sum(row.flip.values()) == pytest.approx(1)
    # Everything met on both sides: even, whatever the wishes weigh.
    [row], _ = position("AAA.x, AAA.y, BBB.u, BBB.v")
    assert (row.share["tie"], row.flip) == (1.0, None)


def test_rival_accounts_of_an_offer_are_told_apart() -> None:
    offers = """
offers:
  - {id: o1, round: r, by: AAA, to: BBB, on: 2020-04-01, package: [AAA.x], reply: rejected, account: AAA}
  - {id: o2, round: r, by: AAA, to: BBB, on: 2020-04-01, package: [BBB.u], reply: rejected, account: BBB}
"""
    rows, _ = position("BBB.v", offers)
    assert [(row.account, row.share["BBB"] > row.share["AAA"]) for row in rows] == [
        ("AAA", True),
        ("BBB", False),
    ]
    same = offers.replace("package: [BBB.u]", "package: [AAA.x]")
    assert [row.account for row in position("BBB.v", same)[0]] == [None]


@pytest.mark.parametrize(
    ("text", "baseline", "why"),
    [
        (DEAL % "AAA.x", date(2019, 1, 1), "the history begins on 2020-01-01, after the baseline"),
        (DEAL % "AAA.x", MAY, "neither moved nor offered anything since the baseline"),
        (DEAL.split("history")[0], None, "the case file has no history"),
        (
            (DEAL % "AAA.x").replace("prefers: [AAA.x, AAA.y]", "prefers: []"),
            None,
            "no prefers lines for BBB",
        ),
    ],
)
def test_positions_that_say_nothing(text, baseline, why) -> None:
    assert why in positions(loads(text), ("AAA", "BBB"), baseline=baseline, as_of=date(2020, 6, 1))


@settings(max_examples=30, deadline=None)
@given(
    met=st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=5),
    seed=st.integers(0, 99),
)
def test_gain_shares_are_their_definition_and_extreme_at_the_corners(met, seed) -> None:
    before, now = (np.array([pair[side] for pair in met], float) for side in (0, 1))
    weights = -np.sort(-np.random.default_rng(seed).dirichlet(np.ones(len(met)), 200), axis=1)
    found = gain_shares(before, now, weights)
    for share, row in zip(found, weights, strict=True):
        had, has = (sum(w for w, one in zip(row, side, strict=True) if one) for side in (before, now))
        if had < 1 - 1e-9:
            assert share == pytest.approx((has - had) / (1 - had), abs=1e-6)
    corners = np.array([[1.0] * n + [0.0] * (len(met) - n) for n in range(1, len(met) + 1)])
    at = gain_shares(before, now, corners)
    assert at.min() - 1e-9 <= found.min()
    assert found.max() <= at.max() + 1e-9


wishes = st.lists(
    st.sampled_from(["BBB.u", "BBB.v", "not BBB.u", "AAA.x if BBB.u"]), min_size=1, max_size=3, unique=True
)


@settings(max_examples=25, deadline=None)
@given(
    one=wishes, two=wishes, taken=st.sets(st.sampled_from(["AAA.x", "AAA.y", "BBB.u", "BBB.v"]), min_size=1)
)
def test_positions_mirror_when_the_two_sides_change_places(one, two, taken) -> None:
    def mirrored(text):
        swap = {"AAA": "BBB", "BBB": "AAA", ".x": ".u", ".y": ".v", ".u": ".x", ".v": ".y"}
        for old, new in swap.items():
            text = text.replace(old, new.lower() if "." not in new else "#" + new[1:])
        return text.replace("aaa", "AAA").replace("bbb", "BBB").replace("#", ".")

    def told(first, second, options):
        text = DEAL.replace("[BBB.u, BBB.v]", f"[{', '.join(first)}]").replace(
            "[AAA.x, AAA.y]", f"[{', '.join(second)}]"
        )
        [row], _ = positions(loads(text % ", ".join(options)), ("AAA", "BBB"), baseline=date(2020, 2, 1),
                             as_of=date(2020, 6, 1), draws=4000)  # fmt: skip
        return row

    # B's wishes are written for B, so those drawn for it are mirrored first.
    here = told(one, [mirrored(w) for w in two], sorted(taken))
    there = told(two, [mirrored(w) for w in one], sorted(mirrored(t) for t in taken))
    assert here.share["AAA"] == pytest.approx(there.share["BBB"], abs=0.05)
    assert here.share["tie"] == pytest.approx(there.share["tie"], abs=0.05)


def weighed(draws):
    lenses = st.tuples(
        st.sampled_from(["AAA", "BBB"]), st.sampled_from(["signal", "material"]), st.integers(-3, 3)
    )
    return st.lists(lenses, min_size=1, max_size=draws)


@settings(max_examples=40, deadline=None)
@given(rows=weighed(5), more=st.integers(1, 3))
def test_the_balance_mirrors_and_more_never_hurts(rows, more) -> None:
    def share(entries):
        turned = {
            f"e-{n}": OutsideJudgement((who,), (), **{channel: float(size)})
            for n, (who, channel, size) in enumerate(entries)
        }
        ledger = kept(
            [*BOTH, *(claim(str(n)) for n in range(len(entries)))], case(outside=OutsideSettings((), turned))
        )
        found = [row for row in ledger.ahead if row.lens == "outside option"]
        return found[0] if found else None

    here = share(rows)
    mirror = share([("BBB" if who == "AAA" else "AAA", *rest) for who, *rest in rows])
    if here is None:
        assert mirror is None
        return
    assert sum(here.share.values()) == pytest.approx(1)
    assert here.net == {key: -gain for key, gain in mirror.net.items()}
    assert here.share["AAA"] == pytest.approx(mirror.share["BBB"])
    assert share([*rows, ("AAA", "signal", more)]).share["AAA"] >= here.share["AAA"] - 1e-12


def test_reviewed_only_stands_beside_and_is_what_a_ledger_of_the_reviewed_says() -> None:
    claims = [
        gift("1"),
        gift("2", by="BBB", to="AAA", issue="aid"),
        gift("3", by="BBB", to="AAA", issue="aid"),
    ]
    decisions = reviewed("1")
    [row] = kept(claims, case(), decisions).ahead
    [sure] = kept(claims, case(), decisions, reviewed_only=True).ahead
    assert (row.reviewed_only, row.leader, sure.leader) == (sure.share, "AAA", "BBB")
    [row] = kept(claims, case()).ahead
    assert row.reviewed_only is None


days = st.dates(date(2020, 1, 1), date(2020, 6, 20))


@settings(max_examples=30, deadline=None)
@given(
    gifts=st.lists(st.tuples(st.booleans(), st.sampled_from("ab"), days), min_size=1, max_size=6), until=days
)
def test_no_account_sees_past_its_day_and_baselines_are_ledgers_of_their_own(gifts, until) -> None:
    claims = [
        gift(str(n), *(("AAA", "BBB") if forth else ("BBB", "AAA")), issue=issue, on=on, document="rows")
        for n, (forth, issue, on) in enumerate(gifts)
    ]
    judged = case(
        standing=StandingSettings((), {f"e-{n}": StandingJudgement(("AAA",), ("visit",)) for n in range(6)})
    )
    early = kept(claims, judged, as_of=until)
    known = {f"e-{n}" for n, (_, _, on) in enumerate(gifts) if on <= until}
    assert {
        event for row in (*early.ahead, *early.balances, *early.standing) for event in row.events
    } <= known
    alone = kept([one for one in claims if one.date_from <= until], judged, as_of=until)
    assert replace(early, left_out=0) == alone
    for row in early.ahead:
        for other in row.baselines:
            from_there = kept(claims, judged, as_of=until, baseline=other.baseline)
            [same] = [one for one in from_there.ahead if (one.lens, one.pair) == (row.lens, row.pair)]
            assert other.share == same.share
        own = [step for step in early.balances if (step.lens, step.pair) == (row.lens, row.pair)]
        assert own[-1].share == row.share
        assert [step.on for step in own] == sorted({step.on for step in own})


def test_a_long_history_is_followed_in_few_steps() -> None:
    claims = [
        gift(str(n), on=date.fromordinal(date(2000, 1, 1).toordinal() + 9 * n), document="rows")
        for n in range(300)
    ]
    ledger = kept(claims, case())
    assert len(ledger.balances) <= 60
    assert {event for step in ledger.balances for event in step.events} == {f"e-{n}" for n in range(300)}


def test_many_pairs_are_told_by_concessions_alone() -> None:
    codes = [f"A{n:02}" for n in range(12)]
    claims = [gift(f"{a}{b}", by=a, to=b) for a, b in combinations(codes, 2)]
    ledger = kept(claims, replace(dispute(*codes), as_of=None))
    assert len([row for row in ledger.ahead if row.lens == "concessions"]) == 66
    assert len({row.pair for row in ledger.silent}) == 50


def test_what_changed_between_two_days() -> None:
    claims = [
        gift("1", on=date(2020, 3, 1), document="rows"),
        gift("2", by="BBB", to="AAA", issue="aid", on=APRIL, document="rows"),
        gift("3", by="BBB", to="AAA", on=MAY, document="rows"),
        gift("4", by="BBB", to="AAA", on=MAY, document="rows"),
    ]
    first, last = (kept(claims, case(), as_of=day) for day in (date(2020, 3, 31), MAY))
    changes = compare(first, last)
    assert [row.row.events for row in changes.concessions] == [("e-2",), ("e-3",), ("e-4",)]
    [verdict] = [row for row in changes.verdicts if row.lens == "concessions"]
    assert (verdict.turned, verdict.before["BBB"], verdict.after["AAA"]) == (True, 1.0, 1.0)
    assert verdict.events == ("e-2", "e-3", "e-4")
    assert compare(last, last).to_dict() == {
        "from": "2020-05-01", "to": "2020-05-01", "concessions": [], "verdicts": [], "pledges": [],
        "implementation": [None, None],
    }  # fmt: skip
    back = compare(last, first)
    assert [row.after for row in back.concessions] == [None] * 3


def test_verdicts_in_words() -> None:
    row = row_of(kept([gift("1"), gift("2", by="BBB", to="AAA", issue="aid")], case()), "concessions")
    assert turned_by(row) in ("aid 52%, trade 48%", "trade 52%, aid 48%")
    assert turned_by(replace(row, flip=None)) == "nothing"
    assert turned_by(replace(row, flip={"a": 0.5, "b": 0.5})) == "all 2 weighing the same"
    many = {f"i{n}": (n + 1) / 36 for n in range(8)}
    assert turned_by(replace(row, flip=many)).endswith("and 2 lighter ones")
    wished = replace(
        row, lens="position", flip={"AAA.prefers.1": 0.5, "BBB.prefers.1": 0.25, "BBB.prefers.2": 0.25}
    )
    told = "weighing the first wish of Alba and the first 2 wishes of BBB alike, and no others"
    assert turned_by(wished, {"AAA": "Alba"}) == told
    assert shares(("A", "B"), {"A": 0.0, "B": 0.0, "tie": 1.0}) == "even"
    found = moves(row.pair, row.baselines)
    assert found[0][0] <= found[-1][1]
