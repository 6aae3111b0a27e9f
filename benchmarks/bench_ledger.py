"""How fast the ledger is kept: 100,000 events of four actors, or of two hundred, in one claim each."""

from __future__ import annotations

import random
from datetime import date, timedelta
from time import process_time
from typing import Any

import kept
import pytest

from detente.dispute.types import (
    Actor,
    Dispute,
    LedgerSettings,
    OutsideJudgement,
    OutsideSettings,
    Pledge,
    Score,
    StandingJudgement,
    StandingSettings,
)
from detente.ledger.compare import compare
from detente.ledger.keep import keep
from detente.record.types import Claim, Document, Event, Review
from detente.vocabulary.actions import TYPES

EVENTS = 100_000
KINDS = tuple(TYPES)[:16]
ISSUES = ("sanctions", "trade", "exercises", "aid", "nuclear_tests", None)
ROWS = Document("rows", "", "rows.jsonl", origin="chronology")


def made(actors: int) -> tuple[list[Event], list[Claim], dict[str, Review]]:
    chance = random.Random(actors)  # noqa: S311 - not a secret
    codes = [f"A{n:03}" for n in range(actors)]
    events, claims, decisions = [], [], {}
    for n in range(EVENTS):
        giver, taker = chance.sample(codes, 2)
        day = date(2000, 1, 1) + timedelta(days=chance.randrange(7000))
        issue, kind = chance.choice(ISSUES), chance.choice(KINDS)
        gives = ((giver,), (taker,)) if n % 3 == 0 else (None, None)
        act = (kind, chance.choice(("happened", "ongoing", "pledged")), False, "author", 0.9, day, day, issue)
        place = (f"c{n}", "rows", n, "It is said.", 0, 11, 0, 11)
        claims.append(
            Claim(*place, (giver,), None, None, (taker,), None, *act, "cooperative", *gives, "made")
        )
        events.append(Event(f"e{n}", (f"c{n}",), (giver,), (taker,), kind, issue, day, day, f"Event {n}", 1))
        if n % 4 == 0:
            decisions[f"c{n}"] = Review(f"c{n}", "accept", "ann", "2020-01-01")
    return events, claims, decisions


def case(actors: int) -> Dispute:
    codes = [f"A{n:03}" for n in range(actors)]
    return Dispute(
        "Many",
        date(2019, 12, 31),
        tuple(Actor(code, code) for code in codes),
        pledges=tuple(
            Pledge(f"p{n}", (codes[n % 4],), (codes[(n + 1) % 4],), "keep it", date(2005, 1, 1),
                   scores=(Score(date(2010 + n, 1, 1), n % 4, "ann"),), because=(f"e{n}",), outside="missiles")
            for n in range(8)
        ),
        ledger=LedgerSettings(
            date(2001, 1, 1),
            (("sanctions", "trade"), ("nuclear_tests", "aid")),
            outside=OutsideSettings((), {f"e{n}": OutsideJudgement((codes[n % 4],), (), 1.0, -0.5) for n in range(200)}),
            standing=StandingSettings((), {f"e{n}": StandingJudgement((codes[n % 4],), ("visit",)) for n in range(200)}),
        ),
    )  # fmt: skip


@pytest.mark.benchmark(timer=process_time)
def test_the_whole_ledger_of_a_demanding_case(benchmark: Any) -> None:
    made = kept.case(EVENTS)
    parts = (made.events, made.claims, made.decisions, made.documents, made.dispute)
    ledger = benchmark.pedantic(keep, parts, rounds=3, warmup_rounds=1)
    assert ledger.dealings.acts > EVENTS / 4


@pytest.mark.parametrize("actors", [4, 200])
def test_keeping_of_a_case(benchmark: Any, actors: int) -> None:
    events, claims, decisions = made(actors)
    ledger = benchmark(keep, events, claims, decisions, [ROWS], case(actors))
    assert ledger.claims > EVENTS / 2


def test_keeping_without_a_case(benchmark: Any) -> None:
    events, claims, decisions = made(200)
    ledger = benchmark(keep, events, claims, decisions, [ROWS])
    assert len(ledger.ahead) > 1000


def test_comparing(benchmark: Any) -> None:
    events, claims, decisions = made(4)
    days = [keep(events, claims, decisions, [ROWS], case(4), as_of=date(year, 1, 1)) for year in (2010, 2015)]
    assert benchmark(compare, *days).concessions
