"""The command that reads: articles into claims."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from detente.cli.parameters import Flag, Json
from detente.cli.show import count, print_json, say, show_faults

Paths = Annotated[list[Path], Parameter(negative="")]


def read(paths: Paths, *, json: Json = False, again: Flag = False, workers: int = 1) -> int:
    """Read articles into sourced claims.

    Given one case folder, reads its new articles into its record. Given articles, or with --json, shows
    the claims and stores nothing. A file that cannot be read gets a message, the others are read.

    Parameters
    ----------
    paths
        A case folder, or articles (.txt .md .html .pdf .docx) and folders of them.
    json
        Print one JSON claim a line; nothing is stored.
    again
        Read the known articles of a case once more; decisions about their claims stay.
    workers
        How many processes read. What is read is the same for any number.
    """
    from detente.case import is_case

    if len(paths) == 1 and is_case(paths[0]) and not json:
        return _read_case(paths[0], again, workers)
    _show_claims(paths, json, workers)
    return 0


def _read_case(path: Path, again: bool, workers: int) -> int:
    from detente.case import Case
    from detente.cli.progress import Bar

    with Bar() as bar:
        summary = Case(path).read(again=again, workers=workers, progress=bar)
    show_faults(summary.faults)
    if not (summary.read or summary.known or summary.faults):
        folder = Path(path, "articles")
        say(f"there are no articles yet: put .txt, .md, .html, .pdf or .docx files into {folder}")
        return 0
    new, claims = count(summary.read, "article"), count(summary.claims, "claim")
    say(f"{new} read with {claims}, {summary.known} known already")
    if summary.corrected:
        say(f"{count(summary.corrected, 'article')} corrected; decisions went with their sentences")
    say(f"  detente record {path}    shows what was read")
    return 1 if summary.faults else 0


def _show_claims(paths: list[Path], json: bool, workers: int) -> None:
    from detente.case import read_claims
    from detente.cli.progress import Notes

    claims = read_claims(paths, workers=workers, progress=Notes())
    if json:
        for claim in claims:
            print_json(claim.to_dict())
        return
    from detente.cli.searching import print_claims
    from detente.record.reviews import Reviewed

    rows: list[Reviewed] = []
    try:
        rows.extend(Reviewed(claim, None) for claim in claims)
    finally:
        # What could be read is shown even when the last word is about a file that could not.
        say(count(print_claims(rows), "claim"))
