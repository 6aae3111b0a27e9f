"""Claims are found and carried out with the commands a person types."""

from __future__ import annotations

import csv
import json
import xml.etree.ElementTree as ET  # our own output
from pathlib import Path

import pytest

import detente

ROWS = [
    {"id": "k1", "date": "2018-06-12", "actors": ["DPRK", "US"], "action": "The leaders meet in Singapore", "issue": "summitry", "kind": "summit", "by": "DPRK", "toward": "US", "certainty": "verified", "source": "Wire"},
    {"id": "k2", "date": "2018-06-19", "actors": ["US", "DPRK"], "action": "Drills are suspended", "issue": "exercises", "kind": "concession", "by": "US", "toward": "DPRK", "certainty": "verified", "source": "Wire"},
    {"id": "k3", "date": "2019-03-08", "actors": ["DPRK", "US"], "action": "=HYPERLINK(1) is rebuilt 동창리", "issue": "missiles", "kind": "threat", "by": "DPRK", "toward": "US", "certainty": "verified", "source": "Gazette"},
]  # fmt: skip
KINDS = ("claims", "events", "concessions", "pledges", "ties", "documents")
TRACE = ("document", "outlet", "published", "quote", "start", "end", "prefix", "suffix", "decision")


@pytest.fixture
def case(run, tmp_path: Path) -> Path:
    folder = tmp_path / "korea"
    folder.mkdir()
    (folder / "case.yaml").write_text("title: Korea\n", "utf-8")
    facts = tmp_path / "facts.jsonl"
    facts.write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    assert run("import", "chronology", facts, "--case", folder).code == 0
    return folder


def ids(done) -> list[str]:
    return [row["date_from"][:7] for row in done.rows]


def test_claims_are_found_by_what_people_type(run, case) -> None:
    everything = run("record", case, "--json").rows
    assert len(everything) == 3
    assert ids(run("record", case, "--json", "--issue", "exercises,missiles")) == ["2018-06", "2019-03"]
    assert ids(run("record", case, "--json", "--text", "dril* suspended")) == ["2018-06"]
    assert ids(run("record", case, "--json", "--since", "2019")) == ["2019-03"]
    assert ids(run("record", case, "--json", "--party", "north korea", "--until", "2018-06-12")) == [
        "2018-06"
    ]
    assert ids(run("record", case, "--json", "--where", "issue=missiles&text=동창리")) == ["2019-03"]
    assert ids(run("record", case, "--json", "--sort", "newest", "--limit", "1")) == ["2019-03"]
    assert run("record", case, "--json", "--party", "FRA").rows == [], (
        "France is known, but not of this record"
    )
    around = run("record", case, "--json", "--text", "drills", "--context", "5").rows[0]
    assert around["quote"] in around["context"]
    assert {**around, "context": None} == {**everything[1], "context": None}


def test_an_edit_moves_a_claim_to_where_it_is_found(run, case) -> None:
    claim = run("record", case, "--json", "--issue", "exercises").rows[0]
    review = {
        "claim": claim["id"], "decision": "edit", "by": "t", "at": "2026-01-01", "changes": {"type": "THREATEN", "issue": "air"},
    }  # fmt: skip
    (case / "reviews.jsonl").write_text(json.dumps(review) + "\n", "utf-8")
    found = run("record", case, "--json", "--type", "threaten", "--decision", "edited").rows
    assert [row["id"] for row in found] == [claim["id"]]
    assert found[0]["type"] == claim["type"], "the claim is printed as it was read"
    assert run("record", case, "--json", "--issue", "exercises").rows == []
    assert len(run("record", case, "--json", "--issue", "air").rows) == 1
    facets = run("record", case, "--facets", "--json").json
    assert facets["total"] == 3
    assert {"value": "edited", "count": 1} in facets["facets"]["decision"]
    out = run("record", case, "--format", "jsonl", "--decision", "edited").rows
    assert [(row["issue"], row["as_read"]["issue"]) for row in out] == [("air", "exercises")]
    assert [row.claim.type for row in detente.open(case).claims(decision="edited")] == ["THREATEN"]


