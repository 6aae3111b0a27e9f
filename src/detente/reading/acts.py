"""From trigger words to acts: what the predicate or event noun at a word reports.

An act may be wrapped in others: "agreed to suspend its plan to test missiles" is read from the inside out,
each operator saying what it makes of the act it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import cast

from detente.reading import roles
from detente.reading.lexicon import GROUPS, Act, Lexicon, VerbEntry
from detente.reading.matching import describing, fits, lemma_of, object_words, phrase_of, subject_words
from detente.reading.tree import Sentence
from detente.reading.words import words
from detente.record.types import Modality

_DEEPEST = 4
_TOPICS = frozenset({"SANCTION", "ASSAULT", "COERCE"})
"""What a topic noun tells without a verb when it says whose or on whom: "American sanctions"."""
_OWN_SUBJECT_OPERATORS = frozenset({"demand", "bid"})
_COMMANDS = frozenset({"order", "instruct", "command", "direct", "task", "tell", "authorise", "authorize"})
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
    over
        The verb whose operator the act shares without being under it: "refused to sign or to meet".
    """

    at: int
    type: str
    act: Act | None
    chain: tuple[int, ...]
    operators: tuple[str, ...]
    modality: Modality | None
    why: str
    over: int | None = None
    state: bool = False
    """Whether it is what the subject is, "is angered by", and so never the passive of a verb."""
    topic: bool = False
    """Whether it is a noun that tells an act only with whose or on whom it is: "American sanctions"."""


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
    if word.lemma in ("have", "need") and s.child(i, "xcomp") is not None:  # what has to be done tells itself
        return None
    entries = [e for e in lexicon.verbs.get(lemma_of(s, i), ()) if fits(s, i, e)]
    if word.tag == "VBN" and word.lower != word.lemma:  # "is opposed", "is committed"
        entries = [e for e in lexicon.verbs.get(word.lower, ()) if e.adjective and fits(s, i, e)] + entries
    if not entries:
        return _obliged(s, i)
    seen = object_words(s, i)
    subjects = subject_words(s, i)
    for e in entries:
        if e.act and (done_by := next((w for w in subjects if w in e.act.by), None)):
            return _plain(s, i, e, e.act, f" by {done_by}", None)
    exact = {w: h for w, h in seen.items() if w.rpartition(" ")[2] == s.words[h].lemma}
    if deed := _with_object(s, i, entries, exact):
        return deed
    if _orders_own_people(s, i):
        entries = [e for e in entries if e.operator not in ("demand", "bid")]
    for e in entries:
        if e.operator and (deed := _operated(s, i, e, lexicon, depth)):
            return deed
    if deed := _with_object(s, i, entries, seen):
        return deed
    if word.lemma == "warn" and _only_foresees(s, i):
        return None
    plain = [
        e
        for e in entries
        if (e.act and not e.act.object and not e.act.by)
        or (e.operator in lexicon.alone and e.operator != "bid")
    ]
    for e in sorted(plain, key=lambda e: (-len(e.rest), e.act is None)):
        if e.act and e.act.type == "STATEMENT":
            if word.tag == "VB" and not s.under(i, "aux"):
                continue
            if judged := _judged(s, i, lexicon):
                return judged
        if e.act:
            return _plain(s, i, e, e.act, "", None)
        if e.adjective and s.child(i, "xcomp", "ccomp", "prep") is None:
            continue  # "was happy" promises nothing
        if word.lemma == "insist" and _states(s, i):
            continue
        return _stands_alone(s, i, e, lexicon)
    for e in entries:
        if e.operator == "bid" and _bidden(s, i) is not None:
            return _stands_alone(s, i, e, lexicon)
    return _obliged(s, i)


def _states(s: Sentence, i: int) -> bool:
    """Whether a clause tells a fact rather than what is asked: "insisted that no money was paid"."""
    clause = s.child(i, "ccomp")
    if (
        clause is None
        or clause < i
        or any(s.words[a].lower in _MUST | {"be"} for a in s.under(clause, "aux", "auxpass"))
    ):
        return False
    finite = s.words[clause].tag in ("VBD", "VBZ") or bool(s.under(clause, "aux", "neg"))
    return finite and not _is_subjunctive(s, clause)


def _orders_own_people(s: Sentence, i: int) -> bool:
    """Whether somebody tells their own army or envoys what to do: "ordered the navy to board the ship"."""
    if s.words[i].lemma not in _COMMANDS or roles.is_passive(s, i) or s.child(i, "xcomp", "ccomp") is None:
        return False
    return any(
        s.words[c].lemma in words("serves")
        and not any(s.words[d].pos == "PROPN" or s.words[d].dep == "amod" for d in s.children[c])
        for h in s.under(i, "xcomp", "ccomp")
        for c in (*s.under(i, "dobj"), *s.under(h, "nsubj"))
    )


