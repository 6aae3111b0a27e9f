from __future__ import annotations

import pytest

from detente.vocabulary.actions import (
    GOLDSTEIN_VERSION,
    ISSUES,
    TYPES,
    goldstein,
    issues_in,
    polarity,
    type_of,
)


def test_the_sixteen_types_and_our_two() -> None:
    acts = {name for name, kind in TYPES.items() if kind.quad != "none"}
    assert len(acts) == 16
    assert set(TYPES) - acts == {"STATEMENT", "ASSESSMENT"}
    assert all(kind.meaning and kind.name == name for name, kind in TYPES.items())


def test_weights_point_the_way_of_the_polarity() -> None:
    for name, kind in TYPES.items():
        assert -10 <= goldstein(name) <= 10
        signs = {"cooperative": 1, "conflictual": -1, None: 0}
        assert (kind.goldstein > 0) - (kind.goldstein < 0) == signs[polarity(name)]
    assert "1992" in GOLDSTEIN_VERSION


def test_what_is_still_to_come_is_a_promise() -> None:
    changed = {name: kind.future for name, kind in TYPES.items() if kind.future != name}
    assert changed == {
        **dict.fromkeys(("CONSULT", "SUPPORT", "COOPERATE", "AID"), "AGREE"),
        "RETREAT": "CONCEDE",
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("DEMAND", "REQUEST"),
        ("disapprove", "ACCUSE"),
        ("Investigate", "ACCUSE"),
        ("FIGHT", "ASSAULT"),
        ("04", "CONSULT"),
        ("0871", "CONCEDE"),
        ("0873", "RETREAT"),
        ("081", "CONCEDE"),
        ("195", "ASSAULT"),
        (" consult ", "CONSULT"),
        ("4", None),
        ("99", None),
        ("²³", None),
        ("", None),
        ("HUG", None),
    ],
)
def test_older_names_and_codes(name: str, expected: str | None) -> None:
    assert type_of(name) == expected


def test_every_cameo_root_has_a_type() -> None:
    assert all(type_of(f"{root:02}") in TYPES for root in range(1, 21))


def test_an_unknown_type_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        goldstein("HUG")
    with pytest.raises(KeyError):
        polarity("HUG")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("They carried out a nuclear test.", ["nuclear_tests"]),
        ("Sanctions were lifted", ["sanctions"]),
        ("the export of LNG", ["trade", "energy"]),
        ("a truce and a prisoner swap", ["ceasefire", "prisoners"]),
        ("JOINT MILITARY\nEXERCISES", ["exercises"]),
        ("the cease-fire", ["ceasefire"]),
        ("the abductees' families", ["abductees"]),
        ("damage and damsels", []),
        ("", []),
    ],
)
def test_issues(text: str, keys: list[str]) -> None:
    found = issues_in(text)
    assert [key for _, _, key in found] == keys
    assert all(0 <= start < end <= len(text) for start, end, _ in found)


def test_every_issue_word_is_found_alone() -> None:
    for key, issue in ISSUES.items():
        for word in issue.words:
            assert [k for _, _, k in issues_in(word.replace("*", ""))][:1] == [key], word


def test_issue_keys_the_brief_names_exist() -> None:
    named = "sanctions nuclear nuclear_tests missiles exercises abductees trade territory prisoners aid"
    assert set(named.split()) | {"recognition", "summitry"} <= set(ISSUES)
