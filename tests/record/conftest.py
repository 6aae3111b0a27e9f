from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def as_nobody(tmp_path: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Run Python as a user whom file permissions bind; root may write everywhere."""

    def run(code: str) -> subprocess.CompletedProcess[str]:
        drop = "import os\nif hasattr(os, 'geteuid') and os.geteuid() == 0:\n    os.setuid(65534)\n"
        # Loaded before rights are dropped: the checkout may lie in a folder others cannot enter.
        load = "import sqlalchemy.dialects.sqlite, detente.record.store, detente.record.reviewlog\n"
        load += "from detente.record import database\ndatabase.migrations()\n"
        command = [sys.executable, "-c", load + drop + code]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    if not hasattr(os, "geteuid"):
        pytest.skip("file permissions of this system work otherwise")
    for folder in (tmp_path, *tmp_path.parents):
        if folder.owner() == tmp_path.owner() and folder != Path(folder.anchor):
            try:
                folder.chmod(folder.stat().st_mode | 0o055)
            except PermissionError:
                break
        if folder.name.startswith("pytest-of-"):
            break
    return run