def _only_foresees(s: Sentence, i: int) -> bool:
    """Whether a warning only tells how things stand: "warned that the country was near famine"."""
    clause = s.child(i, "ccomp")
    if clause is None:
        return False
    modal = any(s.words[c].tag == "MD" for c in s.under(clause, "aux"))
    own = s.child(clause, "nsubj", "nsubjpass")
    itself = own is not None and s.words[own].pos == "PRON"
    return not (modal or itself or s.child(clause, "advcl") is not None)


def _stands_alone(s: Sentence, i: int, e: VerbEntry, lexicon: Lexicon) -> Deed:
    """Read an operator whose inner act the lexicon does not know: "wants Chad to change its laws"."""
    operator = e.operator or ""
    kind, modality = lexicon.alone[operator]
    clause = _bidden(s, i)
    chain = (i,) if clause is None else (i, clause)
    return Deed(i, kind, None, chain, (operator,), modality_of(modality), f"{phrase_of(s, i, e)} -> {kind}")


def _bidden(s: Sentence, i: int) -> int | None:
    """Return the clause of what another is to do: "wants Chad to change", "demands that Chad change"."""
    for c in s.under(i, "ccomp", "xcomp"):
        own = s.child(c, "nsubj", "nsubjpass") is not None or s.child(i, "dobj", "dative") is not None
        modal = any(s.words[a].tag == "MD" for a in s.under(c, "aux"))
        done = s.words[c].tag == "VBN" and any(s.words[a].lower in ("to", "be") for a in s.children[c])
        if own and not modal and (s.words[c].tag == "VB" or done or _is_subjunctive(s, c)):
            return c
    return None


def _is_subjunctive(s: Sentence, c: int) -> bool:
    """Whether a verb stands as it does after a demand: "suggested that Chad talk"."""
    subject = s.child(c, "nsubj")
    singular = subject is not None and s.words[subject].tag in ("NN", "NNP") and not s.under(subject, "conj")
    return s.words[c].tag == "VBP" and singular


def _judged(s: Sentence, i: int, lexicon: Lexicon) -> Deed | None:
    """Read "said that the raid was an outrage" as what "called the raid an outrage" is."""
    for clause in s.under(i, "ccomp"):
        if s.words[clause].lemma != "be" or s.child(clause, "neg") is not None:
            continue
        for c in s.under(clause, "attr", "acomp"):
            for e in lexicon.verbs.get("call", ()):
                if e.act and not e.rest and s.words[c].lemma in e.act.object:
                    why = f"{s.words[i].lemma} that is {s.words[c].lower} -> {e.act.type}"
                    return Deed(i, e.act.type, e.act, (i, clause, c), (), None, why)
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
    why = f"{phrase_of(s, i, e)}{extra} -> {act.type}"
    return Deed(i, act.type, act, chain, (), act.modality, why, state=e.adjective)


def _operated(s: Sentence, i: int, e: VerbEntry, lexicon: Lexicon, depth: int) -> Deed | None:
    operator = e.operator or ""
    for j in _held(s, i, operator):
        inner = deed_at(s, j, lexicon, depth + 1)
        if inner is None:
            continue
        made = _composed(s, j, operator, inner, lexicon)
        if made is None:
            continue
        kind, modality = made
        return replace(
            inner,
            at=i,
            type=kind,
            chain=tuple(dict.fromkeys((i, _first_joined(s, j), *inner.chain))),
            operators=(operator, *inner.operators),
            modality=modality_of(modality) or (inner.modality if kind == inner.type else None),
            why=f"{phrase_of(s, i, e)} + {inner.why.removesuffix(f' -> {inner.type}')} -> {kind}",
        )
    return None


def _first_joined(s: Sentence, j: int) -> int:
    """Return the first of joined words, which carries what they share: "wants Chad to go and to pay"."""
    while s.words[j].dep == "conj" and s.words[s.words[j].head].pos == s.words[j].pos:
        j = s.words[j].head
    return j


def _is_finite_beside(s: Sentence, j: int) -> bool:
    """Whether a verb only seems joined to an infinitive: "refused to talk and left" holds no leaving."""
    word = s.words[j]
    return word.dep == "conj" and word.tag in ("VBD", "VBZ", "VBP") and s.words[word.head].tag == "VB"


_ABOUT_OWN_ACTS = frozenset({"promise", "agree", "offer", "hint", "intend", "decide"})


def _composed(s: Sentence, j: int, operator: str, inner: Deed, lexicon: Lexicon) -> tuple[str, str] | None:
    """Return what an operator makes of an act: "promised not to attack" concedes."""
    made = lexicon.compose(operator, inner.type)
    if made is None or operator not in _ABOUT_OWN_ACTS or not s.is_verbal(j) or s.child(j, "neg") is None:
        return made
    if GROUPS[inner.type] in ("hostile", "verbal"):
        return ("AGREE" if operator == "agree" else "CONCEDE", "pledged" if operator != "agree" else "")
    return ("REJECT", "") if GROUPS[inner.type] == "friendly" else ("THREATEN", "threatened")


