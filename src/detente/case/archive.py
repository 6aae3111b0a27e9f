"""A case as one file to hand on: packed into a zip and taken out of it again."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from detente import __version__, whole
from detente.case.folder import CASE_FILE, RECORD, REVIEWS
from detente.errors import Fault, LimitExceeded, Place, SourceError
from detente.progress import SILENT, Progress

MANIFEST = "detente.json"
"""Lists what a zip holds, each file with its SHA-256."""
MOST_FILES = 20_000
"""Largest number of files in a case that is packed or taken out."""
MOST_BYTES = 8_000_000_000
"""Largest size of a case's files together, unpacked."""
_STEP = 1 << 20
_LEFT_OUT = re.compile(r"^\.|-wal$|-shm$|-journal$|^record\.version-\d+\.sqlite$")
# The oldest day a zip can name: the same case gives the same bytes whenever it is packed.
_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Packed:
    """What a zip holds: how many files of how many bytes together, unpacked."""

    path: Path
    files: int
    bytes: int


def pack(folder: Path, target: Path, *, force: bool = False, progress: Progress = SILENT) -> Packed:
    """Write everything in a case folder into one zip.

    Parameters
    ----------
    folder
        The case. What begins with a dot stays behind, and so do links and backups of the record.
    target
        The zip to write; whole or not at all.
    force
        Whether a file that is there may be replaced.
    progress
        Hears of every file.

    Raises
    ------
    SourceError
        ``D607`` when there is such a file already, ``D605`` when it cannot be written or a part not be read.
    LimitExceeded
        ``D608`` when the case has too many files or bytes.

    Notes
    -----
    The record is copied as of one moment, so a case can be packed while somebody reads or reviews. The same
    case gives the same zip, byte for byte. Memory is flat.
    """
    place = Place(str(target))
    parts = list(_parts(folder, Path(os.path.realpath(target))))
    if not any(name in (CASE_FILE, RECORD, REVIEWS) or name.startswith("articles/") for name, _ in parts):
        hint = "name the folder of a case"
        raise SourceError(Fault("D601", "there is no case in this folder", hint, Place(str(folder))))
    size = sum(path.stat().st_size for _, path in parts)
    _within(len(parts), size, place)
    hashes: dict[str, str] = {}
    progress.start(len(parts), "packing")
    try:
        with (
            tempfile.TemporaryDirectory() as near,
            whole.beside(target, replace=force) as unfinished,
            zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED) as archive,
        ):
            for name, path in parts:
                read = _snapshot(path, Path(near)) if name == RECORD else path
                with read.open("rb") as source, archive.open(_entry(name, read), "w") as into:
                    hashes[name] = _copy(source, into)
                progress.advance()
            manifest = {"detente": __version__, "files": hashes}
            archive.writestr(_entry(MANIFEST), json.dumps(manifest, ensure_ascii=False, indent=1))
    except FileExistsError as error:
        hint = "add --force, or name another"
        raise SourceError(Fault("D607", str(error.strerror), hint, place)) from None
    except OSError as error:
        raise SourceError(_unwritable(target, error)) from None
    return Packed(target, len(parts), size)


def unpack(source: Path, folder: Path, *, progress: Progress = SILENT) -> Packed:
    """Take a case out of its zip.

    Parameters
    ----------
    source
        A zip that :func:`pack` wrote, or one made by hand from a case folder.
    folder
        Where the case is to be; must not exist yet, or be empty. It appears whole or not at all.
    progress
        Hears of every file.

    Raises
    ------
    SourceError
        ``D603`` when something else is in the place, ``D605`` when it cannot be written, ``D609`` when the
        file is no zip of a case, is damaged, or holds names that lead out of the folder, all of them at once.
    LimitExceeded
        ``D608`` when it holds too many files or bytes.
    """
    place = Place(str(source))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        hint = "name a folder that does not exist yet"
        raise SourceError(Fault("D603", "there is something else in this place", hint, Place(str(folder))))
    try:
        with zipfile.ZipFile(source) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            size = sum(entry.file_size for entry in entries)
            _within(len(entries), size, place)
            _check_names(entries, place)
            folder.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as near:
                made = Path(near) / "case"
                _extract(archive, entries, made, place, progress)
                if folder.exists():
                    folder.rmdir()
                made.rename(folder)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        hint = "pack the case again with `detente pack`"
        raise SourceError(Fault("D609", f"this is no zip of a case: {error}", hint, place)) from None
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not source.exists():
            raise SourceError(Fault("D609", "there is no such file", "check the path", place)) from None
        raise SourceError(_unwritable(folder, error)) from None
    return Packed(folder, sum(entry.filename != MANIFEST for entry in entries), size)


