"""Save files of GMCR+, written here from the description of the form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import detente
from detente.case import convert
from detente.catalogue.published import load as published
from detente.dispute import compile_graph
from detente.dispute.convert import read_model
from detente.errors import ModelError
from detente.stability import solve

Y, N = "Y", "N"


def option(name: str, way: str = "both") -> dict[str, str]:
    return {"name": name, "permittedDirection": way}


def maker(
    name: str, options: list[int], preferences: Any = (), ranking: Any = (), **more: Any
) -> dict[str, Any]:
    return {
        "name": name, "options": options, "preferences": list(preferences), "preferenceRanking": list(ranking), **more,
    }  # fmt: skip


def saved(options: list[Any], makers: list[Any], **more: Any) -> dict[str, Any]:
    return {
        "program": "gmcr-py", "version": "0.3.6", "options": options, "decisionMakers": makers,
        "useManualPreferenceRanking": False, "infeasibles": [], "coalitions": [], **more,
    }  # fmt: skip


SYRIA = saved(
    [option("Release Water"), option("Escalate"), option("Attack")],
    [
        maker("Syria", [0, 1], ranking=[1, 3, 6, 2, 4, 5]),
        maker("Iraq", [2], ranking=[2, 4, 6, 1, 5, 3]),
    ],
    infeasibles=[[[0, Y], [1, Y]]],
    useManualPreferenceRanking=True,
)
# The same rankings as statements: each line parts states that those above leave together.
SYRIA_STATED = saved(
    SYRIA["options"],
    [
        maker("Syria", [0, 1], [
            {"compound": True, "members": [[[0, N], [1, N], [2, N]], [[1, Y]]]},
            [[0, N], [1, N], [2, N]],
            {"compound": True, "members": [[[1, Y], [2, N]]]},
            [[2, N]],
            [[0, N]],
        ]),
        # 2 4 6 1 5 3
        maker("Iraq", [2], [
            {"compound": True, "members": [[[0, Y], [2, N]], [[0, N], [1, N], [2, Y]]]},
            [[0, Y], [2, N]],
            [[1, Y], [2, Y]],
            [[0, N], [1, N], [2, N]],
            [[0, Y], [2, Y]],
        ]),
    ],
    infeasibles=[[[0, Y], [1, Y]]],
)  # fmt: skip
CUBA = saved(
    [option("Air Strike", "fwd"), option("Blockade"), option("Withdraw"), option("Escalate")],
    [
        maker("US", [0, 1], ranking=[5, 7, 6, 8, 3, 2, 4, 1, 12, 10, 11, 9]),
        maker("USSR", [2, 3], ranking=[1, 5, 7, 3, 6, 2, 8, 4, 12, 10, 11, 9]),
    ],
    infeasibles=[[[2, Y], [3, Y]]],
    useManualPreferenceRanking=True,
)


def write(folder: Path, told: Any, name: str = "model.gmcr") -> Path:
    path = folder / name
    path.write_text(json.dumps(told), "utf-8")
    return path


def warnings(folder: Path, told: Any) -> list[str]:
    return [f.message for f in read_model(write(folder, told)).faults]


@pytest.mark.parametrize(
    ("told", "name"),
    [(SYRIA, "syria_iraq_1975"), (CUBA, "cuban_missile_crisis_one_way")],
    ids=["syria", "cuba"],
)
def test_a_ranked_file_has_the_textbook_results(told: Any, name: str, tmp_path: Path) -> None:
    target = tmp_path / "case.yaml"
    assert convert(write(tmp_path, told), target) == ()
    case = published(name)
    found = detente.solve(detente.load(target)).to_dict()
    assert [s["id"] for s in found["states"]] == list(case.graph.states)
    for concept, table in case.textbook.items():
        if concept in found["equilibria"]:
            assert table.stable is not None
            assert found["equilibria"][concept] == list(table.equilibria)
            assert list(found["stable"][concept].values()) == [list(ids) for ids in table.stable.values()]


def test_a_file_of_statements_has_the_textbook_results(tmp_path: Path) -> None:
    target = tmp_path / "case.yaml"
    assert convert(write(tmp_path, SYRIA_STATED), target) == ()
    text = target.read_text("utf-8")
    assert "- not Syria.release_water and not Syria.escalate and not Iraq.attack or Syria.escalate\n" in text
    assert "impossible: [Syria.release_water and Syria.escalate]" in text
    case = published("syria_iraq_1975")
    graph = compile_graph(detente.load(target))
    assert [row.argsort()[::-1].tolist() for row in graph.ranks] == [
        row.argsort()[::-1].tolist() for row in case.graph.ranks
    ]
    stability = solve(graph)
    for concept, table in case.textbook.items():
        if concept in stability.concepts:
            assert stability.count(concept) == len(table.equilibria)


def test_ties_one_way_options_and_the_origin_are_kept(tmp_path: Path) -> None:
    told = saved(
        [option("Go", "fwd"), option("Stay", "back")],
        [maker("A", [0], ranking=[[1, 2], 3, 4]), maker("B", [1], ranking=[4, [2, 3], 1])],
        useManualPreferenceRanking=True,
    )
    target = tmp_path / "case.yaml"
    convert(write(tmp_path, told), target)
    text = target.read_text("utf-8")
    assert text.startswith("# Converted from model.gmcr, saved by gmcr-py 0.3.6.\n")
    assert "ranking: [[s1, s2], s3, s4]" in text
    dispute = detente.load(target)
    assert [o.one_way for o in dispute.options] == ["take", "drop"]
    assert dispute.title == "model"


def test_options_out_of_order_keep_the_states_the_file_numbers(tmp_path: Path) -> None:
    """Option 0 belongs to the second decision maker, so bits change places while states keep their numbers."""
    told = saved(
        [option("second"), option("first")],
        [maker("A", [1], ranking=[3, 1, 2, 4]), maker("B", [0], ranking=[1, 2, 3, 4])],
        useManualPreferenceRanking=True,
    )
    dispute = read_model(write(tmp_path, told)).dispute
    assert {s.id: s.taken for s in dispute.states} == {
        "s1": (), "s2": ("B.second",), "s3": ("A.first",), "s4": ("B.second", "A.first"),
    }  # fmt: skip
    target = tmp_path / "case.yaml"
    convert(tmp_path / "model.gmcr", target)
    graph = compile_graph(detente.load(target))
    best = graph.states[int(graph.ranks[0].argmax())]
    assert (best, graph.taken(graph.states.index(best))) == ("s3", ("A.first",))


def test_a_shared_option_can_be_moved_by_both(tmp_path: Path) -> None:
    told = saved(
        [option("own"), option("shared"), option("other")],
        [maker("A", [0, 1], [[[1, Y]]]), maker("B", [1, 2], [[[1, N]]])],
        infeasibles=[[[0, Y], [2, Y]]],
    )
    target = tmp_path / "case.yaml"
    (warning,) = convert(write(tmp_path, told), target)
    assert (warning.code, "B shares shared" in warning.message) == ("D164", True)
    assert "# B shares shared" in target.read_text("utf-8")
    graph = compile_graph(detente.load(target))

    def moves(actor: int) -> set[tuple[str, str]]:
        return {
            (graph.states[s], graph.states[int(t)])
            for s in range(len(graph.states))
            for t in graph.arcs(actor).of(s)
        }

    states = [s for s in range(8) if not (s & 1 and s & 4)]
    assert moves(0) == {(str(s), str(t)) for s in states for t in states if s != t and not (s ^ t) & 4}
    assert moves(1) == {(str(s), str(t)) for s in states for t in states if s != t and not (s ^ t) & 1}


def test_a_shared_option_with_too_many_moves_is_refused_with_what_to_do(tmp_path: Path) -> None:
    count = 11
    told = saved([option(f"o{n}") for n in range(count)], [maker("A", [0]), maker("B", list(range(count)))])
    with pytest.raises(ModelError) as refused:
        read_model(write(tmp_path, told))
    (fault,) = refused.value.faults
    assert (fault.code, fault.hint) == ("D102", "give it an option of its own, or rule states out")


def test_options_of_nobody_stay_where_they_are(tmp_path: Path) -> None:
    told = saved([option("x"), option("weather")], [maker("A", [0], [[[0, Y]]])])
    assert "nobody controls weather" in warnings(tmp_path, told)[0]
    graph = compile_graph(read_model(tmp_path / "model.gmcr").dispute)
    assert [graph.arcs(a).of(0).tolist() for a in range(2)] == [[1], []]


def test_what_does_not_come_over_is_told(tmp_path: Path) -> None:
    told = saved(
        [option("x"), {"name": "y", "permittedDirection": "up", "colour": 1}],
        [
            maker("A", [0, 7], [[[0, Y]], [[9, Y]], "?"], misperceptions=[[[0, Y]]]),
            maker("B", [1], [], mood="good"),
            maker("C", [], []),
        ],
        coalitions=[[0, 1], 2],
        infeasibles=[[]],
        sessions=[],
    )  # fmt: skip
    found = warnings(tmp_path, told)
    for part in (
        "left out, as nothing is known of it: sessions in the file",
        "colour in options[1]",
        "mood in decisionMakers[1]",
        "the direction of option 1 is none of both, fwd, back: taken as both",
        "A has an option 7, which is none of the file's",
        "left out: infeasibles[0]",
        "left out: line 2 of the preferences of A",
        "left out: line 3 of the preferences of A",
        "the coalition of A and B is left out: everybody moves alone",
        "misperceived states of A are left out",
    ):
        assert any(part in message for message in found), (part, found)
    assert convert(tmp_path / "model.gmcr", tmp_path / "case.yaml")
    assert "# the coalition of A and B is left out" in (tmp_path / "case.yaml").read_text("utf-8")


def test_rankings_of_states_that_are_gone_and_gaps_are_told(tmp_path: Path) -> None:
    told = saved(
        [option("x"), option("y")],
        [maker("A", [0], [[[0, Y]]], ranking=[4, 9, 1, 1, [0, 2]]), maker("B", [1], ranking=[1, 2, 3])],
        infeasibles=[[[0, Y], [1, Y]]],
        useManualPreferenceRanking=True,
    )
    incoming = read_model(write(tmp_path, told))
    assert [actor.ranking for actor in incoming.dispute.actors] == [
        (("s1",), ("s2",), ("s3",)), (("s1",), ("s2",), ("s3",)),
    ]  # fmt: skip
    assert [f.message for f in incoming.faults] == [
        "A ranks state 1 twice: the first place counts",
        "A ranks states that are not among the 3 of the file: 4, 9, 0",
        "the statements of A are left out, as its ranking made by hand decides",
        "A does not rank s3: placed last, as equals",
    ]


def test_missing_keys_are_no_reason_to_refuse(tmp_path: Path) -> None:
    told = {"options": [{"name": "x"}, {}], "decisionMakers": [{"options": [0, 1]}, {"name": "B"}]}
    target = tmp_path / "case.yaml"
    codes = {fault.code for fault in convert(write(tmp_path, told), target)}
    assert codes == {"D180", "D183", "D164"}
    dispute = detente.load(target)
    assert [a.code for a in dispute.actors] == ["Decision_maker_1", "B"]
    assert [o.name for o in dispute.options] == ["x", "Option 1"]


def test_names_that_are_no_names_become_some(tmp_path: Path) -> None:
    told = saved(
        [option("not"), option("핵 실험"), option("핵  실험"), option("\u202e\x1b[31m"), option("a: b #c")],
        [maker("U.S. (Trump)", [0, 1, 2], [[[0, Y]]]), maker("не", [3, 4], [[[1, N]]]), maker("", [])],
    )
    target = tmp_path / "case.yaml"
    convert(write(tmp_path, told), target)
    dispute = detente.load(target)
    assert [a.code for a in dispute.actors] == ["U_S_Trump", "не", "Decision_maker_3"]
    assert [o.key for o in dispute.options] == ["not_", "핵_실험", "핵_실험_2", "31m", "a_b_c"]
    assert "\x1b" not in target.read_text("utf-8")


@pytest.mark.parametrize(
    "told",
    [
        {"options": [], "decisionMakers": []},
        {"options": "x", "decisionMakers": [{}]},
        {"decisionMakers": [{"name": "A"}]},
        {"options": [option("x")], "decisionMakers": {}},
        {"options": [option("x")] * 63, "decisionMakers": [maker("A", [0])]},
        {"options": [option("x")], "decisionMakers": [maker("A", 3)]},
        {"options": [option("x")], "decisionMakers": [maker("A", [0])], "infeasibles": [[[0, Y]]] * 6000},
        {"options": [None], "decisionMakers": [[]]},
        {"options": [option("x")], "decisionMakers": [maker("A", [0])], "infeasibles": [[[0, Y]] * 100_000, [[0, N]]]},
        saved([option(f"o{n}") for n in range(62)], [maker("A", [*range(62)], ranking=[1])], useManualPreferenceRanking=True, infeasibles=[[[n, Y] for n in range(62)]] * 4000),
        saved([option(f"o{n}") for n in range(40)], [maker("A", list(range(40)), ranking=[1])], useManualPreferenceRanking=True),
        saved([option("x")], [maker("A", [0])], infeasibles=[[[0, Y]], [[0, N]]]),
    ],
)  # fmt: skip
def test_what_is_no_model_is_refused_and_nothing_written(told: Any, tmp_path: Path) -> None:
    target = tmp_path / "case.yaml"
    with pytest.raises(ModelError) as refused:
        convert(write(tmp_path, told), target)
    assert all(fault.place is not None and fault.hint for fault in refused.value.faults)
    assert not target.exists()
