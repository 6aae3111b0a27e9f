"""Makes documents and claims for tests: by hand, by the thousand, and any that Hypothesis can think of."""

from __future__ import annotations

import hashlib
import random
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from detente.record import database
from detente.record.tables import claim_row, document_row, party_rows
from detente.record.types import MODALITIES, Claim, Document, claim_id
from detente.vocabulary.actions import TYPES


def document(text: str, published: date | None = date(2020, 1, 1), **more: Any) -> Document:
    id_ = hashlib.sha256(f"{text}|{published}|{more}".encode()).hexdigest()
    return Document(**{"id": id_, "text": text, "name": "report.txt", "published": published, **more})


def claim(doc: Document, quote: str | None = None, nth: int = 0, **more: Any) -> Claim:
    """Return a claim on the first place where the quote stands; the whole text unless told."""
    quote = doc.text if quote is None else quote
    start = doc.text.index(quote)
    end = start + len(quote)
    made = Claim(
        id=claim_id(doc.id, start, end, nth),
        document=doc.id,
        sentence=1,
        quote=quote,
        start=start,
        end=end,
        clause_start=start,
        clause_end=end,
        actor=("AAA",),
        actor_name="Aland",
        actor_role=None,
        target=("BBB",),
        target_name="Beland",
        type="SANCTION",
        modality="happened",
        negated=False,
        attribution="author",
        certainty=0.9,
        date_from=None,
        date_to=None,
        issue=None,
        polarity=None,
        concession_by=None,
        concession_to=None,
        rule="by hand",
    )
    if "on" in more:
        more["date_from"] = more["date_to"] = more.pop("on")
    return replace(made, **more)


def one_claim(text: str, published: date | None = date(2020, 1, 1), **more: Any) -> tuple[Document, Claim]:
    doc = document(text, published)
    return doc, claim(doc, **more)


def many(number: int, claims: int, words: int = 12) -> tuple[Document, list[Claim]]:
    """Return document ``number`` with so many claims, one a sentence, all different."""
    chance = random.Random(number)  # noqa: S311 - not a secret
    sentences = [
        f"Report {number} line {n}: " + " ".join(f"word{chance.randrange(999)}" for _ in range(words))
        for n in range(claims)
    ]
    text = "\n".join(sentences)
    doc = document(text, date(2015, 1, 1) + timedelta(days=number % 2000), name=f"report-{number:05}.txt")
    codes = ("AAA", "BBB", "CCC", "DDD")
    made, start = [], 0
    for n, sentence in enumerate(sentences):
        end = start + len(sentence)
        day = doc.published - timedelta(days=n % 9) if doc.published and n % 3 else None
        made.append(
            replace(
                claim(doc, sentence) if n == 0 else made[0],
                id=claim_id(doc.id, start, end),
                sentence=n + 1,
                quote=sentence,
                start=start,
                end=end,
                clause_start=start,
                clause_end=end,
                actor=(codes[n % 4],),
                target=(codes[(n + 1 + number) % 4],),
                type=tuple(TYPES)[n % 16],
                issue=("sanctions", "trade", None)[n % 3],
                date_from=day,
                date_to=day,
            )
        )
        start = end + 1
    return doc, made


# Anything SQLite can hold as text: no lone surrogates, but emoji, right-to-left marks, NUL and the rest.
any_text = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
some_text = any_text.filter(lambda s: bool(s.strip()))
any_code = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=8)
any_codes = st.lists(any_code, max_size=3, unique=True).map(tuple)
any_day = st.dates(date(1, 1, 1), date(9999, 12, 31))


@st.composite
def any_document_with_claims(draw: st.DrawFn) -> tuple[Document, list[Claim]]:
    text = draw(st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=80))
    doc = Document(
        id=hashlib.sha256(f"{draw(st.integers(0, 10**9))}{text}".encode()).hexdigest(),
        text=text,
        name=draw(any_text),
        title=draw(st.none() | any_text),
        outlet=draw(st.none() | any_text),
        author=draw(st.none() | any_text),
        url=draw(st.none() | any_text),
        published=draw(st.none() | any_day),
        published_how=draw(st.none() | any_text),
        title_how=draw(st.none() | any_text),
        outlet_how=draw(st.none() | any_text),
        author_how=draw(st.none() | any_text),
        origin=draw(st.sampled_from(["article", "chronology"])),
    )
    spans = draw(st.lists(st.tuples(*[st.integers(0, len(text))] * 4), max_size=4))
    claims = []
    for nth, span in enumerate(spans):
        start, clause_start, clause_end, end = sorted(span)
        if start == end:
            continue
        days = sorted(draw(st.tuples(any_day, any_day)))
        dated = draw(st.booleans())
        claims.append(
            Claim(
                id=claim_id(doc.id, start, end, nth),
                document=doc.id,
                sentence=nth + 1,
                quote=text[start:end],
                start=start,
                end=end,
                clause_start=clause_start,
                clause_end=clause_end,
                actor=draw(any_codes),
                actor_name=draw(st.none() | some_text),
                actor_role=draw(st.none() | some_text),
                target=draw(any_codes),
                target_name=draw(st.none() | some_text),
                type=draw(st.sampled_from(sorted(TYPES))),
                modality=draw(st.sampled_from(MODALITIES)),
                negated=draw(st.booleans()),
                attribution=draw(some_text),
                certainty=draw(st.floats(0, 1)),
                date_from=days[0] if dated else None,
                date_to=days[1] if dated else None,
                issue=draw(st.none() | some_text),
                polarity=draw(st.sampled_from([None, "cooperative", "conflictual"])),
                concession_by=draw(st.none() | any_codes),
                concession_to=draw(st.none() | any_codes),
                rule=draw(any_text),
            )
        )
    return doc, claims


def older(path: Path, version: int, made: Sequence[tuple[Document, list[Claim]]], reader: str = "") -> None:
    """Write a record as an older version of the program would have left it."""
    plain = sqlite3.connect(path)
    with plain:
        for script in database.migrations()[:version]:
            plain.executescript(script)
        rows = [("documents", document_row(doc, reader)) for doc, _ in made]
        rows += [("claims", claim_row(claim)) for _, claims in made for claim in claims]
        rows += [
            ("claim_parties", row) for _, claims in made for claim in claims for row in party_rows(claim)
        ]
        for table, row in rows:
            known = {name for _, name, *_ in plain.execute(f"PRAGMA table_info({table})")}
            kept = {name: value for name, value in row.items() if name in known}
            marks = ", ".join("?" * len(kept))
            statement = f"INSERT INTO {table} ({', '.join(kept)}) VALUES ({marks})"  # noqa: S608 - our own names
            plain.execute(statement, tuple(kept.values()))
        plain.execute(f"PRAGMA application_id = {database.APPLICATION_ID}")
        plain.execute(f"PRAGMA user_version = {version}")
    plain.close()
