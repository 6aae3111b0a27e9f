"""Puts a file in its place whole or not at all: whoever opens it sees the old one or the new one."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PARTIAL = ".partial"
"""How the name of a file ends that is not whole yet."""
_FORGOTTEN = 24 * 3600.0


@contextmanager
def beside(path: str | os.PathLike[str], *, replace: bool = True) -> Iterator[Path]:
    """Yield an empty file beside a place; when the block ends well, the file takes the place.

    Parameters
    ----------
    path
        Where the file is to be; a link is followed, the permissions of a file that is there are kept.
    replace
        Whether it may take the place of another file.

    Raises
    ------
    FileExistsError
        When something is there already: a folder, or with ``replace`` off anything at all. Even a file that
        somebody else makes in the meantime is not written over.
    OSError
        When the folder cannot be written, or the disk is full. Nothing has changed then.

    Notes
    -----
    A program killed in the block leaves a file beside the place, hidden and ending in :data:`PARTIAL`. Those
    a day old are taken away the next time something is written here.

    Examples
    --------
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = Path(folder, "brief.html")
    ...     with beside(page) as unfinished:
    ...         _ = unfinished.write_text("all of it")
    ...     page.read_text()
    'all of it'
    """
    target = Path(os.path.realpath(path))
    if target.is_dir() or (not replace and os.path.lexists(path)):
        raise FileExistsError(None, "it is a folder" if target.is_dir() else "there is such a file already")
    start = f".{target.name[:80]}."
    _forget(target.parent, start)
    handle, name = tempfile.mkstemp(prefix=start, suffix=PARTIAL, dir=target.parent)
    os.close(handle)
    unfinished = Path(name)
    try:
        yield unfinished
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        # A temporary file is private to its owner; this one is to be like any other, or like the one before.
        unfinished.chmod(stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask())
        if replace:
            unfinished.replace(target)
        else:
            _take(unfinished, target)
        sync_folder(target.parent)
    finally:
        unfinished.unlink(missing_ok=True)


def write(path: str | os.PathLike[str], content: bytes | str, *, replace: bool = True) -> None:
    """Write a file whole or not at all; text goes in as UTF-8 as it is. Raises as :func:`beside`."""
    with beside(path, replace=replace) as unfinished:
        unfinished.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)


def sync_folder(folder: Path) -> None:
    """Make a new name in a folder last through a power cut, where folders can be synced."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _take(unfinished: Path, target: Path) -> None:
    """Give the file its name if nobody else has taken that in the meantime."""
    try:
        target.hardlink_to(unfinished)
    except FileExistsError:
        raise FileExistsError(None, "there is such a file already") from None
    except OSError:  # a file system without links
        if os.path.lexists(target):
            raise FileExistsError(None, "there is such a file already") from None
        unfinished.replace(target)


def _forget(folder: Path, start: str) -> None:
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            if entry.name.startswith(start) and entry.name.endswith(PARTIAL):
                with contextlib.suppress(OSError):
                    if time.time() - entry.stat(follow_symlinks=False).st_mtime > _FORGOTTEN:
                        Path(entry.path).unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
