"""Faults and errors: what is wrong, where, why, and what to do about it.

The tree of errors::

    DetenteError
    ├── ModelError      a case file or graph that says something impossible (carries every fault at once)
    ├── SourceError     an article or imported file that cannot be used
    ├── StoreError      a record or review log that cannot be opened, read or written
    ├── LimitExceeded   more than the program is made for; names the limit
    └── Cancelled       stopped by the user; what was finished is kept

Every one carries :class:`Fault` objects, and every fault has a stable code. Codes are grouped by room:
``D1xx`` case file, ``D2xx`` reading, ``D3xx`` import, ``D4xx`` record, ``D5xx`` graph and solvers,
``D6xx`` the case folder and the command line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault lies: lines and columns count from 1, in code points.

    Parameters
    ----------
    file
        The file as the user named it.
    line, column
        Position of the first character at fault; ``None`` where the whole file is meant.
    length
        How many characters the caret underlines.
    source
        The line itself, without its line end, for showing the caret.
    """

    file: str
    line: int | None = None
    column: int | None = None
    length: int = 1
    source: str | None = None

    def __str__(self) -> str:
        parts = [self.file, *(str(n) for n in (self.line, self.column) if n is not None)]
        return ":".join(parts)

    def to_dict(self) -> dict[str, object]:
        """Return the place as JSON-ready values."""
        return {"file": self.file, "line": self.line, "column": self.column, "length": self.length}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, with its place, cause and fix.

    Parameters
    ----------
    code
        Stable code such as ``D103``.
    message
        What is wrong and why, one sentence, no full stop.
    hint
        What to do about it, or the empty string.
    place
        Where, when there is a place.
    severity
        ``error`` stops the work, ``warning`` does not.

    Examples
    --------
    >>> place = Place("case.yaml", 3, 9, 5, "  - not PRK.testz")
    >>> print(Fault("D110", "unknown option PRK.testz", "did you mean PRK.tests?", place).render())
    case.yaml:3:9: error D110: unknown option PRK.testz
      - not PRK.testz
            ^^^^^
      fix: did you mean PRK.tests?
    """

    code: str
    message: str
    hint: str = ""
    place: Place | None = None
    severity: Severity = "error"

    def render(self) -> str:
        """Return the fault as plain text with the line and a caret under the part at fault."""
        head = f"{self.place}: " if self.place else ""
        lines = [f"{head}{self.severity} {self.code}: {self.message}"]
        if self.place and self.place.source is not None and self.place.column:
            source, column, length = _window(self.place.source, self.place.column, self.place.length)
            # A tab stays a tab so that the caret stands under its character whatever the tab width.
            pad = "".join("\t" if c == "\t" else " " * _cells(c) for c in source[: column - 1])
            marked = sum(map(_cells, source[column - 1 : column - 1 + length]))
            lines += [source, pad + "^" * max(1, marked)]
        if self.hint:
            lines.append(f"  fix: {self.hint}")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, object]:
        """Return the fault as JSON-ready values."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "hint": self.hint,
            "place": self.place.to_dict() if self.place else None,
        }


def _cells(character: str) -> int:
    """Return how many columns of a terminal a character takes: Korean or Chinese two, a vowel mark none."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _window(source: str, column: int, length: int, width: int = 160) -> tuple[str, int, int]:
    """Cut a very long line to the part around the fault, so that one message never fills a screen."""
    if len(source) <= width:
        return source, column, min(length, len(source) - column + 1)
    start = max(0, column - 1 - width // 2)
    cut = source[start : start + width]
    column -= start
    return cut, column, min(length, len(cut) - column + 1)


class DetenteError(Exception):
    """Base of every error that détente raises on purpose.

    Parameters
    ----------
    faults
        One fault or several; all that were found are told at once.
    """

    def __init__(self, faults: Fault | Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = (faults,) if isinstance(faults, Fault) else tuple(faults)
        super().__init__("\n".join(fault.render() for fault in self.faults))


class ModelError(DetenteError):
    """A case file or graph says something that cannot be."""


class SourceError(DetenteError):
    """An article or imported file cannot be used."""


class StoreError(DetenteError):
    """A record or review log cannot be opened, read or written."""


class LimitExceeded(DetenteError):  # noqa: N818 - a limit is not an error of anybody's
    """The input is larger than this program is made for; the message names the limit."""


class Cancelled(DetenteError):  # noqa: N818
    """The user stopped the work; what was finished is kept."""
