"""Conversions held against slow twins: a save file read straight from the description, graphs made at random."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dispute import compile_graph, dumps, loads
from detente.dispute.convert.gmcrplus import read_gmcrplus
from detente.dispute.convert.table import read_table
from detente.dispute.convert.table_out import table_of
from detente.dispute.types import Actor, Dispute, Option
from detente.graph import Graph, OptionBit

SIZE = 4
patterns = st.lists(
    st.tuples(st.integers(0, SIZE - 1), st.sampled_from("YN")),
    min_size=1,
    max_size=3,
    unique_by=lambda p: p[0],
).map(lambda pattern: [list(entry) for entry in pattern])
statements = st.one_of(
    patterns,
    st.lists(patterns, min_size=1, max_size=2).map(lambda found: {"compound": True, "members": found}),
)


@st.composite
def saves(draw: st.DrawFn) -> dict[str, Any]:
    """Save files of every kind: shared, free and one-way options, statements or rankings with ties."""
    infeasibles = draw(st.lists(patterns.filter(lambda p: len(p) > 1), max_size=2))
    count = len(states(infeasibles))
    by_hand = draw(st.booleans())
    makers = []
    for number in range(draw(st.integers(1, 3))):
        order = draw(st.permutations(range(1, count + 1)))
        cut = draw(st.integers(1, count))
        makers.append({
            "name": f"M{number}",
            "options": draw(st.lists(st.integers(0, SIZE - 1), max_size=3, unique=True)),
            "preferences": [] if by_hand else draw(st.lists(statements, max_size=4)),
            "preferenceRanking": [order[:cut], *order[cut:]],
        })  # fmt: skip
    ways = draw(st.lists(st.sampled_from(["both", "fwd", "back"]), min_size=SIZE, max_size=SIZE))
    return {
        "options": [{"name": f"o{n}", "permittedDirection": way} for n, way in enumerate(ways)],
        "decisionMakers": makers,
        "useManualPreferenceRanking": by_hand,
        "infeasibles": infeasibles,
    }


State = tuple[bool, ...]


def matches(state: State, pattern: Any) -> bool:
    if isinstance(pattern, dict):
        return any(matches(state, member) for member in pattern["members"])
    return all(state[at] == (value == "Y") for at, value in pattern)


def states(infeasibles: Any) -> list[State]:
    """In the order of the file: option 0 is the lowest bit."""
    every = [bits[::-1] for bits in product([False, True], repeat=SIZE)]
    return [state for state in every if not any(matches(state, pattern) for pattern in infeasibles)]


def moves(save: Any, maker: Any) -> set[tuple[State, State]]:
    def allowed(at: int, before: bool, after: bool) -> bool:
        if before == after:
            return True
        way = save["options"][at]["permittedDirection"]
        return at in maker["options"] and (way == "both" or (way == "fwd") == after)

    found = states(save["infeasibles"])
    return {
        (a, b)
        for a in found
        for b in found
        if a != b and all(allowed(at, a[at], b[at]) for at in range(SIZE))
    }


def scores(save: Any, maker: Any) -> dict[State, int]:
    found = states(save["infeasibles"])
    if save["useManualPreferenceRanking"]:
        groups = [g if isinstance(g, list) else [g] for g in maker["preferenceRanking"]]
        return {found[n - 1]: len(groups) - place for place, group in enumerate(groups) for n in group}
    lines = maker["preferences"]
    return {
        s: sum(2 ** (len(lines) - j) for j, line in enumerate(lines, 1) if matches(s, line)) for s in found
    }


@settings(max_examples=30)
@given(saves())
def test_a_save_file_means_what_its_description_says(save: Any) -> None:
    incoming = read_gmcrplus(save, "m.gmcr")
    dispute = loads(dumps(incoming.dispute, [fault.message for fault in incoming.faults]))
    graph = compile_graph(dispute)
    place = {option.id: int(option.name[1:]) for option in dispute.options}
    taken = [
        tuple(n in {place[name] for name in graph.taken(s) or ()} for n in range(SIZE))
        for s in range(len(graph.states))
    ]
    assert sorted(taken) == sorted(states(save["infeasibles"]))
    for number, maker in enumerate(save["decisionMakers"]):
        found = {(taken[s], taken[int(t)]) for s in range(len(taken)) for t in graph.arcs(number).of(s)}
        assert found == moves(save, maker)
        score = scores(save, maker)
        for a, b in product(range(len(taken)), repeat=2):
            assert graph.prefers(number, a, b) == (score[taken[a]] > score[taken[b]])
    for number in range(
        len(save["decisionMakers"]), len(graph.actors)
    ):  # the one who holds what nobody controls
        assert not any(len(graph.arcs(number).of(s)) for s in range(len(taken)))


def random_graph(seed: int) -> tuple[Dispute, Graph]:
    """A conflict by options or by arcs, with ties, one-way options and impossible states."""
    rng = np.random.default_rng(seed)
    names = ["A", "B", "C"][: int(rng.integers(1, 4))]
    ways = [None, None, "take", "drop"]
    bits = [
        OptionBit(f"{a}.o{n}", i, ways[rng.integers(4)])
        for i, a in enumerate(names)
        for n in range(rng.integers(1, 3))
    ]
    codes = rng.permutation(1 << len(bits))[: int(rng.integers(1, 1 + (1 << len(bits))))]
    ranks = rng.integers(0, len(codes), (len(names), len(codes)))
    ids = [f"s{n}" for n in range(len(codes))]
    if rng.random() < 0.5:
        graph = Graph.from_options(names, bits, codes, ranks, ids)
    else:
        pairs = [
            [(a, b) for a in range(len(codes)) for b in range(len(codes)) if a != b and rng.random() < 0.3]
            for _ in names
        ]
        graph = Graph.from_arcs(
            names, ids, pairs, ranks, bits, np.where(rng.random(len(codes)) < 0.8, codes, -1)
        )
    actors = tuple(
        Actor(
            a,
            a,
            options=tuple(Option(b.name, a, b.name[2:], b.name[2:], b.one_way) for b in bits if b.actor == i),
        )
        for i, a in enumerate(names)
    )
    return Dispute("random", None, actors), graph


@settings(max_examples=25)
@given(st.integers(0, 2**32))
def test_a_table_holds_all_of_a_graph(seed: int) -> None:
    dispute, graph = random_graph(seed)
    told = json.loads(table_of(dispute, graph))
    again = compile_graph(loads(dumps(read_table(told, "t.json").dispute)))
    assert list(again.states) == list(graph.states)
    assert [again.taken(s) for s in range(len(again.states))] == [
        graph.taken(s) for s in range(len(graph.states))
    ]
    for actor in range(len(graph.actors)):
        for s in range(len(graph.states)):
            assert again.arcs(actor).of(s).tolist() == graph.arcs(actor).of(s).tolist()
            assert all(
                again.prefers(actor, s, t) == graph.prefers(actor, s, t) for t in range(len(graph.states))
            )
