"""Tables in JSON, in and out: every published conflict comes through with its textbook results."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import detente
from detente.case import convert
from detente.catalogue.published import PublishedCase, load, names
from detente.dispute import compile_graph, loads
from detente.dispute.convert import read_model
from detente.dispute.convert.graphml import graphml_of
from detente.dispute.convert.sheet import sheet_of
from detente.dispute.convert.table import read_table
from detente.dispute.convert.table_out import table_of
from detente.errors import ModelError
from detente.graph import Graph

DILEMMA = {
    "name": "Dilemma",
    "decision_makers": [{"name": "One", "options": ["Give in"]}, {"name": "Two", "options": ["Give in"]}],
    "states": [
        {"id": "s1", "options": [0, 0]}, {"id": "s2", "options": [1, 0]},
        {"id": "s3", "options": [0, 1]}, {"id": "s4", "options": [1, 1]},
    ],
    "moves": {
        "One": [["s1", "s2"], ["s2", "s1"], ["s3", "s4"], ["s4", "s3"]],
        "Two": [["s1", "s3"], ["s2", "s4"], ["s3", "s1"], ["s4", "s2"]],
    },
    "ranking": {"One": [["s3"], ["s4"], ["s1"], ["s2"]], "Two": ["s2", "s4", "s1", "s3"]},
}  # fmt: skip


def as_table(case: PublishedCase) -> dict[str, Any]:
    """A published case in the form tables are passed on in, moves and all."""
    graph = case.graph
    words = [case.actor_names[code] for code in graph.actors]
    owned = [[o for o in graph.options if o.actor == a] for a in range(len(words))]
    assert graph.codes is not None
    return {
        "name": case.title,
        "citation": case.citation,
        "decision_makers": [
            {"name": name, "options": [case.option_names[o.name] for o in options]}
            for name, options in zip(words, owned, strict=True)
        ],
        "states": [
            {"id": ident, "options": [None if code < 0 else code >> bit & 1 for bit in range(len(graph.options))]}
            for ident, code in zip(graph.states, graph.codes.tolist(), strict=True)
        ],
        "one_way": [f"{o.name}: only taken" for o in graph.options if o.one_way == "take"],
        "moves": {
            name: [[graph.states[s], graph.states[int(t)]] for s in range(len(graph.states)) for t in graph.arcs(a).of(s)]
            for a, name in enumerate(words)
        },
        "ranking": {
            name: [
                [graph.states[int(s)] for s in np.flatnonzero(graph.ranks[a] == rank)]
                for rank in sorted(set(graph.ranks[a].tolist()), reverse=True)
            ]
            for a, name in enumerate(words)
        },
        "published": {},
    }  # fmt: skip


def write(folder: Path, told: Any, name: str = "model.json") -> Path:
    path = folder / name
    path.write_text(told if isinstance(told, str) else json.dumps(told), "utf-8")
    return path


def arcs(graph: Graph) -> list[set[tuple[int, int]]]:
    return [
        {(s, int(t)) for s in range(len(graph.states)) for t in graph.arcs(a).of(s)}
        for a in range(len(graph.actors))
    ]


@pytest.mark.parametrize("name", names())
def test_a_published_case_comes_through_every_form(name: str, tmp_path: Path) -> None:
    case = load(name)
    yaml, table, again = tmp_path / "case.yaml", tmp_path / "table.json", tmp_path / "again.yaml"
    convert(write(tmp_path, as_table(case)), yaml)
    convert(yaml, table)
    convert(table, again)
    second = tmp_path / "second.json"
    convert(again, second)
    assert second.read_bytes() == table.read_bytes()
    for file in (yaml, again):
        dispute = detente.load(file)
        assert arcs(compile_graph(dispute)) == arcs(case.graph)
        found = detente.solve(dispute).to_dict()
        for concept, answer in case.textbook.items():
            if concept in found["equilibria"]:
                assert answer.stable is not None
                assert found["equilibria"][concept] == list(answer.equilibria)
                stable = [list(ids) for ids in answer.stable.values()]
                assert list(found["stable"][concept].values()) == stable


def test_moves_that_follow_from_the_options_are_not_listed(tmp_path: Path) -> None:
    assert [a.moves for a in read_model(write(tmp_path, DILEMMA)).dispute.actors] == [None, None]
    told = DILEMMA | {"moves": DILEMMA["moves"] | {"One": [["s1", "s2"]]}}  # type: ignore[operator]
    assert [a.moves for a in read_model(write(tmp_path, told)).dispute.actors] == [(("s1", "s2"),), None]
    told = DILEMMA | {
        "one_way": ["One.Give in: may be taken, never undone", "Give in: only dropped", "Two.give_in: ?"]
    }
    incoming = read_model(write(tmp_path, told))
    assert [o.one_way for o in incoming.dispute.options] == ["take", None]
    assert [f.code for f in incoming.faults] == ["D163", "D163"]
    assert incoming.dispute.actors[0].moves == (("s1", "s2"), ("s2", "s1"), ("s3", "s4"), ("s4", "s3"))


def test_states_that_leave_options_open_say_so(tmp_path: Path) -> None:
    told = DILEMMA | {"states": [*DILEMMA["states"], {"id": "war", "options": [None, 1]}]}  # type: ignore[misc]
    state = read_model(write(tmp_path, told)).dispute.states[-1]
    assert (state.taken, state.text) == (None, "Two.give_in, all else either way")


def test_ids_that_are_no_names_or_other_outcomes_numbers_are_replaced(tmp_path: Path) -> None:
    states = [
        {"id": i, "options": o}
        for i, o in zip(["0", 2, "3", "the end"], [[0, 0], [1, 0], [0, 1], [1, 1]], strict=True)
    ]
    told = {
        "decision_makers": DILEMMA["decision_makers"],
        "states": states,
        "ranking": {"One": ["0", 2, "3", "the end"]},
    }
    target = tmp_path / "case.yaml"
    convert(write(tmp_path, told), target)
    dispute = detente.load(target)
    assert [s.id for s in dispute.states] == ["0", "s2", "s3", "the_end"]
    assert dispute.states[-1].text == "the end"
    assert dispute.actors[0].ranking == (("0",), ("s2",), ("s3",), ("the_end",))


def test_preferences_by_pairs_and_judgements_go_through(tmp_path: Path) -> None:
    text = """
