"""From an article to claims: the text and its furniture, sentences, parties, acts, and how sure each is."""

from __future__ import annotations

from collections.abc import Iterator

from detente.reading.documents import OpenedDocument, find_articles, open_document
from detente.record.types import Claim
from detente.vocabulary.actors import Actors

__all__ = ["READER", "OpenedDocument", "claims", "find_articles", "open_document"]

READER = "1"
"""Version of the rules. A higher one lets documents of the record be read anew."""


def claims(opened: OpenedDocument, actors: Actors) -> Iterator[Claim]:
    """Read the claims of an opened article.

    Parameters
    ----------
    opened
        From :func:`open_document`.
    actors
        Who is who, the names of the case first.

    Yields
    ------
    Claim
        Down the page.
    """
    from detente.reading.reader import claims_of

    document = opened.document
    passages = ((opened.plain(passage), passage.start) for passage in opened.passages)
    yield from claims_of(document.id, document.text, passages, actors, published=document.published)
