"""How fast a review step is: 100,000 claims of which 50,000 are decided, by two people, with undos among them."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bench_record import SENTENCES, made

from detente.record.reviewing import Reviewing
from detente.record.reviewlog import ReviewLog
from detente.record.reviews import now, seen_in
from detente.record.store import Record
from detente.record.types import Review

CLAIMS, DECIDED = 100_000, 50_000


def write_log(path: Path, record: Record) -> None:
    chance = random.Random(1)  # noqa: S311 - not a secret
    with path.open("w", encoding="utf-8") as file:
        for nth, claim in enumerate(record.claims()):
            if nth == DECIDED:
                return
            by, decision = chance.choice(("ana", "ben")), chance.choice(("accept", "reject"))
            seen = seen_in(claim) | ({"modality": "denied"} if nth % 100 == 0 else {})
            made = [Review(claim.id, decision, by, now(), quote=claim.quote, seen=seen)]  # type: ignore[arg-type]
            if nth % 50 == 0:
                made.append(Review(claim.id, "undo", by, now(), of=made[0].id))
                made.append(Review(claim.id, "undo", by, now(), of=made[1].id))
            file.writelines(json.dumps(entry.line()) + "\n" for entry in made)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Record, Path]]:
    folder = tmp_path_factory.mktemp("review")
    with Record.open(folder / "record.sqlite") as record:
        for number in range(CLAIMS // SENTENCES):
            record.add_document(*made(number))
        write_log(folder / "reviews.jsonl", record)
        record.counts()
        yield record, folder / "reviews.jsonl"


@pytest.fixture(scope="module")
def session(large: tuple[Record, Path]) -> Reviewing:
    opened = Reviewing(large[0], ReviewLog(large[1]), "ana")
    assert opened.progress().all == CLAIMS
    return opened


def test_opening_a_session(benchmark: Any, large: tuple[Record, Path]) -> None:
    def opened() -> int:
        return Reviewing(large[0], ReviewLog(large[1]), "ana").progress().decided

    assert benchmark.pedantic(opened, rounds=3) == DECIDED


def steps(session: Reviewing) -> dict[str, Callable[[], object]]:
    return {
        "next": lambda: (session.move(+1), session.item()),
        "previous": lambda: (session.move(-1), session.item()),
        "decide": lambda: (session.decide("accept"), session.item()),
        "undo": lambda: (session.undo(), session.item()),
        "undo and redo": lambda: (session.undo(), session.item(), session.redo(), session.item()),
        "search": lambda: (session.search("word7 word99"), session.item()),
        "candidates": lambda: session.alike(session.record.claim(session.here or "")),
        "next of all": lambda: (session.move(-CLAIMS), session.next_open(), session.item()),
    }


@pytest.mark.parametrize(
    "step", ["next", "previous", "decide", "undo", "undo and redo", "search", "candidates", "next of all"]
)
def test_a_step(benchmark: Any, session: Reviewing, step: str) -> None:
    benchmark.pedantic(steps(session)[step], rounds=30)
