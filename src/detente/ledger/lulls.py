"""Lulls: silences between two actors that are long by their own measure, and what ended them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from statistics import median, quantiles

from detente.ledger.dealings import TOO_FEW, Lull
from detente.ledger.moves import Move, evidence


def lulls(rows: Iterable[Move], end: date | None = None) -> tuple[Lull, ...]:
    """Return the long silences of one pair.

    Parameters
    ----------
    rows
        Moves between two actors, either way.
    end
        The day up to which the record goes; a silence that lasts until then is told too when it is long.

    Returns
    -------
    tuple of Lull
        In order. Empty when there are fewer than :data:`~detente.ledger.dealings.TOO_FEW` gaps.

    Notes
    -----
    A gap is the number of days from one day with a move to the next. It is long when it lies beyond the
    upper fence of the pair's own gaps, the third quartile and one and a half times the distance of the
    quartiles [1]_. Of gaps that come by pure chance, which are exponential, about one in twenty is as long.

    References
    ----------
    .. [1] J. W. Tukey, "Exploratory Data Analysis", Addison-Wesley, 1977.
    """
    days: dict[date, list[Move]] = {}
    for move in rows:
        days.setdefault(move.day, []).append(move)
    order = sorted(days)
    gaps = [(later - earlier).days for earlier, later in pairwise(order)]
    if len(gaps) < TOO_FEW:
        return ()
    fence, usual = limit(gaps), float(median(gaps))
    a, b = days[order[0]][0].pair
    found = []
    for (before, after), gap in zip(pairwise(order), gaps, strict=True):
        if gap > fence:
            ends = evidence(days[after])
            found.append(
                Lull(a, b, before, after, gap, usual, fence, len(gaps), evidence(days[before]), ends)
            )
    silent = (end - order[-1]).days if end else 0
    if silent > fence:
        began = order[-1]
        found.append(Lull(a, b, began, None, silent, usual, fence, len(gaps), evidence(days[began]), ()))
    return tuple(found)


def limit(gaps: Sequence[int]) -> float:
    """Return the length above which a gap is long.

    Examples
    --------
    >>> limit([1, 2, 3, 4, 5])
    7.0
    """
    low, _, high = quantiles(gaps, n=4, method="inclusive")
    return high + 1.5 * (high - low)
