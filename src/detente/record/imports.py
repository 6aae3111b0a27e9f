"""Where the record keeps what is peculiar to imported files: the rows' own ids, and the rows set aside."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from detente.errors import Fault, Place, StoreError
from detente.record.importing.types import Imported
from detente.record.tables import BAD_ROWS, CLAIMS, DOCUMENTS, IMPORTED_ROWS


def replaced_by(connection: Connection, imported: Imported) -> list[str]:
    """Return the documents an imported file takes the place of: an earlier state of the same file.

    Raises
    ------
    StoreError
        ``D305`` when another file's rows have the same ids.
    """
    document = imported.document
    statement = (
        select(IMPORTED_ROWS.c.id, DOCUMENTS.c.id.label("document"), DOCUMENTS.c.name, DOCUMENTS.c.origin)
        .join(CLAIMS, CLAIMS.c.id == IMPORTED_ROWS.c.claim)
        .join(DOCUMENTS, DOCUMENTS.c.id == CLAIMS.c.document)
    )
    ids = {event.id for event in imported.events}
    shared = [row for row in connection.execute(statement) if row.id in ids]
    strangers = [row for row in shared if (row.name, row.origin) != (document.name, document.origin)]
    if strangers:
        names = ", ".join(sorted({repr(row.name) for row in strangers}))
        some = ", ".join(sorted(row.id for row in strangers)[:5])
        message = f"{len(strangers)} of its rows have ids that rows of {names} have already ({some})"
        hint = "give the rows other ids; to replace a file, keep its name"
        raise StoreError(Fault("D305", message, hint, Place(document.name)))
    itself = connection.execute(select(DOCUMENTS.c.id).where(DOCUMENTS.c.id == document.id)).scalars()
    return sorted({row.document for row in shared} | set(itself))


def write_rows(connection: Connection, imported: Imported) -> None:
    """Write the ids of the rows kept, and the rows set aside; their document and claims are there already."""
    kept = [
        {"id": event.id, "claim": event.claims[0], "text": event.text, "source": event.source}
        for event in imported.events
    ]
    aside = [
        {"document": imported.document.id, "line": row.line, "reason": row.reason, "text": row.text}
        for row in imported.bad
    ]
    for table, rows in ((IMPORTED_ROWS, kept), (BAD_ROWS, aside)):
        if rows:
            connection.execute(insert(table), rows)
