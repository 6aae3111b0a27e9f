"""What was known on a day, and whose reading decides."""

from __future__ import annotations

from datetime import date

from ledger_samples import DOCUMENTS, claim, event, reviewed

from detente.ledger.known import what_is_known


def known(events, claims, decisions=None, **how):
    return what_is_known(events, claims, decisions or {}, DOCUMENTS, **how)


def test_a_persons_reading_goes_before_an_earlier_document() -> None:
    first, second = claim("1", type="REJECT"), claim("2", document="later", type="CONCEDE")
    [one] = known([event("e", first, second)], [first, second], reviewed("2")).events
    assert [c.id for c in one.claims] == ["c-2", "c-1"]
    assert (one.lead.type, one.reviewed) == ("CONCEDE", 1)


def test_a_note_is_no_review_and_a_rejection_counts_even_if_the_claim_is_given() -> None:
    claims = [claim("1"), claim("2"), claim("3")]
    decisions = reviewed("1", decision="note") | reviewed("2", decision="reject")
    decisions |= reviewed("3", decision="withdraw")
    [one] = known([event("e", *claims)], claims, decisions).events
    assert ([c.id for c in one.claims], one.reviewed) == (["c-1", "c-3"], 0)


def test_an_event_without_claims_left_is_gone() -> None:
    first = claim("1")
    assert known([event("e", first)], []).events == ()
    assert known([event("e", first)], [first], reviewed_only=True).events == ()


def test_the_same_event_or_claim_given_twice_counts_once() -> None:
    first = claim("1")
    one = event("e", first)
    assert known([one, one], [first, first]) == known([one], [first])


def test_articles_are_known_when_published_and_rows_on_their_date() -> None:
    claims = [
        claim("old", on=date(2020, 3, 1)),
        claim("plan", on=date(2020, 8, 1)),
        claim("dateless", on=None),
        claim("later", document="later", on=date(2020, 3, 1)),
        claim("nowhen", document="undated", on=date(2020, 3, 1)),
        claim("lost", document="missing", on=date(2020, 3, 1)),
        claim("row", document="rows", on=date(2020, 3, 1)),
        claim("row2", document="rows", on=date(2020, 8, 1)),
        claim("row3", document="rows", on=None),
    ]
    events = [event(one.id[2:], one) for one in claims]

    def ids(day):
        return known(events, claims, as_of=day).ids

    assert ids(date(2020, 6, 29)) == {"row"}
    assert ids(date(2020, 6, 30)) == {"old", "dateless", "row"}
    assert ids(date(2020, 8, 1)) == {"old", "dateless", "row", "plan", "row2"}
    assert ids(date(2020, 12, 31)) == {"old", "dateless", "row", "plan", "row2", "later"}
    assert known(events, claims, as_of=date(2020, 12, 31)).left_out == 3
    assert len(ids(None)) == len(claims)


def test_an_imported_row_goes_before_what_was_read_and_after_what_was_reviewed() -> None:
    read, row, checked = claim("1"), claim("2", document="rows", type="REJECT"), claim("3", document="later")
    both = event("e", read, row, checked)
    [one] = known([both], [read, row, checked]).events
    assert ([c.id for c in one.claims], [one.rank(n) for n in range(3)]) == (["c-2", "c-1", "c-3"], [1, 2, 2])
    [one] = known([both], [read, row, checked], reviewed("3")).events
    assert ([c.id for c in one.claims], [one.rank(n) for n in range(3)]) == (["c-3", "c-2", "c-1"], [0, 1, 2])


def test_the_line_for_people_is_a_rows_own_words_or_the_clause_that_was_read() -> None:
    row = claim("1", document="rows", quote="2020-03-01 — An agreement")
    quote = "He said  that they\nagreed, again."
    read = claim("2", quote=quote, clause_start=109, clause_end=125)
    whole = claim("3", quote=quote, clause_start=100, clause_end=100)
    [one] = known([event("e", read, row, whole, text="An agreement")], [row, read, whole]).events
    assert [one.text(c) for c in (row, read, whole)] == [
        "An agreement",
        "that they agreed",
        "He said that they agreed, again.",
    ]
