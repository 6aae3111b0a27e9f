from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_makers import claim, document, one_claim

from detente.record.clusters import clusters_of
from detente.record.copies import ALIKE, SHINGLE, copy_sets
from detente.record.differences import Difference, differences
from detente.record.grouping import Grouping, founding_event, group
from detente.record.naming import claim_founding, event_id_of
from detente.record.types import Claim, Document, Event

DAY = date(2020, 5, 1)
Made = tuple[Document, Claim]


def told(text: str, **more: Any) -> Made:
    """A claim of a document of its own, dated DAY and about trade unless told otherwise."""
    dated = "on" in more or "date_from" in more
    return one_claim(text, **({"on": DAY} if not dated else {}) | {"issue": "trade"} | more)


def undated(text: str, **more: Any) -> Made:
    return told(text, date_from=None, date_to=None, **more)


def together(*made: Made, **more: Any) -> set[frozenset[int]]:
    """Group, and return which of the claims are together, by their number."""
    grouping = group([c for _, c in made], [d for d, _ in made], **more)
    number = {c.id: n for n, (_, c) in enumerate(made)}
    return {frozenset(number[c] for c in event.claims) for event in grouping.events}


def sets(*groups: set[int]) -> set[frozenset[int]]:
    return {frozenset(g) for g in groups}


def row(id_: str, made: Made) -> Event:
    return founding_event(id_, made[1], "A row.", "a yearbook")


def test_claims_on_the_same_thing_join() -> None:
    assert together(told("A."), told("B."), told("C.", on=DAY + timedelta(1))) == sets({0, 1}, {2})


@pytest.mark.parametrize(
    "other",
    [
        {"actor": ("BBB",), "target": ("AAA",)},
        {"actor": ("AAA", "CCC")},
        {"target": ()},
        {"type": "AID"},
        {"issue": "sanctions"},
        {"modality": "threatened"},
        {"on": DAY + timedelta(1)},
        {"date_from": date(2020, 1, 1), "date_to": date(2020, 12, 31)},
        {"date_from": None, "date_to": None},
    ],
    ids=str,
)
def test_what_differs_stays_apart(other: dict[str, Any]) -> None:
    one, another = told("Here one thing is said."), told("Another is said over there.", **other)
    assert together(one, another) == sets({0}, {1})


def test_a_denial_and_what_it_denies_are_one_event() -> None:
    assert together(told("A."), told("B.", modality="denied"), told("C.", negated=True)) == sets({0, 1, 2})


def test_statements_and_assessments_form_no_events() -> None:
    assert together(told("A.", type="STATEMENT"), told("B.", type="ASSESSMENT")) == set()


def test_a_meeting_has_no_direction() -> None:
    one = told("A.", type="CONSULT", actor=("AAA", "BBB"), target=())
    assert together(one, told("B.", type="CONSULT", actor=("BBB",), target=("AAA",))) == sets({0, 1})


def test_overlapping_ranges_are_no_chain() -> None:
    days = [(0, 3), (3, 6), (6, 9), (9, 12)]
    made = [
        told(f"{n}.", date_from=DAY + timedelta(a), date_to=DAY + timedelta(b))
        for n, (a, b) in enumerate(days)
    ]
    assert together(*made) == sets({0, 1}, {2, 3})


def test_an_open_issue_joins_the_only_one_there_is() -> None:
    open_ = told("A.", issue=None)
    assert together(open_, told("B.")) == sets({0, 1})
    assert together(open_, told("B."), told("C.", issue="water")) == sets({0}, {1}, {2})


def test_two_peoples_accounts_of_an_offer_stay_two() -> None:
    offer = {"modality": "offered", "type": "AGREE"}
    ana, ben = told("A.", attribution="Ana", **offer), told("B.", attribution="Ben", **offer)
    author = told("C.", **offer)
    assert together(ana, ben) == sets({0}, {1})
    assert together(ana, author) == sets({0, 1})
    assert together(ana, ben, author) == sets({0}, {1}, {2})
    deeds = (told("A.", attribution="Ana"), told("B.", attribution="Ben"))
    assert together(*deeds) == sets({0, 1})


