"""Tables as people keep them: found columns, remembered columns, days, names, encodings."""

from __future__ import annotations

import sys
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError, LimitExceeded, SourceError, StoreError
from detente.record.importing import sheet as sheets
from detente.record.importing.columns import find_columns, recall, remember, said
from detente.record.importing.days import Days, days_of
from detente.record.importing.sheet import read_csv
from detente.record.importing.table import read_table
from detente.record.importing.types import Imported
from detente.record.importing.words import Names, act_of
from detente.record.store import Record
from detente.vocabulary.actors import Actors

HEAD = "Date,Actor,Target,Type,Description,Source"


def write(path: Path, *rows: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("".join(f"{row}\n" for row in rows).encode(encoding))
    return path


def table(path: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8", **how: Any) -> Imported:
    return read_table(write(path, head, *rows, encoding=encoding), "csv", **how).imported


def code_of_error(call: Any, kind: type[DetenteError] = SourceError) -> str:
    with pytest.raises(kind) as error:
        call()
    return error.value.faults[0].code


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "facts.csv"


def test_rows_become_claims_like_those_of_a_chronology(file: Path, tmp_path: Path) -> None:
    made = table(
        file,
        '2019-02-28,North Korea,United States,offer,"Offers a site, wants relief",agency',
        "28 Feb 2019,USA,DPRK,REJECT,Turns it down,",
        "2019-03,US; South Korea,,exercise,Scales exercises down,",
    )
    offer, refusal, exercise = made.claims
    assert made.bad == ()
    assert (offer.actor, offer.target, offer.type, offer.modality) == (("PRK",), ("USA",), "AGREE", "offered")
    assert (offer.quote, offer.attribution) == ("2019-02-28 — Offers a site, wants relief", "agency")
    assert (refusal.type, refusal.modality, refusal.polarity) == ("REJECT", "happened", "conflictual")
    assert (exercise.actor, exercise.date_from, exercise.date_to) == (
        ("USA", "KOR"),
        date(2019, 3, 1),
        date(2019, 3, 31),
    )
    with Record.open(tmp_path / "record.sqlite") as record:
        assert record.add_import(made) == "added"
        assert record.add_import(made) == "unchanged"
        assert [event.text for event in record.events()] == [event.text for event in made.events]


def test_made_ids_survive_changes_to_other_rows(file: Path, tmp_path: Path) -> None:
    kept = "2019-02-28,USA,PRK,REJECT,Turns it down,"
    before = table(file, kept, "2019-03-01,USA,PRK,REQUEST,Asks for more,")
    after = table(file, "2019-01-01,PRK,,statement,A speech,", kept)
    assert before.claims[0].id == after.claims[1].id
    with Record.open(tmp_path / "record.sqlite") as record:
        record.add_import(before)
        assert record.add_import(after) == "replaced"
        assert record.counts().claims == 2


def test_own_ids_are_kept_and_repeats_are_told(file: Path) -> None:
    made = table(file, "a1,2019-01-01,USA,visit", "a1,2019-01-02,USA,visit", head="id,date,who,kind")
    assert [event.id for event in made.events] == ["a1"]
    assert made.bad[0].reason == 'id "a1" is already that of line 2'
    made = table(file, *["2019-01-01,USA,visit"] * 2, head="date,who,kind")
    assert made.bad[0].reason == "it says the same as that of line 2"
    assert made.claims[0].quote == "2019-01-01 — USA: visit"


BAD = {
    ",USA,PRK,visit,x,": "date is missing",
    "2019-02-30,USA,PRK,visit,x,": "no day of the calendar",
    "soon,USA,PRK,visit,x,": "not written like 2019-02-28",
    "03/04/19,USA,PRK,visit,x,": "not written like 2019-02-28",
    "2019-01-01,Nort Korea,PRK,visit,x,": "by names nobody known: Nort Korea; did you mean North Korea",
    "2019-01-01,USA,Zembla,visit,x,": "toward names nobody known: Zembla",
    "2019-01-01,USA,PRK,vist,x,": 'kind is "vist", which is no kind of act, type or CAMEO code; did you mean visit',
    "2019-01-01,USA,PRK,999,x,": "no kind of act, type or CAMEO code",
    "2019-01-01,USA,PRK,visit,x,,more": "it has 7 cells under 6 headings",
    '2019-01-01,USA,PRK,visit,"x,': "a quote that opens here is never closed",
    '2019-01-01,USA,PRK,visit,"x"y,': "not to be divided",
}


@pytest.mark.parametrize(("row", "reason"), BAD.items())
def test_bad_rows_are_told_with_their_line_and_the_others_kept(file: Path, row: str, reason: str) -> None:
    good = "2019-01-01,USA,PRK,visit,before,"
    made = table(file, good, row, good.replace("before", "after"))
    assert [event.text for event in made.events] == ["before", "after"]
    assert [bad.line for bad in made.bad] == [3]
    assert reason in made.bad[0].reason


def test_new_actors_are_taken_when_asked_for(file: Path) -> None:
    made = table(file, "2019-01-01,Zembla; USA,Nova Zembla,visit,x,", new_actors=True)
    assert made.claims[0].actor == ("ZEMBLA", "USA", "NOVA_ZEMBLA")
    case = Actors.builtin().with_names({"ZEM": ["Zembla"]}, {})
    assert table(file, "2019-01-01,Zembla,USA,AID,x,", actors=case).claims[0].actor == ("ZEM",)


@pytest.mark.parametrize("divider", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_encodings_and_dividers_are_found_out_and_told(file: Path, divider: str, encoding: str) -> None:
    rows = [divider.join(["2019-02-28", "USA", "PRK", "visit", "Café in “Hanoi”", ""])] * 2
    made = table(file, *rows, head=HEAD.replace(",", divider), encoding=encoding)
    assert made.claims[0].quote == "2019-02-28 — Café in “Hanoi”"
    assert sheets.DIVIDERS[divider] in made.notes[1]
    told = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 with", "cp1252": "Windows-1252"}.get(encoding, "UTF-16")
    assert made.notes[0].startswith(told)


def test_text_that_is_none(file: Path) -> None:
    for content in (b"a\0b", b"\x81\x8d,\xff", b"\xef\xbb\xbf\xff", b"\xff\xfea"):
        file.write_bytes(content)
        assert code_of_error(lambda: read_table(file, "csv")) == "D317"
    file.write_bytes(b"\n \n")
    assert code_of_error(lambda: read_table(file, "csv")) == "D302"
    assert code_of_error(lambda: table(file)) == "D302"
    assert code_of_error(lambda: table(file, "x,x,x,x,x,x")) == "D302"
    assert code_of_error(lambda: read_table(file.parent / "none", "csv")) == "D301"


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), max_size=6)


@settings(max_examples=100)
@given(st.lists(st.lists(cells, min_size=2, max_size=4), min_size=1, max_size=6), st.data())
def test_every_line_of_a_table_is_a_row_or_told(rows: list[list[str]], data: st.DataObject) -> None:
    lines = [",".join(row) for row in rows]
    found = read_csv("\n".join(["a,b,c,d", *lines]).encode(), "a")
    divider = next(d for d, name in sheets.DIVIDERS.items() if name in found.notes[1])
    told = {row.number for row in found.rows} | {row.line for row in found.bad}
    for number, line in enumerate(lines, start=2):
        if '"' not in "".join(lines) and any(cell.strip() for cell in line.split(divider)):
            assert number in told
    # A quote that is never closed costs its own line and nothing else.
    sound = read_csv("\n".join(["a,b,c,d", 'x,"y', *(line.replace('"', "") for line in lines)]).encode(), "a")
    if sound.bad:
        assert [row.line for row in sound.bad] == [2]


# Columns


def test_columns_are_found_in_several_languages() -> None:
    assert find_columns(["Datum", "Wer", "Wem", "Art", "Was", "Quelle"], {}, "a") == {
        "date": 0,
        "by": 1,
        "toward": 2,
        "action": 4,
        "kind": 3,
        "source": 5,
    }
    assert find_columns(["Event_Date", "ACTOR 1", "actor-2", "type"], {}, "a")["toward"] == 2


def test_all_that_is_wrong_with_the_columns_is_told_at_once() -> None:
    with pytest.raises(SourceError) as error:
        find_columns(["x", "y", "y"], {"date": "z", "by": "y"}, "a.csv")
    assert [fault.code for fault in error.value.faults] == ["D314"] * 3
    assert "--map kind=COLUMN" in error.value.faults[2].hint
    assert find_columns(["x", "y", "y"], {"date": "1", "by": "2", "kind": "3"}, "a") == {
        "date": 0,
        "by": 1,
        "kind": 2,
    }
    for wrong in ("dat=x", "date", "date="):
        assert code_of_error(lambda w=wrong: said([w])) == "D314"


def test_what_was_said_is_remembered_for_tables_of_that_heading(file: Path, tmp_path: Path) -> None:
    remembered = tmp_path / "events" / "columns.toml"
    head, row = 'Tag der Tat;Land;\x7f"Kürzel"', "03.04.2019;Cuba;AID"
    assert code_of_error(lambda: table(file, row, head=head)) == "D314"
    what = said(["date=Tag der Tat", "actor=Land", "kind=3"], "DD.MM.YYYY")
    first = read_table(write(file, head, row), "csv", said=what, remembered=remembered)
    assert first.imported.claims[0].date_from == date(2019, 4, 3)
    first.remember(remembered)
    first.remember(remembered)
    assert remembered.read_text("utf-8").count("[[table]]") == 1
    second = table(file, "05.04.2019;Cuba;AID", head=head, remembered=remembered)
    assert second.claims[0].date_from == date(2019, 4, 5)
    assert "columns as said before" in second.notes
    assert recall(remembered, ["another"]) is None
    more = read_table(file, "csv", said=said(["source=3"]), remembered=remembered)
    assert more.said
    assert set(more.said.columns) == {"date", "by", "kind", "source"}


def test_remembered_columns_that_are_broken(tmp_path: Path) -> None:
    path = tmp_path / "columns.toml"
    for text in (
        "[[table",
        "table = 3",
        '[[table]]\nheader = "a"',
        '[[table]]\nheader = ["a"]\nmap = {x = "y"}',
    ):
        path.write_text(text)
        assert code_of_error(lambda: recall(path, ["a"])) == "D316"
    (tmp_path / "file").write_text("")
    what = said(["date=a"])
    assert code_of_error(
        lambda: remember(tmp_path / "file" / "columns.toml", ["a"], what), (SourceError, StoreError)
    ) in (  # type: ignore[arg-type]
        "D312",
        "D316",
    )


# Days


READ = {
    "2019-02-28": "2019-02-28",
    "2019/2/8": "2019-02-08",
    "20190228": "2019-02-28",
    "2019-02-28T10:15:00Z": "2019-02-28",
    "28 February 2019": "2019-02-28",
    "Feb. 28, 2019": "2019-02-28",
    "28-Feb-2019": "2019-02-28",
    "5/5/2019": "2019-05-05",
}


@pytest.mark.parametrize(("written", "day"), READ.items())
def test_days_that_leave_no_doubt(written: str, day: str) -> None:
    assert Days().read(written) == (date.fromisoformat(day),) * 2


def test_day_and_month_are_never_guessed() -> None:
    assert days_of([(2, "03/04/2019"), (3, "28/02/2019")], None, "a")[0].order == "day first"
    assert days_of([(2, "03/04/2019"), (3, "02/28/2019")], None, "a")[0].order == "month first"
    for written in (["03/04/2019"], ["13/04/2019", "04/13/2019"]):
        with pytest.raises(SourceError) as error:
            days_of(list(enumerate(written, start=2)), None, "a")
        assert error.value.faults[0].code == "D315"
        assert "--date-format" in error.value.faults[0].hint
    for form in ("DD/MM", "day", "%q", "%Y"):
        assert code_of_error(lambda f=form: days_of([], f, "a")) == "D315"
    said_form, note = days_of([(2, "03/04/2019")], "MM/DD/YYYY", "a")
    assert (said_form.read("03/04/2019")[0], note) == (date(2019, 3, 4), None)
    with pytest.raises(ValueError, match="nor like the form"):
        said_form.read("28/02/2019")


@given(st.dates(date(1000, 1, 1)))
def test_a_day_is_read_as_it_was_written(day: date) -> None:
    for form, asked in (
        ("%Y-%m-%d", None),
        ("%d %B %Y", None),
        ("%d/%m/%Y", "DD/MM/YYYY"),
        ("%m-%d-%Y", "MM-DD-YYYY"),
    ):
        written = day.strftime(form)
        days, _ = days_of([(2, written)], asked, "a")
        assert days.read(written) == (day, day)


# Words


@pytest.mark.parametrize(
    ("word", "type_", "modality"),
    [
        ("Summit", "CONSULT", "happened"),
        ("DEMAND", "REQUEST", "demanded"),
        ("agree", "AGREE", "pledged"),
        ("0871", "CONCEDE", "happened"),
        ("16", "SANCTION", "happened"),
        ("missile tests", "MOBILIZE", "happened"),
        ("FIGHT", "ASSAULT", "happened"),
    ],
)
def test_words_for_acts(word: str, type_: str, modality: str) -> None:
    act = act_of(word)
    assert act
    assert (act.type, act.modality) == (type_, modality)


def test_words_that_mean_nothing() -> None:
    assert [act_of(word) for word in ("", "0499", "21", "frobnicate")] == [None] * 4
    names = Names(Actors.builtin())
    assert names.find("Bosnia and Herzegovina", date(2019, 1, 1)) == {"BIH": "Bosnia and Herzegovina"}
    assert set(names.find("France, Germany and UK", date(2019, 1, 1))) == {"FRA", "DEU", "GBR"}


# Workbooks


def workbook(path: Path, *rows: list[Any], sheet: str = "Facts") -> Path:
    book = openpyxl.Workbook()
    made = book.active
    assert made is not None
    made.title = sheet
    for row in rows:
        made.append(row)
    book.create_sheet("Empty")
    book.save(path)
    return path


def test_a_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(
        tmp_path / "facts.xlsx",
        ["Date", "Who", "Kind", "What", "Certainty", "Nr"],
        [datetime(2019, 2, 28), "USA", "visit", "Comes", 0.5, 7.0],
        [],
        ["2019-03-01", "PRK", "threat", None, "40%", None],
        [None, "PRK"],
    )
    made = read_table(path, "xlsx").imported
    assert [(event.id[:2], event.date_from) for event in made.events] == [
        ("7", date(2019, 2, 28)),
        ("r-", date(2019, 3, 1)),
    ]
    assert [claim.certainty for claim in made.claims] == [0.5, 0.4]
    assert [(bad.line, bad.reason) for bad in made.bad] == [(5, "date is missing; kind is missing")]
    assert made.notes[0] == "sheet 'Facts' of 2"
    assert code_of_error(lambda: read_table(path, "xlsx", sheet="Empty")) == "D302"
    assert code_of_error(lambda: read_table(path, "xlsx", sheet="None")) == "D319"
    (tmp_path / "no.xlsx").write_bytes(b"no workbook")
    assert code_of_error(lambda: read_table(tmp_path / "no.xlsx", "xlsx")) == "D319"
    with zipfile.ZipFile(tmp_path / "other.xlsx", "w") as packed:
        packed.writestr("a", "b")
    assert code_of_error(lambda: read_table(tmp_path / "other.xlsx", "xlsx")) == "D319"
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    assert code_of_error(lambda: read_table(path, "xlsx"), LimitExceeded) == "D303"
    monkeypatch.setattr(sheets, "MOST_UNPACKED", 10)
    assert code_of_error(lambda: read_table(path, "xlsx"), LimitExceeded) == "D308"
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert code_of_error(lambda: read_table(path, "xlsx")) == "D306"
