"""Which acts a sentence tells: each once, without what is only weighed, blamed or taken up by another."""

from __future__ import annotations

from dataclasses import replace

from detente.reading import roles
from detente.reading.acts import Deed, deed_at, modality_of
from detente.reading.lexicon import Lexicon
from detente.reading.matching import CONTAINERS
from detente.reading.tree import Sentence
from detente.reading.words import words

_PURPOSE_NOUNS = words("purpose")
_JUDGEMENTS = words("judgement")
_TELLING = frozenset({"VERB", "AUX", "NOUN", "PROPN", "ADJ"})
_ANSWERS = frozenset({"deny", "reject", "dismiss", "dispute", "refute", "acknowledge", "admit"})
_NOT_YET = frozenset({"before", "without", "until", "prior", "than", "instead", "despite"})


def deeds(s: Sentence, lexicon: Lexicon) -> tuple[Deed, ...]:
    """Return what every trigger of a sentence reports, outer acts before those they hold.

    An act that an operator has taken up is not told twice; a proposal, demand or attack that somebody rejects
    or condemns remains an act of its own (its author is another), and so stays in the list.
    """
    taken: set[int] = set()
    found: list[Deed] = []
    held: dict[int, Deed] = {}
    known = lexicon.words
    triggers = [
        i
        for i, w in enumerate(s.words)
        if w.pos in _TELLING and (w.lemma in known or w.lower in known or w.dep == "ccomp")
    ]
    for i in sorted(triggers, key=s.depth):
        if i in taken:
            continue
        if _hypothetical(s, i):
            taken.update(roles.objects(s, i))
            continue
        deed = deed_at(s, i, lexicon)
        if deed is not None and (above := held.get(s.words[i].head)) and s.words[i].dep == "conj":
            deed = _shared(s, deed, above, lexicon)
        if deed is not None and _no_longer(s, i):
            deed = _given_up(deed, lexicon)
        if deed is None or _only_blamed(s, i, deed, found):
            continue
        found.append(deed)
        if deed.operators:
            held[deed.chain[1] if len(deed.chain) > 1 else i] = deed
        taken |= _taken_up(s, deed)
    return tuple(found)


def _shared(s: Sentence, deed: Deed, above: Deed, lexicon: Lexicon) -> Deed | None:
    """Put an act under the operator of the one it is joined to: "refused to sign or to meet"."""
    made = lexicon.compose(above.operators[0], deed.type)
    finite = s.words[deed.at].tag in ("VBD", "VBZ", "VBP") and s.words[s.words[deed.at].head].tag in (
        "VB",
        "VBG",
    )
    if above.operators[0] in ("demand", "bid") and not finite and s.child(deed.at, "nsubj") is None:
        return None  # what else is demanded in the same breath is one demand
    if made is None or finite or s.child(deed.at, "nsubj", "nsubjpass") is not None:
        return deed
    return replace(
        deed,
        type=made[0],
        operators=(above.operators[0], *deed.operators),
        modality=modality_of(made[1]) or deed.modality,
        over=above.at,
        why=f"{s.words[above.at].lemma} + {deed.why.removesuffix(f' -> {deed.type}')} -> {made[0]}",
    )


def _no_longer(s: Sentence, i: int) -> bool:
    """Whether it says "no longer", which ends the act rather than denying it."""
    return any(
        s.words[c].lower == "longer" and c and s.words[c - 1].lower in ("no", "any")
        for c in s.under(i, "advmod")
    )


def _given_up(deed: Deed, lexicon: Lexicon) -> Deed | None:
    """Return what no longer doing an act comes to: no longer insisting concedes."""
    made = lexicon.compose("stop", deed.type)
    if made is None:
        return None
    why = f"no longer {deed.why.removesuffix(f' -> {deed.type}')} -> {made[0]}"
    modality = modality_of(made[1])
    return replace(deed, type=made[0], operators=("stop", *deed.operators), modality=modality, why=why)


def _hypothetical(s: Sentence, i: int) -> bool:
    """Whether the word tells only a purpose or what has not come about: "a deal to limit"."""
    word = s.words[i]
    if roles.is_due(s, i):
        return False
    if word.dep == "acl" and word.tag == "VB" and s.words[word.head].lemma in _PURPOSE_NOUNS:
        return True
    if word.dep == "advcl" and word.tag == "VB" and s.child(i, "nsubj", "mark") is None:
        held = (s.words[o] for o in roles.objects(s, word.head) if s.is_verbal(word.head))
        if any(
            o.lemma in _PURPOSE_NOUNS and o.start < word.start for o in held
        ):  # "struck a deal to ease trade"
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
    left = _left_to_itself(s, deed)
    inner = tuple(i for i in deed.chain[1:] if i != left)
    used = set(inner)
    for i in inner:
        for a in s.above(i):  # what lies between: "refused to hold talks"
            if a == deed.at:
                break
            if s.words[a].dep in ("xcomp", "dobj", "pcomp", "pobj", "prep", "acl"):
                used.add(a)
        if s.words[i].lemma in CONTAINERS:  # "a round of talks"
            used.update(g for p, g in roles.obliques(s, i) if p == "of")
    if deed.type == "ACCUSE" and s.is_verbal(
        deed.at
    ):  # "accused Chad of shelling a town" tells the accusation
        for c in (p for k in (deed.at, *s.under(deed.at, "dobj")) for p in s.under(k, "prep")):
            if s.words[c].lower in ("of", "for", "over", "about"):
                left, right = s.edges(c)
                used.update(i for i in range(left, right + 1) if not _said_of_it(s, c, i))
    if deed.modality == "denied":
        used.update(s.under(deed.at, "ccomp", "xcomp"))
    if deed.modality == "offered":
        used.update(s.under(deed.at, "xcomp"))
        for c in s.under(deed.at, "acomp"):  # "stood ready to help"
            used.update((c, *s.under(c, "xcomp")))
    for i in tuple({*inner, *used}):  # "rejected an offer to negotiate" tells no negotiation
        if s.words[i].pos == "NOUN":
            used.update(c for c in s.under(i, "acl") if s.words[c].tag == "VB")
    if deed.type == "CONSULT" and s.is_verbal(deed.at):  # "met for talks" is one meeting
        used.update(g for p, g in roles.obliques(s, deed.at) if p in ("for", "in", "at", "during", "on"))
    return used - {deed.at}


def _said_of_it(s: Sentence, charge: int, i: int) -> bool:
    """Whether a word answers the charge: "accused Chad of theft, a charge that Chad denies"."""
    for a in (i, *s.above(i)):
        if a == charge:
            return False
        if s.words[a].dep == "relcl" and s.words[a].lemma in _ANSWERS:
            return True
    return False


def _left_to_itself(s: Sentence, deed: Deed) -> int | None:
    """Return the noun that is an act of another: "rejected proposals from Chad"."""
    if len(deed.chain) < 2 or deed.type != "REJECT":
        return None
    if deed.operators[:1] != ("refuse",) and not (deed.act and "proposal" in deed.act.object):
        return None
    nouns = [i for i in deed.chain[1:] if s.words[i].pos == "NOUN"]
    for i in (*nouns, *(g for n in nouns for p, g in roles.obliques(s, n) if p == "of")):
        owner = s.child(i, "poss")
        named = owner is not None and s.words[owner].pos == "PROPN"
        if named or any(p in ("from", "by") for p, _ in roles.obliques(s, i)):
            return nouns[0]
    return None
