"""Programs that are killed, and programs that work on one case at the same time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from record_makers import many

from detente.record.reviewlog import ReviewLog
from detente.record.store import Record

# One program forks all that are to be killed, since importing takes longer than what is tested here. It is a
# program of its own because a process with threads, as a test runner has, must not fork.
START = f"""
import os, resource, signal, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from pathlib import Path
from record_makers import many
from sqlalchemy import Engine, event
from detente.record.reviewlog import ReviewLog
from detente.record.store import Record
from detente.record.types import Review
path = sys.argv[1]

def forked(work):
    child = os.fork()
    if not child:
        try:
            work()
        finally:
            os._exit(0)
    return child

def ended(child):
    status = os.waitpid(child, 0)[1]
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
"""
# Between any two statements, commits among them: nothing else changes the file.
KILL_ADDING = """
expected = [many(n, 4) for n in range(2)]

def add(path, last=None):
    said = 0
    def count(*_):
        nonlocal said
        said += 1
        if said == last:
            os.kill(os.getpid(), signal.SIGKILL)
    event.listen(Engine, "before_cursor_execute", count)
    event.listen(Engine, "commit", count)
    with Record.open(path) as record:
        for document, claims in expected:
            record.add_document(document, claims, reader="1")
            record.counts()

killed = 0
while True:
    killed += 8
    here = f"{path}.{killed}"
    if not ended(forked(lambda: add(here, killed))):
        break
    if not os.path.exists(here):
        continue
    with Record.open(here, wait=0) as record:
        there = [(d, c) for d, c in expected if record.has_document(d.id)]
        for document, claims in there:
            assert record.document(document.id) == document
            assert list(record.claims(document=document.id)) == claims
        assert len(record.claim_ids()) == 4 * len(there)
        assert {c for event in record.events() for c in event.claims} == record.claim_ids()
        for document, claims in expected:
            record.add_document(document, claims, reader="1")
        assert record.counts().claims == 8
print(killed)
assert killed > 90
"""
# The limit on a file's size ends the program within a write, after any number of bytes.
KILL_APPENDING = """
decisions = [Review(f"c-{n:012}", "accept", "ana", "2020-01-01", quote="نص 😀 " * 20) for n in range(4)]

def append(path, most):
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    log = ReviewLog(path)
    for n, decision in enumerate(decisions, 1):
        log.append(decision)
        # The name of a link takes no bytes of a file, so this is told however near the limit is.
        os.symlink(str(n), f"{path}.confirmed-{n}")

log = ReviewLog(path)
log.append(*decisions)
size = os.path.getsize(path)
for most in range(1, size, 11):
    here = f"{path}.at{most}"
    assert ended(forked(lambda: append(here, most))) == signal.SIGXFSZ
    confirmed = sum(os.path.islink(f"{here}.confirmed-{n}") for n in range(1, 5))
    read = ReviewLog(here).content()
    # What append returned from is there; the last one may be there without having been confirmed.
    assert decisions[:confirmed] == list(read.reviews)[:confirmed]
    assert len(read.reviews) in (confirmed, confirmed + 1)
    ReviewLog(here).append(decisions[0])
    assert ReviewLog(here).content().reviews == (*read.reviews, decisions[0])
    assert not ReviewLog(here).content().warnings
print(size)
"""
TOGETHER = """
def add(numbers, group):
    with Record.open(path) as record:
        for n in numbers:
            record.add_document(*many(n, 20), reader="1")
            if group:
                record.counts()

def decide(by):
    log = ReviewLog(path + ".jsonl")
    for n in range(40):
        log.append(Review(f"c-{n:012}", "accept", by, "2020-01-01", quote="long " * 5000))

programs = [
    forked(lambda: add(range(0, 10), True)), forked(lambda: add(range(5, 15), True)),
    forked(lambda: add(range(14, -1, -1), False)),
    forked(lambda: decide("ana")), forked(lambda: decide("ben")), forked(lambda: decide("cleo")),
]
for program in programs:
    os.waitpid(program, 0)
"""

# Python ignores the signal, so a write beyond the limit fails as it does when a disk is full.
DISK_FULL = """
from detente.errors import StoreError
with Record.open(path) as record:
    record.add_document(*many(0, 20), reader="1")
    record.counts()
before = os.path.getsize(path)
refused = 0
for most in range(before // 2, before * 3, before // 5):
    def add():
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        try:
            with Record.open(path) as record:
                for n in range(1, 30):
                    record.add_document(*many(n, 20), reader="1")
                    record.counts()
        except StoreError as error:
            os._exit(7 if error.faults[0].code in ("D405", "D407") else 8)
    child = forked(add)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 7), code
    refused += code == 7
    with Record.open(path, wait=0) as record:
        assert record.has_document(many(0, 20)[0].id)
        there = [document.id for document in record.documents()]
        assert len(record.claim_ids()) == 20 * len(there)
assert refused
print(refused)
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing forks here")


def run(code: str, path: Path) -> str:
    command = [sys.executable, "-c", START + code, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.stderr, done.returncode) == ("", 0)
    return done.stdout


def test_killed_while_adding_documents(tmp_path: Path) -> None:
    assert run(KILL_ADDING, tmp_path / "record.sqlite")


def test_killed_while_appending_decisions(tmp_path: Path) -> None:
    assert run(KILL_APPENDING, tmp_path / "reviews.jsonl")


def test_a_full_disk_is_told_and_loses_nothing(tmp_path: Path) -> None:
    assert run(DISK_FULL, tmp_path / "record.sqlite")


def test_several_programs_at_once(tmp_path: Path) -> None:
    path = tmp_path / "record.sqlite"
    run(TOGETHER, path)
    with Record.open(path) as record:
        assert (record.counts().documents, record.counts().claims) == (15, 300)
        for n in range(15):
            doc, claims = many(n, 20)
            assert list(record.claims(document=doc.id)) == claims
    reviews = ReviewLog(f"{path}.jsonl").read()
    for by in ("ana", "ben", "cleo"):
        assert [r.claim for r in reviews if r.by == by] == [f"c-{n:012}" for n in range(40)]
