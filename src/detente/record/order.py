"""The one order in which claims are listed everywhere: oldest document first, then down the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from detente.record.sightings import Told
from detente.record.types import Document

Key = tuple[bool, date, str, int, int, str]


def publication_days(documents: Iterable[Document]) -> dict[str, date | None]:
    """Return the day of publication of each document by its id."""
    return {document.id: document.published for document in documents}


def place_of(claim: Told, published: Mapping[str, date | None]) -> Key:
    """Return what to sort a claim by.

    Parameters
    ----------
    claim
        The claim.
    published
        Day of publication by document id; a document without a day comes after all others.

    Notes
    -----
    Day of publication, document id, start of the sentence, start of the clause, claim id: a total order
    that does not depend on the order in which anything was read.
    """
    day = published.get(claim.document)
    return (day is None, day or date.max, claim.document, claim.start, claim.clause_start, claim.id)
