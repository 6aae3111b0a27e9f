"""Find a sentence again in a text that was corrected.

A person decided on a sentence. When the article it stood in is printed anew, with a comma moved or a
paragraph added, the decision should follow the sentence, and nobody should be led to believe that it was made
about another. So a sentence is found by its exact words, then by what stands before and after it, then by
words that are nearly the same; where two places fit equally, none is taken.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from types import MappingProxyType

from detente.record.copies import words_of
from detente.record.types import Claim, Review

NEARLY = 0.8
"""How alike two sentences must be, word by word, for one to be a correction of the other."""
CLEARLY = 0.1
"""How much better the best place must fit than the next."""
AROUND = 200
"""How many characters before and after a sentence tell it from its like."""
TURNING = frozenset("no not never neither nor none nobody nothing without cannot t".split())
"""Words that turn a sentence round; where they or numbers differ, sentences are not nearly the same."""
MOST_COMPARED = 50
"""Sentences compared word by word for one that is looked for: those that share most words with it."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a claim went.

    Parameters
    ----------
    claim
        The claim's former id.
    now
        The claim that took its place; ``None`` for an orphan.
    how
        ``exact``, ``context`` or ``nearly``; for an orphan ``vanished``, ``ambiguous`` or ``unread`` (its
        sentence is there, but no claim like it).
    """

    claim: str
    now: str | None
    how: str


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence of the new text with its claims, in reading order."""

    words: tuple[str, ...]
    before: str
    after: str
    claims: tuple[Claim, ...]


def anchored(old_text: str, old: Iterable[Claim], new_text: str, new: Iterable[Claim]) -> tuple[Anchor, ...]:
    """Find the claims of a text again in the text that took its place.

    Parameters
    ----------
    old_text, old
        The former text and its claims.
    new_text, new
        The text that took its place, and its claims.

    Returns
    -------
    tuple of Anchor
        One for each former claim, in text order. No two lead to the same claim.

    Notes
    -----
    1. A sentence is looked for by its words (case, punctuation and typography aside) among the sentences that
       claims were read from.
    2. Where it stands more than once, the places whose surroundings (:data:`AROUND` characters on both
       sides) fit clearly best are taken.
    3. Where it does not stand, the sentence most like it is taken: the share of words in common order
       (Ratcliff and Obershelp) must be at least :data:`NEARLY` and better by :data:`CLEARLY` than the next.
    4. Of a sentence's claims, the one with the same words goes first, then the one of the same kind and
       parties; a sentence's only claim stands for the only one that was there. Where words were changed, a
       claim must still say the same: kind, parties, how it stands.

    References
    ----------
    J. W. Ratcliff and D. E. Metzener, "Pattern matching: the Gestalt approach", Dr. Dobb's Journal 13(7),
    1988, as in Python's ``difflib``.
    """
    places = _places(new_text, new)
    by_words: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for nth, place in enumerate(places):
        by_words[place.words].append(nth)
    wanted = _places(old_text, old)
    sharing = _sharing(places)
    searched = {nth: _find(place, places, by_words, sharing) for nth, place in enumerate(wanted)}
    taken = Counter(number for number, _ in searched.values() if number is not None)
    made = []
    for nth, place in enumerate(wanted):
        number, how = searched[nth]
        if number is not None and taken[number] > 1:
            # Two sentences that became one: neither can be said to be the other.
            number, how = None, "ambiguous"
        if number is None:
            made += [Anchor(claim.id, None, how) for claim in place.claims]
        else:
            made += _matched(place.claims, places[number].claims, how)
    return tuple(made)


def followed_by_quote(
    lost: Mapping[str, str | None], claims: Iterable[Claim], decided: Container[str] = ()
) -> tuple[Anchor, ...]:
    """Find decisions again by nothing but the sentences that were decided on.

    Parameters
    ----------
    lost
        Ids of claims that are not in the record, each with the sentence its decision holds.
    claims
        All claims of the record.
    decided
        Claims about which somebody has decided already; no other decision comes to stand on them.

    Returns
    -------
    tuple of Anchor
        One for each lost claim, by id. A decision follows only where its sentence, exact or nearly, stands
        once, carries one claim, and no other lost decision is about the same sentence.

    Notes
    -----
    This is what a record does that was made again from scratch, from corrected articles and the log alone.
    """
    sentences: dict[tuple[str, int, int], list[Claim]] = defaultdict(list)
    for claim in claims:
        sentences[claim.document, claim.start, claim.end].append(claim)
    places = [_Place(words_of(some[0].quote), "", "", tuple(some)) for some in sentences.values()]
    by_words: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for nth, place in enumerate(places):
        by_words[place.words].append(nth)
    sharing = _sharing(places)
    found: dict[str, tuple[int | None, str]] = {}
    for id_, quote in sorted(lost.items()):
        place = _Place(words_of(quote or ""), "", "", ())
        found[id_] = _find(place, places, by_words, sharing) if place.words else (None, "vanished")
    taken = Counter(number for number, _ in found.values() if number is not None)
    made = []
    for id_, (number, how) in found.items():
        if number is None:
            made.append(Anchor(id_, None, how))
        elif places[number].claims[0].id in decided:
            made.append(Anchor(id_, None, "decided"))
        elif taken[number] > 1 or len(places[number].claims) > 1:
            made.append(Anchor(id_, None, "ambiguous"))
        else:
            made.append(Anchor(id_, places[number].claims[0].id, how))
    return tuple(made)


