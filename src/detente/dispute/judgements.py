"""Reads what the analyst judges of the past: pledges with their scores, and how the ledger is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeVar, get_args

from detente.dispute.citing import Citing
from detente.dispute.faults import shown
from detente.dispute.fields import Fields
from detente.dispute.limits import MAX_WEIGHTS
from detente.dispute.nodes import Node
from detente.dispute.scope import Scope
from detente.dispute.types import (
    Bearing,
    Channel,
    EventJudgement,
    LedgerSettings,
    OutsideJudgement,
    OutsideSettings,
    Pledge,
    PledgeKind,
    Reversibility,
    Score,
    StandingJudgement,
    StandingKind,
    StandingSettings,
)
from detente.dispute.values import Values

C = TypeVar("C", bound=str)

BEARINGS: tuple[Bearing, ...] = get_args(Bearing)
"""What an act can be to a pledge."""
MOST_SIZE = 1000.0
"""Largest effect on an outside option; 1 is ordinary and 3 a change of policy, so this is no one's limit."""

_KINDS: tuple[PledgeKind, ...] = get_args(PledgeKind)
_REVERSIBILITY: tuple[Reversibility, ...] = get_args(Reversibility)
_STANDING: tuple[StandingKind, ...] = get_args(StandingKind)
_CHANNELS: tuple[Channel, ...] = get_args(Channel)


def read_pledges(root: Fields, scope: Scope, citing: Citing) -> tuple[Pledge, ...]:
    """Read promises and the scores they were given."""
    pledges: dict[str, Pledge] = {}
    for node in root.listed("pledges"):
        fields = Fields(scope.values, node, "a pledge")
        pledge = _pledge(fields, pledges, scope, citing)
        if pledge is not None:
            pledges[pledge.id] = pledge
    return tuple(pledges.values())


def _pledge(fields: Fields, others: dict[str, Pledge], scope: Scope, citing: Citing) -> Pledge | None:
    values, faults, node = scope.values, scope.faults, fields.node
    ident = fields.new_id(others, "a pledge")
    by, to = fields.each("by", scope.actor, True), fields.each("to", scope.actor)
    text, outside = fields.get("text", values.text, True), fields.get("outside", values.text)
    covers, verifier, theme = (fields.get(key, values.text) for key in ("covers", "verifier", "theme"))
    issues = fields.each("issues", values.text)
    kind: PledgeKind | None = fields.get("kind", _one_of(values, _KINDS))
    reversibility: Reversibility | None = fields.get("reversibility", _one_of(values, _REVERSIBILITY))
    made, due = fields.get("made", values.date, True), fields.get("due", values.date)
    because = citing.because(fields, f"pledges.{ident}")
    scores = tuple(
        score
        for number, entry in enumerate(fields.listed("scores"), 1)
        if (score := _score(entry, scope, citing, f"pledges.{ident}.scores.{number}")) is not None
    )
    conduct = _conduct(fields, scope, citing, f"pledges.{ident}.conduct")
    fields.done()
    if {*by} & {*to}:
        who = ", ".join(sorted({*by} & {*to}))
        faults.add("D141", f"{who} makes this pledge to itself", node.place(), "correct by or to")
    if made is not None:
        for day, what in [(due, "falls due"), *((score.on, "is scored") for score in scores)]:
            if day is not None and day < made:
                message = f"the pledge {what} on {day}, before it was made on {made}"
                faults.add("D142", message, node.place(), "correct one of the days")
    if kind == "standing" and due is not None:
        message = f"a standing pledge is kept day by day, yet it is due on {due}"
        faults.add("D194", message, fields.key("due").place(), "remove due, or kind: standing")
    if not (ident and by and text is not None and made):
        return None
    return Pledge(
        ident, by, to, text, made, outside, due, because, scores,
        covers, issues, verifier, reversibility, theme, kind or "once", conduct,
    )  # fmt: skip


def _one_of(values: Values, choices: Sequence[C]) -> Callable[[Node], C | None]:
    return lambda node: values.choice(node, choices)


def _score(node: Node, scope: Scope, citing: Citing, by: str) -> Score | None:
    values = scope.values
    fields = Fields(values, node, "a score")
    on = fields.get("on", values.date, True)
    score = fields.get("score", lambda n: values.whole(n, 0, 3), True)
    says = fields.get("says", values.text, True)
    because = citing.because(fields, by)
    fields.done()
    return None if on is None or score is None or says is None else Score(on, score, says, because)


def _conduct(pledge: Fields, scope: Scope, citing: Citing, by: str) -> dict[str, Bearing]:
    """Read ``conduct: {for: [events], against: [...], outside: [...], unrelated: [...]}``."""
    node = pledge.find("conduct")
    if node is None:
        return {}
    fields = Fields(scope.values, node, "conduct")
    found: dict[str, Bearing] = {}
    for bearing in BEARINGS:
        entry = fields.find(bearing)
        for event in () if entry is None else citing.cite(fields, entry, by):
            if found.setdefault(event, bearing) != bearing:
                message = f"{shown(event)} is judged both {found[event]} and {bearing}"
                scope.faults.add("D196", message, fields.key(bearing).place(), "keep one of the two")
    fields.done()
    return found


def read_ledger(root: Fields, scope: Scope, citing: Citing) -> LedgerSettings:
    """Read how the analyst wants the ledger kept."""
    values = scope.values
    node = root.find("ledger")
    if node is None:
        return LedgerSettings()
    fields = Fields(values, node, "ledger")
    baseline = fields.get("baseline", values.date)
    weights = _weights(fields, scope)
    events: dict[str, EventJudgement] = {}
    for ident, row in _judged(fields, scope, citing, "ledger.events"):
        size = _size(row, scope)
        share = [row.get(key, lambda n: values.number(n, 0, 1)) for key in ("delivered", "irreversible")]
        row.done()
        events[ident] = EventJudgement(size, *share)
    outside, standing = _outside(fields, scope, citing), _standing(fields, scope, citing)
    fields.done()
    return LedgerSettings(baseline, weights, events, outside, standing)


