"""What changed between two days, on the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.cli.show import console, say, table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from detente.ledger.compare import Changes, ConcessionChange, PledgeChange


def show_changes(changes: Changes) -> None:
    """Print new concessions, verdicts that moved and pledges that were rescored, each with its events."""
    span = f"{changes.first or 'the beginning'} to {changes.last or 'the end'}"
    rows = [
        (
            row.row.date_from or "no date",
            ", ".join(row.row.by),
            ", ".join(row.row.to),
            _concession(row),
            row.row.text,
        )
        for row in changes.concessions
    ]
    if rows:
        given = ("date", "by", "to", "change", "what")
        console().print(table(f"Concessions, {span}", given, rows, wraps=("what",)))
    verdicts = [
        (
            " and ".join(row.pair),
            row.lens + (f", says {row.account}" if row.account else ""),
            _share(row.pair, row.before),
            _share(row.pair, row.after),
            "turned" if row.turned else "",
            ", ".join(row.events),
        )
        for row in changes.verdicts
    ]
    if verdicts:
        sides = ("pair", "lens", "before", "after", "", "new evidence")
        title = f"\nWho is ahead, {span}"
        console().print(table(title, sides, verdicts, wraps=("lens", "before", "after", "new evidence")))
    pledges = [(row.id, _pledge(row), ", ".join(row.events)) for row in changes.pledges]
    if pledges:
        columns = ("pledge", "change", "events")
        console().print(table(f"\nPledges, {span}", columns, pledges, wraps=("change", "events")))
    before, after = ("not scored" if value is None else f"{value:.0f}" for value in changes.implementation)
    if not (rows or verdicts or pledges):
        say(f"nothing changed in the accounts, {span}")
    elif before != after:
        say(f"implementation of the declared pledges: {before} before, {after} after, of 100")


def _concession(row: ConcessionChange) -> str:
    if row.before is None:
        return "new" if row.row.delivered else "new, promised"
    if row.after is None:
        return "gone"
    if row.before.delivered != row.after.delivered:
        return f"delivered {row.before.delivered:g} to {row.after.delivered:g}"
    return "revised"


def _share(pair: tuple[str, str], share: Mapping[str, float] | None) -> str:
    from detente.ledger.verdicts import shares

    return "nothing to say" if share is None else shares(pair, share)


def _pledge(row: PledgeChange) -> str:
    notes = ["made" if row.made else ""]
    if row.before != row.after and row.after is not None:
        was = "not scored" if row.before is None else row.before
        notes.append(f"{was} to {row.after} of 3, says {row.says}")
    notes += ["now overdue" if row.overdue else "", "now contested" if row.contested else ""]
    for bearing, what in (("for", "for it"), ("against", "against it"), ("outside", "just outside it")):
        number = sum(act.bearing == bearing for act in row.conduct)
        notes.append(f"{number} act{'' if number == 1 else 's'} {what}" if number else "")
    return "; ".join(note for note in notes if note)
