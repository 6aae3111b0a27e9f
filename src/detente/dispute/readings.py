"""Other views of one case: a reading laid over the file it belongs to."""

from __future__ import annotations

from functools import partial

from detente.dispute.faults import FaultList, shown
from detente.dispute.lookalike import suggestion
from detente.dispute.nodes import Node, Scalar, Table
from detente.dispute.values import settled


def in_reading(root: Table, name: str, faults: FaultList) -> Table | None:
    """Return the file as one of its readings sees it.

    Parameters
    ----------
    root
        The file.
    name
        Of a reading under ``readings``.
    faults
        Told when there is no such reading, or it is none.

    Returns
    -------
    Table or None
        The reading laid over the file; ``None`` when there is nothing to lay.
    """
    entry = root.entries.get("readings")
    known = {settled(key): value for key, (_, value) in _entries(entry).items()}
    if name not in known:
        place = entry[0].place() if entry else root.source.whole()
        faults.unknown("D133", "reading", name, known, place, "" if known else "the file has no readings")
        return None
    over = known[name]
    if not isinstance(over, Table):
        faults.add("D114", "a reading is a map of the fields it changes", over.place(), "write {actors: ...}")
        return None
    changes = dict(over.entries)
    own = changes.pop("readings", None)
    if own is not None:
        faults.add("D108", "a reading has no readings of its own", own[0].place(), "put them side by side")
    return merged(root, Table(over.source, over.start, over.end, changes), faults)


def _entries(entry: tuple[Scalar, Node] | None) -> dict[str, tuple[Scalar, Node]]:
    return entry[1].entries if entry is not None and isinstance(entry[1], Table) else {}


def merged(base: Table, over: Table, faults: FaultList) -> Table:
    """Lay ``over`` on ``base``: maps merge, lists and text replace, ``null`` removes.

    Parameters
    ----------
    base
        The file, or a part of it.
    over
        The reading, or the same part of it.
    faults
        Told when there is nothing to remove.

    Returns
    -------
    Table
        A new tree; every node keeps the place it was written at. Keys of the file keep their order, because
        the order of options numbers the outcomes; new ones follow.
    """
    entries = dict(base.entries)
    for name, (key, value) in over.entries.items():
        below = entries.get(name)
        if isinstance(value, Scalar) and value.is_null:
            if below is None:
                faults.add(
                    "D134",
                    f"there is no {shown(name)} to remove",
                    key.place(),
                    partial(_which, name, base),
                )
            entries.pop(name, None)
        elif below is not None and isinstance(value, Table) and isinstance(below[1], Table):
            entries[name] = (below[0], merged(below[1], value, faults))
        else:
            entries[name] = (key, _settled(value, faults))
    return Table(base.source, base.start, base.end, entries)


def _settled(value: Node, faults: FaultList) -> Node:
    """Lay a map on nothing, so that a ``null`` in it is told: there is nothing to remove."""
    if isinstance(value, Table):
        return merged(Table(value.source, value.start, value.end, {}), value, faults)
    return value


def _which(name: str, base: Table) -> str:
    return suggestion(name, base.entries) or "null removes what the file has; leave it out here"
