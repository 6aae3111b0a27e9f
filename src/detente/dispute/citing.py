"""Reads ``because`` wherever it stands, and remembers where."""

from __future__ import annotations

from detente.dispute.fields import Fields
from detente.dispute.nodes import Node
from detente.dispute.types import Citation


class Citing:
    """Gathers the events a file cites."""

    def __init__(self) -> None:
        self.found: list[Citation] = []

    def because(self, fields: Fields, by: str) -> tuple[str, ...]:
        """Read the field ``because``: event ids, each once."""
        node = fields.find("because")
        return () if node is None else self.cite(fields, node, by)

    def cite(self, fields: Fields, node: Node, by: str) -> tuple[str, ...]:
        """Read event ids from a node, which may be one id or a list of them."""
        ids: dict[str, None] = {}

        def one(entry: Node) -> str | None:
            ident = fields.values.text(entry)
            if ident is None:
                return None
            if not ident.strip():
                fields.values.wrong(entry, "the id of an event")
            elif ident not in ids:
                ids[ident] = None
                self.found.append(Citation(ident, by, entry.place()))
            return ident

        fields.values.each(node, one)
        return tuple(ids)
