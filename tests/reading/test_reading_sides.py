"""Who acts and upon whom, where grammar and the rest of the text decide it: sentences of our own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from detente.reading.reader import claims_of
from detente.record.types import Claim
from detente.vocabulary.actors import Actors

FOES = "Chad and Libya met on Monday. "


def read(text: str) -> tuple[Claim, ...]:
    passages = [(text, 0)]
    return tuple(claims_of("d", text, passages, Actors.builtin(), published=date(2021, 5, 5)))


def told(claims: Iterable[Claim]) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(c.type, c.actor, c.target) for c in claims]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Chad and Libya accused each other of theft.", ("ACCUSE", ("TCD", "LBY"), ())),
        ("The foreign ministers of Chad and Libya praised Egypt.", ("SUPPORT", ("TCD", "LBY"), ("EGY",))),
        ("The pair agreed to reopen the border.", ("AGREE", ("TCD", "LBY"), ())),
        ("Each of them sent soldiers to the border.", ("MOBILIZE", ("TCD", "LBY"), ())),
        ("Since its invasion of Libya a year ago, Chad has been alone.", ("ASSAULT", ("TCD",), ("LBY",))),
        ("Libyan towns were shelled and besieged by Chad.", ("ASSAULT", ("TCD",), ("LBY",))),
        ("The deal calls for Chad to release 40 prisoners.", ("REQUEST", ("LBY",), ("TCD",))),
        ("It is time for Chad to lift the blockade, Libya said.", ("REQUEST", ("LBY",), ("TCD",))),
        ("Libya said it was up to Chad to lift the blockade.", ("REQUEST", ("LBY",), ("TCD",))),
        ("A ceasefire was signed between Chad and Libya.", ("AGREE", ("TCD", "LBY"), ())),
        ("Talks brokered by Norway between Chad and Libya stalled.", ("REJECT", ("TCD", "LBY"), ())),
        ("Chad arrested Rupert Hentzau, a former minister.", ("COERCE", ("TCD",), ("rupert-hentzau",))),
        ("Sanctions must be lifted, Chad said.", ("REQUEST", ("TCD",), ("LBY",))),
        ("Chad wants to help Libya.", ("AGREE", ("TCD",), ("LBY",))),
        ("Chad did not want to accept the offer of Libya.", ("REJECT", ("TCD",), ("LBY",))),
        ("Chad lodged a complaint with Egypt against Libya.", ("ACCUSE", ("TCD",), ("LBY",))),
    ],
)
def test_sides(sentence: str, expected: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    assert expected in told(read(FOES + sentence)[1:])


@pytest.mark.parametrize(
    "sentence",
    [
        "Chad insisted that no money was paid.",
        "On Tuesday Chad called the deal with Libya by its name.",
        "Idriss Deby took office in Chad.",
    ],
)
def test_nothing_is_demanded_or_seized(sentence: str) -> None:
    assert not {c.type for c in read(FOES + sentence)[1:]} & {"REQUEST", "COERCE"}


def test_they_are_those_the_sentence_before_was_about() -> None:
    text = FOES + "Egyptian leaders praised Chad. They accused Libya of theft."
    assert ("ACCUSE", ("EGY",), ("LBY",)) in told(read(text))


def test_it_is_the_side_of_the_one_who_says_so() -> None:
    text = "Egypt met Libya. Chadian President Idriss Deby said it would reject the offer of Libya."
    assert ("REJECT", ("TCD",), ("LBY",)) in told(read(text))


def test_troops_of_a_third_country_are_aimed_at_nobody_told() -> None:
    claims = read(FOES + "Libya threatened Chad. Niger moved tanks to the border.")
    assert ("MOBILIZE", ("NER",), ()) in told(claims)


def test_the_government_is_the_one_that_was_named() -> None:
    text = "The Chadian government freed 40 rebels. Libya and Egypt met. The government then praised Egypt."
    assert ("SUPPORT", ("TCD",), ("EGY",)) in told(read(text))


def test_a_body_is_named_as_the_text_calls_it() -> None:
    claims = read("The TTP rejected talks with Pakistan. TTP fighters attacked Pakistan.")
    assert {c.actor_name for c in claims if c.actor == ("TTP",)} == {"Pakistani Taliban (TTP)"}


def test_some_other_militia_is_not_the_one_the_text_is_about() -> None:
    text = "The Houthis and Yemen met. Yemen condemned the Houthis. Local militias attacked Yemen."
    assert ("ASSAULT", ("local-militias",), ("YEM",)) in told(read(text))


def test_an_honorific_is_no_name() -> None:
    text = "Army chief Gen Rupert Hentzau of Chad praised Libya. Hentzau praised Egypt."
    assert {name for c in read(text) for name in (c.actor_name or "").split("; ")} & {"Gen"} == set()
