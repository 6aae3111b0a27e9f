"""What people say of claims together: that they speak of one happening, or that they do not.

A person's word goes before the rules of grouping. Of two words on the same pair of claims the later stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations

from detente.record.reviews import moment
from detente.record.sightings import Told
from detente.record.types import Event, Review
from detente.record.undoing import in_force

Pair = tuple[str, str]
Group = tuple[tuple[str, ...], list[str]]
"""Ids of the imported rows in a group, and of all its claims."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A join that could not be followed, because it would bring together what was split.

    Parameters
    ----------
    pair
        The claims that were to be joined.
    join
        The decision that joined them.
    split
        The decision it would go against, on two claims that other joins tie to these.
    """

    pair: Pair
    join: Review
    split: Review


@dataclass(frozen=True, slots=True)
class Judged:
    """What stands on pairs of claims.

    Parameters
    ----------
    joins, splits
        The standing decision on each pair, the ids of a pair in order; the latest join first.
    leaving
        Claims that a split takes out of their event.
    claims
        Every claim of any pair.
    """

    joins: Mapping[Pair, Review] = field(default_factory=dict)
    splits: Mapping[Pair, Review] = field(default_factory=dict)
    leaving: frozenset[str] = frozenset()
    claims: frozenset[str] = frozenset()


def judged(reviews: Iterable[Review]) -> Judged:
    """Return which pairs of claims people joined or split.

    Parameters
    ----------
    reviews
        Decisions in the order of the log; all but joins and splits that are in force are passed over.

    Notes
    -----
    A join speaks of all its claims among one another, a split of its claim and each other one. Of two words
    on a pair the one with the later ``at`` stands, of equally late ones the last in the log, so it does not
    matter in which order two people's logs were merged.

    Examples
    --------
    >>> judged([Review("c-1", "join", "ana", "2020-01-01", others=("c-2",))]).joins.keys()
    dict_keys([('c-1', 'c-2')])
    """
    words: dict[Pair, tuple[datetime, Review]] = {}
    for review in in_force(reviews):
        if review.decision not in ("join", "split"):
            continue
        made = moment(review.at)
        some = (review.claim, *review.others)
        pairs = combinations(some, 2) if review.decision == "join" else ((some[0], o) for o in some[1:])
        for one, other in pairs:
            pair = (one, other) if one < other else (other, one)
            if one != other and made >= words.get(pair, (made,))[0]:
                words[pair] = (made, review)
    ordered = sorted(words)
    ordered.sort(key=lambda pair: words[pair][0], reverse=True)
    standing = {pair: words[pair][1] for pair in ordered}
    splits = {pair: review for pair, review in standing.items() if review.decision == "split"}
    return Judged(
        {pair: review for pair, review in standing.items() if review.decision == "join"},
        splits,
        frozenset(review.claim for review in splits.values()),
        frozenset(claim for pair in standing for claim in pair),
    )


def rejoined(
    events: Sequence[Event], pairs: Judged, claims: Mapping[str, Told], rows: Mapping[str, str]
) -> tuple[list[Group], list[Event]]:
    """Put claims together and keep them apart as people said.

    Parameters
    ----------
    events
        The events that hold any of the claims people spoke of, earliest report first.
    pairs
        What people said.
    claims
        The claims of these events, and those in no event that people spoke of; a claim that is not here
        is passed over.
    rows
        Ids of imported rows by their claim.

    Returns
    -------
    (groups, events)
        The groups that are not as they were, and the events they take the place of.

    Notes
    -----
    1. Joins are followed, the latest first. One that would bring two claims together that a standing split
       keeps apart is set aside (:func:`set_aside`).
    2. What the rules put into one event stays together as far as no split forbids it: piece by piece in
       the order of the claims, those that a split takes out last, each to the first it may be with.
    3. Two imported rows come together only when people joined them, not because claims beside them were.
    """
    pieces = _joined(pairs, claims)
    for event in events:
        found = dict.fromkeys(pieces.root(claim) for claim in event.claims if claim in claims)
        order = sorted(found, key=lambda root: not pairs.leaving.isdisjoint(pieces.members[root]))
        kept: list[str] = []
        for piece in order:
            for nth, other in enumerate(kept):
                if pieces.between(piece, other) is None and not pieces.two_rows(piece, other, rows):
                    kept[nth] = pieces.unite(other, piece)
                    break
            else:
                kept.append(piece)
    held = {claim for event in events for claim in event.claims}
    loose = [claim for claim in sorted(pairs.claims) if claim in claims and claim not in held]
    made = dict.fromkeys(
        pieces.root(c) for c in (*(c for e in events for c in e.claims), *loose) if c in claims
    )
    before = {frozenset(event.claims): event for event in events}
    groups, staying = [], set()
    for root in made:
        members = pieces.members[root]
        if frozenset(members) in before:
            staying.add(before[frozenset(members)].id)
        elif len(members) > 1 or members[0] in held:
            groups.append((tuple(rows[c] for c in members if c in rows), list(members)))
    return groups, [event for event in events if event.id not in staying]


def set_aside(pairs: Judged, claims: Mapping[str, Told] | Iterable[str]) -> tuple[SetAside, ...]:
    """Return the joins that could not be followed, the latest first.

    Parameters
    ----------
    pairs
        What people said.
    claims
        The claims there are.
    """
    return tuple(_joined(pairs, frozenset(claims)).aside)


def _joined(pairs: Judged, claims: Mapping[str, Told] | frozenset[str]) -> _Pieces:
    pieces = _Pieces(pairs)
    for pair, join in pairs.joins.items():
        if pair[0] in claims and pair[1] in claims:
            one, other = map(pieces.root, pair)
            split = pieces.between(one, other) if one != other else None
            if split:
                pieces.aside.append(SetAside(pair, join, split))
            elif one != other:
                pieces.unite(one, other)
    return pieces


class _Pieces:
    """Claims that stay together, and which of them may not come together."""

    def __init__(self, pairs: Judged) -> None:
        self.members: dict[str, list[str]] = {}
        self.aside: list[SetAside] = []
        self._root: dict[str, str] = {}
        self._splits = pairs.splits
        self._apart: dict[str, set[str]] = defaultdict(set)
        for one, other in pairs.splits:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def root(self, claim: str) -> str:
        if claim not in self._root:
            self._root[claim] = claim
            self.members[claim] = [claim]
        return self._root[claim]

    def unite(self, one: str, other: str) -> str:
        for claim in self.members[other]:
            self._root[claim] = one
        self.members[one] += self.members.pop(other)
        return one

    def between(self, one: str, other: str) -> Review | None:
        """Return the split that keeps two pieces apart; of several the one on the first pair."""
        small, large = sorted((one, other), key=lambda root: len(self.members[root]))
        found = [
            (min(claim, foe), max(claim, foe))
            for claim in self.members[small]
            for foe in self._apart.get(claim, ())
            if self._root.get(foe) == large
        ]
        return self._splits[min(found)] if found else None

    def two_rows(self, one: str, other: str, rows: Mapping[str, str]) -> bool:
        return all(any(claim in rows for claim in self.members[root]) for root in (one, other))
