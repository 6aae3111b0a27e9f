"""The figures: they hold what they were given, and nothing that the page's policy would refuse."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import date

import pytest

from detente.brief import charts
from detente.brief.parties import Badge
from detente.ledger.dealings import Reciprocity
from detente.ledger.types import Balance, ScoreGiven, Tie

BADGES = {code: Badge(code, f"{code} & <b>Co</b>", n, 0) for n, code in enumerate("ABC")}
HOSTILE = '</text><script>alert(1)</script> "onload=x \x00\x0b\ud800 하노이'


def balances() -> list[Balance]:
    share = {"A": 0.25, "B": 0.5, "tie": 0.25}
    return [
        Balance("concessions", ("A", "B"), date(2018, 1, 1), share, ("e-1",)),
        Balance("standing", ("A", "B"), date(2018, 3, 1), share | {"A": 0.5, "B": 0.25}, ()),
    ]


def answer(**changes: object) -> Reciprocity:
    row = Reciprocity(
        "A", "B", "cooperative", 30, date(2018, 1, 1), date(2019, 1, 1), 10, 1, 4, 0.4, 7.0, 1.0,
        0.2, 0.3, 0.25, 0.1, 0.25, 0.5, 0.3, 0.4, 2000, 0, (), 3,
    )  # fmt: skip
    return replace(row, **changes)  # type: ignore[arg-type]


def drawings() -> list[charts.Figure | None]:
    scores = [ScoreGiven("p", date(2018, n, 1), n, "author", ()) for n in (1, 2, 3)]
    ties = [
        Tie("A", "B", "2018-01", 5.0, -1.0, ("e-1",)),
        Tie("B", "C", "2018-02", 0.0, -4.0, ("e-2", "e-3")),
    ]
    return [
        charts.balance(balances(), BADGES),
        charts.pledge_scores(scores, {"p": HOSTILE}),
        charts.network(ties, BADGES),
        charts.answers([answer(), answer(days=60, rate=0.6)], BADGES),
    ]


@pytest.mark.parametrize("nth", range(4))
def test_a_figure_is_an_svg_that_runs_loads_and_styles_nothing(nth: int) -> None:
    figure = drawings()[nth]
    assert figure is not None
    tree = ElementTree.fromstring(figure.svg)  # noqa: S314 - our own drawing
    for element in tree.iter():
        assert element.tag.rpartition("}")[2] in {
            "svg",
            "g",
            "path",
            "text",
            "line",
            "rect",
            "circle",
            "defs",
        }
        assert not [name for name in element.attrib if name.startswith("on") or name in ("style", "href")]
    assert not re.search(r"url\(|javascript:|@import", figure.svg)
    assert figure.says


def test_actors_keep_their_colours_and_words_their_letters() -> None:
    first, second, third, _ = drawings()
    assert first is not None
    assert {"var(--c0)", "var(--c1)"} <= set(re.findall(r'stroke="([^"]*)"', first.svg))
    assert second is not None
    shown = "".join(ElementTree.fromstring(second.svg).itertext())  # noqa: S314
    assert "</text><script>alert(1)" in shown
    assert third is not None
    assert [tag for tag in ("Jan 2018", "Feb 2018") if tag in third.svg] == ["Jan 2018", "Feb 2018"]


def test_what_has_no_rows_is_not_drawn_and_what_is_left_out_is_counted() -> None:
    assert charts.balance([], BADGES) is None
    assert charts.pledge_scores([], {}) is None
    assert charts.network([], BADGES) is None
    assert charts.answers([answer(rate=None), answer(null_low=None)], BADGES) is None
    many = [ScoreGiven(f"p{n}", date(2018, 1, 1), 1, "author", ()) for n in range(charts.ROWS_DRAWN + 3)]
    figure = charts.pledge_scores(many, {})
    assert figure is not None
    assert figure.left_out == 3


def test_the_same_rows_give_the_same_drawing() -> None:
    assert drawings() == drawings()
