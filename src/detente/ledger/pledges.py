"""The account of pledges: what was promised, and how far it was kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from detente.dispute.types import Pledge, Score
from detente.ledger import conduct as acts
from detente.ledger.conduct import FULL
from detente.ledger.known import Known
from detente.ledger.types import Implementation, PledgeStanding, ScoreGiven
from detente.record.types import Claim, Document
from detente.vocabulary.actions import TYPES

SAME_PERIOD = timedelta(days=31)
"""Scores no further apart than this speak of the same period, so sources that differ in it disagree."""
_FRAGMENT = 5
"""A clause of no more words than this is shown with the sentence it stands in."""


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
    contested when in the :data:`SAME_PERIOD` up to it two sources' latest scores differ, and so is a pledge
    of which one report says what another denies. A pledge is overdue when its day has passed and nobody says
    that it was kept in full.

    A promise is an act that is pledged or offered: a cooperative one, or a conflictual one the actor says
    will *not* be done (a moratorium). Threats, demands and promises refused are none.

    References
    ----------
    M. Joshi, J. M. Quinn, P. M. Regan, "Annualized implementation data on comprehensive intrastate peace
    accords, 1989-2012", Journal of Peace Research 52(4), 2015, doi:10.1177/0022343314567486.
    """
    known = {one.event.id: one for one in events}
    declared = tuple(declared)
    done = acts.deeds(known.values(), {actor for pledge in declared for actor in pledge.by})
    rows = [
        _declared(pledge, known, done, as_of) for pledge in declared if as_of is None or pledge.made <= as_of
    ]
    cited = {event for pledge in declared for event in (*_cites(pledge, pledge.scores), *pledge.conduct)}
    published = {document.id: document.published for document in documents}
    read = [_read(one, published) for key, one in known.items() if key not in cited and _is_promise(one.lead)]
    read.sort(key=lambda row: (row.made or row.due or date.max, row.id))
    return (*rows, *read)


def aggregate(rows: Iterable[PledgeStanding]) -> float | None:
    """Return how far the scored pledges are kept, from 0 to 100: ``100 * sum(score) / (3 * n)``.

    ``None`` when none is scored. All pledges count the same, whatever they are worth. Proposals never count.

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
    return _aggregate([row.score for row in rows if row.score is not None])


def themes(rows: Iterable[PledgeStanding]) -> dict[str | None, tuple[PledgeStanding, ...]]:
    """Return the declared pledges by theme, in the order of their first pledge; ``None`` has no theme."""
    found: dict[str | None, tuple[PledgeStanding, ...]] = {}
    for row in rows:
        if row.declared:
            found[row.theme] = (*found.get(row.theme, ()), row)
    return found


def _aggregate(scores: Sequence[int]) -> float | None:
    return 100 * sum(scores) / (FULL * len(scores)) if scores else None


def scores_given(declared: Iterable[Pledge], as_of: date | None = None) -> tuple[ScoreGiven, ...]:
    """Return every score given by a day, pledges in the order of the file, each earliest first."""
    return tuple(
        ScoreGiven(pledge.id, score.on, score.score, score.says, score.because)
        for pledge in declared
        if as_of is None or pledge.made <= as_of
        for score in sorted(_by(pledge.scores, as_of), key=lambda one: (one.on, one.says, one.score))
    )


def implementation(declared: Iterable[Pledge], as_of: date | None = None) -> tuple[Implementation, ...]:
    """Follow how far the pledges were kept: after every day with a score, all of them and by theme.

    Returns
    -------
    tuple of Implementation
        By day; all pledges first, then the themes scored that day. A value holds until the next.
    """
    declared = tuple(declared)
    days = sorted({score.on for pledge in declared for score in _by(pledge.scores, as_of)})
    current: dict[str, int] = {}
    rows = []
    by_day: dict[date, list[Pledge]] = {}
    for pledge in declared:
        for day in {score.on for score in pledge.scores}:
            by_day.setdefault(day, []).append(pledge)
    for day in days:
        for pledge in by_day[day]:
            current[pledge.id] = min(score.score for score in pledge.scores if score.on == day)
        touched = {pledge.theme for pledge in by_day[day] if pledge.theme is not None}
        for theme in (None, *sorted(touched)):
            under = [one for one in declared if one.made <= day and theme in (None, one.theme)]
            scored = [current[one.id] for one in under if one.id in current]
            value = _aggregate(scored)
            if value is not None:
                rows.append(Implementation(day, theme, value, len(scored), len(under)))
    return tuple(rows)


def _by(scores: Iterable[Score], as_of: date | None) -> list[Score]:
    return [score for score in scores if as_of is None or score.on <= as_of]


def _declared(
    pledge: Pledge, known: Mapping[str, Known], done: acts.Deeds, as_of: date | None
) -> PledgeStanding:
    scores = _by(pledge.scores, as_of)
    latest = min(scores, key=lambda one: (-one.on.toordinal(), one.score, one.says), default=None)
    events = tuple(event for event in _cites(pledge, scores) if event in known)
    held = acts.conduct(pledge, done, known)
    score = latest.score if latest else None
    late = pledge.due is not None and as_of is not None and pledge.due < as_of
    return PledgeStanding(
        id=pledge.id,
        by=pledge.by,
        to=pledge.to,
        text=pledge.text,
        outside=pledge.outside,
        made=pledge.made,
        due=pledge.due,
        score=score,
        says=latest.says if latest else None,
        contested=(latest is not None and _contested(scores, latest.on))
        or any(_denied(known[event]) for event in events),
        declared=True,
        events=events,
        claims=tuple(claim for event in events for claim in known[event].claim_ids),
        reviewed=sum(known[event].reviewed > 0 for event in events),
        covers=pledge.covers,
        verifier=pledge.verifier,
        reversibility=pledge.reversibility,
        theme=pledge.theme,
        kind=pledge.kind,
        overdue=late and score != FULL,
        conduct=held,
        proposal=acts.proposal(held) if score is None else None,
    )


def _cites(pledge: Pledge, scores: Iterable[Score]) -> tuple[str, ...]:
    cited = (*pledge.because, *(event for score in scores for event in score.because))
    return tuple(dict.fromkeys(cited))


def _denied(known: Known) -> bool:
    """Return whether of an event one report says what another denies."""
    if not known.others:
        return False
    return len({claim.negated or claim.modality == "denied" for claim in known.claims}) > 1


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
        text=promised(known),
        outside=None,
        made=None if ahead else lead.date_from,
        due=lead.date_to if ahead else None,
        score=None,
        says=None,
        contested=_denied(known),
        declared=False,
        events=(known.event.id,),
        claims=known.claim_ids,
        reviewed=int(known.reviewed > 0),
        modality=lead.modality,
    )


def promised(known: Known) -> str:
    """Return the words of a promise that was read, so that they can stand alone.

    A clause that says nothing without its sentence, being a few words or one that the sentence negates, is
    given with the whole sentence.
    """
    lead = known.lead
    text = known.line
    if known.is_row(lead) or (len(text.split()) > _FRAGMENT and not lead.negated):
        return text
    return " ".join(lead.quote.split())
