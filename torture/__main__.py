"""Kill détente at random moments of its work, over and over, and look whether anything was lost.

``make torture`` runs it; ``python torture --kills 1000 --seed 7`` goes on longer, elsewhere.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from contextlib import redirect_stdout
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "benchmarks")]  # which makes the rows to import

from checks import after_a_kill, contents, left_behind  # noqa: E402
from work import WORKS, Work  # noqa: E402

from detente.case import demo_case  # noqa: E402


def main() -> int:
    """Torture every kind of work and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=250, help="how many processes to kill (default 250)")
    parser.add_argument("--seed", type=int, default=0, help="of the moments, as far as they can be chosen")
    chosen = parser.parse_args()
    chance = random.Random(chosen.seed)  # noqa: S311 - not a secret
    with tempfile.TemporaryDirectory() as place:
        # Reading it here also loads the parser once: the processes that are killed are forks of this one.
        finished = demo_case(Path(place, "finished")).folder
        wrong = 0
        for work in WORKS:
            wrong += _torture(work, finished, Path(place), chosen.kills // len(WORKS) + 1, chance)
    print("nothing was lost" if not wrong else f"{wrong} things went wrong")
    return 1 if wrong else 0


def _torture(work: Work, finished: Path, place: Path, kills: int, chance: random.Random) -> int:
    folder = place / "folder"  # always the same, as what is imported says where from
    work.prepare(finished, folder)
    begun = time.monotonic()
    _run(work, folder, None)
    lasts = time.monotonic() - begun
    expected = contents(folder)
    shutil.rmtree(folder)
    killed = completed = 0
    wrong: list[str] = []
    while killed < kills:
        work.prepare(finished, folder)
        confirmed: list[str] = []
        while True:
            died, said = _run(work, folder, chance.uniform(0, 1.1 * lasts))
            confirmed += said
            if died:
                killed += 1
            wrong += after_a_kill(work.name, folder, confirmed, expected)
            if not died or killed >= kills:
                break
        _run(work, folder, None)
        completed += 1
        if contents(folder) != expected:
            wrong.append("after the kills, the finished work is not what it is without them")
        wrong += [f"{name} was left behind" for name in left_behind(folder)]
        shutil.rmtree(folder)
    print(f"{work.name:15} {killed:4} killed, {completed:3} finished after kills, {lasts:.2f} s undisturbed")
    for one in dict.fromkeys(wrong):
        print(f"  {one} ({wrong.count(one)} times)")
    return len(wrong)


def _run(work: Work, folder: Path, seconds: float | None) -> tuple[bool, list[str]]:
    """Work in a process of its own, killed after some time; return whether it was, and what it confirmed."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        os.close(ours)
        code = 1
        try:
            with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
                work.do(folder, lambda text: os.write(theirs, f"{text}\n".encode()) and None)
            code = 0
        finally:
            os._exit(code)
    os.close(theirs)
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    said = b""
    with os.fdopen(ours, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    died = os.WIFSIGNALED(status)
    if not died and os.WEXITSTATUS(status):
        raise SystemExit(f"{work.name} failed by itself in {folder}")
    return died, said.decode().split()


if __name__ == "__main__":
    sys.exit(main())
