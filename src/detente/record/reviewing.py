"""A review session: which claim comes next, what is known about it, and what a person decides.

There is no terminal in here. Whoever shows the session calls :meth:`Reviewing.item`, shows it, and calls
:meth:`Reviewing.decide`, :meth:`Reviewing.undo` or :meth:`Reviewing.redo`. Every decision is on the disk when
these return. What others append to the same log meanwhile is noticed and taken in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from detente.errors import Fault, StoreError
from detente.record.agenda import Agenda, Order
from detente.record.context import Context, context_of
from detente.record.following import Follower
from detente.record.reviewlog import ReviewLog
from detente.record.reviews import apply, changed_since, latest, moment, now, seen_in
from detente.record.types import VERDICTS, Claim, Decision, Document, Review, jsonable
from detente.record.undoing import Stacks, each_once, in_force

if TYPE_CHECKING:
    from detente.record.store import Record


@dataclass(frozen=True, slots=True)
class Item:
    """A claim up for review, with everything that helps to decide.

    Parameters
    ----------
    claim
        As the machine reads it.
    now
        With the edits of the standing decision.
    context
        The paragraph it stands in, and its document.
    standing
        The decision that stands, ``None`` when nobody has decided.
    history
        All entries about it, oldest first, each with whether it counts.
    changed
        What the machine read differently when the standing decision was made: (then, now) by field.
    beside
        The other claims of the same sentence.
    together
        The other claims about the same event: as last grouped, with this claim's joins and splits.
    """

    claim: Claim
    now: Claim
    context: Context
    standing: Review | None
    history: tuple[tuple[Review, bool], ...]
    changed: Mapping[str, tuple[Any, Any]]
    beside: tuple[Claim, ...]
    together: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the review is: claims in all, decided, and of these read differently since."""

    all: int
    decided: int
    changed: int

    @property
    def open(self) -> int:
        """How many nobody has decided."""
        return self.all - self.decided


@dataclass(frozen=True, slots=True)
class Step:
    """A decision to be made: on which claim, what, and what belongs to it; see :class:`Review`."""

    claim: str
    decision: Decision
    changes: Mapping[str, Any] = field(default_factory=dict)
    note: str | None = None
    others: tuple[str, ...] = ()


