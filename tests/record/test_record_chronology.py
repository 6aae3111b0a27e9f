from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import LimitExceeded, SourceError, StoreError
from detente.record.importing import chronology
from detente.record.importing.chronology import read_chronology
from detente.record.importing.words import KINDS, code_of
from detente.record.known import known_by
from detente.record.store import Record
from detente.vocabulary.actions import TYPES


def row(id_: str = "t1", **more: Any) -> dict[str, Any]:
    plain = {
        "id": id_,
        "date": "2020-03-01",
        "actors": ["US", "Iran"],
        "action": "The envoys open talks",
        "issue": "nuclear",
        "kind": "visit",
        "by": "US",
        "toward": "Iran",
        "certainty": "verified",
        "source": "a yearbook",
    }
    return {name: value for name, value in (plain | more).items() if value != "LEFT OUT"}


def write(path: Path, *rows: dict[str, Any] | str) -> Path:
    path.write_text("".join((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in rows), "utf-8")
    return path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "talks.jsonl"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with Record.open(tmp_path / "record.sqlite") as opened:
        yield opened


def test_a_row_becomes_a_claim_and_an_event(file: Path) -> None:
    write(
        file,
        row(end_date="2020-03-02"),
        "",
        row("t2", kind="concession", source=None, toward=["Iran", "Oman"]),
    )
    imported = read_chronology(file)
    document, (first, second) = imported.document, imported.claims
    assert (imported.read, imported.kept, imported.bad) == (2, 2, ())
    assert (document.origin, document.name, document.published) == ("chronology", "talks.jsonl", None)
    assert document.text == (
        "2020-03-01 to 2020-03-02 — The envoys open talks\n2020-03-01 — The envoys open talks\n"
    )
    for made in imported.claims:
        assert document.text[made.start : made.end] == made.quote
        assert document.text[made.clause_start : made.clause_end] == "The envoys open talks"
    assert (first.actor, first.target, first.type, first.modality) == (
        ("USA", "IRN"),
        (),
        "CONSULT",
        "happened",
    )
    assert (first.actor_name, first.target_name) == ("US; Iran", None)
    assert (first.date_from, first.date_to) == (date(2020, 3, 1), date(2020, 3, 2))
    assert (first.attribution, first.certainty, first.issue) == ("a yearbook", 0.95, "nuclear")
    assert (second.actor, second.target, second.type) == (("USA",), ("IRN", "OMN"), "CONCEDE")
    assert (second.concession_by, second.concession_to) == (("USA",), ("IRN", "OMN"))
    assert second.attribution == "unnamed"
    assert [e.id for e in imported.events] == ["t1", "t2"]
    assert imported.events[0].claims == (first.id,)
    assert imported.events[0].text == "The envoys open talks"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_becomes_an_act_of_its_polarity(file: Path, kind: str) -> None:
    (made,) = read_chronology(write(file, row(kind=kind))).claims
    assert made.type in TYPES
    assert made.polarity == TYPES[made.type].polarity
    assert (made.concession_by is None) == (kind != "concession")


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("Aland releases two prisoners", "RETREAT"),
        ("A guard post was demolished", "RETREAT"),
        ("Troops pulled back from the river", "RETREAT"),
        ("Aland says it will withdraw from the river", "CONCEDE"),
        ("Aland agrees to dismantle a post", "CONCEDE"),
        ("Aland puts off its exercises", "CONCEDE"),
        ("Freedom of the press is praised", "CONCEDE"),
    ],
)
def test_concessions_in_deeds_and_in_words(file: Path, action: str, kind: str) -> None:
    (made,) = read_chronology(write(file, row(kind="concession", action=action))).claims
    assert made.type == kind


def test_only_what_is_needed_is_needed(file: Path) -> None:
    bare = {name: row()[name] for name in ("id", "date", "action", "kind", "by")}
    (made,) = read_chronology(write(file, bare)).claims
    assert (made.target, made.issue, made.certainty) == ((), None, 0.5)
    (made,) = read_chronology(write(file, row(toward="US", certainty=0.25))).claims
    assert (made.actor, made.target, made.certainty) == (("USA",), (), 0.25)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{not json", "not JSON"),
        ("[]", "not a JSON object"),
        ("[" * 50_000, "not JSON"),
        ('{"n": ' + "1" * 5000 + "}", "not JSON"),
        (row(id=None), "id is missing"),
        (row(date="LEFT OUT", by=[]), "date is missing; by is missing"),
        (row(date="2021-02-29"), "no day of the calendar"),
        (row(date="20210228"), "not written like"),
        (row(date=20210228), "which is no text"),
        (row(end_date="2020-02-29"), "end_date 2020-02-29 is before date 2020-03-01"),
        (row(end_date="soon"), "not written like"),
        (row(kind="party"), 'kind is "party", which is none of concession'),
        (row(kind={}), "kind is {}, which is no text"),
        (row(action=" \n "), "which is empty"),
        (row(action="half \ud800"), "lone surrogate"),
        (row(by=7), "by is 7, which names no party"),
        (row(by="---"), "names no party"),
        (row(toward=["US", None]), "names no party"),
        (row(certainty="perhaps"), "certainty is"),
        (row(certainty=1.5), "certainty is 1.5"),
        (row(certainty=True), "certainty is true"),
        (row(id="t 1"), "one word"),
        (row(id="x" * 65), "one word"),
        (row(id="e-0123456789ab"), "a form kept for events"),
        (row(id="good"), 'id "good" is already that of line 1'),
    ],
    ids=lambda v: v[:20] if isinstance(v, str) else None,
)
def test_a_bad_row_is_kept_aside_with_its_line_and_reason(
    file: Path, record: Record, bad: dict[str, Any] | str, reason: str
) -> None:
    write(file, row("good"), "", bad)
    imported = read_chronology(file)
    assert (imported.read, imported.kept) == (2, 1)
    (aside,) = imported.bad
    assert aside.line == 3
    assert reason in aside.reason
    assert aside.text == (bad if isinstance(bad, str) else json.dumps(bad))
    record.add_import(imported)
    assert list(record.bad_rows()) == [("talks.jsonl", aside)]
    assert record.counts().bad_rows == 1


