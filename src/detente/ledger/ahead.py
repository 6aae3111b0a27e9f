"""Who is ahead of whom: concessions received less concessions given, under every admissible weighting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache

import numpy as np

from detente.dispute.types import LedgerSettings
from detente.errors import Fault, LimitExceeded
from detente.ledger.concessions import flows
from detente.ledger.orders import MOST_ISSUES, Component, components
from detente.ledger.types import Ahead, Concession
from detente.ledger.weightings import Coefficients, chance_positive, coefficients, nearest_flip, orders_of

DRAWS = 10_000
"""How many orders of the issues are gone through at most; beyond that so many are drawn."""
UNSPECIFIED = "unspecified"
"""The issue of a concession that is about nothing in particular, or the record does not say what."""

Pair = tuple[str, str]


@lru_cache(maxsize=10_000)
def worth(size: float, delivered: float, irreversible: float) -> Fraction:
    """Return what a concession is worth before its issue is weighed: size x delivered x (1 + irreversible).

    Parameters
    ----------
    size
        > 0.
    delivered, irreversible
        From 0 to 1.

    Notes
    -----
    A promise is worth nothing until some of it is delivered; what cannot be undone is worth twice what can be
    undone at will. The numbers are taken as the decimals that the analyst wrote, so that 0.1 + 0.2 is 0.3 and
    an exact balance is seen as one.

    Examples
    --------
    >>> worth(2, 0.5, 1), worth(0.3, 1, 0)
    (Fraction(2, 1), Fraction(3, 10))
    """
    exact = [Fraction(repr(float(number))) for number in (size, delivered, irreversible)]
    return exact[0] * exact[1] * (1 + exact[2])


def counted(rows: Iterable[Concession], baseline: date | None) -> tuple[Concession, ...]:
    """Return the concessions that count from a day on.

    Without a baseline all count. With one, those that began on that day or later; one without a date cannot
    be shown to have, and does not count.
    """
    return tuple(
        row for row in rows if baseline is None or (row.date_from is not None and row.date_from >= baseline)
    )


def ahead(
    rows: Iterable[Concession],
    actors: Iterable[str] | None = None,
    settings: LedgerSettings | None = None,
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[Ahead, ...]:
    """Say for each pair of actors in what share of the admissible weightings each is ahead.

    Parameters
    ----------
    rows
        The concessions.
    actors
        Codes of the actors of the case: pairs are formed of these. ``None`` forms them of everybody.
    settings
        The analyst's baseline day and order of issues.
    draws
        How many complete orders to go through at most, > 0.
    seed
        Any integer; matters only where orders are drawn.

    Returns
    -------
    tuple of Ahead
        One row in the lens ``concessions`` for each pair with a concession one way or the other, by codes.

    Raises
    ------
    ModelError
        When the analyst's orders of issues contradict each other.
    LimitExceeded
        When there are too many issues, or an order leaves too much open.

    Notes
    -----
    Within a pair the balance of A is ``sum over issues of weight x (received - given)``, where received and
    given add up the :func:`worth` of the concessions between the two; A is ahead when it is positive. The
    weightings run over the issues the two exchanged concessions on and those the analyst's order ties to
    them; others would change nothing. A tie has a share only when the two balance on every issue, then it is
    1: otherwise the weightings that tie are a null set.

    The share is computed, not drawn, unless the order is partial and leaves more than ``draws`` complete
    orders; see :mod:`detente.ledger.weightings`. For two issues of net gain a and -b without an order it is
    ``a / (a + b)``. Where orders are drawn, the standard error of a share is at most ``0.5 / sqrt(draws)``.

    A flip is given for the side with the larger share (the first of the pair when equal).
    """
    settings = settings or LedgerSettings()
    gains = _gains(counted(rows, settings.baseline), None if actors is None else frozenset(actors))
    issues = {issue for net in gains.values() for issue in net}
    parts = components([*settings.weights, *((issue,) for issue in sorted(issues))])
    home = {issue: part for part in parts for issue in part.issues}
    orders = {part.issues: orders_of(part, draws, seed) for part in parts}

    pairs: list[tuple[Pair, list[Component], Coefficients, bool]] = []
    for pair, net in sorted(gains.items()):
        own = list({home[issue].issues: home[issue] for issue in sorted(net)}.values())
        _refuse_too_many(pair, sum(len(part.issues) for part in own))
        if any(net.values()):
            block, exact = coefficients(own, orders, net, draws, seed)
        else:
            block, exact = np.zeros((1, 1)), True
        pairs.append((pair, own, block, exact))

    chances = _chances([block for _, _, block, _ in pairs])
    return tuple(
        _row(pair, gains[pair], parts_of, chance, settings.baseline, 0 if exact else draws, seed)
        for (pair, parts_of, _, exact), chance in zip(pairs, chances, strict=True)
    )


def _gains(rows: Iterable[Concession], actors: frozenset[str] | None) -> dict[Pair, dict[str, Fraction]]:
    """Return what the first of each pair gained net on each issue they exchanged concessions on."""
    # Concessions that are worth the same are counted first: exact sums are slow.
    counts = Counter(
        (giver, taker, row.issue or UNSPECIFIED, row.size, row.delivered, row.irreversible)
        for row in rows
        for giver, taker in flows(row)
        if actors is None or (giver in actors and taker in actors)
    )
    gains: dict[Pair, dict[str, Fraction]] = {}
    for (giver, taker, issue, *numbers), times in counts.items():
        pair = (giver, taker) if giver < taker else (taker, giver)
        gain = times * worth(*numbers)
        net = gains.setdefault(pair, {})
        net[issue] = net.get(issue, Fraction(0)) + (gain if taker == pair[0] else -gain)
    return gains


def _chances(blocks: Sequence[Coefficients]) -> list[float]:
    """Return the mean chance of a positive balance over each block's rows, in batches of one width."""
    chances = [0.0] * len(blocks)
    by_width: dict[int, list[int]] = {}
    for nth, block in enumerate(blocks):
        by_width.setdefault(block.shape[1], []).append(nth)
    for members in by_width.values():
        # A batch is small enough for the processor's cache, whatever the number of pairs.
        for nths in _batches(members, [len(blocks[nth]) for nth in members]):
            found = chance_positive(np.vstack([blocks[nth] for nth in nths]))
            starts = np.cumsum([0, *(len(blocks[nth]) for nth in nths)])
            for nth, start, end in zip(nths, starts, starts[1:], strict=False):
                chances[nth] = float(found[start:end].mean())
    return chances


