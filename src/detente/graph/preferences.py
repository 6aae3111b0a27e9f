"""Preferences that no ranking can say: relations that leave pairs open or go round in circles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import Fault, LimitExceeded
from detente.graph.arcs import read_only

MAX_COMPARED = 4096
"""States that a relation of preference compares at most: one byte a pair, 16 MB an actor."""

Relation = NDArray[np.bool_]
"""``bool[S, S]``: is the state of the row strictly preferred to the state of the column?"""


def relations(
    better: Sequence[Relation | None], actors: Sequence[str], states: int, faults: list[Fault]
) -> tuple[Relation | None, ...] | None:
    """Return one relation or ``None`` for each actor as read-only arrays, or add to the faults why not.

    Where no actor has a relation there is nothing to keep: ``None``.

    Raises
    ------
    LimitExceeded
        When there are more than 4,096 states to compare.
    """
    if all(relation is None for relation in better):
        return None
    if states > MAX_COMPARED:
        raise LimitExceeded(
            Fault(
                "D518",
                f"{states:,} states, preferences by pairs compare {MAX_COMPARED:,} at most",
                "rank the states, or rule some out",
            )
        )
    if len(better) != len(actors):
        faults.append(Fault("D517", f"{len(better)} relations of preference for {len(actors)} actors"))
        return None
    kept = []
    for actor, relation in zip(actors, better, strict=True):
        found = None if relation is None else np.asarray(relation)
        if found is not None:
            faults += [Fault("D517", f"{actor}: {why}") for why in _wrong(found, states)]
            found = read_only(found)
        kept.append(found)
    return tuple(kept)


def _wrong(relation: NDArray[Any], states: int) -> Iterable[str]:
    if relation.dtype != np.bool_ or relation.shape != (states, states):
        yield (
            f"a relation of preference has shape {relation.shape} and type {relation.dtype}, "
            f"expected {(states, states)} and bool"
        )
    elif (both := relation & relation.T).any():
        s, t = (int(place[0]) for place in np.nonzero(both))
        yield f"state {s} is better than itself" if s == t else f"states {s} and {t} are each better"


def from_pairs(pairs: Iterable[tuple[int, int]], states: int) -> Relation:
    """Return the relation in which the first state of every pair is preferred to the second, and no more.

    Examples
    --------
    >>> from_pairs([(0, 1), (1, 2), (2, 0)], 3).sum()
    np.int64(3)
    """
    relation = np.zeros((states, states), bool)
    for preferred, other in pairs:
        relation[preferred, other] = True
    return relation


def levels(ranks: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return ranks ``int32[S]`` numbered through from 0: how many different ranks lie below each.

    Notes
    -----
    O(S) time where the ranks lie close together, O(S log S) otherwise.

    Examples
    --------
    >>> levels(np.array([7, -2, 7, 5], np.int32))
    array([2, 0, 2, 1], dtype=int32)
    """
    low, high = (int(ranks.min()), int(ranks.max())) if len(ranks) else (0, -1)
    if high - low > 4 * len(ranks):
        return np.unique(ranks, return_inverse=True)[1].astype(np.int32)
    above = ranks if low == 0 else ranks - np.int32(low)
    met = np.zeros(high - low + 1, bool)
    met[above] = True
    if met.all():
        return above
    return (np.cumsum(met, dtype=np.int32) - np.int32(1))[above]
