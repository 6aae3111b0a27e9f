"""How what is known of a document was found, in words: who distrusts a date can see where it comes from."""

from __future__ import annotations

from detente.record.types import Document

_DATED = {
    "front matter": "its front matter",
    "meta tag": "a meta tag of the page",
    "date line": "its date line",
    "dateline": "its dateline",
    "file properties": "its file's properties",
    "day the file was made": "the day its file was made",
}


def dated_by(document: Document) -> str | None:
    """Return what a document is dated by, such as ``dated by its dateline``; ``None`` for one without a date.

    Examples
    --------
    >>> from datetime import date
    >>> dated_by(Document("00ff", "", "a.txt", published=date(2021, 3, 4), published_how="dateline"))
    'dated by its dateline'
    """
    if document.published is None:
        return None
    how = document.published_how
    return f"dated by {_DATED.get(how, how)}" if how else "how it was dated is not known"


def found_by(document: Document) -> str:
    """Return how title, outlet and author were found, nothing where that is not known.

    Examples
    --------
    >>> found_by(Document("00ff", "", "a.txt", title="A thaw", title_how="first line", author_how="byline"))
    'title from first line, author from byline'
    """
    return ", ".join(f"{what} from {how}" for what, how in document.found.items() if what != "date")
