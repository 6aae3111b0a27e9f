"""Find claims as they stand after review, without looking at more of the record than need be.

SQLite answers for the claims as they were read. What people edited lies in the log of decisions, so edited
claims, where an edit could matter, are left out of the question, looked at one by one, and put back in their
place. There are as many of them as people had patience for, whatever the size of the record.
"""

from __future__ import annotations

import heapq
import json
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any, Literal, get_args

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    UnaryExpression,
    and_,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.sql.operators import custom_op

from detente.errors import StoreError
from detente.record.filters import NOBODY, Filters
from detente.record.fulltext import terms_of
from detente.record.order import place_of
from detente.record.reviews import apply, edit_faults
from detente.record.tables import (
    CLAIM_COLUMNS,
    CLAIMS,
    CLAIMS_TEXT,
    DOCUMENTS,
    DOCUMENTS_TEXT,
    claim_of,
    codes_of,
    stored_codes,
)
from detente.record.types import AUTHOR, UNNAMED, Claim, Review

Sort = Literal["page", "date", "newest", "type", "actor", "certainty"]
SORTS: tuple[Sort, ...] = get_args(Sort)
"""Orders of claims: ``page`` is oldest document first, then down the page, and decides all draws."""
SHORTEST_ID = 8
"""The beginning of a document's id stands for it from this many characters on."""

ValueField = Literal["party", "issue", "outlet", "origin", "document", "attribution"]

Wrap = Callable[[Column[Any]], ColumnElement[Any]]
Condition = Callable[[Wrap], ColumnElement[bool]]

