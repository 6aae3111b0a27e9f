"""Reads what a case file says of the past and the future: history, offers, deadlines, questions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import get_args

from detente.dispute.citing import Citing
from detente.dispute.faults import shown
from detente.dispute.fields import Fields
from detente.dispute.nodes import Node
from detente.dispute.scope import Scope
from detente.dispute.types import (
    Deadline,
    HistoryRow,
    Offer,
    Option,
    Question,
    Reply,
)
from detente.dispute.values import Values

_REPLIES: tuple[Reply, ...] = get_args(Reply)


def read_history(root: Fields, scope: Scope, citing: Citing) -> tuple[HistoryRow, ...]:
    """Read what was taken and dropped, in order of the days; rows of one day in the order of the file."""
    values, faults = scope.values, scope.faults
    rows = []
    for number, node in enumerate(root.listed("history"), 1):
        fields = Fields(values, node, "a row of history")
        on = fields.get("on", values.date, required=True)
        take, drop = fields.get("take", scope.newly_taken) or (), fields.get("drop", scope.dropped) or ()
        text = fields.get("text", values.text)
        because = citing.because(fields, f"history.{number}")
        fields.done()
        for ident in sorted({*take} & {*drop}):
            faults.add(
                "D135", f"{ident} is both taken and dropped on one day", node.place(), "make two rows of it"
            )
        if on is not None:
            rows.append(HistoryRow(on, take, drop, text, because, node.place()))
    rows.sort(key=lambda row: row.on)
    _check_one_way(rows, scope)
    return tuple(rows)


def _check_one_way(rows: Sequence[HistoryRow], scope: Scope) -> None:
    """Tell options dropped though once taken they stay, and taken again though once dropped they stay so."""
    gone: set[str] = set()
    for row in rows:
        undone = [(ident, "take", "dropped, though once taken it stays") for ident in row.drop]
        undone += [
            (ident, "drop", "taken again, though once dropped it stays so")
            for ident in row.take
            if ident in gone
        ]
        gone.update(row.drop)
        for ident, way, said in undone:
            if scope.options[ident].one_way == way:
                hint = f"correct the row, or remove one_way: {way}"
                scope.faults.add("D186", f"{ident} is {said}", row.place, hint)


def state_of(rows: Sequence[HistoryRow], as_of: date | None, scope: Scope) -> tuple[str, ...]:
    """Return the options that stand taken on a day after these rows, nothing being taken before the first.

    Taking a level of an option ends the level it had.
    """
    taken: dict[str, str] = {}
    for row in rows:
        if as_of is None or row.on <= as_of:
            taken = after(row, taken, scope.options)
    return tuple(ident for ident in scope.options if ident in taken.values())


def after(row: HistoryRow, taken: Mapping[str, str], options: Mapping[str, Option]) -> dict[str, str]:
    """Return what stands taken after a row of history, by the option each belongs to."""
    kept = {whole: ident for whole, ident in taken.items() if ident not in row.drop}
    return kept | {options[ident].level_of or ident: ident for ident in row.take}


def read_offers(root: Fields, scope: Scope, citing: Citing) -> tuple[Offer, ...]:
    """Read packages put on the table, one for every account of them."""
    values = scope.values
    offers: dict[str, Offer] = {}
    for node in root.listed("offers"):
        fields = Fields(values, node, "an offer")
        ident = fields.new_id(offers, "an offer")
        by, to = fields.get("by", scope.actor, True), fields.get("to", scope.actor, True)
        on = fields.get("on", values.date, True)
        package = fields.get("package", scope.taken, True)
        reply: Reply | None = fields.get("reply", _reply(values), True)
        round_, account = fields.get("round", values.text), fields.get("account", values.text)
        costs = _costs(fields, scope)
        because = citing.because(fields, f"offers.{ident}")
        fields.done()
        if by is not None and by == to:
            scope.faults.add("D141", f"{by} makes this offer to itself", node.place(), "correct by or to")
        if ident and by and to and on and package is not None and reply:
            offers[ident] = Offer(
                ident, by, to, on, package, reply, round_, account, because, costs, node.place()
            )
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
        actors = scope.values.each(value, scope.actor)
        costs.update(dict.fromkeys(scope.bits(place), actors))
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
