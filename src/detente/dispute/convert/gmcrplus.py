"""Save files of GMCR+ (``.gmcr``) -> a dispute, with a warning for everything that does not come over.

Options are numbered from 0 in the file and states from 1, by the binary number of the options taken with
option 0 lowest, leaving out what an infeasible pattern rules out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Any

from detente.dispute.convert.moves import reaches
from detente.dispute.convert.names import Names
from detente.dispute.convert.told import Told, words
from detente.dispute.convert.types import Incoming
from detente.dispute.express import express
from detente.dispute.faults import shown
from detente.dispute.feasible import Work, feasible
from detente.dispute.limits import CHECKED_WORK, MAX_STATES
from detente.dispute.types import (
    Actor,
    Constraint,
    Dispute,
    Expression,
    NamedState,
    OneWay,
    Option,
    Statement,
    Wish,
)
from detente.errors import LimitExceeded
from detente.graph import MAX_BITS

_KEYS = (
    "program", "version", "options", "decisionMakers", "useManualPreferenceRanking", "infeasibles",
    "coalitions", "coalitionsFull", "misperceptions",
)  # fmt: skip
_ACTOR_KEYS = (
    "name", "options", "preferences", "preferenceRanking", "useManualPreferenceRanking", "misperceptions",
)  # fmt: skip
_MAX_PATTERNS = 5_000
"""Entries of all patterns together: more make no case file, and would take long to go through."""
_DIRECTIONS: Mapping[str, OneWay | None] = {"both": None, "fwd": "take", "back": "drop"}


def is_gmcrplus(told: Mapping[str, Any]) -> bool:
    """Whether an object has the form of such a file, whatever the file is called."""
    return "decisionMakers" in told


def read_gmcrplus(told: Mapping[str, Any], file: str) -> Incoming:
    """Read a save file of GMCR+.

    Parameters
    ----------
    told
        The JSON object.
    file
        The name that faults carry.

    Raises
    ------
    ModelError
        When options or decision makers are missing or not what they must be, or there are too many.

    Notes
    -----
    Statements become ``prefers``; a ranking made by hand becomes ``ranking`` over states named ``s1`` and so
    on, by the numbers of the file. An option that two decision makers share is owned by the first here, and
    the moves of the others are listed. O(S) in the feasible states where these are needed, and otherwise
    O(length).
    """
    reader = _Reader(told, file)
    dispute = reader.dispute()
    reader.told.raise_errors()
    program = " ".join(filter(None, (words(told.get("program")), words(told.get("version")))))
    origin = f"Converted from {PurePath(file).name}" + (f", saved by {program}" if program else "") + "."
    return Incoming(dispute, file, (origin,), reader.told.faults.sorted())


@dataclass(frozen=True, slots=True)
class _Maker:
    """A decision maker: what the file says, its code, and the positions of its options.

    ``idle`` is one made up to hold the options nobody controls.
    """

    saved: Mapping[str, Any]
    code: str
    name: str
    positions: tuple[int, ...]
    idle: bool = False


class _Reader:
    def __init__(self, told: Mapping[str, Any], file: str) -> None:
        self.told = Told(file)
        self.saved = told
        self.entries = 0
        self.told.unknown_keys(told, _KEYS, "the file")
        self.title = words(PurePath(file).stem)
        self.names, self.ways = self._options()
        self.makers = self._makers()
        self.told.raise_errors()
        self.owner = {at: maker.code for maker in reversed(self.makers) for at in maker.positions}
        self.ids = self._ids()
        self.constraints = self._infeasible()

    def _options(self) -> tuple[list[str], list[OneWay | None]]:
        names: list[str] = []
        ways: list[OneWay | None] = []
        for number, entry in enumerate(self.told.list(self.saved.get("options"), "options")):
            option = self.told.map(entry, f"options[{number}]")
            name = words(option.get("name"))
            if not name:
                self.told.decided(f"option {number} has no name", "name it under options")
            direction = option.get("permittedDirection", "both")
            if not isinstance(direction, str) or direction not in _DIRECTIONS:
                self.told.left_out(
                    f"the direction of option {number} is none of both, fwd, back: taken as both"
                )
                direction = "both"
            names.append(name or f"Option {number}")
            ways.append(_DIRECTIONS[direction])
            self.told.unknown_keys(option, ("name", "permittedDirection"), f"options[{number}]")
        if len(names) > MAX_BITS:
            self.told.limit(
                f"{len(names)} options, the limit is {MAX_BITS}", "merge options that come together"
            )
        return names, ways

    def _makers(self) -> list[_Maker]:
        codes = Names("actor")
        makers = []
        for number, entry in enumerate(self.told.list(self.saved.get("decisionMakers"), "decisionMakers")):
            where = f"decisionMakers[{number}]"
            saved = self.told.map(entry, where)
            name = words(saved.get("name")) or f"Decision maker {number + 1}"
            positions: dict[int, None] = {}
            for at in self.told.list(saved.get("options", []), f"{where}.options"):
                if self._is_position(at):
                    positions[at] = None
                else:
                    self.told.left_out(f"{name} has an option {shown(str(at))}, which is none of the file's")
            self.told.unknown_keys(saved, _ACTOR_KEYS, where)
            makers.append(_Maker(saved, codes.of(name), name, tuple(sorted(positions))))
        if not makers:
            self.told.wrong("decisionMakers", "a list of one or more")
        free = sorted({*range(len(self.names))} - {at for maker in makers for at in maker.positions})
        if free and makers:
            what = ", ".join(shown(self.names[at]) for at in free[:8])
            self.told.decided(
                f"nobody controls {what}: they belong to an actor without moves", "give them to an actor"
            )
            makers.append(_Maker({"preferences": []}, codes.of("Nobody"), "Nobody", tuple(free), True))
        return makers

    def _is_position(self, at: object) -> bool:
        return isinstance(at, int) and not isinstance(at, bool) and 0 <= at < len(self.names)

    def _ids(self) -> dict[int, str]:
        keys = {maker.code: Names("option", lower=True) for maker in self.makers}
        return {at: f"{self.owner[at]}.{keys[self.owner[at]].of(name)}" for at, name in enumerate(self.names)}

    def _infeasible(self) -> tuple[Constraint, ...]:
        found = []
        for number, pattern in enumerate(self.told.list(self.saved.get("infeasibles", []), "infeasibles")):
            statement = self._statement(pattern, f"infeasibles[{number}]")
            if statement is not None:
                found.append(Constraint("impossible", (statement,)))
        return tuple(found)

    def _statement(self, value: object, where: str) -> Statement | None:
        """Read a pattern, or a compound of several of which any counts; warn and leave out what is none."""
        compound = isinstance(value, dict) and bool(value.get("compound"))
        members = value.get("members") if compound and isinstance(value, dict) else [value]
        patterns = [self._pattern(member) for member in members] if isinstance(members, list) else []
        if not patterns or None in patterns:
            self.told.left_out(f"left out: {where} is no list of [option, Y or N]", "write it as a statement")
            return None
        parts = tuple(pattern for pattern in patterns if pattern is not None)
        expression = parts[0] if len(parts) == 1 else Expression("or", parts)
        return Statement(express(expression, ""), expression)

    def _pattern(self, value: object) -> Expression | None:
        if not isinstance(value, list) or not value:
            return None
        parts = []
        self.entries += len(value)
        if self.entries > _MAX_PATTERNS:
            message = f"patterns have more than {_MAX_PATTERNS:,} entries together"
            self.told.limit(message, "say what they share in fewer")
        for entry in value:
            if not (isinstance(entry, list) and len(entry) == 2 and self._is_position(entry[0])):
                return None
            option = Expression("option", (), self.ids[entry[0]])
            if entry[1] not in ("Y", "N"):
                return None
            parts.append(option if entry[1] == "Y" else Expression("not", (option,)))
        return parts[0] if len(parts) == 1 else Expression("and", tuple(parts))

    def dispute(self) -> Dispute:
        """Return the dispute; its states are named only where a ranking needs names."""
        ranked = [maker for maker in self.makers if self._ranks(maker)]
        sharing = [m for m in self.makers if any(self.owner[at] != m.code for at in m.positions)]
        codes = self._feasible() if ranked or sharing else []
        states = (
            tuple(NamedState(f"s{n}", self._taken(code)) for n, code in enumerate(codes, 1)) if ranked else ()
        )
        actors = []
        for maker in self.makers:
            actor = self._actor(maker)
            if maker in ranked:
                actor = replace(actor, ranking=self._ranking(maker, len(codes)))
            elif maker.saved.get("preferences") is not None:
                actor = replace(actor, prefers=self._wishes(maker))
            if maker in sharing:
                actor = replace(actor, moves=self._moves(maker, codes, bool(ranked)))
            elif maker.idle:
                actor = replace(actor, moves=())
            actors.append(actor)
        self._left_out()
        return Dispute(self.title, None, tuple(actors), constraints=self.constraints, states=states)

    def _actor(self, maker: _Maker) -> Actor:
        options = [at for at in maker.positions if self.owner[at] == maker.code]
        return Actor(
            maker.code,
            maker.name,
            options=tuple(
                Option(
                    self.ids[at], maker.code, self.ids[at].partition(".")[2], self.names[at], self.ways[at]
                )
                for at in options
            ),
        )

    def _feasible(self) -> list[int]:
        """Return the feasible states in the order of the file's own numbers."""
        try:
            codes = feasible(
                [self.ids[at] for at in range(len(self.names))],
                self.constraints,
                2 * MAX_STATES,
                Work(CHECKED_WORK),
            )
        except LimitExceeded:
            codes = None
        if codes is not None and len(codes) <= MAX_STATES:
            return list(codes.tolist())
        message = f"rankings and shared options can be converted for {MAX_STATES:,} states at most"
        self.told.limit(message, "save it with preference statements, or rule states out")

    def _taken(self, code: int) -> tuple[str, ...]:
        return tuple(self.ids[at] for at in range(len(self.names)) if code >> at & 1)

    def _ranks(self, maker: _Maker) -> bool:
        """Whether a ranking made by hand decides what a decision maker prefers."""
        by_hand = maker.saved.get("useManualPreferenceRanking", self.saved.get("useManualPreferenceRanking"))
        ranking, statements = maker.saved.get("preferenceRanking"), maker.saved.get("preferences")
        if by_hand is None:
            return bool(ranking) and not statements
        if by_hand and not ranking:
            self.told.left_out(f"{maker.name} is to have a ranking made by hand, but there is none")
        return bool(by_hand) and bool(ranking)

    def _ranking(self, maker: _Maker, count: int) -> tuple[tuple[str, ...], ...]:
        groups: list[tuple[str, ...]] = []
        placed: set[int] = set()
        gone: list[str] = []
        for entry in self.told.list(maker.saved["preferenceRanking"], f"preferenceRanking of {maker.name}"):
            group = []
            for state in entry if isinstance(entry, list) else [entry]:
                if not isinstance(state, int) or isinstance(state, bool) or not 0 < state <= count:
                    gone.append(shown(str(state), 12))
                elif state in placed:
                    self.told.left_out(f"{maker.name} ranks state {state} twice: the first place counts")
                else:
                    placed.add(state)
                    group.append(f"s{state}")
            if group:
                groups.append(tuple(group))
        if gone:
            what = _some(gone)
            self.told.left_out(
                f"{maker.name} ranks states that are not among the {count:,} of the file: {what}"
            )
        if maker.saved.get("preferences"):
            self.told.left_out(
                f"the statements of {maker.name} are left out, as its ranking made by hand decides"
            )
        missing = [f"s{state}" for state in range(1, count + 1) if state not in placed]
        if missing:
            message = f"{maker.name} does not rank {_some(missing)}: placed last, as equals"
            self.told.decided(message, "place them under ranking")
            groups.append(tuple(missing))
        return tuple(groups)

    def _wishes(self, maker: _Maker) -> tuple[Wish, ...]:
        where = f"preferences of {maker.name}"
        lines = self.told.list(maker.saved["preferences"], where)
        statements = [
            self._statement(line, f"line {number} of the {where}") for number, line in enumerate(lines, 1)
        ]
        return tuple(Wish("want", (statement,)) for statement in statements if statement is not None)

    def _moves(self, maker: _Maker, codes: Sequence[int], named: bool) -> tuple[tuple[str, str], ...]:
        """List the moves of one who shares an option that another owns."""
        shared = [at for at in maker.positions if self.owner[at] != maker.code]
        what = ", ".join(shown(self.names[at]) for at in shared[:4])
        moves = reaches(codes, maker.positions, self.ways)
        if moves is None:
            message = f"{maker.name} shares {what}, and has more moves than can be listed"
            self.told.limit(message, "give it an option of its own, or rule states out")
        owners = ", ".join(dict.fromkeys(self.owner[at] for at in shared))
        message = f"{maker.name} shares {what}: it stays with {owners}, the moves of {maker.code} are listed"
        self.told.decided(message, "list them anew when options change")
        order = [at for m in self.makers for at in m.positions if self.owner[at] == m.code]
        if named:
            ids = {code: f"s{number}" for number, code in enumerate(codes, 1)}
        else:
            ids = {c: str(sum(1 << bit for bit, at in enumerate(order) if c >> at & 1)) for c in codes}
        return tuple((ids[a], ids[b]) for a, b in moves)

    def _left_out(self) -> None:
        """Warn of coalitions and misperceptions, which a case file has no place for."""
        coalitions = self.saved.get("coalitions", self.saved.get("coalitionsFull"))
        for members in coalitions if isinstance(coalitions, list) else ():
            if isinstance(members, list) and len(members) > 1:
                who = " and ".join(map(self._member, members))
                self.told.left_out(
                    f"the coalition of {who} is left out: everybody moves alone", "bear it in mind"
                )
        holders = [("the file", self.saved), *((maker.name, maker.saved) for maker in self.makers)]
        for who, saved in holders:
            if saved.get("misperceptions"):
                hint = "write what an actor sees as a reading with view_of"
                self.told.left_out(f"misperceived states of {who} are left out", hint)

    def _member(self, member: object) -> str:
        if isinstance(member, int) and not isinstance(member, bool) and 0 <= member < len(self.makers):
            return self.makers[member].name
        return words(member.get("name")) if isinstance(member, dict) else shown(str(member))


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:10]) + (f" and {len(names) - 10:,} more" if len(names) > 10 else "")
