"""The part of a sentence that says it."""

from __future__ import annotations

from detente.reading import roles
from detente.reading.acts import Deed
from detente.reading.tree import Sentence

_OWN_CLAUSES = frozenset({"conj", "advcl", "parataxis", "relcl"})
_LEADING = frozenset({"punct", "cc", "mark"})


def span(s: Sentence, deed: Deed) -> tuple[int, int]:
    """Return the code-point span of the clause that reports an act.

    Parameters
    ----------
    s, deed
        The sentence and what one of its triggers reports.

    Notes
    -----
    It is the part under the trigger with its own subject, without joined or subordinate clauses that lie at
    either end; a subject shared with a verb far before it is left out, so that the span stays one piece.
    """
    i = deed.at
    if s.words[i].pos == "ADJ" and s.is_verbal(s.words[i].head):
        i = s.words[i].head
    first, last = s.edges(i)
    core = {i, *deed.chain}
    for c in s.children[i]:
        left, right = s.edges(c)
        apart = s.words[c].dep in _OWN_CLAUSES and (s.is_verbal(c) or s.words[c].pos == "ADJ")
        if not apart or any(left <= k <= right for k in core):
            continue
        if left > i:
            last = min(last, left - 1)
        else:
            first = max(first, right + 1)
    while first < i and s.words[first].dep in _LEADING and not _is_quote(s, first):
        first += 1
    while last > i and (
        s.words[last].dep in ("punct", "cc") or s.words[last].lower in roles.RELATIVE | {"while"}
    ):
        last -= 1
    return s.words[first].start, s.words[last].end


def _is_quote(s: Sentence, i: int) -> bool:
    return s.words[i].text in ("“", "``")
