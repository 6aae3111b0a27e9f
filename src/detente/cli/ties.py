"""What ``detente ledger CASE --ties`` shows: who deals with whom, who answers, joins, carries word, turns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from detente.cli.show import console, count, say, table

if TYPE_CHECKING:
    from detente.ledger.dealings import Checklist, Dealings, Reciprocity
    from detente.ledger.types import Ledger

EVENTS_SHOWN = 6


def show_ties(accounts: Ledger, reviewed: Ledger | None = None) -> None:
    """Show the ties by month and everything found in the dealings of the actors.

    Parameters
    ----------
    accounts
        The accounts.
    reviewed
        Those that rest on reviewed claims only, to stand beside them.
    """
    rows = [
        (row.month, row.a, row.b, f"{row.cooperation:+.1f}", f"{row.conflict:+.1f}", len(row.events))
        for row in accounts.ties
    ]
    columns = ("month", "between", "and", "cooperation", "conflict", "events")
    console().print(table("\nTies by month", columns, rows, numbers=columns[3:]))
    found = accounts.dealings
    if found.acts:
        _show_reciprocity(found, reviewed.dealings if reviewed else None)
        _show_circle(found)
    _show_findings("Who first met a host soon after whom", found.followed)
    _show_findings("Who deals with both sides of a conflict", found.mediators)
    _show_findings("Word that may have been carried", found.relays)
    _show_findings("Whom hostile words name", found.criticism)
    _show_findings("Long silences", found.lulls)
    _show_findings("Between partners", found.wedges)
    _show_turns(found)
    _show_initiatives(found.initiatives)
    _show_extent(found)


def _show_reciprocity(found: Dealings, reviewed: Dealings | None) -> None:
    checked = {(r.by, r.to, r.polarity, r.days): r for r in reviewed.reciprocity} if reviewed else {}
    rows: list[tuple[object, ...]] = []
    few = 0
    for row in found.reciprocity:
        if row.rate is None:
            few += 1
            continue
        sure = checked.get((row.by, row.to, row.polarity, row.days))
        rows.append(
            (
                f"{row.by} > {row.to}",
                row.polarity,
                row.days,
                _answered(row),
                _answered(sure) if sure else "",
                _share(row.after_own),
                _share(row.after_mover),
                _share(row.any_day),
                f"{_share(row.null_low)} to {_share(row.null_high)}",
                "" if row.p is None else f"{row.p:.3f}",
                "" if row.p_rhythm is None else f"{row.p_rhythm:.3f}",
                "" if row.lag is None else f"{row.lag:g}",
                "" if row.size is None else f"{row.size:.1f}",
            )
        )
    if not (rows or few):
        return
    columns = (
        "moves", "kind", "days", "answered", "reviewed", "after own", "mover again", "any day", "by chance",
        "p", "p rhythm", "lag", "size",
    )  # fmt: skip
    title = "\nAnswered in kind, beside how often such acts follow on one's own, on the mover's, on any day"
    shown = [column for column in columns if reviewed or column != "reviewed"]
    if not reviewed:
        rows = [(*row[:4], *row[5:]) for row in rows]
    console().print(table(title, shown, rows, numbers=shown[2:]))
    say(f"too few moves to tell in {count(few, 'more case')} of pair, kind and days")
    say("p: share of series drawn at random that answer as often; p rhythm: with bursts kept together")


def _answered(row: Reciprocity) -> str:
    return f"{row.answered} of {row.moves}" if row.rate is not None else "too few"


def _share(share: float | None) -> str:
    return "too few" if share is None else f"{share:.0%}"


def _show_circle(found: Dealings) -> None:
    first, second = found.principals or ("", "")
    rows = [
        (row.on, row.actor, row.with_first or "", row.with_second or "", _cited(row.events))
        for row in found.joined
    ]
    columns = ("joined", "actor", f"with {first}", f"with {second}", "events")
    console().print(table("\nWho joined when", columns, rows, wraps=("events",)))


def _show_findings(title: str, rows: Sequence[Any]) -> None:
    from detente.ledger.telling import says

    if rows:
        told = [(says(row), _cited((*row.events, *getattr(row, "ended_by", ())))) for row in rows]
        console().print(table(f"\n{title}", ("finding", "events"), told, wraps=("finding", "events")))


def _show_turns(found: Dealings) -> None:
    _show_findings("Turning points as the case file codes them", found.turning_points)
    rows = [
        (
            row.on,
            f"{row.a} and {row.b}",
            f"{row.before[0]:.1f} / {row.before[1]:.1f}",
            f"{row.after[0]:.1f} / {row.after[1]:.1f}",
            f"{row.p:.3f}",
            _cited(row.events),
        )
        for row in found.turns
    ]
    if rows:
        columns = ("about", "between", "before", "after", "p", "events around")
        title = (
            "\nTurns proposed, with cooperative / conflictual acts a month; code them under turning_points"
        )
        console().print(table(title, columns, rows, numbers=("p",), wraps=("events around",)))


def _show_initiatives(found: Iterable[Checklist]) -> None:
    for one in found:
        title = f"\nInitiative {one.id} of {', '.join(one.by)} toward {', '.join(one.to)}: {one.text}"
        rows = [
            (row.question.replace("_", " "), row.answer, row.says, row.why, _cited(row.events))
            for row in one.answers
        ]
        columns = ("question", "answer", "says", "why", "events")
        console().print(table(title, columns, rows, wraps=("why", "events")))


def _show_extent(found: Dealings) -> None:
    text = f"{count(found.acts, 'act')} between {count(len(found.actors), 'actor')}"
    text += f", {found.reviewed} of the acts reviewed"
    said = [f"{found.undated} without a day"] if found.undated else []
    said += [f"{found.longer} known only to a longer time"] if found.longer else []
    say(f"{text}; {' and '.join(said)} stand on no day and are left out" if said else text)
    if found.pairs_left_out:
        say(f"{count(found.pairs_left_out, 'quieter pair')} not held against chance")
    if found.relays_left_out:
        say(f"{count(found.relays_left_out, 'earlier relay')} not shown")


def _cited(events: Sequence[str]) -> str:
    more = f" +{len(events) - EVENTS_SHOWN}" if len(events) > EVENTS_SHOWN else ""
    return " ".join(events[:EVENTS_SHOWN]) + more
