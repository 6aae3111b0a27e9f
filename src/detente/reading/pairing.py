"""Which claim tells what an annotation tells: the rules of the comparison."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from detente.reading.gold import Gold, Side
from detente.record.types import Claim

DIRECTIONLESS = frozenset({"CONSULT"})
_SMALL_WORDS = frozenset(
    {"the", "of", "and", "a", "an", "for", "government", "republic", "president", "minister"}
)
_PLEDGES = frozenset({"offered", "pledged"})
_BREAKS = r"[\s\"'“”‘’]+"


class Annotation(Protocol):
    """What is needed to find an annotation's place."""

    @property
    def first_words(self) -> str:
        """The words it begins with."""

    @property
    def types(self) -> tuple[str, ...]:
        """The accepted types, first choice first."""


Given = TypeVar("Given", bound=Annotation)


def matches(
    golds: Sequence[Given], claims: Sequence[Claim], agrees: Callable[[Given, Claim], bool]
) -> tuple[tuple[Given, Claim], ...]:
    """Pair annotations and claims of the same sentence one to one, closest wording first.

    Notes
    -----
    Greedy: time grows with the number of annotations times the number of claims of a document.
    """
    pairs = []
    for gi, g in enumerate(golds):
        pattern = _pattern(g.first_words)
        for ci, c in enumerate(claims):
            found = pattern.search(c.quote) if pattern else None
            if found is not None and agrees(g, c):
                rank = (c.type != g.types[0], abs(c.start + found.start() - c.clause_start))
                pairs.append((rank, gi, ci))
    used_g: set[int] = set()
    used_c: set[int] = set()
    made = []
    for _, gi, ci in sorted(pairs):
        if gi not in used_g and ci not in used_c:
            used_g.add(gi)
            used_c.add(ci)
            made.append((golds[gi], claims[ci]))
    return tuple(made)


def _pattern(first_words: str) -> re.Pattern[str] | None:
    """Return what finds an annotation; white space and quotation marks are taken as equal, cases too."""
    words = [re.escape(w) for w in re.split(_BREAKS, first_words) if w]
    return re.compile(_BREAKS.join(words), re.IGNORECASE) if words else None


def is_in(first_words: str, text: str) -> bool:
    """Whether the words an annotation begins with stand in a text.

    Examples
    --------
    >>> is_in("he said 'no'", "And he said “no”.")
    True
    """
    pattern = _pattern(first_words)
    return pattern is not None and pattern.search(text) is not None


def same_modality(gold: str | None, ours: str) -> bool:
    """Whether both say alike how it stands; offers and pledges count alike."""
    return gold == ours or (gold in _PLEDGES and ours in _PLEDGES)


def same_parties(g: Gold, c: Claim) -> bool:
    """Whether actor and target agree; where an act has no direction, everybody who takes part."""
    actor, target = (c.actor, name_words(c.actor_name)), (c.target, name_words(c.target_name))
    if g.mutual or g.types[0] in DIRECTIONLESS or (c.type in DIRECTIONLESS and c.type in g.types):
        everybody = Side(g.actor.codes + g.target.codes, g.actor.names + g.target.names)
        return overlap(everybody, (c.actor + c.target, actor[1] + target[1]))
    return overlap(g.actor, actor) and overlap(g.target, target)


def same_concession(g: Gold, c: Claim) -> bool:
    """Whether the same side gives, and the same gains where both know it."""
    names = dict(
        zip((*c.actor, *c.target), (*name_words(c.actor_name), *name_words(c.target_name)), strict=False)
    )

    def told(codes: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[frozenset[str], ...]]:
        return codes, tuple(names.get(code, frozenset()) for code in codes)

    if g.gives is None or c.concession_by is None or not overlap(g.gives, told(c.concession_by)):
        return False
    return g.gains is None or c.concession_to is None or overlap(g.gains, told(c.concession_to))


def name_words(names: str | None) -> tuple[frozenset[str], ...]:
    """Return the words of every name of a claim's side, small words left out."""
    return tuple(_words(n) for n in names.split("; ")) if names else ()


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.lower())) - _SMALL_WORDS


def overlap(gold: Side, ours: tuple[tuple[str, ...], tuple[frozenset[str], ...]]) -> bool:
    """Whether two sides agree on at least half of everybody either names; a state named twice counts once."""
    wanted: dict[str, frozenset[str]] = {}
    for code, name in zip(gold.codes, gold.names, strict=True):
        wanted.setdefault(code or f"?{name}", _words(name))
    codes, names = ours
    left = dict(zip(codes, names + (frozenset(),) * (len(codes) - len(names)), strict=False))
    total = len(left)
    if not wanted and not left:
        return True
    hits = 0
    for code, words in wanted.items():
        shared = (k for k, w in left.items() if w & words and not _are_states(code, k))
        hit = code if code in left else next(shared, None)
        if hit is not None:
            hits += 1
            del left[hit]
    return hits * 2 >= len(wanted) + total - hits


def _are_states(wanted: str, ours: str) -> bool:
    """Whether both are state codes, which then differ."""
    return len(wanted) == 3 and wanted.isupper() and len(ours) == 3 and ours.isupper()
