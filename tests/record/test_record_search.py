"""Searching the record gives what looking at every claim would, whatever was decided about them."""

from __future__ import annotations

import re
import sqlite3
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_makers import any_text, claim, document, many, older

from detente.errors import StoreError
from detente.record import database
from detente.record.facets import FACETS
from detente.record.filters import MOST_VALUES, Filters
from detente.record.fulltext import terms_of
from detente.record.order import place_of, publication_days
from detente.record.periods import period
from detente.record.reviews import apply, latest
from detente.record.search import SORTS
from detente.record.store import Record
from detente.record.types import MODALITIES, Claim, Document, Review, claim_id

WORDS = (
    "talks",
    "Talks",
    "sanctions",
    "sanction",
    "naïve",
    "naive",
    "제재를",
    "核谈判",
    "non-proliferation",
    "x",
)
CODES = ("AAA", "BBB", "CCC")
SPEAKERS = ("author", "unnamed", "Ana Núñez", "ANA NUNEZ", "The Author")
DAYS = (None, date(2018, 6, 12), date(2018, 6, 30), date(2019, 1, 1))
OUTLETS = (None, "Wire", "WIRE", "Gazette")
TYPES_USED = ("AID", "THREATEN", "AGREE")
ISSUES_USED = (None, "trade", "sanctions")


def chosen(options: tuple[Any, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(options), max_size=2, unique=True).map(tuple)


codes = chosen(CODES)
fields: dict[str, st.SearchStrategy[Any]] = {
    "actor": codes,
    "target": codes,
    "type": st.sampled_from(TYPES_USED),
    "modality": st.sampled_from(MODALITIES[:3]),
    "negated": st.booleans(),
    "attribution": st.sampled_from(SPEAKERS),
    "certainty": st.sampled_from([0.2, 0.9]),
    "issue": st.sampled_from(ISSUES_USED),
    "concession_by": st.none() | codes,
    "concession_to": st.none() | codes,
}


@st.composite
def records(draw: st.DrawFn) -> list[tuple[Document, list[Claim]]]:
    made = []
    for n in range(draw(st.integers(1, 4))):
        sentences = draw(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), max_size=5))
        quotes = [" ".join(words) for words in sentences]
        title = draw(st.none() | st.sampled_from(WORDS))
        extra = {"title": title, "outlet": draw(st.sampled_from(OUTLETS)), "name": f"{n}.txt"}
        doc = document("\n".join([f"{n}", *quotes]), draw(st.sampled_from(DAYS)), **extra)
        claims, start = [], len(str(n)) + 1
        for quote in quotes:
            end = start + len(quote)
            place = {"start": start, "end": end, "clause_start": start, "clause_end": end, "quote": quote}
            day = draw(st.sampled_from(DAYS))
            values = {name: draw(strategy) for name, strategy in fields.items()}
            id_ = claim_id(doc.id, start, end)
            claims.append(replace(claim(doc), id=id_, date_from=day, date_to=day, **place, **values))
            start = end + 1
        made.append((doc, claims))
    return made


@st.composite
def decided(draw: st.DrawFn, claims: list[Claim]) -> list[Review]:
    reviews = []
    for n, one in enumerate(claims):
        decision = draw(st.sampled_from(["accept", "edit", "edit", "reject", "withdraw", None]))
        if decision is None:
            continue
        changes = {}
        if decision == "edit":
            name = draw(st.sampled_from(sorted(fields)))
            value = draw(fields[name])
            changes[name] = list(value) if isinstance(value, tuple) else value
        reviews.append(Review(one.id, decision, "t", f"2020-01-01T00:00:{n:02}", changes))
    return reviews


