"""The outcomes of a dispute: what they are called, which options they take, and which count as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from detente.dispute.evaluate import allowed, holds
from detente.dispute.faults import FaultList, shown
from detente.dispute.feasible import feasible
from detente.dispute.limits import MAX_STATES
from detente.dispute.types import Dispute
from detente.errors import Place
from detente.graph import StateIds

Locate = Callable[..., Place | None]
"""Says where in the file something stands, by the keys that lead to it: ``locate("states", "s1")``."""


def nowhere(*path: str | int) -> Place | None:
    """Locate nothing: for a dispute that did not come from a file."""
    return None


def bit_names(dispute: Dispute) -> tuple[str, ...]:
    """Return the names of the option bits, lowest first."""
    return tuple(option.id for option in dispute.options)


@dataclass(frozen=True, slots=True, eq=False)
class Outcomes:
    """Every outcome of a dispute.

    Parameters
    ----------
    ids
        The ``S`` ids, in state order.
    codes
        ``int64[S]``: options taken, ``-1`` without an option form. Of outcomes made one, those of the first.
    apart
        ``int64[B]``: the options of the ``B >= S`` outcomes before any were made one.
    one
        ``int32[B]``: which of the ``S`` each belongs to.
    index
        Position of every outcome that has a name.
    """

    ids: StateIds
    codes: NDArray[np.int64]
    apart: NDArray[np.int64]
    one: NDArray[np.int32]
    index: Mapping[str, int]
    ascending: bool

    @property
    def follow_options(self) -> bool:
        """Whether moves can follow from the options: every outcome has its own set of them."""
        codes = self.apart if self.ascending else np.sort(self.apart)
        return bool((codes >= 0).all() and (np.diff(codes) > 0).all())

    @property
    def merged(self) -> bool:
        """Whether some outcomes were made one."""
        return len(self.apart) != len(self.codes)

    def find(self, ident: str) -> int | None:
        """Return the position of an id, ``None`` when no outcome has it."""
        if ident in self.index:
            return self.index[ident]
        if (
            not self.ascending
            or not ident.isascii()
            or not ident.isdigit()
            or len(ident) > 19
            or str(int(ident)) != ident
        ):
            return None
        code = int(ident)
        at = int(np.searchsorted(self.apart, code)) if code < 2**62 else len(self.apart)
        if at == len(self.apart) or int(self.apart[at]) != code:
            return None
        position = int(self.one[at])
        return position if self.ids[position] == ident else None


def outcomes_of(dispute: Dispute, faults: FaultList, locate: Locate = nowhere) -> Outcomes:
    """Find the outcomes of a dispute.

    Parameters
    ----------
    dispute
        The dispute; its constraints rule outcomes out, or ``only_states`` lists them.
    faults
        Told what is wrong with named states and ``same``.
    locate
        Finds the place of a fault.

    Raises
    ------
    LimitExceeded
        When there are too many combinations, see :func:`~detente.dispute.feasible.feasible`.

    Notes
    -----
    Outcomes stand in ascending order of their number, those without an option form last; under
    ``only_states`` in the order of the file.
    """
    options = bit_names(dispute)
    bits = {name: bit for bit, name in enumerate(options)}
    names = [state.id for state in dispute.states]
    listed = np.array([_code(state.taken, bits) for state in dispute.states], np.int64)
    if len(names) > MAX_STATES:
        message = f"{len(names):,} states are named, the limit is {MAX_STATES:,}"
        faults.add("D102", message, locate("states"), "give the options and let the states follow")
    _check_named(dispute, names, listed, bits, faults, locate)
    if dispute.only_states:
        codes, called = listed, dict(enumerate(names))
    else:
        codes, called = _with_names(feasible(options, dispute.constraints), names, listed)
    if not len(codes):
        place = locate("only_states") or locate("impossible")
        faults.add("D132", "no outcome is possible", place, "loosen impossible or always")
    return _made_one(dispute, codes, called, options, faults, locate)


def _code(taken: Iterable[str] | None, bits: Mapping[str, int]) -> int:
    return -1 if taken is None else sum(1 << bits[name] for name in taken)


def _check_named(
    dispute: Dispute,
    names: Sequence[str],
    listed: NDArray[np.int64],
    bits: Mapping[str, int],
    faults: FaultList,
    locate: Locate,
) -> None:
    """Tell named states that cannot be, and names that are numbers of other outcomes."""
    formed = listed >= 0
    possible = np.ones(len(listed), bool)
    for constraint in dispute.constraints:
        possible &= allowed(constraint, listed, bits) | ~formed
    for at in np.flatnonzero(~possible).tolist():
        message = f"the state {shown(names[at])} takes options that impossible or always rule out"
        faults.add("D129", message, locate("states", names[at]), "change the state or the constraint")
    numbers = set(listed[formed].tolist())
    for name, code in zip(names, listed.tolist(), strict=True):
        if name.isascii() and name.isdigit() and int(name) != code:
            another = int(name) in numbers if dispute.only_states else int(name) < 2 ** len(bits)
            if another:
                message = f"the name {shown(name)} is the number of another outcome"
                hint = f"this one is number {code}" if code >= 0 else f"call it s{name}"
                faults.add("D128", message, locate("states", name), hint)


def _with_names(
    codes: NDArray[np.int64], names: Sequence[str], listed: NDArray[np.int64]
) -> tuple[NDArray[np.int64], dict[int, str]]:
    """Give feasible outcomes their names; one with two names is two states, one without options is last."""
    possible = np.searchsorted(codes, listed, "right") > np.searchsorted(codes, listed)
    again = sorted(listed[possible].tolist())
    again = [code for before, code in pairwise(again) if before == code]
    codes = np.sort(np.concatenate([codes, np.array(again, np.int64)])) if again else codes
    called: dict[int, str] = {}
    formless: list[str] = []
    for name, code, kept in zip(names, listed.tolist(), possible.tolist(), strict=True):
        if kept:
            at = int(np.searchsorted(codes, code))
            while at in called:
                at += 1
            called[at] = name
        elif code < 0:
            formless.append(name)
    called |= {len(codes) + at: name for at, name in enumerate(formless)}
    return np.concatenate([codes, np.full(len(formless), -1, np.int64)]), called


def _made_one(
    dispute: Dispute,
    apart: NDArray[np.int64],
    called: dict[int, str],
    options: Sequence[str],
    faults: FaultList,
    locate: Locate,
) -> Outcomes:
    """Join the outcomes that a statement under ``same`` makes one; the first stands for all."""
    ascending = not dispute.only_states
    if not dispute.same:
        index = {name: at for at, name in called.items()}
        each = np.arange(len(apart), dtype=np.int32)
        return Outcomes(StateIds(apart, called), apart, apart, each, index, ascending)
    stands_for = np.arange(len(apart))
    taken = np.zeros(len(apart), bool)
    names = dict(called)
    for ident, statement in dispute.same.items():
        within = holds(statement, apart, options) & (apart >= 0)
        place = locate("same", ident)
        members = np.flatnonzero(within)
        if not len(members):
            faults.add("D140", f"{shown(ident)} holds in no possible outcome", place, "correct its statement")
        elif taken[members].any():
            faults.add(
                "D140",
                f"some outcome is {shown(ident)} and another of same too",
                place,
                "let them exclude each other",
            )
        elif ident in set(called.values()) - {called.get(int(at), "") for at in members}:
            faults.add("D123", f"{shown(ident)} is already the name of a state", place, "use another name")
        else:
            taken |= within
            stands_for[members] = members[0]
            names.update(dict.fromkeys(members.tolist(), ident))
    first = np.unique(stands_for)
    position = np.full(len(apart), -1, np.int32)
    position[first] = np.arange(len(first), dtype=np.int32)
    codes = apart[first]
    kept = {int(position[at]): name for at, name in names.items() if stands_for[at] == at}
    index = {name: at for at, name in kept.items()}
    return Outcomes(StateIds(codes, kept), codes, apart, position[stands_for], index, ascending)
