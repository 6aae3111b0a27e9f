"""In what share of the admissible weightings one side is ahead, and what would flip it.

A *weighting* gives every issue a weight >= 0, summing to 1; it is *admissible* when it agrees with the
analyst's order of the issues. All admissible weightings count the same (uniform on that part of the simplex).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from math import inf, prod

import numpy as np
from numpy.typing import NDArray

from detente.ledger.orders import Component

Coefficients = NDArray[np.float64]
Orders = NDArray[np.intp]

CLEARLY = -0.05
"""The balance at which a flip is clear, where -1 is the worst there is."""


def orders_of(part: Component, draws: int, seed: int) -> Orders:
    """Return the complete orders of a component's issues: all of them, or ``draws`` drawn ones when more.

    Parameters
    ----------
    part
        A component of the analyst's order.
    draws
        > 0.
    seed
        Any integer; the same seed draws the same orders, whatever other components there are.

    Returns
    -------
    intp[orders, issues]
        Indices into ``part.issues``, heaviest first.
    """
    if part.count <= draws:
        ranks: Iterable[int] = range(part.count)
    else:
        stream = _stream(part, seed)
        ranks = (stream.randrange(part.count) for _ in range(draws))
    return np.array([part.order(rank) for rank in ranks], dtype=np.intp)


def coefficients(
    parts: Sequence[Component],
    orders: Mapping[tuple[str, ...], Orders],
    gains: Coefficients,
    draws: int,
    seed: int,
) -> tuple[Coefficients, bool]:
    """Write balances under a random admissible weighting as sums of independent exponentials.

    Parameters
    ----------
    parts
        Components of the analyst's order; of those of one issue only the number matters.
    orders
        For each component, by its issues, what :func:`orders_of` returned for the same draws and seed.
    gains
        float64[balances, issues]: what one side gained, net, on each issue of the components in turn.
    draws
        How many combinations of the components' orders to go through at most; of more so many are drawn.
    seed
        Any integer.

    Returns
    -------
    float64[balances, combinations, issues]
        One row for each combination of orders: the balance has the sign of ``sum(row * e)``, ``e``
        independent and exponentially distributed.
    bool
        Whether the rows are all combinations (then the share is exact) and not a sample.

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
    ends = np.cumsum([len(part.issues) for part in parts])
    columns = np.split(gains, ends[:-1], axis=1)
    free = [own for part, own in zip(parts, columns, strict=True) if len(part.issues) == 1]
    tied = [(part, own) for part, own in zip(parts, columns, strict=True) if len(part.issues) > 1]
    blocks = [_means(orders[part.issues], own) for part, own in tied]
    exact = prod(part.count for part, _ in tied) <= draws
    if exact:
        picks = np.array(list(product(*(range(block.shape[1]) for block in blocks))), dtype=np.intp)
    else:
        picks = np.array([_picked(part, draws, seed) for part, _ in tied], dtype=np.intp).T
    alone = np.hstack([gains[:, :0], *free])[:, None, :].repeat(len(picks), axis=1)
    return np.concatenate(
        [alone, *(block[:, pick] for block, pick in zip(blocks, picks.T, strict=True))], axis=2
    ), exact


def _picked(part: Component, draws: int, seed: int) -> Sequence[int]:
    """Return which of a component's orders to combine with those of others: drawn ones in turn."""
    if part.count > draws:
        return range(draws)
    stream = _stream(part, seed)
    return [stream.randrange(part.count) for _ in range(draws)]


def _stream(part: Component, seed: int) -> random.Random:
    """Return the random numbers of a component, named by it so that others do not shift its draws."""
    return random.Random(f"{seed}:{'>'.join(part.issues)}")  # noqa: S311 - keeps no secret


