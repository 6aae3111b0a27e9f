"""What an importer hands over: a document, its claims, the events they found, and the rows it cannot use."""

from __future__ import annotations

from dataclasses import dataclass

from detente.errors import Fault, Place
from detente.record.types import Claim, Document, Event


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be used: its line (from 1), why, and the line itself (cut when very long)."""

    line: int
    reason: str
    text: str

    def fault(self, file: str) -> Fault:
        """Return the row as a fault of the named file."""
        return Fault("D304", self.reason, place=Place(file, self.line), severity="warning")


@dataclass(frozen=True, slots=True)
class Imported:
    """An imported file.

    Parameters
    ----------
    document
        The file as a document; ``origin`` names the format, and the text holds one line for each kept row.
    claims
        One for each kept row, in file order.
    events
        One for each kept row, with the row's own id and its claim.
    bad
        The rows that could not be used.
    notes
        What was found out about the file, such as its encoding.
    """

    document: Document
    claims: tuple[Claim, ...]
    events: tuple[Event, ...]
    bad: tuple[BadRow, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def kept(self) -> int:
        """Number of rows kept."""
        return len(self.claims)

    @property
    def read(self) -> int:
        """Number of rows read: kept and bad."""
        return len(self.claims) + len(self.bad)
