"""Every bundled case is cited and complete, and both engines find what its definitions yield."""

from __future__ import annotations

import pytest

from detente.catalogue.published import PublishedCase, load, names
from detente.errors import ModelError
from detente.stability import CONCEPTS, solve

CASES = {name: load(name) for name in names()}
CELLS = [
    (name, concept, actor)
    for name, case in CASES.items()
    for concept in CONCEPTS
    for actor in case.graph.actors
]


def test_the_catalogue_holds_its_cases() -> None:
    assert {
        "chicken",
        "countermove_in_turns",
        "cuban_missile_crisis",
        "cuban_missile_crisis_one_way",
        "elmira",
        "prisoners_dilemma",
        "syria_iraq_1975",
        "us_north_korea_2017",
    } <= set(names())
    assert list(names()) == sorted(names())


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_case_is_cited_and_has_an_answer_for_every_concept_and_actor(case: PublishedCase) -> None:
    assert case.title and case.citation and case.note
    assert set(case.textbook) >= set(CONCEPTS)
    for concept in CONCEPTS:
        stable = case.textbook[concept].stable
        assert stable is not None and tuple(stable) == case.graph.actors
    known = set(case.graph.states)
    for table in (*case.published.values(), *case.textbook.values()):
        assert set(table.equilibria) <= known
        assert all(set(ids) <= known for ids in (table.stable or {}).values())
    assert set(case.state_names) <= known
    assert list(case.option_names) == [option.name for option in case.graph.options]
    assert tuple(case.actor_names) == case.graph.actors


@pytest.mark.parametrize("engine", ["fast", "reference"])
@pytest.mark.parametrize(("name", "concept", "actor"), CELLS)
def test_engines_find_the_textbook_answer(name: str, concept: str, actor: str, engine: str) -> None:
    case = CASES[name]
    found = solve(case.graph, [concept], engine).to_dict()
    table = case.textbook[concept]
    assert table.stable is not None
    assert found["stable"][concept][actor] == list(table.stable[actor])
    assert found["equilibria"][concept] == list(table.equilibria)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_published_answers_agree_with_the_definitions_where_both_speak(case: PublishedCase) -> None:
    for concept in set(case.published) & set(case.textbook):
        published, textbook = case.published[concept], case.textbook[concept]
        assert published.equilibria == textbook.equilibria
        assert published.stable is None or textbook.stable is None or published.stable == textbook.stable


def test_elmira_has_a_state_without_option_form() -> None:
    graph = CASES["elmira"].graph
    assert graph.taken(graph.states.index("s9")) is None
    assert graph.taken(0) == ("UR.delay",)


def test_an_unknown_case_is_told_with_the_right_name() -> None:
    with pytest.raises(ModelError) as wrong:
        load("elmiro")
    assert wrong.value.faults[0].hint == "did you mean elmira?"
    with pytest.raises(ModelError):
        load("../published/elmira")
