"""From dispute to graph: ids, ranks against a slow direct ranking, states, moves, outcomes made one."""

from __future__ import annotations

import json
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dispute import compile_graph, loads
from detente.dispute.rank import prioritised
from detente.errors import LimitExceeded, ModelError
from detente.graph import Graph


def codes_of(found: pytest.ExceptionInfo[ModelError]) -> list[str]:
    return [fault.code for fault in found.value.faults if fault.severity == "error"]


def graph_of(text: str, held: dict[str, bool] | None = None) -> Graph:
    return compile_graph(loads(text), held)


def moves(graph: Graph, actor: int) -> set[tuple[str, str]]:
    arcs = graph.arcs(actor)
    return {
        (graph.states[s], graph.states[int(t)]) for s in range(len(graph.states)) for t in arcs.of(s).tolist()
    }


@given(
    st.integers(1, 5).flatmap(
        lambda lines: st.lists(
            st.lists(st.integers(0, 3), min_size=lines, max_size=lines), min_size=1, max_size=40
        )
    )
)
def test_prioritised_is_lexicographic(columns: list[list[int]]) -> None:
    ranks = prioritised(np.array(columns, np.int32).T).tolist()
    vectors = [tuple(column) for column in columns]
    order = sorted(set(vectors))
    assert ranks == [order.index(vector) for vector in vectors]


def test_prioritised_is_exact_where_floats_would_tie() -> None:
    lines = 200
    counts = np.ones((lines, 3), np.int32)
    counts[-1, 0] = 0
    counts[0, 1] = 0
    assert prioritised(counts).tolist() == [1, 0, 2]
    assert prioritised(np.zeros((0, 4), np.int32)).tolist() == [0, 0, 0, 0]


LINES = [
    "x", "not y", "B.z if x", "B.z iff y", "[x, y, B.z]", "{any order: [not x, B.z]}",
    "{maybe: y and B.z, chance: 0.5}", "{maybe: x}", "{want: [x or y, not B.z]}",
]  # fmt: skip
SLOW = {
    "x": lambda x, y, z: x,
    "not y": lambda x, y, z: 1 - y,
    "B.z if x": lambda x, y, z: max(z, 1 - x),
    "B.z iff y": lambda x, y, z: int(z == y),
    "[x, y, B.z]": lambda x, y, z: x + y + z,
    "{any order: [not x, B.z]}": lambda x, y, z: 1 - x + z,
    "{maybe: y and B.z, chance: 0.5}": lambda x, y, z: y * z,
    "{maybe: x}": lambda x, y, z: x,
    "{want: [x or y, not B.z]}": lambda x, y, z: max(x, y) + 1 - z,
}


@settings(deadline=None)  # the first example pays for loading the grammar
@given(st.lists(st.tuples(st.sampled_from(LINES), st.booleans()), max_size=7))
def test_ranks_agree_with_a_direct_evaluation(chosen: list[tuple[str, bool]]) -> None:
    prefers = "".join(f"\n      - {line}" for line, _ in chosen) or " []"
    text = f"actors:\n  A:\n    options: {{x: X, y: Y}}\n    prefers:{prefers}\n  B: {{options: {{z: Z}}}}\n"
    held = {f"A.prefers.{n}": is_held for n, (line, is_held) in enumerate(chosen, 1) if "maybe" in line}
    counted = [line for line, is_held in chosen if "maybe" not in line or is_held]
    vectors = [tuple(SLOW[line](x, y, z) for line in counted) for z, y, x in product((0, 1), repeat=3)]
    order = sorted(set(vectors))
    graph = graph_of(text, held)
    assert graph.ranks[0].tolist() == [order.index(vector) for vector in vectors]
    assert graph.ranks[1].tolist() == [0] * 8


TWO = "actors: {A: {options: {x: X}, prefers: [x]}, B: {options: {y: Y}, prefers: [not y]}}\n"


def test_ids_are_numbers_unless_named() -> None:
    graph = graph_of(TWO + "states: {deal: [A.x, B.y], nothing: []}")
    assert list(graph.states) == ["nothing", "1", "2", "deal"]
    assert graph.states[-1] == "deal"
    assert graph.states[1:3] == ("1", "2")
    with pytest.raises(IndexError):
        graph.states[4]
    assert graph.digest() == graph_of(TWO + "states: {deal: [A.x, B.y], nothing: []}").digest()


def test_a_state_may_be_named_by_its_own_number() -> None:
    assert list(graph_of(TWO + "states: {'3': [A.x, B.y]}").states) == ["0", "1", "2", "3"]


