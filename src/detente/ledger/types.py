"""What the ledger finds: frozen tables, every row with the events and claims it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from detente.ledger.dealings import Dealings
from detente.ledger.telling import says

Lens = Literal["concessions", "position change", "outside option", "standing"]


@dataclass(frozen=True, slots=True)
class Concession:
    """Something given.

    Parameters
    ----------
    by, to
        Who gives and who gains.
    issue
        What it is about.
    date_from, date_to
        When, as far as known.
    size
        1 unless the analyst says otherwise.
    delivered
        From 0 (only promised) to 1 (done).
    irreversible
        From 0 (undone at will) to 1.
    text
        One line for people.
    modality
        How the act stands in the claim that decides the row.
    events, claims
        Evidence.
    reviewed
        Whether a person has accepted or edited at least one of its claims.
    judged
        Whether the analyst set the size, delivery or irreversibility.
    contested
        Whether another claim of the event denies it or says that it did not happen.
    """

    by: tuple[str, ...]
    to: tuple[str, ...]
    issue: str | None
    date_from: date | None
    date_to: date | None
    size: float
    delivered: float
    irreversible: float
    text: str
    modality: str
    events: tuple[str, ...]
    claims: tuple[str, ...]
    reviewed: bool
    judged: bool = False
    contested: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """What one actor gave and received: numbers of concessions, and of those delivered in part at least."""

    actor: str
    given: int
    given_delivered: int
    received: int
    received_delivered: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """Who is ahead of whom in one lens, as shares of the admissible weightings of issues.

    ``share`` maps each of the pair and ``tie`` to a share; the three sum to 1. ``flip`` is a weighting
    (issue to weight, summing to 1) under which the other side is ahead, ``None`` if there is none.
    ``draws`` is how many orders of the issues the share was averaged over, drawn with ``seed``; 0 means that
    it was computed over all of them and ``seed`` played no part.
    """

    lens: Lens
    pair: tuple[str, str]
    share: Mapping[str, float]
    baseline: date | None
    flip: Mapping[str, float] | None
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class PledgeStanding:
    """A pledge as it stands on the day of the ledger.

    ``score`` is the latest Peace Accords Matrix score given by then, ``None`` before the first; ``contested``
    when two sources score the same day or period differently; ``declared`` when it comes from the case file
    and not from what was read. ``modality`` tells a promise that was read as ``pledged`` from one merely
    ``offered``; a declared one is ``pledged``.
    """

    id: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    text: str
    outside: str | None
    made: date | None
    due: date | None
    score: int | None
    says: str | None
    contested: bool
    declared: bool
    events: tuple[str, ...]
    claims: tuple[str, ...]
    reviewed: bool
    modality: str = "pledged"


@dataclass(frozen=True, slots=True)
class Tie:
    """What passed between two actors in a month: sums of Goldstein weights, kept apart.

    ``cooperation`` >= 0 and ``conflict`` <= 0; ``events`` are ids; ``month`` is ``YYYY-MM``; ``a < b``.
    """

    a: str
    b: str
    month: str
    cooperation: float
    conflict: float
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One dated event for the timeline; ``negated`` when the record says that it did not happen."""

    date_from: date
    date_to: date
    event: str
    actor: tuple[str, ...]
    target: tuple[str, ...]
    type: str
    modality: str
    issue: str | None
    text: str
    polarity: str | None
    documents: int
    claims: tuple[str, ...]
    reviewed: bool
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """The accounts of a case as of a day.

    ``claims`` counts the claims the accounts rest on and ``reviewed_claims`` those a person accepted or
    edited; rejected claims are in neither. ``documents`` is how many documents these claims stand in,
    ``left_out`` how many claims that belong to events were not known by ``as_of``; ``weights`` names the
    version of the weights that the ties add up; ``dealings`` is what is found in them.
    """

    as_of: date | None
    claims: int
    reviewed_claims: int
    concessions: tuple[Concession, ...]
    totals: tuple[Total, ...]
    ahead: tuple[Ahead, ...]
    pledges: tuple[PledgeStanding, ...]
    ties: tuple[Tie, ...]
    timeline: tuple[TimelineRow, ...]
    undated: int
    documents: int = 0
    left_out: int = 0
    weights: str = ""
    dealings: Dealings = field(default_factory=Dealings)

    @property
    def reviewed(self) -> float:
        """Share of the claims a person has reviewed; 0 when there are none."""
        return self.reviewed_claims / self.claims if self.claims else 0.0

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values, as ``detente ledger --json`` prints them.

        Dates are ISO text, what is not known is ``None``. The keys other programs rely on come first, in a
        fixed order; more may follow.
        """
        return {
            "as_of": _jsonable(self.as_of),
            "reviewed": self.reviewed,
            "concessions": [_row(row, _CONCESSION_KEYS) for row in self.concessions],
            "ahead": [_row(row) for row in self.ahead],
            "pledges": [_row(row, _PLEDGE_KEYS) for row in self.pledges],
            "ties": [_row(row) for row in self.ties],
            "totals": [_row(row) for row in self.totals],
            "timeline": [_row(row) for row in self.timeline],
            "undated": self.undated,
            "claims": self.claims,
            "reviewed_claims": self.reviewed_claims,
            "documents": self.documents,
            "left_out": self.left_out,
            "weights": self.weights,
            "dealings": self.dealings.to_dict(says),
        }


_CONCESSION_KEYS = ("by", "to", "issue", "date_from", "date_to", "size", "delivered", "events")
_PLEDGE_KEYS = ("id", "by", "to", "text", "outside", "made", "due", "score", "contested", "events")


def _row(row: Any, first: tuple[str, ...] = ()) -> dict[str, object]:
    """Return a row's fields by name, those in ``first`` before the rest."""
    names = dict.fromkeys((*first, *row.__dataclass_fields__))
    return {name: _jsonable(getattr(row, name)) for name in names}


def _jsonable(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    return list(value) if isinstance(value, tuple) else value
