"""What a case file says, once read and checked: every judgement of the analyst, immutable.

Nothing here knows YAML. :mod:`detente.dispute.parse` makes these from a file,
:mod:`detente.dispute.compile` turns them into a graph.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from detente.errors import Fault, Place

OneWay = Literal["take", "drop"]
WishKind = Literal["want", "equal", "any order", "maybe"]
Reply = Literal["accepted", "rejected", "countered", "silent", "disputed"]
Precipitant = Literal["external", "substantive", "procedural"]
Departure = Literal["abrupt", "gradual"]
Consequence = Literal["escalatory", "de-escalatory"]
Timing = Literal["immediate", "later"]
ChecklistAnswer = Literal["yes", "no", "unknown"]
CHECKLIST = (
    "announced", "unilateral", "on_schedule", "verifiable", "invites_reply", "keeps_defence", "graduated",
)  # fmt: skip
"""What is asked of a conciliatory initiative, after Osgood 1962; see :class:`Initiative`."""
Operator = Literal["option", "not", "and", "or", "if", "iff", "true"]
Reversibility = Literal["paper", "reversible", "costly"]
PledgeKind = Literal["once", "standing"]
Bearing = Literal["for", "against", "outside", "unrelated"]
StandingKind = Literal["visit", "hosting", "recognition", "first", "protocol"]
Channel = Literal["signal", "material"]


@dataclass(frozen=True, slots=True)
class Expression:
    """A statement about an outcome as a tree.

    ``option`` carries the full name in ``name`` and has no parts; ``if`` has ``(q, p)`` for ``q if p``;
    ``true`` is the empty conjunction. Terms are already replaced by what they stand for.
    """

    operator: Operator
    parts: tuple[Expression, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as written and as understood."""

    text: str
    expression: Expression
    place: Place | None = None
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """One line of ``prefers``.

    Parameters
    ----------
    kind
        ``want`` one statement; ``equal`` several that matter equally (the number that hold counts);
        ``any order`` several whose order is unknown; ``maybe`` one that is held with some chance.
    statements
        One for ``want`` and ``maybe``, several otherwise.
    chance
        For ``maybe``, in [0, 1].
    because
        Ids of the events that support the line as a whole.
    """

    kind: WishKind
    statements: tuple[Statement, ...]
    chance: float | None = None
    because: tuple[str, ...] = ()

    @property
    def cited(self) -> tuple[str, ...]:
        """Every event that supports the line or one of its statements."""
        return tuple(dict.fromkeys(self.because + sum((s.because for s in self.statements), ())))


