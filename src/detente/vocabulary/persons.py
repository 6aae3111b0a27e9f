"""People: those named in full, those the text itself introduces, and family names alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from detente.vocabulary.forms import CALENDAR, HONORIFICS, Form, Words
from detente.vocabulary.lexicon import FAMILY_FIRST, Entry, Person, offices, roles, word_set
from detente.vocabulary.parties import Piece

_PARTICLES = word_set("particles")
_BODIES = frozenset(
    {
        "government", "administration", "regime", "authorities", "foreign ministry", "defence ministry",
        "ministry", "embassy", "military", "parliament", "court", "state media", "central bank", "delegation",
        "people",
    }
)  # fmt: skip
HEADS = frozenset(
    {
        "leader",
        "president",
        "prime minister",
        "chancellor",
        "supreme leader",
        "king",
        "emir",
        "sultan",
        "pope",
        "presidential council head",
        "presidency council head",
        "council head",
        "chief adviser",
    }
)
"""Offices that lead a party; where several are held, the one the table lists first leads."""


def holder(code: str, role: str, on: date | None) -> Person | None:
    """Return who held an office of a party on a day, when the tables know exactly one.

    Parameters
    ----------
    code
        The party.
    role
        Canonical role; ``leader`` asks for whoever leads.
    on
        The day; without one nobody is named.
    """
    if on is None:
        return None
    held = [(person, office) for person, office in offices().get(code, ()) if office.on(on)]
    for wanted in roles().get(role, ()):
        if wanted == "*":
            return next((person for person, office in held if office.role in HEADS), None)
        holders = {person.name: person for person, office in held if office.role == wanted}
        if holders:
            return next(iter(holders.values())) if len(holders) == 1 else None
    return None


def offices_of(role: str) -> tuple[str, ...]:
    """Return the offices that a title can mean, the title's own first, ``*`` for whoever leads; else nothing.

    Examples
    --------
    >>> offices_of("foreign minister")
    ('foreign minister', 'secretary of state')
    """
    return roles().get(role, ())


def standing(person: Person, certain: frozenset[str], on: date | None) -> tuple[str, str | None]:
    """Return whom a person stands for, and the office held on the day if any."""
    office = person.office(on)
    if office:
        return office.code, office.role
    codes = dict.fromkeys(o.code for o in person.offices)
    named = [code for code in codes if code in certain]
    if len(named) == 1:
        return named[0], None
    past = [o for o in person.offices if on is None or o.since <= on]
    return (max(past, key=lambda o: o.since) if past else person.offices[0]).code, None


def in_full(undecided: Iterable[Form], certain: frozenset[str], on: date | None) -> Iterator[Piece]:
    """Yield the people named in full, with the party they stood for on the day."""
    for form in undecided:
        person = next((e.person for e in form.entries if e.kind == "person"), None)
        if person:
            yield _piece(form, person, certain, on, "person")


def _piece(form: Form, person: Person, certain: frozenset[str], on: date | None, why: str) -> Piece:
    code, role = standing(person, certain, on)
    return Piece(form.i, form.j, "person", code, person.name, role, why, person)


def learn(
    view: Words, pieces: Sequence[Piece], taken: frozenset[int], undecided: Iterable[Form]
) -> Iterator[Piece]:
    """Yield the people whom the text introduces by party and title, and every later use of their names.

    ``the Ruritanian foreign minister Rupert Hentzau`` and ``Rupert Hentzau, Ruritania's foreign minister``
    teach that Rupert Hentzau, and Hentzau from then on, is Ruritania's.
    """
    families = {(form.i, form.j): form for form in undecided}
    known: dict[tuple[str, ...], Piece] = {}
    for piece in pieces:
        if piece.kind != "title" or piece.role is None or piece.role in _BODIES:
            continue
        span = _name_after(view, piece.j, taken) or _name_before(view, piece.i, taken)
        if span is None or _is_known(families.get(span), piece.code):
            continue
        i, j = span
        name = view.text[view.words[i].start : view.words[j - 1].end]
        person = Piece(i, j, "person", piece.code, name, piece.role, "introduced in the text")
        for key in _keys(view, i, j, piece.code):
            known.setdefault(key, person)
    longest = max(map(len, known), default=0)
    k = 0
    while k < len(view.words):
        for length in range(min(longest, len(view.words) - k), 0, -1):
            piece_or_none = known.get(tuple(w.folded for w in view.words[k : k + length]))
            free = not any(n in taken for n in range(k, k + length))
            if piece_or_none and free and view.capitalised(k):
                yield replace(piece_or_none, i=k, j=k + length)
                k += length - 1
                break
        k += 1


def _is_known(form: Form | None, code: str) -> bool:
    """Tell whether a name is the family name of somebody whom the tables know to be of the party."""
    people = [entry.person for entry in form.entries if entry.person] if form else []
    return any(office.code == code for person in people for office in person.offices)


def _keys(view: Words, i: int, j: int, code: str) -> Iterator[tuple[str, ...]]:
    folded = tuple(w.folded for w in view.words[i:j])
    yield folded
    alone = folded[:1] if code in FAMILY_FIRST else folded[-1:]
    if len(alone[0]) > 2 and alone[0] not in CALENDAR:
        yield alone


def _name_after(view: Words, j: int, taken: frozenset[int]) -> tuple[int, int] | None:
    """Return the words after a title that look like a person's name: two to five, or one after a title."""
    while j < len(view.words) and view.words[j].folded in HONORIFICS and view.spaced(j):
        j += 1  # "army chief Gen Rupert Hentzau"
    end = j
    while end < len(view.words) and end - j < 5 and end not in taken and view.spaced(end):
        word = view.words[end]
        inside = end > j and (word.folded in _PARTICLES or view.gap(end - 1, end) in "-‑")
        if not (word.text[0].isupper() or inside) or word.folded in CALENDAR:
            break
        end += 1
    while end > j and view.words[end - 1].folded in _PARTICLES:
        end -= 1
    capitals = sum(view.capitalised(k) for k in range(j, end))
    return (j, end) if capitals >= 1 and not view.text[view.words[j - 1].end :].startswith("-") else None


