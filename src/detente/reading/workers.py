"""Reading articles in this process or in several: the same claims in the same order."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from itertools import islice
from multiprocessing import get_all_start_methods, get_context, parent_process
from multiprocessing.context import BaseContext
from pathlib import Path

from detente.errors import Fault, LimitExceeded, Place, SourceError
from detente.reading.decode import read_bytes
from detente.reading.documents import OpenedDocument, open_document
from detente.reading.lexicon import Lexicon
from detente.reading.reader import claims_of
from detente.reading.sources import LIMIT_PRINTED_BYTES
from detente.record.types import Claim, content_hash
from detente.vocabulary.actors import Actors

MAX_WORKERS = 64
_AHEAD = 3
"""Articles handed out for every worker at a time: enough to keep it busy, few enough to keep memory flat."""


@dataclass(frozen=True, slots=True)
class Article:
    """What became of one file.

    ``opened`` and ``claims`` when it was read; ``known`` when it was passed over; else ``faults``.
    """

    path: Path
    opened: OpenedDocument | None = None
    claims: tuple[Claim, ...] = ()
    faults: tuple[Fault, ...] = ()
    known: bool = False


Reads = Callable[[Path], Article]
"""Opens and reads one file, with the names and words it is to be read with."""


def articles(
    files: Iterable[Path],
    actors: Actors,
    *,
    workers: int = 1,
    known: Callable[[str], bool] | None = None,
    lexicon: Lexicon | None = None,
) -> Iterator[Article]:
    """Read files one after another, or several at a time.

    Parameters
    ----------
    files
        The files.
    actors
        Who is who.
    workers
        How many processes read. With one, everything is done in this process.
    known
        Tells by its id whether a document need not be read. It is asked in this process only, and in the
        order of the files.
    lexicon
        Trigger lexicon, the built-in one by default.

    Yields
    ------
    Article
        In the order of the files, the same for any number of workers. A file that cannot be read, even one
        that brings its worker down, stops none of the others.

    Raises
    ------
    LimitExceeded
        ``D224`` when the number of workers is out of range.

    Notes
    -----
    Memory is flat in the number of files: no more than a few articles for every worker are held at a time.
    Stopping the iteration stops the workers, and workers end when this process does, however it ends.
    """
    if not 1 <= workers <= MAX_WORKERS:
        message = f"{workers} workers"
        raise LimitExceeded(Fault("D224", message, f"give a number from 1 to {MAX_WORKERS}"))
    reads = partial(read_article, actors=actors, lexicon=lexicon)
    return _one_by_one(files, reads, known) if workers == 1 else _at_once(files, reads, workers, known)


def read_article(path: Path, actors: Actors, lexicon: Lexicon | None = None) -> Article:
    """Open and read one file."""
    try:
        opened = open_document(path)
        passages = tuple((opened.plain(p), p.start) for p in opened.passages)
        d = opened.document
        found = claims_of(d.id, d.text, passages, actors, published=d.published, lexicon=lexicon)
        return Article(path, opened, tuple(found))
    except SourceError as error:
        return Article(path, faults=tuple(error.faults))


def _passed_over(path: Path, known: Callable[[str], bool] | None) -> bool:
    if known is None:
        return False
    try:
        return known(content_hash(read_bytes(path, LIMIT_PRINTED_BYTES)))
    except SourceError:
        return False  # it is told when the file is opened


def _one_by_one(
    files: Iterable[Path], reads: Reads, known: Callable[[str], bool] | None
) -> Iterator[Article]:
    for path in files:
        yield Article(path, known=True) if _passed_over(path, known) else reads(path)


def _at_once(
    files: Iterable[Path], reads: Reads, workers: int, known: Callable[[str], bool] | None
) -> Iterator[Article]:
    waiting: deque[tuple[Path, Future[Article] | None]] = deque()
    rest = iter(files)
    pool = _pool(workers, reads)
    try:
        while True:
            for path in islice(rest, workers * _AHEAD - len(waiting)):
                passed = _passed_over(path, known)
                waiting.append((path, None if passed else _handed_to(pool, path)))
            if not waiting:
                return
            path, future = waiting.popleft()
            try:
                yield future.result() if future else Article(path, known=True)
            except BrokenProcessPool:
                # Some file brought a worker down, and all that were waiting with it: find out which.
                pool.shutdown(cancel_futures=True)
                yield _alone(path, reads)
                pool = _pool(workers, reads)
                waiting = deque((p, _handed_to(pool, p) if f else None) for p, f in waiting)
    finally:
        pool.shutdown(cancel_futures=True)


def _handed_to(pool: ProcessPoolExecutor, path: Path) -> Future[Article]:
    """Hand a file to a pool; what has stopped by then says so when the file's turn comes."""
    try:
        return pool.submit(_read, path)
    except BrokenProcessPool as stopped:
        future: Future[Article] = Future()
        future.set_exception(stopped)
        return future


def _alone(path: Path, reads: Reads) -> Article:
    """Read a file in a process of its own."""
    with _pool(1, reads) as pool:
        try:
            return pool.submit(_read, path).result()
        except BrokenProcessPool:
            hint = "try --workers 1; if that stops too, leave the file out"
            return Article(
                path,
                faults=(Fault("D223", "the worker process stopped on this file", hint, Place(str(path))),),
            )


def _pool(workers: int, reads: Reads) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, _context(), _prepare, (reads,))


def _context() -> BaseContext:
    """Return how workers start: fresh, as a fork of a program with threads can hang.

    A fresh worker loads the main program again. What was typed into standard input cannot be loaded again,
    and is forked where the system can.
    """
    main = getattr(sys.modules.get("__main__"), "__file__", None)
    lost = main is not None and not Path(main).exists()
    return get_context("fork" if lost and "fork" in get_all_start_methods() else "spawn")


_reads: Reads | None = None  # of a worker process: set once by _prepare, used for every file


def _prepare(reads: Reads) -> None:
    global _reads
    _reads = reads
    # An interruption is for the process that hands out the work: it stops its workers in good order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this worker when the process that started it is gone, even if it was killed."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _read(path: Path) -> Article:
    assert _reads is not None  # noqa: S101 - set by _prepare before any file
    return _reads(path)
