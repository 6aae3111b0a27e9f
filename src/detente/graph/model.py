"""The graph of a conflict: states, what each actor can move between, and how each ranks the states.

No file format and no text comes in here. A researcher can build a graph by hand, from options
(:meth:`Graph.from_options`) or arc by arc (:meth:`Graph.from_arcs`), and give it to any solver.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import Fault, ModelError
from detente.graph.arcs import Arcs, read_only
from detente.graph.preferences import Relation, levels, relations
from detente.graph.rows import MAX_MOVES, Rows
from detente.graph.state_ids import StateIds, exceptions, repeated

OneWay = Literal["take", "drop"]
MAX_BITS = 62
"""Option bits a graph can hold: a state is one signed 64-bit integer, and one bit stays free."""


@dataclass(frozen=True, slots=True)
class OptionBit:
    """One thing an actor can do or not do.

    Parameters
    ----------
    name
        Full name such as ``USA.relief``.
    actor
        Index of the actor who controls it.
    one_way
        ``take``: once taken it is not dropped; ``drop``: once dropped it is not taken again.
    """

    name: str
    actor: int
    one_way: OneWay | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """A conflict as solvers see it; its arrays are read-only.

    Parameters
    ----------
    actors
        Codes of the ``A`` actors.
    states
        Ids of the ``S`` feasible states, in state order.
    ranks
        ``int32[A, S]``, larger is better, equal is indifferent. Other whole numbers are converted.
    options
        The option bits, lowest first; empty when the graph was given arc by arc without options.
    codes
        ``int64[S]``: the options taken in each state as a binary number, first option lowest;
        ``-1`` for a state without an option form. ``None`` when there are no options.
    listed
        One :class:`Arcs` per actor when moves are listed; ``None`` when they follow from the options.
    better
        For each actor whose preferences no ranking can say (partial, or going round in circles) a relation
        ``bool[S, S]``: ``better[a][s, t]`` when actor a strictly prefers s to t. Where neither of two states
        is better they are as good as each other. The actor's row of ``ranks`` then plays no part. ``None``
        for an actor, or for all: by ranks.

    Raises
    ------
    ModelError
        When the parts do not fit together; every fault is told.
    LimitExceeded
        When preferences by pairs compare more than 4,096 states.

    Examples
    --------
    Two sides, each of whom can arm (prisoner's dilemma: arming alone is best, being alone unarmed worst):

    >>> graph = Graph.from_options(
    ...     ["A", "B"], [OptionBit("A.arm", 0), OptionBit("B.arm", 1)], [0, 1, 2, 3],
    ...     [[2, 3, 0, 1], [2, 0, 3, 1]])
    >>> graph.arcs(0).of(0)
    array([1], dtype=int32)
    >>> graph.taken(3)
    ('A.arm', 'B.arm')
    """

    actors: tuple[str, ...]
    states: Sequence[str]
    ranks: NDArray[np.int32]
    options: tuple[OptionBit, ...] = ()
    codes: NDArray[np.int64] | None = None
    listed: tuple[Arcs, ...] | None = None
    better: tuple[Relation | None, ...] | None = None

    def __post_init__(self) -> None:
        faults: list[Fault] = []
        object.__setattr__(self, "ranks", whole(self.ranks, np.int32, "ranks", faults))
        if self.codes is not None:
            object.__setattr__(self, "codes", whole(self.codes, np.int64, "option codes", faults))
        if self.better is not None:
            compared = relations(self.better, self.actors, len(self.states), faults)
            object.__setattr__(self, "better", compared)
        if not faults:
            faults += [*self._faults_of_parts(), *self._faults_of_moves()]
        if faults:
            raise ModelError(faults)

    def _faults_of_parts(self) -> Iterable[Fault]:
        shape = (len(self.actors), len(self.states))
        if 0 in shape:
            yield Fault("D512", "a graph needs at least one actor and one feasible state")
        if self.ranks.shape != shape:
            yield Fault("D501", f"ranks have shape {self.ranks.shape}, actors and states make {shape}")
        for what, names in (
            ("actors", self.actors),
            ("states", self.states),
            ("options", [option.name for option in self.options]),
        ):
            twice = names.repeated() if isinstance(names, StateIds) else repeated(names)
            if twice is not None:
                yield Fault("D502", f"two {what} are called {twice}")
        if len(self.options) > MAX_BITS:
            yield Fault("D503", f"{len(self.options)} option bits, at most {MAX_BITS} fit", "leave some out")
        for option in self.options:
            if not 0 <= option.actor < len(self.actors):
                yield Fault(
                    "D513", f"option {option.name} belongs to actor number {option.actor}, which is none"
                )
        if self.codes is not None:
            yield from self._faults_of_codes(self.codes)

    def _faults_of_codes(self, codes: NDArray[np.int64]) -> Iterable[Fault]:
        if codes.shape != (len(self.states),):
            yield Fault("D507", f"option codes have shape {codes.shape} for {len(self.states)} states")
            return
        if (codes < -1).any() or (codes >> np.int64(min(len(self.options), MAX_BITS)) > 0).any():
            yield Fault("D514", f"an option code is not made of the {len(self.options)} option bits")
        if self.listed is None and (codes < 0).any():
            yield Fault("D505", "a state without an option form needs listed moves")
        # Codes are in ascending order as a rule, and then need no sorting.
        if self.listed is None and not (codes[1:] > codes[:-1]).all():
            ordered = np.sort(codes[codes >= 0])
            if len(twice := ordered[1:][ordered[1:] == ordered[:-1]]):
                why = f"two states take the same options (code {twice[0]})"
                yield Fault("D515", why, "list the moves, or merge them")

    def _faults_of_moves(self) -> Iterable[Fault]:
        if self.listed is None:
            if self.codes is None:
                yield Fault("D504", "a graph needs options or listed moves")
            return
        if len(self.listed) != len(self.actors):
            yield Fault("D506", f"{len(self.listed)} lists of moves for {len(self.actors)} actors")
        for actor, arcs in zip(self.actors, self.listed, strict=False):
            yield from (_named(actor, fault) for fault in arcs.faults(len(self.states)))

    @classmethod
    def from_options(
        cls,
        actors: Sequence[str],
        options: Sequence[OptionBit],
        codes: ArrayLike,
        ranks: ArrayLike,
        states: Sequence[str] | None = None,
    ) -> Graph:
        """Build a graph whose moves follow from its options.

        An actor moves from one feasible state to another when they differ in its own options only and each
        change respects the option's direction. Infeasible states in between do not matter: a change of
        several options is one move.

        Parameters
        ----------
        actors, options
            Codes of the ``A`` actors, and the option bits, lowest first.
        codes
            ``int64[S]``, the feasible states, each once.
        ranks
            ``int32[A, S]``, larger is better.
        states
            Ids of the states; the codes in decimal when left out.
        """
        taken = read_only(_array(codes, "option codes"))
        ids = StateIds(taken) if states is None else states if isinstance(states, StateIds) else tuple(states)
        return cls(tuple(actors), ids, _array(ranks, "ranks"), tuple(options), taken, None)

    @classmethod
    def from_arcs(
        cls,
        actors: Sequence[str],
        states: Sequence[str],
        moves: Sequence[Iterable[tuple[int, int]]],
        ranks: ArrayLike,
        options: Sequence[OptionBit] = (),
        codes: ArrayLike | None = None,
    ) -> Graph:
        """Build a graph from one list of ``(from, to)`` state indices per actor.

        Nothing is added to the list: an actor who can go from a to b and from b to c cannot go from a to c
        in one move unless that is listed too.
        """
        listed, faults = [], []
        for number, pairs in enumerate(moves):
            try:
                listed.append(Arcs.from_pairs(pairs, len(states)))
            except ModelError as wrong:
                name = actors[number] if number < len(actors) else f"list {number + 1}"
                faults += [_named(name, fault) for fault in wrong.faults]
        if faults:
            raise ModelError(faults)
        taken = None if codes is None else _array(codes, "option codes")
        return cls(tuple(actors), tuple(states), _array(ranks, "ranks"), tuple(options), taken, tuple(listed))

    def with_ranks(self, ranks: ArrayLike) -> Graph:
        """Return the same conflict with other preferences, all of them ranks ``int32[A, S]``."""
        return replace(self, ranks=_array(ranks, "ranks"), better=None)

    def with_better(self, better: Sequence[Relation | None]) -> Graph:
        """Return the same conflict in which some actors prefer by a relation; see ``better``."""
        return replace(self, better=tuple(better))

    def prefers(self, actor: int, state: int, other: int) -> bool:
        """Tell whether an actor strictly prefers one state to another."""
        relation = None if self.better is None else self.better[actor]
        if relation is not None:
            return bool(relation[state, other])
        return bool(self.ranks[actor, state] > self.ranks[actor, other])

    def own_mask(self, actor: int) -> int:
        """Return the bits of the options that ``actor`` controls."""
        return sum(1 << bit for bit, option in enumerate(self.options) if option.actor == actor)

    def one_way_mask(self, way: OneWay) -> int:
        """Return the bits that may only be taken, or only be dropped."""
        return sum(1 << bit for bit, option in enumerate(self.options) if option.one_way == way)

    def rows(self, actor: int) -> Rows:
        """Return one actor's moves, gathered into rows; see :class:`Rows`."""
        if self.listed is not None:
            return Rows.from_arcs(self.listed[actor])
        assert self.codes is not None  # noqa: S101 - checked at construction
        return Rows.from_options(
            self.codes, self.own_mask(actor), self.one_way_mask("take"), self.one_way_mask("drop")
        )

    def arcs(self, actor: int, limit: int = MAX_MOVES) -> Arcs:
        """Return one actor's moves one by one, listed or derived from the options.

        Raises
        ------
        LimitExceeded
            When more than ``limit`` would have to be derived.

        Notes
        -----
        O(S log S + E) time, 12 bytes a move to keep and about 30 to make.
        """
        return self.listed[actor] if self.listed is not None else self.rows(actor).arcs(limit)

    def taken(self, state: int) -> tuple[str, ...] | None:
        """Return the names of the options taken in a state, ``None`` if it has no option form."""
        if self.codes is None or self.codes[state] < 0:
            return None
        code = int(self.codes[state])
        return tuple(option.name for bit, option in enumerate(self.options) if code >> bit & 1)

    def digest(self) -> str:
        """Return a hash of everything a solver sees, 16 hexadecimal digits.

        Only the order of ranks matters to a solver, so models that rank alike share a digest.
        """
        options = [[option.name, option.actor, option.one_way] for option in self.options]
        # Ids that follow from the codes say nothing that the codes do not, and may be millions.
        names = exceptions(self.states, self.codes)
        seen = hashlib.sha256(json.dumps([self.actors, len(self.states), names, options]).encode())

        def add(name: str, values: NDArray[Any], kind: str) -> None:
            seen.update(f"\n{name}{values.shape}\n".encode())
            seen.update(np.ascontiguousarray(values, kind).data)

        for row, relation in zip(self.ranks, self.better or (None,) * len(self.ranks), strict=True):
            if relation is None:
                add("ranks", levels(row), "<i4")
            else:
                add("better", np.packbits(relation), "u1")
        if self.codes is not None:
            add("codes", self.codes, "<i8")
        for arcs in self.listed or ():
            add("start", arcs.start, "<i8")
            add("target", arcs.target, "<i4")
        return seen.hexdigest()[:16]


def whole(values: Any, dtype: type[np.signedinteger[Any]], what: str, faults: list[Fault]) -> NDArray[Any]:
    """Return whole numbers as a read-only array of a type, or add to the faults why they are none."""
    array, limits = _array(values, what), np.iinfo(dtype)
    if array.size and array.dtype.kind not in "iu":
        hint = "number the levels from worst to best"
        faults.append(Fault("D511", f"{what} are {array.dtype}, not whole numbers", hint))
    elif array.size and not (limits.min <= array.min() and array.max() <= limits.max):
        faults.append(Fault("D511", f"{what} do not fit {limits.bits} bits", "number the levels from 0"))
    else:
        array = array.astype(dtype, copy=False)
    return read_only(array)


def _array(values: ArrayLike, what: str) -> NDArray[Any]:
    try:
        return np.asarray(values)
    except ValueError:
        raise ModelError(Fault("D511", f"{what} do not make a table", "give rows of equal length")) from None


def _named(actor: str, fault: Fault) -> Fault:
    return replace(fault, message=f"{actor}: {fault.message}")