def _judged(fields: Fields, scope: Scope, citing: Citing, by: str) -> list[tuple[str, Fields]]:
    """Read ``events: {id: {...}}`` and note that the events are cited."""
    node = fields.find("events")
    if node is None:
        return []
    entries = Fields(scope.values, node, "events")
    rows = []
    for ident, (key, value) in entries.entries.items():
        citing.cite(entries, key, by)
        rows.append((ident, Fields(scope.values, value, f"event {shown(ident)}")))
    return rows


def _size(row: Fields, scope: Scope) -> float | None:
    size = row.get("size", lambda n: scope.values.number(n, 0, float("inf")))
    if size == 0:
        place = row.key("size").place()
        scope.faults.add(
            "D116", "size must be more than 0", place, "leave the event out, or reject its claims"
        )
    return size


def _outside(ledger: Fields, scope: Scope, citing: Citing) -> OutsideSettings:
    """Read what events did to somebody's alternatives to an agreement."""
    values = scope.values
    node = ledger.find("outside")
    if node is None:
        return OutsideSettings()
    fields = Fields(values, node, "outside")
    weights = _weights(fields, scope, _CHANNELS)
    events: dict[str, OutsideJudgement] = {}
    for ident, row in _judged(fields, scope, citing, "ledger.outside"):
        of, patron = row.each("of", scope.actor, True), row.each("patron", scope.actor)
        signal, material = (
            row.get(channel, lambda n: values.number(n, -MOST_SIZE, MOST_SIZE)) for channel in _CHANNELS
        )
        shift = _range(row, scope)
        row.done()
        if {*of} & {*patron}:
            who = ", ".join(sorted({*of} & {*patron}))
            scope.faults.add("D141", f"{who} is its own patron", row.node.place(), "correct of or patron")
        if signal is None and material is None and shift is None:
            what = "it says neither signal nor material nor shift"
            scope.faults.add("D109", what, row.node.place(), "add signal: 1, or leave the event out")
        if of:
            events[ident] = OutsideJudgement(of, patron, signal or 0.0, material or 0.0, shift)
    fields.done()
    return OutsideSettings(weights, events)


def _range(row: Fields, scope: Scope) -> tuple[float, float] | None:
    """Read ``shift: [low, high]``."""
    node = row.find("shift")
    if node is None:
        return None
    numbers = [scope.values.number(entry, -1, 1) for entry in scope.values.listed(node)]
    match numbers:
        case [float(low), float(high)] if low <= high:
            return low, high
    if None not in numbers:
        scope.faults.add("D195", "shift is a range", node.place(), "write shift: [lowest, highest]")
    return None


def _standing(ledger: Fields, scope: Scope, citing: Citing) -> StandingSettings:
    """Read whose standing events raised."""
    node = ledger.find("standing")
    if node is None:
        return StandingSettings()
    fields = Fields(scope.values, node, "standing")
    weights = _weights(fields, scope, _STANDING)
    events: dict[str, StandingJudgement] = {}
    for ident, row in _judged(fields, scope, citing, "ledger.standing"):
        to = row.each("to", scope.actor, True)
        kinds: tuple[StandingKind, ...] = row.each("kind", _one_of(scope.values, _STANDING), True)
        size = _size(row, scope)
        row.done()
        if to and kinds:
            events[ident] = StandingJudgement(to, tuple(dict.fromkeys(kinds)), 1.0 if size is None else size)
    fields.done()
    return StandingSettings(weights, events)


def _weights(
    ledger: Fields, scope: Scope, choices: Sequence[str] | None = None
) -> tuple[tuple[str, ...], ...]:
    """Read chains such as ``sanctions > exercises``; together they may not run in a circle."""
    heavier: dict[str, set[str]] = {}
    chains = []
    pairs = 0
    for node in ledger.listed("weights"):
        text = scope.values.text(node)
        if text is None:
            continue
        chain = tuple(part.strip() for part in text.split(">"))
        if len(chain) < 2 or not all(chain):
            message = f"{shown(text)} does not say which issue is heavier"
            scope.faults.add("D114", message, node.place(), "write heavier > lighter")
            continue
        if choices is not None and (odd := [part for part in chain if part not in choices]):
            message = f"{shown(odd[0])} is not one of {', '.join(choices)}"
            scope.faults.add("D117", message, node.place(), "write one of them")
            continue
        pairs += len(chain) - 1
        if pairs > MAX_WEIGHTS:
            message = f"the weights order more than {MAX_WEIGHTS} pairs of issues"
            scope.faults.add("D102", message, node.place(), "say only what matters")
            break
        for heavy, light in pairwise(chain):
            if _reaches(heavier, light, heavy):
                message = f"{shown(heavy)} > {shown(light)} contradicts the other weights"
                scope.faults.add("D139", message, node.place(), "remove one of them")
            else:
                heavier.setdefault(heavy, set()).add(light)
        chains.append(chain)
    return tuple(chains)


def _reaches(heavier: dict[str, set[str]], start: str, goal: str) -> bool:
    seen, work = {start}, [start]
    while work:
        here = work.pop()
        if here == goal:
            return True
        further = heavier.get(here, set()) - seen
        seen |= further
        work.extend(further)
    return False
