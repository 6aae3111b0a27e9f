"""Reads what a case file says of the past and the future: history, offers, pledges, ledger, questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import get_args

from detente.dispute.citing import Citing
from detente.dispute.faults import shown
from detente.dispute.fields import Fields, Values, settled
from detente.dispute.limits import MAX_WEIGHTS
from detente.dispute.nodes import Node
from detente.dispute.scope import Scope
from detente.dispute.types import (
    Deadline,
    EventJudgement,
    HistoryRow,
    LedgerSettings,
    Offer,
    Pledge,
    Question,
    Reply,
    Score,
)

_REPLIES: tuple[Reply, ...] = get_args(Reply)


def read_history(root: Fields, scope: Scope, citing: Citing) -> tuple[HistoryRow, ...]:
    """Read what was taken and dropped, in order of the days; rows of one day in the order of the file."""
    values, faults = scope.values, scope.faults
    rows = []
    for number, node in enumerate(root.listed("history"), 1):
        fields = Fields(values, node, "a row of history")
        on = fields.get("on", values.date, required=True)
        take, drop = fields.get("take", scope.bits) or (), fields.get("drop", scope.bits) or ()
        text = fields.get("text", values.text)
        because = citing.because(fields, f"history.{number}")
        fields.done()
        for ident in sorted({*take} & {*drop}):
            faults.add(
                "D135", f"{ident} is both taken and dropped on one day", node.place(), "make two rows of it"
            )
        for way, ids in (("take", drop), ("drop", take)):
            for ident in ids:
                if scope.options[ident].one_way == way:
                    said = (
                        "dropped, though once taken it stays"
                        if way == "take"
                        else "taken, though once dropped it stays so"
                    )
                    faults.add(
                        "D186",
                        f"{ident} is {said}",
                        node.place(),
                        f"correct the row, or remove one_way: {way}",
                    )
        if on is not None:
            rows.append(HistoryRow(on, take, drop, text, because))
    return tuple(sorted(rows, key=lambda row: row.on))


def state_of(rows: Sequence[HistoryRow], as_of: date | None, order: Sequence[str]) -> tuple[str, ...]:
    """Return the options that stand taken on a day after these rows, nothing being taken before the first."""
    taken: set[str] = set()
    for row in rows:
        if as_of is None or row.on <= as_of:
            taken = (taken - {*row.drop}) | {*row.take}
    return tuple(ident for ident in order if ident in taken)


def read_offers(root: Fields, scope: Scope, citing: Citing) -> tuple[Offer, ...]:
    """Read packages put on the table, one for every account of them."""
    values = scope.values
    offers: dict[str, Offer] = {}
    for node in root.listed("offers"):
        fields = Fields(values, node, "an offer")
        ident = _new_id(fields, offers, "an offer")
        by, to = fields.get("by", scope.actor, True), fields.get("to", scope.actor, True)
        on = fields.get("on", values.date, True)
        package = fields.get("package", scope.bits, True)
        reply: Reply | None = fields.get("reply", _reply(values), True)
        round_, account = fields.get("round", values.text), fields.get("account", values.text)
        costs = _costs(fields, scope)
        because = citing.because(fields, f"offers.{ident}")
        fields.done()
        if by is not None and by == to:
            scope.faults.add("D141", f"{by} makes this offer to itself", node.place(), "correct by or to")
        if ident and by and to and on and package is not None and reply:
            offers[ident] = Offer(ident, by, to, on, package, reply, round_, account, because, costs)
    return tuple(offers.values())


def _reply(values: Values) -> Callable[[Node], Reply | None]:
    return lambda node: values.choice(node, _REPLIES)


def _costs(offer: Fields, scope: Scope) -> dict[str, tuple[str, ...]]:
    """Read ``costs: {OPTION: [actors]}``."""
    node = offer.find("costs")
    if node is None:
        return {}
    fields = Fields(scope.values, node, "costs")
    costs = {}
    for place, value in fields.entries.values():
        option = scope.option(place)
        if option is not None:
            costs[option] = scope.values.each(value, scope.actor)
    return costs


def read_deadlines(root: Fields, scope: Scope, citing: Citing) -> tuple[Deadline, ...]:
    """Read the days that matter to an actor."""
    deadlines = []
    for number, node in enumerate(root.listed("deadlines"), 1):
        fields = Fields(scope.values, node, "a deadline")
        actor, on = fields.get("actor", scope.actor, True), fields.get("on", scope.values.date, True)
        text = fields.get("text", scope.values.text) or ""
        because = citing.because(fields, f"deadlines.{number}")
        fields.done()
        if actor and on:
            deadlines.append(Deadline(actor, on, text, because))
    return tuple(deadlines)


def read_pledges(root: Fields, scope: Scope, citing: Citing) -> tuple[Pledge, ...]:
    """Read promises and the scores they were given."""
    values, faults = scope.values, scope.faults
    pledges: dict[str, Pledge] = {}
    for node in root.listed("pledges"):
        fields = Fields(values, node, "a pledge")
        ident = _new_id(fields, pledges, "a pledge")
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


def read_questions(root: Fields, scope: Scope) -> tuple[Question, ...]:
    """Read what will be known by a day."""
    values = scope.values
    questions = []
    for ident, _, node in root.named("questions", "a question"):
        fields = Fields(values, node, f"question {shown(ident)}")
        stated = fields.find("ask", required=True)
        ask = None if stated is None else scope.statement(stated)
        by = fields.get("by", values.date, True)
        rate = fields.get("base_rate", lambda n: values.number(n, 0, 1))
        resolution = fields.get("resolution", values.text)
        fields.done()
        if ask is not None and by is not None:
            questions.append(Question(ident, ask, by, rate, resolution))
    return tuple(questions)


def _new_id(fields: Fields, taken: dict[str, Offer] | dict[str, Pledge], what: str) -> str | None:
    """Read an id that no earlier entry has."""
    values = fields.values
    node = fields.find("id", required=True)
    if node is None:
        return None
    ident = values.name(node, what)
    if ident is not None and ident in taken:
        values.faults.add(
            "D123", f"{shown(settled(ident))} already names {what}", node.place(), "use another id"
        )
    return ident
