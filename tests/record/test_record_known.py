from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from record_makers import any_document_with_claims, document, many, one_claim

import detente.record
from detente.record.faults import FAULTS
from detente.record.known import known_by
from detente.record.types import Claim, Document

DAY = date(2020, 3, 1)
BEFORE, AFTER = date(2020, 2, 1), date(2020, 4, 1)


@pytest.mark.parametrize(
    ("origin", "published", "first", "last", "known"),
    [
        ("article", BEFORE, None, None, True),
        ("article", BEFORE, BEFORE, BEFORE, True),
        ("article", DAY, DAY, DAY, True),
        ("article", BEFORE, BEFORE, AFTER, True),
        ("article", BEFORE, AFTER, AFTER, False),
        ("article", AFTER, BEFORE, BEFORE, False),
        ("article", None, BEFORE, BEFORE, False),
        ("chronology", None, BEFORE, BEFORE, True),
        ("chronology", AFTER, BEFORE, BEFORE, True),
        ("chronology", None, BEFORE, AFTER, False),
        ("chronology", None, None, None, False),
    ],
)
def test_what_was_known_by_a_day(
    origin: str, published: date | None, first: date | None, last: date | None, known: bool
) -> None:
    doc = document("Something.", published, origin=origin)
    _, made = one_claim("Something.", date_from=first, date_to=last)
    made = Claim.from_dict(made.to_dict() | {"document": doc.id})
    assert list(known_by(DAY, [made], [doc])) == ([made] if known else [])
    assert list(known_by(None, [made], [doc])) == [made]
    assert list(known_by(DAY, [made], [])) == []


def test_what_was_known_never_shrinks() -> None:
    made = [many(n * 100, 9) for n in range(9)]
    claims, docs = [c for _, cs in made for c in cs], [d for d, _ in made]
    before: set[str] = set()
    for year in range(2014, 2023):
        known = {c.id for c in known_by(date(year, 6, 1), claims, docs)}
        assert before <= known
        before = known
    assert len(before) == len(claims)


@given(any_document_with_claims())
def test_claims_written_as_lines_come_back(made: tuple[Document, list[Claim]]) -> None:
    _, claims = made
    lines = [json.dumps(claim.to_dict(), ensure_ascii=False) for claim in claims]
    assert [Claim.from_dict(json.loads(line)) for line in lines] == claims
    for line in lines:
        assert tuple(json.loads(line)) == (
            "id", "document", "sentence", "quote", "start", "end", "clause_start", "clause_end", "actor",
            "actor_name", "actor_role", "target", "target_name", "type", "modality", "negated", "attribution",
            "certainty", "date_from", "date_to", "issue", "polarity", "concession_by", "concession_to",
            "rule",
        )  # fmt: skip


def test_every_fault_has_a_title_and_is_raised_somewhere_and_tested() -> None:
    def codes(folder: Path) -> set[str]:
        text = "".join(f.read_text("utf-8") for f in folder.rglob("*.py") if f.name != "faults.py")
        return set(re.findall(r'"(D[34]\d\d)"', text))

    assert codes(Path(detente.record.__file__).parent) == set(FAULTS)
    assert set(FAULTS) - codes(Path(__file__).parent) <= {"D304"}
