"""The sweep: draw what is not known many times over, solve each case, and count."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from operator import index
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente import __version__
from detente.dispute import Dispute
from detente.errors import Fault, LimitExceeded
from detente.outlook.draws import MAX_UNKNOWNS, distinct
from detente.outlook.profiles import Profiles, Tally
from detente.outlook.result import Effect, Share, Sweep, Unknown, wilson
from detente.outlook.workers import tallies
from detente.progress import SILENT, Progress
from detente.stability import CONCEPTS
from detente.stability.concepts import checked_concepts

MAX_DRAWS = 10_000_000
MAX_WORKERS = 256
MAX_SEED = 2**64 - 1


def sweep(
    dispute: Dispute,
    draws: int = 1000,
    seed: int = 0,
    workers: int = 1,
    concepts: Sequence[str] = CONCEPTS,
    progress: Progress = SILENT,
) -> Sweep:
    """Tell how far the equilibria depend on the wishes that an actor may or may not hold.

    In each draw every ``maybe`` line is held or not, independently, with its chance (one half when the case
    file gives none). Without such lines the answer is that of a single solve.

    Parameters
    ----------
    dispute
        The dispute.
    draws
        How many, 1 to 10,000,000.
    seed
        From 0 to 2**64 - 1.
    workers
        Processes, 1 to 256. The result does not depend on it, to the last byte.
    concepts
        Some of :data:`detente.stability.CONCEPTS`.
    progress
        Hears of every different profile solved, and can stop the work.

    Returns
    -------
    Sweep
        Shares with 95 % Wilson intervals, which tell the sampling error of the draws and nothing else; and
        the effect of each unknown on each state under sequential stability, or under the first concept asked
        for when that is not among them. The effect of an unknown that was always or never held is not known
        and left out.

    Raises
    ------
    ModelError
        When a concept is unknown or the dispute makes no graph.
    LimitExceeded
        When draws, seed or workers are out of range, there are more than 62 unknowns, or the graph is too
        large.
    DetenteError
        When worker processes cannot run.

    Notes
    -----
    Draws that come to the same profile are solved once, so D draws of K unknowns cost at most
    ``min(D, 2**K)`` solutions. Memory grows with the different profiles, 16 bytes each.

    Examples
    --------
    >>> from detente.dispute import loads
    >>> found = sweep(loads("actors: {A: {options: {x: Act}, prefers: [{maybe: x, chance: 0.8}]}}"), 100)
    >>> [(share.state, share.share) for share in found.outcomes if share.concept == "nash"]
    [('1', 1.0), ('0', 0.26)]
    """
    concepts = checked_concepts(concepts)
    _check_ranges(draws, seed, workers)
    tornado = "seq" if "seq" in concepts else concepts[0]
    profiles = Profiles(dispute, concepts, tornado)
    if len(profiles.unknowns) > MAX_UNKNOWNS:
        raise LimitExceeded(
            Fault("D531", f"{len(profiles.unknowns)} maybe lines, at most {MAX_UNKNOWNS} can be drawn")
        )
    unknowns = tuple(
        Unknown(u.id, u.actor, u.text, 0.5 if u.chance is None else u.chance) for u in profiles.unknowns
    )
    sets, times = distinct([unknown.chance for unknown in unknowns], draws, seed)
    total = Tally.zero(len(concepts), len(unknowns), len(profiles.graph.states))
    progress.start(len(sets), "sweep")
    for tally in tallies(profiles, dispute, sets, times, workers):
        total += tally
        progress.advance(tally.solved)
    return Sweep(
        draws=draws,
        seed=seed,
        outcomes=tuple(_shares(total.hits, draws, concepts, profiles.graph.states)),
        tornado=tuple(_effects(total, concepts.index(tornado), draws, unknowns, profiles.graph.states)),
        tornado_concept=tornado,
        concepts=concepts,
        unknowns=unknowns,
        solved=total.solved,
        digest=_digest(profiles, unknowns),
        version=__version__,
    )


def _check_ranges(draws: Any, seed: Any, workers: Any) -> None:
    faults = []
    for name, value, least, most in (
        ("draws", draws, 1, MAX_DRAWS),
        ("seed", seed, 0, MAX_SEED),
        ("workers", workers, 1, MAX_WORKERS),
    ):
        try:
            fits = least <= index(value) <= most
        except TypeError:
            fits = False
        if not fits:
            faults.append(
                Fault("D530", f"{name} is {value!r}", f"give a whole number from {least:,} to {most:,}")
            )
    if faults:
        raise LimitExceeded(faults)


def _shares(
    hits: NDArray[np.int64], draws: int, concepts: Sequence[str], states: Sequence[str]
) -> Iterator[Share]:
    for concept, row in zip(concepts, hits, strict=True):
        # A stable sort keeps states of equal share in state order.
        for s in np.argsort(-row, kind="stable")[: np.count_nonzero(row)].tolist():
            share = int(row[s])
            yield Share(states[s], concept, share / draws, *wilson(share, draws))


def _effects(
    total: Tally, concept: int, draws: int, unknowns: Sequence[Unknown], states: Sequence[str]
) -> list[Effect]:
    found = []
    for unknown, held, held_hits in zip(unknowns, total.held.tolist(), total.held_hits, strict=True):
        if 0 < held < draws:
            other_hits = total.hits[concept] - held_hits
            # Compared in whole numbers, so that equal shares cancel exactly.
            differs = held_hits * (draws - held) != other_hits * held
            found += [
                Effect(unknown.id, states[s], float(held_hits[s] / held - other_hits[s] / (draws - held)))
                for s in np.flatnonzero(differs).tolist()
            ]
    return sorted(found, key=lambda effect: -abs(effect.effect))


def _digest(profiles: Profiles, unknowns: Sequence[Unknown]) -> str:
    """Return a hash of everything the sweep depends on but draws, seed and concepts."""
    alone = [[u.id, u.chance, profiles.graph_of(1 << k).digest()] for k, u in enumerate(unknowns)]
    return hashlib.sha256(json.dumps([profiles.graph.digest(), alone]).encode()).hexdigest()[:16]
