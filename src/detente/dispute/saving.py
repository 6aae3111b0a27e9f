"""Puts text into a file, whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from detente.dispute.faults import FAULTS, shown
from detente.errors import Fault, Place, SourceError


def save(path: Path, text: str) -> None:
    """Write a file so that it is, at every moment, either as it was or as it is to be.

    Parameters
    ----------
    path
        The file; a link is followed, and the permissions of a file that is there are kept.
    text
        Its new content.

    Raises
    ------
    SourceError
        ``D151`` when it cannot be written.
    """
    target = Path(os.path.realpath(path))
    partial: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", dir=target.parent)
        partial = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        partial.chmod(stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o644)
        partial.replace(target)
    except OSError as error:
        raise _unwritable(path, error) from None
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)


def save_new(path: Path, text: str) -> Path:
    """Write a file that was not there before, under this name or the next free one.

    Parameters
    ----------
    path
        Such as ``case.draft.yaml``; the next names are ``case.draft-2.yaml`` and so on.
    text
        Its content.

    Returns
    -------
    Path
        Where it is: a file that holds the same text already is taken for it.

    Raises
    ------
    SourceError
        ``D151`` when it cannot be written.
    """
    number, free = 1, path
    partial: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:80]}.", dir=path.parent)
        partial = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        partial.chmod(0o644)
        while True:
            try:
                # A whole file gets its name, and never one that somebody else has taken meanwhile.
                free.hardlink_to(partial)
                return free
            except FileExistsError:
                if free.read_bytes() == text.encode():
                    return free
                number += 1
                free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    except OSError as error:
        raise _unwritable(free, error) from None
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> SourceError:
    message = f"the file cannot be written: {shown(error.strerror or str(error))}"
    hint = "check that the folder can be written"
    return SourceError(Fault("D151", message, hint, Place(str(path)), FAULTS["D151"].severity))
