"""The names behind the actors: words of a text, entries of the tables, and how the two are compared.

The tables in ``data`` are written so that a person can extend them:

- a word in capitals (``US``) is matched in capitals only, a capitalised word (``Iran``) needs its capital,
  a word in lower case (``foreign ministry``, the ``un`` of ``Kim Jong-un``) matches in any case;
- accents, the kind of hyphen and usual romanisations do not matter;
- ``Sino-`` with its hyphen is matched before a hyphen only;
- a name with ``?`` is ambiguous: it counts only where the text names the same party in another way.
"""

from __future__ import annotations

import csv
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal, NamedTuple

Kind = Literal["name", "demonym", "capital", "metonym", "person", "family", "role", "not an actor", "case"]

_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f])*")
# Between two words of one name: a space or a single line break, a hyphen, an apostrophe, a full stop.
_JOINT = re.compile(r"[ \t\xa0]{1,3}|[ \t]?\n[ \t]{0,4}|[-‐‑'’ʼ.&]|\. | & |\.-")
# Jae-in is also written Jaein.
_GIVEN_PART = re.compile(r"-(\w)")
_LETTERS = str.maketrans("øØłŁđĐıİßþÞæÆəƏ", "oOlLdDiIsttaAaA")
_ROMANISATIONS = {
    variant: spelling
    for spelling, variants in {
        "mohammed": "mohammad muhammad mohamed mohamad muhammed mehmed",
        "al": "el",
        "zelensky": "zelenskyy zelenskiy zelenskyi zelenskii",
        "ahmed": "ahmad",
        "hussein": "hussain husain husein hossein",
        "abdul": "abdel abdal",
        "yevgeny": "evgeny yevgeniy evgeni",
        "sergei": "sergey serguei",
        "dmitry": "dmitri dmitriy",
        "aleksandr": "alexander alexandr aleksander",
        "yuri": "yury yuriy",
        "fattah": "fatah",
        "sheikh": "shaikh shaykh",
    }.items()
    for variant in variants.split()
}
FAMILY_FIRST = frozenset({"CHN", "TWN", "PRK", "KOR", "HKG", "MAC"})
"""Parties whose people are named family first."""


class Word(NamedTuple):
    """A word of a text: its code-point span, as written, and folded for comparing."""

    start: int
    end: int
    text: str
    folded: str


