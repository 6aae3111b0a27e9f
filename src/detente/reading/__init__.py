"""From an article to claims: the text and its furniture, sentences, parties, acts, and how sure each is."""

from detente.reading.articles import claims, read
from detente.reading.documents import OpenedDocument, find_articles, open_document
from detente.reading.lexicon import Lexicon
from detente.reading.workers import articles

__all__ = [
    "READER",
    "Lexicon",
    "OpenedDocument",
    "articles",
    "claims",
    "find_articles",
    "open_document",
    "read",
]

READER = "3"
"""Version of the rules. A higher one lets documents of the record be read anew."""
