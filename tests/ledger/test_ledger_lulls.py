"""Silences that are long by a pair's own measure."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from move_samples import later, move, on

from detente.ledger.lulls import limit, lulls


def test_a_lull_and_what_ended_it_by_hand() -> None:
    # Gaps 2, 2, 4, 4, 20, 4: quartiles 2.5 and 4, so the fence is 4 + 1.5 x 1.5 = 6.25.
    rows = [move(day) for day in (0, 2, 4, 8, 12, 32, 36)] + [move(32, "B", "A", -2.0)]
    [row] = lulls(rows)
    assert (row.a, row.b, row.began, row.ended, row.days) == ("A", "B", on(12), on(32), 20)
    assert (row.usual, row.limit, row.gaps) == (4.0, 6.25, 6)
    assert (row.events, row.ended_by) == (("AB12+1",), ("AB32+1", "BA32-2"))


@pytest.mark.parametrize(("end", "lasts"), [(42, False), (43, True)])
def test_a_lull_that_lasts(end, lasts) -> None:
    rows = [move(day) for day in (0, 2, 4, 8, 12, 32, 36)]
    found = [row for row in lulls(rows, on(end)) if row.ended is None]
    assert [(row.days, row.ended_by) for row in found] == ([(7, ())] if lasts else [])


def test_few_gaps_have_no_measure() -> None:
    assert lulls([move(day) for day in (0, 1, 2, 3, 99)]) == ()
    assert lulls([]) == ()


@given(st.sets(st.integers(0, 300), min_size=7, max_size=30), st.integers(-500, 500), st.randoms())
def test_lulls_follow_the_definition(days, shift, stream) -> None:
    rows = [move(day) for day in sorted(days)]
    gaps = [b - a for a, b in pairwise(sorted(days))]
    low, high = np.quantile(gaps, [0.25, 0.75])
    assert limit(gaps) == pytest.approx(high + 1.5 * (high - low))
    slow = [gap for gap in gaps if gap > high + 1.5 * (high - low) + 1e-9]
    found = lulls(stream.sample(rows, len(rows)))
    assert [row.days for row in found] == slow
    assert [row.days for row in lulls([later(m, shift) for m in rows])] == slow
