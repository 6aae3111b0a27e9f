"""Every colour that carries text or meaning can be told from its ground, by day, by night and on paper."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from detente.brief.parties import COLOURS

STYLE = files("detente.brief").joinpath("templates", "style.css").read_text("utf-8")
DAY, NIGHT, PAPER = (
    dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6})\b", block))
    for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
)
MODES = {"day": DAY, "night": DAY | NIGHT, "paper": DAY | PAPER}
GROUNDS = ("paper", "raised", "faint")
TEXT = [
    *((ink, ground) for ink in ("ink", "soft", "link") for ground in GROUNDS),
    ("ok", "ok-bg"), ("open", "open-bg"), ("bad", "bad-bg"), ("ink", "open-bg"), ("soft", "open-bg"),
    ("ink", "mark"),
    *(("heat-ink", f"{way}{level}") for way in ("up", "down") for level in (1, 2, 3, 4)),
    ("heat-ink", "faint"),
]  # fmt: skip
MARKS = [
    *((f"c{i}", ground) for i in range(COLOURS) for ground in ("paper", "raised")),
    *((colour, ground) for colour in ("coop", "conf", "focus", "ok") for ground in GROUNDS),
]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    text = colour.lstrip("#")
    text = "".join(c * 2 for c in text) if len(text) == 3 else text
    parts = (int(text[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_counted_as_the_standard_does() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("mode", MODES)
def test_text_can_be_read(mode: str) -> None:
    colours = MODES[mode]
    low = {(a, b): round(contrast(colours[a], colours[b]), 2) for a, b in TEXT}
    assert {pair: value for pair, value in low.items() if value < 4.5} == {}


@pytest.mark.parametrize("mode", MODES)
def test_marks_can_be_seen(mode: str) -> None:
    colours = MODES[mode]
    low = {(a, b): round(contrast(colours[a], colours[b]), 2) for a, b in MARKS}
    assert {pair: value for pair, value in low.items() if value < 3} == {}


@pytest.mark.parametrize("mode", MODES)
def test_actors_have_different_colours(mode: str) -> None:
    assert len({MODES[mode][f"c{i}"] for i in range(COLOURS)}) == COLOURS
