"""Large files: no row is lost, merged or counted twice, whatever the files hold."""

from __future__ import annotations

import csv
import gzip
import io
import re
import sqlite3
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError, LimitExceeded, SourceError, StoreError
from detente.record.importing import bulk, lines, parts
from detente.record.importing.bulk import BulkImport, import_events
from detente.record.importing.duck import connected
from detente.record.importing.layouts import COLUMNS
from detente.record.importing.series import mentioned, series
from detente.record.importing.shelf import Shelf
from detente.record.importing.wanted import Wanted, pairs_of
from detente.vocabulary.cameo import codes


def gdelt(
    id_: object = 1,
    day: str = "20190227",
    actor: str = "USA",
    target: str = "PRK",
    code: str = "042",
    *,
    width: int = 61,
    **more: str,
) -> str:
    """A row of GDELT; ``more`` are fields by place, such as ``f30="2.8"``."""
    cells = [""] * width
    cells[0], cells[1] = str(id_), day
    for start, who in ((5, actor), (15, target)):
        cells[start : start + 3] = [f"{who}GOV", f"NAME OF {who}", who] if who else ["", "", ""]
    cells[25:35] = ["1", code, code[:3], code[:2], "1", "1.9", "10", "2", "8", "-1.5"]
    added = {61: 59, 58: 56, 57: 56}[width]
    cells[added] = "20190228" if width < 61 else "20190228101500"
    if width > 57:
        cells[added + 1] = "https://news.example/a"
    for place, value in more.items():
        cells[int(place[1:])] = value
    return "\t".join(cells)


def icews(id_: str = "9", day: str = "2018-06-01", **more: str) -> str:
    cells = [id_, day, "Ministry (Bangladesh)", "Government", "Bangladesh", "Consult", "040", "1.0"]
    cells += [
        "Envoy (Vietnam)",
        "Government",
        "Vietnam",
        "77",
        "2",
        "A Bulletin",
        "Hanoi",
        "NA",
        "NA",
        "Vietnam",
        "1",
        "2",
    ]
    for place, value in more.items():
        cells[int(place[1:])] = value
    return "\t".join(cells)


ICEWS_HEAD = "\t".join(["Event ID", "Event Date", *(f"c{n}" for n in range(18))])


def mention(
    id_: object = 1, moment: str = "20190228101500", outlet: str = "a.example", sentence: str = "3"
) -> str:
    cells = [str(id_), "20190227101500", moment, "1", outlet, f"https://{outlet}/x", sentence]
    return "\t".join([*cells, "1", "2", "3", "1", "40", "2000", "-1.2", "", ""])


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "events")


def write(path: Path, *rows: str) -> Path:
    path.write_bytes("".join(f"{row}\n" for row in rows).encode())
    return path


def rows_of(shelf: Shelf, format_: str = "gdelt", columns: str = "*") -> list[Any]:
    files = [str(file) for file in shelf.files(format_)]
    query = f"SELECT {columns} FROM read_parquet($files) ORDER BY date, id, line"  # noqa: S608
    return duckdb.connect().execute(query, {"files": files}).fetchall()


def code_of_error(call: Any, kind: type[DetenteError] = SourceError) -> str:
    with pytest.raises(kind) as error:
        call()
    return error.value.faults[0].code


# What a row becomes


def test_a_row_of_gdelt_becomes_a_row_of_ours(tmp_path: Path, shelf: Shelf) -> None:
    odd = gdelt(2, actor="ROM", target="", code="0873", f15="UNOIGO", f18="UNO", f31="")
    file = write(tmp_path / "a.csv", gdelt(1, code="016"), odd)
    done = import_events([file], "gdelt", shelf)
    assert (done.read, done.kept, done.bad, done.path) == (2, 2, 0, shelf.files("gdelt")[0])
    first, second = (dict(zip(COLUMNS, row, strict=True)) for row in rows_of(shelf))
    assert first == {
        "source": "gdelt",
        "id": "1",
        "date": date(2019, 2, 27),
        "actor": "USA",
        "target": "PRK",
        "actor_code": "USAGOV",
        "target_code": "PRKGOV",
        "actor_name": "NAME OF USA",
        "target_name": "NAME OF PRK",
        "type": "REJECT",
        "cameo": "016",
        "quad": 3,
        "root": True,
        "goldstein": -2.0,
        "goldstein_version": "goldstein-cameo-1",
        "given": 1.9,
        "mentions": 10,
        "sources": 2,
        "articles": 8,
        "url": "https://news.example/a",
        "added": datetime(2019, 2, 28, 10, 15),
        "file": str(file),
        "line": 1,
    }
    assert (second["actor"], second["actor_code"], second["target"]) == ("ROU", "ROMGOV", "UN")
    assert (second["cameo"], second["type"], second["quad"], second["mentions"]) == (
        "0873",
        "RETREAT",
        2,
        None,
    )


