"""A review session: which claim comes next, what is known about it, and what a person decides.

There is no terminal in here. Whoever shows the session calls :meth:`Reviewing.item`, shows it, and calls
:meth:`Reviewing.decide`, :meth:`Reviewing.undo` or :meth:`Reviewing.redo`. Every decision is on the disk when
these return. What others append to the same log meanwhile is noticed and taken in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from detente.errors import Fault, StoreError
from detente.record.agenda import Agenda, Order
from detente.record.context import Context, context_of
from detente.record.decided import Decided
from detente.record.reviewlog import ReviewLog
from detente.record.reviews import apply, changed_since, seen_in
from detente.record.types import VERDICTS, Claim, Decision, Document, Review, jsonable

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
        self.record, self.by = record, by
        self._decisions = Decided(log, by, moved)
        self._order, self._wanted = order, wanted
        self._position = 0
        self._decided: set[str] = set()
        self._gone: set[str] = set()
        self._shown: Claim | None = None
        self._document: Document | None = None

    # Where we are

    @cached_property
    def agenda(self) -> Agenda:
        """The claims in the order in which they come up; made when first asked for."""
        # Events are brought up to date once and now, not in the middle of the work.
        self.record.counts()
        standing = self._decisions.standing
        made = Agenda(self.record.claims(**self._wanted), standing, self._order)
        self._decided = {one for one in made.ids if one in standing}
        mine = (self._decisions.present(review.claim) for review in reversed(self._decisions.done()))
        last = next((one for one in mine if one in made.place), None)
        if last is not None and self._order == "page":
            place = {row.id: place for place, row in enumerate(made.rows)}
            after = (p for p, i in enumerate(made.ids) if place[i] > place[last] and i not in standing)
            self._position = next(after, 0)
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
        return claim not in self._gone and (claim not in self.standing or claim in self.agenda.changed)

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
        agenda = self.agenda
        return Progress(len(agenda.ids), len(self._decided), len(agenda.changed))

    def reviewers(self) -> Mapping[str, int]:
        """Return who made the decisions that stand, with how many, most first."""
        return dict(Counter(review.by for review in self.standing.values()).most_common())

    @property
    def standing(self) -> Mapping[str, Review]:
        """The decision that stands on each claim, by id."""
        return self._decisions.standing

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
        review = self.standing.get(claim.id)
        return Item(
            claim,
            self._as_reviewed(claim, review),
            context_of(claim, self._document),
            review,
            self._decisions.history(claim.id),
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
        present = self._decisions.present
        for entry in self._decisions.paired(claim):
            others = {present(one) for one in (entry.claim, *entry.others)} - {claim}
            if entry.decision == "join":
                found |= {one: c for one in sorted(others - found.keys()) if (c := self._claim(one))}
            else:
                for one in others if claim == present(entry.claim) else (present(entry.claim),):
                    found.pop(one, None)
        return tuple(found.values())

    def _claim(self, claim: str) -> Claim | None:
        try:
            return self.record.claim(claim)
        except StoreError as error:
            if error.faults[0].code != "D408":
                raise
            return None

    def alike(self, claim: Claim, text: str = "", most: int = 20) -> tuple[Claim, ...]:
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
        known = self._decisions
        entry = of if isinstance(of, Review) else known.named(of) if of else known.last_done()
        if entry is None:
            what = f"the log has no entry {of}" if of else f"{self.by} has no decision left to undo"
            raise StoreError(Fault("D451", what, "decisions of others can be undone by naming them"))
        if not known.counts(entry):
            raise StoreError(
                Fault("D451", f"entry {entry.id} does not count any more", "redo brings it back")
            )
        self._append(known.entry(entry.claim, "undo", of=entry.id, quote=entry.quote))
        self.go(known.present(entry.claim))
        return entry

    def redo(self) -> Review:
        """Bring back what this person undid last, and go to its claim; ``D451`` when nothing is left."""
        self.refresh()
        found = self._decisions.last_undone()
        if found is None:
            raise StoreError(Fault("D451", f"{self.by} has undone nothing that can be brought back"))
        entry, undos = found
        self._append(*(self._decisions.entry(e.claim, "undo", of=e.id, quote=e.quote) for e in undos))
        self.go(self._decisions.present(entry.claim))
        return entry

    def recent(self, most: int = 50) -> tuple[Review, ...]:
        """Return the last entries that count, whoever made them, newest first, without the undos."""
        return self._decisions.recent(most)

    def refresh(self) -> int:
        """Take in what was appended to the log since; return on how many claims something changed."""
        return self._notice(self._decisions.refresh())

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
        review = self._decisions.entry(claim.id, decision, changes=changes, seen=seen_in(claim), **more)
        list(apply([claim], [review]))
        return review

    def _append(self, *reviews: Review) -> None:
        self._notice(self._decisions.write(*reviews))

    def _notice(self, changed: Collection[str]) -> int:
        """Bring what is known of the agenda in step with the claims on which something changed."""
        if "agenda" in self.__dict__:
            for claim in changed:
                if claim in self.agenda.place:
                    self._compare(claim)
        return len(changed)

    def _compare(self, claim: str) -> None:
        """Note whether a claim on the agenda is decided, and read differently since."""
        review = self.standing.get(claim)
        self._decided.discard(claim)
        self.agenda.changed.discard(claim)
        if review is None:
            return
        self._decided.add(claim)
        read = self._claim(claim) if review.seen else None
        if read and changed_since(review, read):
            self.agenda.changed.add(claim)
