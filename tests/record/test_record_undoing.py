"""Undo and redo in the log: which entries count, and that logs can be merged in any order."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import StoreError
from detente.record.following import Follower
from detente.record.reviewlog import ReviewLog
from detente.record.reviews import latest, notes
from detente.record.types import Review
from detente.record.undoing import in_force, lost_undos


def entry(n: int, decision: str = "accept", claim: str = "c-1", by: str = "ana", **more: object) -> Review:
    return Review(claim, decision, by, f"2020-01-01T00:00:00.{n:06}+00:00", **more)  # type: ignore[arg-type]


def undo(n: int, of: Review, by: str = "ana") -> Review:
    return entry(n, "undo", of.claim, by, of=of.id)


@st.composite
def logs(draw: st.DrawFn) -> list[Review]:
    """Any history on a few claims in which undos name anything that was there before them, undos too."""
    made: list[Review] = []
    for n in range(draw(st.integers(0, 14))):
        if made and draw(st.booleans()):
            made.append(undo(n, draw(st.sampled_from(made)), draw(st.sampled_from(["ana", "ben"]))))
        else:
            decision = draw(st.sampled_from(["accept", "reject", "note", "withdraw", "join"]))
            more = {"note": {"note": f"n{n}"}, "join": {"others": ("c-9",)}}.get(decision, {})
            made.append(entry(n, decision, draw(st.sampled_from(["c-1", "c-2"])), **more))
    return made


def counts(one: Review, log: list[Review]) -> bool:
    """The definition: an entry counts unless one that counts undoes it."""
    return not any(e.of == one.id and counts(e, log) for e in log if e.decision == "undo")


@given(logs())
def test_entries_count_as_the_definition_says(log: list[Review]) -> None:
    assert list(in_force(log)) == [one for one in log if counts(one, log)]
    assert lost_undos(log) == ()


@given(logs(), st.randoms(use_true_random=False), st.integers(0, 5))
def test_logs_can_be_merged_in_any_order_and_lines_twice(
    log: list[Review], chance: object, twice: int
) -> None:
    mixed = [*log, *log[:twice]]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert sorted(e.at for e in in_force(mixed)) == sorted(e.at for e in in_force(log))
    assert latest(mixed) == latest(log)


def test_what_is_undone_neither_stands_nor_is_noted() -> None:
    first, second, note = entry(1), entry(2, "reject"), entry(3, "note", note="hm")
    log = [first, second, note]
    assert latest([*log, undo(4, second)]) == {"c-1": first}
    assert notes([*log, undo(4, note)]) == {}
    gone = undo(4, second)
    assert latest([*log, gone, undo(5, gone)]) == {"c-1": second}


def test_a_join_or_split_leaves_the_verdict_alone() -> None:
    first = entry(1, "reject")
    assert latest([first, entry(2, "join", others=("c-2",)), entry(3, "split", others=("c-3",))]) == {
        "c-1": first
    }


def test_a_long_chain_of_undos_is_followed() -> None:
    log = [entry(0)]
    for n in range(1, 3000):
        log.append(undo(n, log[-1]))
    assert (log[0] in in_force(log)) == (len(log) % 2 == 1)


def test_undos_that_undo_nothing_are_told_with_their_line(tmp_path: Path) -> None:
    log = ReviewLog(tmp_path / "reviews.jsonl")
    first = entry(1)
    log.append(first, entry(2, "undo", of="r-000000000000"), entry(3, "undo", "c-2", of=first.id))
    content = log.content()
    assert [(w.code, w.place and w.place.line) for w in content.warnings] == [("D452", 2), ("D452", 3)]
    assert latest(content.reviews) == {"c-1": first}


def test_undos_that_undo_each_other_are_told_and_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    # No content can name itself, so the names are made up.
    monkeypatch.setattr(Review, "id", property(lambda self: self.note))
    ring = [entry(1, "undo", note="a", of="b"), entry(2, "undo", note="b", of="a"), entry(3, note="c")]
    assert in_force(ring) == tuple(ring)
    assert [why for _, why in lost_undos(ring)] == ["it undoes itself by way of others"] * 2


@pytest.mark.parametrize(
    "wrong",
    [
        entry(1, "undo"),
        entry(1, of="r-1"),
        entry(1, "join"),
        entry(1, "split", others=("c-1",)),
        entry(1, others=("c-2",)),
        entry(1, "join", others=(" ",)),
        entry(1, seen=["actor"]),
    ],
    ids=lambda review: f"{review.decision} {review.of} {review.others}",
)
def test_an_entry_that_is_not_whole_is_refused(tmp_path: Path, wrong: Review) -> None:
    with pytest.raises(StoreError) as error:
        ReviewLog(tmp_path / "reviews.jsonl").append(wrong)
    assert {fault.code for fault in error.value.faults} == {"D425"}


@given(logs())
def test_an_entry_is_named_by_its_content(log: list[Review]) -> None:
    for one in log:
        back = json.loads(json.dumps(one.line()))
        assert Review(**back | ({"others": tuple(back["others"])} if "others" in back else {})).id == one.id
    assert len({one.id for one in log}) == len(log)


# Following a log


@given(st.lists(st.sampled_from(["append", "torn", "whole", "replace", "shorten", "remove"]), max_size=8))
def test_a_followed_log_is_the_log(tmp_path_factory: pytest.TempPathFactory, steps: list[str]) -> None:
    log = ReviewLog(tmp_path_factory.mktemp("log") / "reviews.jsonl")
    follower, known = Follower(log), []
    for n, step in enumerate(steps):
        if step == "append":
            log.append(entry(n), entry(n, "reject", "c-2"))
        elif step == "torn":
            with log.path.open("ab") as file:
                file.write(b'{"claim": "c-3", "dec')
        elif step == "whole":
            with log.path.open("ab") as file:
                file.write(b"\n" + json.dumps(entry(n).line()).encode())
        elif step == "replace":
            other = log.path.with_name("other")
            other.write_text(json.dumps(entry(n, claim="c-4").line()) + "\n")
            other.replace(log.path)
        elif step == "shorten" and log.path.exists():
            os.truncate(log.path, log.path.stat().st_size // 2)
        elif step == "remove":
            log.path.unlink(missing_ok=True)
        news = follower.news()
        known = [*([] if news.anew else known), *news.entries]
        assert known == list(log.read())
    assert follower.news().entries == ()
