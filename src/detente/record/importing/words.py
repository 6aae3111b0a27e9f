"""What the words of a chronology mean: its kinds of entry, its degrees of certainty, its parties."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType

from detente.record.types import Modality, Polarity
from detente.vocabulary.actions import TYPES, type_of
from detente.vocabulary.actors import Actors
from detente.vocabulary.cameo import codes, plain_words


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


def act_of(word: str) -> Kind | None:
    """Return what a word for a kind of act means, ``None`` when nobody knows.

    Parameters
    ----------
    word
        A kind of :data:`KINDS`, a PLOVER type old or new, a CAMEO code, or a plain word such as ``missile
        test``, in any case.

    Notes
    -----
    A type says what is done; how it stands follows as it does for the kinds: who demands has demanded, who
    threatens has threatened, and AGREE, which is about what is to come, is pledged.

    Examples
    --------
    >>> act_of("Visit").type, act_of("DISAPPROVE").type, act_of("0873").type, act_of("missile test").type
    ('CONSULT', 'ACCUSE', 'RETREAT', 'MOBILIZE')
    """
    words = " ".join(word.split()).lower()
    if words in KINDS:
        return KINDS[words]
    if words.isdigit() and words not in codes():
        return None
    type_ = type_of(words) or plain_words().get(words) or plain_words().get(words.removesuffix("s"))
    if type_ is None:
        return None
    stands: Mapping[str, Modality] = {"AGREE": "pledged", "REQUEST": "demanded", "THREATEN": "threatened"}
    concession = type_ in ("CONCEDE", "RETREAT")
    return Kind(type_, stands.get(type_, "happened"), TYPES[type_].polarity, concession=concession)


class Names:
    """Who is meant by a cell of a table.

    Parameters
    ----------
    actors
        The names that are known, those of a case among them.
    new
        Whether an unknown name is a party too, under a code made of its words.
    """

    def __init__(self, actors: Actors, *, new: bool = False) -> None:
        self._actors, self._new = actors, new
        self._codes = {code.upper(): code for code in actors.codes()}

    def find(self, cell: str, on: date) -> dict[str, str]:
        """Return the parties of a cell, code and name as written; ``ValueError`` for an unknown one.

        Several parties are divided by semicolons, strokes, commas or ``and``; a name that holds one of these
        itself is known as a whole first.
        """
        whole = self._code(cell, on)
        if whole:
            return {whole: cell}
        for divider in (r"[;|/]", r"[;|/,]|\band\b|&"):
            names = [name.strip() for name in re.split(divider, cell) if name.strip()]
            found = {self._code(name, on): name for name in names}
            if None not in found and found:
                return {code: name for code, name in found.items() if code}
        names = [name.strip() for name in re.split(r"[;|/]", cell) if name.strip()]
        unknown = [name for name in names if not self._code(name, on)]
        codes_of = {self._code(name, on) or code_of(name, on): name for name in names}
        if self._new and all(codes_of) and all(code.isprintable() for code in codes_of):
            return codes_of
        near = [better for name in unknown for better in self._near(name)]
        hint = f"; did you mean {' or '.join(near[:3])}?" if near else ""
        raise ValueError(f"names nobody known: {', '.join(unknown) or cell}{hint}")

    def _code(self, name: str, on: date) -> str | None:
        words = " ".join(name.split())
        if words.upper() in self._codes:
            return self._codes[words.upper()]
        for mention in self._actors.mentions(words, on):
            if (mention.start, mention.end) == (0, len(words)):
                return mention.code
        return None

    def _near(self, name: str) -> list[str]:
        known = {self._actors.name(code): code for code in self._actors.codes()}
        return get_close_matches(name, [*known, *known.values()], n=2, cutoff=0.75)
