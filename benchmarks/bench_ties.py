"""How fast dealings are searched: 100,000 events among twenty actors in ten years."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import pytest

from detente.ledger.dealt import dealings
from detente.ledger.known import Known, told
from detente.ledger.moves import by_pair, moves
from detente.ledger.reciprocity import reciprocity
from detente.ledger.series import series
from detente.ledger.turning import turns
from detente.record.types import Claim, Event
from detente.vocabulary.actions import TYPES

EVENTS, ACTORS, DAYS = 100_000, 20, 3650
CODES = tuple(f"A{n:02d}" for n in range(ACTORS))
ISSUES = ("sanctions", "trade", "aid", None)
BEGIN = date(2010, 1, 1)


@pytest.fixture(scope="module")
def known() -> tuple[Known, ...]:
    chance = random.Random(1)  # noqa: S311 - not a secret
    kinds = [name for name, kind in TYPES.items() if kind.goldstein]
    found = []
    for n in range(EVENTS):
        actor, target = chance.sample(CODES, 2)
        day = BEGIN + timedelta(days=chance.randrange(DAYS))
        kind = chance.choice(kinds)
        parties = ((actor,), actor, None, (target,), target)
        act = (kind, "happened", False, "author", 0.9, day, day, chance.choice(ISSUES))
        words = f"{actor} and {target} on that day, number {n}"
        place = (f"d{n % 1000}", 1, words, 0, len(words), 0, len(words))
        claim = Claim(f"c{n}", *place, *parties, *act, None, None, None, "made")
        event = Event(f"e{n}", (claim.id,), (actor,), (target,), kind, None, day, day, words, 1)
        found.append(told(event, (claim,), 0, frozenset()))
    return tuple(found)


def test_all_dealings(benchmark: Any, known: tuple[Known, ...]) -> None:
    found = benchmark.pedantic(lambda: dealings(known), rounds=3)
    assert found.acts == EVENTS


def test_series(benchmark: Any, known: tuple[Known, ...]) -> None:
    rows = moves(known).rows
    assert benchmark.pedantic(lambda: len(series(rows, directed=True)), rounds=3) > 0


def test_reciprocity_of_a_pair(benchmark: Any, known: tuple[Known, ...]) -> None:
    pair, rows = next(iter(by_pair(moves(known).rows).items()))
    period = (BEGIN, BEGIN + timedelta(days=DAYS))
    found = benchmark(lambda: reciprocity(rows, [pair, pair[::-1]], first=period[0], last=period[1]))
    assert len(found) == 12


def test_turns_of_a_pair(benchmark: Any, known: tuple[Known, ...]) -> None:
    rows = next(iter(by_pair(moves(known).rows).values()))
    benchmark(lambda: turns(rows, BEGIN, BEGIN + timedelta(days=DAYS)))
