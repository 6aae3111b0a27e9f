"""The facts of a case: what was read or imported, and what people decided about it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from detente.case.folder import ARTICLES, EVENTS, LEXICON, RECORD, REVIEWS
from detente.case.judgement import Judgement
from detente.errors import Fault, Place, SourceError
from detente.progress import SILENT, Progress

if TYPE_CHECKING:
    from detente.reading import Lexicon
    from detente.record.accounts import EventAccount
    from detente.record.agenda import Order
    from detente.record.facets import Facets
    from detente.record.filters import Filters
    from detente.record.importing.bulk import BulkImport
    from detente.record.importing.series import Mentioned, Series
    from detente.record.importing.shelf import Shelf
    from detente.record.importing.types import Imported
    from detente.record.importing.wanted import Wanted
    from detente.record.joining import SetAside
    from detente.record.lost import Followed
    from detente.record.reviewing import Reviewing
    from detente.record.reviewlog import LogContent
    from detente.record.reviews import Reviewed
    from detente.record.search import Found, Sort
    from detente.record.store import Record
    from detente.record.tally import Tally
    from detente.record.types import Document, Event, Review
    from detente.vocabulary.actors import Actors


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """What a reading of the articles did.

    ``read`` counts the documents newly read, ``known`` those already in the record, ``claims`` the claims of
    the newly read; ``faults`` tell of files that could not be used; ``corrected`` counts the documents that a
    corrected text took the place of.
    """

    read: int
    known: int
    claims: int
    faults: tuple[Fault, ...]
    corrected: int = 0


class Facts(Judgement):
    """The half of a case that was reported; see :class:`detente.case.Case`."""

    _followed: tuple[LogContent, Followed] | None = None
    _standing: tuple[Followed, Mapping[str, Review]] | None = None

    @contextmanager
    def record(self, *, write: bool = False) -> Iterator[Record]:
        """Open the record of the case; read only unless ``write``, which makes it if need be."""
        from detente.record.store import Record

        path = self.folder / RECORD
        if not write and not path.exists():
            hint = f"`detente read {self.folder}` makes it"
            raise SourceError(Fault("D604", "nothing has been read yet", hint, Place(str(path))))
        # A reader that may write leaves no journal behind; where the folder is protected it need not.
        with Record.open(path, read_only=not (write or os.access(self.folder, os.W_OK))) as record:
            yield record

    def read(self, *, again: bool = False, workers: int = 1, progress: Progress = SILENT) -> ReadSummary:
        """Read the articles of the case into its record.

        An article is written with all its claims or not at all, so a reading that is killed goes on where it
        stopped. Known articles are skipped unless ``again``, or the names in the case file have changed, or
        the reader has. The record is the same whatever the number of ``workers``, the processes that read.
        """
        from detente.reading import READER, articles, find_articles
        from detente.record.types import content_hash

        actors, lexicon = self.actors(), self.lexicon()
        # What was read with other names or words, or by an older reader, is read anew; decisions stay.
        names = sorted((a.code, a.name, *a.also) for a in self.dispute.actors) if self.dispute else []
        own = (self.folder / LEXICON).read_bytes() if lexicon else b""
        reader = f"{READER}-{content_hash(repr(names).encode() + own)[:8]}"
        faults: list[Fault] = []
        read = known = found = 0
        present: set[str] = set()
        paths = find_articles([self.folder / ARTICLES])
        progress.start(len(paths), "reading")
        with self.record(write=True) as record:

            def passed(document: str) -> bool:
                present.add(document)
                return not again and record.has_document(document, reader=reader)

            for article in articles(paths, actors, workers=workers, known=passed, lexicon=lexicon):
                faults += article.faults
                known += article.known
                if article.opened:
                    for warning in article.opened.warnings:
                        progress.note(warning.render())
                    record.add_document(article.opened.document, article.claims, reader=reader)
                    read, found = read + 1, found + len(article.claims)
                progress.advance()
            corrected = record.supersede_outdated(present)
        self._followed = None
        return ReadSummary(read, known, found, tuple(faults), corrected)

    def actors(self) -> Actors:
        """Return who is who: the built-in names, the case's own first."""
        from detente.vocabulary.actors import Actors

        builtin = Actors.builtin()
        if self.dispute is None:
            return builtin
        named = self.dispute.actors
        return builtin.with_names({a.code: a.also for a in named}, {a.code: a.name for a in named})

    def lexicon(self) -> Lexicon | None:
        """Return the trigger lexicon with the case's own entries first, ``None`` when the case has none.

        Raises
        ------
        SourceError
            ``D215`` for every entry of the case's ``lexicon.toml`` that is wrong, with its line.
        """
        from detente.reading import Lexicon

        path = self.folder / LEXICON
        return Lexicon.with_file(path) if path.exists() else None

    def import_chronology(self, path: str | os.PathLike[str], *, dry_run: bool = False) -> Imported:
        """Import dated facts, one JSON object a line, into the record; twice adds nothing.

        With ``dry_run`` they are read and counted and not kept.
        """
        from detente.record.importing.chronology import read_chronology

        imported = read_chronology(Path(path))
        if not dry_run:
            with self.record(write=True) as record:
                record.add_import(imported)
            self._followed = None
        return imported

    def import_table(
        self,
        path: str | os.PathLike[str],
        format: str = "csv",  # noqa: A002 - the word people type
        columns: Sequence[str] = (),
        *,
        date_format: str | None = None,
        new_actors: bool = False,
        sheet: str | None = None,
        dry_run: bool = False,
    ) -> Imported:
        """Import dated facts from a table, ``csv`` or ``xlsx``, into the record; twice adds nothing.

        Parameters
        ----------
        path
            The table.
        format
            ``csv`` or ``xlsx``.
        columns
            Which column holds what, such as ``date=Datum``; remembered for the next table with this heading.
        date_format
            How days are written, such as ``DD/MM/YYYY``; remembered likewise.
        new_actors
            Take names that nobody knows as new parties.
        sheet
            Which sheet of a workbook; the first unless said.
        dry_run
            Read and count, keep nothing.
        """
        from detente.record.importing.columns import REMEMBERED, said
        from detente.record.importing.table import read_table

        remembered = self.folder / EVENTS / REMEMBERED
        table = read_table(
            Path(path),
            format,
            said=said(columns, date_format),
            remembered=remembered,
            actors=self.actors(),
            new_actors=new_actors,
            sheet=sheet,
        )
        if not dry_run:
            with self.record(write=True) as record:
                record.add_import(table.imported)
            self._followed = None
            table.remember(remembered)
        return table.imported

    def import_events(
        self,
        paths: Sequence[str | os.PathLike[str]],
        format: str,  # noqa: A002 - the word people type
        wanted: Wanted | None = None,
        *,
        dry_run: bool = False,
        progress: Progress = SILENT,
    ) -> BulkImport:
        """Import public event data into the case; see :func:`detente.record.importing.bulk.import_events`."""
        from detente.record.importing.bulk import import_events

        files = [os.fspath(path) for path in paths]
        return import_events(files, format, self._shelf, wanted, dry_run=dry_run, progress=progress)

    def series(self, pairs: Sequence[tuple[str, str]] = (), **how: Any) -> Series:
        """Add up imported events by pair and period; see :func:`detente.record.importing.series.series`."""
        from detente.record.importing.series import series

        return series(self._shelf, pairs, **how)

    def mentioned(self, pairs: Sequence[tuple[str, str]] = (), **which: Any) -> tuple[Mentioned, ...]:
        """Return how events were mentioned; see :func:`detente.record.importing.series.mentioned`."""
        from detente.record.importing.series import mentioned

        return mentioned(self._shelf, pairs, **which)

    @property
    def _shelf(self) -> Shelf:
        from detente.record.importing.shelf import Shelf

        return Shelf(self.folder / EVENTS)

    @cached_property
    def reviews(self) -> LogContent:
        """What the review log holds: the decisions, and warnings about lines that cannot be used."""
        from detente.record.reviewlog import ReviewLog

        return ReviewLog(self.folder / REVIEWS).content()

    def decided(self) -> Followed:
        """Return the decisions, about the claims that have their sentences now, and those that lost them."""
        from detente.record.lost import Followed, followed

        log = self.reviews
        if not self.has_record:
            return Followed(log.reviews, ())
        if self._followed is None or self._followed[0] is not log:
            with self.record() as record:
                self._followed = (log, followed(record, log.reviews))
        return self._followed[1]

    def decisions(self) -> Mapping[str, Review]:
        """Return the decision that stands for each claim, by claim id."""
        from detente.record.reviews import latest

        decided = self.decided()
        if self._standing is None or self._standing[0] is not decided:
            self._standing = (decided, MappingProxyType(latest(decided.reviews)))
        return self._standing[1]

    def orphans(self) -> tuple[Review, ...]:
        """Return the decisions about claims that are not in the record."""
        return tuple(orphan.review for orphan in self.decided().orphans)

    @contextmanager
    def reviewing(self, by: str, *, order: Order = "page", **wanted: Any) -> Iterator[Reviewing]:
        """Begin a review session.

        Parameters
        ----------
        by
            Who decides.
        order
            What comes first: ``page``, ``value`` or ``changed``.
        **wanted
            Which claims, as for :meth:`claims`.
        """
        from detente.record.reviewing import Reviewing
        from detente.record.reviewlog import ReviewLog

        try:
            with self.record() as record:
                log = ReviewLog(self.folder / REVIEWS)
                yield Reviewing(record, log, by, order=order, moved=self.decided().moved, **wanted)
        finally:
            # What was decided counts for whatever is asked of this case next.
            self.__dict__.pop("reviews", None)

    def review_tally(self, **wanted: Any) -> Tally:
        """Return how the review stands: decided claims, reviewers, changed readings, lost decisions."""
        from detente.record.tally import tally

        with self.reviewing("nobody", **wanted) as session:
            return tally(session)

    def documents(self) -> tuple[Document, ...]:
        """Return all documents, earliest first."""
        with self.record() as record:
            return tuple(record.documents())

    def headings(self) -> dict[str, Document]:
        """Return all documents by id, earliest first, without their texts."""
        with self.record() as record:
            return {one.id: one for one in record.documents(text=False)}

    def claims(self, **wanted: Any) -> tuple[Reviewed, ...]:
        """Return the claims with the decisions about them, in a stable order.

        Parameters
        ----------
        **wanted
            Which ones, see :class:`detente.record.filters.Filters`: ``actor="PRK"``,
            ``type=["AID", "YIELD"]``, ``since="2018-06"``, ``text='"joint drills"'``; all unless given.

        Raises
        ------
        StoreError
            ``D430`` and its neighbours when a filter has a value that nothing can have.
        """
        from detente.record.reviews import Reviewed

        found = self.search(self.filters(**wanted))
        return tuple(Reviewed(one.claim, one.review) for one in found)

    def search(
        self, filters: Filters, *, sort: Sort = "page", limit: int | None = None, offset: int = 0
    ) -> Iterator[Found]:
        """Yield the claims that filters choose, both as they stand and as they were read.

        Parameters
        ----------
        filters
            From :meth:`filters`, or made by hand.
        sort, limit, offset
            See :meth:`detente.record.store.Record.search`.
        """
        with self.record() as record:
            reviews = self.decided().reviews
            yield from record.search(
                filters, self.decisions(), reviews, sort=sort, limit=limit, offset=offset
            )

    def count(self, filters: Filters) -> int:
        """Return how many claims filters choose."""
        with self.record() as record:
            return record.count(filters, self.decisions(), self.decided().reviews)

    def facets(self, filters: Filters) -> Facets:
        """Return how the claims that filters choose spread over types, actors, months and the like."""
        with self.record() as record:
            return record.facets(filters, self.decisions(), self.decided().reviews)

    def filters(self, **wanted: Any) -> Filters:
        """Return filters as people mean them: actors by code or name, and nothing that cannot be.

        Parameters
        ----------
        **wanted
            As :meth:`detente.record.filters.Filters.of` takes it.

        Raises
        ------
        StoreError
            Every value that nothing in the record can have, with what may have been meant.
        """
        from detente.case.meaning import as_meant
        from detente.record.filters import Filters

        filters = Filters.of(**wanted)
        if not filters:
            return filters
        with self.record() as record:
            return as_meant(filters, record, self.decisions(), self.actors)

    def events(self) -> tuple[Event, ...]:
        """Return all events, made from the claims as people left them."""
        with self.record() as record:
            return record.grouping(self.decided().reviews).events

    def event_accounts(self, id: str | None = None) -> tuple[EventAccount, ...]:  # noqa: A002
        """Return the events with who says so, since when, why each claim is in them and where they differ.

        Parameters
        ----------
        id
            Only the event of this id, present or former; all of them unless given.

        Raises
        ------
        StoreError
            ``D408`` when there is no such event.
        """
        from detente.record.accounts import accounts

        with self.record() as record:
            return accounts(record, self.decided().reviews, id)

    def joins_set_aside(self) -> tuple[SetAside, ...]:
        """Return the joins of claims that could not be followed because a split forbids it."""
        from detente.record.accounts import joins_set_aside

        with self.record() as record:
            return joins_set_aside(record, self.decided().reviews)

    def why_apart(self, one: str, other: str) -> tuple[str, ...]:
        """Return why two claims are not in one event, in words; nothing where they are.

        Raises
        ------
        StoreError
            ``D408`` when there is no such claim, or a person rejected it.
        """
        from detente.record.accounts import apart

        with self.record() as record:
            return apart(record, self.decided().reviews, one, other)
