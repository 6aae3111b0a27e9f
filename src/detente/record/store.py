"""The record: an SQLite file with every document, its claims, and the events they make up.

Every change is one transaction, so a program that is killed leaves the record as it was before or as it
is after, never between. The file can be made again from the articles and imported files at any time.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, Self

from sqlalchemy import (
    Connection,
    Row,
    Select,
    delete,
    func,
    insert,
    select,
    update,
)

from detente.errors import Fault, Place, StoreError
from detente.record import corrections, imports
from detente.record import events as eventbook
from detente.record.checks import check_document
from detente.record.context import Context, context_of
from detente.record.database import guarded, open_engine, writing
from detente.record.facets import Facets, facets
from detente.record.filters import Filters
from detente.record.grouping import Grouping
from detente.record.importing.types import BadRow, Imported
from detente.record.regrouping import among
from detente.record.search import DOCUMENT_ORDER, PAGE_ORDER, Found, Search, Sort, ValueField, values
from detente.record.tables import (
    BAD_ROWS,
    CLAIM_COLUMNS,
    CLAIMS,
    DOCUMENTS,
    EVENT_CLAIMS,
    EVENTS,
    IMPORTED_ROWS,
    PARTIES,
    STATE,
    claim_of,
    claim_row,
    document_columns,
    document_of,
    document_row,
    party_rows,
)
from detente.record.types import Claim, Document, Event, Review

Added = Literal["added", "replaced", "unchanged"]
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the record holds."""

    documents: int
    claims: int
    events: int
    imported_rows: int
    bad_rows: int


