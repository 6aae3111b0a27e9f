"""In which order claims come up for review, and how one is found among them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from typing import Literal, get_args

from detente.record.reviews import changed_since
from detente.record.types import Claim, Review

Order = Literal["page", "value", "changed"]
ORDERS: tuple[Order, ...] = get_args(Order)
"""Down the page; most informative first; those whose reading changed since they were decided first."""

_WORTH = {"pledged": 3, "offered": 3, "threatened": 2, "demanded": 2, "denied": 1, "conditional": 1}
_NEAR = 7


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of a claim in memory: enough to order claims and to search them.

    Parameters
    ----------
    id
        The claim's.
    words
        The quote, case folded.
    parties
        Everybody who takes part.
    type
        The act.
    day
        The first day as a number, 0 when there is none.
    worth
        How much the claim tells a ledger: concessions first, then pledges and offers, then threats and
        demands.
    """

    id: str
    words: str
    parties: tuple[str, ...]
    type: str
    day: int
    worth: int


class Agenda:
    """Claims in the order in which they come up.

    Parameters
    ----------
    claims
        The claims, down the page.
    standing
        The decision that stands on each claim, by id.
    order
        What comes first: see :data:`ORDERS`.

    Notes
    -----
    What is undecided comes first, then what was read differently since it was decided, then the rest. The
    order is made once, so that nothing moves under a person's hands. Linear, with a final sort.

    Examples
    --------
    >>> Agenda([], {}).ids
    ()
    """

    def __init__(
        self, claims: Iterable[Claim], standing: Mapping[str, Review], order: Order = "page"
    ) -> None:
        self.rows: list[Row] = []
        self.changed: set[str] = set()
        codes: dict[str, None] = {}
        issues: dict[str, None] = {}
        parties: dict[tuple[str, ...], tuple[str, ...]] = {}
        for claim in claims:
            involved = (*claim.actor, *claim.target)
            # Equal lists are one object, and a hundred thousand claims stay small.
            involved = parties.setdefault(involved, involved)
            codes.update(dict.fromkeys(involved))
            if claim.issue:
                issues[claim.issue] = None
            worth = _WORTH.get(claim.modality, 0) + 4 * (claim.concession_by is not None)
            day = claim.date_from.toordinal() if claim.date_from else 0
            self.rows.append(Row(claim.id, claim.quote.casefold(), involved, claim.type, day, worth))
            review = standing.get(claim.id)
            if review and changed_since(review, claim):
                self.changed.add(claim.id)
        self.codes = tuple(sorted(codes))
        self.issues = tuple(sorted(issues))
        groups = {"open": 0, "changed": -1 if order == "changed" else 1, "rest": 2}

        def key(row: Row) -> tuple[int, int]:
            group = "changed" if row.id in self.changed else "rest" if row.id in standing else "open"
            return groups[group], -row.worth if order == "value" else 0

        self.ids = tuple(row.id for row in sorted(self.rows, key=key))
        self.place = {one: place for place, one in enumerate(self.ids)}
        self._by_id = {row.id: row for row in self.rows}
        self._parties = tuple(parties)

    def search(self, text: str) -> tuple[int, ...]:
        """Return the places of the claims whose quote holds every word, or whose id it is; in order."""
        return tuple(sorted(self.place[row.id] for row in self._with(text)))

    def _with(self, text: str) -> list[Row]:
        words = text.casefold().split()
        found = self.rows if words else []
        for word in sorted(words, key=len, reverse=True):
            # One word at a time, the longest first: most rows are never looked at again.
            found = [row for row in found if word in row.words]
        named = self._by_id.get(text.strip())
        return [named, *found] if named else found

    def like(self, claim: Claim, text: str = "", most: int = 50) -> tuple[str, ...]:
        """Return the ids of claims that may speak of the same thing, the likeliest first.

        Parameters
        ----------
        claim
            The claim to go with.
        text
            Only claims whose quote holds these words; without them, only claims that share a party and are
            dated within a week.
        most
            At most so many.
        """
        mine = {*claim.actor, *claim.target}
        day = claim.date_from.toordinal() if claim.date_from else 0
        rows = self._with(text) if text.split() else self._near(mine, day)

        def likeness(row: Row) -> tuple[bool, int, int]:
            apart = abs(row.day - day) if row.day and day else _NEAR
            return row.type != claim.type, apart, -len(mine.intersection(row.parties))

        return tuple(row.id for row in nsmallest(most + 1, rows, likeness) if row.id != claim.id)[:most]

    def _near(self, parties: set[str], day: int) -> list[Row]:
        shared = {involved for involved in self._parties if not parties.isdisjoint(involved)}
        first, last = (day - _NEAR, day + _NEAR) if day else (0, date.max.toordinal())
        return [
            row for row in self.rows if (first <= row.day <= last or not row.day) and row.parties in shared
        ]
