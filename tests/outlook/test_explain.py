"""The sentences say what the witness shows, in the words of the case, and stay as they are."""

from __future__ import annotations

import pytest
from inline_snapshot import snapshot

from detente.dispute import Model, loads
from detente.errors import ModelError
from detente.outlook.reasons import Explained, explain
from detente.outlook.routes import ways
from detente.outlook.wording import Words
from detente.stability import CONCEPTS, Reasons, paths

DAM = """
title: A dam upstream
actors:
  UP:
    name: United Uplands
    options:
      divert: Divert the river
      share: {name: Share the flow, levels: [none, half, all]}
    prefers: [not DOWN.raid, "not DOWN.embargo if divert", {want: divert, because: [ev1]}, not share]
  DOWN:
    name: Lowland
    options:
      embargo: Stop the grain
      raid: {name: Raid the works, one_way: take}
    prefers: [not UP.divert, UP.share, {want: embargo iff UP.divert, because: [ev2]}, not raid]
  SEA:
    name: Seaport
    options: {mediate: Send a mediator}
    prefers: [mediate]
states:
  peace: [UP.share.half, SEA.mediate]
now: [UP.divert]
"""


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(Model.of(loads(DAM)))


def told(words: Words, state: str, concept: str) -> Explained:
    return explain(words, Reasons(words.graph, concept), words.number(state), words.graph.actors)


def test_why_each_actor_stays_or_leaves(words: Words) -> None:
    assert {concept: told(words, "peace", concept).sentences for concept in CONCEPTS} == snapshot(
        {
            "nash": (
                "The United Uplands would leave: taking up “Divert the river” and dropping “Share the flow: half” serves it better (wish 3: “divert”).",
                "Lowland stays: its best move, taking up “Raid the works”, would go against wish 4, “not raid”.",
                "Seaport stays: its best move, dropping “Send a mediator”, would go against wish 1, “mediate”.",
            ),
            "gmr": (
                "The United Uplands stays: taking up “Divert the river” and dropping “Share the flow: half” would serve it better (wish 3: “divert”), but Lowland could answer by taking up “Raid the works”, which leaves it worse off than before (wish 1: “not DOWN.raid”); the 3 other gains within its reach would be answered too.",
                "Lowland stays: its best move, taking up “Raid the works”, would go against wish 4, “not raid”.",
                "Seaport stays: its best move, dropping “Send a mediator”, would go against wish 1, “mediate”.",
            ),
            "smr": (
                "The United Uplands stays: taking up “Divert the river” and dropping “Share the flow: half” would serve it better (wish 3: “divert”), but Lowland could answer by taking up “Raid the works”, which leaves it worse off than before (wish 1: “not DOWN.raid”), and no further move of its own mends that; the 3 other gains within its reach would be answered too.",
                "Lowland stays: its best move, taking up “Raid the works”, would go against wish 4, “not raid”.",
                "Seaport stays: its best move, dropping “Send a mediator”, would go against wish 1, “mediate”.",
            ),
            "seq": (
                "The United Uplands would leave: dropping “Share the flow: half” serves it better (wish 4: “not share”), and nobody has an answer that it would want to give.",
                "Lowland stays: its best move, taking up “Raid the works”, would go against wish 4, “not raid”.",
                "Seaport stays: its best move, dropping “Send a mediator”, would go against wish 1, “mediate”.",
            ),
            "sseq": (
                "The United Uplands would leave: dropping “Share the flow: half” serves it better (wish 4: “not share”), and nobody has an answer that it would want to give.",
                "Lowland stays: its best move, taking up “Raid the works”, would go against wish 4, “not raid”.",
                "Seaport stays: its best move, dropping “Send a mediator”, would go against wish 1, “mediate”.",
            ),
        }
    )
    assert told(words, "peace", "seq").sentence == snapshot(
        "“peace” does not hold by seq: the United Uplands would leave it."
    )
    assert told(words, "9", "seq").sentences == snapshot(
        (
            "Seaport would leave: taking up “Send a mediator” serves it better (wish 1: “mediate”), and even if the United Uplands answered by dropping “Divert the river”, that still leaves it better off than staying.",
            "The United Uplands stays: dropping “Divert the river” would serve it better (wish 2: “not DOWN.embargo if divert”), but Lowland would answer by taking up “Raid the works” and dropping “Stop the grain”, which leaves it worse off than before (wish 1: “not DOWN.raid”); the 2 other gains within its reach would be answered too.",
            "Lowland stays: its best move, taking up “Raid the works”, would go against wish 4, “not raid”.",
        )
    )


