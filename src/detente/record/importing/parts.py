"""Which files an import reads, and what lies in them: plain text, or text packed by gzip or into a zip."""

from __future__ import annotations

import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from detente.errors import Fault, LimitExceeded, Place, SourceError
from detente.record.importing.lines import Stream

MOST_FILES = 100_000
"""Most files, and most members of one zip, that are read at once."""
MOST_RATIO = 200
"""A packed file may grow to this many times its size; event data grows to five or ten times."""
ALWAYS_ALLOWED = 50_000_000
"""Bytes a packed file may grow to whatever its size."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """One text to read: a file, or a member of a zip.

    Parameters
    ----------
    file
        The file on disk.
    member
        Its place in the zip's table of contents, ``None`` outside a zip.
    name
        What to call it in messages.
    """

    file: Path
    member: int | None
    name: str


def find_files(paths: Sequence[str | Path]) -> tuple[Path, ...]:
    """Return the files that are meant, each once.

    Parameters
    ----------
    paths
        Files, folders (all their files, hidden ones left out) and patterns such as ``2019*.zip``; a path
        that is there is itself and no pattern.

    Returns
    -------
    tuple of Path
        In the order given; those of a folder or pattern by name.

    Raises
    ------
    SourceError
        When nothing is there (``D301``).
    LimitExceeded
        When there are more than :data:`MOST_FILES` (``D308``).
    """
    found: dict[Path, None] = {}
    for given in map(Path, paths):
        if given.is_dir():
            inside = sorted(p for p in given.iterdir() if p.is_file() and not p.name.startswith("."))
        elif given.exists() or not set("*?[") & set(given.name):
            inside = [given]
        else:
            inside = sorted(p for p in given.parent.glob(given.name) if p.is_file())
        if not inside:
            message = "there is no file in this folder" if given.is_dir() else "no file fits this pattern"
            raise SourceError(Fault("D301", message, "check the path", Place(str(given))))
        found |= dict.fromkeys(inside)
    if len(found) > MOST_FILES:
        raise LimitExceeded(
            Fault("D308", f"there are more than {MOST_FILES:,} files", "import them in several goes")
        )
    return tuple(found)


def digest(file: Path) -> str:
    """Return the SHA-256 of a file's bytes; raises ``SourceError`` when it cannot be read (``D301``)."""
    made = hashlib.sha256()
    with _told(file), file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            made.update(block)
    return made.hexdigest()


def parts(file: Path) -> tuple[Part, ...]:
    """Return the texts in a file, told by its first bytes and not by its name.

    Raises
    ------
    SourceError
        When it cannot be opened (``D301``), or is a zip that is damaged or holds no file (``D307``).
    """
    with _told(file):
        with file.open("rb") as stream:
            start = stream.read(4)
        if start[:2] != b"PK":
            return (Part(file, None, str(file)),)
        with zipfile.ZipFile(file) as packed:
            inside = [
                Part(file, nth, f"{file}:{info.filename}")
                for nth, info in enumerate(packed.infolist())
                if not info.is_dir() and not info.filename.startswith("__MACOSX/")
            ]
    if not inside:
        raise SourceError(
            Fault("D307", "the zip holds no file", "check that it is the right one", Place(str(file)))
        )
    if len(inside) > MOST_FILES:
        raise LimitExceeded(
            Fault("D308", f"the zip holds more than {MOST_FILES:,} files", "unpack it", Place(str(file)))
        )
    return tuple(inside)


@contextmanager
def opened(part: Part) -> Iterator[Stream]:
    """Open a part for reading, unpacked.

    Raises
    ------
    SourceError
        When it cannot be read (``D301``) or unpacked (``D307``), also later while reading.
    LimitExceeded
        While reading, when it grows beyond measure (``D308``).
    """
    with _told(part.file):
        if part.member is not None:
            with zipfile.ZipFile(part.file) as packed:
                info = packed.infolist()[part.member]
                with packed.open(info) as stream:
                    yield _Bounded(stream, info.compress_size, part.name)
            return
        with part.file.open("rb") as raw:
            is_packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            if is_packed:
                with gzip.GzipFile(fileobj=raw) as stream:
                    yield _Bounded(stream, part.file.stat().st_size, part.name)
            else:
                yield raw


class _Bounded:
    """A stream that stops once it has grown too large for what it was packed into."""

    def __init__(self, stream: Stream, packed: int, name: str) -> None:
        self._stream, self._name = stream, name
        self._left = max(ALWAYS_ALLOWED, MOST_RATIO * packed)

    def read(self, size: int, /) -> bytes:
        block = self._stream.read(size)
        self._left -= len(block)
        if self._left < 0:
            message = f"unpacked, it grows to more than {MOST_RATIO} times its size"
            hint = "unpack it yourself if you trust it"
            raise LimitExceeded(Fault("D308", message, hint, Place(self._name)))
        return block


@contextmanager
def _told(file: Path) -> Iterator[None]:
    """Turn what can go wrong with a file or an archive into a fault of it."""
    hint = "get the file anew; what it holds cannot be trusted"
    try:
        yield
    except (
        zipfile.BadZipFile,
        gzip.BadGzipFile,
        zlib.error,
        EOFError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        # RuntimeError is how zipfile says that a member has a password.
        why = str(error) or error.__class__.__name__
        raise SourceError(Fault("D307", f"it cannot be unpacked: {why}", hint, Place(str(file)))) from error
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        message = f"the file cannot be read: {cause}"
        raise SourceError(Fault("D301", message, "check its path and rights", Place(str(file)))) from error
