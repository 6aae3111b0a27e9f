"""An event with all there is to say about it: who reports it, since when, why, and where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.errors import Fault, Place, StoreError
from detente.record.differences import Difference, differences
from detente.record.joining import Judged, SetAside, judged, set_aside
from detente.record.known import ARTICLE
from detente.record.naming import claim_founding
from detente.record.reviews import apply
from detente.record.store import Record
from detente.record.types import AUTHOR, UNNAMED, Claim, Document, Event, Review
from detente.record.why import Copy, Reason, copies, reasons, why_apart


@dataclass(frozen=True, slots=True)
class Report:
    """One claim of an event as a report of it.

    Parameters
    ----------
    claim
        The claim as people left it.
    document
        The document it stands in, without its text.
    reason
        Why it is in the event.
    """

    claim: Claim
    document: Document
    reason: Reason

    @property
    def teller(self) -> str:
        """Who says so: the outlet, or the file where no outlet is known, and the speaker if there is one.

        An imported row names its source in the speaker's place.
        """
        source = self.document.outlet or self.document.name
        speaker = self.claim.attribution
        if self.document.origin != ARTICLE and speaker not in (AUTHOR, UNNAMED):
            return speaker
        return source if speaker in (AUTHOR, UNNAMED) else f"{source} ({speaker})"

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        published = self.document.published
        return {
            "claim": self.claim.id,
            "document": self.document.id,
            "name": self.document.name,
            "outlet": self.document.outlet,
            "published": published.isoformat() if published else None,
            "attribution": self.claim.attribution,
            "quote": self.claim.quote,
            "why": self.reason.kind,
            "tied_to": self.reason.other,
            "reason": self.reason.text,
        }


@dataclass(frozen=True, slots=True)
class EventAccount:
    """An event and who tells of it.

    Parameters
    ----------
    event
        The event.
    reports
        Its claims, earliest document first.
    differences
        Where they do not say the same.
    copies
        Which sentences are copies of others.
    """

    event: Event
    reports: tuple[Report, ...]
    differences: tuple[Difference, ...]
    copies: tuple[Copy, ...]

    @property
    def outlets(self) -> tuple[str, ...]:
        """Who printed it, the earliest first; imported files are no outlets."""
        printed = (r.document.outlet for r in self.reports if r.document.origin == ARTICLE)
        return tuple(dict.fromkeys(outlet for outlet in printed if outlet))

    @property
    def earliest(self) -> Report:
        """The earliest report: of an article where there is one, since an imported file is written later."""
        printed = (r for r in self.reports if r.document.origin == ARTICLE and r.document.published)
        return min(printed, key=lambda r: r.document.published or date.max, default=self.reports[0])

    @property
    def independent(self) -> int:
        """How many documents say so in words of their own, copies left out."""
        copied = {copy.claim for copy in self.copies}
        return len({r.claim.document for r in self.reports if r.claim.id not in copied})

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values: the event's fields, then who says so."""
        return {
            **self.event.to_dict(),
            "independent": self.independent,
            "outlets": list(self.outlets),
            "earliest": self.earliest.claim.id,
            "reports": [report.to_dict() for report in self.reports],
            "differences": [_difference_dict(difference) for difference in self.differences],
            "copies": [copy.to_dict() for copy in self.copies],
        }


def accounts(record: Record, reviews: Iterable[Review], id_: str | None = None) -> tuple[EventAccount, ...]:
    """Return the accounts of all events, or of one.

    Parameters
    ----------
    record
        The record.
    reviews
        Decisions in the order of the log.
    id_
        Only this event, by its present or a former id.

    Raises
    ------
    StoreError
        ``D408`` when there is no such event.
    """
    decided = tuple(reviews)
    grouping = record.grouping(decided)
    wanted = grouping.events
    if id_ is not None:
        now = grouping.aliases.get(id_, id_)
        founding = record.former_claims()[0].get(claim_founding(id_) or "", claim_founding(id_))
        wanted = tuple(e for e in grouping.events if e.id == now) or tuple(
            e for e in grouping.events if founding in e.claims
        )
        if not wanted:
            hint = "`detente events CASE` lists the events with their ids"
            raise StoreError(Fault("D408", f"the record has no event {id_!r}", hint, Place(str(record.path))))
    claims = _as_left(record, decided, {claim for event in wanted for claim in event.claims})
    documents = {document.id: document for document in record.documents(text=False)}
    rows = record.imported_rows()
    pairs = judged(decided)
    return tuple(_account(event, claims, documents, rows, pairs) for event in wanted)


def apart(record: Record, reviews: Iterable[Review], one: str, other: str) -> tuple[str, ...]:
    """Return why two claims are not in one event, in words; nothing where they are in one.

    Raises
    ------
    StoreError
        ``D408`` when there is no such claim, ``D440`` when a person rejected it.
    """
    decided = tuple(reviews)
    became = record.former_claims()[0]
    ids = [became.get(id_, id_) for id_ in (one, other)]
    for id_ in ids:
        record.claim(id_)
    claims = _as_left(record, decided, set(ids))
    for id_ in ids:
        if id_ not in claims:
            message = f"a person rejected {id_}, so it is in no event"
            raise StoreError(Fault("D440", message, "ask about another claim", Place(str(record.path))))
    home = {claim: event.id for event in record.grouping(decided).events for claim in event.claims}
    if ids[0] == ids[1] or (ids[0] in home and home[ids[0]] == home.get(ids[1])):
        return ()
    found = why_apart(claims[ids[0]], claims[ids[1]], record.imported_rows(), judged(decided))
    return found or ("each alone could be with the other, but what is with them could not",)


def joins_set_aside(record: Record, reviews: Iterable[Review]) -> tuple[SetAside, ...]:
    """Return the joins that could not be followed because a split forbids it."""
    decided = tuple(reviews)
    pairs = judged(decided)
    return set_aside(pairs, _as_left(record, decided, pairs.claims))


def _as_left(record: Record, reviews: tuple[Review, ...], ids: Iterable[str]) -> dict[str, Claim]:
    read = record.claims_of(ids)
    return {row.claim.id: row.claim for row in apply(read, reviews) if not row.rejected}


def _account(
    event: Event,
    claims: Mapping[str, Claim],
    documents: Mapping[str, Document],
    rows: Mapping[str, str],
    pairs: Judged,
) -> EventAccount:
    held = [claims[claim] for claim in event.claims]
    outlets = {claim.document: documents[claim.document].outlet for claim in held}
    return EventAccount(
        event,
        tuple(
            Report(claim, documents[claim.document], reason)
            for claim, reason in zip(held, reasons(held, rows, pairs), strict=True)
        ),
        differences(held),
        copies(held, outlets),
    )


def _difference_dict(difference: Difference) -> dict[str, Any]:
    values = [{"value": _jsonable(value), "claims": list(ids)} for value, ids in difference.values]
    return {"field": difference.field, "values": values}


def _jsonable(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
