"""Who was spoken of before: what pronouns and "both sides" look back to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from detente.reading.parties import Party, distinct

_KEEP = 24
_NOUNS_LAST = 8
"""For how many sentences "the government" means the one that was named."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One party as it was last spoken of: in which sentence, whether as a subject, and whether as many."""

    party: Party
    sentence: int
    subject: bool
    plural: bool = False


@dataclass(slots=True)
class Memory:
    """The parties spoken of lately in one document, latest last; bounded, private to one reading."""

    spoken: list[Spoken] = field(default_factory=list)
    groups: list[tuple[Party, ...]] = field(default_factory=list)
    allies: set[frozenset[str]] = field(default_factory=set)
    called: dict[str, Spoken] = field(default_factory=dict)

    def note(self, party: Party, sentence: int, subject: bool, plural: bool = False) -> None:
        """Remember that a party was spoken of."""
        self.spoken.append(Spoken(party, sentence, subject, plural))
        del self.spoken[:-_KEEP]

    def note_group(self, parties: Iterable[Party]) -> None:
        """Remember parties that were named in one breath: "Chad and Libya"."""
        group = distinct(parties)
        if len(group) > 1:
            self.groups.append(group)
            del self.groups[:-_KEEP]

    def note_called(self, noun: str, party: Party, sentence: int) -> None:
        """Remember whose a noun was: "the Afghan government"."""
        self.called[noun] = Spoken(party, sentence, False)

    def last_called(self, noun: str, sentence: int) -> Party | None:
        """Return whose a noun was when it was last said with a name, if that was not long ago."""
        spoken = self.called.get(noun)
        return spoken.party if spoken and spoken.sentence >= sentence - _NOUNS_LAST else None

    def many(self, sentence: int) -> Party | None:
        """Return the party that was the plural subject of the sentence before: "EU leaders ... they"."""
        last = (k for k in self.spoken if k.sentence == sentence - 1 and k.subject and k.plural)
        return next((k.party for k in last), None)

    def note_allies(self, parties: Iterable[Party]) -> None:
        """Remember that parties acted together upon somebody else."""
        codes = [p.code for p in parties]
        self.allies.update(frozenset((a, b)) for a in codes for b in codes if a != b)

    def friends(self, codes: Iterable[str]) -> frozenset[str]:
        """Return everybody who acted together with one of these."""
        wanted = set(codes)
        return frozenset(c for pair in self.allies if pair & wanted for c in pair - wanted)

    def last(self, fits: Callable[[Party], bool], sentence: int) -> Party | None:
        """Return the party that a later word most likely means.

        The subject of the sentence before wins over other names, the latest over earlier ones. Where two that
        fit were its subject together, nobody can tell which is meant, and it is nobody.
        """
        fitting = [k for k in self.spoken if fits(k.party)]
        if not fitting:
            return None
        newest = max(k.sentence for k in fitting)
        if newest < sentence - 3:
            return None
        lately = [k for k in fitting if k.sentence == newest]
        subjects = [k.party for k in lately if k.subject]
        if not subjects:
            return lately[-1].party
        first = subjects[0]
        together = (g for g in self.groups if first in g)
        return None if any(p != first and p in subjects for g in together for p in g) else first

    def lately(self, sentence: int) -> tuple[Party, ...]:
        """Return the parties of the latest of the last three sentences that named any, subjects first."""
        newest = max((k.sentence for k in self.spoken), default=0)
        if newest < sentence - 3:
            return ()
        named = [k for k in self.spoken if k.sentence == newest]
        return distinct(k.party for k in sorted(named, key=lambda k: not k.subject))

    def last_group(self, size: int | None) -> tuple[Party, ...]:
        """Return the latest parties named in one breath, of the given size if one is given."""
        return next((g for g in reversed(self.groups) if size is None or len(g) == size), ())
