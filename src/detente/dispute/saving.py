"""Puts text into a file, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from detente import whole
from detente.dispute.faults import FAULTS, shown
from detente.errors import Fault, Place, SourceError


def save(path: Path, text: str) -> None:
    """Write a file so that it is, at every moment, either as it was or as it is to be.

    Raises
    ------
    SourceError
        ``D151`` when it cannot be written.
    """
    try:
        whole.write(path, text)
    except OSError as error:
        raise _unwritable(path, error) from None


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
    try:
        while True:
            try:
                whole.write(free, text, replace=False)
                return free
            except FileExistsError:
                if free.read_bytes() == text.encode():
                    return free
                number += 1
                free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    except OSError as error:
        raise _unwritable(free, error) from None


def _unwritable(path: Path, error: OSError) -> SourceError:
    message = f"the file cannot be written: {shown(error.strerror or str(error))}"
    hint = "check that the folder can be written"
    return SourceError(Fault("D151", message, hint, Place(str(path)), FAULTS["D151"].severity))
