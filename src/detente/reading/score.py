"""How well a reader does against hand-made annotations, beside trivial baselines.

A gold file has one JSON object a line: a document with ``text`` and ``annotations``, or a single annotation
whose text the caller gives. An annotation names ``quote_first_words``, ``actor`` and ``target`` (names, with
``*_iso`` codes or nulls), ``event_type``, ``alt_types``, ``modality``, ``attribution``, ``reciprocal`` and
``duplicate_of_sentence``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.errors import Fault, Place, SourceError
from detente.reading.lexicon import NOT_EVENTS
from detente.record.types import AUTHOR, Claim

_DIRECTIONLESS = frozenset({"CONSULT"})
_SMALL_WORDS = frozenset(
    {"the", "of", "and", "a", "an", "government", "republic", "president", "minister", "for"}
)
_PLEDGES = frozenset({"offered", "pledged"})


@dataclass(frozen=True, slots=True)
class Side:
    """Codes and name words of one side of an act."""

    codes: tuple[str | None, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotation."""

    document: str
    first_words: str
    actor: Side
    target: Side
    types: tuple[str, ...]
    modality: str
    by_author: bool
    mutual: bool


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


def load_gold(path: Path) -> tuple[tuple[str, str | None, tuple[Gold, ...]], ...]:
    """Read a gold file: id, text (``None`` where the file has none) and annotations of each document.

    Raises
    ------
    SourceError
        ``D292`` when the file cannot be read, or for every line that is no annotation.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as cause:
        raise SourceError(
            Fault(
                "D292", f"the gold file cannot be read: {cause}", "give a JSON lines file", Place(str(path))
            )
        ) from cause
    documents: dict[str, tuple[str | None, list[Gold]]] = {}
    faults = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            key = str(row.get("doc_id") or row["doc"])
            _, golds = documents.setdefault(key, (row.get("text"), []))
            rows = row.get("annotations", [row])
            golds += [_gold(key, r) for r in rows if not r.get("duplicate_of_sentence")]
        except (ValueError, KeyError, TypeError, AttributeError) as cause:
            message = f"no annotation: {type(cause).__name__} {cause}"
            faults.append(
                Fault("D292", message, "see the module's head for the form", Place(str(path), number))
            )
    if faults:
        raise SourceError(faults)
    return tuple((key, text, tuple(golds)) for key, (text, golds) in documents.items())


def _gold(document: str, row: Mapping[str, Any]) -> Gold:
    types = (row["event_type"], *row.get("alt_types", ()))
    return Gold(
        document,
        row["quote_first_words"],
        _side(row, "actor"),
        _side(row, "target"),
        tuple(types),
        row["modality"],
        str(row["attribution"]).strip().lower() == AUTHOR,
        bool(row.get("reciprocal")),
    )


def _side(row: Mapping[str, Any], name: str) -> Side:
    names = tuple(row.get(name) or ())
    codes = tuple(row.get(f"{name}_iso") or (None,) * len(names))
    return Side(codes, names)


def score(documents: Iterable[tuple[Sequence[Gold], Sequence[Claim]]]) -> Scores:
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
    >>> score([]).typed.f1
    0.0
    """
    total = Scores(*(Rate(0, 0, 0) for _ in Scores.__slots__))
    for golds, claims in documents:
        total += _score_document(golds, claims)
    return total


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
