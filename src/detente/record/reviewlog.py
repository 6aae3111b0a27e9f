"""The log of decisions, ``reviews.jsonl``: one line a decision, only ever appended to, mergeable with git."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import IO, Any

from detente.errors import Fault, LimitExceeded, Place, StoreError
from detente.record.reviews import edit_faults, review_problems
from detente.record.types import Review

try:
    import fcntl
except ImportError:  # Windows, where a file opened for appending is written line by line all the same
    fcntl = None  # type: ignore[assignment]

MOST_BYTES = 200_000_000
"""Largest log read."""
_MARKERS = (b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>")
_FIELDS = tuple(f.name for f in fields(Review))


@dataclass(frozen=True, slots=True)
class LogContent:
    """What a log holds.

    Parameters
    ----------
    reviews
        The decisions, in the order of the file.
    warnings
        Lines that were left out because they cannot be understood or were cut off (they stay in the file),
        and edits that cannot be applied, which stop :func:`detente.record.reviews.apply` while they stand.
    """

    reviews: tuple[Review, ...]
    warnings: tuple[Fault, ...]


class ReviewLog:
    """A log of decisions at a path; the file need not exist yet.

    Parameters
    ----------
    path
        The file, usually ``reviews.jsonl`` in a case's folder; the folder must exist when one appends.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     log = ReviewLog(Path(folder, "reviews.jsonl"))
    ...     log.append(Review("c-d3af96779cde", "accept", by="ana", at="2019-05-16"))
    ...     log.read()[0].decision
    'accept'
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)

    def append(self, *reviews: Review) -> None:
        """Write decisions to the end of the log; when this returns they are on the disk.

        Parameters
        ----------
        *reviews
            One decision, or several that belong together.

        Raises
        ------
        StoreError
            ``D425`` or ``D424`` when one is not complete or its edit cannot be applied (then none is
            written), ``D420`` when the file cannot be written.

        Notes
        -----
        A last line that was cut off, by a program that was killed while it wrote, is moved to a file beside
        the log whose name ends in ``.torn``. Programs that append at the same time wait for each other.
        """
        faults = [fault for review in reviews for fault in _faults(review)]
        if faults:
            raise StoreError(faults)
        lines = b"".join(_line(review) for review in reviews)
        try:
            new = not self.path.exists()
            with self.path.open("a+b", buffering=0) as file, _locked(file):
                self._mend(file)
                _write(file, lines)
            if new:
                _sync_folder(self.path.parent)
        except OSError as error:
            message = f"the decision could not be written: {(error.strerror or str(error)).lower()}"
            hint = "check that the folder exists and may be written, and that the disk is not full"
            raise StoreError(Fault("D420", message, hint, Place(str(self.path)))) from error

    def read(self) -> tuple[Review, ...]:
        """Return the decisions in the order of the log; none when there is no file.

        Raises
        ------
        StoreError
            As :meth:`content`.
        """
        return self.content().reviews

    def content(self) -> LogContent:
        """Return the decisions together with what was left out.

        Raises
        ------
        StoreError
            ``D420`` when the file cannot be read, ``D421`` when it holds conflict markers, every one with
            its line.
        LimitExceeded
            ``D426`` when it has more than :data:`MOST_BYTES`.
        """
        content = self._bytes()
        errors: list[Fault] = []
        warnings: list[Fault] = []
        reviews: list[Review] = []
        *lines, tail = content.removeprefix(b"\xef\xbb\xbf").split(b"\n")
        for number, line in enumerate([*lines, tail], start=1):
            if not line.strip():
                continue
            place = Place(str(self.path), number)
            if line.startswith(_MARKERS):
                hint = "keep the lines of both sides and delete the markers"
                errors.append(Fault("D421", "a conflict marker left by a merge", hint, place))
                continue
            review = _review(line)
            if isinstance(review, Review):
                reviews.append(review)
                warnings += [Fault(f.code, f.message, f.hint, place, "warning") for f in edit_faults(review)]
            else:
                cut_off = line is tail and isinstance(review, _NotJson)
                warnings.append(_left_out(review, place, cut_off=cut_off))
        if errors:
            raise StoreError(errors)
        return LogContent(tuple(reviews), tuple(warnings))

    def _bytes(self) -> bytes:
        try:
            with self.path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
        except FileNotFoundError:
            return b""
        except OSError as error:
            message = f"the log cannot be read: {(error.strerror or str(error)).lower()}"
            raise StoreError(
                Fault("D420", message, "check its path and rights", Place(str(self.path)))
            ) from error
        if len(content) > MOST_BYTES:
            message = f"the log is larger than {MOST_BYTES // 1_000_000} MB"
            hint = "check that it is a log of decisions"
            raise LimitExceeded(Fault("D426", message, hint, Place(str(self.path))))
        return content

    def _mend(self, file: IO[bytes]) -> None:
        """Make the file end with a whole line: end a whole one, set a cut-off one aside."""
        tail, start = _last_line(file)
        if not tail:
            return
        if isinstance(_review(tail), _NotJson):
            aside = self.path.with_name(self.path.name + ".torn")
            with aside.open("ab", buffering=0) as torn:
                _write(torn, tail + b"\n")
            # Only now that it is safe elsewhere.
            os.ftruncate(file.fileno(), start)
        else:
            _write(file, b"\n")


