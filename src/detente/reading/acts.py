"""From trigger words to acts: what the predicate or event noun at a word reports.

An act may be wrapped in others: "agreed to suspend its plan to test missiles" is read from the inside out,
each operator saying what it makes of the act it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from detente.reading import roles
from detente.reading.lexicon import NOT_EVENTS, Act, Lexicon, VerbEntry
from detente.reading.tree import Sentence
from detente.reading.words import words
from detente.record.types import Modality

_DEEPEST = 4
_OWN_SUBJECT_OPERATORS = frozenset({"demand", "bid"})
_MUST = frozenset({"must", "should", "ought"})


@dataclass(frozen=True, slots=True)
class Deed:
    """What a trigger reports, before it is known who did it to whom.

    Parameters
    ----------
    at
        The trigger word.
    type
        The type after every operator has had its say.
    act
        The lexicon entry of the innermost word, ``None`` when an operator stands alone.
    chain
        The words that carry the act, outermost first; ``chain[0] == at``.
    operators
        The operators on the way in, outermost first.
    modality
        As far as the words fix it.
    why
        What fired, for people: ``call off + exercise -> RETREAT``.
    """

    at: int
    type: str
    act: Act | None
    chain: tuple[int, ...]
    operators: tuple[str, ...]
    modality: Modality | None
    why: str

    @property
    def is_event(self) -> bool:
        """Whether the type is an act rather than a statement or assessment."""
        return self.type not in NOT_EVENTS


def deeds(s: Sentence, lexicon: Lexicon) -> tuple[Deed, ...]:
    """Return what every trigger of a sentence reports, outer acts before those they hold.

    An act that an operator has taken up is not told twice; a proposal, demand or attack that somebody rejects
    or condemns remains an act of its own (its author is another), and so stays in the list.
    """
    taken: set[int] = set()
    found: list[Deed] = []
    for i in sorted(range(len(s)), key=s.depth):
        if i in taken:
            continue
        if _hypothetical(s, i):
            taken.update(roles.objects(s, i))
            continue
        deed = deed_at(s, i, lexicon)
        if deed is None or _only_blamed(s, i, deed, found):
            continue
        found.append(deed)
        taken |= _taken_up(s, deed)
    return tuple(found)


_PURPOSE_NOUNS = words("purpose")
_JUDGEMENTS = words("judgement")
_NOT_YET = frozenset({"before", "without", "until", "prior", "than", "instead", "despite"})


def _hypothetical(s: Sentence, i: int) -> bool:
    """Whether the word tells only a purpose or what has not come about: "a deal to limit"."""
    word = s.words[i]
    if word.dep == "acl" and word.tag == "VB" and s.words[word.head].lemma in _PURPOSE_NOUNS:
        return True
    if word.tag == "VB" and s.words[word.head].pos == "ADJ" and s.words[word.head].lemma in _JUDGEMENTS:
        return True
    if word.dep == "pcomp":
        prep = s.words[word.head]
        if s.words[prep.head].lemma == "capable":
            return True
        return prep.lower in _NOT_YET or s.words[prep.head].lower in _NOT_YET
    if word.dep == "ccomp" and s.words[word.head].lemma in ("hope", "wish", "fear", "doubt", "dream"):
        return s.child(i, "nsubj") is not None
    return False


def _only_blamed(s: Sentence, i: int, deed: Deed, outer: list[Deed]) -> bool:
    """Whether an event noun is only what another act speaks of: "condemned the refusal of Chad"."""
    if s.words[i].pos != "NOUN" or deed.type not in ("REJECT", "ACCUSE", "REQUEST", "THREATEN"):
        return False
    above = next((a for a in s.above(i) if s.is_verbal(a)), None)
    return any(d.at == above and d.type in ("ACCUSE", "SUPPORT", "REQUEST") for d in outer)


def _taken_up(s: Sentence, deed: Deed) -> set[int]:
    """Return the words that an act has used up, so that they tell no act of their own."""
    inner = deed.chain[1:-1] if _leaves_inner(s, deed) else deed.chain[1:]
    used = set(inner)
    for i in inner:
        for a in s.above(i):  # what lies between: "refused to hold talks"
            if a == deed.at:
                break
            if s.words[a].dep in ("xcomp", "dobj", "pcomp", "pobj", "prep", "acl"):
                used.add(a)
        if s.words[i].lemma in _CONTAINERS:  # "a round of talks"
            used.update(g for p, g in roles.obliques(s, i) if p == "of")
    if deed.type == "ACCUSE" and s.is_verbal(
        deed.at
    ):  # "accused Chad of shelling a town" tells the accusation
        for c in (p for k in (deed.at, *s.under(deed.at, "dobj")) for p in s.under(k, "prep")):
            if s.words[c].lower in ("of", "for", "over", "about"):
                left, right = s.edges(c)
                used.update(range(left, right + 1))
    if deed.modality == "denied":
        used.update(s.under(deed.at, "ccomp", "xcomp"))
    if deed.modality == "offered":
        used.update(s.under(deed.at, "xcomp"))
    for i in tuple({*inner, *used}):  # "rejected an offer to negotiate" tells no negotiation
        if s.words[i].pos == "NOUN":
            used.update(c for c in s.under(i, "acl") if s.words[c].tag == "VB")
    if deed.type == "CONSULT" and s.is_verbal(deed.at):  # "met for talks" is one meeting
        used.update(g for p, g in roles.obliques(s, deed.at) if p in ("for", "in", "at", "during", "on"))
    return used - {deed.at}


def _leaves_inner(s: Sentence, deed: Deed) -> bool:
    """Whether the innermost word is a noun of somebody else's act: "rejected proposals from Chad"."""
    inner = deed.chain[-1]
    if len(deed.chain) < 2 or s.words[inner].pos != "NOUN" or deed.type != "REJECT":
        return False
    if deed.operators[:1] != ("refuse",) and not (deed.act and "proposal" in deed.act.object):
        return False
    owner = s.child(inner, "poss")
    named = owner is not None and s.words[owner].pos == "PROPN"
    return named or any(p in ("from", "by") for p, _ in roles.obliques(s, inner))


