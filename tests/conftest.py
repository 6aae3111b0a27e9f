"""What tests share: settings, the command line run in this process, a reader of one text, a powerless user."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from detente.cli import main
from detente.reading.reader import claims_of
from detente.record.types import Claim
from detente.vocabulary.actors import Actors

# A busy machine is no reason to fail: speed is measured by `make bench`, not asserted here.
settings.register_profile("detente", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("detente")


A_WEDNESDAY = date(2021, 6, 16)


@dataclass(frozen=True)
class Done:
    """What a shell would see of a command."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    def call(*arguments: object) -> Done:
        with pytest.raises(SystemExit) as end:
            main([str(a) for a in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Done(end.value.code if isinstance(end.value.code, int) else 1, out, err)

    return call


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


@pytest.fixture(scope="session")
def read_text() -> Callable[..., list[Claim]]:
    def read(text: str, published: date | None = A_WEDNESDAY, actors: Actors | None = None) -> list[Claim]:
        passages = []
        at = 0
        for line in text.split("\n"):
            passages.append((line, at))
            at += len(line) + 1
        found = claims_of("doc", text, passages, actors or Actors.builtin(), published=published)
        return list(found)

    return read
