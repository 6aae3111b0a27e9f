"""From imported events to series: what passed between two parties by month, week, day or year."""

# ruff: noqa: S608 - every part of a statement is ours; what users give goes in as parameters.

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal, get_args

from detente.errors import Fault, Place, SourceError
from detente.record.importing.duck import as_pattern, connected
from detente.record.importing.layouts import lookups
from detente.record.importing.shelf import Shelf, damaged
from detente.record.importing.wanted import Wanted
from detente.vocabulary.cameo import weight_versions

Unit = Literal["day", "week", "month", "year"]
GIVEN = "given"
"""Use the weight that each row came with instead of that of its code."""
_NAMES = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}


@dataclass(frozen=True, slots=True)
class Dyad:
    """What passed between two parties in a period, by one source.

    Parameters
    ----------
    a, b
        The parties: in alphabetical order, or who acts first when the series is directed.
    period
        Such as ``2019-02``, ``2019-W09``, ``2019-02-28`` or ``2019``; weeks are those of ISO 8601.
    cooperation, conflict
        Sum of the weights above zero, and of those below.
    events
        How many events, those of weight zero included.
    mentions
        How often these were mentioned in the source's first count, ``None`` where the source does not say.
    source
        Who counted, such as ``gdelt``; sources are never added up.
    """

    a: str
    b: str
    period: str
    cooperation: float
    conflict: float
    events: int
    mentions: int | None
    source: str

    def to_dict(self) -> dict[str, Any]:
        """Return the fields by name."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


@dataclass(frozen=True, slots=True)
class Series:
    """Rows by source, period and pair, with what they were made by.

    Parameters
    ----------
    rows
        The rows.
    unit
        What a period is.
    directed
        Whether who acts stands first.
    weights
        Version of the weights, or ``given``.
    one_sided
        Events in the time asked for that name only one party, or the same twice, and so make no pair.
    """

    rows: tuple[Dyad, ...]
    unit: Unit
    directed: bool
    weights: str
    one_sided: int

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        about = {
            "unit": self.unit,
            "directed": self.directed,
            "weights": self.weights,
            "one_sided": self.one_sided,
        }
        return about | {"series": [row.to_dict() for row in self.rows]}


def series(
    shelf: Shelf,
    pairs: Sequence[tuple[str, str]] = (),
    since: date | None = None,
    until: date | None = None,
    unit: Unit = "month",
    *,
    directed: bool = False,
    weights: str | None = None,
    sources: Sequence[str] = (),
) -> Series:
    """Add up imported events.

    Parameters
    ----------
    shelf
        Where they stand.
    pairs
        Only between these; codes or names. In a directed series both directions are given.
    since, until
        First and last day.
    unit
        ``day``, ``week``, ``month`` or ``year``.
    directed
        Keep A towards B apart from B towards A.
    weights
        One of :func:`detente.vocabulary.cameo.weight_versions`, the first unless said; or ``given``: what
        each row came with (GDELT's GoldsteinScale, ICEWS's intensity).
    sources
        Only these, such as ``gdelt``.

    Returns
    -------
    Series
        By source, period and pair.

    Raises
    ------
    SourceError
        When nothing has been imported (``D318``), or something unknown is asked for (``D310``).
    StoreError
        When imported events are damaged (``D311``).

    Notes
    -----
    The data base sums exact decimals, so the figures do not depend on order or on the number of threads.
    Linear in the events of the time asked for.

    References
    ----------
    J. S. Goldstein, "A conflict-cooperation scale for WEIS events data", Journal of Conflict Resolution
    36(2), 1992, doi:10.1177/0022002792036002007.
    """
    version = weights or weight_versions()[0]
    if unit not in get_args(Unit):
        raise SourceError(Fault("D310", f"{unit!r} is no unit", f"units are {', '.join(get_args(Unit))}"))
    if version not in (*weight_versions(), GIVEN):
        hint = f"there are {', '.join((*weight_versions(), GIVEN))}"
        raise SourceError(Fault("D310", f"there are no weights {version!r}", hint))
    wanted = Wanted(since=since, until=until)
    wanted.check("gdelt")
    asked = Wanted(pairs=tuple(pairs))
    asked.check("gdelt")
    files = shelf.files("gdelt", "icews")
    if not files:
        hint = "`detente import gdelt FILE --case CASE` brings some in"
        raise SourceError(Fault("D318", "no events have been imported", hint, Place(str(shelf.folder))))
    in_time, values = wanted.condition()
    of_pair, more = asked.condition()
    values = {**values, **more, "files": [as_pattern(file.resolve()) for file in files]}
    if sources:
        values["sources"] = list(sources)
        in_time += " AND list_contains($sources, source)"
    a, b = ("actor", "target") if directed else ("least(actor, target)", "greatest(actor, target)")
    weight = "given" if version == GIVEN else "codes.weight"
    join = "" if version == GIVEN else "LEFT JOIN codes ON codes.code = cameo"
    start = f"date_trunc('{unit}', date)"
    events = f"(SELECT * FROM read_parquet($files) WHERE {in_time})"
    two = "actor IS NOT NULL AND target IS NOT NULL AND actor <> target"
    # Events are counted by code first, which leaves few rows to weigh.
    counted = f"""
