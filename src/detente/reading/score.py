"""How well the reader does against hand-made annotations, beside trivial baselines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.errors import Fault, SourceError
from detente.reading.gold import Gold, GoldDocument, Side, load_gold
from detente.reading.lexicon import NOT_EVENTS
from detente.reading.parser import sentences
from detente.reading.parties import Cast, is_place
from detente.reading.reader import claims_of
from detente.record.types import AUTHOR, Claim, claim_id
from detente.vocabulary.actors import Actors

_DIRECTIONLESS = frozenset({"CONSULT"})
_SMALL_WORDS = frozenset(
    {"the", "of", "and", "a", "an", "for", "government", "republic", "president", "minister"}
)
_PLEDGES = frozenset({"offered", "pledged"})


@dataclass(frozen=True, slots=True)
class Rate:
    """Hits among what was found and what there was to find."""

    hits: int
    found: int
    gold: int

    @property
    def precision(self) -> float:
        """Share of what was found that is right."""
        return self.hits / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the annotations that were found."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.hits / (self.found + self.gold) if self.found + self.gold else 0.0

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.hits + other.hits, self.found + other.found, self.gold + other.gold)


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of one reader.

    Parameters
    ----------
    parties
        Actor and target right.
    typed, typed_first
        Actor, target and type right: any accepted type, and the first choice only.
    modality, attribution
        On the full matches: right modality, and right about author or somebody else.
    always_happened, always_author
        What calling every full match "happened", and attributing all to the author, would get.
    """

    parties: Rate
    typed: Rate
    typed_first: Rate
    modality: Rate
    attribution: Rate
    always_happened: Rate
    always_author: Rate

    def __add__(self, other: Scores) -> Scores:
        return Scores(*(getattr(self, f) + getattr(other, f) for f in self.__slots__))

    def render(self) -> str:
        """Return one line for people."""
        t, m, a = self.typed, self.modality, self.attribution
        return (
            f"actor+target F1 {self.parties.f1:.2f}; "
            f"+type {t.f1:.2f} (P {t.precision:.2f} R {t.recall:.2f}), first {self.typed_first.f1:.2f}; "
            f"modality {m.hits}/{m.gold} (always happened {self.always_happened.hits}), "
            f"attribution {a.hits}/{a.gold} (always author {self.always_author.hits})"
        )


@dataclass(frozen=True, slots=True)
class Report:
    """Scores of the reader and of the trivial baseline, by document.

    The baseline takes the first party a sentence names as actor, the second (or the document's main
    counterpart) as target, and calls everything CONSULT, happened, said by the author.
    """

    reader: Mapping[str, Scores]
    baseline: Mapping[str, Scores]

    def render(self) -> str:
        """Return a few lines for people, the sums last."""
        lines = []
        for name in (*self.reader, "all"):
            for who, scores in (("reader", self.reader), ("baseline", self.baseline)):
                one = scores[name] if name != "all" else sum_of(scores.values())
                lines.append(f"{name} {who}: {one.render()}")
        return "\n".join(lines)


def sum_of(scores: Iterable[Scores]) -> Scores:
    """Add scores up, hits and all, so that long documents count more."""
    total = Scores(*(Rate(0, 0, 0) for _ in Scores.__slots__))
    for one in scores:
        total += one
    return total


def score(
    paths: Iterable[Path], texts: Mapping[str, str] | None = None, actors: Actors | None = None
) -> Report:
    """Read the documents of gold files and score the reader against their annotations.

    Parameters
    ----------
    paths
        Gold files, see :mod:`detente.reading.gold`.
    texts
        Text by document id, for files that do not hold it.
    actors
        Who is who; the built-in actors by default.

    Raises
    ------
    SourceError
        ``D216`` for a file that cannot be read or a document without text.
    """
    actors = actors or Actors.builtin()
    documents = [d for path in paths for d in load_gold(path)]
    given = texts or {}
    missing = [d.id for d in documents if d.text is None and d.id not in given]
    if missing:
        hint = "give it in texts, by document id"
        raise SourceError([Fault("D216", f"no text for document {key}", hint) for key in missing])
    reader, baseline = {}, {}
    for d in documents:
        text = d.text if d.text is not None else given[d.id]
        passages = tuple(_lines(text))
        found = tuple(claims_of(d.id, text, passages, actors, published=d.published))
        reader[d.id] = score_claims([(d.annotations, found)])
        baseline[d.id] = score_claims([(d.annotations, tuple(_baseline(d, text, passages, actors)))])
    return Report(reader, baseline)


def _lines(text: str) -> Iterator[tuple[str, int]]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield line, at
        at += len(line) + 1


def _baseline(
    d: GoldDocument, text: str, passages: tuple[tuple[str, int], ...], actors: Actors
) -> Iterator[Claim]:
    """First party named -> second party named or the main counterpart, always CONSULT."""
    parsed = tuple(sentences(passages, text))
    cast = Cast.of(actors, actors.mentions(text, on=d.published), [(s.start, s.end) for s in parsed])
    for s in parsed:
        named = list(dict.fromkeys(m.code for m in cast.within(s.start, s.end) if not is_place(m)))
        if not named:
            continue
        other = cast.counterpart(named[0])
        target = tuple(named[1:2]) or ((other.code,) if other else ())
        names = "; ".join(actors.name(code) for code in target) or None
        yield Claim(
            claim_id(d.id, s.start, s.end), d.id, s.number, s.text, s.start, s.end, s.start, s.end,
            (named[0],), actors.name(named[0]), None, target, names, "CONSULT", "happened", False, AUTHOR,
            1.0, None, None, None, "cooperative", None, None, "baseline",
        )  # fmt: skip


