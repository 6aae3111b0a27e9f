"""What is carried out: tables with typed columns, and networks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

Kind = Literal["text", "number", "integer", "truth", "day", "codes", "json"]
"""``codes`` is a list of codes, ``json`` anything JSON can hold."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, and what its cells hold besides ``None``."""

    name: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to carry out; read once, so they may come from a record as they are written.

    Parameters
    ----------
    name
        What the rows are, such as ``claims``.
    columns
        In order.
    rows
        One value a column: text, numbers, booleans, dates, tuples of codes.
    about
        Where the rows come from: program, version, filters.
    """

    name: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Any, ...]]
    about: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and edges with what is known of them, all by id.

    Parameters
    ----------
    name
        What it is, such as ``actors``.
    directed
        Whether edges have a direction.
    nodes
        Id and attributes.
    edges
        Ids of both ends, and attributes.
    about
        Where it comes from.
    """

    name: str
    directed: bool
    nodes: tuple[tuple[str, Mapping[str, Any]], ...]
    edges: tuple[tuple[str, str, Mapping[str, Any]], ...]
    about: Mapping[str, Any] = field(default_factory=dict)


def jsonable(value: Any) -> Any:
    """Return a cell as JSON holds it: days as ISO text, tuples as lists."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
