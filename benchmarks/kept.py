"""A case as a demanding analyst would have it, made up: 100,000 events, half of them reviewed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from detente.dispute.types import (
    Actor,
    Dispute,
    EventJudgement,
    Expression,
    HistoryRow,
    Initiative,
    LedgerSettings,
    Option,
    OutsideJudgement,
    OutsideSettings,
    Pledge,
    Score,
    StandingJudgement,
    StandingSettings,
    Statement,
    TurningPoint,
    Wish,
)
from detente.record.types import Claim, Document, Event, Modality, Polarity, Review
from detente.vocabulary.actions import TYPES
from detente.vocabulary.lexicon import offices

ACTORS, DAYS, ARTICLES = 20, 3650, 5000
BEGIN = date(2010, 1, 1)
ISSUES = ("sanctions", "trade", "exercises", "aid", "nuclear_tests", "prisoners", None)
MODALITIES: tuple[Modality, ...] = (
    "happened", "happened", "happened", "happened", "ongoing", "offered", "pledged", "demanded",
    "threatened", "conditional", "speculated", "denied",
)  # fmt: skip
WORDS = (
    "delegation", "ministers", "border", "talks", "sanctions", "relief", "inspectors", "convoy", "exercise", "agreement", "ceasefire", "prisoners", "statement", "parliament", "week",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """What the ledger is kept from."""

    events: list[Event]
    claims: list[Claim]
    decisions: dict[str, Review]
    documents: list[Document]
    dispute: Dispute


def case(events: int) -> Case:
    """Return a case of so many events, every fifth of them told by two articles."""
    chance = random.Random(1)  # noqa: S311 - not a secret
    codes = [code for code in sorted(offices()) if len(code) == 3 and code.isupper()][:ACTORS]
    documents = [
        Document(f"d{n}", "", f"{n}.txt", published=BEGIN + timedelta(days=n * DAYS // ARTICLES))
        for n in range(ARTICLES)
    ]
    made = Case([], [], {}, documents, dispute(codes))
    for n in range(events):
        # The first are the busiest, as in any conflict.
        giver, taker = sorted(chance.sample(codes, 2), key=lambda _: chance.random())
        if chance.random() < 0.4:
            giver, taker = chance.sample(codes[:4], 2)
        nth = chance.randrange(ARTICLES)
        own = [
            _claim(chance, f"c{n}-{m}", documents[min(nth + 3 * m, ARTICLES - 1)], giver, taker)
            for m in range(2 if n % 5 == 0 else 1)
        ]
        made.claims.extend(own)
        first = own[0]
        made.events.append(
            Event(
                f"e{n}", tuple(one.id for one in own), first.actor, first.target, first.type, first.issue,
                first.date_from, first.date_to, first.quote, len(own),
            )
        )  # fmt: skip
        if n % 2:
            made.decisions[first.id] = Review(first.id, "accept", "ann", "2020-01-01")
    return made


def _claim(chance: random.Random, key: str, document: Document, giver: str, taker: str) -> Claim:
    kind = chance.choice(list(TYPES))
    day = (document.published or BEGIN) - timedelta(days=chance.randrange(3))
    dated = chance.random() < 0.95
    words = " ".join(chance.choices(WORDS, k=14))
    carried = "conveyed a message" if chance.random() < 0.02 else "said"
    quote = f"{giver} and {taker}: {words}. So the {chance.choice(WORDS)} {carried}."
    modality = chance.choice(MODALITIES)
    polarity: Polarity = "cooperative" if TYPES[kind].polarity == "cooperative" else "conflictual"
    gives = modality in ("happened", "pledged", "offered") and polarity == "cooperative"
    return Claim(
        key, document.id, 1, quote, 0, len(quote), 0, len(quote), (giver,), None, None, (taker,), None,
        kind, modality, chance.random() < 0.05, "author", 0.9, day if dated else None, day if dated else None,
        chance.choice(ISSUES), polarity, (giver,) if gives else None, (taker,) if gives else None, "made",
    )  # fmt: skip


def dispute(codes: list[str]) -> Dispute:
    """Return the judgements: 600 events, twenty pledges, a history, and what the first four want."""
    first = codes[:4]
    return Dispute(
        "Many",
        BEGIN + timedelta(days=DAYS + 30),
        tuple(_actor(code, first) for code in codes),
        history=tuple(
            HistoryRow(BEGIN + timedelta(days=200 * n), (f"{first[n % 4]}.o{n // 4 % 3}",)) for n in range(12)
        ),
        now=tuple(f"{code}.o{n}" for code in first for n in range(3)),
        pledges=tuple(
            Pledge(
                f"p{n}", (codes[n % 4],), (codes[(n + 1) % 4],), "keep it", date(2011, 1, 1), outside="missiles",
                issues=("sanctions", "trade"), theme=("weapons", "borders")[n % 2], because=(f"e{n}",),
                scores=tuple(Score(date(2012 + m, 1, 1), (n + m) % 4, "ann") for m in range(5)),
            )
            for n in range(20)
        ),
        ledger=LedgerSettings(
            date(2011, 1, 1),
            (("sanctions", "trade"), ("nuclear_tests", "aid")),
            {f"e{n}": EventJudgement(2.0, 0.5, 0.1) for n in range(200)},
            OutsideSettings((), {f"e{n}": OutsideJudgement((codes[n % 4],), (), 1, -0.5) for n in range(200)}),
            StandingSettings((), {f"e{n}": StandingJudgement((codes[n % 4],), ("visit",)) for n in range(200)}),
        ),
        turning_points=tuple(
            TurningPoint(date(2011 + n, 3, 8), "procedural", "abrupt", "de-escalatory", between=tuple(first[:2]))
            for n in range(8)
        ),
        initiatives=tuple(
            Initiative(f"i{n}", (first[0],), (first[1],), "stops", because=tuple(f"e{n * 9 + m}" for m in range(9)))
            for n in range(8)
        ),
    )  # fmt: skip


def _actor(code: str, first: list[str]) -> Actor:
    if code not in first:
        return Actor(code, code)
    options = tuple(Option(f"{code}.o{n}", code, f"o{n}", f"Option {n}") for n in range(3))
    wishes = [
        Wish("want", (Statement(name, Expression("option", name=name)),))
        for other in first for name in (f"{other}.o0", f"{other}.o1") if other != code
    ]  # fmt: skip
    return Actor(code, code, options=options, prefers=tuple(wishes))
