"""Undo and redo: which entries of a log count, and what a reviewer can take back or bring back.

Nothing is ever taken out of the log: an undo is an entry that names another, and a redo is the undo of an
undo. So both survive a restart, and two people's logs can be merged in any order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from detente.record.types import Review


def in_force(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """Return the entries of a log that count, in its order.

    Parameters
    ----------
    reviews
        Entries in the order of the log.

    Returns
    -------
    tuple of Review
        Every entry once, without those that an entry in force undoes.

    Notes
    -----
    An undo counts when it names an entry on the same claim that is in the log. The name of an entry follows
    from its content, so an undo can only name what was there before it: whatever the order in which logs were
    merged, the same entries count. Linear; names are worked out for claims with undos only.

    Examples
    --------
    >>> first = Review("c-1", "reject", "ana", "2019-05-16")
    >>> undo = Review("c-1", "undo", "ana", "2019-05-17", of=first.id)
    >>> redo = Review("c-1", "undo", "ana", "2019-05-18", of=undo.id)
    >>> in_force([first, undo]) == (undo,), in_force([first, undo, redo]) == (first, redo)
    (True, True)
    """
    entries = each_once(reviews)
    undone = _resolved(entries).undone
    return tuple(entry for entry in entries if id(entry) not in undone)


def lost_undos(reviews: Iterable[Review]) -> tuple[tuple[Review, str], ...]:
    """Return the undos that undo nothing, each with the reason, in the order of the log."""
    return _resolved(each_once(reviews)).lost


@dataclass(frozen=True, slots=True)
class _Resolved:
    """Which entries are undone, by ``id()``, and which undos undo nothing."""

    undone: frozenset[int]
    lost: tuple[tuple[Review, str], ...]


def each_once(reviews: Iterable[Review]) -> list[Review]:
    """Return the entries without repetitions, which git leaves where both sides added the same line."""
    kept: list[Review] = []
    alike: dict[tuple[str, str, str, str], list[Review]] = {}
    for review in reviews:
        same = alike.setdefault((review.claim, review.at, review.decision, review.by), [])
        # Names are costly, so they are compared only where it matters.
        if not same or all(review.id != other.id for other in same):
            same.append(review)
            kept.append(review)
    return kept


def _resolved(entries: Iterable[Review]) -> _Resolved:
    entries = tuple(entries)
    claims = {entry.claim for entry in entries if entry.decision == "undo"}
    concerned = [entry for entry in entries if entry.claim in claims]
    by_name = {entry.id: entry for entry in concerned}
    lost: list[tuple[Review, str]] = []
    target: dict[int, Review] = {}
    waiting: dict[int, int] = dict.fromkeys(map(id, concerned), 0)
    for entry in concerned:
        if entry.decision != "undo":
            continue
        found = by_name.get(entry.of or "")
        if found is None or found.claim != entry.claim:
            lost.append((entry, f"the log has no entry {entry.of} on this claim"))
        else:
            target[id(entry)] = found
            waiting[id(found)] += 1
    # Whether an entry counts is known once it is known of everything that would undo it.
    undone: set[int] = set()
    ready = [entry for entry in concerned if not waiting[id(entry)]]
    while ready:
        entry = ready.pop()
        found = target.pop(id(entry), None)
        if found is None:
            continue
        if id(entry) not in undone:
            undone.add(id(found))
        waiting[id(found)] -= 1
        if not waiting[id(found)]:
            ready.append(found)
    circular = [entry for entry in concerned if id(entry) in target]
    lost += [(entry, "it undoes itself by way of others") for entry in circular]
    return _Resolved(frozenset(undone), tuple(lost))


@dataclass(slots=True)
class Stacks:
    """What one reviewer can take back and bring back, told entry by entry.

    Parameters
    ----------
    by
        The reviewer; the entries of others change nothing here.
    done
        Their decisions that they have not taken back, the last one last; by ``id()``.
    taken_back
        What they have taken back since their last decision, the last one last; by ``id()``.

    Examples
    --------
    >>> stacks = Stacks("ana")
    >>> first = Review("c-1", "reject", "ana", "2019-05-16")
    >>> undo = Review("c-1", "undo", "ana", "2019-05-17", of=first.id)
    >>> stacks.add(first, lambda id: None)
    >>> stacks.add(undo, {first.id: first}.get)
    >>> list(stacks.done.values()), list(stacks.taken_back.values()) == [first]
    ([], True)
    """

    by: str
    done: dict[int, Review] = field(default_factory=dict)
    taken_back: dict[int, Review] = field(default_factory=dict)

    def add(self, entry: Review, named: Callable[[str], Review | None]) -> None:
        """Take in the next entry.

        Parameters
        ----------
        entry
            An entry; those of one reviewer come in the order they were made.
        named
            Returns the entry of an id: the very object that was told before.
        """
        if entry.by != self.by:
            return
        if entry.decision != "undo":
            self.done[id(entry)] = entry
            self.taken_back.clear()
            return
        decision: Review | None = entry
        redo = True
        for _ in range(_LONGEST):
            if decision is None or decision.decision != "undo":
                break
            decision, redo = named(decision.of or ""), not redo
        if decision is None or decision.decision == "undo":
            return
        here, there = (self.taken_back, self.done) if redo else (self.done, self.taken_back)
        for stack in (here, there):
            stack.pop(id(decision), None)
        if decision.by == self.by or not redo:
            there[id(decision)] = decision


_LONGEST = 1000
"""An undo of an undo of an undo... longer than this was made by no person."""
