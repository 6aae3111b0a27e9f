"""Carry claims and what rests on them out of a case; every row leads back to its sentence."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from detente import __version__
from detente.case.carried import Carried
from detente.errors import Fault, Place, StoreError
from detente.record.database import migrations
from detente.record.exporting.citations import write_bibtex, write_csl
from detente.record.exporting.files import check_target, written
from detente.record.exporting.forms import CITATIONS, NETWORKS, TABLES, form_of
from detente.record.exporting.networks import write_graphml
from detente.record.exporting.tables import WRITERS_OF_FILES, WRITERS_OF_TEXT
from detente.record.exporting.types import Table
from detente.record.filters import Filters
from detente.record.search import Sort

if TYPE_CHECKING:
    from detente.case.opened import Case

KINDS = ("claims", "events", "concessions", "pledges", "ties", "documents", "network")
"""What can be carried out."""
_IN_FORM: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(TABLES, KINDS[:-1]),
    **dict.fromkeys(CITATIONS, ("documents", "claims")),
    **dict.fromkeys(NETWORKS, ("network", "claims", "events")),
}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was carried out: where it is, what it is, how many rows, nodes or documents it has."""

    path: str | None
    what: str
    form: str
    rows: int

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {"written": self.path, "what": self.what, "format": self.form, "rows": self.rows}


def export(
    case: Case,
    target: Path | None,
    what: str | None = None,
    *,
    filters: Filters,
    form: str | None = None,
    force: bool = False,
    sort: Sort = "page",
    limit: int | None = None,
    context: int | str | None = None,
) -> Exported:
    """Carry something out of a case.

    Parameters
    ----------
    case
        The case.
    target
        The file; ``None`` is stdout, for the forms that are text.
    what
        One of :data:`KINDS`; what the form is for unless given.
    filters
        Only these claims, and what rests on them.
    form
        Such as ``csv``; follows from the target's name unless given.
    force
        Whether a file that is there may be replaced.
    sort, limit, context
        Of claims: their order, at most how many, and the words around each.

    Raises
    ------
    StoreError
        When the form cannot hold it or the target cannot be written; then nothing is.
    """
    form = form or form_of(target or Path("-"))
    kinds = _IN_FORM[form]
    chosen = what or kinds[0]
    if chosen not in kinds:
        hint = f"a .{form} file holds {', '.join(kinds)}"
        place = Place(str(target)) if target else None
        raise StoreError(Fault("D435", f"{chosen} cannot be exported as {form}", hint, place))
    if target is not None:
        check_target(target, force=force)
    about = _about(chosen, filters)
    with case.record() as record:
        job = Carried(case, record, filters, about)
        if form in NETWORKS:
            network = job.actors() if chosen == "network" else job.provenance()
            rows = len(network.nodes)
            write: Callable[[IO[str]], None] = lambda stream: write_graphml(network, stream)  # noqa: E731
        elif form in CITATIONS:
            documents = [one for one, claims in job.documents() if claims or not filters]
            rows = len(documents)
            cite = write_bibtex if form == "bib" else write_csl
            write = lambda stream: cite(documents, stream)  # noqa: E731
        else:
            return _export_table(job.table(chosen, sort, limit, context), form, target, force)
        _to_text(write, target, force)
    return Exported(str(target) if target else None, chosen, form, rows)


def _export_table(table: Table, form: str, target: Path | None, force: bool) -> Exported:
    rows = 0

    def counted() -> Iterator[tuple[Any, ...]]:
        nonlocal rows
        for row in table.rows:
            rows += 1
            yield row

    counting = Table(table.name, table.columns, counted(), table.about)
    if form in WRITERS_OF_TEXT:
        _to_text(lambda stream: WRITERS_OF_TEXT[form](counting, stream), target, force)
    elif target is None:
        raise StoreError(Fault("D435", f"{form} cannot be printed", "say where to write it"))
    else:
        with written(target, force=force) as partial:
            WRITERS_OF_FILES[form](counting, partial)
    return Exported(str(target) if target else None, table.name, form, rows)


def _to_text(write: Callable[[IO[str]], None], target: Path | None, force: bool) -> None:
    if target is None:
        write(sys.stdout)
        return
    with written(target, force=force) as partial, partial.open("w", encoding="utf-8", newline="") as stream:
        write(stream)


def _about(what: str, filters: Filters) -> dict[str, Any]:
    """Return where rows come from; no time of day, so the same record makes the same file."""
    return {
        "program": "détente",
        "version": __version__,
        "record_version": len(migrations()),
        "what": what,
        "filters": filters.to_query(),
    }
