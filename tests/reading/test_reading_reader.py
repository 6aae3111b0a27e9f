"""The reader as a whole: offsets, ids, order, odd and huge input, and the way in from files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import Cancelled, Fault, SourceError
from detente.progress import Silent
from detente.reading import claims, open_document, read
from detente.reading.lexicon import NOT_EVENTS
from detente.record.types import MODALITIES, Claim
from detente.vocabulary.actions import TYPES
from detente.vocabulary.actors import Actors

TEXT = (
    "Chad urged Libya to withdraw its fighters.\n"
    "“We will never accept that,” said Libya's foreign minister. He blamed Niger.\n"
    "Last week, Mali's president visited Niger, and the two countries agreed to cut tariffs."
)
PARTS = [
    "Chad", "Libya", "the two countries", "it", "they", "said that", "if", "has not", "“", "”", "\n",
    "-", "—", "attacked", "talks", "sanctions on", "refused to", "agreed to", "with", "and", ",", ".",
    "may", "2015", "in May", "visited", "reports", "which", "by", "’s", "é", "中", "\u200b", "must", "to",
    "its",
]  # fmt: skip


def check(text: str, found: list[Claim]) -> None:
    """Everything that must hold of any claims read from any text."""
    assert len({c.id for c in found}) == len(found)
    assert [c.sentence for c in found] == sorted(c.sentence for c in found)
    for c in found:
        assert text[c.start : c.end] == c.quote
        assert c.start <= c.clause_start < c.clause_end <= c.end
        assert c.type in TYPES
        assert c.modality in MODALITIES
        assert 0 <= c.certainty <= 1
        assert c.actor or c.target
        assert len(set(c.actor)) == len(c.actor)
        assert not set(c.actor) & set(c.target)
        assert len(c.actor) == len(c.actor_name.split("; ") if c.actor_name else [])
        assert (c.polarity is None) == (c.type in NOT_EVENTS)
        assert c.rule


def test_claims_quote_their_sentence_and_lie_in_it(read_text: Callable[..., list[Claim]]) -> None:
    found = read_text(TEXT)
    check(TEXT, found)
    assert {c.sentence for c in found} == {1, 2, 3, 4}


def test_the_same_text_gives_the_same_claims(read_text: Callable[..., list[Claim]]) -> None:
    assert read_text(TEXT) == read_text(TEXT)


def test_the_clause_is_the_part_that_says_it(read_text: Callable[..., list[Claim]]) -> None:
    text = "Chad attacked Libya, but Mali called for talks."
    parts = [text[c.clause_start : c.clause_end] for c in read_text(text)]
    assert parts == ["Chad attacked Libya", "Mali called for talks"]


def test_claims_survive_the_store_and_back(read_text: Callable[..., list[Claim]]) -> None:
    assert [Claim.from_dict(c.to_dict()) for c in read_text(TEXT)] == read_text(TEXT)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(PARTS), max_size=40), published=st.none() | st.just(date(2021, 6, 16)))
def test_any_text_gives_sound_claims(
    read_text: Callable[..., list[Claim]], words: list[str], published: date | None
) -> None:
    text = " ".join(words)
    check(text, read_text(text, published))


def test_a_case_can_add_names(read_text: Callable[..., list[Claim]]) -> None:
    actors = Actors.builtin().with_names({"RUR": ["Strelsau"]}, {"RUR": "Ruritania"})
    (claim,) = read_text("Strelsau accused Chad.", actors=actors)
    assert (claim.actor, claim.actor_name, claim.target) == (("RUR",), "Ruritania", ("TCD",))


def test_without_a_document_date_relative_dates_stay_unknown(read_text: Callable[..., list[Claim]]) -> None:
    (claim,) = read_text("Chad attacked Libya last week.", None)
    assert (claim.date_from, claim.date_to) == (None, None)


@pytest.mark.parametrize("word", ["Chad attacked Libya and ", "x", "“", "a, "])
def test_one_endless_sentence_is_passed_over(read_text: Callable[..., list[Claim]], word: str) -> None:
    text = word * (100_000 // max(1, len(word.split()))) + "\n\nChad attacked Libya."
    assert [c.type for c in read_text(text)] == ["ASSAULT"]


def test_a_long_sentence_is_counted_but_not_analysed(read_text: Callable[..., list[Claim]]) -> None:
    text = "Chad met Libya, " * 90 + "too.\nMali attacked Niger."
    assert [(c.sentence, c.type) for c in read_text(text)] == [(2, "ASSAULT")]


def test_files_are_read_and_bad_ones_told_at_the_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Japan eased its sanctions on the people of Myanmar.", "utf-8")
    (tmp_path / "b.txt").write_bytes(b"\x89PNG\r\n\x00\x00")
    (tmp_path / "c.md").write_text("The president of Mali has *visited* the Republic of Niger.", "utf-8")
    found: list[Claim] = []
    with pytest.raises(SourceError) as error:
        for claim in read(tmp_path):
            found.append(claim)
    assert [c.type for c in found] == ["CONCEDE", "CONSULT"]
    assert [fault.place.file for fault in error.value.faults if fault.place] == [str(tmp_path / "b.txt")]


def test_markdown_is_read_through_its_marks(tmp_path: Path) -> None:
    file = tmp_path / "c.md"
    text = "The president of Mali has **visited** the [Republic of Niger](https://example.org)."
    file.write_text(text, "utf-8")
    opened = open_document(file)
    (claim,) = claims(opened, Actors.builtin())
    assert opened.document.text[claim.start : claim.end] == claim.quote
    assert (claim.actor, claim.target) == (("MLI",), ("NER",))


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Japan eased its sanctions on the people of Myanmar.", "utf-8")

    class Stop(Silent):
        def advance(self, steps: int = 1) -> None:
            raise Cancelled(Fault("D600", "stopped"))

    found = read(tmp_path, progress=Stop())
    assert next(found).type == "CONCEDE"
    with pytest.raises(Cancelled):
        next(found)


def test_where_somebody_goes_is_no_party(read_text: Callable[..., list[Claim]]) -> None:
    found = read_text("The Kenyan president travelled to Kisumu to meet the Ugandan foreign minister.")
    assert {code for claim in found for code in claim.actor + claim.target} == {"KEN", "UGA"}


def test_the_end_of_a_name_is_no_particle(read_text: Callable[..., list[Claim]]) -> None:
    assert read_text("The Kenyan envoy gave President Moon Jae-in a letter.") == []
    (claim,) = read_text("The Kenyan envoy gave in to President Moon Jae-in.")
    assert claim.rule.startswith("give in")


def test_a_promise_not_to_test_is_restraint_and_no_threat(read_text: Callable[..., list[Claim]]) -> None:
    found = read_text("Iran said it would not test missiles again.")
    (claim,) = [c for c in found if c.type == "MOBILIZE"]
    assert (claim.modality, claim.negated, claim.actor) == ("pledged", True, ("IRN",))
