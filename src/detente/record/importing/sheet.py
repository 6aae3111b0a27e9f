"""Tables as people make them: CSV in whatever encoding and with whatever divider, and Excel workbooks.

Nothing is guessed in silence: what was found out about a file comes along as notes.
"""

from __future__ import annotations

import codecs
import csv
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from detente.errors import Fault, LimitExceeded, Place, SourceError
from detente.record.importing.types import BadRow

DIVIDERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "upright strokes"}
MOST_CELLS_LINES = 100
"""A quoted cell may go over this many lines; one that goes on is a quote that was never closed."""
MOST_COLUMNS = 500
MOST_ROWS = 1_000_000
MOST_UNPACKED = 500_000_000
"""Most bytes a workbook may unpack to."""
_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_TRIED = 60
_KEPT = 1000


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: the line it begins on, from 1, and its cells."""

    number: int
    cells: tuple[str, ...]

    @property
    def text(self) -> str:
        """The row for people."""
        return " | ".join(self.cells)[:_KEPT]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its heading, its rows, the rows that cannot be read, and what was found out about it."""

    header: tuple[str, ...]
    rows: tuple[Line, ...]
    bad: tuple[BadRow, ...]
    notes: tuple[str, ...]


def read_csv(content: bytes, name: str) -> Sheet:
    r"""Read a table of divided text.

    Parameters
    ----------
    content
        The bytes of the file: UTF-8 or UTF-16 with or without a byte-order mark, or Windows-1252.
    name
        The file's name, for faults.

    Raises
    ------
    SourceError
        When it is none of these encodings (``D317``), or empty (``D302``).

    Notes
    -----
    The divider is the one that gives the heading the most columns and most rows as many. Each row is read by
    the standard library's reader, strictly; where a quote is never closed only the line that opens it is
    bad, and reading goes on with the next.

    Examples
    --------
    >>> sheet = read_csv(b'Datum;Wer\n2019-02-28;"USA; EU"\n', "a.csv")
    >>> sheet.header, sheet.rows[0].cells, sheet.notes
    (('Datum', 'Wer'), ('2019-02-28', 'USA; EU'), ('UTF-8', 'divided by semicolons, quoted by "'))
    """
    text, encoding = _decoded(content, name)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    divider = _divider(lines)
    read, bad = _rows(lines, divider)
    if not read:
        raise SourceError(Fault("D302", "the table is empty", "it needs a heading and rows", Place(name)))
    quoted = ', quoted by "' if '"' in text else ", without quotes"
    notes = (encoding, f"divided by {DIVIDERS[divider]}{quoted}")
    return Sheet(read[0].cells, tuple(read[1:]), tuple(bad), notes)


def _decoded(content: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in _BOMS.items():
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding), f"{encoding.upper()} with a byte-order mark"
            except UnicodeDecodeError as error:
                raise _undecodable(
                    name, f"it says that it is {encoding}, but is not (byte {error.start + 1})"
                ) from error
    sample = content[:2000]
    for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        # Text in the Latin script has a zero in every other byte of UTF-16.
        if len(sample) >= 4 and zeros.count(0) > 0.4 * len(zeros):
            try:
                return content.decode(encoding), "UTF-16"
            except UnicodeDecodeError:
                break
    if b"\0" in content:
        raise _undecodable(name, "it holds zero bytes and is no text")
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError as error:
        byte = error.start + 1
    try:
        return content.decode("cp1252"), "Windows-1252, not being UTF-8"
    except UnicodeDecodeError as error:
        raise _undecodable(name, f"it is neither UTF-8 (byte {byte}) nor Windows-1252") from error


def _undecodable(name: str, why: str) -> SourceError:
    return SourceError(Fault("D317", f"the text cannot be decoded: {why}", "save it as UTF-8", Place(name)))


def _divider(lines: Sequence[str]) -> str:
    """Return the divider by which the first rows have most cells in common with the heading."""
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    best, most = ",", (0, 0)
    for divider in DIVIDERS:
        rows, _ = _rows(lines[first : first + _TRIED], divider)
        width = len(rows[0].cells) if rows else 1
        alike = sum(len(row.cells) == width for row in rows)
        if width > 1 and (alike, width) > most:
            best, most = divider, (alike, width)
    return best


class _Unclosed(Exception):  # noqa: N818 - never leaves this module
    pass


class _Feed:
    """Gives lines to the reader of CSV, and remembers how far it has come."""

    def __init__(self, lines: Sequence[str], start: int) -> None:
        self._lines = lines
        self.begun = self.at = start

    def __iter__(self) -> Iterator[str]:
        while self.at < len(self._lines):
            if self.at - self.begun > MOST_CELLS_LINES:
                raise _Unclosed
            self.at += 1
            yield self._lines[self.at - 1] + "\n"


