"""A case is a folder. This module opens it and joins the rooms: one method per question.

It is the only place that knows the order of things. The command line and the brief call it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from detente.catalogue.bundled import copy
from detente.errors import Fault, ModelError, Place, SourceError
from detente.progress import SILENT, Progress

if TYPE_CHECKING:
    from detente.dispute import Maybe
    from detente.dispute.types import Dispute, Wish
    from detente.graph import Graph
    from detente.ledger.situation import Sentence
    from detente.ledger.types import Ledger
    from detente.outlook import Sweep
    from detente.outlook.reasons import Explained
    from detente.outlook.routes import Ways
    from detente.outlook.wording import Words
    from detente.record.importing.types import Imported
    from detente.record.reviewlog import LogContent
    from detente.record.reviews import Reviewed
    from detente.record.store import Record
    from detente.record.types import Claim, Document, Event, Review
    from detente.stability import Stability
    from detente.vocabulary.actors import Actors

CASE_FILE = "case.yaml"
ARTICLES = "articles"
CHRONOLOGY = "chronology.jsonl"
REVIEWS = "reviews.jsonl"
RECORD = "record.sqlite"
FAULTS: Mapping[str, str] = MappingProxyType(
    {
        "D601": "there is no such case",
        "D602": "a case has no case file",
        "D603": "a new case is to go where something else is",
        "D604": "nothing has been read yet",
        "D605": "a case cannot be written",
        "D620": "there is nothing to compare with",
        "D621": "the record tells too little for a draft",
        "D690": "a brief needs a package that is not installed",
        "D691": "a brief cannot be written",
    }
)
"""Titles by code of the faults about a case folder."""
CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


@dataclass(frozen=True, slots=True)
class ReadSummary:
    """What a reading of the articles did.

    ``read`` counts the documents newly read, ``known`` those already in the record, ``claims`` the claims of
    the newly read; ``faults`` tell of files that could not be used.
    """

    read: int
    known: int
    claims: int
    faults: tuple[Fault, ...]


class Case:
    """A case folder, opened.

    Parameters
    ----------
    path
        The folder, or a case file; a case file of another name takes the place of ``case.yaml``.

    Raises
    ------
    SourceError
        When there is no such folder or file.

    Examples
    --------
    >>> import tempfile, detente
    >>> folder = tempfile.mkdtemp()
    >>> case = detente.new_case(folder + "/dam")
    >>> case.solve().count("nash") > 0
    True
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        given = Path(path)
        if not given.exists():
            raise SourceError(
                Fault("D601", "no such case", "`detente new DIR` starts one", Place(str(given)))
            )
        self.folder = given if given.is_dir() else given.parent
        self.file = given / CASE_FILE if given.is_dir() else given

    # Judgement: the case file, the graph, what would hold.

    @cached_property
    def dispute(self) -> Dispute | None:
        """The case file as written, ``None`` where the folder has none."""
        return self.reading(None) if self.file.exists() else None

    def reading(self, name: str | None) -> Dispute:
        """Return the case file in one of its readings; raises ``ModelError`` with every fault."""
        from detente.dispute import load

        if not self.file.exists():
            hint = f"write one; `detente new DIR` starts a folder with an example of {CASE_FILE}"
            raise SourceError(Fault("D602", "there is no case file", hint, Place(str(self.file))))
        return load(self.file, name)

    def check(self) -> tuple[Fault, ...]:
        """Return every fault and warning of the case file, in all its readings."""
        from detente.dispute import check, load, needs_model, unknown_citations, unsupported

        if not self.file.exists():
            self.reading(None)
        faults = check(self.file)
        if any(fault.severity == "error" for fault in faults):
            return faults
        dispute = load(self.file)
        faults += tuple(needs_model(dispute))
        if self.has_record:
            faults += unknown_citations(dispute, self._citable())
            faults += unsupported(dispute)
        return faults

    def graph(self, reading: str | None = None) -> Graph:
        """Return the graph of the conflict; raises ``ModelError`` where the file makes none."""
        from detente.dispute import compile_graph, needs_model

        dispute = self.reading(reading)
        faults = tuple(needs_model(dispute))
        if faults:
            raise ModelError(faults)
        return compile_graph(dispute)

    def solve(self, reading: str | None = None, concepts: Sequence[str] = CONCEPTS) -> Stability:
        """Return which outcomes each actor and all actors would stay at."""
        from detente.stability import solve

        return solve(self.graph(reading), tuple(concepts))

    def why(
        self,
        state: str,
        concept: str = "seq",
        actors: str | Sequence[str] | None = None,
        reading: str | None = None,
    ) -> Explained:
        """Return why an outcome would hold, or would not, in a sentence for each actor.

        Parameters
        ----------
        state
            An outcome by its id, its number or its name; ``now`` for today's.
        concept
            One of ``nash``, ``gmr``, ``smr``, ``seq``, ``sseq``.
        actors
            Codes of the actors asked about, everybody unless given.
        reading
            Another reading that the case file holds.

        Raises
        ------
        ModelError
            When the outcome, the concept or an actor is unknown.
        """
        from detente.dispute.find import find_state
        from detente.outlook.reasons import explain
        from detente.stability import Reasons

        words = self._words(reading)
        reasons = Reasons(words.graph, concept)
        at = find_state(words.model, state)
        return explain(words, reasons, at, _several(actors) or words.graph.actors)

    def path(
        self,
        to: str | Sequence[str] | None = None,
        concept: str = "seq",
        reading: str | None = None,
        start: str = "now",
        progress: Progress = SILENT,
    ) -> Ways:
        """Return how to get from today's outcome to others, and who can break them.

        Parameters
        ----------
        to
            Outcomes by id, number or name; the equilibria under the concept unless given.
        concept
            By what the actors are deterred: one of ``nash``, ``gmr``, ``smr``, ``seq``, ``sseq``.
        reading
            Another reading that the case file holds.
        start
            Another outcome to begin at.
        progress
            Hears of every outcome to get to.

        Raises
        ------
        ModelError
            When an outcome or the concept is unknown, or today's is not an outcome of the model (``D169``).
        """
        from detente.dispute.find import find_state
        from detente.outlook.routes import ways
        from detente.stability import paths

        words = self._words(reading)
        begin = words.graph.states[find_state(words.model, start)]
        ends = None
        if to is not None:
            ends = [words.graph.states[find_state(words.model, one)] for one in _several(to)]
        return ways(words, paths(words.graph, begin, ends, concept, progress))

    def _words(self, reading: str | None) -> Words:
        from detente.dispute import Model, needs_model
        from detente.outlook.wording import Words

        dispute = self.reading(reading)
        faults = tuple(needs_model(dispute))
        if faults:
            raise ModelError(faults)
        return Words(Model.of(dispute))

    def sweep(
        self,
        draws: int = 1000,
        seed: int = 0,
        workers: int = 1,
        reading: str | None = None,
        progress: Progress = SILENT,
    ) -> Sweep:
        """Return how often each outcome holds over draws of what the analyst is unsure of."""
        from detente.outlook import sweep

        self.graph(reading)  # so that a case without a model is refused in the same words as by solve
        return sweep(self.reading(reading), draws=draws, seed=seed, workers=workers, progress=progress)

    def uncited(self, reading: str | None = None) -> tuple[tuple[str, Wish], ...]:
        """Return the preference lines that cite nothing, each with its actor's code."""
        from detente.dispute import uncited

        return tuple(uncited(self.reading(reading)))

    def maybes(self, reading: str | None = None) -> tuple[Maybe, ...]:
        """Return the preference lines the analyst is unsure of."""
        from detente.dispute import maybes

        return tuple(maybes(self.reading(reading)))

    # Facts: what was read and what people decided about it.

    @contextmanager
    def record(self, *, write: bool = False) -> Iterator[Record]:
        """Open the record of the case; read only unless ``write``, which makes it if need be."""
        from detente.record.store import Record

        path = self.folder / RECORD
        if not write and not path.exists():
            hint = f"`detente read {self.folder}` makes it"
            raise SourceError(Fault("D604", "nothing has been read yet", hint, Place(str(path))))
        # A reader that may write leaves no journal behind; where the folder is protected it need not.
        with Record.open(path, read_only=not (write or os.access(self.folder, os.W_OK))) as record:
            yield record

    @property
    def has_record(self) -> bool:
        """Whether anything has been read or imported yet."""
        return (self.folder / RECORD).exists()

    def read(self, *, again: bool = False, progress: Progress = SILENT) -> ReadSummary:
        """Read the articles of the case into its record.

        An article is written with all its claims or not at all, so a reading that is killed goes on where it
        stopped. Known articles are skipped unless ``again``, or the names in the case file have changed, or
        the reader has.
        """
        from detente.reading import READER, claims, find_articles, open_document
        from detente.record.types import content_hash

        actors = self.actors()
        # What was read with other names, or by an older reader, is read anew; decisions find their claims.
        names = sorted((a.code, a.name, *a.also) for a in self.dispute.actors) if self.dispute else []
        reader = f"{READER}-{content_hash(repr(names).encode())[:8]}"
        faults: list[Fault] = []
        read = known = found = 0
        paths = find_articles([self.folder / ARTICLES])
        progress.start(len(paths), "reading")
        with self.record(write=True) as record:
            for path in paths:
                try:
                    opened = open_document(path)
                    if not again and record.has_document(opened.document.id, reader=reader):
                        known += 1
                    else:
                        made = tuple(claims(opened, actors))
                        record.add_document(opened.document, made, reader=reader)
                        read, found = read + 1, found + len(made)
                except SourceError as error:
                    faults += error.faults
                progress.advance()
        return ReadSummary(read, known, found, tuple(faults))

    def actors(self) -> Actors:
        """Return who is who: the built-in names, the case's own first."""
        from detente.vocabulary.actors import Actors

        builtin = Actors.builtin()
        if self.dispute is None:
            return builtin
        named = self.dispute.actors
        return builtin.with_names({a.code: a.also for a in named}, {a.code: a.name for a in named})

    def import_chronology(self, path: str | os.PathLike[str]) -> Imported:
        """Import dated facts, one JSON object a line, into the record; twice adds nothing."""
        from detente.record.importing.chronology import read_chronology

        imported = read_chronology(Path(path))
        with self.record(write=True) as record:
            record.add_import(imported)
        return imported

    @cached_property
    def reviews(self) -> LogContent:
        """What the review log holds: the decisions, and warnings about lines that cannot be used."""
        from detente.record.reviewlog import ReviewLog

        return ReviewLog(self.folder / REVIEWS).content()

    def decisions(self) -> Mapping[str, Review]:
        """Return the decision that stands for each claim, by claim id."""
        from detente.record.reviews import latest

        return latest(self.reviews.reviews)

    def orphans(self) -> tuple[Review, ...]:
        """Return the decisions about claims that are not in the record."""
        from detente.record.reviews import orphans

        with self.record() as record:
            return orphans(self.reviews.reviews, record.claim_ids())

    def documents(self) -> tuple[Document, ...]:
        """Return all documents, earliest first."""
        with self.record() as record:
            return tuple(record.documents())

    def claims(self, **wanted: Any) -> tuple[Reviewed, ...]:
        """Return the claims with the decisions about them, in a stable order.

        Parameters
        ----------
        **wanted
            ``actor``, ``target``, ``type``, ``since``, ``until``, ``document``: see
            :meth:`detente.record.store.Record.claims`.
        """
        from detente.record.reviews import apply

        with self.record() as record:
            return tuple(apply(record.claims(**wanted), self.reviews.reviews))

    def claim_rows(self, **wanted: Any) -> Iterator[dict[str, Any]]:
        """Yield the claims as the machine read them, JSON-ready, with the decision under ``review``."""
        decisions = self.decisions()
        with self.record() as record:
            for claim in record.claims(**wanted):
                review = decisions.get(claim.id)
                yield claim.to_dict() | {"review": review.to_dict() if review else None}

    def events(self) -> tuple[Event, ...]:
        """Return all events, made from the claims as people left them."""
        with self.record() as record:
            return record.grouping(self.reviews.reviews).events

    def ledger(self, as_of: date | None = None, reviewed_only: bool = False) -> Ledger:
        """Return the accounts of the case as of a day, the case file's unless given.

        Raises
        ------
        ModelError
            When the case file has faults, or cites an event that is not in the record.
        """
        from detente.dispute import unknown_citations, with_present_ids
        from detente.ledger.keep import keep

        with self.record() as record:
            grouping = record.grouping(self.reviews.reviews)
        dispute = self.dispute
        if dispute:
            faults = unknown_citations(dispute, self._citable())
            if faults:
                raise ModelError(faults)
            dispute = with_present_ids(dispute, grouping.aliases)
        kept = [row.claim for row in self.claims() if not row.rejected]
        return keep(
            grouping.events,
            kept,
            self.decisions(),
            self.documents(),
            dispute,
            as_of=as_of,
            reviewed_only=reviewed_only,
        )

    def _citable(self) -> set[str]:
        """Return every id a case file may cite: of events as read and as reviewed, present and former."""
        with self.record() as record:
            reviewed = record.grouping(self.reviews.reviews)
            as_read = {event.id for event in record.events()} | record.aliases().keys()
        return as_read | {event.id for event in reviewed.events} | reviewed.aliases.keys()

    def draft(self) -> str:
        """Return a case file proposed from the record; raises ``SourceError`` when nothing in it recurs."""
        from detente.dispute.draft import draft

        dispute = self.dispute
        kept = [row.claim for row in self.claims() if not row.rejected]
        title = dispute.title if dispute else self.folder.resolve().name
        as_of = dispute.as_of if dispute else None
        text = draft(kept, self.events(), self.actors().name, title=title, as_of=as_of)
        if text is None:
            hint = "read more articles, or start from the example that `detente new` writes"
            place = Place(str(self.folder / RECORD))
            raise SourceError(Fault("D621", "nothing on record recurs, so there is no draft", hint, place))
        return text

    def situation(self) -> tuple[Sentence, ...]:
        """Return the situation in a few sentences, each with the events behind it."""
        from detente.ledger.situation import situation

        return tuple(situation(self.ledger(), self.dispute))


def _several(names: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return names as several; a lone one would otherwise be taken for its letters."""
    return (names,) if isinstance(names, str) else tuple(names or ())


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


def is_case(path: Path) -> bool:
    """Whether a path is a case: a folder with a case file, articles or a record, or a case file itself."""
    if path.is_dir():
        return any((path / part).exists() for part in (CASE_FILE, RECORD))
    return path.suffix in {".yaml", ".yml"} and path.exists()


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


def read_claims(paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]]) -> Iterator[Claim]:
    """Read articles into claims without storing anything.

    Parameters
    ----------
    paths
        An article, a folder of articles, a case folder (whose own names are used), or several.

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
            yield from read(case.folder / ARTICLES, case.actors()) if case else read(path)
        except SourceError as error:
            faults += error.faults
    if faults:
        raise SourceError(faults)


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