def _places(text: str, claims: Iterable[Claim]) -> list[_Place]:
    sentences: dict[tuple[int, int], list[Claim]] = defaultdict(list)
    for claim in claims:
        sentences[claim.start, claim.end].append(claim)
    return [
        _Place(
            words_of(text[start:end]),
            text[max(0, start - AROUND) : start],
            text[end : end + AROUND],
            tuple(sorted(found, key=lambda c: (c.clause_start, c.clause_end, c.id))),
        )
        for (start, end), found in sorted(sentences.items())
    ]


def _find(
    wanted: _Place,
    places: Sequence[_Place],
    by_words: Mapping[tuple[str, ...], Sequence[int]],
    sharing: Mapping[str, Sequence[int]],
) -> tuple[int | None, str]:
    """Return the place of a sentence and how it was found, or ``None`` and why not."""
    same = by_words.get(wanted.words, ())
    if len(same) == 1:
        return same[0], "exact"
    if same:
        scored = [(_surroundings(wanted, places[number]), number) for number in same]
        return _best(scored, 0.0, "context")
    scored = [
        (_likeness(wanted.words, places[number].words), number)
        for number in _candidates(wanted, places, sharing)
    ]
    return _best(scored, NEARLY, "nearly")


def _best(scored: list[tuple[float, int]], least: float, how: str) -> tuple[int | None, str]:
    scored.sort(key=lambda one: (-one[0], one[1]))
    if not scored or scored[0][0] < least:
        return None, "vanished"
    if any(first[0] - second[0] < CLEARLY for first, second in [*pairwise(scored)][:1]):
        return None, "ambiguous"
    return scored[0][1], how


def _sharing(places: Sequence[_Place]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        for word in set(place.words):
            found[word].append(number)
    return found


def _candidates(wanted: _Place, places: Sequence[_Place], sharing: Mapping[str, Sequence[int]]) -> list[int]:
    shared = Counter(number for word in set(wanted.words) for number in sharing.get(word, ()))
    most = sorted(shared, key=lambda number: (-shared[number], len(places[number].words), number))
    return most[:MOST_COMPARED]


def _likeness(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    if _turns(one) != _turns(other):
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    # Two cheap upper bounds spare the full comparison of what cannot be alike.
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < NEARLY - CLEARLY:
        return 0.0
    return matcher.ratio()


def _turns(words: tuple[str, ...]) -> Counter[str]:
    return Counter(word for word in words if word in TURNING or any(map(str.isdigit, word)))


def _surroundings(one: _Place, other: _Place) -> float:
    sides = (words_of(one.before), words_of(other.before)), (words_of(one.after), words_of(other.after))
    return sum(SequenceMatcher(None, mine, theirs, autojunk=False).ratio() for mine, theirs in sides) / 2


def _matched(old: Sequence[Claim], new: Sequence[Claim], how: str) -> list[Anchor]:
    """Pair off the claims of a sentence with those of the sentence that took its place."""
    now: dict[str, str] = {}
    free = {claim.id: claim for claim in new}
    # Where a word was changed, it may be the one that counts.
    for same in (_carried, _kind) if how != "nearly" else (_standing,):
        mine: dict[object, list[str]] = defaultdict(list)
        theirs: dict[object, list[str]] = defaultdict(list)
        for claim in old:
            if claim.id not in now:
                mine[same(claim)].append(claim.id)
        for claim in free.values():
            theirs[same(claim)].append(claim.id)
        for key, ids in mine.items():
            # As many of a kind as before are the same ones in the same order.
            if len(ids) == len(theirs[key]):
                now |= dict(zip(ids, theirs[key], strict=True))
        free = {id_: claim for id_, claim in free.items() if id_ not in now.values()}
    left = [claim.id for claim in old if claim.id not in now]
    if len(old) == len(new) == 1 and left and free and how != "nearly":
        now[left[0]] = next(iter(free))
    return [Anchor(claim.id, now.get(claim.id), how if claim.id in now else "unread") for claim in old]


def _carried(claim: Claim) -> object:
    clause = claim.quote[claim.clause_start - claim.start : claim.clause_end - claim.start]
    return (words_of(clause), *_kind(claim))


def _standing(claim: Claim) -> object:
    return (*_kind(claim), claim.modality, claim.negated)


def _kind(claim: Claim) -> tuple[object, ...]:
    return (claim.type, claim.actor, claim.target)


@dataclass(frozen=True, slots=True)
class Orphan:
    """A standing decision whose claim is not in the record, and why it could not follow its sentence."""

    review: Review
    why: str


WHY: Mapping[str, str] = MappingProxyType(
    {
        "vanished": "its sentence is not in any text of the record",
        "ambiguous": "its sentence could be one of several",
        "unread": "its sentence is there, but nothing like it is read from it",
        "decided": "its sentence is there, and somebody has decided about it already",
    }
)
"""Why a decision is an orphan, in words."""


def follow(reviews: Iterable[Review], became: Mapping[str, str]) -> tuple[Review, ...]:
    """Return decisions about former claims as decisions about the claims that took their place.

    Parameters
    ----------
    reviews
        Decisions in the order of the log.
    became
        Former ids of claims, each with its present one.
    """
    return tuple(
        replace(
            review,
            claim=became.get(review.claim, review.claim),
            others=tuple(dict.fromkeys(became.get(other, other) for other in review.others)),
        )
        if became
        else review
        for review in reviews
    )
