"""Whom hostile words name."""

from __future__ import annotations

from datetime import date

import pytest
from ledger_samples import DOCUMENTS, claim, each

from detente.ledger.deputies import aimed_at, criticism
from detente.ledger.known import what_is_known


@pytest.mark.parametrize(
    ("text", "code", "on", "found"),
    [
        ("They faulted Mike Pompeo.", "USA", date(2019, 4, 18), ("deputy", ("Mike Pompeo",))),
        ("They faulted pompeo.", "USA", date(2019, 4, 18), ("nobody named", ())),
        ("They faulted Pompeo.", "USA", date(2022, 4, 18), ("nobody named", ())),  # no longer in office
        ("They spared Trump and faulted Pompeo's tone.", "USA", date(2019, 4, 18), ("deputy", ("Mike Pompeo",))),
        ("They faulted Trump.", "USA", date(2019, 4, 18), ("leader", ("Donald Trump",))),
        ("They faulted Kim Jong-un.", "PRK", date(2019, 4, 18), ("leader", ("Kim Jong Un",))),
        ("They faulted Kim.", "PRK", date(2019, 4, 18), ("nobody named", ())),  # there are several
        ("They faulted Kim Yong-chol.", "PRK", date(2019, 1, 18), ("deputy", ("Kim Yong Chol",))),
        ("They faulted Trump.", "NOBODY", date(2019, 4, 18), ("nobody named", ())),
        ("", "USA", date(2019, 4, 18), ("nobody named", ())),
    ],
)  # fmt: skip
def test_whom_a_line_names(text, code, on, found) -> None:
    assert aimed_at(text, code, on) == found


def test_hostile_words_are_counted_by_their_aim() -> None:
    def said(key, text, **fields):
        values = {"actor": ("PRK",), "target": ("USA",), "type": "ACCUSE", "on": date(2019, 4, 18), **fields}
        return claim(key, quote=text, clause_start=100, clause_end=100 + len(text), **values)

    claims = [
        said("1", "Pompeo is careless"),
        said("2", "Bolton is dim-sighted"),
        said("3", "Washington is stubborn"),
        said("4", "Pompeo", type="SANCTION"),  # a deed
        said("5", "Pompeo", type="THREATEN", modality="denied"),
        said("6", "Pompeo", on=None),
        said("7", "Pompeo", actor=("CHN",)),  # not looked at
        said("8", "Pompeo", negated=True),
        said("9", "It is careless", target_name="Pompeo", type="REJECT"),
    ]
    rows = criticism(what_is_known(*each(*claims), {}, DOCUMENTS).events, ["PRK", "USA"])
    assert [(r.by, r.to, r.aim, r.people, r.number, r.events) for r in rows] == [
        ("PRK", "USA", "deputy", ("John Bolton", "Mike Pompeo"), 3, ("e-1", "e-2", "e-9")),
        ("PRK", "USA", "nobody named", (), 1, ("e-3",)),
    ]
