"""The decisions that come with the Korean case fit what is read from its articles today."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from detente.case import Case, demo_case
from detente.ledger.verdicts import shares, turned_by
from detente.record.checks import problems
from detente.record.reviews import Reviewed
from detente.record.types import Review

FOLDER = Path(__file__).parents[2] / "src" / "detente" / "catalogue" / "korea_2019"
CERTAINTY = {
    row["action"]: row["certainty"]
    for row in map(json.loads, (FOLDER / "chronology.jsonl").read_text("utf-8").splitlines())
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return demo_case(tmp_path_factory.mktemp("korea") / "case")


@pytest.fixture(scope="module")
def claims(case: Case) -> tuple[Reviewed, ...]:
    return case.claims()


@pytest.fixture(scope="module")
def from_articles(case: Case, claims: tuple[Reviewed, ...]) -> tuple[Reviewed, ...]:
    articles = {document.id for document in case.documents() if document.origin == "article"}
    return tuple(row for row in claims if row.claim.document in articles)


def decisions(rows: tuple[Reviewed, ...]) -> Counter[str]:
    return Counter(row.review.decision if row.review else "none" for row in rows)


def rows_of(claims: tuple[Reviewed, ...], from_articles: tuple[Reviewed, ...]) -> tuple[Reviewed, ...]:
    read = {row.claim.id for row in from_articles}
    return tuple(row for row in claims if row.claim.id not in read)


def said(row: Reviewed) -> Review:
    assert row.review is not None
    return row.review


def test_every_decision_is_on_a_claim_that_is_read_today(case: Case) -> None:
    assert case.reviews.warnings == ()
    assert case.orphans() == ()
    assert len(case.decisions()) == len(case.reviews.reviews)


def test_a_decision_quotes_the_sentence_it_is_on(claims: tuple[Reviewed, ...]) -> None:
    decided = [row for row in claims if row.review]
    assert decided
    for row in decided:
        assert said(row).quote == row.claim.quote


def test_edits_are_valid_and_change_something(case: Case, claims: tuple[Reviewed, ...]) -> None:
    with case.record() as record:
        read = {claim.id: claim.to_dict() for claim in record.claims()}
    edited = [row for row in claims if row.review and row.review.decision == "edit"]
    assert edited
    for row in edited:
        assert list(problems(row.claim)) == []
        values = row.claim.to_dict()
        for field, value in said(row).changes.items():
            assert values[field] == value
            assert read[row.claim.id][field] != value


def test_a_mutual_act_names_its_parties_once_and_nobody_acts_on_themselves(
    claims: tuple[Reviewed, ...],
) -> None:
    for row in claims:
        if row.accepted:
            assert not set(row.claim.actor) & set(row.claim.target), row.claim.id
            assert not (row.claim.concession_to and not row.claim.concession_by), row.claim.id


def test_whatever_is_rejected_has_a_reason(claims: tuple[Reviewed, ...]) -> None:
    rejected = [said(row) for row in claims if row.rejected]
    assert rejected
    assert all(review.note for review in rejected)


def test_of_the_chronology_just_what_was_verified_is_reviewed(
    claims: tuple[Reviewed, ...], from_articles: tuple[Reviewed, ...]
) -> None:
    rows = rows_of(claims, from_articles)
    assert len(rows) == len(CERTAINTY)
    for row in rows:
        verified = CERTAINTY[row.claim.quote.partition(" — ")[2]] == "verified"
        assert row.accepted == verified, row.claim.quote


def test_the_readme_states_how_much_is_reviewed(
    claims: tuple[Reviewed, ...], from_articles: tuple[Reviewed, ...]
) -> None:
    table = {
        cells[0]: [int(cell) for cell in cells[1:]]
        for line in (FOLDER / "README.md").read_text("utf-8").splitlines()
        if re.search(r"\| *\d+ *\|", line)
        and (cells := [cell.strip() for cell in line.strip("| ").split("|")])
    }
    counted = {
        "read from the articles": decisions(from_articles),
        "from the chronology": decisions(rows_of(claims, from_articles)),
    }
    kinds = ("accept", "edit", "reject", "none")
    assert table == {of: [count[kind] for kind in kinds] for of, count in counted.items()}


def test_the_accounts_show_reviewed_beside_unreviewed(case: Case) -> None:
    ledger = case.ledger()
    assert 0.8 < ledger.reviewed < 1
    assert {row.reviewed for row in ledger.concessions} == {True, False}
    # The giver and the receiver of what is confirmed are parties of the case.
    assert case.dispute is not None
    actors = {actor.code for actor in case.dispute.actors}
    for row in ledger.concessions:
        if row.reviewed:
            assert row.by and {*row.by, *row.to} <= actors


def test_the_same_step_is_not_given_twice(case: Case) -> None:
    confirmed = [row for row in case.ledger().concessions if row.reviewed and row.delivered]
    for one, other in combinations(confirmed, 2):
        same = one.issue == other.issue and one.date_from == other.date_from
        assert not (same and {*one.by} & {*other.by}), (one.text, other.text)


def test_the_page_on_the_ledger_says_what_the_ledger_says(case: Case) -> None:
    page = (Path(__file__).parents[2] / "docs" / "korea-ledger.md").read_text("utf-8")
    written = [
        tuple(cell.strip() for cell in line.strip("|").split("|"))
        for line in page.splitlines()
        if re.match(r"\| 2019-\d\d-\d\d \|", line)
    ]
    found = []
    for day in (date(2019, 2, 26), date(2019, 5, 16)):
        for row in case.ledger(as_of=day).ahead:
            if row.pair == ("PRK", "USA"):
                lens = row.lens + (f", says {row.account}" if row.account else "")
                assert row.reviewed_only is not None
                told = [shares(row.pair, one, not row.draws) for one in (row.share, row.reviewed_only)]
                found.append((f"{day}", lens, *told, turned_by(row)))
    assert found == written


def test_the_sceptic_puts_the_north_ahead_by_concessions_too(case: Case) -> None:
    for day, share in ((date(2019, 2, 26), 0.55), (date(2019, 5, 16), 0.71)):
        rows = {(row.lens, row.pair): row for row in case.ledger(as_of=day, reading="sceptic").ahead}
        assert rows["concessions", ("PRK", "USA")].share["PRK"] == pytest.approx(share, abs=0.01)
    before, after = case.changes(date(2019, 2, 26), date(2019, 5, 16)).implementation
    assert (before, round(after or 0)) == (50, 33)
