"""A case packed into one zip and taken out again."""

from __future__ import annotations

import json
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.case import Case, archive, new_case, unpack_case
from detente.errors import LimitExceeded, SourceError
from detente.record.types import Document


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = new_case(tmp_path / "dam")
    (made.folder / "articles" / "하노이.txt").write_text("Nothing happened.\n", "utf-8")
    with made.record(write=True) as record:
        record.add_document(Document("00ff", "Nothing happened.", "하노이.txt"), [])
    return Case(made.folder)


def test_a_case_comes_back_as_it_was(case: Case, tmp_path: Path) -> None:
    packed = case.pack(tmp_path / "dam.zip")
    again = unpack_case(tmp_path / "dam.zip", tmp_path / "elsewhere" / "dam")
    assert (packed.files, packed.bytes) == (3, sum(_contents(case.folder, sizes=True).values()))
    assert again.files == 3
    assert _contents(tmp_path / "elsewhere" / "dam") == _contents(case.folder)
    back = Case(tmp_path / "elsewhere" / "dam")
    assert [d.name for d in back.documents()] == ["하노이.txt"]
    assert back.solve().to_dict() == case.solve().to_dict()


def test_the_same_case_gives_the_same_bytes(case: Case, tmp_path: Path) -> None:
    case.pack(tmp_path / "a.zip")
    case.pack(tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_what_lies_in_the_write_ahead_log_is_packed(case: Case, tmp_path: Path) -> None:
    with case.record(write=True) as record:
        record.add_document(Document("00aa", "Something did.", "late.txt"), [])
        case.pack(tmp_path / "dam.zip")
    back = unpack_case(tmp_path / "dam.zip", tmp_path / "back").path
    assert len(Case(back).documents()) == 2
    assert not list(back.glob("record.sqlite-*"))


def test_what_programs_keep_for_themselves_and_the_zip_itself_stay_behind(case: Case) -> None:
    (case.folder / ".git").mkdir()
    (case.folder / ".git" / "config").write_text("secret")
    (case.folder / "record.version-1.sqlite").write_text("backup")
    (case.folder / "outside.txt").symlink_to("/etc/hostname")
    case.pack(case.folder / "dam.zip")
    case.pack(case.folder / "dam.zip", force=True)
    names = set(zipfile.ZipFile(case.folder / "dam.zip").namelist())
    assert names == {"case.yaml", "record.sqlite", "articles/하노이.txt", "detente.json"}


def test_nothing_is_written_over_unless_forced(case: Case, tmp_path: Path) -> None:
    (tmp_path / "dam.zip").write_text("precious")
    with pytest.raises(SourceError, match="D607"):
        case.pack(tmp_path / "dam.zip")
    assert (tmp_path / "dam.zip").read_text() == "precious"
    with pytest.raises(SourceError, match="D605"):
        case.pack(tmp_path / "no" / "such" / "dam.zip")
    with pytest.raises(SourceError, match="D601"):
        archive.pack(_folder(tmp_path / "empty"), tmp_path / "empty.zip")
    case.pack(tmp_path / "dam.zip", force=True)
    with pytest.raises(SourceError, match="D603"):
        unpack_case(tmp_path / "dam.zip", case.folder)


HOSTILE = {
    "absolute": ("/etc/evil", b"x"),
    "upwards": ("articles/../../evil", b"x"),
    "backslash": ("articles\\..\\evil", b"x"),
    "drive": ("C:evil", b"x"),
    "hidden": (".git/hooks/pre-commit", b"x"),
    "twice": ("CASE.yaml", b"x"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_names_that_lead_elsewhere_are_refused(name: str, tmp_path: Path) -> None:
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("case.yaml", "title: x\n")
        made.writestr(*HOSTILE[name])
    _refused(path, tmp_path)


def test_links_bombs_lies_and_damage_are_refused(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("case.yaml", "title: x\n")
        link = zipfile.ZipInfo("articles/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(link, "/etc")
    _refused(path, tmp_path)
    case.pack(path, force=True)
    good = path.read_bytes()
    for damaged in (b"", b"PK", good[: len(good) // 2], good.replace(b"Nothing", b"Nothing")[:-30]):
        path.write_bytes(damaged)
        _refused(path, tmp_path)
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("other.txt", "no case")
    _refused(path, tmp_path)
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("case.yaml", "title: changed on the way\n")
        made.writestr("detente.json", json.dumps({"files": {"case.yaml": "00", "articles/gone.txt": "00"}}))
    _refused(path, tmp_path)
    path.write_bytes(good)
    monkeypatch.setattr(archive, "MOST_BYTES", 10)
    with pytest.raises(LimitExceeded, match="D608"):
        unpack_case(path, tmp_path / "out")
    with pytest.raises(LimitExceeded, match="D608"):
        case.pack(tmp_path / "other.zip")
    assert not (tmp_path / "other.zip").exists()


def test_the_commands(case: Case, tmp_path: Path, run: Callable[..., Any]) -> None:
    done = run("pack", case.folder, tmp_path / "dam.zip", "--json")
    assert (done.code, done.json["files"]) == (0, 3)
    assert run("pack", case.folder, tmp_path / "dam.zip").code == 1
    assert run("unpack", tmp_path / "dam.zip", tmp_path / "back").code == 0
    done = run("unpack", tmp_path / "none.zip", tmp_path / "other")
    assert (done.code, "D609" in done.err) == (1, True)


def _refused(path: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="D609"):
        unpack_case(path, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".out*"))


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _contents(folder: Path, *, sizes: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        if sizes:
            found[name] = path.stat().st_size
        elif path.suffix == ".sqlite":
            found[name] = list(sqlite3.connect(path).iterdump())
        else:
            found[name] = path.read_bytes()
    return found
