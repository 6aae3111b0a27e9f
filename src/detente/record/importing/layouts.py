"""How public event data is laid out, and how a row of it becomes a row of ours, as SQL over the row's fields.

A row arrives as a list ``f`` of texts, split at its tabs and at nothing else. Every layout gives the same
columns, :data:`COLUMNS`; mentions, which are no events, have their own, :data:`MENTION_COLUMNS`.

References
----------
The GDELT Project, "GDELT Event Codebook V2.0", 2015; E. Boschee et al., "ICEWS Coded Event Data", Harvard
Dataverse, doi:10.7910/DVN/28075; P. A. Schrodt, "CAMEO Conflict and Mediation Event Observations Codebook",
2012.
"""

# ruff: noqa: S608 - every part of a statement is a constant of this module.

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from detente.record.importing.words import code_of
from detente.vocabulary import cameo
from detente.vocabulary.actions import TYPES

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "source": "VARCHAR",
        "id": "VARCHAR",
        "date": "DATE",
        "actor": "VARCHAR",
        "target": "VARCHAR",
        "actor_code": "VARCHAR",
        "target_code": "VARCHAR",
        "actor_name": "VARCHAR",
        "target_name": "VARCHAR",
        "type": "VARCHAR",
        "cameo": "VARCHAR",
        "quad": "TINYINT",
        "root": "BOOLEAN",
        "goldstein": "DOUBLE",
        "goldstein_version": "VARCHAR",
        "given": "DOUBLE",
        "mentions": "INTEGER",
        "sources": "INTEGER",
        "articles": "INTEGER",
        "url": "VARCHAR",
        "added": "TIMESTAMP",
        "file": "VARCHAR",
        "line": "BIGINT",
    }
)
"""The columns of imported events and their types in DuckDB and Parquet."""

MENTION_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "source": "VARCHAR",
        "id": "VARCHAR",
        "date": "TIMESTAMP",
        "mentioned": "TIMESTAMP",
        "kind": "TINYINT",
        "outlet": "VARCHAR",
        "url": "VARCHAR",
        "sentence": "INTEGER",
        "in_raw_text": "BOOLEAN",
        "confidence": "INTEGER",
        "file": "VARCHAR",
        "line": "BIGINT",
    }
)
"""The columns of imported mentions."""

COUNT, ID, DATE, NUMBER, CODE = (
    "wrong number of columns",
    "no event id",
    "no date",
    "no number",
    "unknown CAMEO code",
)
REASONS = (COUNT, ID, DATE, NUMBER, CODE)
"""Why a row is bad, besides what :mod:`detente.record.importing.lines` finds; asked in this order."""

_LATER = frozenset({"source", "type", "quad", "goldstein", "goldstein_version", "file"})
"""Columns that follow from others, or are the same for a whole file: added when all is written."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One way of writing event data.

    Parameters
    ----------
    source
        What the rows are called in our files.
    width
        How many columns a row has.
    id, code
        The fields that hold them; ``code`` is empty where there is none.
    dates
        Days or moments, which are all needed: expressions that are NULL when there is none.
    numbers
        Fields that are empty or a number.
    columns
        Each of our columns as an expression over ``f``, except those that follow from the code or the place.
    heading
        What the first field of a heading says, in small letters.
    key
        What tells two rows apart.
    names
        Whether actor and target are names, to be looked up, and not codes.
    """

    source: str
    width: int
    id: str
    code: str
    dates: Mapping[str, str]
    numbers: tuple[str, ...]
    columns: Mapping[str, str]
    heading: str
    key: tuple[str, ...] = ("id", "date")
    names: bool = False

    @property
    def all_columns(self) -> Mapping[str, str]:
        """Our columns for rows of this layout."""
        return COLUMNS if self.code else MENTION_COLUMNS


def _field(number: int) -> str:
    return f"f[{number + 1}]"


def _text(number: int) -> str:
    return f"nullif({_field(number)}, '')"


def _day(number: int) -> str:
    written = _field(number)
    return (
        f"CASE WHEN regexp_full_match({written}, '[1-9][0-9]{{7}}') "
        f"THEN try_strptime({written}, '%Y%m%d')::DATE END"
    )


def _moment(number: int) -> str:
    """Return a day, or a moment to the second."""
    written = _field(number)
    return (
        f"CASE WHEN regexp_full_match({written}, '[1-9][0-9]{{13}}') "
        f"THEN try_strptime({written}, '%Y%m%d%H%M%S') "
        f"WHEN regexp_full_match({written}, '[1-9][0-9]{{7}}') THEN try_strptime({written}, '%Y%m%d') END"
    )


def _number(number: int, kind: str) -> str:
    return f"try_cast({_text(number)} AS {kind})"


