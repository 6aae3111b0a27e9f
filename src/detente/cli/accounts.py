"""The ledger command: who gave what, who is ahead, what was promised, who deals with whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from detente.cli.parameters import CasePath, Flag, Json
from detente.cli.show import console, count, print_json, say, table

if TYPE_CHECKING:
    from detente.ledger.types import Ledger


def ledger(
    case: CasePath,
    *,
    ahead: Flag = False,
    pledges: Flag = False,
    ties: Flag = False,
    as_of: date | None = None,
    baseline: date | None = None,
    compare: tuple[date, date] | None = None,
    reading: str | None = None,
    reviewed_only: Flag = False,
    json: Json = False,
) -> None:
    """Show the accounts of a case: concessions, who is ahead, pledges, ties by month.

    Parameters
    ----------
    case
        A case folder.
    ahead
        Only who is ahead, through all four lenses, from other baselines too, and what that rests on.
    pledges
        Only the pledges: scope, scores by date, and what was done since.
    ties
        Only what passed between actors: ties by month, answers in kind, relays, lulls, turns.
    as_of
        Only what was published and had happened by this day; the case file's day unless given.
    baseline
        Count who is ahead from this day on; the case file's baseline unless given.
    compare
        Two days: only what changed from the first to the second, with the events behind it.
    reading
        The judgements of another reading that the case file holds.
    reviewed_only
        Only claims that a person has accepted or edited.
    json
        Print JSON only.
    """
    from detente.case import Case

    opened = Case(case)
    if compare:
        from detente.cli.comparing import show_changes

        changes = opened.changes(*compare, reviewed_only=reviewed_only, baseline=baseline, reading=reading)
        if json:
            print_json(changes.to_dict())
        else:
            show_changes(changes)
        return
    accounts = opened.ledger(as_of, reviewed_only, baseline, reading)
    if json:
        print_json(accounts.to_dict())
        return
    everything = not (ahead or pledges or ties)
    beside = accounts
    if (everything or ties) and not reviewed_only:
        beside = opened.ledger(as_of, True, baseline, reading)
    if everything:
        _show_concessions(accounts, beside)
    if everything or ahead:
        from detente.cli.verdicts import show_ahead

        show_ahead(accounts, over_time=ahead)
    if everything or pledges:
        from detente.cli.promises import show_pledges

        show_pledges(accounts, in_full=pledges)
    if everything or ties:
        from detente.cli.ties import show_ties

        show_ties(accounts, beside)
    day = f"as of {accounts.as_of}, " if accounts.as_of else ""
    say(f"{day}{count(accounts.claims, 'claim')}, {accounts.reviewed_claims} of them reviewed by a person")
    if accounts.undated:
        say(f"{count(accounts.undated, 'event')} without a date left out of the timeline")


def _show_concessions(accounts: Ledger, reviewed: Ledger) -> None:
    rows = [
        (
            row.date_from or "no date",
            ", ".join(row.by),
            ", ".join(row.to),
            row.issue or "",
            f"{row.size:g}",
            f"{row.delivered:g}",
            "✓" if row.reviewed else "·",
            row.text,
        )
        for row in accounts.concessions
    ]
    columns = ("date", "given by", "to", "issue", "size", "delivered", "reviewed", "what")
    console().print(table("Concessions", columns, rows, numbers=("size", "delivered"), wraps=("what",)))
    checked = {total.actor: total for total in reviewed.totals}
    sums = []
    for total in accounts.totals:
        sure = checked.get(total.actor)
        sums.append(
            (
                total.actor,
                f"{total.given} ({total.given_delivered})",
                f"{sure.given} ({sure.given_delivered})" if sure else "0 (0)",
                f"{total.received} ({total.received_delivered})",
                f"{sure.received} ({sure.received_delivered})" if sure else "0 (0)",
            )
        )
    headings = ("actor", "given (delivered)", "reviewed", "received (delivered)", "reviewed")
    console().print(table("\nGiven and received", headings, sums, numbers=headings[1:]))
