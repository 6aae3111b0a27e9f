"""Commands about other people's event data: bring it in, and add it up."""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from detente.cli.parameters import CasePath, Flag, Json
from detente.cli.show import console, count, print_json, say, table
from detente.errors import Fault, SourceError

if TYPE_CHECKING:
    from detente.record.importing.bulk import BulkImport
    from detente.record.importing.types import Imported

Files = Annotated[list[Path], Parameter(negative="")]
Several = Annotated[list[str], Parameter(negative="")]
TOLD = 20
"""Bad rows told to a person; JSON and the file beside the events hold more."""


def import_(
    format: Literal["chronology", "csv", "xlsx", "gdelt", "gdelt-mentions", "icews"],  # noqa: A002
    file: Files,
    *,
    case: Annotated[Path, Parameter(name="--case")],
    map: Several | None = None,  # noqa: A002 - the word people type
    date_format: str | None = None,
    new_actors: Flag = False,
    sheet: str | None = None,
    actor: Several | None = None,
    pair: Several | None = None,
    since: date | None = None,
    until: date | None = None,
    type: Several | None = None,  # noqa: A002 - the word people type
    root_only: Flag = False,
    dry_run: Flag = False,
    json: Json = False,
) -> int:
    """Import dated facts or public event data into a case; importing twice adds nothing.

    Facts (chronology, csv, xlsx) become claims in the record. Public event data (gdelt, gdelt-mentions,
    icews) is kept beside it, under events/, for `detente series`. Rows that cannot be used are counted, told
    and set aside.

    Parameters
    ----------
    format
        chronology: one dated fact a line, as JSON. csv, xlsx: a table with a heading. gdelt: events of GDELT
        1.0 or 2.0. gdelt-mentions: its mentions. icews: events of ICEWS.
    file
        The file to import. Public event data: files, folders or patterns, plain, .gz or .zip.
    case
        The case folder.
    map
        csv, xlsx: which column holds what, such as date=Datum or actor=Wer; remembered for the next such
        table.
    date_format
        csv, xlsx: how days are written, such as DD/MM/YYYY; remembered likewise.
    new_actors
        csv, xlsx: take names that nobody knows as new parties.
    sheet
        xlsx: which sheet; the first unless said.
    actor
        Public event data: only rows in which this party acts or is acted upon.
    pair
        Public event data: only rows between these two, such as USA,PRK.
    since
        Public event data: only from this day on.
    until
        Public event data: only up to this day.
    type
        Public event data: only this PLOVER type, or CAMEO codes that begin so.
    root_only
        gdelt: only events of an article's first lines.
    dry_run
        Read and count, write nothing.
    json
        Print JSON only.
    """
    is_table = format in ("csv", "xlsx")
    chosen = {"--actor": actor, "--pair": pair, "--since": since, "--until": until, "--type": type}
    for_tables = {"--map": map, "--date-format": date_format, "--new-actors": new_actors}
    misplaced = [flag for flag, given in for_tables.items() if given and not is_table]
    misplaced += ["--sheet"] if sheet and format != "xlsx" else []
    if is_table or format == "chronology":
        misplaced += [flag for flag, given in (chosen | {"--root-only": root_only}).items() if given]
        if len(file) > 1:
            raise SourceError(
                Fault("D310", f"{format} takes one file at a time", "import them one after another")
            )
    if misplaced:
        what = f"{', '.join(misplaced)} cannot be used with {format}"
        raise SourceError(Fault("D310", what, "see `detente import --help`"))
    from detente.case import Case

    opened = Case(case)
    if format == "chronology":
        _tell_rows(opened.import_chronology(file[0], dry_run=dry_run), format, file[0], json)
    elif is_table:
        done = opened.import_table(
            file[0],
            format,
            map or (),
            date_format=date_format,
            new_actors=new_actors,
            sheet=sheet,
            dry_run=dry_run,
        )
        _tell_rows(done, format, file[0], json)
    else:
        from detente.cli.progress import Bar
        from detente.record.importing.wanted import Wanted, pairs_of

        wanted = Wanted(
            actors=tuple(actor or ()),
            pairs=pairs_of(pair or ()),
            since=since,
            until=until,
            types=tuple(type or ()),
            root_only=root_only,
        )
        with Bar() as bar:
            bulk = opened.import_events(file, format, wanted, dry_run=dry_run, progress=bar)
        _tell_bulk(bulk, json)
    return 0


