"""How an act stands: done, under way, promised, threatened, doubted or denied, and how sure the words are.

Read from the verb group, adverbs, clauses that set conditions, and the words above that hedge. Certainty is
what the wording conveys, by the small table :data:`CERTAINTY`; it is no probability that the reader is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from detente.reading import roles
from detente.reading.acts import Deed
from detente.reading.hedges import CERTAINTY, NEVER, hedge_of
from detente.reading.lexicon import GROUPS
from detente.reading.tree import Sentence
from detente.record.types import Modality

_FEW = frozenset({"few", "little", "no", "zero", "scant", "minimal", "negligible", "neither"})
_NOTHING = frozenset({"nothing", "none", "nobody", "neither"})
_IF = frozenset({"if", "unless", "provided", "providing", "lest"})
_UNTIL = frozenset({"until", "till", "before"})
_INVERTED = frozenset({"should", "were", "had"})
_LONGEST_CONDITION = 120
_GOES_ON = frozenset({"continue", "remain", "keep", "persist", "maintain", "pursue", "proceed", "be"})
_WORKS_AT = frozenset({"seek", "prepare", "make", "work", "try", "look", "arrange"})
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
    condition, follows, clause = _condition(s, deed.at)
    aux |= _above_infinitive(s, outer)
    future = bool(aux & {"will", "'ll", "shall", "wo", "'d"}) or (
        "would" in aux and (reported or not condition)
    )
    future = future or (_is_to(s, outer) and not condition)
    obliged = bool(aux & {"must", "should", "ought"}) or _has_to(s, outer)
    obliged = obliged or any(roles.is_due(s, v) for v in outer)
    modality: Modality
    if deed.modality == "denied":
        modality, word = "denied", "denies"
    elif condition:
        modality, hedge = "conditional", "conditional"
        word = _clause_text(s, clause) if follows and clause is not None else condition
    elif deed.modality == "speculated":
        modality = "speculated"
    elif deed.type in _VERBAL_TYPES:
        modality = "threatened" if deed.type == "THREATEN" else "demanded"
        if hedge in ("rumour", "may") and deed.operators[:1] not in (("demand",), ("threaten",)):
            modality = "speculated"
    elif hedge in ("rumour", "may", "seems", "reportedly", "unlikely", "probably"):
        modality = "speculated"
    elif deed.operators[:1] in (("intend",), ("do",)) and any(
        _is_under_way(s, v) and s.words[v].lemma in _WORKS_AT for v in outer
    ):
        modality = "ongoing"
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
    held = bool(deed.operators) and deed.type != "REJECT" and s.is_verbal(deed.at)
    for v in verbs:
        if held and v != deed.at and v in deed.chain and s.child(deed.at, "neg") is None:
            continue  # "promised not to attack" is a promise; its type says what of
        hits += any(
            s.words[c].lower in NEVER and not (c + 1 < len(s) and s.words[c + 1].lower == "longer")
            for c in s.under(v, "neg", "preconj", "cc", "advmod")
        )
        hits += _is_yet_to(s, v)
        conj_of_neither = s.words[v].dep == "conj" and any(
            s.words[c].lower == "nor" for c in s.under(s.words[v].head, "cc")
        )
        hits += conj_of_neither
        subject = s.child(v, "nsubj", "nsubjpass")
        if subject is not None:
            hits += s.words[subject].lower in ("neither", "none") or any(
                s.words[c].lower in ("no", "neither") for c in s.under(subject, "det", "neg", "preconj")
            )
    hits += deed.operators[:1] == ("fail",) and deed.type != "REJECT"  # "stopped short of attacking"
    objects = {c for v in verbs for c in s.under(v, "dobj", "attr")} | {
        i for i in deed.chain if s.words[i].pos == "NOUN"
    }
    hits += sum(
        s.words[o].lower in _NOTHING
        or any(s.words[c].lower in _FEW for c in s.under(o, "amod", "det", "neg"))
        for o in objects
    )
    head = s.words[deed.at].head
    if s.words[deed.at].dep in ("pcomp", "pobj") and s.words[head].lower == "without":
        hits += 1
    return hits % 2 == 1


def _condition(s: Sentence, i: int) -> tuple[str, bool, int | None]:
    """Return the word of condition, whether the act is what follows from it, and the clause of condition."""
    below: int | None = None
    for steps, a in enumerate((i, *s.above(i))):
        word = s.words[a]
        if word.dep == "advcl" and (mark := _if(s, a) or _until(s, a)):
            return mark, False, a
        if steps <= 2 and (s.is_verbal(a) or word.pos == "ADJ"):
            for c in (*s.under(a, "advcl"), *(g for d in s.under(a, "advmod") for g in s.under(d, "advcl"))):
                if c != below and (mark := _if(s, c)):
                    return mark, True, c
        if steps and word.dep in ("relcl", "ROOT", "parataxis"):
            return "", False, None
        below = a
    return "", False, None


def _if(s: Sentence, clause: int) -> str:
    """Return the word that opens a clause of condition, such as "if" or "should Chad leave", else nothing."""
    marks = [s.words[c].lower for c in s.under(clause, "mark", "advmod")]
    if found := next((m for m in marks if m in _IF), ""):
        return found
    head = s.words[s.words[clause].head].lower
    if "as" in marks and (head == "long" or "long" in marks):
        return "as long as"
    own = s.child(clause, "nsubj", "nsubjpass")
    for c in s.under(clause, "aux", "auxpass"):
        if own is not None and c < own and s.words[c].lower in _INVERTED:
            return s.words[c].lower
    return ""


def _until(s: Sentence, clause: int) -> str:
    """Return "until" where a clause tells what must come first: "will not talk until Chad withdraws"."""
    marks = {s.words[c].lower for c in s.under(clause, "mark")} & _UNTIL
    above = s.words[clause].head
    unsettled = s.child(above, "neg") is not None or any(
        s.words[c].tag == "MD" for c in s.under(above, "aux")
    )
    return min(marks) if marks and unsettled else ""


def _clause_text(s: Sentence, clause: int) -> str:
    """Return the words of a condition, for the review."""
    first, last = s.edges(clause)
    text = s.text[s.words[first].start - s.start : s.words[last].end - s.start].strip(" ,")
    return text if len(text) <= _LONGEST_CONDITION else f"{text[:_LONGEST_CONDITION]}…"


def _has_to(s: Sentence, verbs: tuple[int, ...]) -> bool:
    """Whether it is "has to" or "needs to" rather than a plain act."""
    return any(
        s.words[v].dep == "xcomp"
        and s.words[s.words[v].head].lemma in ("have", "need")
        and not _is_yet_to(s, v)
        for v in verbs
    )


def _is_to(s: Sentence, verbs: tuple[int, ...]) -> bool:
    """Whether it is still to come by plan: "Chad is to free"."""
    return any(
        s.words[v].dep == "xcomp"
        and s.words[v].tag == "VB"
        and s.words[s.words[v].head].lower in ("is", "are", "was", "were")
        for v in verbs
    )


def _is_under_way(s: Sentence, v: int) -> bool:
    """Whether a verb stands in the progressive: "is seeking", "is being courted"."""
    progressive = s.words[v].tag == "VBG" and any(s.words[c].lemma == "be" for c in s.under(v, "aux"))
    return progressive or any(s.words[c].lower == "being" for c in s.under(v, "auxpass"))


def _is_yet_to(s: Sentence, v: int) -> bool:
    """Whether it "has yet to" happen."""
    head = s.words[v].head
    yet = any(s.words[c].lower == "yet" for c in s.under(head, "advmod"))
    return s.words[v].dep == "xcomp" and s.words[head].lemma in ("have", "be", "remain") and yet


def _is_ongoing(s: Sentence, deed: Deed, verbs: tuple[int, ...], aux: set[str], negated: bool) -> bool:
    """Whether it goes on: a progressive, "continues to", "ongoing" talks, restraint ("have not resumed")."""
    for v in verbs:
        if _is_under_way(s, v):
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
