"""Counting in this process or in several: the same numbers, as whole numbers add up in any order."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from detente.dispute import Dispute
from detente.errors import DetenteError, Fault
from detente.outlook.profiles import Profiles, Tally

PART = 1 << 22
"""Ranks that one part of the work holds at most (16 MB, about a second), unless a single profile has more.

Work that is no more than this is not worth starting processes for.
"""
Part = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Some sets of unknowns held, and how often each was drawn."""

_profiles: Profiles | None = None  # of a worker process: made once by _prepare, used by every part


def tallies(
    profiles: Profiles,
    dispute: Dispute,
    sets: NDArray[np.int64],
    times: NDArray[np.int64],
    workers: int,
) -> Iterator[Tally]:
    """Yield tallies that together count every set of unknowns as often as it was drawn, in any order.

    Stopping the iteration stops the work: parts that have begun are finished, the others dropped.

    Raises
    ------
    DetenteError
        When the worker processes cannot run.
    """
    ranks = profiles.graph.ranks.size
    # Enough parts to keep every worker busy to the end, and to say how far the work is.
    size = max(1, min(PART // ranks, len(sets) // (16 * workers)))
    parts = ((sets[at : at + size], times[at : at + size]) for at in range(0, len(sets), size))
    if workers == 1 or len(sets) * ranks <= PART:
        yield from (profiles.tally(*part) for part in parts)
        return
    pool = ProcessPoolExecutor(workers, _context(), _prepare, (dispute, profiles.concepts, profiles.tornado))
    try:
        yield from _in_turn(pool, parts, 4 * workers)
    except BrokenProcessPool:
        raise DetenteError(
            Fault(
                "D532",
                "the worker processes stopped before they were done",
                'use one worker, or start your script under if __name__ == "__main__"',
            )
        ) from None
    finally:
        pool.shutdown(cancel_futures=True)


def _context() -> BaseContext:
    """Return how workers start: fresh, as a fork of a program with threads, such as a web server, can hang.

    A fresh worker loads the main program again. What was typed into standard input cannot be loaded again,
    and is forked where the system can.
    """
    main = getattr(sys.modules.get("__main__"), "__file__", None)
    lost = main is not None and not Path(main).exists()
    return get_context("fork" if lost and "fork" in get_all_start_methods() else "spawn")


def _in_turn(pool: ProcessPoolExecutor, parts: Iterable[Part], ahead: int) -> Iterator[Tally]:
    """Yield tallies as they come, with no more than so many parts handed out at a time."""
    waiting: set[Future[Tally]] = set()
    for part in parts:
        waiting.add(pool.submit(_tally, part))
        if len(waiting) >= ahead:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    while waiting:
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        yield from (future.result() for future in done)


def _prepare(dispute: Dispute, concepts: tuple[str, ...], tornado: str) -> None:
    global _profiles
    _profiles = Profiles(dispute, concepts, tornado)


def _tally(part: Part) -> Tally:
    assert _profiles is not None  # noqa: S101 - set by _prepare before any part
    return _profiles.tally(*part)
