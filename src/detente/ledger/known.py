"""What was known on a day: events with those of their claims that count, a person's reading first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from detente.record.types import Claim, Document, Event, Review


@dataclass(frozen=True, slots=True)
class Known:
    """An event and the claims about it that count.

    Parameters
    ----------
    event
        As the record groups it.
    claims
        At least one: first those a person has accepted or edited, then rows of imported data, then what was
        read from articles, each earliest document first. The first one decides what the event is, so a
        person's reading outranks a machine's.
    reviewed
        How many of the claims, counted from the first, a person has accepted or edited.
    imported
        Ids of those that are rows of imported data.
    """

    event: Event
    claims: tuple[Claim, ...]
    reviewed: int
    imported: frozenset[str]

    @property
    def lead(self) -> Claim:
        """The claim that decides."""
        return self.claims[0]

    def rank(self, nth: int) -> int:
        """Return whose word the n-th claim is: 0 a person's who reviewed it, 1 a row's, 2 a machine's."""
        if nth < self.reviewed:
            return 0
        return 1 if self.claims[nth].id in self.imported else 2

    def text(self, claim: Claim) -> str:
        """Return one line for people: what an imported row says of the event, or the clause that was read."""
        if claim.id in self.imported and self.event.text:
            return self.event.text
        clause = claim.quote[claim.clause_start - claim.start : claim.clause_end - claim.start]
        return " ".join((clause or claim.quote).split())


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
    A claim of an article is known once the article is published *and* what it speaks of has begun; a claim of
    an imported row on its own date. Where a date is missing the claim cannot be shown to have been known, so
    an article without a date of publication and an imported row without a date are known on no day; they
    count when no day is asked for. A claim without a date of its own is known with its article.

    Linear in events and claims but for the final sort.
    """
    sources = {document.id: document for document in documents}
    decided = {one: review.decision for one, review in decisions.items() if review.decision != "note"}
    counting: dict[str, Claim] = {}
    later: set[str] = set()
    for claim in claims:
        decision = decided.get(claim.id)
        if decision == "reject" or (reviewed_only and decision is None):
            continue
        if as_of is None or was_known(claim, sources.get(claim.document), as_of):
            counting[claim.id] = claim
        else:
            later.add(claim.id)

    found: dict[str, Known] = {}
    left_out = 0
    for event in {event.id: event for event in events}.values():
        left_out += sum(one in later for one in event.claims)
        live = [counting[one] for one in dict.fromkeys(event.claims) if one in counting]
        if live:
            rows = frozenset(claim.id for claim in live if _is_row(sources.get(claim.document)))
            live.sort(key=lambda claim: (claim.id not in decided, claim.id not in rows))
            reviewed = sum(claim.id in decided for claim in live)
            found[event.id] = Known(event, tuple(live), reviewed, rows)
    return Knowledge(tuple(found[key] for key in sorted(found)), left_out)


def was_known(claim: Claim, document: Document | None, day: date) -> bool:
    """Return whether a claim was known on a day; see :func:`what_is_known` for the rule."""
    if not _is_row(document):
        published = document.published if document else None
        return published is not None and published <= day and (claim.date_from or published) <= day
    return claim.date_from is not None and claim.date_from <= day


def _is_row(document: Document | None) -> bool:
    """Return whether claims of the document are rows of imported data."""
    return document is not None and document.origin != "article"
