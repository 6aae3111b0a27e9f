"""A file is there whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente import whole


def test_a_file_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    with whole.beside(page) as unfinished:
        unfinished.write_text("half")
        assert not page.exists()
        unfinished.write_text("all of it")
    assert page.read_text() == "all of it"
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]


def test_what_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("old")
    with pytest.raises(ZeroDivisionError), whole.beside(page) as unfinished:
        unfinished.write_text("new")
        raise ZeroDivisionError
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("page.html", "old")]


def test_a_full_disk_is_told_and_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        whole.write(tmp_path / "page.html", "new")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over_unless_that_is_meant(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    whole.write(page, "first", replace=False)
    with pytest.raises(FileExistsError):
        whole.write(page, "second", replace=False)
    with pytest.raises(FileExistsError), whole.beside(tmp_path / "late.html", replace=False) as unfinished:
        (tmp_path / "late.html").write_text("somebody else was quicker")
        unfinished.write_text("mine")
    assert (tmp_path / "late.html").read_text() == "somebody else was quicker"
    dangling = tmp_path / "dangling.html"
    dangling.symlink_to("nowhere")
    with pytest.raises(FileExistsError):
        whole.write(dangling, "x", replace=False)
    with pytest.raises(FileExistsError, match="folder"):
        whole.write(tmp_path, "x")


def test_links_are_followed_and_rights_kept(tmp_path: Path) -> None:
    page, link = tmp_path / "page.html", tmp_path / "link.html"
    whole.write(page, "a")
    assert stat.S_IMODE(page.stat().st_mode) == 0o666 & ~_umask()
    page.chmod(0o640)
    link.symlink_to(page)
    whole.write(link, "b")
    assert link.is_symlink()
    assert (page.read_text(), stat.S_IMODE(page.stat().st_mode)) == ("b", 0o640)


def test_text_goes_in_as_it_is(tmp_path: Path) -> None:
    whole.write(tmp_path / "a", "하노이\r\nline\n")
    assert (tmp_path / "a").read_bytes() == "하노이\r\nline\n".encode()


def test_what_a_killed_program_left_is_taken_away_when_it_is_old(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    killed = (
        "import os, signal, sys; from pathlib import Path; from detente import whole\n"
        "with whole.beside(Path(sys.argv[1])) as unfinished:\n"
        "    unfinished.write_text('half')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", killed, page], check=False)
    assert done.returncode == -signal.SIGKILL
    (left,) = tmp_path.iterdir()
    assert left.name.endswith(whole.PARTIAL)
    whole.write(page, "new")
    assert left.exists()  # it may belong to a program that is still at it
    long_ago = time.time() - 3 * 24 * 3600
    os.utime(left, (long_ago, long_ago))
    whole.write(page, "newer")
    assert [p.name for p in tmp_path.iterdir()] == ["page.html"]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
