"""The lens of positions: how far each side's position moved toward what the other wants.

No number is asked of the analyst for it. What each side stands for follows from the history and the offers of
the case file, and what that is worth to the other from the order of the other's wishes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from math import inf

import numpy as np
from numpy.typing import NDArray

from detente.dispute.accounts import after
from detente.dispute.evaluate import holds
from detente.dispute.types import Dispute, Offer, Statement, Wish
from detente.errors import LimitExceeded
from detente.ledger.gains import Pair
from detente.ledger.orders import Component, components
from detente.ledger.types import Ahead, PositionChange
from detente.ledger.weightings import orders_of

DRAWS = 10_000
"""How many weightings of both sides' wishes are drawn where the verdict depends on them."""
_SAME = 1e-12


@dataclass(frozen=True, slots=True)
class Stance:
    """What one side stands for on a day: options taken, and what says so."""

    taken: tuple[str, ...]
    offer: Offer | None
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wished:
    """The wishes of an actor as criteria, each with its share met before and now, between 0 and 1."""

    names: tuple[str, ...]
    order: Component
    before: NDArray[np.float64]
    now: NDArray[np.float64]


def stood(dispute: Dispute, until: date | None, *, inclusive: bool = True) -> dict[str, str]:
    """Return what stands taken on a day by the history, by the option each belongs to; ``None``: its end."""
    options = {option.id: option for option in dispute.options}
    taken: dict[str, str] = {}
    for row in dispute.history:
        if until is None or row.on < until or (inclusive and row.on == until):
            taken = after(row, taken, options)
    return taken


def begins(dispute: Dispute, baseline: date | None) -> date | None:
    """Return the day before which things stood as at the baseline; ``None`` when the history does not tell.

    That is the baseline, if some row of the history is older. Without a baseline it is the day after the
    first row: the file says how things stood on it and not how they came to.
    """
    if not dispute.history:
        return None
    first = dispute.history[0].on
    if baseline is None:
        return first + timedelta(days=1) if first < date.max else None
    return baseline if first < baseline else None


def stance(
    dispute: Dispute, actor: str, day: date | None, account: str | None = None, *, inclusive: bool = True
) -> Stance:
    """Return what an actor stands for on a day.

    Parameters
    ----------
    dispute
        The case.
    actor
        Who.
    day
        The day, ``None`` for the latest there is.
    account
        Whose telling of an offer to take where tellings differ.
    inclusive
        Whether what happened on the day itself counts.

    Notes
    -----
    It is what stands on that day with the latest package laid over it that the actor put forward or accepted.
    A package stays its position after a refusal, until it puts forward another.
    """
    options = {option.id: option for option in dispute.options}
    if inclusive and day in (None, dispute.as_of):
        # `now` may overrule the history, and stands for this day alone.
        taken = {options[ident].level_of or ident: ident for ident in dispute.now}
    else:
        taken = stood(dispute, day, inclusive=inclusive)
    offer = _tabled(dispute, actor, day, account, inclusive)
    if offer is not None:
        taken = taken | {options[ident].level_of or ident: ident for ident in offer.package}
    cited = [
        event
        for row in dispute.history
        if day is None or row.on < day or (inclusive and row.on == day)
        for event in row.because
    ]
    return Stance(
        tuple(ident for ident in options if ident in taken.values()),
        offer,
        tuple(dict.fromkeys((*cited, *(offer.because if offer else ())))),
    )


def _tabled(
    dispute: Dispute, actor: str, day: date | None, account: str | None, inclusive: bool
) -> Offer | None:
    """Return the actor's latest package, by an account where there are several of that day and round."""
    own = [
        offer
        for offer in dispute.offers
        if (offer.by == actor or (offer.to == actor and offer.reply == "accepted"))
        and (day is None or offer.on < day or (inclusive and offer.on == day))
    ]
    if not own:
        return None
    last = max(offer.on for offer in own)
    tellings = [offer for offer in own if offer.on == last]
    return next((offer for offer in tellings if offer.account == account), tellings[-1])


def accounts(dispute: Dispute, pair: Pair, day: date | None) -> tuple[str | None, ...]:
    """Return whose tellings of a pair's latest packages differ; one ``None`` where there is one telling."""
    found: dict[str, None] = {}
    for actor in pair:
        whole = _tabled(dispute, actor, day, None, True)
        tellings = [
            offer
            for offer in dispute.offers
            if whole
            and (offer.by, offer.to, offer.on, offer.round) == (whole.by, whole.to, whole.on, whole.round)
        ]
        named = [offer.account for offer in tellings if offer.account is not None]
        if len({offer.package for offer in tellings}) > 1:
            found |= dict.fromkeys(named)
    return tuple(found) or (None,)