def test_the_ways_in_words(words: Words) -> None:
    found = ways(words, paths(words.graph, "1", ["9", "peace", "1", "11", "0"]))
    assert [(way.sentence, way.breakers) for way in found.ways] == snapshot(
        [
            (
                "To outcome 9 it is one move, by Lowland. It is a gain for whoever makes it.",
                "Seaport would gain by breaking it alone; the United Uplands would gain by breaking it alone but for the answer it must fear.",
            ),
            (
                "To “peace” it is four moves, by Lowland, then the United Uplands, then Lowland, then Seaport. Each is a gain for whoever makes it. Two moves would do if somebody gave something up. Steps 2 and 3 pay only if a countermove is not taken.",
                "The United Uplands would gain by breaking it alone.",
            ),
            ("Outcome 1 is where things stand.", "Lowland and Seaport would gain by breaking it alone."),
            (
                "To outcome 11 it is five moves, by Lowland, then the United Uplands, then Lowland, then the United Uplands, then Lowland. Each is a gain for whoever makes it. Two moves would do if somebody gave something up. Steps 2, 3, 4 and 5 pay only if a countermove is not taken.",
                "The United Uplands and Seaport would gain by breaking it alone.",
            ),
            (
                "To outcome 0 it is three moves, by Lowland, then the United Uplands, then Lowland. Each is a gain for whoever makes it. One move would do if somebody gave something up. Steps 2 and 3 pay only if a countermove is not taken.",
                "Seaport would gain by breaking it alone; the United Uplands would gain by breaking it alone but for the answer it must fear.",
            ),
        ]
    )
    assert [(str(step.change), step.leans) for way in found.ways for step in way.steps] == snapshot(
        [
            ("taking up “Stop the grain”", ""),
            ("taking up “Stop the grain”", ""),
            (
                "taking up “Share the flow: half” and dropping “Divert the river”",
                "Lowland taking up “Raid the works” and dropping “Stop the grain”",
            ),
            ("dropping “Stop the grain”", "the United Uplands taking up “Divert the river”"),
            ("taking up “Send a mediator”", ""),
            ("taking up “Stop the grain”", ""),
            (
                "taking up “Share the flow: half” and dropping “Divert the river”",
                "Lowland taking up “Raid the works” and dropping “Stop the grain”",
            ),
            ("dropping “Stop the grain”", "the United Uplands taking up “Divert the river”"),
            ("taking up “Divert the river”", "Lowland taking up “Stop the grain”"),
            ("taking up “Stop the grain”", "the United Uplands dropping “Share the flow: half”"),
            ("taking up “Stop the grain”", ""),
            (
                "dropping “Divert the river”",
                "Lowland taking up “Raid the works” and dropping “Stop the grain”",
            ),
            ("dropping “Stop the grain”", "the United Uplands taking up “Divert the river”"),
        ]
    )


def test_what_nobody_can_reach_is_said(words: Words) -> None:
    (way,) = ways(words, paths(words.graph, str(1 << 4), ["peace"])).ways
    assert way.sentence == "To “peace” no sequence of moves leads."
    assert way.steps == ()


def test_each_comparison_names_its_line_and_events(words: Words) -> None:
    found = told(words, "0", "nash").to_dict()
    upland = found["actors"][0]
    assert upland["comparisons"][0] == snapshot(
        {
            "actor": "UP",
            "state": "1",
            "against": "0",
            "verdict": "better",
            "line": 3,
            "statement": "divert",
            "fulfilled": [1, 0],
            "because": ["ev1"],
        }
    )
    assert list(found) == ["state", "taken", "concept", "stable", "sentence", "actors"]


def test_one_actor_is_not_everybody(words: Words) -> None:
    found = explain(words, Reasons(words.graph, "nash"), words.number("0"), ["DOWN"])
    assert found.sentence == snapshot("Outcome 0 is stable by nash for Lowland.")


def test_an_unknown_actor_is_a_fault(words: Words) -> None:
    with pytest.raises(ModelError, match="D522") as raised:
        explain(words, Reasons(words.graph), 0, ["DOWM"])
    assert "did you mean DOWN" in str(raised.value)


def test_outcomes_without_options_are_called_by_their_names() -> None:
    text = """
only_states: true
states: {s1: null, s2: {taken: null, text: the war goes on}, s3: null}
actors:
  A: {name: Aland, moves: [[s1, s2]], ranking: [s2, s1, s3]}
  B: {name: Bland, moves: [[s2, s3]], ranking: [s3, s2, s1]}
"""
    made = Words(Model.of(loads(text)))
    found = explain(made, Reasons(made.graph), made.number("s1"), ["A", "B"])
    assert found.sentences == snapshot(
        (
            "Aland stays: moving to “the war goes on” would serve it better, but Bland would answer by moving to “s3”, which leaves it worse off than before.",
            "Bland stays: it has no move from here.",
        )
    )
    assert found.others == {}


def test_a_very_long_name_is_cut_in_a_sentence() -> None:
    text = DAM.replace("Divert the river", "Divert the river " + "and the brook " * 4 + "for good")
    text = text.replace("not share]", "not share if " + " and ".join(["divert"] * 40) + "]")
    made = Words(Model.of(loads(text)))
    for state in made.graph.states:
        for line in told(made, state, "seq").sentences:
            assert len(line) < 1200


def test_every_outcome_and_concept_has_its_sentences() -> None:
    made = Words(Model.of(loads(DAM)))
    for concept in CONCEPTS:
        reasons = Reasons(made.graph, concept)
        for number in range(len(made.graph.states)):
            found = explain(made, reasons, number, made.graph.actors)
            assert [reason.why.stable for reason in found.reasons].count(False) == sum(
                " would leave: " in line for line in found.sentences
            )
            for line in found.sentences:
                assert line[0].isupper()
                assert line.endswith(".")
                assert "  " not in line