def deed_at(s: Sentence, i: int, lexicon: Lexicon, depth: int = 0) -> Deed | None:
    """Return what the word at ``i`` reports, ``None`` when it reports nothing the lexicon knows."""
    word = s.words[i]
    if depth > _DEEPEST:
        return None
    if word.pos in ("NOUN", "PROPN"):
        return _noun(s, i, lexicon, depth)
    if word.pos not in ("VERB", "AUX", "ADJ") or word.dep in ("aux", "auxpass"):
        return None
    if depth == 0 and word.dep in ("amod", "compound"):
        return None
    if word.lemma == "strike" and not roles.objects(s, i):  # "the contrast is striking"
        return None
    entries = [e for e in lexicon.verbs.get(_lemma(s, i), ()) if _fits(s, i, e)]
    if word.tag == "VBN" and word.lower != word.lemma:  # "is opposed", "is committed"
        entries = [e for e in lexicon.verbs.get(word.lower, ()) if e.adjective and _fits(s, i, e)] + entries
    if not entries:
        return _obliged(s, i)
    seen = _object_words(s, i)
    subjects = _subject_words(s, i)
    if deed := _with_object(s, i, entries, {w: h for w, h in seen.items() if s.words[h].lemma == w}):
        return deed
    for e in entries:
        if e.act and (done_by := next((w for w in subjects if w in e.act.by), None)):
            return _plain(s, i, e, e.act, f" by {done_by}", None)
    for e in entries:
        if e.operator and (deed := _operated(s, i, e, lexicon, depth)):
            return deed
    if deed := _with_object(s, i, entries, seen):
        return deed
    plain = [
        e for e in entries if (e.act and not e.act.object and not e.act.by) or e.operator in lexicon.alone
    ]
    for e in sorted(plain, key=lambda e: (-len(e.rest), e.act is None)):
        if e.act:
            return _plain(s, i, e, e.act, "", None)
        if e.adjective and s.child(i, "xcomp", "ccomp", "prep") is None:
            continue  # "was happy" promises nothing
        kind, modality = lexicon.alone[e.operator or ""]
        why = f"{_phrase(s, i, e)} -> {kind}"
        return Deed(i, kind, None, (i,), (e.operator or "",), _modality(modality), why)
    return None


