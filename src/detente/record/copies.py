"""Which claims are copies of one another: pull quotes, and stories printed by several outlets."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from detente.record.types import Claim

SHINGLE = 4
"""How many words in a row are compared at a time."""
ALIKE = 0.7
"""Share of word sequences that two sentences must have in common to be taken for copies."""
SKETCH = 8
"""How many of a sentence's word sequences stand for it when candidates are looked for."""
COMMON = 40
"""A word sequence that stands for more sentences than this is a phrase of the trade, no sign of copying."""

_WORDS = re.compile(r"\w+")
_Text = tuple[tuple[str, ...], int]


def copy_sets(
    claims: Iterable[Claim],
    kind: Callable[[Claim], object],
    sought: Callable[[Claim], bool] = lambda claim: True,
) -> Iterator[list[Claim]]:
    """Gather the claims whose sentences are nearly the same.

    Parameters
    ----------
    claims
        Claims in any order.
    kind
        Only claims of equal kind are compared.
    sought
        Whether a claim looks for its copies; two sentences without any such claim are not compared.

    Returns
    -------
    iterator of lists
        Every claim is in exactly one list, alone or with its copies. Where a sentence carries several claims
        of one kind, the first goes with the first of the copy and the second with the second; two claims of
        one sentence are never put together by their own words.

    Notes
    -----
    Sentences are equal when their words are, and nearly equal when at least :data:`ALIKE` of their
    sequences of :data:`SHINGLE` words are shared (Jaccard index). Candidates are found by the
    :data:`SKETCH` sequences of each sentence with the smallest checksums (min-hashing), so the work grows
    with the text and not with its square; a pair just alike enough is overlooked once in 15,000 times.

    References
    ----------
    A. Broder, "On the resemblance and containment of documents", Compression and Complexity of Sequences,
    1997, doi:10.1109/SEQUEN.1997.666900.
    """
    kinds: dict[object, list[Claim]] = defaultdict(list)
    for claim in claims:
        kinds[kind(claim)].append(claim)
    for members in kinds.values():
        yield from _sets(members, sought) if len(members) > 1 else [members]


def words_of(quote: str) -> tuple[str, ...]:
    """Return the words of a sentence without letter case, punctuation and typography."""
    return tuple(_WORDS.findall(unicodedata.normalize("NFKC", quote).casefold()))


def _sets(claims: Sequence[Claim], sought: Callable[[Claim], bool]) -> Iterator[list[Claim]]:
    by_text: dict[_Text, list[Claim]] = defaultdict(list)
    for nth, claim in _numbered(claims):
        words = words_of(claim.quote)
        if words:
            by_text[words, nth].append(claim)
        else:
            yield [claim]
    texts = sorted(by_text)
    home = list(range(len(texts)))
    looking = [any(map(sought, by_text[text])) for text in texts]
    for one, other in _alike(texts, looking):
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


def _alike(texts: Sequence[_Text], looking: Sequence[bool]) -> Iterator[tuple[int, int]]:
    shingles = [_shingles(words) for words, _ in texts]
    standing_for: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, checksums in enumerate(shingles):
        for checksum in sorted(checksums)[:SKETCH]:
            standing_for[checksum, texts[number][1]].append(number)
    pairs = {
        (one, other)
        for numbers in standing_for.values()
        if 1 < len(numbers) <= COMMON
        for n, one in enumerate(numbers)
        for other in numbers[n + 1 :]
        if looking[one] or looking[other]
    }
    for one, other in pairs:
        both = len(shingles[one] & shingles[other])
        if both >= ALIKE * (len(shingles[one]) + len(shingles[other]) - both):
            yield one, other


def _shingles(words: tuple[str, ...]) -> frozenset[int]:
    sums = [_checksum(word) for word in words]
    rows = zip(*(sums[n:] for n in range(SHINGLE)), strict=False)
    return frozenset(map(hash, rows))  # of integers, so the same in every run


@lru_cache(maxsize=65536)
def _checksum(word: str) -> int:
    # CRC-32, since Python's own hash of a text differs from run to run.
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def _root(home: list[int], number: int) -> int:
    while home[number] != number:
        home[number] = home[home[number]]
        number = home[number]
    return number


def _unite(home: list[int], one: int, other: int) -> None:
    one, other = _root(home, one), _root(home, other)
    # The smaller number wins, whatever the order in which pairs come.
    home[max(one, other)] = min(one, other)
