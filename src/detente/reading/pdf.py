"""The text of a PDF file, and what the file says of itself."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detente.reading.columns import paragraphs
from detente.reading.faults import refuse
from detente.reading.properties import Printed, usable

LIMIT_PAGES = 500
"""Pages that are still taken for one article or report."""
LIMIT_CHARACTERS = 5_000_000
"""Characters that are still taken for one article or report."""
_LIMIT_PAGE = 400_000
"""Characters of one page, blanks included: no page of paper holds so many."""
_PRINTS_PAGES = re.compile(r"mozilla|chrom|skia|safari|quartz|wkhtml|weasyprint|webkit|prince", re.I)
"""Programs that print a page of the web on some later day."""


def read_pdf(content: bytes, path: Path) -> Printed:
    """Take the text from a PDF file.

    Parameters
    ----------
    content
        The file's bytes.
    path
        The file, for messages.

    Returns
    -------
    Printed
        Paragraphs with a blank line between them, in reading order, and the file's own properties.

    Raises
    ------
    SourceError
        D205 for too many pages, D214 when pypdf is not installed, D217 for a broken file, D218 for one under
        a password, D219 for one that has only pictures of text.

    Notes
    -----
    Nothing in the file is run or fetched: scripts, forms, links and attachments are not looked at. Footnotes
    stay where the page has them.
    """
    try:
        import pypdf
    except ImportError:
        hint = "install the extra: pip install 'detente[read]'"
        raise refuse("D214", path, "PDF files need pypdf, which is not installed", hint) from None
    # It logs every oddity of a file; what matters is said once, here.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        locked = reader.is_encrypted and not reader.decrypt("")
        many = 0 if locked else len(reader.pages)
    except Exception as cause:  # its parser fails in many ways on a broken file
        if "crypt" in f"{type(cause).__name__} {cause}".lower():
            raise _locked(path) from cause
        raise _broken(path, cause) from cause
    if locked:
        raise _locked(path)
    if many > LIMIT_PAGES:
        message = f"the file has {many:,} pages, the limit is {LIMIT_PAGES}"
        raise refuse("D205", path, message, "take out the pages that matter")
    pages: list[str] = []
    for number in range(many):
        try:
            pages.append(_page_text(reader.pages[number]))
        except Exception as cause:
            raise _broken(path, cause, number + 1) from cause
        if len(pages[-1]) > _LIMIT_PAGE or sum(map(len, pages)) > LIMIT_CHARACTERS * 4:
            raise refuse(
                "D205", path, f"page {number + 1} has more text than a page can", "is it an article?"
            )
    found = paragraphs(pages)
    if not any(c.isalpha() for text in found for c in text):
        hint = "run it through text recognition (OCR), or save the article's text as .txt"
        raise refuse("D219", path, "the file has no text, only pictures of its pages", hint)
    try:
        values = _properties(reader.metadata or {})
    except Exception:  # unreadable properties are no reason to leave an article out
        values = {}
    return Printed("\n\n".join(found), values)


def _broken(path: Path, cause: Exception, page: int | None = None) -> Exception:
    where = f"page {page} of the file" if page else "the file"
    message = f"{where} cannot be read as PDF ({type(cause).__name__})"
    return refuse(
        "D217", path, message, "open it in a viewer and print it to a new PDF, or save its text as .txt"
    )


def _locked(path: Path) -> Exception:
    return refuse("D218", path, "the file is under a password", "save a copy without the password")


def _page_text(page: Any) -> str:
    """Return a page as rows of characters in their places.

    Text inside nested drawings is seen only by the plain way of reading, which keeps no places: where it
    finds clearly more, it is believed.
    """
    plain = str(page.extract_text())
    placed = str(page.extract_text(extraction_mode="layout", layout_mode_scale_weight=2.0))
    return placed if _letters(placed) * 10 >= _letters(plain) * 9 else plain


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _properties(given: Mapping[str, Any]) -> dict[str, str]:
    """Return what is of use among a file's properties, by front-matter key."""
    values = {
        key: str(given[name])
        for key, name in (("title", "/Title"), ("author", "/Author"))
        if given.get(name) is not None
    }
    by = f"{given.get('/Creator', '')} {given.get('/Producer', '')}"
    made = re.match(r"D:(\d{4})(\d\d)(\d\d)", str(given.get("/CreationDate", "")))
    if made and not _PRINTS_PAGES.search(by):
        values["made"] = "-".join(made.groups())
    return usable(values)