@pytest.mark.parametrize("width", [57, 58, 61])
def test_the_three_widths_are_told_apart(tmp_path: Path, shelf: Shelf, width: int) -> None:
    done = import_events([write(tmp_path / "a", *(gdelt(n, width=width) for n in range(3)))], "gdelt", shelf)
    assert (done.kept, done.bad) == (3, 0)
    (url,) = {row[0] for row in rows_of(shelf, columns="url")}
    assert url == (None if width == 57 else "https://news.example/a")


def test_a_cut_row_does_not_change_the_width_of_its_file(tmp_path: Path, shelf: Shelf) -> None:
    cut = "\t".join(gdelt(1, width=58).split("\t")[:57])
    done = import_events([write(tmp_path / "a", cut, gdelt(2, width=58), gdelt(3, width=58))], "gdelt", shelf)
    assert (done.kept, done.aside[0].line, done.aside[0].reason) == (
        2,
        1,
        "wrong number of columns: 57, not 58",
    )


def test_icews_keeps_codes_as_text_and_rows_by_id_and_day(tmp_path: Path, shelf: Shelf) -> None:
    file = write(
        tmp_path / "a.tab",
        ICEWS_HEAD,
        icews(),
        icews(day="2018-06-02"),
        icews("10", f4="NA", f2="United Nations", f7="NA", f10="Russian Federation"),
        icews("11", f4="NA", f2="Citizen (A Bank)"),
        icews("12", f6="40"),
        icews(),
    )
    done = import_events([file], "icews", shelf)
    assert (done.read, done.kept, done.repeated, done.bad) == (6, 4, 1, 1)
    assert done.aside[0].reason == 'unknown CAMEO code: "40"'
    assert done.aside[0].line == 6
    assert rows_of(shelf, "icews", "id, date, actor, target, cameo, given, mentions") == [
        ("10", date(2018, 6, 1), "UN", "RUS", "040", None, None),
        ("11", date(2018, 6, 1), "CITIZEN_A_BANK", "VNM", "040", 1.0, None),
        ("9", date(2018, 6, 1), "BGD", "VNM", "040", 1.0, None),
        ("9", date(2018, 6, 2), "BGD", "VNM", "040", 1.0, None),
    ]


# No row is lost: against a slow reader


NUMBER = re.compile(r"|NA|-?[0-9]{1,9}(\.[0-9]{1,30})?")


def slow(content: bytes) -> tuple[list[str], list[tuple[int, str]]]:
    """GDELT 2.0 by the book: ids of good rows in order, and line and reason of every other."""
    good, bad = [], []
    for number, raw in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        line = raw.removesuffix(b"\r")
        if line:
            reason = slow_reason(line)
            if reason:
                bad.append((number, reason))
            else:
                good.append(line.split(b"\t")[0].decode())
    return good, bad


def slow_reason(line: bytes) -> str | None:
    if len(line) > lines.MOST_LINE:
        return "a line too long"
    if b"\0" in line:
        return "a zero byte"
    try:
        cells = line.decode().split("\t")
    except UnicodeDecodeError:
        return "broken encoding"
    if len(cells) != 61:
        return "wrong number of columns"
    if not re.fullmatch("[0-9]{1,18}", cells[0]):
        return "no event id"
    if not is_day(cells[1], "%Y%m%d", 8) or not (
        is_day(cells[59], "%Y%m%d", 8) or is_day(cells[59], "%Y%m%d%H%M%S", 14)
    ):
        return "no date"
    if not all(NUMBER.fullmatch(cells[n]) for n in (30, 31, 32, 33)):
        return "no number"
    return None if cells[26] in codes() else "unknown CAMEO code"


def is_day(text: str, form: str, length: int) -> bool:
    if not re.fullmatch(f"[1-9][0-9]{{{length - 1}}}", text):
        return False
    try:
        datetime.strptime(text, form)
    except ValueError:
        return False
    return True


