"""Which claims are copies of one another: pull quotes, and stories printed by several outlets."""

from __future__ import annotations

import hashlib
import re
import struct
import unicodedata
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from detente.record.sightings import Told

SHINGLE = 4
"""How many words in a row are compared at a time."""
ALIKE = 0.7
"""Share of word sequences that two sentences must have in common to be taken for copies."""
SKETCH = 8
"""How many of a sentence's word sequences stand for it when candidates are looked for."""
COMMON = 40
"""A word sequence that stands for more sentences than this is a phrase of the trade, no sign of copying."""

_HASH = 16
T = TypeVar("T", bound=Told)
_WORDS = re.compile(r"\w+")


class Fingerprint(NamedTuple):
    """What a sentence is compared by.

    ``words`` is a hash of its words, empty for a sentence without any; ``sketch`` the smallest checksums of
    its word sequences.
    """

    words: bytes
    sketch: tuple[int, ...]

    def packed(self) -> bytes:
        """Return the fingerprint as bytes, to keep."""
        return self.words + struct.pack(f"<{len(self.sketch)}q", *self.sketch)

    @classmethod
    def unpacked(cls, packed: bytes) -> Fingerprint:
        """Return the fingerprint that :meth:`packed` made bytes of."""
        rest = packed[_HASH:]
        return cls(packed[:_HASH], struct.unpack(f"<{len(rest) // 8}q", rest))


_Text = tuple[bytes, int]


def fingerprint(quote: str) -> Fingerprint:
    """Return what a sentence is compared by.

    Examples
    --------
    >>> fingerprint("It rained.") == fingerprint("IT RAINED!")
    True
    """
    words = words_of(quote)
    if not words:
        return Fingerprint(b"", ())
    written = " ".join(words).encode("utf-8", "surrogatepass")
    sketch = tuple(sorted(_shingles(words))[:SKETCH])
    return Fingerprint(hashlib.blake2b(written, digest_size=_HASH).digest(), sketch)


def copy_sets(
    claims: Iterable[T],
    kind: Callable[[T], object],
    sought: Callable[[T], bool] = lambda claim: True,
    known: Callable[[T], Fingerprint] = lambda claim: fingerprint(claim.quote),
) -> Iterator[list[T]]:
    """Gather the claims whose sentences are nearly the same.

    Parameters
    ----------
    claims
        Claims in any order.
    kind
        Only claims of equal kind are compared.
    sought
        Whether a claim looks for its copies; two sentences without any such claim are not compared.
    known
        The fingerprint of a claim's sentence, where it need not be taken anew.

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
    kinds: dict[object, list[T]] = defaultdict(list)
    for claim in claims:
        kinds[kind(claim)].append(claim)
    for members in kinds.values():
        yield from _sets(members, sought, known) if len(members) > 1 else [members]


def words_of(quote: str) -> tuple[str, ...]:
    """Return the words of a sentence without letter case, punctuation and typography."""
    return tuple(_WORDS.findall(unicodedata.normalize("NFKC", quote).casefold()))


def resemblance(one: str, other: str) -> float:
    """Return how much two sentences share: 1 when their words are the same, else the Jaccard index.

    Examples
    --------
    >>> resemblance("It rained.", "It snowed.")
    0.0
    """
    first, second = words_of(one), words_of(other)
    if first == second:
        return 1.0 if first else 0.0
    some, others = _shingles(first), _shingles(second)
    return len(some & others) / (len(some | others) or 1)


def _sets(
    claims: Sequence[T], sought: Callable[[T], bool], known: Callable[[T], Fingerprint]
) -> Iterator[list[T]]:
    by_text: dict[_Text, list[T]] = defaultdict(list)
    sketches: dict[_Text, tuple[int, ...]] = {}
    for nth, claim in _numbered(claims):
        words, sketch = known(claim)
        if words:
            by_text[words, nth].append(claim)
            sketches[words, nth] = sketch
        else:
            yield [claim]
    texts = sorted(by_text)
    looking = [any(map(sought, by_text[text])) for text in texts]
    quotes = [by_text[text][0].quote for text in texts]
    home = list(range(len(texts)))
    for one, other in _alike([(sketches[text], text[1]) for text in texts], quotes, looking):
        _unite(home, one, other)
    joined: dict[int, list[T]] = defaultdict(list)
    for number, text in enumerate(texts):
        joined[_root(home, number)] += by_text[text]
    yield from joined.values()


def _numbered(claims: Iterable[T]) -> Iterator[tuple[int, T]]:
    """Count the claims of each sentence."""
    sentences: dict[tuple[str, int, int], list[T]] = defaultdict(list)
    for claim in claims:
        sentences[claim.document, claim.start, claim.end].append(claim)
    for members in sentences.values():
        if len(members) > 1:
            members.sort(key=lambda c: (c.clause_start, c.clause_end, c.id))
        yield from enumerate(members)


def _alike(
    texts: Sequence[tuple[tuple[int, ...], int]], quotes: Sequence[str], looking: Sequence[bool]
) -> Iterator[tuple[int, int]]:
    # Only what stands for a sentence that looks for copies can lead to one.
    wanted = {
        (checksum, nth)
        for (sketch, nth), looks in zip(texts, looking, strict=True)
        if looks
        for checksum in sketch
    }
    standing_for: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, (sketch, nth) in enumerate(texts):
        for checksum in sketch:
            if (checksum, nth) in wanted:
                standing_for[checksum, nth].append(number)
    pairs = {
        (one, other)
        for numbers in standing_for.values()
        if 1 < len(numbers) <= COMMON
        for n, one in enumerate(numbers)
        for other in numbers[n + 1 :]
        if looking[one] or looking[other]
    }
    shingles: dict[int, frozenset[int]] = {}
    for pair in pairs:
        for number in pair:
            if number not in shingles:
                shingles[number] = _shingles(words_of(quotes[number]))
        one, other = (shingles[number] for number in pair)
        both = len(one & other)
        if both >= ALIKE * (len(one) + len(other) - both):
            yield pair


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
