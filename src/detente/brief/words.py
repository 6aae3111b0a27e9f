"""Plain words: how days, numbers, scales and the terms of the field are said in a brief."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from detente.ledger import words
from detente.ledger.words import actor, count, listed, percent
from detente.record.types import AUTHOR, UNNAMED

__all__ = [
    "CONCEPTS", "MONTHS", "SCORES", "STANDING", "Concept", "actor", "count", "day", "days", "listed",
    "month", "number", "percent", "sentence", "signed", "speaker",
]  # fmt: skip

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip

STANDING = {
    "happened": "done",
    "ongoing": "under way",
    "offered": "offered",
    "pledged": "promised",
    "demanded": "demanded",
    "threatened": "threatened",
    "conditional": "under a condition",
    "speculated": "thought possible",
    "denied": "denied",
}
"""Modality to the words for it."""

SCORES = ("not begun or not kept", "kept to a minimum", "kept in part", "kept in full")
"""Peace Accords Matrix score to the words for it."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A stability concept: its plain words first, then the literature's name.

    ``plain`` completes "it holds ...", ``short`` completes "it holds against ...".
    """

    key: str
    plain: str
    short: str
    meaning: str
    term: str
    source: str


CONCEPTS = {
    concept.key: concept
    for concept in (
        Concept(
            "nash",
            "against any single move",
            "any single move",
            "No actor can do better by a move of its own. Replies are not considered.",
            "Nash stability",
            "Nash 1951",
        ),
        Concept(
            "gmr",
            "if any reply is feared",
            "feared replies",
            "Whoever improves its position can be put back by some answer of the others, even one that "
            "would hurt those who give it.",
            "General metarationality",
            "Howard 1971",
        ),
        Concept(
            "smr",
            "if any reply is feared and cannot be escaped",
            "feared replies, no escape",
            "As before, and the actor that moved cannot escape the answer by moving once more.",
            "Symmetric metarationality",
            "Howard 1971",
        ),
        Concept(
            "seq",
            "against credible replies",
            "credible replies",
            "Whoever improves its position can be put back by an answer that the others would want to give.",
            "Sequential stability",
            "Fraser and Hipel 1979",
        ),
        Concept(
            "sseq",
            "against credible replies that cannot be escaped",
            "credible replies, no escape",
            "As before, and the actor that moved cannot escape the answer by moving once more.",
            "Symmetric sequential stability",
            "Rêgo and Vieira 2017",
        ),
    )
}


def day(when: date | None) -> str:
    """Return a day in words.

    Examples
    --------
    >>> day(date(2019, 5, 16)), day(None)
    ('16 May 2019', 'undated')
    """
    return words.day(when) if when else "undated"


def days(first: date | None, last: date | None) -> str:
    """Return a range of days in words, said as shortly as it can be.

    Examples
    --------
    >>> days(date(2019, 2, 27), date(2019, 2, 28))
    '27–28 February 2019'
    >>> days(date(2019, 1, 1), date(2019, 1, 31))
    'January 2019'
    """
    if first is None or last is None:
        return day(first or last)
    if first == last:
        return day(first)
    begins, ends = first.day == 1, last.day == monthrange(last.year, last.month)[1]
    if first.year == last.year:
        if begins and ends and (first.month, last.month) == (1, 12):
            return str(first.year)
        if first.month == last.month:
            name = f"{MONTHS[first.month - 1]} {first.year}"
            return name if begins and ends else f"{first.day}–{last.day} {name}"
        if begins and ends:
            return f"{MONTHS[first.month - 1]} to {MONTHS[last.month - 1]} {first.year}"
        return f"{first.day} {MONTHS[first.month - 1]} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def month(key: str, *, short: bool = False) -> str:
    """Return ``2019-02`` as February 2019, or as Feb.

    Examples
    --------
    >>> month("2019-02"), month("2019-02", short=True)
    ('February 2019', 'Feb')
    """
    name = MONTHS[int(key[5:7]) - 1]
    return name[:3] if short else f"{name} {key[:4]}"


def number(value: float) -> str:
    """Return a number with at most one decimal and a true minus sign.

    Examples
    --------
    >>> number(7.0), number(-3.25)
    ('7', '−3.2')
    """
    text = f"{value:,.1f}".removesuffix(".0")
    return "0" if text == "-0" else text.replace("-", "−")


def signed(value: float) -> str:
    """Return a number that always shows its sign unless it is nought."""
    text = number(value)
    return f"+{text}" if value > 0 and text != "0" else text


def speaker(attribution: str) -> str:
    """Return who says something, as a sentence names them."""
    return {AUTHOR: "the author", UNNAMED: "an unnamed source"}.get(attribution, attribution)


def sentence(text: str) -> str:
    """Begin with a capital and end with a full stop."""
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…")) else ".") if text else ""
