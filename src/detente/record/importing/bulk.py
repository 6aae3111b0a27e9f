"""Read large files of public event data onto the shelf of a case, and account for every row."""

# ruff: noqa: S608 - every part of a statement is ours; what users give goes in as parameters or is quoted.

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import Fault, Place, SourceError
from detente.progress import SILENT, Progress
from detente.record.importing.duck import as_pattern, connected, quoted
from detente.record.importing.layouts import (
    COUNT,
    LAYOUTS,
    REASONS,
    Layout,
    code_of_icews,
    lookups,
    parse_sql,
    staged_columns,
    whole_sql,
)
from detente.record.importing.lines import KEPT_OF_LINE, Block, blocks, divided_by_commas, tabbed
from detente.record.importing.parts import Part, digest, find_files, opened, parts
from detente.record.importing.shelf import MANIFEST, Shelf, manifest
from detente.record.importing.wanted import Wanted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EDITION = "1"
"""Version of the rules by which rows become ours; imports by other rules are other imports."""
BATCH = 200_000
"""Rows held in memory before they are put on disk."""
KEPT_ASIDE = 1000
"""Of the bad rows this many are kept with their text; all are counted."""
_LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class Aside:
    """A bad row: its file, its line from 1, why it cannot be used, and the line (cut when long)."""

    file: str
    line: int
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class BulkImport:
    """What an import of large files did; ``kept``, ``filtered``, ``repeated`` and ``bad`` add up to ``read``.

    Parameters
    ----------
    format
        Such as ``gdelt``.
    files
        How many files were read.
    read
        Rows read; headings and empty lines are none.
    kept
        Rows written.
    filtered
        Sound rows that were not asked for.
    repeated
        Sound rows that came up before, in these files or in an earlier import, and so were not counted again.
    bad
        Rows that cannot be used.
    reasons
        How many rows are bad for each reason.
    aside
        The first of them.
    path
        The Parquet file, ``None`` when nothing was written because it was only tried.
    already
        Whether these files had been imported so before; the counts are those of then.
    """

    format: str
    files: int = 0
    read: int = 0
    kept: int = 0
    filtered: int = 0
    repeated: int = 0
    bad: int = 0
    reasons: Mapping[str, int] | None = None
    aside: tuple[Aside, ...] = ()
    path: Path | None = None
    already: bool = False

    def counts(self) -> dict[str, Any]:
        """Return the counts, JSON-ready."""
        names = ("files", "read", "kept", "filtered", "repeated", "bad")
        return {name: getattr(self, name) for name in names} | {"reasons": dict(self.reasons or {})}


def import_events(
    paths: Sequence[str | Path],
    format_: str,
    shelf: Shelf,
    wanted: Wanted | None = None,
    *,
    dry_run: bool = False,
    progress: Progress = SILENT,
) -> BulkImport:
    """Import files of public event data.

    Parameters
    ----------
    paths
        Files, folders or patterns; plain, gzip or zip.
    format_
        ``gdelt``, ``gdelt-mentions`` or ``icews``.
    shelf
        Where the events go.
    wanted
        Which rows to keep; all unless given.
    dry_run
        Read and count, write nothing.
    progress
        Told of bytes read, unpacked; their sum is not known beforehand.

    Returns
    -------
    BulkImport
        What became of every row. The same files with the same filters a second time change nothing.

    Raises
    ------
    SourceError
        When a file cannot be read or unpacked (``D301``, ``D307``), is not of this format (``D309``), no row
        can be used (``D302``), or DuckDB is not installed (``D306``).
    LimitExceeded
        When a packed file grows beyond measure (``D308``).
    StoreError
        When the shelf cannot be written or read (``D311`` to ``D313``, ``D320``).

    Notes
    -----
    1. Bytes are cut into lines (:func:`detente.record.importing.lines.blocks`); DuckDB gets each block as a
    value
       and splits it at its tabs, so no quote, wrong width or broken byte can make a reader skip or merge
       lines.
    2. Every line is good or bad for one reason; the good are wanted or not.
    3. Of several rows of one event (its id, and for ICEWS its day) the first counts, over all imports of the
    case. 4. What is left is written to a Parquet file, in the order it was read; it gets its name when it is
    whole.

    Memory is bounded by DuckDB's limit and the block size, not by the files. Linear in the rows.
    """
    wanted = wanted or Wanted()
    wanted.check(format_)
    files = find_files(paths)
    progress.start(None, "importing")
    key = _key(files, wanted)
    target = shelf.file(format_, key)
    if target.exists():
        return _as_before(shelf, format_, target)
    with shelf.scratch() if dry_run else shelf.building() as scratch:
        with connected(shelf.folder.resolve(), scratch) as connection:
            made = _Import(connection, format_, wanted, scratch)
            for file in files:
                for part in parts(file):
                    made.add(part, progress)
            done = made.finish(files, shelf)
            if not dry_run:
                made.write(scratch / "whole.parquet", done)
        if dry_run:
            return done
        if done.aside:
            unfinished = scratch / "bad.tsv"
            unfinished.write_text(_bad_file(done), "utf-8", newline="\n")
            shelf.keep(unfinished, shelf.file(format_, key, "bad.tsv"))
        shelf.keep(scratch / "whole.parquet", target)
    return replace(done, path=target)


