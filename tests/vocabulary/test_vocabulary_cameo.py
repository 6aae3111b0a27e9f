from __future__ import annotations

import pytest

from detente.vocabulary.actions import TYPES, type_of
from detente.vocabulary.actors import Actors
from detente.vocabulary.cameo import (
    cameo_weight,
    codes,
    country_codes,
    group_codes,
    icews_countries,
    plain_words,
    plover_types,
    weight_versions,
)

ROOTS = {
    "01": ("STATEMENT", 0.0),
    "02": ("REQUEST", 3.0),
    "03": ("AGREE", 4.0),
    "04": ("CONSULT", 1.0),
    "05": ("SUPPORT", 3.5),
    "06": ("COOPERATE", 6.0),
    "07": ("AID", 7.0),
    "08": ("CONCEDE", 5.0),
    "09": ("ACCUSE", -2.0),
    "10": ("REQUEST", -5.0),
    "11": ("ACCUSE", -2.0),
    "12": ("REJECT", -4.0),
    "13": ("THREATEN", -6.0),
    "14": ("PROTEST", -6.5),
    "15": ("MOBILIZE", -7.2),
    "16": ("SANCTION", -4.0),
    "17": ("COERCE", -7.0),
    "18": ("ASSAULT", -9.0),
    "19": ("ASSAULT", -10.0),
    "20": ("ASSAULT", -10.0),
}


@pytest.mark.parametrize("root", ROOTS)
def test_roots(root: str) -> None:
    assert (plover_types()[root], cameo_weight(root)) == ROOTS[root]


LEAVES = {
    "016": "REJECT",
    "0356": "CONCEDE",
    "036": "AGREE",
    "055": "CONCEDE",
    "056": "CONCEDE",
    "057": "SUPPORT",
    "0813": "CONCEDE",
    "0841": "RETREAT",
    "085": "CONCEDE",
    "0862": "RETREAT",
    "0871": "CONCEDE",
    "0874": "RETREAT",
    "116": "SANCTION",
    "1711": "COERCE",
    "1712": "ASSAULT",
    "175": "ASSAULT",
    "191": "COERCE",
    "192": "ASSAULT",
}


@pytest.mark.parametrize("code", LEAVES)
def test_leaves_that_go_their_own_way(code: str) -> None:
    assert plover_types()[code] == LEAVES[code]


def test_every_code_has_a_type_and_a_weight_on_the_scale() -> None:
    assert len(codes()) == len(set(codes())) > 290
    for code in codes():
        assert code.isdigit()
        assert code[:2] in ROOTS
        assert plover_types()[code] in TYPES
        assert all(-10 <= cameo_weight(code, version) <= 10 for version in weight_versions())


def test_versions_differ_where_the_public_copies_do() -> None:
    one, other = weight_versions()
    assert {code for code in codes() if cameo_weight(code, one) != cameo_weight(code, other)} == {"016"}
    assert cameo_weight("1822") == cameo_weight("1821") == -9.0
    with pytest.raises(KeyError):
        cameo_weight("042", "none")
    with pytest.raises(KeyError):
        cameo_weight("99")


def test_parties_and_words_lead_to_what_we_know() -> None:
    known = set(Actors.builtin().codes())
    assert {*country_codes().values(), *group_codes().values(), *icews_countries().values()} <= known
    assert set(plain_words().values()) <= set(TYPES)
    assert all(word == word.lower().strip() for word in plain_words())


@pytest.mark.parametrize("old", ["DEMAND", "DISAPPROVE", "INVESTIGATE", "FIGHT", "YIELD", "APPEAL"])
def test_older_names_of_types(old: str) -> None:
    assert type_of(old) in TYPES
