"""Wedges: a third party that treats two partners differently, and partners who turn on each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import comb

from detente.ledger.dealings import TOO_FEW, Wedge
from detente.ledger.moves import Move, both_ways, by_pair, evidence, tally

MOSTLY = 0.75
"""Two go together when at least this share of their acts toward each other is cooperative."""
APART = 1 / 3
"""Two are treated differently when the cooperative shares lie at least so far apart."""


def allies(rows: Iterable[Move]) -> tuple[tuple[str, str], ...]:
    """Return the pairs with at least :data:`TOO_FEW` events between them, mostly cooperative, by code."""
    found = []
    for pair, moves in by_pair(rows).items():
        good, bad = tally(moves)
        if good + bad >= TOO_FEW and good >= MOSTLY * (good + bad):
            found.append(pair)
    return tuple(sorted(found))


def wedges(rows: Iterable[Move]) -> tuple[Wedge, ...]:
    """Find what stands between two who go together.

    Parameters
    ----------
    rows
        Moves.

    Returns
    -------
    tuple of Wedge
        Differing treatment first, the greatest difference first, then criticism within, by pair.

    Notes
    -----
    Two are taken to go together by their dealings alone (:func:`allies`), not by any treaty. A third party
    treats them differently when it has at least :data:`TOO_FEW` acts of its own toward each and the
    cooperative shares lie at least :data:`APART` apart. The p-value is that of Fisher's exact test on the
    two pairs of counts, two-sided; nothing corrects it for the number of triads.
    """
    rows = tuple(rows)
    toward = {one: [move for move in moves if not move.mutual] for one, moves in both_ways(rows).items()}
    counts = {one: tally(moves) for one, moves in toward.items()}
    by_actor: dict[str, list[str]] = defaultdict(list)
    for (by, to), number in counts.items():
        if sum(number) >= TOO_FEW:
            by_actor[to].append(by)
    found = []
    together = allies(rows)
    for x, y in together:
        for third in sorted(set(by_actor[x]) & set(by_actor[y])):
            both = (counts[third, x], counts[third, y])
            if _apart(*both) >= APART:
                events = evidence([*toward[third, x], *toward[third, y]])
                found.append(Wedge("treatment", third, (x, y), both, round(fisher(*both), 6), events))
    found.sort(key=lambda wedge: (-_apart(*wedge.counts), wedge.allies, wedge.by))
    for pair in together:
        for by, to in (pair, pair[::-1]):
            against = [move for move in toward.get((by, to), ()) if move.weight < 0]
            if against:
                found.append(Wedge("criticism", by, pair, (counts[by, to],), None, evidence(against)))
    return tuple(found)


def _apart(one: tuple[int, int], other: tuple[int, int]) -> float:
    return abs(one[0] / sum(one) - other[0] / sum(other))


def fisher(one: tuple[int, int], other: tuple[int, int]) -> float:
    """Return the two-sided p-value of Fisher's exact test for two pairs of counts.

    Notes
    -----
    With the sums of rows and columns held fixed, the chances of all tables no more likely than this one. They
    are ratios of whole numbers and are compared as such.

    References
    ----------
    R. A. Fisher, "On the interpretation of chi-square from contingency tables, and the calculation of P",
    Journal of the Royal Statistical Society 85(1), 1922, doi:10.2307/2340521.

    Examples
    --------
    >>> round(fisher((3, 1), (1, 3)), 4)
    0.4857
    """
    size, good = sum(one), one[0] + other[0]
    total = size + sum(other)
    low, high = max(0, size - total + good), min(size, good)
    ways = [comb(good, low) * comb(total - good, size - low)]
    for k in range(low, high):
        ways.append(ways[-1] * (good - k) * (size - k) // ((k + 1) * (total - good - size + k + 1)))
    here = ways[one[0] - low]
    return sum(number for number in ways if number <= here) / comb(total, size)
