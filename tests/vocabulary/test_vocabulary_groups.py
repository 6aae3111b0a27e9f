"""Groups that a text introduces with their short name."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.vocabulary.actors import Actors
from detente.vocabulary.groups import free_code


def named(text: str) -> list[tuple[str, str]]:
    return [(text[m.start : m.end], m.code) for m in Actors.builtin().mentions(text)]


def test_a_short_name_in_brackets_is_learned() -> None:
    text = "The Forces for National Liberation (FNL) fought on in Burundi. Later the FNL said no."
    code = "forces-for-national-liberation"
    assert named(text) == [
        ("Forces for National Liberation", code),
        ("FNL", code),
        ("Burundi", "BDI"),
        ("FNL", code),
    ]
    names = {m.name for m in Actors.builtin().mentions(text) if m.code == code}
    assert names == {"Forces for National Liberation (FNL)"}


def test_a_country_inside_the_name_is_no_party_of_its_own() -> None:
    found = dict(named("The Movement for Justice in Chad (MJC) left the talks. MJC envoys went home."))
    assert set(found.values()) == {"movement-for-justice-in-chad"}


def test_a_known_party_keeps_its_code() -> None:
    assert set(dict(named("The European Union (UE) agreed. UE envoys left.")).values()) == {"EU"}


@pytest.mark.parametrize(
    "text",
    [
        "The Gross Domestic Product (GDP) fell. GDP rose.",
        "They signed the Free Trade Agreement (FTA). FTA talks went on.",
        "It was a long front (FRONT) of cold air.",
        "(ABC)",
        "Army (A) left.",
    ],
)
def test_what_is_no_body_is_not_learned(text: str) -> None:
    assert named(text) == []


@given(st.text(alphabet="AaBb (),.Front of", max_size=60))
def test_mentions_stay_in_order_without_overlap(text: str) -> None:
    found = Actors.builtin().mentions(text)
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_code_is_never_empty() -> None:
    assert free_code("the") == "unknown"
