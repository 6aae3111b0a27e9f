"""The line that decides agrees with the ranks, and outcomes are found by whatever people call them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dispute import Model, load, loads
from detente.dispute.compare import compare
from detente.dispute.find import find_state, today
from detente.errors import ModelError

OPTIONS = ("A.x", "A.y", "B.z", "B.w")
statements = st.one_of(
    st.sampled_from(OPTIONS),
    st.builds("not {}".format, st.sampled_from(OPTIONS)),
    st.builds(
        "{} {} {}".format,
        st.sampled_from(OPTIONS),
        st.sampled_from(["if", "iff", "or", "and"]),
        st.sampled_from(OPTIONS),
    ),
)
lists = st.lists(statements, min_size=2, max_size=3).map(", ".join)
lines = st.one_of(
    statements.map("{{want: {}}}".format),
    statements.map("{{maybe: {}, chance: 0.5}}".format),
    lists.map("[{}]".format),
    lists.map("{{any order: [{}]}}".format),
)
wishes = st.lists(lines, max_size=5).map("\n      - ".join)


@given(wishes, wishes)
@settings(max_examples=60)
def test_the_verdict_is_what_the_ranks_say(first: str, second: str) -> None:
    text = "actors:\n"
    for code, options, prefers in (("A", "{x: X, y: Y}", first), ("B", "{z: Z, w: W}", second)):
        text += f"  {code}:\n    options: {options}\n" + (
            f"    prefers:\n      - {prefers}\n" if prefers else ""
        )
    model = Model.of(loads(text))
    ranks = model.graph().ranks
    for actor in range(2):
        for a in range(16):
            for b in range(16):
                found = compare(model, actor, a, b)
                gain = np.sign(ranks[actor, a] - ranks[actor, b])
                assert found.verdict == {1: "better", 0: "same", -1: "worse"}[int(gain)]
                assert (found.line is None) == (found.verdict == "same")
                if found.line is not None:
                    mine, other = found.fulfilled
                    assert (mine > other) == (found.verdict == "better")


def test_a_ranking_decides_without_a_line() -> None:
    model = Model.of(
        loads("""
only_states: true
states: {s1: [A.x], s2: [], s3: null}
actors:
  A: {options: {x: X}, ranking: [s2, [s1, s3]], moves: [[s1, s2]]}
""")
    )
    ranks = model.graph().ranks[0]
    for a in range(3):
        for b in range(3):
            found = compare(model, 0, a, b)
            assert found.verdict == (
                "better" if ranks[a] > ranks[b] else "worse" if ranks[a] < ranks[b] else "same"
            )
            assert found.line is None


def test_a_comparison_names_its_line_and_what_it_cites() -> None:
    model = Model.of(
        loads("""
actors:
  A:
    options: {x: X}
    prefers:
      - {maybe: x, chance: 0.5}
      - {want: "not x", because: [ev1]}
""")
    )
    found = compare(model, 0, 1, 0).to_dict()
    assert found == {
        "actor": "A", "state": "1", "against": "0", "verdict": "worse", "line": 2, "statement": "not x",
        "fulfilled": [0, 1], "because": ["ev1"],
    }  # fmt: skip


NAMED = """
actors:
  A: {options: {x: X, y: Y}}
states:
  small-deal: [A.x]
  both: [A.x, A.y]
now: [A.y]
"""


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("small-deal", ("A.x",)), ("Small deal", ("A.x",)), ("SMALL_DEAL", ("A.x",)), ("1", ("A.x",)), (" both ", ("A.x", "A.y")),
        ("2", ("A.y",)), ("now", ("A.y",)), ("Today", ("A.y",)), ("0", ()),
    ],
)  # fmt: skip
def test_an_outcome_is_found_by_what_people_call_it(name: str, taken: tuple[str, ...]) -> None:
    model = Model.of(loads(NAMED))
    assert model.graph().taken(find_state(model, name)) == taken


@pytest.mark.parametrize(
    ("name", "hint"),
    [("smal-deal", "did you mean small-deal"), ("9", "detente solve"), ("", "detente solve"), ("१", "detente solve"),
     ("-1", "detente solve"), ("9" * 40, "detente solve"), ("s\x1b[31m", "detente solve")],
)  # fmt: skip
def test_an_unknown_outcome_is_a_fault_with_what_was_meant(name: str, hint: str) -> None:
    with pytest.raises(ModelError, match="D112") as raised:
        find_state(Model.of(loads(NAMED)), name)
    assert hint in str(raised.value)


def test_a_state_of_that_name_comes_before_today() -> None:
    model = Model.of(loads(NAMED.replace("both", "now")))
    assert model.graph().taken(find_state(model, "now")) == ("A.x", "A.y")


def test_today_that_cannot_be_says_how_to_give_it() -> None:
    with pytest.raises(ModelError, match=r"D169.*A\.y.*not a possible outcome") as raised:
        today(Model.of(loads(NAMED + "impossible: [A.y and not A.x]")))
    assert "`now:`" in str(raised.value)


def test_today_among_outcomes_made_one_is_the_one() -> None:
    model = Model.of(loads(NAMED + "same: {idle: not A.x}"))
    assert model.outcomes.ids[today(model)] == "idle"


def test_outcomes_without_options_have_no_today() -> None:
    text = "{only_states: true, states: {s1: null, s2: null}, actors: {A: {moves: [[s1, s2]], ranking: [s1, s2]}}}"
    with pytest.raises(ModelError, match="D169"):
        today(Model.of(loads(text)))


def test_two_states_with_the_same_options_do_not_tell_which_is_today() -> None:
    text = "{only_states: true, states: {s1: [A.x], s2: [A.x]}, actors: {A: {options: {x: X}, moves: [[s1, s2]], ranking: [s1, s2]}}, now: [A.x]}"
    with pytest.raises(ModelError, match=r"D169.*fits 2 outcomes"):
        today(Model.of(loads(text)))


def test_the_bundled_case_starts_where_its_history_ends() -> None:
    from importlib.resources import files

    with_names = Model.of(load(str(files("detente.catalogue") / "korea_2019" / "case.yaml")))
    assert with_names.outcomes.ids[today(with_names)] == "waiting"
