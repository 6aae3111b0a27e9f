from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from record_makers import any_document_with_claims, claim, document, many, older, one_claim
from sqlalchemy import inspect

from detente import whole
from detente.errors import StoreError
from detente.record import database
from detente.record.importing.types import BadRow
from detente.record.order import place_of, publication_days
from detente.record.store import Counts, Record
from detente.record.tables import METADATA
from detente.record.types import Claim, Document

AsNobody = Callable[[str], subprocess.CompletedProcess[str]]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(tmp_path / "record.sqlite") as opened:
        yield opened


def code_of(error: pytest.ExceptionInfo[StoreError]) -> str:
    return error.value.faults[0].code


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_document_with_claims())
def test_what_goes_in_comes_out(record: Record, made: tuple[Document, list[Claim]]) -> None:
    doc, claims = made
    if record.has_document(doc.id):  # Hypothesis shows an example again
        record.remove_document(doc.id)
    assert record.add_document(doc, claims, reader="1") == "added"
    assert record.document(doc.id) == doc
    published = publication_days([doc])
    assert list(record.claims(document=doc.id)) == sorted(claims, key=lambda c: place_of(c, published))
    for made_claim in claims:
        assert record.claim(made_claim.id) == made_claim


def test_reading_twice_adds_nothing(record: Record) -> None:
    doc, claims = many(1, 20)
    assert record.add_document(doc, claims, reader="1") == "added"
    assert record.add_document(doc, claims, reader="1") == "unchanged"
    assert record.counts().claims == 20
    assert record.has_document(doc.id)
    assert record.has_document(doc.id, reader="1")
    assert not record.has_document(doc.id, reader="2")
    assert not record.has_document("nothing")


def test_another_reader_replaces_the_claims_of_a_document(record: Record) -> None:
    doc, claims = many(1, 20)
    other = many(2, 3)
    record.add_document(doc, claims, reader="1")
    record.add_document(*other, reader="1")
    better = [replace(c, type="AID") for c in claims[:5]]
    assert record.add_document(doc, better, reader="2") == "replaced"
    assert list(record.claims(document=doc.id)) == better
    assert record.counts().claims == 8
    assert len(list(record.claims(actor="AAA"))) == len([c for c in better + other[1] if "AAA" in c.actor])


def test_claims_come_in_one_order_whatever_order_they_went_in(tmp_path: Path) -> None:
    made = [many(n, 4) for n in range(5)] + [(document("No day.", None), [])]
    undated = document("Nobody knows when.", None)
    made.append((undated, [claim(undated)]))
    listed = []
    for nth, order in enumerate((made, made[::-1])):
        with Record.open(tmp_path / f"{nth}.sqlite") as record:
            for doc, claims in order:
                record.add_document(doc, claims[::-1])
            listed.append((list(record.claims()), list(record.documents()), list(record.events())))
    assert listed[0] == listed[1]
    claims, documents, _ = listed[0]
    published = publication_days(documents)
    assert claims == sorted(claims, key=lambda c: place_of(c, published))
    assert claims[-1].document == undated.id
    assert [d.published for d in documents[-2:]] == [None, None]


def test_claims_are_found_by_party_type_and_days(record: Record) -> None:
    doc = document("One. Two. Three. Four.")
    quotes = ["One.", "Two.", "Three.", "Four."]
    one, two, three, four = (claim(doc, q) for q in quotes)
    one = replace(one, actor=("USA", "KOR"), target=("PRK",))
    two = replace(two, actor=("PRK",), target=("USA",), type="THREATEN")
    three = replace(three, date_from=date(2019, 2, 27), date_to=date(2019, 2, 28))
    four = replace(four, date_from=date(2019, 3, 1), date_to=date(2019, 3, 1))
    record.add_document(doc, [one, two, three, four])
    assert list(record.claims(actor="KOR")) == [one]
    assert list(record.claims(target="USA")) == [two]
    assert list(record.claims(actor="USA", target="PRK")) == [one]
    assert list(record.claims(type="THREATEN")) == [two]
    assert list(record.claims(since=date(2019, 2, 28))) == [three, four]
    assert list(record.claims(until=date(2019, 2, 27))) == [three]
    assert list(record.claims(since=date(2019, 2, 28), until=date(2019, 2, 28))) == [three]
    assert list(record.claims(document="other")) == []