several = {
    "actor": chosen((*CODES, "none")), "target": chosen((*CODES, "none")), "party": chosen((*CODES, "none")),
    "type": chosen(TYPES_USED), "modality": chosen(MODALITIES[:3]), "issue": chosen(("trade", "sanctions", "none")),
    "says": chosen(("nuñez", "a", "author", "unnamed")), "outlet": chosen(("wire", "gazette", "none")),
    "document": chosen(("0.txt", "1.txt")), "origin": chosen(("article", "chronology")),
    "concession_by": codes, "concession_to": codes,
    "decision": chosen(("accepted", "edited", "rejected", "open", "reviewed")),
}  # fmt: skip
single = {
    "negated": st.booleans(), "concession": st.booleans(),
    "since": st.sampled_from(["2018", "2018-06", "2018-06-13"]), "until": st.sampled_from(["2019", "2018-06-20"]),
    "text": st.lists(st.sampled_from([*WORDS, "sanc*", "NAIVE", '"talks sanctions"', "谈", "proliferation"]), min_size=1, max_size=2).map(" ".join),
}  # fmt: skip
wanted = st.fixed_dictionaries({}, optional={**several, **single}).filter(lambda f: len(f) <= 4)


def tokens(text: str) -> list[str]:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.findall(r"\w+", unicodedata.normalize("NFC", bare).lower())


def holds(words: str, beginning: bool, text: str | None) -> bool:
    if text is None:
        return False
    if re.search("[\u4e00-\u9fff]", words):
        return words in text
    asked, there = tokens(words), tokens(text)
    for at in range(len(there) - len(asked) + 1):
        *first, last = there[at : at + len(asked)]
        if first == asked[:-1] and (last.startswith(asked[-1]) if beginning else last == asked[-1]):
            return True
    return False


def said_by(speaker: str, asked: str) -> bool:
    if asked in ("author", "unnamed"):
        return speaker == asked
    plain = {"Núñez": "Nunez", "ñ": "n"}
    for a, b in plain.items():
        speaker, asked = speaker.replace(a, b), asked.replace(a, b)
    return asked.lower() in speaker.lower()


def is_meant(filters: Filters, claim: Claim, review: Review | None, doc: Document) -> bool:
    """The definition, a field at a time."""
    state = (
        {"accept": "accepted", "edit": "edited", "reject": "rejected"}[review.decision] if review else "open"
    )
    states = {state} if state == "open" else {state, "reviewed"}

    def any_of(asked: tuple[str, ...], there: tuple[str, ...]) -> bool:
        return not asked or bool(set(asked) & set(there)) or ("none" in asked and not there)

    def or_none(value: str | None) -> tuple[str, ...]:
        return (value,) if value else ()

    return (
        any_of(filters.actor, claim.actor)
        and any_of(filters.target, claim.target)
        and any_of(filters.party, claim.actor + claim.target)
        and any_of(filters.type, (claim.type,))
        and any_of(filters.modality, (claim.modality,))
        and any_of(filters.issue, or_none(claim.issue))
        and any_of(filters.outlet, or_none(doc.outlet and doc.outlet.lower()))
        and any_of(filters.document, (doc.name,))
        and any_of(filters.origin, (doc.origin,))
        and any_of(filters.concession_by, claim.concession_by or ())
        and any_of(filters.concession_to, claim.concession_to or ())
        and any_of(filters.decision, tuple(states))
        and (not filters.says or any(said_by(claim.attribution, one) for one in filters.says))
        and filters.negated in (None, claim.negated)
        and filters.concession in (None, claim.concession_by is not None)
        and (filters.since is None or (claim.date_to is not None and claim.date_to >= filters.since))
        and (filters.until is None or (claim.date_from is not None and claim.date_from <= filters.until))
        and all(
            any(holds(term.words, term.beginning, text) for text in (claim.quote, doc.title))
            for term in (terms_of(filters.text) if filters.text else ())
        )
    )


