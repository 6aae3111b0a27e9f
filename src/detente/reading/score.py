"""How well the reader does against hand-made annotations, beside trivial baselines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from detente.errors import Fault, Place, SourceError
from detente.progress import SILENT, Progress
from detente.reading.baseline import baseline
from detente.reading.documents import OpenedDocument
from detente.reading.gold import Gold, GoldDocument, load_gold
from detente.reading.lexicon import NOT_EVENTS, Lexicon
from detente.reading.pairing import is_in, matches, same_concession, same_modality, same_parties
from detente.reading.parser import sentences
from detente.reading.reader import claims_of
from detente.record.types import AUTHOR, Claim
from detente.vocabulary.actors import Actors

OTHER = "OTHER"
"""The type of annotations that are statements or assessments: nothing is to be found there."""


@dataclass(frozen=True, slots=True)
class Rate:
    """Hits among what was found and what there was to find."""

    hits: int = 0
    found: int = 0
    gold: int = 0

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

    def to_dict(self) -> dict[str, float]:
        """Return counts and rates, JSON-ready."""
        rates = {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1")}
        return {"hits": self.hits, "found": self.found, "gold": self.gold, **rates}


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of one reader.

    Parameters
    ----------
    parties
        Actor and target right.
    typed, typed_first
        Actor, target and type right: any accepted type, and the first choice only.
    modality, attribution, negation, dates
        On the full matches, where the annotation says so: right modality, right about author or somebody
        else, right about "not", and dates that have a day in common.
    concessions
        Who gives, and who gains where both know it.
    always_happened, always_author
        What calling every full match "happened", and attributing all to the author, would get.
    """

    parties: Rate = Rate()
    typed: Rate = Rate()
    typed_first: Rate = Rate()
    modality: Rate = Rate()
    attribution: Rate = Rate()
    negation: Rate = Rate()
    dates: Rate = Rate()
    concessions: Rate = Rate()
    always_happened: Rate = Rate()
    always_author: Rate = Rate()

    def __add__(self, other: Scores) -> Scores:
        return Scores(*(getattr(self, f) + getattr(other, f) for f in self.__slots__))

    def to_dict(self) -> dict[str, dict[str, float]]:
        """Return every score, JSON-ready."""
        return {name: getattr(self, name).to_dict() for name in self.__slots__}

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

    Parameters
    ----------
    reader, baseline
        Scores by document.
    phenomena
        How many of the annotations of a kind were fully matched.
    confusion
        Where the parties are right: how often an annotated type was read as which.
    warnings
        Annotations whose words do not stand in their text; they count as missed.
    """

    reader: Mapping[str, Scores]
    baseline: Mapping[str, Scores]
    phenomena: Mapping[str, Rate] = field(default_factory=dict)
    confusion: Mapping[tuple[str, str], int] = field(default_factory=dict)
    warnings: tuple[Fault, ...] = ()

    def render(self) -> str:
        """Return a few lines for people, the sums last."""
        lines = []
        for name in (*self.reader, "all"):
            for who, scores in (("reader", self.reader), ("baseline", self.baseline)):
                one = scores[name] if name != "all" else sum_of(scores.values())
                lines.append(f"{name} {who}: {one.render()}")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return everything, JSON-ready."""
        return {
            "documents": {
                name: {"reader": self.reader[name].to_dict(), "baseline": self.baseline[name].to_dict()}
                for name in self.reader
            },
            "all": {
                "reader": sum_of(self.reader.values()).to_dict(),
                "baseline": sum_of(self.baseline.values()).to_dict(),
            },
            "phenomena": {name: rate.to_dict() for name, rate in self.phenomena.items()},
            "confusion": [
                {"annotated": gold, "read": ours, "count": n} for (gold, ours), n in self.confusion.items()
            ],
            "warnings": [fault.to_dict() for fault in self.warnings],
        }


def sum_of(scores: Iterable[Scores]) -> Scores:
    """Add scores up, hits and all, so that long documents count more."""
    return sum(scores, Scores())


def score(
    paths: Iterable[Path],
    texts: Mapping[str, str | OpenedDocument] | None = None,
    actors: Actors | None = None,
    *,
    lexicon: Lexicon | None = None,
    progress: Progress = SILENT,
) -> Report:
    """Read the documents of gold files and score the reader against their annotations.

    Parameters
    ----------
    paths
        Gold files, see :mod:`detente.reading.gold`.
    texts
        Text or opened article by document id, for files that do not hold it. Of an article only what is no
        furniture is read.
    actors, lexicon
        Who is who, and which words report what; the built-in ones by default.
    progress
        Told of every document.

    Raises
    ------
    SourceError
        ``D216`` for a file that cannot be read, ``D241`` for a document without text.
    """
    actors, given = actors or Actors.builtin(), texts or {}
    documents = [(path, d) for path in paths for d in load_gold(path)]
    missing = [(path, d.id) for path, d in documents if d.text is None and d.id not in given]
    if missing:
        hint = "give its file or folder with --text; the file's name is the document's"
        raise SourceError(
            [Fault("D241", f"no text for document {key}", hint, Place(str(p))) for p, key in missing]
        )
    reader: dict[str, Scores] = {}
    trivial: dict[str, Scores] = {}
    phenomena: dict[str, Rate] = {}
    confusion: Counter[tuple[str, str]] = Counter()
    warnings: list[Fault] = []
    progress.start(len(documents), "scoring")
    for path, d in documents:
        text, passages, published = _opened(d, given)
        found = tuple(claims_of(d.id, text, passages, actors, published=published, lexicon=lexicon))
        mentions = actors.mentions(text, on=published)
        simple = tuple(baseline(d.id, tuple(sentences(passages, text)), mentions, actors))
        reader[d.id] = reader.get(d.id, Scores()) + score_claims([(d.annotations, found)])
        trivial[d.id] = trivial.get(d.id, Scores()) + score_claims([(d.annotations, simple)])
        for name, rate in phenomena_of(d.annotations, found).items():
            phenomena[name] = phenomena.get(name, Rate()) + rate
        confusion += confusion_of(d.annotations, found)
        warnings += _not_in_text(path, d, text)
        progress.advance()
    return Report(reader, trivial, phenomena, dict(confusion.most_common()), tuple(warnings))


