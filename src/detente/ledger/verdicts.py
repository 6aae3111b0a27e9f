"""Verdicts in words: who is ahead, what would turn it, and from which baselines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from detente.ledger import words
from detente.ledger.types import Ahead, AtBaseline, leader

MOST_WEIGHTS = 6
"""How many weights of a flip are told, the heaviest."""
MOVED = 0.05
"""A share that moved by less is told as the same."""


def turned_by(row: Ahead, names: Mapping[str, str] | None = None) -> str:
    """Return the weighting that turns a verdict, in words; ``nothing`` when none does.

    Examples
    --------
    >>> share = {"A": 0.7, "B": 0.3, "tie": 0.0}
    >>> turned_by(Ahead("concessions", ("A", "B"), share, None, {"aid": 0.32, "border": 0.68}, 0, 0))
    'border 68%, aid 32%'
    """
    names = names or {}
    if row.flip is None:
        return "nothing"
    if row.lens == "position":
        return _wishes(row, row.flip, names)
    weights = sorted(row.flip.items(), key=lambda item: (-item[1], item[0]))
    if len(weights) > 1 and weights[0][1] - weights[-1][1] < 0.005:
        return f"all {len(weights)} weighing the same"
    shown = [(key, weight) for key, weight in weights if weight >= 0.005]
    told = ", ".join(
        f"{key.replace('_', ' ')} {words.percent(weight)}" for key, weight in shown[:MOST_WEIGHTS]
    )
    more = len(shown) - MOST_WEIGHTS
    return f"{told} and {words.count(more, 'lighter one')}" if more > 0 else told


def _wishes(row: Ahead, flip: Mapping[str, float], names: Mapping[str, str]) -> str:
    """Tell the corner of the weightings of wishes: so many of the first lines of each side alike."""
    parts = []
    for side in row.pair:
        number = sum(key.startswith(f"{side}.") for key in flip)
        first = "the first wish" if number == 1 else f"the first {number} wishes"
        parts.append(f"{first} of {words.actor(side, names)}")
    return f"weighing {' and '.join(parts)} alike, and no others"


def shares(pair: Sequence[str], share: Mapping[str, float], exact: bool = True) -> str:
    """Return shares as ``USA 77%, PRK 23%``, the larger first; a drawn 0 or 1 is not told as certain.

    Examples
    --------
    >>> shares(("A", "B"), {"A": 0.25, "B": 0.75, "tie": 0.0})
    'B 75%, A 25%'
    >>> shares(("A", "B"), {"A": 0.0, "B": 1.0, "tie": 0.0}, exact=False)
    'B more than 99%'
    """
    if share["tie"] == 1.0:
        return "even"
    sides = sorted((*pair, "tie"), key=lambda side: -share[side])
    return ", ".join(
        f"{side} {words.percent(share[side] if exact else min(share[side], 0.999))}"
        for side in sides
        if share[side]
    )


def differs(row: Ahead) -> bool:
    """Return whether the reviewed events alone put another side ahead, or none."""
    return row.reviewed_only is None or leader(row.pair, row.reviewed_only) != row.leader


def moves(pair: tuple[str, str], rows: Sequence[AtBaseline]) -> tuple[tuple[date, date, AtBaseline], ...]:
    """Return runs of baselines under which a verdict is the same: first day, last day, the first's shares.

    A run ends where another side is ahead, or a share has moved by :data:`MOVED` since the run began.
    """
    runs: list[tuple[date, date, AtBaseline]] = []
    for row in rows:
        if runs:
            first, _, held = runs[-1]
            same = leader(pair, held.share) == leader(pair, row.share)
            if same and max(abs(held.share[side] - row.share[side]) for side in (*pair, "tie")) < MOVED:
                runs[-1] = (first, row.baseline, held)
                continue
        runs.append((row.baseline, row.baseline, row))
    return tuple(runs)
