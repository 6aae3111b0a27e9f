"""Which blocks of a text repeat words that stand elsewhere in it, as pull quotes do."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WORD = re.compile(r"\w+")
_SHINGLE = 6
"""A block of fewer words is never taken for a repetition."""
_MOST = 120
"""A block of more words is no pull quote, whatever it repeats."""
_TRIES = 20
"""Places that begin alike which are compared: bounds the work on texts that repeat themselves endlessly."""


class Repeats:
    """An index of the places where six words in a row stand.

    Notes
    -----
    Time and memory are linear in the number of words: one entry a word, at most twenty comparisons a block.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self._words: list[str] = []
        self._starts: list[int] = []
        self._block_of: list[int] = []
        for number, text in enumerate(texts):
            self._starts.append(len(self._words))
            words = [word.casefold() for word in _WORD.findall(text)]
            self._words += words
            self._block_of += [number] * len(words)
        self._starts.append(len(self._words))
        self._places: dict[tuple[str, ...], list[int]] = {}
        for i in range(len(self._words) - _SHINGLE + 1):
            places = self._places.setdefault(tuple(self._words[i : i + _SHINGLE]), [])
            if len(places) < _TRIES:
                places.append(i)

    def stands_within_another(self, n: int) -> bool:
        """Tell whether block ``n`` stands word for word in a longer block, or in an equal one before it."""
        start, end = self._starts[n], self._starts[n + 1]
        length = end - start
        if not _SHINGLE <= length <= _MOST:
            return False
        words = self._words[start:end]
        for place in self._places.get(tuple(words[:_SHINGLE]), ()):
            other = self._block_of[place]
            if other == n or place + length > self._starts[other + 1]:
                continue
            if self._words[place : place + length] == words:
                longer = self._starts[other + 1] - self._starts[other] > length
                if longer or other < n:
                    return True
        return False
