"""When a guess is made and when not, and frames that say who is told, asked or meant."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from detente.reading.reader import claims_of
from detente.record.types import Claim
from detente.vocabulary.actors import Actors


def read(text: str) -> list[Claim]:
    return [
        c
        for c in claims_of("x", text, [(text, 0)], Actors.builtin())
        if c.type not in ("STATEMENT", "ASSESSMENT")
    ]


def told(text: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(c.type, c.actor, c.target) for c in read(text)]


FOES = "Chad and Libya met in Tunis. Libya criticised Chad. "


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Libya ordered its navy to shell Chad.", ("ASSAULT", ("LBY",), ("TCD",))),
        ("Niger suggested that Libya withdraw its troops.", ("REQUEST", ("NER",), ("LBY",))),
        ("Niger said both were ready to talk and urged Libya to sign.", ("REQUEST", ("NER",), ("LBY",))),
        (
            "The West African bloc ECOWAS imposed a trade embargo on Mali.",
            ("SANCTION", ("ECOWAS",), ("MLI",)),
        ),
        (
            "Chad accused Libya of shelling a town, a charge that Libya denied.",
            ("REJECT", ("LBY",), ("TCD",)),
        ),
        ("Chad accused its neighbour of shelling a town.", ("ACCUSE", ("TCD",), ("LBY",))),
        ("Chad considers Libya an enemy.", ("ACCUSE", ("TCD",), ("LBY",))),
    ],
)
def test_a_frame_says_who_does_it_to_whom(sentence: str, expected: object) -> None:
    assert expected in told(FOES + sentence)


def test_whom_somebody_orders_about_is_no_target() -> None:
    assert all("navy" not in target for _, _, target in told(FOES + "Libya ordered its navy to fire."))


def test_help_is_not_guessed_to_reach_the_foe() -> None:
    aid = [c for c in read(FOES + "Libya sent food aid.") if c.type == "AID"]
    assert all(c.target != ("TCD",) for c in aid)


def test_a_meeting_named_to_say_when_brings_nobody_in() -> None:
    claims = read(FOES + "After a summit with Chad, Niger praised Libya.")
    assert all("NER" not in c.actor for c in claims if c.type == "CONSULT")


def test_two_words_for_one_act_are_told_once() -> None:
    assert [c.type for c in read(FOES + "Libya said it stood ready to help.")][2:] == ["AGREE"]


def test_the_two_sides_are_not_those_who_mediate() -> None:
    text = (
        "Chad and Libya fought. Chad and Libya met. Niger and the United Nations mediated. "
        "The two delegations did not shake hands."
    )
    last = [c for c in read(text) if "delegations" in c.quote]
    assert last
    assert all(set(c.actor) == {"TCD", "LBY"} for c in last)


def test_what_a_report_is_followed_by_is_not_done_to_the_doer() -> None:
    claims = read("Chad met Libya. Libya accused Chad of theft and condemned it.")
    assert all(c.actor != c.target for c in claims)


def test_ties_are_broken_alike_whatever_the_hash_seed() -> None:
    text = (
        "Chad, Libya, Niger and Mali met. The two sides signed a deal. Both countries withdrew their troops."
    )
    program = (
        "from detente.reading.reader import claims_of; from detente.vocabulary.actors import Actors; "
        f"t = {text!r}; print([(c.actor, c.target) for c in claims_of('x', t, [(t, 0)], Actors.builtin())])"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    ]
    assert len(set(runs)) == 1
