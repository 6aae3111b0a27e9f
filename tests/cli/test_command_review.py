"""detente review without a screen: decisions, undo and redo, how the review stands, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.cli.review import person
from detente.record.reviewlog import ReviewLog
from detente.record.store import Record
from detente.record.types import Claim, Document, Review, claim_id, content_hash

QUOTES = (
    "Aland offered Beland a truce.",
    "Beland refused it.",
    "북한은 회담을 거부했다.",
    "رفضت الحكومة العرض.",
)


def made(**more: Any) -> tuple[Document, list[Claim]]:
    text = " ".join(QUOTES)
    doc = Document(
        content_hash(text.encode()), text, "report.txt", "A truce?", "Daily", published=date(2020, 1, 2)
    )
    claims = []
    for nth, quote in enumerate(QUOTES):
        start, end = text.index(quote), text.index(quote) + len(quote)
        place = (doc.id, nth + 1, quote, start, end, start, end)
        act = ("CONCEDE", "offered", False, "author", 0.9, None, None, None, None, None, None, "made")
        claims.append(
            Claim(claim_id(doc.id, start, end), *place, ("AAA",), "Aland", None, ("BBB",), "Beland", *act)
        )
    return doc, claims


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DETENTE_REVIEWER", "ana")
    with Record.open(tmp_path / "record.sqlite") as record:
        record.add_document(*made())
    return tmp_path


IDS = [claim.id for claim in made()[1]]


def log(case: Path) -> list[Review]:
    return list(ReviewLog(case / "reviews.jsonl").read())


def test_decisions_from_a_script(run: Callable[..., Any], case: Path) -> None:
    done = run("review", case, "--accept", IDS[0], IDS[2], "--reject", IDS[1], "--note", "seen", "--json")
    assert done.code == 0
    assert [(row["claim"], row["decision"], row["by"]) for row in done.json["decided"]] == [
        (IDS[0], "accept", "ana"),
        (IDS[2], "accept", "ana"),
        (IDS[1], "reject", "ana"),
    ]
    assert [row["entry"] for row in done.json["decided"]] == [one.id for one in log(case)]
    assert {one.note for one in log(case)} == {"seen"}
    assert run("review", case, "--undo", "--json").json["undone"][0]["claim"] == IDS[1]
    assert run("review", case, "--redo", "--json").json["done_again"][0]["claim"] == IDS[1]
    assert run("review", case, "--by", "ben", "--undo").code == 1
    first = log(case)[0].id
    assert run("review", case, "--by", "ben", "--undo", "--entry", first).code == 0
    rows = {row["id"]: row["review"] for row in run("record", case, "--json").rows}
    assert [bool(rows[one]) for one in IDS] == [False, True, True, False]


def test_how_the_review_stands(run: Callable[..., Any], case: Path) -> None:
    seen = {"actor": ["AAA"], "type": "AID"}
    gone = Review("c-gone", "accept", "ben", "2020-01-01", quote="Once \x1b[31mread.")
    ReviewLog(case / "reviews.jsonl").append(
        gone, Review(IDS[3], "reject", "ben", "2020-01-01", seen=seen, quote=QUOTES[3])
    )
    run("review", case, "--accept", IDS[0])
    found = run("review", case, "--status", "--json").json
    assert found == run("review", case, "--json").json
    assert {k: found[k] for k in ("claims", "decided", "open", "accepted", "edited", "rejected")} == {
        "claims": 4, "decided": 2, "open": 2, "accepted": 1, "edited": 0, "rejected": 1,
    }  # fmt: skip
    assert found["reviewers"] == {"ben": 2, "ana": 1}
    assert [row["claim"] for row in found["orphans"]] == ["c-gone"]
    assert found["changed"][0]["fields"]["type"] == ["AID", "CONCEDE"]
    told = run("review", case, "--status").out
    assert "2 of 4 claims decided" in told
    assert QUOTES[3] in told
    assert "\x1b" not in told


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--accept", IDS[0], "--reject", IDS[0]], "D454"),
        (["--accept", IDS[0], "--undo"], "D454"),
        (["--note", "hm"], "D454"),
        (["--entry", "r-1"], "D454"),
        (["--accept", IDS[0], "c-none"], "D408"),
        (["--undo"], "D451"),
        (["--redo"], "D451"),
        (["--undo", "--entry", "r-none"], "D451"),
        ([], "D450"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_refused(
    run: Callable[..., Any], case: Path, arguments: list[str], code: str
) -> None:
    done = run("review", case, *arguments)
    assert (done.code, done.out) == (1, "")
    assert code in done.err
    assert log(case) == []


def test_a_case_without_a_record_or_without_such_claims(
    run: Callable[..., Any],
    case: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "D604" in run("review", tmp_path_factory.mktemp("empty"), "--status").err
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    assert "D455" in run("review", case, "--type", "THREATEN").err


def test_without_textual_the_extra_is_named(
    run: Callable[..., Any], case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for stream in ("stdin", "stdout"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True)
    monkeypatch.setitem(__import__("sys").modules, "textual", None)
    done = run("review", case)
    assert done.code == 1
    assert "D453" in done.err
    assert "detente[review]" in done.err


def test_the_reviewers_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DETENTE_REVIEWER", " Ana  \n B. ")
    assert person.reviewer("Ben", tmp_path) == "Ben"
    assert person.reviewer(None, tmp_path) == "Ana B."
    monkeypatch.delenv("DETENTE_REVIEWER")
    monkeypatch.setattr(person, "_git_name", lambda _: "Git Name")
    assert person.reviewer(" ", tmp_path) == "Git Name"
    monkeypatch.setattr(person, "_git_name", lambda _: None)
    monkeypatch.setattr(person.getpass, "getuser", lambda: "account")
    assert person.reviewer(None, tmp_path) == "account"
    monkeypatch.setattr("sys.stdin.readline", lambda: "Typed\n", raising=False)
    assert person.reviewer(None, tmp_path, ask=True) == "Typed"
    assert "account" in capsys.readouterr().err
    assert person.reviewer(None, tmp_path, {"account"}, ask=True) == "account"


def test_the_name_in_gits_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = tmp_path / "settings"
    settings.write_text("[user]\n\tname = Zoë 김\n", "utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    if person.shutil.which("git"):
        assert person._git_name(tmp_path) == "Zoë 김"
    monkeypatch.setattr(person.shutil, "which", lambda _: None)
    assert person._git_name(tmp_path) is None


def test_a_line_of_the_log_is_what_it_was_before_undo(case: Path, run: Callable[..., Any]) -> None:
    run("review", case, "--accept", IDS[0])
    line = json.loads((case / "reviews.jsonl").read_text("utf-8"))
    assert {"claim", "decision", "by", "at", "quote", "seen"} == line.keys()
    assert line["quote"] == QUOTES[0]
