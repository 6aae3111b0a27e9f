"""Legal sequences of moves: what some actors bring about together, nobody moving twice running, and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.errors import Fault, LimitExceeded, ModelError
from detente.graph import Graph, Rows

MAX_PAIRS = 50_000_000
"""Pairs of an actor and a state that a search keeps account of at most (12 bytes each)."""
NOBODY = -1
NOT_YET, DONE = -1, -2


class Move(NamedTuple):
    """A move by its mover and the state it leads to, both by number."""

    actor: int
    state: int


@dataclass(frozen=True, slots=True, eq=False)
class Sequences:
    """The shortest legal sequences from one state; of equally short ones those with the fewest sacrifices.

    A *sacrifice* is a move to a state that its mover does not prefer to the one it leaves.

    Parameters
    ----------
    start
        The state they begin at.
    length
        ``int32[A, S]``: moves of the shortest sequence that ends in a state by a move of an actor, 0 where
        none was found.
    before
        ``int32[A, S]``: the state its last move leaves.
    sacrifices
        ``int32[A, S]``: how many of its moves are sacrifices.
    """

    start: int
    length: NDArray[np.int32]
    before: NDArray[np.int32]
    sacrifices: NDArray[np.int32]

    @property
    def reached(self) -> NDArray[np.bool_]:
        """``bool[S]``: the ends of all sequences of one move or more."""
        found: NDArray[np.bool_] = np.logical_or.reduce(self.length > 0, axis=0)
        return found

    def to(self, state: int) -> tuple[Move, ...] | None:
        """Return a shortest sequence to a state, ``None`` when there is none, ``()`` to the start itself."""
        steps = min((n for n in self.length[:, state].tolist() if n), default=0)
        if state == self.start or not steps:
            return () if state == self.start else None
        moves: list[Move] = []
        while steps:
            # Whoever moves next did not make this move, so it is somebody else's that led here.
            ends_here = np.flatnonzero(self.length[:, state] == steps).tolist()
            movers = [j for j in ends_here if not moves or j != moves[-1].actor]
            # Of equals the last of the actors moves last, so that a path begins with the first of them.
            mover = min(reversed(movers), key=lambda j: int(self.sacrifices[j, state]))
            moves.append(Move(mover, state))
            state, steps = int(self.before[mover, state]), steps - 1
        return tuple(reversed(moves))


class Searcher:
    """The moves of one conflict, prepared once, to be searched from any state.

    Parameters
    ----------
    graph
        The conflict.

    Raises
    ------
    ModelError
        When an actor's preferences are pairs and no ranking (``D542``).
    LimitExceeded
        When there are too many states for a search (``D540``).
    """

    def __init__(self, graph: Graph) -> None:
        if graph.better is not None:
            who = next(a for a, better in zip(graph.actors, graph.better, strict=True) if better is not None)
            hint = "rank its outcomes to ask why or how; solve takes pairs as they are"
            message = f"paths and reasons need rankings, and {who} prefers by pairs"
            raise ModelError(Fault("D542", message, hint))
        pairs = graph.ranks.size
        if pairs > MAX_PAIRS:
            hint = "rule out combinations that cannot be, or leave options out"
            message = f"{pairs:,} pairs of an actor and a state to search, the limit is {MAX_PAIRS:,}"
            raise LimitExceeded(Fault("D540", message, hint))
        self.rows: tuple[Rows, ...] = tuple(graph.rows(i) for i in range(len(graph.actors)))
        self.ranks = graph.ranks

    def can_reach(self, actor: int, state: int) -> NDArray[np.int32]:
        """Return the states one move of an actor away, ascending."""
        rows = self.rows[actor]
        row = rows.row_of[state]
        reached: NDArray[np.int32] = rows.state[rows.start[row] : rows.start[row + 1]]
        away: NDArray[np.int32] = reached[reached != state]
        return away

    def improvements(self, actor: int, state: int) -> NDArray[np.int32]:
        """Return the states that an actor can move to and prefers to the one it leaves, ascending."""
        reached, rank = self.can_reach(actor, state), self.ranks[actor]
        better: NDArray[np.int32] = reached[rank[reached] > rank[state]]
        return better

    def search(
        self,
        start: int,
        actors: Sequence[int],
        *,
        improving: bool,
        wanted: NDArray[np.bool_] | None = None,
        every: bool = False,
    ) -> Sequences:
        """Find the shortest legal sequences of some actors from a state, and of those the least costly.

        Parameters
        ----------
        start
            The state to begin at.
        actors
            Who may move.
        improving
            Whether each move must be an improvement for its mover, measured from the state it leaves.
        wanted
            ``bool[S]``: states at which the search may stop; without them it goes on to the end.
        every
            Stop when all the wanted states are reached, rather than any.

        Notes
        -----
        A search by breadth over pairs of a state and its last mover: the state alone would not do, as who
        moved last decides who may go on. From the states reached at one length an actor goes on along its
        rows, row by row rather than move by move: what two states of a row reach together is the whole row,
        and what the least preferred state of a row improves to is all that any of them does. So a row is
        gone through a few times at most and not once for each of its states. O(A S + L) space and as a rule
        time, L being the entries of all rows. States reached with fewer sacrifices go on first, so that the
        first way found to a state is the best of the shortest.

        References
        ----------
        Li, Kilgour and Hipel (2005), Status quo analysis in the graph model for conflict resolution,
        *Journal of the Operational Research Society* 56(6), 699-707.
        """
        found = Sequences(start, *np.zeros((3, *self.ranks.shape), np.int32))
        frontiers = {j: _Frontier(self.rows[j], self.ranks[j], improving) for j in actors}
        left = None if wanted is None else wanted.copy()
        if left is not None and left[start]:
            left[start] = False
            if not every or not left.any():
                return found
        nothing = np.empty(0, np.int64)
        newly = {NOBODY: (np.array([start]), np.zeros(1, np.int64))}
        steps = 0
        while any(len(states) for states, _ in newly.values()):
            steps += 1
            reached = {}
            for j, frontier in frontiers.items():
                by_others = [one for last, one in newly.items() if last != j]
                ends = [nothing]
                for target, source, sacrifices in frontier.onward(*_cheapest(by_others)):
                    new = found.length[j, target] == 0
                    # Assigned from the back, so that of several ways to a state the first one stays.
                    target, source = target[new][::-1], source[new][::-1]
                    found.length[j, target] = steps
                    found.before[j, target] = source
                    found.sacrifices[j, target] = sacrifices
                    ends.append(target)
                states = np.unique(np.concatenate(ends))
                reached[j] = states, found.sacrifices[j, states].astype(np.int64)
            newly = reached
            if left is not None:
                open_before = int(left.sum())
                for states, _ in newly.values():
                    left[states] = False
                remaining = int(left.sum())
                if not remaining if every else remaining < open_before:
                    break
        return found


States = NDArray[np.int64]


def _cheapest(reached: Sequence[tuple[States, States]]) -> tuple[States, States]:
    """Join some states with what it took to reach them, keeping the least where a state comes twice."""
    if not reached:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    states = np.concatenate([states for states, _ in reached])
    taken = np.concatenate([taken for _, taken in reached])
    order = np.lexsort((taken, states))
    states, taken = states[order], taken[order]
    first = np.flatnonzero(np.diff(states, prepend=-1))
    return states[first], taken[first]


class _Frontier:
    """How far one actor has gone on along its rows in one search."""

    def __init__(self, rows: Rows, rank: NDArray[np.int32], improving: bool) -> None:
        self.rows, self.rank, self.improving = rows, rank, improving
        self.left = np.zeros(len(rows.row_of), bool)
        # By row: the one state that moves entered it from, and the least rank that improvements did.
        self.entered = np.full(len(rows.start) - 1, NOT_YET, np.int64)
        self.lowest = np.full(len(rows.start) - 1, np.iinfo(np.int64).max, np.int64)

    def onward(self, states: States, sacrifices: States) -> Iterator[tuple[States, States, int]]:
        """Yield the moves from newly reached states as targets, the states they leave, and sacrifices so far.

        Fewest sacrifices first; a target may come again later.
        """
        fresh = ~self.left[states]
        states, sacrifices = states[fresh], sacrifices[fresh]
        self.left[states] = True
        if not len(states):
            return
        for number in range(int(sacrifices.min()), int(sacrifices.max()) + 2):
            if (as_many := sacrifices == number).any():
                yield *self._improvements(states[as_many]), number
            if not self.improving and (one_less := sacrifices == number - 1).any():
                yield *self._moves(states[one_less]), number

    def _moves(self, states: States) -> tuple[States, States]:
        row = self.rows.row_of[states]
        order = np.argsort(row, kind="stable")
        states, row = states[order], row[order]
        first = np.flatnonzero(np.diff(row, prepend=-1))
        # The second state of a row, where there is one, leads back to the first.
        second = np.where(np.diff(first, append=len(row)) > 1, first + 1, first)
        at, other, row = states[first], states[second], row[first]
        go = self.entered[row] != DONE
        at, other, row = at[go], other[go], row[go]
        self.entered[row] = np.where((self.entered[row] >= 0) | (other != at), DONE, at)
        target, which = self._entries(row)
        source = np.where(target == at[which], other[which], at[which])
        moves = target != source
        return target[moves], source[moves]

    def _improvements(self, states: States) -> tuple[States, States]:
        row, rank = self.rows.row_of[states], self.rank
        order = np.lexsort((states, rank[states], row))
        states, row = states[order], row[order]
        first = np.flatnonzero(np.diff(row, prepend=-1))
        at, row = states[first], row[first]
        go = rank[at] < self.lowest[row]
        at, row = at[go], row[go]
        self.lowest[row] = rank[at]
        target, which = self._entries(row)
        source = at[which]
        better = rank[target] > rank[source]
        return target[better], source[better]

    def _entries(self, row: NDArray[np.int32]) -> tuple[States, States]:
        """Return the entries of some rows, and which of those rows each is in."""
        start = self.rows.start[row]
        sizes = self.rows.start[row + 1] - start
        which = np.repeat(np.arange(len(row)), sizes)
        within = np.arange(len(which)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        return self.rows.state[start[which] + within].astype(np.int64), which
