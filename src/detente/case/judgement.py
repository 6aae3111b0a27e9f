"""The judgements of a case: the case file, the graph it makes, and what would hold."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from detente.case.folder import CASE_FILE, Folder
from detente.errors import Fault, ModelError, Place, SourceError
from detente.progress import SILENT, Progress

if TYPE_CHECKING:
    from detente.dispute import Maybe
    from detente.dispute.types import Dispute, Wish
    from detente.graph import Graph
    from detente.outlook import Sweep
    from detente.outlook.reasons import Explained
    from detente.outlook.routes import Ways
    from detente.outlook.wording import Words
    from detente.stability import Stability

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")


class Judgement(Folder):
    """The half of a case that the analyst wrote; see :class:`detente.case.Case`."""

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


def _several(names: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return names as several; a lone one would otherwise be taken for its letters."""
    return (names,) if isinstance(names, str) else tuple(names or ())
