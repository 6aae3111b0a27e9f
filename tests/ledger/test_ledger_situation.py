"""The situation in sentences: right for none, one and many."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from ledger_samples import DOCUMENTS, claim, dispute, each, event, gift, reviewed

from detente.dispute.types import Actor, EventJudgement, LedgerSettings, Pledge, Score
from detente.ledger import words
from detente.ledger.keep import keep
from detente.ledger.situation import situation

CASE = replace(
    dispute("AAA", "BBB"), actors=(Actor("AAA", "United Provinces"), Actor("BBB", "Freedonia")), as_of=None
)


def told(claims, case=CASE, decisions=None, **how):
    ledger = keep(*each(*claims), decisions or {}, DOCUMENTS, case, **how)
    return situation(ledger, case)


def texts(*args, **how):
    return [sentence.text for sentence in told(*args, **how)]


def test_nothing() -> None:
    assert texts([]) == ["Nothing is on record."]
    assert texts([], as_of=date(2020, 5, 4)) == ["As of 4 May 2020, nothing is on record."]


def test_one() -> None:
    sentences = told([gift("1")])
    assert [sentence.text for sentence in sentences] == [
        "1 event is on record from 1 document, dated 1 March 2020.",
        "The United Provinces gave Freedonia 1 concession (1 delivered), and Freedonia gave the United "
        "Provinces no concessions; it is not reviewed. Freedonia is ahead whatever the issues weigh within "
        "the analyst's order.",
        "The last act on record, on 1 March 2020 in 1 document: Sentence 1 says so.",
        "Nobody has reviewed the one claim behind this.",
    ]
    assert [(sentence.events, sentence.claims) for sentence in sentences] == [
        (("e-1",), ()),
        (("e-1",), ("c-1",)),
        (("e-1",), ("c-1",)),
        ((), ()),
    ]


def test_many() -> None:
    claims = [
        gift("1", on=date(2020, 1, 5)),
        gift("2", issue="aid", modality="pledged"),
        gift("3", by="BBB", to="AAA", issue="port_access"),
        gift("4", by="BBB", to="AAA", issue="port_access", on=None),
        claim("5", type="CONSULT", on=date(2020, 3, 9)),
        claim("6", type="MOBILIZE", on=date(2020, 2, 9)),
        claim("7", type="ASSAULT", on=date(2019, 2, 9)),
        claim("8", type="ASSAULT", on=date(2020, 3, 20), modality="threatened"),
        claim("9", type="AGREE", modality="offered", document="later"),
    ]
    case = replace(
        CASE,
        as_of=date(2020, 8, 1),
        ledger=LedgerSettings(
            baseline=date(2020, 1, 1), events={"e-1": EventJudgement(size=2), "e-404": EventJudgement(size=1)}
        ),
        pledges=(
            Pledge(
                "p1", ("AAA",), ("BBB",), "open the port", date(2020, 1, 2), "the airport", date(2020, 7, 1),
                ("e-2",), (Score(date(2020, 6, 1), 2, "ann"), Score(date(2020, 6, 2), 1, "bob")),
            ),
            Pledge("p2", ("BBB",), (), "wait", date(2020, 1, 2)),
        ),
    )  # fmt: skip
    # B gained 2 on trade, lost 1 on port access, 0 on aid: ahead when 2 w_trade > w_port, 2 / (2 + 1) of it.
    # The flip: slopes 2, -1, 0 with mean 1/3 and sum of squares about it 42/9; t = (1/3 + 1/20) / (42/9)
    # = 0.0821; weights 1/3 + t (1/3 - slope) = 0.196, 0.443, 0.361.
    assert texts(claims, case, reviewed("1", "2")) == [
        "As of 1 August 2020, 8 events are on record from 1 document, dated 9 February 2019 to 20 March "
        "2020; 1 without a date.",
        "Since 1 January 2020, the United Provinces gave Freedonia 2 concessions (1 delivered, 1 not "
        "delivered), and Freedonia gave the United Provinces 1 concession (1 delivered); 2 of these 3 are "
        "reviewed. "
        "Freedonia is ahead in 67% of the admissible weightings of the issues, and more weight on port "
        "access (44%) and aid (36%) and less weight on trade (20%) would turn it.",
        "The last act on record, on 9 March 2020 in 1 document: Sentence 5 says so.",
        "The pledge of the United Provinces to Freedonia of 2 January 2020 (open the port) is kept to a "
        "minimum according to bob, sources differ, and was due on 1 July 2020; it does not cover the "
        "airport.",
        "The pledge of Freedonia to nobody named of 2 January 2020 (wait) has no score yet.",
        "2 pledges are declared; implementation stands at 33 of 100 for the 1 with a score.",
        "A person has reviewed 2 of 8 claims behind this (25%).",
        "1 claim is left out that nothing shows to have been known by 1 August 2020.",
        "The case file judges 1 event that is no concession here: e-404.",
    ]


@pytest.mark.parametrize(
    ("claims", "verdict"),
    [
        ([gift("1", modality="pledged")], "gave Freedonia 1 concession (1 not delivered), and"),
        ([gift("1", modality="ongoing"), gift("2", issue="aid")], "2 concessions (1 delivered, 1 in part)"),
        ([gift("1"), gift("2", issue="aid")], "none of these is reviewed"),
        ([gift("1", modality="pledged")], "Nothing delivered puts either ahead"),
        ([gift("1"), gift("2", by="BBB", to="AAA")], "They are even on every issue"),
        ([gift("1"), gift("2", by="BBB", to="AAA", issue="aid")], "Each is ahead in half of the admissible"),
        ([gift("1", to="CCC")], "1 concession is on record, none of them that counts between two actors"),
        ([claim("1")], "No concession is on record."),
        ([gift("1", modality="pledged"), gift("2", modality="offered")], "2 concessions (2 not delivered)"),
        ([gift("1", modality="offered")], "a score; it was merely offered."),
        ([gift("1", modality="pledged"), gift("2", modality="offered")], "; 1 of them was merely offered."),
        ([gift("1", modality="pledged")], "1 promise was read that no declared pledge cites"),
    ],
)
def test_verdicts(claims, verdict) -> None:
    assert any(verdict in text for text in texts(claims))


def test_a_slip_in_the_weights_is_told() -> None:
    case = replace(CASE, ledger=LedgerSettings(weights=(("trade", "aide"), ("trade", "ports"))))
    said = "The weights name 2 issues that no concession here is about: aide and ports."
    assert said in texts([gift("1")], case)
    assert not any("weights name" in text for text in texts([gift("1")]))


def test_pledges_without_any_score() -> None:
    made = date(2020, 1, 1)
    case = replace(CASE, pledges=(Pledge("p", ("AAA",), (), "x", made), Pledge("q", ("AAA",), (), "y", made)))
    assert "2 pledges are declared, none of them scored." in texts([claim("1")], case)


def test_more_pairs_than_sentences() -> None:
    codes = [f"A{n}" for n in range(5)]
    claims = [gift(f"{a}{b}", by=a, to=b) for a in codes for b in codes if a < b]
    sentences = texts(claims, dispute(*codes))
    assert sum("gave" in text for text in sentences) == 5
    assert "5 more pairs exchanged concessions." in sentences


def test_names_come_from_the_case_then_the_caller_then_the_code() -> None:
    ledger = keep(*each(gift("1", by="AAA", to="CCC"), gift("2", by="AAA", to="DDD")), {}, DOCUMENTS)
    sentences = [one.text for one in situation(ledger, CASE, names={"AAA": "Wrong", "CCC": "Sylvania"})]
    assert any("The United Provinces gave Sylvania 1 concession" in text for text in sentences)
    assert any("The United Provinces gave DDD 1 concession" in text for text in sentences)


def test_of_one_day_the_most_reported_act_is_told() -> None:
    visits = [claim(f"v{n}", type="CONSULT", document=d) for n, d in enumerate(("article", "later", "rows"))]
    strike = claim("s", type="ASSAULT")
    ledger = keep([event("v", *visits), event("s", strike)], [*visits, strike], {}, DOCUMENTS)
    assert any("in 3 documents: Event v" in one.text for one in situation(ledger))


def test_a_record_of_the_first_and_last_day_there_is() -> None:
    for day in (date.min, date.max):
        assert len(texts([claim("1", on=day)])) > 1


def test_words() -> None:
    assert words.short("a" * 200, 10) == "a" * 9 + "…"
    assert words.short("one two three", 9) == "one two…"
    assert words.actors((), {}) == "nobody named"
    assert words.actor("", {}) == ""
