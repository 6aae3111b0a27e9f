"""How fast events are made, and made anew after a document or a decision: 100,000 claims in 1,000 documents."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from bench_record import made

from detente.record.store import Record
from detente.record.types import Review

DOCUMENTS = 1000


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("record") / "record.sqlite"
    with Record.open(path) as record:
        for number in range(DOCUMENTS):
            record.add_document(*made(number))
    return path


@pytest.fixture
def record(path: Path) -> Iterator[Record]:
    with Record.open(path) as opened:
        opened.counts()
        yield opened


@pytest.mark.long
def test_all_anew(benchmark: Any, path: Path) -> None:
    def forget() -> None:
        with Record.open(path) as record, record._writing() as connection:
            for table in ("events", "grouped_documents", "grouped_claims", "gone_claims"):
                connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 - our own names
            connection.exec_driver_sql("UPDATE state SET grouped = NULL")

    def regroup() -> int:
        with Record.open(path) as record:
            return record.counts().events

    assert benchmark.pedantic(regroup, setup=forget, rounds=2) > 0


@pytest.mark.long
def test_after_one_more_document(benchmark: Any, record: Record) -> None:
    numbers = count(DOCUMENTS)
    record.grouping()
    benchmark.pedantic(
        record.grouping, setup=lambda: record.add_document(*made(next(numbers))) and None, rounds=3
    )


@pytest.mark.long
def test_after_one_more_decision(benchmark: Any, record: Record) -> None:
    claims = [claim.id for claim, _ in zip(record.claims(), range(20_000), strict=False)]
    log = [Review(c, "edit", "ana", "2020-01-01", changes={"issue": "trade"}) for c in claims[::100]]
    record.grouping(log)
    numbers = count(1)

    def decide() -> tuple[tuple[list[Review]], dict[str, Any]]:
        log.append(Review(claims[next(numbers) * 7], "reject", "ana", "2020-01-01"))
        return (log,), {}

    benchmark.pedantic(record.grouping, setup=decide, rounds=5)
