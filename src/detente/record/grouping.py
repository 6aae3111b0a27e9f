"""Gather claims into events: what several sentences, documents and imported rows say of one happening.

Grouping errs on the side of keeping apart: two events that are one can be seen and cited together, while
one event made of two misleads every count built on it. Nothing is merged away: an event is a list of claims,
and the claims stay as they were read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from detente.record.clusters import clusters_of, is_precise
from detente.record.copies import Fingerprint, copy_sets, fingerprint
from detente.record.naming import named
from detente.record.order import place_of
from detente.record.rows import RowIndex
from detente.record.sightings import Sighting, Told, part_of, parties_of, phase_of, sighting_of
from detente.record.types import Claim, Document, Event

RULES = "2"
"""Version of the rules below; events made by other rules are made again."""
NO_EVENT = frozenset({"STATEMENT", "ASSESSMENT"})
"""Types of claims that tell of no act and form no event, unless an imported row or a person says so."""


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
    3. Such a cluster joins an imported row of the same parties, polarity and issue
       (:class:`detente.record.rows.RowIndex`).
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
    everything = {claim.id: sighting_of(claim) for claim in claims}
    founding = {row.claims[0]: row for row in rows if row.claims and row.claims[0] in everything}
    parts: dict[str, list[Sighting]] = defaultdict(list)
    for claim in everything.values():
        if claim.id not in founding and claim.type not in NO_EVENT:
            parts[part_of(claim)].append(claim)

    members: dict[str | int, list[Sighting]] = {row.id: [everything[c]] for c, row in founding.items()}
    index = RowIndex((row.id, everything[claim]) for claim, row in founding.items())
    for part in parts.values():
        for row, found in groups_of_part(part, index):
            members.setdefault(len(members) if row is None else row, []).extend(found)

    ordered = [
        (key, sorted(found, key=lambda claim: place_of(claim, published))) for key, found in members.items()
    ]
    ordered.sort(key=lambda one: place_of(one[1][0], published))
    ids, former = named(
        [((key,) if isinstance(key, str) else (), [c.id for c in found]) for key, found in ordered],
        [(event.id, event.claims) for event in known],
        aliases or {},
    )
    by_row = {row.id: row for row in founding.values()}
    events = tuple(
        event_of(name, found, by_document, by_row.get(name))
        for name, (_, found) in zip(ids, ordered, strict=True)
    )
    return Grouping(events, former)


def groups_of_part(
    claims: Sequence[Sighting],
    rows: RowIndex,
    known: Callable[[Sighting], Fingerprint] = lambda claim: fingerprint(claim.quote),
) -> Iterator[tuple[str | None, list[Sighting]]]:
    """Yield the groups of read claims of one part, each with the id of the imported row it joins.

    Parameters
    ----------
    claims
        All read claims of which :func:`~detente.record.sightings.part_of` is the same, in any order.
    rows
        The imported rows of the part's block, perhaps with others.
    known
        The fingerprint of a claim's sentence, where it need not be taken anew.
    """
    home: dict[str, int] = {}
    groups: list[tuple[str | None, list[Sighting]]] = []
    for cluster in clusters_of(claim for claim in claims if is_precise(claim) and parties_of(claim)):
        home |= dict.fromkeys((claim.id for claim in cluster.claims), len(groups))
        groups.append((rows.joined_by(cluster), cast("list[Sighting]", list(cluster.claims))))
    kinds = {claim.id: _kind_of_copy(claim, claim.id in home) for claim in claims}
    wanted = {kinds[claim.id] for claim in claims if claim.id not in home}
    candidates = [claim for claim in claims if kinds[claim.id] in wanted]
    for copies in copy_sets(candidates, lambda c: kinds[c.id], lambda c: c.id not in home, known):
        homeless = [claim for claim in copies if claim.id not in home]
        if not homeless:
            continue
        homes = {home[claim.id] for claim in copies if claim.id in home}
        rows_ = {groups[number][0] for number in homes}
        if len(homes) == 1:
            groups[homes.pop()][1].extend(homeless)
        elif len(rows_) == 1 and None not in rows_:
            groups.append((rows_.pop(), homeless))
        else:
            # A copy of sentences that were dated apart says nothing about which of them it copies.
            groups.append((None, homeless))
    yield from groups


def founding_event(id_: str, claim: Told, text: str, source: str | None) -> Event:
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


def event_of(
    name: str, claims: Sequence[Told], documents: Mapping[str, Document], row: Event | None
) -> Event:
    """Return what an event says.

    Parameters
    ----------
    name
        The event's id.
    claims
        Its claims in the order of :func:`detente.record.order.place_of`.
    documents
        The documents they come from, by id; the texts are not needed.
    row
        The founding event of the imported row whose words it keeps, if there is one.
    """
    sources = [documents.get(claim.document) for claim in claims]
    outlets = dict.fromkeys(source.outlet for source in sources if source and source.outlet)
    first = claims[0]
    says: Told | Event = row or first
    when = row or next((claim for claim in claims if claim.date_from is not None), first)
    return Event(
        id=name,
        claims=tuple(claim.id for claim in claims),
        actor=says.actor,
        target=says.target,
        type=says.type,
        issue=row.issue if row else next((c.issue for c in claims if c.issue is not None), None),
        date_from=when.date_from,
        date_to=when.date_to,
        text=row.text if row else _clause(first),
        documents=len({claim.document for claim in claims}),
        source=row.source if row else "; ".join(outlets) or None,
    )


def _kind_of_copy(claim: Told, clustered: bool) -> tuple[object, ...]:
    # A period that could not be clustered must at least be the same: "this month" is not every month.
    period = None if clustered else (claim.date_from, claim.date_to)
    return (parties_of(claim), phase_of(claim), claim.type, period or (None, None))


def _clause(claim: Told) -> str:
    clause = claim.quote[claim.clause_start - claim.start : claim.clause_end - claim.start]
    return " ".join((clause.strip() or claim.quote).split())
