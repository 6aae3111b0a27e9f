"""Who did it to whom: the parties of an act, from its syntax and, where that is silent, from around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detente.reading import roles
from detente.reading.acts import Deed
from detente.reading.event_nouns import TRAVEL, Around, around
from detente.reading.parties import Party, distinct
from detente.reading.scene import NOBODY, Found, Scene
from detente.reading.tree import Sentence
from detente.reading.words import words
from detente.vocabulary.groups import free_code

_TARGET_PREPOSITIONS = (
    "against", "with", "to", "on", "upon", "at", "toward", "towards", "from", "between", "among", "for",
    "over", "of", "into",
)  # fmt: skip
_ALWAYS_AT_SOMEBODY = frozenset(
    {"REQUEST", "ACCUSE", "SANCTION", "THREATEN", "COERCE", "ASSAULT", "SUPPORT", "AID"}
)
_AT_COUNTERPART = frozenset({"CONCEDE", "RETREAT", "AGREE", "REJECT", "MOBILIZE"})
_ON_THE_GROUND = frozenset({"SANCTION", "ASSAULT", "COERCE", "MOBILIZE", "AID", "RETREAT"})
_FOUGHT_OUT = frozenset({"ASSAULT", "ACCUSE", "THREATEN", "RETREAT", "SANCTION"})
"""What two sides can do to each other in one act: "traded accusations", "clashed"."""
_OFTEN = 3
_WHERE = frozenset({"in", "at", "near", "across", "after", "before", "outside", "inside", "since"})
_WHEN = frozenset({"before", "after", "since", "following", "until", "during"})
_DONE_TO_PEOPLE = frozenset({"ASSAULT", "COERCE", "AID", "REQUEST", "ACCUSE", "SUPPORT"})
_BETWEEN_TWO = frozenset({"REJECT", "CONSULT", "ASSAULT"})
"""Of what two sides do to each other: where nobody is named, the two that the text is about are meant."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Who acts, upon whom, and how that is known."""

    actor: tuple[Party, ...]
    target: tuple[Party, ...]
    mutual: bool
    why: str
    first: tuple[Party, ...] = ()
    """Of a mutual act: those that the sentence makes its subject."""


def parties_of(scene: Scene, deed: Deed) -> Parties | None:
    """Return the parties of an act, ``None`` when nobody is named or meant.

    Parameters
    ----------
    scene, deed
        The sentence with its parties, and what one of its triggers reports.

    Notes
    -----
    Syntax decides where it can. A missing target is looked for among the other parties of the clause, then of
    the sentence, then it is whom the document most often names with the actor; ``why`` marks such guesses.
    """
    s = scene.sentence
    if s.words[deed.at].pos in ("NOUN", "PROPN"):
        return _of_noun(scene, deed)
    subject = roles.subject(s, deed.at)
    if deed.chain[-1] in subject.heads and not roles.agents(s, deed.at):
        return _of_noun(scene, deed)
    act, passive = deed.act, subject.passive and not deed.state
    reversed_ = bool(act and act.subject_is_target and not deed.operators)
    if passive:
        actor = scene.all_parties(roles.agents(s, deed.at))
        heads = tuple(h for h in subject.heads if h not in deed.chain)
        target = _first(scene, [heads], actor)
        how = "passive agent" if actor else "passive"
    else:
        actor = scene.all_parties(subject.heads)
        if not actor or not any(p.known for p in actor.parties):
            wide = [
                scene.named_within(h) for h in subject.heads if h not in deed.chain or len(deed.chain) > 1
            ]
            named = distinct(p for f in wide for p in f.parties)
            actor = Found(named, "named in the subject") if any(p.known for p in named) else actor
        target, how = NOBODY, f"{subject.how}, {actor.how}" if actor else "no actor"
    if not target:
        target = _target(scene, deed, actor)
    if not target and not passive and deed.type in _DONE_TO_PEOPLE and not deed.operators:
        target = _people(scene, deed, actor)
    if not target and passive and subject.heads:
        named_inside = [scene.named_within(h) for h in subject.heads]
        target = Found(
            _without(distinct(p for f in named_inside for p in f.parties), actor), "named in the subject"
        )
    lent = deed.operators[:1] not in (("demand",), ("bid",), ("refuse",), ("threaten",), ("promise",))
    if not actor and not passive and lent and s.words[deed.chain[-1]].pos == "NOUN":
        return _of_noun(scene, deed)
    if deed.act and deed.act.by and not actor:  # "sanctions hit the port": who imposed them is not said
        passive = True
    if not actor and any(s.words[h].lemma in words("document") for h in subject.heads):
        passive, how = True, "told by a document"
    if reversed_:
        actor, target = target, actor
    return _settled(scene, deed, actor, target, how, passive=passive)


