"""How an act stands: done, under way, promised, threatened, doubted or denied, and how sure the words are.

Read from the verb group, adverbs, clauses that set conditions, and the words above that hedge. Certainty is
what the wording conveys, by the small table :data:`CERTAINTY`; it is no probability that the reader is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from detente.reading.acts import Deed
from detente.reading.hedges import CERTAINTY, NEVER, hedge_of
from detente.reading.lexicon import GROUPS
from detente.reading.tree import Sentence
from detente.record.types import Modality

_FEW = frozenset({"few", "little", "no", "zero", "scant", "minimal"})
_IF = frozenset({"if", "unless", "provided", "providing"})
_GOES_ON = frozenset({"continue", "remain", "keep", "persist", "maintain", "pursue", "proceed", "be"})
_GOING = frozenset({"ongoing", "continuing", "current", "continued", "continuous"})
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
    if deed.over is not None:
        own = (*(c for c in (s.words[deed.over].head,) if s.is_verbal(c)), deed.over, *own)
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
    if outer:
        outer += _sharing(s, outer[0])
    aux = {s.words[c].lower for v in outer for c in s.under(v, "aux", "auxpass")}
    negated = _is_negated(s, deed, verbs if verbal else ())
    hedge, word = hedge_of(s, deed, verbs)
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


def _sharing(s: Sentence, verb: int) -> tuple[int, ...]:
    """Return the verbs whose "will" or "not" a joined verb shares: "will sign and ratify"."""
    found: list[int] = []
    while s.words[verb].dep == "conj" and not s.under(verb, "aux", "auxpass", "nsubj", "nsubjpass"):
        verb = s.words[verb].head
        if not s.is_verbal(verb) or len(found) > len(s):
            break
        found.append(verb)
    return tuple(found)


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
        hits += any(s.words[c].lower in NEVER for c in s.under(v, "neg", "preconj", "cc", "advmod"))
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
