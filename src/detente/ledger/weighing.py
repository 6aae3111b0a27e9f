"""From dated gains to verdicts: what every lens that weighs kinds of gain against each other shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod
from operator import attrgetter, itemgetter
from typing import NamedTuple

import numpy as np

from detente.errors import Fault, LimitExceeded
from detente.ledger.days import in_order
from detente.ledger.gains import Entry, Gains, Net, Pair
from detente.ledger.orders import MOST_ISSUES, Component, components
from detente.ledger.types import Ahead, AtBaseline, Balance, Lens
from detente.ledger.weightings import Orders, chance_positive, coefficients, nearest_flip, orders_of

DRAWS = 10_000
"""How many orders are gone through at most; beyond that so many are drawn."""

_ROWS = 10_000
"""So many rows of coefficients are looked at together, which the processor's cache holds."""


@dataclass(frozen=True, slots=True)
class Chance:
    """In what share of the admissible weightings the first of a pair is ahead; ``None`` for even on all."""

    first: float | None
    exact: bool
    parts: tuple[Component, ...]

    def share(self, pair: Pair) -> dict[str, float]:
        """Return the share of each of the pair and of a tie."""
        if self.first is None:
            return {pair[0]: 0.0, pair[1]: 0.0, "tie": 1.0}
        return {pair[0]: self.first, pair[1]: 1.0 - self.first, "tie": 0.0}


def chances(
    each: Sequence[Net], unit: int, chains: Iterable[Sequence[str]], draws: int = DRAWS, seed: int = 0
) -> list[Chance]:
    """Return for each net gain in what share of the admissible weightings it is positive.

    Parameters
    ----------
    each
        Net gains; the weightings run over what each names and what the order ties to that.
    unit
        How many of their whole numbers make one.
    chains
        The analyst's order, heaviest first.
    draws, seed
        How many complete orders to go through at most, and what draws them where there are more.

    Raises
    ------
    ModelError
        When the chains contradict each other.
    LimitExceeded
        When the order leaves too much open.
    """
    keys = {key for net in each for key in net}
    parts = components([*chains, *((key,) for key in sorted(keys))])
    home = {key: part for part in parts for key in part.issues}
    orders = {part.issues: orders_of(part, draws, seed) for part in parts}
    named = [tuple(sorted(net.items())) for net in each]
    found: dict[tuple[tuple[str, int], ...], Chance] = {}
    alike: dict[tuple[tuple[Component, ...], int], list[_Asked]] = {}
    for name in dict.fromkeys(named):
        own = tuple({home[key].issues: home[key] for key, _ in name}.values())
        if not any(gain for _, gain in name):
            found[name] = Chance(None, True, own)
            continue
        # Issues that the order ties to nothing differ in their gains only, so their number is enough.
        free = tuple(part for part in own if len(part.issues) == 1)
        tied = tuple(part for part in own if len(part.issues) > 1)
        net = dict(name)
        gains = [net.get(key, 0) / unit for part in (*free, *tied) for key in part.issues]
        alike.setdefault((tied, len(free)), []).append(_Asked(name, own, (*free, *tied), gains))
    for asked in alike.values():
        for one, first, whole in _asked(asked, orders, draws, seed):
            found[one.name] = Chance(first, whole, one.own)
    return [found[name] for name in named]


class _Asked(NamedTuple):
    """A net gain whose chance is asked: its name, its components, and these in order with their gains."""

    name: tuple[tuple[str, int], ...]
    own: tuple[Component, ...]
    parts: tuple[Component, ...]
    gains: list[float]


