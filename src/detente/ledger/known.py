"""What was known on a day: events with those of their claims that count, a person's reading first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from detente.ledger.words import one_line
from detente.record.known import ARTICLE, known_by
from detente.record.types import Claim, Document, Event, Review


class Known(NamedTuple):
    """An event and the claims about it that count; :func:`told` makes it.

    Parameters
    ----------
    event
        As the record groups it.
    lead
        The claim that decides what the event is, the first of :attr:`claims`.
    line
        What the lead says, see :meth:`text`.
    reviewed
        How many of the claims, counted from the first, a person has accepted or edited.
    imported
        Ids of the documents whose claims are rows of imported data; one set for all events.
    others
        The claims after the first; of most events there is none.
    """

    event: Event
    lead: Claim
    line: str
    reviewed: int
    imported: frozenset[str]
    others: tuple[Claim, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims about it that count.

        First those a person has accepted or edited, then rows of imported data, then what was read from
        articles, each earliest document first: a person's reading outranks a machine's.
        """
        return (self.lead, *self.others)

    @property
    def documents(self) -> int:
        """How many documents its claims stand in."""
        return len({claim.document for claim in self.claims}) if self.others else 1

    @property
    def claim_ids(self) -> tuple[str, ...]:
        """Ids of its claims."""
        if not self.others and len(self.event.claims) == 1:
            return self.event.claims
        return tuple([claim.id for claim in self.claims])

    def rank(self, nth: int) -> int:
        """Return whose word the n-th claim is: 0 a person's who reviewed it, 1 a row's, 2 a machine's."""
        if nth < self.reviewed:
            return 0
        return 1 if self.is_row(self.claims[nth]) else 2

    def is_row(self, claim: Claim) -> bool:
        """Return whether a claim is a row of imported data."""
        return claim.document in self.imported

    def as_reviewed(self) -> Known:
        """Return the event as told by the claims alone that a person has accepted or edited."""
        return told(self.event, self.claims[: self.reviewed], self.reviewed, self.imported)

    def text(self, claim: Claim) -> str:
        """Return one line for people: what an imported row says of the event, or the clause that was read."""
        return self.line if claim is self.lead else _line(self.event, claim, self.imported)


def told(event: Event, claims: tuple[Claim, ...], reviewed: int, imported: frozenset[str]) -> Known:
    """Return an event as its claims, the deciding one first, tell it."""
    lead = claims[0]
    return Known(event, lead, _line(event, lead, imported), reviewed, imported, claims[1:])


def _line(event: Event, claim: Claim, imported: frozenset[str]) -> str:
    if claim.document in imported and event.text:
        return event.text
    clause = claim.quote[claim.clause_start - claim.start : claim.clause_end - claim.start]
    return one_line(clause or claim.quote)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything known on a day, in the order of the events' ids; ``left_out`` claims came later."""

    events: tuple[Known, ...]
    left_out: int

    @property
    def ids(self) -> frozenset[str]:
        """Ids of the events."""
        return frozenset(known.event.id for known in self.events)


def what_is_known(
    events: Iterable[Event],
    claims: Iterable[Claim],
    decisions: Mapping[str, Review],
    documents: Iterable[Document],
    *,
    as_of: date | None = None,
    reviewed_only: bool = False,
) -> Knowledge:
    """Join events with the claims that count on a day.

    Parameters
    ----------
    events, claims, documents
        From the record, in any order; a row given twice counts once. Claims are as reviewed: edits applied.
    decisions
        The latest review of each claim by claim id.
    as_of
        The day; ``None`` for everything.
    reviewed_only
        Whether only claims count that a person has accepted or edited.

    Returns
    -------
    Knowledge
        Events that no claim is left of, because all were rejected or came later, are not in it.

    Notes
    -----
    Which claims were known on a day is said by :func:`detente.record.known.known_by`. Linear in events and
    claims but for the final sort.
    """
    documents = tuple(documents)
    imported = frozenset(document.id for document in documents if document.origin != ARTICLE)
    decided = frozenset(one for one, review in decisions.items() if review.decision in ("accept", "edit"))
    rejected = frozenset(one for one, review in decisions.items() if review.decision == "reject")
    usable = [
        claim for claim in claims if claim.id not in rejected and (claim.id in decided or not reviewed_only)
    ]
    counting = {claim.id: claim for claim in known_by(as_of, usable, documents)}
    late = {claim.id for claim in usable}.difference(counting)

    def order(claim: Claim) -> tuple[bool, bool]:
        return claim.id not in decided, claim.document not in imported

    distinct = {event.id: event for event in events}
    found: list[Known] = []
    left_out = 0
    for key in sorted(distinct):
        event = distinct[key]
        ids = event.claims if len(event.claims) == 1 else tuple(dict.fromkeys(event.claims))
        live = [counting[one] for one in ids if one in counting]
        if late and len(live) < len(ids):
            left_out += sum([one in late for one in ids])
        if live:
            if len(live) > 1:
                live.sort(key=order)
            reviewed = sum([claim.id in decided for claim in live])
            found.append(told(event, tuple(live), reviewed, imported))
    return Knowledge(tuple(found), left_out)
