"""Titles: a party, a role and a person that stand together are one mention."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from detente.vocabulary.forms import HONORIFICS, Words
from detente.vocabulary.lexicon import word_set
from detente.vocabulary.parties import Piece

_PAST = word_set("past")
_MODIFIERS = _PAST | word_set("modifiers")


def with_roles(view: Words, pieces: Sequence[Piece]) -> list[Piece]:
    """Join ``the Ruritanian foreign minister`` and ``president of Ruritania`` into titles of a party."""
    done: list[Piece] = []
    k = 0
    while k < len(pieces):
        piece = pieces[k]
        title, used = piece, 1
        if piece.kind == "party" or (piece.kind == "person" and _possessive(view, piece.j) != piece.j):
            title, used = _party_then_role(view, pieces, k)
        elif piece.kind == "role" and k + 1 < len(pieces):
            title, used = _role_of_party(view, piece, pieces[k + 1])
        done.append(title)
        k += used
    return done


def _party_then_role(view: Words, pieces: Sequence[Piece], k: int) -> tuple[Piece, int]:
    party = pieces[k]
    if k + 1 >= len(pieces) or pieces[k + 1].kind != "role":
        return party, 1
    role = pieces[k + 1]
    between = range(_possessive(view, party.j), role.i)
    words = [view.words[n].folded for n in between]
    if len(words) > 2 or not set(words) <= _MODIFIERS:
        return party, 1
    if not all(view.spaced(n) for n in (*between, role.i)):
        return party, 1
    past = bool(_PAST & set(words)) or _past_before(view, party.i)
    title = Piece(party.i, role.j, "title", party.code, party.name, role.role, "title", past=past)
    return title, 2


def _role_of_party(view: Words, role: Piece, party: Piece) -> tuple[Piece, int]:
    words = [view.words[n].folded for n in range(role.j, party.i)]
    if words not in (["of"], ["of", "the"]) or party.kind != "party":
        return role, 1
    past = _past_before(view, role.i)
    return Piece(role.i, party.j, "title", party.code, party.name, role.role, "title", past=past), 2


def _possessive(view: Words, j: int) -> int:
    """Return the word after a possessive ``'s`` that begins at word ``j``, or ``j``."""
    if j < len(view.words) and view.words[j].folded == "s" and view.gap(j - 1, j) in ("'", "’", "ʼ"):
        return j + 1
    return j


def _past_before(view: Words, i: int) -> bool:
    return i > 0 and view.words[i - 1].folded in _PAST


def before_names(view: Words, pieces: Sequence[Piece]) -> Mapping[int, Piece]:
    """Return the title or role that ends right before a word, by that word; honorifics have no role."""
    found = {piece.j: piece for piece in pieces if piece.kind in ("title", "role") and view.spaced(piece.j)}
    for i, word in enumerate(view.words[:-1]):
        if word.folded in HONORIFICS and word.text[0].isupper():
            found.setdefault(i + 1, Piece(i, i + 1, "role"))
    return found


def with_people(view: Words, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Join titles with the person they stand before; roles of nobody are dropped.

    A title's party counts for the person, unless the title is a former one.
    """
    pending: list[Piece] = []
    for piece in pieces:
        if pending and (pending[-1].j != piece.i or not view.spaced(piece.i)):
            yield from (held for held in pending if held.kind != "role")
            pending = []
        if piece.kind in ("title", "role"):
            if pending and piece.kind == "title":
                yield from (held for held in pending if held.kind != "role")
                pending = []
            pending.append(piece)
        elif piece.kind == "person" and pending:
            yield _titled(pending, piece)
            pending = []
        else:
            yield from (held for held in pending if held.kind != "role")
            pending = []
            yield piece
    yield from (held for held in pending if held.kind != "role")


def _titled(titles: Sequence[Piece], person: Piece) -> Piece:
    role = next((t.role for t in titles if t.role), None) or person.role
    code = next((t.code for t in titles if t.code and not t.past), person.code)
    past = any(t.past for t in titles)
    return replace(person, i=titles[0].i, code=code, role=f"former {role}" if past and role else role)
