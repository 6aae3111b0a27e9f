"""Which claims are copies of one another: pull quotes, and stories printed by several outlets."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from detente.record.types import Claim

SHINGLE = 4
"""How many words in a row are compared at a time."""
ALIKE = 0.7
"""Share of word sequences that two sentences must have in common to be taken for copies."""
COMMON = 40
"""A word sequence in more different sentences than this is a phrase of the trade, no sign of copying."""

_WORDS = re.compile(r"\w+")
_Text = tuple[tuple[str, ...], int]


def copy_sets(claims: Iterable[Claim], kind: Callable[[Claim], object]) -> Iterator[list[Claim]]:
    """Gather the claims whose sentences are nearly the same.

    Parameters
    ----------
    claims
        Claims in any order.
    kind
        Only claims of equal kind are compared.

    Returns
    -------
    iterator of lists
        Every claim is in exactly one list, alone or with its copies. Where a sentence carries several claims
        of one kind, the first goes with the first of the copy and the second with the second; two claims of
        one sentence are never put together by their own words.

    Notes
    -----
    Sentences are equal when their words are, and nearly equal when at least :data:`ALIKE` of their
    sequences of :data:`SHINGLE` words are shared (Jaccard index). Candidates are found by an index of
    sequences, so the work grows with the text and not with its square.

    References
    ----------
    A. Broder, "On the resemblance and containment of documents", Compression and Complexity of Sequences,
    1997, doi:10.1109/SEQUEN.1997.666900.
    """
    kinds: dict[object, list[Claim]] = defaultdict(list)
    for claim in claims:
        kinds[kind(claim)].append(claim)
    for members in kinds.values():
        yield from _sets(members) if len(members) > 1 else [members]


def words_of(quote: str) -> tuple[str, ...]:
    """Return the words of a sentence without letter case, punctuation and typography."""
    return tuple(_WORDS.findall(unicodedata.normalize("NFKC", quote).casefold()))


def _sets(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    by_text: dict[_Text, list[Claim]] = defaultdict(list)
    for nth, claim in _numbered(claims):
        words = words_of(claim.quote)
        if words:
            by_text[words, nth].append(claim)
        else:
            yield [claim]
    texts = sorted(by_text)
    home = list(range(len(texts)))
    for one, other in _alike(texts):
        _unite(home, one, other)
    joined: dict[int, list[Claim]] = defaultdict(list)
    for number, text in enumerate(texts):
        joined[_root(home, number)] += by_text[text]
    yield from joined.values()


def _numbered(claims: Iterable[Claim]) -> Iterator[tuple[int, Claim]]:
    """Count the claims of each sentence."""
    sentences: dict[tuple[str, int, int], list[Claim]] = defaultdict(list)
    for claim in claims:
        sentences[claim.document, claim.start, claim.end].append(claim)
    for members in sentences.values():
        yield from enumerate(sorted(members, key=lambda c: (c.clause_start, c.clause_end, c.id)))


def _alike(texts: Sequence[_Text]) -> Iterator[tuple[int, int]]:
    shingles = [_shingles(words) for words, _ in texts]
    standing_in: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, sequences in enumerate(shingles):
        for sequence in sequences:
            standing_in[sequence].append(number)
    pairs = {
        (one, other)
        for numbers in standing_in.values()
        if len(numbers) <= COMMON
        for n, one in enumerate(numbers)
        for other in numbers[n + 1 :]
        if texts[one][1] == texts[other][1]
    }
    for one, other in pairs:
        both = len(shingles[one] & shingles[other])
        if both >= ALIKE * (len(shingles[one]) + len(shingles[other]) - both):
            yield one, other


def _shingles(words: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(words[n : n + SHINGLE] for n in range(len(words) - SHINGLE + 1))


def _root(home: list[int], number: int) -> int:
    while home[number] != number:
        home[number] = home[home[number]]
        number = home[number]
    return number


def _unite(home: list[int], one: int, other: int) -> None:
    one, other = _root(home, one), _root(home, other)
    # The smaller number wins, whatever the order in which pairs come.
    home[max(one, other)] = min(one, other)