SORT_KEYS = {
    "page": lambda c: (),
    "date": lambda c: (c.date_from or date.max,),
    "newest": lambda c: (-(c.date_from or date.min).toordinal(),),
    "type": lambda c: (c.type,),
    "actor": lambda c: ("[" + ",".join(f'"{code}"' for code in c.actor) + "]",),
    "certainty": lambda c: (-c.certainty,),
}


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_search_counts_facets_and_orders_are_those_of_the_slow_twin(data: st.DataObject) -> None:
    made = data.draw(records())
    claims = [one for _, found in made for one in found]
    reviews = data.draw(decided(claims))
    standing = latest(reviews)
    by_id = {doc.id: doc for doc, _ in made}
    published = publication_days(by_id.values())
    place = {one.id: place_of(one, published) for one in claims}
    with tempfile.TemporaryDirectory() as folder, Record.open(Path(folder, "r.sqlite")) as record:
        for doc, found in made:
            record.add_document(doc, found)
        for _ in range(2):
            filters = Filters.of(**data.draw(wanted))
            rows = [
                row
                for row in apply(claims, reviews)
                if is_meant(filters, row.claim, row.review, by_id[row.claim.document])
            ]
            sort = data.draw(st.sampled_from(SORTS))
            rows.sort(key=lambda row: (SORT_KEYS[sort](row.claim), place[row.claim.id]))
            got = list(record.search(filters, standing, sort=sort))
            assert [(one.claim, one.review) for one in got] == [(row.claim, row.review) for row in rows]
            assert all(one.read == next(c for c in claims if c.id == one.claim.id) for one in got)
            assert record.count(filters, standing) == len(rows)
            offset, limit = data.draw(st.integers(0, 4)), data.draw(st.integers(1, 4))
            page = record.search(filters, standing, sort=sort, limit=limit, offset=offset)
            assert list(page) == got[offset : offset + limit]
            facets = record.facets(filters, standing)
            assert facets.total == len(rows)
            for facet in FACETS:
                counts = Counter(value for one in got for value in facet_values(facet, one, by_id))
                assert dict(facets.counts[facet]) == dict(counts), facet


def facet_values(facet: str, found: Any, by_id: dict[str, Document]) -> Iterator[str | None]:
    one = found.claim
    if facet in ("actor", "target"):
        yield from getattr(one, facet) or (None,)
    elif facet == "outlet":
        yield by_id[one.document].outlet
    elif facet == "month":
        yield f"{one.date_from:%Y-%m}" if one.date_from else None
    else:
        yield found.decision if facet == "decision" else getattr(one, facet)


def test_many_claims_are_found_the_other_way_and_are_the_same(tmp_path: Path) -> None:
    """Few matches are found by an index and many by going through the pages."""
    with Record.open(tmp_path / "r.sqlite") as record:
        made = [many(n, 60) for n in range(8)]
        for doc, found in made:
            record.add_document(doc, found)
        claims = list(record.claims())
        edits = {one.id: Review(one.id, "edit", "t", "2020-01-01", {"type": "AID"}) for one in claims[5:50:9]}
        for filters in (Filters.of(actor="AAA"), Filters.of(text="report 3 line 7"), Filters.of(type="AID")):
            got = [one.claim.id for one in record.search(filters, edits)]
            page = [one.claim.id for one in record.search(filters, edits, limit=7, offset=2)]
            assert got
            assert page == got[2:9]
            assert got == sorted(got, key=[one.id for one in claims].index)


@pytest.mark.timeout(120)
@given(any_text | st.text("\"*()-^:{}+,AND OR NOT NEAR\0'%_", max_size=30))
@settings(max_examples=60)
def test_no_text_is_a_syntax_error(text: str) -> None:
    filters = Filters.of(text=text)
    with the_record() as record:
        try:
            assert isinstance(record.count(filters), int)
        except StoreError as error:
            assert [fault.code for fault in error.faults] == ["D432"]


