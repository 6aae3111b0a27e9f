"""What stands between two who go together."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from move_samples import move, renamed

from detente.ledger.wedges import allies, fisher, wedges

FRIENDS = [move(day, "X", "Y", mutual=True) for day in range(5)]


def acts(by, to, good, bad):
    return [move(n, by, to) for n in range(good)] + [move(n, by, to, -2.0) for n in range(bad)]


def test_differing_treatment_by_hand() -> None:
    rows = FRIENDS + acts("T", "X", 3, 2) + acts("T", "Y", 1, 5)
    [row] = wedges(rows)
    assert (row.kind, row.by, row.allies, row.counts) == ("treatment", "T", ("X", "Y"), ((3, 2), (1, 5)))
    # Of the 462 ways to have 4 good acts in 5 of 11, 84 have 3 among the five, and no more likely are 0 (21)
    # and 4 (7).
    assert row.p == pytest.approx(112 / 462, abs=1e-6)


@pytest.mark.parametrize(
    "rows",
    [
        FRIENDS + acts("T", "X", 4, 0) + acts("T", "Y", 0, 6),  # too few toward one
        FRIENDS + acts("T", "X", 4, 1) + acts("T", "Y", 3, 3),  # not far apart
        FRIENDS[1:] + acts("T", "X", 5, 0) + acts("T", "Y", 0, 5),  # no allies
        [*FRIENDS, *acts("X", "Y", 0, 2)][1:] + acts("T", "X", 5, 0) + acts("T", "Y", 0, 5),  # nor these
    ],
)
def test_what_is_no_wedge(rows) -> None:
    assert [row for row in wedges(rows) if row.kind == "treatment"] == []


def test_criticism_within() -> None:
    rows = FRIENDS + acts("Y", "X", 1, 1)
    assert allies(rows) == (("X", "Y"),)
    [row] = wedges(rows)
    assert (row.kind, row.by, row.counts, row.p, row.events) == (
        "criticism",
        "Y",
        ((1, 1),),
        None,
        ("YX0-2",),
    )


tables = st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(sum)


@given(tables, tables)
def test_the_exact_test_follows_from_its_definition(one, other) -> None:
    # Every way to choose which of all acts are those toward the first, each equally likely.
    cells = [1] * (one[0] + other[0]) + [0] * (one[1] + other[1])
    tried = Counter(sum(chosen) for chosen in combinations(cells, sum(one)))
    as_rare = sum(number for number in tried.values() if number <= tried[one[0]])
    assert fisher(one, other) == pytest.approx(as_rare / tried.total())
    assert fisher(one, other) == fisher(other, one) == pytest.approx(fisher(one[::-1], other[::-1]))


def test_known_values_of_the_exact_test() -> None:
    # Fisher's tea: 3 of 4 cups. And a balanced table, which nothing is more likely than.
    assert fisher((3, 1), (1, 3)) == pytest.approx(34 / 70)
    assert fisher((4, 0), (0, 4)) == pytest.approx(2 / 70)
    assert fisher((5, 5), (5, 5)) == 1.0


def test_names_change_nothing() -> None:
    rows = FRIENDS + acts("T", "X", 3, 2) + acts("T", "Y", 1, 5)
    names = {"X": "B", "Y": "A", "T": "C"}
    [row] = wedges([renamed(m, names) for m in rows])
    assert (row.by, row.allies, set(row.counts)) == ("C", ("A", "B"), {(3, 2), (1, 5)})
