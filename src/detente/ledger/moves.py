"""The acts that passed between two actors, each on its day: what all findings about dealings are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from operator import attrgetter
from typing import NamedTuple

from detente.ledger.days import in_order
from detente.ledger.known import Known
from detente.ledger.ties import MOST_PARTIES, took_place
from detente.record.types import Claim
from detente.vocabulary.actions import TYPES

LONGEST = 3
"""What is read to take more days than this has no day: it may be a period, or a guess at a day within it."""
LONGEST_ROW = 14
"""A row of imported data may last so many days, such as a state visit, and stands on the first."""
WEIGHTS: Mapping[str, float] = {name: kind.goldstein for name, kind in TYPES.items() if kind.goldstein}
"""Weights of the types of act that weigh something."""
BUSIEST = 20
"""How many actors are looked at where the case names none."""


class Move(NamedTuple):
    """An act of one actor toward another on a day; a mutual one has ``by < to`` and counts both ways.

    ``weight`` is that of its type, > 0 cooperative, < 0 conflictual.
    """

    day: date
    by: str
    to: str
    weight: float
    type: str
    issue: str | None
    event: str
    mutual: bool
    reviewed: bool

    @property
    def pair(self) -> tuple[str, str]:
        """The two, by code."""
        return (self.by, self.to) if self.by < self.to else (self.to, self.by)


@dataclass(frozen=True, slots=True)
class Moves:
    """Moves by day, then event, then parties; and how many events stand on no day."""

    rows: tuple[Move, ...]
    undated: int
    longer: int


def moves(events: Iterable[Known], actors: Iterable[str] | None = None) -> Moves:
    """Return the acts that passed between actors.

    Parameters
    ----------
    events
        What is known.
    actors
        Codes of the actors looked at; ``None`` for everybody.

    Returns
    -------
    Moves
        Only what took place, as for :func:`detente.ledger.ties.ties`, of a type that weighs something.

    Notes
    -----
    An act of several toward several is a move of each toward each. One without a target is mutual among its
    actors, and so is what two do to each other in one act. A move stands on the first day of its event as
    the deciding claim has it, or else the next claim that is known to the day (:data:`LONGEST`,
    :data:`LONGEST_ROW`); an event without such a claim stands on no day and is only counted.
    """
    among = None if actors is None else frozenset(actors)
    rows: list[Move] = []
    undated = longer = 0
    for known in events:
        lead = known.lead
        weight = WEIGHTS.get(lead.type)
        if weight is None or not took_place(lead):
            continue
        pairs = [one for one in directed(lead) if among is None or (one[0] in among and one[1] in among)]
        if not pairs:
            continue
        day = day_of(known)
        if day is not None:
            event, reviewed = known.event.id, known.reviewed > 0
            rows += [
                Move(day, by, to, weight, lead.type, lead.issue, event, mutual, reviewed)
                for by, to, mutual in pairs
            ]
        elif any(claim.date_from for claim in known.claims):
            longer += 1
        else:
            undated += 1
    ordered = in_order(rows, attrgetter("day"), attrgetter("event", "by", "to"))
    return Moves(tuple(ordered), undated, longer)


def day_of(known: Known) -> date | None:
    """Return the day an event began, ``None`` when no claim knows it to the day."""
    for claim in known.claims:
        if claim.date_from is not None:
            longest = LONGEST_ROW if claim.document in known.imported else LONGEST
            if claim.date_to is None or (claim.date_to - claim.date_from).days < longest:
                return claim.date_from
    return None


def directed(claim: Claim) -> list[tuple[str, str, bool]]:
    """Return who acts toward whom, and whether it is mutual; each pair of two once."""
    if len(claim.actor) + len(claim.target) > MOST_PARTIES:
        return []
    if len(claim.actor) == len(claim.target) == 1:
        return [(*claim.actor, *claim.target, False)] if claim.actor != claim.target else []
    if not claim.target:
        return [(a, b, True) for a, b in combinations(sorted(set(claim.actor)), 2)]
    one_way = {(a, b) for a in claim.actor for b in claim.target if a != b}
    return sorted((a, b, (b, a) in one_way) for a, b in one_way if a < b or (b, a) not in one_way)


def busiest(rows: Sequence[Move]) -> tuple[str, ...]:
    """Return the actors with the most moves, at most :data:`BUSIEST` of them, by code."""
    seen = Counter(code for move in rows for code in (move.by, move.to))
    return tuple(sorted(sorted(seen, key=lambda code: (-seen[code], code))[:BUSIEST]))


def by_pair(rows: Iterable[Move]) -> dict[tuple[str, str], list[Move]]:
    """Return the moves of each pair, the pair with the most first."""
    found: dict[tuple[str, str], list[Move]] = {}
    for move in rows:
        by, to = move.by, move.to
        found.setdefault((by, to) if by < to else (to, by), []).append(move)
    return dict(sorted(found.items(), key=lambda one: (-len(one[1]), one[1][0].day, one[0])))


def both_ways(rows: Iterable[Move]) -> dict[tuple[str, str], list[Move]]:
    """Return the moves by who acts toward whom; a mutual one stands under both."""
    found: dict[tuple[str, str], list[Move]] = {}
    for move in rows:
        found.setdefault((move.by, move.to), []).append(move)
        if move.mutual:
            found.setdefault((move.to, move.by), []).append(move)
    return found


def tally(rows: Iterable[Move]) -> tuple[int, int]:
    """Return how many cooperative and how many conflictual events there are among the moves."""
    events: Mapping[str, float] = {move.event: move.weight for move in rows}
    good = sum(weight > 0 for weight in events.values())
    return good, len(events) - good


def evidence(rows: Iterable[Move]) -> tuple[str, ...]:
    """Return the events of the moves in their order, each once."""
    return tuple(dict.fromkeys(move.event for move in rows))


def checked(rows: Iterable[Move]) -> int:
    """Return how many of the moves' events have a claim that a person reviewed."""
    return len({move.event for move in rows if move.reviewed})
