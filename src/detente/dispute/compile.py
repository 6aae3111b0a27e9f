"""A dispute -> the graph that solvers see: outcomes, ranks and moves as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.dispute.citations import maybes
from detente.dispute.faults import FaultList, shown
from detente.dispute.lookalike import suggestion
from detente.dispute.outcomes import Outcomes, outcomes_of
from detente.dispute.rank import fulfilled, prioritised, ranked
from detente.dispute.relations import check_relations
from detente.dispute.types import Actor, Dispute
from detente.errors import ModelError
from detente.graph import Arcs, Graph, OptionBit, Relation, from_pairs


def compile_graph(dispute: Dispute, held: Mapping[str, bool] | None = None) -> Graph:
    """Turn a dispute into the graph that solvers see.

    Parameters
    ----------
    dispute
        A dispute as loaded, or made by hand.
    held
        For ``maybe`` lines, by id as :func:`~detente.dispute.citations.maybes` gives them: whether the
        actor holds them. A line that is not mentioned is left out.

    Returns
    -------
    Graph
        Actors in the order of the file, observers included.

    Raises
    ------
    ModelError
        When outcomes, rankings or moves contradict each other, or ``held`` names no ``maybe`` line.
    LimitExceeded
        When there are too many combinations of options to go through.

    Notes
    -----
    Ranks follow option prioritisation (:func:`~detente.dispute.rank.prioritised`). A line of several equally
    important statements counts how many of them hold. A group in ``any order`` is ranked the same way: its
    order is an unknown, and counting claims nothing about it. An actor without preferences is indifferent.
    An actor with ``better`` pairs prefers by them alone: nothing is added, not even what follows from two of
    them. Its row of ranks is zero and plays no part.
    Outcomes that ``same`` makes one are ranked as the first of them; a move between them vanishes, and a
    move from or to any of them is a move of the one.

    Examples
    --------
    >>> from detente.dispute import loads
    >>> a, b = "A: {options: {x: Act}, prefers: [not x]}", "B: {options: {y: Act}, prefers: [A.x]}"
    >>> dispute = loads(f"actors: {{{a}, {b}}}")
    >>> compile_graph(dispute).ranks.tolist()
    [[1, 0, 1, 0], [0, 1, 0, 1]]
    """
    return Model.of(dispute).graph(held)


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """All of a dispute's graph that does not depend on which ``maybe`` lines are held.

    Many graphs of one dispute, as a sweep needs them, share one model.
    """

    dispute: Dispute
    outcomes: Outcomes
    fulfilled: tuple[NDArray[np.int32] | None, ...]
    options: tuple[OptionBit, ...]
    listed: tuple[Arcs, ...] | None

    @classmethod
    def of(cls, dispute: Dispute) -> Model:
        """Find outcomes, moves and how far every wish is fulfilled; raises as :func:`compile_graph`."""
        faults = FaultList()
        outcomes = outcomes_of(dispute, faults)
        check_relations(dispute, outcomes, faults)
        if faults.errors:
            raise ModelError(fault for fault in faults.sorted() if fault.severity == "error")
        options = tuple(
            OptionBit(option.id, index, option.one_way)
            for index, actor in enumerate(dispute.actors)
            for option in actor.options
        )
        names = [option.name for option in options]
        counts = tuple(
            None if actor.prefers is None else fulfilled(actor.prefers, outcomes.codes, names)
            for actor in dispute.actors
        )
        return cls(dispute, outcomes, counts, options, _listed(dispute, outcomes, options))

    def graph(self, held: Mapping[str, bool] | None = None) -> Graph:
        """Return the graph in which exactly the ``maybe`` lines in ``held`` that are true are held."""
        self._check_held(held or {})
        ranks = np.zeros((len(self.dispute.actors), len(self.outcomes.codes)), np.int32)
        for row, actor, counts in zip(ranks, self.dispute.actors, self.fulfilled, strict=True):
            if actor.ranking is not None:
                index = {ident: self._position(ident) for group in actor.ranking for ident in group}
                row[:] = ranked(actor.ranking, index)
            elif counts is not None:
                row[:] = prioritised(counts[_lines(actor, held or {})])
        return Graph(
            tuple(actor.code for actor in self.dispute.actors),
            self.outcomes.ids,
            ranks,
            self.options,
            self.outcomes.codes if self.options else None,
            self.listed,
            tuple(map(self._better, self.dispute.actors)),
        )

    def _better(self, actor: Actor) -> Relation | None:
        if actor.better is None:
            return None
        pairs = [(self._position(a), self._position(b)) for a, b in actor.better]
        return from_pairs(pairs, len(self.outcomes.codes))

    def _position(self, ident: str) -> int:
        found = self.outcomes.find(ident)
        assert found is not None  # noqa: S101 - checked when the model was made
        return found

    def _check_held(self, held: Mapping[str, bool]) -> None:
        known = [maybe.id for maybe in maybes(self.dispute)] if held else []
        faults = FaultList()
        for ident in held:
            if ident not in known:
                faults.add("D138", f"{shown(ident)} is no maybe line", None, suggestion(ident, known))
        if faults.errors:
            raise ModelError(faults.sorted())


def _lines(actor: Actor, held: Mapping[str, bool]) -> NDArray[np.bool_]:
    """Return which lines of ``prefers`` count."""
    return np.array(
        [
            wish.kind != "maybe" or held.get(f"{actor.code}.prefers.{number}", False)
            for number, wish in enumerate(actor.prefers or (), 1)
        ],
        bool,
    )


def _listed(dispute: Dispute, outcomes: Outcomes, options: tuple[OptionBit, ...]) -> tuple[Arcs, ...] | None:
    """Return every actor's moves arc by arc, or ``None`` when all follow from the options."""
    if outcomes.follow_options and not outcomes.merged and all(a.moves is None for a in dispute.actors):
        return None
    size = len(outcomes.codes)
    by_rule: Graph | None = None
    found = []
    for number, actor in enumerate(dispute.actors):
        if actor.moves is not None:
            pairs = [(outcomes.find(a), outcomes.find(b)) for a, b in actor.moves]
            found.append(Arcs.from_pairs(((a, b) for a, b in pairs if a is not None and b is not None), size))
        elif not actor.options:
            found.append(Arcs.from_pairs((), size))
        else:
            if by_rule is None:
                codes = outcomes.apart
                flat = np.zeros((len(dispute.actors), len(codes)), np.int32)
                states = range(len(codes))
                by_rule = Graph.from_options(
                    [a.code for a in dispute.actors], options, codes, flat, [str(s) for s in states]
                )
            found.append(_between_outcomes(by_rule.arcs(number), outcomes))
    return tuple(found)


def _between_outcomes(arcs: Arcs, outcomes: Outcomes) -> Arcs:
    """Carry moves between single outcomes over to the outcomes that some of them form together."""
    if not outcomes.merged:
        return arcs
    size = len(outcomes.codes)
    source = outcomes.one[np.repeat(np.arange(len(outcomes.apart)), np.diff(arcs.start))].astype(np.int64)
    target = outcomes.one[arcs.target]
    pairs = np.unique((source * size + target)[source != target])
    start = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(pairs // size, minlength=size), out=start[1:])
    return Arcs(start, (pairs % size).astype(np.int32))