SELECT source, {start} AS start, {a} AS a, {b} AS b, cameo, given, count(*) AS n, sum(mentions) AS mentions
FROM {events} WHERE {two} AND ({of_pair}) GROUP BY ALL"""
    exact = f"({weight})::DECIMAL(6, 3)"
    query = f"""
SELECT a, b, strftime(start, '{_NAMES[unit]}') AS period,
  coalesce(sum(CASE WHEN {exact} > 0 THEN n * {exact} END), 0)::DOUBLE,
  coalesce(sum(CASE WHEN {exact} < 0 THEN n * {exact} END), 0)::DOUBLE,
  sum(n)::BIGINT, sum(mentions)::BIGINT, source
FROM ({counted}) {join} GROUP BY a, b, start, source ORDER BY source, start, a, b"""
    if version != GIVEN:
        query = query.replace("cameo, given, count", "cameo, count")
    import duckdb

    with shelf.scratch() as scratch, connected(shelf.folder.resolve(), scratch) as connection:
        lookups(connection, None if version == GIVEN else version)
        try:
            rows = connection.execute(query, values).fetchall()
            values = {name: value for name, value in values.items() if name not in more}
            alone = connection.execute(
                f"SELECT count(*) FROM {events} WHERE NOT coalesce({two}, false)", values
            ).fetchone()
        except (duckdb.IOException, duckdb.InvalidInputException, duckdb.BinderException) as error:
            raise damaged(shelf.folder, str(error)) from error
    return Series(tuple(Dyad(*row) for row in rows), unit, directed, version, alone[0] if alone else 0)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """How an event was mentioned.

    Parameters
    ----------
    id, date, actor, target, type
        The event.
    mentions, outlets
        How many mentions were imported, and of how many outlets.
    earliest
        The first of them, ``None`` when there is none.
    """

    id: str
    date: date
    actor: str | None
    target: str | None
    type: str
    mentions: int
    outlets: int
    earliest: Any


def mentioned(
    shelf: Shelf,
    pairs: Sequence[tuple[str, str]] = (),
    since: date | None = None,
    until: date | None = None,
    *,
    most: int = 1000,
) -> tuple[Mentioned, ...]:
    """Join imported GDELT events with imported mentions.

    Parameters
    ----------
    shelf
        Where both stand.
    pairs, since, until
        Which events; all unless given.
    most
        How many events to return: the most mentioned.

    Raises
    ------
    SourceError
        When events or mentions have not been imported (``D318``).
    StoreError
        When imported data is damaged (``D311``).
    """
    wanted = Wanted(pairs=tuple(pairs), since=since, until=until)
    wanted.check("gdelt")
    condition, values = wanted.condition()
    events, mentions = shelf.files("gdelt"), shelf.files("gdelt-mentions")
    for files, format_ in ((events, "gdelt"), (mentions, "gdelt-mentions")):
        if not files:
            hint = f"`detente import {format_} FILE --case CASE` brings some in"
            fault = Fault("D318", f"no {format_} have been imported", hint, Place(str(shelf.folder)))
            raise SourceError(fault)
    query = f"""
SELECT e.id, e.date, actor, target, type, count(m.id), count(DISTINCT m.outlet), min(m.mentioned)
FROM (SELECT id, date, actor, target, type FROM read_parquet($events) WHERE {condition}) AS e
LEFT JOIN (SELECT id, outlet, mentioned FROM read_parquet($mentions)) AS m ON m.id = e.id
GROUP BY ALL ORDER BY 6 DESC, 2, 1 LIMIT $most"""
    import duckdb

    parameters = dict(values) | {
        "events": [as_pattern(file.resolve()) for file in events],
        "mentions": [as_pattern(file.resolve()) for file in mentions],
        "most": most,
    }
    with shelf.scratch() as scratch, connected(shelf.folder.resolve(), scratch) as connection:
        try:
            rows = connection.execute(query, parameters).fetchall()
        except (duckdb.IOException, duckdb.InvalidInputException, duckdb.BinderException) as error:
            raise damaged(shelf.folder, str(error)) from error
    return tuple(Mentioned(*row) for row in rows)
