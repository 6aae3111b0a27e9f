"""Read a chronology that somebody keeps in a table: CSV or an Excel workbook."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from detente.errors import Fault, Place, SourceError
from detente.record.importing.chronology import MOST_BYTES, OUR_EVENT_IDS, shown
from detente.record.importing.columns import Said, find_columns, recall, remember
from detente.record.importing.days import Days, days_of
from detente.record.importing.entries import Entry, Unusable, imported
from detente.record.importing.sheet import Line, read_csv, read_xlsx, table_bytes
from detente.record.importing.types import BadRow, Imported
from detente.record.importing.words import CERTAINTY, CERTAINTY_UNSAID, KINDS, Kind, Names, act_of
from detente.vocabulary.actions import TYPES
from detente.vocabulary.actors import Actors
from detente.vocabulary.cameo import plain_words


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read, and what was said of its columns: to be remembered once its rows are kept.

    Parameters
    ----------
    imported
        Its rows as claims.
    header
        Its headings.
    said
        What the user said, ``None`` when nothing new.
    """

    imported: Imported
    header: tuple[str, ...]
    said: Said | None

    def remember(self, path: Path) -> None:
        """Write down what was said, see :func:`detente.record.importing.columns.remember`."""
        if self.said:
            remember(path, self.header, self.said)


def read_table(
    path: str | Path,
    format_: str,
    *,
    said: Said | None = None,
    remembered: Path | None = None,
    actors: Actors | None = None,
    new_actors: bool = False,
    sheet: str | None = None,
) -> Table:
    r"""Read a table of dated facts.

    Parameters
    ----------
    path
        The file.
    format_
        ``csv`` or ``xlsx``.
    said
        Which columns hold what, and how days are written, where the headings do not tell.
    remembered
        The file in which earlier answers stand.
    actors
        Who is known; the built-in names unless given.
    new_actors
        Whether unknown names are taken as new parties instead of setting their rows aside.
    sheet
        Which sheet of a workbook.

    Returns
    -------
    Table
        An id that the table does not give is made of the row's content, so it survives changes to other rows.

    Raises
    ------
    SourceError
        ``D301``, ``D302``, ``D306``, ``D314`` to ``D317``, ``D319``.
    LimitExceeded
        ``D303``, ``D308``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder, "facts.csv")
    ...     _ = file.write_text("Date,Who,Whom,Type,What\n28 Feb 2019,North Korea,US,offer,A site\n")
    ...     made = read_table(file, "csv").imported
    >>> made.claims[0].actor, made.claims[0].target, made.claims[0].type, made.claims[0].quote
    (('PRK',), ('USA',), 'AGREE', '2019-02-28 — A site')
    """
    path = Path(path)
    content = table_bytes(path, MOST_BYTES)
    found = read_csv(content, str(path)) if format_ == "csv" else read_xlsx(path, sheet)
    before = recall(remembered, found.header) if remembered else None
    told = said if said and (said.columns or said.date_format) else None
    if before:
        said = Said(
            {**before.columns, **(told.columns if told else {})},
            (told.date_format if told else None) or before.date_format,
        )
    places = find_columns(found.header, said.columns if said else {}, str(path))
    dates = [
        (row.number, row.cells[places[field]])
        for row in found.rows
        for field in ("date", "end_date")
        if field in places and len(row.cells) > places[field]
    ]
    days, note = days_of(dates, said.date_format if said else None, str(path))
    rows = _Rows(places, days, Names(actors or Actors.builtin(), new=new_actors), len(found.header))
    entries: list[Entry] = []
    bad = list(found.bad)
    seen: dict[str, int] = {}
    for row in found.rows:
        try:
            entry = rows.entry(row)
            if entry.id in seen:
                what = (
                    f"id {shown(entry.id)} is already that" if "id" in places else "it says the same as that"
                )
                raise Unusable(f"{what} of line {seen[entry.id]}")
        except Unusable as why:
            bad.append(BadRow(row.number, str(why), row.text))
        else:
            seen[entry.id] = row.number
            entries.append(entry)
    bad.sort(key=lambda row: row.line)
    if not entries:
        what = f"none of its {len(bad)} rows can be used" if bad else "the table has a heading and no rows"
        hint = "a row needs a date, who acts and what kind of act it is"
        faults = [Fault("D302", what, hint, Place(str(path))), *(row.fault(str(path)) for row in bad[:10])]
        raise SourceError(faults)
    columns = "columns: " + ", ".join(f"{field} = {found.header[place]}" for field, place in places.items())
    notes = (
        *found.notes,
        columns,
        *([note] if note else []),
        *(["columns as said before"] if before else []),
    )
    made = imported(path.name, content, format_, entries, bad, notes)
    return Table(made, found.header, said if told else None)


