"""The trigger lexicon: its form, its breadth, and what it says of a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.case import new_case
from detente.errors import SourceError
from detente.reading.lexicon import GROUPS, NOT_EVENTS, Lexicon
from detente.reading.lexicon_file import LARGEST
from detente.reading.words import words
from detente.vocabulary.actions import TYPES


def test_it_is_broad() -> None:
    lexicon = Lexicon.builtin()
    assert len(lexicon.verbs) > 600
    assert len(lexicon.nouns) > 200
    reported = {e.act.type for entries in lexicon.verbs.values() for e in entries if e.act}
    assert reported == set(TYPES)


def test_every_type_has_a_group() -> None:
    assert set(GROUPS) | NOT_EVENTS == set(TYPES)


def test_every_operator_says_what_it_makes_of_every_type() -> None:
    lexicon = Lexicon.builtin()
    operators = {e.operator for entries in lexicon.verbs.values() for e in entries if e.operator}
    operators |= {o for several in lexicon.noun_operators.values() for o in several}
    for operator in operators:
        for kind in GROUPS:
            made = lexicon.compose(operator, kind)
            assert made is not None, (operator, kind)
            assert made[0] in TYPES


def test_statements_compose_into_nothing() -> None:
    assert Lexicon.builtin().compose("promise", "STATEMENT") is None


def test_conditions_come_first() -> None:
    for entries in Lexicon.builtin().verbs.values():
        conditional = [bool(e.act and (e.act.object or e.act.by)) for e in entries]
        assert conditional == sorted(conditional, reverse=True)


def test_one_can_bring_an_own_lexicon(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    act = '[[act]]\ntype = "COERCE"\nverbs = ["poach"]\nobject = ["@fish"]\n'
    file.write_text(f'[classes]\nfish = ["cod"]\n{act}')
    (entry,) = Lexicon.from_file(file).verbs["poach"]
    assert entry.act is not None
    assert (entry.act.type, entry.act.object) == ("COERCE", frozenset({"cod"}))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[act]]\ntype = "HUG"\n', "unknown type 'HUG'"),
        ('[[act]]\ntype = "AID"\nverb = ["help"]\n', "unknown field 'verb'"),
        ('[[act]]\ntype = "AID"\nobject = ["@gifts"]\n', "unknown class @gifts"),
        ('[[act]]\ntype = "AID"\nmodality = "maybe"\n', "unknown modality 'maybe'"),
        ('[composition]\nstop = {AID = ["SANCTION", ""]}\n', "names no operator 'stop'"),
        ("[[act\n", "not TOML"),
    ],
)
def test_mistakes_are_told(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "own.toml"
    file.write_text(text)
    with pytest.raises(SourceError) as error:
        Lexicon.from_file(file)
    assert told in str(error.value)
    assert {fault.code for fault in error.value.faults} == {"D215"}


def test_a_missing_lexicon_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="D215"):
        Lexicon.from_file(tmp_path / "none.toml")


def test_word_lists_are_lower_case_and_known() -> None:
    assert "delegation" in words("institution")
    with pytest.raises(KeyError):
        words("nonsense")


def test_a_case_extends_the_lexicon(tmp_path: Path) -> None:
    file = tmp_path / "lexicon.toml"
    file.write_text(
        '[classes]\ndrills = ["regatta"]\n[operators]\npromise = ["pinky-swear"]\n'
        '[[act]]\ntype = "COERCE"\nverbs = ["embayonet"]\nobject = ["@captives"]\n',
        "utf-8",
    )
    lexicon = Lexicon.with_file(file)
    (entry,) = lexicon.verbs["embayonet"]
    assert entry.act is not None
    assert "prisoner" in entry.act.object
    assert any(e.act and "regatta" in e.act.object for e in lexicon.verbs["suspend"])
    assert lexicon.verbs["pinky-swear"][0].operator == "promise"
    assert lexicon.verbs["urge"] == Lexicon.builtin().verbs["urge"]
    assert "embayonet" not in Lexicon.builtin().verbs


def test_own_entries_come_first(tmp_path: Path) -> None:
    file = tmp_path / "lexicon.toml"
    file.write_text('[[act]]\ntype = "AID"\nnouns = ["visit"]\n', "utf-8")
    first, *_ = Lexicon.with_file(file).nouns["visit"]
    assert first.act.type == "AID"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('[[act]]\ntype = "AID"\nverbs = ["x"]\n\n[[act]]\ntype = "HUG"\nverbs = ["y"]\n', 6, "entry 2"),
        ('[[act]]\ntype = "AID"\nverbs = "help"\n', 3, "verbs is no list"),
        ('[[act]]\ntype = "AID"\n', 2, "no verbs, nouns or topics"),
        ('[[act]]\ntype = "AID"\nverbs = ["x"]\nneeds = "actor"\n', 4, "needs cannot be 'actor'"),
        ("\n[[act]\n", 2, "not TOML"),
        ("[acts]\n", 1, "unknown table [acts]"),
        ("act = [1]\n", 1, "an entry is written [[act]]"),
        ("[act]\n", 1, "an entry is written [[act]]"),
        ("composition = [1]\n", 1, "[composition] is no table"),
        ("classes = 3\n", 1, "[classes] is no table"),
        ('[operators]\npromise = [""]\n', 2, "not a list of words"),
        ('[[act]]\ntype = "AID"\nverbs = [" "]\n', 3, "verbs is no list"),
        ('[[act]]\ntype = ["AID"]\nverbs = ["x"]\n', 2, "unknown type"),
        ('[[act]]\ntype = "AID"\nverbs = ["x"]\nmodality = ["maybe"]\n', 4, "unknown modality"),
        ('[alone]\npromise = ["HUG", ""]\n', 2, "an operator, a type and a modality"),
        ('[classes]\nfish = "cod"\n', 2, "not a list of words"),
        ('[composition]\npromise = {AID = ["SANCTION"]}\n', 2, "a type and a modality"),
        ('[composition]\npromise = {AID = ["AID", "maybe"]}\n', 2, "unknown modality 'maybe'"),
    ],
)
def test_mistakes_are_told_with_their_line(tmp_path: Path, text: str, line: int, told: str) -> None:
    file = tmp_path / "lexicon.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(SourceError) as error:
        Lexicon.with_file(file)
    (fault,) = error.value.faults
    assert fault.place is not None
    assert (fault.place.line, told in fault.message) == (line, True), fault.message


def test_a_huge_lexicon_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "lexicon.toml"
    file.write_text("#" * (LARGEST + 1), "utf-8")
    with pytest.raises(SourceError, match="larger than"):
        Lexicon.with_file(file)


def test_reading_a_case_uses_its_lexicon_and_reads_anew_when_it_changes(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case")
    (case.folder / "articles" / "a.txt").write_text("Chad tickled Libya on Monday. They met.", "utf-8")
    before = case.read()
    assert (before.read, case.read().known) == (1, 1)
    own = case.folder / "lexicon.toml"
    own.write_text('[[act]]\ntype = "COERCE"\nverbs = ["tickle"]\n', "utf-8")
    after = case.read()
    assert (after.read, after.known) == (1, 0)
    assert "COERCE" in {row.claim.type for row in case.claims()}
    assert case.read().known == 1
    own.write_text('[[act]]\ntype = "HUG"\n', "utf-8")
    with pytest.raises(SourceError, match="D215"):
        case.read()
