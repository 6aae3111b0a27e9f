"""What must hold after a kill, whatever the moment."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

from detente.record import database
from detente.record.reviewlog import ReviewLog
from detente.record.reviews import latest
from detente.record.store import Record
from detente.record.types import content_hash


def contents(folder: Path) -> dict[str, Any]:
    """Return what a case holds, as far as people would miss it: claims, events, decisions, imported data."""
    found: dict[str, Any] = {}
    if (folder / "record.sqlite").exists():
        with Record.open(folder / "record.sqlite") as record:
            found["documents"] = {
                document.id: tuple(record.claims(document=document.id)) for document in record.documents()
            }
            found["events"] = tuple(record.events())
    # After how many changes of mind a claim was decided depends on the kills; whether it is does not.
    found["decisions"] = {
        claim: review.decision for claim, review in latest(ReviewLog(folder / "reviews.jsonl").read()).items()
    }
    found["imported"] = _imported(folder)
    return found


def after_a_kill(work: str, folder: Path, confirmed: list[str], finished: dict[str, Any]) -> list[str]:
    """Return what is wrong with a folder; ``finished`` is what :func:`contents` says of undisturbed work."""
    path = folder / "record.sqlite"
    wrong = []
    if path.exists():
        wrong += _raw(path)
        if work == "migrate":
            wrong += _old_or_new(path)
        with Record.open(path, wait=0) as record:
            for document in record.documents():
                claims = tuple(record.claims(document=document.id))
                if claims != finished["documents"].get(document.id):
                    wrong.append(f"{document.name} has {len(claims)} claims, not all or not its own")
            grouped = {claim for event in record.events() for claim in event.claims}
            if not grouped <= record.claim_ids():
                wrong.append("an event holds a claim that is not in the record")
    content = ReviewLog(folder / "reviews.jsonl").content()
    wrong += [fault.message for fault in content.warnings if fault.code != "D423"]
    if work == "review":
        entries = {review.id for review in content.reviews}
        wrong += [f"the decision {entry} is lost" for entry in confirmed if entry not in entries]
    imported = _imported(folder)
    if imported != finished["imported"] and (imported or (work == "import events" and confirmed)):
        wrong.append("imported events are half written, or lost")
    if work == "import" and confirmed and not (path.exists() and _count(path, "imported_rows")):
        wrong.append("an import that had been confirmed is lost")
    for zip_ in folder.glob("*.zip"):
        if zipfile.ZipFile(zip_).testzip():
            wrong.append(f"{zip_.name} is damaged")
    return wrong


def _imported(folder: Path) -> dict[str, str]:
    """Return the files of imported events with their SHA-256."""
    return {path.name: content_hash(path.read_bytes()) for path in folder.glob("events/*.parquet")}


def left_behind(folder: Path) -> list[str]:
    """Return what finished work must not leave: journals of the record."""
    return [p.name for p in folder.rglob("*") if p.name.endswith(("-wal", "-shm", "-journal"))]


def _raw(path: Path) -> list[str]:
    """Look at the file as any SQLite tool would: sound, and not locked by the dead."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            return [f"a lock was left behind: {error}"]
        found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        found += [f"{row[0]} refers to nothing" for row in connection.execute("PRAGMA foreign_key_check")]
    return found


def _old_or_new(path: Path) -> list[str]:
    wrong = []
    latest = len(database.migrations())
    for file in (path, database.backup_of(path, 1)):
        if file.exists():
            with closing(sqlite3.connect(file)) as connection:
                version = connection.execute("PRAGMA user_version").fetchone()[0]
                sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            if not sound or version not in ((1, latest) if file == path else (1,)):
                wrong.append(f"{file.name} has version {version}, sound: {sound}")
            if file == path and version == latest > 1 and not database.backup_of(path, 1).exists():
                wrong.append("the record was brought up to date without a backup")
    return wrong


def _count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
