"""Gather claims into events: what several sentences, documents and imported rows say of one happening.

Grouping errs on the side of keeping apart: two events that are one can be seen and cited together, while
one event made of two misleads every count built on it. Nothing is merged away: an event is a list of claims,
and the claims stay as they were read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from detente.record.clusters import (
    Cluster,
    Parties,
    clusters_of,
    everybody,
    is_precise,
    parties_of,
    phase_of,
    same_direction,
)
from detente.record.copies import copy_sets
from detente.record.naming import named
from detente.record.order import place_of
from detente.record.types import Claim, Document, Event

RULES = "1"
"""Version of the rules below; events made by other rules are made again."""
NO_EVENT = frozenset({"STATEMENT", "ASSESSMENT"})
"""Types of claims that tell of no act and so form no event, unless an imported row says they do."""
ROW_DAYS = 31
"""An imported row that lasts longer than this is a period, which reports of a day do not join."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Events, earliest report first, and what former event ids stand for."""

    events: tuple[Event, ...]
    aliases: Mapping[str, str] = field(default_factory=dict)


def group(
    claims: Iterable[Claim],
    documents: Iterable[Document],
    *,
    rows: Iterable[Event] = (),
    known: Iterable[Event] = (),
    aliases: Mapping[str, str] | None = None,
) -> Grouping:
    """Gather claims into events.

    Parameters
    ----------
    claims
        Claims in any order; the result does not depend on it.
    documents
        The documents they come from; only day of publication, outlet and name are looked at.
    rows
        The founding event of every imported row, with the row's id and its one claim.
    known
        The events as they were before; they keep their ids as :func:`detente.record.naming.named` says.
    aliases
        Former ids as they were before.

    Returns
    -------
    Grouping
        Every claim is in at most one event; claims of a type in :data:`NO_EVENT` are in none unless
        an imported row says so.

    Notes
    -----
    1. Every imported row is an event of its own; rows never join one another, so two accounts of one
       summit stay two accounts.
    2. Claims dated to within a week join when they share parties (mutual acts undirected), kind of act, a
       day, and do not contradict each other on the issue or on whose account it is
       (:func:`detente.record.clusters.clusters_of`).
    3. Such a cluster joins an imported row when parties, polarity and issue are the same, no one acts the
       other way round, and the days are at most one apart. Among several rows the same type decides, then
       the same phase, then the nearer day; if two still fit equally, it joins none.
    4. Claims without a precise day join only as copies, nearly word for word
       (:func:`detente.record.copies.copy_sets`), of one another or of a dated claim's sentence.

    An event says what its earliest report says, and where that leaves issue or day open, what the next one
    says. O(n log n) in the number of claims, apart from comparing sentences that share word sequences.

    Examples
    --------
    >>> group([], [])
    Grouping(events=(), aliases={})
    """
    by_document = {document.id: document for document in documents}
    published = {document.id: document.published for document in by_document.values()}
    everything = {claim.id: claim for claim in claims}
    founding = {row.claims[0]: row for row in rows if row.claims and row.claims[0] in everything}
    read = [c for c in everything.values() if c.id not in founding and c.type not in NO_EVENT]

    members: dict[str | int, list[Claim]] = {row.id: [everything[c]] for c, row in founding.items()}
    choose = _RowIndex(founding.values(), everything)
    for key, found in _read_groups(read, choose):
        members.setdefault(key, []).extend(found)

    ordered = {
        key: sorted(found, key=lambda claim: place_of(claim, published)) for key, found in members.items()
    }
    by_row = {row.id: row for row in founding.values()}
    keys = sorted(ordered, key=lambda key: place_of(ordered[key][0], published))
    ids, former = named(
        [(key if isinstance(key, str) else None, [c.id for c in ordered[key]]) for key in keys],
        known,
        aliases or {},
    )
    events = tuple(
        _event(name, ordered[key], by_document, by_row.get(name)) for name, key in zip(ids, keys, strict=True)
    )
    return Grouping(events, former)


def founding_event(id_: str, claim: Claim, text: str, source: str | None) -> Event:
    """Return the event that an imported row founds: the row's id, words and source, and its claim."""
    return Event(
        id_,
        (claim.id,),
        claim.actor,
        claim.target,
        claim.type,
        claim.issue,
        claim.date_from,
        claim.date_to,
        text,
        1,
        source,
    )


