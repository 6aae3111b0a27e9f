"""The two ends of a conversion on disk: read no more than can be a model, write whole or not at all."""

from __future__ import annotations

from pathlib import Path

from detente import whole
from detente.dispute.convert.told import MAX_JSON_BYTES
from detente.dispute.faults import FAULTS, shown
from detente.errors import Fault, ModelError, Place

SOURCES = (".gmcr", ".json", ".yaml", ".yml")
TARGETS = (".yaml", ".yml", ".csv", ".json", ".graphml")


def kind_of(path: Path, kinds: tuple[str, ...], what: str) -> str:
    """Return the ending of a file name if it is one of ``kinds``.

    Raises
    ------
    ModelError
        When it is none.
    """
    kind = path.suffix.lower()
    if kind not in kinds:
        message = f"a {what} ends in {', '.join(kinds)}, not {shown(kind or 'nothing')}"
        raise ModelError(Fault("D160", message, "name it by what it holds", Place(str(path))))
    return kind


def read_bytes(path: Path) -> bytes:
    """Return what a JSON file holds; raises ``ModelError`` when it is none, or too large."""
    place = Place(str(path))
    try:
        if path.exists() and not path.is_file():
            raise ModelError(Fault("D101", "this is not an ordinary file", "name a file", place))
        with path.open("rb") as stream:
            content = stream.read(MAX_JSON_BYTES + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ModelError(Fault("D101", f"the file cannot be read: {shown(why)}", "check it", place)) from None
    if len(content) > MAX_JSON_BYTES:
        message = f"the file is larger than {MAX_JSON_BYTES:,} bytes"
        raise ModelError(Fault("D102", message, "no model needs as much; check what it holds", place))
    return content


def check_free(path: Path, force: bool) -> None:
    """Raise ``ModelError`` when a file would be overwritten."""
    if not force and (path.exists() or path.is_symlink()):
        raise ModelError(
            Fault("D165", "there is such a file already", "add --force, or name another", Place(str(path)))
        )


def write_whole(path: Path, content: bytes, force: bool) -> None:
    """Write a file whole or not at all, and over another one only when forced.

    Raises
    ------
    ModelError
        When there is a file of this name, or none can be written.
    """
    check_free(path, force)
    try:
        if path.exists() and not path.is_file():
            raise IsADirectoryError(None, "something else than a file is there")
        whole.write(path, content, replace=force)
    except FileExistsError:
        check_free(path, force)
        raise
    except OSError as error:
        hint = "name a file in a folder that exists and can be written to"
        message = f"{FAULTS['D166'].title.lower()}: {error.strerror or error}"
        raise ModelError(Fault("D166", message, hint, Place(str(path)))) from None
