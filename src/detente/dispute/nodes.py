"""The tree of a case file: text, lists and maps, each with its place; no value has a type yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from detente.dispute.source import Source, offsets_in_source
from detente.errors import Place

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """A piece of text; ``style`` is ``None`` when it stands plain, without quotes."""

    source: Source
    start: int
    end: int
    value: str
    style: str | None

    @property
    def is_null(self) -> bool:
        """Whether it says nothing: plain ``null``, ``~`` or empty."""
        return self.style is None and self.value in _NULLS

    def place(self) -> Place:
        """Return where it stands."""
        return self.source.place(self.start, self.end)

    def part(self, start: int, end: int) -> Place:
        """Return where the characters ``value[start:end]`` stand, whatever quotes and folds are around."""
        raw = self.source.text[self.start : self.end]
        offsets = offsets_in_source(raw, self.value, self.style)
        first = offsets[min(start, len(offsets) - 1)]
        last = offsets[min(end, len(offsets)) - 1] + 1 if end > start else first + 1
        return self.source.place(self.start + first, self.start + last)


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """A list."""

    source: Source
    start: int
    end: int
    items: tuple[Node, ...]

    def place(self) -> Place:
        """Return where it begins."""
        return self.source.place(self.start, self.end)


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A map from text to nodes, in the order written, with the nodes of its keys."""

    source: Source
    start: int
    end: int
    entries: dict[str, tuple[Scalar, Node]]

    def place(self) -> Place:
        """Return where it begins."""
        return self.source.place(self.start, self.end)


Node: TypeAlias = Scalar | Items | Table


def count_nodes(node: Node) -> int:
    """Return how many keys, values, lists and maps a tree has."""
    if isinstance(node, Table):
        return 1 + sum(1 + count_nodes(value) for _, value in node.entries.values())
    return 1 + sum(map(count_nodes, node.items)) if isinstance(node, Items) else 1
