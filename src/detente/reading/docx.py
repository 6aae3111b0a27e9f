"""The text of a Word file (.docx), and what the file says of itself."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from detente.reading.faults import refuse
from detente.reading.properties import Printed, usable

LIMIT_PARTS = 5_000
"""Parts of a file that is still taken for an article or report."""
LIMIT_TEXT_BYTES = 40_000_000
"""Size of the unpacked text with its markup that is still taken for an article or report."""
_LIMIT_PACKED = 300
"""How many times larger than packed a part may be; prose packs to a fifth or so, markup to a fiftieth."""
_DEEPEST = 4
"""Tables within tables that are looked into."""
_TEMPLATE = date(2013, 12, 23)
"""The day python-docx gives to every file it makes."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_SENTENCE_WORDS = 6
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_NOT_READ = frozenset({f"{_WORD}{name}" for name in ("del", "moveFrom", "txbxContent", "instrText", "pPr")})
_BREAKS = {f"{_WORD}tab": " ", f"{_WORD}br": "\n", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}


def read_docx(content: bytes, path: Path) -> Printed:
    """Take the text from a Word file.

    Parameters
    ----------
    content
        The file's bytes.
    path
        The file, for messages.

    Returns
    -------
    Printed
        Paragraphs with a blank line between them, and the file's own properties.

    Raises
    ------
    SourceError
        D205 for a file too large when unpacked, D214 when python-docx is not installed, D218 for a file under
        a password, D220 for a broken file or one that is no Word document.

    Notes
    -----
    Headers, footers, notes and text boxes are left out, tracked changes are read as accepted, and of tables
    only cells with a whole sentence. Macros are never run: a file that has them is refused.
    """
    try:
        import docx
    except ImportError:
        hint = "install the extra: pip install 'detente[read]'"
        raise refuse("D214", path, "Word files need python-docx, which is not installed", hint) from None
    _check_size(content, path)
    try:
        opened = docx.Document(io.BytesIO(content))
        paragraphs = [text for text in _paragraphs(opened, 0) if text]
    except Exception as cause:  # its parsers fail in many ways on a broken file
        if "macroEnabled" in str(cause):
            hint = "save a copy as .docx without macros"
            raise refuse("D220", path, "this is a Word file with macros", hint) from cause
        raise _broken(path, type(cause).__name__) from cause
    try:
        values = _properties(opened)
    except Exception:  # unreadable properties are no reason to leave an article out
        values = {}
    return Printed("\n\n".join(paragraphs), values)


def _check_size(content: bytes, path: Path) -> None:
    """Refuse what is no Word file, or unpacks to more than an article, before anything is unpacked."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        message = "the file is an old Word file, or under a password"
        raise refuse("D218", path, message, "save a copy as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, EOFError) as cause:
        raise _broken(path, type(cause).__name__) from cause
    if any(part.flag_bits & 1 for part in parts):
        raise refuse("D218", path, "the file is under a password", "save a copy without the password")
    text = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
    size = sum(part.file_size for part in text)
    swollen = any(p.file_size > max(p.compress_size * _LIMIT_PACKED, 1_000_000) for p in parts)
    if len(parts) > LIMIT_PARTS or size > LIMIT_TEXT_BYTES or swollen:
        message = f"unpacked, the file has {len(parts):,} parts and {size:,} bytes of text"
        raise refuse("D205", path, message, "keep the article alone")


def _broken(path: Path, why: str) -> Exception:
    message = f"the file cannot be read as a Word document ({why})"
    return refuse("D220", path, message, "open it in Word and save it again as .docx")


def _paragraphs(within: Any, depth: int) -> Iterator[str]:
    """Yield the texts of a document or table cell in order."""
    for item in within.iter_inner_content():
        if hasattr(item, "rows"):
            yield from _cells(item, depth + 1) if depth < _DEEPEST else ()
        else:
            yield from _lines("".join(_words(item._p)))


def _cells(table: Any, depth: int) -> Iterator[str]:
    """Yield what the cells of a table tell in sentences; a cell that spans several is read once."""
    seen: set[Any] = set()
    for row in table.rows:
        for cell in row.cells:
            if cell._tc not in seen:
                seen.add(cell._tc)
                yield from filter(_says_something, _paragraphs(cell, depth))


def _says_something(text: str) -> bool:
    return len(text.split()) >= _SENTENCE_WORDS and _SENTENCE_END.search(text[-8:]) is not None


def _lines(text: str) -> Iterator[str]:
    # A line broken by hand twice is a new paragraph; once it is only a line.
    for part in re.split(r"\n\s*\n", text):
        yield " ".join(part.split())


def _words(element: Any) -> Iterator[str]:
    """Yield the text of a paragraph, tracked insertions and links included, deletions not."""
    for child in element:
        if child.tag == f"{_WORD}t":
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif (
            child.tag not in _NOT_READ and isinstance(child.tag, str) and not child.tag.endswith("}Fallback")
        ):
            yield from _words(child)


def _properties(opened: Any) -> dict[str, str]:
    given = opened.core_properties
    values = {"title": given.title or "", "author": given.author or ""}
    if not values["title"]:
        titles = (p.text for p in opened.paragraphs[:5] if p.style is not None and p.style.name == "Title")
        values["title"] = next(titles, "")
    if given.created is not None and given.created.date() != _TEMPLATE:
        values["made"] = given.created.date().isoformat()
    return usable(values)
