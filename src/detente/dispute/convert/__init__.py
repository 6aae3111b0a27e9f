"""Models of other programs and other forms: ``.gmcr`` and tables in, ``.yaml``, sheets and networks out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from detente.dispute.convert.files import SOURCES, TARGETS, check_free, kind_of, read_bytes, write_whole
from detente.dispute.convert.gmcrplus import is_gmcrplus, read_gmcrplus
from detente.dispute.convert.graphml import graphml_of
from detente.dispute.convert.sheet import sheet_of
from detente.dispute.convert.table import read_table
from detente.dispute.convert.table_out import table_of
from detente.dispute.convert.told import parse_json
from detente.dispute.convert.types import Incoming
from detente.dispute.faults import FaultList
from detente.dispute.reader import load, loads
from detente.dispute.write import dumps
from detente.errors import Fault, ModelError, Place
from detente.graph import Graph

__all__ = [
    "SOURCES",
    "TARGETS",
    "Incoming",
    "check_target",
    "is_case_file",
    "read_model",
    "write_case",
    "write_graph",
]


def check_target(target: Path, force: bool) -> None:
    """Raise ``ModelError`` before any work is done when the target cannot be one."""
    kind_of(target, TARGETS, "file to convert to")
    check_free(target, force)


def is_case_file(path: Path) -> bool:
    """Whether a path names a case file, which is written from the dispute and not from its graph."""
    return path.suffix.lower() in (".yaml", ".yml")


def read_model(path: Path, reading: str | None = None) -> Incoming:
    """Read a model from a file of any form.

    Parameters
    ----------
    path
        A case file or folder, a save file of GMCR+ or a table in JSON. What a JSON file holds decides between
        the two, not its name.
    reading
        Another reading that the case file holds.

    Raises
    ------
    ModelError
        With every fault found.
    """
    if path.is_dir():
        return _from_case(path, reading)
    kind = kind_of(path, SOURCES, "file to convert")
    if is_case_file(path):
        return _from_case(path, reading)
    if reading is not None:
        raise ModelError(Fault("D133", f"a {kind} file has no readings", "leave it out", Place(str(path))))
    told = parse_json(read_bytes(path), str(path))
    return read_gmcrplus(told, str(path)) if is_gmcrplus(told) else read_table(told, str(path))


def _from_case(path: Path, reading: str | None) -> Incoming:
    dispute = load(path, reading)
    note = (
        f"Converted from {Path(dispute.file).name}."
        if reading is None
        else (f"The reading {reading} of {Path(dispute.file).name}.")
    )
    return Incoming(dispute, dispute.file, (note,), dispute.warnings)


def write_case(incoming: Incoming, target: Path, force: bool) -> tuple[Fault, ...]:
    """Write a model as a case file that is without errors, and return the warnings.

    Raises
    ------
    ModelError
        When the case file would have errors, or the target cannot be written.
    """
    faults = FaultList()
    if incoming.dispute.file:
        hint = "detente fmt keeps comments and readings"
        message = "comments and other readings of the case file are left out"
        faults.add("D163", message, Place(incoming.dispute.file), hint)
    else:
        faults.extend(incoming.faults)
    notes = [*incoming.notes, *(fault.message for fault in faults.sorted())]
    text = dumps(incoming.dispute, notes)
    try:
        made = loads(text, str(target))
    except ModelError as error:
        errors = (fault for fault in error.faults if fault.severity == "error")
        raise ModelError(
            replace(f, message=f"it makes no case file: {f.message}", place=Place(incoming.file))
            for f in errors
        ) from None
    write_whole(target, text.encode(), force)
    return (*faults.sorted(), *made.warnings)


def write_graph(
    incoming: Incoming, graph: Graph, target: Path, force: bool, verdict: Mapping[str, Any] | None = None
) -> tuple[Fault, ...]:
    """Write a model as a sheet, a table or a network, and return the warnings.

    Parameters
    ----------
    incoming
        The model, for its words.
    graph
        What it compiles to.
    target
        Its ending says which form.
    force
        Whether a file of that name may be replaced.
    verdict
        What a solver found, to be written along.

    Raises
    ------
    ModelError
        When the target cannot be written.
    LimitExceeded
        When the model is too large for the form.
    """
    match kind_of(target, TARGETS, "file to convert to"):
        case ".csv":
            content = sheet_of(graph, verdict)
        case ".json":
            content = table_of(incoming.dispute, graph, verdict)
        case _:
            content = graphml_of(incoming.dispute, graph, verdict)
    write_whole(target, content, force)
    return incoming.faults
