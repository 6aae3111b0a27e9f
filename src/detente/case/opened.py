"""A case, opened: facts and judgements joined."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.case.archive import Packed, pack
from detente.case.facts import Facts
from detente.case.folder import RECORD
from detente.errors import Fault, ModelError, Place, SourceError
from detente.progress import SILENT, Progress

if TYPE_CHECKING:
    from detente.case.exporting import Exported
    from detente.dispute.types import Dispute
    from detente.ledger.compare import Changes
    from detente.ledger.situation import Sentence
    from detente.ledger.types import Ledger
    from detente.record.filters import Filters


class Case(Facts):
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
            if not any(fault.severity == "error" for fault in faults):
                faults += self._idle(dispute)
        return faults

    def _idle(self, dispute: Dispute) -> tuple[Fault, ...]:
        """Return a warning for every event that is judged as a concession and is none."""
        from detente.dispute import idle_judgements

        with self.record() as record:
            grouping = record.grouping(self.decided().reviews)
        given = {event for row in self.ledger(as_of=date.max).concessions for event in row.events}
        return idle_judgements(
            dispute, given | {old for old, new in grouping.aliases.items() if new in given}
        )

    def ledger(
        self,
        as_of: date | None = None,
        reviewed_only: bool = False,
        baseline: date | None = None,
        reading: str | None = None,
        filters: Filters | None = None,
    ) -> Ledger:
        """Return the accounts of the case.

        Parameters
        ----------
        as_of
            The day they stand for, the case file's unless given.
        reviewed_only
            Whether to rest them only on claims that a person has accepted or edited.
        baseline
            The day who is ahead is counted from, the case file's unless given.
        reading
            Another reading that the case file holds.
        filters
            Only the events that some claim chosen by these filters tells of; pledges of the case file stay.

        Raises
        ------
        ModelError
            When the case file has faults, or cites an event that is not in the record.
        """
        from detente.dispute import unknown_citations, with_present_ids
        from detente.ledger.keep import keep

        with self.record() as record:
            grouping = record.grouping(self.decided().reviews)
        dispute = self.dispute if reading is None else self.reading(reading)
        if dispute:
            faults = unknown_citations(dispute, self._citable())
            if faults:
                raise ModelError(faults)
            dispute = with_present_ids(dispute, grouping.aliases)
        kept = [row.claim for row in self.claims() if not row.rejected]
        events = grouping.events
        if filters:
            chosen = {found.claim.id for found in self.search(filters)}
            events = tuple(event for event in events if not chosen.isdisjoint(event.claims))
        return keep(
            events,
            kept,
            self.decisions(),
            self.documents(),
            dispute,
            as_of=as_of,
            reviewed_only=reviewed_only,
            baseline=baseline,
        )

    def changes(
        self,
        first: date,
        last: date,
        reviewed_only: bool = False,
        baseline: date | None = None,
        reading: str | None = None,
    ) -> Changes:
        """Return what changed in the accounts from one day to another; see :meth:`ledger`."""
        from detente.ledger.compare import compare

        first, last = min(first, last), max(first, last)
        return compare(
            self.ledger(first, reviewed_only, baseline, reading),
            self.ledger(last, reviewed_only, baseline, reading),
        )

    def export(
        self,
        target: str | os.PathLike[str],
        what: str | None = None,
        *,
        force: bool = False,
        **wanted: Any,
    ) -> Exported:
        """Carry claims, or what rests on them, out of the case into a file.

        Parameters
        ----------
        target
            ``.csv``, ``.jsonl``, ``.json``, ``.xlsx``, ``.parquet``, ``.graphml``, ``.bib`` or ``.csl.json``.
            Written whole or not at all.
        what
            ``claims``, ``events``, ``concessions``, ``pledges``, ``ties``, ``documents`` or ``network``; what
            the form is for unless given.
        force
            Whether a file that is there may be replaced.
        **wanted
            Only these claims, and what rests on them, see :meth:`filters`.

        Raises
        ------
        StoreError
            ``D430`` to ``D438``: a filter, form or target that cannot be.
        LimitExceeded
            ``D439`` when it is more than the form can hold.
        """
        from detente.case.exporting import export

        return export(self, Path(target), what, filters=self.filters(**wanted), force=force)

    def _citable(self) -> set[str]:
        """Return every id a case file may cite: of events as read and as reviewed, present and former."""
        with self.record() as record:
            reviewed = record.grouping(self.decided().reviews)
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

    def pack(
        self, target: str | os.PathLike[str], *, force: bool = False, progress: Progress = SILENT
    ) -> Packed:
        """Write the whole case into one zip; see :func:`detente.case.archive.pack`."""
        return pack(self.folder, Path(target), force=force, progress=progress)
