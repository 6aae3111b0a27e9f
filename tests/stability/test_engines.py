"""The fast engine finds what the definitions say, and both keep the laws of the concepts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import random_graph, random_ranks

from detente.errors import Cancelled, Fault, LimitExceeded, ModelError
from detente.graph import Graph, OptionBit, StateIds, rows
from detente.progress import Silent
from detente.stability import (
    CONCEPTS,
    Solver,
    engines,
    fast,
    memory,
    reach,
    result,
    solve,
    solve_many,
)  # fmt: skip

INCLUDED = [("nash", "sseq"), ("sseq", "seq"), ("sseq", "smr"), ("seq", "gmr"), ("smr", "gmr")]
seeds = st.integers(0, 2**32 - 1)


def masks(graph: Graph, engine: str) -> np.ndarray:
    found = solve(graph, engine=engine)
    return np.array([found.masks[concept] for concept in CONCEPTS])


@pytest.mark.parametrize("block", range(8))
def test_fast_finds_what_the_definitions_say(block: int) -> None:
    """3,000 conflicts: 600 structures, five preference profiles each."""
    for seed in range(75 * block, 75 * (block + 1)):
        graph = random_graph(seed)
        rng = np.random.default_rng(seed)
        ranks = np.array([graph.ranks, *(random_ranks(rng, *graph.ranks.shape) for _ in range(4))])
        for profile, found in zip(ranks, solve_many(graph, ranks, CONCEPTS), strict=True):
            expected = masks(graph.with_ranks(profile), "reference")
            assert np.array_equal(found, expected), f"seed {seed}"


@given(seeds)
def test_fast_finds_what_the_definitions_say_for_any_seed(seed: int) -> None:
    graph = random_graph(seed)
    assert np.array_equal(masks(graph, "fast"), masks(graph, "reference"))


@given(seeds, st.integers(1, 7), st.sampled_from([1, 40, 1 << 15]))
@settings(max_examples=60)
def test_many_profiles_at_once_are_the_profiles_one_by_one(seed: int, draws: int, chunk: int) -> None:
    graph = random_graph(seed)
    rng = np.random.default_rng(seed)
    ranks = np.array([random_ranks(rng, *graph.ranks.shape) for _ in range(draws)])
    # Ranks of one profile must not leak into another's, however far apart they lie.
    ranks[0] = np.where(ranks[0] > 0, 2**31 - 1, -(2**31))
    solver = Solver(graph)
    solver.together = max(1, chunk // graph.ranks.shape[1])
    together = solver.solve(ranks, CONCEPTS)
    assert together.shape == (draws, len(CONCEPTS), *graph.ranks.shape)
    for profile, found in zip(ranks, together, strict=True):
        assert np.array_equal(found, masks(graph.with_ranks(profile), "reference"))


@given(seeds)
def test_concepts_include_one_another(seed: int) -> None:
    found = solve(random_graph(seed))
    for narrow, wide in INCLUDED:
        assert not (found.masks[narrow] & ~found.masks[wide]).any()


@given(seeds)
def test_relabelling_actors_permutes_the_answer(seed: int) -> None:
    graph = random_graph(seed)
    size = len(graph.actors)
    new = np.random.default_rng(seed).permutation(size)  # the actor in place n is the old new[n]
    place = np.argsort(new)
    options = tuple(OptionBit(o.name, int(place[o.actor]), o.one_way) for o in graph.options)
    listed = None if graph.listed is None else tuple(graph.listed[old] for old in new)
    names = tuple(graph.actors[old] for old in new)
    other = Graph(names, graph.states, graph.ranks[new], options, graph.codes, listed)
    assert np.array_equal(masks(other, "fast"), masks(graph, "fast")[:, new])


@given(seeds)
def test_relabelling_options_and_states_permutes_the_answer(seed: int) -> None:
    graph = random_graph(seed, listed=False)
    rng = np.random.default_rng(seed)
    bits = rng.permutation(len(graph.options))
    codes = sum(((graph.codes >> int(old)) & 1) << new for new, old in enumerate(bits))
    states = rng.permutation(len(graph.states))
    options = [graph.options[old] for old in bits]
    other = Graph.from_options(graph.actors, options, codes[states], graph.ranks[:, states])
    assert np.array_equal(masks(other, "fast"), masks(graph, "fast")[:, :, states])


@given(seeds)
def test_only_the_order_of_ranks_matters(seed: int) -> None:
    graph = random_graph(seed)
    stretched = graph.with_ranks(graph.ranks.astype(np.int64) ** 3 + 7)
    assert np.array_equal(masks(stretched, "fast"), masks(graph, "fast"))
    assert stretched.digest() == graph.digest()


@given(seeds)
def test_howards_thresholds_where_every_move_is_possible(seed: int) -> None:
    """All combinations feasible and reversible: gmr from the maximin up, smr from the minimax up."""
    graph = random_graph(seed, listed=False, reversible=True, impossible=False)
    found = solve(graph, ["gmr", "smr"])
    for i in range(len(graph.actors)):
        own = graph.own_mask(i)
        theirs = {int(c) & ~own for c in graph.codes}
        mine = {int(c) & own for c in graph.codes}
        rank = dict(zip(graph.codes.tolist(), graph.ranks[i].tolist(), strict=True))
        maximin = max(min(rank[m | t] for t in theirs) for m in mine)
        minimax = min(max(rank[m | t] for m in mine) for t in theirs)
        # An actor without an opponent who can act is deterred by nothing.
        if len(theirs) > 1:
            assert np.array_equal(found.masks["gmr"][i], graph.ranks[i] >= maximin)
            assert np.array_equal(found.masks["smr"][i], graph.ranks[i] >= minimax)


@given(seeds)
def test_more_moves_of_ones_own_never_make_a_state_nash(seed: int) -> None:
    graph = random_graph(seed, listed=True)
    rng = np.random.default_rng(seed)
    i, size = int(rng.integers(len(graph.actors))), len(graph.states)
    more = [list(zip(arcs.source.tolist(), arcs.target.tolist(), strict=True)) for arcs in graph.listed]
    more[i] += [(a, b) for a in range(size) for b in range(size) if a != b and rng.random() < 0.3]
    other = Graph.from_arcs(graph.actors, graph.states, more, graph.ranks)
    before, after = solve(graph), solve(other)
    assert not (after.masks["nash"][i] & ~before.masks["nash"][i]).any()
    for j in set(range(len(graph.actors))) - {i}:
        assert not (before.masks["gmr"][j] & ~after.masks["gmr"][j]).any()


def test_the_same_actor_may_move_twice_with_another_in_between() -> None:
    """B, C, B is legal, B, B is not, however B's moves are listed."""
    moves = [[(0, 1)], [(1, 2), (3, 4)], [(2, 3)]]
    ranks = [[1, 2, 2, 2, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]]
    both = Graph.from_arcs("ABC", "01234", moves, ranks)
    alone = Graph.from_arcs("ABC", "01234", [[(0, 1)], [(1, 2), (2, 3), (3, 4)], []], ranks)
    for engine in ("fast", "reference"):
        assert solve(both, ["gmr"], engine).stable_mask("gmr", "A")[0]
        assert not solve(alone, ["gmr"], engine).stable_mask("gmr", "A")[0]


