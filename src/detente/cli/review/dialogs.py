"""The small screens over the big one: help, a line to type, a form, and lists to pick from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from detente.cli.review.fields import LABELS, ORDER, choices, completed, shown
from detente.cli.review.keys import page
from detente.cli.review.words import sentence
from detente.cli.show import plain
from detente.record.types import Claim

CANCEL = Binding("escape", "cancel", "cancel", priority=True)


class Help(ModalScreen[None]):
    """Every key and what it does; arrows scroll, any other key closes it."""

    def compose(self) -> ComposeResult:
        """Show the page."""
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(page())

    def on_key(self, event: events.Key) -> None:
        """Read on, or close; the key does nothing else."""
        event.stop()
        step = {"down": 1, "up": -1, "pagedown": 10, "pageup": -10}.get(event.key)
        if step is None:
            self.dismiss(None)
        else:
            self.query_one(".dialog").scroll_relative(y=step, animate=False)


class Ask(ModalScreen[str | None]):
    """One line to type.

    Parameters
    ----------
    title
        What is asked for.
    """

    BINDINGS: ClassVar[list[BindingType]] = [CANCEL]

    def __init__(self, title: str) -> None:
        super().__init__()
        self.titled = title

    def compose(self) -> ComposeResult:
        """Show the question and the line."""
        with VerticalScroll(classes="dialog line", can_focus=False):
            yield Static(Content.assemble((self.titled, "bold"), "   Enter keeps it, Esc leaves"))
            yield Input(compact=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Hand the line back."""
        self.dismiss(event.value.strip() or None)

    def action_cancel(self) -> None:
        """Leave without a word."""
        self.dismiss(None)


