"""Which imported row a cluster of read claims speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from detente.record.clusters import Cluster, same_direction
from detente.record.sightings import Parties, Told, everybody, parties_of, phase_of

ROW_DAYS = 31
"""An imported row that lasts longer than this is a period, which reports of a day do not join."""
NEAR = 1
"""How many days a report may be off the row's."""

_Row = tuple[str, Told, Parties]


class RowIndex:
    """Finds the imported row that a cluster of read claims speaks of.

    Parameters
    ----------
    rows
        Ids of rows, each with its claim.

    Notes
    -----
    A cluster joins a row when parties, polarity and issue are the same, no one acts the other way round, and
    the days are at most :data:`NEAR` apart. Among several rows the same type decides, then the same phase,
    then the nearer day; if two still fit equally, it joins none.

    A cluster whose issue is not known joins the only row of its very day that has the same parties, polarity
    and type. Any other row with these parties and this polarity, that day or the days beside it, keeps it
    out: there would be no telling which of them it speaks of.
    """

    def __init__(self, rows: Iterable[tuple[str, Told]]) -> None:
        self._rows: dict[tuple[object, ...], list[_Row]] = defaultdict(list)
        for id_, claim in rows:
            parties = parties_of(claim)
            first, last = claim.date_from, claim.date_to
            if parties is None or first is None or last is None or (last - first).days >= ROW_DAYS:
                continue
            for n in range(-NEAR, (last - first).days + NEAR + 1):
                key = everybody(parties), claim.polarity, _day(first, n)
                self._rows[key].append((id_, claim, parties))

    def joined_by(self, cluster: Cluster) -> str | None:
        """Return the id of the only row that fits best, ``None`` when none does or several do."""
        if not self._rows:
            return None
        example = min(cluster.claims, key=lambda claim: claim.id)
        scores: dict[str, tuple[bool, bool, int]] = {}
        near: set[str] = set()
        for day, (id_, claim, others) in self._near(cluster, example):
            near.add(id_)
            if cluster.issue not in (None, claim.issue) or not same_direction((_parties(example), others)):
                continue
            score = claim.type != example.type, phase_of(claim) != phase_of(example), _gap(claim, day)
            scores[id_] = min(score, scores.get(id_, score))
        best = min(scores.values(), default=None)
        fitting = [row for row, score in scores.items() if score == best]
        if len(fitting) != 1 or best is None:
            return None
        if cluster.issue is None and (len(near) > 1 or best[0] or best[2]):
            return None
        return fitting[0]

    def _near(self, cluster: Cluster, example: Told) -> Iterator[tuple[date, _Row]]:
        parties = parties_of(example)
        if parties is None or example.polarity is None:
            return
        for n in range((cluster.last - cluster.first).days + 1):
            day = cluster.first + timedelta(days=n)
            for row in self._rows.get((everybody(parties), example.polarity, day), ()):
                yield day, row


def _parties(claim: Told) -> Parties:
    return parties_of(claim) or ((), ())


def _day(first: date, n: int) -> date | None:
    try:
        return first + timedelta(days=n)
    except OverflowError:  # the day before the first of all days
        return None


def _gap(claim: Told, day: date) -> int:
    if claim.date_from and day < claim.date_from:
        return (claim.date_from - day).days
    return (day - claim.date_to).days if claim.date_to and day > claim.date_to else 0
