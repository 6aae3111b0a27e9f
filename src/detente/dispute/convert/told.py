"""What somebody else's JSON says, taken apart value by value; nothing in it is trusted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

from detente.dispute.faults import FaultList, legible, shown
from detente.errors import Fault, ModelError, Place

MAX_JSON_BYTES = 4_000_000
"""Size of a JSON file: 4,096 states of 62 options with their moves fit well within."""
MAX_ENTRIES = 5_000
"""Entries of a list, unless it says otherwise."""
_MAX_DIGITS = 15


def parse_json(content: bytes, file: str) -> Mapping[str, Any]:
    """Return the object that a JSON file holds.

    Parameters
    ----------
    content
        At most :data:`MAX_JSON_BYTES`; UTF-8, with or without a byte order mark.
    file
        The name that faults carry.

    Raises
    ------
    ModelError
        When it is no JSON, or uses what no model needs: a key given twice, NaN, numbers of more than 15
        digits, thousands of brackets in each other.
    """

    def refuse(why: str) -> NoReturn:
        raise ModelError(_fault(f"{why} is not used in models", file))

    def unique(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
            refuse(f"the key {shown(twice)}, given twice in one object,")
        return found

    def whole(digits: str) -> int:
        return int(digits) if len(digits) <= _MAX_DIGITS else refuse(f"a number of {len(digits):,} digits")

    try:
        text = content.decode("utf-8-sig")
        told = json.loads(text, object_pairs_hook=unique, parse_int=whole, parse_constant=refuse)
    except UnicodeDecodeError as error:
        message = f"byte 0x{content[error.start]:02x} is not UTF-8 text"
        raise ModelError(Fault("D103", message, "save the file as UTF-8", Place(file))) from None
    except json.JSONDecodeError as error:
        lines = text.splitlines()
        line = legible(lines[error.lineno - 1]) if error.lineno <= len(lines) else None
        place = Place(file, error.lineno, error.colno, 1, line)
        raise ModelError(_fault(f"this is not JSON: {error.msg}", file, place)) from None
    except RecursionError:
        raise ModelError(_fault("lists lie too deep in each other", file)) from None
    if not isinstance(told, dict):
        raise ModelError(_fault("a model is one JSON object, { ... }", file))
    return told


def _fault(message: str, file: str, place: Place | None = None) -> Fault:
    hint = "save the model again with the program it comes from"
    return Fault("D161", message, hint, place or Place(file))


def words(value: object) -> str:
    """Return somebody else's text as one line that can be shown and saved."""
    return legible(" ".join(value.split())) if isinstance(value, str) else ""


class Told:
    """Takes values apart; what is wrong with them goes to the faults, and the value is empty."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.faults = FaultList()

    def wrong(self, where: str, wanted: str) -> None:
        """Tell a value the model cannot be understood without."""
        self.faults.add("D162", f"{where} must be {wanted}", Place(self.file), "correct it at its source")

    def limit(self, message: str, hint: str) -> NoReturn:
        """Refuse what is more than the program is made for; going on would only tell what follows from it."""
        self.faults.add("D102", message, Place(self.file), hint)
        raise ModelError(fault for fault in self.faults.sorted() if fault.severity == "error")

    def left_out(self, what: str, hint: str = "nothing to do if that is meant") -> None:
        """Warn of something the conversion leaves out."""
        self.faults.add("D163", what, Place(self.file), hint)

    def decided(self, what: str, hint: str) -> None:
        """Warn of something that had to be put in another way."""
        self.faults.add("D164", what, Place(self.file), hint)

    def list(self, value: object, where: str, limit: int = MAX_ENTRIES) -> Sequence[Any]:
        """Return a list that is not too long."""
        if isinstance(value, list):
            if len(value) <= limit:
                return value
            self.limit(f"{where} has {len(value):,} entries, the limit is {limit:,}", "keep models small")
        self.wrong(where, "a list")
        return ()

    def map(self, value: object, where: str) -> Mapping[str, Any]:
        """Return an object."""
        if isinstance(value, dict):
            return value
        self.wrong(where, "an object { ... }")
        return {}

    def text(self, value: object, where: str) -> str:
        """Return text that says something; a number counts, as ids are often numbers."""
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        found = words(value)
        if not found:
            self.wrong(where, "text")
        return found

    def unknown_keys(self, told: Mapping[str, Any], known: Iterable[str], where: str) -> None:
        """Warn of keys that nothing is made of."""
        extra = [key for key in told if key not in frozenset(known)]
        if extra:
            some = ", ".join(map(shown, extra[:8])) + (", ..." if len(extra) > 8 else "")
            self.left_out(f"left out, as nothing is known of it: {some} in {where}")

    def raise_errors(self) -> None:
        """Raise every fault if one of them is an error."""
        if self.faults.errors:
            raise ModelError(self.faults.sorted())
