"""From a file to its text and to what the file says of itself, whatever kind of file it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from detente.errors import Fault
from detente.reading.decode import LIMIT_BYTES, decode, read_bytes
from detente.reading.docx import read_docx
from detente.reading.faults import refuse
from detente.reading.front_matter import front_matter
from detente.reading.html import read_page
from detente.reading.pdf import read_pdf
from detente.reading.properties import Printed

LIMIT_PRINTED_BYTES = 40_000_000
"""Largest PDF or Word file that is read unless the caller says otherwise: most of it is pictures."""


@dataclass(frozen=True, slots=True)
class Source:
    r"""A text and what its file says of it.

    Parameters
    ----------
    content
        The file's bytes.
    text
        The text, line ends as ``\n``.
    start
        Where the article begins, after front matter.
    values
        ``title``, ``date``, ``author``, ``outlet``, ``url`` as far as the file says them, and ``made``, the
        day the file itself was made.
    says
        Where in the file the values stand.
    lines
        Line number of a value, from 1.
    markdown
        Whether the text has Markdown marks.
    warnings
        What was not understood.
    """

    content: bytes
    text: str
    start: int = 0
    values: Mapping[str, str] = field(default_factory=dict)
    says: str = "front matter"
    lines: Mapping[str, int] = field(default_factory=dict)
    markdown: bool = False
    warnings: tuple[Fault, ...] = ()


def _read_text(path: Path, limit_bytes: int | None) -> Source:
    content = read_bytes(path, limit_bytes or LIMIT_BYTES)
    text, warnings = decode(content, path)
    head = front_matter(text, str(path))
    markdown = path.suffix.lower() in _MARKDOWN
    return Source(
        content,
        text,
        head.end,
        head.values,
        "front matter",
        head.lines,
        markdown,
        (*warnings, *head.warnings),
    )


def _read_html(path: Path, limit_bytes: int | None) -> Source:
    content = read_bytes(path, limit_bytes or LIMIT_BYTES)
    text, warnings = decode(content, path, html=True)
    page = read_page(text, path)
    return Source(content, page.text, values=page.values, says="meta tag", warnings=warnings)


def _printed(read: Callable[[bytes, Path], Printed]) -> Callable[[Path, int | None], Source]:
    def read_file(path: Path, limit_bytes: int | None) -> Source:
        content = read_bytes(path, limit_bytes or LIMIT_PRINTED_BYTES)
        printed = read(content, path)
        return Source(content, printed.text, values=printed.values, says="file properties")

    return read_file


_MARKDOWN = (".md", ".markdown")
_READERS: Mapping[str, Callable[[Path, int | None], Source]] = {
    **dict.fromkeys((".txt", ".text", *_MARKDOWN), _read_text),
    **dict.fromkeys((".html", ".htm", ".xhtml"), _read_html),
    ".pdf": _printed(read_pdf),
    ".docx": _printed(read_docx),
}
SUFFIXES = tuple(_READERS)
"""Endings of the files that are read, in any letter case."""


def read_source(path: Path, limit_bytes: int | None) -> Source:
    """Read a file by the ending of its name.

    Raises
    ------
    SourceError
        One fault that says what is wrong and what to do.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        if not path.is_file():
            read_bytes(path, LIMIT_BYTES)  # says what it is instead
        ending = path.suffix.lower()
        message = f"files ending in {ending or 'nothing'} are not read"
        hint = f"use one of {', '.join(SUFFIXES)}"
        if ending in (".doc", ".docm", ".odt", ".rtf", ".pages"):
            hint = "save a copy as .docx or .pdf"
        raise refuse("D208", path, message, hint)
    return reader(path, limit_bytes)
