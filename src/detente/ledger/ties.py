"""The account of ties: what passed between two actors in a month, cooperation and conflict kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import combinations

from detente.ledger.known import Known
from detente.ledger.types import Tie
from detente.record.types import Claim
from detente.vocabulary.actions import TYPES

DONE = frozenset({"happened", "ongoing"})
"""Modalities of acts that took place."""
DONE_BY_SAYING: Mapping[str, frozenset[str]] = {
    "pledged": frozenset({"AGREE", "CONCEDE"}),
    "offered": frozenset({"AGREE", "CONCEDE"}),
    "demanded": frozenset({"REQUEST"}),
    "threatened": frozenset({"THREATEN"}),
    "conditional": frozenset({"THREATEN"}),
}
"""Acts that take place by being said, by modality: whoever threatens to strike has threatened, not struck."""
MOST_PARTIES = 40
"""An event with more parties than this is a gathering, and makes no tie between any two of them."""


def ties(events: Iterable[Known], weights: Mapping[str, float] | None = None) -> tuple[Tie, ...]:
    """Add up what passed between two actors in a month.

    Parameters
    ----------
    events
        What is known.
    weights
        Weight of each action type, > 0 cooperative, < 0 conflictual; the Goldstein weights of
        :mod:`detente.vocabulary.actions` unless given. A type without a weight, or of weight 0, makes no tie.

    Returns
    -------
    tuple of Tie
        By month, then by pair.

    Notes
    -----
    An event counts once, by its deciding claim, when the act took place (:data:`DONE`,
    :data:`DONE_BY_SAYING`) and is not negated. An act counts for every actor with every target; a mutual one,
    without a target, for every pair of its parties. It falls in the month it begins in; an act that is only
    known to a range of more than a month, such as a year, falls in none.

    References
    ----------
    J. S. Goldstein, "A conflict-cooperation scale for WEIS events data", Journal of Conflict Resolution
    36(2), 1992, doi:10.1177/0022002792036002007.
    """
    if weights is None:
        weights = {name: kind.goldstein for name, kind in TYPES.items()}
    months: dict[str, dict[tuple[str, str], list[tuple[float, str]]]] = {}
    for known in events:
        lead = known.lead
        weight = weights.get(lead.type, 0.0)
        if weight and took_place(lead) and (month := month_of(lead.date_from, lead.date_to)):
            pairs = months.setdefault(month, {})
            for pair in dyads(lead):
                pairs.setdefault(pair, []).append((weight, known.event.id))
    return tuple(
        Tie(
            a=a,
            b=b,
            month=month,
            cooperation=round(sum([weight for weight, _ in acts if weight > 0], 0.0), 6),
            conflict=round(sum([weight for weight, _ in acts if weight < 0], 0.0), 6),
            events=tuple([event for _, event in acts]),
        )
        for month, pairs in sorted(months.items())
        for (a, b), acts in sorted(pairs.items())
    )


def took_place(claim: Claim) -> bool:
    """Return whether a claim says that its act took place, be it only by being said."""
    if claim.negated:
        return False
    return claim.modality in DONE or claim.type in DONE_BY_SAYING.get(claim.modality, frozenset())


def dyads(claim: Claim) -> tuple[tuple[str, str], ...]:
    """Return the pairs of parties an act passed between, each in alphabetical order and once."""
    if len(claim.actor) + len(claim.target) > MOST_PARTIES:
        return ()
    if len(claim.actor) == len(claim.target) == 1:
        (a,), (b,) = claim.actor, claim.target
        return () if a == b else ((a, b) if a < b else (b, a),)
    if claim.target:
        pairs = {(min(a, b), max(a, b)) for a in claim.actor for b in claim.target if a != b}
    else:
        pairs = set(combinations(sorted(set(claim.actor)), 2))
    return tuple(sorted(pairs))


def month_of(first: date | None, last: date | None) -> str | None:
    """Return the month an act falls in as ``YYYY-MM``, ``None`` when it is not known to the month.

    Examples
    --------
    >>> month_of(date(2019, 2, 27), date(2019, 3, 1)), month_of(date(2019, 1, 1), date(2019, 12, 31))
    ('2019-02', None)
    """
    if first is None:
        return None
    if last is not None and (last - first).days > 31:
        return None
    return f"{first.year:04d}-{first.month:02d}"