@pytest.mark.parametrize("name", ["0", "1", "2"])
def test_a_name_that_is_another_number_is_a_fault(name: str) -> None:
    with pytest.raises(ModelError) as found:
        loads(TWO + f"states: {{'{name}': [A.x, B.y]}}")
    assert codes_of(found) == ["D128"]


def test_observers_cannot_move_but_have_ranks() -> None:
    graph = graph_of("actors: {A: {options: {x: X}, prefers: [x]}, C: {prefers: [not A.x]}}")
    assert graph.actors == ("A", "C")
    assert graph.ranks.tolist() == [[0, 1], [1, 0]]
    assert moves(graph, 1) == set()


def test_only_states_keep_the_order_of_the_file() -> None:
    text = TWO + "only_states: true\nstates: {b: [B.y], a: [A.x], none: []}"
    graph = graph_of(text)
    assert list(graph.states) == ["b", "a", "none"]
    assert graph.codes is not None
    assert graph.codes.tolist() == [2, 1, 0]
    assert moves(graph, 0) == {("a", "none"), ("none", "a")}


def test_constraints_bind_listed_states_too() -> None:
    with pytest.raises(ModelError) as found:
        loads(TWO + "only_states: true\nstates: {b: [B.y], a: [A.x]}\nimpossible: [B.y]")
    assert codes_of(found) == ["D129"]


def test_states_without_options_follow_the_others() -> None:
    text = """
    actors:
      A: {options: {x: X}, ranking: [war, '1', '0'], moves: [['0', '1'], ['1', war]]}
      B: {ranking: ['0', ['1', war]], moves: [[war, '0']]}
    states: {war: null}
    """
    graph = graph_of(text)
    assert list(graph.states) == ["0", "1", "war"]
    assert graph.taken(2) is None
    assert graph.ranks.tolist() == [[0, 1, 2], [1, 0, 0]]
    assert moves(graph, 0) == {("0", "1"), ("1", "war")}
    assert moves(graph, 1) == {("war", "0")}


def test_two_states_may_share_their_options_when_moves_are_listed() -> None:
    text = """
    actors:
      A: {options: {x: X}, ranking: [early, late, '0'], moves: [['0', early], [early, late]]}
    states: {early: [A.x], late: [A.x]}
    """
    graph = graph_of(text)
    assert list(graph.states) == ["0", "early", "late"]
    assert moves(graph, 0) == {("0", "early"), ("early", "late")}


def test_absent_moves_follow_the_options_and_empty_ones_are_none() -> None:
    rule = graph_of("actors: {A: {options: {x: X}, prefers: []}, B: {options: {y: Y}, prefers: []}}")
    assert rule.listed is None
    none = graph_of(
        "actors: {A: {options: {x: X}, prefers: [], moves: []}, B: {options: {y: Y}, prefers: []}}"
    )
    assert moves(none, 0) == set()
    assert moves(none, 1) == moves(rule, 1)


ELMIRA = """
actors:
  MoE:
    options: {modify: {name: Modify the order, one_way: take}}
    ranking: [s7, s3, s4, s8, s5, s1, s2, s6, s9]
  UR:
    options:
      delay: {name: Delay, one_way: drop}
      accept: Accept
      abandon: {name: Abandon the plant, one_way: take}
    ranking: [s1, s4, s8, s5, s9, s3, s7, s2, s6]
  LG:
    options: {insist: Insist on the original order}
    ranking: [s7, s3, s5, s1, s8, s6, s4, s2, s9]
always: [{exactly one of: [UR.delay, UR.accept, UR.abandon]}]
same: {s9: UR.abandon}
states:
  s1: [UR.delay]
  s2: [MoE.modify, UR.delay]
  s3: [UR.accept]
  s4: [MoE.modify, UR.accept]
  s5: [UR.delay, LG.insist]
  s6: [MoE.modify, UR.delay, LG.insist]
  s7: [UR.accept, LG.insist]
  s8: [MoE.modify, UR.accept, LG.insist]
"""
# Moves of the 9-state Elmira conflict as circulated in the literature (Hipel, Fang, Kilgour, Haight 1993).
ELMIRA_MOVES = {
    "MoE": "s1 s2, s3 s4, s5 s6, s7 s8",
    "UR": "s1 s3, s1 s9, s2 s4, s2 s9, s3 s9, s4 s9, s5 s7, s5 s9, s6 s8, s6 s9, s7 s9, s8 s9",
    "LG": "s1 s5, s5 s1, s2 s6, s6 s2, s3 s7, s7 s3, s4 s8, s8 s4",
}


