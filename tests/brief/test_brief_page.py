"""Whatever a case holds, its page is whole, safe, honest about what it leaves out, and always the same."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from brief_page import Page
from brief_sample import EMPTY, MemoryCase, sample, sample_case
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.brief import gather, render
from detente.brief.evidence import CLAIMS_SHOWN, EVENTS_SHOWN, LOOSE_SHOWN
from detente.brief.findings import Findings, Party
from detente.brief.readings import SHARES_SHOWN
from detente.errors import Fault
from detente.ledger.situation import Sentence
from detente.outlook.result import Share
from detente.record.reviews import Reviewed
from detente.record.types import Claim, Document, Event, Review

BARE = Findings("dam", "A dam upstream", None, "0.1.0", EMPTY, EMPTY)


def page(findings: Findings) -> Page:
    found = Page(render(findings))
    found.check()
    return found


def one_claim(text: str = "Aland offered to open the gates.", **more: str | None) -> MemoryCase:
    document = Document("d1", text, "gates.txt", **{"title": "Gates", **more})  # type: ignore[arg-type]
    claim = Claim(
        id="c-1", document="d1", sentence=1, quote=text, start=0, end=len(text), clause_start=0,
        clause_end=len(text), actor=("ALA",), actor_name="Aland", actor_role=None, target=(),
        target_name=None,
        type="AGREE", modality="offered", negated=False, attribution="author", certainty=1.0,
        date_from=date(2020, 3, 1), date_to=date(2020, 3, 1), issue="water", polarity="cooperative",
        concession_by=None, concession_to=None, rule="offer.verb",
    )  # fmt: skip
    event = Event("ev-1", ("c-1",), ("ALA",), (), "AGREE", "water", claim.date_from, claim.date_to, text, 1)
    return MemoryCase(Path("dam"), None, (document,), (event,), (Reviewed(claim, None),))


def many_claims(number: int) -> MemoryCase:
    """Return a case of this many claims, two to an event but for one event of twenty and the loose ones."""
    base = one_claim().reviewed[0].claim
    claims = [replace(base, id=f"c-{i}", target=(f"B{i % 12}",)) for i in range(number)]
    grouped = claims[: number - 100]
    parts = [grouped[:20], *(grouped[i : i + 2] for i in range(20, len(grouped), 2))]
    events = tuple(
        Event(f"ev-{i}", tuple(c.id for c in part), ("ALA",), part[0].target, "AGREE", "water",
              date(2000 + i % 20, 1 + i % 12, 1), date(2000 + i % 20, 1 + i % 12, 1), f"Offer {i}", 1)
        for i, part in enumerate(parts)
    )  # fmt: skip
    return replace(one_claim(), found=events, reviewed=tuple(Reviewed(claim, None) for claim in claims))


def without_readings(findings: Findings) -> Findings:
    assert findings.dispute
    return replace(
        findings, solutions=findings.solutions[:1], sweep=None, dispute=replace(findings.dispute, readings=())
    )


@cache
def named(name: str) -> Page:
    return page(CASES[name]())


CASES: dict[str, Callable[[], Findings]] = {
    "sample": sample,
    "empty": lambda: BARE,
    "only articles": lambda: gather(replace(sample_case(), text=None)),
    "only a case file": lambda: gather(
        replace(
            sample_case(), read=(), found=(), reviewed=(), text="title: T\nactors: {A: {options: {x: X}}}"
        )
    ),
    "observers only": lambda: gather(MemoryCase(Path("c"), "title: T\nactors: {A: {name: Aland}}")),
    "one claim": lambda: gather(one_claim()),
    "documents without claims": lambda: gather(replace(one_claim(), found=(), reviewed=())),
    "one reading, nothing unknown": lambda: without_readings(sample()),
    "unsolved": lambda: replace(
        sample(), solutions=(), sweep=None, problems=(Fault("D510", "too many moves", "leave some out"),)
    ),
    "5,000 claims": cache(lambda: gather(many_claims(5000))),
}


@pytest.mark.parametrize("name", CASES)
def test_every_page_is_whole(name: str) -> None:
    found = named(name)
    headings = [e.words for e in found.all("h2")]
    assert [f"Question {n}" in text for n, text in enumerate(headings[1:11], 1)] == [True] * 10
    # One honest line where there is no answer, and never an empty section.
    for number in range(1, 11):
        (answer,) = [p for p in found.by_id(f"q{number}").all("p") if p.attributes.get("class") == "answer"]
        assert answer.words.strip().endswith((".", ")"))
        assert "None" not in answer.words.replace("None of", "")


def test_five_minutes_come_before_the_hour() -> None:
    found = named("sample")
    assert "United States" in found.all("header")[0].words
    short = found.by_id("answers")
    assert [a.attributes["href"] for a in short.all("ol")[0].all("a")] == [
        f"#q{n}" for n in (1, 2, 3, 4, 6, 7, 9)
    ]
    assert len(short.all("ol")[0].words) < 2000


def test_every_sentence_and_figure_opens_its_evidence() -> None:
    findings = sample()
    found = page(findings)
    for event in findings.events:
        opened = found.by_id(f"e-{event.id}")
        assert opened.tag == "details"
        for claim in findings.claims:
            if claim.id in event.claims:
                assert claim.id in opened.words
                assert claim.rule in opened.words
    links = {a.attributes["href"] for a in found.all("a")}
    for row in findings.ledger.concessions:
        assert {f"#e-{event}" for event in row.events} <= links
    quote = found.by_id("e-ev33").all("blockquote")[0]
    assert quote.all("mark")[0].text.startswith("the closing of Yongbyon")
    assert quote.text.startswith("Ri Yong Ho said that ")
    assert "Ri Yong Ho says so" in found.by_id("e-ev33").words
    assert "used in" in found.by_id("e-ev33").words


def test_reviewed_and_unreviewed_differ_in_sign_and_word() -> None:
    marks = [
        e.words.split(maxsplit=1)
        for e in named("sample").all("span")
        if (e.attributes.get("class") or "").startswith("mark ")
    ]
    assert {sign for sign, _ in marks} == {"✓", "○", "◐", "✗"}
    for sign, word in marks:
        assert (sign == "○") == (word.strip() in ("not reviewed", "all"))


def test_an_unreviewed_figure_never_looks_like_a_reviewed_one() -> None:
    (table,) = [t for t in named("sample").all("table") if t.attributes.get("class") == "totals"]
    for row in table.all("tbody")[0].all("tr"):
        assert [td.all("span")[0].attributes["class"] for td in row.all("td")] == ["unsure"] * 2 + [
            "sure"
        ] * 2


def test_decisions_are_told() -> None:
    words = named("sample").words
    assert "Rejected by M. Okafor, 20 May 2019: “a report on 2017, not on 2018”." in words
    assert "Accepted as read by J. Lindqvist, 20 May 2019." in words
    assert "Corrected by M. Okafor, 20 May 2019" in words
    assert "No person has reviewed this claim." in words


def test_what_nothing_supports_is_named() -> None:
    section = named("sample").by_id("q6").words
    assert "Preferences that nothing supports" in section
    assert "meet iff PRK.meet" in section
    assert "7 of which nothing supports" in section


def test_why_the_firmest_outcomes_hold_is_told_actor_by_actor() -> None:
    findings = sample()
    section = named("sample").by_id("q6")
    told = findings.explanations.reasons
    assert len(told) == 4
    assert told[0].state == findings.solutions[0].now
    (lists,) = [[ul for ul in section.all("ul") if ul.attributes.get("class") == "whys"]]
    assert [len(ul.all("li")) for ul in lists] == [len(reasons.lines) for reasons in told]
    for reasons, shown in zip(told, lists, strict=True):
        for line in reasons.lines:
            assert line.sentence in shown.words
        assert reasons.stable == (reasons.state in findings.solutions[0].equilibria[reasons.concept])
    links = {a.attributes["href"] for a in section.all("a")}
    cited = {event for reasons in told for line in reasons.lines for event in line.because}
    assert cited
    assert {f"#e-{event}" for event in sorted(cited)} & links


def test_the_way_to_each_of_them_is_told_step_by_step() -> None:
    findings = sample()
    section = named("sample").by_id("q7")
    ways = [way for way in findings.explanations.ways if way.steps]
    assert ways
    for way in ways:
        assert way.sentence in section.words
        assert way.breakers in section.words
    assert sum(len(table.all("tbody")[0].all("tr")) for table in section.all("table")) == sum(
        len(way.steps) for way in ways
    )


def from_case(text: str) -> Findings:
    return gather(MemoryCase(Path("c"), text))


TWO = "actors: {A: {options: {x: Act}, prefers: [%s]}, B: {options: {y: Reply}, prefers: [%s]}}\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TWO % ("x", "y"), "A and B would gain by a move of their own away from today’s situation. The other one that "
         "holds can be reached by moves that each serve whoever makes them."),
        (TWO % ("not x", "not y"), "No other outcome holds, so there is nowhere to get to."),
        (TWO % ("x", "y") + "now: [A.x]\nimpossible: [A.x]", "List the options taken today under now in case.yaml."),
        ("actors: {A: {options: {x: {name: Act, one_way: drop}}, prefers: [x]}}", "by no sequence of moves"),
        (TWO % ("x iff B.y", "y iff A.x"), "can be reached only if A or B moves without gaining by it"),
    ],
)  # fmt: skip
def test_the_way_there_in_a_sentence(text: str, told: str) -> None:
    findings = from_case(text)
    assert told in page(findings).by_id("q7").words


def test_a_conflict_too_large_to_explain_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.stability.sequences.MAX_PAIRS", 3)
    found = page(from_case(TWO % ("x", "y")))
    assert "D540" in found.by_id("q7").words
    assert "holds against any single move" not in found.by_id("q7").words
    assert "1 of 4 possible outcomes holds" in found.by_id("q6").words


def test_the_sweep_counts_also_the_outcomes_it_has_no_row_for() -> None:
    findings = sample()
    assert findings.sweep
    likely = tuple(Share(str(i), "seq", 0.9, 0.88, 0.92) for i in range(40))
    short = replace(findings, sweep=replace(findings.sweep, outcomes=likely, tornado=()))
    section = page(short).by_id("q9").words
    assert "40 outcomes hold in more than half of them against credible replies" in section
    assert f"{40 - SHARES_SHOWN} outcomes more not shown" in section


def test_missing_answers_say_what_to_do() -> None:
    words = page(BARE).words
    assert "detente read dam" in words
    assert "Write case.yaml" in words
    assert "Give at least one actor options" in named("observers only").by_id("q6").words
    unsolved = named("unsolved").by_id("q6").words
    assert "D510" in unsolved
    assert "Leave some out." in unsolved


def test_a_large_case_says_what_it_leaves_out() -> None:
    findings = CASES["5,000 claims"]()
    found = named("5,000 claims")
    assert len(found.html.encode()) < 1_000_000
    assert len([d for d in found.all("details") if d.attributes.get("class") == "event"]) == EVENTS_SHOWN
    hidden = len(findings.events) - EVENTS_SHOWN
    assert f"{hidden:,} events more not shown" in found.words
    assert f"{20 - CLAIMS_SHOWN} claims more not shown" in found.words
    assert f"{100 - LOOSE_SHOWN} claims more not shown" in found.words
    assert "detente record dam --json" in found.words


def test_the_page_stays_small() -> None:
    """Twelve documents, 150 events, 300 claims of long sentences, half of the events concessions."""
    case = sample_case()
    base = case.reviewed[0].claim
    quote = "The sides were told once more that nothing would move before the other had moved. " * 4
    claims, events = [], []
    for i in range(150):
        pair = [
            replace(
                base, id=f"c-{i}-{n}", document=case.read[(i + n) % 12].id, quote=quote,
                end=base.start + len(quote), date_from=date(2018, 1 + i % 12, 1 + i % 28),
                date_to=date(2018, 1 + i % 12, 1 + i % 28),
                actor=(("USA", "PRK", "KOR")[i % 3],), target=(("CHN", "RUS", "JPN")[i // 3 % 3],),
                concession_by=("USA",) if i % 2 else None, concession_to=("PRK",) if i % 2 else None,
            )
            for n in range(2)
        ]  # fmt: skip
        claims += [Reviewed(claim, None) for claim in pair]
        first = pair[0]
        events.append(
            Event(f"ev{i:02d}", tuple(c.id for c in pair), first.actor, first.target, first.type, first.issue,
                  first.date_from, first.date_to, quote[:164], 2, "a digest")
        )  # fmt: skip
    findings = gather(replace(case, found=tuple(events), reviewed=tuple(claims)))
    assert (len(findings.documents), len(findings.events), len(findings.claims)) == (12, 150, 300)
    assert len(page(findings).html.encode()) < 1_000_000


NASTY = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "<!-- --><![CDATA[ ]]>",
    "\u202eright to left\u202c \u2067עברית\u2069 مرحبا",
    "김정은 🚀👩‍👩‍👧 习近平",
    "line\r\nline\ttab\x00\x07\x85\ud800\ufffe",
    "&lt;b&gt; &amp; &#60;",
)


def hostile(text: str) -> Findings:
    """Return findings in which every word a stranger could write is the text."""
    case = one_claim(text, title=text, outlet=text, author=text, url=text, published_how=text)
    (seen,) = case.reviewed
    review = Review("c-1", "edit", text, "2020-01-01", {"issue": text}, note=text)
    claim = replace(
        seen.claim, actor_name=text, attribution=text, rule=text, issue=text, target=(text,),
        concession_by=("ALA",), concession_to=(text,),
    )  # fmt: skip
    event = replace(case.found[0], id=text, target=(text,), type=text, issue=text, text=text, source=text)
    case = replace(case, found=(event,), reviewed=(Reviewed(claim, review),))
    findings = gather(case)
    return replace(
        findings, case=text, title=text, parties=(Party("ALA", text), Party(text, text, False)),
        situation=(Sentence(text, (text,)),) * 6,
        ledger=replace(findings.ledger, timeline=tuple(
            row._replace(event=text, text=text, type=text, issue=text) for row in findings.ledger.timeline
        )),
    )  # fmt: skip


@pytest.mark.parametrize("text", NASTY)
def test_a_strangers_words_stay_words(text: str) -> None:
    found = page(hostile(text))
    # Pairs of actors are sorted by code, so the order of elements may differ, but nothing else.
    assert Counter(found.tags) == Counter(page(hostile("plain words")).tags)
    assert found.html.encode("utf-8")
    (link,) = [p for p in found.by_id("sources").all("td") if p.all("cite")]
    assert not link.all("a")


@given(text=st.text(min_size=1).filter(lambda t: t.strip() and not t.endswith("/")))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_words_stay_words(text: str) -> None:
    assert Counter(page(hostile(text)).tags) == Counter(page(hostile("plain words")).tags)


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.org/a?b=1&c=2", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("//example.org/a", False),
        ("https:/\\example.org", False),
        ("file:///etc/passwd", False),
        ("http://[broken", False),
    ],
)
def test_only_plain_addresses_become_links(url: str, safe: bool) -> None:
    found = page(gather(one_claim(url=url)))
    links = found.by_id("sources").all("a")
    assert [a.attributes["href"] for a in links] == ([url] if safe else [])


def test_a_very_long_sentence_is_cut_around_its_claim() -> None:
    case = one_claim("x " * 20_000)
    claim = replace(case.reviewed[0].claim, clause_start=20_000, clause_end=20_010)
    html = render(gather(replace(case, reviewed=(Reviewed(claim, None),))))
    (quote,) = Page(html).by_id("e-ev-1").all("blockquote")
    assert len(quote.words) < 1000
    assert quote.text.count("…") == 2


def test_every_date_of_publication_says_where_it_comes_from() -> None:
    case = one_claim(published_how="dateline")
    dated = replace(case, read=(replace(case.read[0], published=date(2020, 3, 2)),))
    assert page(gather(dated)).words.count("dated by its dateline") == 1, "in the sources, once"
    unknown = replace(dated, read=(replace(dated.read[0], published_how=None),))
    assert "how it was dated is not known" in page(gather(unknown)).words
    assert "dated by" not in page(gather(case)).words


def test_a_claim_whose_document_is_gone_says_so() -> None:
    case = one_claim()
    findings = replace(gather(case), documents=())
    assert "no longer in the record" in page(findings).words


def test_more_actors_than_colours_still_differ() -> None:
    findings = replace(BARE, parties=tuple(Party(f"A{i}", f"Actor {i}") for i in range(32)))
    dots = {e.attributes["class"] for e in page(findings).all("i")}
    assert len(dots) == 32


def test_the_same_findings_give_the_same_bytes_in_any_process() -> None:
    code = "import hashlib; from brief_sample import *; from detente.brief import render; " \
        "print(hashlib.sha256(render(gather(sample_case())).encode()).hexdigest())"  # fmt: skip
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    here = render(gather(sample_case()))
    assert done.stdout.strip() == hashlib.sha256(here.encode()).hexdigest()
    assert here == render(sample())
