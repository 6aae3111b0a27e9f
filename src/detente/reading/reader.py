"""From articles to claims: where the rules of this room are put together.

For every sentence: find its parties, what its triggers report, who does it to whom, how it stands, who says
it and when; each claim quotes its sentence and names the rules that made it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from detente.reading import attribution, clauses, modality
from detente.reading.acts import Deed
from detente.reading.arguments import Parties, parties_of
from detente.reading.attribution import Source
from detente.reading.concessions import concession, issue
from detente.reading.dates import Anchor, Phrase, Span, is_timeline, phrases
from detente.reading.dating import dating
from detente.reading.hedges import CERTAINTY
from detente.reading.lexicon import GROUPS, NOT_EVENTS, Lexicon
from detente.reading.memory import Memory
from detente.reading.modality import Standing
from detente.reading.parser import sentences
from detente.reading.parties import Cast, Party
from detente.reading.scene import Scene
from detente.reading.survey import deeds
from detente.reading.told import as_told
from detente.reading.tree import Sentence
from detente.record.types import AUTHOR, Claim, claim_id
from detente.vocabulary.actions import issues_in, polarity
from detente.vocabulary.actors import Actors

_REMEMBERED_DAYS = 8
_ON_THEIR_OWN = frozenset({"conj", "relcl"})


@dataclass(slots=True)
class _Text:
    """What is carried from sentence to sentence of one document.

    ``earlier`` holds the days spoken of before, ``found`` the date phrases of the sentence at hand, read as
    past and as future, ``issues`` what its words are about.
    """

    document: str
    published: date | None
    timeline: bool
    memory: Memory = field(default_factory=Memory)
    earlier: tuple[Span, ...] = ()
    quote_open: bool = False
    speaker: Party | None = None
    found: dict[bool, tuple[Phrase, ...]] = field(default_factory=dict)
    issues: tuple[tuple[int, int, str], ...] = ()
    ids: Counter[tuple[int, int]] = field(default_factory=Counter)


def claims_of(
    document: str,
    text: str,
    passages: Iterable[tuple[str, int]],
    actors: Actors,
    *,
    published: date | None = None,
    lexicon: Lexicon | None = None,
) -> Iterator[Claim]:
    """Read the claims of a text.

    Parameters
    ----------
    document
        Id of the document, its content hash.
    text
        Its stored text, which the claims quote.
    passages
        Running text with markup blanked, and where it starts in ``text``.
    actors
        Who is who.
    published
        Day of publication; without it relative dates stay unknown.
    lexicon
        Trigger lexicon, the built-in one by default.

    Yields
    ------
    Claim
        In text order.
    """
    passages = tuple(passages)
    parsed = tuple(sentences(passages, text))
    spans = [(s.start, s.end) for s in parsed]
    mentions = actors.mentions(_masked(text, passages, spans), on=published)
    cast = Cast.of(actors, mentions, spans, published, text)
    state = _Text(document, published, is_timeline([s.text for s in parsed]))
    words = lexicon or Lexicon.builtin()
    for s in parsed:
        yield from _sentence(s, cast, state, words)


def _masked(text: str, passages: Sequence[tuple[str, int]], spans: Sequence[tuple[int, int]]) -> str:
    """Return a text of the same length in which only the plain words of sentences stand."""
    plain, at = [], 0
    for piece, start in passages:
        plain += [" " * (start - at), piece]
        at = start + len(piece)
    whole = "".join(plain)
    parts, at = [], 0
    for start, end in spans:
        gap = whole[at:start]
        parts += [gap if gap.isspace() else " " * len(gap), whole[start:end]]
        at = end
    return "".join(parts) + " " * (len(text) - at)


def _sentence(s: Sentence, cast: Cast, state: _Text, lexicon: Lexicon) -> Iterator[Claim]:
    state.found, state.issues = {}, issues_in(s.text)
    quoted, is_open = attribution.quoted(s, state.quote_open)
    scene = Scene(s, cast, state.memory, quoted, state.speaker)
    if scene.quoted:
        scene.speaker = attribution.main_speaker(scene) or state.speaker
    found = deeds(s, lexicon)
    read = [(d, _claim(scene, d, state)) for d in sorted(found, key=lambda d: s.words[d.at].start)]
    told = [(deed, claim) for deed, claim in read if claim is not None]
    yield from _worth_keeping([c for d, c in told if not any(_repeats(s, *other, d, c) for other in told)])
    _remember(scene, state)
    state.quote_open = is_open
    state.speaker = scene.speaker if (is_open or quoted) else None


def _worth_keeping(told: Sequence[Claim]) -> Iterator[Claim]:
    """Leave out a bare "said" whose content is told by another claim of the sentence."""
    contents = [c for c in told if c.type not in NOT_EVENTS and c.attribution != AUTHOR]
    for c in told:
        if c.type != "STATEMENT" or not contents:
            yield c


def _repeats(s: Sentence, outer: Deed, a: Claim, inner: Deed, b: Claim) -> bool:
    """Whether a word under another tells the same act once more: "stood ready to help"."""
    same = (a.type, a.actor, a.target, a.modality) == (b.type, b.actor, b.target, b.modality)
    if not same or a.type in NOT_EVENTS:
        return False
    below = inner.at
    for k in s.above(inner.at):
        if s.words[below].dep in _ON_THEIR_OWN:
            return False
        if k == outer.at:
            return True
        below = k
    return False


def _claim(scene: Scene, deed: Deed, state: _Text) -> Claim | None:
    s = scene.sentence
    said = attribution.source(scene, deed.at)
    stands = modality.standing(s, deed, reported=not said.is_author)
    who = parties_of(scene, deed) or (_asked(scene, said) if stands.obliged else None)
    if who is None:
        return None
    kind, who, stands = as_told(deed, who, stands, said)
    known = any(p.known for p in (*who.actor, *who.target))
    if kind is None or not (known or kind == "PROTEST"):  # who protests has seldom a name of its own
        return None
    if len(who.actor) > 1 and "fallback" not in who.why:
        if who.target:
            state.memory.note_allies(who.actor)
        elif who.mutual:
            state.memory.note_group(who.actor)
    clause = clauses.span(s, deed)
    trigger = s.words[deed.at]
    by = said.name
    if stands.modality == "denied" and said.is_author and who.actor:
        by = who.actor[0].name
    dated = _dated(s, deed, clause, state, stands)
    guessed = "fallback" in who.why
    yields = any(GROUPS.get(t) == "yielding" for t in (deed.act.type,)) if deed.act else False
    carried = [s.words[i].lemma for i in deed.chain]
    given = concession(kind, who.actor, who.target, yields=yields, guessed=guessed, words=carried)
    nth = state.ids[trigger.start, trigger.end]
    state.ids[trigger.start, trigger.end] += 1
    certainty = stands.certainty
    if not said.is_author and certainty > CERTAINTY["attributed"]:
        certainty = CERTAINTY["attributed"]
    return Claim(
        id=claim_id(state.document, trigger.start, trigger.end, nth),
        document=state.document,
        sentence=s.number,
        quote=s.text,
        start=s.start,
        end=s.end,
        clause_start=clause[0],
        clause_end=clause[1],
        actor=tuple(p.code for p in who.actor),
        actor_name="; ".join(map(scene.cast.name_in_claim, who.actor)) or None,
        actor_role=next((p.role for p in who.actor if p.role), None),
        target=tuple(p.code for p in who.target),
        target_name="; ".join(map(scene.cast.name_in_claim, who.target)) or None,
        type=kind,
        modality=stands.modality,
        negated=stands.negated,
        attribution=by,
        certainty=certainty,
        date_from=dated.days.first if dated and dated.days and dated.dates else None,
        date_to=dated.days.last if dated and dated.days and dated.dates else None,
        issue=issue(state.issues, clause[0] - s.start, clause[1] - s.start),
        polarity=polarity(kind),
        concession_by=given.by if given else None,
        concession_to=given.to if given else None,
        rule=_rule(deed, kind, who, stands, said, dated, given.note if given else ""),
    )


def _asked(scene: Scene, said: Source) -> Parties | None:
    """Return who is meant by a speaker who says that something must be done: "sanctions must be lifted"."""
    other = scene.cast.counterpart(said.party.code) if said.party and said.party.known else None
    return Parties((other,), (), False, "fallback: main counterpart") if other else None


def _dated(s: Sentence, deed: Deed, clause: tuple[int, int], state: _Text, stands: Standing) -> Phrase | None:
    return dating(s, deed, clause, stands, lambda future: _phrases(s, state, future))


def _phrases(s: Sentence, state: _Text, future: bool) -> tuple[Phrase, ...]:
    if future not in state.found:
        anchor = Anchor(state.published, state.earlier, state.timeline, future)
        state.found[future] = phrases(s.text, anchor)
    return state.found[future]


def _rule(
    deed: Deed, kind: str, who: Parties, stands: Standing, said: Source, dated: Phrase | None, gain: str
) -> str:
    parts = [deed.why]
    if kind != deed.type:
        parts.append(f"told as {kind}")
    parts.append(who.why)
    if stands.why:
        parts.append(f"{stands.modality}: {stands.why}")
    if said.name != AUTHOR and said.why:
        parts.append(f"by {said.why}")
    if dated:
        parts.append(f"date: {dated.how}")
    parts.append(gain)
    return "; ".join(p for p in parts if p)


def _remember(scene: Scene, state: _Text) -> None:
    """Note who was spoken of, for the pronouns of later sentences."""
    s = scene.sentence
    subjects = {
        c
        for i in range(len(s))
        if s.is_verbal(i)
        for h in s.under(i, "nsubj", "nsubjpass")
        for c in s.conjuncts(h)
    }
    noted: dict[Party, bool] = {}
    many: set[Party] = set()
    for i in (*sorted(subjects, key=s.depth), *(i for i in sorted(scene.at) if i not in subjects)):
        party = scene.at.get(i)
        if party is None and s.words[i].pos in ("NOUN", "PRON", "PROPN"):
            resolved = scene.parties(i).parties
            party = resolved[0] if len(resolved) == 1 and resolved[0].known else None
        if party is None:
            continue
        group = scene.cast.actors.kind(party.code) == "group" and not party.person
        if i in subjects and (group or s.words[i].tag in ("NNS", "NNPS")) and len(s.conjuncts(i)) == 1:
            many.add(party)
        if i in scene.at and s.words[i].pos == "NOUN":
            state.memory.note_called(s.words[i].lemma, party, s.number)
        noted.setdefault(party, i in subjects)
        state.memory.note_group([scene.at[j] for j in s.conjuncts(i) if j in scene.at])
    for party, as_subject in noted.items():
        state.memory.note(party, s.number, as_subject, party in many)
    told = [p.days for p in _phrases(s, state, False) if p.days and p.dates and not p.names]
    state.earlier = (*reversed(told), *state.earlier)[:_REMEMBERED_DAYS]
