"""Whether an entry of the trigger lexicon fits a word: what follows, is done to and describes it."""

from __future__ import annotations

from detente.reading import roles
from detente.reading.lexicon import VerbEntry
from detente.reading.tree import Sentence
from detente.reading.words import words

CONTAINERS = words("container")


def lemma_of(s: Sentence, i: int) -> str:
    """Return the form of a word that the lexicon lists."""
    word = s.words[i]
    # The lemmatiser leaves many participles of "be" predicates as they are: "prepared", "committed".
    return word.lemma if word.pos != "ADJ" else word.lower


def phrase_of(s: Sentence, i: int, e: VerbEntry) -> str:
    """Return an entry as people write it: "be ready", "call off"."""
    return " ".join((*(("be",) if e.adjective else ()), lemma_of(s, i), *e.rest))


def fits(s: Sentence, i: int, e: VerbEntry) -> bool:
    """Whether the rest of the entry's words stand around the verb."""
    word = s.words[i]
    if e.adjective:
        be = word.dep in ("acomp", "attr", "conj", "oprd") and (word.pos == "ADJ" or word.tag == "VBN")
        participle = s.child(i, "auxpass") is not None
        return (
            be
            or participle
            or (word.dep == "ROOT" and word.pos == "ADJ")
            or word.dep in ("advcl", "amod", "acl")
        )
    if word.pos == "ADJ":
        return False
    if not e.rest:
        return True
    near = {
        s.words[c].lower
        for c in s.under(i, "prt", "prep", "advmod", "acomp", "dobj", "prep", "advcl", "agent")
        if not _is_end_of_name(s, c) and not _tells_when(s, i, c)
    }
    near |= {s.words[c].lemma for c in s.under(i, "dobj", "acomp", "ccomp", "xcomp", "oprd")}
    if i + 1 < len(s):
        near.add(s.words[i + 1].lower)
    for c in s.under(i, "prt", "prep", "advmod"):
        near |= {s.words[d].lower for d in s.under(c, "prep", "pobj")}
    return all(part in near for part in e.rest)


def _tells_when(s: Sentence, verb: int, c: int) -> bool:
    """Whether a preposition goes with a day or stands before the verb: "on Tuesday Chad called"."""
    if s.words[c].dep != "prep":
        return False
    goal = s.child(c, "pobj")
    return c < verb or (goal is not None and s.words[goal].lower in words("calendar"))


def _is_end_of_name(s: Sentence, i: int) -> bool:
    """Whether a word is the last piece of a hyphenated name, as the "in" of Moon Jae-in."""
    before = s.words[i - 1] if i else None
    return before is not None and before.text == "-" and before.end == s.words[i].start


def object_words(s: Sentence, i: int) -> dict[str, int]:
    """Return the nouns the verb is done to, with their places: heads first, then what describes them."""
    heads = list(roles.objects(s, i))
    if not heads and not roles.is_passive(s, i):  # "closed or scaled down their embassies"
        heads += [o for c in s.under(i, "conj") if s.child(c, "nsubj") is None for o in s.under(c, "dobj")]
    if not heads or all(s.words[h].pos in ("PROPN", "PRON") for h in heads):
        heads += [g for p, g in roles.obliques(s, i) if p in roles.LEADS_TO]
    for c in s.under(i, "prep"):
        heads += s.under(c, "pcomp")
    if not roles.is_passive(s, i) and not s.under(i, "dobj"):
        heads += [c for c in s.under(i, "xcomp") if s.words[c].tag != "VB"]
    for c in s.under(i, "prep"):
        if s.words[c].lower == "as":  # "described the raid as an outrage"
            heads += s.under(c, "pobj", "amod", "acomp")
    heads += [c for c in s.under(i, "ccomp") if s.words[c].pos == "NOUN"]  # "considers the group a threat"
    found: dict[str, int] = {}
    for h in heads:  # "arms shipments" before "shipments"
        for c in s.under(h, "compound", "amod"):
            found.setdefault(f"{s.words[c].lower} {s.words[h].lemma}", h)
    for h in heads:
        found.setdefault(s.words[h].lemma, h)
    for h in heads:
        for c in s.under(h, "compound", "amod", "nmod"):
            found.setdefault(s.words[c].lower, h)
            found.setdefault(s.words[c].lemma, h)
        for p, g in roles.obliques(s, h):
            if p in ("of", "in", "on") and (s.words[h].lemma in CONTAINERS or s.words[h].pos == "NUM"):
                found.setdefault(s.words[g].lemma, g)
    return found


def subject_words(s: Sentence, i: int) -> tuple[str, ...]:
    """Return the nouns that are the subject of an active verb."""
    heads = () if roles.is_passive(s, i) else roles.subject(s, i).heads
    return tuple(s.words[h].lemma for h in heads if s.words[h].pos == "NOUN")


def describing(s: Sentence, i: int) -> frozenset[str]:
    """Return the words that describe a noun: "joint" exercises, tests "of missiles"."""
    found: list[int] = []
    for c in s.under(i, "compound", "amod", "nmod", "poss"):
        for j in s.conjuncts(c):
            found += [j, *s.under(j, "compound", "amod")]
    for p, g in roles.obliques(s, i):
        if p in ("of", "by", "on"):
            found += [g, *s.under(g, "compound", "amod")]
    if s.words[i].dep == "conj":  # "nuclear and missile tests", "missile tests and launches"
        found += s.under(s.words[i].head, "compound", "amod")
    return frozenset(w for j in found for w in (s.words[j].lemma, s.words[j].lower))
