"""What a dispute rests on: events it cites, wishes nothing supports, wishes that may not be held."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from detente.dispute.faults import FaultList, shown
from detente.dispute.telling import wish_text
from detente.dispute.types import Dispute, Wish
from detente.errors import Fault, Place

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Maybe:
    """A ``maybe`` line of ``prefers``: a wish of which it is unknown whether the actor holds it.

    Parameters
    ----------
    id
        Such as ``USA.prefers.5``: the fifth line of that actor, counted from 1.
    actor
        Whose wish it may be.
    text
        The statement as written.
    chance
        That it is held, in [0, 1]; ``None`` when the file does not say.
    """

    id: str
    actor: str
    text: str
    chance: float | None


def maybes(dispute: Dispute) -> tuple[Maybe, ...]:
    """Return every ``maybe`` line in the order of the file.

    Examples
    --------
    >>> from detente.dispute import loads
    >>> dispute = loads("actors: {A: {options: {x: Act}, prefers: [not x, {maybe: x, chance: 0.4}]}}")
    >>> maybes(dispute)
    (Maybe(id='A.prefers.2', actor='A', text='x', chance=0.4),)
    """
    return tuple(
        Maybe(f"{actor.code}.prefers.{number}", actor.code, wish.statements[0].text, wish.chance)
        for actor in dispute.actors
        for number, wish in enumerate(actor.prefers or (), 1)
        if wish.kind == "maybe"
    )


def uncited(dispute: Dispute) -> tuple[tuple[str, Wish], ...]:
    """Return the wishes, with the code of their actor, that cite no event; see ``because``."""
    return tuple(
        (actor.code, wish) for actor in dispute.actors for wish in actor.prefers or () if not wish.cited
    )


def unsupported(dispute: Dispute) -> tuple[Fault, ...]:
    """Return a warning ``D189`` for every line of ``prefers`` that cites no event.

    To be told where there is a record to cite from; without one nothing could be cited.

    Examples
    --------
    >>> from detente.dispute import loads
    >>> text = "actors: {A: {options: {x: Act}, prefers: [not x, {want: x, because: [e1]}]}}"
    >>> [fault.message for fault in unsupported(loads(text))]
    ['nothing on record supports A: not x']
    """
    faults = FaultList()
    for code, wish in uncited(dispute):
        hint = "cite what shows it, as in {want: ..., because: [event]}, or leave it as your opinion"
        message = f"nothing on record supports {code}: {shown(wish_text(wish))}"
        faults.add("D189", message, wish.statements[0].place, hint)
    return faults.sorted()


def unknown_citations(dispute: Dispute, known_ids: Collection[str]) -> tuple[Fault, ...]:
    """Return a fault for every event that is cited but not on record.

    Parameters
    ----------
    dispute
        The dispute.
    known_ids
        Ids of the events on record, aliases included.

    Returns
    -------
    tuple of Fault
        In the order of the file. An unknown id is told, never pointed at another event.
    """
    known = set(known_ids)
    faults = FaultList()
    for citation in dispute.citations:
        if citation.event not in known:
            hint = "correct the id, or read the document it comes from"
            faults.unknown("D136", "event", citation.event, known, citation.place, hint)
    return faults.sorted()


def idle_judgements(dispute: Dispute, concessions: Collection[str]) -> tuple[Fault, ...]:
    """Return a warning ``D193`` for every event that ``ledger.events`` judges though it is no concession.

    Parameters
    ----------
    dispute
        The dispute.
    concessions
        Ids of the events that are concessions, former ids included.
    """
    faults = FaultList()
    for citation in dispute.citations:
        if citation.by == "ledger.events" and citation.event not in concessions:
            message = f"{shown(citation.event)} is judged as a concession, but nobody gives anything in it"
            hint = "correct the id, review who gives to whom, or take the line out"
            faults.add("D193", message, citation.place, hint)
    return faults.sorted()


def with_present_ids(dispute: Dispute, aliases: Mapping[str, str]) -> Dispute:
    """Return the dispute with former ids of events replaced by those they stand for now.

    Parameters
    ----------
    dispute
        The dispute.
    aliases
        Former event id to present event id, as the record keeps them.

    Returns
    -------
    Dispute
        With the events renamed that pledges, their scores and conduct, and the ledger's judgements cite. An
        event judged under two of its ids keeps the judgement written last.
    """

    def present(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(aliases.get(one, one) for one in ids))

    def renamed(judged: Mapping[str, T]) -> dict[str, T]:
        return {aliases.get(event, event): judgement for event, judgement in judged.items()}

    pledges = tuple(
        replace(
            pledge,
            because=present(pledge.because),
            scores=tuple(replace(score, because=present(score.because)) for score in pledge.scores),
            conduct=renamed(pledge.conduct),
        )
        for pledge in dispute.pledges
    )
    kept = dispute.ledger
    ledger = replace(
        kept,
        events=renamed(kept.events),
        outside=replace(kept.outside, events=renamed(kept.outside.events)),
        standing=replace(kept.standing, events=renamed(kept.standing.events)),
    )
    return replace(dispute, pledges=pledges, ledger=ledger)


def needs_model(dispute: Dispute) -> tuple[Fault, ...]:
    """Return why a dispute cannot be solved: nobody in it can move. Nothing when it can."""
    if any(actor.options or actor.moves for actor in dispute.actors):
        return ()
    faults = FaultList()
    whole = Place(dispute.file) if dispute.file else None
    hint = "give an actor options: {name: what it is}, or list its moves"
    faults.add("D137", "no actor has an option", whole, hint)
    return faults.sorted()
