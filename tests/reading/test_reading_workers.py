"""Reading in several processes: the same as in one, whatever befalls a worker."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.errors import LimitExceeded, SourceError
from detente.reading import articles, read, workers
from detente.record.types import content_hash
from detente.vocabulary.actors import Actors

TEXTS = (
    "Japan eased its sanctions on Myanmar in March 2021.",
    "",
    "Chad and Libya signed a treaty. Kenya criticised it.",
    "Переговоры завершились без соглашения.",
    "The Norwegian foreign minister met her Russian counterpart. She offered talks.",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for n, text in enumerate(TEXTS):
        (tmp_path / f"{n}.txt").write_text(text, "utf-8")
    return tmp_path


def told(folder: Path, number: int) -> tuple[list[object], list[tuple[str, str]]]:
    rows: list[object] = []
    try:
        for claim in read(folder, workers=number):
            rows.append(claim.to_dict())
    except SourceError as error:
        return rows, [(f.code, str(f.place)) for f in error.faults]
    return rows, []


@pytest.mark.timeout(120)
def test_claims_order_and_faults_do_not_depend_on_the_number_of_workers(folder: Path) -> None:
    one = told(folder, 1)
    assert len(one[0]) >= 4
    assert [code for code, _ in one[1]] == ["D204", "D209"]
    assert told(folder, 2) == one


def test_known_documents_are_passed_over_and_only_they() -> None:
    def found(*known: str) -> list[tuple[bool, int]]:
        return [
            (a.known, len(a.faults))
            for a in articles(
                [Path("missing.txt"), Path(__file__)], Actors.builtin(), known=known.__contains__
            )
        ]

    assert found() == [(False, 1), (False, 1)]
    assert found(content_hash(Path(__file__).read_bytes())) == [(False, 1), (True, 0)]


PROGRAM = """
import os, sys
from pathlib import Path
from detente.reading import workers
from detente.vocabulary.actors import Actors

def stand_in(path, actors, lexicon=None):
    if path.name == "fatal.txt":
        os._exit(9)
    return workers.Article(path)

workers.read_article = stand_in
if __name__ == "__main__":
    for article in workers.articles(map(Path, sys.argv[1:]), Actors.builtin(), workers=2):
        print(article.path.name, [fault.code for fault in article.faults], flush=True)
"""
"""A program whose workers only pretend to read; a fresh worker loads it, and so has the pretence too."""


@pytest.mark.timeout(120)
def test_a_file_that_brings_its_worker_down_stops_none_of_the_others(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, "utf-8")
    names = [*map(str, range(4)), "fatal.txt", *map(str, range(4, 12))]
    done = subprocess.run([sys.executable, program, *names], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [f"{name} {['D223'] if name == 'fatal.txt' else []}" for name in names]


@pytest.mark.parametrize("number", [0, -1, workers.MAX_WORKERS + 1])
def test_a_number_of_workers_out_of_range(folder: Path, number: int) -> None:
    with pytest.raises(LimitExceeded) as caught:
        next(read(folder, workers=number))
    assert caught.value.faults[0].code == "D224"


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs /proc to see processes")
@pytest.mark.timeout(120)
def test_workers_end_with_the_process_that_started_them_even_if_it_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.replace("flush=True)", "flush=True); sys.stdin.read()"), "utf-8")
    with subprocess.Popen(
        [sys.executable, program, "1", "2"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as started:
        assert started.stdout is not None
        assert started.stdout.readline()
        children = _children(started.pid)
        assert len(children) >= 2
        started.send_signal(signal.SIGKILL)
    while any(map(_runs, children)):  # the timeout of the test bounds this
        time.sleep(0.01)


def _children(pid: int) -> list[int]:
    stats = [(int(p.name), p / "stat") for p in Path("/proc").iterdir() if p.name.isdigit()]
    found = []
    for number, stat in stats:
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(number)
    return found


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
