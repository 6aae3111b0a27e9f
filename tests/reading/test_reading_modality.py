"""How acts stand: modality, negation and certainty."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.reading.hedges import CERTAINTY
from detente.record.types import MODALITIES, Claim

CASES = [
    ("Chad attacked Libya.", "happened", False),
    ("Chad is attacking Libya.", "ongoing", False),
    ("Chad continues to attack Libya.", "ongoing", False),
    ("Chad has not attacked Libya.", "ongoing", True),
    ("Chad did not attack Libya.", "happened", True),
    ("Chad never attacked Libya.", "happened", True),
    ("Chad made few concessions to Libya.", "happened", True),
    ("Chad made no concessions to Libya.", "happened", True),
    ("Chad offered to free Libyan prisoners.", "offered", False),
    ("Chad invited Libya to a summit.", "offered", False),
    ("Chad is willing to free Libyan prisoners.", "offered", False),
    ("Chad vowed to free Libyan prisoners.", "pledged", False),
    ("Chad will free Libyan prisoners.", "pledged", False),
    ("Chad demanded an apology from Libya.", "demanded", False),
    ("Chad threatened to attack Libya.", "threatened", False),
    ("Chad will attack Libya.", "threatened", False),
    ("If Libya attacks Chad, Mali would close the border.", "conditional", False),
    ("Should Chad break its word again, Mali would impose sanctions on Chad.", "conditional", False),
    ("As long as Chad holds the town, Libya would impose sanctions on Chad.", "conditional", False),
    ("Chad will not meet Libya until Libya withdraws its troops from Chad.", "happened", False),
    ("Chad has yet to free Libyan prisoners.", "happened", True),
    ("Chad stopped short of attacking Libya.", "happened", True),
    ("Chad has offered Libya nothing.", "offered", True),
    ("Chad is to free Libyan prisoners.", "pledged", False),
    ("Chad is being courted by Libya.", "ongoing", False),
    ("Chad is seeking to mend ties with Libya.", "ongoing", False),
    ("Chad might attack Libya.", "speculated", False),
    ("Chad reportedly attacked Libya.", "speculated", False),
    ("Chad appears to have attacked Libya.", "speculated", False),
    ("There were rumours that Chad had attacked Libya.", "speculated", False),
    ("Chad is considering sanctions against Libya.", "speculated", False),
    ("Chad denied involvement in Libya.", "denied", False),
]


@pytest.mark.parametrize(("text", "modality", "negated"), CASES, ids=[c[0][:50] for c in CASES])
def test_modality(read_text: Callable[..., list[Claim]], text: str, modality: str, negated: bool) -> None:
    claim = read_text(text)[0]
    assert (claim.modality, claim.negated) == (modality, negated)


def test_every_modality_is_tried() -> None:
    assert {modality for _, modality, _ in CASES} == set(MODALITIES)


def test_a_condition_is_told_in_the_rule(read_text: Callable[..., list[Claim]]) -> None:
    (claim,) = [
        c
        for c in read_text("If Libya pays, Chad would free Libyan prisoners.")
        if c.modality == "conditional"
    ]
    assert "conditional: If Libya pays" in claim.rule


def test_certainty_falls_with_the_wording(read_text: Callable[..., list[Claim]]) -> None:
    texts = [
        "Chad attacked Libya.",
        "Chad reportedly attacked Libya.",
        "Chad may have attacked Libya.",
        "There were unconfirmed reports that Chad had attacked Libya.",
    ]
    found = [read_text(t)[0].certainty for t in texts]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == len(found)
    assert set(found) <= set(CERTAINTY.values())


def test_what_is_attributed_is_less_certain_than_what_the_author_says(
    read_text: Callable[..., list[Claim]],
) -> None:
    plain, said = read_text("Chad attacked Libya. Mali said that Chad had attacked Libya.")
    assert said.certainty < plain.certainty