def the_record() -> Record:
    """Return one small record for all examples."""
    global _RECORD
    if _RECORD is None:
        _FOLDER.append(tempfile.TemporaryDirectory())
        _RECORD = Path(_FOLDER[0].name, "r.sqlite")
        with Record.open(_RECORD) as record:
            record.add_document(*many(1, 5))
    return Record.open(_RECORD)


_RECORD: Path | None = None
_FOLDER: list[tempfile.TemporaryDirectory[str]] = []


@given(
    st.fixed_dictionaries(
        {},
        optional={
            **{
                name: st.lists(any_text, max_size=3)
                for name in (
                    "actor",
                    "target",
                    "party",
                    "issue",
                    "says",
                    "document",
                    "outlet",
                    "origin",
                    "event",
                )
            },
            "type": chosen(TYPES_USED),
            "decision": chosen(("open", "edited")),
            "text": any_text,
            "negated": st.none() | st.booleans(),
            "concession": st.none() | st.booleans(),
            "since": st.none() | st.dates(max_value=date(2018, 1, 1)),
            "until": st.none() | st.dates(min_value=date(2018, 1, 1)),
        },
    )
)
def test_filters_are_an_address_and_back(values: dict[str, Any]) -> None:
    filters = Filters.of(**values)
    query = filters.to_query()
    assert Filters.from_query(query) == filters
    assert Filters.from_query("?" + query) == filters
    assert Filters.of(**filters.to_dict()) == filters
    assert query.isascii()
    assert bool(filters) == bool(query)


def codes_of(error: pytest.ExceptionInfo[StoreError]) -> list[str]:
    return [fault.code for fault in error.value.faults]


@pytest.mark.parametrize(
    ("query", "codes", "says"),
    [
        ("type=THRETEN&modality=pleged", ["D430", "D430"], "did you mean THREATEN?"),
        ("decision=maybe", ["D430"], "accepted"),
        ("negated=perhaps", ["D430"], "yes or no"),
        ("actr=PRK", ["D434"], "did you mean actor?"),
        ("type", ["D434"], "actor=PRK"),
        ("negated=yes&negated=no", ["D434"], "once"),
        ("actor=%ff", ["D434"], "understood"),
        ("since=2018-13", ["D431"], "2018-06"),
        ("since=2018-02-30&until=x", ["D431", "D431"], "2018-06"),
        ("since=2019&until=2018", ["D431"], "after"),
        ("actor=" + "A" * 1001, ["D430"], "characters"),
    ],
)
def test_what_cannot_be_asked_is_told(query: str, codes: list[str], says: str) -> None:
    with pytest.raises(StoreError) as error:
        Filters.from_query(query)
    assert codes_of(error) == codes
    assert says in str(error.value)


def test_too_many_values_and_half_characters_are_told() -> None:
    for values in ([str(n) for n in range(MOST_VALUES + 1)], ["\ud800"]):
        with pytest.raises(StoreError) as error:
            Filters.of(actor=values)
        assert codes_of(error) == ["D430"]
    for text in ("— !", '""', " ".join(f"w{n}" for n in range(65))):
        with pytest.raises(StoreError) as error:
            terms_of(text)
        assert codes_of(error) == ["D432"]


def test_a_period_is_a_year_a_month_or_a_day() -> None:
    assert period("2020") == (date(2020, 1, 1), date(2020, 12, 31))
    assert period("2020-2") == (date(2020, 2, 1), date(2020, 2, 29))
    assert period(" 2020-02-03 ") == (date(2020, 2, 3), date(2020, 2, 3))
    assert Filters.of(since="2020", until="2020").to_query() == "since=2020-01-01&until=2020-12-31"


