"""The four lenses side by side: who is ahead by each, what they cannot tell, how verdicts move in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from detente.dispute.types import Dispute, LedgerSettings
from detente.ledger import ahead, outside, positions, standing
from detente.ledger.gains import Entry, Gains, Pair
from detente.ledger.known import Known
from detente.ledger.types import (
    LENSES,
    Ahead,
    AtBaseline,
    Balance,
    Concession,
    Lens,
    OutsideTurn,
    PositionChange,
    Silent,
    StandingGain,
)
from detente.ledger.weighing import DRAWS, at_baselines, balances, shares, thinned, verdicts

MOST_PAIRS = 50
"""How many pairs of a case are looked at in all lenses and over time, those with the most between them."""
MOST_DAYS = 60
"""How many baselines are tried, and how many steps a balance over time has."""


@dataclass(frozen=True, slots=True)
class SideBySide:
    """What :func:`side_by_side` finds; the fields are those of :class:`~detente.ledger.types.Ledger`."""

    ahead: tuple[Ahead, ...]
    silent: tuple[Silent, ...]
    balances: tuple[Balance, ...]
    positions: tuple[PositionChange, ...]
    outside: tuple[OutsideTurn, ...]
    standing: tuple[StandingGain, ...]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A lens that adds up dated gains: all of them, the reviewed ones, and the order of what is weighed."""

    lens: Lens
    gains: Gains
    reviewed: Gains
    chains: tuple[tuple[str, ...], ...]


def side_by_side(
    events: Sequence[Known],
    given: Iterable[Concession],
    reviewed: Iterable[Concession],
    dispute: Dispute | None,
    *,
    as_of: date | None = None,
    baseline: date | None = None,
    seed: int = 0,
) -> SideBySide:
    """Look at who is ahead through all four lenses.

    Parameters
    ----------
    events
        What is known.
    given, reviewed
        The concessions, on all claims and on those a person has reviewed.
    dispute
        The case. Without one pairs are formed of everybody, and only concessions can be told of.
    as_of
        The day.
    baseline
        The day the account begins, ``None`` to take in everything.
    seed
        For what is drawn.

    Returns
    -------
    SideBySide
        A pair and lens is in ``ahead`` or in ``silent``. Pairs are those that exchanged concessions, offers
        or pledges.

    Notes
    -----
    The first :data:`MOST_PAIRS` pairs, by number of concessions, are followed in all lenses and over time;
    of others only the verdict by concessions is told.
    """
    settings = dispute.ledger if dispute else LedgerSettings()
    actors = [actor.code for actor in dispute.actors] if dispute and dispute.actors else None
    exchanged = ahead.weighed(given, actors)
    pairs = _pairs(exchanged.entries, dispute, as_of)
    turns = outside.turns(events, settings.outside.events)
    honours = standing.gains(events, settings.standing.events)
    weighed = [
        _Weighed("concessions", exchanged, ahead.weighed(reviewed, actors), settings.weights),
        _Weighed(
            "outside option",
            outside.weighed(turns, pairs),
            outside.weighed([row for row in turns if row.reviewed], pairs),
            settings.outside.weights,
        ),
        _Weighed(
            "standing",
            standing.weighed(honours, pairs),
            standing.weighed([row for row in honours if row.reviewed], pairs),
            settings.standing.weights,
        ),
    ]
    dated = {one.on for lens in weighed for one in lens.gains.entries if one.on is not None}
    days = _baselines(dated, dispute, pairs, baseline, as_of)
    found = [row for lens in weighed for row in _verdicts(lens, pairs, days, baseline, seed)]
    silent: list[Silent] = []
    changes: list[PositionChange] = []
    if dispute is not None and actors is not None:
        for pair in pairs:
            moved = positions.compare(dispute, pair, baseline=baseline, as_of=as_of, seed=seed)
            if isinstance(moved, str):
                silent.append(Silent("position", pair, moved))
                continue
            at = positions.shares_at(dispute, pair, days, as_of, seed=seed)
            others = tuple(AtBaseline(day, share) for day, share in at.items())
            found += [replace(row, reviewed_only=row.share, baselines=others) for row in moved[0]]
            changes += moved[1]
        spoken = {(row.lens, row.pair) for row in found}
        silent += [
            Silent(lens.lens, pair, _why(lens, pair, baseline, events, settings))
            for lens in weighed
            for pair in pairs
            if (lens.lens, pair) not in spoken
        ]
    followed = [
        step
        for lens in weighed
        for step in balances(
            lens.lens,
            lens.gains.between(pairs),
            lens.chains,
            baseline,
            most=MOST_DAYS,
            seed=seed,
        )
    ]
    found.sort(key=lambda row: (row.pair, LENSES.index(row.lens)))
    silent.sort(key=lambda row: (row.pair, LENSES.index(row.lens)))
    return SideBySide(tuple(found), tuple(silent), tuple(followed), tuple(changes), turns, honours)


