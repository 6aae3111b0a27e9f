"""A progress bar on stderr, shown to people only."""

from __future__ import annotations

from types import TracebackType

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from detente.cli.show import console, plain, say


class Bar:
    """A :class:`detente.progress.Progress` for the terminal; silent where stderr is not one.

    Interrupting with Ctrl-C stops the work between two steps, so what was finished is kept.
    """

    def __init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        screen = console(stderr=True)
        self._progress = Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal)
        self._task: TaskID | None = None

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()

    def start(self, total: int | None, what: str) -> None:
        """Begin a piece of work."""
        self._task = self._progress.add_task(what, total=total)

    def advance(self, steps: int = 1) -> None:
        """Move the bar."""
        if self._task is not None:
            self._progress.advance(self._task, steps)

    def note(self, text: str) -> None:
        """Print a line above the bar."""
        self._progress.console.print(plain(text))


class Notes:
    """A :class:`detente.progress.Progress` that only tells what was noted."""

    def start(self, total: int | None, what: str) -> None:
        """Ignore the beginning."""

    def advance(self, steps: int = 1) -> None:
        """Ignore the steps."""

    def note(self, text: str) -> None:
        """Tell it on stderr."""
        say(text)
