"""Open the record's SQLite file, bring it up to date, and say plainly what is wrong when that fails."""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import QueuePool

from detente import whole
from detente.errors import Fault, Place, StoreError

APPLICATION_ID = 0x64657465
"""Written into the file's header so that other programs' SQLite files are told apart ("dete" in ASCII)."""


@cache
def migrations() -> tuple[str, ...]:
    """Return the SQL of every migration; the first makes version 1 of an empty file."""
    folder = files("detente.record").joinpath("migrations")
    found = sorted((f.name, f.read_text("utf-8")) for f in folder.iterdir() if f.name.endswith(".sql"))
    return tuple(sql for _, sql in found)


def open_engine(path: Path, *, read_only: bool, wait: float) -> Engine:
    """Return an engine on a record that is there, ours, sound at first sight and up to date.

    Parameters
    ----------
    path
        The file; made when it is missing, unless ``read_only``.
    read_only
        Never write, not even to bring an old record up to date.
    wait
        Seconds to wait for another program that is writing.

    Raises
    ------
    StoreError
        ``D401`` to ``D407``, see :data:`detente.record.faults.FAULTS`.
    """
    if path.is_dir() or not path.parent.is_dir() or (read_only and not path.exists()):
        cause = (
            "it is a folder"
            if path.is_dir()
            else "there is no such file"
            if path.parent.is_dir()
            else "its folder does not exist"
        )
        raise _error("D405", path, f"the record cannot be opened: {cause}", "check the path of the case")
    with guarded(path):
        if read_only:
            immutable = _needs_immutable(path, wait)
            engine = _engine(path, "?mode=ro" + ("&immutable=1" if immutable else ""), wait)
        else:
            engine = _engine(path, "?mode=rwc", wait)
    try:
        with guarded(path):
            _prepare(engine, path, read_only=read_only, wait=wait)
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that may write; all of it is kept, or nothing."""
    # IMMEDIATE takes the write lock at once: a transaction that began by reading could not wait for it.
    with engine.connect().execution_options(immediate=True) as connection, connection.begin():
        yield connection


@contextmanager
def guarded(path: Path) -> Iterator[None]:
    """Turn whatever SQLite says into a :class:`StoreError` with cause and fix."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _explained(error, path) from error


