"""Whether hostile words aim at the other side's leader or at somebody below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache

from detente.ledger.dealings import Aim, Criticism
from detente.ledger.known import Known
from detente.ledger.ties import took_place
from detente.vocabulary.lexicon import FAMILY_FIRST, offices, people
from detente.vocabulary.persons import HEADS

WORDS = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN"})
"""Acts that are hostile words."""
_NAME = re.compile(r"[^\W\d_]+")
"""Letters in a row: ``Kim Jong-un`` and ``Kim Jong Un`` are the same three."""


def criticism(events: Iterable[Known], actors: Iterable[str]) -> tuple[Criticism, ...]:
    """Count whom hostile words name.

    Parameters
    ----------
    events
        What is known.
    actors
        Codes of the actors looked at.

    Returns
    -------
    tuple of Criticism
        By who speaks, toward whom, and the aim: leader, deputy, nobody named. Events without a day are left
        out, because nobody knows who was in office.

    Notes
    -----
    An event counts when its act is hostile words that were said. Its line is searched for the people whom the
    built-in tables know to be in an office of the addressee on the day, by full name or by a family name that
    only one of them has. Whoever heads the party is its leader. One event that names both counts as aimed at
    the deputy, for then the leader is often named to be spared. That a line names somebody does
    not show that he is blamed: read the events.
    """
    among = frozenset(actors)
    found: dict[tuple[str, str, Aim], tuple[dict[str, None], list[str]]] = {}
    for known in events:
        lead = known.lead
        if lead.type not in WORDS or lead.date_from is None or not took_place(lead):
            continue
        text = f"{known.line} {lead.target_name or ''}"
        for to in sorted({*lead.target} & among - {*lead.actor}):
            aim, people = aimed_at(text, to, lead.date_from)
            for by in sorted({*lead.actor} & among):
                names, ids = found.setdefault((by, to, aim), ({}, []))
                names |= dict.fromkeys(people)
                ids.append(known.event.id)
    order: tuple[Aim, ...] = ("leader", "deputy", "nobody named")
    return tuple(
        Criticism(by, to, aim, tuple(sorted(names)), len(ids), tuple(sorted(ids)))
        for (by, to, aim), (names, ids) in sorted(
            found.items(), key=lambda one: (*one[0][:2], order.index(one[0][2]))
        )
    )


def aimed_at(text: str, code: str, on: date) -> tuple[Aim, tuple[str, ...]]:
    """Return whom of a party's people a text names on a day, deputies before the leader.

    Examples
    --------
    >>> aimed_at("It blamed Pompeo and Bolton.", "USA", date(2019, 3, 15))
    ('deputy', ('John Bolton', 'Mike Pompeo'))
    >>> aimed_at("It called Trump a dotard.", "USA", date(2017, 9, 22))
    ('leader', ('Donald Trump',))
    """
    forms = _in_office(code, on.replace(day=1))
    words = _NAME.findall(text) if forms else []
    folded = tuple(word.casefold() for word in words)
    known = set(folded)
    named = {
        name: head
        for written, name, head in forms
        if known.issuperset(written) and _stands(words, folded, written)
    }
    below = tuple(sorted(name for name, head in named.items() if not head))
    if below:
        return "deputy", below
    heads = tuple(sorted(named))
    return ("leader", heads) if heads else ("nobody named", ())


def _stands(words: Sequence[str], folded: tuple[str, ...], written: tuple[str, ...]) -> bool:
    """Tell whether a name stands among the words, with a capital."""
    size = len(written)
    return any(
        folded[at : at + size] == written and words[at][0].isupper() for at in range(len(words) - size + 1)
    )


@lru_cache(maxsize=4096)
def _in_office(code: str, month: date) -> tuple[tuple[tuple[str, ...], str, bool], ...]:
    """Return the written forms of the people in office, whose they are, and whether they head the party."""
    heads: dict[str, bool] = {}
    for person, office in offices().get(code, ()):
        if office.on(month):
            heads[person.name] = heads.get(person.name, False) or office.role in HEADS
    if not heads:
        return ()
    family: dict[str, list[str]] = {}
    for name in heads:
        words = _folded(name)
        family.setdefault(words[0] if code in FAMILY_FIRST else words[-1], []).append(name)
    also = _other_names()
    forms = [(_folded(one), name, head) for name, head in heads.items() for one in (name, *also[name])]
    forms += [((word,), names[0], heads[names[0]]) for word, names in family.items() if len(names) == 1]
    return tuple(forms)


@cache
def _other_names() -> Mapping[str, Sequence[str]]:
    return {person.name: names for person, names, _ in people()}


def _folded(name: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _NAME.findall(name))
