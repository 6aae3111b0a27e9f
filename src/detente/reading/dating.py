"""Which of a sentence's date phrases says when an act was done.

A date belongs to the clause it modifies: "accused Chad on Monday of breaking the 2015 deal" is Monday's, and
the deal made "in May" that somebody broke does not date the breaking.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from detente.reading.acts import Deed
from detente.reading.dates import Phrase
from detente.reading.modality import Standing
from detente.reading.tree import Sentence

Found = Callable[[bool], Sequence[Phrase]]
"""The date phrases of a sentence, read as of things done or as of things to come."""
_OPENING = 4
"""Code points into a sentence at which a phrase still opens it."""
_APPOSED = re.compile(r",?\s*the\s+")
"""Between a date and what is said of it: "Chad left on the day Mali came", "on 24 May, the day on which"."""
_CONTENT = frozenset({"xcomp", "ccomp", "pcomp", "prep", "dobj", "pobj", "attr", "conj"})
_OWN_TIME = frozenset({"relcl", "acl"})
_OTHER_TIMES = frozenset({"after", "before", "since", "until", "once", "if", "unless"})
_SET_FOR = frozenset({"due", "scheduled", "set", "planned", "slated"})
"""What comes after these is when something else is to be."""
_LASTS = frozenset({"start", "begin", "run", "last", "continue"})
"""Verbs that only say from when to when: "halt attacks starting on Monday"."""
_OBTAINS = frozenset({"obtain", "win", "secure", "receive", "extract", "get"})
_HOLDS = frozenset({"hold", "attend", "join", "host", "open", "conclude"})
_MODALS = frozenset(
    {"will", "would", "shall", "may", "might", "could", "can", "must", "should", "'ll", "’ll"}
)
_TIMELESS = frozenset({"VBP", "VBZ", "VBG"})
_PLANNED = frozenset({"offered", "pledged", "threatened", "demanded"})


def dating(s: Sentence, deed: Deed, clause: tuple[int, int], stands: Standing, found: Found) -> Phrase | None:
    """Return the phrase that dates an act.

    Parameters
    ----------
    s, deed, clause
        The sentence, the act and the code-point span of the clause that reports it.
    stands
        How the act stands.
    found
        The sentence's date phrases, all at the same places whichever way they are read.

    Returns
    -------
    Phrase or None
        A phrase that hangs from a word of the act; else one in the clause that no other verb has; else one of
        the verb that the act is told by or joined to; else one that opens the sentence. Among several, one
        that gives days, then the nearest. A phrase in a name dates only the thing named.
    """
    past = found(False)
    if not past:
        return None
    core = {deed.at, *deed.chain}
    places = {p.start: _hangs_from(s, p, core, deed.at) for p in past}
    for fits in _tests(s, deed, clause, places):
        chosen = [p for p in past if fits(p)]
        if chosen:
            at = s.words[deed.at].start - s.start
            best = min(chosen, key=lambda p: (not p.dates, abs(p.start - at)))
            return _read(s, best, places[best.start], stands, found)
    return None


def _tests(
    s: Sentence, deed: Deed, clause: tuple[int, int], places: dict[int, int | None]
) -> tuple[Callable[[Phrase], bool], ...]:
    """Return what a phrase may be to the act, the closest tie first."""
    core = {deed.at, *deed.chain}
    told_by = _told_by(s, deed.at)
    first, last = clause[0] - s.start, clause[1] - s.start

    def inside(p: Phrase) -> bool:
        verb = places[p.start]
        own = verb is None or verb in told_by or _is_content(s, verb, core)
        return not p.names and own and first <= p.start and p.end <= last

    named = _named_above(s, deed.at)
    head = s.words[s.words[deed.at].head]
    on_which = head.start - s.start if s.words[deed.at].dep == "relcl" else None
    return (
        lambda p: places[p.start] in core,
        lambda p: (
            on_which is not None
            and (p.start <= on_which < p.end or bool(_APPOSED.fullmatch(s.text[p.end : on_which])))
        ),
        lambda p: p.names and named is not None and _above_name(s, p) == named,
        inside,
        lambda p: not p.names and places[p.start] in told_by,
        lambda p: not p.names and p.start <= _OPENING and _root(s) in (deed.at, *told_by),
    )


def _hangs_from(s: Sentence, p: Phrase, core: set[int], at: int) -> int | None:
    """Return the verb that a phrase depends on, or the word of the act if that comes first."""
    left, right = s.start + p.start, s.start + p.end
    inside = [i for i, w in enumerate(s.words) if w.start < right and left < w.end]
    if not inside:
        return None
    top = min(inside, key=s.depth)
    if p.names:
        head = _above_name(s, p)
        return head if head in core and _is_told_of(s, head, at) else None
    for i in s.above(top):
        if i in core or s.words[i].lower in _SET_FOR or (s.is_verbal(i) and s.words[i].lemma not in _LASTS):
            return i
    return None


def _is_told_of(s: Sentence, noun: int, at: int) -> bool:
    """Whether a noun of an act is itself what happened: "Monday's talks broke down"."""
    subject = s.words[noun].dep in ("nsubj", "nsubjpass") or s.words[at].lemma in _HOLDS
    return s.words[noun].pos in ("NOUN", "PROPN") and (noun == at or subject)


def _above_name(s: Sentence, p: Phrase) -> int | None:
    """Return the noun that a phrase is part of the name of: "summit" of "the 12 June summit"."""
    left, right = s.start + p.start, s.start + p.end
    inside = [i for i, w in enumerate(s.words) if w.start < right and left < w.end]
    above = [s.words[i].head for i in inside if s.words[i].head not in inside]
    if not above:
        return None
    at = above[-1]
    return s.words[at].head if s.words[at].lower == "of" else at  # "the attacks of September 11"


def _named_above(s: Sentence, i: int) -> int | None:
    """Return the noun in or at which an act took place, as in "the rulings in which it ordered"."""
    word = s.words[i]
    if word.dep != "relcl":
        return None
    where = any(
        s.words[c].lower == "where" or any(s.words[g].lower == "which" for g in s.under(c, "pobj"))
        for c in s.under(i, "prep", "advmod")
    )
    return word.head if where else None


def _is_content(s: Sentence, verb: int, core: set[int]) -> bool:
    """Whether a verb is what the act is about: "agreed to hold talks on Monday"."""
    at = verb
    for above in s.above(verb):
        if s.words[at].dep not in _CONTENT or s.words[at].lower in _SET_FOR:
            return False
        if s.words[at].dep == "ccomp" and any(s.words[c].tag == "WRB" for c in s.children[at]):
            return False  # "the region where they clashed in June"
        if above in core:
            return s.words[verb].dep not in _OWN_TIME
        at = above
    return False


def _told_by(s: Sentence, i: int) -> frozenset[int]:
    """Return the verbs above an act that share its time: of saying it, or joined to it."""
    above: list[int] = []
    if _is_given(s, i):
        return frozenset()
    for head in s.above(i):
        word = s.words[i]
        if word.dep in _OWN_TIME:
            break
        marks = {s.words[c].lower for c in s.under(i, "mark", "prep", "advmod")}
        if word.dep == "advcl" and marks & _OTHER_TIMES:
            break
        if word.dep == "pobj" and s.words[head].lower in _OTHER_TIMES:
            break
        if word.dep == "ccomp" and (_was_over(s, i) or any(s.words[c].tag == "WP" for c in s.children[i])):
            break
        if s.is_verbal(head):
            above.append(head)
        i = head
    return frozenset(above)


def _is_given(s: Sentence, i: int) -> bool:
    """Whether an act is a thing known before: "rejected the offer", unlike "made an offer"."""
    if s.words[i].pos != "NOUN" or s.words[i].dep not in ("dobj", "pobj"):
        return False
    if s.words[s.words[i].head].lemma in _OBTAINS:
        return False
    before = {s.words[c].lower for c in s.under(i, "det")}
    return s.child(i, "poss") is not None or bool(before & {"the", "this", "that", "these", "those"})


def _was_over(s: Sentence, i: int) -> bool:
    """Whether a verb tells of what was over by then: "had attacked"."""
    return s.words[i].tag == "VBN" and any(s.words[c].lower in ("had", "'d", "’d") for c in s.under(i, "aux"))


def _root(s: Sentence) -> int | None:
    return next((i for i, w in enumerate(s.words) if w.dep == "ROOT"), None)


def _read(s: Sentence, p: Phrase, verb: int | None, stands: Standing, found: Found) -> Phrase:
    """Return the phrase as what it hangs from wants it: "will leave on Friday" is the Friday to come."""
    if verb is not None and not s.is_verbal(verb):
        verb = next((i for i in s.above(verb) if s.is_verbal(i)), None)
    ahead = stands.future or (verb is None and stands.modality in _PLANNED)
    if verb is not None and s.words[verb].tag not in _TIMELESS:
        auxiliaries = {s.words[c].lower for c in s.under(verb, "aux")}
        ahead = bool(auxiliaries & _MODALS) or (s.words[verb].tag == "VB" and "to" in auxiliaries)
    return next((q for q in found(True) if q.start == p.start), p) if ahead else p
