"""Moves one by one: those of decision makers who share an option, and those that a file is to list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from detente.dispute.types import OneWay
from detente.errors import Fault, LimitExceeded
from detente.graph import Arcs, Graph

MAX_LISTED = 4_000
"""Moves of one actor that a case file can hold beside all else."""


def reaches(
    codes: Sequence[int], own: Sequence[int], ways: Sequence[OneWay | None], limit: int = MAX_LISTED
) -> list[tuple[int, int]] | None:
    """Return every move of an actor who may change some bits.

    Parameters
    ----------
    codes
        The feasible states as binary numbers.
    own
        Positions of the bits it may change, alone or along with others.
    ways
        Of every bit: whether it may only be taken or only be dropped.
    limit
        How many moves may be found.

    Returns
    -------
    list of (int, int) or None
        From and to; ``None`` when there are more than the limit.

    Examples
    --------
    >>> reaches([0, 1, 2, 3], [0], ["take", None])
    [(0, 1), (2, 3)]
    """
    mask = sum(1 << at for at in own)
    take = sum(1 << at for at in own if ways[at] == "take")
    drop = sum(1 << at for at in own if ways[at] == "drop")
    alike: dict[int, list[int]] = defaultdict(list)
    for code in codes:
        alike[code & ~mask].append(code)
    found: list[tuple[int, int]] = []
    for group in alike.values():
        for a in group:
            # Bits that may only be taken must not be lost on the way, those that may only be dropped not won.
            found += [(a, b) for b in group if a != b and not (a & ~b & take or b & ~a & drop)]
            if len(found) > limit:
                return None
    return found


def arcs_to_list(graph: Graph, actor: int, limit: int) -> Arcs:
    """Return an actor's moves; raises ``LimitExceeded`` when a file would list more than ``limit``."""
    try:
        return graph.arcs(actor, limit)
    except LimitExceeded:
        message = f"{graph.actors[actor]} has more moves than the {limit:,} that such a file still lists"
        raise LimitExceeded(Fault("D102", message, "convert to .csv, or rule states out")) from None
