"""Who says it: the author in their own voice, a named speaker, or somebody unnamed.

A quotation that runs over several sentences keeps its speaker, see :func:`quoted`.
"""

from __future__ import annotations

from dataclasses import dataclass

from detente.reading import roles
from detente.reading.parties import Party
from detente.reading.scene import Scene
from detente.reading.tree import Sentence
from detente.reading.words import words
from detente.record.types import AUTHOR, UNNAMED

REPORTING = words("reporting")
"""Verbs whose clause is what somebody says."""

_REPORT_NOUNS = words("report")
_UNNAMED_ADVERBS = frozenset({"reportedly", "allegedly", "purportedly", "supposedly"})
_WEAK = frozenset(
    {"hope", "fear", "expect", "consider", "continue", "question", "interpret", "point", "recall", "ask"}
)
_OPENING, _CLOSING = frozenset("“«"), frozenset("”»")
_COMPLEMENTS = frozenset({"ccomp", "parataxis", "advcl", "xcomp", "acl", "pcomp"})


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it, as a claim's ``attribution``, with the party when it is one."""

    name: str
    party: Party | None = None
    why: str = ""

    @property
    def is_author(self) -> bool:
        """Whether the document's author says it in their own voice."""
        return self.name == AUTHOR


BY_AUTHOR = Source(AUTHOR)


def quoted(s: Sentence, is_open: bool) -> tuple[frozenset[int], bool]:
    """Return the words inside quotation marks, and whether a quotation stays open at the end.

    Parameters
    ----------
    s
        The sentence.
    is_open
        Whether the sentence begins inside a quotation.

    Notes
    -----
    Straight marks toggle, typographic ones open and close. Scare quotes of up to three words count as quoted
    here too; :func:`source` asks for more than that.
    """
    inside: list[int] = []
    for i, word in enumerate(s.words):
        if word.text in _OPENING:
            is_open = True
        elif word.text in _CLOSING:
            is_open = False
        elif word.text in ('"', "``", "''"):
            is_open = word.text != "''" and (word.text == "``" or not is_open)
        elif is_open:
            inside.append(i)
    return frozenset(inside), is_open


def source(scene: Scene, i: int) -> Source:
    """Return who says what the word at ``i`` carries.

    Parameters
    ----------
    scene
        The sentence with its parties; ``scene.speaker`` speaks in a quotation carried over from before.
    i
        The trigger.
    """
    s = scene.sentence
    below = i
    for a in (i, *s.above(i)):
        if a != i and s.words[below].dep in _COMPLEMENTS and _reports(s, a, below):
            told = _speaker(scene, a)
            if told:
                return told
        for c in s.children[a]:
            if c == below:
                continue
            told = _told_by_child(scene, c, i)
            if told:
                return told
        if a != i and s.words[a].lemma in _REPORT_NOUNS and _is_content(s, below):
            owner = scene.all_parties(s.under(a, "poss"))
            return _named(owner.parties[0], "its owner") if owner else Source(UNNAMED, None, s.words[a].lower)
        below = a
    if any(s.words[c].lower in _UNNAMED_ADVERBS for k in (i, *s.above(i)) for c in s.under(k, "advmod")):
        return Source(UNNAMED, None, "reportedly")
    if i in scene.quoted and scene.speaker is not None:
        return _named(scene.speaker, "quotation")
    return BY_AUTHOR


def _is_content(s: Sentence, below: int) -> bool:
    """Whether a clause is what a noun such as "report" says; some are parsed as relative clauses."""
    dep = s.words[below].dep
    return dep in ("acl", "ccomp", "prep") or (dep == "relcl" and s.child(below, "mark") is not None)


def _reports(s: Sentence, verb: int, below: int) -> bool:
    word = s.words[verb]
    if word.lemma not in REPORTING:
        return False
    dep = s.words[below].dep
    undergoer = s.child(verb, "nsubjpass")
    if undergoer is not None and dep == "ccomp" and s.words[undergoer].lower != "it":
        return False  # "a truce was declared and ..." reports nothing
    if dep == "advcl":  # "As Chad withdrew, it said ...": the clause of time is the author's
        return (
            s.words[verb].lemma in ("say", "add", "tell") and s.child(below, "mark") is None and below < verb
        )
    if dep == "xcomp":
        return (
            word.lemma in ("claim", "believe", "say", "report", "allege")
            or s.child(verb, "auxpass") is not None
        )
    if dep == "parataxis":
        return True
    return word.lemma not in _WEAK or dep == "ccomp"


def _told_by_child(scene: Scene, c: int, i: int) -> Source | None:
    """Find "according to X" and a parenthetic "X said" hanging on a clause."""
    s = scene.sentence
    word = s.words[c]
    if word.lower == "according":
        heads = tuple(g for p in s.under(c, "prep") for g in s.under(p, "pobj"))
        heads = heads or s.under(c, "pobj")
        return _from(scene, heads, "according to")
    parenthetic = (
        word.dep in ("parataxis", "advcl", "ccomp") and word.lemma in REPORTING - _WEAK and s.is_verbal(c)
    )
    if parenthetic and s.child(c, "ccomp", "xcomp", "dobj") is None and c != i and not _holds(s, c, i):
        marks = {s.words[m].lower for m in s.under(c, "mark", "advmod")}
        if s.child(c, "nsubj") is not None and not marks - {"as"}:
            return _speaker(scene, c)
    return None


def _holds(s: Sentence, above: int, i: int) -> bool:
    return above == i or above in s.above(i)


def _speaker(scene: Scene, verb: int) -> Source | None:
    """Return the subject of a reporting verb; a passive one ("is said to") names nobody.

    ``None`` when the subject is no speaker at all: "this underlines that".
    """
    subject = roles.subject(scene.sentence, verb)
    heads = roles.agents(scene.sentence, verb) if subject.passive else subject.heads
    if not subject.passive and not any(h in scene.at or _speaks(scene, h) for h in heads):
        return None
    return _from(scene, heads, scene.sentence.words[verb].lemma)


_SPEAKERS = words("speaker")


def _speaks(scene: Scene, head: int) -> bool:
    """Whether a noun phrase can say something: people, and what people write."""
    word = scene.sentence.words[head]
    return word.lemma in _SPEAKERS or word.lemma in words("institution") or word.pos == "PROPN"


def _from(scene: Scene, heads: tuple[int, ...], why: str) -> Source:
    found = scene.all_parties(heads)
    if not found:
        return Source(UNNAMED, None, why)
    known = [p for p in found.parties if p.known or p.person]
    if not known:
        return Source(UNNAMED, found.parties[0], why)
    name = " and ".join(dict.fromkeys(p.name for p in known))
    return Source(name, known[0], why)


def _named(party: Party, why: str) -> Source:
    return Source(party.name, party, why)


def main_speaker(scene: Scene) -> Party | None:
    """Return who speaks in a sentence with a reporting verb, for quotations that go on after it."""
    s = scene.sentence
    for i in range(len(s)):
        if i in scene.quoted:
            continue
        if s.words[i].lemma in REPORTING and s.is_verbal(i) and not roles.is_passive(s, i):
            found = scene.all_parties(roles.subject(s, i).heads)
            if found:
                return found.parties[0]
    return None
