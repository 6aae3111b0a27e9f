"""Cases that come with the package, copied to where the user wants them."""

from __future__ import annotations

import shutil
import tempfile
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from detente import whole
from detente.errors import Fault, Place, SourceError

CASES = ("korea_2019", "template")


def copy(name: str, folder: Path, *, keep: bool = False) -> None:
    """Copy a bundled case to a folder.

    Parameters
    ----------
    name
        One of :data:`CASES`.
    folder
        Where to; made when it does not exist. It appears whole or not at all.
    keep
        Accept a folder that already holds this case: files that are there stay as they are, missing ones
        are put back.

    Raises
    ------
    SourceError
        ``D603`` when the folder holds something else, ``D605`` when it cannot be written.
    """
    source = resources.files("detente.catalogue") / name
    try:
        if not folder.exists():
            folder.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as near:
                made = Path(near) / "case"
                _fill(source, made)
                made.rename(folder)
        elif not folder.is_dir() or (
            any(folder.iterdir()) and not (keep and (folder / "case.yaml").exists())
        ):
            hint = "name a folder that does not exist yet"
            raise SourceError(
                Fault("D603", "there is something else in this place", hint, Place(str(folder)))
            )
        else:
            _fill(source, folder)
    except OSError as error:
        why = error.strerror or str(error)
        raise SourceError(Fault("D605", f"cannot be written: {why}", place=Place(str(folder)))) from None


def _fill(source: Traversable, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for entry in sorted(source.iterdir(), key=lambda e: e.name):
        to = folder / entry.name
        if entry.is_dir():
            _fill(entry, to)
        elif not to.exists() and entry.name != "__init__.py":
            with whole.beside(to) as unfinished, unfinished.open("wb") as out, entry.open("rb") as read:
                shutil.copyfileobj(read, out)
