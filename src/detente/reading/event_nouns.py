"""Who stands around an event noun: its owner, those it is by, between or with, and those it is aimed at."""

from __future__ import annotations

from dataclasses import dataclass

from detente.reading import roles
from detente.reading.acts import Deed
from detente.reading.parties import Party, distinct
from detente.reading.scene import NOBODY, Found, Scene
from detente.reading.words import words

TRAVEL = words("travel")
_HOSTED = frozenset(
    {"sponsored", "mediated", "brokered", "hosted", "led", "facilitated", "moderated", "chaired"}
)
_BY = frozenset({"by", "from", "of", "between", "among", "with", "including", "involving"})
_LEADS_INSIDE = frozenset({"between", "by", "from", "with", "on", "against", "to", "of"})
_TAKES_IN = frozenset({"between", "among", "with"})
_WHERE = frozenset({"in", "at", "on"})
_OF_THE_VICTIM = frozenset({"ASSAULT", "ACCUSE", "SUPPORT", "COERCE"})
_BLAMED_ON = frozenset({"blame", "pin", "attribute"})
_GATHERS = frozenset({"involve", "bring", "gather"})


@dataclass(frozen=True, slots=True)
class Around:
    """Parties around an event noun, by where they stand.

    Parameters
    ----------
    owner
        "Chad's" offer.
    named
        The "Chadian" offer, the "Chad-Libya" summit.
    host
        Who leads, brokers or hosts it: the "Qatari-brokered" talks.
    by
        The offer "by Chad", talks "between" or "with" them.
    to
        The offer "to Libya".
    """

    owner: tuple[Party, ...] = ()
    named: tuple[Party, ...] = ()
    host: tuple[Party, ...] = ()
    by: tuple[Party, ...] = ()
    to: tuple[Party, ...] = ()

    @property
    def everybody(self) -> tuple[Party, ...]:
        """All but the hosts."""
        return distinct([*self.owner, *self.named, *self.by, *self.to])

    def __add__(self, other: Around) -> Around:
        return Around(*(getattr(self, f) + getattr(other, f) for f in self.__slots__))


def around(scene: Scene, deed: Deed) -> Around:
    """Return the parties around the nouns of an act, and around verbs that such a noun holds."""
    found = Around()
    for k in deed.chain:
        if scene.sentence.words[k].pos in ("NOUN", "PROPN"):
            found += _before(scene, k) + _after(scene, k, deed) + _in_clauses(scene, k)
        elif k != deed.at:
            found += _of_verb(scene, k)
        else:  # "a truce was signed between Chad and Libya"
            sides = tuple(g for p, g in roles.obliques(scene.sentence, k) if p in ("between", "among"))
            found += Around(by=scene.all_parties(sides).parties)
    return found


def _before(scene: Scene, i: int) -> Around:
    s = scene.sentence
    owner: list[Party] = []
    named: list[Party] = []
    host: list[Party] = []
    for c in s.under(i, "poss", "compound", "amod", "nmod"):
        beside = (*scene.all_parties(s.conjuncts(c)).parties, *_describing(scene, c).parties)
        leads = any(s.words[k].lower.rpartition("-")[2] in _HOSTED for k in (c, *s.children[c]))
        (owner if s.words[c].dep == "poss" else host if leads else named).extend(beside)
    return Around(tuple(owner), tuple(named), tuple(host))


def _describing(scene: Scene, c: int) -> Found:
    """Look inside a describing word: "the US-led talks", "Chad-Libya border talks"."""
    under = scene.sentence.under(c, "compound", "amod", "nmod", "npadvmod", "poss", "nsubj")
    found = [scene.at[j] for j in under if j in scene.at]
    return Found(distinct(found)) if found else NOBODY


def _after(scene: Scene, i: int, deed: Deed) -> Around:
    s = scene.sentence
    by: list[Party] = []
    to: list[Party] = []
    for p, g in roles.obliques(s, i):
        if g in deed.chain or (p in _WHERE and deed.act and deed.act.mutual):
            continue
        found = scene.parties(g, places=s.words[i].lemma in TRAVEL)
        direct = bool(found)
        if not found and p in _LEADS_INSIDE:
            found = scene.named_within(g)
        done_by = p in _BY and not (p == "of" and (deed.type in _OF_THE_VICTIM or not direct))
        done_by = done_by and not (p == "from" and deed.act and deed.act.type == "RETREAT")
        (by if done_by else to).extend(found.parties)
    return Around(by=tuple(by), to=tuple(to))


def _in_clauses(scene: Scene, i: int) -> Around:
    """Look in clauses that describe the noun: "made by Chad", "involving Chad", "that Chad refused"."""
    s = scene.sentence
    by: list[Party] = []
    host: list[Party] = []
    for c in s.under(i, "acl"):
        leads = s.words[c].lower in _HOSTED
        (host if leads else by).extend(scene.all_parties(roles.agents(s, c)).parties)
        if leads:
            by += (
                p for name, g in roles.obliques(s, c) if name in _TAKES_IN for p in scene.parties(g).parties
            )
        if s.words[c].lemma in _GATHERS:
            by += scene.all_parties(roles.objects(s, c)).parties
        if s.words[c].lemma in _BLAMED_ON:
            heads = tuple(g for p, g in roles.obliques(s, c) if p in ("on", "to"))
            by += scene.all_parties(heads).parties
    for c in s.under(i, "relcl"):
        if roles.objects_left_out(s, c):
            by += scene.all_parties(roles.subject(s, c).heads).parties
    return Around(by=tuple(by), host=tuple(host))


def _of_verb(scene: Scene, i: int) -> Around:
    """Find whom a held verb reaches: the pledge "to withdraw from Mali"."""
    s = scene.sentence
    heads = (
        *roles.objects(s, i),
        *(g for p, g in roles.obliques(s, i) if p in ("with", "to", "on", "against", "from")),
    )
    return Around(to=distinct(p for h in heads for p in scene.named_within(h).parties))
