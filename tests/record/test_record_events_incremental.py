from __future__ import annotations

import random
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_makers import claim, document

from detente.record import events as eventbook
from detente.record.grouping import Grouping, founding_event, group
from detente.record.importing.types import Imported
from detente.record.reviews import apply
from detente.record.store import Record
from detente.record.types import Claim, Document, Event, Review

DAY = date(2020, 5, 1)
LONG = "The ministry of Aland said that all the lorries of Beland would wait at the border till autumn comes."
WORDS = (LONG, LONG.replace("all the", "most"), "Short words.", "Other words of trade and more.", "x")


def some_claims(chance: random.Random, doc: Document, most: int) -> list[Claim]:
    """Claims on the one sentence of a document, of few enough kinds that many belong together."""
    made = []
    for nth in range(chance.randint(1, most)):
        first = None if chance.random() < 0.3 else DAY + timedelta(chance.randint(0, 4))
        last = first and first + timedelta(chance.choice([0, 0, 0, 2, 40]))
        more: dict[str, Any] = {
            "actor": chance.choice([("AAA",), ("BBB",), ("AAA", "BBB"), ()]),
            "target": chance.choice([("AAA",), ("BBB",), ()]),
            "type": chance.choice(["AGREE", "CONCEDE", "CONSULT", "SANCTION", "STATEMENT"]),
            "modality": chance.choice(["happened", "denied", "offered"]),
            "attribution": chance.choice(["author", "Ana", "Ben"]),
            "issue": chance.choice([None, "trade", "water"]),
            "polarity": chance.choice(["cooperative", "conflictual"]),
            "date_from": first,
            "date_to": last,
        }
        made.append(claim(doc, nth=nth, **more))
    return made


class Twin:
    """A record, and what it holds in plain lists, from which everything is grouped from scratch."""

    def __init__(self, record: Record, chance: random.Random) -> None:
        self.record, self.chance = record, chance
        self.held: dict[str, tuple[Document, list[Claim]]] = {}
        self.rows: dict[str, list[Event]] = {}
        self.before = Grouping(())
        self.number = 0

    def add(self) -> None:
        self.number += 1
        words = self.chance.choice(WORDS) + " " * self.number
        doc = document(
            words, self.chance.choice([None, DAY, DAY + timedelta(3)]), outlet=f"Outlet {self.number % 3}"
        )
        claims = some_claims(self.chance, doc, 4)
        self.record.add_document(doc, claims, reader="1")
        self.held[doc.id] = doc, claims

    def read_again(self) -> None:
        articles = [id_ for id_ in self.held if id_ not in self.rows]
        if articles:
            doc, old = self.held[self.chance.choice(articles)]
            self.number += 1
            claims = [
                replace(c, id=o.id)
                for o, c in zip(old, some_claims(self.chance, doc, len(old)), strict=False)
            ]
            self.record.add_document(doc, claims, reader=str(self.number))
            self.held[doc.id] = doc, claims

    def import_rows(self) -> None:
        self.number += 1
        doc = document("A row." + " " * self.number, DAY, origin="chronology", name=f"rows-{self.number}")
        claims = some_claims(self.chance, doc, 3)
        rows = [founding_event(f"r{self.number}-{n}", c, "A row.", None) for n, c in enumerate(claims)]
        self.record.add_import(Imported(doc, tuple(claims), tuple(rows)))
        self.held[doc.id], self.rows[doc.id] = (doc, claims), rows

    def take_out(self) -> None:
        if self.held:
            id_ = self.chance.choice(sorted(self.held))
            self.record.remove_document(id_)
            del self.held[id_]
            self.rows.pop(id_, None)

    def claims(self) -> list[Claim]:
        return [c for _, claims in self.held.values() for c in claims]

    def from_scratch(self) -> Grouping:
        return group(
            self.claims(),
            [doc for doc, _ in self.held.values()],
            rows=[row for rows in self.rows.values() for row in rows],
            known=self.before.events,
            aliases=self.before.aliases,
        )