_BATCH = 1000
_FEW = 50
_MANY = 0.02
_DONE = {"accepted": "accept", "edited": "edit", "rejected": "reject"}
_LAST = date.max.toordinal()
# The same order as detente.record.order.place_of, worded so that SQLite can follow its indices.
DOCUMENT_ORDER = (DOCUMENTS.c.published.is_(None), DOCUMENTS.c.published, DOCUMENTS.c.id)
PAGE_ORDER = (*DOCUMENT_ORDER, CLAIMS.c.quote_start, CLAIMS.c.clause_start, CLAIMS.c.id)
# Each order twice, for SQLite and for the claims that it is not asked about.
_ORDERS: Mapping[Sort, tuple[tuple[ColumnElement[Any], ...], Callable[[Claim], tuple[Any, ...]]]] = {
    "page": ((), lambda claim: ()),
    "date": (
        (CLAIMS.c.date_from.is_(None), CLAIMS.c.date_from),
        lambda claim: (claim.date_from.toordinal() if claim.date_from else _LAST + 1,),
    ),
    "newest": (
        (CLAIMS.c.date_from.is_(None), CLAIMS.c.date_from.desc()),
        lambda claim: (-claim.date_from.toordinal() if claim.date_from else 1,),
    ),
    "type": ((CLAIMS.c.type,), lambda claim: (claim.type,)),
    "actor": ((CLAIMS.c.actor,), lambda claim: (stored_codes(claim.actor),)),
    "certainty": ((CLAIMS.c.certainty.desc(),), lambda claim: (-claim.certainty,)),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A claim that was looked for.

    Parameters
    ----------
    claim
        As it stands after review.
    read
        As the machine read it.
    review
        The decision that stands, ``None`` when nobody has decided.
    """

    claim: Claim
    read: Claim
    review: Review | None

    def to_dict(self) -> dict[str, Any]:
        """Return the claim as it was read, JSON-ready, with the decision under ``review``."""
        return self.read.to_dict() | {"review": self.review.to_dict() if self.review else None}

    @property
    def decision(self) -> str:
        """How the claim stands: accepted, edited, rejected or open."""
        return decision_of(self.review)


def decision_of(review: Review | None) -> str:
    """Return how a claim stands under the decision that stands for it.

    Examples
    --------
    >>> decision_of(None)
    'open'
    """
    return next((name for name, done in _DONE.items() if review and review.decision == done), "open")


def folded(text: str) -> str:
    """Return a text without case and accents, for comparing names.

    Examples
    --------
    >>> folded("Núñez") == folded("NUNEZ")
    True
    """
    bare = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return "".join(bare).casefold()


class Search:
    """A question to one state of the record.

    Parameters
    ----------
    connection
        An open connection; what it returns is of one moment as long as its transaction lasts.
    filters
        What is looked for.
    decisions
        The decision that stands for each claim, by claim id; none means claims as they were read.
    among
        Ids of the only claims to consider, ``None`` for all; this is how the filter by event is answered.

    Raises
    ------
    StoreError
        ``D424`` when an edit cannot be applied, ``D432`` when the text holds no word.
    """

    def __init__(
        self,
        connection: Connection,
        filters: Filters,
        decisions: Mapping[str, Review],
        among: Collection[str] | None = None,
    ) -> None:
        self._connection = connection
        self._filters = filters
        self._decisions = decisions
        self._among = among
        self.edited = tuple(claim for claim, review in decisions.items() if review.decision == "edit")
        faults = [fault for claim in self.edited for fault in edit_faults(decisions[claim])]
        if faults:
            raise StoreError(faults)

    def found(self, sort: Sort = "page", limit: int | None = None, offset: int = 0) -> Iterator[Found]:
        """Yield the claims looked for, in order.

        Parameters
        ----------
        sort
            One of :data:`SORTS`.
        limit, offset
            At most how many, and how many to pass over.

        Notes
        -----
        Where many claims fit, the pages are read in order until there are enough, and nothing is sorted;
        where few do, an index finds them. Rows come as they are asked for, so memory stays flat but for the
        edited claims.
        """
        columns, key = _ORDERS[sort]
        end = None if limit is None else offset + limit
        split = bool(self.edited) and (sort != "page" or bool(self._changeable))
        in_order = sort == "page" and self._fits_many()
        wanted = self.conditions(apart=split, by_index=not in_order)
        statement = _claims(in_order=in_order).where(*wanted).order_by(*columns, *PAGE_ORDER).limit(end)
        stream = map(self._as_found, self._rows(statement))
        if split:
            placed = ((key(one.claim), place, one) for one, place in stream)
            apart = sorted(
                ((key(one.claim), place, one) for one, place in self._edited_found), key=lambda row: row[:2]
            )
            merged = heapq.merge(placed, apart, key=lambda row: row[:2])
            yield from islice((one for *_, one in merged), offset, end)
        else:
            yield from islice((one for one, _ in stream), offset, end)

    def count(self) -> int:
        """Return how many claims there are of those looked for."""
        return self._count_unedited() + len(self.edited_found)

    def conditions(
        self, *, apart: bool = True, by_index: bool = True, among: Iterable[str] | None = None
    ) -> list[ColumnElement[bool]]:
        """Return what holds of the claims looked for.

        Parameters
        ----------
        apart
            Whether to leave out the claims that people edited, which :attr:`edited_found` has.
        by_index
            Whether indices may be used to find the claims, or rows come in an order that should be kept.
        among
            Ids of the only claims to consider.
        """
        lists, others = list(self._lists), [*self._documents_wanted, *self._changeable]
        if among is not None:
            numbers = self.numbers(among)
            lists.append(lambda c: c(CLAIMS.c.number).in_(_listed(numbers)))
        if apart and self.edited:
            others = [*others, lambda c: c(CLAIMS.c.number).not_in(_listed(self._edited_numbers))]
        if not by_index:
            return [make(_unindexed) for make in (*lists, *others)]
        if lists:
            # One list of rows is enough to go by: SQLite would try every pair of a second one.
            return [lists[0](_indexed), *(make(_unindexed) for make in (*lists[1:], *others))]
        return [make(_indexed) for make in others]

    @property
    def asks_nothing(self) -> bool:
        """Whether all claims are looked for."""
        return not (self._lists or self._documents_wanted or self._changeable)

    def numbers(self, claims: Iterable[str]) -> list[int]:
        """Return the row numbers of claims by their ids; numbers are far quicker to compare than ids."""
        found = select(CLAIMS.c.number).where(CLAIMS.c.id.in_(_listed(list(claims))))
        return list(self._connection.execute(found).scalars())

    @property
    def edited_found(self) -> list[Found]:
        """The edited claims among those looked for, in no order."""
        return [one for one, _ in self._edited_found]

    # Inside

    @cached_property
    def _edited_found(self) -> list[tuple[Found, tuple[Any, ...]]]:
        if not self.edited:
            return []
        fixed = (make(_unindexed) for make in (*self._lists, *self._documents_wanted))
        statement = _claims(in_order=False).where(CLAIMS.c.number.in_(_listed(self._edited_numbers)), *fixed)
        candidates = map(self._as_found, self._rows(statement))
        return [(one, place) for one, place in candidates if _fits(one.claim, self._filters)]

    @cached_property
    def _edited_numbers(self) -> list[int]:
        return self.numbers(self.edited)

    def _count_unedited(self) -> int:
        statement = select(func.count()).select_from(CLAIMS).where(*self.conditions())
        return int(self._connection.execute(statement).scalar_one())

    def _fits_many(self) -> bool:
        """Whether going through the pages in order meets a claim that fits every few rows."""
        if self.asks_nothing:
            return True
        last = self._connection.execute(select(func.max(CLAIMS.c.number))).scalar_one() or 0
        return self._count_unedited() > last * _MANY

    def _as_found(self, row: Any) -> tuple[Found, tuple[Any, ...]]:
        read = claim_of(row[:-1])
        review = self._decisions.get(read.id)
        claim = read
        if review is not None and review.decision == "edit":
            claim = next(apply([read], [review])).claim
        published = date.fromisoformat(row[-1]) if row[-1] else None
        return Found(claim, read, review), place_of(read, {read.document: published})

    def _rows(self, statement: Select[Any]) -> Iterator[Any]:
        yield from self._connection.execute(statement.execution_options(yield_per=_BATCH))

    @cached_property
    def _lists(self) -> list[Condition]:
        """What is answered by a list of rows; no edit can change it."""
        wanted = list(self._text())
        if self._among is not None:
            among = self.numbers(self._among)
            wanted.append(lambda c: c(CLAIMS.c.number).in_(_listed(among)))
        if self._filters.decision:
            wanted.append(self._decided(self._filters.decision))
        return wanted

    def _text(self) -> Iterator[Condition]:
        together = []
        for term in terms_of(self._filters.text) if self._filters.text else ():
            if term.is_part:
                titled = func.instr(DOCUMENTS.c.title, term.words) > 0
                yield _quoted_or_titled(func.instr(CLAIMS.c.quote, term.words) > 0, titled)
                continue
            titles = select(DOCUMENTS_TEXT.c.rowid).where(DOCUMENTS_TEXT.c.documents_text.match(term.match))
            titled = DOCUMENTS.c.number.in_(titles)
            if self._connection.execute(_documents_where(titled).limit(1)).first() is None:
                together.append(term.match)
            else:
                yield _quoted_or_titled(CLAIMS.c.number.in_(_quotes(term.match)), titled)
        if together:
            rows = _quotes(" AND ".join(together))
            yield lambda c: c(CLAIMS.c.number).in_(rows)

    def _decided(self, states: Collection[str]) -> Condition:
        wanted = set(_DONE.values()) if "reviewed" in states else {_DONE.get(state) for state in states}
        fitting = {claim for claim, review in self._decisions.items() if review.decision in wanted}
        if "open" in states:
            others = self.numbers(self._decisions.keys() - fitting)
            return lambda c: c(CLAIMS.c.number).not_in(_listed(others))
        numbers = self.numbers(fitting)
        return lambda c: c(CLAIMS.c.number).in_(_listed(numbers))

    @cached_property
    def _documents_wanted(self) -> list[Condition]:
        """What is asked of the documents; no edit can change it."""
        filters = self._filters
        meant: list[ColumnElement[bool]] = []
        if filters.document:
            exact = (DOCUMENTS.c.id.in_(filters.document), DOCUMENTS.c.name.in_(filters.document))
            starts = [name for name in filters.document if len(name) >= SHORTEST_ID]
            meant.append(or_(*exact, *(_begins(DOCUMENTS.c.id, start) for start in starts)))
        if filters.outlet:
            wanted = {folded(outlet) for outlet in filters.outlet}
            fitting = [outlet for outlet in self._values(DOCUMENTS.c.outlet) if folded(outlet) in wanted]
            unset = DOCUMENTS.c.outlet.is_(None) if NOBODY in filters.outlet else false()
            meant.append(or_(DOCUMENTS.c.outlet.in_(fitting), unset))
        if filters.origin:
            meant.append(DOCUMENTS.c.origin.in_(filters.origin))
        return [lambda c: c(CLAIMS.c.document).in_(_documents_where(*meant))] if meant else []

    @cached_property
    def _changeable(self) -> list[Condition]:
        """What an edit could change; the same as :func:`_fits` says of one claim."""
        return list(self._changeable_conditions())

    def _changeable_conditions(self) -> Iterator[Condition]:
        filters = self._filters
        if filters.actor:
            actors = self._lists_with(CLAIMS.c.actor, filters.actor)
            yield lambda c: _is_in(c(CLAIMS.c.actor), actors)
        if filters.target:
            targets = self._lists_with(CLAIMS.c.target, filters.target)
            yield lambda c: _is_in(c(CLAIMS.c.target), targets)
        if filters.party:
            yield self._with_party(filters.party)
        if filters.type:
            yield lambda c: c(CLAIMS.c.type).in_(filters.type)
        if filters.modality:
            yield lambda c: c(CLAIMS.c.modality).in_(filters.modality)
        if filters.negated is not None:
            yield lambda c: c(CLAIMS.c.negated) == int(bool(filters.negated))
        if filters.issue:
            unset = CLAIMS.c.issue.is_(None) if NOBODY in filters.issue else false()
            yield lambda c: or_(c(CLAIMS.c.issue).in_(filters.issue), unset)
        if filters.says:
            speakers = [one for one in self._values(CLAIMS.c.attribution) if _says(one, filters.says)]
            yield lambda c: _is_in(c(CLAIMS.c.attribution), speakers)
        since, until = filters.since, filters.until
        if since:
            yield lambda c: c(CLAIMS.c.date_to) >= since.isoformat()
        if until:
            yield lambda c: c(CLAIMS.c.date_from) <= until.isoformat()
        if filters.concession is not None:
            given = CLAIMS.c.concession_by.is_not(None)
            yield lambda c: given if filters.concession else ~given
        if filters.concession_by:
            givers = self._lists_with(CLAIMS.c.concession_by, filters.concession_by)
            yield lambda c: _is_in(c(CLAIMS.c.concession_by), givers)
        if filters.concession_to:
            gainers = self._lists_with(CLAIMS.c.concession_to, filters.concession_to)
            yield lambda c: _is_in(c(CLAIMS.c.concession_to), gainers)

    def _with_party(self, codes: Collection[str]) -> Condition:
        named = set(codes) - {NOBODY}
        actors = self._lists_with(CLAIMS.c.actor, named)
        targets = self._lists_with(CLAIMS.c.target, named)
        empty = stored_codes(())
        nobody = NOBODY in codes

        def condition(c: Wrap) -> ColumnElement[bool]:
            nobody_at_all = and_(CLAIMS.c.actor == empty, CLAIMS.c.target == empty) if nobody else false()
            return or_(_is_in(c(CLAIMS.c.actor), actors), _is_in(c(CLAIMS.c.target), targets), nobody_at_all)

        return condition

    def _lists_with(self, column: Column[Any], codes: Collection[str]) -> list[str]:
        return [one for one in self._values(column) if _takes_part(codes, codes_of(one))] if codes else []

    def _values(self, column: Column[Any]) -> list[str]:
        """Return the values a column has; there are few, so they are compared here, in our own way."""
        statement = select(column).where(column.is_not(None)).distinct()
        return list(self._connection.execute(statement).scalars())


def _claims(*, in_order: bool) -> Select[Any]:
    # A column that is not indexed cannot be what rows are found by, which decides who comes first.
    document, its_claims = DOCUMENTS.c.id, CLAIMS.c.document
    on = (_unindexed(document) == its_claims) if in_order else (document == _unindexed(its_claims))
    return select(*CLAIM_COLUMNS, DOCUMENTS.c.published).join(DOCUMENTS, on)


def _fits(claim: Claim, filters: Filters) -> bool:
    """Whether one claim is looked for, as far as an edit can change that."""
    return (
        _takes_part(filters.actor, claim.actor)
        and _takes_part(filters.target, claim.target)
        and _takes_part(filters.party, (*claim.actor, *claim.target))
        and (not filters.type or claim.type in filters.type)
        and (not filters.modality or claim.modality in filters.modality)
        and filters.negated in (None, claim.negated)
        and (not filters.issue or (claim.issue or NOBODY) in filters.issue)
        and (not filters.says or _says(claim.attribution, filters.says))
        and (not filters.since or (claim.date_to is not None and claim.date_to >= filters.since))
        and (not filters.until or (claim.date_from is not None and claim.date_from <= filters.until))
        and filters.concession in (None, claim.concession_by is not None)
        and (
            not filters.concession_by or not set(filters.concession_by).isdisjoint(claim.concession_by or ())
        )
        and (
            not filters.concession_to or not set(filters.concession_to).isdisjoint(claim.concession_to or ())
        )
    )


def _takes_part(wanted: Collection[str], codes: Collection[str]) -> bool:
    return not wanted or not set(wanted).isdisjoint(codes) or (NOBODY in wanted and not codes)


def _says(speaker: str, wanted: Iterable[str]) -> bool:
    return any(
        speaker == one if one in (AUTHOR, UNNAMED) else folded(one) in folded(speaker) for one in wanted
    )


def _documents_where(*conditions: ColumnElement[bool]) -> Select[Any]:
    # A question of its own, even inside one that lists documents as well.
    return select(DOCUMENTS.c.id).where(*conditions).correlate(None)


def _quotes(question: str) -> Select[Any]:
    return select(CLAIMS_TEXT.c.rowid).where(CLAIMS_TEXT.c.claims_text.match(question))


def _quoted_or_titled(quoted: ColumnElement[bool], titled: ColumnElement[bool]) -> Condition:
    return lambda c: or_(quoted, c(CLAIMS.c.document).in_(_documents_where(titled)))


def _begins(column: Column[Any], start: str) -> ColumnElement[bool]:
    return func.substr(column, 1, len(start)) == start


def _indexed(column: Column[Any]) -> ColumnElement[Any]:
    return column


def _unindexed(column: Column[Any]) -> ColumnElement[Any]:
    # SQLite uses no index for a column with a plus before it, and it changes nothing else.
    return UnaryExpression(column, operator=custom_op("+"), type_=column.type)


def _is_in(column: ColumnElement[Any], values: list[str]) -> ColumnElement[bool]:
    return column.in_(values if len(values) <= _FEW else _listed(values))


def _listed(values: list[Any]) -> Select[Any]:
    """Return values as a table: one parameter, however many they are."""
    return select(func.json_each(json.dumps(values)).table_valued("value").c.value)


_VALUES: Mapping[ValueField, tuple[Column[Any], ...]] = {
    "party": (CLAIMS.c.actor, CLAIMS.c.target, CLAIMS.c.concession_by, CLAIMS.c.concession_to),
    "issue": (CLAIMS.c.issue,),
    "outlet": (DOCUMENTS.c.outlet,),
    "origin": (DOCUMENTS.c.origin,),
    "document": (DOCUMENTS.c.name, DOCUMENTS.c.id),
    "attribution": (CLAIMS.c.attribution,),
}


def values(connection: Connection, field: ValueField) -> tuple[str, ...]:
    """Return what there is of a field, as read, in the order of the alphabet.

    Parameters
    ----------
    connection
        An open connection.
    field
        ``party`` is whoever acts, is acted upon, gives or gains; ``document`` is names and ids.
    """
    found: set[str] = set()
    for column in _VALUES[field]:
        found.update(connection.execute(select(column).where(column.is_not(None)).distinct()).scalars())
    if field == "party":
        found = {code for codes in found for code in codes_of(codes)}
    return tuple(sorted(found))
