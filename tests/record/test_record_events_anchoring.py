from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_makers import claim, document

import detente
from detente.errors import StoreError
from detente.record.anchoring import Anchor, anchored, follow, followed_by_quote
from detente.record.lost import followed
from detente.record.store import Record
from detente.record.types import Claim, Document, Review

SENTENCES = (
    "The ministry of Aland said that all its lorries would wait at the border.",
    "Beland called the decision of the ministry an insult to its farmers.",
    "Observers from Celand counted two hundred lorries on the northern road.",
    "Nobody expects the ferries to sail before the end of the long winter.",
)


def article(*sentences: str, name: str = "talks.txt", **more: Any) -> tuple[Document, list[Claim]]:
    text = "\n".join(sentences)
    doc = document(text, date(2020, 1, 1), name=name, **more)
    made, at = [], 0
    for n, sentence in enumerate(sentences):
        one = claim(doc, sentence, nth=n, issue="trade")
        made.append(
            replace(one, start=at, end=at + len(sentence), clause_start=at, clause_end=at + len(sentence))
        )
        at += len(sentence) + 1
    return doc, made


def found(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, str]]:
    """Where each old sentence went, by number, and how."""
    (before, some), (after, others) = article(*old), article(*new, name="new.txt")
    number = {c.id: n for n, c in enumerate(others)}
    made = anchored(before.text, some, after.text, others)
    assert [a.claim for a in made] == [c.id for c in some]
    return [(None if a.now is None else number[a.now], a.how) for a in made]


def test_sentences_are_found_by_their_words_wherever_they_went() -> None:
    a, b, c, _ = SENTENCES
    assert found([a, b], [c, b.upper(), a.replace("said", "said,")]) == [(2, "exact"), (1, "exact")]


def test_a_sentence_that_stands_twice_is_found_by_what_stands_around_it() -> None:
    a, b, c, d = SENTENCES
    assert found([a, b, c], [d, b, d, a, b, c]) == [(3, "exact"), (4, "context"), (5, "exact")]
    assert found([b], [a, b, c, b, d]) == [(None, "ambiguous")]


@pytest.mark.parametrize(
    ("old", "new", "how"),
    [
        ("all its lorries would wait", "most of its lorries would wait", "nearly"),
        ("all its lorries would wait", "its lorries would not wait", "vanished"),
        ("all its lorries", "some 30 lorries", "vanished"),
        ("said that all its lorries would wait", "denied it", "vanished"),
    ],
)
def test_nearly_the_same_is_found_but_not_what_turns_it_round(old: str, new: str, how: str) -> None:
    a, b, c, _ = SENTENCES
    at = 1 if how == "nearly" else None
    assert found([a], [b, a.replace(old, new), c]) == [(at, how)]


def test_two_sentences_that_became_one_follow_nowhere() -> None:
    a = SENTENCES[0]
    assert found([a, a.replace("border", "frontier")], [a.replace("the border", "a border")])[0][0] is None


def test_what_was_changed_must_still_say_the_same() -> None:
    (before, some), (after, others) = article(SENTENCES[0]), article(SENTENCES[0].replace("all", "most of"))
    turned = [replace(others[0], modality="threatened")]
    assert [a.how for a in anchored(before.text, some, after.text, turned)] == ["unread"]
    same = article(SENTENCES[0] + " ")
    kept = [replace(same[1][0], modality="threatened", type="AID")]
    assert [a.now for a in anchored(before.text, some, same[0].text, kept)] == [kept[0].id]


@given(st.permutations(SENTENCES), st.lists(st.sampled_from(SENTENCES), max_size=3), st.integers(0, 3))
def test_claims_lead_to_sentences_of_the_same_words_and_no_two_to_one(
    old: list[str], more: list[str], dropped: int
) -> None:
    new = [*old[dropped:], *more]
    (before, some), (after, others) = article(*old), article(*new, name="new.txt")
    made = anchored(before.text, some, after.text, others)
    by_id = {c.id: c for c in (*some, *others)}
    now = [a.now for a in made if a.now]
    assert len(now) == len(set(now))
    for anchor in made:
        if anchor.now:
            assert by_id[anchor.now].quote == by_id[anchor.claim].quote
        elif by_id[anchor.claim].quote in new:
            assert new.count(by_id[anchor.claim].quote) > 1
        else:
            assert anchor.how == "vanished"
    if not more and not dropped:
        assert all(a.how == "exact" for a in made)


def test_without_the_old_text_a_sentence_alone_must_decide() -> None:
    _, claims = article(*SENTENCES, SENTENCES[3])
    made = {
        a.claim: a
        for a in followed_by_quote(
            {
                "c-1": SENTENCES[0],
                "c-2": SENTENCES[1],
                "c-3": SENTENCES[3],
                "c-4": "Nothing of the kind.",
                "c-5": None,
                "c-6": SENTENCES[2],
            },
            claims,
            decided={claims[1].id},
        )
    }
    assert made["c-1"] == Anchor("c-1", claims[0].id, "exact")
    assert made["c-6"].now == claims[2].id
    assert {k: a.how for k, a in made.items() if not a.now} == {
        "c-2": "decided", "c-3": "ambiguous", "c-4": "vanished", "c-5": "vanished"
    }  # fmt: skip