def test_an_event_is_a_filter_also_after_edits(tmp_path: Path) -> None:
    with Record.open(tmp_path / "r.sqlite") as record:
        doc, claims = many(2, 12)
        record.add_document(doc, claims)
        event = next(iter(record.events()))
        found = [one.claim.id for one in record.search(Filters.of(event=event.id))]
        assert sorted(found) == sorted(event.claims)
        rejected = {event.claims[0]: Review(event.claims[0], "reject", "t", "2020-01-01")}
        left = record.grouping(rejected.values())
        kept = [one.claim.id for e in left.events for one in record.search(Filters.of(event=e.id), rejected)]
        assert event.claims[0] not in kept
        with pytest.raises(StoreError) as error:
            record.count(Filters.of(event="e-nothing"), rejected)
        assert codes_of(error) == ["D408"]


def test_an_edit_that_cannot_be_is_told_before_anything_is_found(tmp_path: Path) -> None:
    with Record.open(tmp_path / "r.sqlite") as record:
        doc, claims = many(2, 2)
        record.add_document(doc, claims)
        wrong = {claims[0].id: Review(claims[0].id, "edit", "t", "2020-01-01", {"type": "NAP"})}
        with pytest.raises(StoreError) as error:
            next(record.search(Filters(), wrong))
        assert codes_of(error) == ["D424"]


# The index and the file


def test_a_record_of_version_1_keeps_all_and_can_be_searched(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    made = [many(n, 5) for n in range(3)]
    older(path, 1, made)
    before = [claim for _, claims in made for claim in claims], [doc for doc, _ in made]
    with Record.open(path) as record:
        assert (sorted(record.claims(), key=repr), sorted(record.documents(), key=repr)) == tuple(
            sorted(some, key=repr) for some in before
        )
        assert {claim for event in record.events() for claim in event.claims} == record.claim_ids()
        assert record.count(Filters.of(text='"report 1 line"')) == 5
    with Record.open(path, read_only=True) as record:
        assert record.count(Filters.of(text="report line 4")) == 3


def test_the_index_follows_what_is_replaced_and_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    one, other = document("Alpha met.", title="Gamma"), document("Beta left.")
    with Record.open(path) as record:
        record.add_document(one, [claim(one)], reader="1")
        record.add_document(other, [claim(other)], reader="1")
        assert record.count(Filters.of(text="gamma")) == 1
        record.add_document(one, [], reader="2")
        assert record.count(Filters.of(text="alpha")) == 0
        record.remove_document(other.id)
        assert record.count(Filters.of(text="beta")) == 0
    with sqlite3.connect(path) as plain:
        for index in ("claims_text", "documents_text"):
            plain.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")  # noqa: S608
    plain.close()


def test_triggers_of_somebody_else_are_not_run(tmp_path: Path) -> None:
    path = tmp_path / "r.sqlite"
    with Record.open(path) as record:
        record.add_document(*many(1, 2))
    with sqlite3.connect(path) as plain:
        plain.execute("CREATE TRIGGER sly AFTER INSERT ON claims BEGIN DELETE FROM documents; END")
    plain.close()
    with Record.open(path) as record:
        with pytest.raises(StoreError) as error:
            record.add_document(*many(2, 2))
        assert codes_of(error) == ["D402"]
        assert len(list(record.documents())) == 1


def test_an_sqlite_without_full_text_search_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as error, database.guarded(tmp_path):
        raise sqlite3.OperationalError("no such module: fts5")
    assert codes_of(error) == ["D433"]


def test_values_are_listed_once(tmp_path: Path) -> None:
    with Record.open(tmp_path / "r.sqlite") as record:
        doc = document("One.", outlet="Wire")
        record.add_document(doc, [claim(doc, issue="trade", concession_by=("ZZZ",), concession_to=())])
        assert record.values("party") == ("AAA", "BBB", "ZZZ")
        assert record.values("document") == tuple(sorted((doc.name, doc.id)))
        found = [record.values(name) for name in ("issue", "outlet", "origin", "attribution")]
        assert found == [("trade",), ("Wire",), ("article",), ("author",)]
        assert record.count(Filters.of(document=doc.id[:8])) == 1
        assert record.count(Filters.of(document=doc.id[:7])) == 0
