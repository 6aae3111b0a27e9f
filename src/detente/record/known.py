"""What was known by a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from detente.record.types import Claim, Document

ARTICLE = "article"
"""Origin of a document that was read; any other origin names an import format."""


def known_by(day: date | None, claims: Iterable[Claim], documents: Iterable[Document]) -> Iterator[Claim]:
    """Yield the claims that were known by the end of a day, in the order given.

    Parameters
    ----------
    day
        The day; ``None`` stands for no limit, and everything is yielded.
    claims
        Any claims.
    documents
        The documents they come from, with or without their texts.

    Notes
    -----
    What somebody could know on a day must not depend on what was found out later, so doubt counts against:

    - A claim of an article counts when the article was published by the day *and* what it dates had begun by
      then. A claim without a date counts with its article.
    - An article without a day of publication counts for no day, nor does a claim whose document is missing.
    - An imported row counts from its own date on, whenever its file was written; one that lasts
      several days from its last day on, since a row usually tells how the matter ended. A row without a date
      counts for no day.

    Examples
    --------
    >>> list(known_by(date(2019, 2, 28), [], []))
    []
    """
    if day is None:
        yield from claims
        return
    read, rows = _open_on(day, documents)
    for claim in claims:
        if claim.document in read:
            known = claim.date_from is None or claim.date_from <= day
        else:
            known = claim.document in rows and claim.date_to is not None and claim.date_to <= day
        if known:
            yield claim


def _open_on(day: date, documents: Iterable[Document]) -> tuple[set[str], set[str]]:
    """Return the ids of the articles published by a day, and those of the documents that hold rows."""
    by_id = {document.id: document for document in documents}
    rows = {key for key, document in by_id.items() if document.origin != ARTICLE}
    read = {
        key
        for key, document in by_id.items()
        if key not in rows and document.published is not None and document.published <= day
    }
    return read, rows
