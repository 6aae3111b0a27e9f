"""How an act stands: done, under way, promised, threatened, doubted or denied, and how sure the words are.

Read from the verb group, adverbs, clauses that set conditions, and the words above that hedge. Certainty is
what the wording conveys, by the small table :data:`CERTAINTY`; it is no probability that the reader is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from detente.reading.acts import Deed
from detente.reading.lexicon import GROUPS
from detente.reading.tree import Sentence
from detente.reading.words import words
from detente.record.types import Modality

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
_NEVER = frozenset(
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
_FEW = frozenset({"few", "little", "no", "zero", "scant", "minimal"})
_IF = frozenset({"if", "unless", "provided", "providing"})
_GOES_ON = frozenset({"continue", "remain", "keep", "persist", "maintain", "pursue", "proceed", "be"})
_GOING = frozenset({"ongoing", "continuing", "current", "continued", "continuous"})
_BELIEVED = frozenset(
    {"expect", "say", "report", "believe", "think", "understand", "rumour", "rumor", "allege"}
)
_VERBAL_TYPES = MappingProxyType({"REQUEST": "demanded", "THREATEN": "threatened"})
_PROMISING = frozenset({"AGREE", "CONCEDE"})


@dataclass(frozen=True, slots=True)
class Standing:
    """How an act stands in its sentence.

    Parameters
    ----------
    modality, negated, certainty
        As in a claim.
    future
        Whether the act is still to come: "will", "would", "is to".
    obliged
        Whether the words say somebody must or should do it.
    main_clause
        Of a conditional act: whether it is what follows, rather than the condition itself.
    why
        The words that decided, for people.
    """

    modality: Modality
    negated: bool
    certainty: float
    future: bool = False
    obliged: bool = False
    why: str = ""
    main_clause: bool = False


def verbs_of(s: Sentence, deed: Deed) -> tuple[int, ...]:
    """Return the verbs that carry the act: those of its chain, or the one above an event noun."""
    own = tuple(i for i in deed.chain if s.is_verbal(i))
    if s.words[deed.at].pos == "ADJ" and s.is_verbal(s.words[deed.at].head):
        return (s.words[deed.at].head, *own)
    if own:
        return own
    return next(((a,) for a in s.above(deed.at) if s.is_verbal(a)), ())


def standing(s: Sentence, deed: Deed, *, reported: bool = False) -> Standing:
    """Return how an act stands.

    Parameters
    ----------
    s, deed
        The sentence and what one of its triggers reports.
    reported
        Whether somebody else than the author says it: then "would" is a future told in the past.
    """
    verbal = s.is_verbal(deed.at) or s.words[deed.at].pos == "ADJ"
    verbs = verbs_of(s, deed)
    outer = verbs[:1] if verbal else ()
    aux = {s.words[c].lower for v in outer for c in s.under(v, "aux", "auxpass")}
    negated = _is_negated(s, deed, verbs if verbal else ())
    hedge, word = _hedge(s, deed, verbs)
    condition, follows = _condition(s, deed.at)
    aux |= _above_infinitive(s, outer)
    future = bool(aux & {"will", "'ll", "shall", "wo", "'d"}) or (
        "would" in aux and (reported or not condition)
    )
    obliged = bool(aux & {"must", "should", "ought"}) or _has_to(s, outer)
    modality: Modality
    if deed.modality == "denied":
        modality, word = "denied", "denies"
    elif condition:
        modality, hedge, word = "conditional", "conditional", condition
    elif deed.modality == "speculated":
        modality = "speculated"
    elif deed.type in _VERBAL_TYPES:
        modality = "threatened" if deed.type == "THREATEN" else "demanded"
        if hedge in ("rumour", "may") and deed.operators[:1] not in (("demand",), ("threaten",)):
            modality = "speculated"
    elif hedge in ("rumour", "may", "seems", "reportedly", "unlikely", "probably"):
        modality = "speculated"
    elif deed.modality and (deed.type in _PROMISING or not deed.operators):
        modality = deed.modality
    elif future and deed.type in GROUPS:
        modality = "pledged" if GROUPS[deed.type] in ("friendly", "yielding") else "threatened"
        hedge = hedge or "will"
    elif _is_ongoing(s, deed, outer, aux, negated):
        modality = "ongoing"
    else:
        modality = deed.modality or "happened"
    if not hedge and any(s.words[i].lemma == "confirm" for i in deed.chain):
        hedge = "confirmed"
    return Standing(modality, negated, CERTAINTY[hedge or "plain"], future, obliged, word, follows)


def _above_infinitive(s: Sentence, verbs: tuple[int, ...]) -> set[str]:
    """Return the "will" above an infinitive of purpose: "will fly to Oslo to meet"."""
    for v in verbs:
        head = s.words[v].head
        if s.words[v].dep in ("advcl", "xcomp") and any(s.words[c].lower == "to" for c in s.under(v, "aux")):
            return {s.words[c].lower for c in s.under(head, "aux")} & {"will", "would", "'ll"}
    return set()


def _is_negated(s: Sentence, deed: Deed, verbs: tuple[int, ...]) -> bool:
    """Whether the sentence says it was not so, counting near-negations: "few concessions"."""
    hits = 0
    for v in verbs:
        hits += any(s.words[c].lower in _NEVER for c in s.under(v, "neg", "preconj", "cc", "advmod"))
        conj_of_neither = s.words[v].dep == "conj" and any(
            s.words[c].lower == "nor" for c in s.under(s.words[v].head, "cc")
        )
        hits += conj_of_neither
        subject = s.child(v, "nsubj", "nsubjpass")
        if subject is not None:
            hits += any(
                s.words[c].lower in ("no", "neither") for c in s.under(subject, "det", "neg", "preconj")
            )
    objects = {c for v in verbs for c in s.under(v, "dobj", "attr")} | {
        i for i in deed.chain if s.words[i].pos == "NOUN"
    }
    hits += sum(any(s.words[c].lower in _FEW for c in s.under(o, "amod", "det", "neg")) for o in objects)
    head = s.words[deed.at].head
    if s.words[deed.at].dep in ("pcomp", "pobj") and s.words[head].lower == "without":
        hits += 1
    return hits % 2 == 1


def _path(s: Sentence, deed: Deed) -> Iterator[int]:
    """Yield the words above an act that still speak of it: the walk ends where a relative clause hangs."""
    i = deed.at
    yield i
    for a in s.above(i):
        if s.words[i].dep in ("relcl", "conj", "advcl", "parataxis") and s.is_verbal(i):
            return
        yield a
        i = a


def _hedge(s: Sentence, deed: Deed, verbs: tuple[int, ...]) -> tuple[str, str]:
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
        if i == deed.at or (i in deed.chain and word.lemma not in ("appear", "seem")):
            continue
        kind = _HEDGING_ABOVE.get(word.lemma)
        if kind and (word.lemma not in _PASSIVE_ONLY or s.child(i, "auxpass") is not None):
            if any(s.words[c].lower in _NEVER for c in s.under(i, "neg")) and kind == "probably":
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


def _condition(s: Sentence, i: int) -> tuple[str, bool]:
    """Return the word that makes a clause a condition or conditional, and whether it is the latter."""
    below: int | None = None
    for steps, a in enumerate((i, *s.above(i))):
        word = s.words[a]
        if word.dep == "advcl" and (mark := _if(s, a)):
            return mark, False
        if steps <= 2 and (s.is_verbal(a) or word.pos == "ADJ"):
            found = next((m for c in s.under(a, "advcl") if c != below and (m := _if(s, c))), "")
            if found:
                return found, True
        if steps and word.dep in ("relcl", "ROOT", "parataxis"):
            return "", False
        below = a
    return "", False


def _if(s: Sentence, clause: int) -> str:
    """Return the word that opens a clause of condition, else nothing."""
    marks = (s.words[c].lower for c in s.under(clause, "mark", "advmod"))
    return next((m for m in marks if m in _IF), "")


def _has_to(s: Sentence, verbs: tuple[int, ...]) -> bool:
    """Whether it is "has to", "needs to" or "is to" rather than a plain act."""
    return any(
        s.words[s.words[v].head].lemma in ("have", "need") and s.words[v].dep == "xcomp" for v in verbs
    )


def _is_ongoing(s: Sentence, deed: Deed, verbs: tuple[int, ...], aux: set[str], negated: bool) -> bool:
    """Whether it goes on: a progressive, "continues to", "ongoing" talks, restraint ("have not resumed")."""
    for v in verbs:
        if s.words[v].tag == "VBG" and any(s.words[c].lemma == "be" for c in s.under(v, "aux")):
            return True
    if any(s.words[i].lemma in _GOES_ON - {"be", "pursue", "maintain"} for i in deed.chain):
        return True
    if any(s.words[c].lower in _GOING for i in deed.chain for c in s.under(i, "amod")):
        return True
    perfect = bool(aux & {"has", "have", "'ve"})
    if negated and perfect:
        return True
    if not verbs and deed.type == "CONSULT":
        above = next((a for a in s.above(deed.at) if s.is_verbal(a)), None)
        return above is not None and s.words[above].tag == "VBG" and bool(s.under(above, "aux"))
    adjective = s.words[deed.at].pos == "ADJ" and any(s.words[v].tag in ("VBZ", "VBP") for v in verbs)
    return adjective and deed.type not in _PROMISING