def _rows(lines: Sequence[str], divider: str) -> tuple[list[Line], list[BadRow]]:
    rows: list[Line] = []
    bad: list[BadRow] = []
    feed = _Feed(lines, 0)
    while feed.begun < len(lines):
        try:
            for cells in csv.reader(iter(feed), delimiter=divider, strict=True):
                if len(cells) > MOST_COLUMNS:
                    reason = f"it has {len(cells):,} cells, more than {MOST_COLUMNS}"
                    bad.append(BadRow(feed.begun + 1, reason, lines[feed.begun][:_KEPT]))
                elif any(cell.strip() for cell in cells):
                    rows.append(Line(feed.begun + 1, tuple(" ".join(cell.split()) for cell in cells)))
                feed.begun = feed.at
            break
        except (_Unclosed, csv.Error) as error:
            never = isinstance(error, _Unclosed) or "unexpected end" in str(error)
            reason = "a quote that opens here is never closed" if never else f"not to be divided: {error}"
            bad.append(BadRow(feed.begun + 1, reason, lines[feed.begun][:_KEPT]))
            feed = _Feed(lines, feed.begun + 1)
    return rows, bad


def read_xlsx(path: Path, sheet: str | None = None) -> Sheet:
    """Read a sheet of an Excel workbook; formulas count by the value that was saved with them.

    Parameters
    ----------
    path
        The workbook.
    sheet
        Name of the sheet, the first unless given.

    Raises
    ------
    SourceError
        When openpyxl is not installed (``D306``), the file is no workbook or lacks the sheet (``D319``), or
        the sheet is empty (``D302``).
    LimitExceeded
        When it unpacks to more than :data:`MOST_UNPACKED` (``D308``) or has too many rows (``D303``).
    """
    try:
        openpyxl: Any = import_module("openpyxl")
    except ImportError as error:
        message, hint = "a workbook needs openpyxl, which is not installed", 'pip install "detente[data]"'
        raise SourceError(Fault("D306", message, hint, Place(str(path)))) from error
    place = Place(str(path))
    try:
        with zipfile.ZipFile(path) as packed:
            size = sum(info.file_size for info in packed.infolist())
        if size > MOST_UNPACKED:
            message = f"the workbook unpacks to {size:,} bytes, more than {MOST_UNPACKED:,}"
            raise LimitExceeded(Fault("D308", message, "save the sheet as CSV", place))
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (LimitExceeded, OSError) as error:
        if isinstance(error, LimitExceeded):
            raise
        cause = (error.strerror or str(error)).lower()
        raise SourceError(
            Fault("D301", f"the file cannot be read: {cause}", "check its path", place)
        ) from error
    except Exception as error:
        # A damaged workbook can fail anywhere inside the package that reads it.
        hint = "open it in a spreadsheet program and save it again, or save the sheet as CSV"
        raise SourceError(
            Fault("D319", f"this is no workbook that can be read: {error}", hint, place)
        ) from error
    try:
        if sheet is not None and sheet not in book.sheetnames:
            hint = f"its sheets are {', '.join(book.sheetnames)}"
            raise SourceError(Fault("D319", f"the workbook has no sheet {sheet!r}", hint, place))
        chosen = book[sheet or book.sheetnames[0]]
        if not hasattr(chosen, "iter_rows"):
            raise SourceError(
                Fault("D319", f"{chosen.title!r} is a chart", "name another with --sheet", place)
            )
        rows = _workbook_rows(chosen, path)
    except (SourceError, LimitExceeded):
        raise
    except Exception as error:
        raise SourceError(
            Fault("D319", f"the sheet cannot be read: {error}", "save it as CSV", place)
        ) from error
    finally:
        book.close()
    if not rows:
        raise SourceError(Fault("D302", "the sheet is empty", "it needs a heading and rows", place))
    return Sheet(rows[0].cells, tuple(rows[1:]), (), (f"sheet {chosen.title!r} of {len(book.sheetnames)}",))


def _workbook_rows(sheet: Any, path: Path) -> list[Line]:
    rows = []
    # What the file says of its own size is often wrong.
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        if number > MOST_ROWS:
            message = f"the sheet has more than {MOST_ROWS:,} rows"
            raise LimitExceeded(Fault("D303", message, "split it", Place(str(path))))
        cells = [_cell(value) for value in values[:MOST_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            rows.append(Line(number, tuple(cells)))
    return rows


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def table_bytes(path: Path, most: int) -> bytes:
    """Return a file's bytes; ``D301`` when it cannot be read, ``D303`` when it has more than ``most``."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        cause = "it is a folder" if path.is_dir() else (error.strerror or str(error)).lower()
        message, hint = f"the file cannot be read: {cause}", "check its path and rights"
        raise SourceError(Fault("D301", message, hint, Place(str(path)))) from error
    if len(content) > most:
        message = f"the file is larger than {most // 1_000_000} MB, the most that is read at once"
        raise LimitExceeded(Fault("D303", message, "split it into several files", Place(str(path))))
    return content
