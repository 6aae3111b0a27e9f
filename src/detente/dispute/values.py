"""Nodes -> typed values: every reader says what it takes, and tells the fault when it gets something else."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from detente.dispute.faults import FaultList, shown
from detente.dispute.limits import MAX_NAME
from detente.dispute.lookalike import odd_letter, skeleton, suggestion
from detente.dispute.nodes import Items, Node, Scalar, Table

KEYWORDS = frozenset({"and", "or", "not", "if", "iff"})
# In re, \w leaves out the vowel marks of Indic and Arabic scripts, so a name is told by what it may not hold.
NOT_IN_NAME = re.compile(r"[\s!-,./:-@\[-^`{-~]")
_JOINERS = "\u200c\u200d"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?")
_KINDS = {Scalar: "text", Items: "a list", Table: "a map"}

T = TypeVar("T")
C = TypeVar("C", bound=str)


def settled(word: str) -> str:
    """Return a name in Unicode's composed form, so that the same word typed on two systems is one name."""
    return unicodedata.normalize("NFC", word)


class Values:
    """Reads single values; what is wrong goes to the fault list and the value is ``None``."""

    def __init__(self, faults: FaultList) -> None:
        self.faults = faults

    def wrong(self, node: Node, wanted: str, hint: str = "") -> None:
        """Tell that a node is of the wrong kind."""
        self.faults.add("D114", f"{wanted} is wanted here, not {_KINDS[type(node)]}", node.place(), hint)

    def text(self, node: Node) -> str | None:
        """Read any text."""
        if not isinstance(node, Scalar):
            self.wrong(node, "text", "write words, between quotes when they begin with [ or {")
            return None
        return node.value

    def date(self, node: Node) -> date | None:
        """Read a day as YYYY-MM-DD."""
        text = self.text(node)
        if text is None:
            return None
        try:
            if _DATE.fullmatch(text):
                return date.fromisoformat(text)
            problem = f"{shown(text)} is not a date"
        except ValueError as error:
            problem = f"there is no {shown(text)}: {error}"
        self.faults.add("D115", problem, node.place(), "write YYYY-MM-DD, such as 2019-02-28")
        return None

    def number(self, node: Node, low: float, high: float) -> float | None:
        """Read a number within ``low`` and ``high``."""
        text = self.text(node)
        if text is None:
            return None
        if _NUMBER.fullmatch(text) and low <= (number := float(text)) <= high and math.isfinite(number):
            return number
        wanted = f"from {low:g} to {high:g}" if math.isfinite(high) else f"of at least {low:g}"
        message = f"{shown(text)} is not a number {wanted}"
        self.faults.add("D116", message, node.place(), "write it like 3 or 0.25")
        return None

    def whole(self, node: Node, low: int, high: int) -> int | None:
        """Read a whole number within ``low`` and ``high``."""
        text = self.text(node)
        if text is None:
            return None
        if re.fullmatch(r"[0-9]{1,9}", text) and low <= int(text) <= high:
            return int(text)
        message = f"{shown(text)} is not a whole number from {low} to {high}"
        self.faults.add("D116", message, node.place(), "write it in digits")
        return None

    def choice(self, node: Node, choices: Sequence[C]) -> C | None:
        """Read one of a few words."""
        text = self.text(node)
        for choice in choices:
            if text == choice:
                return choice
        if text is not None:
            message = f"{shown(text)} is not {_either(choices)}"
            self.faults.add(
                "D117", message, node.place(), lambda: suggestion(text, choices) or "write one of them"
            )
        return None

    def flag(self, node: Node) -> bool | None:
        """Read true or false."""
        answer = self.choice(node, ("true", "false"))
        return None if answer is None else answer == "true"

    def name(self, node: Node, what: str) -> str | None:
        """Read a code: of an actor, option, term, state, offer..."""
        text = self.text(node)
        if text is None:
            return None
        word = settled(text)
        problem = _name_problem(word)
        if problem:
            hint = f"a name of {what} is one word of letters, digits, _ and -, in any script"
            self.faults.add("D118", f"{shown(word)} cannot name {what}: {problem}", node.place(), hint)
            return None
        return word

    def each(self, node: Node, read: Callable[[Node], T | None]) -> tuple[T, ...]:
        """Read every entry of a list; a lone value is a list of one."""
        nodes = node.items if isinstance(node, Items) else (node,)
        return tuple(value for value in map(read, nodes) if value is not None)

    def listed(self, node: Node) -> tuple[Node, ...]:
        """Return the entries of a list."""
        if isinstance(node, Items):
            return node.items
        self.wrong(node, "a list", "write [..., ...] or one line with - for each entry")
        return ()

    def named(self, node: Node, what: str) -> Iterator[tuple[str, Scalar, Node]]:
        """Yield name, key and value of a map whose keys are names of the user's choosing."""
        if not isinstance(node, Table):
            self.wrong(node, f"a map from {what} to what it is", "write name: ..., one line each")
            return
        looks: dict[str, str] = {}
        for key, value in node.entries.values():
            name = self.name(key, what)
            if name is None:
                continue
            other = looks.get(skeleton(name))
            if other is None:
                looks[skeleton(name)] = name
                yield name, key, value
            elif other == name:
                self.faults.add("D106", f"{shown(name)} is given twice", key.place(), "keep one of the two")
            else:
                letter = odd_letter(name, other)
                self.faults.add(
                    "D119",
                    f"{shown(name)} and {shown(other)} look alike: {letter}",
                    key.place(),
                    "type the name again on one keyboard",
                )


def _name_problem(word: str) -> str:
    if not word:
        return "it is empty"
    if word in KEYWORDS:
        return "statements use this word"
    if len(word) > MAX_NAME:
        return f"it has more than {MAX_NAME} characters"
    found = NOT_IN_NAME.search(word)
    if found:
        return "it has a blank" if found[0].isspace() else f"it has the character {shown(found[0])}"
    hidden = [c for c in word if not c.isprintable() and c not in _JOINERS]
    return f"it has the invisible character U+{ord(hidden[0]):04X}" if hidden else ""


def _either(choices: Iterable[str]) -> str:
    *most, last = choices
    return f"{', '.join(most)} or {last}" if most else last