def _opened(
    d: GoldDocument, given: Mapping[str, str | OpenedDocument]
) -> tuple[str, tuple[tuple[str, int], ...], date | None]:
    """Return a document's text, the passages to read and the day it was published."""
    text = d.text if d.text is not None else given[d.id]
    if isinstance(text, str):
        return text, tuple(_lines(text)), d.published
    passages = tuple((text.plain(p), p.start) for p in text.passages)
    return text.document.text, passages, d.published or text.document.published


def _lines(text: str) -> Iterator[tuple[str, int]]:
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield line, at
        at += len(line) + 1


def _not_in_text(path: Path, d: GoldDocument, text: str) -> Iterator[Fault]:
    for g in d.annotations:
        if not is_in(g.first_words, text):
            message = f"{d.id}: the text holds no {g.first_words[:60]!r}; the annotation counts as missed"
            hint = "quote_first_words must be the text's own words"
            yield Fault("D242", message, hint, Place(str(path)), "warning")


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


def _events(golds: Sequence[Gold], claims: Sequence[Claim]) -> tuple[list[Gold], list[Claim]]:
    return [g for g in golds if g.types[0] != OTHER], [c for c in claims if c.type not in NOT_EVENTS]


def _fully(g: Gold, c: Claim) -> bool:
    return c.type in g.types and same_parties(g, c)


def _score_document(golds: Sequence[Gold], claims: Sequence[Claim]) -> Scores:
    asked, events = _events(golds, claims)
    n, m = len(events), len(asked)
    full = matches(asked, events, _fully)
    how = [(g, c) for g, c in full if g.modality is not None]
    said = [(g, c) for g, c in full if g.by_author is not None]
    giving = [c for c in events if c.concession_by is not None]
    given = [g for g in asked if g.gives is not None]

    def share(pairs: Sequence[tuple[Gold, Claim]], right: Callable[[Gold, Claim], bool]) -> Rate:
        return Rate(sum(right(g, c) for g, c in pairs), len(pairs), len(pairs))

    return Scores(
        parties=Rate(len(matches(asked, events, same_parties)), n, m),
        typed=Rate(len(full), n, m),
        typed_first=Rate(
            len(matches(asked, events, lambda g, c: _fully(g, c) and c.type == g.types[0])), n, m
        ),
        modality=share(how, lambda g, c: same_modality(g.modality, c.modality)),
        attribution=share(said, lambda g, c: g.by_author == (c.attribution == AUTHOR)),
        negation=share(full, lambda g, c: g.negated == c.negated),
        dates=_dates(full),
        concessions=Rate(len(matches(given, giving, same_concession)), len(giving), len(given)),
        always_happened=share(how, lambda g, c: g.modality == "happened"),
        always_author=share(said, lambda g, c: bool(g.by_author)),
    )


def _dates(pairs: Sequence[tuple[Gold, Claim]]) -> Rate:
    hits = sum(
        g.when is not None and c.date_from is not None and g.when.meets(c.date_from, c.date_to or c.date_from)
        for g, c in pairs
    )
    return Rate(
        hits, sum(c.date_from is not None for _, c in pairs), sum(g.when is not None for g, _ in pairs)
    )


def phenomena_of(golds: Sequence[Gold], claims: Sequence[Claim]) -> dict[str, Rate]:
    """Return for every kind of annotation how many were matched in actor, target and type."""
    asked, events = _events(golds, claims)
    matched = {id(g) for g, _ in matches(asked, events, _fully)}
    found: dict[str, Rate] = {}
    for g in asked:
        for kind in _kinds(g):
            hit = int(id(g) in matched)
            found[kind] = found.get(kind, Rate()) + Rate(hit, hit, 1)
    return found


def _kinds(g: Gold) -> Iterator[str]:
    yield f"type {g.types[0]}"
    if g.modality:
        yield f"modality {g.modality}"
    if g.by_author is not None:
        yield "said by the author" if g.by_author else "said by somebody else"
    if g.negated:
        yield "negated"
    if g.mutual:
        yield "mutual"
    elif not g.target.names:
        yield "without target"
    if any(code is None for code in (*g.actor.codes, *g.target.codes)):
        yield "a party without code"
    if g.gives is not None:
        yield "concession"


def confusion_of(golds: Sequence[Gold], claims: Sequence[Claim]) -> Counter[tuple[str, str]]:
    """Count, where the parties are right, which annotated type was read as which."""
    asked, events = _events(golds, claims)
    pairs = list(matches(asked, events, _fully))
    used_g, used_c = {id(g) for g, _ in pairs}, {id(c) for _, c in pairs}
    rest = [g for g in asked if id(g) not in used_g], [c for c in events if id(c) not in used_c]
    pairs += matches(*rest, same_parties)
    return Counter((g.types[0], c.type if c.type not in g.types else g.types[0]) for g, c in pairs)
