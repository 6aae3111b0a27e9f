"""Who joined when, how the circle grew, and whose first meeting with a host came after whose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.ledger.dealings import Circle, Followed, Joined
from detente.ledger.moves import Move, evidence

FOLLOWING = 60
"""A first meeting counts as after another one when it comes at most so many days later."""


def joined(rows: Sequence[Move], pair: tuple[str, str] | None) -> tuple[Joined, ...]:
    """Return when each actor first dealt with anybody and with each principal, the earliest first.

    Parameters
    ----------
    rows
        Moves in order.
    pair
        The principals.
    """
    first: dict[str, Move] = {}
    partners: dict[tuple[str, str], Move] = {}
    for move in rows:
        for actor, other in ((move.by, move.to), (move.to, move.by)):
            first.setdefault(actor, move)
            partners.setdefault((actor, other), move)
    found = []
    for actor, move in first.items():
        firsts = [partners.get((actor, one)) for one in pair or ()]
        days = [one.day if one else None for one in firsts] or [None, None]
        events = evidence(one for one in (move, *firsts) if one)
        found.append(Joined(actor, move.day, days[0], days[1], events))
    return tuple(sorted(found, key=lambda row: (row.on, row.actor)))


def circle(rows: Iterable[Joined]) -> tuple[Circle, ...]:
    """Return how many actors were in the game, for the months in which some joined."""
    months: dict[str, list[str]] = {}
    for row in rows:
        months.setdefault(row.on.isoformat()[:7], []).append(row.actor)
    found, total = [], 0
    for month, actors in sorted(months.items()):
        total += len(actors)
        found.append(Circle(month, tuple(actors), total))
    return tuple(found)


def followed(rows: Iterable[Move], within: int = FOLLOWING) -> tuple[Followed, ...]:
    """Return who first met a host soon after somebody else first did.

    Parameters
    ----------
    rows
        Moves in order; meetings are those of type ``CONSULT``, such as visits and talks.
    within
        Days, > 0.

    Returns
    -------
    tuple of Followed
        For each first meeting of an actor with a host, the latest first meeting of another with the same host
        on an earlier day at most ``within`` days before; several of that day each have a row. By day.

    Notes
    -----
    Each actor is host to the others in turn. O(rows + meetings log meetings).
    """
    firsts: dict[str, dict[str, Move]] = {}
    for move in rows:
        if move.type == "CONSULT":
            firsts.setdefault(move.to, {}).setdefault(move.by, move)
            firsts.setdefault(move.by, {}).setdefault(move.to, move)
    found = []
    for host, guests in firsts.items():
        for guest, move in guests.items():
            earlier = {other: one for other, one in guests.items() if one.day < move.day}
            latest = max((one.day for one in earlier.values()), default=None)
            if latest is None or (move.day - latest).days > within:
                continue
            found += [
                Followed(
                    host, other, guest, latest, move.day, (move.day - latest).days, evidence((one, move))
                )
                for other, one in earlier.items()
                if one.day == latest
            ]
    return tuple(sorted(found, key=lambda row: (row.then_on, row.host, row.then, row.first)))
