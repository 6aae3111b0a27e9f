"""The evidence behind the answers: one card per event, one line per claim, each with quote and decision."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from detente.brief import words
from detente.brief.dealings import cited as cited_by_dealings
from detente.brief.findings import Findings
from detente.dispute.types import Dispute
from detente.record.types import Claim, Document, Event, Review

EVENTS_SHOWN = 250
CLAIMS_SHOWN = 12
"""Claims shown under one event."""
LOOSE_SHOWN = 60
"""Claims shown that belong to no event."""
QUOTE_SHOWN = 700
"""Code points of a sentence that are shown; a longer one is cut around the part that makes the claim."""


@dataclass(frozen=True, slots=True)
class Basis:
    """How many claims something rests on, and how many of them a person accepted or edited."""

    claims: int
    reviewed: int

    @property
    def level(self) -> str:
        """``full``, ``part`` or ``none``; nothing reviewed out of nothing is ``none``."""
        if not self.reviewed:
            return "none"
        return "full" if self.reviewed >= self.claims else "part"

    @property
    def text(self) -> str:
        """The level in words."""
        if self.level == "part":
            return f"{self.reviewed:,} of {self.claims:,} reviewed"
        return "reviewed" if self.level == "full" else "not reviewed"


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A claim as shown: the sentence cut in three, with the part that makes the claim in the middle."""

    claim: Claim
    before: str
    said: str
    after: str
    speaker: str
    standing: str
    worded: str
    source: Document | None
    url: str | None
    decision: str
    level: str


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event with its number on the page, its claims and the questions that cite it."""

    event: Event
    anchor: str
    number: int
    when: str
    claims: tuple[ClaimCard, ...]
    more: int
    basis: Basis
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A document with the number of its claims."""

    document: Document
    title: str
    url: str | None
    basis: Basis
    rejected: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """All the evidence a page shows; ``hidden`` and ``loose_hidden`` count what it leaves out."""

    cards: tuple[EventCard, ...]
    hidden: int
    loose: tuple[ClaimCard, ...]
    loose_hidden: int
    sources: tuple[SourceRow, ...]
    by_event: Mapping[str, EventCard]


def accepted(review: Review | None) -> bool:
    """Return whether a person stands behind the claim."""
    return review is not None and review.decision in ("accept", "edit")


def rejected(review: Review | None) -> bool:
    """Return whether a person threw the claim out."""
    return review is not None and review.decision == "reject"


def basis(claims: Iterable[Claim], decisions: Mapping[str, Review]) -> Basis:
    """Count claims and reviewed claims; rejected ones count in neither."""
    kept = [c for c in claims if not rejected(decisions.get(c.id))]
    return Basis(len(kept), sum(accepted(decisions.get(c.id)) for c in kept))


