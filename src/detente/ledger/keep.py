"""Keep the ledger: from the record and the analyst's judgements to all accounts as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from detente.dispute.types import Dispute, LedgerSettings
from detente.ledger.concessions import as_reviewed, concessions, totals
from detente.ledger.dealt import dealings
from detente.ledger.known import what_is_known
from detente.ledger.lenses import side_by_side
from detente.ledger.pledges import implementation, pledges, scores_given
from detente.ledger.ties import ties
from detente.ledger.timeline import timeline
from detente.ledger.types import Ledger
from detente.record.types import Claim, Document, Event, Review
from detente.vocabulary.actions import GOLDSTEIN_VERSION


def keep(
    events: Iterable[Event],
    claims: Iterable[Claim],
    decisions: Mapping[str, Review],
    documents: Iterable[Document],
    dispute: Dispute | None = None,
    *,
    as_of: date | None = None,
    reviewed_only: bool = False,
    baseline: date | None = None,
    seed: int = 0,
) -> Ledger:
    """Keep the accounts of a case.

    Parameters
    ----------
    events
        From the record.
    claims
        As reviewed: edits applied; what was rejected may be left out.
    decisions
        The latest review of each claim, by claim id.
    documents
        The documents the claims stand in.
    dispute
        The case file's judgements; without them sizes are 1, no order of issues is known and no pledge is
        declared. Totals and pairs are kept for its actors, for everybody when it names none.
    as_of
        The day up to which things are known; the dispute's ``as_of`` unless given, and without either
        everything on record.
    reviewed_only
        Whether to rest the accounts only on claims a person has accepted or edited. Judgements of the case
        file stay.
    baseline
        The day who is ahead is counted from; that of the dispute's ledger unless given.
    seed
        For what is drawn, see :func:`detente.ledger.lenses.side_by_side`.

    Returns
    -------
    Ledger
        The same for the same input in any order.

    Raises
    ------
    ModelError
        When the analyst's orders of issues contradict each other.
    LimitExceeded
        When there are too many issues, or an order leaves too much open.

    Notes
    -----
    Work grows linearly with events and claims, but for sorting.

    Examples
    --------
    >>> ledger = keep([], [], {}, [], as_of=date(2019, 5, 16))
    >>> ledger.concessions, ledger.claims, ledger.to_dict()["as_of"]
    ((), 0, '2019-05-16')
    """
    documents = tuple(documents)
    settings = dispute.ledger if dispute else LedgerSettings()
    actors = [actor.code for actor in dispute.actors] if dispute and dispute.actors else None
    as_of = as_of or (dispute.as_of if dispute else None)
    known = what_is_known(events, claims, decisions, documents, as_of=as_of, reviewed_only=reviewed_only)
    given = concessions(known.events, settings.events)
    sides = side_by_side(
        known.events,
        given,
        as_reviewed(known.events, given, settings.events),
        dispute,
        as_of=as_of,
        baseline=baseline or settings.baseline,
        seed=seed,
    )
    declared = dispute.pledges if dispute else ()
    promised = pledges(known.events, declared, documents, as_of=as_of)
    dated, undated = timeline(known.events)
    resting_on = {one.lead.id: one.lead.document for one in known.events}
    resting_on |= {claim.id: claim.document for one in known.events for claim in one.others}
    reviewed = {claim.id for one in known.events if one.reviewed for claim in one.claims[: one.reviewed]}
    return Ledger(
        as_of=as_of,
        claims=len(resting_on),
        reviewed_claims=len(reviewed),
        concessions=given,
        totals=totals(given, actors),
        ahead=sides.ahead,
        pledges=promised,
        ties=ties(known.events),
        timeline=dated,
        undated=undated,
        documents=len({*resting_on.values()}),
        left_out=known.left_out,
        weights=GOLDSTEIN_VERSION,
        silent=sides.silent,
        positions=sides.positions,
        outside=sides.outside,
        standing=sides.standing,
        balances=sides.balances,
        scores=scores_given(declared, as_of),
        implementation=implementation(declared, as_of),
        dealings=dealings(known.events, dispute, as_of=as_of, seed=seed),
    )
