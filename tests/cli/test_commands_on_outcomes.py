"""why and path, as people and other programs use them."""

from __future__ import annotations

from pathlib import Path

import pytest

DILEMMA = """
title: Two neighbours
actors:
  A: {name: Aland, options: {defect: Break it}, prefers: [not B.defect, {want: defect, because: [ev1]}]}
  B: {name: Bland, options: {defect: Break it}, prefers: [not A.defect, defect]}
states: {kept: [], both-broken: [A.defect, B.defect]}
now: [A.defect]
"""


@pytest.fixture
def dilemma(tmp_path: Path) -> Path:
    path = tmp_path / "dilemma.yaml"
    path.write_text(DILEMMA, "utf-8")
    return path


def test_path_prints_the_agreed_shape(run, dilemma) -> None:
    done = run("path", dilemma, "--json")
    assert (done.code, done.err) == (0, "")
    assert list(done.json)[:2] == ["from", "to"]
    assert done.json["from"] == "1"
    ways = {state: (way["moves"], way["improvements"]) for state, way in done.json["to"].items()}
    assert ways == {
        "kept": ([["A", "kept"]], None),
        "both-broken": ([["B", "both-broken"]], [["B", "both-broken"]]),
    }


def test_path_to_some_outcomes_by_whatever_they_are_called(run, dilemma) -> None:
    done = run("path", dilemma, "--to", "Both broken", "--to", "now", "--concept", "nash", "--json")
    assert {state: way["moves"] for state, way in done.json["to"].items()} == {
        "both-broken": [["B", "both-broken"]],
        "1": [],
    }


def test_path_from_somewhere_else(run, dilemma) -> None:
    done = run("path", dilemma, "--from", "kept", "--to", "2", "--json")
    assert done.json["from"] == "kept"
    assert done.json["to"]["2"]["improvements"] == [["B", "2"]]
    (step,) = done.json["to"]["2"]["steps"]
    assert (step["deterred"], step["answer"]) == (True, [["A", "both-broken"]])


def test_path_for_people(run, dilemma) -> None:
    done = run("path", dilemma)
    assert done.code == 0
    assert "To “both broken” it is one move, by Bland. It is a gain for whoever makes it." in done.out
    assert "Aland must move without a gain (step 1)" in done.out
    assert "Break it" in done.out
    assert "Aland and Bland would gain by breaking it alone but for the answer each must fear." in done.out


def test_why_for_other_programs(run, dilemma) -> None:
    done = run("why", dilemma, "kept", "--json")
    assert (done.code, done.err) == (0, "")
    assert (done.json["state"], done.json["concept"], done.json["stable"]) == ("kept", "seq", True)
    first = done.json["actors"][0]
    assert first["improvements"] == [
        {"state": "1", "answer": {"moves": [["B", "both-broken"]], "verdict": "worse", "escape": None, "escape_verdict": None}}
    ]  # fmt: skip
    assert first["comparisons"][0] == {
        "actor": "A", "state": "1", "against": "kept", "verdict": "better", "line": 2, "statement": "defect",
        "fulfilled": [1, 0], "because": ["ev1"],
    }  # fmt: skip


def test_why_for_people(run, dilemma) -> None:
    done = run("why", dilemma, "Kept", "--concept", "nash", "--actor", "B")
    assert done.code == 0
    assert "Bland would leave: taking up “Break it” serves it better (wish 2: “defect”)." in done.out
    assert "Aland" not in done.out
    assert "nothing in the record" in done.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("why", "kepd"), "did you mean kept?"),
        (("why", "kept", "--actor", "C"), "D522"),
        (("why", "kept", "--concept", "nahs"), "did you mean nash?"),
        (("path", "--to", "nowhere"), "D112"),
        (("path", "--concept", "seqq"), "D520"),
        (("path", "--from", "9"), "D112"),
    ],
)
def test_unknown_words_are_refused_with_what_was_meant(run, dilemma, arguments, told) -> None:
    command, *rest = arguments
    done = run(command, dilemma, *rest)
    assert (done.code, done.out) == (1, "")
    assert told in done.err


def test_a_today_that_cannot_be_says_how_to_give_it(run, dilemma) -> None:
    dilemma.write_text(DILEMMA + "impossible: [A.defect and not B.defect]\n", "utf-8")
    done = run("path", dilemma, "--json")
    assert (done.code, done.out) == (1, "")
    assert "D169" in done.err
    assert "`now:`" in done.err
    assert run("path", dilemma, "--from", "kept", "--json").code == 0


def test_where_nothing_holds_path_says_so(run, tmp_path) -> None:
    file = tmp_path / "chase.yaml"
    file.write_text(
        "actors:\n"
        "  A: {options: {x: X}, prefers: [x iff B.y]}\n"
        "  B: {options: {y: Y}, prefers: [not (y iff A.x)]}\n"
    )
    done = run("path", file, "--concept", "nash")
    assert done.code == 0
    assert "no outcome holds by nash" in done.err
    assert run("path", file, "--concept", "nash", "--json").json["to"] == {}


@pytest.mark.parametrize("command", [("why", "now"), ("path",)])
def test_a_file_without_a_model_is_refused(run, tmp_path, command) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("title: Watching\nactors:\n  A: {name: Observer}\n")
    name, *rest = command
    assert run(name, file, *rest).code == 1


def test_other_readings_have_their_own_reasons(run, dilemma) -> None:
    dilemma.write_text(DILEMMA + "readings: {trusting: {actors: {A: {prefers: [not defect]}}}}\n", "utf-8")
    done = run("why", dilemma, "kept", "--reading", "trusting", "--actor", "A", "--concept", "nash", "--json")
    assert done.json["stable"] is True


def test_in_python_one_name_will_do_for_several(dilemma) -> None:
    from detente import Case

    case = Case(dilemma)
    assert [reason.why.actor for reason in case.why("kept", actors="A").reasons] == ["A"]
    assert [way.route.to for way in case.path("Both broken").ways] == ["both-broken"]
    assert case.path(()).ways == ()