def _parts(folder: Path, target: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files of a case by name, in a fixed order, without what programs keep for themselves."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for file in sorted(files):
            path = Path(root, file)
            if _LEFT_OUT.search(file) or path.is_symlink() or not path.is_file():
                continue
            if Path(os.path.realpath(path)) != target:  # a zip written into the case is no part of itself
                yield path.relative_to(folder).as_posix(), path


def _snapshot(record: Path, near: Path) -> Path:
    """Return a copy of the record as of one moment, with what still lies in its write-ahead log."""
    from detente.record.database import copy_record

    copy = near / RECORD
    copy_record(record, copy)
    return copy


def _entry(name: str, path: Path | None = None) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.file_size = path.stat().st_size if path else 0
    return entry


def _within(files: int, size: int, place: Place) -> None:
    if files > MOST_FILES or size > MOST_BYTES:
        message = f"{files:,} files of {size / 1e9:.1f} GB are more than a case may have"
        hint = f"at most {MOST_FILES:,} files and {MOST_BYTES / 1e9:g} GB"
        raise LimitExceeded(Fault("D608", message, hint, place))


def _check_names(entries: list[zipfile.ZipInfo], place: Place) -> None:
    faults = []
    seen: set[str] = set()
    for entry in entries:
        name = PurePosixPath(entry.filename)
        link = (entry.external_attr >> 16) & 0o170000 == 0o120000
        outside = name.is_absolute() or ".." in name.parts or bool(set(entry.filename) & set("\\:"))
        hidden = any(part.startswith(".") for part in name.parts)
        twice = entry.filename.casefold() in seen
        if outside or hidden or link or twice or not name.parts:
            shown = entry.filename[:80].encode("unicode_escape").decode()
            if outside:
                why = "leads out of the case"
            else:
                why = (
                    "is a link"
                    if link
                    else "stands twice"
                    if twice
                    else "is hidden, which no part of a case is"
                )
            faults.append(Fault("D609", f"the name {shown!r} {why}", "nothing was unpacked", place))
        seen.add(entry.filename.casefold())
    names = {entry.filename for entry in entries}
    if not any(n in (CASE_FILE, RECORD, REVIEWS) or n.startswith("articles/") for n in names):
        hint = "its files must lie at the top of the zip, as `detente pack` puts them"
        faults.append(Fault("D609", "there is no case in this zip", hint, place))
    if faults:
        raise SourceError(faults)


def _extract(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], made: Path, place: Place, progress: Progress
) -> None:
    manifest = _manifest(archive, place)
    made.mkdir()
    progress.start(len(entries), "unpacking")
    for entry in entries:
        if entry.filename == MANIFEST:
            continue
        to = made.joinpath(*PurePosixPath(entry.filename).parts)
        to.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(entry) as packed, to.open("wb") as out:
            found = _copy(packed, out, entry.file_size)
        if manifest.get(entry.filename, found) != found:
            message = f"{entry.filename} is not what was packed"
            raise SourceError(Fault("D609", message, "ask for the zip again", place))
        progress.advance()
    missing = sorted(set(manifest) - {entry.filename for entry in entries})
    if missing:
        message = f"{', '.join(missing[:5])} should be in the zip and is not"
        raise SourceError(Fault("D609", message, "ask for the zip again", place))


def _manifest(archive: zipfile.ZipFile, place: Place) -> dict[str, str]:
    if MANIFEST not in archive.namelist():
        return {}
    with archive.open(MANIFEST) as file:
        content = file.read(_STEP * 16)
    try:
        found: Any = json.loads(content)["files"]
        return {str(name): str(digest) for name, digest in found.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        message, hint = f"{MANIFEST} cannot be understood", "pack the case again"
        raise SourceError(Fault("D609", message, hint, place)) from None


def _copy(source: IO[bytes], into: IO[bytes], most: int | None = None) -> str:
    """Copy and return the SHA-256; no more than a zip said it would hold is written."""
    digest = hashlib.sha256()
    written = 0
    while block := source.read(_STEP):
        written += len(block)
        if most is not None and written > most:
            raise zipfile.BadZipFile("a file is larger than the zip says")
        digest.update(block)
        into.write(block)
    return digest.hexdigest()


def _unwritable(path: Path, error: OSError) -> Fault:
    hint = "check that the folder exists and may be written, and that the disk is not full"
    return Fault("D605", f"cannot be written: {error.strerror or error}", hint, Place(str(path)))
