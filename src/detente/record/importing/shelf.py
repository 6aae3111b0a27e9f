"""The shelf of a case for imported event data: one Parquet file an import, whole or not there."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any

from detente.errors import Fault, Place, StoreError
from detente.record.importing.duck import as_pattern, connected

SOURCES: Mapping[str, str] = MappingProxyType(
    {"gdelt": "gdelt", "gdelt-mentions": "gdelt-mentions", "icews": "icews"}
)
"""What the files of each format are called."""
MANIFEST = "detente"
"""Key of the Parquet file's metadata under which its import is written down."""
_LOCK = ".importing.lock"
_SCRATCH = ".importing"


class Shelf:
    """A folder of imported events, ``events`` in a case.

    Parameters
    ----------
    folder
        It is made when something is first imported.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, format_: str, key: str, suffix: str = "parquet") -> Path:
        """Return where an import of this format and content stands, or will."""
        return self.folder / f"{SOURCES[format_]}-{key[:12]}.{suffix}"

    def files(self, *formats: str) -> tuple[Path, ...]:
        """Return the imports of these formats by name; other files in the folder are nobody's."""
        wanted = [re.compile(rf"{re.escape(SOURCES[f])}-[0-9a-f]{{12}}\.parquet") for f in formats]
        with suppress(FileNotFoundError):
            return tuple(
                sorted(p for p in self.folder.iterdir() if any(name.fullmatch(p.name) for name in wanted))
            )
        return ()

    def manifests(self) -> tuple[dict[str, Any], ...]:
        """Return what was written down about every import: format, files, filters, counts.

        Raises
        ------
        StoreError
            When a file is damaged (``D311``).
        """
        files = self.files(*SOURCES)
        if not files:
            return ()
        with self.scratch() as scratch, connected(self.folder, scratch) as connection:
            return tuple(manifest(connection, file) for file in files)

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """Give an empty folder outside the case, for reading; it is gone afterwards."""
        with tempfile.TemporaryDirectory(prefix="detente-") as name:
            yield Path(name).resolve()

    @contextmanager
    def building(self) -> Iterator[Path]:
        """Give an empty folder on the shelf, for one import at a time; what a killed import left is cleared.

        Raises
        ------
        StoreError
            When the folder cannot be written (``D312``), or another import is running (``D313``).
        """
        with _writable(self.folder):
            self.folder.mkdir(exist_ok=True)
            # SQLite locks files on every system, and a lock dies with its process.
            with closing(sqlite3.connect(self.folder / _LOCK, timeout=0, isolation_level=None)) as lock:
                try:
                    # Nothing is written to it, so it needs no journal, which a kill would leave behind.
                    lock.execute("PRAGMA journal_mode = MEMORY")
                    lock.execute("BEGIN EXCLUSIVE")
                except sqlite3.OperationalError as error:
                    if "locked" not in str(error):
                        raise
                    hint = "wait for it, then try again"
                    fault = Fault(
                        "D313", "another import into this case is running", hint, Place(str(self.folder))
                    )
                    raise StoreError(fault) from error
                scratch = (self.folder / _SCRATCH).resolve()
                shutil.rmtree(scratch, ignore_errors=True)
                scratch.mkdir()
                try:
                    yield scratch
                finally:
                    shutil.rmtree(scratch, ignore_errors=True)

    def keep(self, unfinished: Path, target: Path) -> None:
        """Give a finished file its name; before that nobody sees it."""
        with _writable(self.folder):
            with unfinished.open("rb") as file:
                os.fsync(file.fileno())
            unfinished.replace(target)


def manifest(connection: Any, file: Path) -> dict[str, Any]:
    """Return what was written down about one import; raises ``StoreError`` when it is damaged (``D311``)."""
    import duckdb

    statement = "SELECT value FROM parquet_kv_metadata($file) WHERE key = encode($key)"
    try:
        row = connection.execute(statement, {"file": as_pattern(file), "key": MANIFEST}).fetchone()
        found = json.loads(row[0]) if row else None
    except (duckdb.Error, ValueError) as error:
        raise damaged(file, str(error)) from error
    if not isinstance(found, dict):
        raise damaged(file, "it was not written by an import")
    return found


def damaged(file: Path, why: str) -> StoreError:
    """Return the error about a file on the shelf that cannot be used."""
    message = f"imported events cannot be read: {why.strip().splitlines()[0]}"
    return StoreError(Fault("D311", message, "delete the file and import it anew", Place(str(file))))


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        cause = (getattr(error, "strerror", None) or str(error)).lower()
        fault = Fault(
            "D312",
            f"the events of the case cannot be written: {cause}",
            "check its rights",
            Place(str(folder)),
        )
        raise StoreError(fault) from error