class Record:
    """An open record; use :meth:`open`, as a context manager.

    Several programs can have the same record open: readers never wait, writers wait for each other.

    Examples
    --------
    >>> import tempfile
    >>> from detente.record.types import Document
    >>> with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder, "record.sqlite")) as record:
    ...     _ = record.add_document(Document("00ff", "Nothing happened.", "quiet.txt"), [])
    ...     record.has_document("00ff"), record.counts().documents
    (True, 1)
    """

    def __init__(self, path: Path, *, read_only: bool, wait: float) -> None:
        self.path = path
        self.read_only = read_only
        self._engine = open_engine(path, read_only=read_only, wait=wait)
        self._open = True
        self._grouped_in_memory: tuple[int, Grouping] | None = None
        self._book: eventbook.Book | None = None

    @classmethod
    def open(cls, path: str | Path, *, read_only: bool = False, wait: float = 30.0) -> Self:
        """Open a record, making it if need be.

        Parameters
        ----------
        path
            The file, usually ``record.sqlite`` in a case's folder; the folder must exist.
        read_only
            Never write to the file; works in a folder that may not be written.
        wait
            Seconds to wait for another program that is writing before giving up.

        Raises
        ------
        StoreError
            When it is no record, damaged, of a newer détente, in use, or may not be opened: ``D401`` to
            ``D407``.
        """
        return cls(Path(path), read_only=read_only, wait=wait)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; a second time does nothing."""
        self._open = False
        self._engine.dispose()

    # What goes in

    def add_document(self, document: Document, claims: Iterable[Claim], *, reader: str = "") -> Added:
        """Write a document and everything read from it, all or nothing.

        Parameters
        ----------
        document
            The document.
        claims
            All its claims.
        reader
            Version of the reader. A document that is there already is left alone when it was read by the
            same version; otherwise its claims are replaced.

        Returns
        -------
        str
            ``added``, ``replaced`` or ``unchanged``.

        Raises
        ------
        StoreError
            ``D409`` when a claim does not fit the document, ``D410`` when an id is taken, and what
            :meth:`open` can raise.
        """
        if self.has_document(document.id, reader=reader):
            return "unchanged"
        found = tuple(claims)
        self._check(document, found)
        with self._writing() as connection:
            before = self._reader_of(connection, document.id)
            if before == reader:  # another program was quicker
                return "unchanged"
            if before is not None:
                connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.id == document.id))
            self._write(connection, document, found, reader)
        return "added" if before is None else "replaced"

    def add_import(self, imported: Imported, *, reader: str = "") -> Added:
        """Write an imported file, all or nothing; a changed file replaces its own rows.

        A file takes the place of an earlier import of the same format and file name that shares a row id
        with it.

        Raises
        ------
        StoreError
            ``D305`` when another file's rows have the same ids, else as :meth:`add_document`.
        """
        document = imported.document
        if self.has_document(document.id, reader=reader):
            return "unchanged"
        self._check(document, imported.claims)
        with self._writing() as connection:
            if self._reader_of(connection, document.id) == reader:
                return "unchanged"
            earlier = imports.replaced_by(connection, imported)
            connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.id.in_(earlier)))
            self._write(connection, document, imported.claims, reader)
            imports.write_rows(connection, imported)
        return "replaced" if earlier else "added"

    def remove_document(self, id: str) -> None:  # noqa: A002 - the field's name
        """Take a document and its claims out of the record.

        Raises
        ------
        StoreError
            ``D408`` when there is no such document.
        """
        with self._writing() as connection:
            if not connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.id == id)).rowcount:
                raise self._unknown("document", id)
            self._changed(connection)

    def supersede_outdated(self, present: Container[str]) -> int:
        """Move the articles aside whose file now holds a corrected text, each in one transaction.

        Parameters
        ----------
        present
            Ids of the documents whose files are there.

        Returns
        -------
        int
            How many were moved. Their claims lead to those that took their place, see
            :func:`detente.record.anchoring.anchored` and :meth:`former_claims`.
        """
        with self._reading() as connection:
            pairs = tuple(corrections.outdated(connection, present))
        for former, successor in pairs:
            with self._writing() as connection:
                corrections.supersede(connection, former, successor)
                self._changed(connection)
        return len(pairs)

    # What comes out

    def has_document(self, id: str, *, reader: str | None = None) -> bool:  # noqa: A002
        """Whether a document is there with all its claims, read by this ``reader`` if one is given."""
        with self._reading() as connection:
            found = self._reader_of(connection, id)
        return found is not None and reader in (None, found)

    def documents(self, *, text: bool = True) -> Iterator[Document]:
        """Yield all documents by day of publication, those without one last.

        Parameters
        ----------
        text
            Whether to load the texts; without them every ``text`` is empty, which is enough for dates.
        """
        for row in self._rows(select(*document_columns(text=text)).order_by(*DOCUMENT_ORDER)):
            yield document_of(row)

    def document(self, id: str) -> Document:  # noqa: A002
        """Return a document; raises ``D408`` when there is none of this id."""
        statement = select(*document_columns(text=True)).where(DOCUMENTS.c.id == id)
        return document_of(self._one(statement, "document", id))

    def claims(self, **wanted: Any) -> Iterator[Claim]:
        """Yield claims as they were read, oldest document first, then down the page.

        Parameters
        ----------
        **wanted
            Which ones, as :meth:`detente.record.filters.Filters.of` takes it; all unless given.

        Notes
        -----
        Rows are read as they are asked for, from one consistent state of the record, so memory stays flat.
        """
        for found in self.search(Filters.of(**wanted)):
            yield found.read

    def search(
        self,
        filters: Filters,
        decisions: Mapping[str, Review] = MappingProxyType({}),
        reviews: Iterable[Review] = (),
        *,
        sort: Sort = "page",
        limit: int | None = None,
        offset: int = 0,
    ) -> Iterator[Found]:
        """Yield the claims that filters choose, as they stand after review.

        Parameters
        ----------
        filters
            What is looked for.
        decisions
            The decision that stands for each claim, as :func:`detente.record.reviews.latest` returns them.
        reviews
            All decisions in the order of their log, which say what the events hold; asked for with ``event``.
        sort
            One of :data:`detente.record.search.SORTS`.
        limit, offset
            At most how many, and how many to pass over.

        Raises
        ------
        StoreError
            ``D408`` when there is no such event, ``D424`` when an edit cannot be applied, ``D432`` when the
            text holds no word.
        """
        among = self._claims_of(filters.event, reviews)
        with self._reading() as connection:
            yield from Search(connection, filters, decisions, among).found(sort, limit, offset)

    def count(
        self,
        filters: Filters,
        decisions: Mapping[str, Review] = MappingProxyType({}),
        reviews: Iterable[Review] = (),
    ) -> int:
        """Return how many claims filters choose; otherwise as :meth:`search`."""
        among = self._claims_of(filters.event, reviews)
        with self._reading() as connection:
            return Search(connection, filters, decisions, among).count()

    def facets(
        self,
        filters: Filters,
        decisions: Mapping[str, Review] = MappingProxyType({}),
        reviews: Iterable[Review] = (),
    ) -> Facets:
        """Return how the claims that filters choose spread; otherwise as :meth:`search`."""
        among = self._claims_of(filters.event, reviews)
        with self._reading() as connection:
            return facets(connection, Search(connection, filters, decisions, among), decisions)

    def values(self, field: ValueField) -> tuple[str, ...]:
        """Return what there is of a field of claims or documents, as read, in the order of the alphabet."""
        with self._reading() as connection:
            return values(connection, field)

    def claims_of(self, ids: Iterable[str]) -> Iterator[Claim]:
        """Yield the claims of these ids, in the order of :meth:`claims`; unknown ids are passed over."""
        chosen = select(*CLAIM_COLUMNS).join(DOCUMENTS, DOCUMENTS.c.id == CLAIMS.c.document)
        for row in self._rows(chosen.where(CLAIMS.c.id.in_(among(ids))).order_by(*PAGE_ORDER)):
            yield claim_of(row)

    def claim(self, id: str) -> Claim:  # noqa: A002
        """Return a claim; raises ``D408`` when there is none of this id."""
        return claim_of(self._one(select(*CLAIM_COLUMNS).where(CLAIMS.c.id == id), "claim", id))

    def former_document(self, id: str) -> Document:  # noqa: A002
        """Return a text that a corrected one took the place of; raises ``D408`` when there is none."""
        with self._reading() as connection:
            found = corrections.former_document(connection, id)
        if found is None:
            raise self._unknown("former document", id)
        return found

    def former_claim(self, id: str) -> Claim:  # noqa: A002
        """Return a claim of a former text as it was read there; raises ``D408`` when there is none."""
        with self._reading() as connection:
            found = corrections.former_claim(connection, id)
        if found is None:
            raise self._unknown("former claim", id)
        return found

    def former_claims(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        """Return the former ids of claims with the present one, and those not found again with why."""
        with self._reading() as connection:
            return corrections.former_ids(connection), corrections.lost_claims(connection)

    def claim_ids(self) -> frozenset[str]:
        """Return the ids of all claims, such as :func:`detente.record.reviews.orphans` asks for."""
        return frozenset(row.id for row in self._rows(select(CLAIMS.c.id)))

    def present(self, claims: Iterable[str]) -> frozenset[str]:
        """Return those of the ids that are claims of the record."""
        wanted = select(CLAIMS.c.id).where(CLAIMS.c.id.in_(among(claims)))
        return frozenset(row.id for row in self._rows(wanted))

    def context(self, claim: str) -> Context:
        """Return a claim with the paragraph it stands in; raises ``D408`` when there is no such claim."""
        found = self.claim(claim)
        return context_of(found, self.document(found.document))

    def beside(self, claim: Claim) -> tuple[Claim, ...]:
        """Return the other claims of the same sentence, in its order."""
        same = (CLAIMS.c.document == claim.document, CLAIMS.c.quote_start == claim.start)
        others = select(*CLAIM_COLUMNS).where(*same, CLAIMS.c.quote_end == claim.end, CLAIMS.c.id != claim.id)
        return tuple(map(claim_of, self._rows(others.order_by(CLAIMS.c.clause_start, CLAIMS.c.id))))

    def together(self, claim: str, most: int = 50) -> tuple[Claim, ...]:
        """Return the other claims of the event a claim is in, as last grouped; at most so many."""
        mine = select(EVENT_CLAIMS.c.event).where(EVENT_CLAIMS.c.claim == claim)
        links = EVENT_CLAIMS.join(CLAIMS, CLAIMS.c.id == EVENT_CLAIMS.c.claim)
        wanted = select(*CLAIM_COLUMNS).select_from(links).where(EVENT_CLAIMS.c.event.in_(mine))
        others = wanted.where(CLAIMS.c.id != claim).order_by(EVENT_CLAIMS.c.position).limit(most)
        return tuple(map(claim_of, self._rows(others)))

    def events(self) -> Iterator[Event]:
        """Yield all events, earliest report first; claims added since the last time are grouped first."""
        in_memory = self._up_to_date()
        if in_memory:
            yield from in_memory.events
            return
        with self._reading() as connection:
            yield from eventbook.stored(connection)

    def event(self, id: str) -> Event:  # noqa: A002
        """Return the event of this id, or the one it became part of; raises ``D408`` when there is none."""
        in_memory = self._up_to_date()
        if in_memory:
            found = eventbook.find(in_memory, id)
        else:
            with self._reading() as connection:
                found = eventbook.lookup(connection, id)
        if found is None:
            raise self._unknown("event", id)
        return found

    def aliases(self) -> Mapping[str, str]:
        """Return the former ids of events, each with the id of the event it stands for now."""
        in_memory = self._up_to_date()
        if in_memory:
            return in_memory.aliases
        with self._reading() as connection:
            return eventbook.stored_aliases(connection)

    def grouping(self, reviews: Iterable[Review] = ()) -> Grouping:
        """Return events and aliases as people left the claims: edits applied, rejected claims in no event.

        Parameters
        ----------
        reviews
            The decisions, in the order of their log.

        Notes
        -----
        The events as read are what the record keeps, so ids last whatever is decided. Only the parts of the
        record that edits, rejections, joins and splits touch are grouped anew.
        """
        decided = tuple(reviews)
        if self._up_to_date():
            with self._reading() as connection:
                return eventbook.grouped(connection, decided)
        with self._reading() as connection:
            changes = eventbook.changes_of(connection)
            if self._book is None or self._book.changes != changes:
                self._book = eventbook.opened(connection)
            return eventbook.reviewed(connection, self._book, decided)

    def imported_rows(self) -> Mapping[str, str]:
        """Return the ids of imported rows by their claim."""
        columns = select(IMPORTED_ROWS.c.claim, IMPORTED_ROWS.c.id)
        return {row.claim: row.id for row in self._rows(columns)}

    def bad_rows(self) -> Iterator[tuple[str, BadRow]]:
        """Yield the rows of imported files that could not be used, with the name of their file."""
        columns = (DOCUMENTS.c.name, BAD_ROWS.c.line, BAD_ROWS.c.reason, BAD_ROWS.c.text)
        statement = select(*columns).join(DOCUMENTS, DOCUMENTS.c.id == BAD_ROWS.c.document)
        for row in self._rows(statement.order_by(DOCUMENTS.c.name, DOCUMENTS.c.id, BAD_ROWS.c.line)):
            yield row.name, BadRow(row.line, row.reason, row.text)

    def counts(self) -> Counts:
        """Return how much the record holds."""
        in_memory = self._up_to_date()
        tables = (DOCUMENTS, CLAIMS, EVENTS, IMPORTED_ROWS, BAD_ROWS)
        with self._reading() as connection:
            found = [connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables]
        if in_memory:
            found[2] = len(in_memory.events)
        return Counts(*found)

    # Inside

    def _up_to_date(self) -> Grouping | None:
        """Group what is not grouped yet; where writing is not allowed, in memory, and return that."""
        if not self.read_only:
            with self._reading() as connection:
                stale = eventbook.is_stale(connection)
            if stale:
                with self._writing() as connection:
                    self._regroup(connection)
            return None
        with self._reading() as connection:
            if not eventbook.is_stale(connection):
                return None
            changes = connection.execute(select(STATE.c.changes)).scalar_one()
            if self._grouped_in_memory is None or self._grouped_in_memory[0] != changes:
                self._grouped_in_memory = (changes, eventbook.grouped(connection))
            return self._grouped_in_memory[1]

    def _claims_of(self, events: Iterable[str], reviews: Iterable[Review]) -> frozenset[str] | None:
        """Return the claims of events as people left them, ``None`` when no event is asked for."""
        wanted = tuple(events)
        if not wanted:
            return None
        grouping = self.grouping(reviews)
        claims: set[str] = set()
        for id_ in wanted:
            event = eventbook.find(grouping, id_)
            if event is None:
                raise self._unknown("event", id_)
            claims.update(event.claims)
        return frozenset(claims)

    def _regroup(self, connection: Connection) -> None:
        # What another program wrote in between is not in our memory.
        book = self._book if self._book and self._book.changes == eventbook.made_at(connection) else None
        for changed in eventbook.regroup(connection):
            book = book and book.after(changed, eventbook.changes_of(connection))
        self._book = book

    def _check(self, document: Document, claims: tuple[Claim, ...]) -> None:
        faults = check_document(document, claims, str(self.path))
        if faults:
            raise StoreError(faults)

    def _write(
        self, connection: Connection, document: Document, claims: tuple[Claim, ...], reader: str
    ) -> None:
        connection.execute(insert(DOCUMENTS), document_row(document, reader))
        for start in range(0, len(claims), _BATCH):
            batch = claims[start : start + _BATCH]
            connection.execute(insert(CLAIMS), [claim_row(claim) for claim in batch])
            parties = [row for claim in batch for row in party_rows(claim)]
            if parties:
                connection.execute(insert(PARTIES), parties)
        self._changed(connection)

    @staticmethod
    def _changed(connection: Connection) -> None:
        connection.execute(update(STATE).values(changes=STATE.c.changes + 1))

    @staticmethod
    def _reader_of(connection: Connection, document: str) -> str | None:
        statement = select(DOCUMENTS.c.reader).where(DOCUMENTS.c.id == document)
        return connection.execute(statement).scalar_one_or_none()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._check_open()
        with guarded(self.path), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        self._check_open()
        if self.read_only:
            message, hint = "the record was opened read-only", "open it without read_only to write"
            raise StoreError(Fault("D407", message, hint, Place(str(self.path))))
        with guarded(self.path), writing(self._engine) as connection:
            yield connection

    def _rows(self, statement: Select[Any]) -> Iterator[Row[Any]]:
        with self._reading() as connection:
            yield from connection.execute(statement.execution_options(yield_per=_BATCH))

    def _one(self, statement: Select[Any], what: str, id_: str) -> Row[Any]:
        with self._reading() as connection:
            row = connection.execute(statement).one_or_none()
        if row is None:
            raise self._unknown(what, id_)
        return row

    def _unknown(self, what: str, id_: str) -> StoreError:
        message = f"the record has no {what} {id_!r}"
        return StoreError(Fault("D408", message, f"check the id of the {what}", Place(str(self.path))))

    def _check_open(self) -> None:
        if not self._open:
            message, hint = "the record was closed", "open it again"
            raise StoreError(Fault("D405", message, hint, Place(str(self.path))))
