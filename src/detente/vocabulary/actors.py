"""Who is meant by a name: countries, organisations, groups, and people by the office they held on a day.

>>> actors = Actors.builtin()
>>> for m in actors.mentions("The Kremlin said Foreign Minister Sergei Lavrov would meet the Iranian envoy."):
...     print(m.code, m.name, m.role, m.why, sep=" | ")
RUS | Russia | None | metonym
RUS | Sergei Lavrov | foreign minister | person
IRN | Iran | envoy | title
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Literal

from detente.vocabulary import lexicon
from detente.vocabulary.forms import Form, Words, forms
from detente.vocabulary.groups import with_groups
from detente.vocabulary.lexicon import Lexicon
from detente.vocabulary.parties import Piece, by_context, certain_parties, elsewhere, is_venue
from detente.vocabulary.persons import alone, holder, in_full, learn
from detente.vocabulary.titles import before_names, with_people, with_roles

ActorKind = Literal["country", "organisation", "group", "case"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text where a party is named.

    Parameters
    ----------
    start, end
        Code-point span, half open, without a possessive ending.
    code
        ISO 3166 alpha-3 for a country, else a free word such as ``EU`` or ``FARC``.
    name
        The person where one is meant and known, else the party's name.
    role
        Office or part of the party as the text says, or for a person the office held on the day;
        ``None`` when there is none.
    why
        How it was decided: ``name``, ``demonym``, ``capital`` (for the government), ``place`` (a capital as
        a venue: the party's ground, not the party), ``metonym``, ``person``, ``family name``,
        ``family name, introduced in the text``, ``introduced in the text``, ``title``,
        ``title, in office on <day>``, ``title and family name`` or ``case file``.
    """

    start: int
    end: int
    code: str
    name: str
    role: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Party:
    """A code with its name for people, its kind, and the parties it is made of."""

    code: str
    name: str
    kind: ActorKind
    members: tuple[str, ...] = ()


