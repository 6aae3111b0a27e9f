"""The account of pledges: what was promised, and how far it was kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from detente.dispute.types import Pledge, Score
from detente.ledger.known import Known
from detente.ledger.types import PledgeStanding
from detente.record.types import Claim, Document
from detente.vocabulary.actions import TYPES

SAME_PERIOD = timedelta(days=31)
"""Scores no further apart than this speak of the same period, so sources that differ in it disagree."""
FULL_SCORE = 3
"""A pledge kept in full on the Peace Accords Matrix scale; 0 is not begun, 1 minimal, 2 intermediate."""


def pledges(
    events: Iterable[Known],
    declared: Iterable[Pledge] = (),
    documents: Iterable[Document] = (),
    *,
    as_of: date | None = None,
) -> tuple[PledgeStanding, ...]:
    """List the pledges as they stand on a day.

    Parameters
    ----------
    events
        What is known on that day.
    declared
        Pledges of the case file, with their scores.
    documents
        The documents the claims stand in: by their date of publication a promise's own date is told from the
        date of what was promised.
    as_of
        The day; ``None`` for the latest there is.

    Returns
    -------
    tuple of PledgeStanding
        Declared ones made by then, in the order of the file; then promises read from the record that no
        declared pledge cites, by date, undated last. Those have no score.

    Notes
    -----
    The score is the latest one given by the day, and the lowest where several were given on that date. It is
    contested when in the :data:`SAME_PERIOD` up to it two sources' latest scores differ.

    A promise is an act that is pledged or offered: a cooperative one, or a conflictual one the actor says
    will *not* be done (a moratorium). Threats, demands and promises refused are none.

    References
    ----------
    M. Joshi, J. M. Quinn, P. M. Regan, "Annualized implementation data on comprehensive intrastate peace
    accords, 1989-2012", Journal of Peace Research 52(4), 2015, doi:10.1177/0022343314567486.
    """
    known = {one.event.id: one for one in events}
    declared = tuple(declared)
    rows = [_declared(pledge, known, as_of) for pledge in declared if as_of is None or pledge.made <= as_of]
    cited = {event for pledge in declared for event in _cites(pledge, pledge.scores)}
    published = {document.id: document.published for document in documents}
    read = [_read(one, published) for key, one in known.items() if key not in cited and _is_promise(one.lead)]
    read.sort(key=lambda row: (row.made or row.due or date.max, row.id))
    return (*rows, *read)


def aggregate(rows: Iterable[PledgeStanding]) -> float | None:
    """Return how far the scored pledges are kept, from 0 to 100: ``100 * sum(score) / (3 * n)``.

    ``None`` when none is scored. All pledges count the same, whatever they are worth.

    References
    ----------
    Joshi, Quinn, Regan 2015, doi:10.1177/0022343314567486.

    Examples
    --------
    >>> day = date(2019, 5, 16)
    >>> kept = Pledge("halt", ("A",), ("B",), "no tests", made=day, scores=(Score(day, 2, "author"),))
    >>> round(aggregate(pledges((), [kept])), 1)
    66.7
    """
    scores = [row.score for row in rows if row.score is not None]
    return 100 * sum(scores) / (FULL_SCORE * len(scores)) if scores else None


def _declared(pledge: Pledge, known: Mapping[str, Known], as_of: date | None) -> PledgeStanding:
    scores = [score for score in pledge.scores if as_of is None or score.on <= as_of]
    latest = min(scores, key=lambda one: (-one.on.toordinal(), one.score, one.says), default=None)
    events = tuple(event for event in _cites(pledge, scores) if event in known)
    return PledgeStanding(
        id=pledge.id,
        by=pledge.by,
        to=pledge.to,
        text=pledge.text,
        outside=pledge.outside,
        made=pledge.made,
        due=pledge.due,
        score=latest.score if latest else None,
        says=latest.says if latest else None,
        contested=latest is not None and _contested(scores, latest.on),
        declared=True,
        events=events,
        claims=tuple(claim.id for event in events for claim in known[event].claims),
        reviewed=any(known[event].reviewed for event in events),
    )


def _cites(pledge: Pledge, scores: Iterable[Score]) -> tuple[str, ...]:
    cited = (*pledge.because, *(event for score in scores for event in score.because))
    return tuple(dict.fromkeys(cited))


def _contested(scores: Sequence[Score], latest: date) -> bool:
    """Return whether sources differ in the period up to the latest score."""
    recent = [score for score in scores if latest - score.on <= SAME_PERIOD]
    says: dict[str, tuple[date, set[int]]] = {}
    for score in recent:
        on, values = says.get(score.says, (date.min, set()))
        if score.on > on:
            says[score.says] = (score.on, {score.score})
        elif score.on == on:
            values.add(score.score)
    return len({value for _, values in says.values() for value in values}) > 1


def _is_promise(claim: Claim) -> bool:
    if claim.modality not in ("pledged", "offered") or claim.type not in TYPES:
        return False
    return TYPES[claim.type].polarity == ("conflictual" if claim.negated else "cooperative")


def _read(known: Known, published: Mapping[str, date | None]) -> PledgeStanding:
    lead = known.lead
    told = published.get(lead.document)
    # A promise cannot be younger than the report of it: a later date is that of what was promised.
    ahead = lead.date_from is not None and told is not None and lead.date_from > told
    return PledgeStanding(
        id=known.event.id,
        by=lead.concession_by or lead.actor,
        to=lead.concession_to or lead.target,
        text=known.text(lead),
        outside=None,
        made=None if ahead else lead.date_from,
        due=lead.date_to if ahead else None,
        score=None,
        says=None,
        contested=False,
        declared=False,
        events=(known.event.id,),
        claims=tuple(claim.id for claim in known.claims),
        reviewed=known.reviewed > 0,
        modality=lead.modality,
    )