def test_agreeing_and_conceding_are_taken_for_one_another_by_two_writers_only() -> None:
    one, other = told("A.", type="AGREE"), told("B.", type="CONCEDE")
    assert together(one, other) == sets({0, 1})
    mutual = told("C.", type="CONSULT", actor=("AAA", "BBB"), target=())
    assert together(one, other, mutual) == sets({0, 1, 2})
    back = replace(other[1], actor=("BBB",), target=("AAA",))
    assert together(one, (other[0], back)) == sets({0}, {1})
    doc = document("They agreed. They conceded.")
    acts = {"They agreed.": "AGREE", "They conceded.": "CONCEDE"}
    same = [(doc, claim(doc, words, type=t, on=DAY, issue="trade")) for words, t in acts.items()]
    assert together(*same) == sets({0}, {1})
    vague = told("B.", type="CONCEDE", issue=None)
    assert together((one[0], replace(one[1], issue=None)), vague) == sets({0}, {1})


LONG = "The ministry of Aland said that all the lorries of Beland would wait at the border till autumn comes."


def test_copies_join_without_a_day() -> None:
    copy = LONG.replace("The ministry", "“THE MINISTRY").replace("autumn comes", "winter comes")
    other = "The ministry of Aland said that the lorries had left and that nobody would wait for autumn."
    assert together(undated(LONG), undated(copy), undated(other)) == sets({0, 1}, {2})


def test_an_undated_copy_joins_the_only_dated_one() -> None:
    copy, one, other = undated(LONG + " "), told(LONG), told(LONG + "  ", on=DAY + timedelta(9))
    assert together(copy, one) == sets({0, 1})
    assert together(copy, one, other) == sets({0}, {1}, {2})


def test_the_same_words_of_another_period_are_no_copy() -> None:
    periods = [(date(2020, m, 1), date(2020, m, 28)) for m in (1, 2)]
    first, second = (told(LONG + " " * n, date_from=a, date_to=b) for n, (a, b) in enumerate(periods))
    again = told(LONG + "   ", date_from=periods[0][0], date_to=periods[0][1])
    assert together(first, second, again) == sets({0, 2}, {1})


def test_claims_of_one_sentence_pair_off_with_those_of_its_copy() -> None:
    made = []
    for n in range(2):
        doc = document(LONG + " " * n)
        for nth, part in enumerate(("The ministry of Aland said", "all the lorries of Beland would wait")):
            start = LONG.index(part)
            one = claim(doc, LONG, nth=nth, clause_start=start, clause_end=start + len(part))
            made.append((doc, one))
    assert together(*made) == sets({0, 2}, {1, 3})


# Imported rows


def test_rows_never_join_one_another() -> None:
    one, two = told("A."), told("B.")
    grouping = group([one[1], two[1]], [one[0], two[0]], rows=[row("r1", one), row("r2", two)])
    assert {e.id: e.claims for e in grouping.events} == {"r1": (one[1].id,), "r2": (two[1].id,)}


def test_a_statement_founds_an_event_when_a_row_says_so() -> None:
    one = told("A.", type="STATEMENT")
    assert [e.id for e in group([one[1]], [one[0]], rows=[row("r1", one)]).events] == ["r1"]


@pytest.mark.parametrize(
    ("other", "joins"),
    [
        ({}, True),
        ({"on": DAY + timedelta(1)}, True),
        ({"on": DAY - timedelta(1)}, True),
        ({"on": DAY + timedelta(2)}, False),
        ({"type": "COERCE"}, True),
        ({"polarity": "cooperative"}, False),
        ({"polarity": None}, False),
        ({"issue": "water"}, False),
        ({"issue": None}, True),
        ({"issue": None, "on": DAY + timedelta(1)}, False),
        ({"issue": None, "type": "COERCE"}, False),
        ({"actor": ("BBB",), "target": ("AAA",)}, False),
        ({"actor": ("AAA", "BBB"), "target": ()}, True),
        ({"target": ("CCC",)}, False),
        ({"date_from": DAY, "date_to": DAY + timedelta(30)}, False),
        ({"date_from": None, "date_to": None}, False),
    ],
    ids=str,
)
def test_a_read_claim_joins_a_row(other: dict[str, Any], joins: bool) -> None:
    founding = told("2020-05-01 — A row.", polarity="conflictual")
    read = told("Quite another sentence.", **{"polarity": "conflictual"} | other)
    together_ = together(founding, read, rows=[row("r1", founding)])
    assert together_ == (sets({0, 1}) if joins else sets({0}, {1}))


