"""From bytes to text, only where that is certain."""

from __future__ import annotations

import codecs
import os
import re
import stat
from pathlib import Path

from detente.errors import Fault
from detente.reading.faults import fault, refuse

LIMIT_BYTES = 5_000_000
"""Largest file that is read unless the caller says otherwise: about 800,000 words."""

_MAGIC = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a zip, Word or spreadsheet file",
    b"\xd0\xcf\x11\xe0": "an old Word or spreadsheet file",
    b"\x1f\x8b": "a gzip file",
    b"\x7fELF": "a program",
    b"SQLite format 3": "a database",
    b"{\\rtf": "a rich-text file",
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# In Windows-1252: quotation marks, dashes, ellipsis, euro, non-breaking space, pound, section, degree...
_WINDOWS_SIGNS = re.compile(rb"[\x80\x85\x91-\x97\xa0\xa3\xa7\xa9\xab\xae\xb0\xb7\xbb\xbd]")
# ... and letters beside a plain letter, as in a name. Two or more in a row are rather another encoding.
_WINDOWS_LETTERS = re.compile(
    rb"(?:(?<=[A-Za-z])[\x8a\x8e\x9a\x9e\x9f\xc0-\xff]|[\xc0-\xdf](?=[a-z]))(?![\x80-\xff])"
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{1,40})", re.IGNORECASE)
_UTF8 = "save the file as UTF-8"


def read_bytes(path: Path, limit_bytes: int) -> bytes:
    """Read a file, at most ``limit_bytes``.

    Raises
    ------
    SourceError
        D201 to D205.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise refuse("D202", path, "this is a folder", "name a file, or list the folder's files first")
        if not stat.S_ISREG(mode):
            raise refuse(
                "D203", path, "this is a device or pipe, not a file", "save the text to a file first"
            )
        with path.open("rb") as file:
            content = file.read(limit_bytes + 1)
            size = os.fstat(file.fileno()).st_size
    except FileNotFoundError:
        raise refuse("D201", path, "there is no such file", "check the name") from None
    except PermissionError:
        raise refuse("D203", path, "no permission to read the file", "change its permissions") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refuse("D203", path, f"the file cannot be read: {reason}") from None
    if len(content) > limit_bytes:
        raise refuse(
            "D205",
            path,
            f"the file has {size:,} bytes, the limit is {limit_bytes:,}",
            "split it, or keep the article alone",
        )
    if not content.strip():
        raise refuse("D204", path, "the file is empty" if not content else "the file has only blanks")
    return content


def decode(content: bytes, path: Path, html: bool = False) -> tuple[str, tuple[Fault, ...]]:
    r"""Decode a file's bytes and normalise its line ends to ``\n``; a byte-order mark is dropped.

    Parameters
    ----------
    content
        The bytes.
    path
        The file, for messages.
    html
        Whether a ``charset`` the page declares is believed.

    Returns
    -------
    text, warnings
        The text; a warning when the encoding was not declared and is not UTF-8.

    Raises
    ------
    SourceError
        D204 when only blanks remain, D206 for what is not text, D207 when the encoding cannot be told.
    """
    kind = next((kind for magic, kind in _MAGIC.items() if content.startswith(magic)), None)
    if kind:
        ending = next((e for e, what in ((".pdf", "PDF"), (".docx", "zip, Word")) if what in kind), "")
        hint = f"give it the ending {ending}" if ending else "save the article as plain text"
        raise refuse("D206", path, f"this is {kind}, not text", hint)
    text, warnings = _characters(content, path, html)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise refuse("D204", path, "the file has only blanks")
    control = _CONTROLS.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        message = f"character {ord(control.group()):#04x} is no text, the file looks binary"
        raise refuse("D206", path, message, "save the article as plain text", line)
    return text, warnings


def _characters(content: bytes, path: Path, html: bool) -> tuple[str, tuple[Fault, ...]]:
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            try:
                return content[len(bom) :].decode(encoding), ()
            except UnicodeDecodeError as error:
                message = f"the file says it is {encoding} but byte {error.start:,} is not"
                raise refuse("D207", path, message, _UTF8) from None
    if b"\x00" in content:
        hint = f"if it is UTF-16 without a byte-order mark, {_UTF8}"
        raise refuse("D206", path, "the file has zero bytes, it looks binary", hint)
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        broken = error.start
    declared = _META_CHARSET.search(content[:4096]) if html else None
    if declared:
        try:
            return content.decode(declared.group(1).decode("ascii")), ()
        except (LookupError, UnicodeDecodeError):
            pass
    rest = _WINDOWS_LETTERS.sub(b"", _WINDOWS_SIGNS.sub(b"", content))
    high = len(content) - len(rest)
    if any(byte > 127 for byte in rest) or high * 20 > len(content):
        line = content.count(b"\n", 0, broken) + 1
        message = f"byte {broken:,} ({content[broken]:#04x}) is not UTF-8, and no other encoding is certain"
        raise refuse("D207", path, message, _UTF8, line)
    message = "the file is not UTF-8; it was read as Windows-1252"
    return content.decode("cp1252"), (fault("D207", path, message, _UTF8, severity="warning"),)
