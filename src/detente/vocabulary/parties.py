"""Parties named in a text: what is certain, what only the rest of the text decides, and venues."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from detente.vocabulary.forms import Form, Words
from detente.vocabulary.lexicon import Entry, Person, other_places

_VENUE_BEFORE = re.compile(
    r"(?:\b(?:in|at|near|outside|inside|around|across|leaving|left|tour(?:ed|ing)|visit(?:ed|ing|s)?"
    r"|reach(?:ed|es|ing)?)"
    r"|\b(?:visits?|trips?|travel(?:l?ed|l?ing|s)?|fl(?:ew|y|ies|ying)|flown|flights?|journeys?|went"
    r"|go(?:es|ing)?|com(?:e|es|ing)|return(?:ed|ing|s)?|head(?:ed|ing|s)|drove|tours?|trains?)"
    r"(?: back)? (?:to|for|from)|\b(?:city|streets|capital) of|\bcapital,?)\s+$",
    re.IGNORECASE,
)
_VENUE_AFTER = re.compile(
    r"\s+(?:summits?|talks|meetings?|agreements?|accords?|declarations?|conferences?|process|communiqu[eé]"
    r"|airport|rounds?|suburbs?|streets?|hotel|university|bureau|negotiations|protocol|railway|zoo|metro)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"(?:,\s*[A-Z][\w. ]{1,20})?(?:,\s*[A-Z][a-z]{2,8}\.?\s+\d{1,2}(?:,\s*\d{4})?)?\s*"
    r"(?:\([A-Z][\w /.-]{1,30}\)|[—–]|--|-\s)"
)
_DIRECTIONS = frozenset({"north", "south"})
_NEAR = 40
"""How many words around a name tell which place is meant."""
_AND = re.compile(r"(?:,|,? and|,? or)\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words ``i:j`` of a text with the one meaning they were found to have.

    Parameters
    ----------
    i, j
        Half-open range of words.
    kind
        ``party``, ``person``, ``role`` (a title or body of nobody yet) or ``title`` (of a party).
    code, name
        Who is meant.
    role
        Canonical role, if any.
    why
        How it was decided, for people.
    person
        The person of the tables, if any.
    past
        Whether the title is a former one.
    maybe
        For a role that can also be an ambiguous party name (``Congress``): those meanings.
    """

    i: int
    j: int
    kind: Literal["party", "person", "role", "title"]
    code: str = ""
    name: str = ""
    role: str | None = None
    why: str = ""
    person: Person | None = None
    past: bool = False
    maybe: tuple[Entry, ...] = ()


_WHY = {"name": "name", "demonym": "demonym", "capital": "capital", "metonym": "metonym", "case": "case file"}


def certain_parties(found: Iterable[Form]) -> tuple[list[Piece], list[Form]]:
    """Split forms into parties and roles that are certain, and forms still to be decided."""
    pieces, undecided = [], []
    for form in found:
        named = [e for e in form.entries if e.kind in _WHY and not e.unsure]
        role = next((e.role for e in form.entries if e.kind == "role"), None)
        if len({e.code for e in named}) == 1:
            first = named[0]
            why = _WHY[first.kind]
            pieces.append(Piece(form.i, form.j, "party", first.code, first.name, role, why))
        elif role is not None:
            pieces.append(Piece(form.i, form.j, "role", role=role, maybe=form.entries))
        else:
            undecided.append(form)
    return pieces, undecided


def elsewhere(view: Words, pieces: list[Piece]) -> list[Piece]:
    """Leave out names that mean another place here, such as Georgia beside Atlanta.

    The party stays when the text names it in another way too.
    """
    written: dict[str, set[str]] = {}
    for piece in pieces:
        written.setdefault(piece.code, set()).add(view.words[piece.i].folded)
    return [
        piece
        for piece in pieces
        if piece.j != piece.i + 1 or len(written[piece.code]) > 1 or not _other_place_near(view, piece.i)
    ]


def _other_place_near(view: Words, i: int) -> bool:
    signs = other_places().get(view.words[i].folded)
    if not signs:
        return False
    near = view.words[max(0, i - _NEAR) : i + _NEAR]
    return any(word.folded in signs for word in near)


def by_context(
    view: Words, i: int, j: int, entries: Iterable[Entry], certain: frozenset[str]
) -> Piece | None:
    """Decide a name such as ``Korea``, ``the South`` or ``Congress`` by the parties the text names.

    It is decided when exactly one of the parties it can mean is named in another way.
    """
    unsure = [e for e in entries if e.kind in _WHY and e.unsure and e.code in certain]
    if len({e.code for e in unsure}) != 1 or not _direction_fits(view, i, j):
        return None
    return Piece(i, j, "party", unsure[0].code, unsure[0].name, None, _WHY[unsure[0].kind])


def _direction_fits(view: Words, i: int, j: int) -> bool:
    """Tell whether North or South alone can be a country: ``the South``, ``North-South``."""
    if view.words[i].folded not in _DIRECTIONS or j != i + 1:
        return True
    beside = [view.words[k].folded for k in (i - 1, i + 1) if 0 <= k < len(view.words)]
    if "of" in beside[-1:]:
        return False
    if _DIRECTIONS & set(beside):
        return True
    followed = view.spaced(j) and view.gap(i, j) == " " and view.capitalised(j)
    return i > 0 and view.words[i - 1].folded == "the" and not followed


def is_venue(view: Words, piece: Piece, previous: Piece | None) -> bool:
    """Tell whether a capital is named as a place: ``in Hanoi``, ``the Hanoi talks``, a dateline."""
    start, end = view.words[piece.i].start, view.words[piece.j - 1].end
    before, after = view.text[max(0, start - 40) : start], view.text[end : end + 60]
    if before.endswith(("post-", "pre-", "Post-", "Pre-")):
        return True
    if before[-1:] in ("-", "–") or after[:1] in ("-", "–"):
        return False
    if _VENUE_BEFORE.search(before) or _VENUE_AFTER.match(after):
        return True
    if (not before or before.endswith("\n")) and _DATELINE.match(after):
        return True
    if previous is None or previous.why != "place":
        return False
    return bool(_AND.fullmatch(view.text[view.words[previous.j - 1].end : start]))
