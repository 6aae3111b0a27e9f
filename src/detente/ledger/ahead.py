"""The lens of concessions: received less given, under every admissible weighting of the issues."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from detente.dispute.types import LedgerSettings
from detente.ledger.concessions import flows
from detente.ledger.gains import Entry, Gains, exact, in_whole_numbers, signed
from detente.ledger.types import Ahead, Concession
from detente.ledger.weighing import DRAWS, verdicts

UNSPECIFIED = "unspecified"
"""The issue of a concession that is about nothing in particular, or the record does not say what."""


def worth(size: float, delivered: float, irreversible: float) -> Fraction:
    """Return what a concession is worth before its issue is weighed: size x delivered x (1 + irreversible).

    Parameters
    ----------
    size
        > 0.
    delivered, irreversible
        From 0 to 1.

    Notes
    -----
    A promise is worth nothing until some of it is delivered; what cannot be undone is worth twice what can be
    undone at will. The numbers are taken as the decimals that the analyst wrote, so that 0.1 + 0.2 is 0.3 and
    an exact balance is seen as one.

    Examples
    --------
    >>> worth(2, 0.5, 1), worth(0.3, 1, 0)
    (Fraction(2, 1), Fraction(3, 10))
    """
    return exact(size) * exact(delivered) * (1 + exact(irreversible))


def counted(rows: Iterable[Concession], baseline: date | None) -> tuple[Concession, ...]:
    """Return the concessions that count from a day on.

    Without a baseline all count. With one, those that began on that day or later; one without a date cannot
    be shown to have, and does not count.
    """
    return tuple(
        row for row in rows if baseline is None or (row.date_from is not None and row.date_from >= baseline)
    )


def weighed(rows: Iterable[Concession], actors: Iterable[str] | None = None) -> Gains:
    """Return what each concession gained the first of each pair it passed between.

    Parameters
    ----------
    rows
        The concessions.
    actors
        Codes of the actors that pairs are formed of, ``None`` for everybody.
    """
    rows = tuple(rows)
    named = None if actors is None else frozenset(actors)
    sizes = {_size(row) for row in rows}
    whole, unit = in_whole_numbers({size: worth(*size) for size in sizes})
    found = []
    for row in rows:
        for giver, taker in flows(row):
            if named is None or (giver in named and taker in named):
                pair, gain = signed(giver, taker, whole[_size(row)])
                found.append(Entry(pair, row.issue or UNSPECIFIED, gain, row.date_from, row.events[0]))
    return Gains(tuple(found), unit)


def _size(row: Concession) -> tuple[float, float, float]:
    return row.size, row.delivered, row.irreversible


def ahead(
    rows: Iterable[Concession],
    actors: Iterable[str] | None = None,
    settings: LedgerSettings | None = None,
    *,
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[Ahead, ...]:
    """Say for each pair of actors in what share of the admissible weightings each is ahead.

    Parameters
    ----------
    rows
        The concessions.
    actors
        Codes of the actors of the case: pairs are formed of these. ``None`` forms them of everybody.
    settings
        The analyst's baseline day and order of issues.
    draws
        How many complete orders to go through at most, > 0.
    seed
        Any integer; matters only where orders are drawn.

    Returns
    -------
    tuple of Ahead
        One row in the lens ``concessions`` for each pair with a concession one way or the other, by codes.

    Raises
    ------
    ModelError
        When the analyst's orders of issues contradict each other.
    LimitExceeded
        When there are too many issues, or an order leaves too much open.

    Notes
    -----
    Within a pair the balance of A is ``sum over issues of weight x (received - given)``, where received and
    given add up the :func:`worth` of the concessions between the two; A is ahead when it is positive. The
    weightings run over the issues the two exchanged concessions on and those the analyst's order ties to
    them; others would change nothing. A tie has a share only when the two balance on every issue, then it is
    1: otherwise the weightings that tie are a null set.

    The share is computed, not drawn, unless the order is partial and leaves more than ``draws`` complete
    orders; see :mod:`detente.ledger.weightings`. For two issues of net gain a and -b without an order it is
    ``a / (a + b)``. Where orders are drawn, the standard error of a share is at most ``0.5 / sqrt(draws)``.

    A flip is given for the side with the larger share (the first of the pair when equal).
    """
    settings = settings or LedgerSettings()
    return verdicts(
        "concessions", weighed(rows, actors), settings.weights, settings.baseline, draws=draws, seed=seed
    )
