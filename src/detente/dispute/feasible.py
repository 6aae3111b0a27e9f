"""Which combinations of options can be: grown option by option and cut as soon as a constraint is broken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.dispute.evaluate import allowed, mentioned, size
from detente.dispute.limits import MAX_COMBINATIONS
from detente.dispute.types import Constraint
from detente.errors import Fault, LimitExceeded


@dataclass(slots=True)
class Work:
    """How many truth values may still be computed; ``None`` is as many as it takes."""

    left: int | None = None

    def spend(self, amount: int) -> None:
        """Take some, or raise :class:`~detente.errors.LimitExceeded` when there are not enough left."""
        if self.left is not None:
            self.left -= amount
            if self.left < 0:
                raise LimitExceeded(Fault("D102", "the model is too large to be checked in full in time"))


def feasible(
    options: Sequence[str],
    constraints: Iterable[Constraint],
    limit: int = MAX_COMBINATIONS,
    work: Work | None = None,
) -> NDArray[np.int64]:
    """Return the combinations of options that no constraint rules out, as ascending binary numbers.

    Parameters
    ----------
    options
        Full names, lowest bit first, at most 62.
    constraints
        What may not be; they speak of these options only.
    limit
        How many combinations may be held at once.
    work
        Bounds the time.

    Returns
    -------
    NDArray[int64]
        ``int64[S]``, ascending.

    Raises
    ------
    LimitExceeded
        When there are more combinations than the limit, or work runs out.

    Notes
    -----
    Options tied by a constraint are grown one after the other, so that 2^n combinations are never built
    where constraints cut early; free options come last. O(S x size of the constraints) beyond the result.
    """
    work = work or Work()
    ties = [
        (constraint, options_of(constraint), sum(size(s.expression) for s in constraint.statements))
        for constraint in constraints
    ]
    place = {name: bit for bit, name in enumerate(options)}
    known: dict[str, int] = {}
    codes = np.zeros(1, np.int64)
    for name in _tied_first(options, [names for _, names, _ in ties]):
        bit = place[name]
        if 2 * len(codes) > limit:
            raise LimitExceeded(
                Fault(
                    "D102",
                    f"there are more than {limit:,} combinations of options to go through",
                    "rule combinations out under impossible or always, or use fewer options",
                )
            )
        codes = np.concatenate([codes, codes | np.int64(1 << bit)])
        known[name] = bit
        for constraint, names, cost in ties:
            if name in names:
                work.spend(cost * len(codes))
                codes = codes[allowed(constraint, codes, known)]
    for constraint, names, _ in ties:
        if not names:
            codes = codes[allowed(constraint, codes, known)]
    codes.sort()
    return codes


def options_of(constraint: Constraint) -> frozenset[str]:
    """Return the options a constraint speaks of."""
    return frozenset[str]().union(*(mentioned(s.expression) for s in constraint.statements))


def _tied_first(options: Sequence[str], ties: Sequence[frozenset[str]]) -> list[str]:
    """Order options so that those of a constraint follow each other, small constraints first."""
    order: dict[str, None] = {}
    for tie in sorted(ties, key=len):
        order.update(dict.fromkeys(name for name in options if name in tie))
    order.update(dict.fromkeys(options))
    return list(order)


def tied_to(names: frozenset[str], ties: Sequence[frozenset[str]]) -> frozenset[str]:
    """Return the options that constraints tie, directly or through others, to some of ``names``."""
    found = names
    while True:
        wider = found.union(*(tie for tie in ties if tie & found))
        if wider == found:
            return found
        found = wider
