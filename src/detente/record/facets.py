"""How the claims that were found spread over types, actors, months and the like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, func, literal, select, union_all

from detente.record.search import Found, Search, decision_of
from detente.record.tables import CLAIMS, DOCUMENTS, codes_of
from detente.record.types import Review

FACETS = ("type", "modality", "actor", "target", "issue", "outlet", "month", "decision")
"""What claims are counted by, in the order shown."""


@dataclass(frozen=True, slots=True)
class Facets:
    """How many claims were found, and how many of them have each value of each facet.

    Parameters
    ----------
    total
        How many claims were found.
    counts
        By facet in the order of :data:`FACETS`: values with their counts, most first (months from the first
        to the last); ``None`` counts the claims that have no value. A claim of several actors counts for each
        of them.
    """

    total: int
    counts: Mapping[str, tuple[tuple[str | None, int], ...]]

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        counts = {
            facet: [{"value": value, "count": n} for value, n in rows] for facet, rows in self.counts.items()
        }
        return {"total": self.total, "facets": counts}


def facets(connection: Connection, search: Search, decisions: Mapping[str, Review]) -> Facets:
    """Count the claims of a search.

    Parameters
    ----------
    connection
        The connection of the search.
    search
        What is looked for.
    decisions
        The decision that stands for each claim, as the search was given.

    Notes
    -----
    The claims nobody edited are counted by SQLite in one pass over those found, linear in their number; the
    edited ones are counted here.
    """
    counts: dict[str, Counter[str | None]] = {facet: Counter() for facet in FACETS}
    total = 0
    documents: Counter[str] = Counter()
    for facet, value, number in connection.execute(_question(search)):
        if facet == "document":
            documents[value] = number
            total += number
        elif facet in ("actor", "target"):
            for code in codes_of(value) or (None,):
                counts[facet][code] += number
        else:
            counts[facet][value] += number
    undecided = total
    decided = [claim for claim, review in decisions.items() if review.decision != "edit"]
    for claim in _found_among(connection, search, decided):
        counts["decision"][decision_of(decisions[claim])] += 1
        undecided -= 1
    if undecided:
        counts["decision"]["open"] += undecided
    edited = search.edited_found
    for one in edited:
        documents[one.claim.document] += 1
        for facet, value in _values(one):
            counts[facet][value] += 1
    for document, outlet in connection.execute(select(DOCUMENTS.c.id, DOCUMENTS.c.outlet)):
        if document in documents:
            counts["outlet"][outlet] += documents[document]
    return Facets(total + len(edited), {facet: _ordered(facet, counts[facet]) for facet in FACETS})


_COUNTED = ("type", "modality", "issue", "actor", "target", "document")


def _question(search: Search) -> Any:
    month = func.substr(CLAIMS.c.date_from, 1, 7).label("month")
    found: FromClause
    by_month: ColumnElement[Any]
    if search.asks_nothing:  # then every facet has an index to count by
        found, conditions, by_month = CLAIMS, search.conditions(), month
    else:
        cte = select(*(CLAIMS.c[name] for name in _COUNTED), month).where(*search.conditions()).cte("found")
        found, conditions, by_month = cte, [], cte.c.month
    counted = {name: found.c[name] for name in _COUNTED} | {"month": by_month}
    return union_all(
        *(
            select(literal(facet), column, func.count()).where(*conditions).group_by(column)
            for facet, column in counted.items()
        )
    )


def _found_among(connection: Connection, search: Search, ids: list[str]) -> Iterator[str]:
    if ids:
        yield from connection.execute(select(CLAIMS.c.id).where(*search.conditions(among=ids))).scalars()


def _values(one: Found) -> Iterator[tuple[str, str | None]]:
    claim = one.claim
    yield "type", claim.type
    yield "modality", claim.modality
    yield "issue", claim.issue
    yield "month", claim.date_from.isoformat()[:7] if claim.date_from else None
    yield "decision", one.decision
    for side, codes in (("actor", claim.actor), ("target", claim.target)):
        yield from ((side, code) for code in codes or (None,))


def _ordered(facet: str, counts: Counter[str | None]) -> tuple[tuple[str | None, int], ...]:
    if facet == "month":
        return tuple(sorted(counts.items(), key=lambda row: (row[0] is None, row[0] or "")))
    return tuple(sorted(counts.items(), key=lambda row: (-row[1], row[0] is None, row[0] or "")))
