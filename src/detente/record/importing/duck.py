"""DuckDB, shut in: it sees one folder, loads nothing, and keeps within its memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import DetenteError, Fault, Place, SourceError, StoreError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "512MB"
"""Most memory DuckDB uses; what does not fit goes to its scratch folder."""
THREADS = 2


@contextmanager
def connected(sees: Path, scratch: Path) -> Iterator[DuckDBPyConnection]:
    """Open a database in a scratch folder.

    Parameters
    ----------
    sees
        The one folder whose files it may read and write, besides ``scratch``.
    scratch
        An empty folder for what does not fit in memory; the caller removes it.

    Raises
    ------
    SourceError
        When DuckDB is not installed (``D306``).
    StoreError
        When it fails, the disk being full for one (``D320``).
    """
    try:
        import duckdb
    except ImportError as error:
        message, hint = "event data needs DuckDB, which is not installed", 'pip install "detente[data]"'
        raise SourceError(Fault("D306", message, hint)) from error
    try:
        connection = duckdb.connect(
            ":memory:",
            config={
                "threads": THREADS,
                "memory_limit": MEMORY,
                "temp_directory": str(scratch / "overflow"),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "allow_community_extensions": False,
            },
        )
        with connection:
            # Rights are asked for before a pattern is resolved, so folders are named in both ways.
            folders = [f"{name}/" for folder in (sees, scratch) for name in (folder, as_pattern(folder))]
            connection.execute("SET allowed_directories = $folders", {"folders": folders})
            connection.execute("SET enable_external_access = false")
            connection.execute("SET enable_progress_bar = false")
            connection.execute("SET lock_configuration = true")
            yield connection
    except DetenteError:
        raise
    except duckdb.Error as error:
        first = str(error).strip().split("\n")[0]
        hint = "check that the disk has room; nothing was changed"
        raise StoreError(Fault("D320", f"DuckDB gave up: {first}", hint, Place(str(sees)))) from error


def quoted(text: object, *, pattern: bool = False) -> str:
    """Return a text as a constant of SQL, for statements that take no parameters.

    >>> quoted("o'clock")
    "'o''clock'"
    """
    written = as_pattern(text) if pattern else str(text)
    return "'" + written.replace("'", "''") + "'"


def as_pattern(path: object) -> str:
    """Return a path as the pattern that fits it alone, since DuckDB takes every path it reads as a pattern.

    >>> as_pattern("a[1]/b.parquet")
    'a[[]1]/b.parquet'
    """
    return re.sub(r"[*?\[]", lambda found: f"[{found.group()}]", str(path))