@dataclass(frozen=True, slots=True)
class Office:
    """Something a person was: from ``since``, up to but not including ``until`` (``None``: no end known)."""

    code: str
    role: str
    since: date
    until: date | None

    def on(self, day: date) -> bool:
        """Tell whether the office was held on a day; the month of a change counts for both."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Person:
    """A person with the offices the tables know, in the order written."""

    name: str
    offices: tuple[Office, ...]

    def office(self, on: date | None) -> Office | None:
        """Return the office held on a day; without a day the only one there is, else ``None``."""
        if on is None:
            return self.offices[0] if len(self.offices) == 1 else None
        return next((office for office in self.offices if office.on(on)), None)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one written form can mean.

    Parameters
    ----------
    kind
        How the form names its party.
    written
        The words as the table writes them, which say how letter case is treated.
    code, name
        The party; for a person or family name see ``person``.
    role
        Canonical role for a role phrase.
    person
        For a name of a person.
    unsure
        Whether the text must name the party, or introduce the person, in another way.
    hyphen
        Whether a hyphen must follow.
    """

    kind: Kind
    written: tuple[str, ...]
    code: str = ""
    name: str = ""
    role: str = ""
    person: Person | None = None
    unsure: bool = False
    hyphen: bool = False

    def fits(self, words: Iterable[Word]) -> bool:
        """Tell whether the letter case of the words of a text allows this entry."""
        # After the first word of a person's name anything goes: Kim Jong Un, Kim Jong-un.
        checked = 1 if self.person else len(self.written)
        return all(
            word.text.isupper() if form.isupper() and len(form) > 1 else word.text[0].isupper()
            for form, word in zip(self.written[:checked], words, strict=False)
            if form[0].isupper()
        )


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Return a word for comparing: lower case, no accents, one spelling for usual romanisations."""
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word.translate(_LETTERS))
        word = "".join(c for c in word if not unicodedata.combining(c))
    word = word.casefold()
    return _ROMANISATIONS.get(word, word)


def words_of(text: str) -> list[Word]:
    """Cut a text into words: runs of letters and digits, in linear time."""
    return [Word(m.start(), m.end(), m.group(), fold(m.group())) for m in _WORD.finditer(text)]


def joined(text: str, left: Word, right: Word) -> bool:
    """Tell whether two neighbouring words can belong to one name."""
    gap = text[left.end : right.start]
    # "A U.S. official" is no A.U. official: the letters of an abbreviation stand together.
    if gap == " " and len(left.text) == len(right.text) == 1:
        return False
    # A full stop and a space end a sentence, but not after an initial or "St".
    return bool(_JOINT.fullmatch(gap)) and (gap != ". " or len(left.text) <= 2)


class Lexicon:
    """Every written form with what it can mean, found by its folded words."""

    def __init__(self, forms: dict[str, tuple[Entry, ...]], longest: dict[str, int]) -> None:
        self._forms = forms
        self._longest = longest

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, Entry]]) -> Lexicon:
        """Collect entries under their keys."""
        forms: dict[str, tuple[Entry, ...]] = {}
        longest: dict[str, int] = {}
        for key, entry in pairs:
            forms[key] = (*forms.get(key, ()), entry)
            first = key.partition(" ")[0]
            longest[first] = max(longest.get(first, 0), len(entry.written))
        return cls(forms, longest)

    def overlaid(self, pairs: Iterable[tuple[str, Entry]]) -> Lexicon:
        """Return a lexicon in which the given entries replace those with the same key."""
        over = Lexicon.of(pairs)
        longest = dict(self._longest)
        for first, length in over._longest.items():
            longest[first] = max(longest.get(first, 0), length)
        return Lexicon({**self._forms, **over._forms}, longest)

    def __len__(self) -> int:
        return len(self._forms)

    def at(self, text: str, words: Sequence[Word], i: int) -> tuple[int, tuple[Entry, ...]] | None:
        """Return the longest form that begins at word ``i``: the word after it, and what it can mean."""
        reach = self._longest.get(words[i].folded)
        if not reach:
            return None
        key, keys = words[i].folded, [words[i].folded]
        for j in range(i + 1, min(i + reach, len(words))):
            if not joined(text, words[j - 1], words[j]):
                break
            key = f"{key} {words[j].folded}"
            keys.append(key)
        for length in range(len(keys), 0, -1):
            entries = self._forms.get(keys[length - 1])
            if entries:
                span = words[i : i + length]
                after = text[span[-1].end : span[-1].end + 1]
                # Many people share a family name: its letters are looked at once.
                fits = {e.written: e.fits(span) for e in {e.written: e for e in entries}.values()}
                fitting = tuple(e for e in entries if fits[e.written] and (not e.hyphen or after in "-‐‑–"))
                if fitting:
                    return i + length, fitting
        return None


def entries(
    written: str,
    kind: Kind,
    code: str = "",
    name: str = "",
    role: str = "",
    person: Person | None = None,
) -> Iterator[tuple[str, Entry]]:
    """Make the entry of one form as a table writes it, with its marks ``?`` and ``-``."""
    words = tuple(_WORD.findall(written))
    if words:
        unsure, hyphen = written[-1] == "?", written[-1] == "-"
        yield " ".join(map(fold, words)), Entry(kind, words, code, name, role, person, unsure, hyphen)


def rows(table: str) -> list[dict[str, str]]:
    """Read a table of the package."""
    return list(csv.DictReader(_read(table).splitlines()))


def _read(name: str) -> str:
    return files("detente.vocabulary").joinpath("data", name).read_text("utf-8")


def _lines(name: str) -> Iterator[str]:
    return (line for line in _read(name).splitlines() if line and not line.startswith("#"))


def _split(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part]


def word_set(name: str) -> frozenset[str]:
    """Return a set of folded words from ``data/words.toml``."""
    return frozenset(map(fold, _word_sets()[name].split()))


def word_lines(name: str) -> tuple[str, ...]:
    """Return the lines of a list of ``data/words.toml`` whose entries have several words."""
    return tuple(filter(None, _word_sets()[name].splitlines()))


@cache
def _word_sets() -> Mapping[str, str]:
    return tomllib.loads(_read("words.toml"))


@cache
def other_places() -> Mapping[str, frozenset[str]]:
    """Return, for names that other places bear too, the words that tell of those places; all folded."""
    table = tomllib.loads(_read("elsewhere.toml"))
    return {fold(name): frozenset(map(fold, words.split())) for name, words in table.items()}


@cache
def roles() -> Mapping[str, tuple[str, ...]]:
    """Return, for every canonical role, the offices to look up for it, first choice first."""
    return {row["role"]: tuple(_split(row["offices"])) for row in rows("roles.csv")}


@cache
def offices() -> Mapping[str, tuple[tuple[Person, Office], ...]]:
    """Return, for every party, its offices and who held them, in the order of the table."""
    by_name = {person.name: person for person, _, _ in people()}
    held: dict[str, list[tuple[Person, Office]]] = {}
    seen: dict[str, int] = {}
    for row in rows("people.csv"):
        person = by_name[row["name"]]
        nth = seen.get(person.name, 0)
        seen[person.name] = nth + 1
        held.setdefault(row["code"], []).append((person, person.offices[nth]))
    return {code: tuple(pairs) for code, pairs in held.items()}


@cache
def people() -> tuple[tuple[Person, tuple[str, ...], tuple[str, ...]], ...]:
    """Return every person with other names and the forms by which the person is known alone."""
    collected: dict[str, tuple[list[Office], dict[str, None], dict[str, None]]] = {}
    for row in rows("people.csv"):
        offices, names, alone = collected.setdefault(row["name"], ([], {}, {}))
        until = _month(row["until"]) if row["until"] else None
        offices.append(Office(row["code"], row["role"], _month(row["since"]), until))
        names |= dict.fromkeys(_split(row["names"]))
        alone |= dict.fromkeys(_split(row["alone"]) or _known_as(row["name"], row["code"]))
    return tuple(
        (Person(name, tuple(offices)), tuple(names), tuple(alone))
        for name, (offices, names, alone) in collected.items()
    )


def _month(text: str) -> date:
    return date(int(text[:4]), int(text[5:7]), 1)


def _known_as(name: str, code: str) -> list[str]:
    """Return the family name: first where families come first, else last, with its particle."""
    parts = name.split()
    if code in FAMILY_FIRST:
        return parts[:1]
    family = parts[-1]
    return [family, family[3:]] if family.startswith("al-") else [family]


@cache
def builtin() -> Lexicon:
    """Return the lexicon of the package's own tables."""
    return Lexicon.of(_builtin_entries())


