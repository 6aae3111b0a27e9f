"""Why a claim is in its event, and why two claims are not in one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from detente.record.clusters import account_of, is_precise, overlapping, same_direction
from detente.record.copies import ALIKE, resemblance
from detente.record.grouping import NO_EVENT
from detente.record.joining import Judged
from detente.record.rows import NEAR, ROW_DAYS
from detente.record.sightings import NEIGHBOURS, Told, everybody, parties_of, phase_of
from detente.record.types import Review


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a claim is in its event.

    Parameters
    ----------
    claim
        The claim's id.
    kind
        ``row`` (an imported row founds the event), ``first`` (the earliest report), ``joined`` (by a person),
        ``same`` (the same parties, kind of act and day), ``near row`` (as an imported row says it),
        ``copy`` (nearly the same words), or ``kept`` (with the others since what tied them was taken out).
    other
        The claim it is tied to, ``None`` for the row itself and the earliest report.
    text
        The reason in words.
    """

    claim: str
    kind: str
    other: str | None
    text: str

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values in the order of the fields."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Copy:
    """A sentence that is a copy of an earlier one of the same event.

    ``how`` is ``pull quote`` within one document, ``syndicated`` between two outlets, else ``copy``;
    ``share`` is the share of word sequences they have in common.
    """

    claim: str
    of: str
    how: str
    share: float

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values in the order of the fields."""
        return {name: getattr(self, name) for name in self.__slots__}


def reasons(claims: Sequence[Told], rows: Mapping[str, str], pairs: Judged) -> tuple[Reason, ...]:
    """Return why each claim of an event is in it, in the event's order.

    Parameters
    ----------
    claims
        The claims of one event, in its order, as people left them.
    rows
        Ids of imported rows by their claim.
    pairs
        What people joined and split.

    Notes
    -----
    Every claim is tied to one before it, the imported row's first, by the strongest tie there is: a person's
    word, then the rules in the order of :func:`detente.record.grouping.group`. O(n²) in the claims of the
    event at worst, since each looks for one it is tied to.
    """
    waiting = sorted(claims, key=lambda claim: claim.id not in rows)
    placed: list[Told] = []
    found: dict[str, Reason] = {}
    while waiting:
        later = []
        for claim in waiting:
            reason = _reason(claim, placed, rows, pairs)
            if reason is None:
                later.append(claim)
                continue
            found[claim.id] = reason
            placed.append(claim)
        if len(later) == len(waiting):
            words = "left with the others when what tied it to them went"
            found |= {claim.id: Reason(claim.id, "kept", placed[0].id, words) for claim in later}
            break
        waiting = later
    return tuple(found[claim.id] for claim in claims)


def _reason(claim: Told, placed: Sequence[Told], rows: Mapping[str, str], pairs: Judged) -> Reason | None:
    for other in placed:
        join = pairs.joins.get(_pair(claim, other))
        if join:
            return Reason(claim.id, "joined", other.id, f"joined with {other.id} by {_by(join)}")
    if claim.id in rows:
        return Reason(claim.id, "row", None, f"imported row {rows[claim.id]}")
    if not placed:
        return Reason(claim.id, "first", None, "the earliest report")
    for kind, words in (("same", _same), ("near row", _near), ("copy", _copy)):
        for other in placed:
            if (kind == "near row") is (other.id in rows) and (text := words(claim, other)):
                return Reason(claim.id, kind, other.id, text)
    return None


def why_apart(one: Told, other: Told, rows: Mapping[str, str], pairs: Judged) -> tuple[str, ...]:
    """Return why two claims are not in one event, in words; nothing when no single rule keeps them apart.

    Parameters
    ----------
    one, other
        Two claims of different events, as people left them.
    rows
        Ids of imported rows by their claim.
    pairs
        What people joined and split.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from datetime import date
    >>> from detente.record.types import Claim
    >>> claim = Claim("c-1", "d", 1, "A met B.", 0, 8, 0, 8, ("A",), "A", None, ("B",), "B", "CONSULT",
    ...     "happened", False, "author", 1.0, date(2020, 1, 1), date(2020, 1, 1), None, None, None, None, "")
    >>> why_apart(claim, replace(claim, id="c-2", target=("C",)), {}, Judged())
    ('other parties: A, B against A, C',)
    """
    split = pairs.splits.get(_pair(one, other))
    if split:
        return (f"split by {_by(split)}",)
    if one.id in rows and other.id in rows:
        return (f"two imported rows, {rows[one.id]} and {rows[other.id]}: only a person joins rows",)
    found = [*_no_event((one, other), rows), *_parties_apart(one, other)]
    row = one.id in rows or other.id in rows
    found += _row_apart(one, other) if row else _read_apart(one, other)
    return tuple(found)


def copies(claims: Sequence[Told], outlets: Mapping[str, str | None]) -> tuple[Copy, ...]:
    """Return the copies among the claims of an event, each with the first one it copies.

    Parameters
    ----------
    claims
        The claims of one event, in its order.
    outlets
        The outlet of each document, ``None`` where it is not known.
    """
    found = []
    for nth, claim in enumerate(claims):
        for earlier in claims[:nth]:
            if (claim.document, claim.start) == (earlier.document, earlier.start):
                continue
            share = resemblance(claim.quote, earlier.quote)
            if share >= ALIKE:
                found.append(Copy(claim.id, earlier.id, _how(claim, earlier, outlets), round(share, 2)))
                break
    return tuple(found)


def _how(claim: Told, earlier: Told, outlets: Mapping[str, str | None]) -> str:
    if claim.document == earlier.document:
        return "pull quote"
    both = outlets.get(claim.document), outlets.get(earlier.document)
    return "syndicated" if None not in both and both[0] != both[1] else "copy"


def _pair(one: Told, other: Told) -> tuple[str, str]:
    return (one.id, other.id) if one.id < other.id else (other.id, one.id)


def _by(review: Review) -> str:
    return f"{review.by} on {review.at[:10]}"


def _same(claim: Told, other: Told) -> str | None:
    mine, theirs = parties_of(claim), parties_of(other)
    if mine is None or theirs is None or not (is_precise(claim) and is_precise(other)):
        return None
    if phase_of(claim) != phase_of(other) or not overlapping(claim, other):
        return None
    if claim.issue and other.issue and claim.issue != other.issue:
        return None
    issue = claim.issue or other.issue
    about = f", about {issue}" if issue else ""
    if mine == theirs and claim.type == other.type:
        return (
            f"same parties ({_parties(claim)}), {claim.type.lower()} {phase_of(claim)}, {_days(claim)}{about}"
        )
    if {claim.type, other.type} <= NEIGHBOURS and everybody(mine) == everybody(theirs):
        kinds = f"{claim.type.lower()} taken for {other.type.lower()}"
        return f"same parties ({_parties(claim)}), {kinds}, {_days(claim)}{about}"
    return None


def _near(claim: Told, row: Told) -> str | None:
    if _parties_apart(claim, row) or _row_apart(claim, row):
        return None
    gap = _gap(claim, row)
    off = f"{gap} day off" if gap else "the same day"
    about = f", about {row.issue}" if claim.issue else ", the only row of that day it can mean"
    return f"same parties ({_parties(claim)}) and {claim.polarity} as the row, {off}{about}"


def _copy(claim: Told, other: Told) -> str | None:
    share = resemblance(claim.quote, other.quote)
    if share < ALIKE:
        return None
    words = "word for word" if share == 1 else f"{share:.0%} of the word sequences shared"
    return f"copy of {other.id}: {words}"


def _no_event(claims: Iterable[Told], rows: Mapping[str, str]) -> Iterable[str]:
    for claim in claims:
        if claim.type in NO_EVENT and claim.id not in rows:
            yield f"{claim.id} tells of no act ({claim.type.lower()})"


def _parties_apart(one: Told, other: Told) -> list[str]:
    mine, theirs = parties_of(one), parties_of(other)
    if mine is None or theirs is None:
        return ["no parties are known"]
    if everybody(mine) != everybody(theirs):
        return [f"other parties: {_parties(one)} against {_parties(other)}"]
    return [] if same_direction((mine, theirs)) else ["the act goes the other way round"]


def _row_apart(one: Told, other: Told) -> list[str]:
    found = []
    if one.polarity != other.polarity or one.polarity is None:
        found.append(f"polarity: {one.polarity or 'unknown'} against {other.polarity or 'unknown'}")
    if one.issue and other.issue and one.issue != other.issue:
        found.append(f"another issue: {one.issue} against {other.issue}")
    gap = _gap(one, other)
    if gap is None:
        found.append(f"no day, or a period of more than {ROW_DAYS} days")
    elif gap > NEAR:
        found.append(f"{gap} days apart")
    return found


def _read_apart(one: Told, other: Told) -> list[str]:
    found = []
    if one.type != other.type and not {one.type, other.type} <= NEIGHBOURS:
        found.append(f"another kind of act: {one.type.lower()} against {other.type.lower()}")
    if phase_of(one) != phase_of(other):
        found.append(f"{phase_of(one)} against {phase_of(other)}")
    if one.issue and other.issue and one.issue != other.issue:
        found.append(f"another issue: {one.issue} against {other.issue}")
    accounts = account_of(one), account_of(other)
    if None not in accounts and accounts[0] != accounts[1]:
        found.append(f"two accounts: {one.attribution} and {other.attribution}")
    if not (is_precise(one) and is_precise(other)):
        found.append("not dated to within a week, and the words are no copy")
    elif not overlapping(one, other):
        found.append(f"no day in common: {_days(one)} and {_days(other)}")
    return found


def _gap(one: Told, other: Told) -> int | None:
    days = (one.date_from, one.date_to, other.date_from, other.date_to)
    if one.date_from is None or one.date_to is None or other.date_from is None or other.date_to is None:
        return None
    if any((last - first).days >= ROW_DAYS for first, last in (days[:2], days[2:]) if first and last):
        return None
    return max(0, (one.date_from - other.date_to).days, (other.date_from - one.date_to).days)


def _parties(claim: Told) -> str:
    parties = parties_of(claim)
    if parties is None:
        return "nobody"
    return " to ".join(", ".join(side) for side in parties if side)


def _days(claim: Told) -> str:
    first, last = claim.date_from, claim.date_to
    return str(first) if first == last else f"{first} to {last}"