def test_decisions_follow_with_the_claims_they_name() -> None:
    review = Review("c-1", "join", "ana", "2020-01-01", others=("c-2", "c-3"))
    (now,) = follow([review], {"c-1": "c-9", "c-3": "c-8"})
    assert (now.claim, now.others) == ("c-9", ("c-2", "c-8"))


# In the record


def test_a_corrected_article_counts_once_and_its_events_keep_their_ids(tmp_path: Path) -> None:
    a, b, c, _ = SENTENCES
    first, old = article(a, b)
    second, new = article(c, a)
    third, newest = article(a, b, c)
    reviews = [Review(old[0].id, "accept", "ana", "2021-01-01", quote=a)]
    reviews += [Review(old[1].id, "reject", "ana", "2021-01-01", quote=b)]
    with Record.open(tmp_path / "record.sqlite") as record:
        record.add_document(first, old)
        ids = {event.claims[0]: event.id for event in record.events()}
        record.add_document(second, new)
        assert record.supersede_outdated({second.id}) == 1
        assert record.supersede_outdated({second.id}) == 0
        assert [d.id for d in record.documents()] == [second.id]
        assert record.former_document(first.id) == first
        assert record.former_claim(old[1].id) == old[1]
        now = {event.claims[0]: event.id for event in record.events()}
        assert now[new[1].id] == ids[old[0].id], "the event goes with its sentence"
        assert record.event(ids[old[0].id]).claims == (new[1].id,)
        known = followed(record, reviews)
        assert [review.claim for review in known.reviews] == [new[1].id, old[1].id]
        assert [(o.review.quote, o.why) for o in known.orphans] == [
            (b, "its sentence is not in any text of the record")
        ]

        record.add_document(third, newest)
        record.supersede_outdated({third.id})
        assert [r.claim for r in followed(record, reviews).reviews] == [newest[0].id, newest[1].id], (
            "b is back"
        )
        record.add_document(first, old)
        record.supersede_outdated({first.id})
        assert followed(record, reviews).reviews == tuple(reviews), "the first text is back"
        with pytest.raises(StoreError) as caught:
            record.former_document(first.id)
        assert caught.value.faults[0].code == "D408"
        with pytest.raises(StoreError):
            record.former_claim(old[0].id)


def test_only_what_is_clearly_the_same_article_is_taken_for_corrected(tmp_path: Path) -> None:
    heading = {"outlet": "Post", "title": "Talks"}
    old = article(SENTENCES[0], name="old.txt", **heading)
    with Record.open(tmp_path / "record.sqlite") as record:
        record.add_document(*old)
        other = article(SENTENCES[1], name="other.txt", outlet="Post", title="Other")
        record.add_document(*other)
        assert record.supersede_outdated({other[0].id}) == 0
        assert record.supersede_outdated({old[0].id, other[0].id}) == 0
        same = article(SENTENCES[2], name="renamed.txt", **heading)
        record.add_document(*same)
        assert record.supersede_outdated({other[0].id, old[0].id, same[0].id}) == 0, "both files are there"
        assert record.supersede_outdated({other[0].id, same[0].id}) == 1
        assert {d.name for d in record.documents()} == {"other.txt", "renamed.txt"}


ARTICLE = """---
title: Talks on the river dam
date: 2025-03-04
outlet: Test Wire
---
Ethiopia offered to share its flow data with Egypt on Monday. Egypt threatened to take the dispute to the Security Council.
"""


def test_a_case_whose_article_was_edited_keeps_the_decision_even_when_read_from_scratch(
    run: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "dam"
    detente.new_case(folder)
    file = folder / "articles" / "talks.md"
    file.write_text(ARTICLE, "utf-8")
    case = detente.open(folder)
    case.read()
    offer, threat = (
        next(r.claim for r in case.claims() if r.claim.quote.startswith(w)) for w in ("Ethiopia", "Egypt")
    )
    from detente.record.reviewlog import ReviewLog

    ReviewLog(folder / "reviews.jsonl").append(
        Review(offer.id, "reject", "ana", "2025-03-05", quote=offer.quote),
        Review(threat.id, "accept", "ana", "2025-03-05", quote=threat.quote),
    )
    file.write_text(
        ARTICLE.replace("Ethiopia offered", "CAIRO - Officials met.\n\nEthiopia offered").replace(
            "Egypt threatened to take the dispute to the Security Council.", "Egypt kept silent."
        ),
        "utf-8",
    )
    assert "1 article corrected" in run("read", folder).err
    for again in (False, True):
        if again:
            (folder / "record.sqlite").unlink()
            run("read", folder)
        case = detente.open(folder)
        assert {row.claim.quote: row.rejected for row in case.claims()}[offer.quote] is True
        (lost,) = run("events", folder, "--lost", "--json").rows
        assert (lost["claim"], lost["quote"]) == (threat.id, threat.quote)
        assert "not in any text" in lost["why"]
    assert len(case.documents()) == 1
    shown = run("events", folder)
    assert "1 decision could not be followed" in shown.err
    assert threat.quote.split()[0] in run("events", folder, "--lost").out
