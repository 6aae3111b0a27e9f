"""What the ledger finds: frozen tables, every row with the events and claims it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Any, Literal, NamedTuple, get_args

from detente.dispute.types import Bearing, PledgeKind, Reversibility, StandingKind
from detente.ledger.dealings import Dealings
from detente.ledger.telling import says

Lens = Literal["concessions", "position", "outside option", "standing"]
LENSES: tuple[Lens, ...] = get_args(Lens)
"""The four ways to ask who is ahead, in the order they stand side by side; they are never summed."""


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
class AtBaseline:
    """The shares of a verdict had the account begun on another day; events without a date do not count."""

    baseline: date
    share: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Ahead:
    """Who is ahead of whom in one lens, as shares of the admissible weightings.

    Parameters
    ----------
    lens, pair
        What is compared, and whom; codes in alphabetical order.
    share
        Maps each of the pair and ``tie`` to a share; the three sum to 1.
    baseline
        The day the account begins, ``None`` when it takes in everything.
    flip
        A weighting (weights sum to 1) under which the other side is ahead, ``None`` if there is none.
    draws, seed
        How many draws the share was averaged over; 0 means that it was computed over all weightings and
        ``seed`` played no part.
    net
        For each thing weighed what the first of the pair gained more than the second; only the order of
        their size and their sign matter across lenses.
    events
        Evidence.
    account
        Whose telling of the offers this is, where tellings differ.
    reviewed_only
        The shares when only events with a reviewed claim count; ``None`` when those say nothing.
    baselines
        The shares under other baselines, earliest first.
    """

    lens: Lens
    pair: tuple[str, str]
    share: Mapping[str, float]
    baseline: date | None
    flip: Mapping[str, float] | None
    draws: int
    seed: int
    net: Mapping[str, float] = field(default_factory=dict)
    events: tuple[str, ...] = ()
    account: str | None = None
    reviewed_only: Mapping[str, float] | None = None
    baselines: tuple[AtBaseline, ...] = ()

    @property
    def leader(self) -> str | None:
        """The side that is ahead in more than half of the weightings, ``None`` if neither is."""
        return leader(self.pair, self.share)


def leader(pair: tuple[str, str], share: Mapping[str, float]) -> str | None:
    """Return the side of a pair with more than half of the weightings, ``None`` if neither has."""
    return next((side for side in pair if share[side] > 0.5), None)


@dataclass(frozen=True, slots=True)
class Silent:
    """A lens that has nothing to say of a pair, and why: no evidence is not a draw."""

    lens: Lens
    pair: tuple[str, str]
    why: str


@dataclass(frozen=True, slots=True)
class Balance:
    """The shares of a lens at the end of a day, counted from the baseline; ``events`` are the new ones."""

    lens: Lens
    pair: tuple[str, str]
    on: date
    share: Mapping[str, float]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutsideTurn:
    """A day on which somebody's alternatives to an agreement got better or worse, as the analyst sees it."""

    of: tuple[str, ...]
    patron: tuple[str, ...]
    on: date | None
    signal: float
    material: float
    shift: tuple[float, float] | None
    text: str
    events: tuple[str, ...]
    reviewed: bool


@dataclass(frozen=True, slots=True)
class StandingGain:
    """A day on which somebody's standing rose, as the analyst sees it."""

    to: tuple[str, ...]
    kinds: tuple[StandingKind, ...]
    size: float
    on: date | None
    text: str
    events: tuple[str, ...]
    reviewed: bool


@dataclass(frozen=True, slots=True)
class PositionChange:
    """How far one side's position moved toward what another wants, from the baseline to the day.

    Parameters
    ----------
    by, toward
        Whose position, and whose wishes it is held against.
    before, after
        The options taken in the outcome it stood for at the baseline, and stands for on the day.
    offer
        Id of the package that outcome rests on, ``None`` when it is what stands.
    met_before, met, wishes
        How many of the wishes those outcomes fulfil, of how many.
    low, high
        The gain share ``(u - baseline) / (ideal - baseline)``: least and greatest over the weightings that
        agree with the order of the wishes; minus infinity where only losses were possible.
    gained, lost
        Numbers of the wishes (lines of ``prefers``, from 1) that are met now and were not, or the reverse.
    account
        Whose telling of the offer it is.
    """

    by: str
    toward: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    offer: str | None
    met_before: int
    met: int
    wishes: int
    low: float
    high: float
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Conduct:
    """An act held against a pledge.

    Parameters
    ----------
    event
        The act.
    on
        Its first day.
    bearing
        ``for`` or ``against`` the pledge, or ``outside``: just beyond its words.
    why
        What links it, for people.
    judged
        Whether the analyst says so; otherwise a rule does, and it is a proposal.
    text, reviewed
        One line for people; whether a person has reviewed a claim of it.
    """

    event: str
    on: date | None
    bearing: Bearing
    why: str
    judged: bool
    text: str
    reviewed: bool


