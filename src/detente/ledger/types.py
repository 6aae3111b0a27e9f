"""What the ledger finds: frozen tables, every row with the events and claims it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

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
        How the act stands in the earliest claim.
    events, claims
        Evidence.
    reviewed
        Whether a person has accepted or edited at least one of its claims.
    judged
        Whether the analyst set the size, delivery or irreversibility.
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
    and not from what was read.
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
    """One dated event for the timeline."""

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


@dataclass(frozen=True, slots=True)
class Ledger:
    """The accounts of a case as of a day.

    ``claims`` counts the claims the accounts rest on and ``reviewed_claims`` those a person accepted or
    edited; rejected claims are in neither.
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

    @property
    def reviewed(self) -> float:
        """Share of the claims a person has reviewed; 0 when there are none."""
        return self.reviewed_claims / self.claims if self.claims else 0.0
