"""Put an export in its place: whole or not at all, and over nothing that is there unless told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente import whole
from detente.errors import Fault, Place, StoreError


def check_target(path: Path, *, force: bool) -> None:
    """Refuse a target before any work is done for it.

    Raises
    ------
    StoreError
        ``D436`` when it is there and may not be replaced, ``D437`` when it is a folder or its folder is
        missing.
    """
    try:
        folder, parent, there = path.is_dir(), path.parent.is_dir(), path.exists()
    except OSError as error:  # such as a name that is too long
        raise _unwritable(path, (error.strerror or str(error)).lower()) from None
    if folder:
        raise _unwritable(path, "it is a folder")
    if not parent:
        raise _unwritable(path, "its folder does not exist")
    if there and not force:
        hint = "choose another name, or say --force to replace it"
        raise StoreError(Fault("D436", "there is a file of this name already", hint, Place(str(path))))


@contextmanager
def written(path: Path, *, force: bool) -> Iterator[Path]:
    """Give a place to write to, beside the target, and move it there when all is well.

    Parameters
    ----------
    path
        The target; a link is followed, and the permissions of a file that is replaced are kept.
    force
        Whether a file that is there may be replaced.

    Raises
    ------
    StoreError
        ``D436`` and ``D437`` as :func:`check_target`, also when they turn out only at the end.
    """
    check_target(path, force=force)
    try:
        with whole.beside(path, replace=force) as unfinished:
            yield unfinished
    except FileExistsError:
        check_target(path, force=force)
        raise
    except OSError as error:
        raise _unwritable(path, (error.strerror or str(error)).lower()) from None


def _unwritable(path: Path, why: str) -> StoreError:
    hint = "check that the folder exists and may be written, and that the disk is not full"
    return StoreError(Fault("D437", f"the export cannot be written: {why}", hint, Place(str(path))))
