"""Who joined when, and whose first meeting with a host came after whose."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from move_samples import later, move, on

from detente.ledger.circle import circle, followed, joined


def test_the_circle_by_hand() -> None:
    rows = [
        move(0, "A", "B"),
        move(5, "C", "A"),
        move(9, "B", "A", -2.0),
        move(40, "D", "C", type="AID"),
        move(45, "D", "B"),
    ]
    found = {row.actor: (row.on, row.with_first, row.with_second) for row in joined(rows, ("A", "B"))}
    assert found == {
        "A": (on(0), None, on(0)),
        "B": (on(0), on(0), None),
        "C": (on(5), on(5), None),
        "D": (on(40), None, on(45)),
    }
    assert [(row.month, row.joined, row.total) for row in circle(joined(rows, ("A", "B")))] == [
        ("2020-01", ("A", "B", "C"), 3),
        ("2020-02", ("D",), 4),
    ]


def test_first_meetings_after_one_another() -> None:
    rows = [
        move(0, "A", "H"),
        move(0, "B", "H", mutual=True),
        move(3, "A", "H", key="again"),
        move(30, "H", "C"),
        move(95, "D", "H"),
        move(96, "E", "H", type="AID"),
    ]
    told = [(row.first, row.then, row.days) for row in followed(rows, 60) if row.host == "H"]
    assert told == [("A", "C", 30), ("B", "C", 30)]  # D came 65 days after C, and E gave and met nobody
    assert [row.then for row in followed(rows, 65) if row.host == "H"] == ["C", "C", "D"]


def test_nobody_is_in_no_circle() -> None:
    assert (joined([], None), circle(()), followed([])) == ((), (), ())


meetings = st.lists(
    st.builds(move, st.integers(0, 50), st.sampled_from("ABC"), st.sampled_from("DEF")), max_size=15
)


@given(meetings, st.integers(1, 30))
def test_first_meetings_follow_the_definition(rows, within) -> None:
    rows = sorted(rows, key=lambda m: m.day)
    firsts = {}
    for m in rows:
        for host, guest in ((m.by, m.to), (m.to, m.by)):
            firsts[host, guest] = min(firsts.get((host, guest), m.day), m.day)
    slow = set()
    for (host, then), day in firsts.items():
        before = {g: d for (h, g), d in firsts.items() if h == host and d < day}
        for first, other in before.items():
            if other == max(before.values()) and (day - other).days <= within:
                slow.add((host, first, then, (day - other).days))
    assert {(r.host, r.first, r.then, r.days) for r in followed(rows, within)} == slow
    shifted = followed([later(m, 100) for m in rows], within)
    assert {(r.host, r.first, r.then, r.days) for r in shifted} == slow


@given(meetings)
def test_the_circle_counts_everybody_once(rows) -> None:
    rows = sorted(rows, key=lambda m: m.day)
    found = joined(rows, ("A", "D"))
    months = circle(found)
    assert sum(len(row.joined) for row in months) == len(found) == len({c for m in rows for c in m.pair})
    assert [row.total for row in months] == sorted(row.total for row in months)
