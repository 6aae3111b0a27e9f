"""How fast public event data comes in and is added up: a million GDELT rows, ten million events in a series."""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest
from gdelt_rows import CODES, COUNTRIES, write_gdelt

from detente.record.importing.bulk import import_events
from detente.record.importing.layouts import COLUMNS
from detente.record.importing.series import series
from detente.record.importing.shelf import Shelf

MILLION = 1_000_000


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_gdelt(tmp_path_factory.mktemp("gdelt") / "rows.csv", MILLION)


def test_a_plain_pass(benchmark: Any, file: Path) -> None:
    """The same file cut into cells by Python and thrown away: what an import cannot be much faster than."""

    def read() -> int:
        with file.open(encoding="utf-8", newline="\n") as lines:
            return sum(len(line.split("\t")) == 61 for line in lines)

    assert benchmark.pedantic(read, rounds=3) == MILLION


def test_importing_a_million_rows(benchmark: Any, file: Path, tmp_path: Path) -> None:
    numbers = iter(range(100))
    done = benchmark.pedantic(
        lambda: import_events([file], "gdelt", Shelf(tmp_path / f"{next(numbers)}")), rounds=3
    )
    assert (done.read, done.kept) == (MILLION, MILLION)


@pytest.mark.long
@pytest.mark.parametrize("rows", [MILLION, 3 * MILLION])
def test_memory_of_an_import(benchmark: Any, tmp_path: Path, rows: int) -> None:
    """A process of its own, so that its peak is its own; it stands under `extra_info`."""
    made = write_gdelt(tmp_path / "rows.csv", rows)
    code = (
        "import sys\nfrom pathlib import Path\nfrom detente.record.importing.bulk import import_events\n"
        "from detente.record.importing.shelf import Shelf\n"
        "import_events([sys.argv[1]], 'gdelt', Shelf(Path(sys.argv[2])))\n"
        "import resource\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    command = [sys.executable, "-c", code, str(made), str(tmp_path / "events")]
    done = benchmark.pedantic(
        lambda: subprocess.run(command, check=True, capture_output=True, text=True), rounds=1
    )
    unit = 1 if sys.platform == "darwin" else 1024
    benchmark.extra_info["peak memory, MB"] = int(done.stdout) * unit // 1_000_000
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss > 0


def write_events(folder: Path, rows: int) -> Shelf:
    """Write imported events straight to Parquet: ten years of them, in the order of their days."""
    folder.mkdir()
    made = {
        "source": "'gdelt'",
        "id": "i::VARCHAR",
        "date": f"DATE '2010-01-01' + (i * 3650 // {rows})::INTEGER",
        "actor": f"({COUNTRIES}::VARCHAR[])[1 + (hash(i) % {len(COUNTRIES)})::INTEGER]",
        "target": f"({COUNTRIES}::VARCHAR[])[1 + (hash(i + 1) % {len(COUNTRIES)})::INTEGER]",
        "cameo": f"({CODES}::VARCHAR[])[1 + (hash(i + 2) % {len(CODES)})::INTEGER]",
        "mentions": "1 + (hash(i + 3) % 40)::INTEGER",
        "given": "((hash(i + 4) % 200)::INTEGER - 100) / 10",
        "url": "'https://news.example/' || i",
    }
    columns = ", ".join(
        f"CAST({made.get(name, 'NULL')} AS {kind}) AS {name}" for name, kind in COLUMNS.items()
    )
    target = folder / "gdelt-000000000000.parquet"
    query = f"SELECT {columns} FROM range({rows}) AS r(i)"  # noqa: S608
    duckdb.connect().execute(f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    return Shelf(folder)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return write_events(tmp_path_factory.mktemp("ten") / "events", 10 * MILLION)


def test_months_of_one_pair_from_ten_million(benchmark: Any, shelf: Shelf) -> None:
    found = benchmark.pedantic(lambda: series(shelf, [("USA", "PRK")]), rounds=3)
    assert len(found.rows) == 120


def test_months_of_every_pair_from_ten_million(benchmark: Any, shelf: Shelf) -> None:
    found = benchmark.pedantic(lambda: series(shelf), rounds=3)
    assert sum(row.events for row in found.rows) + found.one_sided == 10 * MILLION