def _obliged(s: Sentence, i: int) -> Deed | None:
    """Read "said that Chad must ..." as a request whatever it is that must be done."""
    must = s.words[i].dep == "ccomp" and any(s.words[c].lower in _MUST for c in s.under(i, "aux"))
    return Deed(i, "REQUEST", None, (i,), ("must",), "demanded", "must -> REQUEST") if must else None


def _with_object(s: Sentence, i: int, entries: list[VerbEntry], words: dict[str, int]) -> Deed | None:
    """Return the act of the first entry that asks for one of these objects."""
    for word, held in words.items():
        for e in entries:
            if e.act and word in e.act.object:
                return _plain(s, i, e, e.act, f" + {word}", held)
    return None


def _plain(s: Sentence, i: int, e: VerbEntry, act: Act, extra: str, held: int | None) -> Deed:
    chain = (i,) if held is None else (i, held)
    return Deed(i, act.type, act, chain, (), act.modality, f"{_phrase(s, i, e)}{extra} -> {act.type}")


def _lemma(s: Sentence, i: int) -> str:
    word = s.words[i]
    # The lemmatiser leaves many participles of "be" predicates as they are: "prepared", "committed".
    return word.lemma if word.pos != "ADJ" else word.lower


def _phrase(s: Sentence, i: int, e: VerbEntry) -> str:
    return " ".join((*(("be",) if e.adjective else ()), _lemma(s, i), *e.rest))


def _fits(s: Sentence, i: int, e: VerbEntry) -> bool:
    """Whether the rest of the entry's words stand around the verb."""
    word = s.words[i]
    if e.adjective:
        be = word.dep in ("acomp", "attr", "conj", "oprd") and word.pos == "ADJ"
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
    }
    near |= {s.words[c].lemma for c in s.under(i, "dobj", "acomp", "ccomp", "xcomp", "oprd")}
    if i + 1 < len(s):
        near.add(s.words[i + 1].lower)
    for c in s.under(i, "prt", "prep", "advmod"):
        near |= {s.words[d].lower for d in s.under(c, "prep", "pobj")}
    return all(part in near for part in e.rest)


def _object_words(s: Sentence, i: int) -> dict[str, int]:
    """Return the nouns the verb is done to, with their places: heads first, then what describes them."""
    heads = list(roles.objects(s, i))
    if not heads or all(s.words[h].pos in ("PROPN", "PRON") for h in heads):
        heads += [g for p, g in roles.obliques(s, i) if p in roles.LEADS_TO]
    for c in s.under(i, "prep"):
        heads += s.under(c, "pcomp")
    if not roles.is_passive(s, i) and not s.under(i, "dobj"):
        heads += [c for c in s.under(i, "xcomp", "nsubj") if s.words[c].dep == "xcomp"]
    found: dict[str, int] = {}
    for h in heads:
        found.setdefault(s.words[h].lemma, h)
    for h in heads:
        for c in s.under(h, "compound", "amod", "nmod"):
            found.setdefault(s.words[c].lower, h)
            found.setdefault(s.words[c].lemma, h)
        for p, g in roles.obliques(s, h):
            if p in ("of", "in", "on") and s.words[h].lemma in _CONTAINERS:
                found.setdefault(s.words[g].lemma, g)
    return found


def _subject_words(s: Sentence, i: int) -> tuple[str, ...]:
    heads = () if roles.is_passive(s, i) else roles.subject(s, i).heads
    return tuple(s.words[h].lemma for h in heads if s.words[h].pos == "NOUN")


_CONTAINERS = words("container")


def _operated(s: Sentence, i: int, e: VerbEntry, lexicon: Lexicon, depth: int) -> Deed | None:
    operator = e.operator or ""
    for j in _held(s, i, operator):
        inner = deed_at(s, j, lexicon, depth + 1)
        if inner is None:
            continue
        made = lexicon.compose(operator, inner.type)
        if made is None:
            continue
        kind, modality = made
        return replace(
            inner,
            at=i,
            type=kind,
            chain=(i, *inner.chain),
            operators=(operator, *inner.operators),
            modality=_modality(modality) or (inner.modality if kind == inner.type else None),
            why=f"{_phrase(s, i, e)} + {inner.why.removesuffix(f' -> {inner.type}')} -> {kind}",
        )
    return None


