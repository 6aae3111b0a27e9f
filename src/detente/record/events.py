"""Where the record keeps its events: made from the claims when asked for, and again when claims changed.

Events are kept up to date lazily. What changes claims counts the change in the same transaction; who asks for
events compares the count with the one the events were made from, and if need be makes and writes all of them
in one transaction. A program killed anywhere in between leaves events that are known to be out of date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from detente.record.clusters import is_precise
from detente.record.copies import fingerprint
from detente.record.corrections import former_ids
from detente.record.grouping import NO_EVENT, RULES, Grouping, founding_event, group
from detente.record.joining import Judged, judged, rejoined
from detente.record.naming import claim_founding
from detente.record.narrowing import enough
from detente.record.order import Key, place_of, publication_days
from detente.record.regrouping import Change, Difference, Memory, among, compose, difference
from detente.record.reviews import apply, latest
from detente.record.sightings import Sighting, Told, block_of, part_of, rows_part, sighting_of
from detente.record.tables import (
    ALIASES,
    CLAIM_COLUMNS,
    CLAIMS,
    DOCUMENTS,
    EVENT_CLAIMS,
    EVENT_COLUMNS,
    EVENTS,
    GONE_CLAIMS,
    GROUPED_CLAIMS,
    GROUPED_DOCUMENTS,
    IMPORTED_ROWS,
    SIGHTING_COLUMNS,
    STATE,
    claim_of,
    document_columns,
    document_of,
    event_of,
    event_row,
    insert_rows,
    sighting_from,
)
from detente.record.types import Document, Event, Review

_BATCH = 1000
_AT_ONCE = 20_000
"""How many claims are grouped at a time where blocks have nothing to do with each other."""

Placed = tuple[Key, Event]


@dataclass(slots=True)
class Book:
    """The events as written, kept in memory with where each stands in the order.

    ``changes`` is the state of the record they were made from.
    """

    changes: int
    placed: list[Placed]
    aliases: dict[str, str]
    memory: Memory = field(default_factory=dict)

    def grouping(self) -> Grouping:
        """Return the events and former ids."""
        return Grouping(tuple(event for _, event in self.placed), self.aliases)

    def after(self, changed: Difference, changes: int) -> Book:
        """Return the book after a difference."""
        kept = [one for one in self.placed if one[1].id not in changed.former]
        kept += changed.events
        # Almost in order already, which sorting makes use of.
        kept.sort(key=itemgetter(0))
        aliases = {old: new for old, new in self.aliases.items() if new not in changed.former}
        return Book(changes, kept, dict(sorted({**aliases, **changed.aliases}.items())))


def is_stale(connection: Connection) -> bool:
    """Whether claims have changed, or the rules of grouping, since the events were made."""
    changes, made_from = connection.execute(select(STATE.c.changes, STATE.c.grouped)).one()
    return bool(made_from != _made_from(changes))


def made_at(connection: Connection) -> int | None:
    """Return how often the claims had changed when the events as written were made, if they ever were."""
    made_from = connection.execute(select(STATE.c.grouped)).scalar_one()
    return int(made_from.partition(":")[2]) if made_from else None


def changes_of(connection: Connection) -> int:
    """Return how often the claims have changed."""
    return int(connection.execute(select(STATE.c.changes)).scalar_one())


def regroup(connection: Connection) -> tuple[Difference, ...]:
    """Make anew the events that a change can have touched, and write them.

    Returns
    -------
    tuple of Difference
        How the events differ, none when another program has just done so.

    Notes
    -----
    Memory grows with the largest block of claims on the same parties, not with the record, unless claims
    were read anew.
    """
    if not is_stale(connection):
        return ()
    made_from = connection.execute(select(STATE.c.grouped)).scalar_one()
    if made_from is None or not made_from.startswith(f"{RULES}:"):
        for table in (GROUPED_DOCUMENTS, GROUPED_CLAIMS):
            connection.execute(delete(table))
    new = _take_in(connection)
    ids = _few_claims(connection, new)
    documents = {document.id: document for document in _documents_without_text(connection)}
    gone = {row.claim: (row.part, row.block) for row in connection.execute(select(GONE_CLAIMS))}
    became = former_ids(connection)
    made = []
    for parts in _portions(connection, new, gone, became):
        grown = not any(part in parts for part, _ in gone.values())
        grown = grown and all(part != rows_part(block) for part, block in parts.items())
        change = Change(
            enough=frozenset(enough(connection, parts, ids)) if grown and ids else None,
            parts=dict.fromkeys(part for part, block in parts.items() if part != rows_part(block)),
            blocks=set(parts.values()),
            is_new=lambda claim: claim.document in new,
            gone={claim: part for claim, (part, _) in gone.items() if part in parts},
            became=became,
        )
        made.append(difference(connection, change, documents))
        _write(connection, made[-1])
    connection.execute(delete(GONE_CLAIMS))
    if made_from is None:
        # Events of claims that went before the record knew which.
        alive = select(EVENT_CLAIMS.c.event).join(CLAIMS, CLAIMS.c.id == EVENT_CLAIMS.c.claim)
        connection.execute(delete(EVENTS).where(EVENTS.c.id.not_in(alive)))
    changes = changes_of(connection)
    connection.execute(update(STATE).values(grouped=_made_from(changes)))
    return tuple(made)


def grouped(connection: Connection, reviews: Iterable[Review] = ()) -> Grouping:
    """Make all the events from scratch without writing, as people left the claims."""
    decided = tuple(reviews)
    read = map(claim_of, connection.execute(select(*CLAIM_COLUMNS)))
    claims = {row.claim.id: row.claim for row in apply(read, decided) if not row.rejected}
    documents = tuple(_documents_without_text(connection))
    rows = tuple(_founding(connection, claims))
    made = group(
        claims.values(),
        documents,
        rows=rows,
        known=tuple(stored(connection)),
        aliases=stored_aliases(connection),
    )
    published = publication_days(documents)
    book = Book(0, [(place_of(claims[e.claims[0]], published), e) for e in made.events], dict(made.aliases))
    by_id = {document.id: document for document in documents}
    sightings = {claim.id: sighting_of(claim) for claim in claims.values()}
    return _rejoined(book, judged(decided), sightings, by_id, rows).grouping()


def reviewed(connection: Connection, book: Book, reviews: Iterable[Review]) -> Grouping:
    """Return the events as people left the claims, from the events as read.

    Only the parts that edits and rejections touch are grouped anew, and of these only such as have not
    been grouped with the same decisions before.
    """
    decided = tuple(reviews)
    standing = {id_: r for id_, r in latest(decided).items() if r.decision in ("edit", "reject")}
    documents = {document.id: document for document in _documents_without_text(connection)}
    pairs = judged(decided)
    now = book
    replaced: dict[str, Sighting | None] = {}
    if standing:
        read = (
            claim_of(r)
            for r in connection.execute(select(*CLAIM_COLUMNS).where(CLAIMS.c.id.in_(among(standing))))
        )
        replaced = {
            row.claim.id: None if row.rejected else sighting_of(row.claim) for row in apply(read, decided)
        }
        change = _change(connection, replaced)
        now = book.after(difference(connection, change, documents, book.memory), book.changes)
    if pairs.claims:
        holder = {claim: event for _, event in now.placed for claim in event.claims}
        wanted = {c for id_ in pairs.claims for c in (holder[id_].claims if id_ in holder else (id_,))}
        rows = select(*SIGHTING_COLUMNS).where(CLAIMS.c.id.in_(among(wanted)))
        read_ = {row[0]: sighting_from(row) for row in connection.execute(rows)}
        claims = {id_: now_ for id_, claim in read_.items() if (now_ := replaced.get(id_, claim))}
        now = _rejoined(now, pairs, claims, documents, tuple(_founding(connection, claims)))
    return now.grouping()


def _rejoined(
    book: Book,
    pairs: Judged,
    claims: Mapping[str, Sighting],
    documents: Mapping[str, Document],
    rows: Iterable[Event],
) -> Book:
    if not pairs.claims:
        return book
    by_id = {row.id: row for row in rows}
    touched = {id_ for id_ in pairs.claims if id_ in claims}
    events = [event for _, event in book.placed if not touched.isdisjoint(event.claims)]
    groups, changed = rejoined(events, pairs, claims, {row.claims[0]: id_ for id_, row in by_id.items()})
    published = publication_days(documents.values())
    places = {id_: place_of(claims[id_], published) for _, found in groups for id_ in found}
    known = {event.id: event.claims for event in changed}
    made = compose(
        [
            (
                tuple(sorted(some, key=lambda row: places[by_id[row].claims[0]])),
                [claims[id_] for id_ in found],
            )
            for some, found in groups
        ],
        known,
        places,
        documents,
        by_id,
        {old: new for old, new in book.aliases.items() if new in known},
        {event.id for _, event in book.placed} | book.aliases.keys(),
    )
    return book.after(made, book.changes)


def stored(connection: Connection) -> Iterator[Event]:
    """Yield the events as written, earliest report first."""
    members: dict[str, list[str]] = {}
    links = select(EVENT_CLAIMS).order_by(EVENT_CLAIMS.c.event, EVENT_CLAIMS.c.position)
    for event, _, claim in connection.execute(links).all():
        members.setdefault(event, []).append(claim)
    for row in connection.execute(_EVENTS_IN_ORDER.execution_options(yield_per=_BATCH)):
        yield event_of(row[:-4], tuple(members.get(row[0], ())))


def opened(connection: Connection) -> Book:
    """Return the events as written, to be kept in memory."""
    members: dict[str, list[str]] = defaultdict(list)
    links = select(EVENT_CLAIMS).order_by(EVENT_CLAIMS.c.event, EVENT_CLAIMS.c.position)
    for event, _, claim in connection.execute(links).all():
        members[event].append(claim)
    placed = []
    for row in connection.execute(_EVENTS_IN_ORDER).all():
        event = event_of(row[:-4], tuple(members[row[0]]))
        placed.append((_place(row[-4:], event.claims[0]), event))
    return Book(changes_of(connection), placed, stored_aliases(connection))


def stored_aliases(connection: Connection) -> dict[str, str]:
    """Return the former ids as written."""
    rows = connection.execute(select(ALIASES.c.alias, ALIASES.c.event).order_by(ALIASES.c.alias))
    return {row.alias: row.event for row in rows}


def lookup(connection: Connection, id_: str) -> Event | None:
    """Return the written event that an id, past or present, stands for."""
    row = connection.execute(select(*EVENT_COLUMNS).where(EVENTS.c.id == id_)).one_or_none()
    if row is not None:
        links = select(EVENT_CLAIMS.c.claim).where(EVENT_CLAIMS.c.event == id_)
        claims = connection.execute(links.order_by(EVENT_CLAIMS.c.position)).scalars()
        return event_of(row, tuple(claims))
    former = select(ALIASES.c.event).where(ALIASES.c.alias == id_)
    holder = select(EVENT_CLAIMS.c.event).where(EVENT_CLAIMS.c.claim == claim_founding(id_))
    founding = claim_founding(id_)
    became = former_ids(connection).get(founding or "") if founding else None
    moved = select(EVENT_CLAIMS.c.event).where(EVENT_CLAIMS.c.claim == became)
    for statement in (former, holder, moved):
        now = connection.execute(statement).scalar_one_or_none()
        if now is not None:
            return lookup(connection, now)
    return None


def find(grouping: Grouping, id_: str) -> Event | None:
    """Return the event of a grouping that an id, past or present, stands for."""
    by_id = {event.id: event for event in grouping.events}
    holder = {claim: event for event in grouping.events for claim in event.claims}
    alias = by_id.get(grouping.aliases.get(id_, ""))
    return by_id.get(id_) or alias or holder.get(claim_founding(id_) or "")


def _made_from(changes: int) -> str:
    return f"{RULES}:{changes}"


def _documents_without_text(connection: Connection) -> Iterator[Document]:
    yield from map(document_of, connection.execute(select(*document_columns(text=False))))


def _founding(connection: Connection, claims: Mapping[str, Told]) -> Iterator[Event]:
    wanted = select(IMPORTED_ROWS).where(IMPORTED_ROWS.c.claim.in_(among(claims)))
    for row in connection.execute(wanted):
        yield founding_event(row.id, claims[row.claim], row.text, row.source)


def _change(connection: Connection, replaced: Mapping[str, Sighting | None]) -> Change:
    """Return which parts are touched when claims are taken for others."""
    marks: dict[str, list[object]] = defaultdict(list)
    blocks: dict[str, list[object]] = defaultdict(list)
    of_part: dict[str, str] = {}
    kept = select(GROUPED_CLAIMS.c.claim, GROUPED_CLAIMS.c.part, GROUPED_CLAIMS.c.block)
    was = {
        claim: (part, block)
        for claim, part, block in connection.execute(kept.where(GROUPED_CLAIMS.c.claim.in_(among(replaced))))
    }
    for id_, now in sorted(replaced.items()):
        places = {was[id_]} if id_ in was else set()
        if id_ in was and was[id_][0] == rows_part(was[id_][1]):
            places |= {(rows_part(block_of(now)), block_of(now))} if now else set()
            for _, block in places:
                blocks[block].append((id_, now))
            continue
        places |= {(part_of(now), block_of(now))} if now else set()
        for part, block in places:
            of_part[part] = block
            marks[part].append((id_, now))
    for part, block in _parts_of_blocks(connection, blocks):
        of_part[part] = block
    parts = {part: (*marks.get(part, ()), *blocks.get(block, ())) for part, block in of_part.items()}
    return Change(
        parts=parts,
        blocks={*of_part.values(), *blocks},
        is_new=lambda claim: claim.id in replaced,
        gone={id_: was[id_][0] for id_, now in replaced.items() if now is None and id_ in was},
        replaced=replaced,
    )


def _parts_of_blocks(connection: Connection, blocks: Iterable[str]) -> Iterator[tuple[str, str]]:
    columns = GROUPED_CLAIMS.c.part, GROUPED_CLAIMS.c.block
    found = select(*columns).distinct().where(GROUPED_CLAIMS.c.block.in_(among(blocks)))
    for part, block in connection.execute(found):
        if part != rows_part(block):
            yield part, block


def _take_in(connection: Connection) -> frozenset[str]:
    """Write down what the claims of new documents are grouped by; return those documents."""
    known = select(GROUPED_DOCUMENTS.c.document)
    new = [*connection.execute(select(DOCUMENTS.c.id).where(DOCUMENTS.c.id.not_in(known))).scalars()]
    columns = (*SIGHTING_COLUMNS, IMPORTED_ROWS.c.id)
    claims = select(*columns).select_from(CLAIMS)
    claims = claims.outerjoin(IMPORTED_ROWS, IMPORTED_ROWS.c.claim == CLAIMS.c.id)
    for document in new:
        found = connection.execute(claims.where(CLAIMS.c.document == document))
        while batch := found.fetchmany(_BATCH):
            rows = [row for claim in batch for row in _taken_in(sighting_from(claim), claim[-1] is not None)]
            if rows:
                insert_rows(connection, tuple(GROUPED_CLAIMS.c), rows)
        connection.execute(insert(GROUPED_DOCUMENTS), {"document": document})
    return frozenset(new)


def _few_claims(connection: Connection, documents: frozenset[str]) -> frozenset[str]:
    """Return the claims of new documents, none where they are not few among all."""
    of_new = select(CLAIMS.c.id).where(CLAIMS.c.document.in_(among(documents)))
    ids = frozenset(connection.execute(of_new.limit(_AT_ONCE)).scalars())
    everything = connection.execute(select(func.count()).select_from(GROUPED_CLAIMS)).scalar_one()
    return ids if len(ids) < min(_AT_ONCE, everything / 4) else frozenset()


def _taken_in(claim: Sighting, is_row: bool) -> Iterator[tuple[Any, ...]]:
    block = block_of(claim)
    if is_row:
        yield claim.id, rows_part(block), block, None, None, b""
    elif claim.type not in NO_EVENT:
        first, last = claim.date_from, claim.date_to
        days = (first.toordinal(), last.toordinal()) if first and last and is_precise(claim) else (None, None)
        yield claim.id, part_of(claim), block, *days, fingerprint(claim.quote).packed()


def _portions(
    connection: Connection,
    new: frozenset[str],
    gone: Mapping[str, tuple[str, str]],
    became: Mapping[str, str],
) -> Iterator[dict[str, str]]:
    """Yield the changed parts with their blocks, as many at a time as can be held in memory."""
    columns = GROUPED_CLAIMS.c.part, GROUPED_CLAIMS.c.block
    fresh = select(*columns).distinct().join(CLAIMS, CLAIMS.c.id == GROUPED_CLAIMS.c.claim)
    rows_of_new = connection.execute(fresh.where(CLAIMS.c.document.in_(among(new))))
    found = {row.part: row.block for row in rows_of_new}
    heirs = {*gone, *(became[claim] for claim in gone if claim in became)}
    again = select(GROUPED_CLAIMS.c.block).where(GROUPED_CLAIMS.c.claim.in_(among(heirs)))
    # A claim that was read anew may have gone from one block to another, and its event with it.
    linked = {*connection.execute(again).scalars()} | {block for _, block in gone.values()}
    found |= dict(gone.values())
    rows = {block for part, block in found.items() if part == rows_part(block)}
    found |= dict(_parts_of_blocks(connection, rows))
    counted = select(GROUPED_CLAIMS.c.part, func.count()).where(GROUPED_CLAIMS.c.part.in_(among(found)))
    sizes = {row[0]: row[1] for row in connection.execute(counted.group_by(GROUPED_CLAIMS.c.part))}
    by_block: dict[str, dict[str, str]] = defaultdict(dict)
    for part, block in sorted(found.items()):
        by_block["" if block in linked else block][part] = block
    portion: dict[str, str] = {}
    held = 0
    for parts in by_block.values():
        size = sum(sizes.get(part, 0) for part in parts)
        if portion and held + size > _AT_ONCE:
            yield portion
            portion, held = {}, 0
        portion |= parts
        held += size
    if portion:
        yield portion


def _write(connection: Connection, made: Difference) -> None:
    if made.former:
        connection.execute(delete(EVENTS).where(EVENTS.c.id.in_(among(made.former))))
    events = [event for _, event in made.events]
    claims = ((event.id, position, claim) for event in events for position, claim in enumerate(event.claims))
    insert_rows(connection, EVENT_COLUMNS, map(event_row, events))
    insert_rows(connection, tuple(EVENT_CLAIMS.c), claims)
    insert_rows(connection, tuple(ALIASES.c), made.aliases.items())


def _place(row: Sequence[Any], claim: str) -> Key:
    published, document, start, clause_start = row
    day = date.fromisoformat(published) if published else None
    return (day is None, day or date.max, document, start, clause_start, claim)


_EVENTS_IN_ORDER = (
    select(*EVENT_COLUMNS, DOCUMENTS.c.published, DOCUMENTS.c.id, CLAIMS.c.quote_start, CLAIMS.c.clause_start)
    .select_from(EVENTS)
    .outerjoin(EVENT_CLAIMS, and_(EVENT_CLAIMS.c.event == EVENTS.c.id, EVENT_CLAIMS.c.position == 0))
    .outerjoin(CLAIMS, CLAIMS.c.id == EVENT_CLAIMS.c.claim)
    .outerjoin(DOCUMENTS, DOCUMENTS.c.id == CLAIMS.c.document)
    .order_by(
        DOCUMENTS.c.published.is_(None),
        DOCUMENTS.c.published,
        DOCUMENTS.c.id,
        CLAIMS.c.quote_start,
        CLAIMS.c.clause_start,
        CLAIMS.c.id,
    )
)
