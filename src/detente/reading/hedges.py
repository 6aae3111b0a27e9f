"""How sure the wording is: doubt in verbs, in adverbs and in the words above an act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from detente.reading.acts import Deed
from detente.reading.tree import Sentence
from detente.reading.words import words

CERTAINTY: Mapping[str, float] = MappingProxyType(
    {
        "confirmed": 0.95,
        "plain": 0.9,
        "will": 0.75,
        "attributed": 0.7,
        "probably": 0.65,
        "reportedly": 0.5,
        "seems": 0.5,
        "may": 0.4,
        "conditional": 0.3,
        "rumour": 0.3,
        "unlikely": 0.2,
    }
)
"""Certainty by kind of wording; the least certain kind that is found decides."""

_ADVERBS = MappingProxyType(
    {
        **dict.fromkeys(("reportedly", "allegedly", "purportedly", "supposedly", "ostensibly"), "reportedly"),
        **dict.fromkeys(("apparently", "seemingly", "presumably", "evidently"), "seems"),
        **dict.fromkeys(
            ("perhaps", "possibly", "maybe", "potentially", "conceivably", "hypothetically"), "may"
        ),
        **dict.fromkeys(("probably", "likely"), "probably"),
    }
)

_HEDGING_ABOVE = MappingProxyType(
    {
        **dict.fromkeys(("appear", "seem", "look"), "seems"),
        **dict.fromkeys(
            ("believe", "think", "suspect", "assume", "understand", "rumour", "rumor", "fear"), "seems"
        ),
        **dict.fromkeys(
            ("speculate", "speculation", "rumour", "rumor", "fear", "suspicion", "worry"), "rumour"
        ),
        **dict.fromkeys(
            ("possibility", "prospect", "chance", "risk", "danger", "potential", "scenario"), "may"
        ),
        **dict.fromkeys(("likely", "probable", "set", "poised"), "probably"),
        **dict.fromkeys(("possible", "conceivable"), "may"),
        **dict.fromkeys(("unlikely", "doubtful", "doubt"), "unlikely"),
    }
)

_PASSIVE_ONLY = frozenset({"believe", "think", "suspect", "assume", "understand"})

_DOUBTFUL = frozenset(
    {"unconfirmed", "alleged", "rumoured", "rumored", "suspected", "possible", "potential", "likely"}
)

_REPORTS = words("report")

_DOUBT = frozenset({"may", "might", "could", "can"})

NEVER = frozenset(
    {
        "not",
        "n't",
        "never",
        "no",
        "neither",
        "nor",
        "hardly",
        "barely",
        "scarcely",
        "rarely",
        "without",
        "nothing",
        "nobody",
        "none",
    }
)

_BELIEVED = frozenset(
    {"expect", "say", "report", "believe", "think", "understand", "rumour", "rumor", "allege"}
)


def _path(s: Sentence, deed: Deed) -> Iterator[int]:
    """Yield the words above an act that still speak of it: the walk ends where a relative clause hangs."""
    i = deed.at
    yield i
    for a in s.above(i):
        if s.words[i].dep in ("relcl", "conj", "advcl", "parataxis") and s.is_verbal(i):
            return
        yield a
        i = a


def hedge_of(s: Sentence, deed: Deed, verbs: tuple[int, ...]) -> tuple[str, str]:
    """Return the least certain kind of wording around an act, and its word."""
    found: list[tuple[str, str]] = []
    for i in dict.fromkeys((*deed.chain, *verbs, *_path(s, deed))):
        word = s.words[i]
        doubt = [c for c in s.under(i, "aux") if s.words[c].lower in _DOUBT]
        if doubt and (i in deed.chain or i in verbs) and s.words[doubt[0]].lower != "can":
            found.append(("may", s.words[doubt[0]].lower))
        found += [
            (_ADVERBS[s.words[c].lower], s.words[c].lower)
            for c in s.under(i, "advmod")
            if s.words[c].lower in _ADVERBS
        ]
        if any(s.words[c].lower == "whether" for c in s.under(i, "mark")):
            found.append(("may", "whether"))
        if i == deed.at or (i in deed.chain and word.lemma not in ("appear", "seem")):
            continue
        kind = _HEDGING_ABOVE.get(word.lemma)
        if kind and (word.lemma not in _PASSIVE_ONLY or s.child(i, "auxpass") is not None):
            if any(s.words[c].lower in NEVER for c in s.under(i, "neg")) and kind == "probably":
                kind = "unlikely"
            found.append((kind, word.lemma))
        elif (
            word.lemma in _BELIEVED and s.child(i, "auxpass") is not None and s.child(i, "xcomp") is not None
        ):
            found.append(("reportedly", f"is {word.lower}"))
    for i in (deed.at, *(a for a in _path(s, deed) if s.words[a].lemma in _REPORTS)):
        kind = "may" if i == deed.at else "rumour"
        found += [(kind, s.words[c].lower) for c in s.children[i] if s.words[c].lower in _DOUBTFUL]
    return min(found, key=lambda f: CERTAINTY[f[0]], default=("", ""))
