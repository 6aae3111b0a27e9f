"""``detente ledger CASE --ties``: what it shows, for a person and for a program."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detente.catalogue.bundled import copy


@pytest.fixture(scope="module")
def korea(tmp_path_factory) -> Path:
    """Return the bundled case with its dated facts, without the articles, which take a while to read."""
    folder = tmp_path_factory.mktemp("ties") / "korea"
    copy("korea_2019", folder)
    from detente.case import Case

    Case(folder).import_chronology(folder / "chronology.jsonl")
    return folder


def test_what_a_person_sees(run, korea) -> None:
    done = run("ledger", str(korea), "--ties")
    assert done.code == 0
    for heading in (
        "Ties by month", "Answered in kind", "Who joined when", "Word that may have been carried",
        "Whom hostile words name", "Long silences", "Turning points as the case file codes them",
        "Initiative test-halt of PRK toward USA",
    ):  # fmt: skip
        assert heading in done.out
    assert "Concessions" not in done.out
    assert "too few moves to tell" in done.err
    assert "Traceback" not in done.err


def test_what_a_program_sees(run, korea) -> None:
    done = run("ledger", str(korea), "--ties", "--json")
    printed = json.loads(done.out)
    assert list(printed["ties"][0]) == ["a", "b", "month", "cooperation", "conflict", "events"]
    found = printed["dealings"]
    assert found["principals"] == ["PRK", "USA"]
    assert [row["on"] for row in found["turning_points"]] == [
        "2018-03-08",
        "2018-05-24",
        "2018-06-12",
        "2019-02-28",
    ]
    assert [one["id"] for one in found["initiatives"]] == ["test-halt", "exercises-halt"]
    # Every rate stands beside its baseline and what chance gives.
    for row in found["reciprocity"]:
        assert {"after_own", "after_mover", "any_day", "null_low", "null_high", "p", "p_rhythm"} <= set(row)
        assert (row["rate"] is None) is (row["p"] is None) is (row["moves"] < 5)
    # Three times the North found fault with somebody below the president, and never named him.
    aims = {(row["by"], row["to"], row["aim"]): row["number"] for row in found["criticism"]}
    assert aims["PRK", "USA", "deputy"] == 3
    assert ("PRK", "USA", "leader") not in aims
    # The invitation went through Seoul.
    assert [row["carrier"] for row in found["relays"] if row["events"] == ["kp012"]] == ["KOR"]


def test_an_empty_case(run, tmp_path) -> None:
    run("new", str(tmp_path / "case"))
    chronology = tmp_path / "one.jsonl"
    chronology.write_text(
        '{"id": "x1", "date": "2020-01-01", "action": "Nothing", "kind": "statement", "by": "US"}\n'
    )
    run("import", "chronology", str(chronology), "--case", str(tmp_path / "case"))
    done = run("ledger", str(tmp_path / "case"), "--ties")
    assert (done.code, "Traceback" in done.err) == (0, False)
