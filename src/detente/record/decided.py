"""Everybody's decisions, followed as their log grows: what stands, what counts, what one person can undo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any

from detente.record.following import Follower
from detente.record.reviewlog import ReviewLog
from detente.record.reviews import latest, moment, now
from detente.record.types import Decision, Review
from detente.record.undoing import Stacks, each_once, in_force

_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


class Decided:
    """The decisions in a log, and where one reviewer stands among them.

    Parameters
    ----------
    log
        The decisions.
    by
        The reviewer.
    moved
        Former ids of claims with the present one: decisions on a former one are about the present one.

    Raises
    ------
    StoreError
        When the log cannot be read: ``D420``, ``D421``.

    Notes
    -----
    The log is read once; after that a look costs what was appended, and only the claims it is about are
    worked out anew.
    """

    def __init__(self, log: ReviewLog, by: str, moved: Mapping[str, str] = MappingProxyType({})) -> None:
        self.log, self.by = log, by
        self._moved = moved
        self._former: dict[str, list[str]] = {}
        for former, present in moved.items():
            self._former.setdefault(present, []).append(former)
        self.standing: dict[str, Review] = {}
        self._latest: datetime | None = None
        self._follower = Follower(log)
        self._take_in_all(self._follower.news().entries)

    # What there is

    def present(self, claim: str) -> str:
        """Return the id that a claim has now."""
        return self._moved.get(claim, claim)

    def on(self, claim: str) -> list[Review]:
        """Return the entries on a claim and on those it took the place of, in the order of the log."""
        entries = self._history.get(claim, [])
        former = [entry for one in self._former.get(claim, ()) for entry in self._history.get(one, ())]
        return [*former, *entries] if former else entries

    def history(self, claim: str) -> tuple[tuple[Review, bool], ...]:
        """Return the entries on a claim, each with whether it counts."""
        entries = self.on(claim)
        counting = set(map(id, in_force(entries)))
        return tuple((entry, id(entry) in counting) for entry in entries)

    def counts(self, entry: Review) -> bool:
        """Whether an entry is in the log and not undone."""
        return entry in in_force(self._history.get(entry.claim, ()))

    def named(self, name: str) -> Review | None:
        """Return the entry of an id, ``None`` when there is none."""
        return next((entry for entry in self._entries if entry.id == name), None)

    def paired(self, claim: str) -> tuple[Review, ...]:
        """Return the joins and splits that name a claim and count, the earliest first."""
        entries = sorted(self._pairs.get(claim, ()), key=lambda entry: moment(entry.at))
        return tuple(entry for entry in entries if self.counts(entry))

    def recent(self, most: int) -> tuple[Review, ...]:
        """Return the last entries that count, whoever made them, newest first, without the undos."""
        entries = sorted(self._entries[-4 * most :], key=lambda entry: moment(entry.at), reverse=True)
        return tuple(e for e in entries if e.decision != "undo" and self.counts(e))[:most]

    def done(self) -> tuple[Review, ...]:
        """Return the reviewer's decisions that they have not taken back, the last one last."""
        return tuple(self._stacks.done.values())

    def last_done(self) -> Review | None:
        """Return the reviewer's last decision that counts."""
        return next((entry for entry in reversed(self._stacks.done.values()) if self.counts(entry)), None)

    def last_undone(self) -> tuple[Review, tuple[Review, ...]] | None:
        """Return what the reviewer undid last, and by which entries."""
        for entry in reversed(self._stacks.taken_back.values()):
            name = entry.id
            mine = [e for e in in_force(self._history[entry.claim]) if e.of == name and e.by == self.by]
            if mine:
                return entry, tuple(mine)
        return None

    # What is added

    def entry(self, claim: str, decision: Decision, **more: Any) -> Review:
        """Return an entry that is later than everything it must outlast, whatever the clocks say."""
        before = [moment(entry.at) for entry in self.on(self.present(claim))]
        before += [self._latest] if self._latest else []
        at = moment(now())
        if before and at <= (last := max(before)):
            at = last if last == _END_OF_TIME else last + timedelta(microseconds=1)
        self._latest = at
        return Review(claim, decision, self.by, at.isoformat(timespec="microseconds"), **more)

    def write(self, *reviews: Review) -> frozenset[str]:
        """Append entries, and return as :meth:`refresh`: what counts is what is on the disk, in its order."""
        self.log.append(*reviews)
        return self.refresh()

    def refresh(self) -> frozenset[str]:
        """Take in what was appended since, by anybody; return the claims on which something changed."""
        news = self._follower.news()
        if news.anew:
            before = self.standing
            self._take_in_all(news.entries)
            either = {*before, *self.standing}
            return frozenset(one for one in either if before.get(one) != self.standing.get(one))
        return self._take_in(news.entries) if news.entries else frozenset()

    # Inside

    def _take_in_all(self, entries: Iterable[Review]) -> None:
        self._entries: list[Review] = each_once(entries)
        self._history: dict[str, list[Review]] = {}
        self._pairs: dict[str, list[Review]] = {}
        for entry in self._entries:
            self._keep(entry)
        self.standing = latest(self._as_present(self._entries))
        self._stack_up()

    def _take_in(self, entries: Iterable[Review]) -> frozenset[str]:
        touched: set[str] = set()
        in_order = True
        for entry in entries:
            if entry in self._history.get(entry.claim, ()):
                continue
            self._entries.append(entry)
            self._keep(entry)
            touched |= {self.present(one) for one in (entry.claim, *entry.others)}
            if entry.by == self.by:
                in_order = in_order and self._add_to_stacks(entry)
        if not in_order:
            self._stack_up()
        for claim in touched:
            self.standing.pop(claim, None)
            self.standing |= latest(self._as_present(self.on(claim)))
        return frozenset(touched)

    def _keep(self, entry: Review) -> None:
        self._history.setdefault(entry.claim, []).append(entry)
        for claim in (entry.claim, *entry.others) if entry.others else ():
            self._pairs.setdefault(self.present(claim), []).append(entry)

    def _as_present(self, entries: Iterable[Review]) -> Iterable[Review]:
        """Return the entries that count, each about the claim there is now.

        An entry that is about another claim has another name, so what is undone must be left out before.
        """
        if not self._moved:
            return entries
        return (replace(entry, claim=self.present(entry.claim)) for entry in in_force(entries))

    def _stack_up(self) -> None:
        self._stacks = Stacks(self.by)
        self._latest = None
        for entry in sorted((e for e in self._entries if e.by == self.by), key=lambda e: moment(e.at)):
            self._add_to_stacks(entry)

    def _add_to_stacks(self, entry: Review) -> bool:
        """Tell the stacks of an entry of the reviewer; return whether it came in its order."""
        at = moment(entry.at)
        same = self._history[entry.claim]
        self._stacks.add(entry, lambda name: next((e for e in same if e.id == name), None))
        in_order = self._latest is None or at >= self._latest
        self._latest = max(at, self._latest) if self._latest else at
        return in_order
