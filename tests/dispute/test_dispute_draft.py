"""A draft from the record: what recurs becomes options, demands become wishes, and all of it is sound."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dispute import check_text, loads
from detente.dispute.draft import LEAST, MOST_OPTIONS, acts_of, draft
from detente.dispute.layout import format_text
from detente.record.types import MODALITIES, Claim, Event
from detente.vocabulary.actions import ISSUES, TYPES


def claim(number: int, actor: str = "USA", **fields) -> Claim:
    made = Claim(
        id=f"c-{number}", document="d", sentence=1, quote="q", start=0, end=1, clause_start=0, clause_end=1,
        actor=(actor,), actor_name=None, actor_role=None, target=(), target_name=None, type="SANCTION",
        modality="happened", negated=False, attribution="author", certainty=1.0, date_from=None, date_to=None,
        issue="sanctions", polarity="conflictual", concession_by=None, concession_to=None, rule="r",
    )  # fmt: skip
    return replace(made, **fields)


def events(claims: list[Claim]) -> list[Event]:
    return [
        Event(
            f"e-{c.id}",
            (c.id,),
            c.actor,
            c.target,
            c.type,
            c.issue,
            c.date_from,
            c.date_to,
            f"what {c.id} tells",
            1,
        )
        for c in claims
    ]


def made(claims: list[Claim], **known) -> str | None:
    return draft(claims, events(claims), str.title, title="A case", **known)


def on(year: int, month: int, day: int) -> dict[str, date]:
    return {"date_from": date(year, month, day), "date_to": date(year, month, day)}


SANCTIONED = [claim(1, **on(2018, 1, 1)), claim(2, **on(2018, 2, 1))]
DEMANDED = [
    claim(n, "PRK", target=("USA",), type="REQUEST", modality="demanded", polarity="conflictual")
    for n in (3, 4)
]


def test_what_recurs_becomes_an_option_of_who_does_it() -> None:
    text = made(SANCTIONED)
    assert text is not None
    dispute = loads(text)
    assert [(option.id, option.name) for option in dispute.options] == [
        ("USA.sanctions", "Harden on sanctions")
    ]
    assert dispute.actors[0].name == "Usa"
    assert [(row.on, row.take, row.because) for row in dispute.history] == [
        (date(2018, 1, 1), ("USA.sanctions",), ("e-c-1",))
    ]


def test_once_is_not_again_and_again() -> None:
    assert LEAST == 2
    assert made(SANCTIONED[:1]) is None
    assert made([]) is None
    same = [claim(1), claim(2)]
    told_twice = [Event("e", ("c-1", "c-2"), ("USA",), (), "SANCTION", "sanctions", None, None, "t", 2)]
    assert draft(same, told_twice, str, title="") is None


def test_a_demand_is_a_wish_of_who_asks_and_in_the_power_of_who_is_asked() -> None:
    text = made(SANCTIONED + DEMANDED)
    assert text is not None
    dispute = loads(text)
    (wish,) = dispute.actor("PRK").prefers or ()
    assert (wish.statements[0].text, wish.cited) == ("not USA.sanctions", ("e-c-3", "e-c-4"))
    assert not dispute.actor("PRK").options
    assert "# proposed: it asked USA for it" in text


def test_a_demand_alone_makes_the_option_of_giving_way() -> None:
    dispute = loads(made(DEMANDED) or "")
    assert [option.name for option in dispute.options] == ["Cooperate on sanctions"]
    assert [w.statements[0].text for w in dispute.actor("PRK").prefers or ()] == ["USA.sanctions"]
    assert [w.statements[0].text for w in dispute.actor("USA").prefers or ()] == ["not USA.sanctions"]


def test_a_refusal_is_a_red_line_candidate_unless_it_was_mostly_done() -> None:
    refused = claim(5, type="REJECT", polarity="conflictual")
    text = made([*SANCTIONED, refused]) or ""
    assert "# proposed: red line candidate, it refused" in text
    assert "# red_lines: 1" in text
    assert loads(text).actors[0].red_lines == 0  # the analyst decides
    gave = [claim(n, type="CONCEDE", polarity="cooperative") for n in (6, 7)]
    assert "red line" not in (made([*SANCTIONED, refused, *gave]) or "")


def test_words_denials_and_the_future_do_not_count() -> None:
    for change in (
        {"negated": True}, {"modality": "denied"}, {"modality": "speculated"}, {"issue": None},
        {"type": "STATEMENT", "polarity": None}, {"type": "ACCUSE"},
    ):  # fmt: skip
        assert made([replace(c, **change) for c in SANCTIONED]) is None
    assert made(SANCTIONED, as_of=date(2018, 1, 15)) is None


def test_a_concession_is_in_the_power_of_who_gives() -> None:
    gave = [claim(n, "PRK", concession_by=("USA",), polarity="cooperative", type="CONCEDE") for n in (1, 2)]
    assert {act.actor for act in acts_of(gave, events(gave))} == {"USA"}


def test_parties_that_are_no_actors_of_a_case_file_are_left_out() -> None:
    assert made([replace(c, actor=("winter-olympics",)) for c in SANCTIONED]) is None


def test_foreign_words_cannot_break_the_draft() -> None:
    claims = SANCTIONED + DEMANDED
    rows = [replace(e, id=f"e: [{e.id}", text="# \n - {x: \u202e\x1b[31m" * 20) for e in events(claims)]
    text = draft(claims, rows, lambda code: "a: {b} \n# c", title="t: [\n")
    assert text is not None
    dispute = loads(text)
    assert dispute.history[0].because == ("e: [e-c-1",)
    assert "\x1b" not in text


CLAIMS = st.builds(
    claim,
    st.integers(0, 40),
    st.sampled_from(["USA", "PRK", "KOR", "CHN", "un", "X Y"]),
    target=st.lists(st.sampled_from(["USA", "PRK", "JPN"]), max_size=2, unique=True).map(tuple),
    type=st.sampled_from(sorted(TYPES)),
    modality=st.sampled_from(MODALITIES),
    issue=st.sampled_from([*list(ISSUES)[:8], None]),
    polarity=st.sampled_from(["cooperative", "conflictual", None]),
    negated=st.booleans(),
    date_from=st.dates(date(2018, 1, 1), date(2018, 3, 1)),
).map(lambda c: replace(c, date_to=c.date_from))


@settings(max_examples=60, deadline=None)
@given(st.lists(CLAIMS, max_size=40, unique_by=lambda c: c.id))
def test_every_draft_is_sound_laid_out_and_bounded(claims: list[Claim]) -> None:
    text = made(claims, as_of=date(2018, 2, 15))
    if text is None:
        return
    assert [fault for fault in check_text(text) if fault.severity == "error" or fault.code == "D183"] == []
    assert format_text(text) == text
    dispute = loads(text)
    assert len(dispute.options) <= MOST_OPTIONS
    known = {f"e-{c.id}" for c in claims}
    assert {citation.event for citation in dispute.citations} <= known
    assert all(wish.cited for actor in dispute.actors for wish in actor.prefers or ())