def _gdelt(width: int, geo: int) -> Layout:
    added = 35 + 3 * geo
    return Layout(
        source="gdelt",
        width=width,
        id=_field(0),
        code=_field(26),
        dates={_field(1): _day(1), _field(added): _moment(added)},
        numbers=tuple(map(_field, (30, 31, 32, 33))),
        columns={
            "actor": f"party({_field(5)}, {_field(7)}, {_field(8)})",
            "target": f"party({_field(15)}, {_field(17)}, {_field(18)})",
            "actor_code": _text(5),
            "target_code": _text(15),
            "actor_name": _text(6),
            "target_name": _text(16),
            "root": f"CASE {_field(25)} WHEN '1' THEN true WHEN '0' THEN false END",
            "given": _number(30, "DOUBLE"),
            "mentions": _number(31, "INTEGER"),
            "sources": _number(32, "INTEGER"),
            "articles": _number(33, "INTEGER"),
            "url": _text(added + 1) if added + 1 < width else "NULL",
            "added": _moment(added),
        },
        heading="globaleventid",
    )


_MENTIONS = Layout(
    source="gdelt",
    width=16,
    id=_field(0),
    code="",
    dates={_field(1): _moment(1), _field(2): _moment(2)},
    numbers=tuple(map(_field, (3, 6, 11))),
    columns={
        "mentioned": _moment(2),
        "kind": _number(3, "TINYINT"),
        "outlet": _text(4),
        "url": _text(5),
        "sentence": _number(6, "INTEGER"),
        "in_raw_text": f"CASE {_field(10)} WHEN '1' THEN true WHEN '0' THEN false END",
        "confidence": _number(11, "INTEGER"),
    },
    heading="globaleventid",
    key=("id", "mentioned", "url", "sentence", "outlet"),
)


def _known(number: int) -> str:
    return f"nullif({_text(number)}, 'NA')"


def _iso(number: int) -> str:
    written = _field(number)
    return (
        f"CASE WHEN regexp_full_match({written}, '[1-9][0-9]{{3}}-[0-9]{{2}}-[0-9]{{2}}') "
        f"THEN try_strptime({written}, '%Y-%m-%d')::DATE END"
    )


_ICEWS = Layout(
    source="icews",
    width=20,
    id=_field(0),
    code=_field(6),
    dates={_field(1): _iso(1)},
    numbers=(_field(7),),
    columns={
        "actor": f"coalesce({_known(4)}, {_known(2)})",
        "target": f"coalesce({_known(10)}, {_known(8)})",
        "actor_code": _known(4),
        "target_code": _known(10),
        "actor_name": _known(2),
        "target_name": _known(8),
        "root": "NULL",
        "given": f"try_cast({_known(7)} AS DOUBLE)",
        "mentions": "NULL",
        "sources": "NULL",
        "articles": "NULL",
        "url": "NULL",
        "added": "NULL",
    },
    heading="event id",
    names=True,
)

LAYOUTS: Mapping[str, tuple[Layout, ...]] = MappingProxyType(
    {
        "gdelt": (_gdelt(61, 8), _gdelt(58, 7), _gdelt(57, 7)),
        "gdelt-mentions": (_MENTIONS,),
        "icews": (_ICEWS,),
    }
)
"""The layouts of each format, the widest first."""


def staged_columns(layout: Layout) -> Mapping[str, str]:
    """Return the columns that are kept while reading, with their types."""
    ours = {name: kind for name, kind in layout.all_columns.items() if name not in _LATER}
    return {"part": "INTEGER", "reason": "TINYINT", "value": "VARCHAR"} | ours


