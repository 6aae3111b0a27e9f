"""What an office program wrote into a file about it, as far as it is of use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint)\b.*|untitled.*|document\d*|layout ?\d*|slide ?\d*|title|draft"
    r"|new document.*|.*\.(?:docx?|pdf|indd|qxp|qxd|odt|rtf|txt|tex|dvi|html?|xlsx?|pptx?)|\S*|about:blank",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"administrator|admin|user|owner|author|unknown|python-docx|microsoft.*|windows.*|hp|dell|lenovo|default|guest"
    r"|office.*|anonymous|root|\W*|\S*@\S*|\S*\d\S*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Printed:
    """A document of an office program: its text with a blank line between paragraphs, and its properties.

    ``values`` has ``title`` and ``author`` as front matter has them, and ``made``, the day the file was made.
    """

    text: str
    values: Mapping[str, str] = field(default_factory=dict)


def usable(values: Mapping[str, str]) -> dict[str, str]:
    """Leave out the titles and authors that programs fill in by themselves.

    Examples
    --------
    >>> usable({"title": "Microsoft Word - draft3.doc", "author": "Rupert Hentzau"})
    {'author': 'Rupert Hentzau'}
    """
    kept = {key: " ".join(value.split())[:500] for key, value in values.items()}
    refused = {"title": _NO_TITLE, "author": _NO_AUTHOR}
    return {
        key: value
        for key, value in kept.items()
        if value and value.isprintable() and not (key in refused and refused[key].fullmatch(value))
    }
