"""Indentation and spacing of YAML text, worked on token by token so that words and comments stay."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from detente.dispute.nodes import Items, Node, Scalar, Table

_STEP = 2


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    start: int
    end: int
    style: str | None = None


@dataclass(frozen=True, slots=True)
class _Block:
    """An open block list or map: the column it has, and the one it is to have."""

    column: int
    wanted: int
    is_list: bool
    implied: bool = False

    @property
    def shift(self) -> int:
        return self.wanted - self.column


def _tokens(text: str) -> Iterator[_Token]:
    from ruamel.yaml import YAML

    for token in YAML(typ="safe", pure=True).scan(text):
        kind = type(token).__name__.removesuffix("Token")
        end = token.end_mark.index
        style = getattr(token, "style", None)
        if style in ("|", ">"):
            # The scanner counts the line ends that follow as part of the text.
            end = token.start_mark.index + len(text[token.start_mark.index : end].rstrip())
        yield _Token(kind, token.start_mark.index, end, style)


class Lines:
    """The lines of a text, and what stands on them."""

    def __init__(self, text: str) -> None:
        self.rows = text.split("\n")
        if self.rows and not self.rows[-1]:
            self.rows.pop()
        self._starts = [0]
        for row in self.rows:
            self._starts.append(self._starts[-1] + len(row) + 1)

    def number(self, offset: int) -> int:
        """Return the index of the line that holds an offset of the text."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def begins(self, offset: int) -> bool:
        """Whether nothing but blanks stands before an offset on its line."""
        line = self.number(offset)
        return not self.rows[line][: offset - self._starts[line]].strip()

    def lead(self, line: int) -> int:
        """Return where the comments and empty lines above an entry begin; a file's header is not its."""
        column = len(self.rows[line]) - len(self.rows[line].lstrip())
        first = line
        while first > 0 and self._is_lead(self.rows[first - 1], column):
            first -= 1
        if first == 0:
            blanks = [at for at in range(line) if not self.rows[at].strip()]
            first = blanks[-1] + 1 if blanks else 0
        return first

    @staticmethod
    def _is_lead(row: str, column: int) -> bool:
        bare = row.lstrip()
        return not bare or (bare.startswith("#") and len(row) - len(bare) == column)

    def last_content(self, node: Node) -> int:
        """Return the last line on which a node says something."""
        return self.number(max(_last_offset(node) - 1, node.start))

    def text(self) -> str:
        """Return the lines as a text."""
        return "\n".join(self.rows) + "\n"


def _last_offset(node: Node) -> int:
    """Return where a node ends; the parser lets a block end only where the next thing begins."""
    text = node.source.text
    if isinstance(node, Scalar) or text[node.start] in "[{":
        return node.start + len(text[node.start : node.end].rstrip())
    children: list[Node] = []
    if isinstance(node, Table):
        children = [part for entry in node.entries.values() for part in entry]
    elif isinstance(node, Items):
        children = list(node.items)
    return max(map(_last_offset, children), default=node.end)


def comments_of(text: str) -> list[str]:
    """Return the comments of a YAML text, in order, without the blanks around them."""
    found = []
    real = [_Token("Start", 0, 0), *(t for t in _tokens(text) if t.end > t.start)]
    gaps = [text[a.end : b.start] for a, b in pairwise(real)] + [text[real[-1].end :]]
    for gap in gaps:
        found += [row.strip() for row in gap.split("\n") if row.strip().startswith("#")]
    return found


def spaced(text: str) -> str:
    """Return a sound YAML text evenly indented and spaced.

    Notes
    -----
    O(length). Lines that begin inside a text of several lines move with the block they belong to, so the
    text stays what it was; empty lines inside it stay too.
    """
    tokens = [token for token in _tokens(text) if not token.kind.startswith("Stream")]
    rows = _Rows(text)
    blocks: list[_Block] = []
    for token in tokens:
        if token.kind in ("BlockMappingStart", "BlockSequenceStart"):
            column = rows.column(token.start)
            wanted = blocks[-1].wanted + _STEP if blocks else 0
            blocks.append(_Block(column, wanted, token.kind == "BlockSequenceStart"))
        elif token.kind == "BlockEnd":
            while blocks.pop().implied:
                pass
        elif token.kind == "BlockEntry" and not blocks[-1].is_list:
            # A list may stand as far left as the key it belongs to; the scanner does not announce it.
            blocks.append(_Block(rows.column(token.start), blocks[-1].wanted + _STEP, True, implied=True))
        elif token.kind == "Key" and blocks and blocks[-1].implied:
            blocks.pop()
        if token.end > token.start:
            rows.take(token, blocks)
    return rows.text()