def compare(
    dispute: Dispute,
    pair: Pair,
    *,
    baseline: date | None,
    as_of: date | None,
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[tuple[Ahead, ...], tuple[PositionChange, ...]] | str:
    """Say toward whose wishes the other side's position moved further.

    Parameters
    ----------
    dispute
        The case.
    pair
        Codes in alphabetical order.
    baseline, as_of
        From when to when; see :func:`begins` and :func:`stance`.
    draws
        How many weightings to draw where the verdict depends on them, > 0.
    seed
        Any integer.

    Returns
    -------
    (tuple of Ahead, tuple of PositionChange) or str
        One verdict for each telling of the offers, and two changes of position for each; or why there is
        nothing to say.

    Notes
    -----
    For A the outcome that B stands for is held against A's wishes: ``u`` is the weight of those it fulfils
    (of several equally important statements the share), and A's gain share is ``(u now - u before) / (1 - u
    before)``, from 0 for no step to 1 for everything A still wanted [1]_ [2]_. Whoever has the larger gain
    share is ahead. A weighting is admissible when no wish weighs more than one written above it; among
    statements in any order each may be the heavier. ``maybe`` lines are left out. The two sides' weightings
    are independent, each uniform on its admissible set.

    A gain share is a ratio of two sums that are linear in the weights, so its extremes are at the corners:
    equal weights on a set of wishes that holds with each all those above it. Where even the least of one
    side's exceeds the greatest of the other's, the verdict is exact and nothing is drawn. Otherwise ordered
    weights are drawn as sorted exponentials; the standard error of a share is at most ``0.5 / sqrt(draws)``.
    The flip is the pair of corners nearest to counting all wishes alike under which the other side is ahead.

    References
    ----------
    .. [1] H. Raiffa, "The Art and Science of Negotiation", Harvard University Press, 1982, on gains between
       the reservation value and the ideal.
    .. [2] D. G. Pruitt, "Negotiation Behavior", Academic Press, 1981, on concession as movement along the
       other's utility.
    """
    problem = _problem(dispute, pair, baseline, as_of)
    if problem:
        return problem
    begin = begins(dispute, baseline)
    rows, changes = [], []
    for account in accounts(dispute, pair, as_of):
        now = {side: stance(dispute, side, as_of, account) for side in pair}
        then = {side: stance(dispute, side, begin, account, inclusive=False) for side in pair}
        try:
            # What A gains is read off where B stands, and the other way round.
            wished = [_wished(dispute, side, then[other], now[other]) for side, other in (pair, pair[::-1])]
        except LimitExceeded as error:
            return error.faults[0].message
        events = tuple(dict.fromkeys(event for side in pair for event in now[side].events))
        rows.append(_verdict(pair, wished, events, account, baseline, draws, seed))
        for side, other, own in ((*pair, wished[0]), (*pair[::-1], wished[1])):
            changes.append(_change(side, other, own, then[other], now[other], account))
    if len({(tuple(row.share.items()), tuple(row.net.items())) for row in rows}) == 1:
        # The tellings differ in nothing that either of the two wants.
        return (replace(rows[0], account=None),), tuple(replace(row, account=None) for row in changes[:2])
    return tuple(rows), tuple(changes)


def _problem(dispute: Dispute, pair: Pair, baseline: date | None, as_of: date | None) -> str:
    for side in pair:
        if not any(wish.kind != "maybe" for wish in dispute.actor(side).prefers or ()):
            return f"the case file has no prefers lines for {side}"
    if not dispute.history:
        return "the case file has no history, so nothing tells how things stood before"
    begin = begins(dispute, baseline)
    if begin is None:
        return f"the history begins on {dispute.history[0].on}, after the baseline"
    options = {option.id: option for option in dispute.options}
    moved = any(
        row.on >= begin and (as_of is None or row.on <= as_of)
        and any(options[ident].actor in pair for ident in (*row.take, *row.drop))
        for row in dispute.history
    )  # fmt: skip
    tabled = any(
        {offer.by, offer.to} == {*pair} and offer.on >= begin and (as_of is None or offer.on <= as_of)
        for offer in dispute.offers
    )
    return "" if moved or tabled else "neither moved nor offered anything since the baseline"


def _criteria(
    wishes: Sequence[Wish],
) -> tuple[list[tuple[str, tuple[Statement, ...]]], list[tuple[str, ...]]]:
    """Return the wishes as named criteria with the statements of each, and the chains that order them."""
    found: list[tuple[str, tuple[Statement, ...]]] = []
    layers: list[list[str]] = []
    for number, wish in enumerate(wishes, 1):
        if wish.kind == "maybe":
            continue
        if wish.kind == "any order":
            layer = [(f"{number}.{nth}", wish.statements[nth - 1 : nth]) for nth in _numbers(wish)]
        else:
            layer = [(str(number), wish.statements)]
        found += layer
        layers.append([name for name, _ in layer])
    chains: list[tuple[str, ...]] = [(name,) for name, _ in found]
    chains += [(high, low) for above, below in pairwise(layers) for high in above for low in below]
    return found, chains


def _numbers(wish: Wish) -> range:
    return range(1, len(wish.statements) + 1)


def _wished(dispute: Dispute, actor: str, then: Stance, now: Stance) -> Wished:
    found, chains = _criteria(dispute.actor(actor).prefers or ())
    [order] = components(chains)
    options = [option.id for option in dispute.options]
    bits = {ident: bit for bit, ident in enumerate(options)}
    codes = np.array([sum(1 << bits[i] for i in one.taken) for one in (then, now)], np.int64)
    by_name = dict(found)
    met = np.array(
        [
            np.mean([holds(one, codes, options) for one in by_name[name]], axis=0)
            for name in order.issues
        ],
        dtype=float,
    )  # fmt: skip
    return Wished(order.issues, order, met[:, 0], met[:, 1])


def gain_shares(
    before: NDArray[np.float64], now: NDArray[np.float64], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the gain share ``(u now - u before) / (1 - u before)`` under each weighting.

    Parameters
    ----------
    before, now
        float64[n]: how far each wish is met, 0 to 1.
    weights
        float64[m, n], >= 0; each row is taken as it is, the scale cancels.

    Returns
    -------
    float64[m]
        Where nothing was left to want 0 if nothing was lost, else minus infinity.

    Examples
    --------
    >>> gain_shares(np.array([0.0, 1.0]), np.array([1.0, 1.0]), np.array([[2.0, 1.0]])).tolist()
    [1.0]
    """
    gained, wanted = weights @ (now - before), weights @ (1.0 - before)
    gained[np.abs(gained) < _SAME] = 0.0
    open_ = wanted > _SAME
    return np.where(open_, gained / np.where(open_, wanted, 1.0), np.where(gained < 0, -inf, 0.0))


def _corners(own: Wished) -> NDArray[np.float64]:
    """Return equal weights on every set of wishes that holds with each all those above it."""
    sets = [taken for taken in own.order.completions if taken]
    rows = np.array([[taken >> nth & 1 for nth in range(len(own.names))] for taken in sets], dtype=float)
    corners: NDArray[np.float64] = rows / rows.sum(axis=1, keepdims=True)
    return corners


@lru_cache(maxsize=4)
def _drawn(actor: str, order: Component, draws: int, seed: int) -> NDArray[np.float64]:
    """Return weightings uniform on the admissible ones: sorted exponentials along drawn orders.

    They are the same whatever the day, so those of a pair are kept while its days are gone through.
    """
    name = hashlib.sha256(f"{seed}:{actor}".encode()).digest()
    stream = np.random.default_rng(int.from_bytes(name[:8]))
    sizes = -np.sort(-stream.exponential(size=(draws, len(order.issues))), axis=1)
    orders = orders_of(order, draws, seed)
    picked = orders[stream.integers(len(orders), size=draws)]
    weights = np.empty_like(sizes)
    np.put_along_axis(weights, picked, sizes, axis=1)
    weights.flags.writeable = False
    return weights


def _verdict(
    pair: Pair,
    wished: Sequence[Wished],
    events: tuple[str, ...],
    account: str | None,
    baseline: date | None,
    draws: int,
    seed: int,
) -> Ahead:
    corners = [_corners(own) for own in wished]
    shares = [gain_shares(own.before, own.now, rows) for own, rows in zip(wished, corners, strict=True)]
    low, high = [one.min() for one in shares], [one.max() for one in shares]
    drawn = 0
    if low[0] == high[0] == low[1] == high[1]:
        first, tie = 0.0, 1.0
    elif low[0] >= high[1]:
        first, tie = 1.0, 0.0
    elif low[1] >= high[0]:
        first, tie = 0.0, 0.0
    else:
        drawn = draws
        a, b = (
            gain_shares(own.before, own.now, _drawn(side, own.order, draws, seed))
            for side, own in zip(pair, wished, strict=True)
        )
        first, tie = float((a > b + _SAME).mean()), float((np.abs(a - b) <= _SAME).mean())
    second = max(0.0, 1.0 - first - tie)
    return Ahead(
        lens="position",
        pair=pair,
        share={pair[0]: first, pair[1]: second, "tie": tie},
        baseline=baseline,
        flip=None if tie == 1.0 else _flip(pair, wished, corners, shares, first >= second),
        draws=drawn,
        seed=seed,
        net={
            f"{side}.prefers.{name}": float(sign * change)
            for side, own, sign in zip(pair, wished, (1, -1), strict=True)
            for name, change in zip(own.names, own.now - own.before, strict=True)
            if change
        },
        events=events,
        account=account,
    )


def _flip(
    pair: Pair,
    wished: Sequence[Wished],
    corners: Sequence[NDArray[np.float64]],
    shares: Sequence[NDArray[np.float64]],
    first_leads: bool,
) -> dict[str, float] | None:
    """Return the corners, those of the most wishes, under which the side that trails is ahead.

    Each side's weights sum to a half. Of corners with equally many wishes the leader's worst and the other's
    best is looked at, which finds a flip wherever there is one.
    """
    leads, trails = (0, 1) if first_leads else (1, 0)
    numbers = [(rows > 0).sum(axis=1) for rows in corners]
    worst = {
        n: int(np.where(numbers[leads] == n, shares[leads], inf).argmin()) for n in {*numbers[leads].tolist()}
    }
    best = {
        n: int(np.where(numbers[trails] == n, shares[trails], -inf).argmax())
        for n in {*numbers[trails].tolist()}
    }
    found = [
        (n + m, n, at, to)
        for n, at in worst.items()
        for m, to in best.items()
        if shares[leads][at] < shares[trails][to] - _SAME
    ]
    if not found:
        return None
    _, _, at, to = max(found, key=lambda one: one[:2])
    chosen = {leads: corners[leads][at], trails: corners[trails][to]}
    return {
        f"{pair[nth]}.prefers.{name}": float(weight) / 2
        for nth in (0, 1)
        for name, weight in zip(wished[nth].names, chosen[nth], strict=True)
        if weight
    }


def _change(
    side: str, other: str, own: Wished, then: Stance, now: Stance, account: str | None
) -> PositionChange:
    corners = gain_shares(own.before, own.now, _corners(own))
    return PositionChange(
        by=other,
        toward=side,
        before=then.taken,
        after=now.taken,
        offer=now.offer.id if now.offer else None,
        met_before=int((own.before == 1.0).sum()),
        met=int((own.now == 1.0).sum()),
        wishes=len(own.names),
        low=float(corners.min()),
        high=float(corners.max()),
        gained=_numbered(own, own.now > own.before),
        lost=_numbered(own, own.now < own.before),
        account=account,
    )


def _numbered(own: Wished, which: NDArray[np.bool_]) -> tuple[str, ...]:
    names = [name for name, there in zip(own.names, which.tolist(), strict=True) if there]
    return tuple(sorted(names, key=lambda name: [int(part) for part in name.split(".")]))


def turns_of(dispute: Dispute, pairs: Iterable[Pair], as_of: date | None) -> tuple[date, ...]:
    """Return the days on which history or offers turn by a day, earliest first."""
    sides = {code for pair in pairs for code in pair}
    days = {row.on for row in dispute.history}
    days |= {offer.on for offer in dispute.offers if {offer.by, offer.to} & sides}
    return tuple(sorted(day for day in days if as_of is None or day <= as_of))


def shares_at(
    dispute: Dispute, pair: Pair, days: Iterable[date], as_of: date | None, *, seed: int = 0
) -> Mapping[date, Mapping[str, float]]:
    """Return the shares of a pair's first telling under other baselines, without days that say nothing."""
    found = {}
    for day in days:
        result = compare(dispute, pair, baseline=day, as_of=as_of, seed=seed)
        if not isinstance(result, str):
            found[day] = result[0][0].share
    return found
