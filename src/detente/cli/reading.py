"""Commands about what was read: read articles, import event data, list the claims."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from rich.table import Table

from detente.cli.parameters import CasePath, Flag, Json
from detente.cli.show import console, count, print_json, say, show_faults, table

if TYPE_CHECKING:
    from detente.record.reviews import Reviewed

MARKS = {"accept": "✓ accepted", "edit": "✎ edited", "reject": "✗ rejected", None: "· not reviewed"}
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
    from detente.record.reviews import Reviewed

    rows: list[Reviewed] = []
    try:
        rows.extend(Reviewed(claim, None) for claim in claims)
    finally:
        # What could be read is shown even when the last word is about a file that could not.
        _print_table(rows)


def import_(
    format: Literal["chronology"],  # noqa: A002 - the word people type
    file: Path,
    *,
    case: Annotated[Path, Parameter(name="--case")],
    json: Json = False,
) -> int:
    """Import event data into the record of a case; importing twice adds nothing.

    Parameters
    ----------
    format
        chronology: one dated fact a line, as JSON.
    file
        The file to import.
    case
        The case folder.
    json
        Print JSON only.
    """
    from detente.case import Case

    done = Case(case).import_chronology(file)
    if json:
        bad = [{"line": row.line, "reason": row.reason} for row in done.bad]
        print_json({"format": format, "read": done.read, "kept": done.kept, "bad": bad})
        return 0
    for row in done.bad:
        say(f"{file}:{row.line}: {row.reason}")
    say(f"{count(done.read, 'row')} read, {done.kept} kept, {len(done.bad)} bad and set aside")
    return 0


def record(
    case: CasePath,
    *,
    json: Json = False,
    actor: str | None = None,
    type: str | None = None,  # noqa: A002 - the word people type
    since: date | None = None,
    until: date | None = None,
) -> None:
    """Show the claims in the record of a case, each with who says so and what a person decided about it.

    Parameters
    ----------
    case
        A case folder.
    json
        Print one JSON claim a line, as the machine read it, with the decision beside it.
    actor
        Only claims in which this actor acts or is acted upon, such as PRK.
    type
        Only claims of this type, such as THREATEN.
    since, until
        Only claims dated in this range.
    """
    from detente.case import Case

    opened = Case(case)
    claims = opened.claims(actor=actor, type=type, since=since, until=until)
    if json:
        for claim in opened.claim_rows(actor=actor, type=type, since=since, until=until):
            print_json(claim)
        return
    _print_table(claims)
    orphans = opened.orphans()
    if orphans:
        say(f"{count(len(orphans), 'decision')} about claims that are no longer read:")
        for review in orphans:
            say(f"  {review.claim}  {review.decision} by {review.by}: {review.quote or '(no quote kept)'}")


def _print_table(rows: Iterable[Reviewed]) -> None:
    shown = list(rows)
    if shown:
        console().print(_claims_table(shown))
    say(count(len(shown), "claim"))


def _claims_table(rows: Iterable[Reviewed]) -> Table:
    cells = []
    for row in rows:
        claim = row.claim
        how = f"not {claim.modality}" if claim.negated else claim.modality
        decision = MARKS.get(row.review.decision if row.review else None, MARKS[None])
        cells.append(
            (
                claim.date_from or "no date",
                ", ".join(claim.actor),
                f"{claim.type.lower()} ({how})",
                ", ".join(claim.target),
                claim.issue or "",
                claim.attribution,
                decision,
                claim.quote if len(claim.quote) <= 120 else claim.quote[:119] + "…",
            )
        )
    return table(
        "",
        ("date", "who", "does what", "to whom", "issue", "says", "decision", "quote"),
        cells,
        wraps=("does what", "says", "quote"),
    )
