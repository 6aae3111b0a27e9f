"""Whether rankings and moves fit the outcomes they speak of."""

from __future__ import annotations

import numpy as np

from detente.dispute.circles import in_order
from detente.dispute.faults import FaultList, shown
from detente.dispute.outcomes import Locate, Outcomes, nowhere
from detente.dispute.types import Actor, Dispute
from detente.graph import MAX_COMPARED


def check_relations(
    dispute: Dispute, outcomes: Outcomes, faults: FaultList, locate: Locate = nowhere
) -> None:
    """Tell rankings and moves that do not fit the outcomes."""
    for actor in dispute.actors:
        _check_ranking(actor, outcomes, faults, locate)
        _check_better(actor, outcomes, faults, locate)
        path = ("actors", actor.code)
        for row, pair in enumerate(actor.moves or ()):
            ends = [
                _state(ident, outcomes, faults, locate, *path, "moves", row, column)
                for column, ident in enumerate(pair)
            ]
            if ends[0] is not None and ends[0] == ends[1]:
                message = f"the move of {actor.code} from {shown(pair[0])} leads nowhere"
                faults.add("D131", message, locate(*path, "moves", row), "name two outcomes, or leave it out")
        if actor.options and actor.moves is None and not outcomes.follow_options:
            message = f"{actor.code} lists no moves, but some state has no options of its own"
            faults.add("D130", message, locate(*path), "add moves: [[from, to], ...], or moves: [] for none")
        if actor.prefers and (outcomes.codes < 0).any():
            message = f"prefers of {actor.code} cannot rank states without an option form"
            faults.add("D127", message, locate(*path, "prefers"), "give a ranking instead")


def _check_ranking(actor: Actor, outcomes: Outcomes, faults: FaultList, locate: Locate) -> None:
    if actor.ranking is None:
        return
    path = ("actors", actor.code, "ranking")
    seen: dict[int, str] = {}
    for row, group in enumerate(actor.ranking):
        for column, ident in enumerate(group):
            found = _state(ident, outcomes, faults, locate, *path, row, column)
            if found in seen:
                message = f"{actor.code} ranks {shown(ident)} twice"
                faults.add("D123", message, locate(*path, row, column), "a tie is an inner list: [a, [b, c]]")
            elif found is not None:
                seen[found] = ident
    missing = (
        [at for at in range(len(outcomes.codes)) if at not in seen] if len(seen) < len(outcomes.codes) else []
    )
    if missing:
        some = ", ".join(shown(outcomes.ids[at]) for at in missing[:10])
        more = f" and {len(missing) - 10:,} more" if len(missing) > 10 else ""
        message = f"the ranking of {actor.code} leaves out {some}{more}"
        faults.add("D127", message, locate(*path), "place every outcome, or use prefers")


def _check_better(actor: Actor, outcomes: Outcomes, faults: FaultList, locate: Locate) -> None:
    """Tell pairs that contradict each other, and once that preferences run in a circle, which is allowed."""
    if actor.better is None:
        return
    path = ("actors", actor.code, "better")
    if len(outcomes.codes) > MAX_COMPARED:
        message = f"better compares at most {MAX_COMPARED:,} outcomes, here are {len(outcomes.codes):,}"
        faults.add("D102", message, locate(*path), "use prefers, or rule outcomes out")
        return
    first: dict[tuple[int, int], int] = {}
    worse: dict[str, list[str]] = {}
    for row, pair in enumerate(actor.better):
        a, b = (_state(ident, outcomes, faults, locate, *path, row, end) for end, ident in enumerate(pair))
        if a is None or b is None:
            continue
        if a == b:
            message = f"{actor.code} prefers {shown(pair[0])} to itself"
            faults.add("D170", message, locate(*path, row), "name two outcomes, or leave it out")
        elif (b, a) in first:
            message = f"{actor.code} prefers {shown(pair[0])} to {shown(pair[1])} and the other way round"
            faults.add("D170", message, locate(*path, row), f"keep this one or pair {first[b, a] + 1}")
        else:
            first.setdefault((a, b), row)
            worse.setdefault(outcomes.ids[a], []).append(outcomes.ids[b])
            worse.setdefault(outcomes.ids[b], [])
    _, circles = in_order(worse)
    if circles and not faults.errors:
        path_round = " > ".join(map(shown, [*circles[0], circles[0][0]]))
        message = f"what {actor.code} prefers runs in a circle: {shown(path_round, 200)}"
        hint = "nothing to do if that is meant; no ranking can say it, so it is solved pair by pair"
        faults.add("D171", message, locate(*path), hint)


def _state(ident: str, outcomes: Outcomes, faults: FaultList, locate: Locate, *path: str | int) -> int | None:
    """Return the position of a state, or tell that there is none of this id."""
    found = outcomes.find(ident)
    if found is None:
        names = list(outcomes.index)
        faults.unknown("D112", "state", ident, names, locate(*path), _why_unknown(ident, outcomes))
    return found


def _why_unknown(ident: str, outcomes: Outcomes) -> str:
    if ident.isascii() and ident.isdigit() and outcomes.ascending and len(ident) < 19:
        at = np.flatnonzero(outcomes.apart == int(ident))
        if len(at):
            return f"this outcome goes by the name {shown(outcomes.ids[int(outcomes.one[at[0]])])}"
        return "no possible outcome has this number"
    return "name it under states, or write the number of an outcome"
