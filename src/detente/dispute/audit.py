"""Checks that need the outcomes: contradictions, and statements, options and actors that decide nothing."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

import numpy as np
from numpy.typing import NDArray

from detente.dispute.conduct import check_conduct
from detente.dispute.evaluate import allowed, holds, mentioned, size
from detente.dispute.faults import FaultList, shown
from detente.dispute.feasible import Work, feasible, options_of, tied_to
from detente.dispute.limits import CHECKED_COMBINATIONS, CHECKED_WORK, MAX_COMBINATIONS
from detente.dispute.outcomes import Locate, Outcomes, bit_names, nowhere, outcomes_of
from detente.dispute.rank import fulfilled, prioritised
from detente.dispute.relations import check_relations
from detente.dispute.telling import wish_text
from detente.dispute.types import Constraint, Dispute, Statement
from detente.errors import LimitExceeded


def audit(dispute: Dispute, faults: FaultList, locate: Locate = nowhere, work: Work | None = None) -> None:
    """Tell contradictions and doubts that show only when outcomes are looked at.

    Parameters
    ----------
    dispute
        A dispute built without errors.
    faults
        Told what is found.
    locate
        Finds the place of a fault.
    work
        What may still be spent, when several readings share it.

    Notes
    -----
    Options that no constraint ties together, even through others, are independent, so statements are checked
    against the outcomes of the options they are tied to and the full product is built only when it is
    small. Time and memory are bounded; what could not be checked is told as D187.
    """
    work = work or Work(CHECKED_WORK)
    try:
        regions = _Regions(dispute, work)
        count = regions.count(faults, locate)
        if count == 0:
            return
        _check_statements(dispute, regions, faults)
        _check_mentions(dispute, faults, locate)
        if dispute.only_states or count <= CHECKED_COMBINATIONS:
            outcomes = outcomes_of(dispute, faults, locate)
            check_relations(dispute, outcomes, faults, locate)
            _check_one(dispute, outcomes, faults, locate)
            if not faults.errors:
                _check_vacuous(dispute, outcomes, faults, regions.work)
        elif count > MAX_COMBINATIONS:
            message = f"{count:,} outcomes are possible; at most {MAX_COMBINATIONS:,} can be solved"
            faults.add("D187", message, locate("actors"), "rule outcomes out, or use fewer options")
        elif dispute.states or dispute.same or any(a.ranking or a.better or a.moves for a in dispute.actors):
            message = f"{count:,} outcomes are possible; states, rankings and moves are checked when solving"
            faults.add("D187", message, locate("states"))
        _check_now(dispute, faults, locate)
        check_conduct(dispute, faults)
    except LimitExceeded:
        message = "the constraints are too intricate to be checked in full in time"
        faults.add(
            "D187", message, locate("impossible") or locate("always") or locate("actors"), "simplify them"
        )


class _Regions:
    """Feasible combinations of a few options and all that constraints tie to them; each found once."""

    def __init__(self, dispute: Dispute, work: Work) -> None:
        self.work = work
        self.options = bit_names(dispute)
        self.dispute = dispute
        self.constraints = () if dispute.only_states else dispute.constraints
        self.ties = [options_of(constraint) for constraint in self.constraints]
        self.found: dict[frozenset[str], tuple[tuple[str, ...], NDArray[np.int64]]] = {}

    def around(self, names: frozenset[str]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
        """Return options, lowest bit first, and their feasible combinations."""
        if self.dispute.only_states:
            bits = {name: bit for bit, name in enumerate(self.options)}
            taken = [state.taken for state in self.dispute.states if state.taken is not None]
            return self.options, np.array([sum(1 << bits[n] for n in t) for t in taken], np.int64)
        region = tied_to(names, self.ties)
        if region not in self.found:
            options = tuple(name for name in self.options if name in region)
            inside = [c for c, tie in zip(self.constraints, self.ties, strict=True) if tie <= region]
            self.found[region] = (options, feasible(options, inside, CHECKED_COMBINATIONS, self.work))
        return self.found[region]

    def count(self, faults: FaultList, locate: Locate) -> int:
        """Return how many outcomes there are, and tell which constraints leave none."""
        if self.dispute.only_states:
            return len(self.dispute.states)
        rest, counts = set(self.options), []
        while rest:
            region = tied_to(frozenset((min(rest),)), self.ties)
            rest -= region
            counts.append(len(self.around(region)[1]))
            if not counts[-1]:
                inside = [c for c, tie in zip(self.constraints, self.ties, strict=True) if tie & region]
                # Levels of an option tie it too, but only what the file says can be loosened.
                guilty = next((c for c in inside if c.statements[0].place), inside[0])
                self._tell_nothing_left(guilty, faults)
        if not self.options and self.dispute.constraints:
            counts.append(len(feasible((), self.constraints)))
        return prod(counts)

    def _tell_nothing_left(self, constraint: Constraint, faults: FaultList) -> None:
        message = "no outcome is possible: this and what is tied to it contradict each other"
        faults.add("D132", message, constraint.statements[0].place, "loosen impossible or always")


def _check_statements(dispute: Dispute, regions: _Regions, faults: FaultList) -> None:
    """Tell wishes and questions that hold in every outcome, or in none."""
    for statement in _deciding(dispute):
        names = mentioned(statement.expression)
        options, codes = regions.around(names)
        regions.work.spend(len(codes) * size(statement.expression))
        truth = holds(statement, codes, options)
        if not len(truth) or (truth.any() and not truth.all()):
            continue
        code, how = ("D182", "never") if not truth.any() else ("D181", "always")
        message = f"{shown(statement.text)} is {how} true in the possible outcomes"
        faults.add(code, message, statement.place, "correct it, or leave it out")


def _check_vacuous(dispute: Dispute, outcomes: Outcomes, faults: FaultList, work: Work) -> None:
    """Tell wishes that decide between no two outcomes because the lines above them already do."""
    options = bit_names(dispute)
    for actor in dispute.actors:
        work.spend(
            len(outcomes.codes) * sum(size(s.expression) for w in actor.prefers or () for s in w.statements)
        )
        alike = np.zeros(len(outcomes.codes), np.int64)
        rows = fulfilled(actor.prefers or (), outcomes.codes, options)
        for wish, row in zip(actor.prefers or (), rows, strict=True):
            if row.min() == row.max():
                continue  # told as always or never true
            finer = prioritised(np.array([alike, row])).astype(np.int64)
            if finer.max() == alike.max():
                message = f"{shown(wish_text(wish))} decides nothing: where it differs the lines above decide"
                hint = "move it up, or leave it out"
                faults.add("D188", message, wish.statements[0].place, hint)
            elif wish.kind != "maybe":  # one that may not be held leaves open what is below it
                alike = finer


def _deciding(dispute: Dispute) -> Iterator[Statement]:
    for actor in dispute.actors:
        for wish in actor.prefers or ():
            yield from wish.statements
    for question in dispute.questions:
        yield question.ask


def _check_mentions(dispute: Dispute, faults: FaultList, locate: Locate) -> None:
    """Tell options on which nothing in the file depends."""
    if any(actor.ranking is not None or actor.better is not None for actor in dispute.actors):
        return
    used: set[str] = set(dispute.now)
    statements = [*_deciding(dispute), *dispute.same.values()]
    statements += [s for constraint in dispute.constraints for s in constraint.statements]
    for statement in statements:
        used |= mentioned(statement.expression)
    for row in dispute.history:
        used |= {*row.take, *row.drop}
    for offer in dispute.offers:
        used |= {*offer.package}
    for state in dispute.states:
        used |= {*(state.taken or ())}
    for option in dispute.options:
        if option.id not in used:
            place = locate("actors", option.actor, "options", option.key.partition(".")[0])
            faults.add("D183", f"nothing mentions {option.id}", place, "say who wants it, or leave it out")


def _check_one(dispute: Dispute, outcomes: Outcomes, faults: FaultList, locate: Locate) -> None:
    """Tell outcomes that ``same`` makes one although an actor's wishes tell them apart."""
    if not outcomes.merged:
        return
    options = bit_names(dispute)
    first = np.unique(outcomes.one, return_index=True)[1][outcomes.one]
    for actor in dispute.actors:
        for wish in actor.prefers or ():
            for statement in wish.statements:
                truth = holds(statement, outcomes.apart, options)
                apart = np.flatnonzero(truth != truth[first])
                if len(apart):
                    ident = outcomes.ids[int(outcomes.one[apart[0]])]
                    message = (
                        f"{actor.code} tells outcomes of {shown(ident)} apart by {shown(statement.text)}"
                    )
                    faults.add(
                        "D185", message, locate("same", ident), "the one outcome ranks as the first of them"
                    )
                    return


def _check_now(dispute: Dispute, faults: FaultList, locate: Locate) -> None:
    """Tell when today is none of the possible outcomes."""
    if not (dispute.history or dispute.now):
        return
    options = bit_names(dispute)
    code = sum(1 << bit for bit, name in enumerate(options) if name in dispute.now)
    if dispute.only_states:
        possible = any(s.taken is not None and {*s.taken} == {*dispute.now} for s in dispute.states)
        broken = None
    else:
        one = np.array([code], np.int64)
        bits = {name: bit for bit, name in enumerate(options)}
        broken = next((c for c in dispute.constraints if not allowed(c, one, bits)[0]), None)
        possible = broken is None
    if not possible:
        taken = ", ".join(dispute.now) or "nothing"
        why = f", which {broken.kind} {shown(broken.statements[0].text)} rules out" if broken else ""
        message = f"now, with {shown(taken, 200)} taken, is not a possible outcome{why}"
        faults.add(
            "D184", message, locate("now") or locate("history"), "correct now, the history or the constraint"
        )