def _builtin_entries() -> Iterator[tuple[str, Entry]]:
    columns: dict[str, Kind] = {
        "name": "name",
        "names": "name",
        "demonyms": "demonym",
        "capitals": "capital",
        "metonyms": "metonym",
    }
    for row in rows("countries.csv") + rows("organisations.csv"):
        code, name = row["code"], row["name"]
        for column, kind in columns.items():
            for written in _split(row.get(column, "")):
                yield from entries(written, kind, code, name)
                if kind == "demonym" and not written.endswith("-"):
                    mark = "?" if written.endswith("?") else ""
                    yield from entries(f"{written.rstrip('?')}s{mark}", kind, code, name)
    for person, names, alone in people():
        for name in dict.fromkeys((person.name, *names)):
            yield from entries(name, "person", name=person.name, person=person)
            if "-" in name:
                squeezed = _GIVEN_PART.sub(lambda m: m[1].lower(), name)
                yield from entries(squeezed, "person", name=person.name, person=person)
        for name in alone:
            yield from entries(name, "family", name=person.name, person=person)
    for row in rows("roles.csv"):
        for phrase in _split(row["phrases"]):
            yield from entries(phrase, "role", role=row["role"])
    for phrase in _lines("not_actors.txt"):
        yield from entries(phrase, "not an actor")