class Reviewing:
    """A review session of one person.

    Parameters
    ----------
    record
        The claims.
    log
        The decisions.
    by
        Who decides.
    order
        What comes first: see :data:`detente.record.agenda.ORDERS`.
    moved
        Former ids of claims with the present one: decisions on a former one are about the present one.
    **wanted
        Which claims: as in :meth:`detente.record.store.Record.claims`.

    Raises
    ------
    StoreError
        When the log cannot be read: ``D420``, ``D421``.

    Notes
    -----
    The claims are gone through once, when the first is asked for; after that every step costs what it
    touches. The session goes on after the claim this person decided last.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from detente.record.store import Record
    >>> with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder, "record.sqlite")) as record:
    ...     session = Reviewing(record, ReviewLog(Path(folder, "reviews.jsonl")), "ana")
    ...     session.item(), session.progress()
    (None, Progress(all=0, decided=0, changed=0))
    """

    def __init__(
        self,
        record: Record,
        log: ReviewLog,
        by: str,
        *,
        order: Order = "page",
        moved: Mapping[str, str] = MappingProxyType({}),
        **wanted: Any,
    ) -> None:
        self.record, self.log, self.by = record, log, by
        self._moved = moved
        self._former: dict[str, list[str]] = {}
        for former, present in moved.items():
            self._former.setdefault(present, []).append(former)
        self._order, self._wanted = order, wanted
        self._position = 0
        self._gone: set[str] = set()
        self._shown: Claim | None = None
        self._document: Document | None = None
        self._standing: dict[str, Review] = {}
        self._decided = 0
        self._latest: datetime | None = None
        self._follower = Follower(log)
        self._take_in_all(self._follower.news().entries)

    # Where we are

    @cached_property
    def agenda(self) -> Agenda:
        """The claims in the order in which they come up; made when first asked for."""
        # Events are brought up to date once and now, not in the middle of the work.
        self.record.counts()
        made = Agenda(self.record.claims(**self._wanted), self._standing, self._order)
        self._decided = sum(one in self._standing for one in made.ids)
        mine = [one for r in self._stacks.done.values() if (one := self._now(r.claim)) in made.place]
        if mine:
            order = {row.id: place for place, row in enumerate(made.rows)}
            last = order[mine[-1]]
            after = (p for p, one in enumerate(made.ids) if order[one] > last and one not in self._standing)
            self._position = next(after, 0) if self._order == "page" else 0
        return made

    @property
    def position(self) -> int:
        """Place of the present claim in the agenda, from 0."""
        return self._position

    @property
    def here(self) -> str | None:
        """Id of the present claim, ``None`` when there is none."""
        ids = self.agenda.ids
        return ids[self._position] if ids else None

    def move(self, step: int) -> None:
        """Go so many places on, or back; stops at either end."""
        last = len(self.agenda.ids) - 1
        self._position = max(0, min(last, self._position + step))

    def go(self, claim: str) -> bool:
        """Go to a claim; return whether it is on the agenda."""
        place = self.agenda.place.get(claim)
        if place is not None:
            self._position = place
        return place is not None

    def is_open(self, claim: str) -> bool:
        """Whether a claim needs a decision: nobody has decided, or it is read differently since."""
        return claim not in self._gone and (claim not in self._standing or claim in self.agenda.changed)

    def next_open(self) -> bool:
        """Go to the next claim that needs a decision, from the top after the last; return if there is one."""
        ids = self.agenda.ids
        for step in range(1, len(ids) + 1):
            place = (self._position + step) % len(ids)
            if self.is_open(ids[place]):
                self._position = place
                return True
        return False

    def search(self, text: str) -> bool:
        """Go to the next claim whose quote holds these words, from the top after the last."""
        found = self.agenda.search(text)
        if found:
            self._position = next((place for place in found if place > self._position), found[0])
        return bool(found)

    def progress(self) -> Progress:
        """Return how far the review is."""
        ids = self.agenda.ids
        return Progress(len(ids), self._decided, len(self.agenda.changed))

    def reviewers(self) -> Mapping[str, int]:
        """Return who made the decisions that stand, with how many, most first."""
        return dict(Counter(review.by for review in self._standing.values()).most_common())

    @property
    def standing(self) -> Mapping[str, Review]:
        """The decision that stands on each claim, by id."""
        return self._standing

    def item(self) -> Item | None:
        """Return the present claim with what is known about it, ``None`` when there is none.

        A claim that is no longer read, because somebody read the articles anew, is passed over.
        """
        self.refresh()
        for _ in range(len(self.agenda.ids)):
            claim = self.here
            if claim is not None and claim not in self._gone:
                try:
                    return self._item(self.record.claim(claim))
                except StoreError as error:
                    if error.faults[0].code != "D408":
                        raise
                    self._gone.add(claim)
            self._position = (self._position + 1) % len(self.agenda.ids)
        return None

    def _item(self, claim: Claim) -> Item:
        if self._document is None or self._document.id != claim.document:
            self._document = self.record.document(claim.document)
        self._shown = claim
        review = self._standing.get(claim.id)
        entries = self._entries_on(claim.id)
        counting = set(map(id, in_force(entries)))
        return Item(
            claim,
            self._as_reviewed(claim, review),
            context_of(claim, self._document),
            review,
            tuple((entry, id(entry) in counting) for entry in entries),
            changed_since(review, claim) if review else {},
            self.record.beside(claim),
            self.together(claim.id),
        )

    @staticmethod
    def _as_reviewed(claim: Claim, review: Review | None) -> Claim:
        try:
            return next(apply([claim], [review] if review else [])).claim
        except StoreError:  # an edit that was written by hand; the claim is shown as it is read
            return claim

    def together(self, claim: str) -> tuple[Claim, ...]:
        """Return the other claims about the same event: as last grouped, then as people joined and split."""
        found = {other.id: other for other in self.record.together(claim)}
        for entry in sorted(self._pairs.get(claim, ()), key=lambda entry: moment(entry.at)):
            if not any(entry is other for other in in_force(self._history[entry.claim])):
                continue
            others = {self._now(one) for one in (entry.claim, *entry.others)} - {claim}
            if entry.decision == "join":
                found |= {one: c for one in sorted(others - found.keys()) if (c := self._claim(one))}
            else:
                for one in others if claim == self._now(entry.claim) else (self._now(entry.claim),):
                    found.pop(one, None)
        return tuple(found.values())

    def _claim(self, claim: str) -> Claim | None:
        try:
            return self.record.claim(claim)
        except StoreError as error:
            if error.faults[0].code != "D408":
                raise
            return None

    def alike(self, claim: Claim, text: str = "", most: int = 50) -> tuple[Claim, ...]:
        """Return claims that may speak of the same thing and are not yet together, the likeliest first."""
        known = {claim.id, *(other.id for other in self.together(claim.id))}
        ids = (one for one in self.agenda.like(claim, text, most + len(known)) if one not in known)
        found = (self._claim(one) for one in ids)
        return tuple(other for other in found if other)[:most]

    # Deciding

    def decide(self, decision: Decision, claim: str | None = None, **more: Any) -> Review:
        """Decide, and go to the next claim that needs a decision.

        Parameters
        ----------
        decision
            A verdict, after which the session moves on, or ``note``, ``join`` or ``split``, after which it
            stays.
        claim
            Another claim than the present one.
        **more
            ``changes``, ``note``, ``others``: see :class:`Step`.

        Returns
        -------
        Review
            The entry written. An edit that changes nothing is an ``accept``.

        Raises
        ------
        StoreError
            ``D408`` when a claim is not in the record, ``D424`` or ``D425`` when the decision cannot stand,
            ``D420`` when it cannot be written, ``D455`` when there is no claim. Nothing is written then.
        """
        about = claim or self.here
        if about is None:
            raise StoreError(Fault("D455", "there is no claim to decide on", "read articles first"))
        (review,) = self.decide_all([Step(about, decision, **more)])
        if decision in VERDICTS and about == self.here:
            self.next_open()
        return review

    def decide_all(self, steps: Iterable[Step]) -> tuple[Review, ...]:
        """Make several decisions, all or none.

        Raises
        ------
        StoreError
            As :meth:`decide`, with every fault at once, and ``D454`` when a claim gets several verdicts.
        """
        self.refresh()
        steps = tuple(steps)
        verdicts = {step.claim: step for step in steps if step.decision in VERDICTS}
        faults = [
            Fault("D454", f"claim {step.claim} is to get several verdicts at once", "say one")
            for step in steps
            if step.decision in VERDICTS and verdicts[step.claim] is not step
        ]
        made: list[Review] = []
        for step in steps:
            try:
                made.append(self._review(step))
            except StoreError as error:
                faults += error.faults
        if faults:
            raise StoreError(faults)
        self._append(*made)
        return tuple(made)

    def undo(self, of: Review | str | None = None) -> Review:
        """Undo a decision, and go to its claim.

        Parameters
        ----------
        of
            An entry of the log, or its id, whoever made it; this person's last decision unless given.

        Returns
        -------
        Review
            The entry that no longer counts.

        Raises
        ------
        StoreError
            ``D451`` when there is no such entry, or it does not count any more.
        """
        self.refresh()
        entry = of if isinstance(of, Review) else self._named(of) if of else self._last_done()
        if entry is None:
            what = f"the log has no entry {of}" if of else f"{self.by} has no decision left to undo"
            raise StoreError(Fault("D451", what, "decisions of others can be undone by naming them"))
        if not self._counts(entry):
            raise StoreError(
                Fault("D451", f"entry {entry.id} does not count any more", "redo brings it back")
            )
        self._append(self._entry(entry.claim, "undo", of=entry.id, quote=entry.quote))
        self.go(self._now(entry.claim))
        return entry

    def redo(self) -> Review:
        """Bring back what this person undid last, and go to its claim; ``D451`` when nothing is left."""
        self.refresh()
        for entry in reversed(self._stacks.taken_back.values()):
            name = entry.id
            mine = [e for e in in_force(self._history[entry.claim]) if e.of == name and e.by == self.by]
            if mine:
                made = [self._entry(e.claim, "undo", of=e.id, quote=e.quote) for e in mine]
                self._append(*made)
                self.go(self._now(entry.claim))
                return entry
        raise StoreError(Fault("D451", f"{self.by} has undone nothing that can be brought back"))

    def recent(self, most: int = 50) -> tuple[Review, ...]:
        """Return the last entries that count, whoever made them, newest first, without the undos."""
        entries = sorted(self._entries[-4 * most :], key=lambda entry: moment(entry.at), reverse=True)
        return tuple(e for e in entries if e.decision != "undo" and self._counts(e))[:most]

    def refresh(self) -> int:
        """Take in what was appended to the log since; return how many entries."""
        news = self._follower.news()
        if news.anew:
            self._take_in_all(news.entries)
        elif news.entries:
            self._take_in(news.entries)
        return len(news.entries)

    # Inside

    def _review(self, step: Step) -> Review:
        shown = self._shown
        # What the person saw counts, not what another program may have read since.
        claim = shown if shown and shown.id == step.claim else self.record.claim(step.claim)
        for other in step.others:
            self.record.claim(other)
        read = claim.to_dict()
        changes = {n: jsonable(v) for n, v in step.changes.items() if n not in read or read[n] != jsonable(v)}
        decision = "accept" if step.decision == "edit" and not changes else step.decision
        more = {"note": step.note or None, "others": step.others, "quote": claim.quote}
        review = self._entry(claim.id, decision, changes=changes, seen=seen_in(claim), **more)
        list(apply([claim], [review]))
        return review

    def _entry(self, claim: str, decision: Decision, **more: Any) -> Review:
        """Return an entry that is later than everything it must outlast, whatever the clocks say."""
        before = [moment(entry.at) for entry in self._entries_on(self._now(claim))]
        at = moment(now())
        if self._latest or before:
            last = max([*before, *([self._latest] if self._latest else [])])
            if at <= last:
                at = last if last == _END_OF_TIME else last + timedelta(microseconds=1)
        self._latest = at
        return Review(claim, decision, self.by, at.isoformat(timespec="microseconds"), **more)

    def _append(self, *reviews: Review) -> None:
        self.log.append(*reviews)
        # Read back, so that what counts is what is on the disk, and in its order.
        self.refresh()

    def _take_in_all(self, entries: Iterable[Review]) -> None:
        self._entries: list[Review] = each_once(entries)
        self._history: dict[str, list[Review]] = {}
        self._pairs: dict[str, list[Review]] = {}
        for entry in self._entries:
            self._keep(entry)
        before, self._standing = self._standing, latest(self._present(self._entries))
        self._stack_up()
        if "agenda" in self.__dict__:
            self._decided = sum(one in self._standing for one in self.agenda.ids)
            for one in {*before, *self._standing}:
                if before.get(one) != self._standing.get(one):
                    self._compare(one)

    def _take_in(self, entries: Iterable[Review]) -> None:
        touched: dict[str, None] = {}
        in_order = True
        for entry in entries:
            if entry in self._history.get(entry.claim, ()):
                continue
            self._entries.append(entry)
            self._keep(entry)
            touched[self._now(entry.claim)] = None
            if entry.by == self.by:
                in_order = in_order and self._add_to_stacks(entry)
        if not in_order:
            self._stack_up()
        for claim in touched:
            before = claim in self._standing
            self._standing.pop(claim, None)
            self._standing |= latest(self._present(self._entries_on(claim)))
            if "agenda" in self.__dict__ and claim in self.agenda.place:
                self._decided += (claim in self._standing) - before
                self._compare(claim)

    def _keep(self, entry: Review) -> None:
        self._history.setdefault(entry.claim, []).append(entry)
        for claim in (entry.claim, *entry.others) if entry.others else ():
            self._pairs.setdefault(self._now(claim), []).append(entry)

    def _now(self, claim: str) -> str:
        return self._moved.get(claim, claim)

    def _entries_on(self, claim: str) -> list[Review]:
        """Return the entries on a claim and on those it took the place of, in the order of the log."""
        entries = self._history.get(claim, [])
        former = [entry for one in self._former.get(claim, ()) for entry in self._history.get(one, ())]
        return [*former, *entries] if former else entries

    def _present(self, entries: Iterable[Review]) -> Iterable[Review]:
        """Return the entries that count, each about the claim there is now.

        An entry that is about another claim has another name, so what is undone must be left out before.
        """
        if not self._moved:
            return entries
        return (replace(entry, claim=self._now(entry.claim)) for entry in in_force(entries))

    def _compare(self, claim: str) -> None:
        """Note whether a claim on the agenda is read differently since it was decided."""
        review = self._standing.get(claim)
        if claim not in self.agenda.place:
            return
        self.agenda.changed.discard(claim)
        read = self._claim(claim) if review and review.seen else None
        if review and read and changed_since(review, read):
            self.agenda.changed.add(claim)

    def _stack_up(self) -> None:
        self._stacks = Stacks(self.by)
        self._latest = None
        for entry in sorted((e for e in self._entries if e.by == self.by), key=lambda e: moment(e.at)):
            self._add_to_stacks(entry)

    def _add_to_stacks(self, entry: Review) -> bool:
        """Tell the stacks of an entry of ours; return whether it came in its order."""
        at = moment(entry.at)
        same = self._history[entry.claim]
        self._stacks.add(entry, lambda name: next((e for e in same if e.id == name), None))
        in_order = self._latest is None or at >= self._latest
        self._latest = max(at, self._latest) if self._latest else at
        return in_order

    def _last_done(self) -> Review | None:
        return next((entry for entry in reversed(self._stacks.done.values()) if self._counts(entry)), None)

    def _counts(self, entry: Review) -> bool:
        return entry in in_force(self._history.get(entry.claim, ()))

    def _named(self, name: str) -> Review | None:
        return next((entry for entry in self._entries if entry.id == name), None)


_END_OF_TIME = datetime.max.replace(tzinfo=UTC)