def test_documents_can_be_listed_without_their_texts(record: Record) -> None:
    doc, claims = many(3, 2)
    record.add_document(doc, claims)
    assert list(record.documents(text=False)) == [replace(doc, text="")]


def test_unknown_ids_are_told(record: Record) -> None:
    for look_up in (record.document, record.claim, record.event, record.context, record.remove_document):
        with pytest.raises(StoreError) as error:
            look_up("c-000000000000")
        assert code_of(error) == "D408"


def test_a_document_can_be_taken_out(record: Record) -> None:
    doc, claims = many(1, 6)
    record.add_document(doc, claims)
    assert len(list(record.events())) > 0
    record.remove_document(doc.id)
    assert record.counts() == Counts(0, 0, 0, 0, 0)


def test_claims_that_do_not_fit_their_document_are_refused_all_at_once(record: Record) -> None:
    doc, good = one_claim("Aland sanctions Beland.")
    wrong = [
        replace(good, id="c-1", document="other"),
        replace(good, id="c-2", quote="Something else."),
        replace(good, id="c-3", end=1000),
        replace(good, id="c-4", clause_end=1000),
        replace(good, id="c-5", certainty=2.0),
        replace(good, id="c-6", date_from=date(2020, 1, 2), date_to=date(2020, 1, 1)),
        replace(good, id="c-7", date_from=date(2020, 1, 2)),
        replace(good, id="c-8", modality="dreamt"),  # type: ignore[arg-type]
        replace(good, id="c-9", type="NAP"),
        replace(good, id="c-a", attribution="\ud800"),
        replace(good, id="c-b", sentence=0),
        good,
        good,
    ]
    with pytest.raises(StoreError) as error:
        record.add_document(doc, wrong)
    text = str(error.value)
    assert {fault.code for fault in error.value.faults} == {"D409"}
    assert all(c.id in text for c in wrong)
    assert not record.has_document(doc.id)


def test_a_flood_of_wrong_claims_is_cut_short(record: Record) -> None:
    doc, claims = many(1, 200)
    with pytest.raises(StoreError) as error:
        record.add_document(doc, [replace(c, certainty=7) for c in claims])
    assert len(error.value.faults) == 21


def test_a_document_that_is_no_text_is_refused(record: Record) -> None:
    with pytest.raises(StoreError) as error:
        record.add_document(Document("ab", "half \ud83d", "x"), [])
    assert code_of(error) == "D409"


def test_a_claim_id_of_another_document_is_refused_and_nothing_is_written(record: Record) -> None:
    one, other = one_claim("Aland sanctions Beland."), one_claim("Aland visits Beland.")
    record.add_document(one[0], [one[1]])
    with pytest.raises(StoreError) as error:
        record.add_document(other[0], [replace(other[1], id=one[1].id)])
    assert code_of(error) == "D410"
    assert not record.has_document(other[0].id)


@pytest.mark.parametrize(
    ("text", "quote", "paragraph"),
    [
        ("One here.\nTwo here. Three.\nFour.", "Two here.", "Two here. Three."),
        ("One\nhere.\n\nTwo\nhere. Three.\n\nFour.", "Two\nhere.", "Two\nhere. Three."),
        ("Only this.", "Only this.", "Only this."),
        ("😀 م\n\nسلام 😀 end.\n\n", "سلام 😀 end.", "سلام 😀 end."),
        ("x" * 5000 + "Here." + "y" * 5000, "Here.", "x" * 2000 + "Here." + "y" * 2000),
    ],
)
def test_a_claim_is_shown_in_its_paragraph(record: Record, text: str, quote: str, paragraph: str) -> None:
    doc = document(text)
    made = claim(doc, quote)
    record.add_document(doc, [made])
    context = record.context(made.id)
    assert (context.text, context.document, context.claim) == (paragraph, doc, made)
    assert doc.text[context.start : context.end] == paragraph
    assert context.start <= made.start <= made.end <= context.end


# Opening


def test_the_tables_are_those_the_migrations_make(record: Record) -> None:
    made = inspect(record._engine)
    names = [name for name in made.get_table_names() if "_text" not in name]  # the full-text indices
    tables = {name: {c["name"] for c in made.get_columns(name)} for name in names}
    assert tables == {name: set(table.columns.keys()) for name, table in METADATA.tables.items()}