def _people(scene: Scene, deed: Deed, actor: Found) -> Found:
    """Return the people a verb is done to where no name says whose they are: "detained foreigners"."""
    s = scene.sentence
    for h in roles.objects(s, deed.at):
        is_name = s.words[h].tag == "NNP" and deed.type in ("COERCE", "ASSAULT") and h not in deed.chain
        if (is_name or s.words[h].lemma in words("people")) and not _without(scene.parties(h).parties, actor):
            name = scene.proper_name(h) if is_name else scene.phrase(h)
            return Found((Party(free_code(name), name, person=is_name, known=False),), "no code")
    return NOBODY


def _of_noun(scene: Scene, deed: Deed) -> Parties | None:
    """Find the parties of an event noun: "Chad's offer to Libya", "the Chad-Libya summit"."""
    s, i = scene.sentence, deed.chain[-1]
    near = around(scene, deed)
    if deed.act and deed.act.mutual and (not deed.operators or _without_doer(s, deed)):
        return _of_mutual_noun(scene, deed, near)
    named = near.by + near.named
    actor = distinct(near.owner or near.by or (*near.named, *near.host))
    rest = (*near.to, *(named if near.owner else near.named if near.by else ()))
    target = _without(distinct(rest), Found(actor))
    if not actor and not target:
        return None
    if deed.topic and not (near.owner or near.named or near.to):
        return None
    if not actor:
        actor = _without(_governing_subject(scene, i).parties, Found(target))
    if deed.type == "CONSULT" and not target and not near.by and not s.is_verbal(deed.at):
        return None  # "his visit": without the host the reading is more often wrong than right
    found = _settled(scene, deed, Found(actor), Found(target), "event noun", passive=True)
    if found and s.is_verbal(deed.at) and deed.type != "SANCTION" and "fallback" in found.why:
        return None  # somebody near the object of a verb that has no doer itself: hardly ever right
    return found


def _of_mutual_noun(scene: Scene, deed: Deed, near: Around) -> Parties | None:
    """Find everybody who takes part in talks, a summit, a break of talks."""
    i = deed.chain[-1]
    everybody = near.everybody
    if not everybody and near.host:  # "the talks, brokered by Norway, go on"
        pair = scene.cast.main_pair()
        if pair and not {p.code for p in pair} & {p.code for p in near.host}:
            return Parties(pair, (), True, "fallback: main pair")
    if len(everybody) < 2:  # a mediator is a party only where no others are named
        everybody = distinct([*everybody, *near.host])
    if not everybody:
        return _main_pair(scene, deed)
    if len(everybody) > 1:
        return Parties(everybody, (), True, "event noun")
    subject = NOBODY if _tells_when(scene.sentence, i) else _governing_subject(scene, i)
    extra = _without(subject.parties, Found(everybody))
    if not extra and not _tells_when(scene.sentence, i):
        extra = _nearby(scene, i, everybody)
    if extra:
        return Parties(distinct([*extra, *everybody]), (), True, "event noun")
    other = scene.cast.counterpart(everybody[0].code)
    if other:
        return Parties((*everybody, other), (), True, "event noun; fallback: main counterpart")
    return Parties(everybody, (), True, "event noun, one party") if near.by else None


def _main_pair(scene: Scene, deed: Deed) -> Parties | None:
    """Take what two sides do to each other, where nobody is named, for an act of the text's main pair."""
    if _tells_when(scene.sentence, deed.chain[-1]):
        return None
    pair = scene.cast.main_pair() if deed.type in _BETWEEN_TWO else ()
    return Parties(pair, (), True, "fallback: main pair") if pair else None


def _tells_when(s: Sentence, i: int) -> bool:
    """Whether a noun only tells when: "after the summit with Chad, Libya ..." puts no Libya there."""
    word = s.words[i]
    return word.dep == "pobj" and s.words[word.head].lower in _WHEN


def _without_doer(s: Sentence, deed: Deed) -> bool:
    """Whether an operator has nobody as its doer: "the talks collapsed", "the breakdown of talks"."""
    if s.is_verbal(deed.at):
        return deed.chain[-1] in roles.subject(s, deed.at).heads and not roles.agents(s, deed.at)
    return deed.operators[:1] == ("stop",)


