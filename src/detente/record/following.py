"""A log of decisions that is read once and then followed: only what was appended since is read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import BinaryIO

from detente.errors import Fault, LimitExceeded, Place, StoreError
from detente.record.reviewlog import MOST_BYTES, ReviewLog, parse
from detente.record.types import Review

_SEAM = 256


@dataclass(frozen=True, slots=True)
class News:
    """What a look at the log brought.

    Parameters
    ----------
    entries
        The new entries, in the order of the log; all there are when ``anew``.
    anew
        Whether what was read before no longer holds, because the file was replaced or rewritten, as git does.
    """

    entries: tuple[Review, ...]
    anew: bool


class Follower:
    """Reads a log from where it stopped the last time, whoever appended to it since.

    Parameters
    ----------
    log
        The log; its file need not exist yet.
    """

    def __init__(self, log: ReviewLog) -> None:
        self.log = log
        self._file: tuple[int, int] | None = None
        self._offset = 0
        self._lines = 0
        self._seam = b""
        self._ended = True

    def news(self) -> News:
        """Return what is new since the last call; everything the first time.

        Raises
        ------
        StoreError
            ``D420`` when the file cannot be read, ``D421`` when what is new holds conflict markers.
        LimitExceeded
            ``D426`` when there is more than fits a log.

        Notes
        -----
        A last line that has no end yet is left for the next time unless it is whole. Linear in what is new.
        """
        try:
            with self.log.path.open("rb") as file:
                found = _identity(file.fileno())
                goes_on = found == self._file and self._still_there(file)
                start = self._offset if goes_on else 0
                file.seek(start)
                content = file.read(MOST_BYTES + 1 - start)
        except FileNotFoundError:
            anew, self._file, self._offset, self._seam = self._file is not None, None, 0, b""
            return News((), anew)
        except OSError as error:
            message = f"the log cannot be read: {(error.strerror or str(error)).lower()}"
            place = Place(str(self.log.path))
            raise StoreError(Fault("D420", message, "check its path and rights", place)) from error
        if start + len(content) > MOST_BYTES:
            message = f"the log is larger than {MOST_BYTES // 1_000_000} MB"
            place = Place(str(self.log.path))
            raise LimitExceeded(Fault("D426", message, "check that it is a log of decisions", place))
        whole = content[: content.rfind(b"\n") + 1]
        tail = content[len(whole) :]
        if tail.strip() and parse(tail, "").entries:
            whole = content
        lines = self._lines if goes_on else 0
        parsed = parse(whole, str(self.log.path), lines + 1)
        if parsed.errors:
            raise StoreError(parsed.errors)
        before = self._seam if goes_on else b""
        anew = not goes_on and self._file is not None
        self._file, self._offset = found, start + len(whole)
        self._lines = lines + whole.count(b"\n")
        self._seam = (before + whole)[-_SEAM:]
        self._ended = self._seam.endswith(b"\n") or not self._seam
        return News(tuple(review for review, _ in parsed.entries), anew)

    def _still_there(self, file: BinaryIO) -> bool:
        """Whether the file still holds, before the place reached, what was read there."""
        file.seek(self._offset - len(self._seam))
        if file.read(len(self._seam)) != self._seam:
            return False
        # A line that was whole without its end may have been written on since.
        return self._ended or file.read(1) in (b"", b"\r", b"\n")


def _identity(handle: int) -> tuple[int, int]:
    status = os.fstat(handle)
    return status.st_dev, status.st_ino
