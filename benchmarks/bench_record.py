"""How fast the record is written, read and grouped: 20,000 claims in 200 documents of 100 sentences; and searched."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from detente.record.filters import Filters
from detente.record.grouping import group
from detente.record.store import Record
from detente.record.types import Claim, Document, Review, claim_id, content_hash
from detente.vocabulary.actions import TYPES

DOCUMENTS, SENTENCES = 200, 100
CODES = ("AAA", "BBB", "CCC", "DDD")
KINDS = tuple(TYPES)[:16]


def made(number: int) -> tuple[Document, list[Claim]]:
    chance = random.Random(number)  # noqa: S311 - not a secret
    sentences = [
        f"Report {number}, line {n}: " + " ".join(f"word{chance.randrange(999)}" for _ in range(20))
        for n in range(SENTENCES)
    ]
    text = "\n".join(sentences)
    published = date(2015, 1, 1) + timedelta(days=number)
    document = Document(content_hash(text.encode()), text, f"{number}.txt", published=published)
    claims, start = [], 0
    for n, sentence in enumerate(sentences):
        end = start + len(sentence)
        day = published - timedelta(days=n % 9) if n % 3 else None
        actor, target = chance.sample(CODES, 2)
        place = (document.id, n + 1, sentence, start, end, start, end)
        parties = ((actor,), actor, None, (target,), target)
        act = (KINDS[n % 16], "happened", False, "author", 0.9, day, day, ("sanctions", "trade", None)[n % 3])
        claims.append(
            Claim(claim_id(document.id, start, end), *place, *parties, *act, None, None, None, "made")
        )
        start = end + 1
    return document, claims


@pytest.fixture(scope="module")
def everything() -> list[tuple[Document, list[Claim]]]:
    return [made(number) for number in range(DOCUMENTS)]


@pytest.fixture
def record(tmp_path: Path, everything: list[tuple[Document, list[Claim]]]) -> Iterator[Record]:
    with Record.open(tmp_path / "record.sqlite") as opened:
        for document, claims in everything:
            opened.add_document(document, claims)
        yield opened


def test_writing(benchmark: Any, tmp_path: Path, everything: list[tuple[Document, list[Claim]]]) -> None:
    numbers = iter(range(1000))

    def write() -> int:
        with Record.open(tmp_path / f"{next(numbers)}.sqlite") as opened:
            for document, claims in everything:
                opened.add_document(document, claims)
            return len(opened.claim_ids())

    assert benchmark.pedantic(write, rounds=3) == DOCUMENTS * SENTENCES


def test_listing(benchmark: Any, record: Record) -> None:
    assert benchmark(lambda: sum(1 for _ in record.claims())) == DOCUMENTS * SENTENCES


def test_one_claim_in_its_paragraph(benchmark: Any, record: Record) -> None:
    claim = next(record.claims())
    assert benchmark(lambda: record.context(claim.id).claim) == claim


def test_grouping(benchmark: Any, everything: list[tuple[Document, list[Claim]]]) -> None:
    documents = [document for document, _ in everything]
    claims = [claim for _, found in everything for claim in found]
    assert benchmark.pedantic(lambda: len(group(claims, documents).events), rounds=3) > 0


# Finding: 100,000 claims in 1,000 documents, 3,000 of them reviewed and a third of those edited.

QUESTIONS = {
    "everything": "",
    "type": "type=AID",
    "actor": "actor=AAA",
    "actor and type": "actor=AAA&type=THREATEN",
    "either side": "party=AAA&party=BBB",
    "month": "since=2016-03&until=2016-03",
    "rare words": "text=word17 word18",
    "a word everywhere": "text=report",
    "beginning": "text=word17*",
    "word and actor": "text=word17&actor=AAA",
    "speaker": "says=nobody",
    "issue": "issue=trade",
    "undecided": "decision=open",
}


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    with Record.open(tmp_path_factory.mktemp("large") / "record.sqlite") as opened:
        for number in range(1000):
            opened.add_document(*made(number))
        yield opened


@pytest.fixture(scope="module")
def decisions(large: Record) -> dict[str, Review]:
    some = sorted(large.claim_ids())[:3000]
    edit, accept = ("edit", {"type": "THREATEN"}), ("accept", {})
    chosen = [(claim, edit if n % 3 == 0 else accept) for n, claim in enumerate(some)]
    return {
        claim: Review(claim, decision, "bench", "2020-01-01", changes)  # type: ignore[arg-type]
        for claim, (decision, changes) in chosen
    }


@pytest.mark.long
@pytest.mark.parametrize("name", QUESTIONS)
def test_first_page_of_what_was_read(benchmark: Any, large: Record, name: str) -> None:
    filters = Filters.from_query(QUESTIONS[name])
    benchmark.pedantic(lambda: list(large.search(filters, limit=50)), rounds=5)


@pytest.mark.long
@pytest.mark.parametrize("name", QUESTIONS)
def test_first_page_after_review(
    benchmark: Any, large: Record, decisions: dict[str, Review], name: str
) -> None:
    filters = Filters.from_query(QUESTIONS[name])
    benchmark.pedantic(lambda: list(large.search(filters, decisions, limit=50)), rounds=5)


@pytest.mark.long
@pytest.mark.parametrize("name", ["everything", "type", "actor"])
def test_facets(benchmark: Any, large: Record, decisions: dict[str, Review], name: str) -> None:
    filters = Filters.from_query(QUESTIONS[name])
    benchmark.pedantic(lambda: large.facets(filters, decisions).total, rounds=3)