def _governing_subject(scene: Scene, i: int) -> Found:
    s = scene.sentence
    for a in s.above(i):
        if s.is_verbal(a):
            subject = roles.subject(s, a)
            receiver = s.child(a, "dobj")
            if s.words[a].lemma == "invite" and receiver is not None:
                return scene.all_parties(s.conjuncts(receiver))
            heads = tuple(h for h in subject.heads if not (s.edges(h)[0] <= i <= s.edges(h)[1]))
            return scene.all_parties(roles.agents(s, a) if subject.passive else heads)
    return NOBODY


def _target(scene: Scene, deed: Deed, actor: Found) -> Found:
    """Look along the chain, outermost word first, for somebody it is done to."""
    s = scene.sentence
    travel = any(s.words[k].lemma in TRAVEL for k in deed.chain)
    where = deed.type in _ON_THE_GROUND
    chain = deed.chain[1:] if deed.operators[:1] == ("announce",) and len(deed.chain) > 1 else deed.chain
    for k in chain:  # whom somebody orders about is not the target of what they are ordered to do
        groups: list[tuple[int, ...]] = []
        if s.words[k].pos in ("NOUN", "PROPN"):
            found = _around_noun(scene, k, actor, travel=travel)
            if found:
                return found
            continue
        groups.append(
            tuple(h for h in roles.objects(s, k) if h not in deed.chain) if not roles.is_passive(s, k) else ()
        )
        makers = tuple(a for h in groups[0] for c in s.under(h, "acl") for a in roles.agents(s, c))
        groups.append(makers)  # "rejected a formula offered by Chad"
        own = s.child(k, "nsubj") if k != deed.at else None
        if own is not None and deed.operators[:1] in (("demand",), ("bid",)):
            groups.insert(0, s.conjuncts(own))  # "demands that Chad rule out a Libyan visit" is aimed at Chad
        elif own is not None:
            groups.append(s.conjuncts(own))
        groups += _by_preposition(scene, k, deed, travel=travel)
        found = _first(scene, groups, actor, places=travel)
        if found:
            return found
        for group in groups[:1]:
            inside = [_without(scene.named_within(h, where=where).parties, actor) for h in group]
            if any(inside):
                return Found(distinct(p for ps in inside for p in ps), "named in the object")
    for k in deed.chain:
        for group in _by_preposition(scene, k, deed, travel=travel):
            inside = [_without(scene.named_within(h, where=where).parties, actor) for h in group]
            if any(inside):
                return Found(distinct(p for ps in inside for p in ps), "named in the object")
    return NOBODY


def _around_noun(scene: Scene, k: int, actor: Found, *, travel: bool) -> Found:
    s = scene.sentence
    heads = [tuple(g for p, g in roles.obliques(s, k) if p == name) for name in _TARGET_PREPOSITIONS]
    found = _first(scene, [h for h in heads if h], actor, places=travel)
    if found:
        return found
    inside = [h for group in heads for h in group] + list(s.under(k, "poss", "compound", "amod", "nmod"))
    named = distinct(p for h in inside for p in scene.named_within(h).parties)
    return Found(_without(named, actor), "named in the object") if _without(named, actor) else NOBODY


def _by_preposition(scene: Scene, k: int, deed: Deed, *, travel: bool) -> list[tuple[int, ...]]:
    """Return what hangs on prepositions, those that the lexicon names first."""
    pairs = roles.obliques(scene.sentence, k)
    first = deed.act.particle if deed.act else ()
    order = dict.fromkeys((*first, *_TARGET_PREPOSITIONS, *(("in",) if travel else ())))
    return [group for name in order if (group := tuple(g for p, g in pairs if p == name))]


def _first(scene: Scene, groups: Iterable[tuple[int, ...]], actor: Found, *, places: bool = False) -> Found:
    for group in groups:
        found = scene.all_parties(group, places=places)
        rest = _without(found.parties, actor)
        if rest:
            return Found(rest, found.how)
    return NOBODY


def _counterpart(scene: Scene, actor: Found) -> Party | None:
    """Return whom an act most likely aims at; bodies that mediate only where they are named often."""
    codes = frozenset(p.code for p in actor.parties)
    friends = codes | scene.memory.friends(codes)
    bodies = frozenset(c for c in scene.cast.counts if scene.cast.is_body(scene.cast.party(c)))
    first = actor.parties[0].code
    side = scene.cast.counterpart(first, friends | bodies)
    body = None if side else scene.cast.counterpart(first, friends)
    return body if body and scene.cast.counts[body.code] >= _OFTEN else side


def _without(parties: Iterable[Party], others: Found) -> tuple[Party, ...]:
    codes = {p.code for p in others.parties}
    return tuple(p for p in parties if p.code not in codes)


