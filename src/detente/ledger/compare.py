"""Two ledgers of one case: what was given, what moved and what was rescored between two days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.ledger.types import (
    Ahead,
    Concession,
    Conduct,
    Implementation,
    Ledger,
    Lens,
    PledgeStanding,
    row_to_dict,
)


@dataclass(frozen=True, slots=True)
class ConcessionChange:
    """A concession that is new, gone, or delivered or worth another amount; ``before`` is ``None`` if new."""

    before: Concession | None
    after: Concession | None

    @property
    def row(self) -> Concession:
        """The later of the two."""
        return self.after or self.before  # type: ignore[return-value]  # one of them is there


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """Who is ahead in a pair and lens on both days.

    ``turned`` when another side is ahead, or one has come to be; ``events`` are those the later verdict rests
    on and the earlier did not. ``before`` or ``after`` is ``None`` where the lens had nothing to say.
    """

    lens: Lens
    pair: tuple[str, str]
    account: str | None
    before: Mapping[str, float] | None
    after: Mapping[str, float] | None
    turned: bool
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PledgeChange:
    """A declared pledge that is new, was scored anew, became overdue or contested, or saw new conduct.

    ``events`` are those it cites or that are held against it now and were not.
    """

    id: str
    text: str
    made: bool
    before: int | None
    after: int | None
    says: str | None
    overdue: bool
    contested: bool
    conduct: tuple[Conduct, ...]
    events: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between two days.

    ``verdicts`` leaves out those that neither turned nor moved; ``implementation`` is the Peace Accords
    Matrix aggregate before and after, ``None`` before the first score.
    """

    first: date | None
    last: date | None
    concessions: tuple[ConcessionChange, ...]
    verdicts: tuple[VerdictChange, ...]
    pledges: tuple[PledgeChange, ...]
    implementation: tuple[float | None, float | None]

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {
            "from": self.first.isoformat() if self.first else None,
            "to": self.last.isoformat() if self.last else None,
            "concessions": [row_to_dict(row) for row in self.concessions],
            "verdicts": [row_to_dict(row) for row in self.verdicts],
            "pledges": [row_to_dict(row) for row in self.pledges],
            "implementation": list(self.implementation),
        }


def compare(before: Ledger, after: Ledger) -> Changes:
    """Tell what changed from one ledger to another of the same case.

    Parameters
    ----------
    before, after
        The ledgers, usually as of two days.

    Returns
    -------
    Changes
        Rows in the order of the later ledger; of ledgers that are equal, none.

    Notes
    -----
    Linear in the rows. Events keep their ids between two days of one record, so rows are matched by them.

    Examples
    --------
    >>> from detente.ledger.keep import keep
    >>> same = keep([], [], {}, [])
    >>> compare(same, same).to_dict()["verdicts"]
    []
    """
    return Changes(
        before.as_of,
        after.as_of,
        _concessions(before, after),
        _verdicts(before, after),
        _pledges(before, after),
        (_overall(before.implementation), _overall(after.implementation)),
    )


def _concessions(before: Ledger, after: Ledger) -> tuple[ConcessionChange, ...]:
    old, new = ({row.events: row for row in ledger.concessions} for ledger in (before, after))
    changed = [
        ConcessionChange(old.get(key), row)
        for key, row in new.items()
        if key not in old or _said(old[key]) != _said(row)
    ]
    return (*changed, *(ConcessionChange(row, None) for key, row in old.items() if key not in new))


def _said(row: Concession) -> tuple[object, ...]:
    return row.by, row.to, row.issue, row.size, row.delivered, row.irreversible, row.contested


def _verdicts(before: Ledger, after: Ledger) -> tuple[VerdictChange, ...]:
    old, new = (
        {(row.pair, row.lens, row.account): row for row in ledger.ahead} for ledger in (before, after)
    )
    changes = []
    for key in [*new, *(key for key in old if key not in new)]:
        was, now = old.get(key) or _untold(old, key), new.get(key)
        if now is None and any(one[:2] == key[:2] for one in new):
            continue  # told apart by accounts since, and said with those
        turned = (was.leader if was else None) != (now.leader if now else None)
        if not turned and was and now and dict(was.share) == dict(now.share):
            continue
        had = {*was.events} if was else set()
        events = tuple(event for event in now.events if event not in had) if now else ()
        pair, lens, account = key
        changes.append(
            VerdictChange(
                lens, pair, account, was.share if was else None, now.share if now else None, turned, events
            )
        )
    return tuple(changes)


def _untold(
    old: Mapping[tuple[tuple[str, str], Lens, str | None], Ahead],
    key: tuple[tuple[str, str], Lens, str | None],
) -> Ahead | None:
    """Return the earlier verdict that was not yet told apart by accounts."""
    return old.get((key[0], key[1], None))


def _pledges(before: Ledger, after: Ledger) -> tuple[PledgeChange, ...]:
    old = {row.id: row for row in before.pledges if row.declared}
    found = []
    for row in after.pledges:
        if row.declared and (change := _pledge(old.get(row.id), row)):
            found.append(change)
    return tuple(found)


def _pledge(was: PledgeStanding | None, now: PledgeStanding) -> PledgeChange | None:
    seen = {act.event for act in was.conduct} if was else set()
    acts = tuple(act for act in now.conduct if act.event not in seen)
    cited = {*was.events} if was else set()
    events = dict.fromkeys((*(one for one in now.events if one not in cited), *(act.event for act in acts)))
    overdue = now.overdue and not (was and was.overdue)
    contested = now.contested and not (was and was.contested)
    score = was.score if was else None
    if was and score == now.score and not (overdue or contested or acts):
        return None
    return PledgeChange(
        now.id, now.text, was is None, score, now.score, now.says, overdue, contested, acts, tuple(events)
    )


def _overall(rows: tuple[Implementation, ...]) -> float | None:
    return next((row.value for row in reversed(rows) if row.theme is None), None)
