"""A parsed sentence as plain immutable data: what every rule of this room looks at.

The parser's own objects are left behind as soon as a sentence is parsed. That keeps memory flat, keeps the
rules free of the parser, and lets a test build a tree by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
CLAUSES = frozenset(
    {"ROOT", "ccomp", "xcomp", "advcl", "acl", "relcl", "pcomp", "parataxis", "csubj", "csubjpass"}
)


class Word(NamedTuple):
    """One token of a sentence; a tuple, because one is made for every token of every article.

    Parameters
    ----------
    text, lower, lemma
        As written, in lower case, and the lower-cased dictionary form.
    pos, tag, dep
        Universal part of speech, Penn Treebank tag, and the label of the arc to ``head``.
    head
        Index in the sentence of the word this one depends on; its own index for the root.
    start, end
        Code-point span in the document's text, half open.
    """

    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document: its place, its words and their tree.

    Parameters
    ----------
    number
        Counts from 1 over the sentences of the document, in text order.
    text, start, end
        The sentence as stored: ``text == document.text[start:end]``.
    words
        Its words in order.
    """

    number: int
    text: str
    start: int
    end: int
    words: tuple[Word, ...]
    children: tuple[tuple[int, ...], ...] = field(init=False)
    _edges: tuple[tuple[int, int], ...] = field(init=False)

    def __post_init__(self) -> None:
        below: list[list[int]] = [[] for _ in self.words]
        for i, word in enumerate(self.words):
            if word.head != i:
                below[word.head].append(i)
        object.__setattr__(self, "children", tuple(tuple(c) for c in below))
        object.__setattr__(self, "_edges", _edges(self.words))

    def __len__(self) -> int:
        return len(self.words)

    def child(self, i: int, *deps: str) -> int | None:
        """Return the first word under ``i`` with one of these labels."""
        words = self.words
        for c in self.children[i]:
            if words[c].dep in deps:
                return c
        return None

    def under(self, i: int, *deps: str) -> tuple[int, ...]:
        """Return the words directly under ``i`` with one of these labels."""
        words = self.words
        return tuple([c for c in self.children[i] if words[c].dep in deps])

    def edges(self, i: int) -> tuple[int, int]:
        """Return the first and the last word of the subtree of ``i``."""
        return self._edges[i]

    def above(self, i: int) -> Iterator[int]:
        """Walk from the head of ``i`` up to the root."""
        for _ in self.words:
            head = self.words[i].head
            if head == i:
                return
            yield head
            i = head

    def conjuncts(self, i: int) -> tuple[int, ...]:
        """Return ``i`` and what is joined to it by "and", "or" or commas, in text order."""
        if not self.children[i]:
            return (i,)
        found, queue = [i], [i]
        while queue:
            at = queue.pop()
            for c in self.under(at, "conj", "appos"):
                if self.words[c].dep == "conj" or self._is_listed(at, c):
                    found.append(c)
                    queue.append(c)
        return tuple(sorted(found))

    def _is_listed(self, i: int, c: int) -> bool:
        """Whether an apposition is really the next name of a list: "Chad, the Congo and Mali"."""
        if self.words[i].pos != "PROPN" or self.words[c].pos != "PROPN":
            return False
        goes_on = any(self.words[g].dep in ("conj", "appos") for g in self.children[c])
        return goes_on or any(g > c for g in self.under(i, "conj"))

    def depth(self, i: int) -> int:
        """Return how many words stand above ``i``."""
        return sum(1 for _ in self.above(i))

    def is_verbal(self, i: int) -> bool:
        """Whether the word is a verb or an auxiliary that carries a clause."""
        return self.words[i].pos in ("VERB", "AUX")


def _edges(words: Sequence[Word]) -> tuple[tuple[int, int], ...]:
    """Return for every word the outermost positions of its subtree, in time linear in words times depth."""
    left, right = list(range(len(words))), list(range(len(words)))
    for i in range(len(words)):
        j, steps = i, 0
        while words[j].head != j and steps < len(words):
            j, steps = words[j].head, steps + 1
            if left[j] <= i <= right[j]:
                break
            left[j], right[j] = min(left[j], i), max(right[j], i)
    return tuple(zip(left, right, strict=True))
