"""Rows that lead back to a sentence: a claim with its document, its words, and what a person decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from detente.record.context import context_of
from detente.record.exporting.types import Column, Table, jsonable
from detente.record.search import Found
from detente.record.types import Claim, Document

AROUND = 32
"""As many characters before and after a quote are kept, to find it again in a text that has changed."""

_DOCUMENT = (
    Column("document"),
    Column("document_name"),
    Column("title"),
    Column("outlet"),
    Column("published", "day"),
    Column("url"),
    Column("origin"),
)
_FIELDS_OF_A_DOCUMENT = ("id", "name", "title", "outlet", "published", "url", "origin")
_PLACE = (
    Column("sentence", "integer"),
    Column("quote"),
    Column("start", "integer"),
    Column("end", "integer"),
    Column("clause_start", "integer"),
    Column("clause_end", "integer"),
    Column("prefix"),
    Column("suffix"),
)
_SAID = (
    Column("actor", "codes"),
    Column("actor_name"),
    Column("actor_role"),
    Column("target", "codes"),
    Column("target_name"),
    Column("type"),
    Column("modality"),
    Column("negated", "truth"),
    Column("attribution"),
    Column("certainty", "number"),
    Column("date_from", "day"),
    Column("date_to", "day"),
    Column("issue"),
    Column("polarity"),
    Column("concession_by", "codes"),
    Column("concession_to", "codes"),
    Column("rule"),
)
_DECIDED = (
    Column("decision"),
    Column("decided_by"),
    Column("decided_at"),
    Column("note"),
    Column("as_read", "json"),
)
CLAIM_COLUMNS = (Column("id"), *_SAID, *_PLACE, *_DOCUMENT, *_DECIDED)
"""What is carried out of a claim: as it stands after review, and what was read where a person changed it."""
EVIDENCE_COLUMNS = (
    Column("evidence", "integer"),
    Column("claim"),
    *_PLACE,
    *_DOCUMENT,
    *_DECIDED,
)
"""What stands beside anything else that is carried out: the claims it rests on, one a row, counted from 1."""

Source = Callable[[str], Document]


class Evidence:
    """Makes rows of claims; looks up each document as it comes by.

    Parameters
    ----------
    document
        Returns a document with its text by its id.
    context
        How much to add in a column ``context``: so many characters on either side of the sentence,
        ``paragraph``, or nothing.
    """

    def __init__(self, document: Source, context: int | str | None = None) -> None:
        self._document = lru_cache(maxsize=64)(document)
        self._context = context

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns of a row of :meth:`claim`."""
        return (*CLAIM_COLUMNS, Column("context")) if self._context is not None else CLAIM_COLUMNS

    def claim(self, found: Found) -> tuple[Any, ...]:
        """Return a row of :data:`CLAIM_COLUMNS`."""
        said = tuple(getattr(found.claim, column.name) for column in _SAID)
        row = (found.claim.id, *said, *self._traced(found))
        return (*row, self.around(found.claim)) if self._context is not None else row

    def beside(self, nth: int, found: Found) -> tuple[Any, ...]:
        """Return a row of :data:`EVIDENCE_COLUMNS`."""
        return (nth, found.claim.id, *self._traced(found))

    def table(self, found: Iterable[Found], about: Mapping[str, Any]) -> Table:
        """Return a table of claims; rows are made as they are read."""
        return Table("claims", self.columns, map(self.claim, found), about)

    def around(self, claim: Claim) -> str:
        """Return the words around a claim's sentence, with the sentence."""
        return words_around(claim, self._document(claim.document), self._context)

    def _traced(self, found: Found) -> tuple[Any, ...]:
        claim, review = found.claim, found.review
        source = self._document(claim.document)
        before = source.text[max(0, claim.start - AROUND) : claim.start]
        after = source.text[claim.end : claim.end + AROUND]
        place = (claim.sentence, claim.quote, claim.start, claim.end, claim.clause_start, claim.clause_end)
        decided = (review.by, review.at, review.note) if review else (None, None, None)
        return (*place, before, after, *_told(source), found.decision, *decided, _as_read(found))


def words_around(claim: Claim, document: Document, context: int | str | None) -> str:
    """Return a claim's sentence with its surroundings.

    Parameters
    ----------
    claim, document
        A claim and its document with the text.
    context
        So many characters on either side, or ``paragraph``.
    """
    if isinstance(context, int):
        return document.text[max(0, claim.start - context) : claim.end + context]
    return context_of(claim, document).text


def no_evidence() -> tuple[None, ...]:
    """Return a row of :data:`EVIDENCE_COLUMNS` for what rests on no claim."""
    return (None,) * len(EVIDENCE_COLUMNS)


def _as_read(found: Found) -> dict[str, Any] | None:
    """Return the fields that a person changed, as the machine had read them."""
    names = Claim.__slots__
    changed = {
        name: jsonable(getattr(found.read, name))
        for name in names
        if getattr(found.read, name) != getattr(found.claim, name)
    }
    return changed or None


def document_rows(documents: Iterable[Document], claims: Mapping[str, int]) -> Iterator[tuple[Any, ...]]:
    """Yield rows of :data:`DOCUMENT_COLUMNS`: every document with the number of its claims."""
    for one in documents:
        yield (*_told(one), one.author, *(getattr(one, name) for name in _HOW), claims.get(one.id, 0))


def _told(document: Document) -> tuple[Any, ...]:
    """Return a row of the columns that tell of a document."""
    return tuple(getattr(document, name) for name in _FIELDS_OF_A_DOCUMENT)


_HOW = ("published_how", "title_how", "outlet_how", "author_how")
DOCUMENT_COLUMNS = (*_DOCUMENT, Column("author"), *map(Column, _HOW), Column("claims", "integer"))
"""What is carried out of a document, with how its day, title, outlet and author were found."""
