"""Reads what the analyst judges of the past: pledges with their scores, and how the ledger is kept."""

from __future__ import annotations

from itertools import pairwise

from detente.dispute.citing import Citing
from detente.dispute.faults import shown
from detente.dispute.fields import Fields
from detente.dispute.limits import MAX_WEIGHTS
from detente.dispute.nodes import Node
from detente.dispute.scope import Scope
from detente.dispute.types import EventJudgement, LedgerSettings, Pledge, Score


def read_pledges(root: Fields, scope: Scope, citing: Citing) -> tuple[Pledge, ...]:
    """Read promises and the scores they were given."""
    values, faults = scope.values, scope.faults
    pledges: dict[str, Pledge] = {}
    for node in root.listed("pledges"):
        fields = Fields(values, node, "a pledge")
        ident = fields.new_id(pledges, "a pledge")
        by, to = fields.each("by", scope.actor, True), fields.each("to", scope.actor)
        text, outside = fields.get("text", values.text, True), fields.get("outside", values.text)
        made, due = fields.get("made", values.date, True), fields.get("due", values.date)
        because = citing.because(fields, f"pledges.{ident}")
        scores = tuple(
            score
            for number, entry in enumerate(fields.listed("scores"), 1)
            if (score := _score(entry, scope, citing, f"pledges.{ident}.scores.{number}")) is not None
        )
        fields.done()
        if {*by} & {*to}:
            who = ", ".join(sorted({*by} & {*to}))
            faults.add("D141", f"{who} makes this pledge to itself", node.place(), "correct by or to")
        if made is not None:
            for day, what in [(due, "falls due"), *((score.on, "is scored") for score in scores)]:
                if day is not None and day < made:
                    message = f"the pledge {what} on {day}, before it was made on {made}"
                    faults.add("D142", message, node.place(), "correct one of the days")
        if ident and by and text is not None and made:
            pledges[ident] = Pledge(ident, by, to, text, made, outside, due, because, scores)
    return tuple(pledges.values())


def _score(node: Node, scope: Scope, citing: Citing, by: str) -> Score | None:
    values = scope.values
    fields = Fields(values, node, "a score")
    on = fields.get("on", values.date, True)
    score = fields.get("score", lambda n: values.whole(n, 0, 3), True)
    says = fields.get("says", values.text, True)
    because = citing.because(fields, by)
    fields.done()
    return None if on is None or score is None or says is None else Score(on, score, says, because)


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
    judged = fields.find("events")
    if judged is not None:
        entries = Fields(values, judged, "events")
        for ident, (key, value) in entries.entries.items():
            citing.cite(entries, key, "ledger.events")
            row = Fields(values, value, f"event {shown(ident)}")
            size = row.get("size", lambda n: values.number(n, 0, float("inf")))
            if size == 0:
                place = row.key("size").place()
                values.faults.add(
                    "D116", "size must be more than 0", place, "leave the event out, or reject its claims"
                )
            share = [row.get(key, lambda n: values.number(n, 0, 1)) for key in ("delivered", "irreversible")]
            row.done()
            events[ident] = EventJudgement(size, *share)
    fields.done()
    return LedgerSettings(baseline, weights, events)


def _weights(ledger: Fields, scope: Scope) -> tuple[tuple[str, ...], ...]:
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