def _tell_rows(done: Imported, format_: str, file: Path, json: bool) -> None:
    if json:
        bad = [{"line": row.line, "reason": row.reason} for row in done.bad]
        found = {"format": format_, "read": done.read, "kept": done.kept, "bad": bad}
        print_json(found | ({"notes": list(done.notes)} if done.notes else {}))
        return
    for note in done.notes:
        say(note)
    for row in done.bad:
        say(f"{file}:{row.line}: {row.reason}")
    say(f"{count(done.read, 'row')} read, {done.kept} kept, {len(done.bad)} bad and set aside")


def _tell_bulk(done: BulkImport, json: bool) -> None:
    if json:
        bad = [{"file": row.file, "line": row.line, "reason": row.reason} for row in done.aside]
        counts = done.counts()
        found = {
            "format": done.format,
            "read": done.read,
            "kept": done.kept,
            "bad": bad,
            "bad_rows": counts.pop("bad"),
        }
        found |= {name: value for name, value in counts.items() if name not in found}
        print_json(found | {"events": str(done.path) if done.path else None, "already": done.already})
        return
    for row in done.aside[:TOLD]:
        say(f"{row.file}:{row.line}: {row.reason}")
    if done.bad > TOLD and done.path and not done.already:
        say(f"... the first {len(done.aside):,} are in {done.path.with_suffix('.bad.tsv')}")
    for reason, number in (done.reasons or {}).items():
        say(f"{number:,} bad: {reason}")
    files = count(done.files, "file")
    if done.already:
        say(f"{files} imported before in the same way; nothing was added. Then:")
    parts = [f"{done.kept:,} kept"]
    parts += [f"{done.filtered:,} not asked for"] if done.filtered else []
    parts += [f"{done.repeated:,} repeated and not counted again"] if done.repeated else []
    say(f"{done.read:,} rows read from {files}: {', '.join(parts)}, {done.bad:,} bad and set aside")
    say("  this was a trial, nothing was written" if done.path is None else f"  {done.path}")


def series(
    case: CasePath,
    *,
    pair: Several | None = None,
    by: Literal["day", "week", "month", "year"] = "month",
    since: date | None = None,
    until: date | None = None,
    directed: Flag = False,
    weights: str | None = None,
    source: Several | None = None,
    csv: Flag = False,
    json: Json = False,
) -> None:
    """Show what passed between pairs of actors by month, from imported event data.

    Every source is counted by itself, and none is added to what was read from articles: `detente ledger
    --ties` shows that.

    Parameters
    ----------
    case
        A case folder.
    pair
        Only between these two, such as USA,PRK; may be repeated.
    by
        day, week, month or year.
    since
        Only from this day on.
    until
        Only up to this day.
    directed
        Keep what A did to B apart from what B did to A.
    weights
        Which version of the Goldstein weights, or given: what each row came with.
    source
        Only this source, such as gdelt; may be repeated.
    csv
        Print CSV only.
    json
        Print JSON only.
    """
    from detente.case import Case
    from detente.record.importing.wanted import pairs_of

    found = Case(case).series(
        pairs_of(pair or ()),
        since=since,
        until=until,
        unit=by,
        directed=directed,
        weights=weights,
        sources=tuple(source or ()),
    )
    if json:
        print_json(found.to_dict())
        return
    rows = [row.to_dict() for row in found.rows]
    if csv:
        _print_csv(rows)
        return
    link = "to" if directed else "and"
    cells = [
        (
            row.period,
            row.a,
            row.b,
            f"{row.cooperation:+.1f}",
            f"{row.conflict:+.1f}",
            row.events,
            "" if row.mentions is None else row.mentions,
            row.source,
        )
        for row in found.rows
    ]
    columns = (by, "between", link, "cooperation", "conflict", "events", "mentions", "source")
    console().print(table("", columns, cells, numbers=columns[3:7]))
    say(f"weights: {found.weights}; {found.one_sided:,} events name one party only and make no pair")


def _print_csv(rows: list[dict[str, object]]) -> None:
    names = ("a", "b", "period", "cooperation", "conflict", "events", "mentions", "source")
    out = csv.DictWriter(sys.stdout, names, lineterminator="\n")
    out.writeheader()
    out.writerows(rows)