def _held(s: Sentence, i: int, operator: str) -> Iterator[int]:
    """Yield the words an operator can hold. A clause with its own subject is held only by few of them."""
    for j in roles.complements(s, i):
        if s.words[j].dep == "ccomp" and s.child(j, "nsubj", "nsubjpass") is not None:
            modal = any(
                s.words[c].tag == "MD" and s.words[c].lower in ("will", "would") for c in s.under(j, "aux")
            )
            if (
                operator in _OWN_SUBJECT_OPERATORS
                and not modal
                and (operator == "demand" or s.words[j].tag == "VB")
            ) or (operator in ("promise", "threaten", "agree") and _same_subject(s, j)):
                yield j
            continue
        if operator == "bid" and s.words[j].dep in ("xcomp",) and s.child(i, "dobj", "dative") is None:
            continue  # "wants to meet" is one's own plan, "wants Chad to meet" a request
        yield j
        if s.words[j].pos == "NOUN":  # "an end to the strikes", "plans to visit", "the resumption of talks"
            yield from (c for c in s.under(j, "acl") if s.child(c, "nsubj") is None)
            yield from (g for p, g in roles.obliques(s, j) if p in ("of", "to", "for", "on", "in"))
            yield from (g for p in s.under(j, "prep") for g in s.under(p, "pcomp"))
    if operator in ("do", "stop", "fail") and not roles.is_passive(s, i) and s.child(i, "dobj") is None:
        yield from (h for h in roles.subject(s, i).heads if s.words[h].pos == "NOUN")


def _same_subject(s: Sentence, j: int) -> bool:
    own = s.child(j, "nsubj", "nsubjpass")
    return own is None or s.words[own].lower in ("it", "he", "she", "they", "we", "i")


def _noun(s: Sentence, i: int, lexicon: Lexicon, depth: int) -> Deed | None:
    alone = depth == 0
    word = s.words[i]
    entries = lexicon.nouns.get(word.lemma) or lexicon.nouns.get(word.lower, ())
    if alone and word.dep in ("compound", "amod", "nmod"):
        return None
    for operator in lexicon.noun_operators.get(word.lemma, ()):
        if deed := _noun_operated(s, i, operator, lexicon, depth):
            return deed
    near = _describing(s, i) if any(e.act.modifier for e in entries) else frozenset()
    for e in entries:
        if e.topic and alone:
            continue
        hit = next((w for w in near if w in e.act.modifier), "")
        if e.act.modifier and not hit:
            continue
        why = f"{hit} {word.lemma}".strip()
        return Deed(i, e.act.type, e.act, (i,), (), e.act.modality, f"{why} -> {e.act.type}")
    return None


_HELD_BY = frozenset({"of", "to", "for", "on", "in", "from"})


def _noun_operated(s: Sentence, i: int, operator: str, lexicon: Lexicon, depth: int) -> Deed | None:
    """Read "the suspension of talks", "a pledge to disarm": a noun that holds an act as its verb would."""
    held = [c for c in s.under(i, "acl") if s.words[c].tag == "VB"]
    held += [g for p, g in roles.obliques(s, i) if p in _HELD_BY]
    for c in s.under(i, "prep"):
        held += s.under(c, "pcomp")
    held += s.under(i, "compound")
    for j in held:
        inner = deed_at(s, j, lexicon, depth + 1)
        made = lexicon.compose(operator, inner.type) if inner else None
        if inner is None or made is None:
            continue
        why = f"{s.words[i].lemma} + {inner.why.removesuffix(f' -> {inner.type}')} -> {made[0]}"
        return replace(
            inner,
            at=i,
            type=made[0],
            chain=(i, *inner.chain),
            operators=(operator, *inner.operators),
            modality=_modality(made[1]),
            why=why,
        )
    return None


def _describing(s: Sentence, i: int) -> frozenset[str]:
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


def _modality(text: str) -> Modality | None:
    return cast("Modality", text) if text else None
