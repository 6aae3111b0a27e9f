"""Which known forms stand in a text, and which of them are only part of somebody else's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from detente.vocabulary.lexicon import FAMILY_FIRST, Entry, Lexicon, Word, word_set, words_of

CALENDAR = word_set("calendar")

HONORIFICS = word_set("honorifics")
_OPENERS = word_set("openers")
_GIVEN_NAMES = word_set("given_names")
_GIVEN_TOO = word_set("party_and_given_name")
_STARTS_SENTENCE = re.compile(r"(?:^|[.!?:;\n“”\"(\[—–-])[\s“”\"'‘(\[]*$")
_DAY_AFTER = re.compile(r"\.?,?\s+\d")
_DAY_BEFORE = re.compile(
    r"(?:\d|\b(?:in|since|last|this|early|late|mid|by|until|till|next|of))[\s-]+$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Words:
    """A text and its words."""

    text: str
    words: tuple[Word, ...]

    @classmethod
    def of(cls, text: str) -> Words:
        """Cut a text into words."""
        return cls(text, tuple(words_of(text)))

    def gap(self, i: int, j: int) -> str:
        """Return what stands between the words ``i`` and ``j``."""
        return self.text[self.words[i].end : self.words[j].start]

    def spaced(self, j: int) -> bool:
        """Tell whether only a space or a hyphen stands between word ``j`` and the one before it."""
        return 0 < j < len(self.words) and self.gap(j - 1, j) in (" ", "\n", "\xa0", "-", "‑", "  ")

    def capitalised(self, i: int) -> bool:
        """Tell whether there is a word ``i`` and it begins with a capital."""
        return 0 <= i < len(self.words) and self.words[i].text[0].isupper()

    def starts_sentence(self, i: int) -> bool:
        """Tell whether word ``i`` is the first of a sentence or quotation, as far as punctuation tells."""
        start = self.words[i].start
        return bool(_STARTS_SENTENCE.search(self.text[max(0, start - 6) : start]))


@dataclass(frozen=True, slots=True)
class Form:
    """Words ``i:j`` of a text and everything they can mean."""

    i: int
    j: int
    entries: tuple[Entry, ...]


def forms(view: Words, lexicon: Lexicon) -> Iterator[Form]:
    """Yield the longest forms from left to right, without overlap, without those inside other names.

    Notes
    -----
    O(words x longest form), about nine words.
    """
    i = 0
    while i < len(view.words):
        found = lexicon.at(view.text, view.words, i) or _around_initial(view, lexicon, i)
        if found is None:
            i += 1
            continue
        j, entries = found
        if entries[0].kind != "not an actor" and not _inside_a_name(view, lexicon, i, j, entries):
            yield Form(i, j, entries)
        i = j


def _around_initial(view: Words, lexicon: Lexicon, i: int) -> tuple[int, tuple[Entry, ...]] | None:
    """Find a person written with a middle initial that the tables do not have."""
    if i + 2 >= len(view.words) or len(view.words[i + 1].text) > 1 or not view.capitalised(i + 1):
        return None
    if view.gap(i, i + 1) != " " or view.gap(i + 1, i + 2) not in (" ", ". "):
        return None
    first, last = view.words[i], view.words[i + 2]
    length = len(first.text)
    pair = (
        first._replace(start=0, end=length),
        last._replace(start=length + 1, end=length + 1 + len(last.text)),
    )
    found = lexicon.at(f"{first.text} {last.text}", pair, 0)
    if found is None or found[0] != 2 or found[1][0].kind != "person":
        return None
    return i + 3, found[1]


def _inside_a_name(view: Words, lexicon: Lexicon, i: int, j: int, entries: tuple[Entry, ...]) -> bool:
    """Tell whether a form belongs to the name of somebody or something else."""
    word, kind = view.words[i], entries[0].kind
    after = view.text[word.end : word.end + 1]
    if after == "$" or (
        word.folded in ("us", "who") and j == i + 1 and after not in "-’'" and _shouted(view, word)
    ):
        return True
    if j != i + 1 or kind not in ("name", "capital", "family"):
        return False
    if (
        i
        and view.gap(i - 1, i) == " "
        and view.capitalised(i - 1)
        and view.words[i - 1].folded in _GIVEN_NAMES
    ):
        return True
    if kind == "family":
        return _month(view, word) or _family_of_another(view, lexicon, i, entries)
    return word.folded in _GIVEN_TOO and _unknown_capital_follows(view, lexicon, j)


def _unknown_capital_follows(view: Words, lexicon: Lexicon, j: int) -> bool:
    """Tell whether a capitalised word follows that is no day, month or known form: Jordan Somebody."""
    return (
        view.spaced(j)
        and view.gap(j - 1, j) != "-"
        and view.capitalised(j)
        and not view.words[j].text.isupper()
        and view.words[j].folded not in CALENDAR
        and lexicon.at(view.text, view.words, j) is None
    )


def _month(view: Words, word: Word) -> bool:
    """Tell whether a family name that is a month's name is the month here."""
    if word.folded not in CALENDAR:
        return False
    before, after = view.text[max(0, word.start - 12) : word.start], view.text[word.end : word.end + 8]
    return bool(_DAY_AFTER.match(after) or _DAY_BEFORE.search(before))


def _family_of_another(view: Words, lexicon: Lexicon, i: int, entries: tuple[Entry, ...]) -> bool:
    """Tell whether a family name stands in a full name that is not the known person's."""
    family_first = any(e.person and e.person.offices[0].code in FAMILY_FIRST for e in entries)
    if family_first and _unknown_capital_follows(view, lexicon, i + 1):
        return True
    if not i or view.gap(i - 1, i) != " " or not view.capitalised(i - 1):
        return False
    before = view.words[i - 1]
    if (
        before.folded in _OPENERS | CALENDAR | HONORIFICS
        or before.text.isupper()
        or view.starts_sentence(i - 1)
    ):
        return False
    reaching = (lexicon.at(view.text, view.words, k) for k in range(max(0, i - 4), i))
    return not any(found and found[0] >= i for found in reaching)


def _shouted(view: Words, word: Word) -> bool:
    """Tell whether a word stands in a line of capitals, where ``US`` may be ``us``."""
    start = max(view.text.rfind("\n", 0, word.start) + 1, word.start - 60)
    line_end = view.text.find("\n", word.end)
    end = min(len(view.text) if line_end < 0 else line_end, word.end + 60)
    around = view.text[start : word.start] + view.text[word.end : end]
    return sum(map(str.isupper, around)) > 3 * sum(map(str.islower, around))