def score_claims(documents: Iterable[tuple[Sequence[Gold], Sequence[Claim]]]) -> Scores:
    """Score claims against annotations, document by document.

    Parameters
    ----------
    documents
        Annotations of a document, and the claims read from it. STATEMENT and ASSESSMENT claims are not events
        and count neither way; annotations of type OTHER are not looked for: an event there is one too many.

    Notes
    -----
    Claims and annotations are matched one to one, greedily, best agreement first, within a sentence: the
    claim's quote holds the annotation's first words. A party matches by code, or by a shared name word where
    the annotation has none; a side matches when intersection over union is at least 1/2. Acts without
    direction (CONSULT, or annotated as mutual) compare everybody with everybody.

    Examples
    --------
    >>> score_claims([]).typed.f1
    0.0
    """
    return sum_of(_score_document(golds, claims) for golds, claims in documents)


def _score_document(golds: Sequence[Gold], claims: Sequence[Claim]) -> Scores:
    events = [c for c in claims if c.type not in NOT_EVENTS]
    asked = [g for g in golds if g.types[0] != "OTHER"]
    n, m = len(events), len(asked)
    parties = matches(asked, events, _same_parties)
    typed = matches(asked, events, lambda g, c: _same_parties(g, c) and c.type in g.types)
    first = matches(asked, events, lambda g, c: _same_parties(g, c) and c.type == g.types[0])
    full = len(typed)
    return Scores(
        Rate(len(parties), n, m),
        Rate(full, n, m),
        Rate(len(first), n, m),
        Rate(sum(_same_modality(g, c) for g, c in typed), full, full),
        Rate(sum(g.by_author == (c.attribution == AUTHOR) for g, c in typed), full, full),
        Rate(sum(g.modality == "happened" for g, _ in typed), full, full),
        Rate(sum(g.by_author for g, _ in typed), full, full),
    )


def matches(
    golds: Sequence[Gold], claims: Sequence[Claim], agrees: Callable[[Gold, Claim], bool]
) -> tuple[tuple[Gold, Claim], ...]:
    """Pair annotations and claims of the same sentence one to one, closest wording first."""
    pairs = []
    for gi, g in enumerate(golds):
        for ci, c in enumerate(claims):
            at = _place(g.first_words, c.quote)
            if at is not None and agrees(g, c):
                rank = (c.type != g.types[0], abs(c.start + at - c.clause_start))
                pairs.append((rank, gi, ci))
    used_g: set[int] = set()
    used_c: set[int] = set()
    found = []
    for _, gi, ci in sorted(pairs):
        if gi not in used_g and ci not in used_c:
            used_g.add(gi)
            used_c.add(ci)
            found.append((golds[gi], claims[ci]))
    return tuple(found)


def _place(first_words: str, quote: str) -> int | None:
    """Return where an annotation begins in a quote; white space and quotation marks are taken as equal."""
    words = [re.escape(w) for w in re.split(r"[\s\"'“”‘’]+", first_words) if w]
    match = re.search(r"[\s\"'“”‘’]+".join(words), quote) if words else None
    return match.start() if match else None


def _same_modality(g: Gold, c: Claim) -> bool:
    return g.modality == c.modality or (g.modality in _PLEDGES and c.modality in _PLEDGES)


def _same_parties(g: Gold, c: Claim) -> bool:
    actor, target = (c.actor, _words(c.actor_name)), (c.target, _words(c.target_name))
    if g.mutual or g.types[0] in _DIRECTIONLESS or (c.type in _DIRECTIONLESS and c.type in g.types):
        everybody = Side(g.actor.codes + g.target.codes, g.actor.names + g.target.names)
        return _overlap(everybody, (c.actor + c.target, actor[1] + target[1]))
    return _overlap(g.actor, actor) and _overlap(g.target, target)


def _words(names: str | None) -> tuple[frozenset[str], ...]:
    return tuple(_name_words(n) for n in names.split("; ")) if names else ()


def _name_words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.lower())) - _SMALL_WORDS


def _overlap(gold: Side, ours: tuple[tuple[str, ...], tuple[frozenset[str], ...]]) -> bool:
    """Whether two sides agree on at least half of everybody either names; a state named twice counts once."""
    wanted: dict[str, frozenset[str]] = {}
    for code, name in zip(gold.codes, gold.names, strict=True):
        wanted.setdefault(code or f"?{name}", _name_words(name))
    codes, names = ours
    have = dict(zip(codes, names + (frozenset(),) * (len(codes) - len(names)), strict=False))
    if not wanted and not have:
        return True
    hits = 0
    left = dict(have)
    for code, words in wanted.items():
        hit = (
            code
            if code in left
            else next((k for k, w in left.items() if w & words and not _is_code(code, k)), None)
        )
        if hit is not None:
            hits += 1
            del left[hit]
    return hits * 2 >= len(wanted) + len(have) - hits


def _is_code(wanted: str, ours: str) -> bool:
    """Whether both are state codes, which then differ."""
    return len(wanted) == 3 and wanted.isupper() and len(ours) == 3 and ours.isupper()
