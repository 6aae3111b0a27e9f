"""Which dated claims speak of the same thing: same parties, same kind of act, a day in common.

A *cluster* is a set of claims that all share a day, so no chain of overlapping ranges can tie the first
of March to the first of April.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from detente.record.sightings import (
    NEIGHBOURS,
    Parties,
    Told,
    everybody,
    parties_of,
    phase_of,
)
from detente.record.types import AUTHOR, UNNAMED

PRECISE_DAYS = 7
"""A range of at most this many days says when something happened; a longer one ("in 2018") does not."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Claims that share every day from ``first`` to ``last``.

    ``issue`` and ``account`` are what all of them say or leave open; ``account`` is the named speaker whose
    telling of a promise, demand or threat this is, ``None`` for deeds and for what no named speaker says.
    """

    claims: tuple[Told, ...]
    first: date
    last: date
    issue: str | None
    account: str | None


def is_mutual(parties: Parties) -> bool:
    """Whether several act together on nobody in particular."""
    return len(parties[0]) > 1 and not parties[1]


def same_direction(some: Iterable[Parties]) -> bool:
    """Whether nobody acts the other way round: the same parties, directed alike or mutual."""
    return len({parties for parties in some if not is_mutual(parties)}) <= 1


def is_precise(claim: Told) -> bool:
    """Whether the claim says to within a week when it happened."""
    if claim.date_from is None or claim.date_to is None:
        return False
    return (claim.date_to - claim.date_from).days < PRECISE_DAYS


def clusters_of(claims: Iterable[Told]) -> Iterator[Cluster]:
    """Put precisely dated claims together.

    Parameters
    ----------
    claims
        Claims for which :func:`is_precise` holds, in any order.

    Notes
    -----
    1. Claims are divided by parties, phase, type, issue and account, and each part is cut into clusters
       that share a day (earliest end first, the classic stabbing of intervals).
    2. A cluster that leaves issue or account open joins the one cluster that fills it in, when exactly one
       such cluster shares a day with it.
    3. AGREE, CONCEDE and CONSULT are taken for one another when parties, phase, issue and the single day
       are the same and different documents say so: one writer's agreement is the other's concession.

    O(n log n) in the number of claims.
    """
    parts: dict[tuple[Parties | None, str, str], list[Told]] = defaultdict(list)
    for claim in claims:
        parts[parties_of(claim), phase_of(claim), claim.type].append(claim)
    neighbours: dict[tuple[object, ...], list[Cluster]] = defaultdict(list)
    for (parties, phase, kind), members in parts.items():
        for cluster in _filled_in(_cut(members)):
            if parties and kind in NEIGHBOURS and cluster.issue is not None and cluster.first == cluster.last:
                key = everybody(parties), phase, cluster.issue, cluster.account, cluster.first
                neighbours[key].append(cluster)
            else:
                yield cluster
    for found in neighbours.values():
        yield from _neighbours_joined(found)


def overlapping(one: Told, other: Told) -> bool:
    """Whether two dated claims share a day."""
    return _first(one) <= _last(other) and _first(other) <= _last(one)


def account_of(claim: Told) -> str | None:
    """Return the named speaker whose telling of a promise, demand or threat this is."""
    if phase_of(claim) in ("done", "supposed") or claim.attribution in (AUTHOR, UNNAMED):
        return None
    return claim.attribution.casefold()


def _cut(claims: Iterable[Told]) -> list[Cluster]:
    parts: dict[tuple[str | None, str | None], list[Told]] = defaultdict(list)
    for claim in claims:
        parts[claim.issue, account_of(claim)].append(claim)
    return [
        Cluster(members, first, last, issue, account)
        for (issue, account), part in parts.items()
        for members, first, last in _sharing_a_day(part)
    ]


def _sharing_a_day(claims: list[Told]) -> Iterator[tuple[tuple[Told, ...], date, date]]:
    ranges = sorted((_last(c), _first(c), c.id, c) for c in claims)
    members: list[Told] = []
    first = last = date.min
    for end, start, _, claim in ranges:
        if members and start <= last:
            members.append(claim)
            first = max(first, start)
            continue
        if members:
            yield tuple(members), first, last
        members, first, last = [claim], start, end
    if members:
        yield tuple(members), first, last


def _filled_in(clusters: list[Cluster]) -> list[Cluster]:
    """Step 2: let clusters that leave something open join the only one that fills it in."""
    if all(c.issue is not None for c in clusters) and len({c.account for c in clusters}) == 1:
        return clusters
    on_day: dict[date, list[int]] = defaultdict(list)
    for number, cluster in enumerate(clusters):
        for day in _days(cluster):
            on_day[day].append(number)
    home = list(range(len(clusters)))
    for number in sorted(range(len(clusters)), key=lambda n: -_said(clusters[n])):
        near = {other for day in _days(clusters[number]) for other in on_day[day]}
        homes = {home[other] for other in near if _fills_in(clusters[other], clusters[number])}
        if len(homes) == 1:
            home[number] = homes.pop()
    joined: dict[int, list[Told]] = defaultdict(list)
    for number, cluster in enumerate(clusters):
        joined[home[number]] += cluster.claims
    return [
        Cluster(tuple(joined[n]), c.first, c.last, c.issue, c.account)
        for n, c in enumerate(clusters)
        if n in joined
    ]


def _said(cluster: Cluster) -> int:
    return (cluster.issue is not None) + (cluster.account is not None)


def _fills_in(full: Cluster, open_: Cluster) -> bool:
    return (
        _said(full) > _said(open_)
        and open_.issue in (None, full.issue)
        and open_.account in (None, full.account)
    )


def _neighbours_joined(clusters: list[Cluster]) -> Iterator[Cluster]:
    """Step 3; a document that tells of two acts apart keeps all of them apart."""
    documents = [{claim.document for claim in cluster.claims} for cluster in clusters]
    alone = sum(map(len, documents)) == len(set().union(*documents))
    if alone and same_direction(p for c in clusters if (p := parties_of(c.claims[0]))):
        one = clusters[0]
        claims = tuple(claim for cluster in clusters for claim in cluster.claims)
        yield Cluster(claims, one.first, one.last, one.issue, one.account)
    else:
        yield from clusters


def _days(cluster: Cluster) -> Iterator[date]:
    for n in range((cluster.last - cluster.first).days + 1):
        yield cluster.first + timedelta(days=n)


def _first(claim: Told) -> date:
    return claim.date_from or date.min


def _last(claim: Told) -> date:
    return claim.date_to or date.max
