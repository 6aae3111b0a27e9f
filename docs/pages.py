"""Writes the pages that follow from the code: every command with its help, every fault with its title.

Run ``python docs/pages.py`` after a change; a test fails while a page is older than the code.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from rich.console import Console

from detente.cli import COMMANDS, make_app
from detente.dispute.faults import FaultKind

HERE = Path(__file__).parent
REGISTRIES = {
    "The case file": "dispute.faults",
    "Reading": "reading.faults",
    "Import, record and reviews": "record.faults",
    "Graph, solvers and sweeps": "graph.faults",
    "The case folder, review and the brief": "case",
}


def commands_page() -> str:
    """Return docs/commands.md."""
    parts = [
        "# Commands",
        "Every command takes `--json` and then prints JSON and nothing else; messages go to stderr. "
        "A case folder and its case file are interchangeable.",
    ]
    for command in COMMANDS:
        screen = io.StringIO()
        console = Console(file=screen, width=96, color_system=None, legacy_windows=False)
        make_app(loaded=True)([command, "--help"], console=console, result_action="return_value")
        lines = (line.rstrip() for line in screen.getvalue().strip().splitlines())
        parts += [f"## detente {command}", "```text\n" + "\n".join(lines) + "\n```"]
    return "\n\n".join(parts) + "\n"


def faults_page() -> str:
    """Return docs/faults.md."""
    parts = [
        "# Faults by code",
        "Every fault names its place, cause and fix, and has a code that stays the same between versions.",
    ]
    for heading, module in REGISTRIES.items():
        registry: Mapping[str, str | FaultKind] = import_module(f"detente.{module}").FAULTS
        rows = [f"| {code} | {explained(kind)} |" for code, kind in sorted(registry.items())]
        parts += [f"## {heading}", "\n".join(["| code | what it says |", "|---|---|", *rows])]
    return "\n\n".join(parts) + "\n"


def explained(kind: str | FaultKind) -> str:
    """Return a registry entry as one cell: its title, and the explanation where there is one."""
    cell = kind if isinstance(kind, str) else f"**{kind.title}.** {kind.explanation}"
    return cell.replace("|", "\\|")


PAGES = {"commands.md": commands_page, "faults.md": faults_page}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), "utf-8")
        print(f"docs/{name}")
