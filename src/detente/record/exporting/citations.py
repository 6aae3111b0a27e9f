"""Cite documents: BibTeX and CSL JSON (Zotero, pandoc, LaTeX)."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from typing import IO, Any

from detente.record.known import ARTICLE
from detente.record.types import Document

# A backslash and braces by name: BibTeX counts braces even where a backslash is before them.
_LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{c: "\\" + c for c in "$&#_%"},
    }
)
_NOT_IN_URLS = re.compile(r"[\s{}\\\x00-\x1f]")


def citation_key(document: Document) -> str:
    """Return the key of a document: outlet, year, and the beginning of its id, so it never changes.

    Examples
    --------
    >>> citation_key(Document("3fa2c1d4e5", "", "a.txt", outlet="The Wire"))
    'the-wire-nd-3fa2c1d4'
    """
    bare = unicodedata.normalize("NFKD", document.outlet or document.name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", bare.lower()).strip("-")[:40].strip("-")
    year = str(document.published.year) if document.published else "nd"
    rest = re.sub(r"[^A-Za-z0-9]", "", document.id)[:8]
    return "-".join(part for part in (slug, year, rest) if part)


def write_bibtex(documents: Iterable[Document], stream: IO[str]) -> None:
    """Write a BibTeX entry a document, in the order given; letters of all scripts stay as they are.

    An author is written as one name, since the record does not know where a name ends and the next begins.
    """
    for document in documents:
        fields = {
            "title": _latex(document.title or document.name),
            "author": f"{{{_latex(document.author)}}}" if document.author else None,
            "journal": _latex(document.outlet) if document.outlet else None,
            "year": str(document.published.year) if document.published else None,
            "month": str(document.published.month) if document.published else None,
            "day": str(document.published.day) if document.published else None,
            "url": _url(document.url) if document.url else None,
            "note": f"SHA-256 {_latex(document.id)}",
        }
        kind = "article" if document.outlet else "misc"
        lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
        stream.write(f"@{kind}{{{citation_key(document)},\n" + ",\n".join(lines) + "\n}\n\n")


def write_csl(documents: Iterable[Document], stream: IO[str]) -> None:
    """Write a CSL JSON list with one item a document, in the order given."""
    json.dump([_item(document) for document in documents], stream, ensure_ascii=False, indent=1)
    stream.write("\n")


def _item(document: Document) -> dict[str, Any]:
    day = document.published
    kind = "dataset" if document.origin != ARTICLE else "article-newspaper" if document.outlet else "document"
    item: dict[str, Any] = {
        "id": citation_key(document),
        "type": kind,
        "title": document.title or document.name,
        "container-title": document.outlet,
        "author": [{"literal": document.author}] if document.author else None,
        "issued": {"date-parts": [[day.year, day.month, day.day]]} if day else None,
        "URL": document.url,
        "note": f"SHA-256 {document.id}",
    }
    return {name: value for name, value in item.items() if value is not None}


def _latex(text: str) -> str:
    # One run of characters: an empty line would end the entry.
    plain = "".join(" " if unicodedata.category(c) == "Cc" else c for c in text)
    return " ".join(plain.split()).translate(_LATEX)


def _url(url: str) -> str:
    return _NOT_IN_URLS.sub(lambda c: "".join(f"%{byte:02X}" for byte in c[0].encode()), url.strip())