actors:
  A: {name: 가, options: {x: {name: 공격, one_way: take}}, better: [['0', '1'], ['1', '2'], ['2', '0']]}
  B: {name: 가, options: {y: Act}, ranking: ['3', ['0', '1'], '2']}
states: {calm: {text: "nothing, at all", taken: [A.x, B.y]}}
"""
    text = text.replace("'3', [", "calm, [")
    source = tmp_path / "case.yaml"
    source.write_text(text, "utf-8")
    convert(source, tmp_path / "t.json", concepts=("nash",))
    table = json.loads((tmp_path / "t.json").read_text("utf-8"))
    assert table["better"] == {"가 (A)": [["0", "1"], ["1", "2"], ["2", "0"]]}
    assert table["ranking"] == {"가 (B)": [["calm"], ["0", "1"], ["2"]]}
    assert table["one_way"] == ["A.x: only taken"]
    assert table["states"][3] == {"id": "calm", "options": [1, 1], "label": "nothing, at all"}
    convert(tmp_path / "t.json", tmp_path / "again.yaml")
    mine, other = (compile_graph(detente.load(tmp_path / name)) for name in ("case.yaml", "again.yaml"))
    assert arcs(mine) == arcs(other)
    assert mine.better is not None and other.better is not None
    assert mine.better[0] is not None and other.better[0] is not None
    assert np.array_equal(mine.better[0], other.better[0])
    assert table["stability"]["nash"] == {
        "equilibria": detente.solve(mine).to_dict()["equilibria"]["nash"],
        "by_dm": dict(
            zip(["가 (A)", "가 (B)"], detente.solve(mine).to_dict()["stable"]["nash"].values(), strict=True)
        ),
    }


def test_a_sheet_has_a_row_a_state(tmp_path: Path) -> None:
    yaml = tmp_path / "case.yaml"
    convert(write(tmp_path, as_table(load("elmira"))), yaml)
    convert(yaml, tmp_path / "states.csv", concepts=("nash", "seq"))
    with (tmp_path / "states.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    graph, found = compile_graph(detente.load(yaml)), detente.solve(detente.load(yaml)).to_dict()
    assert [row["state"] for row in rows] == list(graph.states)
    assert [row[graph.options[0].name] for row in rows] == ["0", "1"] * 4 + [""]
    best = graph.states[int(graph.ranks[0].argmax())]
    assert [row["state"] for row in rows if row[f"rank {graph.actors[0]}"] == "1"] == [best]
    assert [row["state"] for row in rows if row["seq equilibrium"] == "1"] == found["equilibria"]["seq"]
    marked = [row["state"] for row in rows if row[f"nash {graph.actors[1]}"] == "1"]
    assert marked == found["stable"]["nash"][graph.actors[1]]


def test_a_network_has_a_node_a_state_and_an_edge_a_move(tmp_path: Path) -> None:
    yaml, target = tmp_path / "case.yaml", tmp_path / "net.graphml"
    convert(write(tmp_path, as_table(load("elmira")) | {"name": "<A & \u0000B>"}), yaml)
    convert(yaml, target, concepts=("nash",))
    root = ET.fromstring(target.read_bytes())  # noqa: S314 - our own file
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    keys = {key.attrib["id"]: key.attrib for key in root.findall("g:key", space)}
    nodes, edges = root.findall(".//g:node", space), root.findall(".//g:edge", space)

    def data(element: ET.Element) -> dict[str, str | None]:
        return {keys[d.attrib["key"]]["attr.name"]: d.text for d in element.findall("g:data", space)}

    graph = compile_graph(detente.load(yaml))
    assert [node.attrib["id"] for node in nodes] == list(graph.states)
    found = [
        {
            (graph.states.index(e.attrib["source"]), graph.states.index(e.attrib["target"]))
            for e in edges
            if data(e)["actor"] == actor
        }
        for actor in graph.actors
    ]
    assert found == arcs(graph)
    for edge in edges:
        actor = graph.actors.index(str(data(edge)["actor"]))
        ends = [graph.states.index(edge.attrib[end]) for end in ("target", "source")]
        assert data(edge)["improvement"] == ("true" if graph.prefers(actor, *ends) else "false")
    holding = [node.attrib["id"] for node in nodes if data(node)["nash"] == "true"]
    assert holding == detente.solve(graph).to_dict()["equilibria"]["nash"]
    assert graph.options[0].name in data(nodes[0])
    assert graph.options[0].name not in data(nodes[-1])  # no option form
    assert data(root.findall("g:graph", space)[0])["title"] == "<A & \ufffdB>"


NESTED = "[" * 100_000 + "]" * 100_000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "D161"), ("{", "D161"), ("[]", "D161"), ("null", "D161"), (NESTED, "D161"), ('{"a": ' * 50_000, "D161"),
        ('{"name": 1, "name": 2}', "D161"), ('{"name": NaN}', "D161"), ('{"name": -Infinity}', "D161"),
        ('{"name": ' + "9" * 10_000 + "}", "D161"), ('{"name": "a\nb"}', "D161"), ("\ufeff[1]", "D161"),
        ('{"name": "' + "x" * 4_000_000 + '"}', "D102"), ("{}", "D162"),
        (json.dumps({"decision_makers": [{}], "states": [{}]}), "D162"),
        (json.dumps(DILEMMA | {"decision_makers": [{"name": "One"}, {"name": "One"}]}), "D162"),
        (json.dumps(DILEMMA | {"states": [{"id": "s1", "options": [0]}]}), "D162"),
        (json.dumps(DILEMMA | {"states": [{"id": "s1", "options": [0, 1e999]}]}).replace("Infinity", "1e999"), "D162"),
        (json.dumps(DILEMMA | {"states": [{"id": "s1", "options": [0, 2]}]}), "D162"),
        (json.dumps(DILEMMA | {"states": [{"id": "s1"}, {"id": "s1"}]}), "D162"),
        (json.dumps(DILEMMA | {"states": {}}), "D162"),
        (json.dumps(DILEMMA | {"ranking": {"Three": []}}), "D162"),
        (json.dumps(DILEMMA | {"ranking": {"One": ["s9"]}}), "D162"),
        (json.dumps(DILEMMA | {"moves": {"One": [["s1"]]}}), "D162"),
        (json.dumps(DILEMMA | {"moves": {"One": [["s1", "s1"]]}}), "D131"),
        (json.dumps(DILEMMA | {"ranking": {"One": ["s1"]}}), "D127"),
        (json.dumps(DILEMMA | {"better": {"One": [["s1", "s2"], ["s2", "s1"]]}}), "D170"),
        (json.dumps(DILEMMA | {"states": [{"id": f"s{n}", "options": [0, 0]} for n in range(5000)]}), "D102"),
        (json.dumps({"decision_makers": [{"name": "A", "options": ["o"] * 63}], "states": [{"id": "s"}]}), "D102"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["yaml", "csv"])
def test_bad_tables_are_refused_in_words_and_nothing_is_written(
    text: str, code: str, ending: str, tmp_path: Path
) -> None:
    source, target = write(tmp_path, text), tmp_path / f"out.{ending}"
    with pytest.raises(detente.DetenteError) as refused:
        convert(source, target)
    assert code in {fault.code for fault in refused.value.faults}
    assert all(fault.message for fault in refused.value.faults)
    assert [p.name for p in tmp_path.iterdir()] == ["model.json"]


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_bytes(b'{"name": "\xff\xfe"}')
    with pytest.raises(ModelError) as refused:
        read_model(tmp_path / "model.json")
    assert [f.code for f in refused.value.faults] == ["D103"]


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-3, 9), st.text(max_size=6), st.sampled_from(["s1", "One", "Give in", 0.5])),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(["id", "name", "options", "One", "code", "label", "preferences", "x"]), inner, max_size=4)),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=80)
@given(
    st.sampled_from(
        [*DILEMMA, "one_way", "better", "decisionMakers", "options", "infeasibles", "coalitions"]
    ),
    values,
)
def test_no_value_anywhere_makes_a_traceback(key: str, value: Any) -> None:
    from detente.dispute.convert.gmcrplus import read_gmcrplus
    from detente.dispute.write import dumps

    save = {
        "options": [{"name": "x"}, {"name": "y"}],
        "decisionMakers": [
            {"name": "A", "options": [0, 1], "preferences": [[[0, "Y"]]], "preferenceRanking": [1]}
        ],
    }
    for read, told in ((read_table, DILEMMA | {key: value}), (read_gmcrplus, save | {key: value})):
        try:
            dispute = read(told, "model.json").dispute
            loads(dumps(dispute))
        except detente.DetenteError as refused:
            assert refused.faults


def test_writers_agree_with_each_other() -> None:
    dispute = loads("actors: {A: {options: {x: X}, prefers: [x]}, B: {options: {y: Y}, prefers: [not A.x]}}")
    graph = compile_graph(dispute)
    assert sheet_of(graph).decode().splitlines()[0] == "state,A.x,B.y,rank A,rank B"
    assert json.loads(table_of(dispute, graph))["ranking"] == {
        "A": [["1", "3"], ["0", "2"]],
        "B": [["0", "2"], ["1", "3"]],
    }
    assert graphml_of(dispute, graph).count(b"<edge ") == sum(map(len, arcs(graph)))
