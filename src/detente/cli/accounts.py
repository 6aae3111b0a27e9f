"""The ledger command: who gave what, what was promised, who deals with whom."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from detente.cli.parameters import CasePath, Flag, Json
from detente.cli.show import console, count, print_json, say, table

if TYPE_CHECKING:
    from detente.ledger.types import Ahead, Ledger


def ledger(
    case: CasePath,
    *,
    pledges: Flag = False,
    ties: Flag = False,
    as_of: date | None = None,
    reviewed_only: Flag = False,
    json: Json = False,
) -> None:
    """Show the accounts of a case: concessions given and received, pledges, ties by month.

    Parameters
    ----------
    case
        A case folder.
    pledges
        Only the pledges and how far they were kept.
    ties
        Only what passed between actors: ties by month, answers in kind, relays, lulls, turns.
    as_of
        Only what was published and had happened by this day; the case file's day unless given.
    reviewed_only
        Only claims that a person has accepted or edited.
    json
        Print JSON only.
    """
    from detente.case import Case

    opened = Case(case)
    accounts = opened.ledger(as_of=as_of, reviewed_only=reviewed_only)
    if json:
        print_json(accounts.to_dict())
        return
    everything = not (pledges or ties)
    if everything:
        reviewed = accounts if reviewed_only else opened.ledger(as_of=as_of, reviewed_only=True)
        _show_concessions(accounts, reviewed)
        _show_ahead(accounts, reviewed)
    if everything or pledges:
        _show_pledges(accounts)
    if everything or ties:
        from detente.cli.ties import show_ties

        beside = accounts if reviewed_only else opened.ledger(as_of=as_of, reviewed_only=True)
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


def _show_ahead(accounts: Ledger, reviewed: Ledger) -> None:
    sure = {(row.lens, row.pair): row for row in reviewed.ahead}
    rows = []
    for row in accounts.ahead:
        checked = sure.get((row.lens, row.pair))
        flip = [f"{issue} {weight:.0%}" for issue, weight in (row.flip or {}).items() if weight >= 0.005]
        rows.append(
            (
                " and ".join(row.pair),
                row.lens,
                _shares(row),
                _shares(checked) if checked else "nothing reviewed",
                ", ".join(flip) or "no admissible weighting",
            )
        )
    columns = ("pair", "lens", "ahead", "reviewed only", "flips under")
    title = "\nWho is ahead, as the share of admissible weightings of the issues"
    console().print(table(title, columns, rows, wraps=("flips under",)))


def _shares(row: Ahead) -> str:
    shares = [f"{who} {row.share[who]:.0%}" for who in (*row.pair, "tie") if row.share.get(who)]
    return ", ".join(shares)


def _show_pledges(accounts: Ledger) -> None:
    rows = [
        (
            row.made or "no date",
            ", ".join(row.by),
            ", ".join(row.to),
            "not scored" if row.score is None else f"{row.score} of 3",
            row.says or "",
            "contested" if row.contested else "",
            "case file" if row.declared else "read",
            row.text + (f" (outside it: {row.outside})" if row.outside else ""),
        )
        for row in accounts.pledges
    ]
    columns = ("made", "by", "to", "kept", "says", "", "from", "what")
    console().print(table("\nPledges", columns, rows, wraps=("says", "what")))
