"""In what share of the admissible weightings one side is ahead, and what would flip it.

A *weighting* gives every issue a weight >= 0, summing to 1; it is *admissible* when it agrees with the
analyst's order of the issues. All admissible weightings count the same (uniform on that part of the simplex).
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

from detente.ledger.orders import Component

Coefficients = NDArray[np.float64]


def coefficients(
    parts: Sequence[Component], gains: Mapping[str, Fraction], draws: int, seed: int
) -> tuple[Coefficients, bool]:
    """Write the balance under a random admissible weighting as a sum of independent exponentials.

    Parameters
    ----------
    parts
        Components of the analyst's order that hold every issue of ``gains``.
    gains
        What one side gained on each issue, net; 0 where missing.
    draws
        From how many complete orders on to draw that many instead of going through all.
    seed
        Any integer; the same seed gives the same draws.

    Returns
    -------
    float64[orders, issues]
        One row for each complete order: the balance has the sign of ``sum(row * e)``, ``e`` independent and
        exponentially distributed.
    bool
        Whether the rows are all orders (then the share is exact) and not a sample.

    Notes
    -----
    Weights that are uniform on the simplex are independent exponentials divided by their sum, and the sum
    does not touch the sign. Under a complete order the exponentials are sorted, and the k-th largest of n is
    ``e_k/k + ... + e_n/n`` for independent exponentials e [1]_; so the coefficient of ``e_k`` is the mean
    gain of the k heaviest issues. Under a partial order every complete order that agrees with it is equally
    likely, because the spacings do not depend on which issue came where. Components are independent. Nothing
    is thrown away: there is no rejection, however long the chain.

    References
    ----------
    .. [1] A. Rényi, "On the theory of order statistics", Acta Math. Acad. Sci. Hungar. 4, 1953,
       doi:10.1007/BF02127580.
    """
    free = [float(gains.get(part.issues[0], 0)) for part in parts if len(part.issues) == 1]
    tied = [part for part in parts if len(part.issues) > 1]
    every = prod(part.count for part in tied)
    exact = every <= draws
    blocks = [np.array([free])]
    if exact:
        blocks += [_means(part, gains, range(part.count)) for part in tied]
        picks = np.array(list(product(*(range(len(block)) for block in blocks))), dtype=np.intp).T
    else:
        for part in tied:
            # One stream for each component, named by it, so that other components do not shift its draws.
            stream = random.Random(f"{seed}:{'>'.join(part.issues)}")  # noqa: S311 - keeps no secret
            blocks.append(_means(part, gains, [stream.randrange(part.count) for _ in range(draws)]))
        picks = np.array([np.arange(draws) % len(block) for block in blocks])
    return np.hstack([block[pick] for block, pick in zip(blocks, picks, strict=True)]), exact


def _means(part: Component, gains: Mapping[str, Fraction], ranks: Sequence[int]) -> Coefficients:
    """Return for each order the mean gain of the k heaviest issues, float64[orders, issues of the part]."""
    own = np.array([float(gains.get(issue, 0)) for issue in part.issues])
    orders = np.array([part.order(rank) for rank in ranks], dtype=np.intp)
    means: Coefficients = np.cumsum(own[orders], axis=1) / np.arange(1, len(own) + 1)
    # What cancels exactly must not leave a rounding error that looks like a gain.
    means[np.abs(means) < 1e-12 * max(1.0, float(np.abs(own).max()))] = 0.0
    return means


def chance_positive(rows: Coefficients) -> NDArray[np.float64]:
    """Return the chance that ``sum(row * e)`` is positive for independent standard exponentials ``e``.

    Parameters
    ----------
    rows
        float64[m, n]; zeros have no effect, so rows of different lengths can be padded with them.

    Returns
    -------
    float64[m]
        Exact up to rounding; 0 for a row of zeros.

    Notes
    -----
    The positive coefficients p make one runner's time, the negative ones q the other's; each runs its
    stretches one after the other, with exponential times of mean p_i or q_j. Exponentials have no memory:
    with both underway on stretches of mean p and q, the first is done with its own before the other is with
    chance q / (p + q). Counting back from the end gives the chance that the positive runner takes longer, in
    n^2 steps of sums of positive terms, so nothing cancels even where coefficients are nearly equal.

    Examples
    --------
    Two issues, gains 2 and -1: the weight of the first must exceed a third, which two thirds do.

    >>> chance_positive(np.array([[2.0, -1.0]])).round(6).tolist()
    [0.666667]
    """
    # Stretches of no length come first: they are run at once, and the end is reached on a real one.
    plus = _used(np.sort(np.maximum(rows, 0.0), axis=1))
    minus = _used(np.sort(np.maximum(-rows, 0.0), axis=1))
    lasting = (rows > 0.0).any(axis=1).astype(float)
    # after[j]: the chance once i stretches of the positive runner and j of the other are done.
    after = [np.zeros(len(rows)) for _ in range(minus.shape[1] + 1)]
    for i in reversed(range(plus.shape[1])):
        here = [lasting]
        for j in reversed(range(minus.shape[1])):
            both = plus[:, i] + minus[:, j]
            done_first = np.divide(minus[:, j], both, out=np.ones(len(rows)), where=both > 0.0)
            here.append(done_first * after[j] + (1.0 - done_first) * here[-1])
        after = here[::-1]
    return after[0]


def _used(times: Coefficients) -> Coefficients:
    """Drop leading columns that are 0 in every row."""
    return times[:, np.any(times > 0.0, axis=0)]


def nearest_flip(parts: Sequence[Component], gains: Mapping[str, Fraction]) -> dict[str, float] | None:
    """Return the weighting nearest to equal weights under which the balance is clearly negative.

    Parameters
    ----------
    parts
        Components of the analyst's order that hold every issue of ``gains``.
    gains
        What the side that is ahead gained on each issue, net, as exact fractions.

    Returns
    -------
    dict of str to float, or None
        Weight by issue, summing to 1. ``None`` when there is none, which is decided exactly.

    Notes
    -----
    The extreme points of the admissible weightings are equal weights on a set that holds with an issue all
    heavier ones. The balance is linear, so it can be negative if and only if the mean gain over one such set
    is. The sets with the least mean, one after the other, make the monotone regression of the gains [1]_;
    call it g. The nearest admissible weighting with a given balance is the projection of ``1/n - t g`` on the
    simplex for some t >= 0, and the balance falls as t rises. The weighting returned is the one whose balance
    is a twentieth of the way from zero to the worst there is, so that rounding a digit does not undo it; if
    equal weights are beyond that already, they are it.

    References
    ----------
    .. [1] R. E. Barlow, H. D. Brunk, "The isotonic regression problem and its dual", JASA 67, 1972,
       doi:10.1080/01621459.1972.10481216.
    """
    issues = [issue for part in parts for issue in part.issues]
    levels = [level for part in parts for level in _monotone(part, gains)]
    if not levels or min(levels) >= 0:
        return None
    own = np.array([float(gains.get(issue, 0)) for issue in issues])
    slope = np.array([float(level) for level in levels])
    slope /= np.abs(slope).max()
    target = 0.05 * float(min(levels))

    def weights(t: float) -> Coefficients:
        return _on_simplex(1.0 / len(issues) - t * slope)

    low, high = 0.0, 0.0
    while weights(high) @ own > target:
        low, high = high, 2.0 * high or 1.0 / len(issues)
    for _ in range(60):
        middle = (low + high) / 2.0
        low, high = (low, middle) if weights(middle) @ own <= target else (middle, high)
    return dict(zip(issues, map(float, weights(high)), strict=True))


def _monotone(part: Component, gains: Mapping[str, Fraction]) -> list[Fraction]:
    """Return for each issue the mean gain of its block: least-mean sets taken off from the heaviest down."""
    own = [gains.get(issue, Fraction(0)) for issue in part.issues]
    total = {0: Fraction(0)}
    for taken in part.completions:
        if taken:
            # Without one of its lightest issues the set is one of those before it.
            last = next(nth for nth in range(len(own)) if taken >> nth & 1 and taken & ~(1 << nth) in total)
            total[taken] = total[taken & ~(1 << last)] + own[last]
    levels = [Fraction(0)] * len(own)
    done, full = 0, (1 << len(own)) - 1
    while done != full:
        mean, _, best = min(
            ((total[one] - total[done]) / (one & ~done).bit_count(), -one.bit_count(), one)
            for one in total
            if one != done and one & done == done
        )
        for nth in range(len(own)):
            if (best & ~done) >> nth & 1:
                levels[nth] = mean
        done = best
    return levels


def _on_simplex(point: Coefficients) -> Coefficients:
    """Return the nearest point whose coordinates are >= 0 and sum to 1."""
    falling = np.sort(point)[::-1]
    excess = (np.cumsum(falling) - 1.0) / np.arange(1, len(point) + 1)
    keep = int(np.count_nonzero(falling > excess))
    nearest: Coefficients = np.maximum(point - excess[keep - 1], 0.0)
    return nearest