def safe_url(url: str | None) -> str | None:
    """Return an address only if it is plain http or https with a host; anything else is ``None``.

    Examples
    --------
    >>> safe_url("https://example.org/a"), safe_url("javascript:alert(1)")
    ('https://example.org/a', None)
    """
    if not url or re.search(r"[\s\x00-\x1f\x7f\\]", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.hostname else None


def anchor(event: str) -> str:
    """Return the page anchor of an event id, which may come from a stranger's file."""
    if re.fullmatch(r"[A-Za-z0-9_-]{1,64}", event):
        return f"e-{event}"
    return "e-x-" + hashlib.sha256(event.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def citations(findings: Findings) -> Mapping[str, tuple[int, ...]]:
    """Return event id to the questions (0 is the situation) that cite it.

    The accounts come before the timeline and the ties: where a page cannot show every event, those that
    carry a concession, a pledge or a preference are kept first.
    """
    cited: dict[str, dict[int, None]] = defaultdict(dict)
    ledger, dispute = findings.ledger, findings.dispute
    for question, found in (
        (0, (e for s in findings.situation for e in s.events)),
        (2, (e for c in ledger.concessions for e in c.events)),
        (3, (e for p in ledger.pledges for e in p.events)),
        (3, (e for p in (dispute.pledges if dispute else ()) for s in p.scores for e in s.because)),
        (6, _because(dispute) if dispute else ()),
        (1, (row.event for row in reversed(ledger.timeline))),
        (4, (e for t in ledger.ties for e in t.events)),
        (4, cited_by_dealings(ledger.dealings)),
    ):
        for event in found:
            cited[event][question] = None
    return {event: tuple(sorted(questions)) for event, questions in cited.items()}


def _because(dispute: Dispute) -> Iterable[str]:
    for actor in dispute.actors:
        yield from actor.because
        for wish in actor.prefers or ():
            yield from wish.cited
    for row in dispute.history:
        yield from row.because


def collect(findings: Findings) -> Evidence:
    """Choose and lay out the evidence of a page.

    Notes
    -----
    O(C + E log E) for C claims and E events. Events are numbered by date, undated ones last.
    """
    documents = {document.id: document for document in findings.documents}
    claims = {claim.id: claim for claim in findings.claims}
    events = {event.id: event for event in findings.events}
    cited = citations(findings)
    chosen = [events[e] for e in dict.fromkeys([*cited, *events]) if e in events][:EVENTS_SHOWN]
    chosen.sort(key=lambda e: (e.date_from or date.max, e.date_to or date.max, e.id))
    decisions = findings.decisions

    def card(number: int, event: Event) -> EventCard:
        mine = [claims[c] for c in event.claims if c in claims]
        return EventCard(
            event,
            anchor(event.id),
            number,
            words.days(event.date_from, event.date_to),
            tuple(claim_card(c, documents, decisions) for c in mine[:CLAIMS_SHOWN]),
            max(0, len(mine) - CLAIMS_SHOWN),
            basis(mine, decisions),
            cited.get(event.id, ()),
        )

    cards = tuple(card(i, event) for i, event in enumerate(chosen, 1))
    grouped = {c for event in findings.events for c in event.claims}
    loose = [claim for claim in findings.claims if claim.id not in grouped]
    return Evidence(
        cards,
        len(events) - len(cards),
        tuple(claim_card(c, documents, decisions) for c in loose[:LOOSE_SHOWN]),
        max(0, len(loose) - LOOSE_SHOWN),
        _sources(findings),
        {c.event.id: c for c in cards},
    )


def claim_card(claim: Claim, documents: Mapping[str, Document], decisions: Mapping[str, Review]) -> ClaimCard:
    """Lay out one claim."""
    review, source = decisions.get(claim.id), documents.get(claim.document)
    before, said, after = _cut(claim)
    return ClaimCard(
        claim,
        before,
        said,
        after,
        f"{words.speaker(claim.attribution)} says so",
        ("not " if claim.negated else "") + words.STANDING[claim.modality],
        _worded(claim.certainty),
        source,
        safe_url(source.url) if source else None,
        _decision(review),
        "rejected" if rejected(review) else "full" if accepted(review) else "none",
    )


def _cut(claim: Claim) -> tuple[str, str, str]:
    """Split the sentence around its clause, with an ellipsis where a very long one is cut."""
    size = len(claim.quote)
    first = min(max(0, claim.clause_start - claim.start), size)
    last = min(max(first, claim.clause_end - claim.start), size)
    before, said, after = claim.quote[:first], claim.quote[first:last], claim.quote[last:]
    if size <= QUOTE_SHOWN:
        return before, said, after
    if len(said) > QUOTE_SHOWN:
        said = said[:QUOTE_SHOWN] + "…"
    room = max(40, (QUOTE_SHOWN - len(said)) // 2)
    before = "…" + before[-room:] if len(before) > room else before
    return before, said, after[:room] + "…" if len(after) > room else after


def _worded(certainty: float) -> str:
    grade = "as certain" if certainty >= 0.9 else "with some reserve" if certainty >= 0.6 else "with doubt"
    return f"worded {grade} ({certainty:.2f})"


def _decision(review: Review | None) -> str:
    if review is None:
        return "No person has reviewed this claim."
    who = f"by {review.by}, {_day(review.at)}"
    verb = {"accept": "Accepted as read", "reject": "Rejected", "edit": "Corrected"}.get(review.decision)
    if verb is None:
        return f"Noted {who}, not decided." + (f" “{review.note}”" if review.note else "")
    changed = ", ".join(f"{name} is now {_plain(value)}" for name, value in review.changes.items())
    parts = [f"{verb} {who}", changed, f"“{review.note}”" if review.note else ""]
    return ": ".join(part for part in parts if part) + "."


def _day(at: str) -> str:
    try:
        return words.day(date.fromisoformat(at[:10]))
    except ValueError:
        return at


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return words.listed([str(v) for v in value]) or "nobody"
    return "unknown" if value is None else str(value)


def _sources(findings: Findings) -> tuple[SourceRow, ...]:
    by_document: dict[str, list[Claim]] = defaultdict(list)
    for claim in findings.claims:
        by_document[claim.document].append(claim)
    return tuple(
        SourceRow(
            document,
            document.title or document.name,
            safe_url(document.url),
            basis(by_document[document.id], findings.decisions),
            sum(rejected(findings.decisions.get(c.id)) for c in by_document[document.id]),
        )
        for document in sorted(findings.documents, key=lambda d: (d.published or date.max, d.name, d.id))
    )
