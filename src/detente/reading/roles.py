"""Who stands where around a predicate: subjects, objects, and what hangs on prepositions.

These rules read the tree only; they know neither names nor types. Indices are positions in the sentence.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.reading.tree import Sentence
from detente.reading.words import words

RELATIVE = frozenset({"who", "which", "that", "whom", "whose", "where"})
_OBJECT_CONTROL_EXCEPT = frozenset({"promise", "vow", "pledge", "threaten", "swear"})
_MOST_STEPS = 12
_EACH_OTHER = frozenset({("each", "other"), ("one", "another")})
_DUE = words("due")
_LAID_ON = frozenset(
    {"pressure", "call", "demand", "need", "order", "request", "onus", "burden", "obligation"}
)


@dataclass(frozen=True, slots=True)
class Subject:
    """Heads of the noun phrases that do it (or, when ``passive``, undergo it), and how they were found."""

    heads: tuple[int, ...]
    passive: bool
    how: str


def is_passive(s: Sentence, i: int) -> bool:
    """Whether the verb is in the passive: "were imposed", or a bare participle after its noun."""
    word = s.words[i]
    if s.child(i, "nsubjpass", "auxpass", "csubjpass") is not None:
        return True
    if word.tag != "VBN" or _has_perfect(s, i):
        return False
    if word.dep in ("acl", "amod"):
        return True
    if word.dep == "advcl":
        return s.child(i, "nsubj") is None
    shares = word.dep == "conj" and s.child(i, "nsubj") is None
    return shares and s.words[word.head].tag == "VBN" and is_passive(s, word.head)


def _has_perfect(s: Sentence, i: int) -> bool:
    return any(s.words[c].lemma == "have" for c in s.under(i, "aux"))


_TELLS = words("reporting") | {"call", "reject", "denounce", "condemn", "criticise", "criticize", "threaten"}


def subject(s: Sentence, i: int, steps: int = 0) -> Subject:
    """Return who the predicate at ``i`` is about: its own subject, or the one it shares with a verb above."""
    word = s.words[i]
    nothing = Subject((), False, "no subject")
    if steps > _MOST_STEPS:
        return nothing
    passive = is_passive(s, i)
    own = s.child(i, "nsubj", "nsubjpass")
    if own is not None:
        if s.words[own].lower in RELATIVE and word.dep in ("relcl", "acl", "ccomp", "advcl"):
            return Subject((_antecedent(s, i),), passive, "relative pronoun")
        if s.words[own].lower in RELATIVE and word.dep == "conj":
            return Subject((_antecedent(s, word.head),), passive, "relative pronoun")
        return Subject(s.conjuncts(own), passive, "subject")
    head = word.head
    if head == i:
        return nothing
    if word.dep in ("acomp", "attr", "oprd") and s.is_verbal(head):
        return subject(s, head, steps + 1)
    if word.dep == "conj" and (teller := _teller(s, i)) is not None:
        return Subject(subject(s, teller, steps + 1).heads, passive, "shared subject")
    if word.dep == "conj":
        above = subject(s, head, steps + 1)
        return Subject(above.heads, passive or (above.passive and word.tag == "VBN"), "shared subject")
    if due := _whose_turn(s, i):
        return Subject(due, passive, "whose turn it is")
    if word.dep in ("xcomp", "ccomp", "advcl") and (s.is_verbal(head) or s.words[head].pos == "ADJ"):
        controller = s.child(head, "dobj", "dative")
        if word.dep != "advcl" and controller is not None and _controls(s, head):
            return Subject(s.conjuncts(controller), passive, "object of the verb above")
        if word.dep == "ccomp" and word.tag not in ("VB", "VBG", "VBN"):
            return nothing
        above = subject(s, head, steps + 1)
        return Subject(above.heads, passive, "subject of the verb above")
    if word.dep == "acl" and word.tag == "VBG":
        return Subject(s.conjuncts(head), False, "described noun")
    if word.dep in ("acl", "amod") and word.tag == "VBN":
        return Subject((head,), True, "described noun")
    if word.dep == "relcl":
        return (
            Subject((), passive, "no subject")
            if objects_left_out(s, i)
            else Subject((head,), passive, "relative")
        )
    if word.dep == "pcomp" and s.words[head].lower in ("of", "from", "into", "for"):
        verb = s.words[head].head  # "accused Chad of shelling", "kept Chad from voting"
        object_ = s.child(verb, "dobj") if s.is_verbal(verb) else None
        if object_ is not None:
            return Subject(s.conjuncts(object_), passive, "object of the verb above")
    if word.dep in ("pcomp", "acl"):
        return _owner(s, head, passive, steps)
    return nothing


def _whose_turn(s: Sentence, i: int) -> tuple[int, ...]:
    """Return whose turn it is: "it is up to Chad to withdraw"."""
    beside = s.under(s.words[i].head, "advmod", "acomp", "prt") if s.words[i].tag == "VB" else ()
    return tuple(
        g
        for c in beside
        if s.words[c].lower in ("up", "incumbent")
        for p, g in obliques(s, c)
        if p in ("to", "on")
    )


def is_due(s: Sentence, i: int) -> bool:
    """Whether words around a verb say that it is to be done: "it is time for Chad to withdraw"."""
    head = s.words[i].head
    if s.words[i].tag not in ("VB", "VBP", "VBN") or s.words[i].dep not in (
        "relcl",
        "acl",
        "advcl",
        "xcomp",
        "ccomp",
    ):
        return False
    if _whose_turn(s, i):
        return True
    if s.child(i, "nsubj", "nsubjpass") is None:
        return False
    near = (head, *s.under(head, "acomp", "attr")) if s.words[head].lemma == "be" else (head,)
    return any(s.words[c].lower in _DUE for c in near)


def _teller(s: Sentence, i: int) -> int | None:
    """Return whose subject tells and urges: "Chad said they were ready and urged Mali to sign"."""
    word = s.words[i]
    clause = s.words[word.head]
    verb = s.words[clause.head]
    joined = word.tag == "VBD" and clause.dep == "ccomp" and verb.tag == "VBD"
    return clause.head if joined and word.lemma in _TELLS and verb.lemma in _TELLS else None


def _controls(s: Sentence, verb: int) -> bool:
    return s.words[verb].lemma not in _OBJECT_CONTROL_EXCEPT and not is_passive(s, verb)


def _owner(s: Sentence, i: int, passive: bool, steps: int) -> Subject:
    """Find whose infinitive or gerund it is: "its pledge to disarm", "the prospect of easing sanctions"."""
    while steps < _MOST_STEPS:
        owner = s.child(i, "poss")
        if owner is None and s.words[i].lemma in _LAID_ON:  # "pressure on Chad to withdraw"
            laid_on = tuple(g for p, g in obliques(s, i) if p in ("on", "for", "upon"))
            if laid_on:
                return Subject(laid_on, passive, "whom it is laid on")
        if owner is not None and s.words[i].pos in ("NOUN", "PROPN"):
            return Subject(s.conjuncts(owner), passive, "owner")
        if s.is_verbal(i) or s.words[i].head == i or s.words[i].pos == "ADJ":
            above = subject(s, i, steps + 1)
            return Subject(above.heads, passive, "subject of the verb above")
        i, steps = s.words[i].head, steps + 1
    return Subject((), passive, "no subject")


def _antecedent(s: Sentence, i: int) -> int:
    """Return the noun a relative clause describes; of "the minister of X, who" the parser picks one."""
    return s.words[i].head


def objects_left_out(s: Sentence, i: int) -> bool:
    """Whether a relative clause lacks its object, which is then the noun it describes."""
    return s.child(i, "nsubj") is not None and s.child(i, "dobj") is None


def objects(s: Sentence, i: int) -> tuple[int, ...]:
    """Return the heads of what the verb at ``i`` is done to, in the active or the passive."""
    word = s.words[i]
    found: list[int] = []
    if is_passive(s, i):
        own = s.child(i, "nsubjpass")
        if own is not None and s.words[own].lower not in RELATIVE:
            found += s.conjuncts(own)
        elif word.dep in ("acl", "relcl", "amod") or own is not None:
            found.append(word.head)
        elif word.dep in ("conj", "xcomp"):
            found += subject(s, i).heads
    for child in s.under(i, "dobj", "attr", "oprd", "dative"):
        if s.words[child].dep == "dative" and s.words[child].pos == "ADP":
            continue
        if s.words[child].lower in RELATIVE and word.dep == "relcl":
            found.append(word.head)
        else:
            found += s.conjuncts(child)
    own = s.child(i, "nsubj")
    gap = word.dep == "relcl" and not found and own is not None and not is_passive(s, i)
    if gap and own is not None and s.words[own].lower not in RELATIVE:
        found.append(word.head)
    return tuple(dict.fromkeys(found))


def obliques(s: Sentence, i: int) -> tuple[tuple[str, int], ...]:
    """Return preposition and head of what hangs on ``i``: "with" Tunisia, "against" Mali; agents left out."""
    found = []
    for child in s.children[i]:
        word = s.words[child]
        if word.dep not in ("prep", "dative") or word.pos not in (
            "ADP",
            "SCONJ",
            "ADV",
            "VERB",
            "ADJ",
            "PART",
        ):
            continue
        goal = s.child(child, "pobj")
        if goal is None:  # "out of X", "according to X": a preposition under a preposition
            nested = s.child(child, "prep")
            goal = s.child(nested, "pobj") if nested is not None else None
            name = s.words[nested].lower if nested is not None else word.lower
        else:
            name = word.lower
        if goal is not None:
            found += [(name, g) for g in s.conjuncts(goal)]
    return tuple(found)


def agents(s: Sentence, i: int) -> tuple[int, ...]:
    """Return who does a passive verb: "by" the council."""
    found: list[int] = []
    for child in s.children[i]:
        word = s.words[child]
        by = word.dep == "agent" or (word.dep == "prep" and word.lower == "by" and is_passive(s, i))
        goal = s.child(child, "pobj") if by else None
        if goal is not None:
            found += s.conjuncts(goal)
    if not found:  # "was shelled and besieged by Chad"
        shared = (
            c for c in s.under(i, "conj") if s.words[c].tag == "VBN" and s.child(c, "nsubjpass") is None
        )
        found += (a for c in shared for a in agents(s, c))
    return tuple(found)


def each_other(s: Sentence, i: int) -> bool:
    """Whether what the verb at ``i`` does is done to each other: "accused one another"."""
    under = (*s.under(i, "dobj", "dative"), *(g for _, g in obliques(s, i)))
    return any(s.words[c].lower in ("other", "another") and _counted(s, c) for c in under)


def _counted(s: Sentence, c: int) -> bool:
    return c > 0 and (s.words[c - 1].lower, s.words[c].lower) in _EACH_OTHER


LEADS_TO = words("leads_to")
_OCCASIONS = words("occasion")
_TAKES_PART = words("takes_part")


def complements(s: Sentence, i: int) -> tuple[int, ...]:
    """Return the words that can say what a verb is about: clauses, objects, and what prepositions lead to."""
    found = list(s.under(i, "xcomp", "ccomp", "acomp"))
    found += objects(s, i)
    for child in s.under(i, "prep", "dative"):
        if s.words[child].lower not in LEADS_TO and not (
            s.words[child].lower == "in" and s.words[i].lemma in _TAKES_PART
        ):
            continue
        found += (
            c
            for c in s.under(child, "pcomp", "pobj")
            if s.child(c, "nsubj") is None and s.words[c].lemma not in _OCCASIONS
        )
        for nested in s.under(child, "prep"):
            found += s.under(nested, "pcomp", "pobj")
    if s.words[i].pos == "ADJ":  # the parser hangs "ready to talk" in several ways
        found += s.under(i, "advcl", "ccomp")
    return tuple(
        dict.fromkeys(j for f in found for j in (s.conjuncts(f) if s.words[f].dep != "pobj" else (f,)))
    )
