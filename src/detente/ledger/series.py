"""Series of what passed between two actors: sums, counts and a level in which what is past fades."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from operator import attrgetter

from detente.ledger.days import in_order
from detente.ledger.dealings import Series, Window
from detente.ledger.moves import Move, both_ways, by_pair, checked, evidence

HALF_LIFE = 30
"""Days after which an act weighs half in the level."""


def series(
    rows: Iterable[Move], window: Window = "month", *, directed: bool = False, half_life: int = HALF_LIFE
) -> tuple[Series, ...]:
    r"""Add up the moves of each pair by month or week.

    Parameters
    ----------
    rows
        Moves.
    window
        ``month`` of the calendar, or ``week`` from Monday on.
    directed
        Whether each direction has its own rows. A mutual act counts in both; without ``directed`` once.
    half_life
        Days, > 0.

    Returns
    -------
    tuple of Series
        By pair, then by window; windows without an act have no row.

    Notes
    -----
    The level on day t is :math:`\sum_i w_i 2^{-(t - t_i) / h}` over all acts i up to t, cooperation and
    conflict apart: an act of today weighs in full, one of h days ago half. It needs one pass over the moves.
    """
    rows = in_order(rows, attrgetter("day"), attrgetter("event"))
    grouped = both_ways(rows) if directed else by_pair(rows)
    fades = [0.5 ** (days / half_life) for days in range(31)]
    found: list[Series] = []
    for (a, b), moves in sorted(grouped.items()):
        windows: dict[date, list[Move]] = {}
        for move in moves:
            windows.setdefault(start_of(move.day, window), []).append(move)
        level = [0.0, 0.0]
        at = moves[0].day
        for start, here in windows.items():
            end = end_of(start, window)
            fade = 0.5 ** ((end - at).days / half_life)
            sums = [0.0, 0.0]
            level = [value * fade for value in level]
            numbers = [0, 0]
            for move in here:
                side = 0 if move.weight > 0 else 1
                sums[side] += move.weight
                numbers[side] += 1
                level[side] += move.weight * fades[(end - move.day).days]
            at = end
            found.append(
                Series(
                    a,
                    b,
                    directed,
                    window,
                    start,
                    cooperation=round(sums[0], 6),
                    conflict=round(sums[1], 6),
                    cooperative=numbers[0],
                    conflictual=numbers[1],
                    level_cooperation=round(level[0], 6),
                    level_conflict=round(level[1], 6),
                    events=evidence(here),
                    reviewed=checked(here),
                )
            )
    return tuple(found)


def start_of(day: date, window: Window) -> date:
    """Return the first day of the month, or the Monday of the week, that a day falls in."""
    if window == "month":
        return day.replace(day=1)
    return day - timedelta(days=day.weekday())  # the calendar begins on a Monday


def end_of(start: date, window: Window) -> date:
    """Return the last day of a window; the calendar's last day when it would lie beyond."""
    if window == "week":
        return start + timedelta(days=min(6, (date.max - start).days))
    if start.year == date.max.year and start.month == 12:
        return date.max
    return date(start.year + start.month // 12, start.month % 12 + 1, 1) - timedelta(days=1)