def test_any_sqlite_tool_reads_the_record(tmp_path: Path) -> None:
    doc, claims = many(1, 3)
    with Record.open(tmp_path / "record.sqlite") as record:
        record.add_document(doc, claims)
    with sqlite3.connect(tmp_path / "record.sqlite") as plain:
        rows = plain.execute(
            "SELECT c.quote_start, c.type, d.name FROM claims c JOIN documents d ON d.id = c.document"
        ).fetchall()
        assert len(rows) == 3
        assert plain.execute("PRAGMA foreign_key_check").fetchall() == []
        assert plain.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    plain.close()
    assert [f.name for f in tmp_path.iterdir()] == ["record.sqlite"]


@pytest.mark.parametrize("content", [b"this is no database at all, but has words", b"x" * 5000])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "record.sqlite"
    path.write_bytes(content)
    for read_only in (False, True):
        with pytest.raises(StoreError) as error:
            Record.open(path, read_only=read_only)
        assert code_of(error) == "D401"
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TABLE bookmarks (url)")
    plain.close()
    with pytest.raises(StoreError) as error:
        Record.open(path)
    assert code_of(error) == "D401"


def test_an_empty_file_becomes_a_record(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    path.touch()
    with Record.open(path) as record:
        assert record.counts().documents == 0


def test_a_newer_record_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    Record.open(path).close()
    with sqlite3.connect(path) as plain:
        plain.execute("PRAGMA user_version = 99")
    plain.close()
    for read_only in (False, True):
        with pytest.raises(StoreError) as error:
            Record.open(path, read_only=read_only)
        assert code_of(error) == "D403"


def test_an_older_record_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "record.sqlite"
    doc, claims = many(1, 3)
    with Record.open(path) as record:
        record.add_document(doc, claims)
    more = "-- more; to come\nCREATE TABLE more (a TEXT);\nINSERT INTO more VALUES ('x;y')"
    newer = (*database.migrations(), more)
    monkeypatch.setattr(database, "migrations", lambda: newer)
    with pytest.raises(StoreError) as error:
        Record.open(path, read_only=True)
    assert code_of(error) == "D404"
    with Record.open(path) as record:
        assert list(record.claims()) == claims
        assert "more" in inspect(record._engine).get_table_names()
    kept = database.backup_of(path, len(newer) - 1)
    monkeypatch.setattr(database, "migrations", lambda: newer[:-1])
    with Record.open(kept) as record:
        assert list(record.claims()) == claims


def test_a_record_that_does_not_know_how_titles_were_found_reads_on(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    doc, claims = many(1, 3)
    doc = replace(doc, published_how="dateline", title_how="first line", author_how="byline")
    older(path, 3, [(doc, claims)], reader="1")
    with Record.open(path) as record:
        (read,) = record.documents()
        assert (read.found, read.text) == ({"date": "dateline"}, doc.text)
        assert list(record.claims()) == claims
        assert record.add_document(doc, claims, reader="2") == "replaced"
        assert record.document(doc.id).found == {
            "title": "first line",
            "author": "byline",
            "date": "dateline",
        }
    with Record.open(path, read_only=True) as record:
        assert record.document(doc.id) == doc
    plain = sqlite3.connect(database.backup_of(path, 3))
    assert "title_how" not in {name for _, name, *_ in plain.execute("PRAGMA table_info(documents)")}
    plain.close()


def test_without_room_for_a_backup_a_record_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "record.sqlite"
    Record.open(path).close()
    before = path.read_bytes()
    good = database.migrations()
    monkeypatch.setattr(database, "migrations", lambda: (*good, "CREATE TABLE more (a);"))

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(whole.tempfile, "mkstemp", full)
    with pytest.raises(StoreError, match="D411"):
        Record.open(path)
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["record.sqlite"]


def test_a_failed_migration_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "record.sqlite"
    Record.open(path).close()
    good = database.migrations()
    monkeypatch.setattr(database, "migrations", lambda: (*good, "CREATE TABLE more (a);\nCREATE NONSENSE;"))
    with pytest.raises(StoreError):
        Record.open(path)
    monkeypatch.setattr(database, "migrations", lambda: good)
    with Record.open(path) as record:
        assert "more" not in inspect(record._engine).get_table_names()


def test_a_missing_folder_a_folder_and_a_missing_file_are_told(tmp_path: Path) -> None:
    for path, read_only in ((tmp_path / "no" / "r.sqlite", False), (tmp_path, False), (tmp_path / "r", True)):
        with pytest.raises(StoreError) as error:
            Record.open(path, read_only=read_only)
        assert code_of(error) == "D405"
    assert not list(tmp_path.iterdir())


def test_a_damaged_record_is_told(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    with Record.open(path) as record:
        for n in range(20):
            record.add_document(*many(n, 50))
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xa5" * (len(content) - 8192)
    path.write_bytes(content)
    with pytest.raises(StoreError) as error, Record.open(path) as record:
        list(record.claims())
    assert code_of(error) == "D402"


def test_a_record_somebody_else_writes_to_is_told(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    with Record.open(path, wait=0.05) as record:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as error:
            record.add_document(*many(1, 3))
        assert code_of(error) == "D406"
        assert list(record.claims()) == []
        other.execute("ROLLBACK")
        other.close()
        assert record.add_document(*many(1, 3)) == "added"


def test_a_read_only_record_is_never_written(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    doc, claims = many(1, 9)
    with Record.open(path) as record:
        record.add_document(doc, claims)
    before = path.read_bytes()
    with Record.open(path, read_only=True) as record:
        events = list(record.events())
        assert events
        assert record.event(events[0].id) == events[0]
        assert record.event("e-" + events[0].claims[-1][2:]) == events[0]
        assert record.counts().events == len(events)
        assert record.aliases() == {}
        with pytest.raises(StoreError) as error:
            record.add_document(*many(2, 3))
        assert code_of(error) == "D407"
    assert path.read_bytes() == before
    with Record.open(path) as record:
        assert list(record.events()) == events


def test_a_folder_that_may_not_be_written(tmp_path: Path, as_nobody: AsNobody) -> None:
    path = tmp_path / "case" / "record.sqlite"
    path.parent.mkdir()
    doc, claims = many(1, 5)
    with Record.open(path) as record:
        record.add_document(doc, claims)
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        done = as_nobody(
            f"""
from detente import whole
from detente.errors import StoreError
from detente.record.store import Record
with Record.open({str(path)!r}, read_only=True) as record:
    assert len(list(record.claims())) == 5 and len(list(record.events())) > 0
for at in ({str(path)!r}, {str(path.with_name("new.sqlite"))!r}):
    try:
        with Record.open(at) as record:
            record.remove_document({doc.id!r})
    except StoreError as error:
        print(error.faults[0].code)
"""
        )
    finally:
        path.parent.chmod(0o755)
    assert (done.stderr, done.returncode) == ("", 0)
    assert set(done.stdout.split()) <= {"D405", "D407"}
    assert len(done.stdout.split()) == 2


def test_a_record_somebody_holds_for_themselves_is_not_read_behind_their_back(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    Record.open(path).close()
    with sqlite3.connect(path) as plain:
        plain.execute("PRAGMA journal_mode = DELETE")
    plain.close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError) as error:
        Record.open(path, read_only=True, wait=0.05)
    assert code_of(error) == "D406"
    holder.close()


@pytest.mark.parametrize("name", ["a b?c#d%20.sqlite", "기록 سجل.sqlite", "-wal", "'; --.sqlite"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    with Record.open(tmp_path / name) as record:
        record.add_document(*many(1, 2))
    assert [f.name for f in tmp_path.iterdir()] == [name]
    with Record.open(str(tmp_path / name), read_only=True) as record:
        assert record.counts().claims == 2


def test_a_closed_record_says_so(tmp_path: Path) -> None:
    record = Record.open(tmp_path / "record.sqlite")
    record.close()
    record.close()
    with pytest.raises(StoreError) as error:
        list(record.claims())
    assert code_of(error) == "D405"


def test_one_may_write_while_one_reads(record: Record) -> None:
    for n in range(3):
        record.add_document(*many(n, 800))
    reading = record.claims()
    first = next(reading)
    record.add_document(*many(9, 5))
    assert len([first, *reading]) == 2400
    assert record.counts().claims == 2405


def test_bad_rows_are_listed(record: Record) -> None:
    assert list(record.bad_rows()) == []
    assert BadRow(3, "why", "text").fault("f.jsonl").render().startswith("f.jsonl:3: warning D304: why")
