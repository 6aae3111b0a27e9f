"""Turning points: days at which the pace of acts changed, proposed by a method and coded by people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from math import log

import numpy as np
from numpy.typing import NDArray

from detente.dispute.types import TurningPoint
from detente.ledger.dealings import CodedTurn, Turn
from detente.ledger.moves import Move, evidence, tally

FEWEST = 10
"""A pair with fewer events has no turn proposed."""
SHORTEST = 4
"""How many windows a pace lasts at least."""
MOST_WINDOWS = 520
"""Weeks are the windows up to so many; of a longer time, longer windows that are as many."""
SHUFFLES = 499
NEAR = 14
"""Events so many days either side of a turn are shown with it."""
AROUND = 60
"""Days before and after a coded turning point that are counted; within them a proposed one is the same."""

_TOGETHER = 50
"""So many shuffled series are looked at together, which the processor's cache holds."""

Counts = NDArray[np.int64]
Costs = NDArray[np.float64]


def turns(rows: Iterable[Move], first: date, last: date, *, seed: int = 0) -> tuple[Turn, ...]:
    r"""Propose the turns in the dealings of one pair.

    Parameters
    ----------
    rows
        Moves between two actors, either way.
    first, last
        The period, both days included.
    seed
        For the shuffles.

    Returns
    -------
    tuple of Turn
        In order. None when the pair has fewer than :data:`FEWEST` events or the period fewer than two times
        :data:`SHORTEST` windows.

    Notes
    -----
    1. The period is cut into windows of a week, counted from its first day; what is left at the end is no
       window. In each, cooperative and conflictual events are counted apart.
    2. A stretch of n windows with s events of a kind costs :math:`-s \log(s/n)`, which is the negative log
       likelihood of a Poisson pace but for what all divisions share; the two kinds add up.
    3. Of all divisions into stretches of at least :data:`SHORTEST` windows, the one with the least cost is
       taken, each turn costing a penalty of :math:`\frac{3}{2} \log N` for N windows: half a log N, as in
       the Bayesian information criterion, for the two paces and the place it adds. Optimal partitioning
       [1]_ finds it exactly in O(N^2).
    4. The strength of a turn: the windows between its two neighbours are shuffled, and ``p`` is the share of
       shuffles, the record itself among them, in which the best split there lowers the cost as much. It
       supposes that windows would come in any order; a pair whose acts come in bursts looks stronger.

    References
    ----------
    .. [1] B. Jackson et al., "An algorithm for optimal partitioning of data on an interval", IEEE Signal
       Processing Letters 12(2), 2005, doi:10.1109/LSP.2001.838216.
    """
    rows = [move for move in rows if first <= move.day <= last]
    days = (last - first).days + 1
    width = 7 * max(1, -(-days // (7 * MOST_WINDOWS)))
    number = days // width
    if sum(tally(rows)) < FEWEST or number < 2 * SHORTEST:
        return ()
    counts = _counts(rows, first, width, number)
    penalty = 1.5 * log(number)
    bounds = [0, *partition(counts, penalty), number]
    a, b = rows[0].pair
    found = []
    for left, at, right in zip(bounds, bounds[1:], bounds[2:], strict=False):
        gain = cost(counts[left:right]) - cost(counts[left:at]) - cost(counts[at:right])
        on = first + timedelta(days=at * width)
        near = [move for move in rows if abs((move.day - on).days) <= NEAR]
        found.append(
            Turn(
                a, b, on, width,
                _pace(counts[left:at], width), _pace(counts[at:right], width),
                round(gain, 6), round(penalty, 6), _strength(counts[left:right], seed), evidence(near),
            )
        )  # fmt: skip
    return tuple(found)


def _counts(rows: Iterable[Move], first: date, width: int, number: int) -> Counts:
    """Return events by window and kind, int64[windows, 2]: an event with two moves counts once."""
    counts = np.zeros((number, 2), dtype=np.int64)
    for move in {move.event: move for move in rows}.values():
        window = (move.day - first).days // width
        if window < number:
            counts[window, 0 if move.weight > 0 else 1] += 1
    return counts


def cost(counts: Counts) -> float:
    """Return what a stretch costs as one pace; int64[windows, kinds]."""
    return float(_cost(counts.sum(axis=0), np.float64(len(counts))).sum())


def _cost(sums: NDArray[np.int64], lengths: NDArray[np.float64] | np.float64) -> Costs:
    rate = np.maximum(sums, 1) / lengths
    return np.asarray(-sums * np.log(rate), dtype=np.float64)


def partition(counts: Counts, penalty: float, shortest: int = SHORTEST) -> tuple[int, ...]:
    """Return where the stretches of the cheapest division begin, but for the first.

    Parameters
    ----------
    counts
        int64[windows, kinds].
    penalty
        Cost of each turn, >= 0.
    shortest
        Fewest windows of a stretch, > 0; fewer windows in all are one stretch.

    Notes
    -----
    The cheapest division of the first t windows ends in a stretch from some s on, and what is before s is
    divided as cheaply as can be. Of equally cheap ones the one with the longer last stretch is taken. The
    costs of all stretches are held at once, O(windows^2).

    Examples
    --------
    >>> quiet_then_busy = np.array([[0, 0]] * 6 + [[5, 0]] * 6)
    >>> partition(quiet_then_busy, 3.0)
    (6,)
    """
    number = len(counts)
    costs = _costs(counts)
    best = np.full(number + 1, np.inf)
    best[0] = -penalty
    came = np.zeros(number + 1, dtype=np.intp)
    for end in range(shortest, number + 1):
        starts = slice(end - shortest + 1)
        whole = best[starts] + penalty + costs[end, starts]
        came[end] = at = int(whole.argmin())
        best[end] = whole[at]
    places = []
    at = int(came[number])
    while at > 0:
        places.append(at)
        at = int(came[at])
    return tuple(reversed(places))


def _costs(counts: Counts) -> Costs:
    """Return what each stretch costs, float64[end, start]; where the end is not after the start, nonsense."""
    upto = np.vstack([np.zeros((1, counts.shape[1]), dtype=np.int64), np.cumsum(counts, axis=0)])
    ends = np.arange(len(upto))
    lengths = np.maximum(ends[:, None] - ends, 1).astype(np.float64)
    costs = np.zeros(lengths.shape)
    for kind in upto.T:
        costs += _cost(kind[:, None] - kind, lengths)
    return costs


def _strength(counts: Counts, seed: int, shuffles: int = SHUFFLES) -> float:
    stream = np.random.default_rng(seed & (2**64 - 1))
    here = _best_split(counts[None])[0]
    orders = np.argsort(stream.random((shuffles, len(counts))), axis=1)
    as_well = sum(
        int((_best_split(counts[orders[start : start + _TOGETHER]]) >= here - 1e-9).sum())
        for start in range(0, shuffles, _TOGETHER)
    )
    return (1 + as_well) / (1 + shuffles)


def _best_split(tables: Counts, shortest: int = SHORTEST) -> Costs:
    """Return how much each series' best split lowers its cost; int64[series, windows, kinds].

    A cost is taken as ``sum log(length) - sum log(sum)``, with ``s log s`` looked up.
    """
    number = tables.shape[1]
    upto = np.cumsum(tables, axis=1)
    whole = upto[:, -1:]
    sums = np.arange(int(whole.max()) + 1)
    logs = sums * np.log(np.maximum(sums, 1))
    left = upto[:, shortest - 1 : number - shortest]
    right = whole - left
    lengths = np.arange(shortest, number - shortest + 1)
    split = left.sum(axis=2) * np.log(lengths) + right.sum(axis=2) * np.log(number - lengths)
    split -= (logs[left] + logs[right]).sum(axis=2)
    gain: Costs = (whole * np.log(number) - logs[whole]).sum(axis=(1, 2)) - split.min(axis=1)
    return gain


def _pace(counts: Counts, width: int) -> tuple[float, float]:
    good, bad = (counts.sum(axis=0) * 30 / (len(counts) * width)).tolist()
    return round(good, 6), round(bad, 6)


def coded(
    points: Iterable[TurningPoint],
    rows: Sequence[Move],
    proposed: Sequence[Turn],
    last: date | None,
    around: int = AROUND,
) -> tuple[CodedTurn, ...]:
    """Hold the turning points of the case file against the record.

    Parameters
    ----------
    points
        As coded.
    rows
        Moves of everybody looked at.
    proposed
        What :func:`turns` proposes.
    last
        The last day the record is known to.
    around
        Days counted before and after, > 0.

    Returns
    -------
    tuple of CodedTurn
        By day. The counts are a look at the record and no test: what follows a day need not follow from it.

    References
    ----------
    D. Druckman, "Turning points in international negotiation: a comparative analysis", Journal of Conflict
    Resolution 45(4), 2001, 519-544, https://www.jstor.org/stable/3176310.
    """
    found = []
    begin = min((move.day for move in rows), default=None)
    for point in points:
        among = frozenset(point.between)
        own = [move for move in rows if not among or (move.by in among and move.to in among)]
        before = [move for move in own if 0 < (point.on - move.day).days <= around]
        after = [move for move in own if 0 <= (move.day - point.on).days < around]
        near = [
            turn
            for turn in proposed
            if abs((turn.on - point.on).days) <= around and (not among or {turn.a, turn.b} <= among)
        ]
        nearest = min(near, key=lambda turn: (abs((turn.on - point.on).days), turn.on), default=None)
        whole = (
            begin is not None and last is not None
            and (point.on - begin).days >= around and (last - point.on).days >= around - 1
        )  # fmt: skip
        found.append(
            CodedTurn(
                point.on, point.between, point.precipitant, point.departure, point.consequence,
                point.timing, point.text, around, tally(before), tally(after), whole,
                nearest.on if nearest else None, point.because,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda row: (row.on, row.between)))
