"""A corpus of sentences of our own across many disputes, kept so that what is read today is read tomorrow.

Every file of ``corpus/`` holds short passages in the manner of news and commentary. After a sentence stand
the acts it tells: ``TYPE ACTOR > TARGET modality said not``. ``|`` separates what is accepted alike, ``+`` joins
parties, ``-`` is nobody, words in lower case are names without a code; a missing ``> TARGET`` means that everybody
takes part. Without a modality it ``happened``, without ``said`` the author says it. An act that begins with
``?`` is not read so yet; take the mark off when it is. The events are made up, the rules were written with these
sentences at hand: what they say about accuracy on other texts is nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from detente.reading.gold import Gold, Side
from detente.reading.lexicon import GROUPS, NOT_EVENTS
from detente.reading.pairing import matches, same_modality, same_parties
from detente.reading.reader import claims_of
from detente.record.types import AUTHOR, MODALITIES, Claim
from detente.vocabulary.actors import Actors

CORPUS = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Told:
    """One act that a sentence tells: every reading that is accepted."""

    line: str
    readings: tuple[Gold, ...]
    modalities: frozenset[str]
    negated: bool
    either: bool
    known: bool
    types: tuple[str, ...]
    first_words: str

    def agrees(self, claim: Claim) -> bool:
        return any(claim.type in g.types and same_parties(g, claim) for g in self.readings)

    def fully(self, claim: Claim) -> bool:
        """Whether how it stands and who says so agree as well."""
        how = any(same_modality(m, claim.modality) for m in self.modalities)
        said = self.readings[0].by_author == (claim.attribution == AUTHOR)
        return self.agrees(claim) and how and (said or self.either) and self.negated == claim.negated


@dataclass(frozen=True)
class Line:
    """A sentence of the corpus with the acts it tells and the claims read from it."""

    name: str
    text: str
    told: tuple[Told, ...]
    claims: tuple[Claim, ...]

    @property
    def events(self) -> tuple[Claim, ...]:
        return tuple(c for c in self.claims if c.type not in NOT_EVENTS)

    def pairs(self) -> tuple[tuple[Told, Claim], ...]:
        return matches(self.told, self.events, Told.agrees)


def _told(line: str, text: str) -> Told:
    known, body = not line.startswith("?"), line.lstrip("? ")
    words = body.split()
    either = any(w in ("said|author", "author|said") for w in words)
    types, actors = tuple(words[0].split("|")), words[1]
    rest, mutual, targets = words[2:], True, "-"
    if rest[:1] == [">"]:
        mutual, targets, rest = False, rest[1], rest[2:]
        if set(targets.split("|")) & {"said", *MODALITIES}:
            targets, rest = "-", [targets, *rest]
    modalities = frozenset(m for w in rest for m in w.split("|") if m in MODALITIES) or {"happened"}
    readings = tuple(
        Gold("", text, _side(a), _side(t), types, min(modalities), "said" not in rest, mutual)
        for a, t in product(actors.split("|"), targets.split("|"))
    )
    return Told(line, readings, frozenset(modalities), "not" in rest, either, known, types, text)


def _side(text: str) -> Side:
    parties = [] if text == "-" else text.split("+")
    codes = tuple(p if p.isupper() or p[0].isdigit() else None for p in parties)
    return Side(codes, tuple(p.replace("-", " ") for p in parties))


def stories() -> Iterator[tuple[str, list[list[str]], Any]]:
    """Yield every passage: its name, its sentences with their acts, its day of publication."""
    for file in sorted(CORPUS.glob("*.toml")):
        for nth, story in enumerate(tomllib.loads(file.read_text("utf-8"))["story"], 1):
            yield f"{file.stem}-{nth}", story["sentences"], story.get("date")


@cache
def lines() -> dict[str, Line]:
    """Read all passages, once for all tests."""
    return {line.name: line for name, rows, day in stories() for line in read_story(name, rows, day)}


def read_story(name: str, rows: list[list[str]], day: Any) -> Iterator[Line]:
    text = " ".join(row[0] for row in rows)
    found = tuple(claims_of(name, text, [(text, 0)], Actors.builtin(), published=day))
    at = 0
    for number, row in enumerate(rows, 1):
        start, at = at, at + len(row[0]) + 1
        here = tuple(c for c in found if start <= c.clause_start < at)
        yield Line(f"{name}-{number}", row[0], tuple(_told(t, row[0]) for t in row[1:] if t), here)


NAMES = [f"{name}-{n}" for name, rows, _ in stories() for n in range(1, len(rows) + 1)]


def test_the_corpus_is_broad() -> None:
    assert len(NAMES) >= 300
    assert len(set(CORPUS.glob("*.toml"))) >= 10
    types = {
        kind
        for _, rows, _ in stories()
        for row in rows
        for t in row[1:]
        if t
        for kind in _told(t, row[0]).types
    }
    assert types >= set(GROUPS)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_read_stays_read(name: str) -> None:
    line = lines()[name]
    known = [t for t in line.told if t.known]
    lost = [t.line for t in known if t not in [told for told, _ in matches(known, line.events, Told.fully)]]
    assert not lost, [c.rule for c in line.claims]


def test_where_no_act_is_told_seldom_one_is_read() -> None:
    silent = [line for line in lines().values() if not line.told]
    assert len(silent) > 25
    assert sum(bool(line.events) for line in silent) * 3 < len(silent)


def test_most_of_what_is_read_is_told() -> None:
    told = sum(len(line.told) for line in lines().values())
    read = sum(len(line.events) for line in lines().values())
    right = sum(len(line.pairs()) for line in lines().values())
    assert 2 * right / (told + read) > 0.6