def _name_before(view: Words, i: int, taken: frozenset[int]) -> tuple[int, int] | None:
    """Return the words before a title in apposition: ``Rupert Hentzau, (the) ...``."""
    k = i - 1
    if k >= 0 and view.words[k].folded in ("the", "a") and view.gap(k, i) == " ":
        k -= 1
    if k < 1 or view.text[view.words[k].end : view.words[k].end + 2] != ", ":
        return None
    start = k + 1
    while start > 0 and k + 1 - start < 5 and start - 1 not in taken:
        word = view.words[start - 1]
        if not (word.text[0].isupper() or word.folded in _PARTICLES) or word.folded in CALENDAR:
            break
        start -= 1
        if not view.spaced(start):
            break
    while start <= k and (view.words[start].folded in _PARTICLES or not view.capitalised(start)):
        start += 1
    return (start, k + 1) if k + 1 - start >= 2 else None


def alone(
    view: Words,
    undecided: Iterable[Form],
    introduced: Sequence[Piece],
    title_before: Mapping[int, Piece],
    certain: frozenset[str],
    on: date | None,
) -> Iterator[Piece]:
    """Decide family names that stand alone.

    Such a name is that of somebody whom the text names in full or by title, before or after; else of the one
    person of that name in office on the day, unless the tables mark the name as too common.
    """
    met: dict[str, list[Piece]] = {}
    for piece in introduced:
        met.setdefault(piece.name, []).append(piece)
    rest = []
    for form in undecided:
        candidates = [e for e in form.entries if e.kind == "family"]
        title = title_before.get(form.i)
        person = _by_title(candidates, title, on) if title else None
        if person:
            piece = _piece(form, person, certain, on, "title and family name")
            met.setdefault(person.name, []).append(piece)
            yield piece
        elif candidates:
            rest.append((form, candidates))
    where = {name: sorted(piece.i for piece in pieces) for name, pieces in met.items()}
    for form, candidates in rest:
        known = [e for e in candidates if e.name in met]
        if known:
            in_office = [e for e in known if e.person and e.person.office(on)] if on else []
            name = max(in_office or known, key=lambda e: _nearness(where[e.name], form.i)).name
            yield replace(met[name][0], i=form.i, j=form.j, why="family name, introduced in the text")
            continue
        person = _unambiguous(candidates, on)
        if person:
            yield _piece(form, person, certain, on, "family name")


def _nearness(places: list[int], i: int) -> tuple[bool, int]:
    """Rank how near the last introduction before ``i`` is; one that comes only later ranks below."""
    before = bisect_left(places, i)
    return (True, places[before - 1]) if before else (False, -places[0])


def _unambiguous(candidates: list[Entry], on: date | None) -> Person | None:
    """Return the one person a family name can mean, judged by office on the day where there is a day."""
    possible = [e.person for e in candidates if e.person and not e.unsure]
    in_office = [person for person in possible if person.office(on)] if on else []
    possible = in_office or possible
    parties = {office.code for person in possible for office in person.offices}
    if len(possible) == 1 or (in_office and len(parties) == 1):
        return possible[0]
    return None


def _by_title(candidates: Iterable[Entry], title: Piece, on: date | None) -> Person | None:
    """Choose among people of one name by the title before it, and by the party the title names."""
    wanted = roles().get(title.role or "", ())
    fitting = [
        e.person
        for e in candidates
        if e.person
        and any(
            (not title.code or office.code == title.code)
            and (not wanted or "*" in wanted or office.role in wanted)
            for office in e.person.offices
        )
    ]
    if on and len(fitting) > 1:
        fitting = [person for person in fitting if person.office(on)] or fitting
    return fitting[0] if len(fitting) == 1 or (fitting and on) else None
