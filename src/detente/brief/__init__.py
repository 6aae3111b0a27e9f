"""The brief: everything a case answers, as one offline page that opens its evidence."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from detente.brief.findings import Findings, gather
from detente.brief.opencase import OpenCase
from detente.brief.render import render
from detente.errors import Fault, StoreError

__all__ = ["Findings", "gather", "render", "write"]


def write(case: OpenCase, path: str | os.PathLike[str] | None = None) -> Path:
    """Write the brief of a case.

    Parameters
    ----------
    case
        An open case.
    path
        The file to write, ``brief.html`` in the case folder unless told otherwise. An older file is replaced
        in one step: whoever opens it sees the old brief or the new one, never half of one.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    StoreError
        When the file cannot be written (``D691``).
    DetenteError
        When the case cannot be read.
    """
    target = Path(path) if path is not None else case.folder / "brief.html"
    page = render(gather(case)).encode("utf-8")
    try:
        _replace(target, page)
    except OSError as error:
        raise StoreError(
            Fault(
                "D691",
                f"cannot write the brief to {target}: {error.strerror or error}",
                "name a file in a folder that exists and can be written to",
            )
        ) from error
    return target


def _replace(target: Path, content: bytes) -> None:
    if target.is_dir():
        raise IsADirectoryError(None, "it is a folder")
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", dir=target.parent)
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # A temporary file is private to its owner; a brief is to be passed on like any other file.
        unfinished.chmod(0o666 & ~_umask())
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
