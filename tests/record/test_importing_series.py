"""Series from imported events: by hand, and against a slow sum."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import SourceError
from detente.record.importing.bulk import import_events
from detente.record.importing.series import Dyad, series
from detente.record.importing.shelf import Shelf
from detente.vocabulary.cameo import cameo_weight

Row = tuple[str, str, str, str, str]


def line(nth: int, row: Row) -> str:
    """A GDELT row of (day, actor, target, code, weight given), mentioned ten times."""
    day, actor, target, code, weight = row
    cells = [""] * 61
    cells[0], cells[1], cells[5], cells[7], cells[15], cells[17] = str(nth), day, actor, actor, target, target
    cells[25:35] = ["1", code, code, code[:2], "1", weight, "10", "1", "1", "0"]
    cells[59] = day
    return "\t".join(cells) + "\n"


def shelf_of(folder: Path, *rows: Row) -> Shelf:
    (folder / "rows.csv").write_text("".join(line(n, row) for n, row in enumerate(rows)), "utf-8")
    shelf = Shelf(folder / "events")
    import_events([folder / "rows.csv"], "gdelt", shelf)
    return shelf


SAMPLE: tuple[Row, ...] = (
    ("20190130", "USA", "PRK", "042", "1.9"),
    ("20190131", "PRK", "USA", "130", "-4.4"),
    ("20190201", "PRK", "USA", "010", "0.0"),
    ("20190227", "USA", "PRK", "016", "-2.0"),
    ("20190227", "KOR", "USA", "057", "8.0"),
    ("20190228", "USA", "", "042", "1.9"),
    ("20190228", "USA", "USA", "042", "1.9"),
    ("20190301", "USA", "PRK", "020", "9.5"),
)


@pytest.fixture
def sample(tmp_path: Path) -> Shelf:
    return shelf_of(tmp_path, *SAMPLE)


def test_by_hand(sample: Shelf) -> None:
    found = series(sample)
    assert found.rows == (
        Dyad("PRK", "USA", "2019-01", 1.9, -4.4, 2, 20, "gdelt"),
        Dyad("KOR", "USA", "2019-02", 8.0, 0.0, 1, 10, "gdelt"),
        Dyad("PRK", "USA", "2019-02", 0.0, -2.0, 2, 20, "gdelt"),
        Dyad("PRK", "USA", "2019-03", 3.0, 0.0, 1, 10, "gdelt"),
    )
    assert (found.unit, found.directed, found.weights, found.one_sided) == (
        "month",
        False,
        "goldstein-cameo-1",
        2,
    )


def test_directed_by_week_between_two_with_other_weights(sample: Shelf) -> None:
    found = series(sample, [("North Korea", "USA")], unit="week", directed=True, weights="goldstein-cameo-1b")
    assert [(r.a, r.b, r.period, r.cooperation, r.conflict, r.events) for r in found.rows] == [
        ("PRK", "USA", "2019-W05", 0.0, -4.4, 2),
        ("USA", "PRK", "2019-W05", 1.9, 0.0, 1),
        ("USA", "PRK", "2019-W09", 6.4, 0.0, 2),
    ]


def test_units_periods_and_given_weights(sample: Shelf) -> None:
    assert [r.period for r in series(sample, [("KOR", "USA")], unit="day").rows] == ["2019-02-27"]
    (year,) = series(sample, [("PRK", "USA")], unit="year", weights="given").rows
    assert (year.period, year.cooperation, year.conflict, year.events) == ("2019", 11.4, -6.4, 5)
    found = series(sample, since=date(2019, 2, 1), until=date(2019, 2, 28))
    assert {r.period for r in found.rows} == {"2019-02"}
    assert series(sample, sources=["icews"]).rows == ()


def test_sources_stand_apart(sample: Shelf, tmp_path: Path) -> None:
    cells = [
        "1",
        "2019-02-27",
        "A",
        "",
        "South Korea",
        "Consult",
        "040",
        "1",
        "B",
        "",
        "United States",
        *[""] * 9,
    ]
    (tmp_path / "icews.tab").write_text("\t".join(cells) + "\n")
    import_events([tmp_path / "icews.tab"], "icews", sample)
    found = series(sample, [("KOR", "USA")])
    assert [(r.source, r.events, r.mentions) for r in found.rows] == [("gdelt", 1, 10), ("icews", 1, None)]


def test_what_cannot_be_had(sample: Shelf, tmp_path: Path) -> None:
    for call, code in (
        (lambda: series(Shelf(tmp_path / "none")), "D318"),
        (lambda: series(sample, unit="decade"), "D310"),  # type: ignore[arg-type]
        (lambda: series(sample, weights="mine"), "D310"),
        (lambda: series(sample, [("USA", "USA")]), "D310"),
    ):
        with pytest.raises(SourceError) as error:
            call()
        assert error.value.faults[0].code == code


rows = st.tuples(
    st.dates(date(2018, 11, 20), date(2019, 2, 10)).map(lambda day: f"{day:%Y%m%d}"),
    st.sampled_from(["USA", "PRK", "KOR", ""]),
    st.sampled_from(["USA", "PRK", "KOR", ""]),
    st.sampled_from(["010", "016", "042", "073", "130", "0874", "190", "20"]),
    st.sampled_from(["", "0.1", "-0.1", "0.2", "-10.0"]),
)
NAMES = {"day": "%Y-%m-%d", "week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(rows, min_size=1, max_size=60),
    st.sampled_from(["day", "week", "month", "year"]),
    st.booleans(),
    st.sampled_from(["goldstein-cameo-1", "given"]),
)
def test_against_a_slow_sum(
    tmp_path_factory: pytest.TempPathFactory, found: list[Row], unit: str, directed: bool, weights: str
) -> None:
    expected: dict[tuple[str, str, str], list[Fraction]] = defaultdict(lambda: [Fraction(0)] * 3)
    for day, actor, target, code, given_ in found:
        if actor and target and actor != target:
            a, b = (actor, target) if directed else sorted((actor, target))
            period = date(int(day[:4]), int(day[4:6]), int(day[6:])).strftime(NAMES[unit])
            weight = Fraction(given_ or "0") if weights == "given" else Fraction(str(cameo_weight(code)))
            up, down, n = expected[a, b, period]
            expected[a, b, period] = [up + max(weight, 0), down + min(weight, 0), n + 1]
    shelf = shelf_of(tmp_path_factory.mktemp("series"), *found)
    got = series(shelf, unit=unit, directed=directed, weights=weights)  # type: ignore[arg-type]
    assert {(r.a, r.b, r.period): [r.cooperation, r.conflict, r.events] for r in got.rows} == {
        key: [float(up), float(down), n] for key, (up, down, n) in expected.items()
    }
