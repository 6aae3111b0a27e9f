"""Who is meant: every sentence here is our own."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.vocabulary.actors import Actors, Mention

ACTORS = Actors.builtin()
WORDS = (
    "Kim Jong Un Trump US U.S. the North South Korea Korean of president , . - 's \n President Moon May 3 in "
    "Hanoi summit Wang Yi Foreign Minister Iran's envoy Al bin 平壤 é ’ —"
)
SPRING_2019 = date(2019, 3, 1)


def found(text: str, on: date | None = None, actors: Actors = ACTORS) -> list[str]:
    """Every mention as CODE:words, venues in brackets."""
    return [
        f"[{m.code}]:{text[m.start : m.end]}" if m.why == "place" else f"{m.code}:{text[m.start : m.end]}"
        for m in actors.mentions(text, on)
    ]


def only(text: str, on: date | None = None) -> Mention:
    (mention,) = ACTORS.mentions(text, on)
    return mention


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # spelling and case
        ("The U.S. and the US agreed.", ["USA:U.S.", "USA:US"]),
        ("A U.S. official met an A.U. official.", ["USA:U.S.", "AU:A.U."]),
        ("They told us that it helps us.", []),
        ("JOIN US TODAY", []),
        ("US-IRAN TALKS FAIL", ["USA:US", "IRN:IRAN"]),
        ("It cost US$5 million.", []),
        ("Who said so? WHO officials did.", ["WHO:WHO officials"]),
        ("Turkey roasted a turkey.", ["TUR:Turkey"]),
        ("China sold china.", ["CHN:China"]),
        ("The E.U. and Nato agreed.", ["EU:E.U.", "NATO:Nato"]),
        ("CHINA AND INDIA TALK", ["CHN:CHINA", "IND:INDIA"]),
        # longest form
        ("South Sudan and Sudan met.", ["SSD:South Sudan", "SDN:Sudan"]),
        ("Nigeria and Niger differ.", ["NGA:Nigeria", "NER:Niger"]),
        ("oil from the Niger Delta", []),
        (
            "Guinea, Guinea-Bissau, Equatorial Guinea and Papua New Guinea",
            ["GIN:Guinea", "GNB:Guinea-Bissau", "GNQ:Equatorial Guinea", "PNG:Papua New Guinea"],
        ),
        ("a guinea pig in the Gulf of Guinea", []),
        ("the Dominican Republic and Dominica", ["DOM:Dominican Republic", "DMA:Dominica"]),
        ("Northern Ireland Protocol", []),
        ("Turkish Cypriots and Greek Cypriots", ["TRNC:Turkish Cypriots", "CYP:Greek Cypriots"]),
        ("Turkish-Cypriot leaders", ["TRNC:Turkish-Cypriot leaders"]),
        ("Bosnian Serb leader", ["SRPSKA:Bosnian Serb leader"]),
        # places that are nobody
        ("the South China Sea and the Sea of Japan", []),
        ("the Korean Peninsula since the Korean War", []),
        ("Latin American and African American voters", []),
        ("the Paris Agreement and the Minsk agreements", []),
        ("the Vienna Convention on Diplomatic Relations", []),
        ("the Washington Post and the Times of India", []),
        # people who are no country
        ("Michael Jordan retired.", []),
        ("Jordan Pennyworth wrote to Chad Smithson.", []),
        ("Jordan and Chad signed.", ["JOR:Jordan", "TCD:Chad"]),
        ("In Jordan, Chad opened a mission.", ["JOR:Jordan", "TCD:Chad"]),
        ("George Washington crossed a river.", []),
        ("Denzel Washington won.", []),
        ("voters in the state of Georgia", []),
        ("the state of Georgia and Georgia Tech", []),
        ("Voters in Georgia gather in Atlanta today.", []),
        (
            "The governor of Georgia met Georgian exiles from Tbilisi.",
            ["GEO:Georgia", "GEO:Georgian", "GEO:Tbilisi"],
        ),
        ("Georgia joined the talks in Tbilisi.", ["GEO:Georgia", "[GEO]:Tbilisi"]),
        # possessives and dyads
        ("Iran's offer and the Houthis’ reply", ["IRN:Iran", "HOUTHI:Houthis"]),
        ("US-North Korea talks", ["USA:US", "PRK:North Korea"]),
        ("North Korea-US talks", ["PRK:North Korea", "USA:US"]),
        ("the Moscow-Kyiv channel", ["RUS:Moscow", "UKR:Kyiv"]),
        ("Sino-Indian border", ["CHN:Sino", "IND:Indian"]),
        ("Indo-Pakistani talks", ["IND:Indo", "PAK:Pakistani"]),
        ("the Israeli–Palestinian conflict", ["ISR:Israeli", "PSE:Palestinian"]),
        ("Sino the dog", []),
        # governments by other names
        ("The Kremlin, the White House and the Élysée", ["RUS:Kremlin", "USA:White House", "FRA:Élysée"]),
        ("Downing Street and Foggy Bottom agreed", ["GBR:Downing Street", "USA:Foggy Bottom"]),
        ("the Elysee and the Blue House", ["FRA:Elysee", "KOR:Blue House"]),
        ("the State Department said", ["USA:State Department"]),
        ("the Foreign Ministry said", []),
        ("the Iranian Foreign Ministry said", ["IRN:Iranian Foreign Ministry"]),
        ("Cote d'Ivoire and Côte d’Ivoire", ["CIV:Cote d'Ivoire", "CIV:Côte d’Ivoire"]),
        ("Türkiye and Turkiye", ["TUR:Türkiye", "TUR:Turkiye"]),
        ("Sana'a and Sanaa reject it", ["YEM:Sana'a", "YEM:Sanaa"]),
    ],
)
def test_names(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hanoi welcomed the visitors.", ["VNM:Hanoi"]),
        ("They met in Hanoi.", ["[VNM]:Hanoi"]),
        ("the Hanoi summit collapsed", ["[VNM]:Hanoi"]),
        ("after the Hanoi talks", ["[VNM]:Hanoi"]),
        ("the post-Hanoi mood", ["[VNM]:Hanoi"]),
        ("a visit to Addis Ababa", ["[ETH]:Addis Ababa"]),
        ("She visited Asmara.", ["[ERI]:Asmara"]),
        ("meetings in Cairo and Khartoum", ["[EGY]:Cairo", "[SDN]:Khartoum"]),
        ("between Cairo and Khartoum", ["EGY:Cairo", "SDN:Khartoum"]),
        ("STRELSAU is no capital but TEHRAN (AFP) is", ["IRN:TEHRAN"]),
        ("TEHRAN (AFP) - The minister left.", ["[IRN]:TEHRAN"]),
        ("NICOSIA— The talks resumed.", ["[CYP]:NICOSIA"]),
        ("the Bogota government refused", ["COL:Bogota government"]),
        ("a message to Pyongyang", ["PRK:Pyongyang"]),
        ("the Washington-Pyongyang talks", ["USA:Washington", "PRK:Pyongyang"]),
    ],
)
def test_a_capital_is_a_government_or_a_venue(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("North and South Korea met. The North left.", ["KOREAS:North and South Korea", "PRK:North"]),
        ("North Korea met Seoul. The South left.", ["PRK:North Korea", "KOR:Seoul", "KOR:South"]),
        ("Seoul and Pyongyang: North-South talks", ["KOR:Seoul", "PRK:Pyongyang", "PRK:North", "KOR:South"]),
        ("The South of Italy and the North Atlantic", ["ITA:Italy"]),
        ("South Korea froze. Korea thawed.", ["KOR:South Korea", "KOR:Korea"]),
        ("Korea thawed.", []),
        ("North Korea and South Korea: Korea is divided.", ["PRK:North Korea", "KOR:South Korea"]),
        ("Kinshasa protested. Congo will reply.", ["COD:Kinshasa", "COD:Congo"]),
        ("Brazzaville protested. Congo will reply.", ["COG:Brazzaville", "COG:Congo"]),
        ("Congo will reply.", []),
        ("Washington waits for Congress.", ["USA:Washington", "USA:Congress"]),
        ("Congress lost the vote in India.", ["IND:India"]),
        ("The two Koreas met.", ["KOREAS:two Koreas"]),
    ],
)  # fmt: skip
def test_an_ambiguous_name_is_decided_by_the_rest_of_the_text(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "name", ["Kim Jong Un", "Kim Jong-un", "Kim Jong-Un", "Kim Jong Eun", "KIM JONG UN", "Kim\nJong Un"]
)
def test_romanisations_of_one_name(name: str) -> None:
    mention = only(f"Then {name} spoke.", SPRING_2019)
    assert (mention.code, mention.name, mention.role) == ("PRK", "Kim Jong Un", "leader")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Volodymyr Zelenskiy", "Volodymyr Zelenskyy"),
        ("Abdel-Fattah el-Sisi", "Abdel Fattah al-Sisi"),
        ("Mohamed bin Salman", "Mohammed bin Salman"),
        ("Recep Tayyip Erdogan", "Recep Tayyip Erdogan"),
        ("Sergey Lavrov", "Sergei Lavrov"),
        ("Donald J. Trump", "Donald Trump"),
        ("Donald J Trump", "Donald Trump"),
        ("Moon Jae In", "Moon Jae-in"),
        ("Moon Jaein", "Moon Jae-in"),
        ("Alexander Lukashenko", "Alexander Lukashenko"),
        ("Antonio Guterres", "Antonio Guterres"),
        ("António Guterres", "Antonio Guterres"),
        ("Nicolas Maduro", "Nicolas Maduro"),
    ],
)
def test_spellings_of_people(written: str, name: str) -> None:
    text = f"The envoy met {written} again."
    mention = only(text)
    assert (mention.name, text[mention.start : mention.end]) == (name, written)


def test_a_title_is_held_by_whoever_held_it_on_the_day() -> None:
    text = "The American president spoke."
    assert [only(text, date(year, 6, 1)).name for year in (2010, 2018, 2022, 2025)] == [
        "Barack Obama", "Donald Trump", "Joe Biden", "Donald Trump",
    ]  # fmt: skip
    assert (only(text).name, only(text).role) == ("United States", "president")
    assert only("The Russian leader spoke.", SPRING_2019).name == "Vladimir Putin"
    assert only("the Israeli leader", SPRING_2019).name == "Benjamin Netanyahu"
    assert only("the UN chief", SPRING_2019).name == "Antonio Guterres"
    assert only("the EU foreign policy chief", SPRING_2019).name == "Federica Mogherini"
    assert only("the British foreign secretary", SPRING_2019).name == "Jeremy Hunt"
    assert only("US secretary of state", date(2018, 3, 31)).name == "United States"


@pytest.mark.parametrize(
    ("text", "code", "name", "role"),
    [
        ("Russian President Vladimir Putin", "RUS", "Vladimir Putin", "president"),
        ("Iran's foreign minister Mohammad Javad Zarif", "IRN", "Mohammad Javad Zarif", "foreign minister"),
        ("Secretary of State Mike Pompeo", "USA", "Mike Pompeo", "secretary of state"),
        ("President Putin", "RUS", "Vladimir Putin", "president"),
        ("Prime Minister May", "GBR", "Theresa May", "prime minister"),
        ("Mr Moon", "KOR", "Moon Jae-in", "president"),
        ("South Korean President Moon", "KOR", "Moon Jae-in", "president"),
        ("the president of Turkey", "TUR", "Recep Tayyip Erdogan", "president"),
        ("the government of Colombia", "COL", "Colombia", "government"),
        ("the Trump administration", "USA", "Donald Trump", "president"),
        ("North Korean officials", "PRK", "North Korea", "official"),
        ("former US president Barack Obama", "USA", "Barack Obama", "former president"),
        ("the former Russian prime minister", "RUS", "Russia", "former prime minister"),
        ("Pakistan Army chief General Qamar Javed Bajwa", "PAK", "Qamar Javed Bajwa", "army chief"),
        ("the new Ethiopian foreign minister", "ETH", "Ethiopia", "foreign minister"),
    ],
)
def test_titles_and_people_are_one_mention(text: str, code: str, name: str, role: str) -> None:
    mention = only(text, SPRING_2019)
    assert (mention.code, mention.name, mention.role) == (code, name, role)


def test_family_names() -> None:
    assert found("Trump-Kim summit", SPRING_2019) == ["USA:Trump", "PRK:Kim"]
    assert found("Putin's offer to Macron", SPRING_2019) == ["RUS:Putin", "FRA:Macron"]
    assert found("He shot at the moon. Moon rose.", SPRING_2019) == []
    assert found("Moon Jae-in called. Then Moon left.", SPRING_2019) == ["KOR:Moon Jae-in", "KOR:Moon"]
    assert found("Then Moon left. Moon Jae-in called.", SPRING_2019) == ["KOR:Moon", "KOR:Moon Jae-in"]
    assert found("In May 2019, on 3 May and last May they met.", SPRING_2019) == []
    assert found("Theresa May called in May 2019. May left.", SPRING_2019) == ["GBR:Theresa May", "GBR:May"]
    assert found("Kim Jong-nam and Kim Tae-ri died.", SPRING_2019) == []
    assert found("They said Ivanka Trump and Billy Putin came.", SPRING_2019) == []
    assert found("Khan said so.", date(2020, 1, 1)) == []
    assert found("Prime Minister Imran Khan came. Khan said so.", date(2020, 1, 1)) == [
        "PAK:Prime Minister Imran Khan", "PAK:Khan",
    ]  # fmt: skip
    assert found("Sharif spoke.", date(2024, 6, 1)) == []


def test_of_two_people_of_one_name_the_one_in_office_is_meant() -> None:
    text = "Like Kim Il-sung before him, Kim Jong Un took the train. Kim arrived."
    assert [m.name for m in ACTORS.mentions(text, SPRING_2019)] == [
        "Kim Il Sung",
        "Kim Jong Un",
        "Kim Jong Un",
    ]


def test_one_person_stands_for_different_parties_over_time() -> None:
    assert only("Mark Rutte spoke.", date(2015, 1, 1)).code == "NLD"
    assert only("Mark Rutte spoke.", date(2025, 1, 1)).code == "NATO"
    assert only("Donald Tusk spoke.", date(2016, 1, 1)).code == "EU"


def test_the_text_introduces_people_nobody_knows() -> None:
    text = (
        "Peruvian Foreign Minister Rupert Hentzau met Flavia Elphberg, Kenya's trade minister. "
        "Hentzau was late, Elphberg said. Rupert is no name of a party."
    )
    assert found(text, SPRING_2019) == [
        "PER:Peruvian Foreign Minister Rupert Hentzau", "KEN:Flavia Elphberg", "KEN:Kenya's trade minister",
        "PER:Hentzau", "KEN:Elphberg",
    ]  # fmt: skip
    assert ACTORS.mentions(text)[3].role == "foreign minister"
    korean = "South Korean envoy Bak Sun-ho spoke. Bak left."
    assert found(korean) == ["KOR:South Korean envoy Bak Sun-ho", "KOR:Bak"]


def test_a_case_brings_its_own_names() -> None:
    case = ACTORS.with_names(
        {"USA": ["Uncle Sam"], "GOV": ["Strelsau"], "REB": ["Black Michael", "Congress"]},
        {"GOV": "Ruritania", "REB": "Duke's men", "BRIT": "United Kingdom"},
    )
    text = "Uncle Sam, Strelsau, Ruritania, Black Michael, Congress and London talked."
    assert found(text, actors=case) == [
        "USA:Uncle Sam", "GOV:Strelsau", "GOV:Ruritania", "REB:Black Michael", "REB:Congress", "BRIT:London",
    ]  # fmt: skip
    assert (case.name("GOV"), case.kind("GOV"), case.name("USA")) == ("Ruritania", "case", "United States")
    assert case.mentions("Strelsau spoke.")[0].why == "case file"
    assert ACTORS.mentions("Strelsau spoke.") == ()
    assert ACTORS.kind("REB") is None
    surnames = ACTORS.with_names({"PRK": ["Kim"]}, {})
    assert found("Kim spoke.", actors=surnames) == ["PRK:Kim"]


def test_names_kinds_members() -> None:
    assert (ACTORS.name("PRK"), ACTORS.kind("PRK")) == ("North Korea", "country")
    assert (ACTORS.kind("EU"), ACTORS.kind("FARC"), ACTORS.kind("nobody")) == ("organisation", "group", None)
    assert ACTORS.name("nobody") == "nobody"
    assert ACTORS.members("E3") == ("GBR", "FRA", "DEU")
    assert ACTORS.members("USA") == ()
    assert {code for name in ("KOREAS", "P5+1") for code in ACTORS.members(name)} <= set(ACTORS.codes())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(WORDS.split(" ")),
        max_size=40,
    )
)
def test_mentions_are_spans_in_order_whatever_the_text(parts: list[str]) -> None:
    text = " ".join(parts)
    mentions = ACTORS.mentions(text, SPRING_2019)
    ends = [0]
    for mention in mentions:
        assert ends[-1] <= mention.start < mention.end <= len(text)
        assert text[mention.start].isalnum()
        assert mention.code in ACTORS.codes()
        ends.append(mention.end)


@pytest.mark.parametrize(
    "unit",
    [
        "Kim ",
        "US president ",
        "Rupert Hentzau, ",
        "Iran's foreign minister Aaa Bbb ",
        "the North ",
        "President Putin and Putin ",
    ],
)
@pytest.mark.timeout(120)
def test_hostile_text_ends(unit: str) -> None:
    # 100,000 characters take a second or two; trying every start against every end takes many minutes.
    assert ACTORS.mentions(unit * (100_000 // len(unit)), SPRING_2019) is not None