def test_bytes_that_are_no_utf8_and_overlong_lines(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chronology, "MOST_LINE", 2000)
    good = json.dumps(row()).encode()
    file.write_bytes(b"\xef\xbb\xbf" + good + b"\r\n\xff\xfe\n" + b"x" * 3000 + b"\n")
    imported = read_chronology(file)
    assert imported.kept == 1
    assert [b.line for b in imported.bad] == [2, 3]
    assert "not UTF-8" in imported.bad[0].reason
    assert "3,000 bytes" in imported.bad[1].reason
    assert len(imported.bad[1].text) < 1100


def test_files_that_cannot_be_used(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (tmp_path / "none.jsonl", tmp_path):
        with pytest.raises(SourceError) as error:
            read_chronology(path)
        assert error.value.faults[0].code == "D301"
    for content in (b"", b"\n\n", b"\x89PNG\r\n\x00\x00", b'{"type": "FeatureCollection"}'):
        file.write_bytes(content)
        with pytest.raises(SourceError) as error:
            read_chronology(file)
        assert error.value.faults[0].code == "D302"
    monkeypatch.setattr(chronology, "MOST_BYTES", 10)
    with pytest.raises(LimitExceeded) as limit:
        read_chronology(write(file, row()))
    assert limit.value.faults[0].code == "D303"


def test_importing_twice_adds_nothing(file: Path, record: Record) -> None:
    imported = read_chronology(write(file, row(), row("t2", action="The envoys close talks")))
    assert record.add_import(imported) == "added"
    before = (list(record.claims()), list(record.events()))
    assert record.add_import(read_chronology(file)) == "unchanged"
    assert (list(record.claims()), list(record.events())) == before
    assert record.add_import(imported, reader="2") == "replaced"
    assert (list(record.claims()), list(record.events())) == before


def test_a_changed_file_replaces_its_own_rows_and_unchanged_rows_keep_their_claims(
    file: Path, record: Record
) -> None:
    record.add_import(read_chronology(write(file, row(), row("t2"), "bad")))
    kept = record.event("t2").claims
    changed = read_chronology(write(file, row("t0"), row(action="The envoys leave"), row("t2")))
    assert record.add_import(changed) == "replaced"
    assert {e.id for e in record.events()} == {"t0", "t1", "t2"}
    assert record.event("t2").claims == kept
    assert record.event("t1").text == "The envoys leave"
    assert record.counts().documents == 1
    assert list(record.bad_rows()) == []


def test_another_file_of_the_same_name_stands_beside(tmp_path: Path, file: Path, record: Record) -> None:
    (tmp_path / "b").mkdir()
    record.add_import(read_chronology(write(file, row())))
    assert record.add_import(read_chronology(write(tmp_path / "b" / file.name, row("other")))) == "added"
    assert {e.id for e in record.events()} == {"t1", "other"}


def test_rows_with_another_files_ids_are_refused(tmp_path: Path, file: Path, record: Record) -> None:
    record.add_import(read_chronology(write(file, row())))
    stranger = read_chronology(write(tmp_path / "more.jsonl", row(action="Something else"), row("t2")))
    with pytest.raises(StoreError) as error:
        record.add_import(stranger)
    assert error.value.faults[0].code == "D305"
    assert "'talks.jsonl'" in str(error.value)
    assert record.counts().claims == 1


def test_an_imported_row_is_known_from_its_last_day_on(file: Path) -> None:
    imported = read_chronology(write(file, row(), row("t2", end_date="2020-03-04")))
    for day, known in ((date(2020, 2, 29), 0), (date(2020, 3, 1), 1), (date(2020, 3, 4), 2)):
        assert len(list(known_by(day, imported.claims, [imported.document]))) == known


any_json = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(max_size=5), children, max_size=3)
    ),
    max_leaves=5,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.dictionaries(st.sampled_from(sorted(row())), any_json) | st.just({}), max_size=4), st.data()
)
def test_whatever_stands_in_the_fields_is_kept_or_told(
    file: Path, record: Record, changes: list[dict[str, Any]], data: st.DataObject
) -> None:
    rows = [json.dumps(row(f"r{n}") | change) for n, change in enumerate(changes)]
    raw = data.draw(st.lists(st.binary(max_size=20).filter(lambda b: b"\n" not in b), max_size=2))
    file.write_bytes(b"\n".join([json.dumps(row("sound")).encode(), *(r.encode() for r in rows), *raw]))
    imported = read_chronology(file)
    assert imported.read == 1 + len(rows) + len([r for r in raw if r.strip()])
    assert imported.kept >= 1
    assert record.add_import(imported) in ("added", "replaced", "unchanged")
    assert set(record.claims()) == set(imported.claims)


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1, max_size=30))
def test_free_codes_are_words(party: str) -> None:
    assert not set(code_of(party)) & set(" -.,;:/'\"")


PARTIES = {
    "US": "USA",
    "ROK": "KOR",
    "China": "CHN",
    "UNSC": "UNSC",
    "PRK": "PRK",
    "Lake  Union": "LAKE_UNION",
}


@pytest.mark.parametrize("party", PARTIES)
def test_parties_get_the_codes_of_the_vocabulary(party: str) -> None:
    assert code_of(party) == PARTIES[party]
