"""What every test shares: settings, and the command line run in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import settings

from detente.cli import main

# A busy machine is no reason to fail: speed is measured by `make bench`, not asserted here.
settings.register_profile("detente", deadline=None)
settings.load_profile("detente")


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
