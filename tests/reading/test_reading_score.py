"""The scorer, with annotations of our own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from detente.errors import SourceError
from detente.reading.gold import Gold, Side, load_gold
from detente.reading.pairing import matches
from detente.reading.score import Rate, score, score_claims
from detente.record.types import Claim

TEXT = "Chad urged Libya to withdraw its fighters. Mali and Niger held talks. Chad said it was happy."


def row(**changes: Any) -> dict[str, Any]:
    base = {
        "quote_first_words": "Chad urged Libya to", "actor": ["Chad"], "actor_iso": ["TCD"],
        "target": ["Libya"],
        "target_iso": ["LBY"], "event_type": "REQUEST", "alt_types": [], "modality": "demanded",
        "attribution": "author", "reciprocal": False, "duplicate_of_sentence": None,
    }  # fmt: skip
    return base | changes


TALKS = row(
    quote_first_words="Niger held talks", actor=["Mali", "Niger"], actor_iso=["MLI", "NER"], target=[],
    target_iso=[], event_type="CONSULT", modality="happened", reciprocal=True,
)  # fmt: skip


def gold_file(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps({"doc_id": "d", "text": TEXT, "annotations": rows}) + "\n", "utf-8")
    return file


def annotated(words: str, actor: tuple[str, str], target: tuple[str, str], kind: str, modality: str) -> Gold:
    sides = (Side((code,), (name,)) for code, name in (actor, target))
    return Gold("d", words, *sides, (kind,), modality, True, False)


def test_a_perfect_reading_scores_one(tmp_path: Path) -> None:
    report = score([gold_file(tmp_path, row(), TALKS)])
    scores = report.reader["d"]
    assert (scores.typed.f1, scores.typed_first.f1, scores.parties.f1) == (1, 1, 1)
    assert (scores.modality, scores.attribution) == (Rate(2, 2, 2), Rate(2, 2, 2))
    assert scores.always_happened == Rate(1, 2, 2)
    assert report.baseline["d"].typed.hits == 1
    assert "d reader: actor+target F1 1.00" in report.render()


@pytest.mark.parametrize(
    ("changes", "typed", "first", "parties"),
    [
        ({"event_type": "THREATEN"}, 1, 1, 2),
        ({"event_type": "THREATEN", "alt_types": ["REQUEST"]}, 2, 1, 2),
        ({"target_iso": ["EGY"]}, 1, 1, 1),
        ({"actor": ["Chad", "Sudan"], "actor_iso": ["TCD", "SDN"]}, 2, 2, 2),
        ({"actor": ["A", "B", "C"], "actor_iso": ["TCD", "SDN", "EGY"]}, 1, 1, 1),
        ({"quote_first_words": "something else"}, 1, 1, 1),
    ],
)
def test_what_counts(tmp_path: Path, changes: dict[str, Any], typed: int, first: int, parties: int) -> None:
    scores = score([gold_file(tmp_path, row(**changes), TALKS)]).reader["d"]
    assert (scores.typed.hits, scores.typed_first.hits, scores.parties.hits) == (typed, first, parties)


def test_repeated_sentences_and_statements_are_not_looked_for(tmp_path: Path) -> None:
    rows = (row(), TALKS, row(duplicate_of_sentence=3), row(event_type="OTHER"))
    scores = score([gold_file(tmp_path, *rows)]).reader["d"]
    assert (scores.typed.gold, scores.typed.found) == (2, 2)


def test_direction_does_not_matter_for_meetings(read_text: Callable[..., list[Claim]]) -> None:
    (claim,) = read_text("Mali and Niger held talks.")
    gold = annotated("Mali", ("NER", "Niger"), ("MLI", "Mali"), "CONSULT", "happened")
    assert score_claims([([gold], [claim])]).typed.hits == 1
    assert score_claims([([replace(gold, types=("AID",))], [claim])]).parties.hits == 0


def test_a_party_without_a_code_matches_by_a_word_of_its_name(read_text: Callable[..., list[Claim]]) -> None:
    (claim,) = read_text("Chad urged the international community to act.")
    target = Side((None,), ("the world community",))
    gold = Gold("d", "Chad urged", Side(("TCD",), ("Chad",)), target, ("REQUEST",), "demanded", True, False)
    assert score_claims([([gold], [claim])]).typed.hits == 1
    stranger = replace(gold, target=Side((None,), ("the neighbours",)))
    assert score_claims([([stranger], [claim])]).typed.hits == 0


def test_pairs_are_one_to_one(read_text: Callable[..., list[Claim]]) -> None:
    (claim,) = read_text("Chad urged Libya to withdraw.")
    gold = annotated("Chad", ("TCD", "Chad"), ("LBY", "Libya"), "REQUEST", "demanded")
    assert len(matches([gold, gold], [claim], lambda g, c: True)) == 1
    assert len(matches([gold], [claim, claim], lambda g, c: True)) == 1


def test_offers_and_pledges_count_alike(read_text: Callable[..., list[Claim]]) -> None:
    (claim,) = read_text("Chad will free Libyan prisoners.")
    gold = annotated("Chad", ("TCD", "Chad"), ("LBY", "Libya"), "CONCEDE", "offered")
    assert claim.modality == "pledged"
    assert score_claims([([gold], [claim])]).modality.hits == 1


def test_bad_gold_is_told_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text('{"doc": "d"}\nnonsense\n\n{"annotations": []}\n', "utf-8")
    with pytest.raises(SourceError) as error:
        load_gold(file)
    assert [fault.place.line for fault in error.value.faults if fault.place] == [1, 2, 4]
    with pytest.raises(SourceError, match="D216"):
        load_gold(tmp_path / "none.jsonl")


def test_a_document_without_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps(row() | {"doc": "elsewhere"}) + "\n", "utf-8")
    with pytest.raises(SourceError, match="no text for document elsewhere"):
        score([file])
    assert score([file], {"elsewhere": TEXT}).reader["elsewhere"].typed.hits == 1


def test_nothing_scores_nothing() -> None:
    scores = score_claims([])
    assert (scores.typed.f1, scores.typed.precision, scores.typed.recall) == (0, 0, 0)


def test_what_annotations_leave_out_is_not_scored(tmp_path: Path) -> None:
    bare = {"quote_first_words": "Chad urged", "actor": "Chad", "target": ["Libya"], "event_type": "request"}
    scores = score([gold_file(tmp_path, bare)]).reader["d"]
    assert (scores.typed.hits, scores.modality, scores.attribution) == (1, Rate(), Rate())


def test_a_list_of_documents_is_read_like_lines(tmp_path: Path) -> None:
    file = tmp_path / "gold.json"
    file.write_text(json.dumps([{"doc_id": "d", "text": TEXT, "annotations": [row(), TALKS]}]), "utf-8")
    assert score([file]).reader["d"].typed.f1 == 1


def test_a_record_of_one_sentence_is_an_annotation(tmp_path: Path) -> None:
    record = {
        "id": "1",
        "text": "Chad urged Libya to disarm.",
        "source": [{"actorText": "Chad", "code": "CHD"}],
    }
    file = tmp_path / "records.jsonl"
    file.write_text(json.dumps(record | {"target": [{"actorText": "Libya"}], "event_16": "REQUEST"}), "utf-8")
    assert score([file]).reader["1"].typed == Rate(1, 1, 1)


def test_dates_and_concessions(tmp_path: Path) -> None:
    text = "Chad freed Libyan prisoners on 4 May 2020."
    freed = row(
        quote_first_words="Chad freed", event_type="RETREAT", modality="happened", date="2020-05",
        is_concession_by="Chad", beneficiary="Libya",
    )  # fmt: skip
    file = tmp_path / "gold.jsonl"
    file.write_text(json.dumps({"doc_id": "d", "text": text, "annotations": [freed]}), "utf-8")
    scores = score([file]).reader["d"]
    assert (scores.dates, scores.concessions) == (Rate(1, 1, 1), Rate(1, 1, 1))
    other = freed | {"date": "2019", "is_concession_by": "Libya"}
    file.write_text(json.dumps({"doc_id": "d", "text": text, "annotations": [other]}), "utf-8")
    scores = score([file]).reader["d"]
    assert (scores.dates, scores.concessions) == (Rate(0, 1, 1), Rate(0, 1, 1))


def test_kinds_and_confusion(tmp_path: Path) -> None:
    report = score([gold_file(tmp_path, row(event_type="THREATEN", attribution="Chad"), TALKS)])
    assert report.confusion == {("THREATEN", "REQUEST"): 1, ("CONSULT", "CONSULT"): 1}
    assert report.phenomena["said by somebody else"] == Rate(0, 0, 1)
    assert report.phenomena["mutual"] == Rate(1, 1, 1)


def test_words_that_are_not_in_the_text_are_told(tmp_path: Path) -> None:
    report = score([gold_file(tmp_path, row(quote_first_words="Chad implored"))])
    assert [(w.code, w.severity) for w in report.warnings] == [("D242", "warning")]
    assert report.reader["d"].typed.gold == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"actor_iso": ["TCD", "LBY"]},
        {"actor": {"name": "Chad"}},
        {"quote_first_words": 3},
        {"event_type": None},
        {"alt_types": [1]},
    ],
)
def test_wrong_annotations_are_refused(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(SourceError, match="D216"):
        score([gold_file(tmp_path, row(**wrong))])


def test_nothing_to_score_is_told(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text("\n\n", "utf-8")
    with pytest.raises(SourceError, match="holds no annotation"):
        load_gold(file)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceError, match="D216"):
        load_gold(file)
    file.write_text("[" * 100_000, "utf-8")
    with pytest.raises(SourceError, match="D216"):
        load_gold(file)


def test_the_command_prints_tables_and_json(run: Callable[..., Any], tmp_path: Path) -> None:
    gold = gold_file(tmp_path, row(event_type="THREATEN"), TALKS)
    done = run("score", gold)
    assert done.code == 0
    assert "who, to whom" in done.out
    assert "THREATEN" in done.out
    told = run("score", gold, "--json").json
    assert set(told) == {"documents", "all", "phenomena", "confusion", "warnings"}
    assert told["all"]["reader"]["typed"] == told["documents"]["d"]["reader"]["typed"]
    assert told["all"]["baseline"]["parties"]["gold"] == 2


def test_the_command_takes_texts_from_files(run: Callable[..., Any], tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps(row() | {"doc": "border"}), "utf-8")
    done = run("score", gold)
    assert done.code == 1
    assert "D241" in done.err
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "border.txt").write_text(TEXT, "utf-8")
    told = run("score", gold, "--text", tmp_path / "texts", "--json").json
    assert told["all"]["reader"]["typed"]["hits"] == 1
    assert run("score", tmp_path / "none.jsonl").code == 1
