"""Part of speech and dictionary form of words, decided once for each kind of word.

The parser's last two steps look at a word's letters, tag and dependency label alone, save for a handful of
words ("gonna", "ain't"). Asked once for each kind of word instead of each word, they give the same answers in
a fraction of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

Kind = tuple[str, str, str]
"""A word as written, its tag and its dependency label."""

TokenPattern = Mapping[str, Any]
"""What one place of a pattern asks of a word."""

STEPS = ("attribute_ruler", "lemmatizer")
"""The steps of the parser that are replaced."""
_COMMA = (",", ",", "punct")
"""Stands between kinds that are asked about together, so that no two of them are taken for a pair."""
_MOST = 100_000
"""Kinds that are remembered; beyond that they are learnt anew, so that memory stays flat."""


class Kinds:
    """What the parser's last steps say of each kind of word.

    Parameters
    ----------
    nlp
        The loaded parser, with both steps.
    """

    def __init__(self, nlp: Any) -> None:
        self._vocab = nlp.vocab
        self._steps = [nlp.get_pipe(name) for name in STEPS]
        rules = nlp.get_pipe(STEPS[0]).patterns
        self._pairs = [p for rule in rules for p in rule["patterns"] if len(p) > 1]
        self._seconds: dict[Kind, tuple[TokenPattern, ...]] = {}
        self._found: dict[Kind, tuple[str, str]] = {}

    def of(self, doc: Any, kinds: list[Kind]) -> list[tuple[str, str]]:
        """Return part of speech and lower-cased dictionary form of every word of a parsed passage."""
        if any(self._belong_together(a, b) for a, b in pairwise(kinds)):
            return self._asked(doc)
        if len(self._found) > _MOST:
            self._found.clear()
            self._seconds.clear()
        new = [kind for kind in dict.fromkeys(kinds) if kind not in self._found]
        if new:
            apart = [kind for one in new for kind in (one, _COMMA)]
            self._found.update(zip(new, self._asked(self._made(apart))[::2], strict=True))
        return [self._found[kind] for kind in kinds]

    def _belong_together(self, first: Kind, second: Kind) -> bool:
        """Tell whether two neighbours can be one of the few pairs that are decided together."""
        seconds = self._seconds.get(first)
        if seconds is None:
            seconds = tuple(pattern[1] for pattern in self._pairs if _fits(pattern[0], first))
            self._seconds[first] = seconds
        return any(_fits(pattern, second) for pattern in seconds)

    def _made(self, kinds: Iterable[Kind]) -> Any:
        from spacy.tokens import Doc

        words, tags, deps = map(list, zip(*kinds, strict=True))
        heads = list(range(len(words)))
        return Doc(self._vocab, words=words, tags=tags, deps=deps, heads=heads)

    def _asked(self, doc: Any) -> list[tuple[str, str]]:
        for step in self._steps:
            doc = step(doc)
        return [(token.pos_, token.lemma_.lower()) for token in doc]


def _fits(pattern: TokenPattern, kind: Kind) -> bool:
    """Tell whether a word can fit one place of a pattern; a test that is not known here always can."""
    text, tag, dep = kind
    have = {"LOWER": text.lower(), "TAG": tag, "DEP": dep}
    return all(_is(wanted, have[name]) for name, wanted in pattern.items() if name in have)


def _is(wanted: Any, value: str) -> bool:
    if isinstance(wanted, str):
        return value == wanted
    if isinstance(wanted, dict) and set(wanted) == {"IN"}:
        return value in wanted["IN"]
    if isinstance(wanted, dict) and set(wanted) == {"REGEX"}:
        return re.search(wanted["REGEX"], value) is not None
    return True
