"""The command that carries claims, and what rests on them, out of a case."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from detente.cli.choosing import Choice, chosen
from detente.cli.parameters import CasePath, Flag, Json
from detente.cli.show import count, print_json, say

What = Literal["claims", "events", "concessions", "pledges", "ties", "documents", "network"]


def export(
    case: CasePath,
    target: Path,
    *,
    what: What | None = None,
    choice: Choice | None = None,
    force: Flag = False,
    json: Json = False,
) -> None:
    """Write claims, or what rests on them, into a file; every row leads back to its sentence.

    Parameters
    ----------
    case
        A case folder.
    target
        What to write, by its ending: .csv .jsonl .json .xlsx .parquet (tables), .graphml (a network), .bib
        .csl.json (the documents cited).
    what
        What to export; claims, or what the form is for, unless given. In GraphML, network is who deals with
        whom, and claims or events is what rests on what.
    force
        Replace the target if it is there.
    json
        Print JSON only.
    """
    from detente.case import Case
    from detente.case.exporting import export as carry_out

    opened = Case(case)
    done = carry_out(opened, target, what, filters=chosen(choice, opened), force=force)
    if json:
        print_json(done.to_dict())
        return
    of_what = {"graphml": "node", "bib": "document", "csl.json": "document"}.get(done.form, "row")
    say(f"{target} is written: {done.what}, {count(done.rows, of_what)}")
