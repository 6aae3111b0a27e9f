"""The lens of standing: visits, hosting, recognition, firsts and protocol, counted by kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from detente.dispute.types import StandingJudgement
from detente.ledger.gains import Entry, Gains, Pair, exact, in_whole_numbers
from detente.ledger.known import Known
from detente.ledger.types import StandingGain

MEETING = "CONSULT"
"""The type of act that talks and visits have; see :func:`uncoded`."""


def gains(events: Iterable[Known], judged: Mapping[str, StandingJudgement]) -> tuple[StandingGain, ...]:
    """List what raised somebody's standing.

    Parameters
    ----------
    events
        What is known.
    judged
        What the analyst says of single events. Nothing else counts: a record of one actor's affairs holds
        all of its visits and few of the other's, so counting what was read would find whoever it is about.

    Returns
    -------
    tuple of StandingGain
        By date, undated last, then by event id.
    """
    rows = [
        StandingGain(
            to=judgement.to,
            kinds=judgement.kinds,
            size=judgement.size,
            on=known.lead.date_from,
            text=known.line,
            events=(known.event.id,),
            reviewed=known.reviewed > 0,
        )
        for known in events
        if (judgement := judged.get(known.event.id))
    ]
    return tuple(sorted(rows, key=lambda row: (row.on or date.max, row.events)))


def weighed(rows: Iterable[StandingGain], pairs: Iterable[Pair]) -> Gains:
    """Return what each gain is to the first of each pair; one that raised both alike is 0, and a draw.

    Notes
    -----
    Standing is held before everybody, so an honour by a third party counts like one by the other side. An
    event of several kinds counts its size under each of them.
    """
    rows, found = tuple(rows), []
    whole, unit = in_whole_numbers({row.size: exact(row.size) for row in rows})
    for pair in pairs:
        for row in rows:
            side = (pair[0] in row.to) - (pair[1] in row.to)
            if {*pair} & {*row.to}:
                size = side * whole[row.size]
                found += [Entry(pair, kind, size, row.on, row.events[0]) for kind in row.kinds]
    return Gains(tuple(found), unit)


def uncoded(events: Iterable[Known], judged: Mapping[str, StandingJudgement], pair: Pair) -> int:
    """Return how many meetings of either side are on record whose standing the analyst said nothing of."""
    return sum(
        known.lead.type == MEETING
        and not known.lead.negated
        and known.lead.modality == "happened"
        and known.event.id not in judged
        and bool({*pair} & {*known.lead.actor, *known.lead.target})
        for known in events
    )