def test_among_several_rows_the_nearest_in_kind_then_day_is_joined_or_none() -> None:
    same = {"polarity": "conflictual"}
    read = told("Read.", **same)
    late = told("Late row.", on=DAY + timedelta(1), **same)
    coercing = told("Coercing row.", type="COERCE", **same)
    rows = [row("late", late), row("coercing", coercing)]
    assert together(read, late, coercing, rows=rows) == sets({0, 1}, {2})
    twin = told("Late twin.", on=DAY - timedelta(1), **same)
    assert together(read, late, twin, rows=[row("r1", late), row("r2", twin)]) == sets({0}, {1}, {2})


def test_a_row_keeps_its_own_words_whoever_joins() -> None:
    founding = told("Row.", polarity="conflictual", certainty=0.5)
    early = one_claim(
        "Early report.", date(1990, 1, 1), on=DAY + timedelta(1), issue="trade", polarity="conflictual"
    )
    (event,) = group([founding[1], early[1]], [founding[0], early[0]], rows=[row("r1", founding)]).events
    assert (event.id, event.text, event.date_from, event.source) == ("r1", "A row.", DAY, "a yearbook")
    assert event.claims == (early[1].id, founding[1].id)
    assert event.documents == 2


# What an event says


def test_the_earliest_report_decides_and_the_next_fills_in() -> None:
    late = told("Late one says more.", published=date(2020, 6, 2), clause_end=8)
    early = told(
        "Early  one\nsays this.", published=date(2020, 6, 1), issue=None, clause_start=0, clause_end=10
    )
    copy = (late[0], replace(late[1], id="c-copy", start=5, quote="one says more.", clause_start=5))
    docs = [replace(late[0], outlet="Post"), replace(early[0], outlet="Times")]
    (event,) = group([late[1], early[1], copy[1]], docs).events
    assert event.text == "Early one"
    assert (event.issue, event.documents, event.source) == ("trade", 2, "Times; Post")
    assert event.claims[0] == early[1].id
    assert event.id == event_id_of(early[1].id)


def test_undated_documents_come_last() -> None:
    unknown, known = told("A.", published=None), told("B.")
    (event,) = group([unknown[1], known[1]], [unknown[0], known[0]]).events
    assert event.claims == (known[1].id, unknown[1].id)


def test_where_reports_differ_is_told() -> None:
    said = told("A.")[1]
    denied = replace(told("B.", modality="denied", issue=None)[1], date_to=DAY + timedelta(1))
    assert differences([said, said]) == ()
    assert differences([said, denied]) == (
        Difference("modality", (("happened", (said.id,)), ("denied", (denied.id,)))),
        Difference("date_to", ((DAY, (said.id,)), (DAY + timedelta(1), (denied.id,)))),
    )


# Ids


def regroup(made: list[Made], before: Grouping = Grouping(()), **more: Any) -> Grouping:  # noqa: B008
    return group(
        [c for _, c in made], [d for d, _ in made], known=before.events, aliases=before.aliases, **more
    )


def test_a_claim_that_joins_never_renames() -> None:
    late, early = told("Late."), told("Early.", published=date(2019, 1, 1))
    before = regroup([late])
    after = regroup([late, early], before)
    assert after.events[0].claims == (early[1].id, late[1].id)
    assert after.events[0].id == before.events[0].id
    assert after.aliases == {}


