"""Whether like is answered by like: rates, lags and sizes, held against chance and each one's own rhythm."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import median

import numpy as np

from detente.ledger.dealings import TOO_FEW, Polarity, Reciprocity
from detente.ledger.moves import Move, checked, evidence
from detente.ledger.nulls import Days, answers, drawn_answers, replied_soon, turned_answers

WITHIN = (14, 30, 60)
"""How many days an answer may take."""
SHUFFLES = 2000
"""How often the days of who answers are drawn anew."""
MOST_DAYS = 40_000
"""A period of more days, some hundred years, is not held against chance: a baseline makes it shorter."""


def reciprocity(
    rows: Iterable[Move],
    pairs: Iterable[tuple[str, str]],
    *,
    first: date,
    last: date,
    within: Sequence[int] = WITHIN,
    shuffles: int = SHUFFLES,
    seed: int = 0,
) -> tuple[Reciprocity, ...]:
    """Say how often one actor's moves were answered by like moves of the other.

    Parameters
    ----------
    rows
        Moves; mutual acts are left out, because what two do together answers nothing.
    pairs
        Who moves and who answers.
    first, last
        The period, both days included; moves outside it do not count.
    within
        Numbers of days an answer may take, each > 0.
    shuffles
        How many series are drawn for the null, > 0.
    seed
        Any integer.

    Returns
    -------
    tuple of Reciprocity
        For each pair with such moves on the first side, cooperative before conflictual, by days.

    Notes
    -----
    1. What A does toward B on one day with one polarity is one move: three demands at one table are one.
    2. A move is answered within D days when B makes a like move toward A on one of the D days after it. On
       the same day nobody knows who came first, so the same day does not count.
    3. Moves in the last D days are open and are not counted.
    4. The null holds fixed the days of A and on how many days B moves; the days of B are drawn from the
       period, every set of that many days alike. With r of n series drawn that answer as often or more,
       ``p = (1 + r) / (1 + n)``, which is valid for any n [1]_.
    5. Bursts of B make such a null look too easy. So a second one holds fixed the whole series of B and moves
       it round the period by every number of days, the end joined to the beginning: ``p_rhythm`` is the share
       of these moves, none among them, that answer as often or more. A period of more than
       :data:`MOST_DAYS` is held against neither.
    6. The baseline is on the scale of the rate: how often such an act of B follows within D days on one of
       its own, how often one of A on one of its own, and how often on any day whatever happened.

    O(shuffles x days) for each pair and polarity.

    References
    ----------
    .. [1] B. Phipson, G. K. Smyth, "Permutation p-values should never be zero", Statistical Applications in
       Genetics and Molecular Biology 9(1), 2010, doi:10.2202/1544-6115.1585.
    """
    length = (last - first).days + 1
    acts: dict[tuple[str, str, bool], dict[int, list[Move]]] = {}
    for move in rows:
        if not move.mutual and first <= move.day <= last:
            by_day = acts.setdefault((move.by, move.to, move.weight > 0), {})
            by_day.setdefault((move.day - first).days, []).append(move)
    sides = {key: _Side(by_day) for key, by_day in acts.items()}
    found = []
    for by, to in pairs:
        for good in (True, False):
            mover = sides.get((by, to, good))
            other = sides.get((to, by, good), _Side({}))
            if mover:
                polarity: Polarity = "cooperative" if good else "conflictual"
                closed = [mover.days[mover.days + days < length] for days in within]
                nulls: list[Days | None] = [None] * len(within)
                if length <= MOST_DAYS and any(len(one) >= TOO_FEW for one in closed):
                    nulls = [*drawn_answers(closed, len(other.days), length, within, shuffles, seed)]
                found += [
                    _row((by, to, polarity), days, mover, other, own, null, (first, last), seed)
                    for days, own, null in zip(within, closed, nulls, strict=True)
                ]
    return tuple(found)


class _Side:
    """The acts of one side and polarity by day, counted from the first of the period."""

    def __init__(self, acts: Mapping[int, list[Move]]) -> None:
        self.acts = acts
        self.days = np.array(sorted(acts), dtype=np.intp)
        self.weights = {day: sum(move.weight for move in here) for day, here in acts.items()}


def _row(
    who: tuple[str, str, Polarity],
    days: int,
    mover: _Side,
    other: _Side,
    closed: Days,
    null: Days | None,
    period: tuple[date, date],
    seed: int,
) -> Reciprocity:
    length = (period[1] - period[0]).days + 1
    answered, first = answers(closed, other.days, days)
    told = len(closed) >= TOO_FEW
    soon = replied_soon(other.days, length, days) if length > days else None
    moves, replies = answered.tolist(), first.tolist()
    acts = [move for day in mover.days.tolist() for move in mover.acts[day]]
    acts += [move for day in dict.fromkeys(replies) for move in other.acts[day]]
    low = mid = high = p = p_rhythm = None
    tried = null if told else None
    if tried is not None and soon is not None:
        low, mid, high = (np.quantile(tried, (0.05, 0.5, 0.95), method="inverted_cdf") / len(closed)).tolist()
        p = (1 + int((tried >= len(moves)).sum())) / (1 + len(tried))
        p_rhythm = float((turned_answers(closed, soon) >= len(moves)).mean())
    return Reciprocity(
        *who,
        days,
        *period,
        moves=len(closed),
        open=len(mover.days) - len(closed),
        answered=len(moves),
        rate=len(moves) / len(closed) if told else None,
        lag=float(np.median(first - answered)) if told and moves else None,
        size=_size(mover, other, moves, replies) if told and moves else None,
        after_own=_share(other.days[other.days + days < length], other.days, days),
        after_mover=_share(closed, mover.days, days),
        any_day=None if soon is None else float(soon[: length - days].mean()),
        null_low=low,
        null_mid=mid,
        null_high=high,
        p=p,
        p_rhythm=p_rhythm,
        shuffles=0 if tried is None else len(tried),
        seed=seed,
        events=evidence(acts),
        reviewed=checked(acts),
    )


def _share(moved: Days, replies: Days, days: int) -> float | None:
    """Return the share answered, ``None`` when there are too few to tell."""
    if len(moved) < TOO_FEW:
        return None
    return len(answers(moved, replies, days)[0]) / len(moved)


def _size(mover: _Side, other: _Side, moves: Sequence[int], replies: Sequence[int]) -> float:
    """Return how heavy answers are, taking the moves for one."""
    sizes = [other.weights[reply] / mover.weights[day] for day, reply in zip(moves, replies, strict=True)]
    return round(float(median(sizes)), 6)


def period(rows: Sequence[Move], baseline: date | None, end: date | None) -> tuple[date, date] | None:
    """Return from the baseline, or the first move, to the end, or the last one; ``None`` without a move."""
    days = [move.day for move in rows if baseline is None or move.day >= baseline]
    if not days:
        return None
    return (baseline or min(days)), max(max(days), end or min(days))
