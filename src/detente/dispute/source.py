"""The text of a case file and the way from an offset in it to a line, a column and a caret."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from detente.dispute.faults import FaultList, legible
from detente.dispute.limits import MAX_BYTES
from detente.errors import Place

_FOREIGN_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


class Source:
    """A file's text with line ends made alike, so that columns are the same on every system."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self._lines: dict[int, str] = {}
        self.written = text
        self.text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        while (end := self.text.find("\n", starts[-1])) >= 0:
            starts.append(end + 1)
        return starts

    def place(self, start: int, end: int) -> Place:
        """Return the place of ``text[start:end]``, cut to the line it begins on."""
        line = bisect_right(self._starts, start) - 1
        first = self._starts[line]
        whole = self._line(line, first)
        column = start - first
        part = whole[column : max(column + 1, end - first)].rstrip()
        return Place(self.file, line + 1, column + 1, max(1, len(part)), whole)

    def _line(self, line: int, first: int) -> str:
        """Return a line fit to be shown; kept, because a long line may be at fault many times."""
        if line not in self._lines:
            last = self.text.find("\n", first)
            whole = self.text[first : len(self.text) if last < 0 else last]
            self._lines[line] = legible(whole, keep="\t\u200c\u200d")
        return self._lines[line]

    def whole(self) -> Place:
        """Return the place that means the file as a whole."""
        return Place(self.file)


def decode(content: bytes, file: str, faults: FaultList) -> Source | None:
    """Return the text of a file, or tell why it is none."""
    whole = Place(file)
    if len(content) > MAX_BYTES:
        faults.add(
            "D102",
            f"the file is larger than {MAX_BYTES:,} bytes",
            whole,
            "keep articles and event data beside the case file, not in it",
        )
        return None
    for mark, name in _FOREIGN_MARKS.items():
        if content.startswith(mark):
            faults.add("D103", f"the file is {name}, case files are UTF-8", whole, "save it as UTF-8")
            return None
    try:
        return Source(file, content.decode("utf-8"))
    except UnicodeDecodeError as error:
        sound = Source(file, content[: error.start].decode("utf-8") + "\ufffd")
        place = sound.place(len(sound.text) - 1, len(sound.text))
        byte = content[error.start]
        faults.add("D103", f"byte 0x{byte:02x} is not UTF-8 text", place, "save the file as UTF-8")
        return None


def offsets_in_source(raw: str, value: str, style: str | None) -> Sequence[int]:
    """Return where in ``raw`` each character of a scalar's ``value`` stands, and its end as the last entry.

    Parameters
    ----------
    raw
        The scalar as written: quotes, escapes, indentation and all.
    value
        What it means.
    style
        ``None`` plain, ``'`` or ``"`` quoted, ``|`` or ``>`` block.

    Notes
    -----
    YAML only ever drops or folds white space and rewrites escapes, so the two are walked side by side:
    O(len(raw)).
    """
    at = raw.find("\n") + 1 if style in ("|", ">") else (1 if style in ("'", '"') else 0)
    found = []
    for character in value:
        while at < len(raw) and raw[at].isspace() and raw[at] != character and not character.isspace():
            at += 1
        while style == '"' and raw.startswith("\\\n", at):
            at += 2 + len(raw[at + 2 :]) - len(raw[at + 2 :].lstrip(" \t"))
        found.append(min(at, len(raw)))
        if style == '"' and raw.startswith("\\", at):
            at += {"x": 4, "u": 6, "U": 10}.get(raw[at + 1 : at + 2], 2)
        elif style == "'" and raw.startswith("''", at):
            at += 2
        elif character.isspace():
            # A folded line end: the single blank stands for the whole run of white space as written.
            run = at
            while run < len(raw) and raw[run].isspace():
                run += 1
            at = run if "\n" in raw[at:run] else min(at + 1, run)
        else:
            at += 1
    found.append(min(at, len(raw)))
    return found
