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
        reason = shown(error.strerror or str(error))
        hint = "check that the folder can be written"
        message = f"the file cannot be written: {reason}"
        raise SourceError(Fault("D151", message, hint, Place(str(path)), FAULTS["D151"].severity)) from None
    finally:
        if partial is not None:
            partial.unlink(missing_ok=True)