def test_when_events_become_one_the_larger_keeps_its_id() -> None:
    made = [told(f"{n}.", issue=issue) for n, issue in enumerate(("trade", "trade", "water"))]
    before = regroup(made)
    assert len(before.events) == 2
    merged = [(d, replace(c, issue="trade")) for d, c in made]
    after = regroup(merged, before)
    large, small = sorted(before.events, key=lambda e: -len(e.claims))
    assert [e.id for e in after.events] == [large.id]
    assert after.aliases == {small.id: large.id}
    again = regroup(merged, after)
    assert again == after


def test_when_an_event_falls_apart_the_larger_part_keeps_its_id() -> None:
    made = [told(f"{n}.") for n in range(3)]
    before = regroup(made)
    (whole,) = before.events
    founder = claim_founding(whole.id)
    parted = [(d, replace(c, issue="water" if c.id == founder else "trade")) for d, c in made]
    after = regroup(parted, before)
    large, small = sorted(after.events, key=lambda e: -len(e.claims))
    assert large.id == whole.id
    assert small.claims == (founder,)
    assert small.id not in (whole.id, event_id_of(founder or ""))
    assert after.aliases == {}
    assert regroup(parted, after) == after


def test_an_alias_follows_and_an_id_is_never_given_to_something_else() -> None:
    made = [told("0."), told("1.", issue="water"), told("2.", issue="water"), told("3.", issue="water")]
    before = regroup(made)
    one = regroup([(d, replace(c, issue="water")) for d, c in made], before)
    (old,) = one.aliases
    apart = regroup(made, one)
    assert apart.aliases == {old: one.events[0].id}
    assert {e.id for e in apart.events} & {old} == set()
    assert len({e.id for e in apart.events}) == 2


def test_an_event_outlives_the_row_that_founded_it() -> None:
    founding = told("Row.", polarity="conflictual")
    read = told("Read.", polarity="conflictual")
    before = regroup([founding, read], rows=[row("kp1", founding)])
    after = regroup([read], before)
    assert [e.id for e in after.events] == ["kp1"]
    assert regroup([], before) == Grouping((), {})


def test_a_row_takes_over_an_event_that_was_read_first() -> None:
    read, founding = told("Read.", polarity="conflictual"), told("Row.", polarity="conflictual")
    before = regroup([read])
    after = regroup([read, founding], before, rows=[row("kp1", founding)])
    assert [e.id for e in after.events] == ["kp1"]
    assert after.aliases == {before.events[0].id: "kp1"}


# Whatever comes


@st.composite
def any_claims(draw: st.DrawFn) -> list[Made]:
    made = []
    for n in range(draw(st.integers(0, 9))):
        words = draw(st.sampled_from([LONG, LONG.replace("all", "some"), "Short.", "x", "!", "a b c d e f"]))
        doc = document(words + " " * n, draw(st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 3))))
        start = draw(st.none() | st.integers(0, 5))
        length = draw(st.sampled_from([0, 0, 2, 40]))
        day = None if start is None else DAY + timedelta(start)
        more = {
            "actor": draw(st.sampled_from([("AAA",), ("BBB",), ("AAA", "BBB"), ()])),
            "target": draw(st.sampled_from([("AAA",), ("BBB",), ()])),
            "type": draw(st.sampled_from(["AGREE", "CONCEDE", "CONSULT", "SANCTION", "STATEMENT"])),
            "modality": draw(st.sampled_from(["happened", "denied", "offered"])),
            "attribution": draw(st.sampled_from(["author", "Ana", "Ben"])),
            "issue": draw(st.sampled_from([None, "trade", "water"])),
            "polarity": draw(st.sampled_from(["cooperative", "conflictual"])),
            "date_from": day,
            "date_to": day and day + timedelta(length),
        }
        made += [(doc, claim(doc, nth=nth, **more)) for nth in range(draw(st.integers(1, 2)))]
    return made


