"""Models as tables in JSON -> a dispute: decision makers, states, moves and rankings, all listed.

The form in which models from papers are passed on::

    {"name": ..., "citation": ...,
     "decision_makers": [{"name": "Syria", "options": ["Release water", "Escalate"]}, ...],
     "states": [{"id": "s1", "options": [0, 0, 1]}, ...],
     "moves": {"Syria": [["s1", "s2"], ...]}, "ranking": {"Syria": [["s1"], ["s3", "s4"]]},
     "one_way": ["Escalate: only taken"]}

Options stand in the order of the decision makers. ``null`` for an option is either value: such a state has no
option form here. :mod:`detente.dispute.convert.table_out` writes the same form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from detente.dispute.convert.moves import reaches
from detente.dispute.convert.names import Names
from detente.dispute.convert.told import MAX_JSON_BYTES, Told, words
from detente.dispute.convert.types import Incoming
from detente.dispute.faults import shown
from detente.dispute.limits import MAX_STATES
from detente.dispute.types import Actor, Dispute, NamedState, OneWay, Option
from detente.graph import MAX_BITS

_KEYS = (
    "name", "citation", "url", "decision_makers", "states", "one_way", "moves", "ranking", "better",
)  # fmt: skip


def read_table(told: Mapping[str, Any], file: str) -> Incoming:
    """Read a table.

    Parameters
    ----------
    told
        The JSON object.
    file
        The name that faults carry.

    Raises
    ------
    ModelError
        When the table contradicts itself or lacks what a model needs.

    Notes
    -----
    Moves that follow from the options, with the one-way options the table names, are not listed again; where
    one of an actor differs, all of that actor are. O(S + moves).
    """
    reader = _Reader(told, file)
    dispute = reader.dispute()
    reader.told.raise_errors()
    about = [words(told.get(key)) for key in ("citation", "url")]
    notes = (f"Converted from {PurePath(file).name}.", *filter(None, about))
    return Incoming(dispute, file, notes, reader.told.faults.sorted())


class _Reader:
    def __init__(self, told: Mapping[str, Any], file: str) -> None:
        self.told = Told(file)
        self.saved = told
        self.told.unknown_keys(told, _KEYS, "the table")
        self.codes: dict[str, str] = {}
        self.actors = self._actors()
        self.options = [option for actor in self.actors for option in actor.options]
        if len(self.options) > MAX_BITS:
            self.told.limit(f"{len(self.options)} options, the limit is {MAX_BITS}", "leave some out")
        self.told.raise_errors()
        self.ids: dict[str, str] = {}
        self.states = self._states()
        self.told.raise_errors()

    def _actors(self) -> list[Actor]:
        names = Names("actor")
        actors = []
        makers = self.told.list(self.saved.get("decision_makers"), "decision_makers", 100)
        for number, entry in enumerate(makers):
            where = f"decision_makers[{number}]"
            maker = self.told.map(entry, where)
            name = self.told.text(maker.get("name"), f"{where}.name")
            code = names.of(words(maker.get("code")) or name)
            if name in self.codes:
                self.told.wrong(f"{where}.name", f"another name than {shown(name)}, which comes twice")
            self.codes[name] = code
            keys, given = Names("option", lower=True), Names("option")
            options = self.told.list(maker.get("options", []), f"{where}.options", MAX_BITS)
            wanted = maker.get("option_keys")
            if not isinstance(wanted, list) or len(wanted) != len(options):
                wanted = [""] * len(options)
            made = []
            for place, told in enumerate(options):
                text = self.told.text(told, f"{where}.options[{place}]")
                key = given.of(words(wanted[place])) if words(wanted[place]) else keys.of(text)
                made.append(Option(f"{code}.{key}", code, key, text))
            self.told.unknown_keys(maker, ("name", "code", "options", "option_keys"), where)
            actors.append(Actor(code, name, options=tuple(made)))
        if not actors:
            self.told.wrong("decision_makers", "a list of one or more")
        return self._with_ways(actors)

    def _with_ways(self, actors: list[Actor]) -> list[Actor]:
        """Read entries such as ``Escalate: only taken``."""
        ways: dict[str, OneWay] = {}
        for number, entry in enumerate(self.told.list(self.saved.get("one_way", []), "one_way")):
            name, _, how = self.told.text(entry, f"one_way[{number}]").rpartition(":")
            meant = [
                o for a in actors for o in a.options if name.strip() in (o.name, o.id, f"{a.name}.{o.name}")
            ]
            way: OneWay | None = (
                "take" if "take" in how.lower() else "drop" if "drop" in how.lower() else None
            )
            if len(meant) == 1 and way is not None:
                ways[meant[0].id] = way
            else:
                hint = "write OPTION: only taken, or OPTION: only dropped"
                self.told.left_out(
                    f"left out: one_way[{number}] does not say which option goes which way", hint
                )
        return [
            replace(a, options=tuple(replace(o, one_way=ways.get(o.id)) for o in a.options)) for a in actors
        ]

    def _states(self) -> list[NamedState]:
        names = Names("s")
        states = []
        width = len(self.options)
        for number, entry in enumerate(self.told.list(self.saved.get("states"), "states", MAX_STATES)):
            where = f"states[{number}]"
            state = self.told.map(entry, where)
            ident = self.told.text(state.get("id"), f"{where}.id")
            values = state.get("options", [None] * width)
            values = [None] * width if values is None else self.told.list(values, f"{where}.options")
            good = all(v is None or (isinstance(v, int) and v in (0, 1)) for v in values)
            if len(values) != width or not good:
                self.told.wrong(f"{where}.options", f"{width} times 0, 1 or null")
                continue
            taken = None if None in values else self._taken(values)
            if ident in self.ids:
                self.told.wrong(f"{where}.id", f"another id than {shown(ident)}, which comes twice")
            # An id of digits is the number of an outcome, and would mean that one.
            code = sum(1 << bit for bit, value in enumerate(values) if value)
            foreign = ident.isascii() and ident.isdigit() and (taken is None or ident != str(code))
            self.ids[ident] = names.of(f"s{ident}" if foreign else ident)
            text = words(state.get("label")) or (self._open(values) if taken is None else "")
            text = text or (ident if self.ids[ident] not in (ident, f"s{ident}") else "")
            states.append(NamedState(self.ids[ident], taken, text or None))
            self.told.unknown_keys(state, ("id", "options", "label"), where)
        if not states:
            self.told.wrong("states", "a list of one or more")
        return states

    def _taken(self, values: Sequence[int | None]) -> tuple[str, ...]:
        return tuple(option.id for option, value in zip(self.options, values, strict=True) if value)

    def _open(self, values: Sequence[int | None]) -> str:
        """Say in words which options a state without an option form leaves open."""
        told = [
            option.id if value else f"not {option.id}"
            for option, value in zip(self.options, values, strict=True)
            if value is not None
        ]
        return f"{', '.join(told)}, all else either way" if told else ""

    def dispute(self) -> Dispute:
        """Return the dispute, whose named states are all there is."""
        moves = self._of_actors("moves")
        ranking = self._of_actors("ranking")
        better = self._of_actors("better")
        actors = []
        for actor in self.actors:
            listed = (
                None if actor.code not in moves else self._pairs(moves[actor.code], f"moves of {actor.name}")
            )
            actor = replace(actor, moves=None if self._by_rule(actor, listed) else listed)
            if actor.code in better:
                actor = replace(actor, better=self._pairs(better[actor.code], f"better of {actor.name}"))
            elif actor.code in ranking:
                actor = replace(actor, ranking=self._ranking(ranking[actor.code], f"ranking of {actor.name}"))
            actors.append(actor)
        title = words(self.saved.get("name"))
        return Dispute(title, None, tuple(actors), states=tuple(self.states), only_states=True)

    def _of_actors(self, key: str) -> dict[str, Any]:
        """Return a field that says something of each decision maker, by its code."""
        found: dict[str, Any] = {}
        for name, value in self.told.map(self.saved.get(key, {}), key).items():
            code = self.codes.get(words(name))
            if code is None:
                self.told.wrong(f"the key {shown(name)} of {key}", "the name of a decision maker")
            else:
                found[code] = value
        return found

    def _state(self, value: object, where: str) -> str | None:
        ident = self.told.text(value, where)
        if ident and ident not in self.ids:
            self.told.wrong(where, f"made of ids of states; {shown(ident)} is none")
        return self.ids.get(ident)

    def _pairs(self, value: object, where: str) -> tuple[tuple[str, str], ...]:
        pairs: dict[tuple[str, str], None] = {}
        for entry in self.told.list(value, where, MAX_JSON_BYTES):
            if not isinstance(entry, list) or len(entry) != 2:
                self.told.wrong(where, "a list of pairs of states")
                continue
            a, b = (self._state(one, where) for one in entry)
            if a is not None and b is not None:
                pairs[a, b] = None
        return tuple(pairs)

    def _ranking(self, value: object, where: str) -> tuple[tuple[str, ...], ...]:
        groups = []
        for entry in self.told.list(value, where):
            members = (self._state(one, where) for one in (entry if isinstance(entry, list) else [entry]))
            group = tuple(member for member in members if member is not None)
            if group:
                groups.append(group)
        return tuple(groups)

    def _by_rule(self, actor: Actor, listed: Sequence[tuple[str, str]] | None) -> bool:
        """Whether the moves listed are just those that follow from the options."""
        if listed is None or not actor.options:
            return not listed
        codes = list(self._codes())
        if None in codes or len(set(codes)) < len(codes):
            return False
        own = [bit for bit, option in enumerate(self.options) if option.actor == actor.code]
        rule = reaches(
            [c for c in codes if c is not None], own, [o.one_way for o in self.options], len(listed)
        )
        by_code = dict(zip(codes, (state.id for state in self.states), strict=True))
        return rule is not None and {(by_code[a], by_code[b]) for a, b in rule} == set(listed)

    def _codes(self) -> Iterator[int | None]:
        bits = {option.id: bit for bit, option in enumerate(self.options)}
        for state in self.states:
            yield None if state.taken is None else sum(1 << bits[name] for name in state.taken)