@dataclass(frozen=True, slots=True)
class Option:
    """Something an actor can do, taken or not. ``id`` is ``ACTOR.key``; ``name`` is for people.

    An option with levels is one of these for every level above the first, at most one of them taken:
    ``level_of`` is then the full name of the whole (``USA.relief`` for ``USA.relief.full``), and ``lowest``
    that of the first level, which stands when none is taken (``USA.relief.none``).
    """

    id: str
    actor: str
    key: str
    name: str
    one_way: OneWay | None = None
    level_of: str | None = None
    lowest: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A party to the dispute, or an observer when it has no options.

    ``prefers`` is ``None`` when the file gives a ranking or says nothing (then the actor is indifferent);
    ``ranking`` lists groups of state ids, most preferred first; ``better`` lists pairs of state ids, the
    first of each strictly preferred to the second and nothing else compared; ``moves`` lists pairs of state
    ids and is ``None`` when moves follow from the options.
    """

    code: str
    name: str
    also: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    prefers: tuple[Wish, ...] | None = None
    red_lines: int = 0
    ranking: tuple[tuple[str, ...], ...] | None = None
    better: tuple[tuple[str, str], ...] | None = None
    moves: tuple[tuple[str, str], ...] | None = None
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Constraint:
    """A combination ruled out or required.

    ``impossible`` and ``always`` have one statement; the three counting kinds have several.
    """

    kind: Literal["impossible", "always", "at most one of", "at least one of", "exactly one of"]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """Options taken and dropped on a day."""

    on: date
    take: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    text: str | None = None
    because: tuple[str, ...] = ()
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class NamedState:
    """A state the file names: the options taken, or ``None`` for a state without an option form."""

    id: str
    taken: tuple[str, ...] | None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A package put on the table and the reply to it, as one account tells it.

    An option of the package costs the actor who would act and serves the other; ``costs`` says otherwise for
    single options, which then cost the actors named.
    """

    id: str
    by: str
    to: str
    on: date
    package: tuple[str, ...]
    reply: Reply
    round: str | None = None
    account: str | None = None
    because: tuple[str, ...] = ()
    costs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that matters to an actor."""

    actor: str
    on: date
    text: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """How far a pledge was kept on a day, on the Peace Accords Matrix scale 0 to 3, and who says so."""

    on: date
    score: int
    says: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pledge:
    """A promise, what lies just outside it, and the scores it was given.

    Parameters
    ----------
    id, by, to, text, made, due, because
        Which promise, by whom to whom (nobody when all of ``by`` promise it to each other), its words, its
        days, and the events that support it.
    covers, outside
        What falls under it and what lies just beyond, in words.
    scores
        How far it was kept, by day and by who says so.
    issues
        Issues of the events that are conduct under it; unless given those of the events it cites, or of its
        words.
    verifier
        Who could tell whether it is kept.
    reversibility
        What undoing it would take: a change of ``paper``, an effort (``reversible``), or more than it is
        worth (``costly``).
    theme
        A heading to add scores up under.
    kind
        ``once`` for a promise that is carried out and done with, ``standing`` for one kept day by day.
    conduct
        What the analyst says of single events: they speak for or against the pledge, lie just outside it, or
        have nothing to do with it.
    """

    id: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    text: str
    made: date
    outside: str | None = None
    due: date | None = None
    because: tuple[str, ...] = ()
    scores: tuple[Score, ...] = ()
    covers: str | None = None
    issues: tuple[str, ...] = ()
    verifier: str | None = None
    reversibility: Reversibility | None = None
    theme: str | None = None
    kind: PledgeKind = "once"
    conduct: Mapping[str, Bearing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EventJudgement:
    """What the analyst says of one event in the ledger: size > 0, delivered and irreversible in [0, 1]."""

    size: float | None = None
    delivered: float | None = None
    irreversible: float | None = None


@dataclass(frozen=True, slots=True)
class OutsideJudgement:
    """What an event did to somebody's alternatives to an agreement.

    Parameters
    ----------
    of
        Whose alternatives.
    patron
        To whom they could turn, nobody for an alternative of their own.
    signal, material
        What it shows and what it supplies, on the scale of sizes (1 ordinary, 3 a change of policy);
        negative where the alternative got worse.
    shift
        The analyst's range, from -1 to 1, for how far it moves what they would settle for; ``None`` unsaid.
    """

    of: tuple[str, ...]
    patron: tuple[str, ...] = ()
    signal: float = 0.0
    material: float = 0.0
    shift: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class OutsideSettings:
    """Events that changed somebody's outside option; ``weights`` are chains of ``signal``, ``material``."""

    weights: tuple[tuple[str, ...], ...] = ()
    events: Mapping[str, OutsideJudgement] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StandingJudgement:
    """Whose standing an event raised, in what ways (several for one event), and how much in each."""

    to: tuple[str, ...]
    kinds: tuple[StandingKind, ...]
    size: float = 1.0


@dataclass(frozen=True, slots=True)
class StandingSettings:
    """Events that raised somebody's standing; ``weights`` are chains of kinds, heaviest first."""

    weights: tuple[tuple[str, ...], ...] = ()
    events: Mapping[str, StandingJudgement] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LedgerSettings:
    """How the analyst wants the ledger kept.

    ``weights`` holds chains of issues, heaviest first: ``sanctions > exercises`` is one chain. ``events``
    judges concessions; ``outside`` and ``standing`` say what events did to outside options and to standing.
    """

    baseline: date | None = None
    weights: tuple[tuple[str, ...], ...] = ()
    events: Mapping[str, EventJudgement] = field(default_factory=dict)
    outside: OutsideSettings = field(default_factory=OutsideSettings)
    standing: StandingSettings = field(default_factory=StandingSettings)