def _gap(before: str, after: str, gap: str) -> str:
    """Return what stands between two tokens of one line."""
    if after in ("FlowEntry", "FlowMappingEnd", "FlowSequenceEnd", "Value"):
        # A colon that ends an entry without value keeps its blank, else it would belong to the word.
        return gap if before == "Value" else ""
    if before in ("FlowMappingStart", "FlowSequenceStart"):
        return ""
    return " " if before in ("FlowEntry", "Value", "BlockEntry") else gap


class _Rows:
    """Collects what becomes of every line."""

    def __init__(self, text: str) -> None:
        self.whole = text
        self.source = text.rstrip("\n").split("\n")
        self.tails: dict[int, str] = {}
        self.starts = [0]
        for row in self.source:
            self.starts.append(self.starts[-1] + len(row) + 1)
        size = len(self.source)
        self.indents: list[int | None] = [None] * size
        self.verbatim = [False] * size
        self.stacks: list[tuple[_Block, ...]] = [()] * size
        self.bodies = [row.strip() for row in self.source]
        self.placed: list[int] = []
        self.flow = 0
        self.last: tuple[_Token, int] | None = None

    def column(self, offset: int) -> int:
        return offset - self.starts[self.line(offset)]

    def line(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def take(self, token: _Token, blocks: list[_Block]) -> None:
        """Place a token: alone at the head of a line, or behind another with the gap between them."""
        line, last_line = self.line(token.start), self.line(token.end - 1)
        block = blocks[-1] if blocks else _Block(0, 0, False)
        if self.last is None or self.last[1] != line:
            self._begin(line, token, block, blocks)
        else:
            before = self.last[0]
            gap = self.whole[before.end : token.start]
            self.bodies[line] += _gap(before.kind, token.kind, gap)
        first, *more = self.whole[token.start : token.end].split("\n")
        self.bodies[line] += first
        for offset, row in enumerate(more, 1):
            self._continue(line + offset, row, token, block, blocks)
        self.flow += {"FlowSequenceStart": 1, "FlowMappingStart": 1}.get(token.kind, 0)
        self.flow -= {"FlowSequenceEnd": 1, "FlowMappingEnd": 1}.get(token.kind, 0)
        self.last = (token, last_line)
        self._rest(token, last_line)

    def _begin(self, line: int, token: _Token, block: _Block, blocks: list[_Block]) -> None:
        self.stacks[line] = tuple(blocks)
        self.bodies[line] = ""
        column = self.column(token.start)
        if self.flow or column != block.column:
            self.indents[line] = max(column + block.shift, block.wanted + 1 if blocks else 0)
        else:
            self.indents[line] = block.wanted

    def _continue(self, line: int, row: str, token: _Token, block: _Block, blocks: list[_Block]) -> None:
        """Move a line inside a text of several lines along with its block."""
        bare = row.lstrip(" ")
        self.stacks[line] = tuple(blocks)
        self.verbatim[line] = True
        self.bodies[line] = bare if token.style in ("|", ">") else bare.strip()
        self.indents[line] = max(len(row) - len(bare) + block.shift, 0) if bare.strip() else 0

    def _rest(self, token: _Token, line: int) -> None:
        """Keep a comment behind the last token of a line; a later token of the line overwrites it."""
        end = self.starts[line + 1] - 1
        rest = self.whole[token.end : end] if token.end < end else ""
        self.tails[line] = rest.rstrip() if rest.strip().startswith("#") else ""

    def text(self) -> str:
        """Return all lines, those of comments aligned with what they stand among."""
        made: list[str] = []
        self.placed = [line for line, indent in enumerate(self.indents) if indent is not None]
        for line, body in enumerate(self.bodies):
            if not body and not self.verbatim[line]:
                if made and made[-1]:
                    made.append("")
                continue
            indent = self.indents[line]
            if indent is None:
                indent = self._comment_indent(line)
            row = " " * indent + body + self.tails.get(line, "")
            made.append(row if row.strip() else "")
        while made and not made[-1]:
            made.pop()
        return "\n".join(made) + "\n"

    def _comment_indent(self, line: int) -> int:
        column = len(self.source[line]) - len(self.source[line].lstrip())
        near = bisect_right(self.placed, line)
        said, before = self.placed[near : near + 1], self.placed[max(near - 1, 0) : near]
        for at in said:
            next_column = len(self.source[at]) - len(self.source[at].lstrip())
            if next_column == column:
                return self.indents[at] or 0
        if not said and not column:
            return 0
        for at in [*before, *said]:
            for block in self.stacks[at]:
                if block.column == column:
                    return block.wanted
        if not said:
            return column
        at = said[0]
        shift = (self.indents[at] or 0) - (len(self.source[at]) - len(self.source[at].lstrip()))
        return max(0, column + shift)
