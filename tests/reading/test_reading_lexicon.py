"""The trigger lexicon: its form, its breadth, and what it says of a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import SourceError
from detente.reading.lexicon import GROUPS, NOT_EVENTS, Lexicon
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
