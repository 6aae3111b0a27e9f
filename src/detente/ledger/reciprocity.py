"""Whether like is answered by like: rates, lags and sizes, held against chance and each one's own rhythm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from statistics import median

import numpy as np
from numpy.typing import NDArray

from detente.ledger.dealings import TOO_FEW, Polarity, Reciprocity
from detente.ledger.moves import Move

WITHIN = (14, 30, 60)
"""How many days an answer may take."""
SHUFFLES = 2000
"""How often the days of who answers are drawn anew."""
MOST_DAYS = 40_000
"""A period of more days, some hundred years, is not held against chance: a baseline makes it shorter."""
_CELLS = 16_000_000
"""Most cells of the tables held at once."""

Days = NDArray[np.intp]


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
    lists: dict[tuple[str, str, bool], dict[int, list[Move]]] = {}
    for move in rows:
        if not move.mutual and first <= move.day <= last:
            by_day = lists.setdefault((move.by, move.to, move.weight > 0), {})
            by_day.setdefault((move.day - first).days, []).append(move)
    found = []
    for by, to in pairs:
        for good in (True, False):
            moved = lists.get((by, to, good), {})
            replies = lists.get((to, by, good), {})
            if moved:
                nulls = _Nulls(sorted(moved), sorted(replies), length, within, shuffles, seed)
                for nth, days in enumerate(within):
                    polarity: Polarity = "cooperative" if good else "conflictual"
                    found.append(_row((by, to, polarity), days, moved, replies, nulls, nth, (first, last)))
    return tuple(found)


def _row(
    who: tuple[str, str, Polarity],
    days: int,
    moved: Mapping[int, list[Move]],
    replies: Mapping[int, list[Move]],
    nulls: _Nulls,
    nth: int,
    period: tuple[date, date],
) -> Reciprocity:
    closed = [day for day in sorted(moved) if day + days < nulls.length]
    answers = dict(first_answers(closed, sorted(replies), days))
    told = len(closed) >= TOO_FEW
    acts = [move for day in sorted(moved) for move in moved[day]]
    acts += [move for day in sorted(set(answers.values())) for move in replies[day]]
    seen = dict.fromkeys(move.event for move in acts)
    own = [day for day in nulls.replies if day + days < nulls.length]
    tried = told and nulls.length <= MOST_DAYS
    low, mid, high, p = nulls.drawn(nth, len(answers)) if tried else (None, None, None, None)
    return Reciprocity(
        *who,
        days,
        *period,
        moves=len(closed),
        open=len(moved) - len(closed),
        answered=len(answers),
        rate=len(answers) / len(closed) if told else None,
        lag=float(median(answers[day] - day for day in answers)) if told and answers else None,
        size=_size(moved, replies, answers) if told else None,
        after_own=_share(own, nulls.replies, days),
        after_mover=_share(closed, nulls.moved, days),
        any_day=nulls.any_day(days),
        null_low=low,
        null_mid=mid,
        null_high=high,
        p=p,
        p_rhythm=nulls.rhythm(closed, days, len(answers)) if tried else None,
        shuffles=nulls.shuffles if tried else 0,
        seed=nulls.seed,
        events=tuple(seen),
        reviewed=len({move.event for move in acts if move.reviewed}),
    )


def first_answers(moved: Sequence[int], replies: Sequence[int], days: int) -> Iterator[tuple[int, int]]:
    """Yield each day of a move that is answered within so many days, with the day of the first answer."""
    after = np.searchsorted(
        np.asarray(replies, dtype=np.intp), np.asarray(moved, dtype=np.intp), side="right"
    )
    for day, at in zip(moved, after.tolist(), strict=True):
        if at < len(replies) and replies[at] <= day + days:
            yield day, replies[at]


def _share(moved: Sequence[int], replies: Sequence[int], days: int) -> float | None:
    """Return the share answered, ``None`` when there are too few to tell."""
    if len(moved) < TOO_FEW:
        return None
    return sum(1 for _ in first_answers(moved, replies, days)) / len(moved)


def _size(
    moved: Mapping[int, list[Move]], replies: Mapping[int, list[Move]], answers: Mapping[int, int]
) -> float | None:
    if not answers:
        return None
    return round(
        float(median(_weight(replies[reply]) / _weight(moved[day]) for day, reply in answers.items())), 6
    )


def _weight(acts: Iterable[Move]) -> float:
    return sum(move.weight for move in acts)


def shuffled(days: int, number: int, shuffles: int, seed: int) -> Iterator[NDArray[np.bool_]]:
    """Yield tables of drawn series, a column each, that together have ``shuffles`` columns.

    Parameters
    ----------
    days
        Length of the period.
    number
        On how many of the days something happens; every set of that many days is equally likely.
    shuffles, seed
        How many series, and where the random numbers begin.

    Yields
    ------
    bool[days, columns]
        Floyd's method draws a set in as many steps as it has members, all columns at a time; of many days
        those left out are drawn.
    """
    stream = np.random.default_rng(seed & (2**64 - 1))
    fewer = min(number, days - number)
    most = max(1, _CELLS // days)
    for start in range(0, shuffles, most):
        columns = min(most, shuffles - start)
        every = np.arange(columns)
        drawn = np.zeros((days, columns), dtype=bool)
        cells = drawn.reshape(-1)  # one index for a cell: half as slow as two
        for last in range(days - fewer, days):
            at = stream.integers(0, last + 1, columns) * columns + every
            taken = cells[at]
            cells[at] = True
            drawn[last] |= taken
        yield drawn if fewer == number else ~drawn


def followed_within(packed: NDArray[np.uint8], moved: Days, days: int) -> Days:
    """Count in each drawn series the moves that something follows within so many days.

    Parameters
    ----------
    packed
        uint8[days, series / 8]: eight series to a byte.
    moved
        Days of the moves, intp[moves]; each at least ``days`` before the end.
    days
        > 0.

    Returns
    -------
    intp[series]
        A last byte that is not full counts none for the series it lacks.

    Notes
    -----
    What happens on 2, 4, 8... days in a row follows by doubling, and any number of
    days in a row is two such stretches laid over each other: O(log days) passes over the table.
    """
    stretch, long = packed, 1
    while 2 * long <= days:
        stretch = stretch[:-long] | stretch[long:]
        long *= 2
    found = stretch[moved + 1] | stretch[moved + 1 + days - long]
    hits: Days = np.unpackbits(found, axis=1).sum(axis=0, dtype=np.intp)
    return hits


class _Nulls:
    """What the rate is held against, for one side's moves and the other's like ones."""

    def __init__(
        self,
        moved: Sequence[int],
        replies: Sequence[int],
        length: int,
        within: Sequence[int],
        shuffles: int,
        seed: int,
    ) -> None:
        self.moved, self.replies, self.length = moved, replies, length
        self.within, self.shuffles, self.seed = within, shuffles, seed
        self._hits: list[Days] | None = None

    def drawn(self, nth: int, answered: int) -> tuple[float, float, float, float]:
        """Return three points of the drawn rates, and the p-value."""
        if self._hits is None:
            self._hits = self._draw()
        hits = self._hits[nth]
        closed = sum(day + self.within[nth] < self.length for day in self.moved)
        low, mid, high = (np.quantile(hits, (0.05, 0.5, 0.95), method="inverted_cdf") / closed).tolist()
        return low, mid, high, (1 + int((hits >= answered).sum())) / (1 + len(hits))

    def _draw(self) -> list[Days]:
        hits: list[list[Days]] = [[] for _ in self.within]
        moved = np.asarray(self.moved, dtype=np.intp)
        for tables in shuffled(self.length, len(self.replies), self.shuffles, self.seed):
            packed, number = np.packbits(tables, axis=1), tables.shape[1]
            for nth, days in enumerate(self.within):
                closed = moved[moved + days < self.length]
                hits[nth].append(followed_within(packed, closed, days)[:number])
        return [np.concatenate(parts) for parts in hits]

    def any_day(self, days: int) -> float | None:
        """Return the share of days, early enough to tell, that are followed by a reply within so many."""
        if self.length <= days:
            return None
        return float(self._windows(days)[: self.length - days].mean())

    def rhythm(self, closed: Sequence[int], days: int, answered: int) -> float:
        """Return the share of turns of the replies round the period that answer as often or more."""
        round_windows = np.tile(self._windows(days), 2).astype(np.int32)
        hits = np.zeros(self.length, dtype=np.int32)
        for day in closed:
            hits += round_windows[day : day + self.length]
        return float((hits >= answered).mean())

    def _windows(self, days: int) -> NDArray[np.bool_]:
        """Return for each day whether a reply follows within so many days, the period being a ring."""
        replied = np.zeros(self.length, dtype=np.intp)
        replied[list(self.replies)] = 1
        upto = np.concatenate([[0], np.cumsum(np.tile(replied, 2))])
        at = np.arange(self.length)
        return np.asarray(upto[at + days + 1] > upto[at + 1])


def period(rows: Sequence[Move], baseline: date | None, end: date | None) -> tuple[date, date] | None:
    """Return from the baseline, or the first move, to the end, or the last one; ``None`` without a move."""
    days = [move.day for move in rows if baseline is None or move.day >= baseline]
    if not days:
        return None
    return (baseline or min(days)), max(max(days), end or min(days))
