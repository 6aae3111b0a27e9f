"""Sentences of our own, and who does what to whom in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.record.types import Claim

CASES = [
    # plain verbs, passives, prepositions
    ("Chad urged Libya to withdraw its fighters from the border.", "REQUEST", "TCD", "LBY"),
    ("Sanctions were imposed on Belarus by Canada last week.", "SANCTION", "CAN", "BLR"),
    ("Thailand accused Cambodia of shelling a temple.", "ACCUSE", "THA", "KHM"),
    ("Norway's foreign minister visited Finland last month.", "CONSULT", "NOR", "FIN"),
    ("Panama refused to meet the Honduran envoy.", "REJECT", "PAN", "HND"),
    ("Serbia recalled its ambassador from Croatia.", "SANCTION", "SRB", "HRV"),
    ("Zambian troops attacked a village in Malawi.", "ASSAULT", "ZMB", "MWI"),
    ("Portugal sent food aid to Angola.", "AID", "PRT", "AGO"),
    ("Senegal praised Gambia for the accord.", "SUPPORT", "SEN", "GMB"),
    ("Botswana deployed soldiers along the Namibian border.", "MOBILIZE", "BWA", "NAM"),
    ("Nicaragua arrested two Costa Rican journalists.", "COERCE", "NIC", "CRI"),
    # the object decides: ending restrictions yields, ending restraint or talks refuses
    ("Japan eased sanctions on Myanmar.", "CONCEDE", "JPN", "MMR"),
    ("Morocco has called off joint exercises with Spain.", "RETREAT", "MAR", "ESP"),
    ("Kenya called off talks with Somalia.", "REJECT", "KEN", "SOM"),
    ("Iceland cut off aid to Benin.", "SANCTION", "ISL", "BEN"),
    ("Bhutan breached its commitments to India.", "REJECT", "BTN", "IND"),
    ("Rwanda withdrew its troops from Burundi.", "RETREAT", "RWA", "BDI"),
    # an act inside an act
    ("Peru and Ecuador agreed on Tuesday to resume talks on their border.", "AGREE", "PER ECU", ""),
    ("Mali threatened to arrest French soldiers.", "THREATEN", "MLI", "FRA"),
    ("Eritrea promised to pull its troops out of Sudan.", "CONCEDE", "ERI", "SDN"),
    ("Armenia is ready to sign a treaty with Turkey.", "AGREE", "ARM", "TUR"),
    ("Latvia plans to deploy troops along the Russian border.", "THREATEN", "LVA", "RUS"),
    ("Kuwait announced the suspension of talks with Iraq.", "REJECT", "KWT", "IRQ"),
    ("Greece announced new sanctions against Albania.", "SANCTION", "GRC", "ALB"),
    ("Chad wants Mali to change its constitution.", "REQUEST", "TCD", "MLI"),
    ("Benin demands that Togo rule out a Ghanaian visit and pay its debts.", "REQUEST", "BEN", "TGO"),
    ("Chad promised not to attack Sudan.", "CONCEDE", "TCD", "SDN"),
    ("Chad refused for years to recognise Sudan.", "REJECT", "TCD", "SDN"),
    ("Chad no longer insists on an apology from Mali.", "CONCEDE", "TCD", "MLI"),
    ("Chad, the Gambia, Mali and Niger imposed sanctions on Togo.", "SANCTION", "TCD GMB MLI NER", "TGO"),
    # what one gets, another gives
    ("Chad received weapons from Sudan.", "AID", "SDN", "TCD"),
    ("Benin won assurances from Togo.", "AGREE", "TGO", "BEN"),
    ("Niger came under fire from Mali.", "ASSAULT", "MLI", "NER"),
    # judgements are accusations, whoever puts them how
    ("Chad called the Sudanese raid a provocation.", "ACCUSE", "TCD", "SDN"),
    ("Chad said the Sudanese raid was an outrage.", "ACCUSE", "TCD", "SDN"),
    ("Chad is angered by the Sudanese raid.", "ACCUSE", "TCD", "SDN"),
    # set phrases
    ("Kenya paid a visit to Uganda.", "CONSULT", "KEN", "UGA"),
    ("Kenya issued a warning to Uganda.", "THREATEN", "KEN", "UGA"),
    ("Kenya voiced its support for Uganda.", "SUPPORT", "KEN", "UGA"),
    ("Kenya put pressure on Uganda.", "REQUEST", "KEN", "UGA"),
    ("Kenya took Uganda to court.", "ACCUSE", "KEN", "UGA"),
    ("Kenya and Uganda traded accusations.", "ACCUSE", "KEN UGA", ""),
    ("Kenya and Uganda exchanged fire.", "ASSAULT", "KEN UGA", ""),
    # event nouns
    ("The Peru-Ecuador talks broke down in May.", "REJECT", "PER ECU", ""),
    ("Talks between Laos and Vietnam went on.", "CONSULT", "LAO VNM", ""),
    ("Ghana's pledge to disarm was welcomed by Togo.", "SUPPORT", "TGO", "GHA"),
    ("The Algerian withdrawal of troops from Niger took a week.", "RETREAT", "DZA", "NER"),
    # what others must do; what will not be done
    ("Uganda said Rwanda must open the border.", "REQUEST", "UGA", "RWA"),
    ("Tunisia will not meet the Libyan envoy.", "REJECT", "TUN", "LBY"),
    ("Malta will host the Cypriot president.", "AGREE", "MLT", "CYP"),
    ("Brazil will impose tariffs on Uruguay.", "THREATEN", "BRA", "URY"),
]


@pytest.mark.parametrize(("text", "kind", "actor", "target"), CASES, ids=[c[0][:40] for c in CASES])
def test_who_does_what_to_whom(
    read_text: Callable[..., list[Claim]], text: str, kind: str, actor: str, target: str
) -> None:
    found = [(c.type, set(c.actor), set(c.target)) for c in read_text(text)]
    assert (kind, set(actor.split()), set(target.split())) in found


@pytest.mark.parametrize(
    "text",
    [
        "A deal to limit the arsenals of Chad and Libya was far away.",
        "The weather in Chad was fine.",
        "Iceland hopes that Denmark will visit.",
        "",
        "...",
        "Chad. Libya. Mali.",
    ],
)
def test_no_event_where_none_is_told(read_text: Callable[..., list[Claim]], text: str) -> None:
    assert [c for c in read_text(text) if c.type not in ("STATEMENT", "ASSESSMENT")] == []


def test_what_an_operator_takes_up_is_not_told_twice(read_text: Callable[..., list[Claim]]) -> None:
    claims = read_text("Bolivia refused to hold a new round of talks with Chile.")
    assert [c.type for c in claims] == ["REJECT"]


def test_a_rejected_proposal_has_an_author_of_its_own(read_text: Callable[..., list[Claim]]) -> None:
    claims = read_text("Bolivia rejected a proposal from Chile.")
    assert [(c.type, c.actor, c.target) for c in claims] == [
        ("REJECT", ("BOL",), ("CHL",)),
        ("AGREE", ("CHL",), ("BOL",)),
    ]


def test_pronouns_and_collectives_look_back(read_text: Callable[..., list[Claim]]) -> None:
    text = "Tunisia and Algeria held talks. Both countries agreed to reopen their border. They met in Tunis."
    assert [set(c.actor) for c in read_text(text)] == [{"TUN", "DZA"}] * 3
    text = "Serbia recalled its ambassador from Croatia. It also suspended trade with Hungary."
    assert [(c.actor, c.target) for c in read_text(text)] == [(("SRB",), ("HRV",)), (("SRB",), ("HUN",))]


def test_a_guess_is_marked_in_the_rule(read_text: Callable[..., list[Claim]]) -> None:
    text = "Serbia threatened Croatia. Serbia criticised Croatia. Serbia imposed new tariffs."
    last = read_text(text)[-1]
    assert last.target == ("HRV",)
    assert "fallback: main counterpart" in last.rule


def test_a_party_without_a_code_keeps_its_name(read_text: Callable[..., list[Claim]]) -> None:
    (claim,) = read_text("Chad urged the international community to act.")
    assert (claim.target, claim.target_name) == (("international-community",), "international community")


def test_rebels_are_not_the_state_they_fight(read_text: Callable[..., list[Claim]]) -> None:
    (claim,) = read_text("Malian rebels attacked Niger.")
    assert claim.actor == ("malian-rebels",)


@pytest.mark.parametrize(
    ("text", "by", "to"),
    [
        ("Japan eased sanctions on Myanmar.", ("JPN",), ("MMR",)),
        ("Cuba freed prisoners.", None, None),
        ("Thailand accused Cambodia.", None, None),
        ("Rwanda withdrew its troops from Burundi.", ("RWA",), ("BDI",)),
        ("Tunisia and Algeria agreed to reopen their border.", ("TUN", "DZA"), None),
    ],
)
def test_concessions(
    read_text: Callable[..., list[Claim]], text: str, by: tuple[str, ...] | None, to: tuple[str, ...] | None
) -> None:
    claims = read_text(text)
    if by is None and "freed" in text:
        assert [(c.concession_by, c.concession_to) for c in claims] == [(("CUB",), None)]
    else:
        assert [(c.concession_by, c.concession_to) for c in claims] == [(by, to)]


def test_the_gain_of_third_parties_is_left_to_the_review(read_text: Callable[..., list[Claim]]) -> None:
    (claim,) = read_text("Morocco has called off joint exercises with Spain.")
    assert (claim.concession_by, claim.concession_to) == (("MAR",), None)
    assert "gain: a third party, for review" in claim.rule


@pytest.mark.parametrize(
    "text",
    [
        "Chad and Mali struck a deal to cut tariffs.",
        "The UN mission warned that Chad stood on the brink of famine.",
        "Chad, Mali and Niger refused to talk and to pay.",
    ],
)
def test_what_is_only_meant_or_foreseen_is_no_act(read_text: Callable[..., list[Claim]], text: str) -> None:
    assert {c.type for c in read_text(text)} <= {"AGREE", "REJECT", "STATEMENT", "ASSESSMENT"}


def test_issue_and_polarity(read_text: Callable[..., list[Claim]]) -> None:
    (claim,) = read_text("Japan eased sanctions on Myanmar.")
    assert (claim.issue, claim.polarity) == ("sanctions", "cooperative")


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        ("Chad is in talks with Libya.", "CONSULT", "TCD LBY"),
        ("Chad and Mali are at war.", "ASSAULT", "TCD MLI"),
    ],
)
def test_what_somebody_is_in_or_at(
    read_text: Callable[..., list[Claim]], text: str, kind: str, actor: str
) -> None:
    assert [(c.type, set(c.actor)) for c in read_text(text)] == [(kind, set(actor.split()))]


def test_where_something_is_tells_no_act(read_text: Callable[..., list[Claim]]) -> None:
    assert read_text("The lake is in Chad. Libya is in Africa.") == []