@pytest.mark.parametrize("width", [80, 120])
def test_the_table_is_readable_in_a_narrow_terminal(run, case, width, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    done = run("record", case, "--context", "paragraph")
    assert "3 claims" in done.err
    assert max(map(len, done.out.splitlines())) <= width
    assert "Drills are suspended" in done.out
    assert "not reviewed" in done.out
    assert "1 of 3 claims" in run("record", case, "--limit", "1").err
    assert "summitry" in run("record", case, "--facets").out


@pytest.mark.parametrize(
    ("options", "code", "says"),
    [
        (("--type", "THRETEN"), "D430", "did you mean THREATEN"),
        (("--actor", "Narnia", "--issue", "exercise"), "D430", "did you mean exercises"),
        (("--outlet", "nowhere"), "D430", "nowhere"),
        (("--origin", "chronologi"), "D430", "did you mean chronology"),
        (("--document", "fact.jsonl"), "D430", "did you mean facts.jsonl"),
        (("--context", "some"), "D430", "paragraph"),
        (("--since", "June"), "D431", "2018-06"),
        (("--text", "..."), "D432", "word"),
        (("--where", "actr=PRK"), "D434", "did you mean actor"),
        (("--event", "e-1"), "D408", "e-1"),
        (("--format", "xlsx"), "D435", "where to write"),
    ],
)
def test_what_cannot_be_asked_is_told(run, case, options, code, says) -> None:
    done = run("record", case, *options)
    assert (done.code, done.out) == (1, "")
    assert code in done.err
    assert says in done.err


@pytest.mark.parametrize("form", ["csv", "jsonl", "json", "xlsx", "parquet"])
def test_every_kind_goes_into_every_table(run, case, tmp_path, form) -> None:
    for kind in KINDS:
        target = tmp_path / f"{kind}.{form}"
        done = run("export", case, target, "--what", kind, "--json").json
        assert (done["written"], done["what"], done["format"]) == (str(target), kind, form)
        assert target.exists()
        if form == "jsonl":
            rows = [json.loads(line) for line in target.read_text("utf-8").splitlines()]
            assert len(rows) == done["rows"]
            expected = TRACE if kind != "documents" else TRACE[:3]
            assert all(set(expected) <= set(row) for row in rows)
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_filters_choose_what_is_carried_out(run, case, tmp_path) -> None:
    target = tmp_path / "out.json"
    for kind, rows in (("claims", 1), ("events", 1), ("concessions", 1), ("documents", 1)):
        run("export", case, target, "--what", kind, "--issue", "exercises", "--force")
        made = json.loads(target.read_text("utf-8"))
        assert len(made[kind]) == rows, kind
        assert made["about"]["filters"] == "issue=exercises"
        assert made["about"]["version"] == detente.__version__
    assert run("export", case, target, "--what", "concessions", "--issue", "missiles", "--force").code == 0
    assert json.loads(target.read_text("utf-8"))["concessions"] == []
    assert detente.open(case).export(tmp_path / "more.csv", issue="missiles").rows == 1


def test_no_cell_is_a_formula_and_korean_stays(run, case, tmp_path) -> None:
    run("export", case, tmp_path / "a.csv", "--issue", "missiles")
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["quote"].startswith("'=") or "동창리" in row["quote"]
    assert not any(cell.startswith("=") for cell in row.values())
    printed = run("record", case, "--format", "csv", "--issue", "missiles").out
    assert "동창리" in printed


def test_networks_and_citations(run, case, tmp_path) -> None:
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    run("export", case, tmp_path / "who.graphml")
    graph = ET.parse(tmp_path / "who.graphml").getroot().find("g:graph", space)  # noqa: S314
    assert {node.get("id") for node in graph.findall("g:node", space)} == {"PRK", "USA"}
    assert len(graph.findall("g:edge", space)) == 1
    run("export", case, tmp_path / "why.graphml", "--what", "events")
    graph = ET.parse(tmp_path / "why.graphml").getroot().find("g:graph", space)  # noqa: S314
    nodes = {node.get("id") for node in graph.findall("g:node", space)}
    edges = [(edge.get("source"), edge.get("target")) for edge in graph.findall("g:edge", space)]
    assert {"k1", "k2", "k3"} < nodes
    assert len(nodes) == 7
    assert len(edges) == 6
    assert all(source in nodes and target in nodes for source, target in edges)
    run("export", case, tmp_path / "cited.bib")
    assert (tmp_path / "cited.bib").read_text("utf-8").count("@misc{") == 1
    run("export", case, tmp_path / "cited.csl.json")
    assert [one["type"] for one in json.loads((tmp_path / "cited.csl.json").read_text("utf-8"))] == [
        "dataset"
    ]


def test_a_target_that_cannot_be_is_told_and_nothing_is_lost(run, case, tmp_path) -> None:
    target = tmp_path / "there.csv"
    target.write_text("mine")
    for arguments, code in (
        ((target,), "D436"),
        ((tmp_path / "a.docx",), "D435"),
        ((tmp_path / "a.bib", "--what", "ties"), "D435"),
        ((tmp_path / "no" / "a.csv",), "D437"),
    ):
        done = run("export", case, *arguments)
        assert done.code == 1
        assert code in done.err
    assert target.read_text() == "mine"
    assert run("export", case, target, "--force").code == 0
    assert run("record", case, "--out", tmp_path / "b.csv", "--limit", "2", "--json").json["rows"] == 2
