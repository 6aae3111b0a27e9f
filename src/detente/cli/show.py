"""How things look in the terminal: tables, faults, progress. Nothing here decides anything."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from detente.errors import Fault

if TYPE_CHECKING:  # loaded when something is drawn: what prints JSON should not wait for it
    from rich.console import Console
    from rich.table import Table


def console(*, stderr: bool = False) -> Console:
    """Return a console that never interprets markup or guesses colours in other people's words."""
    from rich.console import Console

    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, soft_wrap=False)


def plain(text: object) -> str:
    r"""Return text that cannot steer the terminal: control characters are shown as their codes.

    >>> plain("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return "".join(
        c
        if c == "\n" or unicodedata.category(c) not in {"Cc", "Cf"} or c in "\u200c\u200d"
        else ascii(c)[1:-1]
        for c in str(text)
    )


def print_json(value: object) -> None:
    """Print one JSON value on one line."""
    print(json.dumps(value, ensure_ascii=False, separators=(", ", ": ")))


def table(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    numbers: Sequence[str] = (),
    wraps: Sequence[str] = (),
) -> Table:
    """Return a table of plain cells.

    Columns in ``numbers`` stand flush right; those in ``wraps`` give way when the terminal is narrow, the
    others keep their words whole.
    """
    from rich.table import Table
    from rich.text import Text

    made = Table(title=title, title_justify="left", title_style="bold", header_style="bold", box=None)
    made.pad_edge = False
    for column in columns:
        side: Literal["left", "right"] = "right" if column in numbers else "left"
        made.add_column(column, justify=side, overflow="fold", no_wrap=column not in wraps)
    for row in rows:
        made.add_row(*(Text(plain(cell)) for cell in row))
    return made


def show_faults(faults: Iterable[Fault]) -> None:
    """Print faults on stderr, each with its place, caret and fix."""
    faults = tuple(faults)
    if not faults:
        return
    from rich.text import Text

    out = console(stderr=True)
    for fault in faults:
        head, *rest = plain(fault.render()).split("\n")
        colour = "red" if fault.severity == "error" else "yellow"
        mark = f"{fault.severity} {fault.code}"
        before, _, after = head.partition(mark)
        out.print(Text.assemble((before, "bold"), (mark, f"bold {colour}"), after), soft_wrap=True)
        for line in rest:
            caret = set(line.strip()) == {"^"}
            out.print(Text(line, style=f"bold {colour}" if caret else ""), soft_wrap=True)


def show_warnings(faults: Sequence[Fault], case: object) -> None:
    """Print a few warnings in full; of many only say that there are, for `check` tells them all."""
    if len(faults) <= 3:
        show_faults(faults)
    else:
        say(f"{count(len(faults), 'warning')}; detente check {case} tells them")


def say(text: str) -> None:
    """Tell the person something beside the output proper."""
    print(plain(text), file=sys.stderr)


def count(number: int, noun: str) -> str:
    """Return the number with its noun.

    >>> count(1, "error"), count(0, "error")
    ('1 error', 'no errors')
    """
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