def _read_groups(claims: list[Claim], rows: _RowIndex) -> Iterator[tuple[str | int, list[Claim]]]:
    """Yield groups of read claims with the imported row they join, or a number of their own."""
    home: dict[str, str | int] = {}
    clusters = list(clusters_of(claim for claim in claims if is_precise(claim) and parties_of(claim)))
    for number, cluster in enumerate(clusters):
        key = rows.joined_by(cluster)
        home |= dict.fromkeys((claim.id for claim in cluster.claims), number if key is None else key)
        yield (number if key is None else key), list(cluster.claims)
    kinds = {claim.id: _kind_of_copy(claim, claim.id in home) for claim in claims}
    wanted = {kinds[claim.id] for claim in claims if claim.id not in home}
    number = len(clusters)
    candidates = (claim for claim in claims if kinds[claim.id] in wanted)
    for copies in copy_sets(candidates, lambda c: kinds[c.id], lambda c: c.id not in home):
        homeless = [claim for claim in copies if claim.id not in home]
        homes = {home[claim.id] for claim in copies if claim.id in home}
        number += 1
        if homeless:
            # A copy of sentences that were dated apart says nothing about which of them it copies.
            yield (homes.pop() if len(homes) == 1 else number), homeless


def _kind_of_copy(claim: Claim, clustered: bool) -> tuple[object, ...]:
    # A period that could not be clustered must at least be the same: "this month" is not every month.
    period = None if clustered else (claim.date_from, claim.date_to)
    return (parties_of(claim), phase_of(claim), claim.type, period or (None, None))


class _RowIndex:
    """Finds the imported row that a cluster of read claims speaks of."""

    def __init__(self, rows: Iterable[Event], claims: Mapping[str, Claim]) -> None:
        self._rows: dict[tuple[object, ...], list[tuple[Event, Claim, Parties]]] = defaultdict(list)
        for row in rows:
            claim = claims[row.claims[0]]
            parties = parties_of(claim)
            first, last = claim.date_from, claim.date_to
            if parties is None or first is None or last is None or (last - first).days >= ROW_DAYS:
                continue
            for n in range(-1, (last - first).days + 2):
                key = (everybody(parties), claim.polarity, claim.issue, _day(first, n))
                self._rows[key].append((row, claim, parties))

    def joined_by(self, cluster: Cluster) -> str | None:
        """Return the id of the only row that fits best, ``None`` when none does or several do."""
        example = min(cluster.claims, key=lambda claim: claim.id)
        parties = parties_of(example)
        if parties is None or cluster.issue is None or example.polarity is None:
            return None
        scores: dict[str, tuple[bool, bool, int]] = {}
        for n in range((cluster.last - cluster.first).days + 1):
            day = cluster.first + timedelta(days=n)
            for row, claim, others in self._rows.get(
                (everybody(parties), example.polarity, cluster.issue, day), ()
            ):
                if same_direction((parties, others)):
                    kind, phase = claim.type != example.type, phase_of(claim) != phase_of(example)
                    score = (kind, phase, _gap(claim, day))
                    scores[row.id] = min(score, scores.get(row.id, score))
        best = min(scores.values(), default=None)
        fitting = [row for row, score in scores.items() if score == best]
        return fitting[0] if len(fitting) == 1 else None


def _day(first: date, n: int) -> date | None:
    try:
        return first + timedelta(days=n)
    except OverflowError:  # the day before the first of all days
        return None


def _gap(claim: Claim, day: date) -> int:
    if claim.date_from and day < claim.date_from:
        return (claim.date_from - day).days
    return (day - claim.date_to).days if claim.date_to and day > claim.date_to else 0


def _event(name: str, claims: list[Claim], documents: Mapping[str, Document], row: Event | None) -> Event:
    sources = [documents.get(claim.document) for claim in claims]
    outlets = dict.fromkeys(source.outlet for source in sources if source and source.outlet)
    first = claims[0]
    dated = next((claim for claim in claims if claim.date_from is not None), first)
    return Event(
        id=name,
        claims=tuple(claim.id for claim in claims),
        actor=row.actor if row else first.actor,
        target=row.target if row else first.target,
        type=row.type if row else first.type,
        issue=row.issue if row else next((c.issue for c in claims if c.issue is not None), None),
        date_from=row.date_from if row else dated.date_from,
        date_to=row.date_to if row else dated.date_to,
        text=row.text if row else _clause(first),
        documents=len({claim.document for claim in claims}),
        source=row.source if row else "; ".join(outlets) or None,
    )


def _clause(claim: Claim) -> str:
    clause = claim.quote[claim.clause_start - claim.start : claim.clause_end - claim.start]
    return " ".join((clause.strip() or claim.quote).split())