def _pairs(exchanged: Sequence[Entry], dispute: Dispute | None, as_of: date | None) -> tuple[Pair, ...]:
    """Return the pairs to follow, in order of the codes."""
    last = as_of or date.max
    counts = Counter(one.pair for one in exchanged)
    if dispute is not None:
        sides: list[tuple[tuple[str, ...], tuple[str, ...]]]
        sides = [((offer.by,), (offer.to,)) for offer in dispute.offers if offer.on <= last]
        sides += [(row.by, row.to or row.by) for row in dispute.pledges if row.made <= last]
        for by, to in sides:
            counts.update((min(a, b), max(a, b)) for a in by for b in to if a != b)
    return tuple(sorted(sorted(counts, key=lambda pair: (-counts[pair], pair))[:MOST_PAIRS]))


def _baselines(
    dated: set[date],
    dispute: Dispute | None,
    pairs: Sequence[Pair],
    baseline: date | None,
    as_of: date | None,
) -> tuple[date, ...]:
    """Return the baselines to try: each year, each turn of the history and each round of offers."""
    turns = positions.turns_of(dispute, pairs, as_of) if dispute else ()
    dated = dated | {*turns}
    if not dated:
        return ()
    years = range(max(min(dated).year, max(dated).year - MOST_DAYS), max(dated).year + 1)
    days = {date(year, 1, 1) for year in years} | {*turns}
    return tuple(sorted({*thinned(sorted(days), MOST_DAYS)} | ({baseline} if baseline else set())))


def _verdicts(
    lens: _Weighed, pairs: Sequence[Pair], days: Sequence[date], baseline: date | None, seed: int
) -> list[Ahead]:
    others = at_baselines(lens.gains.between(pairs), lens.chains, days, seed=seed)
    sure = shares(lens.reviewed, lens.chains, baseline, seed=seed)
    return [
        replace(
            row,
            reviewed_only=sure.get(row.pair),
            baselines=others.get(row.pair, ()),
        )
        for row in verdicts(lens.lens, lens.gains, lens.chains, baseline, draws=DRAWS, seed=seed)
    ]


def _why(
    lens: _Weighed, pair: Pair, baseline: date | None, events: Sequence[Known], settings: LedgerSettings
) -> str:
    since = f" since {baseline}" if baseline else ""
    if lens.lens == "concessions":
        return f"neither gave the other anything on record{since}"
    section = "ledger.outside" if lens.lens == "outside option" else "ledger.standing"
    judged = settings.outside.events if lens.lens == "outside option" else settings.standing.events
    if judged:
        return f"no event judged under {section} touches either of them{since}"
    why = f"no event is judged under {section}"
    if lens.lens == "standing" and (number := standing.uncoded(events, settings.standing.events, pair)):
        why += f", though {number} meeting{'' if number == 1 else 's'} of theirs on record could be"
    return why
