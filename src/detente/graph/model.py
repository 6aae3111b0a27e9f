"""The graph of a conflict: states, what each actor can move between, and how each ranks the states.

No file format and no text comes in here. A researcher can build a graph by hand, from options
(:meth:`Graph.from_options`) or arc by arc (:meth:`Graph.from_arcs`), and give it to any solver.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.errors import Fault, LimitExceeded, ModelError

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
class Arcs:
    """One actor's moves in compressed sparse rows.

    Parameters
    ----------
    start
        ``int64[S + 1]``; the moves from state ``s`` are ``target[start[s]:start[s + 1]]``.
    target
        ``int32[E]``, ascending within a row.
    """

    start: NDArray[np.int64]
    target: NDArray[np.int32]

    def of(self, state: int) -> NDArray[np.int32]:
        """Return the states one move away from ``state``."""
        return self.target[self.start[state] : self.start[state + 1]]

    @classmethod
    def from_pairs(cls, pairs: Iterable[tuple[int, int]], states: int) -> Arcs:
        """Collect ``(from, to)`` pairs; repeated pairs count once."""
        rows = sorted(set(pairs))
        source = np.fromiter((s for s, _ in rows), np.int64, len(rows))
        target = np.fromiter((t for _, t in rows), np.int32, len(rows))
        start = np.zeros(states + 1, np.int64)
        np.cumsum(np.bincount(source, minlength=states), out=start[1:])
        return cls(start, target)


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """A conflict as solvers see it.

    Parameters
    ----------
    actors
        Codes of the ``A`` actors.
    states
        Ids of the ``S`` feasible states, in state order.
    ranks
        ``int32[A, S]``, larger is better, equal is indifferent.
    options
        The option bits, lowest first; empty when the graph was given arc by arc without options.
    codes
        ``int64[S]``: the options taken in each state as a binary number, first option lowest;
        ``-1`` for a state without an option form. ``None`` when there are no options.
    listed
        One :class:`Arcs` per actor when moves are listed; ``None`` when they follow from the options.

    Raises
    ------
    ModelError
        When the arrays do not fit together.
    """

    actors: tuple[str, ...]
    states: Sequence[str]
    ranks: NDArray[np.int32]
    options: tuple[OptionBit, ...] = ()
    codes: NDArray[np.int64] | None = None
    listed: tuple[Arcs, ...] | None = None

    def __post_init__(self) -> None:
        faults = list(self._faults())
        if faults:
            raise ModelError(faults)

    def _faults(self) -> Iterable[Fault]:
        shape = (len(self.actors), len(self.states))
        if self.ranks.shape != shape:
            yield Fault("D501", f"ranks have shape {self.ranks.shape}, actors and states make {shape}")
        if len(set(self.actors)) != len(self.actors):
            yield Fault("D502", "two actors have the same code")
        if len(self.options) > MAX_BITS:
            yield Fault("D503", f"{len(self.options)} option bits, at most {MAX_BITS} fit", "leave some out")
        if self.listed is None:
            if self.codes is None:
                yield Fault("D504", "a graph needs options or listed moves")
            elif (self.codes < 0).any():
                yield Fault("D505", "a state without an option form needs listed moves")
        elif len(self.listed) != len(self.actors):
            yield Fault("D506", f"{len(self.listed)} lists of moves for {len(self.actors)} actors")
        if self.codes is not None and self.codes.shape != (len(self.states),):
            yield Fault("D507", f"{len(self.codes)} option codes for {len(self.states)} states")

    @classmethod
    def from_options(
        cls,
        actors: Sequence[str],
        options: Sequence[OptionBit],
        codes: NDArray[np.int64],
        ranks: NDArray[np.int32],
        states: Sequence[str] | None = None,
    ) -> Graph:
        """Build a graph whose moves follow from its options.

        An actor moves from one feasible state to another when they differ in its own options only and each
        change respects the option's direction. Infeasible states in between do not matter: a change of
        several options is one move.
        """
        ids = tuple(str(int(code)) for code in codes) if states is None else states
        return cls(tuple(actors), ids, ranks, tuple(options), codes, None)

    @classmethod
    def from_arcs(
        cls,
        actors: Sequence[str],
        states: Sequence[str],
        moves: Sequence[Iterable[tuple[int, int]]],
        ranks: NDArray[np.int32],
        options: Sequence[OptionBit] = (),
        codes: NDArray[np.int64] | None = None,
    ) -> Graph:
        """Build a graph from one list of ``(from, to)`` state indices per actor."""
        listed = tuple(Arcs.from_pairs(pairs, len(states)) for pairs in moves)
        return cls(tuple(actors), tuple(states), ranks, tuple(options), codes, listed)

    def own_mask(self, actor: int) -> int:
        """Return the bits of the options that ``actor`` controls."""
        return sum(1 << bit for bit, option in enumerate(self.options) if option.actor == actor)

    def one_way_mask(self, way: OneWay) -> int:
        """Return the bits that may only be taken, or only be dropped."""
        return sum(1 << bit for bit, option in enumerate(self.options) if option.one_way == way)

    def arcs(self, actor: int, limit: int = 50_000_000) -> Arcs:
        """Return one actor's moves, listed or derived from the options.

        Raises
        ------
        LimitExceeded
            When there would be more than ``limit`` of them.

        Notes
        -----
        O(S log S + E) time, 12 bytes a move. Moves derived from options are transitive but for nothing:
        every state of a *row* (states that agree outside the actor's own options) is one move away from
        every other, direction permitting.
        """
        if self.listed is not None:
            return self.listed[actor]
        assert self.codes is not None  # noqa: S101 - checked at construction
        size = len(self.states)
        others = self.codes & ~np.int64(self.own_mask(actor))
        order = np.argsort(others, kind="stable")
        bounds = np.flatnonzero(np.diff(others[order])) + 1
        rows = np.split(order, bounds) if size else []
        total = sum(len(row) ** 2 for row in rows)
        if total > limit:
            raise LimitExceeded(
                Fault("D510", f"{self.actors[actor]} has up to {total:,} moves, the limit is {limit:,}")
            )
        take, drop = np.int64(self.one_way_mask("take")), np.int64(self.one_way_mask("drop"))
        sources, targets = [], []
        for row in rows:
            codes = self.codes[row]
            before, after = codes[:, None], codes[None, :]
            undone = (before & ~after & take) | (~before & after & drop)
            source, target = np.nonzero((undone == 0) & (before != after))
            sources.append(row[source])
            targets.append(row[target])
        source = np.concatenate(sources) if sources else np.empty(0, np.int64)
        target = np.concatenate(targets) if targets else np.empty(0, np.int64)
        by_source = np.lexsort((target, source))
        start = np.zeros(size + 1, np.int64)
        np.cumsum(np.bincount(source, minlength=size), out=start[1:])
        return Arcs(start, target[by_source].astype(np.int32))

    def taken(self, state: int) -> tuple[str, ...] | None:
        """Return the names of the options taken in a state, ``None`` if it has no option form."""
        if self.codes is None or self.codes[state] < 0:
            return None
        code = int(self.codes[state])
        return tuple(option.name for bit, option in enumerate(self.options) if code >> bit & 1)

    def digest(self) -> str:
        """Return a hash of everything a solver sees, 16 hexadecimal digits."""
        seen = hashlib.sha256()
        seen.update(repr((self.actors, tuple(self.states), self.options)).encode())
        # Only the order of ranks matters to a solver, so models that rank alike share a digest.
        for row in self.ranks:
            seen.update(np.unique(row, return_inverse=True)[1].astype(np.int32).tobytes())
        if self.codes is not None:
            seen.update(self.codes.astype(np.int64).tobytes())
        for arcs in self.listed or ():
            seen.update(arcs.start.tobytes() + arcs.target.tobytes())
        return seen.hexdigest()[:16]