def _nearby(scene: Scene, i: int, but: tuple[Party, ...]) -> tuple[Party, ...]:
    """Return the party named nearest to a word in its sentence, other than those given and their friends."""
    codes = {p.code for p in but}
    codes |= scene.memory.friends(codes)
    s = scene.sentence
    others = [(abs(j - i), j) for j, p in scene.at.items() if p.code not in codes and not _is_where(s, j)]
    return (scene.at[min(others)[1]],) if others else ()


def _fought_out(deed: Deed) -> bool:
    return bool(deed.act and deed.act.mutual) and deed.type in _FOUGHT_OUT


def _is_main_pair(scene: Scene, actor: Found) -> bool:
    """Whether the two the text is about act alike, which they then do to each other."""
    return {p.code for p in actor.parties} == {p.code for p in scene.cast.main_pair()}


def _each_other(scene: Scene, deed: Deed) -> bool:
    """Whether they do it to each other; the noun of fighting "between" two sides tells no third."""
    s = scene.sentence
    return any(
        roles.each_other(s, k)
        if s.is_verbal(k)
        else any(p in ("between", "among") for p, _ in roles.obliques(s, k))
        for k in deed.chain
    )


def _pair_without(scene: Scene, party: Party) -> tuple[Party, ...]:
    """Return the two main parties of the text when a third one brings them together."""
    pair = scene.cast.main_pair()
    return pair if all(p.code != party.code for p in pair) and not scene.named(pair) else ()


def _is_where(s: Sentence, j: int) -> bool:
    """Whether a name only tells where: "reached in Sweden"."""
    return s.words[j].dep == "pobj" and s.words[s.words[j].head].lower in _WHERE


def _settled(
    scene: Scene, deed: Deed, actor: Found, target: Found, how: str, *, passive: bool
) -> Parties | None:
    """Fill what is missing where the type allows a guess, and fold mutual acts."""
    act, why = deed.act, [how]
    if not actor and not target:
        return None
    if act and act.needs_target and not deed.operators:
        named = {p.code for p in (*actor.parties, *target.parties)}
        if not target and not (act.mutual and len(named) > 1):
            return None
    each_other = _fought_out(deed) or _each_other(scene, deed) or _is_main_pair(scene, actor)
    if not target and len(actor.parties) > 1 and each_other:
        return Parties(actor.parties, (), True, "; ".join([*why, "each other"]), actor.parties)
    mutual = bool(act and act.mutual) and (not deed.operators or deed.type in ("CONSULT", "COOPERATE"))
    if mutual and deed.type in ("CONSULT", "COOPERATE", "AGREE", "SUPPORT"):
        everybody = distinct([*actor.parties, *target.parties])
        if len(everybody) == 1:
            more = _pair_without(scene, everybody[0]) or _nearby(scene, deed.at, everybody)
            other = scene.cast.counterpart(everybody[0].code) if not more and everybody[0].known else None
            everybody = distinct([*everybody, *more, *((other,) if other else ())])
            why.append("fallback: nearest party" if more else "fallback: main counterpart")
        return Parties(everybody, (), True, "; ".join(why), actor.parties)
    if not actor:
        if not passive or not target:
            return None
        other = _counterpart(scene, target) if target.parties[0].known else None
        actor = Found((other,) if other else _nearby(scene, deed.at, target.parties), "fallback")
        why.append("fallback: actor from the surroundings")
        return Parties(actor.parties, target.parties, False, "; ".join(why))
    together = len(actor.parties) > 1 and deed.type in ("AGREE", "SUPPORT", "CONSULT", "COOPERATE")
    if not target and together:
        return Parties(actor.parties, (), True, "; ".join([*why, "together"]))
    answers = (
        deed.type == "REJECT" and scene.sentence.words[deed.at].dep == "relcl"
    )  # "a charge that Chad denies"
    alone = act is not None and act.alone and not answers
    wants = deed.type in _ALWAYS_AT_SOMEBODY or deed.type in _AT_COUNTERPART
    if deed.type == "MOBILIZE":  # nobody tells at whom a third country's troops are aimed
        wants = bool({p.code for p in actor.parties} & {p.code for p in scene.cast.main_pair()})
    if not target and wants and not alone:
        near = () if deed.type == "MOBILIZE" else _nearby(scene, deed.at, actor.parties)
        other = _counterpart(scene, actor) if actor.parties[0].known else None
        if near and not (other and scene.cast.is_body(near[0]) and not scene.cast.is_body(other)):
            target = Found(near)
            why.append("fallback: nearest party")
        elif (
            other and deed.type != "AID" and not answers
        ):  # the counterpart is more often a foe, whom nobody helps
            target = Found((other,))
            why.append("fallback: main counterpart")
    return Parties(actor.parties, target.parties, False, "; ".join(why))
