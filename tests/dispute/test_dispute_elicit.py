"""Finding an order by asking: checked against a respondent who has one in mind."""

from __future__ import annotations

import json
import os
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dispute import compile_graph, loads
from detente.dispute.answers import answers_file, load_answers, save_answers
from detente.dispute.differences import differences
from detente.dispute.elicit import (
    ANSWERS,
    Elicitation,
    Interview,
    Question,
    elicited,
    lines_of,
    most_questions,
)
from detente.dispute.layout import format_text
from detente.dispute.order_edit import with_order
from detente.dispute.spacing import comments_of
from detente.errors import ModelError

KOREA = (
    files("detente.catalogue").joinpath("korea_2019", "case.yaml").read_text("utf-8").split("\nhistory:")[0]
    + "\n"
)
KOREA_LOADED = loads(KOREA)
CASE = """
actors:
  A: {{options: {{x: Act, z: Wait}}, prefers: [{wishes}]}}
  B: {{options: {{y: Answer, w: Wander}}, prefers: [y]}}
impossible: [A.x and B.w]
history: [{{on: 2019-01-01, take: [A.z]}}]
"""
WISHES = ["x", "z", "not B.y", "B.w", "x or B.y", "z if B.w", "x and not B.y", "B.y iff z", "not x if z"]


def ranks(wishes: list[str]) -> np.ndarray:
    return compile_graph(loads(CASE.format(wishes=", ".join(wishes)))).ranks[0]


@settings(max_examples=80, deadline=None)
@given(st.permutations(WISHES), st.integers(1, len(WISHES)), st.randoms())
def test_a_respondent_with_an_order_in_mind_is_understood(order: list[str], count: int, random) -> None:
    mind = order[:count]
    asked = random.sample(mind, count)
    dispute = loads(CASE.format(wishes=", ".join(asked)))
    of_mind = ranks(mind)
    graph = compile_graph(dispute)
    talk = Elicitation(dispute, lines_of(dispute, "A"))
    questions: list[Question] = []

    def answer(question: Question) -> str:
        outcomes = [
            next(
                s for s in range(len(graph.states)) if set(graph.taken(s) or ()) == {*question.in_both, *side}
            )
            for side in (question.in_first, question.in_second)
        ]
        if questions:
            assert question.number == questions[-1].number + 1
        assert question.number <= question.at_most <= most_questions(range(count))
        questions.append(question)
        assert of_mind[outcomes[0]] != of_mind[outcomes[1]]
        # The respondent knows the order of the two wishes; where only they differ the outcomes tell it too.
        return "first" if mind.index(question.first) < mind.index(question.second) else "second"

    groups = elicited(talk, answer)
    assert len(questions) <= most_questions(range(count))
    found = [line.key for group in groups for line in group.lines]
    assert sorted(found) == sorted(mind)
    if all(_always_compete(dispute, mind)):
        assert np.array_equal(ranks(found), of_mind)


def _always_compete(dispute, mind: list[str]) -> list[bool]:
    talk = Elicitation(dispute, lines_of(dispute, "A"))
    return [talk._compete(a, b) for a in talk.lines for b in talk.lines if a is not b]


def test_the_two_wishes_differ_in_the_outcomes_asked_about_and_little_else() -> None:
    dispute = loads(CASE.format(wishes="x, z"))
    step = Interview(dispute, "A").step({})
    assert isinstance(step, Question)
    assert (step.first, step.second, step.in_first, step.in_second) == ("z", "x", ("A.z",), ("A.x",))


def test_wishes_of_which_one_contains_the_other_are_not_asked_about() -> None:
    dispute = loads(CASE.format(wishes="x or B.y, x and not B.y"))
    groups = Interview(dispute, "A").step({})
    assert not isinstance(groups, Question)
    assert [group.lines[0].key for group in groups] == ["x or B.y", "x and not B.y"]


