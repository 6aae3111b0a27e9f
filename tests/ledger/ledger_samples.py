"""Small records for tests of the ledger: sentences and cases made up for the purpose."""

from __future__ import annotations

from datetime import date

from detente.dispute.types import Actor, Dispute, LedgerSettings
from detente.record.types import Claim, Document, Event, Review

ARTICLE = Document("article", "", "article.txt", published=date(2020, 6, 30))
LATER = Document("later", "", "later.txt", published=date(2020, 9, 30))
UNDATED = Document("undated", "", "undated.txt")
ROWS = Document("rows", "", "rows.jsonl", origin="chronology")
DOCUMENTS = (ARTICLE, LATER, UNDATED, ROWS)


def claim(key: str, **fields) -> Claim:
    day = fields.pop("on", date(2020, 3, 1))
    quote = fields.pop("quote", f"Sentence {key} says so.")
    values = {
        "document": "article", "sentence": 1, "quote": quote, "start": 100, "end": 100 + len(quote),
        "clause_start": 100, "clause_end": 100 + len(quote), "actor": ("AAA",), "actor_name": None,
        "actor_role": None, "target": ("BBB",), "target_name": None, "type": "CONCEDE",
        "modality": "happened", "negated": False, "attribution": "author", "certainty": 1.0,
        "date_from": day, "date_to": day,
        "issue": "trade", "polarity": "cooperative", "concession_by": None, "concession_to": None,
        "rule": "made up",
    }  # fmt: skip
    return Claim(id=f"c-{key}", **{**values, **fields})


def gift(key: str, by="AAA", to="BBB", **fields) -> Claim:
    by = (by,) if isinstance(by, str) else by
    to = (to,) if isinstance(to, str) else to
    return claim(key, actor=by, target=to, concession_by=by, concession_to=to, **fields)


def event(key: str, *claims: Claim, **fields) -> Event:
    first = claims[0]
    values = {
        "actor": first.actor, "target": first.target, "type": first.type, "issue": first.issue,
        "date_from": first.date_from, "date_to": first.date_to, "text": f"Event {key}",
        "documents": len({one.document for one in claims}),
    }  # fmt: skip
    return Event(id=key, claims=tuple(one.id for one in claims), **{**values, **fields})


def each(*claims: Claim) -> tuple[list[Event], list[Claim]]:
    """Return one event for each claim: ``e-1`` for the claim ``c-1``."""
    return [event(one.id.replace("c-", "e-"), one) for one in claims], list(claims)


def reviewed(*keys: str, decision="accept") -> dict[str, Review]:
    return {f"c-{key}": Review(f"c-{key}", decision, "ann", "2020-07-01") for key in keys}


def dispute(*codes: str, **fields) -> Dispute:
    actors = tuple(Actor(code, f"Land {code[0]}") for code in codes)
    settings = fields.pop("ledger", LedgerSettings())
    return Dispute(**{"title": "Made up", "as_of": None, "actors": actors, "ledger": settings, **fields})
