"""A case, opened: facts and judgements joined."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from detente.case.facts import Facts
from detente.case.folder import RECORD
from detente.errors import Fault, ModelError, Place, SourceError

if TYPE_CHECKING:
    from detente.ledger.situation import Sentence
    from detente.ledger.types import Ledger


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
        return faults

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
            grouping = record.grouping(self.decided().reviews)
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
