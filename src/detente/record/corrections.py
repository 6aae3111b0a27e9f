"""What the record keeps of texts that a corrected text took the place of.

A corrected article is a new document, since a document is its content. The former one moves aside, so that
one article is not counted twice: it can still be looked up and cited, and its claims lead to those that took
their place.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from detente.record.anchoring import Anchor, anchored
from detente.record.known import ARTICLE
from detente.record.tables import (
    CLAIM_COLUMNS,
    CLAIMS,
    DOCUMENTS,
    FORMER_CLAIMS,
    FORMER_DOCUMENTS,
    claim_of,
    document_columns,
    document_of,
)
from detente.record.types import Claim, Document


def outdated(connection: Connection, present: Container[str]) -> Iterator[tuple[str, str]]:
    """Yield the articles whose file now holds another text, each with the document that took its place.

    Parameters
    ----------
    connection
        The record.
    present
        Ids of the documents whose files are there.

    Notes
    -----
    A document is taken for the corrected one when its file has the same name, else when it has the same
    address, else when outlet, title and day are all given and the same. Of several the last in order is.
    """
    rows = connection.execute(select(*document_columns(text=False)).where(DOCUMENTS.c.origin == ARTICLE))
    documents = sorted(map(document_of, rows), key=lambda document: document.id)
    here = [document for document in documents if document.id in present]
    for rule in (_name, _address, _heading):
        now = {key: document.id for document in here if (key := rule(document))}
        left = []
        for document in documents:
            if document.id in present:
                continue
            key = rule(document)
            if key in now:
                yield document.id, now[key]
            else:
                left.append(document)
        documents = left


def supersede(connection: Connection, former: str, successor: str) -> tuple[Anchor, ...]:
    """Move a document aside for the one that took its place, and find its claims again there.

    What had vanished in the former text and is there again in its successor is found as well.
    """
    old, new = (_document(connection, id_) for id_ in (former, successor))
    claims = _claims(connection, successor)
    made = anchored(old.text, _claims(connection, former), new.text, claims)
    by_id = {claim.id: claim for claim in _claims(connection, former)}
    connection.execute(delete(FORMER_DOCUMENTS).where(FORMER_DOCUMENTS.c.id.in_((former, successor))))
    row = {"id": former, "successor": successor, "document": json.dumps(_document_dict(old))}
    connection.execute(insert(FORMER_DOCUMENTS), row)
    if made:
        connection.execute(
            insert(FORMER_CLAIMS), [_former_row(anchor, by_id[anchor.claim]) for anchor in made]
        )
    _seek_lost(connection, former, new, claims)
    connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.id == former))
    return made


def former_ids(connection: Connection) -> dict[str, str]:
    """Return the former ids of claims, each with the id of the claim that has its place now."""
    rows = connection.execute(select(FORMER_CLAIMS.c.id, FORMER_CLAIMS.c.successor))
    next_ = {id_: successor for id_, successor in rows if successor is not None}
    found = {}
    for id_ in next_:
        now, seen = next_[id_], {id_}
        while now in next_ and now not in seen:
            seen.add(now)
            now = next_[now]
        found[id_] = now
    return found


def lost_claims(connection: Connection) -> dict[str, str]:
    """Return the claims of former texts that were not found again, each with why."""
    rows = connection.execute(
        select(FORMER_CLAIMS.c.id, FORMER_CLAIMS.c.how).where(FORMER_CLAIMS.c.successor.is_(None))
    )
    return {row.id: row.how for row in rows}


def former_claim(connection: Connection, id_: str) -> Claim | None:
    """Return a claim of a former text, as it was read there."""
    stored = connection.execute(select(FORMER_CLAIMS.c.claim).where(FORMER_CLAIMS.c.id == id_)).scalar()
    return None if stored is None else Claim.from_dict(json.loads(stored))


def former_document(connection: Connection, id_: str) -> Document | None:
    """Return a text that another took the place of."""
    wanted = select(FORMER_DOCUMENTS.c.document).where(FORMER_DOCUMENTS.c.id == id_)
    stored = connection.execute(wanted).scalar()
    return None if stored is None else _document_from(json.loads(stored))


def _seek_lost(connection: Connection, former: str, new: Document, claims: list[Claim]) -> None:
    """Look in the new text for what the texts before the former one had lost."""
    earlier = select(FORMER_DOCUMENTS.c.id, FORMER_DOCUMENTS.c.document).where(
        FORMER_DOCUMENTS.c.successor == former, FORMER_DOCUMENTS.c.id != new.id
    )
    for id_, stored in connection.execute(earlier).all():
        rows = connection.execute(
            select(FORMER_CLAIMS.c.claim).where(
                FORMER_CLAIMS.c.document == id_, FORMER_CLAIMS.c.successor.is_(None)
            )
        ).scalars()
        lost = [Claim.from_dict(json.loads(row)) for row in rows]
        for anchor in anchored(_document_from(json.loads(stored)).text, lost, new.text, claims):
            if anchor.now is not None:
                found = update(FORMER_CLAIMS).where(FORMER_CLAIMS.c.id == anchor.claim)
                connection.execute(found.values(successor=anchor.now, how=anchor.how))
        connection.execute(
            update(FORMER_DOCUMENTS).where(FORMER_DOCUMENTS.c.id == id_).values(successor=new.id)
        )


def _former_row(anchor: Anchor, claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "document": claim.document,
        "successor": anchor.now,
        "how": anchor.how,
        "claim": json.dumps(claim.to_dict(), ensure_ascii=False),
    }


def _document(connection: Connection, id_: str) -> Document:
    row = connection.execute(select(*document_columns(text=True)).where(DOCUMENTS.c.id == id_)).one()
    return document_of(row)


def _claims(connection: Connection, document: str) -> list[Claim]:
    rows = connection.execute(select(*CLAIM_COLUMNS).where(CLAIMS.c.document == document))
    return [claim_of(row) for row in rows]


def _document_dict(document: Document) -> dict[str, Any]:
    values = {name: getattr(document, name) for name in document.__slots__}
    return values | {"published": document.published and document.published.isoformat()}


def _document_from(values: dict[str, Any]) -> Document:
    published = values["published"]
    return Document(**values | {"published": date.fromisoformat(published) if published else None})


def _name(document: Document) -> object:
    return document.name or None


def _address(document: Document) -> object:
    return document.url


def _heading(document: Document) -> object:
    heading = (document.outlet, document.title, document.published)
    return heading if all(heading) else None
