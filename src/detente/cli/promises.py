"""Pledges on the terminal: their scope, their scores, and what was done since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.cli.show import console, table

if TYPE_CHECKING:
    from detente.ledger.types import Ledger, PledgeStanding

_BEARINGS = {"for": "for it", "against": "against it", "outside": "just outside"}


def show_pledges(accounts: Ledger, *, in_full: bool = False) -> None:
    """Print the declared pledges and the promises read; in full with scope, conduct and scores by date."""
    declared = [row for row in accounts.pledges if row.declared]
    rows = [
        (row.id, ", ".join(row.by), ", ".join(row.to), _kept(row), _more(row), row.text) for row in declared
    ]
    columns = ("pledge", "by", "to", "kept", "", "what")
    if rows:
        console().print(table("\nPledges", columns, rows, wraps=("what", "kept", "")))
    _show_themes(declared)
    if in_full:
        for row in declared:
            _show_scope(row, accounts)
    read = [row for row in accounts.pledges if not row.declared]
    found = [
        (row.made or row.due or "no date", ", ".join(row.by), ", ".join(row.to), row.modality, row.text)
        for row in read
    ]
    if found:
        headings = ("made", "by", "to", "said", "what")
        title = "\nPromises read of that no declared pledge cites, without a score"
        console().print(table(title, headings, found, wraps=("what",)))


def _kept(row: PledgeStanding) -> str:
    if row.score is not None:
        return f"{row.score} of 3, says {row.says}"
    if row.proposal:
        low, high = row.proposal
        return f"not scored; by rule {low} to {high}" if low != high else f"not scored; by rule {low}"
    return "not scored"


def _more(row: PledgeStanding) -> str:
    notes = [
        "contested" if row.contested else "",
        f"overdue since {row.due}" if row.overdue else (f"due {row.due}" if row.due else ""),
        "standing" if row.kind == "standing" else "",
        f"{row.reviewed} of {len(row.events)} events reviewed" if row.events else "cites nothing",
    ]
    return ", ".join(note for note in notes if note)


def _show_themes(declared: list[PledgeStanding]) -> None:
    from detente.ledger.pledges import aggregate, themes

    value = aggregate(declared)
    if value is None:
        return
    rows = [
        ("all", _value(declared)),
        *((theme or "no theme", _value(own)) for theme, own in themes(declared).items()),
    ]
    title = "\nImplementation by the Peace Accords Matrix, 0 to 100"
    console().print(table(title, ("theme", "kept"), rows if len(rows) > 2 else rows[:1]))


def _value(rows: list[PledgeStanding] | tuple[PledgeStanding, ...]) -> str:
    from detente.ledger.pledges import aggregate

    value = aggregate(rows)
    scored = sum(row.score is not None for row in rows)
    return "not scored" if value is None else f"{value:.0f} ({scored} of {len(rows)} scored)"


def _show_scope(row: PledgeStanding, accounts: Ledger) -> None:
    facts = {
        "made": row.made,
        "covers": row.covers,
        "not covered": row.outside,
        "verified by": row.verifier,
        "taking it back": row.reversibility,
        "theme": row.theme,
    }
    lines: list[tuple[object, object, object]] = [(name, "", value) for name, value in facts.items() if value]
    lines += [
        (
            f"score {one.score}",
            one.on,
            f"says {one.says}" + (f" ({', '.join(one.events)})" if one.events else ""),
        )
        for one in accounts.scores
        if one.pledge == row.id
    ]
    lines += [
        (
            _BEARINGS.get(act.bearing, act.bearing),
            act.on or "no date",
            f"{act.text} [{act.event}; {_by(act.judged, act.why)}]",
        )
        for act in row.conduct
    ]
    console().print(table(f"\n{row.id}: {row.text}", ("", "on", ""), lines, wraps=("",)))


def _by(judged: bool, why: str) -> str:
    return why if judged else f"proposed by rule: {why}"
