"""Who is ahead, on the terminal: four lenses side by side, what turns them, and how they move in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.cli.show import console, table

if TYPE_CHECKING:
    from detente.ledger.types import Ledger


def show_ahead(accounts: Ledger, *, over_time: bool = False) -> None:
    """Print the verdicts of every pair; ``over_time`` from other baselines too, and what they rest on."""
    from detente.ledger.verdicts import shares, turned_by

    for nth, pair in enumerate(_pairs(accounts)):
        rows = []
        for row in accounts.ahead:
            if row.pair == pair:
                sure = row.reviewed_only
                rows.append(
                    (
                        row.lens + (f", says {row.account}" if row.account else ""),
                        shares(pair, row.share, not row.draws),
                        shares(pair, sure, not row.draws) if sure else "says nothing",
                        turned_by(row),
                    )
                )
        rows += [
            (row.lens, "nothing to say", "", row.why)
            for row in accounts.silent
            if row.pair == pair and (over_time or nth < MOST_SILENT)
        ]
        columns = ("lens", "ahead", "reviewed only", "turned by")
        since = next((f", since {row.baseline}" for row in accounts.ahead if row.baseline), "")
        title = f"\nWho is ahead, {' or '.join(pair)}{since}: shares of the admissible weightings"
        console().print(table(title, columns, rows, wraps=("lens", "ahead", "reviewed only", "turned by")))
    if over_time:
        _show_baselines(accounts)
        _show_positions(accounts)
        _show_outside(accounts)
        _show_standing(accounts)


MOST_SILENT = 10
"""How many pairs say which lenses are silent, unless all that is known of who is ahead is asked for."""


def _pairs(accounts: Ledger) -> list[tuple[str, str]]:
    return list(dict.fromkeys([row.pair for row in accounts.ahead] + [row.pair for row in accounts.silent]))


def _show_baselines(accounts: Ledger) -> None:
    from detente.ledger.verdicts import moves, shares

    rows = [
        (
            " and ".join(row.pair),
            row.lens + (f", says {row.account}" if row.account else ""),
            f"{first}" if first == last else f"{first} to {last}",
            shares(row.pair, held.share, not row.draws),
        )
        for row in accounts.ahead
        for first, last, held in moves(row.pair, row.baselines)
    ]
    if rows:
        columns = ("pair", "lens", "had the account begun on", "ahead")
        title = "\nThe same verdicts from other baselines"
        console().print(table(title, columns, rows, wraps=("lens", "ahead", "had the account begun on")))


def _show_positions(accounts: Ledger) -> None:
    rows = [
        (
            f"{row.by} toward {row.toward}" + (f", says {row.account}" if row.account else ""),
            row.offer or "what stands",
            f"{row.met_before} to {row.met} of {row.wishes}",
            f"{_share(row.low)} to {_share(row.high)}",
            ", ".join(row.gained),
            ", ".join(row.lost),
        )
        for row in accounts.positions
    ]
    if rows:
        columns = ("position", "rests on", "wishes met", "gain share", "met now", "lost")
        title = "\nPositions: how many of the other's wishes each stands for, then and now"
        console().print(table(title, columns, rows, wraps=("position", "rests on", "met now", "lost")))


def _share(number: float) -> str:
    return "lost" if number < -1 else f"{number:.0%}"


def _show_outside(accounts: Ledger) -> None:
    from detente.ledger.outside import effects

    rows = [
        (
            row.on or "no date",
            ", ".join(row.of),
            ", ".join(row.patron),
            f"{row.signal:+g}" if row.signal else "",
            f"{row.material:+g}" if row.material else "",
            f"{row.shift[0]:g} to {row.shift[1]:g}" if row.shift else "",
            "✓" if row.reviewed else "·",
            row.text,
        )
        for row in accounts.outside
    ]
    if not rows:
        return
    columns = ("date", "of", "patron", "signal", "material", "shift", "reviewed", "what")
    title = "\nOutside options, as the analyst judges them"
    numbers = ("signal", "material")
    console().print(table(title, columns, rows, numbers=numbers, wraps=("what", "patron")))
    baseline = next((row.baseline for row in accounts.ahead if row.baseline), None)
    sums = [
        (row.actor, f"{row.signal:+g}", f"{row.material:+g}", f"{row.low:+g} to {row.high:+g} ({row.stated})")
        for row in effects(accounts.outside, baseline)
    ]
    headings = ("actor", "signal", "material", "shift, if it adds up (ranges)")
    console().print(table("\nOutside options added up", headings, sums, numbers=numbers))


def _show_standing(accounts: Ledger) -> None:
    rows = [
        (
            row.on or "no date",
            ", ".join(row.to),
            ", ".join(row.kinds),
            f"{row.size:g}",
            "✓" if row.reviewed else "·",
            row.text,
        )
        for row in accounts.standing
    ]
    if rows:
        columns = ("date", "whose", "kind", "size", "reviewed", "what")
        title = "\nStanding, as the analyst judges it"
        console().print(table(title, columns, rows, numbers=("size",), wraps=("what", "kind")))
