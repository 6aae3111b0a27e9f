"""A small protocol for long work to say how far it is, and to be stopped between two steps."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """What a long function reports to. The command line plugs in a bar, a library user nothing.

    A reporter stops the work by raising :class:`detente.errors.Cancelled` from ``advance``.
    """

    def start(self, total: int | None, what: str) -> None:
        """Begin a piece of work of ``total`` steps, or of unknown length."""

    def advance(self, steps: int = 1) -> None:
        """Say that ``steps`` more are done."""

    def note(self, text: str) -> None:
        """Tell the user something in passing."""


class Silent:
    """The default reporter: says nothing."""

    def start(self, total: int | None, what: str) -> None:
        """Ignore the beginning."""

    def advance(self, steps: int = 1) -> None:
        """Ignore the steps."""

    def note(self, text: str) -> None:
        """Ignore the note."""


SILENT = Silent()
