"""Words to look for, as people type them, and the same for SQLite's full-text index.

What is typed never reaches the index as it is: it is cut into terms here, and each is handed over as a quoted
string, so there is no syntax to get wrong and none to abuse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from detente.errors import Fault, StoreError

MOST_TERMS = 64
"""At most so many terms are looked for at once."""

# A phrase (to the end where its closing mark is missing), or a word; curly marks are what phones type.
_TERM = re.compile(r'["“”„«»](?P<phrase>[^"“”„«»]*)["“”„«»]?(?P<open>\*?)|(?P<word>[^\s"“”„«»]+)')
# Scripts written without spaces between words: the index sees a run of them as one word.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for.

    Parameters
    ----------
    words
        A word, or a phrase.
    beginning
        Whether the last word may go on.
    """

    words: str
    beginning: bool = False

    @property
    def is_part(self) -> bool:
        """Whether it is looked for anywhere in the text, since its script has no spaces between words."""
        return _UNSPACED.search(self.words) is not None

    @property
    def match(self) -> str:
        """What the index is asked: a quoted string, in which nothing has a meaning."""
        quoted = self.words.replace('"', '""')
        return f'"{quoted}"' + (" *" if self.beginning else "")


def terms_of(text: str) -> tuple[Term, ...]:
    """Return what a text asks for; every term must be found.

    Parameters
    ----------
    text
        Words, ``"phrases"`` and beginnings such as ``sanct*``.

    Raises
    ------
    StoreError
        ``D432`` when there is no word in it, or there are more than :data:`MOST_TERMS`.

    Examples
    --------
    >>> [term.match for term in terms_of('"joint drills" sanct* non-proliferation')]
    ['"joint drills"', '"sanct" *', '"non-proliferation"']
    """
    found = tuple(dict.fromkeys(_terms(text)))
    if not found:
        hint = 'give words, "phrases" or beginnings such as sanct*'
        raise StoreError(Fault("D432", "there is no word to look for in the text", hint))
    if len(found) > MOST_TERMS:
        message = f"{len(found)} words are looked for, and at most {MOST_TERMS} can be"
        raise StoreError(Fault("D432", message, "look for fewer words"))
    return found


def _terms(text: str) -> Iterator[Term]:
    # A control character would end the question early, so it separates words as a space does.
    clean = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text)
    for found in _TERM.finditer(clean):
        word = found["word"]
        words = found["phrase"] if word is None else word.rstrip("*")
        beginning = bool(found["open"]) if word is None else word.endswith("*")
        if any(unicodedata.category(c)[0] in "LN" for c in words):
            yield Term(" ".join(words.split()), beginning)