class Actors:
    """The names a reader knows: the built-in ones, and those of a case on top.

    Made by :meth:`builtin` and :meth:`with_names`; immutable.
    """

    __slots__ = ("_lexicon", "_parties", "_renamed")

    def __init__(
        self, names: Lexicon, parties: Mapping[str, Party], renamed: Mapping[str, str] | None = None
    ) -> None:
        self._lexicon = names
        self._parties = parties
        self._renamed = renamed or {}

    @classmethod
    def builtin(cls) -> Actors:
        """Return the names that come with the package; read once."""
        return _builtin()

    def with_names(self, also: Mapping[str, Sequence[str]], names: Mapping[str, str]) -> Actors:
        """Return actors that know a case's own names, which win over the built-in ones.

        Parameters
        ----------
        also
            Further names by code. Letter case matters as in the tables: ``Trump`` needs its capital.
        names
            The name for people by code. A code the built-in tables do not have, whose name here is a built-in
            party's name, takes that party's place: ``{"US": "United States"}``.

        Examples
        --------
        >>> case = Actors.builtin().with_names({"GOV": ["Strelsau"]}, {"GOV": "Ruritania"})
        >>> [(m.code, m.name) for m in case.mentions("Strelsau and Ruritania agreed with Cairo.")]
        [('GOV', 'Ruritania'), ('GOV', 'Ruritania'), ('EGY', 'Egypt')]
        """
        parties = dict(self._parties)
        renamed = dict(self._renamed)
        by_name = {party.name: party.code for party in self._parties.values()}
        for code in dict.fromkeys((*names, *also)):
            name = names.get(code, parties[code].name if code in parties else code)
            if code not in parties and name in by_name:
                renamed[by_name[name]] = code
            known = parties.get(code)
            parties[code] = replace(known, name=name) if known else Party(code, name, "case")
        pairs = [
            pair
            for code in dict.fromkeys((*names, *also))
            for written in (parties[code].name, *also.get(code, ()))
            for pair in lexicon.entries(written.rstrip("?-"), "case", code, parties[code].name)
        ]
        return Actors(self._lexicon.overlaid(pairs), parties, renamed)

    def name(self, code: str) -> str:
        """Return the name of a party for people; a code that nobody knows is its own name."""
        party = self._parties.get(code)
        return party.name if party else code

    def kind(self, code: str) -> ActorKind | None:
        """Return what a party is, ``case`` for one that only the case knows, ``None`` when unknown."""
        party = self._parties.get(code)
        return party.kind if party else None

    def members(self, code: str) -> tuple[str, ...]:
        """Return the codes a party is made of, such as those of the E3; empty for all others."""
        party = self._parties.get(code)
        return party.members if party else ()

    def codes(self) -> tuple[str, ...]:
        """Return every known code, sorted."""
        return tuple(sorted(self._parties))

    def mentions(self, text: str, on: date | None = None) -> tuple[Mention, ...]:
        """Find where parties are named, in the whole of a document.

        Parameters
        ----------
        text
            The document. Give all of it: names introduced in one place explain others.
        on
            The day the text speaks from, which decides who holds an office; ``None`` when unknown, and then
            titles name no person.

        Returns
        -------
        tuple of Mention
            In text order, without overlap. A title and the person it stands before are one mention.

        Notes
        -----
        Longest form first, at word boundaries. Time is linear in the number of words: each word begins at
        most one look-up per possible length (nine), and the text is gone through a fixed number of times.
        A family name alone counts when the text introduces the person by full name or title, or when exactly
        one person of that name is in office on the day and the name is no ordinary word.

        Examples
        --------
        >>> actors = Actors.builtin()
        >>> [(m.code, m.role, m.why) for m in actors.mentions("Ankara rejected the talks in Geneva.")]
        [('TUR', None, 'capital')]
        >>> actors.mentions("The North Korean leader agreed.", date(2019, 2, 27))[0].name
        'Kim Jong Un'
        """
        view = Words.of(text)
        mentions = []
        previous: Piece | None = None
        for piece in self._pieces(view, on):
            if piece.why == "capital" and is_venue(view, piece, previous):
                piece = replace(piece, why="place")
            previous = piece
            mentions.append(self._mention(view, piece, on))
        return tuple(mentions)

    def _pieces(self, view: Words, on: date | None) -> Iterator[Piece]:
        pieces, undecided = certain_parties(forms(view, self._lexicon))
        pieces = elsewhere(view, pieces)
        certain = frozenset(piece.code for piece in pieces if piece.code)
        named_in_full = list(in_full(undecided, certain, on))
        certain |= {piece.code for piece in named_in_full}
        certain |= {member for code in certain for member in self.members(code)}
        settled = [by_context(view, f.i, f.j, f.entries, certain) for f in undecided]
        pieces += named_in_full + [piece for piece in settled if piece]
        titled = with_roles(view, sorted(pieces, key=lambda piece: piece.i))
        titled = [_party_after_all(view, piece, certain) for piece in titled]
        learned = list(learn(view, titled, _covered(titled), undecided))
        taken = _covered(titled) | _covered(learned)
        still_open = [f for f in undecided if not taken & set(range(f.i, f.j))]
        introduced = [piece for piece in titled if piece.kind == "person"]
        families = alone(view, still_open, introduced, before_names(view, titled), certain, on)
        everybody = sorted([*titled, *learned, *families], key=lambda piece: piece.i)
        return with_people(view, with_groups(view, everybody))

    def _mention(self, view: Words, piece: Piece, on: date | None) -> Mention:
        start, end = view.words[piece.i].start, view.words[piece.j - 1].end
        if view.text[end : end + 1] == "." and view.text[end - 2 : end - 1] == ".":
            end += 1
        code = self._renamed.get(piece.code, piece.code)
        role = f"former {piece.role}" if piece.past and piece.role else piece.role
        if piece.kind == "person":
            return Mention(start, end, code, piece.name, role, piece.why)
        person = None if piece.past or piece.role is None else holder(piece.code, piece.role, on)
        if person:
            return Mention(start, end, code, person.name, role, f"title, in office on {on}")
        name = self.name(code) if code in self._parties else piece.name
        return Mention(start, end, code, name, role, piece.why)


def _covered(pieces: Sequence[Piece] | Sequence[Form]) -> frozenset[int]:
    return frozenset(i for piece in pieces for i in range(piece.i, piece.j))


def _party_after_all(view: Words, piece: Piece, certain: frozenset[str]) -> Piece:
    """Take a role of nobody as an ambiguous party name where it can be one: ``Congress``."""
    if piece.kind != "role" or not piece.maybe:
        return piece
    return by_context(view, piece.i, piece.j, piece.maybe, certain) or piece


@cache
def _builtin() -> Actors:
    countries = {
        row["code"]: Party(row["code"], row["name"], "country") for row in lexicon.rows("countries.csv")
    }
    others = {
        row["code"]: Party(
            row["code"],
            row["name"],
            "organisation" if row["kind"] == "organisation" else "group",
            tuple(filter(None, row["members"].split(";"))),
        )
        for row in lexicon.rows("organisations.csv")
    }
    return Actors(lexicon.builtin(), {**countries, **others})
