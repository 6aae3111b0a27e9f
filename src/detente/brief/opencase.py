"""What a brief asks of a case. The room above answers it, so it is not imported from there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from detente.dispute.types import Dispute, Wish
    from detente.ledger.situation import Sentence
    from detente.ledger.types import Ledger
    from detente.outlook.result import Sweep
    from detente.record.reviews import Reviewed
    from detente.record.types import Document, Event
    from detente.stability.result import Stability


class OpenCase(Protocol):
    """What a brief asks of a case; an open case folder answers it."""

    @property
    def folder(self) -> Path:
        """The folder of the case."""

    @property
    def dispute(self) -> Dispute | None:
        """The case file, if the folder has one."""

    @property
    def has_record(self) -> bool:
        """Whether anything has been read or imported yet; nothing is asked of the record before."""

    def reading(self, name: str) -> Dispute:
        """Return the case file in another reading."""

    def documents(self) -> Sequence[Document]:
        """Return what was read or imported."""

    def claims(self) -> Sequence[Reviewed]:
        """Return every claim with the decision on it."""

    def events(self) -> Sequence[Event]:
        """Return what the claims agree on."""

    def ledger(self, as_of: date | None = None, reviewed_only: bool = False) -> Ledger:
        """Return the accounts."""

    def situation(self) -> Sequence[Sentence]:
        """Return the situation in a few sentences."""

    def solve(self, reading: str | None = None) -> Stability:
        """Return which outcomes are stable for whom."""

    def sweep(self, draws: int = 1000, seed: int = 0) -> Sweep:
        """Return how the outcomes change with the unknown preferences."""

    def uncited(self) -> Sequence[tuple[str, Wish]]:
        """Return the preference lines nothing supports."""

    def maybes(self) -> Sequence[object]:
        """Return the preferences held with a chance only."""
