"""Which rows of a large file are wanted: by party, pair, day, type of act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from detente.errors import Fault, SourceError
from detente.record.importing.words import code_of
from detente.vocabulary.actions import TYPES, type_of
from detente.vocabulary.cameo import codes, plover_types


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows to keep; everything empty keeps all. Rows that are not wanted are counted, not bad.

    Parameters
    ----------
    actors
        Codes, names or raw codes such as ``PRKMIL``; a row is wanted when one of them acts or is acted upon.
    pairs
        Pairs of codes or names, whichever of the two acts.
    since, until
        First and last day.
    types
        PLOVER types, or CAMEO codes, which stand for all codes that begin so.
    root_only
        Only what was said in the first lines of an article; only GDELT tells.
    """

    actors: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    since: date | None = None
    until: date | None = None
    types: tuple[str, ...] = ()
    root_only: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return what was asked for, JSON-ready; what was not is left out."""
        found = {name: value for name, value in asdict(self).items() if value}
        return {name: str(value) if isinstance(value, date) else value for name, value in found.items()}

    def check(self, format_: str) -> None:
        """Raise ``SourceError`` (``D310``) with everything that cannot be asked of this format."""
        faults = []
        needs_events = {"an actor": self.actors, "a pair": self.pairs, "a type": self.types}
        if format_ == "gdelt-mentions":
            faults += [
                f"mentions cannot be chosen by {what}" for what, given in needs_events.items() if given
            ]
        if self.root_only and format_ != "gdelt":
            faults.append(f"{format_} does not say which events are root events")
        if self.since and self.until and self.since > self.until:
            faults.append(f"nothing lies between {self.since} and {self.until}")
        for type_ in self.types:
            if type_of(type_) is None or (type_.isdigit() and type_ not in codes()):
                faults.append(f"{type_!r} is neither a type nor a CAMEO code")
        faults += [f"{a!r} and {b!r} are the same party" for a, b in self.pairs if party(a) == party(b)]
        if faults:
            hint = "types are " + ", ".join(name for name, kind in TYPES.items() if kind.quad != "none")
            raise SourceError([Fault("D310", what, hint if "CAMEO" in what else "") for what in faults])

    def condition(self) -> tuple[str, Mapping[str, Any]]:
        """Return the SQL condition on our columns, never NULL, and its parameters."""
        parts: list[str] = []
        values: dict[str, Any] = {}
        if self.actors:
            values["actors"] = sorted(
                {party(a) for a in self.actors} | {a.strip().upper() for a in self.actors}
            )
            sides = ("actor", "target", "actor_code", "target_code")
            parts.append(" OR ".join(f"coalesce(list_contains($actors, {side}), false)" for side in sides))
        if self.pairs:
            values["pairs"] = sorted(" ".join(sorted((party(a), party(b)))) for a, b in self.pairs)
            parts.append(
                "coalesce(list_contains($pairs, "
                "least(actor, target) || ' ' || greatest(actor, target)), false)"
            )
        if self.types:
            types = plover_types()
            names = {type_of(t) for t in self.types if not t.isdigit()}
            begins = tuple(t for t in self.types if t.isdigit())
            values["codes"] = [c for c in codes() if types[c] in names or (begins and c.startswith(begins))]
            parts.append("list_contains($codes, cameo)")
        if self.since:
            values["since"] = self.since
            parts.append("date >= $since")
        if self.until:
            values["until"] = self.until
            parts.append("date::DATE <= $until")
        if self.root_only:
            parts.append("coalesce(root, false)")
        return " AND ".join(f"({part})" for part in parts) or "true", values


def party(name: str) -> str:
    """Return the code of a party as a person names it: a code stays, a known name becomes its code.

    >>> party("PRK"), party("North Korea"), party("ROM")
    ('PRK', 'PRK', 'ROM')
    """
    return code_of(name) or name.strip().upper()


def pairs_of(written: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return pairs written as ``A,B``; raises ``SourceError`` (``D310``) for what is no pair.

    >>> pairs_of(["USA,PRK"])
    (('USA', 'PRK'),)
    """
    found = []
    for pair in written:
        names = [name.strip() for name in pair.split(",")]
        if len(names) != 2 or not all(names):
            raise SourceError(Fault("D310", f"{pair!r} is no pair", "write it like USA,PRK"))
        found.append((names[0], names[1]))
    return tuple(found)
