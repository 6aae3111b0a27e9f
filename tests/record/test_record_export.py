"""Exports come back as they went out, in every form, and arrive whole or not at all."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import xml.etree.ElementTree as ET  # our own output
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_makers import any_day, any_text, claim, document

from detente.errors import DetenteError, LimitExceeded, StoreError
from detente.record.exporting import tables
from detente.record.exporting.cells import as_text, harmless, original
from detente.record.exporting.citations import citation_key, write_bibtex, write_csl
from detente.record.exporting.evidence import AROUND, CLAIM_COLUMNS, Evidence, words_around
from detente.record.exporting.files import written
from detente.record.exporting.forms import form_of
from detente.record.exporting.networks import write_graphml
from detente.record.exporting.tables import write_csv, write_json, write_jsonl, write_parquet, write_xlsx
from detente.record.exporting.types import Column, Network, Table
from detente.record.reviews import Review
from detente.record.search import Found

NASTY = (
    "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\tx", "'quoted'", '"=1"', "a,b;c", "line\nline\r\nline", "\r",
    "한국어 제재", "العقوبات", "核谈判 😀", "_x0041_", "\x07bell", "#N/A", "", " ", "＝1", "TRUE", "007", "1e5",
)  # fmt: skip
COLUMNS = (
    Column("words"), Column("number", "number"), Column("whole", "integer"), Column("truth", "truth"),
    Column("day", "day"), Column("codes", "codes"), Column("nested", "json"),
)  # fmt: skip
ROW = ("x", 0.5, 3, True, date(2018, 6, 12), ("PRK", "USA"), {"type": "AID"})
EMPTY = (None,) * len(COLUMNS)
ABOUT = {"program": "détente", "filters": "actor=PRK&text=it's"}


def table(rows: list[tuple[Any, ...]] | None = None) -> Table:
    nasty = [(text, *ROW[1:]) for text in NASTY]
    return Table("claims", COLUMNS, [*nasty, EMPTY] if rows is None else rows, ABOUT)


def code_of(error: pytest.ExceptionInfo[Any]) -> str:
    assert isinstance(error.value, DetenteError)
    return error.value.faults[0].code


@given(any_text)
def test_a_harmless_cell_leads_back_to_its_text(text: str) -> None:
    cell = harmless(text)
    assert original(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@settings(max_examples=30)
@given(st.lists(st.tuples(any_text, st.none() | st.floats(allow_nan=False), any_day), max_size=4))
def test_csv_comes_back(rows: list[tuple[Any, ...]]) -> None:
    columns = (Column("a"), Column("b", "number"), Column("c", "day"))
    stream = io.StringIO(newline="")
    write_csv(Table("claims", columns, rows), stream)
    back = list(csv.reader(io.StringIO(stream.getvalue(), newline="")))
    assert back[0] == ["a", "b", "c"]
    got = [(original(a), float(b) if b else None, date.fromisoformat(c)) for a, b, c in back[1:]]
    assert got == rows


def test_csv_joins_lists_and_leaves_numbers_alone() -> None:
    assert [as_text(value) for value in (*ROW, None, -1.5, ("-x", "y"))] == [
        "x", "0.5", "3", "yes", "2018-06-12", "PRK; USA", '{"type": "AID"}', "", "-1.5", "'-x; y",
    ]  # fmt: skip


def test_json_comes_back_with_where_it_comes_from() -> None:
    lines, whole = io.StringIO(), io.StringIO()
    write_jsonl(table(), lines)
    write_json(table(), whole)
    rows = [json.loads(line) for line in lines.getvalue().split("\n") if line]
    assert [row["words"] for row in rows] == [*NASTY, None]
    assert rows[0] == {
        "words": NASTY[0], "number": 0.5, "whole": 3, "truth": True, "day": "2018-06-12",
        "codes": ["PRK", "USA"], "nested": {"type": "AID"},
    }  # fmt: skip
    assert json.loads(whole.getvalue()) == {"about": ABOUT, "claims": rows}
    nothing = io.StringIO()
    write_json(table([]), nothing)
    assert json.loads(nothing.getvalue())["claims"] == []


def test_a_workbook_comes_back(tmp_path: Path) -> None:
    old = ("old", 1, 1, False, date(1888, 1, 1), (), None)
    write_xlsx(table([*table().rows, old]), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    heading, *rows = book["claims"].iter_rows()
    assert [cell.value for cell in heading] == [column.name for column in COLUMNS]
    for text, row in zip(NASTY, rows, strict=False):
        assert row[0].data_type in ("s", "n", "inlineStr")
        assert decoded(original(row[0].value or "")) == text
        assert [cell.value for cell in row[1:4]] == [0.5, 3, "yes"]
        assert row[4].value.date() == ROW[4]
        assert row[5].value == "PRK; USA"
    assert all(cell.data_type != "f" for row in rows for cell in row)
    assert all(cell.value is None for cell in rows[-2])
    assert rows[-1][4].value == "1888-01-01"
    about = {row[0].value: row[1].value for row in book["about"].iter_rows()}
    assert about == ABOUT


def decoded(text: str) -> str:
    """Control characters as Excel shows them; openpyxl leaves them as they are written."""
    return re.sub("_x(005F|00[01][0-9A-F])_", lambda c: chr(int(c[1], 16)), text)


def test_what_a_workbook_cannot_hold_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LimitExceeded) as error:
        write_xlsx(table([("x" * 32_768, *ROW[1:])]), tmp_path / "a.xlsx")
    assert code_of(error) == "D439"
    monkeypatch.setattr(tables, "MOST_SHEET_ROWS", 2)
    with pytest.raises(LimitExceeded) as error:
        write_xlsx(table([ROW] * 3), tmp_path / "a.xlsx")
    assert code_of(error) == "D439"


def test_parquet_comes_back_typed(tmp_path: Path) -> None:
    path = tmp_path / "it's [a] *.parquet"
    write_parquet(table(), path)
    with duckdb.connect() as connection:
        (tmp_path / "plain.parquet").write_bytes(path.read_bytes())
        found = connection.read_parquet(str(tmp_path / "plain.parquet"))
        assert [str(kind) for kind in found.types] == [
            "VARCHAR", "DOUBLE", "BIGINT", "BOOLEAN", "DATE", "VARCHAR[]", "VARCHAR",
        ]  # fmt: skip
        rows = found.fetchall()
        assert [row[0] for row in rows] == [*NASTY, None]
        assert rows[0][1:] == (0.5, 3, True, date(2018, 6, 12), ["PRK", "USA"], '{"type": "AID"}')
        question = "SELECT key, value FROM parquet_kv_metadata($1)"
        told = connection.execute(question, [str(tmp_path / "plain.parquet")]).fetchall()
    assert {key.decode(): value.decode() for key, value in told} == ABOUT
    write_parquet(table([]), tmp_path / "none.parquet")
    assert duckdb.read_parquet(str(tmp_path / "none.parquet")).fetchall() == []


@pytest.mark.parametrize(("write", "package"), [(write_xlsx, "openpyxl"), (write_parquet, "duckdb")])
def test_a_missing_package_is_told(
    write: Any, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(StoreError) as error:
        write(table(), tmp_path / "a")
    assert code_of(error) == "D438"
    assert "detente[data]" in str(error.value)


# Networks and citations


@settings(max_examples=30)
@given(st.lists(any_text, min_size=2, max_size=4, unique=True), any_text)
def test_graphml_is_well_formed_whatever_the_words(ids: list[str], label: str) -> None:
    nodes = tuple((id_, {"label": label, "events": n, "day": date(2018, 1, 1)}) for n, id_ in enumerate(ids))
    edge = (ids[0], ids[1], {"cooperation": 1.5, "done": True, "codes": ("A", "B"), "nothing": None})
    stream = io.StringIO()
    write_graphml(Network("actors", False, nodes, (edge,), ABOUT), stream)
    root = ET.fromstring(stream.getvalue())  # noqa: S314 - our own output
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    graph = root.find("g:graph", space)
    assert graph is not None
    assert graph.get("edgedefault") == "undirected"
    assert len(graph.findall("g:node", space)) == len(ids)
    keys = {key.get("id"): key for key in root.findall("g:key", space)}
    data = {
        keys[one.get("key")].get("attr.name"): (keys[one.get("key")].get("attr.type"), one.text)
        for one in graph.findall("g:edge/g:data", space)
    }
    assert data == {
        "cooperation": ("double", "1.5"),
        "done": ("boolean", "true"),
        "codes": ("string", "A; B"),
    }
    assert {one.text for one in graph.findall("g:data", space)} == set(ABOUT.values())


SOURCES = [
    document("a", date(2019, 3, 1), title="100% {of} A & B_c \\ #1 ~^$", outlet="Agence Été", author="Ana and Bo", url="https://x.org/a b{c}%20_d"),
    document("b", None, title=None, outlet=None, name="대화.txt", origin="chronology"),
    document("c", date(2019, 3, 1), title="two\n\nlines }", outlet="Agence Été"),
]  # fmt: skip


def test_bibtex_is_escaped_and_its_keys_are_stable_and_apart() -> None:
    stream = io.StringIO()
    write_bibtex(SOURCES, stream)
    text = stream.getvalue()
    first, second, third = text.strip().split("\n\n")
    assert first.startswith(f"@article{{agence-ete-2019-{SOURCES[0].id[:8]},\n")
    title = r"100\% \textbraceleft{}of\textbraceright{} A \& B\_c \textbackslash{} \#1 \textasciitilde{}\textasciicircum{}\$"
    assert f"title = {{{title}}}" in first
    assert "author = {{Ana and Bo}}" in first
    assert "url = {https://x.org/a%20b%7Bc%7D%20_d}" in first
    assert second.startswith("@misc{txt-nd-")
    assert "title = {대화.txt}" in second
    assert "title = {two lines \\textbraceright{}}" in third
    assert all(entry.count("{") == entry.count("}") for entry in (first, second, third))
    assert len({citation_key(one) for one in SOURCES}) == 3


def test_csl_json_has_the_fields_of_the_schema() -> None:
    stream = io.StringIO()
    write_csl(SOURCES, stream)
    first, second, _ = json.loads(stream.getvalue())
    assert first["type"] == "article-newspaper"
    assert first["issued"] == {"date-parts": [[2019, 3, 1]]}
    assert first["author"] == [{"literal": "Ana and Bo"}]
    assert first["container-title"] == "Agence Été"
    assert second == {
        "id": second["id"],
        "type": "dataset",
        "title": "대화.txt",
        "note": f"SHA-256 {SOURCES[1].id}",
    }


# Rows and files


def test_a_row_leads_back_to_its_sentence() -> None:
    doc = document("Before 😀 all. " * 5 + "They met. " + "After that. " * 5, outlet="Wire")
    read = claim(doc, "They met.")
    edited = Found(
        claim(doc, "They met.", type="AID"), read, Review(read.id, "edit", "ana", "2020-01-01", {"type": "AID"}, note="sure")
    )  # fmt: skip
    row = dict(zip([c.name for c in CLAIM_COLUMNS], Evidence(lambda _: doc).claim(edited), strict=True))
    assert doc.text[row["start"] : row["end"]] == row["quote"]
    assert row["prefix"] + row["quote"] + row["suffix"] in doc.text
    assert len(row["prefix"]) == len(row["suffix"]) == AROUND
    assert (row["document"], row["outlet"], row["published"]) == (doc.id, "Wire", date(2020, 1, 1))
    assert (row["type"], row["as_read"], row["decision"]) == ("AID", {"type": "SANCTION"}, "edited")
    assert (row["decided_by"], row["note"]) == ("ana", "sure")
    assert words_around(read, doc, 3) == "l. They met. Af"
    evidence = Evidence(lambda _: doc, "paragraph")
    assert evidence.claim(edited)[-1] == doc.text
    assert evidence.columns[-1].name == "context"


def test_a_file_arrives_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    with pytest.raises(RuntimeError), written(target, force=False) as partial:
        partial.write_text("half")
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
    with written(target, force=False) as partial:
        partial.write_text("whole")
    with pytest.raises(StoreError) as error, written(target, force=False):
        pass
    assert code_of(error) == "D436"
    target.chmod(0o600)
    with written(target, force=True) as partial:
        partial.write_text("new")
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_that_somebody_else_made_meanwhile_stays(tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    with pytest.raises(StoreError) as error, written(target, force=False) as partial:
        partial.write_text("ours")
        target.write_text("theirs")
    assert code_of(error) == "D436"
    assert target.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_system_without_links_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with written(tmp_path / "a.csv", force=False) as partial:
        partial.write_text("whole")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_target_that_cannot_be_is_told(tmp_path: Path) -> None:
    for target in (tmp_path, tmp_path / "no" / "a.csv", tmp_path / ("x" * 300 + ".csv")):
        with pytest.raises(StoreError) as error, written(target, force=True) as partial:
            partial.write_text("x")
        assert code_of(error) == "D437"
    assert list(tmp_path.iterdir()) == []


def test_the_ending_decides_and_an_unknown_one_is_told() -> None:
    assert [form_of(Path(name)) for name in ("a.CSV", "a.csl.json", "x.y.json")] == [
        "csv",
        "csl.json",
        "json",
    ]
    for name in ("a", "a.xls", "csv", ".csv.txt"):
        with pytest.raises(StoreError) as error:
            form_of(Path(name))
        assert code_of(error) == "D435"
        assert ".parquet" in str(error.value)
