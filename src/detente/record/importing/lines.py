"""Cut a stream of bytes into lines of text, in blocks, without losing or merging any."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from detente.record.importing.types import BadRow

BLOCK = 8 << 20
"""Bytes read at a time."""
MOST_LINE = 1 << 20
"""Longest line read, in bytes."""
KEPT_OF_LINE = 1000
"""Characters kept of a line that is set aside."""
BROKEN, ZERO, LONG = "broken encoding", "a zero byte", "a line too long"


class Stream(Protocol):
    """Anything that gives bytes."""

    def read(self, size: int, /) -> bytes:
        """Return at most ``size`` bytes, none at the end."""


@dataclass(frozen=True, slots=True)
class Block:
    r"""Some lines in a row.

    Parameters
    ----------
    first
        Number of the first of them, from 1.
    text
        The lines, joined by ``\n`` and without carriage returns at their ends; those that are bad are empty.
    bad
        Lines that are no text, with one of :data:`BROKEN`, :data:`ZERO` and :data:`LONG` as the reason.
    size
        Bytes read for it.
    """

    first: int
    text: str
    bad: tuple[BadRow, ...]
    size: int


def blocks(stream: Stream) -> Iterator[Block]:
    r"""Cut a stream into blocks of whole lines.

    Parameters
    ----------
    stream
        Bytes that should be UTF-8; a byte-order mark at the beginning is passed over. Only ``\n`` ends a
        line.

    Notes
    -----
    Memory is a few times :data:`BLOCK` whatever the stream holds: of a line longer than :data:`MOST_LINE`
    only the beginning is kept.

    Examples
    --------
    >>> import io
    >>> for block in blocks(io.BytesIO(b"a\r\n\xff\nb")):
    ...     print(block.first, block.text.split("\n"), [row.reason for row in block.bad])
    1 ['a', ''] ['broken encoding']
    3 ['b'] []
    """
    rest, number, size = b"", 1, 0
    data = stream.read(BLOCK)
    if data.startswith(b"\xef\xbb\xbf"):
        data, size = data[3:], 3
    while data:
        size += len(data)
        data = rest + data
        cut = data.rfind(b"\n") + 1
        whole, rest = data[:cut], data[cut:]
        if whole:
            block = _block(number, whole.removesuffix(b"\n").split(b"\n"), size)
            yield block
            number, size = number + whole.count(b"\n"), 0
        # The head of an overlong line stays long enough to be told as one when its end comes.
        rest = rest[: MOST_LINE + 2]
        data = stream.read(BLOCK)
    if rest:
        yield _block(number, [rest], size)


def divided_by_commas(block: Block, heading: str) -> bool:
    """Whether the first line of a file is a heading whose fields commas divide, as in some copies."""
    head = block.text.partition("\n")[0]
    return "\t" not in head and head.partition(",")[0].strip().lower() == heading


def tabbed(block: Block) -> Block:
    r"""Return a block whose fields commas divide with tabs between them instead.

    A line stays a line: a quoted field that goes on in the next one is not put together, so it has the wrong
    number of fields and is told as a bad row. A tab within a field becomes a blank.

    Examples
    --------
    >>> tabbed(Block(1, 'a,"b, c",d', (), 10)).text
    'a\tb, c\td'
    """
    return replace(block, text="\n".join(map(_tabbed, block.text.split("\n"))))


def _tabbed(line: str) -> str:
    try:
        row = next(csv.reader([line]), [])
    except csv.Error:  # such as a field longer than the reader takes: told as a bad row
        return line.replace("\t", " ")
    return "\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row)


def _block(first: int, lines: list[bytes], size: int) -> Block:
    joined = b"\n".join(lines)
    if b"\r" in joined:
        lines = [line.removesuffix(b"\r") for line in lines]
        joined = b"\n".join(lines)
    if b"\0" not in joined and max(map(len, lines)) <= MOST_LINE:
        try:
            return Block(first, joined.decode(), (), size)
        except UnicodeDecodeError:
            pass
    texts, bad = [], []
    for number, line in enumerate(lines, start=first):
        reason = _why_bad(line)
        texts.append("" if reason else line.decode())
        if reason:
            bad.append(
                BadRow(number, reason, line[: 4 * KEPT_OF_LINE].decode("utf-8", "replace")[:KEPT_OF_LINE])
            )
    return Block(first, "\n".join(texts), tuple(bad), size)


def _why_bad(line: bytes) -> str | None:
    if len(line) > MOST_LINE:
        return LONG
    if b"\0" in line:
        return ZERO
    try:
        line.decode()
    except UnicodeDecodeError:
        return BROKEN
    return None