def test_equal_and_unknown_join_lines() -> None:
    dispute = loads(CASE.format(wishes="x, z, B.y"))
    groups = elicited(Interview(dispute, "A"), lambda q: "equal")
    assert [(len(group.lines), group.unknown) for group in groups] == [(3, False)]
    groups = elicited(Interview(dispute, "A"), lambda q: "equal" if q.number == 1 else "unknown")
    assert [(len(group.lines), group.unknown) for group in groups] == [(3, True)]


def test_an_actor_without_wishes_is_asked_what_it_wants_first() -> None:
    dispute = loads("actors: {A: {options: {x: Act, z: Wait}}, B: {options: {y: Answer}, prefers: [y]}}")
    wants = {"A.x": "first", "A.z": "equal", "B.y": "second"}
    numbers = []

    def answer(question: Question) -> str:
        numbers.append(question.number)
        assert question.number <= question.at_most
        return wants.get(question.first, "first") if question.second == f"not {question.first}" else "first"

    groups = elicited(Interview(dispute, "A"), answer)
    assert [group.lines[0].key for group in groups] == ["not B.y", "A.x"]
    assert numbers == [1, 2, 3, 4]
    unknown = elicited(Interview(dispute, "A"), lambda q: "unknown" if q.number == 1 else "equal")
    assert [(group.lines[0].key, group.lines[0].maybe) for group in unknown] == [("A.x", True)]


def test_the_same_answers_give_the_same_dialogue_in_any_order_of_giving() -> None:
    dispute = loads(KOREA)
    answers: dict = {}
    while isinstance(step := Interview(dispute, "JPN").step(answers), Question):
        answers[step.first, step.second] = "second"
    again = dict(reversed(list(answers.items())))
    turned = {(b, a): "first" for a, b in answers}
    assert Interview(dispute, "JPN").step(again) == step == Interview(dispute, "JPN").step(turned)


@settings(max_examples=8, deadline=None)
@given(st.sampled_from(["USA", "PRK", "KOR", "CHN", "RUS", "JPN"]), st.randoms())
def test_an_order_is_written_and_all_else_stays(actor: str, random) -> None:
    dispute = KOREA_LOADED
    groups = elicited(Interview(dispute, actor), lambda q: random.choice([*ANSWERS, "first", "second"]))
    written = with_order(KOREA, actor, groups)
    after = loads(written)
    assert sorted(comments_of(written)) == sorted(comments_of(KOREA))
    found = differences(dispute, after)
    assert {row.part for row in found.judgements} <= {"wish", "red lines"}
    assert all(row.subject.startswith(actor) for row in found.judgements)
    assert {ranking.actor for ranking in found.rankings} <= {actor}
    wanted = [
        line.key
        for g in groups
        for line in (*(o for o in g.lines if not o.maybe), *(o for o in g.lines if o.maybe))
    ]
    assert [s.text for w in after.actor(actor).prefers or () for s in w.statements] == wanted
    cited = {
        s.text: {*w.because, *s.because} for w in dispute.actor(actor).prefers or () for s in w.statements
    }
    assert {
        s.text: {*w.because, *s.because} for w in after.actor(actor).prefers or () for s in w.statements
    } == cited
    chances = {
        w.statements[0].text: w.chance for w in dispute.actor(actor).prefers or () if w.kind == "maybe"
    }
    assert {
        w.statements[0].text: w.chance for w in after.actor(actor).prefers or () if w.kind == "maybe"
    } == chances


