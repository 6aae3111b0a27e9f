"""Furniture: what stands on an article's page and is not its running text, by readable rules.

A rule looks at one block and what is known of the page, and returns why the block is furniture, or ``None``.
Rules are tried in order; the first reason counts. The phrases are in ``data/furniture.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from detente.reading.blocks import Block
from detente.reading.bylines import author_of_note, byline, date_line
from detente.reading.repeats import Repeats

_WORDS = re.compile(r"\w+")
_THE_AUTHOR = re.compile(
    r"about the (?:author|writer|reporter)s?\b|\(?the (?:author|writer|reporter)s?(?: of this \w+)?,? "
    r"(?:is|are|was|were|has|have|teach|works?|writes?|holds?|serves?)",
    re.IGNORECASE,
)
_RUNNING = 240
"""A block of so many characters is running text for certain."""
_FOOT = 6
"""How many blocks after the last running text an author's note is looked for."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the rules may know of the page.

    Parameters
    ----------
    blocks
        Its blocks in text order.
    texts
        The blocks' words, marks removed and blanks joined.
    repeats
        Which blocks repeat others.
    title
        Number of the block that is the title.
    author
        The author, if known.
    foot
        Number of the last block that is running text for certain.
    author_how
        Where the author stands, if it is the page that says it.
    """

    blocks: Sequence[Block]
    texts: Sequence[str]
    repeats: Repeats
    title: int | None
    author: str | None
    foot: int
    author_how: str | None = None

    @classmethod
    def of(cls, blocks: Sequence[Block], texts: Sequence[str], title: int | None, author: str | None) -> Page:
        """Gather what the rules need."""
        foot = max((n for n, text in enumerate(texts) if len(text) >= _RUNNING), default=len(texts) - 1)
        signed, how = (author, None) if author else _signed(texts, foot)
        return cls(blocks, texts, Repeats(texts), title, signed, foot, how)


def _signed(texts: Sequence[str], foot: int) -> tuple[str | None, str | None]:
    """Return the author as a byline among the first blocks says, or a note at the foot; and which."""
    lines = (byline(text) for text in texts[:8])
    notes = (author_of_note(text) for text in texts[max(foot, len(texts) - _FOOT, len(texts) // 2) :])
    signed = next(filter(None, lines), None)
    if signed:
        return signed, "byline"
    signed = next(filter(None, notes), None)
    return signed, "author's note" if signed else None


Rule = Callable[[Page, int], str | None]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one reason."""

    reason: str
    words: int
    begins: re.Pattern[str]
    contains: re.Pattern[str]

    def fit(self, text: str) -> bool:
        """Tell whether a block is furniture for this reason."""
        if len(text) > self.words * 12 or len(text.split()) > self.words:
            return False
        return bool(self.begins.match(text) or self.contains.search(text))


@cache
def phrases() -> tuple[Phrases, ...]:
    """Return the phrases of every reason, in the order of the table."""
    table = tomllib.loads(files("detente.reading").joinpath("data", "furniture.toml").read_text("utf-8"))
    return tuple(
        Phrases(
            reason,
            row["words"],
            _any_of([*row.get("begins", ()), *(rf"(?:{whole})[.:!]?$" for whole in row.get("whole", ()))]),
            _any_of(row.get("contains", ())),
        )
        for reason, row in table.items()
    )


def _any_of(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)", re.IGNORECASE)


def _no_words(page: Page, n: int) -> str | None:
    kind = page.blocks[n].kind
    if kind in ("code", "table", "rule"):
        return kind
    return None if any(c.isalpha() for c in page.texts[n]) else "no words"


def _repeated_title(page: Page, n: int) -> str | None:
    same = page.title is not None and _key(page.texts[n]) == _key(page.texts[page.title])
    return "repeated title" if same else None


def _byline_or_date(page: Page, n: int) -> str | None:
    if byline(page.texts[n]):
        return "byline"
    return "date line" if date_line(page.texts[n]) else None


def _author_alone(page: Page, n: int) -> str | None:
    return "author's name" if page.author and _key(page.texts[n]) == _key(page.author) else None


def _phrase(page: Page, n: int) -> str | None:
    return next((known.reason for known in phrases() if known.fit(page.texts[n])), None)


def _pull_quote(page: Page, n: int) -> str | None:
    if page.repeats.stands_within_another(n):
        return "pull quote"
    signed = n + 1 < page.foot and _author_alone(page, n + 1)
    return "pull quote" if signed and n and len(page.texts[n].split()) <= 60 else None


def _author_note(page: Page, n: int) -> str | None:
    if n < max(page.foot, len(page.texts) - _FOOT, len(page.texts) // 2) or len(page.texts[n]) > 700:
        return None
    note = _THE_AUTHOR.match(page.texts[n]) or author_of_note(page.texts[n])
    return "author's note" if note and n else None


RULES: tuple[Rule, ...] = (
    _no_words,
    _repeated_title,
    _byline_or_date,
    _author_alone,
    _phrase,
    _pull_quote,
    _author_note,
)
"""The rules in the order they are tried."""


def reason(page: Page, n: int) -> str | None:
    """Return why block ``n`` of a page is furniture, ``None`` for running text; the title is running text."""
    if n == page.title:
        return None
    return next(filter(None, (rule(page, n) for rule in RULES)), None)


def _key(text: str) -> str:
    return " ".join(word.casefold() for word in _WORDS.findall(text))