def parse_sql(layout: Layout, wanted: str) -> str:
    """Return the SELECT that splits one block of text into rows and judges each.

    Takes the parameters ``text``, ``first`` (number of the block's first line), ``part`` and what ``wanted``
    needs, and the macro that :func:`lookups` makes. Gives the columns of :func:`staged_columns` for rows
    that are bad or wanted: ``reason`` is a place in :data:`REASONS`, NULL for a good row, and ``value`` is
    what is at fault.
    """
    numbers = " OR ".join(f"NOT ({_is_number(field)})" for field in layout.numbers)
    which = " ".join(f"WHEN NOT ({_is_number(field)}) THEN {field}" for field in layout.numbers)
    days = ", ".join(f"{day} AS day{nth}" for nth, day in enumerate(layout.dates.values()))
    no_day = " OR ".join(f"day{nth} IS NULL" for nth in range(len(layout.dates)))
    which_day = " ".join(f"WHEN day{nth} IS NULL THEN {field}" for nth, field in enumerate(layout.dates))
    made = {"id": layout.id, "date": "day0", "line": "line", **layout.columns}
    code = layout.code or "''"
    if layout.code:
        made["cameo"] = layout.code
    kinds = {name: kind for name, kind in staged_columns(layout).items() if name in made}
    columns = ", ".join(f"CAST({made[name]} AS {kind}) AS {name}" for name, kind in kinds.items())
    # One automaton over all codes is faster than a join, which would carry the split lines along.
    unknown = f"NOT regexp_full_match({code}, '{'|'.join(cameo.codes())}')" if layout.code else "false"
    return f"""
WITH blocks AS (SELECT string_split($text, chr(10)) AS lines),
numbered AS (SELECT unnest(lines) AS raw, $first - 1 + generate_subscripts(lines, 1) AS line FROM blocks),
split AS (SELECT line, string_split(raw, chr(9)) AS f FROM numbered WHERE raw <> ''),
dated AS (SELECT *, {days} FROM split),
judged AS (SELECT *, CASE
  WHEN len(f) <> {layout.width} THEN 0
  WHEN NOT regexp_full_match({layout.id}, '[0-9]{{1,18}}') THEN 1
  WHEN {no_day} THEN 2
  WHEN {numbers} THEN 3
  WHEN {unknown} THEN 4
  END AS reason FROM dated),
ours AS (SELECT $part AS part, reason, CASE reason WHEN 0 THEN len(f)::VARCHAR WHEN 1 THEN {layout.id}
  WHEN 2 THEN CASE {which_day} END WHEN 3 THEN CASE {which} END WHEN 4 THEN {code} END AS value, {columns}
  FROM judged)
SELECT {", ".join(staged_columns(layout))} FROM ours WHERE reason IS NOT NULL OR ({wanted})"""


def whole_sql(layout: Layout) -> str:
    """Return the SELECT that gives rows all their columns: those ``sound`` and not ``left_out``."""
    made = {name: f"sound.{name}" for name in layout.all_columns if name not in _LATER}
    made |= {"source": f"'{layout.source}'", "file": "files.name"}
    joins = "JOIN files ON files.part = sound.part"
    if layout.code:
        made |= {"type": "codes.type", "quad": "codes.quad", "goldstein": "codes.weight"}
        made["goldstein_version"] = f"'{cameo.weight_versions()[0]}'"
        joins += " JOIN codes ON codes.code = sound.cameo"
    columns = ", ".join(f"{made[name]} AS {name}" for name in layout.all_columns)
    left = "ANTI JOIN left_out ON left_out.part = sound.part AND left_out.line = sound.line"
    return f"SELECT {columns} FROM sound {left} {joins}"


def _is_number(field: str) -> str:
    return rf"regexp_full_match({field}, '|NA|-?[0-9]{{1,9}}(\.[0-9]{{1,30}})?')"


def lookups(connection: DuckDBPyConnection, version: str | None = None) -> None:
    """Make what the queries above need: the table ``codes`` and the macro ``party``.

    Parameters
    ----------
    connection
        Where to make them.
    version
        Which weights the codes have; see :func:`detente.vocabulary.cameo.weight_versions`.
    """
    quads = {"verbal cooperation": 1, "material cooperation": 2, "verbal conflict": 3, "material conflict": 4}
    types = cameo.plover_types()
    values = {
        "codes": list(types),
        "types": list(types.values()),
        "quads": [quads.get(TYPES[type_].quad) for type_ in types.values()],
        "weights": [cameo.cameo_weight(code, version) for code in types],
    }
    connection.execute("CREATE TABLE codes (code VARCHAR, type VARCHAR, quad TINYINT, weight DOUBLE)")
    # One statement and not one for each row, which would be a transaction each.
    columns = ", ".join(f"unnest(${name})" for name in values)
    connection.execute(f"INSERT INTO codes SELECT {columns}", values)
    countries = " ".join(f"WHEN '{theirs}' THEN '{ours}'" for theirs, ours in cameo.country_codes().items())
    groups = " ".join(f"WHEN '{theirs}' THEN '{ours}'" for theirs, ours in cameo.group_codes().items())
    connection.execute(
        "CREATE MACRO party(code, country, known) AS CASE "
        f"WHEN country <> '' THEN CASE country {countries} ELSE country END "
        f"WHEN known <> '' THEN CASE known {groups} ELSE known END "
        "ELSE nullif(code, '') END"
    )


def code_of_icews(name: str) -> str | None:
    """Return our code of a country or party as ICEWS names it.

    >>> code_of_icews("Russian Federation"), code_of_icews("United Nations"), code_of_icews("A Bank")
    ('RUS', 'UN', 'A_BANK')
    """
    return cameo.icews_countries().get(name) or code_of(name) or None
