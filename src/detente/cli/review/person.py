"""Who reviews: the name under which decisions are kept."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

VARIABLE = "DETENTE_REVIEWER"


def reviewer(given: str | None, folder: Path, known: Collection[str] = (), *, ask: bool = False) -> str:
    """Return the name of the reviewer.

    Parameters
    ----------
    given
        What the command was told; wins over everything.
    folder
        The case, whose git configuration may hold a name.
    known
        Who has decided before; a name among them is not asked about.
    ask
        Whether a person can be asked, once, when only the system's account name is known.
    """
    for name in (given, os.environ.get(VARIABLE), _git_name(folder)):
        if name and name.strip():
            return _one_line(name)
    name = _account()
    if ask and name not in known:
        print(f"Your name, as decisions are to show it [{name}]: ", end="", file=sys.stderr, flush=True)
        name = _one_line(sys.stdin.readline()) or name
    return name


def _git_name(folder: Path) -> str | None:
    git = shutil.which("git")
    if git is None:
        return None
    command = [git, "config", "--get", "user.name"]
    try:
        # Nothing of the case is run: this prints a setting. Where git has none it exits with 1.
        done = subprocess.run(  # noqa: S603
            command, cwd=folder, capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    return done.stdout.strip() or None


def _account() -> str:
    try:
        return _one_line(getpass.getuser()) or "unknown"
    except (OSError, KeyError, ImportError):
        return "unknown"


def _one_line(name: str) -> str:
    return " ".join(name.split())[:200]
