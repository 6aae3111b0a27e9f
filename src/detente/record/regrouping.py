"""Make anew only the events that a change can have touched.

What is given is which parts of the record changed (:mod:`detente.record.sightings`); what comes out is the
same as if all claims had been grouped anew (:func:`detente.record.grouping.group`), said as a difference.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Select, func, literal, select

from detente.record.copies import Fingerprint, fingerprint
from detente.record.grouping import NO_EVENT, event_of, founding_event, groups_of_part
from detente.record.naming import named
from detente.record.order import Key, place_of
from detente.record.rows import RowIndex
from detente.record.sightings import Sighting, part_of, rows_part
from detente.record.tables import (
    ALIASES,
    CLAIMS,
    EVENT_CLAIMS,
    EVENTS,
    GROUPED_CLAIMS,
    IMPORTED_ROWS,
    SIGHTING_COLUMNS,
    sighting_from,
)
from detente.record.types import Document, Event

Group = tuple[str | None, list[Sighting]]


@dataclass(frozen=True, slots=True)
class Change:
    """What may have changed since the events were made.

    Parameters
    ----------
    parts
        The parts to group anew, each with whatever tells this change of it from another.
    blocks
        The blocks the parts belong to, and those of which imported rows changed.
    is_new
        Whether a claim is new or says something else than before.
    gone
        Claims that are no more, each with the part it was in.
    replaced
        Claims that are taken for others: ``None`` for one that is left out.
    became
        Former ids of claims, each with the claim that took its place.
    enough
        Claims of the parts that decide; all of them unless given.
    """

    parts: Mapping[str, object]
    blocks: Collection[str]
    is_new: Callable[[Sighting], bool]
    gone: Mapping[str, str] = field(default_factory=dict)
    replaced: Mapping[str, Sighting | None] = field(default_factory=dict)
    became: Mapping[str, str] = field(default_factory=dict)
    enough: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class PartChange:
    """The groups of a part that are not as they were, and the events their claims were in."""

    groups: tuple[Group, ...]
    events: frozenset[str]


Memory = dict[str, tuple[object, PartChange]]
"""What was found out about a part, with what told that change of it from another."""


@dataclass(frozen=True, slots=True)
class Difference:
    """How the events differ after a change.

    Parameters
    ----------
    former
        Ids of events that are no more, or not as they were.
    events
        The events that take their place, each with its place in the order.
    aliases
        Former ids that stand for these events; they take the place of all that stood for the former.
    """

    former: frozenset[str]
    events: tuple[tuple[Key, Event], ...]
    aliases: Mapping[str, str]


def among(values: Iterable[str]) -> Select[Any]:
    """Return a selection of many values, for ``column.in_(...)``, that knows no limit of their number."""
    given = func.json_each(literal(json.dumps(list(values)))).table_valued("value")
    return select(given.c.value)


def difference(
    connection: Connection,
    change: Change,
    documents: Mapping[str, Document],
    memory: Memory | None = None,
) -> Difference:
    """Group the changed parts anew and return how the events differ from those the record keeps.

    Parameters
    ----------
    connection
        The record; it is only read.
    change
        What may have changed.
    documents
        The documents by id, without their texts.
    memory
        What was found out by an earlier call about the same events as read; it is brought up to date.
    """
    published = {document.id: document.published for document in documents.values()}
    rows = _rows(connection, change)
    founding = {claim.id for _, claim in rows.values()}
    memory = {} if memory is None else memory
    asked = {part for part, mark in change.parts.items() if part not in memory or memory[part][0] != mark}
    before = _Before(connection, change, asked, founding)
    index = RowIndex((row.id, claim) for row, claim in rows.values())
    for part in asked:
        memory[part] = (change.parts[part], before.compared(part, index, rows, change.is_new))
    changed = [group for part in change.parts for group in memory[part][1].groups]

    touched = before.bereft.union(*(memory[part][1].events for part in change.parts))
    into = {row for row, _ in changed if row} | {
        id_ for id_, (_, claim) in rows.items() if change.is_new(claim)
    }
    into |= touched & rows.keys()
    known = _members(connection, touched | into)
    moved = {claim.id for _, found in changed for claim in found} | before.gone
    groups: dict[str | int, list[Sighting]] = {row: [rows[row][1]] for row in into}
    staying = {
        row: [c for c in known.get(row, ()) if c not in moved and c != rows[row][1].id] for row in into
    }
    sightings = _sightings(connection, {claim for some in staying.values() for claim in some})
    for row, some in staying.items():
        groups[row] += [sightings[claim] for claim in some if claim in sightings]
    for number, (into_row, found) in enumerate(changed):
        groups.setdefault(number if into_row is None else into_row, []).extend(found)
    founders = {id_: row for id_, (row, _) in rows.items()}
    return compose(
        [((key,) if isinstance(key, str) else (), found) for key, found in groups.items()],
        known,
        {claim.id: place_of(claim, published) for found in groups.values() for claim in found},
        documents,
        founders,
        _aliases(connection, known),
        _Taken(connection, len(groups)),
        change.became,
    )


def compose(
    groups: Iterable[tuple[tuple[str, ...], list[Sighting]]],
    known: Mapping[str, Sequence[str]],
    places: Mapping[str, Key],
    documents: Mapping[str, Document],
    founders: Mapping[str, Event],
    aliases: Mapping[str, str],
    elsewhere: Container[str],
    became: Mapping[str, str] | None = None,
) -> Difference:
    """Name groups of claims and say what each event says.

    Parameters
    ----------
    groups
        Ids of the imported rows in a group, and all its claims.
    known
        The events they take the place of, each with its claims.
    places
        Where each claim stands in the order.
    documents
        The documents by id.
    founders
        The founding event of each imported row by the row's id.
    aliases
        Former ids that stand for the known events.
    elsewhere
        Ids that mean something else already.
    became
        Former ids of claims, each with the claim that took its place.
    """
    ordered = [(rows, sorted(found, key=lambda claim: places[claim.id])) for rows, found in groups]
    ordered.sort(key=lambda one: places[one[1][0].id])
    ids, former = named(
        [(rows, [claim.id for claim in found]) for rows, found in ordered],
        known.items(),
        aliases,
        elsewhere,
        became,
    )
    events = tuple(
        (places[found[0].id], event_of(name, found, documents, founders.get(name)))
        for name, (_, found) in zip(ids, ordered, strict=True)
    )
    return Difference(frozenset(known), events, former)


class _Before:
    """The claims of the changed parts as they are now, and the events they were in."""

    def __init__(
        self, connection: Connection, change: Change, asked: Collection[str], founding: Container[str]
    ) -> None:
        self._claims: dict[str, list[Sighting]] = defaultdict(list)
        self._event: dict[str, str] = {}
        self._packed: dict[str, bytes] = {}
        self._held: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.gone = set(change.gone)
        for id_, now in change.replaced.items():
            if now is None or (now.type in NO_EVENT and id_ not in founding):
                self.gone.add(id_)
            elif id_ not in founding and part_of(now) in asked:
                self._claims[part_of(now)].append(now)
        columns = (
            *SIGHTING_COLUMNS,
            GROUPED_CLAIMS.c.part,
            GROUPED_CLAIMS.c.fingerprint,
            EVENT_CLAIMS.c.event,
        )
        statement = (
            select(*columns)
            .select_from(GROUPED_CLAIMS)
            .join(CLAIMS, CLAIMS.c.id == GROUPED_CLAIMS.c.claim)
            .outerjoin(EVENT_CLAIMS, EVENT_CLAIMS.c.claim == GROUPED_CLAIMS.c.claim)
            .where(GROUPED_CLAIMS.c.part.in_(among(asked)))
        )
        if change.enough is not None:
            statement = statement.where(GROUPED_CLAIMS.c.claim.in_(among(change.enough)))
        for row in connection.execute(statement).all():
            claim, (part, packed, event) = sighting_from(row), row[-3:]
            self._packed[claim.id] = packed
            if event is not None:
                self._event[claim.id] = event
                self._held[part, event].add(claim.id)
            if claim.id not in change.replaced:
                self._claims[part].append(claim)
        self.bereft: set[str] = set()
        links = select(EVENT_CLAIMS.c.claim, EVENT_CLAIMS.c.event)
        ids = {*self.gone, *change.replaced}
        for id_, event in connection.execute(links.where(EVENT_CLAIMS.c.claim.in_(among(ids)))):
            self._event.setdefault(id_, event)
            if id_ in self.gone:
                self.bereft.add(event)
                self._held[change.gone.get(id_, ""), event].add(id_)

    def compared(
        self, part: str, index: RowIndex, rows: Container[str], is_new: Callable[[Sighting], bool]
    ) -> PartChange:
        """Group a part anew and return what is not as it was."""
        groups = tuple(
            (row, found)
            for row, found in groups_of_part(self._claims.get(part, ()), index, self._fingerprint)
            if not self._holds(part, row, found, rows, is_new)
        )
        ids = (claim.id for _, found in groups for claim in found)
        return PartChange(groups, frozenset(self._event[id_] for id_ in ids if id_ in self._event))

    def _fingerprint(self, claim: Sighting) -> Fingerprint:
        packed = self._packed.get(claim.id)
        return fingerprint(claim.quote) if packed is None else Fingerprint.unpacked(packed)

    def _holds(
        self,
        part: str,
        row: str | None,
        found: list[Sighting],
        rows: Container[str],
        is_new: Callable[[Sighting], bool],
    ) -> bool:
        """Whether a group is what it was, and in the event it was in."""
        event = self._event.get(found[0].id)
        if event is None or any(map(is_new, found)):
            return False
        if row is None and (event in rows or event in self.bereft):
            return False
        if row is not None and row != event:
            return False
        return self._held[part, event] == {claim.id for claim in found}


class _Taken(Container[str]):
    """Ids that events have or had, looked up one by one where few are asked for."""

    def __init__(self, connection: Connection, asked: int) -> None:
        self._connection = connection
        self._all: frozenset[str] | None = None
        empty = connection.execute(select(EVENTS.c.id).limit(1)).one_or_none() is None
        if empty or asked > 1000:
            ids = (*connection.execute(select(EVENTS.c.id)).scalars(),)
            self._all = frozenset((*ids, *connection.execute(select(ALIASES.c.alias)).scalars()))

    def __contains__(self, id_: object) -> bool:
        if self._all is not None:
            return id_ in self._all
        for column in (EVENTS.c.id, ALIASES.c.alias):
            if self._connection.execute(select(column).where(column == id_)).one_or_none():
                return True
        return False


def _rows(connection: Connection, change: Change) -> dict[str, tuple[Event, Sighting]]:
    keys = [rows_part(block) for block in change.blocks]
    statement = (
        select(*SIGHTING_COLUMNS, IMPORTED_ROWS.c.id, IMPORTED_ROWS.c.text, IMPORTED_ROWS.c.source)
        .select_from(GROUPED_CLAIMS)
        .join(CLAIMS, CLAIMS.c.id == GROUPED_CLAIMS.c.claim)
        .join(IMPORTED_ROWS, IMPORTED_ROWS.c.claim == GROUPED_CLAIMS.c.claim)
        .where(GROUPED_CLAIMS.c.part.in_(among(keys)))
    )
    rows = {}
    for row in connection.execute(statement).all():
        claim, (id_, text, source) = sighting_from(row), row[-3:]
        now = change.replaced.get(claim.id, claim)
        if now is not None:
            rows[id_] = (founding_event(id_, now, text, source), now)
    return rows


def _members(connection: Connection, events: Collection[str]) -> dict[str, list[str]]:
    statement = select(EVENT_CLAIMS.c.event, EVENT_CLAIMS.c.claim).where(
        EVENT_CLAIMS.c.event.in_(among(events))
    )
    members: dict[str, list[str]] = defaultdict(list)
    for event, claim in connection.execute(
        statement.order_by(EVENT_CLAIMS.c.event, EVENT_CLAIMS.c.position)
    ).all():
        members[event].append(claim)
    return members


def _sightings(connection: Connection, claims: Collection[str]) -> dict[str, Sighting]:
    rows = connection.execute(select(*SIGHTING_COLUMNS).where(CLAIMS.c.id.in_(among(claims)))).all()
    return {row[0]: sighting_from(row) for row in rows}


def _aliases(connection: Connection, events: Collection[str]) -> dict[str, str]:
    statement = select(ALIASES.c.alias, ALIASES.c.event).where(ALIASES.c.event.in_(among(events)))
    return {row.alias: row.event for row in connection.execute(statement)}