def _engine(path: Path, query: str, wait: float) -> Engine:
    uri = path.absolute().as_uri() + query

    def connect() -> sqlite3.Connection:
        # isolation_level None: the "begin" event below says when a transaction begins, not the driver.
        connection = sqlite3.connect(
            uri, uri=True, timeout=wait, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        # Safe against kill -9 in a write-ahead log; a power cut may take the last documents, which are then
        # read again, but never leaves a damaged file.
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("immediate", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
        if immediate:
            _trust_our_triggers(connection, path)

    return engine


_TRIGGERS = "SELECT sql FROM sqlite_master WHERE type = 'trigger'"


def _trust_our_triggers(connection: Connection, path: Path) -> None:
    """Let triggers keep the full-text indices in step, once they are known to be ours and nobody else's."""
    found = connection.exec_driver_sql(_TRIGGERS).scalars().all()
    if not found:
        return
    if not _our_triggers(migrations()).issuperset(found):
        message = "the record holds triggers that détente did not make, and they are not run"
        raise _error("D402", path, message, "take them out, or make the record again")
    connection.exec_driver_sql("PRAGMA trusted_schema = ON")


@cache
def _our_triggers(scripts: tuple[str, ...]) -> frozenset[str]:
    """Return the triggers that the migrations make, worded as SQLite keeps them."""
    empty = sqlite3.connect(":memory:")
    try:
        for sql in scripts:
            empty.executescript(sql)
        return frozenset(
            sql for (sql,) in empty.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger'")
        )
    finally:
        empty.close()


def _needs_immutable(path: Path, wait: float) -> bool:
    """Whether a write-ahead-logged file lies where SQLite cannot make its helper files, and has none."""
    probe = sqlite3.connect(path.absolute().as_uri() + "?mode=ro", uri=True, timeout=wait)
    try:
        probe.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        if _primary_code(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        wal = path.with_name(path.name + "-wal")
        return not (wal.exists() and wal.stat().st_size)
    finally:
        probe.close()
    return False


def _prepare(engine: Engine, path: Path, *, read_only: bool, wait: float) -> None:
    latest = len(migrations())
    with engine.connect() as connection:
        version = _version(connection, path)
    if version > latest:
        message = f"the record has version {version}, and this détente knows versions up to {latest}"
        raise _error("D403", path, message, "install a newer détente, or delete the record and read again")
    if read_only and version < latest:
        message = f"the record has version {version} and must be brought to version {latest} first"
        raise _error("D404", path, message, "open it once for writing")
    if read_only:
        return
    _use_write_ahead_log(engine, wait)
    if version < latest:
        with writing(engine) as connection:
            version = _version(connection, path)  # another program may have been quicker
            if 0 < version < latest:
                _back_up(path, version)
            for sql in migrations()[version:]:
                for statement in _statements(sql):
                    connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {latest}")


def backup_of(path: Path, version: int) -> Path:
    """Return where a record of an older shape is kept when it is brought up to date."""
    return path.with_name(f"{path.stem}.version-{version}{path.suffix}")


def copy_record(path: Path, target: Path) -> None:
    """Copy a record as of one moment, with what still lies in its write-ahead log.

    Raises
    ------
    StoreError
        ``D401`` to ``D407``, when the record cannot be read or the copy not be written.
    """
    with guarded(path):
        # Who may write leaves no helper files behind; who may not must not need them.
        if os.access(path.parent, os.W_OK) and os.access(path, os.W_OK):
            query = "?mode=rw"
        else:
            query = "?mode=ro" + ("&immutable=1" if _needs_immutable(path, 0) else "")
        source = sqlite3.connect(path.absolute().as_uri() + query, uri=True)
        copy = sqlite3.connect(target)
        try:
            # A copy that fails is thrown away, so it needs no journal, which a kill would leave behind.
            copy.execute("PRAGMA journal_mode = OFF")
            source.backup(copy)
        finally:
            copy.close()
            source.close()


def _back_up(path: Path, version: int) -> None:
    """Keep the record as it was; without a backup it is not touched."""
    try:
        with whole.beside(backup_of(path, version)) as unfinished:
            copy_record(path, unfinished)
    except (OSError, StoreError) as error:
        why = error.strerror if isinstance(error, OSError) else error.faults[0].message
        message = f"the record cannot be kept safe before it is brought up to date: {why}"
        raise _error("D411", path, message, "free some space beside it and open it again") from error


def _version(connection: Connection, path: Path) -> int:
    """Return the version of the record's shape, 0 for an empty file; raise for another program's file."""
    ours = connection.exec_driver_sql("PRAGMA application_id").scalar_one() == APPLICATION_ID
    empty = not connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar_one()
    if not ours and not empty:
        message = "this is an SQLite database of another program, not a record"
        raise _error("D401", path, message, "give the path of a case's record.sqlite")
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one()) if ours else 0


def _use_write_ahead_log(engine: Engine, wait: float) -> None:
    """Let readers go on while somebody writes; file systems that cannot do it keep the older journal."""
    give_up = time.monotonic() + wait
    while True:
        try:
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                raw = connection.connection.driver_connection
                if raw is not None:
                    raw.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            # Two processes making the same record: SQLite does not wait here by itself.
            if _primary_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
            time.sleep(0.01)


def _statements(sql: str) -> Iterator[str]:
    """Cut a script into statements; running it whole would end the transaction it is meant to be part of."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if re.sub(r"--.*", "", statement).strip():
        yield statement


def _primary_code(error: BaseException) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


_EXPLAINED: dict[int, tuple[str, str, str]] = {
    sqlite3.SQLITE_NOTADB: (
        "D401",
        "the file is not an SQLite database, so it is no record",
        "move it away; a record is made again by reading the articles",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "D402",
        "the record is damaged",
        "move it away and read the articles again; decisions are safe in reviews.jsonl",
    ),
    sqlite3.SQLITE_BUSY: ("D406", "another program is writing to the record", "try again in a moment"),
    sqlite3.SQLITE_LOCKED: ("D406", "another program is writing to the record", "try again in a moment"),
    sqlite3.SQLITE_READONLY: (
        "D407",
        "the record or its folder may not be written",
        "allow writing to the folder, or open the record read-only",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "D405",
        "the record cannot be opened here",
        "check that the folder may be read and written, or open the record read-only",
    ),
    sqlite3.SQLITE_PERM: ("D405", "the record may not be opened", "check the rights of the file"),
    sqlite3.SQLITE_FULL: ("D407", "the disk is full; nothing was written", "free some space and try again"),
    sqlite3.SQLITE_IOERR: ("D407", "the disk failed while the record was used", "check the disk"),
    sqlite3.SQLITE_CONSTRAINT: (
        "D410",
        "an id is taken by something else in the record, or a value is not allowed; nothing was written",
        "if nothing was made by hand, please report this",
    ),
    sqlite3.SQLITE_TOOBIG: ("D407", "a text is larger than SQLite can hold", "split the file"),
}


def _explained(error: Exception, path: Path) -> StoreError:
    original = (error.orig if isinstance(error, DBAPIError) else None) or error
    if "no such module: fts5" in str(original):
        message = "this Python's SQLite was built without full-text search (FTS5), which the record needs"
        return _error("D433", path, message, "use a Python whose SQLite has it, such as that of python.org")
    known = _EXPLAINED.get(_primary_code(original))
    if known:
        code, message, hint = known
        return _error(code, path, f"{message} ({original})", hint)
    return _error(
        "D402", path, f"the record does not have the shape it should have ({original})", "make it again"
    )


def _error(code: str, path: Path, message: str, hint: str) -> StoreError:
    return StoreError(Fault(code, message, hint, Place(str(path))))
