"""From dated gains to verdicts: what every lens that weighs kinds of gain against each other shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from detente.errors import Fault, LimitExceeded
from detente.ledger.orders import MOST_ISSUES, Component, components
from detente.ledger.types import Ahead, AtBaseline, Balance, Lens
from detente.ledger.weightings import Coefficients, chance_positive, coefficients, nearest_flip, orders_of

DRAWS = 10_000
"""How many orders are gone through at most; beyond that so many are drawn."""

Pair = tuple[str, str]
Net = Mapping[str, Fraction]
"""For each thing weighed (an issue, a channel, a kind of honour), what the first gained over the second."""


class Entry(NamedTuple):
    """One gain within a pair: > 0 for the first of it, < 0 for the second."""

    pair: Pair
    key: str
    gain: Fraction
    on: date | None
    event: str


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


def signed(giver: str, taker: str, gain: Fraction) -> tuple[Pair, Fraction]:
    """Return the pair in alphabetical order, and the gain of its first when ``taker`` gained so much."""
    return ((giver, taker), -gain) if giver < taker else ((taker, giver), gain)


def exact(number: float) -> Fraction:
    """Return a number as the decimal that the analyst wrote, so that 0.1 + 0.2 is 0.3."""
    return Fraction(repr(float(number)))


def counting(entries: Iterable[Entry], baseline: date | None) -> list[Entry]:
    """Return the entries that count from a day on; with a day, those without a date cannot be shown to."""
    return [one for one in entries if baseline is None or (one.on is not None and one.on >= baseline)]


def nets(entries: Iterable[Entry]) -> dict[Pair, dict[str, Fraction]]:
    """Add up the entries of each pair."""
    # Equal gains are counted first: exact sums are slow.
    counts = Counter((one.pair, one.key, one.gain) for one in entries)
    found: dict[Pair, dict[str, Fraction]] = {}
    for (pair, key, gain), times in counts.items():
        net = found.setdefault(pair, {})
        net[key] = net.get(key, Fraction(0)) + times * gain
    return found


def chances(
    each: Sequence[Net], chains: Iterable[Sequence[str]], draws: int = DRAWS, seed: int = 0
) -> list[Chance]:
    """Return for each net gain in what share of the admissible weightings it is positive.

    Parameters
    ----------
    each
        Net gains; the weightings run over what each names and what the order ties to that.
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
    rows: dict[tuple[tuple[str, Fraction], ...], tuple[tuple[Component, ...], Coefficients, bool]] = {}
    named = [tuple(sorted(net.items())) for net in each]
    for name in named:
        if name not in rows:
            own = tuple({home[key].issues: home[key] for key, _ in name}.values())
            if any(gain for _, gain in name):
                rows[name] = own, *coefficients(own, orders, dict(name), draws, seed)
            else:
                rows[name] = own, np.zeros((1, 1)), True
    means = dict(zip(rows, _means([block for _, block, _ in rows.values()]), strict=True))
    return [
        Chance(means[name] if any(gain for _, gain in name) else None, rows[name][2], rows[name][0])
        for name in named
    ]


def _means(blocks: Sequence[Coefficients]) -> list[float]:
    """Return the mean chance of a positive balance over each block's rows, in batches of one width."""
    means = [0.0] * len(blocks)
    by_width: dict[int, list[int]] = {}
    for nth, block in enumerate(blocks):
        by_width.setdefault(block.shape[1], []).append(nth)
    for members in by_width.values():
        # A batch is small enough for the processor's cache, whatever the number of pairs.
        for nths in _batches(members, [len(blocks[nth]) for nth in members]):
            found = chance_positive(np.vstack([blocks[nth] for nth in nths]))
            starts = np.cumsum([0, *(len(blocks[nth]) for nth in nths)])
            for nth, start, end in zip(nths, starts, starts[1:], strict=False):
                means[nth] = float(found[start:end].mean())
    return means


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


def verdicts(
    lens: Lens,
    entries: Iterable[Entry],
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
    entries
        The gains, in any order.
    chains
        The analyst's order of what is weighed.
    baseline
        The day from which entries count.
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
    own = counting(entries, baseline)
    evidence: dict[Pair, dict[str, None]] = {}
    for one in own:
        evidence.setdefault(one.pair, {})[one.event] = None
    found = sorted(nets(own).items())
    for pair, net in found:
        _refuse_too_many(pair, len(net))
    return tuple(
        Ahead(
            lens=lens,
            pair=pair,
            share=chance.share(pair),
            baseline=baseline,
            flip=_flip(chance, net),
            draws=0 if chance.exact else draws,
            seed=seed,
            net={key: float(gain) for key, gain in sorted(net.items())},
            events=tuple(evidence[pair]),
        )
        for (pair, net), chance in zip(
            found, chances([net for _, net in found], chains, draws, seed), strict=True
        )
    )


def _flip(chance: Chance, net: Net) -> dict[str, float] | None:
    if chance.first is None:
        return None
    return nearest_flip(
        chance.parts, net if chance.first >= 0.5 else {key: -gain for key, gain in net.items()}
    )


def at_baselines(
    entries: Sequence[Entry],
    chains: Iterable[Sequence[str]],
    days: Sequence[date],
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> dict[Pair, tuple[AtBaseline, ...]]:
    """Return the shares of every pair under other baselines; a day after the last entry says nothing."""
    # From the last day back, so that every entry is added once.
    dated = sorted(((one.on, one) for one in entries if one.on is not None), key=lambda row: row[0])
    summed: dict[Pair, dict[str, Fraction]] = {}
    cases: list[tuple[Pair, date, Net]] = []
    for day in sorted(days, reverse=True):
        while dated and dated[-1][0] >= day:
            _, one = dated.pop()
            net = summed.setdefault(one.pair, {})
            net[one.key] = net.get(one.key, Fraction(0)) + one.gain
        cases += [(pair, day, dict(net)) for pair, net in summed.items()]
    cases.reverse()
    found: dict[Pair, list[AtBaseline]] = {}
    each = chances([net for _, _, net in cases], chains, draws, seed)
    for (pair, day, _), chance in zip(cases, each, strict=True):
        found.setdefault(pair, []).append(AtBaseline(day, chance.share(pair)))
    return {pair: tuple(rows) for pair, rows in found.items()}


def balances(
    lens: Lens,
    entries: Sequence[Entry],
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
    for one in counting(entries, baseline):
        by_pair.setdefault(one.pair, []).append(one)
    for pair, own in sorted(by_pair.items()):
        own.sort(key=lambda one: (one.on or date.min, one.event))
        days = thinned(sorted({one.on for one in own if one.on is not None}), most)
        net: dict[str, Fraction] = {}
        at = 0
        for day in days:
            new: dict[str, None] = {}
            while at < len(own) and (own[at].on or date.min) <= day:
                net[own[at].key] = net.get(own[at].key, Fraction(0)) + own[at].gain
                new[own[at].event] = None
                at += 1
            steps.append((pair, day, dict(net), tuple(new)))
    each = chances([net for _, _, net, _ in steps], chains, draws, seed)
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
