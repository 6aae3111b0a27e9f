"""A corpus of sentences of our own across many disputes, kept so that what is read today is read tomorrow.

Every file of ``corpus/`` holds short passages in the manner of news and commentary. After a sentence stand
the acts it tells: ``TYPE ACTOR > TARGET modality said not``. ``|`` separates what is accepted alike, ``+`` joins
parties, ``-`` is nobody, words in lower case are names without a code; a missing ``> TARGET`` means that everybody
takes part. Without a modality it ``happened``, without ``said`` the author says it. An act that begins with
``?`` is not read yet. The rules were written with these sentences at hand: what they say about accuracy on
other texts is nothing.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from detente.reading.gold import Gold, Side
from detente.reading.lexicon import NOT_EVENTS
from detente.reading.reader import claims_of
from detente.reading.pairing import matches, same_parties
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
    known: bool
    types: tuple[str, ...]
    first_words: str

    def agrees(self, claim: Claim) -> bool:
        return any(claim.type in g.types and same_parties(g, claim) for g in self.readings)

    @property
    def by_author(self) -> bool:
        return self.readings[0].by_author


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
    return Told(line, readings, frozenset(modalities), "not" in rest, known, types, text)


def _side(text: str) -> Side:
    parties = [] if text == "-" else text.split("+")
    codes = tuple(p if p.isupper() or p[0].isdigit() else None for p in parties)
    return Side(codes, tuple(p.replace("-", " ") for p in parties))


@cache
def lines() -> tuple[Line, ...]:
    return tuple(line for file in sorted(CORPUS.glob("*.toml")) for line in read_file(file))


def read_file(file: Path) -> Iterator[Line]:
    data = tomllib.loads(file.read_text("utf-8"))
    for nth, story in enumerate(data["story"], 1):
        rows = story["sentences"]
        text = " ".join(row[0] for row in rows)
        found = tuple(
            claims_of(file.stem, text, [(text, 0)], Actors.builtin(), published=story.get("date"))
        )
        at = 0
        for number, row in enumerate(rows, 1):
            start, at = at, at + len(row[0]) + 1
            here = tuple(c for c in found if start <= c.clause_start < at)
            told = tuple(_told(t, row[0]) for t in row[1:] if t)
            yield Line(f"{file.stem}-{nth}-{number}", row[0], told, here)
