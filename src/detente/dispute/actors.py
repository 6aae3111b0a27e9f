"""Reads the actors of a case file: names and options first, then what they prefer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import get_args

from detente.dispute.citing import Citing
from detente.dispute.faults import shown
from detente.dispute.fields import Fields
from detente.dispute.nodes import Items, Node, Scalar, Table
from detente.dispute.scope import Scope
from detente.dispute.types import Actor, OneWay, Option, Statement, Wish, WishKind
from detente.dispute.values import Values

_ONE_WAYS: tuple[OneWay, ...] = get_args(OneWay)
_WISH_KINDS = ("want", "any order", "maybe")


def read_parties(root: Fields) -> tuple[tuple[Actor, ...], dict[str, tuple[Scalar, Fields]]]:
    """Read codes, names and options of all actors, and keep their other fields for :func:`read_aims`."""
    actors: list[Actor] = []
    kept: dict[str, tuple[Scalar, Fields]] = {}
    for code, key, node in root.named("actors", "an actor"):
        if isinstance(node, Scalar) and node.is_null:
            node = Table(node.source, key.start, key.end, {})  # `KOR:` alone is an observer
        fields = Fields(root.values, node, f"actor {shown(code)}")
        actors.append(
            Actor(
                code=code,
                name=fields.get("name", root.values.text) or code,
                also=fields.each("also", root.values.text),
                options=_options(code, fields),
            )
        )
        kept[code] = (key, fields)
    return tuple(actors), kept


def _options(code: str, actor: Fields) -> tuple[Option, ...]:
    values = actor.values
    options = []
    for name, _, node in actor.named("options", "an option"):
        ident = f"{code}.{name}"
        if isinstance(node, Scalar):
            options.append(Option(ident, code, name, name if node.is_null else node.value))
            continue
        fields = Fields(values, node, f"option {shown(ident)}")
        text = fields.get("name", values.text) or name
        one_way: OneWay | None = fields.get("one_way", _one_way(values))
        levels = _levels(fields)
        fields.done()
        if levels is None:
            options.append(Option(ident, code, name, text, one_way))
            continue
        if one_way is not None:
            hint = "write one option for each step, each one_way, and tie them under always"
            message = "not supported yet: one_way together with levels"
            values.faults.add("D124", message, fields.key("one_way").place(), hint)
        lowest, *above = levels
        options += [
            Option(
                f"{ident}.{step}", code, f"{name}.{step}", f"{text}: {step}", None, ident, f"{ident}.{lowest}"
            )
            for step in above
        ]
    return tuple(options)


def _one_way(values: Values) -> Callable[[Node], OneWay | None]:
    return lambda node: values.choice(node, _ONE_WAYS)


def _levels(option: Fields) -> tuple[str, ...] | None:
    """Read the names of the levels, lowest first; ``None`` when the option has none."""
    node = option.find("levels")
    if node is None:
        return None
    values = option.values
    levels: dict[str, None] = {}
    for entry in values.listed(node):
        name = values.name(entry, "a level")
        if name in levels:
            values.faults.add("D123", f"{shown(name)} is listed twice", entry.place(), "once is enough")
        elif name is not None:
            levels[name] = None
    if len(levels) < 2:
        values.wrong(node, "a list of two levels or more", "write [none, partial, full], lowest first")
        return None
    return tuple(levels)


def read_aims(actor: Actor, key: Scalar, fields: Fields, scope: Scope, citing: Citing) -> Actor:
    """Read what an actor prefers, its listed moves and red lines."""
    values, faults = scope.values, scope.faults
    prefers = _prefers(actor.code, fields, scope, citing)
    ranking = fields.get("ranking", lambda node: _ranking(values, node))
    better = fields.get("better", lambda node: _pairs(values, node, "preference"))
    ways = [key for key in ("prefers", "ranking", "better") if fields.has(key)]
    if len(ways) > 1:
        message = f"{actor.code} has both {' and '.join(ways)}"
        faults.add(
            "D126", message, fields.key(ways[-1]).place(), "keep one; in a reading remove one with null"
        )
    stated = fields.find("prefers")
    lines = len(stated.items) if isinstance(stated, Items) else 0
    red_lines = fields.get("red_lines", lambda node: values.whole(node, 0, 10**6)) or 0
    if red_lines > lines:
        message = f"{actor.code} has {red_lines} red lines but {lines} wishes"
        node = fields.find("red_lines")
        faults.add("D125", message, node.place() if node else None, f"write at most {lines}")
    if not ways:
        message = f"{actor.code} has no preferences and counts as indifferent between all outcomes"
        faults.add("D180", message, key.place(), "add prefers, or prefers: [] when that is meant")
    moves = fields.get("moves", lambda node: _pairs(values, node, "move"))
    because = citing.because(fields, actor.code)
    fields.done()
    return replace(
        actor,
        prefers=prefers,
        red_lines=red_lines,
        ranking=ranking,
        better=better,
        moves=moves,
        because=because,
    )


def _prefers(code: str, fields: Fields, scope: Scope, citing: Citing) -> tuple[Wish, ...] | None:
    node = fields.find("prefers")
    if node is None:
        return None
    wishes = [
        _wish(code, line, number, scope, citing) for number, line in enumerate(scope.values.listed(node), 1)
    ]
    return tuple(wish for wish in wishes if wish is not None)


def _wish(code: str, node: Node, number: int, scope: Scope, citing: Citing) -> Wish | None:
    """Read one line: a statement, a list of equally important ones, or a map that says more."""
    by = f"{code}.prefers.{number}"
    if not isinstance(node, Table):
        return _wanted(code, node, by, scope, citing, ())
    fields = Fields(scope.values, node, f"line {number} of prefers")
    kinds = [kind for kind in _WISH_KINDS if fields.has(kind)]
    because = citing.because(fields, by)
    chance = None
    if "maybe" in kinds:
        chance = fields.get("chance", lambda n: scope.values.number(n, 0, 1))
    fields.done()
    if len(kinds) != 1:
        hint = "{want: statement}, {any order: [...]} or {maybe: statement, chance: 0.4}"
        what = " and ".join(kinds) or "none of want, any order, maybe"
        scope.faults.add(
            "D109", f"a line of prefers that is a map has one of these keys, here {what}", node.place(), hint
        )
        return None
    stated = fields.find(kinds[0])
    if stated is None:
        return None
    if kinds[0] == "want":
        return _wanted(code, stated, by, scope, citing, because)
    if kinds[0] == "maybe":
        statement = scope.statement(stated, code)
        return None if statement is None else Wish("maybe", (statement,), chance, because)
    return _several("any order", code, stated, by, scope, citing, because)


def _wanted(
    code: str, node: Node, by: str, scope: Scope, citing: Citing, because: tuple[str, ...]
) -> Wish | None:
    if isinstance(node, Items):
        return _several("equal", code, node, by, scope, citing, because)
    statement = scope.statement(node, code)
    return None if statement is None else Wish("want", (statement,), None, because)


def _several(
    kind: WishKind, code: str, node: Node, by: str, scope: Scope, citing: Citing, because: tuple[str, ...]
) -> Wish | None:
    """Read statements that share a line; each may be a map with its own ``because``."""

    def one(entry: Node) -> Statement | None:
        if not isinstance(entry, Table):
            return scope.statement(entry, code)
        fields = Fields(scope.values, entry, "a statement")
        cited = citing.because(fields, by)
        stated = fields.find("want", required=True)
        fields.done()
        return None if stated is None else scope.statement(stated, code, cited)

    nodes = scope.values.listed(node)
    if not nodes and isinstance(node, Items):
        scope.faults.add(
            "D120", "the list has no statement", node.place(), "write one, or leave the line out"
        )
    statements = tuple(statement for statement in map(one, nodes) if statement is not None)
    return Wish(kind, statements, None, because) if statements else None


def _ranking(values: Values, node: Node) -> tuple[tuple[str, ...], ...]:
    """Read groups of state ids, most preferred first; a lone id is a group of one."""
    groups = (values.each(entry, values.text) for entry in values.listed(node))
    return tuple(group for group in groups if group)


_PAIRS = {
    "move": ("a move [from, to]", "from {} to {}"),
    "preference": ("a pair [better, worse]", "of {} to {}"),
}


def _pairs(values: Values, node: Node, what: str) -> tuple[tuple[str, str], ...]:
    """Read pairs of state ids, each once."""
    wanted, between = _PAIRS[what]
    pairs: dict[tuple[str, str], None] = {}
    for entry in values.listed(node):
        ends = values.each(entry, values.text) if isinstance(entry, Items) else ()
        if len(ends) != 2:
            values.wrong(entry, wanted, "write two states, such as [s1, s2]")
            continue
        pair = (ends[0], ends[1])
        if pair in pairs:
            message = f"the {what} {between.format(*map(shown, pair))} is listed twice"
            values.faults.add("D123", message, entry.place(), "once is enough")
        pairs[pair] = None
    return tuple(pairs)
