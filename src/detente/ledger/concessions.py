"""The account of concessions: what was given, by whom, to whom, and how much of it was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter

from detente.dispute.types import EventJudgement
from detente.ledger.days import in_order
from detente.ledger.known import Known
from detente.ledger.types import Concession, Total

DELIVERED: Mapping[str, float] = {
    "happened": 1.0,
    "ongoing": 0.5,
    "pledged": 0.0,
    "offered": 0.0,
    "conditional": 0.0,
}
"""How much of a concession is delivered, by the modality of the claim, until the analyst says otherwise.

What is under way counts half. What is only demanded, threatened, speculated about or denied is no concession.
"""

_UNJUDGED = EventJudgement()


def concessions(
    events: Iterable[Known], judgements: Mapping[str, EventJudgement] | None = None
) -> tuple[Concession, ...]:
    """List what was given.

    Parameters
    ----------
    events
        What is known.
    judgements
        What the analyst says of single events, by event id: it replaces the size of 1, the delivery that
        follows from the modality (:data:`DELIVERED`) and the irreversibility of 0.

    Returns
    -------
    tuple of Concession
        By date, undated last, then by event id.

    Notes
    -----
    An event is a concession when one of its claims says who gives, is not negated, and has a modality in
    :data:`DELIVERED`. Of several such claims those a person has reviewed go before imported rows and these
    before what was read, then the one that takes the delivery furthest, then the earliest: a later report
    that a promise was carried out settles it, and a later mention of the promise does not take the deed back.
    """
    judgements = judgements or {}
    rows = [
        row
        for known in events
        if (known.lead.concession_by or known.others) and (row := _concession(known, judgements))
    ]
    return tuple(in_order(rows, attrgetter("date_from"), attrgetter("events")))


def as_reviewed(
    events: Iterable[Known],
    given: Iterable[Concession],
    judgements: Mapping[str, EventJudgement] | None = None,
) -> tuple[Concession, ...]:
    """List what was given by the claims alone that a person has accepted or edited.

    Parameters
    ----------
    events, judgements
        As for :func:`concessions`.
    given
        What that returned. Where a person has looked at every claim of an event, its row is taken over.

    Returns
    -------
    tuple of Concession
        In the same order.
    """
    by_event = {row.events[0]: row for row in given}
    rows = []
    for known in events:
        if known.reviewed and known.event.id in by_event:
            whole = known.reviewed == len(known.claims)
            row = by_event[known.event.id] if whole else _concession(known.as_reviewed(), judgements or {})
            if row is not None:
                rows.append(row)
    return tuple(in_order(rows, attrgetter("date_from"), attrgetter("events")))


def _concession(known: Known, judgements: Mapping[str, EventJudgement]) -> Concession | None:
    telling = [
        (nth, claim)
        for nth, claim in enumerate(known.claims)
        if claim.concession_by and not claim.negated and claim.modality in DELIVERED
    ]
    if not telling:
        return None
    lead = telling[0][1]
    if len(telling) > 1:
        _, lead = min(telling, key=lambda one: (known.rank(one[0]), -DELIVERED[one[1].modality], one[0]))
    claims = [lead, *[claim for _, claim in telling]]
    dated = next((claim for claim in claims if claim.date_from), lead)
    judgement = judgements.get(known.event.id, _UNJUDGED)
    return Concession(
        by=lead.concession_by or (),
        to=lead.concession_to or (),
        issue=lead.issue or next((claim.issue for claim in claims if claim.issue), None),
        date_from=dated.date_from,
        date_to=dated.date_to,
        size=_first(judgement.size, 1.0),
        delivered=_first(judgement.delivered, DELIVERED[lead.modality]),
        irreversible=_first(judgement.irreversible, 0.0),
        text=known.text(lead),
        modality=lead.modality,
        events=(known.event.id,),
        claims=tuple([claim.id for _, claim in telling]),
        reviewed=telling[0][0] < known.reviewed,
        judged=judgement is not _UNJUDGED and judgement != _UNJUDGED,
        contested=any(claim.negated or claim.modality == "denied" for claim in known.claims),
    )


def _first(judged: float | None, otherwise: float) -> float:
    return otherwise if judged is None else float(judged)


def flows(row: Concession) -> tuple[tuple[str, str], ...]:
    """Return who gave to whom as pairs, each once; nobody gives to themselves.

    Joint givers each give the whole, joint receivers each receive it; where two give to each other (a mutual
    concession) there is a pair each way.
    """
    if len(row.by) == len(row.to) == 1:
        return ((*row.by, *row.to),) if row.by != row.to else ()
    return tuple(dict.fromkeys((giver, taker) for giver in row.by for taker in row.to if giver != taker))


def totals(rows: Iterable[Concession], actors: Iterable[str] | None = None) -> tuple[Total, ...]:
    """Count what each actor gave and received.

    Parameters
    ----------
    rows
        The concessions.
    actors
        Codes of the actors to count for, those of the case: everybody else's concessions stay listed but
        have no total. ``None`` counts for everybody who gave or received.

    Returns
    -------
    tuple of Total
        By actor code; an actor of the case who neither gave nor received has zeros.
    """
    rows = tuple(rows)
    parties = {code for row in rows for code in (*row.by, *row.to)}
    counts = {code: [0, 0, 0, 0] for code in sorted(parties if actors is None else set(actors))}
    for row in rows:
        done = row.delivered > 0
        for side, codes in ((0, row.by), (2, row.to)):
            for code in codes if len(codes) == 1 else set(codes):
                if code in counts:
                    counts[code][side] += 1
                    counts[code][side + 1] += done
    return tuple(Total(code, *numbers) for code, numbers in counts.items())


def judged_in_vain(rows: Iterable[Concession], judgements: Mapping[str, EventJudgement]) -> tuple[str, ...]:
    """Return ids of events the analyst judged that are no concession here, so the judgement does nothing."""
    used = {event for row in rows for event in row.events}
    return tuple(sorted(set(judgements) - used))
