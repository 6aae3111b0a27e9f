"""The brief: everything a case answers, as one offline page that opens its evidence."""

from __future__ import annotations

import os
from pathlib import Path

from detente import whole
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
        whole.write(target, page)
    except OSError as error:
        raise StoreError(
            Fault(
                "D691",
                f"cannot write the brief to {target}: {error.strerror or error}",
                "name a file in a folder that exists and can be written to",
            )
        ) from error
    return target