BYTES = rb"""" ' "+ + ++ \\ \" , ; - .""".replace(b"+", b"\t").split(b" ")
TEXTS = [b"\r", b"\n", b"\r\n", b"\0", b"\xff", b"\xc3", b" ", b"\x0b\x0c", b"\xef\xbb\xbf", b"x" * 700]
damage = st.sampled_from([*BYTES, *TEXTS, *(text.encode() for text in ("—", "\u2028", "\x85"))])
cuts = st.tuples(st.integers(0, 400), st.integers(0, 30), damage)
fields = st.tuples(
    st.sampled_from(["f0", "f1", "f26", "f30", "f31", "f59", "f60"]),
    st.sampled_from(["", "0", "1e3", " 5", "5.5", "NA", "---", "20190230", "20191301", "00010101", "99991231", "2019022", "1734", "20", "020", "201902281015", "20190228256161", "٣", '"'])
    | st.text(st.characters(exclude_characters="\n\t", exclude_categories=["Cs"]), max_size=8),
)  # fmt: skip


@st.composite
def damaged_rows(draw: st.DrawFn) -> bytes:
    row = gdelt(draw(st.integers(0, 10**6)), **dict(draw(st.lists(fields, max_size=2)))).encode()
    for at, removed, put in draw(st.lists(cuts, max_size=2)):
        row = row[:at] + put + row[at + removed :]
    return row


@pytest.mark.timeout(120)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(damaged_rows(), min_size=1, max_size=12),
    st.sampled_from([b"\n", b"\r\n"]),
    st.booleans(),
    st.sampled_from([2000, 100_000]),
)
def test_every_line_of_a_damaged_file_is_kept_or_told(
    tmp_path: Path, rows: list[bytes], end: bytes, ended: bool, size: int
) -> None:
    whole = [gdelt(10**9 + n).encode() for n in range(len(rows) + 1)]
    content = end.join([*whole, *rows]) + (end if ended else b"")
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "BLOCK", size)
        patch.setattr(lines, "MOST_LINE", 600)
        patch.setattr(bulk, "BATCH", 5)
        done = import_events([tmp_path / "a.csv"], "gdelt", Shelf(tmp_path / "none"), dry_run=True)
        good, bad = slow(content)
    assert done.read == len(good) + len(bad)
    assert done.kept == len(set(good))
    assert done.repeated == len(good) - len(set(good))
    assert sorted((row.line, row.reason.partition(":")[0]) for row in done.aside) == bad
    assert dict(done.reasons or {}) == dict(Counter(reason for _, reason in bad))


@settings(max_examples=200)
@given(
    st.binary(max_size=60)
    | st.lists(st.sampled_from([b"a", b"\n", b"\r", b"\r\n", b"\xff", b"\0"])).map(b"".join),
    st.integers(1, 20),
    st.integers(1, 20),
)
def test_blocks_are_the_lines_of_the_file(content: bytes, size: int, most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "BLOCK", size)
        patch.setattr(lines, "MOST_LINE", most)
        found = list(lines.blocks(io.BytesIO(content)))
    expected: dict[int, str] = {}
    if not content.startswith(b"\xef\xbb\xbf"):
        expected = {n: raw.removesuffix(b"\r") for n, raw in enumerate(content.split(b"\n"), start=1)}  # type: ignore[misc]
        got = {
            block.first + n: line for block in found for n, line in enumerate(block.text.split("\n")) if line
        }
        told = {row.line for block in found for row in block.bad}
        for number, raw in expected.items():
            line = bytes(raw)  # type: ignore[arg-type]
            sound = (
                len(line) <= most
                and b"\0" not in line
                and not line.decode("utf-8", "replace").count("\ufffd")
            )
            if line and sound:
                assert got.pop(number) == line.decode()
            elif line:
                assert number in told or "\ufffd".encode() in line
        assert not set(got) - set(expected)


# Files


