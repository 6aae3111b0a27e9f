"""Every fault of reading, with its stable code and what it means."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from detente.errors import Fault, Place, Severity, SourceError

FAULTS: Mapping[str, str] = MappingProxyType(
    {
        "D201": "no such file",
        "D202": "a folder where a file is needed",
        "D203": "the file cannot be read",
        "D204": "nothing in the file",
        "D205": "the file is larger than the limit",
        "D206": "the file is not text",
        "D207": "the characters of the file cannot be told",
        "D208": "not a kind of file that is read",
        "D209": "the text is not English",
        "D210": "a sentence longer than the limit",
        "D211": "front matter that is not understood",
        "D212": "a date that is not understood",
        "D213": "no running text in the file",
        "D214": "a part needed for reading is not installed",
        "D215": "a trigger lexicon that cannot be used",
        "D216": "annotations that cannot be read",
        "D217": "a PDF file that cannot be read",
        "D218": "a file under a password",
        "D219": "a PDF file without text",
        "D220": "a Word file that cannot be read",
        "D221": "paragraphs in another language",
        "D222": "a day of publication that is open to doubt",
        "D223": "a worker process that stopped",
        "D224": "a number of workers out of range",
        "D241": "annotations without the text they speak of",
        "D242": "an annotation whose words the text does not hold",
    }
)
"""Title of every code, for the documentation and for tests."""


def fault(
    code: str,
    file: Path | str,
    message: str,
    hint: str = "",
    line: int | None = None,
    source: str | None = None,
    severity: Severity = "error",
) -> Fault:
    """Make a fault of reading; the code must be one of :data:`FAULTS`."""
    assert code in FAULTS  # noqa: S101 - a wrong code is our mistake, not the user's
    column = 1 if source is not None else None
    length = max(1, len(source)) if source is not None else 1
    return Fault(code, message, hint, Place(str(file), line, column, length, source), severity)


def refuse(code: str, file: Path | str, message: str, hint: str = "", line: int | None = None) -> SourceError:
    """Make the error that refuses a file, to be raised."""
    return SourceError(fault(code, file, message, hint, line))
