"""Two models side by side: which outcomes, moves and preferences one has and the other has not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.dispute.compile import compile_graph
from detente.dispute.types import Dispute
from detente.errors import Fault, LimitExceeded
from detente.graph import Graph
from detente.graph.preferences import MAX_COMPARED as MAX_RELATED

MAX_COMPARED = 4_000_000
"""Moves of one actor that are compared one by one."""
SHOWN = 5
"""Examples that are kept of outcomes and moves."""

Taken = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """How many outcomes there are, and which become possible or impossible.

    ``possible`` and ``impossible`` count outcomes that only the later or only the earlier file has, among
    those that speak of shared options; the examples are the options taken, at most five of each.
    """

    before: int
    after: int
    shared: int
    possible: int
    impossible: int
    possible_examples: tuple[Taken, ...]
    impossible_examples: tuple[Taken, ...]

    @property
    def changed(self) -> bool:
        """Whether the outcomes differ at all."""
        return self.before != self.after or bool(self.possible or self.impossible)


@dataclass(frozen=True, slots=True)
class MoveChange:
    """Moves between shared outcomes that only one of the two files allows an actor.

    ``gained`` and ``lost`` are ``None`` when there are too many moves to compare one by one. The examples are
    pairs of outcomes, from and to, by the options taken.
    """

    actor: str
    gained: int | None
    lost: int | None
    gained_example: tuple[Taken, Taken] | None
    lost_example: tuple[Taken, Taken] | None


@dataclass(frozen=True, slots=True)
class RankingChange:
    """How an actor's order of the shared outcomes changes.

    Parameters
    ----------
    actor
        Its code.
    pairs
        How many pairs of shared outcomes there are.
    reversed, untied, tied
        Pairs whose order is the other way round; that were equal and are no longer; that have become equal.
    example
        Two outcomes, by the options taken, that differ in as little as can be.
    before, after
        How the first of them stands to the second: ``better``, ``worse`` or ``equal``.
    """

    actor: str
    pairs: int
    reversed: int
    untied: int
    tied: int
    example: tuple[Taken, Taken]
    before: str
    after: str

    @property
    def changed(self) -> int:
        """How many pairs change order."""
        return self.reversed + self.untied + self.tied


@dataclass(frozen=True, slots=True, eq=False)
class Contrast:
    """Two graphs and the outcomes they share.

    ``keys`` numbers every outcome that speaks of shared options only; ``at`` are the positions of the shared
    ones, in the order of their keys.
    """

    graphs: tuple[Graph, Graph]
    options: Taken
    keys: tuple[NDArray[np.int64], NDArray[np.int64]]
    shared: NDArray[np.int64]
    at: tuple[NDArray[np.int64], NDArray[np.int64]]
    names: tuple[str, ...]

    @classmethod
    def of(cls, before: Dispute, after: Dispute) -> Contrast:
        """Compile both; raises as :func:`~detente.dispute.compile.compile_graph`."""
        graphs = (compile_graph(before), compile_graph(after))
        lists = [[option.name for option in graph.options] for graph in graphs]
        options = tuple(name for name in lists[1] if name in lists[0])
        names: dict[str, None] = {}
        keys = (_keys(graphs[0], options, names), _keys(graphs[1], options, names))
        sides = [np.flatnonzero(key >= -len(names)) for key in keys]
        shared, first, second = np.intersect1d(keys[0][sides[0]], keys[1][sides[1]], return_indices=True)
        return cls(graphs, options, keys, shared, (sides[0][first], sides[1][second]), tuple(names))

    def outcomes(self) -> OutcomeChange:
        """Return which outcomes come and go."""
        known = [np.unique(keys[keys >= -len(self.names)]) for keys in self.keys]
        gone, come = np.setdiff1d(known[0], known[1]), np.setdiff1d(known[1], known[0])
        return OutcomeChange(
            len(self.keys[0]),
            len(self.keys[1]),
            len(self.shared),
            len(come),
            len(gone),
            tuple(self._taken(int(key)) for key in come[:SHOWN]),
            tuple(self._taken(int(key)) for key in gone[:SHOWN]),
        )

    def _taken(self, key: int) -> Taken:
        if key < 0:
            return (self.names[-key - 1],)
        return tuple(name for bit, name in enumerate(self.options) if key >> bit & 1)

    def _actors(self) -> Iterator[tuple[str, int, int]]:
        """Yield the actors that both have, with their positions."""
        for position, code in enumerate(self.graphs[1].actors):
            if code in self.graphs[0].actors:
                yield code, self.graphs[0].actors.index(code), position

    def moves(self) -> Iterator[MoveChange]:
        """Yield the actors whose moves between shared outcomes differ."""
        for code, *positions in self._actors():
            try:
                old, new = (self._moves(side, position) for side, position in enumerate(positions))
            except LimitExceeded:
                yield MoveChange(code, None, None, None, None)
                continue
            gained, lost = np.setdiff1d(new, old), np.setdiff1d(old, new)
            if len(gained) or len(lost):
                yield MoveChange(code, len(gained), len(lost), self._ends(gained), self._ends(lost))

    def _moves(self, side: int, actor: int) -> NDArray[np.int64]:
        """Return the moves between shared outcomes, each as one number."""
        graph = self.graphs[side]
        arcs = graph.arcs(actor, MAX_COMPARED)
        place = np.full(len(graph.states), -1, np.int64)
        place[self.at[side]] = np.arange(len(self.shared))
        source = place[np.repeat(np.arange(len(graph.states)), np.diff(arcs.start))]
        target = place[arcs.target]
        kept = (source >= 0) & (target >= 0)
        return source[kept] * len(self.shared) + target[kept]

    def _ends(self, moves: NDArray[np.int64]) -> tuple[Taken, Taken] | None:
        if not len(moves):
            return None
        source, target = divmod(int(moves[0]), len(self.shared))
        return self._taken(int(self.shared[source])), self._taken(int(self.shared[target]))

    def rankings(self) -> Iterator[RankingChange]:
        """Yield the actors who order shared outcomes otherwise."""
        size = len(self.shared)
        for code, *positions in self._actors():
            found = [self._relation(side, position) for side, position in enumerate(positions)]
            if found[0] is not None or found[1] is not None:
                yield from self._related(code, positions)
                continue
            old, new = (
                _dense(self.graphs[side].ranks[position][self.at[side]])
                for side, position in enumerate(positions)
            )
            if np.array_equal(old, new):
                continue
            first, second = self._pair(old, new)
            yield RankingChange(
                code,
                size * (size - 1) // 2,
                *order_changes(old, new),
                (self._taken(int(self.shared[first])), self._taken(int(self.shared[second]))),
                _stands(int(old[first]), int(old[second])),
                _stands(int(new[first]), int(new[second])),
            )

    def _relation(self, side: int, actor: int) -> NDArray[np.bool_] | None:
        """Return who prefers what as a table of pairs, ``None`` where a ranking says it."""
        better = self.graphs[side].better
        return None if better is None else better[actor]

    def _related(self, code: str, positions: list[int]) -> Iterator[RankingChange]:
        """Compare preferences pair by pair, where in one of the files no ranking can say them."""
        old, new = (self._signs(side, position) for side, position in enumerate(positions))
        above = np.triu(np.ones(old.shape, bool), 1)
        changes = np.argwhere((old != new) & above)
        if not len(changes):
            return
        first, second = map(int, changes[0])
        yield RankingChange(
            code,
            int(above.sum()),
            int(((old * new < 0) & above).sum()),
            int(((old == 0) & (new != 0) & above).sum()),
            int(((old != 0) & (new == 0) & above).sum()),
            (self._taken(int(self.shared[first])), self._taken(int(self.shared[second]))),
            _stands(int(old[first, second]), 0),
            _stands(int(new[first, second]), 0),
        )

    def _signs(self, side: int, actor: int) -> NDArray[np.int8]:
        """Return ``int8[S, S]``: 1 where the outcome of the row is better, -1 where worse."""
        at = self.at[side]
        relation = self._relation(side, actor)
        if relation is not None:
            kept: NDArray[np.int8] = relation[np.ix_(at, at)].astype(np.int8)
            return kept - kept.T
        if len(at) > MAX_RELATED:
            message = f"{len(at):,} outcomes, preferences by pairs compare {MAX_RELATED:,} at most"
            raise LimitExceeded(Fault("D518", message, "rule some out"))
        ranks = self.graphs[side].ranks[actor][at]
        ordered: NDArray[np.int8] = np.sign(ranks[:, None].astype(np.int64) - ranks[None, :]).astype(np.int8)
        return ordered

    def _pair(self, old: NDArray[np.int64], new: NDArray[np.int64]) -> tuple[int, int]:
        """Return two outcomes whose order changes, one option apart where there are such."""
        for bit in range(len(self.options)):
            partner = np.searchsorted(self.shared, self.shared ^ np.int64(1 << bit)).clip(max=len(old) - 1)
            near = (self.shared[partner] == self.shared ^ np.int64(1 << bit)) & (self.shared >= 0)
            found = np.flatnonzero(near & (np.sign(old - old[partner]) != np.sign(new - new[partner])))
            if len(found):
                return int(partner[found[0]]), int(found[0])
        # Where the order differs at all, it differs between neighbours in the earlier order.
        order = np.lexsort((new, old))
        change = np.sign(np.diff(old[order])) != np.sign(np.diff(new[order]))
        at = int(np.flatnonzero(change)[0])
        return int(order[at]), int(order[at + 1])


def order_changes(old: NDArray[np.int64], new: NDArray[np.int64]) -> tuple[int, int, int]:
    """Count the pairs that two rankings order differently.

    Parameters
    ----------
    old, new
        ``int64[S]``: ranks of the same outcomes, from 0, larger is better.

    Returns
    -------
    tuple of int
        Pairs reversed, pairs tied in ``old`` only, pairs tied in ``new`` only.

    Notes
    -----
    O(S log^2 S) as for Kendall's tau: inversions are counted bit by bit instead of pair by pair.

    References
    ----------
    Knight, W. R. (1966). A computer method for calculating Kendall's tau with ungrouped data. Journal of
    the American Statistical Association 61(314), 436-439. https://doi.org/10.1080/01621459.1966.10480879

    Examples
    --------
    >>> order_changes(np.array([0, 1, 2]), np.array([2, 1, 1]))
    (2, 0, 1)
    """
    both = old * (int(new.max(initial=0)) + 1) + new
    tied_old, tied_new, tied_both = (_pairs(ranks) for ranks in (old, new, both))
    return _inversions(new[np.lexsort((new, old))]), tied_old - tied_both, tied_new - tied_both


def _pairs(ranks: NDArray[np.int64]) -> int:
    sizes = np.unique(ranks, return_counts=True)[1].astype(object)
    return int((sizes * (sizes - 1) // 2).sum()) if len(sizes) else 0


def _inversions(values: NDArray[np.int64]) -> int:
    """Count pairs of which the larger stands first."""
    total = 0
    for bit in range(int(values.max(initial=0)).bit_length() - 1, -1, -1):
        # Here the values are sorted by the bits above this one, and within these in their first order.
        group = values >> (bit + 1)
        ones = values >> bit & 1
        before = np.cumsum(ones) - ones
        start = np.searchsorted(group, group)
        total += int((before - before[start])[ones == 0].sum())
        values = values[np.argsort(values >> bit, kind="stable")]
    return total


def _dense(ranks: NDArray[np.int32]) -> NDArray[np.int64]:
    return np.unique(ranks, return_inverse=True)[1].astype(np.int64)


def _stands(first: int, second: int) -> str:
    return "equal" if first == second else "better" if first > second else "worse"


def _keys(graph: Graph, options: Taken, names: dict[str, None]) -> NDArray[np.int64]:
    """Return a number for every outcome: its shared options, or below zero its name.

    An outcome in which an option is taken that the other file lacks gets the least number there is.
    """
    codes = np.full(len(graph.states), -1, np.int64) if graph.codes is None else graph.codes
    keys = np.zeros(len(codes), np.int64)
    for bit, option in enumerate(graph.options):
        taken = (codes >> np.int64(bit) & 1).astype(bool) & (codes >= 0)
        if option.name in options:
            keys[taken & (keys >= 0)] |= np.int64(1 << options.index(option.name))
        else:
            keys[taken] = np.iinfo(np.int64).min
    for at in np.flatnonzero(codes < 0).tolist():
        names[graph.states[at]] = None
        keys[at] = -1 - list(names).index(graph.states[at])
    return keys
