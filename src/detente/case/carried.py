"""What an export takes from a case: rows that lead back to their sentences, and networks of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from detente.record.exporting.evidence import (
    DOCUMENT_COLUMNS,
    EVIDENCE_COLUMNS,
    Evidence,
    document_rows,
    no_evidence,
)
from detente.record.exporting.types import Column, Network, Table
from detente.record.filters import Filters
from detente.record.search import Found, Sort
from detente.record.types import Document, Event

if TYPE_CHECKING:
    from detente.case.opened import Case
    from detente.record.store import Record

_SAID_OF_EVENTS = ("actor", "target", "type", "issue", "date_from", "date_to")
_COLUMNS: Mapping[str, tuple[Column, ...]] = {
    "events": (
        Column("id"),
        Column("actor", "codes"),
        Column("target", "codes"),
        Column("type"),
        Column("issue"),
        Column("date_from", "day"),
        Column("date_to", "day"),
        Column("text"),
        Column("documents", "integer"),
        Column("source"),
    ),
    "concessions": (
        Column("by", "codes"),
        Column("to", "codes"),
        Column("issue"),
        Column("date_from", "day"),
        Column("date_to", "day"),
        Column("size", "number"),
        Column("delivered", "number"),
        Column("irreversible", "number"),
        Column("text"),
        Column("modality"),
        Column("events", "codes"),
        Column("reviewed", "truth"),
        Column("judged", "truth"),
        Column("contested", "truth"),
    ),
    "pledges": (
        Column("id"),
        Column("by", "codes"),
        Column("to", "codes"),
        Column("text"),
        Column("outside"),
        Column("made", "day"),
        Column("due", "day"),
        Column("score", "integer"),
        Column("says"),
        Column("modality"),
        Column("events", "codes"),
        Column("reviewed", "truth"),
        Column("contested", "truth"),
        Column("declared", "truth"),
    ),
    "ties": (
        Column("a"),
        Column("b"),
        Column("month"),
        Column("cooperation", "number"),
        Column("conflict", "number"),
        Column("events", "codes"),
    ),
}


class Carried:
    """What an export takes from a case: tables and networks of the claims chosen, and of what rests on them.

    Parameters
    ----------
    case
        The case.
    record
        Its record, open.
    filters
        Which claims are chosen.
    about
        Where it all comes from.
    """

    def __init__(self, case: Case, record: Record, filters: Filters, about: Mapping[str, Any]) -> None:
        self._case = case
        self._record = record
        self._filters = filters
        self._about = about

    def table(self, what: str, sort: Sort, limit: int | None, context: int | str | None) -> Table:
        """Return a table, its rows to be made as they are read."""
        if what == "claims":
            evidence = Evidence(self._record.document, context)
            return evidence.table(self._found(sort, limit), self._about)
        if what == "documents":
            counts = dict(self.documents())
            chosen = (one for one, n in counts.items() if n or not self._filters)
            rows = document_rows(chosen, {one.id: n for one, n in counts.items()})
            return Table(what, DOCUMENT_COLUMNS, rows, self._about)
        columns = (*_COLUMNS[what], *EVIDENCE_COLUMNS)
        return Table(what, columns, self._with_evidence(what), self._about)

    def documents(self) -> Iterator[tuple[Document, int]]:
        """Yield all documents without their texts, each with how many of the chosen claims it has."""
        claims = Counter(found.claim.document for found in self._found())
        for document in self._record.documents(text=False):
            yield document, claims[document.id]

    def actors(self) -> Network:
        """Return who deals with whom: the ties of the ledger over all months, and who acted on whom."""
        ledger = self._case.ledger(filters=self._filters)
        events = {event.id: event for event in self._events()}
        names = self._case.actors()
        pairs: dict[tuple[str, str], list[Any]] = {}
        for tie in ledger.ties:
            pairs.setdefault((tie.a, tie.b), []).append(tie)
        edges = []
        degree: Counter[str] = Counter()
        for (a, b), ties in sorted(pairs.items()):
            ids = [event for tie in ties for event in tie.events]
            ways = Counter(_direction(events.get(event), a, b) for event in ids)
            degree.update({a: len(ids), b: len(ids)})
            edges.append(
                (
                    a,
                    b,
                    {
                        "weight": len(ids),
                        "events": len(ids),
                        "cooperation": round(sum(tie.cooperation for tie in ties), 6),
                        "conflict": round(sum(tie.conflict for tie in ties), 6),
                        "by_source": ways["a"],
                        "by_target": ways["b"],
                        "mutual": ways["both"],
                        "first_month": ties[0].month,
                        "last_month": ties[-1].month,
                        "claims": sum(len(events[event].claims) for event in ids if event in events),
                        "event_ids": "; ".join(ids),
                    },
                )
            )
        nodes = tuple((code, {"label": names.name(code), "events": degree[code]}) for code in sorted(degree))
        about = {**self._about, "weights": ledger.weights, "as_of": ledger.as_of}
        return Network("actors", False, nodes, tuple(edges), about)

    def provenance(self) -> Network:
        """Return events, the claims they rest on and their documents; edges lead to the source."""
        evidence = Evidence(self._record.document)
        names = [column.name for column in evidence.columns]
        documents: dict[str, Mapping[str, Any]] = {}
        nodes: list[tuple[str, Mapping[str, Any]]] = []
        edges: list[tuple[str, str, Mapping[str, Any]]] = []
        chosen = set()
        for found in self._found():
            row = dict(zip(names, evidence.claim(found), strict=True))
            claim = row.pop("id")
            chosen.add(claim)
            nodes.append((claim, {"kind": "claim", "label": row["quote"], **row}))
            edges.append((claim, found.claim.document, {"kind": "stands in"}))
            source = {name: row[name] for name in ("title", "outlet", "published", "url", "origin")}
            label = row["title"] or row["document_name"]
            documents[found.claim.document] = {"kind": "document", "label": label, **source}
        for event in self._events():
            said = {
                "type": event.type,
                "issue": event.issue,
                "date_from": event.date_from,
                "date_to": event.date_to,
            }
            parties = {"actor": event.actor, "target": event.target}
            nodes.append((event.id, {"kind": "event", "label": event.text, **parties, **said}))
            held = (claim for claim in event.claims if claim in chosen)
            edges.extend((event.id, claim, {"kind": "rests on"}) for claim in held)
        nodes.extend(documents.items())
        return Network("provenance", True, tuple(nodes), tuple(edges), self._about)

    def _found(self, sort: Sort = "page", limit: int | None = None) -> Iterator[Found]:
        return self._record.search(self._filters, self._case.decisions(), sort=sort, limit=limit)

    def _events(self) -> tuple[Event, ...]:
        """Return the events, as people left the claims, that some chosen claim tells of."""
        events = self._record.grouping(self._case.decided().reviews).events
        if not self._filters:
            return events
        chosen = {found.claim.id for found in self._found()}
        return tuple(event for event in events if not chosen.isdisjoint(event.claims))

    def _with_evidence(self, what: str) -> Iterator[tuple[Any, ...]]:
        """Yield rows of something beside the claims it rests on: a row a claim, one where there is none."""
        evidence = Evidence(self._record.document)
        found = {one.claim.id: one for one in self._record.search(Filters(), self._case.decisions())}
        names = [column.name for column in _COLUMNS[what]]
        for thing, claims in self._things(what):
            row = tuple(getattr(thing, name) for name in names)
            known = [found[claim] for claim in claims if claim in found]
            if not known:
                yield (*row, *no_evidence())
            for nth, one in enumerate(known, start=1):
                yield (*row, *evidence.beside(nth, one))

    def _things(self, what: str) -> Iterator[tuple[Any, Iterable[str]]]:
        events = self._events()
        if what == "events":
            yield from ((event, event.claims) for event in events)
            return
        held_by = {event.id: event.claims for event in events}
        for row in getattr(self._case.ledger(filters=self._filters), what):
            claims = getattr(row, "claims", None) or [c for id_ in row.events for c in held_by.get(id_, ())]
            if claims or not self._filters:
                yield row, tuple(dict.fromkeys(claims))


def _direction(event: Event | None, a: str, b: str) -> str:
    if event is None:
        return "both"
    forth = a in event.actor and b in event.target
    back = b in event.actor and a in event.target
    return "both" if forth == back else "a" if forth else "b"
