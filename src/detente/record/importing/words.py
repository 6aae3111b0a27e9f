"""What the words of a chronology mean: its kinds of entry, its degrees of certainty, its parties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from detente.record.types import Modality, Polarity
from detente.vocabulary.actors import Actors


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of entry becomes.

    Parameters
    ----------
    type
        PLOVER type, or ``STATEMENT``.
    modality
        How the act stands.
    polarity
        Cooperative, conflictual or neither.
    mutual
        Whether both parties act together on nobody.
    concession
        Whether who acts gives something to whom it is directed at.
    """

    type: str
    modality: Modality
    polarity: Polarity | None
    mutual: bool = False
    concession: bool = False


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        # A concession in words; one carried out in deeds is RETREAT, see YIELDING.
        "concession": Kind("CONCEDE", "happened", "cooperative", concession=True),
        "pledge": Kind("AGREE", "pledged", "cooperative"),
        "offer": Kind("AGREE", "offered", "cooperative"),
        "agreement": Kind("AGREE", "happened", "cooperative", mutual=True),
        "visit": Kind("CONSULT", "happened", "cooperative", mutual=True),
        "summit": Kind("CONSULT", "happened", "cooperative", mutual=True),
        "demand": Kind("REQUEST", "demanded", "conflictual"),
        "threat": Kind("THREATEN", "threatened", "conflictual"),
        "sanction": Kind("SANCTION", "happened", "conflictual"),
        "test": Kind("MOBILIZE", "happened", "conflictual"),
        "exercise": Kind("MOBILIZE", "happened", "conflictual"),
        "statement": Kind("STATEMENT", "happened", None),
    }
)
"""Kinds of entry a chronology may have."""

YIELDING = re.compile(
    r"(?<!\bwill )(?<!\bwould )(?<!\bto )\b(?:releas|dismantl|demolish|return|withdr[ae]w|remov|blow|blew"
    r"|destroy|hand(?:s|ed)? over|disarm|free[ds]?\b|evacuat|vacat|pull(?:s|ed)? (?:back|out)|repatriat)",
    re.IGNORECASE,
)
"""Words of material yielding: a concession told with one of them is RETREAT, any other is CONCEDE.

What somebody will do, or agreed to do, is yielded in words only.
"""

CERTAINTY: Mapping[str, float] = MappingProxyType(
    {"verified": 0.95, "partly_verified": 0.7, "memory": 0.5, "disputed": 0.3}
)
"""What the words for certainty come to."""
CERTAINTY_UNSAID = 0.5
"""What an entry that says nothing of its certainty gets."""

_NOT_IN_CODES = re.compile(r"\W+")


@lru_cache(maxsize=4096)
def code_of(party: str, on: date | None = None) -> str:
    """Return the code of a party as a chronology names it.

    A name the vocabulary does not know as a whole becomes a free code: its words in capitals joined by
    underscores. So ``CSIS`` and ``PRK`` stay as they are.

    Parameters
    ----------
    party
        A name with at least one letter or digit; without any, the code is empty.
    on
        The day the entry is about, for names of people in office.

    Examples
    --------
    >>> code_of("DPRK"), code_of("North Korea"), code_of("CSIS"), code_of("Border Patrol")
    ('PRK', 'PRK', 'CSIS', 'BORDER_PATROL')
    """
    words = " ".join(party.split())
    for mention in Actors.builtin().mentions(words, on):
        if (mention.start, mention.end) == (0, len(words)):
            return mention.code
    return _NOT_IN_CODES.sub("_", words.upper()).strip("_")