def _held(s: Sentence, i: int, operator: str) -> Iterator[int]:
    """Yield the words an operator can hold. A clause with its own subject is held only by few of them."""
    directed = s.child(i, "dobj", "dative") is not None
    for _, g in roles.obliques(s, i):
        if s.words[g].lemma in words("span_of_time"):  # "refused for years to recognise"
            yield from (c for c in s.under(g, "acl", "relcl") if s.words[c].tag == "VB")
    asks = operator in ("demand", "bid")
    asked = s.under(i, "advcl") if asks and s.child(i, "prep") is not None else ()
    asked = asked or tuple(c for c in s.under(i, "advcl") if asks and _is_for(s, c))
    for j in (*roles.complements(s, i), *(c for c in asked if s.words[c].tag == "VB")):
        if j == i or _is_finite_beside(s, j) or not _can_hold(s, j, operator, directed=directed):
            continue
        yield j
        if s.words[j].pos == "NOUN":  # "an end to the strikes", "plans to visit", "the resumption of talks"
            yield from (c for c in s.under(j, "acl") if c != i and s.child(c, "nsubj") is None)
            yield from (g for p, g in roles.obliques(s, j) if p in ("of", "to", "for", "on", "in"))
            yield from (g for p in s.under(j, "prep") for g in s.under(p, "pcomp"))
    if operator == "fail":  # "stopped short of attacking"
        yield from (
            c for a in s.under(i, "advmod") for p in s.under(a, "prep") for c in s.under(p, "pcomp", "pobj")
        )
    if operator in ("do", "stop", "fail") and not roles.is_passive(s, i) and s.child(i, "dobj") is None:
        yield from (h for h in roles.subject(s, i).heads if s.words[h].pos == "NOUN")


def _is_for(s: Sentence, c: int) -> bool:
    """Whether a clause tells what another is to do: "calls for Chad to withdraw"."""
    return s.child(c, "nsubj") is not None and any(s.words[m].lower == "for" for m in s.under(c, "mark"))


def _can_hold(s: Sentence, j: int, operator: str, *, directed: bool) -> bool:
    j = _first_joined(s, j)
    word = s.words[j]
    if word.dep == "ccomp" and s.child(j, "nsubj", "nsubjpass") is not None:
        if operator in ("promise", "threaten", "agree"):
            return _same_subject(s, j)
        # "demands that Chad leave" asks, "insists that Chad left" states
        # so does "told a rally that troops could march"
        future = any(s.words[c].tag == "MD" and s.words[c].lower not in _MUST for c in s.under(j, "aux"))
        asked = word.tag == "VB" or _is_subjunctive(s, j)
        return operator in _OWN_SUBJECT_OPERATORS and asked and not future
    if word.dep == "xcomp":  # "wants to meet" is one's own plan, "wants Chad to meet" a request
        return directed if operator == "bid" else not (directed and operator in ("intend", "consider"))
    return True


def _same_subject(s: Sentence, j: int) -> bool:
    own = s.child(j, "nsubj", "nsubjpass")
    return own is None or s.words[own].lower in ("it", "he", "she", "they", "we", "i")


def _noun(s: Sentence, i: int, lexicon: Lexicon, depth: int) -> Deed | None:
    alone = depth == 0
    word = s.words[i]
    entries = lexicon.nouns.get(word.lemma) or lexicon.nouns.get(word.lower, ())
    for c in s.under(i, "compound", "amod"):  # "hunger strike"
        entries = lexicon.nouns.get(f"{s.words[c].lower} {word.lemma}", ()) + tuple(entries)
    if alone and word.dep in ("compound", "amod", "nmod"):
        return None
    for operator in lexicon.noun_operators.get(word.lemma, ()):
        if deed := _noun_operated(s, i, operator, lexicon, depth):
            return deed
    near = describing(s, i) if any(e.act.modifier for e in entries) else frozenset()
    for e in entries:
        if e.topic and alone and e.act.type not in _TOPICS:
            continue
        hit = next((w for w in near if w in e.act.modifier), "")
        if e.act.modifier and not hit:
            continue
        why = f"{hit} {word.lemma}".strip()
        told = f"{why} -> {e.act.type}"
        return Deed(i, e.act.type, e.act, (i,), (), e.act.modality, told, topic=e.topic and alone)
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
            modality=modality_of(made[1]),
            why=why,
        )
    return None


def modality_of(text: str) -> Modality | None:
    """Return the modality a table gives, ``None`` for an empty cell."""
    return cast("Modality", text) if text else None
