"""Paths are what writing out every legal sequence finds: as short, as cheap, and never anything else."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import random_graph, random_ranks

from detente.errors import LimitExceeded, ModelError
from detente.graph import Graph, OptionBit
from detente.stability import path, sequences, solve
from detente.stability.path import Paths, Step, paths
from detente.stability.reference import improvements_of, joint, moves_of, preferences_of
from detente.stability.sequences import Searcher

seeds = st.integers(0, 2**32 - 1)
Way = tuple[tuple[int, int], ...]


def small_graph(seed: int) -> Graph:
    """Return a conflict small enough to write out every legal sequence."""
    rng = np.random.default_rng(seed)
    if rng.random() < 0.5:
        options = [OptionBit(f"o{bit}", int(rng.integers(3)), rng.choice([None, "take"])) for bit in range(3)]
        codes = rng.permutation(8)[: rng.integers(2, 9)]
        return Graph.from_options("ABC", options, codes, random_ranks(rng, 3, len(codes)))
    actors, size = int(rng.integers(1, 4)), int(rng.integers(1, 5))
    moves = [
        [(a, b) for a in range(size) for b in range(size) if a != b and rng.random() < 0.35]
        for _ in range(actors)
    ]
    names = [f"A{i}" for i in range(actors)]
    return Graph.from_arcs(names, [f"s{s}" for s in range(size)], moves, random_ranks(rng, actors, size))


def written_out(moves: list[list[frozenset[int]]], start: int, longest: int) -> dict[int, list[Way]]:
    """Return for each state the shortest legal sequences that end there, by writing out all of them."""
    ends: dict[int, list[Way]] = {start: [()]}
    ways: list[Way] = [()]
    for _ in range(longest):
        ways = [
            (*way, (j, q))
            for way in ways
            for j in range(len(moves))
            if not way or way[-1][0] != j
            for q in sorted(moves[j][way[-1][1] if way else start])
        ]
        # Only what is no longer than the shortest with the same end and last mover can be a part of a shortest.
        best: dict[tuple[int, int], int] = {}
        kept = []
        for way in ways:
            if best.setdefault((way[-1][1], way[-1][0]), len(way)) == len(way):
                kept.append(way)
        ways = kept[:3000]
        for way in ways:
            found = ends.setdefault(way[-1][1], [way])
            if len(found[0]) == len(way) and way not in found:
                found.append(way)
    return ends


def sacrifices(graph: Graph, way: Way, start: int) -> int:
    left = [start, *(s for _, s in way)]
    return sum(
        int(graph.ranks[j, after] <= graph.ranks[j, before])
        for (j, _), (before, after) in zip(way, pairwise(left), strict=True)
    )


@given(seeds)
@settings(max_examples=60)
def test_a_path_is_a_shortest_legal_sequence_with_the_fewest_sacrifices(seed: int) -> None:
    graph = small_graph(seed)
    index = {name: i for i, name in enumerate(graph.actors)}
    number = {name: i for i, name in enumerate(graph.states)}
    moves = moves_of(graph)
    tables = {"moves": moves, "improvements": improvements_of(moves, preferences_of(graph))}
    for start in range(len(graph.states)):
        found = paths(graph, graph.states[start], list(graph.states)).to_dict()
        for kind, table in tables.items():
            expected = written_out(table, start, 7)
            for state, route in found["to"].items():
                told = route[kind]
                if told is None:
                    assert number[state] not in expected
                    continue
                way = tuple((index[actor], number[to]) for actor, to in told)
                assert len(way) == len(expected[number[state]][0])
                assert way in expected[number[state]]
                least = min(sacrifices(graph, other, start) for other in expected[number[state]])
                assert sacrifices(graph, way, start) == least


@given(seeds)
@settings(max_examples=80)
def test_the_search_reaches_what_the_definition_does(seed: int) -> None:
    graph = random_graph(seed)
    searcher, moves = Searcher(graph), moves_of(graph)
    improvements = improvements_of(moves, preferences_of(graph))
    actors = list(range(len(graph.actors)))
    rng = np.random.default_rng(seed)
    some = [i for i in actors if rng.random() < 0.7]
    for start in range(len(graph.states)):
        for improving, table in ((False, moves), (True, improvements)):
            found = searcher.search(start, some, improving=improving)
            reached = frozenset(np.flatnonzero(found.reached).tolist()) - {start}
            assert reached == joint(table, some, start)
            for state in reached:
                way = found.to(state)
                assert way
                assert all(a.actor != b.actor for a, b in pairwise(way))
                for (j, after), before in zip(way, [start, *(m.state for m in way)], strict=False):
                    assert after in table[j][before]
                assert way[-1].state == state


@given(seeds, st.booleans())
@settings(max_examples=100)
def test_a_search_that_stops_early_finds_the_same_paths(seed: int, every: bool) -> None:
    graph = random_graph(seed)
    searcher = Searcher(graph)
    rng = np.random.default_rng(seed)
    start, actors = int(rng.integers(len(graph.states))), range(len(graph.actors))
    wanted = rng.random(len(graph.states)) < 0.3
    whole = searcher.search(start, actors, improving=False)
    early = searcher.search(start, actors, improving=False, wanted=wanted, every=every)
    lengths = {s: len(way) for s in np.flatnonzero(wanted).tolist() if (way := whole.to(s)) is not None}
    for s, length in lengths.items():
        if every or length == min(lengths.values()):
            assert early.to(s) == whole.to(s)


def steps_of(found: Paths) -> list[Step]:
    return [step for route in found.routes for way in (route.moves, route.improvements) for step in way or ()]


@given(seeds, st.sampled_from(["nash", "gmr", "smr", "seq", "sseq"]))
@settings(max_examples=100)
def test_what_is_said_of_steps_and_breakers_is_what_the_solver_says(seed: int, concept: str) -> None:
    graph = random_graph(seed)
    stable = solve(graph, [concept], engine="reference")
    number = {name: i for i, name in enumerate(graph.states)}
    rank = dict(zip(graph.actors, graph.ranks, strict=True))
    moves = dict(zip(graph.actors, moves_of(graph), strict=True))
    found = paths(graph, graph.states[0], concept=concept)
    assert [route.to for route in found.routes] == list(stable.equilibria(concept))
    found = paths(graph, graph.states[-1], list(graph.states), concept)
    for step in steps_of(found):
        before, after = number[step.before], number[step.after]
        assert after in moves[step.actor][before]
        gain = int(rank[step.actor][after]) - int(rank[step.actor][before])
        assert step.verdict == ("better" if gain > 0 else "worse" if gain < 0 else "same")
        assert step.deterred == stable.stable_mask(concept, step.actor)[before]
        assert step.leans == bool(step.answer)
        if step.deterred and gain > 0:
            assert step.leans == (concept != "nash")
    for route in found.routes:
        s = number[route.to]
        said = {breaker.actor: breaker for breaker in route.breakers}
        assert list(said) == [actor for actor in graph.actors if moves[actor][s]]
        for actor, breaker in said.items():
            better = [q for q in moves[actor][s] if rank[actor][q] > rank[actor][s]]
            assert (breaker.improvement is not None) == bool(better)
            if breaker.improvement is not None:
                assert rank[actor][number[breaker.improvement]] == max(rank[actor][q] for q in better)
                assert breaker.deterred == stable.stable_mask(concept, actor)[s]
            else:
                assert not breaker.deterred


def dilemma() -> Graph:
    return Graph.from_options(
        ["A", "B"],
        [OptionBit("A.arm", 0), OptionBit("B.arm", 1)],
        [0, 1, 2, 3],
        [[2, 3, 0, 1], [2, 0, 3, 1]],
    )


def test_the_agreed_shape() -> None:
    found = paths(dilemma(), "1", ["3", "0", "1"]).to_dict()
    assert list(found)[:2] == ["from", "to"]
    assert found["from"] == "1"
    assert {state: (way["moves"], way["improvements"]) for state, way in found["to"].items()} == {
        "3": ([["B", "3"]], [["B", "3"]]),
        "0": ([["A", "0"]], None),
        "1": ([], []),
    }
    assert [list(way)[:2] for way in found["to"].values()] == [["moves", "improvements"]] * 3


def test_a_step_that_leans_on_a_countermove_not_taken_names_it() -> None:
    (route,) = paths(dilemma(), "0", ["1"]).routes
    assert route.improvements is not None
    (step,) = route.improvements
    assert (step.deterred, step.leans, [act.to_list() for act in step.answer]) == (True, True, [["B", "3"]])
    (route,) = paths(dilemma(), "0", ["1"], "nash").routes
    assert route.improvements is not None
    assert not route.improvements[0].leans


def test_unknown_names_are_faults() -> None:
    with pytest.raises(ModelError, match="D541"):
        paths(dilemma(), "9")
    with pytest.raises(ModelError, match="D541"):
        paths(dilemma(), "0", ["nowhere"])
    with pytest.raises(ModelError, match=r"D520.*sequ"):
        paths(dilemma(), "0", concept="sequ")


def test_too_many_states_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequences, "MAX_PAIRS", 7)
    with pytest.raises(LimitExceeded, match=r"D540.*limit is 7"):
        paths(dilemma(), "0")


def test_answers_are_searched_for_on_the_way_to_the_nearest_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(path, "ANSWERED", 1)
    found = paths(dilemma(), "0", ["3", "1", "0"])
    answers = {route.to: [step.answer for step in route.moves or ()] for route in found.routes}
    assert answers["3"] == [None, None]
    assert answers["1"] != [None]
    assert found.to_dict()["to"]["3"]["steps"][0]["answer"] is None


@pytest.mark.timeout(300)
def test_sixteen_options_of_two_actors_are_no_trouble() -> None:
    """16 million moves each: gone through row by row they take seconds at the very worst."""
    rng = np.random.default_rng(1)
    options = [OptionBit(f"o{bit}", bit % 2) for bit in range(16)]
    graph = Graph.from_options(
        "AB", options, np.arange(1 << 16), [rng.permutation(1 << 16) for _ in range(2)]
    )
    found = paths(graph, "0", ["65535"])
    assert found.routes[0].moves is not None
    assert len(found.routes[0].moves) == 2