@settings(max_examples=10)
@given(
    st.integers(0, 10**9),
    st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=6), min_size=1, max_size=5),
)
@pytest.mark.timeout(120)
def test_what_is_made_anew_is_what_grouping_everything_makes(seed: int, rounds: list[list[int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder, "record.sqlite")) as record:
        twin = Twin(record, random.Random(seed))  # noqa: S311 - not a secret
        acts = (twin.add, twin.add, twin.add, twin.read_again, twin.import_rows, twin.take_out)
        for nth, some in enumerate(rounds):
            for act in some:
                acts[act]()
            scratch = twin.from_scratch()
            if nth % 2:
                assert record.grouping() == scratch
            assert tuple(record.events()) == scratch.events
            assert record.aliases() == scratch.aliases
            assert record.grouping() == scratch
            twin.before = scratch


def decisions(chance: random.Random, claims: list[Claim], count: int) -> list[Review]:
    made = []
    for n in range(count if claims else 0):
        at = f"2021-01-01T00:{n:02}:00+00:00"
        one = chance.choice(claims).id
        others = tuple(sorted({c.id for c in chance.choices(claims, k=2)} - {one}))
        what = chance.choice(["edit", "edit", "reject", "accept", "join", "split", "withdraw"])
        if what in ("join", "split") and others:
            made.append(Review(one, what, "ana", at, others=others))  # type: ignore[arg-type]
        elif what == "edit":
            changes = chance.choice(
                [{"issue": "water"}, {"type": "SANCTION"}, {"actor": ["BBB"]}, {"type": "STATEMENT"}]
            )
            made.append(Review(one, "edit", "ana", at, changes=changes))
        elif what not in ("join", "split"):
            made.append(Review(one, what, "ana", at))  # type: ignore[arg-type]
    return made


@settings(max_examples=10)
@given(st.integers(0, 10**9), st.lists(st.integers(0, 5), min_size=2, max_size=12))
@pytest.mark.timeout(120)
def test_decisions_change_what_grouping_everything_with_them_changes(seed: int, some: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder, "record.sqlite")) as record:
        chance = random.Random(seed)  # noqa: S311 - not a secret
        twin = Twin(record, chance)
        acts = (twin.add, twin.add, twin.add, twin.add, twin.import_rows, twin.take_out)
        for act in some:
            acts[act]()
        log = decisions(chance, twin.claims(), 8)
        as_read = record.grouping()
        for count in (len(log) // 2, len(log), 0, len(log)):
            with record._reading() as connection:  # the slow twin
                slow = eventbook.grouped(connection, log[:count])
            assert record.grouping(log[:count]) == slow
        assert record.grouping() == as_read
        kept = {row.claim.id for row in apply(twin.claims(), log) if not row.rejected}
        held = [c for event in record.grouping(log).events for c in event.claims]
        assert len(held) == len(set(held))
        assert set(held) <= kept


def test_a_book_in_memory_does_not_miss_what_another_program_wrote(tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311 - not a secret
    with Record.open(tmp_path / "record.sqlite") as one, Record.open(tmp_path / "record.sqlite") as other:
        mine = Twin(one, chance)
        mine.add()
        assert one.grouping().events == tuple(one.events())
        theirs = Twin(other, chance)
        theirs.number = 50
        theirs.add()
        assert list(other.events())
        mine.add()
        assert one.grouping().events == tuple(one.events()) == tuple(other.events())


def test_a_record_made_by_older_rules_is_grouped_anew(tmp_path: Path) -> None:
    with Record.open(tmp_path / "record.sqlite") as record:
        twin = Twin(record, random.Random(2))  # noqa: S311 - not a secret
        for _ in range(6):
            twin.add()
        before = tuple(record.events())
        with record._writing() as connection:
            connection.exec_driver_sql("UPDATE state SET grouped = '0:6'")
        assert tuple(record.events()) == before
