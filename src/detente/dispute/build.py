"""The tree of a case file, or of one reading of it, -> a dispute. Faults of meaning that need no outcomes."""

from __future__ import annotations

from typing import Literal

from detente.dispute.accounts import (
    read_deadlines,
    read_history,
    read_offers,
    read_questions,
    state_of,
)
from detente.dispute.actors import read_aims, read_parties
from detente.dispute.citing import Citing
from detente.dispute.faults import FaultList, shown
from detente.dispute.fields import Fields
from detente.dispute.judgements import read_ledger, read_pledges
from detente.dispute.nodes import Items, Node, Scalar, Table
from detente.dispute.scope import Scope
from detente.dispute.turns import read_initiatives, read_turning_points
from detente.dispute.types import Actor, Constraint, Dispute, NamedState, Statement
from detente.dispute.values import Values, settled
from detente.graph.model import MAX_BITS

_COUNTING: tuple[Literal["at most one of", "at least one of", "exactly one of"], ...] = (
    "at most one of",
    "at least one of",
    "exactly one of",
)


def build(root: Table, file: str, reading: str | None, faults: FaultList) -> Dispute:
    """Make a dispute of a tree; what is at fault is told and left out.

    Parameters
    ----------
    root
        The file's map, with the reading already laid over it.
    file, reading
        For :class:`~detente.dispute.types.Dispute`.
    faults
        Told everything that is wrong. The result may be used only when it holds no errors.
    """
    values = Values(faults)
    fields = Fields(values, root, "a case file")
    citing = Citing()
    title = fields.get("title", values.text) or ""
    as_of = fields.get("as_of", values.date)
    actors, kept = read_parties(fields)
    _count_bits(actors, fields, faults)
    scope = Scope(actors, values)
    scope.define(fields.named("terms", "a term"))
    actors = tuple(read_aims(actor, *kept[actor.code], scope, citing) for actor in actors)
    history = read_history(fields, scope, citing)
    now = fields.get("now", scope.taken)
    only_states = fields.get("only_states", values.flag) or False
    readings = {name: node for name, _, node in fields.named("readings", "a reading")}
    dispute = Dispute(
        title=title,
        as_of=as_of,
        actors=actors,
        terms=scope.terms,
        constraints=(*scope.constraints(), *_constraints(fields, scope)),
        history=history,
        now=state_of(history, as_of, scope) if now is None else now,
        states=_states(fields, scope),
        only_states=only_states,
        same=_same(fields, scope),
        offers=read_offers(fields, scope, citing),
        deadlines=read_deadlines(fields, scope, citing),
        pledges=read_pledges(fields, scope, citing),
        ledger=read_ledger(fields, scope, citing),
        turning_points=read_turning_points(fields, scope, citing, as_of),
        initiatives=read_initiatives(fields, scope, citing, as_of),
        questions=read_questions(fields, scope),
        readings=tuple(readings),
        views=_views(readings),
        reading=reading,
        view_of=None if reading is None else fields.get("view_of", scope.actor),
        file=file,
        citations=tuple(citing.found),
    )
    if only_states and not fields.has("states"):
        message = "only_states makes the named states the whole model, but none is named"
        faults.add("D109", message, fields.key("only_states").place(), "add states: {name: [options taken]}")
    fields.done()
    return dispute


def _count_bits(actors: tuple[Actor, ...], fields: Fields, faults: FaultList) -> None:
    count = sum(len(actor.options) for actor in actors)
    if count > MAX_BITS:
        faults.add(
            "D102",
            f"the actors have {count} options together, the limit is {MAX_BITS}",
            fields.key("actors").place(),
            "merge options that come together, or drop those nobody's wish depends on",
        )


def _constraints(fields: Fields, scope: Scope) -> tuple[Constraint, ...]:
    """Read ``impossible`` and ``always``, whose entries may be one of the counting forms."""
    found = []
    for node in fields.listed("impossible"):
        statement = scope.statement(node)
        if statement is not None:
            found.append(Constraint("impossible", (statement,)))
    for node in fields.listed("always"):
        constraint = _counting(node, scope) if isinstance(node, Table) else _required(node, scope)
        if constraint is not None:
            found.append(constraint)
    return tuple(found)


def _required(node: Node, scope: Scope) -> Constraint | None:
    statement = scope.statement(node)
    return None if statement is None else Constraint("always", (statement,))


def _counting(node: Table, scope: Scope) -> Constraint | None:
    fields = Fields(scope.values, node, "an entry of always")
    given = [kind for kind in _COUNTING if fields.has(kind)]
    fields.done()
    if len(given) != 1:
        what = " and ".join(given) or "none of them"
        message = f"an entry of always that is a map has one of {', '.join(_COUNTING)}; here {what}"
        scope.faults.add("D109", message, node.place(), "write {at most one of: [A.x, B.y]}")
        return None
    statements: list[Statement] = []
    for entry in fields.listed(given[0]):
        statement = scope.statement(entry)
        if statement is not None:
            statements.append(statement)
    kind = given[0]
    if not statements:
        scope.faults.add("D120", f"{kind} has no statement", node.place(), "name what is counted")
        return None
    return Constraint(kind, tuple(statements))


def _states(fields: Fields, scope: Scope) -> tuple[NamedState, ...]:
    """Read named states: the options taken, ``null``, or a map with a text for people."""
    states = []
    for name, _, node in fields.named("states", "a state"):
        text = None
        taken: Node | None = node
        if isinstance(node, Table):
            entry = Fields(scope.values, node, f"state {shown(name)}")
            text = entry.get("text", scope.values.text)
            taken = entry.find("taken")
            entry.done()
        if taken is None or (isinstance(taken, Scalar) and taken.is_null):
            states.append(NamedState(name, None, text))
        elif isinstance(taken, Items):
            states.append(NamedState(name, scope.taken(taken), text))
        else:
            hint = "write [USA.meet, PRK.meet], [] for nothing, or null for a state without options"
            scope.values.wrong(taken, "a list of the options taken", hint)
    return tuple(states)


def _same(fields: Fields, scope: Scope) -> dict[str, Statement]:
    found = {}
    for name, _, node in fields.named("same", "an outcome"):
        statement = scope.statement(node)
        if statement is not None:
            found[name] = statement
    return found


def _views(readings: dict[str, Node]) -> dict[str, str]:
    """Return the readings that say whose view they are; a wrong actor is told when such a reading is read."""
    entries = {
        name: node.entries["view_of"][1]
        for name, node in readings.items()
        if isinstance(node, Table) and "view_of" in node.entries
    }
    return {name: settled(node.value) for name, node in entries.items() if isinstance(node, Scalar)}
