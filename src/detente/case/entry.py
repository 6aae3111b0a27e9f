"""What needs no opened case: solve a model, convert a file, read articles, start a case or write the demo."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.case.folder import ARTICLES, CHRONOLOGY, is_case
from detente.case.judgement import CONCEPTS
from detente.case.opened import Case
from detente.catalogue.bundled import copy
from detente.errors import Fault, ModelError, SourceError
from detente.progress import SILENT, Progress

if TYPE_CHECKING:
    from detente.dispute.types import Dispute
    from detente.graph import Graph
    from detente.reading.score import Report
    from detente.record.types import Claim
    from detente.stability import Stability


def convert(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    *,
    concepts: Sequence[str] = (),
    reading: str | None = None,
    force: bool = False,
) -> tuple[Fault, ...]:
    """Convert a model from one form into another.

    Parameters
    ----------
    source
        A case folder or case file, a save file of GMCR+ (``.gmcr``) or a table (``.json``).
    target
        ``.yaml``, ``.csv``, ``.json`` or ``.graphml``. Written whole or not at all.
    concepts
        Solve the model and write along which states are stable; not into a case file, which holds no results.
    reading
        Another reading that the case file holds.
    force
        Whether a file that is there may be replaced.

    Returns
    -------
    tuple of Fault
        Warnings: what was left out or put in another way.

    Raises
    ------
    ModelError
        When the source has errors, or the target cannot be written.
    LimitExceeded
        When the model is too large for the form.
    """
    from detente.dispute.convert import check_target, is_case_file, read_model, write_case, write_graph

    target = Path(target)
    check_target(target, force)
    incoming = read_model(Path(source), reading)
    if is_case_file(target):
        return write_case(incoming, target, force)
    graph = _graph_of(incoming.dispute)
    verdict = solve(graph, concepts).to_dict() if concepts else None
    return write_graph(incoming, graph, target, force, verdict)


def solve(model: Dispute | Graph, concepts: Sequence[str] = CONCEPTS) -> Stability:
    """Work out which outcomes would hold.

    Parameters
    ----------
    model
        A case file loaded with :func:`detente.load`, or a graph made by hand.
    concepts
        Any of ``nash``, ``gmr``, ``smr``, ``seq``, ``sseq``.

    Returns
    -------
    Stability
        With ``to_dict()``, ``stable_mask(concept, actor)`` and ``count(concept)``.

    Raises
    ------
    ModelError
        When no actor has options, or a concept is unknown.
    """
    from detente.graph import Graph
    from detente.stability import solve as solve_graph

    return solve_graph(model if isinstance(model, Graph) else _graph_of(model), tuple(concepts))


def _graph_of(dispute: Dispute) -> Graph:
    from detente.dispute import compile_graph, needs_model

    faults = tuple(needs_model(dispute))
    if faults:
        raise ModelError(faults)
    return compile_graph(dispute)


def read_claims(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    workers: int = 1,
    progress: Progress = SILENT,
) -> Iterator[Claim]:
    """Read articles into claims without storing anything.

    Parameters
    ----------
    paths
        An article, a folder of articles, a case folder (whose own names are used), or several.
    workers
        How many processes read; the claims and their order are the same for any number.
    progress
        Told of every article, and of what was not understood in it.

    Yields
    ------
    Claim
        File by file, down the page.

    Raises
    ------
    SourceError
        After everything that can be read has been: one fault for each file that cannot.
    """
    from detente.reading import read

    faults: list[Fault] = []
    for path in [Path(paths)] if isinstance(paths, str | os.PathLike) else [Path(p) for p in paths]:
        case = Case(path) if is_case(path) else None
        try:
            if case:
                names, words = case.actors(), case.lexicon()
                yield from read(case.folder / ARTICLES, names, progress, workers=workers, lexicon=words)
            else:
                yield from read(path, None, progress, workers=workers)
        except SourceError as error:
            faults += error.faults
    if faults:
        raise SourceError(faults)


def score_reader(
    gold: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    texts: Sequence[str | os.PathLike[str]] = (),
    case: str | os.PathLike[str] | None = None,
    progress: Progress = SILENT,
) -> Report:
    """Score the reader against hand-made annotations.

    Parameters
    ----------
    gold
        Files of annotations, see :mod:`detente.reading.gold`.
    texts
        Articles, or folders of them, whose text the annotations do not hold; a file is the document of its
        name without the ending.
    case
        A case whose names and lexicon are used.
    progress
        Told of every document.

    Raises
    ------
    SourceError
        For annotations or texts that cannot be used, all at once.
    """
    from detente.reading import find_articles, open_document
    from detente.reading.score import score

    own = Case(case) if case is not None else None
    articles = (
        {path.stem: open_document(path) for path in find_articles([Path(text) for text in texts])}
        if texts
        else {}
    )
    paths = [gold] if isinstance(gold, str | os.PathLike) else gold
    return score(
        [Path(path) for path in paths],
        articles,
        own.actors() if own else None,
        lexicon=own.lexicon() if own else None,
        progress=progress,
    )


def new_case(folder: str | os.PathLike[str]) -> Case:
    """Start a case: a folder with a commented case file and a place for articles.

    Raises
    ------
    SourceError
        When the folder exists and is not empty, or cannot be written.
    """
    copy("template", Path(folder))
    (Path(folder) / ARTICLES).mkdir(exist_ok=True)
    return Case(folder)


def demo_case(folder: str | os.PathLike[str], progress: Progress = SILENT) -> Case:
    """Write the bundled case and read it. Run again, it keeps what the user changed.

    Raises
    ------
    SourceError
        When the folder holds something else, or cannot be written.
    """
    copy("korea_2019", Path(folder), keep=True)
    case = Case(folder)
    case.import_chronology(case.folder / CHRONOLOGY)
    summary = case.read(progress=progress)
    if summary.faults:
        raise SourceError(summary.faults)
    return case
