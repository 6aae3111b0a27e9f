"""Where a document's date, title and author come from is kept, shown and carried on."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

PAGE = (
    "Talks end early\n\nBy Rupert Hentzau\n\n4 March 2021\n\n"
    "Chad rejected the Libyan offer on Wednesday. Libya condemned the refusal."
)


@pytest.fixture
def case(run, tmp_path: Path) -> Path:
    folder = tmp_path / "talks"
    (folder / "articles").mkdir(parents=True)
    (folder / "case.yaml").write_text("title: Talks\n", "utf-8")
    (folder / "articles" / "page.txt").write_text(PAGE, "utf-8")
    assert run("read", folder).code == 0
    return folder


def test_how_a_document_was_dated_is_listed_exported_and_packed(run, case: Path, tmp_path: Path) -> None:
    shown = " ".join(run("record", case).out.split())
    assert (
        "Talks end early (2021-03-04, dated by its date line; title from first line, author from byline)"
        in shown
    )
    assert "found" not in run("record", case, "--json").rows[0], "lines of claims stay as they are"
    there = tmp_path / "there"
    assert run("pack", case, tmp_path / "talks.zip").code == 0
    assert run("unpack", tmp_path / "talks.zip", there).code == 0
    for folder in (case, there):
        target = tmp_path / f"{folder.name}.csv"
        assert run("export", folder, target, "--what", "documents").code == 0
        with target.open(encoding="utf-8-sig", newline="") as file:
            (row,) = csv.DictReader(file)
        how = {name: row[name] for name in ("published_how", "title_how", "outlet_how", "author_how")}
        assert how == {
            "published_how": "date line",
            "title_how": "first line",
            "outlet_how": "",
            "author_how": "byline",
        }