def test_outcomes_made_one_give_elmira_its_nine_states_and_its_moves() -> None:
    graph = graph_of(ELMIRA)
    assert sorted(graph.states) == [f"s{n}" for n in range(1, 10)]
    for actor, pairs in enumerate(ELMIRA_MOVES.values()):
        assert moves(graph, actor) == {tuple(pair.split()) for pair in pairs.split(", ")}
    s9 = list(graph.states).index("s9")
    assert graph.taken(s9) == ("UR.abandon",)
    assert graph.ranks[0][s9] == 0


STATEMENTS = ["A.x", "A.x and B.z", "not A.y", "A.x iff B.z", "A.x if A.y"]


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(STATEMENTS), max_size=2, unique=True),
    st.one_of(st.none(), st.sampled_from(STATEMENTS)),
    st.sampled_from(["", ", one_way: take", ", one_way: drop"]),
)
def test_moves_agree_with_a_direct_listing(ruled_out: list[str], one: str | None, way: str) -> None:
    text = f"""
    actors:
      A: {{options: {{x: {{name: X{way}}}, y: Y}}, prefers: [x, y]}}
      B: {{options: {{z: Z}}, prefers: [z]}}
    impossible: [{", ".join(ruled_out)}]
    """
    true = {
        "A.x": lambda x, y, z: x, "A.x and B.z": lambda x, y, z: x and z, "not A.y": lambda x, y, z: not y,
        "A.x iff B.z": lambda x, y, z: x == z, "A.x if A.y": lambda x, y, z: x or not y,
    }  # fmt: skip
    cube = [(x, y, z) for z, y, x in product((0, 1), repeat=3)]
    possible = [s for s in cube if not any(true[r](*s) for r in ruled_out)]
    merged = [s for s in possible if one is not None and true[one](*s)]
    if not possible:
        assert codes_of_text(text) == ["D132"]
        return
    name = {s: "one" if s in merged else str(s[0] + 2 * s[1] + 4 * s[2]) for s in possible}
    expected: list[set[tuple[str, str]]] = [set(), set()]
    for s, t in product(possible, repeat=2):
        owner = 0 if s[2] == t[2] else 1 if s[:2] == t[:2] else None
        undone = (way.endswith("take") and s[0] > t[0]) or (way.endswith("drop") and s[0] < t[0])
        if owner is not None and name[s] != name[t] and not undone:
            expected[owner].add((name[s], name[t]))
    graph = graph_of(text + (f"same: {{one: {one}}}" if merged else ""))
    assert list(graph.states) == list(dict.fromkeys(name.values()))
    assert [moves(graph, 0), moves(graph, 1)] == expected


def codes_of_text(text: str) -> list[str]:
    with pytest.raises(ModelError) as found:
        loads(text)
    return codes_of(found)


def test_wishes_that_tell_outcomes_apart_that_are_one_are_doubted() -> None:
    text = ELMIRA.replace("ranking: [s7, s3, s4, s8, s5, s1, s2, s6, s9]", "prefers: [not MoE.modify]")
    assert [fault.code for fault in loads(text).warnings] == ["D185"]


def test_held_must_name_maybe_lines() -> None:
    dispute = loads("actors: {A: {options: {x: X}, prefers: [x, {maybe: not x}]}}")
    with pytest.raises(ModelError) as found:
        compile_graph(dispute, {"A.prefers.1": True})
    assert codes_of(found) == ["D138"]
    assert compile_graph(dispute, {"A.prefers.2": True}).ranks.tolist() == [[0, 1]]


def test_large_models_are_refused_when_solved_but_not_when_kept() -> None:
    options = ", ".join(f"o{n}: {json.dumps(f'Option {n}')}" for n in range(30))
    dispute = loads(
        f"actors: {{A: {{options: {{{options}}}, prefers: [{', '.join(f'o{n}' for n in range(30))}]}}}}"
    )
    assert [fault.code for fault in dispute.warnings] == ["D187"]

    with pytest.raises(LimitExceeded, match="16,777,216"):
        compile_graph(dispute)


def test_sixty_two_options_tied_by_constraints_compile() -> None:
    options = ", ".join(f"o{n}: Step {n}" for n in range(62))
    steps = ", ".join(f"A.o{n} if A.o{n + 1}" for n in range(61))
    graph = graph_of(f"actors: {{A: {{options: {{{options}}}, prefers: [o61]}}}}\nalways: [{steps}]")
    assert len(graph.states) == 63
    assert graph.codes is not None
    assert int(graph.codes[-1]) == 2**62 - 1