def _key(files: Sequence[Path], wanted: Wanted) -> str:
    contents = sorted({digest(file) for file in files})
    return hashlib.sha256(json.dumps([EDITION, contents, wanted.to_dict()]).encode()).hexdigest()


def _as_before(shelf: Shelf, format_: str, target: Path) -> BulkImport:
    with shelf.scratch() as scratch, connected(shelf.folder.resolve(), scratch) as connection:
        counts = manifest(connection, target)["counts"]
    return BulkImport(format=format_, **counts, path=target, already=True)


def _bad_file(done: BulkImport) -> str:
    rows = [("file", "line", "reason", "text")]
    rows += [(row.file, str(row.line), row.reason, row.text) for row in done.aside]
    return "".join("\t".join(cell.replace("\n", " ") for cell in row) + "\n" for row in rows)


class _Import:
    """One import under way, in a scratch database."""

    def __init__(self, connection: DuckDBPyConnection, format_: str, wanted: Wanted, scratch: Path) -> None:
        self._db, self._format, self._wanted, self._scratch = connection, format_, wanted, scratch
        self._condition, self._values = wanted.condition()
        self._any = LAYOUTS[format_][0]
        self._rows = self._filtered = self._held = self._batches = 0
        self._reasons: Counter[str] = Counter()
        self._aside: list[Aside] = []
        self._names: list[str] = []
        lookups(connection)
        connection.execute("CREATE TABLE names (name VARCHAR, code VARCHAR)")
        self._start_batch()

    def _start_batch(self) -> None:
        columns = ", ".join(f"{name} {kind}" for name, kind in staged_columns(self._any).items())
        self._db.execute(f"CREATE OR REPLACE TABLE staged ({columns})")
        self._held = 0

    def add(self, part: Part, progress: Progress) -> None:
        """Read one part to its end."""
        layout: Layout | None = None
        commas = False
        self._names.append(part.name)
        with opened(part) as stream:
            for block in blocks(stream):
                commas = commas or (block.first == 1 and divided_by_commas(block, self._any.heading))
                block = tabbed(block) if commas else block
                layout = layout or self._layout(part, block)
                if layout:
                    self._add(part, block, layout)
                self._set_aside(part, [(row.line, row.reason, row.text) for row in block.bad])
                progress.advance(block.size)

    def _layout(self, part: Part, block: Block) -> Layout | None:
        """Tell the layout by the first lines of a part: the one most of them fit."""
        lines = [line for line in block.text.split("\n", _LOOKED_AT)[:_LOOKED_AT] if line]
        if not lines:
            return None
        widths = Counter(line.count("\t") + 1 for line in lines)
        layouts = LAYOUTS[self._format]
        best = max(layouts, key=lambda layout: widths[layout.width])
        if not widths[best.width]:
            known = " or ".join(str(layout.width) for layout in reversed(layouts))
            found = widths.most_common(1)[0][0]
            what = f"no line of the first {len(lines)} has the {known} columns of {self._format}"
            message = f"{what}; most have {found}"
            raise SourceError(
                Fault("D309", message, "check the format, and that tabs divide it", Place(part.name))
            )
        return best

    def _add(self, part: Part, block: Block, layout: Layout) -> None:
        text, first = _without_heading(block, layout)
        number = len(self._names)
        # Names become codes once all are known, so rows with names are chosen at the end.
        condition, values = ("true", {}) if layout.names else (self._condition, self._values)
        rows = text.count("\n") + 1
        if not text or "\n\n" in text or text[0] == "\n" or text[-1] == "\n":
            rows = sum(line != "" for line in text.split("\n"))
        self._rows += rows
        made = self._db.execute(
            f"INSERT INTO staged {parse_sql(layout, condition)}",
            {"text": text, "first": first, "part": number} | dict(values),
        ).fetchone()
        inserted = made[0] if made else 0
        self._filtered += rows - inserted
        self._held += inserted
        found = self._db.execute(
            "SELECT line, reason, value FROM staged "
            "WHERE reason IS NOT NULL AND part = $part AND line >= $first ORDER BY line",
            {"part": number, "first": first},
        ).fetchall()
        if found:
            lines = text.split("\n")
            self._reasons.update(REASONS[reason] for _, reason, _ in found)
            self._keep_aside(
                part,
                [
                    (line, _told(REASONS[reason], value, layout), lines[line - first][:KEPT_OF_LINE])
                    for line, reason, value in found[:KEPT_ASIDE]
                ],
            )
            self._db.execute("DELETE FROM staged WHERE reason IS NOT NULL")
        if self._held >= BATCH:
            self._end_batch()

    def _end_batch(self) -> None:
        """Put the rows in memory on disk, and begin anew."""
        if self._any.names:
            self._give_codes()
        self._db.execute(
            f"COPY staged TO {quoted(self._scratch / f'{self._batches:06}.parquet')} (FORMAT parquet)"
        )
        self._batches += 1
        self._start_batch()

    def _set_aside(self, part: Part, rows: Sequence[tuple[int, str, str]]) -> None:
        self._rows += len(rows)
        self._reasons.update(reason for _, reason, _ in rows)
        self._keep_aside(part, rows)

    def _keep_aside(self, part: Part, rows: Sequence[tuple[int, str, str]]) -> None:
        for line, reason, text in rows[: KEPT_ASIDE - len(self._aside)]:
            self._aside.append(Aside(part.name, line, reason, text))

    def finish(self, files: Sequence[Path], shelf: Shelf) -> BulkImport:
        """Leave out what came up before, and return what became of the rows."""
        self._end_batch()
        batches = ", ".join(
            quoted(self._scratch / f"{n:06}.parquet", pattern=True) for n in range(self._batches)
        )
        self._db.execute(f"CREATE VIEW sound AS SELECT * FROM read_parquet([{batches}])")
        key = self._any.key
        keys, same = ", ".join(key), " AND ".join(f"s.{name} IS NOT DISTINCT FROM k.{name}" for name in key)
        again = f"SELECT {keys}, min((part, line)) AS first FROM sound GROUP BY {keys} HAVING count(*) > 1"
        self._db.execute(
            "CREATE TABLE left_out AS SELECT s.part, s.line FROM sound AS s "
            f"JOIN ({again}) AS k ON {same} WHERE (s.part, s.line) <> k.first"
        )
        earlier = [file.resolve() for file in shelf.files(self._format)]
        for file in earlier:
            manifest(self._db, file)
        if earlier:
            known = f"SELECT DISTINCT {keys} FROM read_parquet($files)"
            self._db.execute(
                f"INSERT INTO left_out SELECT s.part, s.line FROM sound AS s JOIN ({known}) AS k ON {same} "
                "WHERE (s.part, s.line) NOT IN (SELECT (part, line) FROM left_out)",
                {"files": [as_pattern(file) for file in earlier]},
            )
        sound, repeated = self._count("sound"), self._count("left_out")
        done = BulkImport(
            format=self._format,
            files=len(files),
            read=self._rows,
            kept=sound - repeated,
            filtered=self._filtered,
            repeated=repeated,
            bad=sum(self._reasons.values()),
            reasons=dict(self._reasons.most_common()),
            aside=tuple(self._aside),
        )
        if done.read == done.bad:
            raise SourceError(_nothing_usable(done, files))
        return done

    def _count(self, table: str) -> int:
        row = self._db.execute(f"SELECT count(*) FROM {table}").fetchone()
        return row[0] if row else 0

    def _give_codes(self) -> None:
        """Put codes in the place of names, and then choose the rows that are wanted."""
        both = "SELECT actor AS name FROM staged UNION SELECT target FROM staged"
        new = f"SELECT name FROM ({both}) WHERE name IS NOT NULL AND name NOT IN (SELECT name FROM names)"
        names = [name for (name,) in self._db.execute(new).fetchall()]
        values = {"names": names, "codes": [code_of_icews(name) for name in names]}
        if names:
            self._db.execute("INSERT INTO names SELECT unnest($names), unnest($codes)", values)
        for side in ("actor", "target"):
            self._db.execute(
                f"UPDATE staged SET {side} = names.code FROM names WHERE names.name = staged.{side}"
            )
        before = self._count("staged")
        self._db.execute(f"DELETE FROM staged WHERE NOT ({self._condition})", self._values)
        self._filtered += before - self._count("staged")

    def write(self, path: Path, done: BulkImport) -> None:
        """Write the rows that are left."""
        about = {
            "format": self._format,
            "edition": EDITION,
            "filters": self._wanted.to_dict(),
            "counts": done.counts(),
        }
        # COPY takes no parameters.
        told = quoted(json.dumps(about))
        names = {"parts": list(range(1, len(self._names) + 1)), "names": self._names}
        self._db.execute("CREATE TABLE files AS SELECT unnest($parts) AS part, unnest($names) AS name", names)
        self._db.execute(
            f"COPY ({whole_sql(self._any)}) TO {quoted(path)} "
            f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{MANIFEST}: {told}}})"
        )


def _without_heading(block: Block, layout: Layout) -> tuple[str, int]:
    """Return the block without the heading a part may begin with, and the number of its first line then."""
    if block.first == 1:
        head, _, rest = block.text.partition("\n")
        if head.partition("\t")[0].strip().lower() == layout.heading:
            return rest, 2
    return block.text, block.first


def _told(reason: str, value: str | None, layout: Layout) -> str:
    if reason == COUNT:
        return f"{reason}: {value}, not {layout.width}"
    return f"{reason}: {json.dumps((value or '')[:60], ensure_ascii=False)}"


def _nothing_usable(done: BulkImport, files: Sequence[Path]) -> Iterator[Fault]:
    what = f"none of the {done.read:,} rows can be used" if done.read else "there are no rows"
    yield Fault("D302", what, "check the format", Place(str(files[0])))
    for row in done.aside[:10]:
        yield Fault("D304", row.reason, place=Place(row.file, row.line), severity="warning")
