"""Mediators between a pair in conflict, and word that may have gone through them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import attrgetter

from detente.ledger.dealings import TOO_FEW, Mediator, Relay
from detente.ledger.known import Known
from detente.ledger.moves import Move, by_pair, evidence, tally

MOST_CONFLICTS = 6
"""So many pairs in conflict are looked at, those with the most conflictual events."""
MEETINGS = 2
"""A mediator has had at least so many cooperative events with each side: one may be chance."""
CARRIED_WITHIN = 14
"""Days within which a meeting with one side follows on one with the other."""
MOST_RELAYS = 200
"""How many relays are kept, the latest; the others are counted."""
MOST_TEXTS = 1000
"""Lines that tell of a relay are searched for names, which takes a while: so many, the latest."""
MEETING_TYPES = frozenset({"CONSULT", "AGREE", "SUPPORT"})
"""Acts in which word can be passed."""

_CARRIES = re.compile(
    r"\b(?:pass(?:ed|es|ing)? on|convey(?:ed|s|ing)?|relay(?:ed|s|ing)?"
    r"|(?:carr(?:y|ied|ies)|deliver(?:ed|s)?|br(?:ing|ought)) (?:a|the|his|her|their) (?:\w+ )?"
    r"(?:message|letter|offer))\b",
    re.IGNORECASE,
)
_ASKED_TO = re.compile(
    r"\basked (?:him|her|them|\w+) to (?:pass|convey|explain|relay|tell|deliver)\b", re.IGNORECASE
)
_STEMS = ("pass", "convey", "relay", "carr", "deliver", "bring", "brought", "asked")
"""Without one of these neither can match, and looking for them takes a tenth of the time."""

Naming = Callable[[str, date | None], Sequence[tuple[int, str]]]
"""Where parties are named in a text of a day: (place, code)."""


def conflicts(tallies: Mapping[tuple[str, str], tuple[int, int]]) -> tuple[tuple[str, str], ...]:
    """Return the pairs in conflict by code: at least :data:`TOO_FEW` conflictual events between them.

    Of more than :data:`MOST_CONFLICTS` such pairs those with the most conflictual events are taken.
    """
    pairs = [pair for pair, (_, bad) in tallies.items() if bad >= TOO_FEW]
    return tuple(sorted(sorted(pairs, key=lambda pair: (-tallies[pair][1], pair))[:MOST_CONFLICTS]))


def mediators(rows: Iterable[Move]) -> tuple[Mediator, ...]:
    """Return who deals with both sides of a pair in conflict.

    Parameters
    ----------
    rows
        Moves.

    Returns
    -------
    tuple of Mediator
        For each pair of :func:`conflicts` the third parties with at least :data:`MEETINGS` cooperative events
        with either side, those most even between the two first.
    """
    pairs = by_pair(rows)
    tallies = {pair: tally(moves) for pair, moves in pairs.items()}
    everybody = sorted({code for pair in pairs for code in pair})
    found = []
    for a, b in conflicts(tallies):
        for third in everybody:
            if third in (a, b):
                continue
            sides = [(min(third, one), max(third, one)) for one in (a, b)]
            if all(side in tallies and tallies[side][0] >= MEETINGS for side in sides):
                acts = sorted([*pairs[sides[0]], *pairs[sides[1]]], key=attrgetter("day", "event"))
                counts = [tallies[side] for side in sides]
                found.append(Mediator(third, (a, b), counts[0], counts[1], evidence(acts)))
    return tuple(sorted(found, key=lambda row: (row.pair, row.gap, row.actor)))


def relays(rows: Iterable[Move], within: int = CARRIED_WITHIN) -> tuple[Relay, ...]:
    """Return meetings of a third party with both sides of a conflict, one after the other, on one issue.

    Parameters
    ----------
    rows
        Moves.
    within
        Days, > 0.

    Returns
    -------
    tuple of Relay
        For each day on which C deals with B on an issue, the latest day before it, within ``within`` days,
        on which C dealt with A on the same issue, where A and B are a pair of :func:`conflicts`. By day.

    Notes
    -----
    Only cooperative acts in which word can be passed count (:data:`MEETING_TYPES`), and only those that say
    what they are about. The order suggests a message; that one was carried it does not show.
    O(rows log rows) for each pair in conflict.
    """
    rows = tuple(rows)
    met: dict[tuple[str, str, str], dict[date, list[Move]]] = {}
    for move in rows:
        if move.weight > 0 and move.type in MEETING_TYPES and move.issue:
            for carrier, side in ((move.by, move.to), (move.to, move.by)):
                met.setdefault((carrier, side, move.issue), {}).setdefault(move.day, []).append(move)
    found = []
    for pair in conflicts({pair: tally(moves) for pair, moves in by_pair(rows).items()}):
        for origin, end in (pair, pair[::-1]):
            for (carrier, side, issue), meetings in met.items():
                if side != end or carrier == origin or (carrier, origin, issue) not in met:
                    continue
                before = met[carrier, origin, issue]
                days = sorted(before)
                for day in meetings:
                    at = bisect_left(days, day) - 1
                    if at >= 0 and (day - days[at]).days <= within:
                        events = evidence([*before[days[at]], *meetings[day]])
                        gap = (day - days[at]).days
                        found.append(Relay(carrier, origin, end, issue, day, gap, "sequence", events))
    return tuple(sorted(found, key=_order))


def told_relays(events: Iterable[Known], actors: Iterable[str], naming: Naming) -> tuple[Relay, ...]:
    """Return the relays that the record tells of in words.

    Parameters
    ----------
    events
        What is known.
    actors
        Codes of the actors looked at.
    naming
        Finds the parties in a text.

    Returns
    -------
    tuple of Relay
        By day. Undated ones are left out.

    Notes
    -----
    An event tells of a relay when its line says that somebody passed on, conveyed, relayed or brought a
    message, and exactly three of the actors are parties to it or named in the line. The carrier is the one
    named last before these words; where somebody *asked* another to pass on or explain, it is the
    only actor of the event. Of more than :data:`MOST_TEXTS` such lines the latest are searched for names.
    """
    among = frozenset(actors)
    found = []
    carrying = sorted(_carrying(events), key=lambda one: one[0])
    for (on, _), known, text, asked, at_word in carrying[-MOST_TEXTS:]:
        lead = known.lead
        named = [(at, code) for at, code in naming(text, on) if code in among]
        parties = {code for _, code in named} | ({*lead.actor, *lead.target} & among)
        if asked:
            carrier = lead.actor[0] if len(lead.actor) == 1 else None
        else:
            before = bisect_right([at for at, _ in named], at_word)
            carrier = named[before - 1][1] if before else None
        if len(parties) == 3 and carrier in parties and carrier is not None:
            origin, end = sorted(parties - {carrier})
            found.append(Relay(carrier, origin, end, lead.issue, on, 0, "text", (known.event.id,)))
    return tuple(sorted(found, key=_order))


def _carrying(events: Iterable[Known]) -> Iterator[tuple[tuple[date, str], Known, str, bool, int]]:
    """Yield the events whose line says that word was carried, and where it says so."""
    for known in events:
        lead = known.lead
        if lead.negated or lead.date_from is None:
            continue
        text = known.line
        folded = text.casefold()
        if not [stem for stem in _STEMS if stem in folded]:
            continue
        asked = _ASKED_TO.search(text)
        carries = asked or _CARRIES.search(text)
        if carries is not None:
            yield (lead.date_from, known.event.id), known, text, asked is not None, carries.start()


def _order(row: Relay) -> tuple[date, tuple[str, ...], str, str, str, str]:
    return row.on, row.events, row.carrier, row.origin, row.destination, row.issue or ""
