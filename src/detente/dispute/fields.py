"""The fields of a map, asked for one by one; what nobody asks for is an unknown key."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

from detente.dispute.faults import shown
from detente.dispute.nodes import Node, Scalar, Table
from detente.dispute.values import Values

T = TypeVar("T")


class Fields:
    """The fields of one map: each is asked for by name, and what nobody asked for is an unknown key."""

    def __init__(self, values: Values, node: Node, what: str) -> None:
        self.values = values
        self.what = what
        self.node = node
        self._asked: dict[str, None] = {}
        self.entries = node.entries if isinstance(node, Table) else {}
        if not isinstance(node, Table):
            values.wrong(node, f"a map of the fields of {what}", "write {key: value, ...}")

    def has(self, key: str) -> bool:
        """Whether the field is there and says something."""
        return self._find(key) is not None

    def key(self, key: str) -> Scalar:
        """Return the node of a key that is there."""
        return self.entries[key][0]

    def _find(self, key: str) -> Node | None:
        self._asked[key] = None
        entry = self.entries.get(key)
        if entry is None or (isinstance(entry[1], Scalar) and entry[1].is_null):
            return None
        return entry[1]

    def find(self, key: str, required: bool = False) -> Node | None:
        """Return the node of a field, ``None`` when it is absent or null."""
        node = self._find(key)
        if node is None and required and isinstance(self.node, Table):
            self.values.faults.add("D109", f"{self.what} lacks {key}", self.node.place(), f"add {key}: ...")
        return node

    def get(self, key: str, read: Callable[[Node], T | None], required: bool = False) -> T | None:
        """Read a field with one of the readers of :class:`Values`."""
        node = self.find(key, required)
        return None if node is None else read(node)

    def each(self, key: str, read: Callable[[Node], T | None], required: bool = False) -> tuple[T, ...]:
        """Read a field that is a list or a lone value."""
        node = self.find(key, required)
        return () if node is None else self.values.each(node, read)

    def listed(self, key: str) -> tuple[Node, ...]:
        """Return the entries of a field that is a list."""
        node = self.find(key)
        return () if node is None else self.values.listed(node)

    def named(self, key: str, what: str) -> Iterator[tuple[str, Scalar, Node]]:
        """Yield the entries of a field that is a map from names."""
        node = self.find(key)
        if node is not None:
            yield from self.values.named(node, what)

    def unsupported(self, key: str, what: str) -> None:
        """Tell that the case language has this field but this version cannot use it."""
        if self._find(key) is not None:
            self.values.faults.add(
                "D124", f"not supported yet: {what}", self.key(key).place(), "leave it out for now"
            )

    def done(self) -> None:
        """Tell the keys that no field answers to."""
        for name, (key, _) in self.entries.items():
            if name not in self._asked:
                known = ", ".join(self._asked)
                self.values.faults.unknown(
                    "D108", f"key in {self.what}:", name, self._asked, key.place(), f"it has {known}"
                )

    def new_id(self, taken: Collection[str], what: str) -> str | None:
        """Read the field ``id``, which no earlier entry may have."""
        node = self.find("id", required=True)
        if node is None:
            return None
        name = self.values.name(node, what)
        if name is not None and name in taken:
            message = f"{shown(name)} already names {what}"
            self.values.faults.add("D123", message, node.place(), "use another id")
        return name
