"""Write tables: CSV, JSON, JSON lines, XLSX, Parquet."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import IO, Any

from detente.errors import Fault, LimitExceeded, StoreError
from detente.record.exporting.cells import as_text
from detente.record.exporting.types import Kind, Table, jsonable

MOST_SHEET_ROWS = 1_048_575
"""As many rows as a sheet has beside its heading."""
MOST_CELL = 32_767
"""As many characters as a cell of a spreadsheet holds."""
_MOST_LINE = 1_000_000_000
_NOT_IN_SHEETS = frozenset(map(chr, range(32))) - {"\t", "\n"} | {"\ufffe", "\uffff"}
_FIRST_SHEET_DAY = date(1900, 3, 1)


def write_csv(table: Table, stream: IO[str]) -> None:
    """Write comma-separated values as RFC 4180 has them, UTF-8, with a heading and nothing else.

    Notes
    -----
    Text that a spreadsheet would take for a formula is marked, see :mod:`detente.record.exporting.cells`.
    The stream must leave line ends alone (``newline=""``).
    """
    writer = csv.writer(stream)
    writer.writerow(column.name for column in table.columns)
    writer.writerows(map(as_text, row) for row in table.rows)


def write_jsonl(table: Table, stream: IO[str]) -> None:
    """Write one JSON object a line."""
    for row in _objects(table):
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")


def write_json(table: Table, stream: IO[str]) -> None:
    """Write one JSON object: ``about``, and the rows under the table's name."""
    about = json.dumps(dict(table.about), ensure_ascii=False)
    stream.write(f'{{"about": {about}, {json.dumps(table.name)}: [')
    for nth, row in enumerate(_objects(table)):
        stream.write((",\n" if nth else "\n") + json.dumps(row, ensure_ascii=False))
    stream.write("\n]}\n")


def write_xlsx(table: Table, path: Path) -> None:
    """Write a workbook: one sheet with the rows, one that tells where they come from.

    Raises
    ------
    StoreError
        ``D438`` when openpyxl is not installed.
    LimitExceeded
        ``D439`` when there are more rows than a sheet has, or a text is longer than a cell can be.
    """
    try:
        from openpyxl import Workbook  # type: ignore[import-untyped]
        from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped]
        from openpyxl.styles import Font  # type: ignore[import-untyped]
    except ImportError:
        raise _missing("openpyxl", "XLSX") from None
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name[:31])
    sheet.freeze_panes = "A2"

    def cell(value: Any, *, bold: bool = False) -> Any:
        made = WriteOnlyCell(sheet, value=value)
        if isinstance(value, str):
            made.data_type = "s"
        if isinstance(value, date):
            made.number_format = "yyyy-mm-dd"
        if bold:
            made.font = Font(bold=True)
        return made

    try:
        sheet.append([cell(column.name, bold=True) for column in table.columns])
        for nth, row in enumerate(table.rows):
            if nth == MOST_SHEET_ROWS:
                raise _too_large(f"there are more than {MOST_SHEET_ROWS} rows, and a sheet has no more")
            sheet.append([cell(_sheet_value(value)) for value in row])
        about = book.create_sheet("about")
        for key, value in table.about.items():
            about.append([cell(_sheet_value(key)), cell(_sheet_value(value))])
    except BaseException:
        for unfinished in book.worksheets:
            unfinished.close()
        raise
    book.save(path)


def write_parquet(table: Table, path: Path) -> None:
    """Write a Parquet file with typed columns and ``about`` in its metadata.

    Raises
    ------
    StoreError
        ``D438`` when duckdb is not installed.
    """
    try:
        import duckdb
    except ImportError:
        raise _missing("duckdb", "Parquet") from None
    # A folder of our own: the names it is given mean nothing to SQL, whatever the target is called.
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        lines, made = Path(folder, "rows.jsonl"), Path(folder, "rows.parquet")
        with lines.open("w", encoding="utf-8", newline="\n") as stream:
            write_jsonl(_with_json_as_text(table), stream)
        columns = ", ".join(f"{_quoted(c.name)}: {_quoted(_PARQUET[c.kind])}" for c in table.columns)
        about = ", ".join(f"{_quoted(key)}: {_quoted(_told(value))}" for key, value in table.about.items())
        how = f"format = 'newline_delimited', columns = {{{columns}}}, maximum_object_size = {_MOST_LINE}"
        source = f"read_json({_quoted(str(lines))}, {how})"
        metadata = f", KV_METADATA {{{about}}}" if about else ""
        with duckdb.connect() as connection:
            for extensions in ("autoinstall_known_extensions", "autoload_known_extensions"):
                connection.execute(f"SET {extensions} = false")  # nothing is fetched from anywhere
            connection.execute(
                f"COPY (SELECT * FROM {source}) TO {_quoted(str(made))} (FORMAT parquet{metadata})"  # noqa: S608
            )
        _copy(made, path)


WRITERS_OF_TEXT: Mapping[str, Callable[[Table, IO[str]], None]] = {
    "csv": write_csv,
    "json": write_json,
    "jsonl": write_jsonl,
}
"""How a table is written to a stream, by form."""
WRITERS_OF_FILES: Mapping[str, Callable[[Table, Path], None]] = {
    "xlsx": write_xlsx,
    "parquet": write_parquet,
}
"""How a table is written to a file, by form."""

_PARQUET: Mapping[Kind, str] = {
    "text": "VARCHAR",
    "number": "DOUBLE",
    "integer": "BIGINT",
    "truth": "BOOLEAN",
    "day": "DATE",
    "codes": "VARCHAR[]",
    "json": "VARCHAR",
}


def _objects(table: Table) -> Iterator[dict[str, Any]]:
    names = [column.name for column in table.columns]
    for row in table.rows:
        yield dict(zip(names, map(jsonable, row), strict=True))


def _with_json_as_text(table: Table) -> Table:
    nested = [nth for nth, column in enumerate(table.columns) if column.kind == "json"]

    def rows() -> Iterator[tuple[Any, ...]]:
        for row in table.rows:
            cells = list(row)
            for nth in nested:
                if cells[nth] is not None:
                    cells[nth] = json.dumps(cells[nth], ensure_ascii=False)
            yield tuple(cells)

    return Table(table.name, table.columns, rows(), table.about)


def _sheet_value(value: Any) -> Any:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    if isinstance(value, date) and value >= _FIRST_SHEET_DAY:
        return value
    text = as_text(value)
    if len(text) > MOST_CELL:
        raise _too_large(f"a text has {len(text)} characters, and a cell holds {MOST_CELL}")
    return _without_controls(text)


def _without_controls(text: str) -> str:
    r"""Write control characters as workbooks do, such as ``_x0007_``, and words that look so likewise."""
    if text.isprintable() and "_x" not in text:
        return text
    text = text.replace("_x", "_x005F_x")
    return "".join(f"_x{ord(c):04X}_" if c in _NOT_IN_SHEETS else c for c in text)


def _told(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''").replace("\0", "") + "'"


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as there, target.open("wb") as here:
        while block := there.read(1 << 20):
            here.write(block)


def _missing(package: str, form: str) -> StoreError:
    message = f"{form} needs the package {package}, which is not installed"
    return StoreError(Fault("D438", message, "pip install 'detente[data]'"))


def _too_large(message: str) -> LimitExceeded:
    return LimitExceeded(Fault("D439", message, "write .csv, .jsonl or .parquet, or filter the rows"))
