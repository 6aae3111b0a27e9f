"""The review screen: shows the claim of a session, turns keys into decisions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from detente.cli.review import words
from detente.cli.review.dialogs import Ask, Choose, Form, Help, Pick
from detente.cli.review.fields import changes
from detente.cli.review.keys import BINDINGS, OURS, legend
from detente.cli.show import count, plain
from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.record.reviewing import Item, Reviewing
    from detente.record.types import Claim, Decision, Review
    from detente.vocabulary.actors import Actors

LOOK_EVERY = 2.0
"""Seconds between two looks at what others decided."""


class ReviewApp(App[None]):
    """One claim a screen, one key a decision.

    Parameters
    ----------
    session
        The session; everything decided goes through it and is on the disk before the next claim shows.
    title
        What the case is called.
    actors
        Who is who, so that a party may be typed by name.
    """

    CSS_PATH = "review.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - as the base class has it
    BINDINGS: ClassVar[list[BindingType]] = [*BINDINGS]

    def __init__(self, session: Reviewing, title: str, actors: Actors | None = None) -> None:
        super().__init__(ansi_color=True)
        self.theme = "ansi-dark"
        self.session, self.titled, self.actors = session, title, actors
        self.item: Item | None = None
        self._saved = "saved"

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        yield Static(id="head", markup=False)
        with Container(id="page"):
            with Container(id="source-and-text"):
                yield Static(id="source", markup=False)
                with VerticalScroll(id="text", can_focus=False):
                    yield Static(id="passage", markup=False)
            with VerticalScroll(id="facts", can_focus=False):
                yield Static(id="decided", markup=False)
                yield Static(id="reading", markup=False)
                yield Static(id="company", markup=False)
        yield Static(id="said", markup=False)
        yield Static(id="legend", markup=False)

    def on_mount(self) -> None:
        """Show the first claim, and keep an eye on what others decide."""
        self.show_claim()
        self.set_interval(LOOK_EVERY, self.look)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the legend out so that no word is parted from its key, and keep the clause in sight."""
        self._put("legend", legend(event.size.width - 2))
        if self.item is not None:
            self.call_after_refresh(self._scroll_to_clause, words.passage(self.item))

    def look(self) -> None:
        """Take in what others decided meanwhile."""

        def refreshed() -> None:
            if self.session.refresh():
                self.show_claim()

        self._try(refreshed)

    # What is shown

    def show_claim(self) -> None:
        """Show the present claim and how far the review is."""
        self._try(self._show)

    def _show(self) -> None:
        before, self.item = self.item, self.session.item()
        self._show_head()
        item = self.item
        if item is None:
            for part in ("source", "passage", "reading", "decided", "company"):
                self._put(part, "")
            self._put("passage", "There is no claim here to review.")
            return
        passage = words.passage(item)
        self._put("source", words.source(item))
        self._put("passage", passage.text)
        self._put("reading", words.reading(item))
        self._put("decided", words.decided(item))
        self._put("company", words.company(item, self.session.standing.get))
        if before is None or before.claim.id != item.claim.id:
            self.query_one("#facts").scroll_home(animate=False)
            self.call_after_refresh(self._scroll_to_clause, passage)

    def _show_head(self) -> None:
        session, done = self.session, self.session.progress()
        parts = [f"{done.decided}/{done.all} decided"]
        parts += [f"{done.changed} read differently since"] if done.changed else []
        parts += [f"at {session.position + 1}"] if done.all else []
        parts += [f"by {session.by}", self._saved, self.titled]
        self._put("head", plain(" · ".join(parts)))

    def _scroll_to_clause(self, passage: words.Passage) -> None:
        """Bring the clause into sight where the paragraph is long, and if it fits all of its sentence."""
        pane = self.screen_stack[0].query_one("#text")
        width, height = max(1, pane.scrollable_content_region.width), pane.size.height
        first, clause = (len(lead.wrap(width)) - 1 for lead in (passage.to_sentence, passage.to_clause))
        top = first - 1 if clause - first < height - 3 else clause - 1
        pane.scroll_to(y=max(0, top) if clause >= height - 2 else 0, animate=False)

    def _put(self, part: str, content: Content | str) -> None:
        # The claim's place is on the screen beneath, whatever dialog is open over it.
        self.screen_stack[0].query_one(f"#{part}", Static).update(content)

    def say(self, text: str) -> None:
        """Tell the person what was done, or why not."""
        room = 3 * self.size.width - 10
        self._put("said", plain(text if len(text) <= room else text[: room - 1] + "…"))

    def say_done(self, text: str) -> None:
        """Tell the person what was done, on one line."""
        room = max(20, self.size.width - 3)
        self.say(Content(text).truncate(room, ellipsis=True).plain)

    def _try(self, step: Callable[[], object]) -> str | None:
        """Do something; where that fails, say why and go on. Return what went wrong."""
        try:
            step()
        except DetenteError as error:
            told = "; ".join(fault.message for fault in error.faults)
            self.say(f"! {told}")
            return told
        return None

    # Deciding

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave every key to the dialog while one is open."""
        return action not in OURS or len(self.screen_stack) == 1

    def _decide(self, decision: Decision, **more: object) -> str | None:
        if self.item is None:
            return None
        about, seen = self.item.claim, self.item.standing

        def decided() -> None:
            self.session.refresh()
            other = self.session.standing.get(about.id)
            if other is not None and other != seen and other.by != self.session.by:
                verb = words.VERBS[other.decision]
                self.say(f"! {other.by} has just decided: {verb}; press the key again to decide anew")
                return
            review = self.session.decide(decision, about.id, **more)
            self._saved = f"saved {datetime.now():%H:%M:%S}"
            self._tell(f"{words.VERBS[review.decision]} (u undoes): {words.brief(about)}")

        wrong = self._try(decided)
        if wrong is None:
            self.show_claim()
        return wrong

    def _tell(self, done: str) -> None:
        progress = self.session.progress()
        all_done = not progress.open and not progress.changed
        self.say_done("Everything is decided. q leaves, u undoes." if all_done else done)

    def action_accept(self) -> None:
        """Accept the claim as it stands; one that was edited keeps its edit."""
        standing = self.item.standing if self.item else None
        if standing is not None and standing.decision == "edit":
            self._decide("edit", changes=standing.changes)
        else:
            self._decide("accept")

    def action_reject(self) -> None:
        """Reject the claim."""
        self._decide("reject")

    def action_withdraw(self) -> None:
        """Leave the claim undecided again."""
        if self.item and self.item.standing is None:
            self.say("nobody has decided on this claim")
        else:
            self._decide("withdraw")

    def action_edit(self) -> None:
        """Open the form."""
        item = self.item
        if item is None:
            return

        def keep(texts: Mapping[str, str]) -> str | None:
            try:
                changed = changes(item.now, texts, self.actors)
            except ValueError as error:
                return str(error)
            earlier = item.standing.changes if item.standing and item.standing.decision == "edit" else {}
            wrong = self._decide("edit", changes={**earlier, **changed})
            return wrong and wrong.replace(f"edit of claim {item.claim.id}: ", "")

        agenda = self.session.agenda
        self.push_screen(Form(item.now, keep, agenda.codes, agenda.issues))

    def action_note(self) -> None:
        """Ask for a note."""

        def noted(text: str | None) -> None:
            if text:
                self._decide("note", note=text)

        if self.item:
            self.push_screen(Ask("A note on this claim"), noted)

    def action_join(self) -> None:
        """Pick claims that speak of the same happening."""
        item = self.item
        if item is None:
            return

        def joined(others: tuple[str, ...] | None) -> None:
            if others:
                self._decide("join", others=others)

        def find(text: str) -> Sequence[tuple[str, str]]:
            return self._lines(self.session.alike(item.claim, text))

        self.push_screen(Pick("These speak of the same happening:", find), joined)

    def action_split(self) -> None:
        """Pick claims that were put together with this one and should not be."""
        item = self.item
        if item is None:
            return

        def parted(others: tuple[str, ...] | None) -> None:
            if others:
                self._decide("split", others=others)

        if not item.together:
            self.say("this claim is alone in its event")
            return
        title = "These do not speak of the same thing as this claim:"
        self.push_screen(Pick(title, lambda _: self._lines(item.together), searchable=False), parted)

    def _lines(self, claims: Sequence[Claim]) -> list[tuple[str, str]]:
        return [(claim.id, words.brief(claim, self.session.standing.get(claim.id))) for claim in claims]

    def action_undo(self) -> None:
        """Take back this person's last decision."""
        self._back(self.session.undo, "undone")

    def action_redo(self) -> None:
        """Bring back what was taken back last."""
        self._back(self.session.redo, "done again")

    def action_history(self) -> None:
        """Choose among everybody's decisions one to undo."""
        entries = self.session.recent()
        if not entries:
            self.say("nothing is decided yet")
            return

        def chosen(which: int | None) -> None:
            if which is not None:
                self._back(lambda: self.session.undo(entries[which]), "undone")

        self.push_screen(Choose("Undo which decision?", [words.recent(entry) for entry in entries]), chosen)

    def _back(self, step: Callable[[], Review], done: str) -> None:
        def stepped() -> None:
            entry = step()
            self._saved = f"saved {datetime.now():%H:%M:%S}"
            self.say_done(f"{done}: {words.recent(entry)}")

        self._try(stepped)
        self.show_claim()

    # Moving

    def _move(self, step: int) -> None:
        self.session.move(step)
        self.say("")
        self.show_claim()

    def action_next(self) -> None:
        """Go to the next claim."""
        self._move(+1)

    def action_previous(self) -> None:
        """Go to the claim before."""
        self._move(-1)

    def action_first(self) -> None:
        """Go to the first claim."""
        self._move(-len(self.session.agenda.ids))

    def action_last(self) -> None:
        """Go to the last claim."""
        self._move(len(self.session.agenda.ids))

    def action_next_open(self) -> None:
        """Go to the next claim that needs a decision."""
        self.say("" if self.session.next_open() else "everything is decided")
        self.show_claim()

    def action_scroll(self, pages: int) -> None:
        """Read on in what does not fit."""
        for part in ("#text", "#facts"):
            pane = self.query_one(part)
            pane.scroll_relative(y=pages * max(1, pane.size.height - 1), animate=False)

    def action_search(self) -> None:
        """Ask for words and go to the next claim that holds them."""

        def found(text: str | None) -> None:
            if text:
                hits = len(self.session.agenda.search(text))
                self.session.search(text)
                self.say(f"{count(hits, 'claim')} with “{text}”")
                self.show_claim()

        self.push_screen(Ask("Go to the next claim with the words"), found)

    def action_help(self) -> None:
        """Show every key."""
        self.push_screen(Help())

    def action_leave(self) -> None:
        """Leave; there is nothing left to save."""
        self.exit()