class _NotJson(str):
    """Why a line is no JSON."""

    __slots__ = ()


def _review(line: bytes) -> Review | str:
    """Return the decision on a line, or why there is none."""
    try:
        values = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        return _NotJson("it is not UTF-8")
    except (ValueError, RecursionError) as error:
        return _NotJson(f"it is not JSON ({error})")
    if not isinstance(values, dict):
        return "it is not a JSON object"
    missing = [name for name in ("claim", "decision", "by", "at") if name not in values]
    if missing:
        return f"{', '.join(missing)} missing"
    known: dict[str, Any] = {name: values[name] for name in _FIELDS if values.get(name) is not None}
    if isinstance(known.get("others"), list):
        known["others"] = tuple(known["others"])
    try:
        review = Review(**known)
    except TypeError:
        return "claim, decision, by or at is null"
    return next((problem for problem in review_problems(review)), review)


def _left_out(why: str, place: Place, *, cut_off: bool) -> Fault:
    if cut_off:
        message = "the last line was cut off and is left out"
        hint = "decide again; the next decision moves it to a file ending in .torn"
        return Fault("D423", message, hint, place, "warning")
    message = f"a line is left out: {why}"
    return Fault("D422", message, "mend the line, or leave it: it stays in the file", place, "warning")


def _faults(review: Review) -> Iterator[Fault]:
    for problem in review_problems(review):
        yield Fault("D425", f"a decision cannot be written: {problem}")
    if isinstance(review.changes, dict):
        yield from edit_faults(review)


def _line(review: Review) -> bytes:
    values = {name: value for name, value in asdict(review).items() if value not in (None, {}, ())}
    # A lone surrogate cannot be UTF-8; JSON's own escape keeps it.
    text = json.dumps(values, ensure_ascii=False)
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(values).encode() + b"\n"


@contextlib.contextmanager
def _locked(file: IO[bytes]) -> Iterator[None]:
    if fcntl is None:
        yield
        return
    fcntl.flock(file.fileno(), fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)


def _write(file: IO[bytes], content: bytes) -> None:
    """Write all of it and wait for the disk; when that fails, leave the file as it was."""
    size = os.fstat(file.fileno()).st_size
    try:
        view = memoryview(content)
        while view:
            view = view[file.write(view) :]
        os.fsync(file.fileno())
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(file.fileno(), size)
        raise


def _last_line(file: IO[bytes]) -> tuple[bytes, int]:
    """Return what stands after the last line end, and where it starts."""
    size = os.fstat(file.fileno()).st_size
    tail, start = b"", size
    while start > 0 and b"\n" not in tail:
        step = min(65536, start)
        start -= step
        file.seek(start)
        tail = file.read(step) + tail
    tail = tail.rpartition(b"\n")[2]
    return tail, size - len(tail)


def _sync_folder(folder: Path) -> None:
    """Make the new file's name last as well, where folders can be synced."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