def test_an_equally_good_outcome_is_a_countermove_and_no_improvement() -> None:
    graph = Graph.from_arcs("AB", "012", [[(0, 1), (1, 2)], [(1, 2)]], [[1, 2, 1], [0, 0, 0]])
    for engine in ("fast", "reference"):
        found = solve(graph, engine=engine)
        assert found.stable_mask("gmr", "A").tolist() == [True, True, True]
        assert found.stable_mask("seq", "A").tolist() == [False, True, True]
        assert found.stable_mask("nash", "A").tolist() == [False, True, True]


def test_a_single_actor_is_stable_only_at_its_best() -> None:
    graph = Graph.from_options(
        ["A"], [OptionBit("A.x", 0), OptionBit("A.y", 0)], [0, 1, 2, 3], [[0, 1, 3, 3]]
    )
    for engine in ("fast", "reference"):
        for concept in CONCEPTS:
            assert solve(graph, engine=engine).equilibria(concept) == ("2", "3")


@pytest.mark.parametrize(
    ("concepts", "engine", "code", "hint"),
    [
        (["sqe"], "auto", "D520", "did you mean seq?"),
        (["Nash"], "auto", "D520", "did you mean nash?"),
        ([], "auto", "D520", "choose from nash, gmr, smr, seq, sseq, sim"),
        (["nash"], "fats", "D523", "did you mean fast?"),
        (["nash"], "numba", "D523", "choose from auto, fast, reference"),
    ],
)
def test_wrong_names_are_told_with_the_right_one(
    concepts: list[str], engine: str, code: str, hint: str
) -> None:
    graph = random_graph(1)
    with pytest.raises(ModelError) as wrong:
        solve(graph, concepts, engine)
    assert [(f.code, f.hint) for f in wrong.value.faults] == [(code, hint)]