def _batches(members: Sequence[int], sizes: Sequence[int], most: int = 10_000) -> list[list[int]]:
    batches: list[list[int]] = []
    room = 0
    for member, size in zip(members, sizes, strict=True):
        if size > room:
            batches.append([])
            room = most
        batches[-1].append(member)
        room -= size
    return batches


def _row(
    pair: Pair,
    net: dict[str, Fraction],
    parts: Sequence[Component],
    chance: float,
    baseline: date | None,
    draws: int,
    seed: int,
) -> Ahead:
    if not any(net.values()):
        share = {pair[0]: 0.0, pair[1]: 0.0, "tie": 1.0}
        flip = None
    else:
        share = {pair[0]: chance, pair[1]: 1.0 - chance, "tie": 0.0}
        leading = net if chance >= 0.5 else {issue: -gain for issue, gain in net.items()}
        flip = nearest_flip(parts, leading)
    return Ahead(
        lens="concessions",
        pair=pair,
        share=share,
        baseline=baseline,
        flip=flip,
        draws=draws,
        seed=seed,
    )


def _refuse_too_many(pair: Pair, issues: int) -> None:
    if issues > MOST_ISSUES:
        raise LimitExceeded(
            Fault(
                "D102",
                f"{pair[0]} and {pair[1]} exchanged concessions on {issues} issues (limit: {MOST_ISSUES})",
                "give like issues one name",
            )
        )
