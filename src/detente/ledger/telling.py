"""One plain sentence for each finding about dealings: what it claims, and what it does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detente.ledger import words
from detente.ledger.dealings import (
    TOO_FEW,
    CodedTurn,
    Criticism,
    Followed,
    Lull,
    Mediator,
    Reciprocity,
    Relay,
    Turn,
    Wedge,
)

_AIMS = {
    "leader": ("name the leader", "names the leader"),
    "deputy": ("name somebody below the leader", "names somebody below the leader"),
    "nobody named": ("name nobody the tables know", "names nobody the tables know"),
}


def says(row: Any, names: Mapping[str, str] | None = None) -> str | None:
    """Return the sentence for a finding.

    Parameters
    ----------
    row
        A row of :class:`~detente.ledger.dealings.Dealings`.
    names
        Names of actors by code; one without goes by the code.

    Returns
    -------
    str or None
        ``None`` for rows that are mere counts.

    Examples
    --------
    >>> from datetime import date
    >>> says(Followed("PRK", "CHN", "RUS", date(2018, 5, 2), date(2018, 5, 31), 29, ("a", "b")))
    'RUS first met PRK 29 days after CHN first did; the order does not show that one led to the other.'
    """
    tell = _TELLERS.get(type(row))
    return None if tell is None else words.sentence(tell(row, names or {}))


def _reciprocity(row: Reciprocity, names: Mapping[str, str]) -> str:
    by, to = words.actor(row.by, names), words.actor(row.to, names)
    number = words.count(row.moves, f"{row.polarity} move")
    if row.rate is None:
        told = f"{by} made {number} toward {to} with {row.days} days left for an answer"
        return f"{told}: too few to tell (under {TOO_FEW})"
    text = f"{to} answered {row.answered} of {number} of {by} in kind within {row.days} days"
    if row.null_low is None or row.null_high is None:
        text += f" ({words.percent(row.rate)}; the period is too long to hold it against chance)"
    else:
        low, high = words.percent(row.null_low), words.percent(row.null_high)
        text += f" ({words.percent(row.rate)}, by chance {low} to {high})"
    own = "too seldom to tell" if row.after_own is None else f"{words.percent(row.after_own)} of the time"
    return f"{text}; it followed on an act of its own {own}; that an answer was meant as one is not shown"


def _followed(row: Followed, names: Mapping[str, str]) -> str:
    host, first, then = (words.actor(code, names) for code in (row.host, row.first, row.then))
    days = words.count(row.days, "day")
    told = f"{then} first met {host} {days} after {first} first did"
    return f"{told}; the order does not show that one led to the other"


def _mediator(row: Mediator, names: Mapping[str, str]) -> str:
    third, a, b = (words.actor(code, names) for code in (row.actor, *row.pair))
    return (
        f"{third} dealt with {a} ({row.with_a[0]} cooperative, {row.with_a[1]} conflictual) and with {b} "
        f"({row.with_b[0]} and {row.with_b[1]}); that it mediated is not shown"
    )


def _relay(row: Relay, names: Mapping[str, str]) -> str:
    carrier, origin, end = (words.actor(code, names) for code in (row.carrier, row.origin, row.destination))
    if row.how == "text":
        told = f"the record says that {carrier} carried word between {origin} and {end}"
        return f"{told}; what it changed is not shown"
    issue = (row.issue or "").replace("_", " ")
    return (
        f"{carrier} dealt with {end} on {issue} {words.count(row.days, 'day')} after dealing with {origin} "
        "on it; that a message was carried is not shown"
    )


def _criticism(row: Criticism, names: Mapping[str, str]) -> str:
    who = f" ({words.listed(row.people)})" if row.people else ""
    aim = _AIMS[row.aim][row.number == 1]
    return (
        f"{words.count(row.number, 'hostile statement')} of {words.actor(row.by, names)} toward "
        f"{words.actor(row.to, names)} {aim}{who}; why is not shown"
    )


def _lull(row: Lull, names: Mapping[str, str]) -> str:
    end = "lasts still" if row.ended is None else f"ended on {words.day(row.ended)}"
    return (
        f"nothing is on record between {words.actor(row.a, names)} and {words.actor(row.b, names)} for "
        f"{words.count(row.days, 'day')} from {words.day(row.began)} on, which {end} (usual gap "
        f"{row.usual:g}, long above {row.limit:g}); what went unreported is not shown"
    )


def _wedge(row: Wedge, names: Mapping[str, str]) -> str:
    by, x, y = (words.actor(code, names) for code in (row.by, *row.allies))
    if row.kind == "criticism":
        other = y if row.by == row.allies[0] else x
        number = words.count(row.counts[0][1], "time")
        return f"{by} acted against {other} {number} though the two mostly cooperate; a rift is not shown"
    told = [
        f"{good} of {good + bad} acts toward {to}" for (good, bad), to in zip(row.counts, (x, y), strict=True)
    ]
    return f"{by} was cooperative in {told[0]} and in {told[1]}; that it meant to divide them is not shown"


def _turn(row: Turn, names: Mapping[str, str]) -> str:
    a, b = words.actor(row.a, names), words.actor(row.b, names)
    return (
        f"about {words.day(row.on)} the pace between {a} and {b} changed from {row.before[0]:.1f} "
        f"cooperative and {row.before[1]:.1f} conflictual acts a month to {row.after[0]:.1f} and "
        f"{row.after[1]:.1f}; what brought it about is not shown"
    )


def _coded(row: CodedTurn, names: Mapping[str, str]) -> str:
    who = f"between {words.actors(row.between, names)}" if row.between else "for all"
    time = f" {row.timing}" if row.timing else ""
    text = (
        f"the analyst sees a turn {who} on {words.day(row.on)}: {row.precipitant} precipitant, "
        f"{row.departure} departure, {row.consequence}{time}; on record {row.before[0]} cooperative "
        f"and {row.before[1]} conflictual acts in the {row.days} days before, {row.after[0]} and "
        f"{row.after[1]} from it on"
    )
    return text if row.whole else f"{text}, not all of these days being on record"


_TELLERS: Mapping[type, Any] = {
    Reciprocity: _reciprocity,
    Followed: _followed,
    Mediator: _mediator,
    Relay: _relay,
    Criticism: _criticism,
    Lull: _lull,
    Wedge: _wedge,
    Turn: _turn,
    CodedTurn: _coded,
}
