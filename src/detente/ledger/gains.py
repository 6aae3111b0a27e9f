"""What a lens weighs: dated gains within pairs, in whole numbers so that sums are exact and quick."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm
from typing import NamedTuple, TypeVar

Pair = tuple[str, str]
Net = Mapping[str, int]
"""For each thing weighed (an issue, a channel, a kind of honour), what the first gained over the second."""
Key = TypeVar("Key", bound=Hashable)


class Entry(NamedTuple):
    """One gain within a pair: > 0 for the first of it, < 0 for the second."""

    pair: Pair
    key: str
    gain: int
    on: date | None
    event: str


@dataclass(frozen=True, slots=True)
class Gains:
    """Gains in any order, and how many of their whole numbers make one."""

    entries: tuple[Entry, ...]
    unit: int

    def counting(self, baseline: date | None) -> Gains:
        """Return those that count from a day on; with a day, one without a date cannot be shown to."""
        if baseline is None:
            return self
        own = tuple(one for one in self.entries if one.on is not None and one.on >= baseline)
        return Gains(own, self.unit)

    def between(self, pairs: Iterable[Pair]) -> Gains:
        """Return those of some pairs."""
        followed = frozenset(pairs)
        return Gains(tuple(one for one in self.entries if one.pair in followed), self.unit)

    def nets(self) -> dict[Pair, dict[str, int]]:
        """Add up the gains of each pair."""
        found: dict[Pair, dict[str, int]] = {}
        for one in self.entries:
            net = found.setdefault(one.pair, {})
            net[one.key] = net.get(one.key, 0) + one.gain
        return found


def signed(giver: str, taker: str, gain: int) -> tuple[Pair, int]:
    """Return the pair in alphabetical order, and the gain of its first when ``taker`` gained so much."""
    return ((giver, taker), -gain) if giver < taker else ((taker, giver), gain)


def exact(number: float) -> Fraction:
    """Return a number as the decimal that the analyst wrote, so that 0.1 + 0.2 is 0.3."""
    return Fraction(repr(float(number)))


def in_whole_numbers(values: Mapping[Key, Fraction]) -> tuple[dict[Key, int], int]:
    """Return fractions as whole numbers, and how many of these make one.

    Examples
    --------
    >>> in_whole_numbers({"a": exact(0.5), "b": exact(1.25)})
    ({'a': 2, 'b': 5}, 4)
    """
    unit = lcm(*(value.denominator for value in values.values()))
    return {key: value.numerator * (unit // value.denominator) for key, value in values.items()}, unit