def _asked(
    asked: Sequence[_Asked], orders: Mapping[tuple[str, ...], Orders], draws: int, seed: int
) -> Iterator[tuple[_Asked, float, bool]]:
    """Yield the chances of net gains in components of one kind, and whether they are exact."""
    parts = asked[0].parts
    combinations = min(draws, prod(part.count for part in parts))
    together = max(1, _ROWS // combinations)
    for start in range(0, len(asked), together):
        some = asked[start : start + together]
        rows, whole = coefficients(parts, orders, np.array([one.gains for one in some]), draws, seed)
        positive = chance_positive(rows.reshape(-1, rows.shape[2])).reshape(rows.shape[:2])
        for one, first in zip(some, positive.mean(axis=1).tolist(), strict=True):
            yield one, first, whole


def verdicts(
    lens: Lens,
    gains: Gains,
    chains: Iterable[Sequence[str]] = (),
    baseline: date | None = None,
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[Ahead, ...]:
    """Say for each pair with an entry who is ahead, and what would flip it.

    Parameters
    ----------
    lens
        For the rows.
    gains
        What is weighed.
    chains
        The analyst's order of what is weighed.
    baseline
        The day from which gains count.
    draws, seed
        As for :func:`chances`.

    Returns
    -------
    tuple of Ahead
        By pair.

    Notes
    -----
    A flip is given for the side with the larger share, the first of the pair when equal. A share is computed
    unless the order is partial and leaves more than ``draws`` complete orders; where orders are drawn, its
    standard error is at most ``0.5 / sqrt(draws)``.
    """
    own = gains.counting(baseline)
    evidence: dict[Pair, dict[str, None]] = {}
    for one in own.entries:
        evidence.setdefault(one.pair, {})[one.event] = None
    return tuple(
        Ahead(
            lens=lens,
            pair=pair,
            share=chance.share(pair),
            baseline=baseline,
            flip=_flip(chance, net),
            draws=0 if chance.exact else draws,
            seed=seed,
            net={key: gain / own.unit for key, gain in sorted(net.items())},
            events=tuple(evidence[pair]),
        )
        for pair, net, chance in _told(own, chains, draws, seed)
    )


def shares(
    gains: Gains,
    chains: Iterable[Sequence[str]] = (),
    baseline: date | None = None,
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> dict[Pair, dict[str, float]]:
    """Return the shares alone of what :func:`verdicts` says."""
    told = _told(gains.counting(baseline), chains, draws, seed)
    return {pair: chance.share(pair) for pair, _, chance in told}


def _told(
    own: Gains, chains: Iterable[Sequence[str]], draws: int, seed: int
) -> list[tuple[Pair, dict[str, int], Chance]]:
    """Return the net gain and the chance of each pair with an entry, by pair."""
    found = sorted(own.nets().items())
    for pair, net in found:
        _refuse_too_many(pair, len(net))
    each = chances([net for _, net in found], own.unit, chains, draws, seed)
    return [(pair, net, chance) for (pair, net), chance in zip(found, each, strict=True)]


def _flip(chance: Chance, net: Net) -> dict[str, float] | None:
    if chance.first is None:
        return None
    return nearest_flip(
        chance.parts, net if chance.first >= 0.5 else {key: -gain for key, gain in net.items()}
    )


def at_baselines(
    gains: Gains,
    chains: Iterable[Sequence[str]],
    days: Sequence[date],
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> dict[Pair, tuple[AtBaseline, ...]]:
    """Return the shares of every pair under other baselines; a day after the last entry says nothing."""
    # From the last day back, so that every entry is added once.
    dated = sorted(((one.on, one) for one in gains.entries if one.on is not None), key=itemgetter(0))
    summed: dict[Pair, dict[str, int]] = {}
    cases: list[tuple[Pair, date, Net]] = []
    for day in sorted(days, reverse=True):
        while dated and dated[-1][0] >= day:
            _, one = dated.pop()
            net = summed.setdefault(one.pair, {})
            net[one.key] = net.get(one.key, 0) + one.gain
        cases += [(pair, day, dict(net)) for pair, net in summed.items()]
    cases.reverse()
    found: dict[Pair, list[AtBaseline]] = {}
    each = chances([net for _, _, net in cases], gains.unit, chains, draws, seed)
    for (pair, day, _), chance in zip(cases, each, strict=True):
        found.setdefault(pair, []).append(AtBaseline(day, chance.share(pair)))
    return {pair: tuple(rows) for pair, rows in found.items()}


def balances(
    lens: Lens,
    gains: Gains,
    chains: Iterable[Sequence[str]],
    baseline: date | None,
    *,
    most: int,
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[Balance, ...]:
    """Follow every pair's shares from the baseline on: a row for each day on which something was added.

    A pair with more than ``most`` such days has a row for the last of them in each month instead, then in
    each year, then the latest ``most``. What has no date stands in the first row when no baseline is set.
    """
    steps: list[tuple[Pair, date, Net, tuple[str, ...]]] = []
    by_pair: dict[Pair, list[Entry]] = {}
    for one in gains.counting(baseline).entries:
        by_pair.setdefault(one.pair, []).append(one)
    for pair, own in sorted(by_pair.items()):
        own = in_order(own, lambda one: one.on or date.min, attrgetter("event"))
        days = thinned(sorted({one.on for one in own if one.on is not None}), most)
        net: dict[str, int] = {}
        at = 0
        for day in days:
            new: dict[str, None] = {}
            while at < len(own) and ((one := own[at]).on or date.min) <= day:
                net[one.key] = net.get(one.key, 0) + one.gain
                new[one.event] = None
                at += 1
            steps.append((pair, day, dict(net), tuple(new)))
    each = chances([net for _, _, net, _ in steps], gains.unit, chains, draws, seed)
    return tuple(
        Balance(lens, pair, day, chance.share(pair), events)
        for (pair, day, _, events), chance in zip(steps, each, strict=True)
    )


def thinned(days: Sequence[date], most: int) -> list[date]:
    """Return at most ``most`` of some days in order: the last of each month or year where there are more.

    Examples
    --------
    >>> thinned([date(2020, 1, 1), date(2020, 1, 9), date(2020, 3, 1)], 2)
    [datetime.date(2020, 1, 9), datetime.date(2020, 3, 1)]
    """
    if len(days) <= most:
        return list(days)
    months = list({(day.year, day.month): day for day in days}.values())
    if len(months) <= most:
        return months
    return list({day.year: day for day in days}.values())[-most:]


def _refuse_too_many(pair: Pair, keys: int) -> None:
    if keys > MOST_ISSUES:
        raise LimitExceeded(
            Fault(
                "D102",
                f"{pair[0]} and {pair[1]} exchanged concessions on {keys} issues (limit: {MOST_ISSUES})",
                "give like issues one name",
            )
        )
