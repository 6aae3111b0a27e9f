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
from detente.dispute.types import Actor, Constraint, Expression, Option, Statement
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
        self.wholes: dict[str, tuple[str, ...]] = {}
        self.lowest: dict[str, str] = {}
        for option in self.options.values():
            if option.level_of is not None and option.lowest is not None:
                self.wholes[option.level_of] = (*self.wholes.get(option.level_of, ()), option.id)
                self.lowest[option.lowest] = option.level_of
        self.meanings = self._meanings()
        self.terms: dict[str, Statement] = {}
        self._characters = 0
        self._terms: dict[str, _Understood] = {}

    def _meanings(self) -> dict[str, Expression]:
        """Say what every full name means: a level, any level above the first, or none of them."""
        found = {ident: Expression("option", (), ident) for ident in self.options}
        for whole, levels in self.wholes.items():
            steps = tuple(found[level] for level in levels)
            found[whole] = steps[0] if len(steps) == 1 else Expression("or", steps)
        found |= {lowest: Expression("not", (found[whole],)) for lowest, whole in self.lowest.items()}
        return found

    def constraints(self) -> tuple[Constraint, ...]:
        """Return what levels imply: at most one of an option's levels is taken."""
        return tuple(
            Constraint("at most one of", tuple(Statement(level, self.meanings[level]) for level in levels))
            for levels in self.wholes.values()
            if len(levels) > 1
        )

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

    def newly_taken(self, node: Node) -> tuple[str, ...]:
        """Read a list of options that were taken on a day; falling to the first level is no taking."""
        for item in self.values.listed(node):
            if isinstance(item, Scalar) and settled(item.value) in self.lowest:
                whole = self.lowest[settled(item.value)]
                self.faults.add(
                    "D110", f"{shown(item.value)} is not taken", item.place(), f"write drop: [{whole}]"
                )
        return self.taken(node)

    def taken(self, node: Node) -> tuple[str, ...]:
        """Read a list of options that stand taken, by full name; one twice, or at two levels, is a fault."""
        found: dict[str, str] = {}
        for item in self.values.listed(node):
            name = self.option(item)
            if name is None:
                continue
            levels = self.wholes.get(name, (name,))
            if len(levels) > 1:
                hint = f"write {' or '.join(levels)}"
                self.faults.add("D110", f"{shown(name)} has several levels", item.place(), hint)
                continue
            whole = self.lowest.get(name) or self.whole_of(levels[0])
            if whole in found:
                self.faults.add("D123", f"{shown(whole)} is listed twice", item.place(), "once is enough")
            found[whole] = levels[0]
        taken = set(found.values())
        return tuple(ident for ident in self.options if ident in taken)

    def dropped(self, node: Node) -> tuple[str, ...]:
        """Read a list of options dropped; a levelled one without its level is dropped altogether."""
        found: set[str] = set()
        for item in self.values.listed(node):
            bits = self.bits(item)
            if found.intersection(bits):
                self.faults.add("D123", f"{bits[0]} is listed twice", item.place(), "once is enough")
            found.update(bits)
        return tuple(ident for ident in self.options if ident in found)

    def bits(self, node: Node) -> tuple[str, ...]:
        """Read the name of an option: itself, or all its levels above the first."""
        name = self.option(node)
        return () if name is None else self.wholes.get(name, () if name in self.lowest else (name,))

    def option(self, node: Node) -> str | None:
        """Read the full name of an option or of one of its levels."""
        text = self.values.text(node)
        if text is None:
            return None
        name = settled(text)
        if name in self.meanings:
            return name
        self.faults.unknown("D110", "option", name, self.meanings, node.place(), "options are ACTOR.option")
        return None

    def whole_of(self, ident: str) -> str:
        """Return the option a level belongs to, and an option without levels itself."""
        return self.options[ident].level_of or ident

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
        keys = {name.partition(".")[2]: name for name in self.meanings}
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
            if code not in self.actors and not any(ident.endswith("." + name) for ident in self.meanings):
                self.faults.unknown(
                    "D111", "actor", code, self.actors, node.part(written.start, written.start + len(code))
                )
            else:
                self.faults.unknown("D110", "option", name, self.meanings, place)
            return _NOTHING
        own = [name.partition(".")[2] for name in self.meanings if name.startswith(f"{actor}.")]
        others = [name for name in self.meanings if not name.startswith(f"{actor}.")]
        hint = "write ACTOR.option, or define it under terms"
        self.faults.unknown("D113", "option or term", name, [*own, *self._terms, *others], place, hint)
        return _NOTHING


def _names(written: Written) -> list[str]:
    if written.operator == "option":
        return [settled(written.name)]
    return [name for part in written.parts for name in _names(part)]
