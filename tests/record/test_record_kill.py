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
import os, random, signal, sys, time
sys.path.insert(0, {str(Path(__file__).parent)!r})
from record_makers import many
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

def killed(work, seconds):
    child = forked(work)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
"""
KILL_ADDING = """
expected = [many(n, 20) for n in range(25)]
counts = []
for nth in range(20):
    def add():
        with Record.open(path) as record:
            for document, claims in expected:
                record.add_document(document, claims, reader=str(nth // 7))
                if nth % 2:
                    record.counts()
    killed(add, random.uniform(0.01, 0.2))
    with Record.open(path) as record:
        there = [(d, c) for d, c in expected if record.has_document(d.id)]
        for document, claims in there:
            assert record.document(document.id) == document
            assert list(record.claims(document=document.id)) == claims
        assert len(record.claim_ids()) == 20 * len(there)
        if nth % 2:
            assert {c for event in record.events() for c in event.claims} == record.claim_ids()
    assert not counts or len(there) >= counts[-1], "something written was lost"
    counts.append(len(there))
print(counts)
assert counts[-1] > 0
"""
KILL_APPENDING = """
confirmed = 0
for nth in range(20):
    ours, theirs = os.pipe()
    def append():
        log = ReviewLog(path)
        for n in range(10_000):
            log.append(Review(f"c-{n:012}", "accept", "ana", "2020-01-01", quote="نص 😀 " * 200))
            os.write(theirs, b".")
    killed(append, random.uniform(0.005, 0.06))
    os.close(theirs)
    while said := os.read(ours, 4096):
        confirmed += len(said)
    os.close(ours)
    content = ReviewLog(path).content()
    # What append returned from is there; the last one may be there without having been confirmed.
    assert confirmed <= len(content.reviews) <= confirmed + 1, (confirmed, len(content.reviews))
    assert not content.warnings
    confirmed = len(content.reviews)
print(confirmed)
assert confirmed > 0
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