@pytest.mark.parametrize(
    "text",
    [
        "actors: {A: {options: {x: Act, z: Wait}, prefers: [x, z]}, B: {options: {y: Y}, prefers: []}}\n",
        "actors:\n  A: {options: {x: Act, z: Wait}}\n  B: {options: {y: Y}, prefers: []}\n",
        "actors:\n  A:\n    options: {x: Act, z: Wait}\n    red_lines: 0\n  B: {options: {y: Y}, prefers: []}\n",
        "actors:\n  A:\n    prefers: []   # nothing yet\n    options: {x: Act, z: Wait}\n  B: {options: {y: Y}, prefers: []}\n",
        "actors:\n  A:\n    prefers: [x,   # one\n      z]\n    options: {x: Act, z: Wait}\n  B: {options: {y: Y}, prefers: []}\n",
        "actors:\n  B: {options: {y: Y}, prefers: []}\n  A:\n",
        "actors:\n  A:\n  B: {options: {y: Y}, prefers: []}\n",
        "actors:\n  A: {}  # an observer\n  B: {options: {y: Y}, prefers: []}\n",
        "actors:\n  A:\n    prefers:\n    - x\n    - z\n    options: {x: Act, z: Wait}\n  B: {options: {y: Y}, prefers: []}\n",
    ],
)
def test_an_order_is_written_into_any_layout(text: str) -> None:
    dispute = loads(text)
    groups = elicited(Interview(dispute, "A"), lambda q: "first")
    written = with_order(text, "A", groups)
    found = [s.text for w in loads(written).actor("A").prefers or () for s in w.statements]
    assert found == [group.lines[0].key for group in groups]
    assert sorted(comments_of(written)) == sorted(comments_of(text))


def test_a_written_order_is_laid_out_as_the_file_is() -> None:
    groups = elicited(Interview(KOREA_LOADED, "CHN"), lambda q: "second")
    written = with_order(KOREA, "CHN", groups)
    assert format_text(written) == written


def test_red_lines_are_lowered_with_the_lines() -> None:
    text = "actors:\n  A:\n    options: {x: Act, z: Wait}\n    prefers: [x, z]\n    red_lines: 2\n"
    groups = elicited(Interview(loads(text), "A"), lambda q: "equal")
    assert loads(with_order(text, "A", groups)).actor("A").red_lines == 1


def test_a_comment_that_would_be_lost_is_refused() -> None:
    text = "actors:\n  A: {options: {x: Act, z: Wait}, prefers: [x,  # one\n    z]}\n"
    groups = elicited(Interview(loads(text), "A"), lambda q: "first")
    with pytest.raises(ModelError) as refused:
        with_order(text, "A", groups)
    assert refused.value.faults[0].code == "D150"


def test_answers_are_kept_and_found_again(tmp_path: Path) -> None:
    path = answers_file(tmp_path, "미국")
    assert load_answers(path) == {}
    answers = {("x", "z"): "first", ("대화", "z"): "unknown"}
    save_answers(path, answers)  # type: ignore[arg-type]
    assert list(load_answers(path).items()) == list(answers.items())


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"answers": [1]}', '{"answers": [{"first": "x", "second": "y", "answer": "no"}]}', "["*100_000]
)  # fmt: skip
def test_a_foreign_file_of_answers_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "ask-A.json"
    path.write_text(content)
    with pytest.raises(ModelError) as refused:
        load_answers(path)
    assert refused.value.faults[0].code == "D152"


def test_a_file_of_answers_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "ask-A.json"
    path.write_text(json.dumps({"answers": []}))
    os.truncate(path, 2_000_000)
    with pytest.raises(ModelError):
        load_answers(path)


def test_a_case_of_many_outcomes_is_asked_about_at_once() -> None:
    many = ", ".join(f"o{n}: O" for n in range(55))
    text = (
        f"actors: {{A: {{options: {{{many}}}, prefers: [o3, o7 if o9, not o50]}}, B: {{options: {{y: Y}}}}}}"
    )
    dispute = loads(text)
    assert len(elicited(Interview(dispute, "A"), lambda q: "first")) == 3
    step = Interview(dispute, "B").step({})
    assert isinstance(step, Question)
    assert (step.first, step.in_first, step.at_most) == ("A.o0", ("A.o0",), 56 + most_questions(range(56)))