def _means(orders: Orders, gains: Coefficients) -> Coefficients:
    """Return for each order the mean gain of the k heaviest issues.

    Takes float64[balances, issues of the part], returns float64[balances, orders, issues of the part].
    """
    means: Coefficients = np.cumsum(gains[:, orders], axis=2) / np.arange(1, gains.shape[1] + 1)
    # What cancels exactly must not leave a rounding error that looks like a gain.
    least = 1e-12 * np.maximum(1.0, np.abs(gains).max(axis=1))
    means[np.abs(means) < least[:, None, None]] = 0.0
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
    positive = (rows > 0.0).sum(axis=1)
    chances = np.zeros(len(rows))
    for number in np.unique(positive[positive > 0]):
        members = positive == number
        ordered = np.sort(rows[members], axis=1)
        chances[members] = _outlasts(ordered[:, -number:], -ordered[:, :-number])
    return chances


def _outlasts(plus: Coefficients, minus: Coefficients) -> NDArray[np.float64]:
    """Return for each row the chance that the stretches ``plus`` > 0 take longer than ``minus`` >= 0."""
    # after[j]: the chance once i stretches of the positive runner and j of the other are done.
    after = [np.zeros(len(plus)) for _ in range(minus.shape[1] + 1)]
    for i in reversed(range(plus.shape[1])):
        here = [np.ones(len(plus))]
        for j in reversed(range(minus.shape[1])):
            done_first = minus[:, j] / (plus[:, i] + minus[:, j])
            here.append(done_first * after[j] + (1.0 - done_first) * here[-1])
        after = here[::-1]
    return after[0]


def nearest_flip(parts: Sequence[Component], gains: Mapping[str, int | Fraction]) -> dict[str, float] | None:
    """Return the weighting nearest to equal weights under which the balance is clearly negative.

    Parameters
    ----------
    parts
        Components of the analyst's order that hold every issue of ``gains``.
    gains
        What the side that is ahead gained on each issue, net, in exact numbers of any unit.

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
    simplex for some t >= 0. It weighs the issues of one set alike, so its balance is that of g, and falls in
    straight pieces as t rises and one set after the other loses its weight. The weighting returned is the one
    whose balance is a twentieth of the way from zero to the worst there is (:data:`CLEARLY`), so that
    rounding a digit does not undo it; if equal weights are beyond that already, they are it.

    References
    ----------
    .. [1] R. E. Barlow, H. D. Brunk, "The isotonic regression problem and its dual", JASA 67, 1972,
       doi:10.1080/01621459.1972.10481216.

    Examples
    --------
    >>> from detente.ledger.orders import components
    >>> flip = nearest_flip(components([("aid",), ("border",)]), {"aid": 2, "border": -1})
    >>> {issue: round(weight, 3) for issue, weight in flip.items()}
    {'aid': 0.317, 'border': 0.683}
    """
    issues = [issue for part in parts for issue in part.issues]
    levels = [level for part in parts for level in _monotone(part, gains)]
    if not levels or min(levels) >= 0:
        return None
    worst = min(levels)
    slopes = [float(level / -worst) for level in levels]  # the balance is weights x slopes, -1 at worst
    start = 0.0
    for steepest in sorted(set(slopes), reverse=True):
        # Between start and end the issues up to this slope have weight 1/n + t (mean - slope), others none.
        kept = [slope for slope in slopes if slope <= steepest]
        mean = sum(kept) / len(kept)
        fall = sum((slope - mean) ** 2 for slope in kept)
        end = 1.0 / (len(kept) * (steepest - mean)) if steepest > mean else inf
        if fall == 0.0 or mean - end * fall <= CLEARLY:
            t = max(start, (mean - CLEARLY) / fall) if fall else start
            weights = [1.0 / len(kept) + t * (mean - s) if s <= steepest else 0.0 for s in slopes]
            return {issue: max(0.0, weight) for issue, weight in zip(issues, weights, strict=True)}
        start = end
    return None  # pragma: no cover - the last slope alone is the worst balance there is


def _monotone(part: Component, gains: Mapping[str, int | Fraction]) -> list[Fraction]:
    """Return for each issue the mean gain of its block: least-mean sets taken off from the heaviest down."""
    own = [Fraction(gains.get(issue, 0)) for issue in part.issues]
    if len(own) == 1:
        return own
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
