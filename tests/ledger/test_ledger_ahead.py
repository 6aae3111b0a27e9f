"""Who is ahead, with the arithmetic written out."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ledger_samples import DOCUMENTS, each, gift

from detente.dispute.types import EventJudgement, LedgerSettings
from detente.errors import LimitExceeded, ModelError
from detente.ledger.ahead import ahead, worth
from detente.ledger.concessions import concessions
from detente.ledger.known import what_is_known


def rows_of(claims, judgements=None):
    known = what_is_known(*each(*claims), {}, DOCUMENTS)
    return concessions(known.events, judgements)


def test_worth_is_size_times_delivery_times_one_plus_irreversibility() -> None:
    assert worth(2, 0.5, 0.25) == Fraction(5, 4)
    assert worth(0.1, 1, 0) + worth(0.2, 1, 0) == worth(0.3, 1, 0)
    assert worth(5, 0, 1) == 0


def test_a_hand_worked_case() -> None:
    # A received 2 x 1 x (1 + 0) = 2 on trade and gave 1 x 1/2 x (1 + 1) = 1 on exercises.
    # Balance of A = 2 w - (1 - w) > 0 when w > 1/3; w uniform on [0, 1]: A ahead in 2/3.
    rows = rows_of(
        [gift("1", by="BBB", to="AAA"), gift("2", by="AAA", to="BBB", issue="exercises")],
        {"e-1": EventJudgement(size=2), "e-2": EventJudgement(delivered=0.5, irreversible=1)},
    )
    [row] = ahead(rows)
    assert row.pair == ("AAA", "BBB")
    assert row.share == {"AAA": pytest.approx(2 / 3), "BBB": pytest.approx(1 / 3), "tie": 0.0}
    assert (row.lens, row.draws) == ("concessions", 0)
    # The flip puts B ahead: worst balance for A is -1, a twentieth of it is reached at w = 0.95 / 3.
    assert row.flip == {"trade": pytest.approx(0.95 / 3), "exercises": pytest.approx(1 - 0.95 / 3)}
    # With trade > exercises, w is uniform on [1/2, 1]: A is ahead in all of it and nothing flips that.
    [row] = ahead(rows, settings=LedgerSettings(weights=(("trade", "exercises"),)))
    assert (row.share["AAA"], row.flip) == (1.0, None)
    # With exercises > trade, w is uniform on [0, 1/2]: ahead in (1/2 - 1/3) / (1/2) = 1/3.
    [row] = ahead(rows, settings=LedgerSettings(weights=(("exercises", "trade"),)))
    assert row.share["AAA"] == pytest.approx(1 / 3)
    # B leads now, and the flip puts A ahead.
    assert row.flip is not None
    assert 2 * row.flip["trade"] - row.flip["exercises"] > 0
    assert row.flip["exercises"] >= row.flip["trade"]


def test_promises_weigh_nothing_and_even_exchanges_tie() -> None:
    [row] = ahead(rows_of([gift("1", modality="pledged")]))
    assert (row.share, row.flip) == ({"AAA": 0.0, "BBB": 0.0, "tie": 1.0}, None)
    [row] = ahead(rows_of([gift("1"), gift("2", by="BBB", to="AAA")]))
    assert row.share["tie"] == 1.0
    mutual = gift("3", by=("AAA", "BBB"), to=("AAA", "BBB"))
    [row] = ahead(rows_of([mutual]))
    assert row.share["tie"] == 1.0


def test_a_concession_about_nothing_in_particular_is_an_issue_of_its_own() -> None:
    [row] = ahead(rows_of([gift("1"), gift("2", by="BBB", to="AAA", issue=None)]))
    assert row.share["AAA"] == pytest.approx(0.5)
    assert row.flip is not None
    assert set(row.flip) == {"trade", "unspecified"}


def test_only_pairs_of_the_case_are_compared() -> None:
    rows = rows_of([gift("1"), gift("2", to="CCC"), gift("3", by="CCC", to="DDD")])
    assert [row.pair for row in ahead(rows)] == [("AAA", "BBB"), ("AAA", "CCC"), ("CCC", "DDD")]
    assert [row.pair for row in ahead(rows, ["CCC", "AAA", "ZZZ"])] == [("AAA", "CCC")]
    assert ahead(rows, ["ZZZ"]) == ()
    assert ahead([]) == ()


def test_the_baseline_leaves_out_what_is_older_and_what_has_no_date() -> None:
    rows = rows_of(
        [
            gift("1", on=date(2019, 12, 31)),
            gift("2", on=date(2020, 1, 1), by="BBB", to="AAA", issue="aid"),
            gift("3", on=None, issue="aid"),
        ]
    )
    [row] = ahead(rows, settings=LedgerSettings(baseline=date(2020, 1, 1)))
    assert (row.share["AAA"], row.baseline) == (1.0, date(2020, 1, 1))
    [row] = ahead(rows)
    # A gave 1 on trade; on aid one each way.
    assert row.share["BBB"] == 1.0


def test_faults_reach_the_caller() -> None:
    rows = rows_of([gift("1")])
    with pytest.raises(ModelError, match="D139"):
        ahead(rows, settings=LedgerSettings(weights=(("a", "b"), ("b", "a"))))
    with pytest.raises(LimitExceeded, match="D102"):
        ahead(rows_of([gift(str(n), issue=f"i{n}") for n in range(601)]))


gifts = st.lists(
    st.tuples(st.booleans(), st.sampled_from("abcd"), st.sampled_from(["happened", "ongoing", "pledged"])),
    max_size=6,
)
orders = st.sampled_from([(), (("a", "b"),), (("a", "b", "c"), ("a", "d")), (("b", "d"), ("c", "d"))])


def made(triples):
    return [
        gift(str(n), *(("AAA", "BBB") if forth else ("BBB", "AAA")), issue=issue, modality=modality)
        for n, (forth, issue, modality) in enumerate(triples)
    ]


@given(triples=gifts, more=gifts, weights=orders)
def test_shares_sum_to_one_and_receiving_more_never_hurts(triples, more, weights) -> None:
    settings = LedgerSettings(weights=weights)
    before = ahead(rows_of(made([(True, "a", "pledged"), *triples])), settings=settings)
    to_a = [(False, issue, modality) for _, issue, modality in more]
    after = ahead(rows_of(made([(True, "a", "pledged"), *triples, *to_a])), settings=settings)
    for row in (*before, *after):
        assert sum(row.share.values()) == pytest.approx(1.0)
        assert min(row.share.values()) >= 0.0
    assert after[0].share["AAA"] >= before[0].share["AAA"] - 1e-12
    assert after[0].share["BBB"] <= before[0].share["BBB"] + 1e-12 or before[0].share["tie"] == 1.0