@settings(max_examples=60, deadline=None)
@given(any_claims(), st.randoms(use_true_random=False), st.sets(st.integers(0, 17), max_size=4))
def test_grouping_does_not_depend_on_order_and_ids_are_stable(
    made: list[Made], chance: Any, founding: set[int]
) -> None:
    rows = [row(f"r{n}", m) for n, m in enumerate(made) if n in founding]
    grouping = regroup(made, rows=rows)
    shuffled = made.copy()
    chance.shuffle(shuffled)
    chance.shuffle(rows)
    assert regroup(shuffled, rows=rows) == grouping
    assert regroup(shuffled, grouping, rows=rows) == grouping

    held = list(itertools.chain.from_iterable(e.claims for e in grouping.events))
    acts = {c.id for _, c in made if c.type != "STATEMENT"} | {e.claims[0] for e in rows}
    assert sorted(held) == sorted(acts)
    assert len({e.id for e in grouping.events}) == len(grouping.events)

    half = shuffled[: len(made) // 2]
    part = regroup(half, rows=[event for event in rows if event.claims[0] in {c.id for _, c in half}])
    grown = regroup(made, part, rows=rows)
    home = {c: e.id for e in grown.events for c in e.claims}
    assert [set(e.claims) for e in grown.events] == [set(e.claims) for e in grouping.events]
    for event in part.events:
        now = grown.aliases.get(event.id, event.id)
        assert now in {home[c] for c in event.claims}
    assert not set(grown.aliases) & {e.id for e in grown.events}


# Slow twins


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6)), min_size=1, max_size=8))
def test_as_few_clusters_as_can_be_and_each_shares_a_day(ranges: list[tuple[int, int]]) -> None:
    made = [
        told(f"{n}.", date_from=DAY + timedelta(a), date_to=DAY + timedelta(a + b))[1]
        for n, (a, b) in enumerate(ranges)
    ]
    found = list(clusters_of(made))
    for cluster in found:
        assert cluster.first == max(c.date_from or DAY for c in cluster.claims)
        assert cluster.last == min(c.date_to or DAY for c in cluster.claims)
        assert cluster.first <= cluster.last
    # Ranges that are pairwise apart need a cluster each; that many are enough (interval graphs are perfect).
    apart = max(
        len(some)
        for size in range(1, len(ranges) + 1)
        for some in itertools.combinations(ranges, size)
        if all(a + x < b or b + y < a for (a, x), (b, y) in itertools.combinations(some, 2))
    )
    assert len(found) == apart


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("ab ", min_size=1, max_size=20), min_size=1, max_size=7))
def test_copies_are_those_a_comparison_of_all_pairs_finds(texts: list[str]) -> None:
    made = [told(text + "." * n)[1] for n, text in enumerate(texts)]

    def shingles(text: str) -> set[tuple[str, ...]]:
        words = text.split()
        return {tuple(words[n : n + SHINGLE]) for n in range(len(words) - SHINGLE + 1)}

    def alike(one: str, other: str) -> bool:
        if one.split() == other.split():
            return bool(one.split())
        both, all_ = shingles(one) & shingles(other), shingles(one) | shingles(other)
        return bool(all_) and len(both) >= ALIKE * len(all_)

    slow = [{n} for n in range(len(texts))]
    for n, other in itertools.combinations(range(len(texts)), 2):
        if alike(texts[n], texts[other]):
            one, two = (next(s for s in slow if m in s) for m in (n, other))
            if one is not two:
                slow.remove(two)
                one |= two
    number = {c.id: n for n, c in enumerate(made)}
    fast = copy_sets(made, lambda claim: "one kind")
    assert {frozenset(number[c.id] for c in found) for found in fast} == {frozenset(s) for s in slow}


@given(st.dates())
def test_days_at_the_ends_of_the_calendar(day: date) -> None:
    founding, read = (told(words, on=day, polarity="conflictual") for words in ("Row.", "Read."))
    assert together(founding, read, rows=[row("r", founding)]) == sets({0, 1})
    assert together(told("A.", on=date.min), told("B.", on=date.max)) == sets({0}, {1})
