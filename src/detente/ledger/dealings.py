"""What the ledger finds in how actors deal with each other: frozen tables, each row citing its events."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, Literal

Polarity = Literal["cooperative", "conflictual"]
Window = Literal["month", "week"]
Aim = Literal["leader", "deputy", "nobody named"]
TOO_FEW = 5
"""Below so many cases a share is not told."""


@dataclass(frozen=True, slots=True)
class Series:
    """What passed between two actors in a month or week, cooperation and conflict kept apart.

    ``directed`` rows are acts of ``a`` toward ``b``; the others have ``a < b`` and take in both directions.
    ``cooperation`` >= 0 and ``conflict`` <= 0 are sums of weights, ``cooperative`` and ``conflictual`` how
    many acts. The two levels are sums over all earlier acts too, each halved as often as the half-life has
    passed by the window's last day. ``reviewed`` counts the events of which a person reviewed a claim.
    """

    a: str
    b: str
    directed: bool
    window: Window
    start: date
    cooperation: float
    conflict: float
    cooperative: int
    conflictual: int
    level_cooperation: float
    level_conflict: float
    events: tuple[str, ...]
    reviewed: int


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """How often ``to`` answered the moves of ``by`` with a like one within ``days``, and what chance gives.

    Parameters
    ----------
    by, to
        Who moves, and who answers.
    polarity
        Of the moves and of the answers.
    days
        How long an answer may take.
    first, last
        The period looked at.
    moves, open
        Days with such a move whose time for an answer was over by the end, and those that were still open.
    answered
        How many of ``moves`` were answered.
    rate
        ``answered / moves``, ``None`` when there are fewer than :data:`TOO_FEW` moves.
    lag, size
        Median days to the first answer, and median weight of the answer over that of the move.
    after_own, after_mover, any_day
        The baseline: how often such an act of ``to`` follows within ``days`` on one of its own, how often one
        of ``by`` follows on one of its own, and on any day of the period whatever happened.
    null_low, null_mid, null_high
        The rate's 5, 50 and 95 per cent points when the days of ``to`` are drawn anew.
    p
        Share of the drawn series, this one among them, that answer as often or more.
    p_rhythm
        The same when the series of ``to`` is moved as a whole, so that its own bursts stay together.
    shuffles, seed
        How many were drawn, and how; 0 when none were.
    events
        The moves and the first answers.
    reviewed
        How many of ``events`` have a claim that a person reviewed.
    """

    by: str
    to: str
    polarity: Polarity
    days: int
    first: date
    last: date
    moves: int
    open: int
    answered: int
    rate: float | None
    lag: float | None
    size: float | None
    after_own: float | None
    after_mover: float | None
    any_day: float | None
    null_low: float | None
    null_mid: float | None
    null_high: float | None
    p: float | None
    p_rhythm: float | None
    shuffles: int
    seed: int
    events: tuple[str, ...]
    reviewed: int


@dataclass(frozen=True, slots=True)
class Joined:
    """When an actor first dealt with anybody, and with each of the two principals (``None``: never)."""

    actor: str
    on: date
    with_first: date | None
    with_second: date | None
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Circle:
    """How many actors were in the game by the end of a month, and who joined in it."""

    month: str
    joined: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Followed:
    """Two first meetings with one host: ``then`` came ``days`` after ``first``."""

    host: str
    first: str
    then: str
    first_on: date
    then_on: date
    days: int
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mediator:
    """An actor who deals with both sides of a pair in conflict.

    ``with_a`` and ``with_b`` are (cooperative, conflictual) acts between it and each side, either way.
    """

    actor: str
    pair: tuple[str, str]
    with_a: tuple[int, int]
    with_b: tuple[int, int]
    events: tuple[str, ...]

    @property
    def gap(self) -> float:
        """How far the cooperative shares with the two sides lie apart; 0 is even-handed."""
        shares = [good / (good + bad) for good, bad in (self.with_a, self.with_b)]
        return abs(shares[0] - shares[1])


@dataclass(frozen=True, slots=True)
class Relay:
    """Word that may have gone from one to another through a third.

    ``how`` is ``sequence`` when only the order of two meetings on one issue suggests it, ``text`` when the
    record says that word was carried; then ``origin`` and ``destination`` are in no order.
    """

    carrier: str
    origin: str
    destination: str
    issue: str | None
    on: date
    days: int
    how: Literal["sequence", "text"]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Criticism:
    """Whom one actor's hostile words toward another name: its leader, somebody below, or nobody."""

    by: str
    to: str
    aim: Aim
    people: tuple[str, ...]
    number: int
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lull:
    """A silence between two actors that is long by their own measure.

    ``ended`` is ``None`` while it lasts. ``usual`` is their median gap in days, ``limit`` the length above
    which a gap counts as long. ``events`` are those before it, ``ended_by`` those that ended it.
    """

    a: str
    b: str
    began: date
    ended: date | None
    days: int
    usual: float
    limit: float
    gaps: int
    events: tuple[str, ...]
    ended_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wedge:
    """Something that stands between two who go together.

    ``kind`` is ``treatment`` when ``by``, a third party, is cooperative to different degrees with the two
    ``allies``; ``counts`` are its (cooperative, conflictual) acts toward each and ``p`` is Fisher's exact
    test. ``kind`` is ``criticism`` when ``by``, one of the allies, acted against the other; then ``counts``
    holds what it did toward the other, and there is no test.
    """

    kind: Literal["treatment", "criticism"]
    by: str
    allies: tuple[str, str]
    counts: tuple[tuple[int, int], ...]
    p: float | None
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A day at which the pace of two actors' acts changed, as a change-point method proposes it.

    ``on`` begins the first window of the new pace; the change lies within a ``window`` (in days) of it.
    ``before`` and ``after`` are (cooperative, conflictual) acts per 30 days up to the neighbouring turns.
    ``gain`` is the drop in cost; ``p`` the share of shuffles of the windows around it that split as well.
    """

    a: str
    b: str
    on: date
    window: int
    before: tuple[float, float]
    after: tuple[float, float]
    gain: float
    penalty: float
    p: float
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodedTurn:
    """A turning point of the case file, held against the record.

    ``before`` and ``after`` are the numbers of (cooperative, conflictual) acts in the ``days`` before it and
    from it on, between those named; ``whole`` tells whether the record covers all of these days. ``proposed``
    is the day of the nearest :class:`Turn` between them that the method proposes close to it.
    """

    on: date
    between: tuple[str, ...]
    precipitant: str
    departure: str
    consequence: str
    timing: str | None
    text: str | None
    days: int
    before: tuple[int, int]
    after: tuple[int, int]
    whole: bool
    proposed: date | None
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a checklist: whose it is, why, and the events that show it."""

    question: str
    answer: Literal["yes", "no", "unknown"]
    says: Literal["case file", "record"]
    why: str
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist:
    """The seven answers on one initiative, in the order of the questions; they are never added up."""

    id: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    text: str
    answers: tuple[Answer, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dealings:
    """Everything found in the dealings of the actors.

    Parameters
    ----------
    actors
        Those looked at: the actors of the case, or the busiest where it names none.
    principals
        The two who deal with each other most, ``None`` when nobody deals with anybody.
    first, last
        The first and the last day of an act.
    acts, reviewed
        Events that count, and those of them that a person has reviewed a claim of.
    undated, longer
        Events that would count too but have no day, or are only known to a longer time.
    half_life
        Days after which an act weighs half in the levels.
    series, reciprocity, turns
        Of the busiest pairs; ``pairs_left_out`` others have none.
    joined, circle, followed
        Who came in when, and after whom.
    mediators, relays
        Between pairs in conflict; ``relays_left_out`` counts earlier relays than those kept.
    criticism, lulls, wedges
        Whom hostile words name, long silences, and what stands between partners.
    turning_points, initiatives
        Of the case file, held against the record.
    """

    actors: tuple[str, ...] = ()
    principals: tuple[str, str] | None = None
    first: date | None = None
    last: date | None = None
    acts: int = 0
    reviewed: int = 0
    undated: int = 0
    longer: int = 0
    half_life: int = 0
    series: tuple[Series, ...] = ()
    reciprocity: tuple[Reciprocity, ...] = ()
    joined: tuple[Joined, ...] = ()
    circle: tuple[Circle, ...] = ()
    followed: tuple[Followed, ...] = ()
    mediators: tuple[Mediator, ...] = ()
    relays: tuple[Relay, ...] = ()
    relays_left_out: int = 0
    criticism: tuple[Criticism, ...] = ()
    lulls: tuple[Lull, ...] = ()
    wedges: tuple[Wedge, ...] = ()
    turns: tuple[Turn, ...] = ()
    turning_points: tuple[CodedTurn, ...] = ()
    initiatives: tuple[Checklist, ...] = ()
    pairs_left_out: int = 0

    def to_dict(self, says: Callable[[Any], str | None]) -> dict[str, Any]:
        """Return JSON-ready values: dates as ISO text, a finding's sentence under ``says``.

        Parameters
        ----------
        says
            The sentence for a row, ``None`` for one that needs none; see :func:`detente.ledger.telling.says`.
        """
        return {one.name: _jsonable(getattr(self, one.name), says) for one in fields(self)}


def _jsonable(value: Any, says: Callable[[Any], str | None]) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_jsonable(part, says) for part in value]
    if isinstance(value, Mapping):
        return {key: _jsonable(part, says) for key, part in value.items()}
    if not is_dataclass(value):
        return value
    row = {one.name: _jsonable(getattr(value, one.name), says) for one in fields(value)}
    sentence = says(value)
    return row if sentence is None else row | {"says": sentence}
