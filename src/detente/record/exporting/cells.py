"""Cells of spreadsheets: lists as text, and words that a spreadsheet must not take for a formula."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

# What makes Excel, LibreOffice or Google Sheets calculate, and the full-width forms that some of them accept.
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "'"


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula; :func:`original` is the way back.

    Notes
    -----
    A text that begins like a formula gets an apostrophe before it, and so does one that begins with an
    apostrophe; all others stay as they are.

    Examples
    --------
    >>> harmless("=1+1"), harmless("'tis"), harmless("a=b")
    ("'=1+1", "''tis", 'a=b')
    """
    return _MARK + text if text.startswith((_MARK, *_STARTS_FORMULA)) else text


def original(cell: str) -> str:
    """Return the text that :func:`harmless` made a cell of.

    >>> original("'=1+1")
    '=1+1'
    """
    return cell.removeprefix(_MARK)


def as_text(value: Any) -> str:
    """Return a cell as text: codes joined by ``"; "``, yes and no, ISO days, nothing for ``None``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return harmless("; ".join(map(str, value)))
    if isinstance(value, dict):
        return harmless(json.dumps(value, ensure_ascii=False))
    if isinstance(value, date):
        return value.isoformat()
    return harmless(value) if isinstance(value, str) else str(value)
