"""What a conversion hands from its reader to its writer."""

from __future__ import annotations

from dataclasses import dataclass

from detente.dispute.types import Dispute
from detente.errors import Fault


@dataclass(frozen=True, slots=True)
class Incoming:
    """A model from elsewhere.

    Parameters
    ----------
    dispute
        The model.
    file
        Where it was read from, as the user named it.
    notes
        Where it comes from, for people: become comments of a case file.
    faults
        Warnings: what was left out, and what had to be put in another way.
    """

    dispute: Dispute
    file: str
    notes: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
