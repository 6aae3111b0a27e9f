"""Reads what turned the course of things: turning points as coded, and initiatives with their checklist."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar, get_args

from detente.dispute.citing import Citing
from detente.dispute.faults import FaultList
from detente.dispute.fields import Fields
from detente.dispute.nodes import Node
from detente.dispute.scope import Scope
from detente.dispute.types import (
    CHECKLIST,
    ChecklistAnswer,
    Consequence,
    Departure,
    Initiative,
    Precipitant,
    Timing,
    TurningPoint,
)
from detente.dispute.values import Values

C = TypeVar("C", bound=str)

_PRECIPITANTS: tuple[Precipitant, ...] = get_args(Precipitant)
_DEPARTURES: tuple[Departure, ...] = get_args(Departure)
_CONSEQUENCES: tuple[Consequence, ...] = get_args(Consequence)
_TIMINGS: tuple[Timing, ...] = get_args(Timing)
_ANSWERS: tuple[ChecklistAnswer, ...] = get_args(ChecklistAnswer)


def read_turning_points(
    root: Fields, scope: Scope, citing: Citing, as_of: date | None
) -> tuple[TurningPoint, ...]:
    """Read turning points, in order of their days."""
    values, faults = scope.values, scope.faults
    points = []
    for number, node in enumerate(root.listed("turning_points"), 1):
        fields = Fields(values, node, "a turning point")
        on = fields.get("on", values.date, True)
        between = tuple(dict.fromkeys(fields.each("between", scope.actor)))
        precipitant: Precipitant | None = fields.get("precipitant", _one_of(values, _PRECIPITANTS), True)
        departure: Departure | None = fields.get("departure", _one_of(values, _DEPARTURES), True)
        consequence: Consequence | None = fields.get("consequence", _one_of(values, _CONSEQUENCES), True)
        timing: Timing | None = fields.get("timing", _one_of(values, _TIMINGS))
        text = fields.get("text", values.text)
        because = citing.because(fields, f"turning_points.{number}")
        if len(between) == 1:
            faults.add(
                "D198",
                f"between names {between[0]} alone",
                fields.key("between").place(),
                "name those between whom it turned, or leave it out for all",
            )
        fields.done()
        _check_day(on, as_of, "a turning point", node, faults)
        if on and precipitant and departure and consequence:
            points.append(
                TurningPoint(on, precipitant, departure, consequence, timing, between, text, because)
            )
    return tuple(sorted(points, key=lambda point: point.on))


def read_initiatives(
    root: Fields, scope: Scope, citing: Citing, as_of: date | None
) -> tuple[Initiative, ...]:
    """Read conciliatory initiatives and what the analyst answers of their checklist."""
    values, faults = scope.values, scope.faults
    found: dict[str, Initiative] = {}
    for node in root.listed("initiatives"):
        fields = Fields(values, node, "an initiative")
        ident = fields.new_id(found, "an initiative")
        by, to = fields.each("by", scope.actor, True), fields.each("to", scope.actor, True)
        text = fields.get("text", values.text, True)
        announced, due = fields.get("announced", values.date), fields.get("due", values.date)
        carried_out = fields.get("carried_out", values.date)
        checklist = _checklist(fields, values)
        because = citing.because(fields, f"initiatives.{ident}")
        fields.done()
        if {*by} & {*to}:
            who = ", ".join(sorted({*by} & {*to}))
            faults.add("D141", f"{who} takes this initiative toward itself", node.place(), "correct by or to")
        if announced and due and due < announced:
            message = f"the initiative falls due on {due}, before it was announced on {announced}"
            faults.add("D142", message, node.place(), "correct one of the days")
        for day in (announced, carried_out):
            _check_day(day, as_of, "an initiative", node, faults)
        if ident and by and to and text is not None:
            made = Initiative(ident, by, to, text, announced, due, carried_out, because, checklist)
            _check_answers(made, fields, faults)
            found[ident] = made
    return tuple(found.values())


def _one_of(values: Values, choices: Sequence[C]) -> Callable[[Node], C | None]:
    return lambda node: values.choice(node, choices)


def _checklist(initiative: Fields, values: Values) -> dict[str, ChecklistAnswer]:
    node = initiative.find("checklist")
    if node is None:
        return {}
    fields = Fields(values, node, "checklist")
    answers: dict[str, ChecklistAnswer | None] = {
        key: fields.get(key, _one_of(values, _ANSWERS)) for key in CHECKLIST
    }
    fields.done()
    return {key: answer for key, answer in answers.items() if answer is not None}


def _check_day(day: date | None, as_of: date | None, what: str, node: Node, faults: FaultList) -> None:
    if day is not None and as_of is not None and day > as_of:
        message = f"{what} of {day} lies after the day of the case, {as_of}"
        faults.add("D197", message, node.place(), "move as_of, or leave it out until it has come")


def _check_answers(initiative: Initiative, fields: Fields, faults: FaultList) -> None:
    """Tell answers that the file's own days contradict."""
    done, said, due = initiative.carried_out, initiative.announced, initiative.due
    days: dict[str, ChecklistAnswer] = {}
    if done and said:
        days["announced"] = "yes" if said < done else "no"
    if done and due:
        days["on_schedule"] = "yes" if done <= due else "no"
    for key, follows in days.items():
        answer = initiative.checklist.get(key)
        if answer is not None and answer != follows:
            place = fields.key("checklist").place()
            faults.add(
                "D199", f"{key} is {answer}, the days say {follows}", place, "correct the answer or a day"
            )
