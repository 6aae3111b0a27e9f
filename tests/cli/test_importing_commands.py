"""The commands import and series, as a shell sees them."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from detente.case import Case, new_case


def gdelt(id_: object, code: str = "042", target: str = "PRK") -> str:
    cells = [""] * 61
    cells[0], cells[1], cells[5], cells[7], cells[15], cells[17] = (
        str(id_),
        "20190227",
        "USA",
        "USA",
        target,
        target,
    )
    cells[25:35] = ["1", code, code[:3], code[:2], "1", "1.9", "10", "2", "8", "-1.5"]
    cells[59] = "20190228101500"
    return "\t".join(cells) + "\n"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return new_case(tmp_path / "case").folder


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text(
        gdelt(1) + gdelt(2, "130") + gdelt(2, "130") + gdelt(3, target="KOR") + "broken\n" + gdelt(4, "99")
    )
    return path


def test_import_of_events_counts_every_row(run: Any, case: Path, rows: Path) -> None:
    done = run("import", "gdelt", rows, "--case", case, "--pair", "USA,North Korea", "--json")
    assert done.code == 0
    assert done.err == ""
    (file,) = (case / "events").glob("*.parquet")
    assert done.json == {
        "format": "gdelt",
        "read": 6,
        "kept": 2,
        "bad": [
            {"file": str(rows), "line": 5, "reason": "wrong number of columns: 1, not 61"},
            {"file": str(rows), "line": 6, "reason": 'unknown CAMEO code: "99"'},
        ],
        "bad_rows": 2,
        "files": 1,
        "filtered": 1,
        "repeated": 1,
        "reasons": {"wrong number of columns": 1, "unknown CAMEO code": 1},
        "events": str(file),
        "already": False,
    }
    again = run("import", "gdelt", rows, "--case", case, "--pair", "USA,North Korea")
    assert "nothing was added" in again.err
    assert list((case / "events").glob("*.parquet")) == [file]


def test_import_tells_people(run: Any, case: Path, rows: Path) -> None:
    rows.write_text(gdelt(1) + "broken\n" * 30)
    done = run("import", "gdelt", rows, "--case", case)
    assert (done.code, done.out) == (0, "")
    assert f"{rows}:2: wrong number of columns" in done.err
    assert done.err.count("wrong number of columns: ") == 20
    assert "30 bad: wrong number of columns" in done.err
    assert "31 rows read from 1 file: 1 kept, 30 bad and set aside" in done.err
    trial = run("import", "gdelt", rows, "--case", case, "--dry-run", "--since", "2020-01-01")
    assert "this was a trial, nothing was written" in trial.err
    assert "1 not asked for" in trial.err


def test_series_in_three_forms(run: Any, case: Path, rows: Path) -> None:
    assert run("series", case).code == 1
    run("import", "gdelt", rows, "--case", case)
    found = run("series", case, "--pair", "PRK,USA", "--json").json
    row = {"a": "PRK", "b": "USA", "period": "2019-02", "cooperation": 1.9, "conflict": -4.4, "events": 2}
    assert found == {
        "unit": "month",
        "directed": False,
        "weights": "goldstein-cameo-1",
        "one_sided": 0,
        "series": [row | {"mentions": 20, "source": "gdelt"}],
    }
    table = run("series", case, "--by", "week", "--directed")
    assert "2019-W09" in table.out
    assert "weights: goldstein-cameo-1" in table.err
    read = list(csv.DictReader(io.StringIO(run("series", case, "--csv", "--weights", "given").out)))
    assert [(r["a"], r["b"], r["cooperation"]) for r in read] == [
        ("KOR", "USA", "1.9"),
        ("PRK", "USA", "3.8"),
    ]


def test_a_table_is_imported_and_its_columns_are_remembered(run: Any, case: Path, tmp_path: Path) -> None:
    facts = tmp_path / "fakten.csv"
    facts.write_text(
        "Zeit;Land;Gegen;Tat\n03.04.2019;Nordkorea?;USA;threat\n04.04.2019;PRK;USA;threat\n", "utf-8"
    )
    refused = run("import", "csv", facts, "--case", case)
    assert refused.code == 1
    assert "--map date=COLUMN" in refused.err
    flags = ["--map", "date=Zeit", "--map", "actor=Land", "--map", "target=Gegen", "--map", "type=Tat"]
    assert "--date-format" in run("import", "csv", facts, "--case", case, *flags).err
    assert not (case / "events" / "columns.toml").exists()
    done = run("import", "csv", facts, "--case", case, *flags, "--date-format", "DD.MM.YYYY", "--json")
    assert (done.json["format"], done.json["read"], done.json["kept"]) == ("csv", 2, 1)
    assert done.json["bad"] == [{"line": 2, "reason": "by names nobody known: Nordkorea?"}]
    assert "divided by semicolons, without quotes" in done.json["notes"]
    more = tmp_path / "mehr.csv"
    more.write_text("Zeit;Land;Gegen;Tat\n05.04.2019;PRK;USA;offer\n", "utf-8")
    assert run("import", "csv", more, "--case", case).code == 0
    assert [row["date_from"] for row in run("record", case, "--json").rows] == ["2019-04-04", "2019-04-05"]
    assert run("ledger", case, "--json").json["ties"] != []


def test_a_chronology_can_be_tried(run: Any, case: Path, tmp_path: Path) -> None:
    facts = tmp_path / "facts.jsonl"
    facts.write_text(
        json.dumps({"id": "a", "date": "2019-01-01", "action": "x", "kind": "visit", "by": "US"})
    )
    done = run("import", "chronology", facts, "--case", case, "--dry-run", "--json")
    assert done.json == {"format": "chronology", "read": 1, "kept": 1, "bad": []}
    assert not Case(case).has_record


@pytest.mark.parametrize(
    "flags",
    [
        ("gdelt", "a", "--map", "date=x"),
        ("csv", "a", "--actor", "USA"),
        ("csv", "a", "b"),
        ("chronology", "a", "--sheet", "x"),
        ("chronology", "a", "--root-only"),
        ("icews", "a", "--root-only"),
        ("gdelt", "a", "--pair", "USA"),
    ],
)
def test_flags_that_do_not_fit(run: Any, case: Path, flags: tuple[str, ...]) -> None:
    done = run("import", *flags, "--case", case)
    assert (done.code, done.out) == (1, "")
    assert "D310" in done.err


def test_ctrl_c_leaves_nothing_half_written(case: Path, rows: Path) -> None:
    code = (
        "import os, signal, sys\nfrom detente.record.importing import bulk\nfrom detente.cli import main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it\n"
        "whole = bulk._Import.write\n"
        "def write(*a):\n    whole(*a)\n    os.kill(os.getpid(), signal.SIGINT)\n"
        "bulk._Import.write = write\n"
        "main(['import', 'gdelt', sys.argv[1], '--case', sys.argv[2]])\n"
    )
    command = [sys.executable, "-c", code, str(rows), str(case)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=100)
    assert done.returncode in (130, -signal.SIGINT)
    assert "Traceback" not in done.stderr
    assert [p.name for p in (case / "events").iterdir()] == [".importing.lock"]
