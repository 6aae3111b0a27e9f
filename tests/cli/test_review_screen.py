"""The review screen, played with keys: what it shows, and that every key is in the log before the next claim."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from detente.cli.review import fields
from detente.cli.review.app import ReviewApp
from detente.cli.review.keys import KEYS, legend
from detente.record.reviewing import Reviewing
from detente.record.reviewlog import ReviewLog
from detente.record.store import Record
from detente.record.types import Claim, Document, Review, claim_id, content_hash
from detente.vocabulary.actors import Actors

SENTENCES = (
    "Aland offered Beland a truce, the minister said.",
    "Beland refused it [b]at once[/b].",
    "북한은 회담을 거부했다.",
    "رفضت الحكومة العرض.",
)
TEXT = "A day later.\n\n" + " ".join(SENTENCES) + "\n\n" + "Nothing else happened. " * 3


def made(**more: Any) -> tuple[Document, list[Claim]]:
    doc = Document(
        content_hash(TEXT.encode()),
        TEXT,
        "r.txt",
        "A truce?",
        "Daily",
        published=date(2020, 1, 2),
        published_how="dateline",
        title_how="first line",
    )
    claims = []
    for nth, quote in enumerate(SENTENCES):
        start, end = TEXT.index(quote), TEXT.index(quote) + len(quote)
        clause = start + (28 if nth == 0 else len(quote))
        place = (doc.id, nth + 1, quote, start, end, start, clause)
        act = ("CONCEDE", "offered", False, "author", 0.9, None, None, None, None, None, None, "made")
        claims.append(
            Claim(claim_id(doc.id, start, end), *place, ("AAA",), "Aland", None, ("BBB",), "Beland", *act)
        )
    return doc, [replace(claims[0], **more), *claims[1:]]


IDS = [claim.id for claim in made()[1]]


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(tmp_path / "record.sqlite") as opened:
        opened.add_document(*made(), reader="1")
        yield opened


@pytest.fixture
def log(tmp_path: Path) -> ReviewLog:
    return ReviewLog(tmp_path / "reviews.jsonl")


@pytest.fixture
def play(record: Record, log: ReviewLog) -> Callable[..., str]:
    """Press keys one by one; what begins with = is put into the line that is typed in."""

    def press(*keys: str, size: tuple[int, int] = (80, 24), by: str = "ana") -> str:
        async def played() -> str:
            app = ReviewApp(Reviewing(record, log, by), "The truce", Actors.builtin())
            async with app.run_test(size=size) as pilot:
                await pilot.pause()
                for key in keys:
                    if key.startswith("="):
                        assert isinstance(app.focused, Input)
                        app.focused.value = key[1:]
                    else:
                        await pilot.press(key)
                    await pilot.pause()
                return seen(app)

        return asyncio.run(played())

    return press


def seen(app: ReviewApp) -> str:
    """Return the words on the screen, line by line."""
    lines: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in re.findall(
        r'<text[^>]* x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>', app.export_screenshot()
    ):
        lines.setdefault(float(y), []).append((float(x), html.unescape(text).replace("\u00a0", " ")))
    return "\n".join(
        "".join(text for _, text in sorted(parts)).rstrip() for _, parts in sorted(lines.items())
    )


def decided(log: ReviewLog) -> list[tuple[str, str]]:
    return [(entry.claim, entry.decision) for entry in log.read()]


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
def test_what_the_screen_shows(play: Callable[..., str], size: tuple[int, int]) -> None:
    shown = play(size=size)
    for words in (
        "0/4 decided", "by ana", "saved", "A truce?", "Daily", "2020-01-02 (dateline)", "title from first line", "▶Aland offered Beland a truce◀",
        "concede, offered", "AAA (Aland)", "BBB (Beland)", "author, worded 90% sure", "made", "nobody has decided yet",
    ):  # fmt: skip
        assert words in shown
    for _, _, word, _ in KEYS:
        assert word in shown


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_the_legend_is_whole_at_any_width(width: int) -> None:
    lines = legend(width).plain.split("\n")
    assert max(map(len, lines)) <= width
    assert all(re.search(rf"\S {word}\b", "\n".join(lines)) for _, _, word, _ in KEYS)


def test_one_key_decides_and_moves_on(play: Callable[..., str], log: ReviewLog) -> None:
    shown = play("a", "r")
    assert decided(log) == [(IDS[0], "accept"), (IDS[1], "reject")]
    assert "2/4 decided" in shown
    assert "북한은" in shown
    assert "rejected (u undoes)" in shown


def test_undo_and_redo_survive_a_restart(play: Callable[..., str], log: ReviewLog) -> None:
    play("a", "r", "u")
    shown = play("u")
    assert "0/4 decided" in shown
    shown = play("U", "ctrl+r", "U")
    assert "2/4 decided" in shown
    assert "nothing that can be brought back" in shown
    assert {entry.decision for entry in log.read()} == {"accept", "reject", "undo"}


def test_markup_and_other_scripts_are_shown_as_they_are(play: Callable[..., str]) -> None:
    assert "[b]at once[/b].◀" in play("down", size=(200, 24))
    assert "▶북한은 회담을 거부했다.◀" in play("down", "down")
    assert "رفضت" in play("end")


def test_an_edit_is_typed_field_by_field(play: Callable[..., str], record: Record, log: ReviewLog) -> None:
    shown = play("e")
    assert "does what" in shown
    assert "▶Aland offered Beland a truce◀" in shown
    play("e", *"reje", "right", *["down"] * 3, "=North Korea, kor", "enter")
    (entry,) = log.read()
    assert entry.changes == {
        "type": "REJECT",
        "actor": ["PRK", "KOR"],
        "actor_name": "North Korea; South Korea",
    }
    assert "1/4 decided" in play("a", "u")


def test_a_wrong_edit_is_told_in_the_form_and_nothing_is_kept(
    play: Callable[..., str], log: ReviewLog
) -> None:
    shown = play("e", "=juggle", *["down"] * 3, "=Lord Nobody", "enter", size=(140, 40))
    assert "one of AGREE" in shown
    assert "nobody is known by the name" in shown
    shown = play("e", "=juggle", "escape", "e", *["down"] * 6, "=2020-01-01", "enter")
    assert "must both be known" in shown.replace("\n", " ")
    assert "a day such as 2019-02-28" in shown
    assert not log.path.exists()


def test_an_edit_that_changes_nothing_accepts_and_an_accepted_edit_stays(
    play: Callable[..., str], log: ReviewLog
) -> None:
    play("e", "enter", "e", "=reject", "enter", "up", "a")
    assert [entry.decision for entry in log.read()] == ["accept", "edit", "edit"]
    assert [entry.changes for entry in log.read()[1:]] == [{"type": "REJECT"}] * 2


def test_a_note_stays_with_its_claim(play: Callable[..., str], log: ReviewLog) -> None:
    shown = play("n", "=who?", "enter", "n", "escape", "n", "enter")
    assert [(entry.claim, entry.note) for entry in log.read()] == [(IDS[0], "who?")]
    assert "“who?”" in shown


def test_claims_are_joined_and_split_by_picking(
    play: Callable[..., str], record: Record, log: ReviewLog
) -> None:
    together = [claim.id for claim in Reviewing(record, log, "ana").together(IDS[0])]
    if together:
        play("s", "space", "enter")
    else:
        assert "alone in its event" in play("s")
        play("j", "space", "down", "space", "space", "enter")
    (entry,) = log.read()
    assert entry.claim == IDS[0]
    assert len(entry.others) == 1
    play("u")
    assert [claim.id for claim in Reviewing(record, log, "ana").together(IDS[0])] == together


def test_words_are_searched_in_the_picker_and_on_the_page(play: Callable[..., str]) -> None:
    shown = play("slash", "=beland refused", "enter")
    assert "1 claim with" in shown
    assert "▶Beland refused" in shown
    assert "no claims with" in play("slash", "=marmalade", "enter")
    assert "no such claim" in play("j", "slash", "=marmalade", "enter")


def test_anothers_decision_is_undone_by_choosing_it(play: Callable[..., str], log: ReviewLog) -> None:
    play("a", by="ben")
    assert "no decision left to undo" in play("u")
    assert "Undo which decision?" in play("h")
    shown = play("h", "enter")
    assert "0/4 decided" in shown
    assert log.read()[-1].of == log.read()[0].id


def test_what_another_has_just_decided_is_not_overruled_unseen(record: Record, log: ReviewLog) -> None:
    async def played() -> list[str]:
        app = ReviewApp(Reviewing(record, log, "ana"), "The truce")
        async with app.run_test(size=(100, 24)) as pilot:
            await pilot.pause()
            Reviewing(record, log, "ben").decide("accept")
            screens = []
            for _ in range(2):
                await pilot.press("r")
                await pilot.pause()
                screens.append(seen(app))
            return screens

    first, second = asyncio.run(played())
    assert "ben has just decided: ✓ accepted" in first
    assert "accepted by ben" in first
    assert "rejected (u undoes)" in second
    assert [(entry.by, entry.decision) for entry in log.read()] == [("ben", "accept"), ("ana", "reject")]


def test_what_a_later_reading_changed_is_shown(play: Callable[..., str], record: Record) -> None:
    play("a")
    record.add_document(*made(modality="denied"), reader="2")
    shown = play("end", size=(140, 40))
    assert "1 read differently since" in shown
    assert "how it stands: offered → denied" in shown
    assert "accepted by ana" in shown


def test_moving_help_and_leaving(play: Callable[..., str], log: ReviewLog) -> None:
    assert "at 2" in play("down", "down", "up", "end", "home", "space")
    assert "Take back your last decision" in play("question_mark", "down")
    # A key pressed over the help closes it and decides nothing.
    assert "at 3" in play("question_mark", "a", "a", "tab", "pagedown", "pageup")
    assert "everything is decided" in play("a", "a", "a", "tab").lower()
    play("w", "q")
    assert decided(log)[-1][1] == "withdraw"


def test_a_decision_that_cannot_be_written_is_told_and_the_claim_stays(
    play: Callable[..., str], log: ReviewLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("detente.record.reviewlog.os.fsync", full)
    shown = play("a")
    assert "! the decision could not be written: no space left on device" in shown
    assert "0/4 decided" in shown
    assert "▶Aland offered" in shown


def test_a_long_paragraph_is_scrolled_to_its_clause(tmp_path: Path, log: ReviewLog) -> None:
    text = "Nothing happened here at all. " * 60 + SENTENCES[0]
    _, (claim, *_) = made()
    start = text.index(SENTENCES[0])
    doc = Document("00ff", text, "long.txt")
    at = {"start": start, "end": len(text), "clause_start": start, "clause_end": start + 28}
    with Record.open(tmp_path / "long.sqlite") as record:
        record.add_document(doc, [replace(claim, document="00ff", **at)])

        async def played() -> str:
            app = ReviewApp(Reviewing(record, log, "ana"), "Long")
            async with app.run_test(size=(80, 24)) as pilot:
                await pilot.pause()
                await pilot.pause()
                return seen(app)

        assert "▶Aland offered Beland" in asyncio.run(played())


def test_a_value_comes_back_as_it_was_shown() -> None:
    claim = replace(
        made()[1][0],
        date_from=date(2020, 1, 1),
        date_to=date(2020, 1, 3),
        issue="trade",
        concession_by=("AAA",),
    )
    assert (
        fields.changes(claim, {name: fields.shown(name, getattr(claim, name)) for name in fields.ORDER}) == {}
    )
    for name in fields.ORDER:
        assert fields.typed(name, fields.shown(name, getattr(claim, name))) == getattr(claim, name)
    with pytest.raises(ValueError, match="does what") as error:
        fields.changes(claim, {"type": "x", "certainty": "2", "negated": "perhaps"})
    assert len(str(error.value).split("\n")) == 3


def test_reviews_of_the_screen_are_reviews(log: ReviewLog, play: Callable[..., str]) -> None:
    play("a")
    (entry,) = log.read()
    assert isinstance(entry, Review)
    assert (entry.by, entry.quote) == ("ana", SENTENCES[0])
    assert entry.seen["type"] == "CONCEDE"
