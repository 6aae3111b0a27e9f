"""Who is meant by he, it, both sides, the North, the ministry, the president: sentences of our own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from detente.record.types import Claim
from detente.vocabulary.gender import pronoun

DAY = date(2018, 5, 20)
BOTH = "Chancellor Angela Merkel and President Vladimir Putin met in Sochi. "
MET = "Vladimir Putin met Recep Tayyip Erdogan in Sochi on Monday. "


def last(read_text: Callable[..., list[Claim]], text: str, day: date | None = DAY) -> Claim:
    return read_text(text, day)[-1]


@pytest.mark.parametrize(
    ("text", "actor", "target", "why"),
    [
        # he and she agree with the person; the subject of the sentence before comes first
        (BOTH + "He accused Ukraine of breaking the truce.", ["Vladimir Putin"], ["UKR"], "pronoun he"),
        (BOTH + "She accused Ukraine of breaking the truce.", ["Angela Merkel"], ["UKR"], "pronoun she"),
        ("Angela Merkel met Vladimir Putin. He urged Germany to wait.", ["Vladimir Putin"], ["DEU"], "pronoun he"),
        (MET + "He criticised NATO.", ["Vladimir Putin"], ["NATO"], "pronoun he"),
        # groups
        (MET + "The two leaders agreed on a ceasefire.", ["Vladimir Putin", "Recep Tayyip Erdogan"], [], "both: leaders"),
        ("Russia, Turkey and Iran met. The three countries agreed on a ceasefire.", ["Russia", "Turkey", "Iran"], [], "both: countries"),
        ("Armenia and Azerbaijan met. Both sides accused Georgia of spying.", ["Armenia", "Azerbaijan"], ["GEO"], "both: sides"),
        ("Ethiopia and Eritrea met. Their leaders agreed to reopen the border.", ["Ethiopia", "Eritrea"], [], ""),
        # one of two
        ("North Korea fired a missile at South Korea. The North rejected talks with the South.", ["North Korea"], ["KOR"], "named"),
        ("Sudan bombed South Sudan. The South demanded compensation from the North.", ["South Sudan"], ["SDN"], "named"),
        ("Kenya and Somalia quarrelled. The former recalled its ambassador from the latter.", ["Kenya"], ["SOM"], "the former"),
        ("Xi Jinping invited Kim Jong Un. The latter thanked China.", ["Kim Jong Un"], ["CHN"], "the latter"),
        ("Sudan accused Ethiopia of an attack. Its neighbour threatened Sudan.", ["Ethiopia"], ["SDN"], "the neighbour of Sudan"),
        # bodies
        ("Iran denied the report. The ministry summoned the British ambassador.", ["Iran"], ["GBR"], "the ministry"),
        ("Syria shelled the town. The regime threatened Turkey.", ["Syria"], ["TUR"], "the regime"),
        ("Hamas released two hostages. The group threatened Israel.", ["Hamas"], ["ISR"], "the group"),
        ("The European Union met. The bloc imposed sanctions on Belarus.", ["European Union"], ["BLR"], "the bloc"),
        ("Turkey withdrew its envoy. It said it would impose sanctions on Israel.", ["Turkey"], ["ISR"], "pronoun it"),
        ("The Taliban attacked Kunduz. The government in Kabul offered the Taliban talks.", ["Afghanistan"], ["TALIBAN"], ""),
        ("Japan recalled its envoy. Its foreign minister accused South Korea of spying.", ["Japan"], ["KOR"], ""),
        # offices, by who was spoken of, by the country and the day
        ("Benjamin Netanyahu met Abdel Fattah al-Sisi. The president promised gas to Israel.", ["Abdel Fattah al-Sisi"], ["ISR"], "the president"),
        ("Benjamin Netanyahu met Abdel Fattah al-Sisi. The prime minister thanked Egypt.", ["Benjamin Netanyahu"], ["EGY"], "the prime minister"),
        ("France left the pact. The president promised aid to Mali.", ["Emmanuel Macron"], ["MLI"], "the president of France on 2018-05-20"),
    ],
)  # fmt: skip
def test_who_is_meant_and_why(
    read_text: Callable[..., list[Claim]], text: str, actor: list[str], target: list[str], why: str
) -> None:
    claim = last(read_text, text)
    assert (claim.actor_name or "").split("; ") == actor
    assert list(claim.target) == target
    assert why in claim.rule


@pytest.mark.parametrize(
    "text",
    [
        "Vladimir Putin and Xi Jinping met in Moscow. He threatened Georgia.",  # which of the two?
        "Angela Merkel left Sochi. He threatened Georgia.",  # not she
        "The talks ended. He threatened Georgia.",  # nobody was named
        "France and Mali signed a pact. The president threatened Georgia.",  # both have one
        "Kenya, Somalia and Chad quarrelled. The latter threatened Georgia.",  # of three
    ],
)
def test_what_nobody_can_tell_stays_open(read_text: Callable[..., list[Claim]], text: str) -> None:
    threats = [c for c in read_text(text, DAY) if c.type == "THREATEN"]
    assert all("Georgia" not in (c.target_name or "") or not c.actor for c in threats)


def test_a_title_names_who_held_it_on_the_day_and_nobody_without_a_day(
    read_text: Callable[..., list[Claim]],
) -> None:
    text = "France left the pact. The president promised aid to Mali."
    assert last(read_text, text, date(2013, 5, 20)).actor_name == "Francois Hollande"
    undated = last(read_text, text, None)
    assert (undated.actor, undated.actor_name, undated.actor_role) == (("FRA",), "France", "president")


def test_a_pronoun_does_not_contradict_a_title_whose_holder_only_the_tables_know(
    read_text: Callable[..., list[Claim]],
) -> None:
    # The tables say who chancellor was; the text, which does not, may know of a successor.
    assert last(
        read_text, "The German chancellor met Emmanuel Macron's envoy. He threatened Mali."
    ).actor == ("DEU",)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Angela Merkel", "she"), ("Park Geun-hye", "she"), ("Park Jin", "he"), ("Kim Yo-jong", "she"),
        ("Aung San Suu Kyi", "she"), ("Jean-Yves Le Drian", "he"), ("Maria Elphberg", "she"), ("Rudolf Rassendyll", None),
        ("", None),
    ],
)  # fmt: skip
def test_pronouns_of_names(name: str, expected: str | None) -> None:
    assert pronoun(name) == expected