class Completion(Suggester):
    """Completes the last of several words.

    Parameters
    ----------
    options
        What may be typed.
    """

    def __init__(self, options: Sequence[str]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self.options = options

    async def get_suggestion(self, value: str) -> str | None:
        """Return the line with its last word completed."""
        found = completed(value, self.options)
        # Only what goes on from the very letters typed can be shown behind them.
        return value + found[len(value) :] if found else None


class Form(ModalScreen[bool]):
    """A claim to put right, one field a line.

    Parameters
    ----------
    claim
        The claim as it stands.
    keep
        Called with what stands in the lines; returns what is wrong, ``None`` when it was kept.
    codes, issues
        What actors and issues are completed to.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        CANCEL,
        Binding("enter,ctrl+s", "keep", "keep", priority=True),
        Binding("down", "app.focus_next", "next", priority=True),
        Binding("up", "app.focus_previous", "previous", priority=True),
    ]

    def __init__(
        self,
        claim: Claim,
        keep: Callable[[Mapping[str, str]], str | None],
        codes: Sequence[str],
        issues: Sequence[str],
    ) -> None:
        super().__init__()
        self.claim, self.keep = claim, keep
        self.choices = {name: choices(name, codes, issues) for name in ORDER}

    def compose(self) -> ComposeResult:
        """Show the lines, and beneath them what may stand in the present one."""
        with VerticalScroll(classes="dialog form", can_focus=False):
            yield Static(sentence(self.claim), id="said-so", markup=False)
            with VerticalScroll(id="lines", can_focus=False):
                for name in ORDER:
                    with Horizontal(classes="field"):
                        yield Label(LABELS[name], classes="label")
                        yield Input(
                            shown(name, getattr(self.claim, name)),
                            id=name,
                            compact=True,
                            select_on_focus=True,
                            suggester=Completion(self.choices[name]) if self.choices[name] else None,
                        )
            yield Static(id="wrong", markup=False)
            yield Static(id="choices", markup=False)
            yield Static("Enter keeps all   ↑↓ field   → takes what is offered   Esc leaves", id="how")

    def on_mount(self) -> None:
        """Begin at the first line."""
        self.query_one(f"#{ORDER[0]}", Input).focus()
        self.query_one("#wrong").display = False

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what may stand in the line that is typed in now."""
        self._offer()

    def on_input_changed(self) -> None:
        """Narrow what is offered to what begins like the last word."""
        self._offer()

    def _offer(self) -> None:
        line = self.focused
        if not isinstance(line, Input) or line.id is None:
            return
        offered = self.choices[line.id]
        word = line.value.rpartition(",")[2].strip().casefold()
        narrowed = [one for one in offered if one.casefold().startswith(word)]
        whole = not narrowed or (len(narrowed) == 1 and narrowed[0].casefold() == word)
        free = "a day such as 2019-02-28" if line.id.startswith("date") else "any words; empty if not known"
        if line.id == "certainty":
            free = "from 0 to 1"
        told = "  ".join((offered if whole else narrowed)[:60]) if offered else free
        self.query_one("#choices", Static).update(plain(told))

    def action_keep(self) -> None:
        """Keep what stands in the lines, or say what is wrong with it."""
        wrong = self.keep({line.id: line.value for line in self.query(Input) if line.id})
        if wrong is None:
            self.dismiss(True)
            return
        told = self.query_one("#wrong", Static)
        told.display = True
        told.update(plain(f"! {wrong}"))

    def action_cancel(self) -> None:
        """Leave the claim as it is."""
        self.dismiss(False)


class Pick(ModalScreen[tuple[str, ...]]):
    """Claims to pick from; several may be taken.

    Parameters
    ----------
    title
        What they are picked for.
    find
        Returns the choices for some words, as (id, line); those to begin with for none.
    searchable
        Whether words can be typed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        CANCEL,
        Binding("enter", "take", "take", priority=True),
        Binding("slash", "words", "search"),
        Binding("space", "mark", "mark"),
    ]

    def __init__(
        self, title: str, find: Callable[[str], Sequence[tuple[str, str]]], *, searchable: bool = True
    ) -> None:
        super().__init__()
        self.titled, self.find, self.searchable = title, find, searchable
        self.found: list[tuple[str, str]] = []
        self.marked: set[str] = set()

    def compose(self) -> ComposeResult:
        """Show the list, over it a line for words."""
        with VerticalScroll(classes="dialog pick", can_focus=False):
            how = "Space marks   Enter takes" + ("   / search" if self.searchable else "") + "   Esc leaves"
            yield Static(Content.assemble((self.titled, "bold"), f"\n{how}"))
            yield Input(compact=True, placeholder="words of the sentence, or an id", id="words")
            yield OptionList(id="list")
            yield Static("", id="none", markup=False)

    def on_mount(self) -> None:
        """Begin in the list."""
        self.query_one("#words").display = False
        self._fill("")

    def _fill(self, words: str) -> None:
        # What was marked stays in the list, whatever is looked for next.
        kept = [(one, line) for one, line in self.found if one in self.marked]
        new = [(one, line) for one, line in self.find(words) if one not in self.marked]
        self.found = [*kept, *new]
        listed = self.query_one("#list", OptionList)
        listed.clear_options()
        listed.add_options([Option(self._line(place)) for place in range(len(self.found))])
        told = "" if new else "no such claim" if words else "no claim comes near; / searches all"
        self.query_one("#none", Static).update(told)
        listed.focus()
        if self.found:
            listed.highlighted = min(len(kept), len(self.found) - 1)

    def _line(self, place: int) -> Content:
        one, line = self.found[place]
        return Content(f"[{'x' if one in self.marked else ' '}] {line}")

    def action_words(self) -> None:
        """Show the line for words."""
        if self.searchable:
            words = self.query_one("#words", Input)
            words.display = True
            words.focus()

    def action_mark(self) -> None:
        """Mark the line the cursor is on, or take its mark away."""
        listed = self.query_one("#list", OptionList)
        if listed.highlighted is not None:
            self.marked ^= {self.found[listed.highlighted][0]}
            listed.replace_option_prompt_at_index(listed.highlighted, self._line(listed.highlighted))

    def action_take(self) -> None:
        """Take what is marked, or where nothing is, the line the cursor is on; in the words, look them up."""
        if isinstance(self.focused, Input):
            self._fill(self.focused.value)
            return
        place = self.query_one("#list", OptionList).highlighted
        here = (self.found[place][0],) if place is not None else ()
        self.dismiss(tuple(one for one, _ in self.found if one in self.marked) or here)

    def action_cancel(self) -> None:
        """Take nothing."""
        self.dismiss(())


class Choose(ModalScreen[int | None]):
    """Lines of which one is chosen.

    Parameters
    ----------
    title
        What the choice does.
    lines
        The choices.
    """

    BINDINGS: ClassVar[list[BindingType]] = [CANCEL]

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self.titled, self.lines = title, lines

    def compose(self) -> ComposeResult:
        """Show the list."""
        with VerticalScroll(classes="dialog pick", can_focus=False):
            yield Static(Content.assemble((self.titled, "bold"), "\nEnter chooses   Esc leaves"))
            yield OptionList(*(Option(Content(line)) for line in self.lines), id="list")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Hand back which."""
        self.dismiss(event.option_index)

    def action_cancel(self) -> None:
        """Choose nothing."""
        self.dismiss(None)
