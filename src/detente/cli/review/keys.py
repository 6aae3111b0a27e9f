"""The keys of the review screen, the legend that is always visible, and the help behind it."""

from __future__ import annotations

from textual.binding import Binding
from textual.content import Content

KEYS = (
    ("a", "accept", "accept", "It says what the sentence says. Moves on."),
    ("r", "reject", "reject", "It does not. Moves on."),
    ("e", "edit", "edit", "Put a field right; counts as accepted. Moves on."),
    ("n", "note", "note", "Write a note beside it; decides nothing."),
    ("j", "join", "join", "Pick claims that speak of the same happening."),
    ("s", "split", "split", "Pick claims wrongly put together with it."),
    ("w", "withdraw", "withdraw", "Leave it undecided again."),
    ("u", "undo", "undo", "Take back your last decision, and the one before."),
    ("U,ctrl+r", "redo", "redo", "Bring back what you took back last."),
    ("h", "history", "history", "Everybody's last decisions; undo any of them."),
    ("slash", "search", "search", "Go to the next claim with these words."),
    ("question_mark", "help", "help", "This page."),
    ("q", "leave", "quit", "Leave. Everything decided is on the disk already."),
)
"""Key, action, word in the legend, and what it does."""
MOVES = (
    ("down,right,space", "next", "the next claim, undecided or not"),
    ("up,left,backspace", "previous", "the one before"),
    ("tab", "next_open", "the next claim that needs a decision"),
    ("home", "first", "the first"),
    ("end", "last", "the last"),
    ("pagedown", "scroll(1)", "read on in a long paragraph"),
    ("pageup", "scroll(-1)", "read back"),
)
_SIGNS = {"slash": "/", "question_mark": "?", "U,ctrl+r": "U", "down,right,space": "↓ → Space"}
_SIGNS |= {"up,left,backspace": "↑ ← Backspace", "tab": "Tab", "home": "Home", "end": "End"}
_SIGNS |= {"pagedown": "Page Down", "pageup": "Page Up"}

BINDINGS = [
    *(Binding(key, action, word, show=False) for key, action, word, _ in KEYS),
    # Tab would else go round the parts of the screen, of which none is typed in.
    *(Binding(key, action, what, show=False, priority=key == "tab") for key, action, what in MOVES),
]

OURS = frozenset(action.partition("(")[0] for action in (*(k[1] for k in KEYS), *(m[1] for m in MOVES)))
"""What the keys do, by name."""


def legend(width: int) -> Content:
    """Return the keys with their words, on as many lines as that takes; no word is parted from its key."""
    lines: list[Content] = []
    line = Content("")
    for sign, word in (*((_sign(key), word) for key, _, word, _ in KEYS), ("↑↓", "move")):
        entry = Content.assemble((sign, "bold reverse"), f" {word}")
        if line and line.cell_length + 2 + entry.cell_length > width:
            lines.append(line)
            line = Content("")
        line = Content.assemble(line, "  ", entry) if line else entry
    return Content("\n").join([*lines, line])


def page() -> Content:
    """Return every key with what it does, one a line."""
    lines = [
        Content.styled("Keys", "bold"),
        Content("↑↓ scroll, any other key closes this page."),
        Content(""),
    ]
    for key, _, _, what in KEYS:
        sign = "U, Ctrl+R" if key == "U,ctrl+r" else _sign(key)
        lines.append(Content.assemble((f"{sign:>14}", "bold"), f"  {what}"))
    lines.append(Content(""))
    for key, _, what in MOVES:
        lines.append(Content.assemble((f"{_sign(key):>14}", "bold"), f"  {what}"))
    lines += [
        Content(""),
        Content("▶ ◀ hold the words the claim was made from; their sentence is underlined."),
        Content("“read as” is the machine's reading where a person changed it."),
        Content("Undecided claims come first, then those that are read differently since"),
        Content("they were decided. Others may review the same case at the same time."),
    ]
    return Content("\n").join(lines)


def _sign(key: str) -> str:
    return _SIGNS.get(key, key)
