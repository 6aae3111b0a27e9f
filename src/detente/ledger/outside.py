"""The lens of the outside option: to whom else each side can turn, what it shows and what it supplies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from detente.dispute.types import OutsideJudgement
from detente.ledger.gains import Entry, Gains, Pair, exact, in_whole_numbers
from detente.ledger.known import Known
from detente.ledger.types import OutsideTurn

CHANNELS = ("signal", "material")
"""What a patron shows and what it supplies: weighed apart, because image and supply often part ways."""


def turns(events: Iterable[Known], judged: Mapping[str, OutsideJudgement]) -> tuple[OutsideTurn, ...]:
    """List what changed somebody's alternatives to an agreement.

    Parameters
    ----------
    events
        What is known.
    judged
        What the analyst says of single events. Nothing else counts: that a visit is on record does not say
        whose hand it strengthened.

    Returns
    -------
    tuple of OutsideTurn
        By date, undated last, then by event id.
    """
    rows = [
        OutsideTurn(
            of=judgement.of,
            patron=judgement.patron,
            on=known.lead.date_from,
            signal=judgement.signal,
            material=judgement.material,
            shift=judgement.shift,
            text=known.line,
            events=(known.event.id,),
            reviewed=known.reviewed > 0,
        )
        for known in events
        if (judgement := judged.get(known.event.id))
    ]
    return tuple(sorted(rows, key=lambda row: (row.on or date.max, row.events)))


def weighed(rows: Iterable[OutsideTurn], pairs: Iterable[Pair]) -> Gains:
    """Return what each turn gained the first of each pair: its own alternatives less the other's.

    Notes
    -----
    An alternative to the agreement is compared and not exchanged: whoever's alternatives improved more, by
    whomever, is ahead, because it can better do without the agreement [1]_.

    References
    ----------
    .. [1] R. Fisher, W. Ury, "Getting to Yes", Houghton Mifflin, 1981, on the best alternative to an
       agreement.
    """
    rows, found = tuple(rows), []
    sizes = {size for row in rows for size in (row.signal, row.material)}
    whole, unit = in_whole_numbers({size: exact(size) for size in sizes})
    for pair in pairs:
        for row in rows:
            side = (pair[0] in row.of) - (pair[1] in row.of)
            for channel, size in zip(CHANNELS, (row.signal, row.material), strict=True):
                # What moved both alike is evidence too, of a draw.
                if size and {*pair} & {*row.of}:
                    found.append(Entry(pair, channel, side * whole[size], row.on, row.events[0]))
    return Gains(tuple(found), unit)


@dataclass(frozen=True, slots=True)
class Effect:
    """How far an actor's alternatives moved what it would settle for, if the analyst's ranges add up.

    ``low`` and ``high`` are sums of the ranges, ``stated`` of how many turns; ``signal`` and ``material`` add
    up what all of them showed and supplied.
    """

    actor: str
    signal: float
    material: float
    low: float
    high: float
    stated: int
    turns: int


def effects(rows: Iterable[OutsideTurn], baseline: date | None = None) -> tuple[Effect, ...]:
    """Add up the turns of each actor from the baseline on, by code.

    Notes
    -----
    The sum of intervals is the interval of the sums, whether or not the effects depend on each other; it says
    how much the analyst's ranges leave open, and no more.
    """
    rows = [row for row in rows if baseline is None or (row.on is not None and row.on >= baseline)]
    found = []
    for actor in sorted({code for row in rows for code in row.of}):
        own = [row for row in rows if actor in row.of]
        shifts = [row.shift for row in own if row.shift is not None]
        found.append(
            Effect(
                actor=actor,
                signal=float(sum(exact(row.signal) for row in own)),
                material=float(sum(exact(row.material) for row in own)),
                low=float(sum(exact(low) for low, _ in shifts)),
                high=float(sum(exact(high) for _, high in shifts)),
                stated=len(shifts),
                turns=len(own),
            )
        )
    return tuple(found)
