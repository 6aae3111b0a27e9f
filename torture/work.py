"""The work that is killed: each piece goes on from whatever an earlier, killed attempt left."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gdelt_rows import write_gdelt

from detente.case import Case
from detente.record import database
from detente.record.store import Record
from detente.record.tables import claim_row, document_row, party_rows

OLD_CLAIMS = 3_000
ROWS = 20_000


@dataclass(frozen=True)
class Work:
    """A piece of work in a case folder.

    ``prepare`` makes the folder it starts from, given a finished case. ``do`` is what a process of its own
    does and is killed at; it calls its second argument with a short text whenever something must not be lost
    from then on.
    """

    name: str
    prepare: Callable[[Path, Path], None]
    do: Callable[[Path, Callable[[str], None]], None]


def _articles_only(finished: Path, folder: Path) -> None:
    folder.mkdir()
    shutil.copytree(finished / "articles", folder / "articles")
    for name in ("case.yaml", "chronology.jsonl"):
        shutil.copy(finished / name, folder / name)
    # The case file cites imported rows; without it the articles are read with the built-in names.
    (folder / "case.yaml").unlink()


def _everything(finished: Path, folder: Path) -> None:
    shutil.copytree(finished, folder)


def _undecided(finished: Path, folder: Path) -> None:
    shutil.copytree(finished, folder, ignore=shutil.ignore_patterns("reviews.jsonl"))


def _event_rows(finished: Path, folder: Path) -> None:
    folder.mkdir()
    rows = finished / "rows.csv"
    if not rows.exists():
        write_gdelt(rows, ROWS)
    shutil.copy(rows, folder / "rows.csv")


def _old_record(finished: Path, folder: Path) -> None:
    """Make a record of the first shape with some claims, as an early version of the program left it."""
    folder.mkdir()
    connection = sqlite3.connect(folder / "record.sqlite")
    connection.executescript(database.migrations()[0])
    columns = {
        table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        for table in ("documents", "claims", "claim_parties")
    }

    def insert(table: str, rows: list[dict[str, object]]) -> None:
        names = [name for name in columns[table] if rows and name in rows[0]]
        marks = ", ".join(f":{name}" for name in names)
        connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)

    with Record.open(finished / "record.sqlite") as record:
        for document in record.documents():
            insert("documents", [document_row(document, "1")])
            claims = list(record.claims(document=document.id))
            insert("claims", [claim_row(claim) for claim in claims])
            insert("claim_parties", [row for claim in claims for row in party_rows(claim)])
    # More of the same, so that the work lasts long enough to be killed at it.
    last = connection.execute("SELECT max(number) FROM claims").fetchone()[0]
    rest = ", ".join(name for name in columns["claims"] if name not in ("number", "id"))
    copied = f"INSERT INTO claims (id, {rest}) SELECT id || ?, {rest} FROM claims WHERE number <= {last}"
    for copy in range(1, OLD_CLAIMS // last + 1):
        connection.execute(copied, (f"-{copy}",))
    connection.execute(f"PRAGMA application_id = {database.APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()


def _read(folder: Path, confirm: Callable[[str], None]) -> None:
    Case(folder).read()


def _import(folder: Path, confirm: Callable[[str], None]) -> None:
    case = Case(folder)
    case.import_chronology(folder / "chronology.jsonl")
    confirm("chronology.jsonl")
    case.events()


def _import_events(folder: Path, confirm: Callable[[str], None]) -> None:
    Case(folder).import_events([folder / "rows.csv"], "gdelt")
    confirm("rows.csv")


def _review(folder: Path, confirm: Callable[[str], None]) -> None:
    """Decide on everything, changing one's mind every now and then."""
    with Case(folder).reviewing("torture") as session:
        while session.next_open():
            confirm(session.decide("accept").id)
            if session.progress().decided % 5 == 0:
                confirm(session.undo().id)
                confirm(session.redo().id)


def _migrate(folder: Path, confirm: Callable[[str], None]) -> None:
    Record.open(folder / "record.sqlite").close()


def _pack(folder: Path, confirm: Callable[[str], None]) -> None:
    Case(folder).pack(folder / "case.zip", force=True)


WORKS = (
    Work("read", _articles_only, _read),
    Work("import", _articles_only, _import),
    Work("import events", _event_rows, _import_events),
    Work("review", _undecided, _review),
    Work("migrate", _old_record, _migrate),
    Work("pack", _everything, _pack),
)