def test_a_single_concept_may_be_given_as_a_word() -> None:
    assert solve(random_graph(1), "seq").concepts == ("seq",)


def test_profiles_of_the_wrong_shape_or_kind_are_faults() -> None:
    graph = random_graph(3)
    for ranks in (graph.ranks, graph.ranks[None, :, :-1], graph.ranks[None] * 0.5):
        with pytest.raises(ModelError):
            solve_many(graph, ranks, CONCEPTS)


def test_the_memory_is_known_before_and_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = Graph.from_options(["A"], [OptionBit("x", 0), OptionBit("y", 0)], [0, 1, 2, 3], [[1, 2, 3, 4]])
    monkeypatch.setattr(memory, "MAX_MEMORY", 100)
    with pytest.raises(LimitExceeded, match=r"the limit is 0\.0 GB"):
        solve(graph)
    notes = []

    class Notes(Silent):
        def note(self, text: str) -> None:
            notes.append(text)

    monkeypatch.setattr(memory, "MAX_MEMORY", 10**9)
    monkeypatch.setattr(engines, "WORTH_TELLING", 0)
    solve(graph, progress=Notes())
    assert notes == ["needs up to 0.0 GB of memory"]


@pytest.mark.parametrize(("tile", "narrow"), [(1, True), (8, False), (64, True)])
def test_the_ways_of_large_conflicts_find_the_same(
    monkeypatch: pytest.MonkeyPatch, tile: int, narrow: bool
) -> None:
    """Tiles, narrow indices, cubes, fine blocks and operations by line, all on small conflicts."""
    monkeypatch.setattr(reach, "TILE", tile)
    monkeypatch.setattr(reach, "WIDE", 0 if narrow else 1 << 20)
    monkeypatch.setattr(reach, "FEW", 0 if narrow else 1 << 11)
    monkeypatch.setattr(fast, "FINE", 0)
    monkeypatch.setattr(rows, "CUBE", 0)
    for seed in range(80):
        graph = random_graph(seed)
        profiles = np.array([graph.ranks, graph.ranks[:, ::-1]])
        for profile, found in zip(profiles, solve_many(graph, profiles, CONCEPTS), strict=True):
            assert np.array_equal(found, masks(graph.with_ranks(profile), "reference")), seed
        assert np.array_equal(masks(graph, "fast"), masks(graph, "reference")), seed


@given(seeds, st.integers(1, 70), st.integers(1, 5))
def test_running_values_are_those_of_numpy(seed: int, lines: int, columns: int) -> None:
    block = np.random.default_rng(seed).integers(0, 99, (lines, columns)).astype(np.int32)
    for pick in (np.minimum, np.maximum):
        found = block.copy()
        reach.running(found, pick)
        assert np.array_equal(found, pick.accumulate(block, axis=0))


@given(seeds)
@settings(max_examples=30)
def test_larger_conflicts_in_option_form(seed: int) -> None:
    """Up to 128 states, where rows are long and blocks have several widths."""
    rng = np.random.default_rng(seed)
    owners = np.sort(rng.integers(0, 3, 7))
    ways = [None, None, None, "take", "drop"]
    options = [OptionBit(f"o{b}", int(i), ways[rng.integers(5)]) for b, i in enumerate(owners)]
    codes = np.flatnonzero(rng.random(128) < rng.choice([0.2, 0.6, 1.0]))
    codes = codes if len(codes) else np.array([5])
    graph = Graph.from_options("ABC", options, codes, random_ranks(rng, 3, len(codes)))
    assert np.array_equal(masks(graph, "fast"), masks(graph, "reference"))


def test_a_large_conflict_makes_no_string_a_state(monkeypatch: pytest.MonkeyPatch) -> None:
    bits = [OptionBit(f"o{b}", b % 2) for b in range(12)]
    graph = Graph.from_options("AB", bits, np.arange(4096), np.zeros((2, 4096), np.int32))
    monkeypatch.setattr(result, "MAX_TOLD", 100)
    found = solve(graph, ["nash"])
    assert found.count("nash") == 4096 and found.stable_mask("nash", "A").all()
    with pytest.raises(LimitExceeded, match="4,096 states are too many to write out, the limit is 100"):
        found.to_dict()
    assert isinstance(graph.states, StateIds)


def test_work_can_be_stopped() -> None:
    class Stop(Silent):
        def advance(self, steps: int = 1) -> None:
            raise Cancelled(Fault("D500", "stopped"))

    for engine in ("fast", "reference"):
        with pytest.raises(Cancelled):
            solve(random_graph(5), engine=engine, progress=Stop())
