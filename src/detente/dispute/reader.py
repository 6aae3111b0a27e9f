"""Files and text -> disputes, or every fault at once."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from detente.dispute.audit import audit
from detente.dispute.build import build
from detente.dispute.faults import FaultList, shown
from detente.dispute.feasible import Work
from detente.dispute.limits import CHECKED_NODES, CHECKED_WORK, MAX_BYTES
from detente.dispute.nodes import Items, Node, Scalar, Table, count_nodes
from detente.dispute.readings import in_reading
from detente.dispute.source import Source, decode
from detente.dispute.tree import parse_tree
from detente.dispute.types import Dispute
from detente.errors import Fault, ModelError, Place

CASE_FILE = "case.yaml"
"""The name of the case file in a case's folder."""


def load(path: str | Path, reading: str | None = None) -> Dispute:
    """Read a case file.

    Parameters
    ----------
    path
        The file, or the folder that holds a ``case.yaml``.
    reading
        Name of one of the file's readings; ``None`` for the file as written.

    Returns
    -------
    Dispute
        With its warnings; they do not stop the work.

    Raises
    ------
    ModelError
        With every error that was found, and the warnings.

    Notes
    -----
    O(length of the file) and a bounded amount of work on outcomes, see :mod:`detente.dispute.limits`. The
    file is read each time; what was made of the last few texts is kept, so an unchanged one costs no more.
    """
    faults = FaultList()
    source = _read(Path(path), faults)
    if source is None or faults.sorted():
        return _only(None if source is None else _loaded(source, reading, faults), faults)
    return _understood(source.file, source.written, reading)


@lru_cache(maxsize=4)
def _understood(file: str, text: str, reading: str | None) -> Dispute:
    faults = FaultList()
    return _only(_loaded(Source(file, text), reading, faults), faults)


def loads(text: str, file: str = CASE_FILE, reading: str | None = None) -> Dispute:
    """Read a case that is already in hand as text.

    Parameters
    ----------
    text
        What a case file would hold.
    file
        The name that faults carry.
    reading
        As for :func:`load`.

    Returns
    -------
    Dispute
        As of :func:`load`.

    Raises
    ------
    ModelError
        As :func:`load`.

    Examples
    --------
    >>> dispute = loads("actors: {USA: {options: {meet: Meet again}, prefers: [not meet]}}")
    >>> dispute.actors[0].prefers[0].statements[0].text
    'not meet'
    """
    faults = FaultList()
    source = _sized(text, file, faults)
    return _only(faults if source is None else _loaded(source, reading, faults), faults)


def check(path: str | Path, reading: str | None = None) -> tuple[Fault, ...]:
    """Return every error and warning of a case file, and of all its readings.

    Parameters
    ----------
    path
        The file, or the folder that holds a ``case.yaml``.
    reading
        Check the file in this reading only.

    Returns
    -------
    tuple of Fault
        In the order of the file; nothing when all is well. What is at fault in a reading only says so.
    """
    faults = FaultList()
    source = _read(Path(path), faults)
    return faults.sorted() if source is None else _checked(source, reading, faults)


def check_text(text: str, file: str = CASE_FILE, reading: str | None = None) -> tuple[Fault, ...]:
    """Return every error and warning of a case that is already in hand as text; see :func:`check`."""
    faults = FaultList()
    source = _sized(text, file, faults)
    return faults.sorted() if source is None else _checked(source, reading, faults)


def read_text(path: str | Path) -> str:
    """Return a case file's text as it stands on the disk; raises ``ModelError`` when it cannot be read."""
    faults = FaultList()
    source = _read(Path(path), faults)
    if source is None:
        raise ModelError(faults.sorted())
    return source.written


def _read(path: Path, faults: FaultList) -> Source | None:
    """Read at most one byte more than a case file may have."""
    if path.is_dir():
        path = path / CASE_FILE
    try:
        if path.exists() and not path.is_file():
            faults.add("D101", "this is not an ordinary file", Place(str(path)), "name a case file")
            return None
        with path.open("rb") as stream:
            return decode(stream.read(MAX_BYTES + 1), str(path), faults)
    except FileNotFoundError:
        hint = "check the path, or start a case with detente new"
        faults.add("D101", "there is no such file", Place(str(path)), hint)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        faults.add("D101", f"the file cannot be read: {shown(reason)}", Place(str(path)))
    return None


def _sized(text: str, file: str, faults: FaultList) -> Source | None:
    return decode(text.encode("utf-8", "surrogatepass"), file, faults)


def _only(dispute: Dispute | FaultList | None, faults: FaultList) -> Dispute:
    if isinstance(dispute, Dispute) and not faults.errors:
        return replace(dispute, warnings=faults.sorted())
    raise ModelError(faults.sorted())


def _loaded(source: Source, reading: str | None, faults: FaultList) -> Dispute | None:
    root = parse_tree(source, faults)
    return None if root is None else _read_as(root, source, reading, faults)


def _read_as(
    root: Table, source: Source, reading: str | None, faults: FaultList, work: Work | None = None
) -> Dispute | None:
    """Make the dispute of one reading and look at its outcomes when nothing else is wrong."""
    tree = root if reading is None else in_reading(root, reading, faults)
    if tree is None:
        return None
    dispute = build(tree, source.file, reading, faults)
    if not faults.errors:
        audit(dispute, faults, lambda *path: _locate(tree, path), work)
    return dispute


def _checked(source: Source, reading: str | None, faults: FaultList) -> tuple[Fault, ...]:
    root = parse_tree(source, faults)
    if root is None:
        return faults.sorted()
    work = Work(CHECKED_WORK)
    dispute = _read_as(root, source, reading, faults, work)
    if reading is None and dispute is not None:
        plain = {replace(fault, hint="") for fault in faults.sorted()}
        affordable = CHECKED_NODES // count_nodes(root)
        for name in dispute.readings[:affordable]:
            found = FaultList()
            _read_as(root, source, name, found, work)
            for fault in found.sorted():
                if replace(fault, hint="") not in plain:
                    faults.extend([replace(fault, message=f"in the reading {shown(name)}: {fault.message}")])
        if len(dispute.readings) > affordable:
            message = f"only the first {affordable} of {len(dispute.readings)} readings were checked"
            place = root.entries["readings"][0].place()
            faults.add("D187", message, place, "check the others one by one, with reading=")
    return faults.sorted()


def _locate(node: Node, path: tuple[str | int, ...]) -> Place | None:
    """Follow keys and indices into the tree; a value that stands for a list of one is its only entry."""
    key: Scalar | None = None
    for step in path:
        if isinstance(node, Table) and isinstance(step, str):
            if step not in node.entries:
                return None
            key, node = node.entries[step]
        elif isinstance(node, Items) and isinstance(step, int) and step < len(node.items):
            key, node = None, node.items[step]
        elif not isinstance(step, int):
            return None
    return (key or node).place()
