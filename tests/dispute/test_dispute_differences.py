"""What differs in meaning between two files: counted fast, checked against counting pair by pair."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from detente.dispute import compile_graph, loads
from detente.dispute.contrast import order_changes
from detente.dispute.differences import differences

BASE = """
title: Two
actors:
  A: {options: {x: Act, z: {name: Wait, one_way: take}}, prefers: [not B.y, x], red_lines: 1}
  B: {options: {y: Answer}, prefers: [{want: A.x, because: [e1]}, y]}
impossible: [A.x and A.z]
history: [{on: 2019-01-01, take: [A.x]}]
pledges: [{id: p, by: A, to: B, text: wait, made: 2019-01-01, scores: [{on: 2019-02-01, score: 1, says: me}]}]
offers: [{id: o, by: A, to: B, on: 2019-01-02, package: [B.y], reply: rejected}]
ledger: {weights: [a > b], events: {e1: {size: 2}}}
questions: {q: {ask: A.x, by: 2020-01-01, base_rate: 0.2}}
"""


def changed(old: str, new: str):
    assert old in BASE
    return differences(loads(BASE), loads(BASE.replace(old, new)))


def told(found) -> list[tuple[str, str, str]]:
    return [(row.part, row.subject, row.change) for row in found.judgements]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=40))
def test_pairs_are_counted_as_one_by_one(ranks: list[tuple[int, int]]) -> None:
    slow = [0, 0, 0]
    for (a, b), (c, d) in combinations(ranks, 2):
        if (a - c) * (b - d) < 0:
            slow[0] += 1
        elif a == c and b != d:
            slow[1] += 1
        elif a != c and b == d:
            slow[2] += 1
    old, new = (np.array([pair[side] for pair in ranks], np.int64) for side in (0, 1))
    assert order_changes(old, new) == tuple(slow)


def test_wording_layout_and_comments_do_not_count() -> None:
    text = BASE.replace("[not B.y, x],", "  [(not (B.y)), A.x],  # the same\n   ").replace(
        "title: Two", "title:   'Two'"
    )
    assert differences(loads(BASE), loads(text)).same


def test_a_change_of_order_is_counted_and_shown_in_one_pair() -> None:
    found = changed("[not B.y, x]", "[x, not B.y]")
    assert len(told(found)) == 1
    assert told(found)[0][2] == "moved"
    (ranking,) = found.rankings
    before, after = (compile_graph(loads(t)) for t in (BASE, BASE.replace("[not B.y, x]", "[x, not B.y]")))
    size = len(before.states)
    slow = sum(
        np.sign(before.ranks[0][i] - before.ranks[0][j]) != np.sign(after.ranks[0][i] - after.ranks[0][j])
        for i, j in combinations(range(size), 2)
    )
    assert (ranking.actor, ranking.changed, ranking.pairs) == ("A", slow, size * (size - 1) // 2)
    first, second = (next(s for s in range(size) if before.taken(s) == taken) for taken in ranking.example)
    for graph, stands in ((before, ranking.before), (after, ranking.after)):
        sign = np.sign(graph.ranks[0][first] - graph.ranks[0][second])
        assert stands == {1: "better", 0: "equal", -1: "worse"}[int(sign)]


def test_outcomes_that_come_and_go_are_named() -> None:
    found = changed("A.x and A.z", "B.y and A.z")
    assert found.outcomes is not None
    assert (found.outcomes.possible, found.outcomes.impossible) == (1, 1)
    assert found.outcomes.possible_examples == (("A.x", "A.z"),)
    assert found.outcomes.impossible_examples == (("A.z", "B.y"),)
    assert told(found) == [
        ("constraint", "impossible B.y and A.z", "added"),
        ("constraint", "impossible A.x and A.z", "removed"),
    ]


def test_a_one_way_option_takes_moves_away_the_other_way_round() -> None:
    (move,) = changed(", one_way: take", "").moves
    assert (move.actor, move.lost) == ("A", 0)
    assert move.gained == 4  # z dropped, with or without x taken instead, and B.y either way
    assert move.gained_example is not None
    assert "A.z" in move.gained_example[0]
    assert "A.z" not in move.gained_example[1]


def test_an_option_more_leaves_the_shared_outcomes_comparable() -> None:
    found = changed("{y: Answer}", "{y: Answer, w: Wander}")
    assert found.outcomes is not None
    assert (found.outcomes.before, found.outcomes.after, found.outcomes.shared) == (6, 12, 6)
    assert not found.rankings
    assert told(found) == [("option", "B.w", "added")]


def test_every_judgement_is_told() -> None:
    for old, new, part, change in [
        ("title: Two", "title: Three", "title", "changed"),
        ("name: Wait", "name: Stay", "option", "changed"),
        ("red_lines: 1", "red_lines: 2", "red lines", "changed"),
        ("because: [e1]", "because: [e2]", "wish", "changed"),
        ("take: [A.x]", "take: [A.z]", "history", "added"),
        ("text: wait,", "text: stay,", "pledge", "changed"),
        ("score: 1", "score: 2", "score", "changed"),
        ("reply: rejected", "reply: accepted", "offer", "changed"),
        ("a > b", "b > a", "weight", "added"),
        ("size: 2", "size: 3", "event", "changed"),
        ("base_rate: 0.2", "base_rate: 0.3", "question", "changed"),
    ]:
        assert (part, change) in [(row.part, row.change) for row in changed(old, new).judgements]


def test_states_without_options_are_matched_by_name() -> None:
    text = "actors: {A: {ranking: [a, b, c], moves: [[a, b]]}}\nstates: {a: null, b: null, c: null}\nonly_states: true"
    found = differences(
        loads(text), loads(text.replace("[a, b, c]", "[a, c, b]").replace("[[a, b]]", "[[a, c]]"))
    )
    assert (found.rankings[0].changed, found.rankings[0].example) == (1, (("c",), ("b",)))
    assert found.moves[0].gained_example == (("a",), ("c",))


def test_a_file_without_a_model_is_compared_in_its_judgements() -> None:
    found = differences(loads("title: One"), loads("title: Two"))
    assert found.outcomes is None
    assert not found.same
    assert found.to_dict()["judgements"] == [
        {"part": "title", "subject": "title", "change": "changed", "before": "One", "after": "Two"}
    ]


def test_preferences_by_pairs_are_compared_pair_by_pair() -> None:
    text = "actors: {A: {%s, moves: [[a, b]]}}\nstates: {a: null, b: null, c: null}\nonly_states: true"
    before = loads(text % "better: [[a, b], [b, c], [c, a]]")
    (ranking,) = differences(before, loads(text % "better: [[b, a], [b, c]]")).rankings
    assert (ranking.pairs, ranking.reversed, ranking.untied, ranking.tied) == (3, 1, 0, 1)
    (ranking,) = differences(before, loads(text % "ranking: [a, b, c]")).rankings
    assert (ranking.reversed, ranking.example) == (1, (("c",), ("a",)))
    assert (ranking.before, ranking.after) == ("better", "worse")
    assert differences(before, before).same
