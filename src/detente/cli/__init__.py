"""The command line: one thin file per group of commands, each loaded when it is called."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from cyclopts import App

from detente import __version__
from detente.errors import DetenteError

COMMANDS = {
    "new": "cases:new",
    "demo": "cases:demo",
    "check": "cases:check",
    "fmt": "casefile:fmt",
    "diff": "casefile:diff",
    "read": "reading:read",
    "score": "scoring:score",
    "import": "importing:import_",
    "record": "searching:record",
    "events": "events:events",
    "review": "review.command:review",
    "export": "exporting:export",
    "draft": "casefile:draft",
    "ask": "asking:ask",
    "ledger": "accounts:ledger",
    "series": "importing:series",
    "solve": "analysis:solve",
    "why": "outcomes:why",
    "path": "outcomes:path",
    "sweep": "analysis:sweep",
    "convert": "conversion:convert",
    "brief": "analysis:brief",
    "pack": "cases:pack",
    "unpack": "cases:unpack",
}
"""Every command, in the order a case is worked on, and the function behind it."""


def make_app(*, loaded: bool = False) -> App:
    """Return the command line.

    A command's module is imported when the command is called, unless ``loaded``, which the overview of all
    commands needs.
    """
    app = App(
        name="detente",
        help="From news to negotiation model: read articles, keep the ledger, find what would hold.",
        version=__version__,
        help_format="markdown",
    )
    for place, (command, home) in enumerate(COMMANDS.items()):
        module, _, function = home.partition(":")
        path = f"detente.cli.{module}"
        target = getattr(import_module(path), function) if loaded else f"{path}:{function}"
        app.command(target, name=command, sort_key=place)
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave the process with its exit code.

    0 is success, 1 means that the input has faults (told on stderr), 2 that the command was called wrongly,
    130 that it was interrupted.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A quote may hold any script, whatever the locale of the terminal.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        given = sys.argv[1:] if arguments is None else list(arguments)
        app = make_app(loaded=not given or given[0] in ("--help", "-h"))
        code = app(given, exit_on_error=False, print_error=True, result_action="return_value")
        sys.stdout.flush()
    except DetenteError as error:
        from detente.cli.show import show_faults

        show_faults(error.faults)
        code = 1
    except BrokenPipeError:
        # The reader of our output has gone, as `head` does. Keep the interpreter from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except KeyboardInterrupt:
        print("stopped; what was finished is kept", file=sys.stderr)
        code = 130
    except Exception as error:
        code = _usage(error)
    sys.exit(code if isinstance(code, int) else 0)


def _usage(error: Exception) -> int:
    """Return 2 for a wrong call, which cyclopts has already explained; anything else is a bug of ours."""
    from cyclopts import CycloptsError

    if isinstance(error, CycloptsError):
        return 2
    raise error
