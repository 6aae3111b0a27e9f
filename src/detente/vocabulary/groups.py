"""Bodies and armed groups that no table lists, but that a text introduces with their short name.

``the Forces for National Liberation (FNL)`` teaches that FNL, from then on, is that group; after a party that
is known, ``the Pakistani Taliban (TTP)`` teaches another name of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from detente.vocabulary.forms import CALENDAR, Words
from detente.vocabulary.lexicon import word_set
from detente.vocabulary.parties import Piece

_SHORT = re.compile(r"[A-Z][A-Za-z0-9]*[A-Z0-9][A-Za-z0-9]*")
_LONGEST = 9
_BODIES = word_set("bodies")
_INSIDE = word_set("inside_bodies")
_ARTICLES = frozenset({"the", "a", "an", "some", "other", "its", "his", "her", "their"})


def free_code(name: str) -> str:
    """Return a code for a party the vocabulary does not know, made from its name.

    Examples
    --------
    >>> free_code("the international community")
    'international-community'
    """
    words = re.findall(r"\w+", name.lower())
    while words and words[0] in _ARTICLES:
        words.pop(0)
    return "-".join(words[:6]) or "unknown"


def with_groups(view: Words, pieces: list[Piece]) -> list[Piece]:
    """Add the groups that a text introduces, in place of what stands inside their names.

    Time is linear in the number of words.
    """
    covering = {k: piece for piece in pieces for k in range(piece.i, piece.j)}
    known: dict[str, Piece] = {}
    spans: list[Piece] = []
    for k in range(1, len(view.words)):
        short = view.words[k].text
        if not _in_brackets(view, k) or not _SHORT.fullmatch(short) or short in known or k in covering:
            continue
        introduced = _named_before(view, k, covering)
        if introduced is not None:
            known[short] = introduced
            spans.append(introduced)
    if not known:
        return pieces
    inside = {k for piece in spans for k in range(piece.i, piece.j)}
    kept = [p for p in pieces if p in spans or not inside & set(range(p.i, p.j))]
    taken = {k for piece in kept for k in range(piece.i, piece.j)} | inside
    again = [
        replace(known[w.text], i=k, j=k + 1)
        for k, w in enumerate(view.words)
        if w.text in known and k not in taken
    ]
    return sorted({*kept, *spans, *again}, key=lambda piece: piece.i)


def _in_brackets(view: Words, k: int) -> bool:
    word = view.words[k]
    return view.text[word.start - 1 : word.start] == "(" and view.text[word.end : word.end + 1] == ")"


def _named_before(view: Words, k: int, covering: Mapping[int, Piece]) -> Piece | None:
    """Return the party whose name stands before its short name in brackets."""
    i = min(_starts(view, k), default=k)
    while i < k and view.words[i].folded in _INSIDE:
        i += 1
    named, before = range(i, k), covering.get(k - 1)
    if before is not None and before.kind == "party" and before.why == "name" and before.i <= i:
        return before
    if k - i < 2 or not any(view.words[n].folded in _BODIES for n in named):
        return None
    long = " ".join(view.text[view.words[i].start : view.words[k - 1].end].split())
    name = f"{long} ({view.words[k].text})"
    return Piece(i, k, "party", free_code(long), name, why="introduced in the text")


def _starts(view: Words, k: int) -> Iterator[int]:
    """Yield, going back from a bracket, the words that can belong to one name."""
    for n in range(k - 1, max(-1, k - 1 - _LONGEST), -1):
        word = view.words[n]
        gap = view.gap(n, n + 1) if n + 1 < k else view.gap(n, k).removesuffix("(")
        if gap not in (" ", "\n", "-", "’ ", "' ", "’", "'") or word.folded in CALENDAR:
            return
        if not (view.capitalised(n) or word.folded in _INSIDE or word.text == "s"):
            return
        yield n