@dataclass(frozen=True, slots=True)
class PledgeStanding:
    """A pledge as it stands on the day of the ledger.

    Parameters
    ----------
    id, by, to, text, outside, made, due
        As in :class:`~detente.dispute.types.Pledge`; for one that was read, as far as the record says.
    score, says
        The latest Peace Accords Matrix score a person gave by then and who did, ``None`` before the first.
    contested
        Whether two sources score the same period differently, or a report of what was promised is denied.
    declared
        Whether it comes from the case file and not from what was read.
    events, claims
        What it cites, and the claims of these.
    reviewed
        How many of ``events`` a person has reviewed.
    modality
        Tells a promise that was read as ``pledged`` from one merely ``offered``; a declared one is
        ``pledged``.
    covers, verifier, reversibility, theme, kind
        As in :class:`~detente.dispute.types.Pledge`.
    overdue
        Whether its day has passed and it is not kept in full.
    conduct
        Acts since it was made, by date.
    proposal
        Lowest and highest score that the conduct on record allows, by rule; never counted, and ``None``
        where a person scored it or no conduct is on record.
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
    reviewed: int
    modality: str = "pledged"
    covers: str | None = None
    verifier: str | None = None
    reversibility: Reversibility | None = None
    theme: str | None = None
    kind: PledgeKind = "once"
    overdue: bool = False
    conduct: tuple[Conduct, ...] = ()
    proposal: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class ScoreGiven:
    """A score somebody gave a declared pledge by the day of the ledger."""

    pledge: str
    on: date
    score: int
    says: str
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Implementation:
    """How far the scored pledges of a theme were kept on a day: ``100 * sum(score) / (3 * scored)``.

    ``theme`` is ``None`` for all pledges together; ``pledges`` counts those made by then, scored or not.
    """

    on: date
    theme: str | None
    value: float
    scored: int
    pledges: int


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


class TimelineRow(NamedTuple):
    """One dated event for the timeline; ``negated`` when the record says that it did not happen.

    There are as many as dated events, so they are tuples, which are made in a fifth of the time.
    """

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
    version of the weights that the ties add up. ``silent`` lists the lenses that have nothing to say of a
    pair; ``balances`` and ``implementation`` follow verdicts and pledges over time; ``positions``,
    ``outside`` and ``standing`` are what the other three lenses rest on; ``dealings`` what the ties show.
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
    silent: tuple[Silent, ...] = ()
    positions: tuple[PositionChange, ...] = ()
    outside: tuple[OutsideTurn, ...] = ()
    standing: tuple[StandingGain, ...] = ()
    balances: tuple[Balance, ...] = ()
    scores: tuple[ScoreGiven, ...] = ()
    implementation: tuple[Implementation, ...] = ()
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
            "concessions": [row_to_dict(row, _CONCESSION_KEYS) for row in self.concessions],
            "ahead": [row_to_dict(row) for row in self.ahead],
            "pledges": [row_to_dict(row, _PLEDGE_KEYS) for row in self.pledges],
            "ties": [row_to_dict(row) for row in self.ties],
            "totals": [row_to_dict(row) for row in self.totals],
            "timeline": [row_to_dict(row) for row in self.timeline],
            "undated": self.undated,
            "claims": self.claims,
            "reviewed_claims": self.reviewed_claims,
            "documents": self.documents,
            "left_out": self.left_out,
            "weights": self.weights,
            "silent": [row_to_dict(row) for row in self.silent],
            "positions": [row_to_dict(row) for row in self.positions],
            "outside": [row_to_dict(row) for row in self.outside],
            "standing": [row_to_dict(row) for row in self.standing],
            "balances": [row_to_dict(row) for row in self.balances],
            "scores": [row_to_dict(row) for row in self.scores],
            "implementation": [row_to_dict(row) for row in self.implementation],
            "dealings": self.dealings.to_dict(says),
        }


_CONCESSION_KEYS = ("by", "to", "issue", "date_from", "date_to", "size", "delivered", "events")
_PLEDGE_KEYS = ("id", "by", "to", "text", "outside", "made", "due", "score", "contested", "events")


def row_to_dict(row: Any, first: tuple[str, ...] = ()) -> dict[str, object]:
    """Return the fields of a row of the ledger as JSON-ready values, those in ``first`` before the rest."""
    names = dict.fromkeys((*first, *row.__annotations__))
    return {name: _jsonable(getattr(row, name)) for name in names}


def _jsonable(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple):
        return [_jsonable(part) for part in value]
    if isinstance(value, float) and not isfinite(value):
        return None
    return row_to_dict(value) if hasattr(value, "__dataclass_fields__") else value
