"""What a name in a statement means: an option, one of the actor's own options, or a term."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.dispute.circles import in_order
from detente.dispute.faults import FaultList, shown
from detente.dispute.limits import MAX_STATEMENT_DEPTH, MAX_STATEMENT_SIZE, MAX_STATEMENTS
from detente.dispute.misreading import StatementFault
from detente.dispute.nodes import Node, Scalar
from detente.dispute.statements import Written, parse_statement
from detente.dispute.types import Actor, Expression, Option, Statement
from detente.dispute.values import Values, settled


@dataclass(frozen=True, slots=True)
class _Understood:
    """An expression with its size and depth, so that terms in terms cannot grow beyond all bounds."""

    expression: Expression
    size: int = 1
    depth: int = 1


_NOTHING = _Understood(Expression("true"))
"""Stands for a name at fault, so that the other names of the statement are still looked up."""


class Scope:
    """The options and terms of a file, for looking up names and reading statements."""

    def __init__(self, actors: Sequence[Actor], values: Values) -> None:
        self.values = values
        self.faults: FaultList = values.faults
        self.actors = {actor.code: actor for actor in actors}
        self.options: dict[str, Option] = {o.id: o for actor in actors for o in actor.options}
        self.meanings = {ident: Expression("option", (), ident) for ident in self.options}
        self.terms: dict[str, Statement] = {}
        self._characters = 0
        self._terms: dict[str, _Understood] = {}

    def actor(self, node: Node) -> str | None:
        """Read the code of an actor of the file."""
        text = self.values.text(node)
        if text is None:
            return None
        code = settled(text)
        if code not in self.actors:
            self.faults.unknown(
                "D111", "actor", code, self.actors, node.place(), f"add {shown(code)} under actors"
            )
            return None
        return code

    def bits(self, node: Node) -> tuple[str, ...]:
        """Read a list of options taken, by full name; the same one twice is a fault."""
        found: dict[str, None] = {}
        for item in self.values.listed(node):
            ident = self.option(item)
            if ident in found:
                self.faults.add("D123", f"{ident} is listed twice", item.place(), "once is enough")
            elif ident is not None:
                found[ident] = None
        return tuple(ident for ident in self.options if ident in found)

    def option(self, node: Node) -> str | None:
        """Read the full name of an option."""
        text = self.values.text(node)
        if text is None:
            return None
        name = settled(text)
        if name in self.options:
            return name
        self.faults.unknown("D110", "option", name, self.options, node.place(), "options are ACTOR.option")
        return None

    def statement(
        self, node: Node, actor: str | None = None, because: tuple[str, ...] = ()
    ) -> Statement | None:
        """Read a statement; within an actor its own options need no prefix."""
        written = self.written(node)
        if written is None or not isinstance(node, Scalar):
            return None
        understood = self._understand(written, node, actor)
        return Statement(node.value.strip(), understood.expression, node.place(), because)

    def written(self, node: Node) -> Written | None:
        """Read the grammar of a statement without looking up its names."""
        text = self.values.text(node)
        if text is None or not isinstance(node, Scalar):
            return None
        self._characters += len(text)
        if self._characters > MAX_STATEMENTS:
            message = f"the statements have more than {MAX_STATEMENTS:,} characters together"
            if self._characters - len(text) <= MAX_STATEMENTS:
                self.faults.add("D102", message, node.place(), "name what they share under terms")
            return None
        try:
            return parse_statement(text)
        except StatementFault as fault:
            self.faults.add(fault.code, fault.message, node.part(fault.start, fault.end), fault.hint)
            return None

    def define(self, entries: Iterable[tuple[str, Scalar, Node]]) -> None:
        """Read the terms of a file, which may use each other in any order but in a circle."""
        keys = {option.key: option.id for option in self.options.values()}
        pending: dict[str, tuple[Scalar, Scalar, Written]] = {}
        for name, key, node in entries:
            if name in keys:
                self.faults.add(
                    "D122", f"the term {shown(name)} has the name of the option {keys[name]}", key.place(),
                    "give the term another name",
                )  # fmt: skip
            written = self.written(node)
            if written is None or not isinstance(node, Scalar):
                # Known though broken: statements that use it are not at fault themselves.
                self._terms[name] = _NOTHING
            else:
                pending[name] = (key, node, written)
        needs = {
            name: [word for word in _names(written) if word in pending]
            for name, (_, _, written) in pending.items()
        }
        order, circles = in_order(needs)
        for circle in circles:
            path = " -> ".join([*circle, circle[0]])
            self.faults.add("D121", f"terms use each other in a circle: {shown(path, 200)}",
                            pending[circle[0]][0].place(), "break the circle")  # fmt: skip
            self._terms.update(dict.fromkeys(circle, _NOTHING))
        for name in order:
            _, node, written = pending[name]
            understood = self._understand(written, node, None)
            self._terms[name] = understood
            self.terms[name] = Statement(node.value.strip(), understood.expression, node.place())
        # As written in the file, not as needed.
        self.terms = {name: self.terms[name] for name in pending if name in self.terms}

    def _understand(self, written: Written, node: Scalar, actor: str | None) -> _Understood:
        understood = self._look_up(written, node, actor)
        if understood.size > MAX_STATEMENT_SIZE or understood.depth > MAX_STATEMENT_DEPTH:
            what = (
                f"{understood.size:,} names and connectives, the limit is {MAX_STATEMENT_SIZE:,}"
                if understood.size > MAX_STATEMENT_SIZE
                else f"a depth of {understood.depth}, the limit is {MAX_STATEMENT_DEPTH}"
            )
            self.faults.add(
                "D102", f"with its terms written out the statement has {what}", node.place(), "simplify it"
            )
            return _NOTHING
        return understood

    def _look_up(self, written: Written, node: Scalar, actor: str | None) -> _Understood:
        if written.operator == "option":
            return self._meaning(written, node, actor)
        parts = [self._look_up(part, node, actor) for part in written.parts]
        return _Understood(
            Expression(written.operator, tuple(part.expression for part in parts)),
            1 + sum(part.size for part in parts),
            1 + max(part.depth for part in parts),
        )

    def _meaning(self, written: Written, node: Scalar, actor: str | None) -> _Understood:
        name = settled(written.name)
        if actor is not None and f"{actor}.{name}" in self.meanings:
            return _Understood(self.meanings[f"{actor}.{name}"])
        if name in self._terms:
            return self._terms[name]
        if name in self.meanings:
            return _Understood(self.meanings[name])
        place = node.part(written.start, written.end)
        if "." in name:
            code = name.partition(".")[0]
            if code not in self.actors and not any(ident.endswith("." + name) for ident in self.options):
                self.faults.unknown(
                    "D111", "actor", code, self.actors, node.part(written.start, written.start + len(code))
                )
            else:
                self.faults.unknown("D110", "option", name, self.meanings, place)
            return _NOTHING
        own = [option.key for option in self.actors[actor].options] if actor in self.actors else []
        others = [option.id for option in self.options.values() if option.actor != actor]
        hint = "write ACTOR.option, or define it under terms"
        self.faults.unknown("D113", "option or term", name, [*own, *self._terms, *others], place, hint)
        return _NOTHING


def _names(written: Written) -> list[str]:
    if written.operator == "option":
        return [settled(written.name)]
    return [name for part in written.parts for name in _names(part)]
