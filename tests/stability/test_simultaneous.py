"""Simultaneous stability, and a concept of its own for each actor."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import random_graph
from test_pairs import random_relation

from detente.catalogue.published import load
from detente.errors import LimitExceeded, ModelError
from detente.graph import Graph, OptionBit
from detente.stability import CONCEPTS, simultaneous, solve

seeds = st.integers(0, 2**32 - 1)


def by_definition(graph: Graph, seq: np.ndarray) -> np.ndarray:
    """Write out every set of improvements made at once."""
    found = seq.copy()
    taken = {int(code): s for s, code in enumerate(graph.codes)}
    actors, states = seq.shape
    for s in range(states):
        unstable = [i for i in range(actors) if not seq[i, s]]
        if len(unstable) < 2:
            continue
        gains = {i: [t for t in graph.arcs(i).of(s).tolist() if graph.prefers(i, t, s)] for i in unstable}
        for i in unstable:
            others = [j for j in unstable if j != i]
            found[i, s] = all(
                any(
                    (end := taken.get(ends(graph, s, [t, *(u for u in made if u is not None)]))) is not None
                    and not graph.prefers(i, end, s)
                    for made in product(*([None, *gains[j]] for j in others))
                    if any(u is not None for u in made)
                )
                for t in gains[i]
            )
    return found


def ends(graph: Graph, s: int, targets: list[int]) -> int:
    bits = {
        b for t in targets for b in range(len(graph.options)) if (graph.codes[t] ^ graph.codes[s]) >> b & 1
    }
    return int(graph.codes[s]) ^ sum(1 << b for b in bits)


@given(seeds, st.booleans())
@settings(max_examples=200)
def test_simultaneous_stability_is_what_its_definition_says(seed: int, pairs: bool) -> None:
    graph = random_graph(seed, listed=False)
    if pairs:
        rng = np.random.default_rng(seed)
        graph = graph.with_better([random_relation(rng, len(graph.states)) for _ in graph.actors])
    found = solve(graph, ["sim", "seq"])
    assert found.concepts == ("sim", "seq")
    assert np.array_equal(found.masks["sim"], by_definition(graph, found.masks["seq"]))
    assert np.array_equal(solve(graph, ["sim"], "reference").masks["sim"], found.masks["sim"])
    # Whoever alone is unstable stays so.
    alone = (~found.masks["seq"]).sum(axis=0) < 2
    assert np.array_equal(found.masks["sim"][:, alone], found.masks["seq"][:, alone])


def test_the_published_simultaneous_equilibria_and_no_others() -> None:
    case = load("us_north_korea_2017")
    found = solve(case.graph, ["sim"])
    us, nk = case.graph.actors
    names = case.graph.states
    assert set(found.equilibria("sim")) == {"s0", "s4", "s5", "s10"}
    stable = {
        actor: {names[s] for s in np.flatnonzero(found.stable_mask("sim", actor))} for actor in (us, nk)
    }
    assert stable[us] == {"s8", "s0", "s9", "s10", "s12", "s5", "s4", "s13", "s1"}
    assert stable[nk] == {"s6", "s14", "s2", "s10", "s0", "s4", "s5"}


def test_two_who_would_swerve_in_turn_crash_together() -> None:
    """Each would rather not be the one who gives way, and both at once is worst: gains that collide."""
    options = [OptionBit("A.go", 0), OptionBit("B.go", 1)]
    graph = Graph.from_options("AB", options, range(4), [[1, 2, 2, 0], [1, 2, 2, 0]])
    found = solve(graph, ["nash", "seq", "sim"])
    assert not found.stable_mask("seq", "A")[0] and not found.stable_mask("seq", "B")[0]
    assert found.stable_mask("sim", "A")[0] and found.stable_mask("sim", "B")[0]


def test_states_without_options_of_their_own_are_a_fault() -> None:
    listed = random_graph(1, listed=True)
    with pytest.raises(ModelError, match="D526"):
        solve(listed, ["sim"])
    with pytest.raises(ModelError, match="D526"):
        solve(load("elmira").graph, ["sim"])


def test_too_many_combinations_are_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simultaneous, "MAX_COMBINED", 0)
    with pytest.raises(LimitExceeded, match="D527"):
        solve(load("us_north_korea_2017").graph, ["sim"])


@given(seeds)
@settings(max_examples=60)
def test_each_actor_may_have_a_concept_of_its_own(seed: int) -> None:
    graph = random_graph(seed)
    rng = np.random.default_rng(seed)
    profile = {actor: str(rng.choice(CONCEPTS)) for actor in graph.actors}
    found, each = solve(graph, profile), solve(graph)
    assert found.concepts == ("mixed",) and found.profile == tuple(profile.values())
    expected = np.array([each.stable_mask(concept, actor) for actor, concept in profile.items()])
    assert np.array_equal(found.masks["mixed"], expected)
    assert found.to_dict()["equilibria"]["mixed"] == list(found.equilibria("mixed"))
    assert found.count("mixed") == int(expected.all(axis=0).sum())


def test_a_profile_names_every_actor_and_known_concepts() -> None:
    graph = load("chicken").graph
    first, second = graph.actors
    assert solve(graph, {second: "sim", first: "nash"}).profile == ("nash", "sim")
    with pytest.raises(ModelError) as wrong:
        solve(graph, {first: "sqe", "XYZ": "nash"})
    assert [f.code for f in wrong.value.faults] == ["D522", "D520", "D520"]
