"""The facts of a case: what was read or imported, and what people decided about it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.case.folder import ARTICLES, LEXICON, RECORD, REVIEWS
from detente.case.judgement import Judgement
from detente.errors import Fault, Place, SourceError
from detente.progress import SILENT, Progress

if TYPE_CHECKING:
    from detente.reading import Lexicon
    from detente.record.importing.types import Imported
    from detente.record.reviewlog import LogContent
    from detente.record.reviews import Reviewed
    from detente.record.store import Record
    from detente.record.types import Document, Event, Review
    from detente.vocabulary.actors import Actors


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """What a reading of the articles did.

    ``read`` counts the documents newly read, ``known`` those already in the record, ``claims`` the claims of
    the newly read; ``faults`` tell of files that could not be used.
    """

    read: int
    known: int
    claims: int
    faults: tuple[Fault, ...]


class Facts(Judgement):
    """The half of a case that was reported; see :class:`detente.case.Case`."""

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

    def read(self, *, again: bool = False, progress: Progress = SILENT) -> ReadSummary:
        """Read the articles of the case into its record.

        An article is written with all its claims or not at all, so a reading that is killed goes on where it
        stopped. Known articles are skipped unless ``again``, or the names in the case file have changed, or
        the reader has.
        """
        from detente.reading import READER, claims, find_articles, open_document
        from detente.record.types import content_hash

        actors, lexicon = self.actors(), self.lexicon()
        # What was read with other names or words, or by an older reader, is read anew; decisions stay.
        names = sorted((a.code, a.name, *a.also) for a in self.dispute.actors) if self.dispute else []
        own = (self.folder / LEXICON).read_bytes() if lexicon else b""
        reader = f"{READER}-{content_hash(repr(names).encode() + own)[:8]}"
        faults: list[Fault] = []
        read = known = found = 0
        paths = find_articles([self.folder / ARTICLES])
        progress.start(len(paths), "reading")
        with self.record(write=True) as record:
            for path in paths:
                try:
                    opened = open_document(path)
                    if not again and record.has_document(opened.document.id, reader=reader):
                        known += 1
                    else:
                        made = tuple(claims(opened, actors, lexicon))
                        record.add_document(opened.document, made, reader=reader)
                        read, found = read + 1, found + len(made)
                except SourceError as error:
                    faults += error.faults
                progress.advance()
        return ReadSummary(read, known, found, tuple(faults))

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

    def import_chronology(self, path: str | os.PathLike[str]) -> Imported:
        """Import dated facts, one JSON object a line, into the record; twice adds nothing."""
        from detente.record.importing.chronology import read_chronology

        imported = read_chronology(Path(path))
        with self.record(write=True) as record:
            record.add_import(imported)
        return imported

    @cached_property
    def reviews(self) -> LogContent:
        """What the review log holds: the decisions, and warnings about lines that cannot be used."""
        from detente.record.reviewlog import ReviewLog

        return ReviewLog(self.folder / REVIEWS).content()

    def decisions(self) -> Mapping[str, Review]:
        """Return the decision that stands for each claim, by claim id."""
        from detente.record.reviews import latest

        return latest(self.reviews.reviews)

    def orphans(self) -> tuple[Review, ...]:
        """Return the decisions about claims that are not in the record."""
        from detente.record.reviews import orphans

        with self.record() as record:
            return orphans(self.reviews.reviews, record.claim_ids())

    def documents(self) -> tuple[Document, ...]:
        """Return all documents, earliest first."""
        with self.record() as record:
            return tuple(record.documents())

    def claims(self, **wanted: Any) -> tuple[Reviewed, ...]:
        """Return the claims with the decisions about them, in a stable order.

        Parameters
        ----------
        **wanted
            ``actor``, ``target``, ``type``, ``since``, ``until``, ``document``: see
            :meth:`detente.record.store.Record.claims`.
        """
        from detente.record.reviews import apply

        with self.record() as record:
            return tuple(apply(record.claims(**wanted), self.reviews.reviews))

    def claim_rows(self, **wanted: Any) -> Iterator[dict[str, Any]]:
        """Yield the claims as the machine read them, JSON-ready, with the decision under ``review``."""
        decisions = self.decisions()
        with self.record() as record:
            for claim in record.claims(**wanted):
                review = decisions.get(claim.id)
                yield claim.to_dict() | {"review": review.to_dict() if review else None}

    def events(self) -> tuple[Event, ...]:
        """Return all events, made from the claims as people left them."""
        with self.record() as record:
            return record.grouping(self.reviews.reviews).events