def test_packed_files_folders_and_patterns(tmp_path: Path, shelf: Shelf) -> None:
    folder = tmp_path / "daily"
    folder.mkdir()
    (folder / "a.gz").write_bytes(gzip.compress(f"{gdelt(1)}\n".encode()))
    with zipfile.ZipFile(folder / "b.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("inside/", "")
        packed.writestr("inside/one.csv", gdelt(2))
        packed.writestr("two.csv", gdelt(3, width=58))
    write(folder / "c.csv", gdelt(4))
    (folder / ".hidden").write_text("nothing of ours")
    done = import_events([folder], "gdelt", shelf)
    assert (done.files, done.read, done.kept) == (3, 4, 4)
    assert [Path(file).relative_to(folder).as_posix() for (file,) in rows_of(shelf, columns="file")] == [
        "a.gz",
        "b.zip:inside/one.csv",
        "b.zip:two.csv",
        "c.csv",
    ]
    again = import_events([folder / "*.gz"], "gdelt", shelf)
    assert (again.files, again.kept, again.repeated) == (1, 0, 1)


def test_files_that_cannot_be_used_change_nothing(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(content: bytes, name: str = "a", kind: type[DetenteError] = SourceError) -> str:
        (tmp_path / name).write_bytes(content)
        return code_of_error(lambda: import_events([tmp_path / name], "gdelt", shelf), kind)

    whole = gzip.compress(gdelt(1).encode() * 50)
    assert refused(b"") == "D302"
    assert refused(b"\n\n") == "D302"
    assert refused(gdelt("x").encode()) == "D302"
    assert refused(b"date,who\n2019-01-01,USA\n") == "D309"
    assert refused(whole[:-20]) == "D307"
    assert refused(b"\x1f\x8bnothing") == "D307"
    assert refused(b"PK\x03\x04nothing") == "D307"
    assert code_of_error(lambda: import_events([tmp_path / "none"], "gdelt", shelf)) == "D301"
    assert code_of_error(lambda: import_events([tmp_path / "*.none"], "gdelt", shelf)) == "D301"
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    assert refused(empty.getvalue()) in ("D307", "D309")
    monkeypatch.setattr(parts, "ALWAYS_ALLOWED", 1000)
    assert refused(gzip.compress(b"0" * 5_000_000), kind=LimitExceeded) == "D308"
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a", b"0" * 5_000_000)
    assert refused(bomb.getvalue(), kind=LimitExceeded) == "D308"
    monkeypatch.setattr(parts, "MOST_FILES", 0)
    assert refused(b"x", kind=LimitExceeded) == "D308"
    assert shelf.files("gdelt") == ()
    assert sorted(p.name for p in shelf.folder.iterdir()) == [".importing.lock"]


# Once and no more


def test_importing_twice_changes_nothing(tmp_path: Path, shelf: Shelf) -> None:
    file = write(tmp_path / "a", gdelt(1), gdelt(2), "broken")
    first = import_events([file], "gdelt", shelf)
    before = {p: p.stat().st_mtime_ns for p in shelf.folder.iterdir()}
    second = import_events([file], "gdelt", shelf)
    assert second.already
    assert second.counts() == first.counts()
    assert {p: p.stat().st_mtime_ns for p in shelf.folder.iterdir()} == before
    (about,) = shelf.manifests()
    assert (about["format"], about["filters"], about["counts"]["bad"]) == ("gdelt", {}, 1)


def test_an_event_that_comes_up_again_counts_once(tmp_path: Path, shelf: Shelf) -> None:
    a = write(tmp_path / "a", gdelt(1), gdelt(2), gdelt(1, f31="99"))
    done = import_events([a], "gdelt", shelf)
    assert (done.kept, done.repeated) == (2, 1)
    done = import_events([write(tmp_path / "b", gdelt(2, f31="99"), gdelt(3))], "gdelt", shelf)
    assert (done.read, done.kept, done.repeated) == (2, 1, 1)
    assert rows_of(shelf, columns="id, mentions") == [("1", 10), ("2", 10), ("3", 10)]


def test_bad_rows_lie_beside_the_events(
    tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "KEPT_ASIDE", 3)
    file = write(tmp_path / "a", gdelt(1), *["no row"] * 5, gdelt("x"))
    done = import_events([file], "gdelt", shelf)
    assert (done.bad, len(done.aside)) == (6, 3)
    assert done.reasons == {"wrong number of columns": 5, "no event id": 1}
    assert done.path
    kept = done.path.with_suffix(".bad.tsv").read_text("utf-8").splitlines()
    assert kept[0].split("\t") == ["file", "line", "reason", "text"]
    assert kept[1].split("\t") == [str(file), "2", "wrong number of columns: 1, not 61", "no row"]
    assert len(kept) == 4


WANTED = [
    (Wanted(), "12345"),
    (Wanted(actors=("North Korea",)), "13"),
    (Wanted(actors=("USAGOV",)), "12"),
    (Wanted(pairs=pairs_of(["PRK,USA"])), "1"),
    (Wanted(since=date(2019, 2, 28)), "45"),
    (Wanted(until=date(2019, 2, 27)), "123"),
    (Wanted(types=("SANCTION",)), "3"),
    (Wanted(types=("16", "DISAPPROVE")), "23"),
    (Wanted(root_only=True), "1234"),
    (Wanted(actors=("' OR true --",)), ""),
]


@pytest.mark.parametrize(("wanted", "ids"), WANTED)
def test_rows_are_chosen_and_the_others_counted(
    tmp_path: Path, shelf: Shelf, wanted: Wanted, ids: str
) -> None:
    rows = [
        gdelt(1),
        gdelt(2, target="", code="112"),
        gdelt(3, actor="", target="PRK", code="163"),
        gdelt(4, "20190228", "KOR", "JPN"),
        gdelt(5, "20190301", "KOR", "JPN", f25="0"),
        "broken",
    ]
    done = import_events([write(tmp_path / "a", *rows)], "gdelt", shelf, wanted)
    assert "".join(id_ for (id_,) in rows_of(shelf, columns="id")) == ids
    assert (done.read, done.kept, done.filtered, done.bad) == (6, len(ids), 5 - len(ids), 1)
    if wanted != Wanted():
        rest = import_events([tmp_path / "a"], "gdelt", shelf)
        assert (rest.kept, rest.repeated) == (5 - len(ids), len(ids))


def test_icews_rows_are_chosen_by_party(tmp_path: Path, shelf: Shelf) -> None:
    file = write(tmp_path / "a", ICEWS_HEAD, icews("1"), icews("2", f4="India"), icews("3", f10="India"))
    done = import_events([file], "icews", shelf, Wanted(pairs=(("Vietnam", "BGD"),)))
    assert (done.kept, done.filtered) == (1, 2)


def test_what_does_not_fit_the_format_is_refused() -> None:
    for format_, wanted in (
        ("gdelt-mentions", Wanted(actors=("USA",))),
        ("icews", Wanted(root_only=True)),
        ("gdelt", Wanted(since=date(2020, 1, 2), until=date(2020, 1, 1))),
        ("gdelt", Wanted(types=("PARTY",))),
        ("gdelt", Wanted(types=("99",))),
        ("gdelt", Wanted(pairs=(("USA", "United States"),))),
    ):
        assert code_of_error(lambda w=wanted, f=format_: w.check(f)) == "D310"
    assert code_of_error(lambda: pairs_of(["USA"])) == "D310"


def test_a_trial_writes_nothing(tmp_path: Path, shelf: Shelf) -> None:
    done = import_events([write(tmp_path / "a", gdelt(1))], "gdelt", shelf, dry_run=True)
    assert (done.kept, done.path) == (1, None)
    assert not shelf.folder.exists()


# Mentions


def test_mentions_are_kept_once_and_joined_on_demand(tmp_path: Path, shelf: Shelf) -> None:
    assert code_of_error(lambda: mentioned(shelf)) == "D318"
    import_events([write(tmp_path / "e", gdelt(1), gdelt(2, target="KOR"))], "gdelt", shelf)
    assert code_of_error(lambda: mentioned(shelf)) == "D318"
    rows = [
        mention(1),
        mention(1, "20190228103000", "b.example"),
        mention(1, "20190228090000", sentence="5"),
        mention(1),
        mention(7),
        mention("x"),
    ]
    done = import_events([write(tmp_path / "m", *rows)], "gdelt-mentions", shelf)
    assert (done.read, done.kept, done.repeated, done.bad) == (6, 4, 1, 1)
    first, second = mentioned(shelf)
    assert (first.id, first.mentions, first.outlets, first.earliest) == ("1", 3, 2, datetime(2019, 2, 28, 9))
    assert (second.id, second.mentions, second.earliest) == ("2", 0, None)
    assert [row.id for row in mentioned(shelf, [("USA", "KOR")])] == ["2"]


def test_a_copy_with_a_heading_and_commas_is_read_like_its_original(tmp_path: Path, shelf: Shelf) -> None:
    rows = [mention(1), mention(2, outlet='a "b", c.example'), mention("x"), mention(3)]
    plain = write(tmp_path / "plain", *rows)
    with (tmp_path / "copy.csv").open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(["globaleventid", *(f"field{n}" for n in range(15))])
        lines.writerows(row.split("\t") for row in plain.read_text("utf-8").splitlines())
        file.write(f'4,"{"x" * 200_000}\n5,torn\n')
    first = import_events([plain], "gdelt-mentions", shelf)
    second = import_events([tmp_path / "copy.csv"], "gdelt-mentions", Shelf(tmp_path / "other"))
    assert (first.read, first.kept, first.bad) == (4, 3, 1)
    assert (second.read, second.kept, second.bad) == (6, 3, 3)
    assert [row.line for row in second.aside] == [4, 6, 7]


# When things go wrong


def test_a_killed_import_leaves_nothing_and_the_next_one_works(tmp_path: Path, shelf: Shelf) -> None:
    file = write(tmp_path / "a", gdelt(1))
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom detente.record.importing import bulk, shelf\n"
        "shelf.Shelf.keep = lambda *_: os._exit(9)\n"
        "bulk.import_events([sys.argv[1]], 'gdelt', shelf.Shelf(Path(sys.argv[2])))\n"
    )
    killed = subprocess.run(
        [sys.executable, "-c", code, str(file), str(shelf.folder)], check=False, timeout=100
    )
    assert killed.returncode == 9
    assert shelf.files("gdelt") == ()
    assert (shelf.folder / ".importing").exists()
    assert import_events([file], "gdelt", shelf).kept == 1
    assert not (shelf.folder / ".importing").exists()


def test_one_import_at_a_time(tmp_path: Path, shelf: Shelf) -> None:
    shelf.folder.mkdir()
    other = sqlite3.connect(shelf.folder / ".importing.lock", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    file = write(tmp_path / "a", gdelt(1))
    assert code_of_error(lambda: import_events([file], "gdelt", shelf), StoreError) == "D313"
    other.close()
    assert import_events([file], "gdelt", shelf).kept == 1


def test_a_shelf_that_cannot_be_used(tmp_path: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "a", gdelt(1))
    (tmp_path / "taken").write_text("a file")
    assert (
        code_of_error(lambda: import_events([file], "gdelt", Shelf(tmp_path / "taken")), StoreError) == "D312"
    )
    shelf.folder.mkdir()
    (shelf.folder / "gdelt-0123456789ab.parquet").write_bytes(b"PAR1 no, it is not")
    assert code_of_error(lambda: import_events([file], "gdelt", shelf), StoreError) == "D311"
    assert code_of_error(shelf.manifests, StoreError) == "D311"
    (shelf.folder / "mine.parquet").write_bytes(b"somebody else's")
    assert len(shelf.files("gdelt")) == 1
    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert code_of_error(lambda: import_events([file], "gdelt", Shelf(tmp_path / "new"))) == "D306"


def test_the_database_sees_one_folder_and_says_when_it_gives_up(tmp_path: Path) -> None:
    (tmp_path / "scratch").mkdir()
    (tmp_path / "seen").mkdir()
    (tmp_path / "unseen.csv").write_text("secret\n")
    for query in (
        f"FROM read_csv('{tmp_path / 'unseen.csv'}')",
        f"COPY (SELECT 1) TO '{tmp_path / 'out.csv'}'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
    ):
        with (
            pytest.raises(StoreError) as error,
            connected(tmp_path / "seen", tmp_path / "scratch") as connection,
        ):
            connection.execute(query)
        assert error.value.faults[0].code == "D320"
    assert not (tmp_path / "out.csv").exists()


def test_names_of_files_are_no_sql(tmp_path: Path, shelf: Shelf) -> None:
    folder = tmp_path / "it's [1]*?; DROP TABLE"
    folder.mkdir()
    file = write(folder / "o'clock.csv", gdelt(1))
    done = import_events([file], "gdelt", Shelf(folder / "events"), Wanted(actors=("O'Neill", "USA")))
    assert isinstance(done, BulkImport)
    assert [about["filters"] for about in Shelf(folder / "events").manifests()] == [
        {"actors": ["O'Neill", "USA"]}
    ]
    again = import_events([write(folder / "more.csv", gdelt(1))], "gdelt", Shelf(folder / "events"))
    assert (done.kept, again.kept, again.repeated) == (1, 0, 1)
    assert series(Shelf(folder / "events")).rows[0].events == 1