class _Rows:
    """Turns the rows of one table into entries."""

    def __init__(self, places: Mapping[str, int], days: Days, names: Names, width: int) -> None:
        self._places, self._days, self._names, self._width = places, days, names, width

    def entry(self, row: Line) -> Entry:
        """Return a row as an entry; raises :class:`Unusable` with everything that is wrong with it."""
        if len(row.cells) > self._width and any(row.cells[self._width :]):
            raise Unusable(f"it has {len(row.cells)} cells under {self._width} headings")
        cell = {field: row.cells[n] if n < len(row.cells) else "" for field, n in self._places.items()}
        problems = [f"{field} is missing" for field in ("date", "by", "kind") if not cell[field]]
        first, last = self._period(cell, problems)
        by = self._parties("by", cell, first, problems)
        toward = self._parties("toward", cell, first, problems)
        act = self._act(cell["kind"], problems)
        action = cell.get("action", "")
        if not action:
            whom = f" {cell['toward']}" if cell.get("toward") else ""
            action = f"{cell['by']}: {cell['kind']}{whom}"
        id_ = cell.get("id") or _made_id(cell)
        if len(id_) > 64 or not id_.isprintable() or " " in id_:
            problems.append(f"id is {shown(id_)}, which is not one word of at most 64 characters")
        elif OUR_EVENT_IDS.fullmatch(id_):
            problems.append(f"id is {shown(id_)}, a form kept for events that are made by reading")
        certainty = _certainty(cell.get("certainty", ""), problems)
        if any(0xD800 <= ord(c) <= 0xDFFF for text in cell.values() for c in text):
            problems.append("it holds half a character (a lone surrogate)")
        if problems or act is None:
            raise Unusable("; ".join(problems))
        return Entry(
            id=id_,
            first=first,
            last=last,
            by=by,
            toward=toward,
            action=action,
            kind=cell["kind"].lower() if cell["kind"].lower() in KINDS else cell["kind"],
            act=act,
            issue=cell.get("issue") or None,
            certainty=certainty,
            source=cell.get("source") or None,
        )

    def _period(self, cell: Mapping[str, str], problems: list[str]) -> tuple[date, date]:
        found: list[date] = []
        for field in ("date", "end_date"):
            if cell.get(field):
                try:
                    found += self._days.read(cell[field])
                except ValueError as why:
                    problems.append(f"{field} is {shown(cell[field])}, which is {why}")
        if not found:
            return date.min, date.min
        if found[-1] < found[0]:
            problems.append(f"end_date {found[-1]} is before date {found[0]}")
        return found[0], found[-1]

    def _parties(
        self, field: str, cell: Mapping[str, str], on: date, problems: list[str]
    ) -> tuple[tuple[str, str], ...]:
        if not cell.get(field):
            return ()
        try:
            return tuple(self._names.find(cell[field], on).items())
        except ValueError as why:
            problems.append(f"{field} {why}")
            return ()

    def _act(self, word: str, problems: list[str]) -> Kind | None:
        act = act_of(word) if word else None
        if act is None and word:
            known = [*KINDS, *(name.lower() for name in TYPES), *plain_words()]
            near = get_close_matches(word.lower(), known, n=2)
            hint = f"; did you mean {' or '.join(near)}?" if near else ""
            problems.append(f"kind is {shown(word)}, which is no kind of act, type or CAMEO code{hint}")
        return act


def _certainty(written: str, problems: list[str]) -> float:
    if not written:
        return CERTAINTY_UNSAID
    word = written.lower().replace(" ", "_")
    if word in CERTAINTY:
        return CERTAINTY[word]
    try:
        number = float(written.removesuffix("%").replace(",", ".")) / (100 if written.endswith("%") else 1)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        problems.append(
            f"certainty is {shown(written)}, which is neither {', '.join(CERTAINTY)} nor from 0 to 1"
        )
    return number


def _made_id(cell: Mapping[str, str]) -> str:
    said = [cell.get(field, "") for field in ("date", "end_date", "by", "toward", "action", "kind")]
    return "r-" + hashlib.sha256("\n".join(said).encode("utf-8", "replace")).hexdigest()[:12]
