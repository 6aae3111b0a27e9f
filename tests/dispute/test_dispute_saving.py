"""A new file is there whole or not at all, and never in the place of another."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from detente.dispute.saving import save_new
from detente.errors import SourceError


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SourceError, match="D151"):
        save_new(tmp_path / "case.draft.yaml", "title: x\n")
    assert list(tmp_path.iterdir()) == []


def test_another_text_gets_the_next_name_and_the_same_text_none(tmp_path: Path) -> None:
    path = tmp_path / "case.draft.yaml"
    assert save_new(path, "title: x\n") == path
    assert save_new(path, "title: x\n") == path
    second = save_new(path, "title: y\n")
    assert second.name == "case.draft-2.yaml"
    assert (path.read_text("utf-8"), second.read_text("utf-8")) == ("title: x\n", "title: y\n")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["case.draft-2.yaml", "case.draft.yaml"]
