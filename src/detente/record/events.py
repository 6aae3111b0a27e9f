"""Where the record keeps its events: made from the claims when asked for, and again when claims changed.

Events are kept up to date lazily. What changes claims counts the change in the same transaction; who asks for
events compares the count with the one the events were made from, and if need be makes and writes all of them
in one transaction. A program killed anywhere in between leaves events that are known to be out of date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from detente.record.grouping import RULES, Grouping, founding_event, group
from detente.record.naming import claim_founding
from detente.record.reviews import apply
from detente.record.tables import (
    ALIASES,
    CLAIM_COLUMNS,
    EVENT_CLAIMS,
    EVENT_COLUMNS,
    EVENTS,
    IMPORTED_ROWS,
    STATE,
    claim_of,
    document_columns,
    document_of,
    event_of,
    event_row,
)
from detente.record.types import Claim, Document, Event, Review

_BATCH = 1000


def is_stale(connection: Connection) -> bool:
    """Whether claims have changed, or the rules of grouping, since the events were made."""
    changes, made_from = connection.execute(select(STATE.c.changes, STATE.c.grouped)).one()
    return bool(made_from != _made_from(changes))


def regroup(connection: Connection) -> None:
    """Make the events anew and write them, unless another program has just done so."""
    if not is_stale(connection):
        return
    grouping = grouped(connection)
    for table in (ALIASES, EVENT_CLAIMS, EVENTS):
        connection.execute(delete(table))
    claims = (
        {"event": event.id, "position": position, "claim": claim}
        for event in grouping.events
        for position, claim in enumerate(event.claims)
    )
    _insert(connection, EVENTS, map(event_row, grouping.events))
    _insert(connection, EVENT_CLAIMS, claims)
    _insert(connection, ALIASES, ({"alias": a, "event": e} for a, e in grouping.aliases.items()))
    changes = connection.execute(select(STATE.c.changes)).scalar_one()
    connection.execute(update(STATE).values(grouped=_made_from(changes)))


def grouped(connection: Connection, reviews: Iterable[Review] = ()) -> Grouping:
    """Make the events without writing, from the claims with the edits of reviews and without the rejected."""
    read = map(claim_of, connection.execute(select(*CLAIM_COLUMNS)))
    claims = {row.claim.id: row.claim for row in apply(read, reviews) if not row.rejected}
    return group(
        claims.values(),
        _documents_without_text(connection),
        rows=_founding(connection, claims),
        known=tuple(stored(connection)),
        aliases=stored_aliases(connection),
    )


def stored(connection: Connection) -> Iterator[Event]:
    """Yield the events as written, earliest report first."""
    members: dict[str, list[str]] = {}
    links = select(EVENT_CLAIMS).order_by(EVENT_CLAIMS.c.event, EVENT_CLAIMS.c.position)
    for link in connection.execute(links):
        members.setdefault(link.event, []).append(link.claim)
    for row in connection.execute(select(*EVENT_COLUMNS).order_by(EVENTS.c.number)):
        yield event_of(row, tuple(members.get(row.id, ())))


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
    for statement in (former, holder):
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


def _founding(connection: Connection, claims: Mapping[str, Claim]) -> Iterator[Event]:
    for row in connection.execute(select(IMPORTED_ROWS)):
        claim = claims.get(row.claim)
        if claim is not None:
            yield founding_event(row.id, claim, row.text, row.source)


def _insert(connection: Connection, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    while batch := [row for _, row in zip(range(_BATCH), rows, strict=False)]:
        connection.execute(insert(table), batch)