@dataclass(frozen=True, slots=True)
class TurningPoint:
    """A turn in the course of things as the analyst codes it.

    Parameters
    ----------
    on
        The day of the departure.
    precipitant
        What brought it about: something from outside, a new idea on the substance, or a change of procedure.
    departure
        Whether the course changed at once or by and by.
    consequence
        What came of it.
    timing
        When that showed, ``None`` when the analyst does not say.
    between
        Those whose dealings turned; empty for everybody's.
    text
        For people.
    because
        Ids of the events that support it.

    References
    ----------
    D. Druckman, "Turning points in international negotiation: a comparative analysis", Journal of Conflict
    Resolution 45(4), 2001, 519-544, https://www.jstor.org/stable/3176310.
    """

    on: date
    precipitant: Precipitant
    departure: Departure
    consequence: Consequence
    timing: Timing | None = None
    between: tuple[str, ...] = ()
    text: str | None = None
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Initiative:
    """A conciliatory step that is to draw a like one, and what the analyst answers of its checklist.

    ``checklist`` holds answers by question (:data:`CHECKLIST`): announced in advance? unilateral? carried out
    on schedule? verifiable? inviting a reply? keeping the means to defend oneself? one of a graduated series?
    What the analyst leaves out is proposed from the events under ``because``.

    References
    ----------
    C. E. Osgood, "An Alternative to War or Surrender", University of Illinois Press, 1962.
    """

    id: str
    by: tuple[str, ...]
    to: tuple[str, ...]
    text: str
    announced: date | None = None
    due: date | None = None
    carried_out: date | None = None
    because: tuple[str, ...] = ()
    checklist: Mapping[str, ChecklistAnswer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """Something that will be known by a day, with the rule by which it is resolved."""

    id: str
    ask: Statement
    by: date
    base_rate: float | None = None
    resolution: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """An event that the file cites, by what (such as ``USA.prefers.2`` or ``offers.hanoi-1``) and where."""

    event: str
    by: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Dispute:
    """A case file as understood, in one reading of it.

    ``now`` is the set of options taken at ``as_of``: as the file states it, else as the history leaves it.
    ``same`` maps a state id to the statement that makes its outcomes one. ``readings`` names the other views
    the file holds; ``reading`` is the one this dispute was loaded in, ``None`` for the file as written.
    ``view_of`` is the actor through whose eyes that reading sees the conflict, ``None`` for the analyst's;
    ``views`` says so of every reading that is an actor's view.
    ``citations`` gathers every event cited anywhere, in the order of the file; ``warnings`` are the faults
    that do not stop the work.
    """

    title: str
    as_of: date | None
    actors: tuple[Actor, ...]
    terms: Mapping[str, Statement] = field(default_factory=dict)
    constraints: tuple[Constraint, ...] = ()
    history: tuple[HistoryRow, ...] = ()
    now: tuple[str, ...] = ()
    states: tuple[NamedState, ...] = ()
    only_states: bool = False
    same: Mapping[str, Statement] = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    pledges: tuple[Pledge, ...] = ()
    ledger: LedgerSettings = field(default_factory=LedgerSettings)
    questions: tuple[Question, ...] = ()
    readings: tuple[str, ...] = ()
    reading: str | None = None
    view_of: str | None = None
    views: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    citations: tuple[Citation, ...] = ()
    warnings: tuple[Fault, ...] = ()
    turning_points: tuple[TurningPoint, ...] = ()
    initiatives: tuple[Initiative, ...] = ()

    @property
    def options(self) -> tuple[Option, ...]:
        """Every option in the order written: the first is the lowest bit."""
        return tuple(option for actor in self.actors for option in actor.options)

    def actor(self, code: str) -> Actor:
        """Return the actor with this code; raises ``KeyError``."""
        for actor in self.actors:
            if actor.code == code:
                return actor
        raise KeyError(code)
