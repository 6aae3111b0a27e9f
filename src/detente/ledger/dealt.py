"""From what is known to everything found in how the actors deal with each other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from detente.dispute.types import Dispute
from detente.ledger.circle import circle, followed, joined
from detente.ledger.dealings import Dealings, Reciprocity, Turn
from detente.ledger.deputies import criticism
from detente.ledger.initiatives import checklists
from detente.ledger.known import Known
from detente.ledger.lulls import lulls
from detente.ledger.moves import Moves, busiest, by_pair, checked, moves
from detente.ledger.reciprocity import period, reciprocity
from detente.ledger.relays import MOST_RELAYS, Naming, mediators, relays, told_relays
from detente.ledger.series import HALF_LIFE, series
from detente.ledger.turning import coded, turns
from detente.ledger.wedges import wedges

if TYPE_CHECKING:
    from detente.vocabulary.actors import Actors

MOST_PAIRS = 12
"""How many pairs, the busiest, have series, are held against chance and are searched for turns."""


def dealings(
    events: Sequence[Known],
    dispute: Dispute | None = None,
    *,
    as_of: date | None = None,
    naming: Naming | None = None,
    seed: int = 0,
) -> Dealings:
    """Find what there is to find in the dealings of the actors.

    Parameters
    ----------
    events
        What is known.
    dispute
        The case file: its actors are looked at, its baseline begins the period, its turning points and
        initiatives are held against the record. Without actors the busiest are looked at.
    as_of
        The day the record goes to; the last act unless given.
    naming
        Finds parties in a text; the built-in names and the dispute's unless given.
    seed
        For what is drawn.

    Returns
    -------
    Dealings
        The same for the same input in any order.

    Notes
    -----
    The period of a pair goes from the baseline, or its first act, to ``as_of``. Series, reciprocity and turns
    are those of the :data:`MOST_PAIRS` busiest pairs, the others are counted. O(events log events), and
    for each of these pairs O(shuffles x days) and O(windows^2).
    """
    named = [actor.code for actor in dispute.actors] if dispute and dispute.actors else None
    found = moves(events, named)
    actors = tuple(sorted(named)) if named is not None else busiest(found.rows)
    if named is None:
        among = frozenset(actors)
        kept = tuple(move for move in found.rows if move.by in among and move.to in among)
        found = Moves(kept, found.undated, found.longer)
    rows = found.rows
    last = max((move.day for move in rows), default=None)
    end = max(filter(None, (as_of, last)), default=None)
    baseline = dispute.ledger.baseline if dispute else None
    pairs = by_pair(rows)
    proposed: list[Turn] = []
    answered: list[Reciprocity] = []
    looked_at = dict(list(pairs.items())[:MOST_PAIRS])
    for (a, b), own in looked_at.items():
        if (days := period(own, baseline, end)) is not None:
            proposed += turns(own, *days, seed=seed)
            answered += reciprocity(own, [(a, b), (b, a)], first=days[0], last=days[1], seed=seed)
    acts = [move for own in looked_at.values() for move in own]
    first_dealings = joined(rows, pair := next(iter(pairs), None))
    relayed = sorted(
        [*relays(rows), *told_relays(events, actors, naming or _naming(dispute))],
        key=lambda row: (row.on, row.events, row.carrier, row.origin),
    )
    return Dealings(
        actors=actors,
        principals=pair,
        first=rows[0].day if rows else None,
        last=last,
        acts=len({move.event for move in rows}),
        reviewed=checked(rows),
        undated=found.undated,
        longer=found.longer,
        half_life=HALF_LIFE,
        series=(*series(acts), *series(acts, directed=True)),
        reciprocity=tuple(answered),
        joined=first_dealings,
        circle=circle(first_dealings),
        followed=followed(rows),
        mediators=mediators(rows),
        relays=tuple(relayed[-MOST_RELAYS:]),
        relays_left_out=max(0, len(relayed) - MOST_RELAYS),
        criticism=criticism(events, actors),
        lulls=tuple(lull for own in pairs.values() for lull in lulls(own, end)),
        wedges=wedges(rows),
        turns=tuple(proposed),
        turning_points=coded(dispute.turning_points if dispute else (), rows, proposed, end),
        initiatives=checklists(
            dispute.initiatives if dispute else (),
            events,
            rows,
            dispute.ledger.events if dispute else {},
            as_of,
        ),
        pairs_left_out=max(0, len(pairs) - MOST_PAIRS),
    )


def _naming(dispute: Dispute | None) -> Naming:
    """Return what finds parties in a text; the names are loaded when the first text is looked at."""

    @cache
    def named() -> Actors:
        from detente.vocabulary.actors import Actors

        also = {a.code: a.also for a in dispute.actors} if dispute else {}
        names = {a.code: a.name for a in dispute.actors} if dispute else {}
        return Actors.builtin().with_names(also, names) if names else Actors.builtin()

    @cache
    def naming(text: str, on: date | None) -> Sequence[tuple[int, str]]:
        return [(one.start, one.code) for one in named().mentions(text, on)]

    return naming
