"""Who is meant: from noun phrases, names, titles and pronouns to parties with codes.

A :class:`Cast` is made once for a document. It knows every name in the text, which state an unknown official
speaks for, and who is most often spoken of together; a :class:`Scene` looks at one sentence with it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from detente.reading.tree import Sentence
from detente.vocabulary.actors import Actors, Mention

SIDES = frozenset({"EU", "NATO"})
"""Organisations that are as often a side to a dispute as a state is."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who acts or is acted upon.

    Parameters
    ----------
    code
        Code of the actor vocabulary, or a free word made from the name.
    name
        As named in the text; for a pronoun the name it stands for.
    role
        Office, when the name is a person's or comes with one.
    person
        Whether a single person is meant rather than a state or body.
    known
        Whether the code is one of the vocabulary's.
    """

    code: str
    name: str
    role: str | None = None
    person: bool = False
    known: bool = True


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody a document names, and who belongs with whom."""

    actors: Actors
    mentions: tuple[Mention, ...]
    counts: Mapping[str, int]
    together: Mapping[tuple[str, str], int]
    names: Mapping[str, str]
    _starts: tuple[int, ...]
    on: date | None = None
    written: frozenset[str] = frozenset()
    """Names of people that the text itself writes; others follow from a title and the day."""
    called: Mapping[str, str] = field(default_factory=dict)
    """What the text calls bodies and groups whose name in the tables is another: ``TTP``."""

    @staticmethod
    def of(
        actors: Actors,
        mentions: Sequence[Mention],
        sentences: Iterable[tuple[int, int]],
        on: date | None = None,
        text: str = "",
    ) -> Cast:
        """Count who is named, and who is named in one sentence with whom.

        Parameters
        ----------
        actors
            The vocabulary the mentions come from.
        mentions
            In text order, not overlapping.
        sentences
            Code-point spans of the sentences, in text order.
        on
            The day the text speaks from, which decides who holds an office.
        text
            The text, where it is to be known what it calls bodies and groups.
        """
        counts: Counter[str] = Counter()
        together: Counter[tuple[str, str]] = Counter()
        names: dict[str, str] = {}
        starts = tuple(m.start for m in mentions)
        for start, end in sentences:
            here = mentions[bisect_left(starts, start) : bisect_left(starts, end)]
            codes = [m.code for m in here if not is_place(m)]
            counts.update(codes)
            distinct_codes = dict.fromkeys(codes)  # a set would break ties by chance
            for a in distinct_codes:
                together.update((a, b) for b in distinct_codes if b != a)
        for m in mentions:
            if not is_place(m):
                names.setdefault(m.code, m.name)
        written = frozenset(m.name for m in mentions if "in office" not in m.why)
        called = _called(actors, mentions, text)
        return Cast(actors, tuple(mentions), counts, together, names, starts, on, written, called)

    def within(self, start: int, end: int) -> tuple[Mention, ...]:
        """Return the mentions that lie in a span of the text."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def counterpart(self, code: str, friends: frozenset[str] = frozenset()) -> Party | None:
        """Return who is most often named with a party, else the most named other; friends are left out."""
        others = [c for c in self.counts if c != code and c not in friends]
        if not others:
            return None
        best = max(others, key=lambda c: (self.together.get((code, c), 0), self.counts[c]))
        if self.counts[best] < 2 and self.together.get((code, best), 0) < 1:
            return None
        return self.party(best)

    def main_state(self) -> Party | None:
        """Return the state that is named most."""
        return self.main_of("country")

    def is_body(self, party: Party) -> bool:
        """Whether a party is an organisation that rather mediates or monitors than takes a side."""
        return self.actors.kind(party.code) == "organisation" and party.code not in SIDES

    def main_of(self, kind: str) -> Party | None:
        """Return the party of a kind of the vocabulary that is named most."""
        fitting = [c for c in self.counts if self.actors.kind(c) == kind]
        return self.party(max(fitting, key=lambda c: self.counts[c])) if fitting else None

    def main_pair(self) -> tuple[Party, ...]:
        """Return the two parties that are named together most often, or none."""
        pairs = {p: n for p, n in self.together.items() if p[0] < p[1]}
        if not pairs:
            return ()
        a, b = max(pairs, key=lambda p: (pairs[p], self.counts[p[0]] + self.counts[p[1]]))
        return (self.party(a), self.party(b))

    def party(self, code: str) -> Party:
        """Return the party of a code, named as in the vocabulary or the text."""
        return Party(code, self.actors.name(code) or self.names.get(code, code))

    def name_in_claim(self, party: Party) -> str:
        """Return a party's name as a claim gives it: a body or group also as the text calls it."""
        written = self.called.get(party.code, "")
        if not written or party.person or written.lower() in party.name.lower():
            return party.name
        return f"{party.name} ({written})"


def _called(actors: Actors, mentions: Sequence[Mention], text: str) -> Mapping[str, str]:
    """Return what a text most often calls bodies and groups, the first of equals."""
    counts: dict[str, Counter[str]] = {}
    for m in mentions:
        if (
            m.role is None
            and m.why in ("name", "demonym")
            and actors.kind(m.code) in ("organisation", "group")
        ):
            counts.setdefault(m.code, Counter())[" ".join(text[m.start : m.end].split())] += 1
    return {code: written.most_common(1)[0][0] for code, written in counts.items()}


def is_place(mention: Mention) -> bool:
    """Whether the name is only where something happens, such as a capital that hosts a summit."""
    return "place" in mention.why


def same(a: Party, b: Party) -> bool:
    """Whether two parties are the same side."""
    return a.code == b.code


def distinct(parties: Iterable[Party]) -> tuple[Party, ...]:
    """Return the parties without repeats of a code, the first naming kept, a person before a bare state."""
    found: dict[str, Party] = {}
    for p in parties:
        if p.code not in found or (p.person and not found[p.code].person):
            found[p.code] = p
    return tuple(found.values())


def words_of(s: Sentence, mention: Mention) -> tuple[int, ...]:
    """Return the words of a sentence that a mention covers."""
    return tuple(i for i, w in enumerate(s.words) if w.start < mention.end and w.end > mention.start)
