"""What the tables of names promise: every state, the G20's offices without gaps, and no two holders at once."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from detente.vocabulary import lexicon
from detente.vocabulary.actors import Actors
from detente.vocabulary.persons import holder

ISO = """
ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH BLM BLR
BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP
CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB
GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN
KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD
MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN
PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM
SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR
UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE
""".split()
G20 = "ARG AUS BRA CAN CHN FRA DEU IND IDN ITA JPN KOR MEX RUS SAU ZAF TUR GBR USA".split()
NO_DEMONYM = (
    "ATA BVT IOT CCK CXR ATF HMD UMI NFK SGS SJM BLM MAF SPM PCN DMA GGY JEY MNP SXM VGB VIR WLF".split()
)
MONTHS = [date(year, month, 15) for year in range(2010, 2026) for month in range(1, 13)][:-2]


def test_every_iso_country_is_there_and_all_but_islets_have_a_demonym() -> None:
    rows = {row["code"]: row for row in lexicon.rows("countries.csv")}
    assert len(ISO) == 249
    assert set(ISO) <= set(rows)
    assert [code for code in ISO if not rows[code]["demonyms"] and code not in NO_DEMONYM] == []


@pytest.mark.parametrize("code", G20)
def test_the_g20_have_a_leader_and_a_foreign_minister_at_any_time(code: str) -> None:
    since_2010 = [
        day for day in MONTHS if (code, day.year) != ("KOR", 2017)
    ]  # impeached, and not yet succeeded
    # Tables count in months, so one month between two terms tells nothing.
    for role in ("leader", "foreign minister"):
        held = [holder(code, role, day) is not None for day in since_2010]
        gaps = [
            day for day, now, then in zip(since_2010, held, held[1:], strict=False) if not now and not then
        ]
        assert gaps == [], role


def test_no_two_people_hold_one_office_at_once() -> None:
    terms: dict[tuple[str, str], list[tuple[date, date, str]]] = {}
    for row in lexicon.rows("people.csv"):
        since = date.fromisoformat(f"{row['since']}-01")
        until = date.fromisoformat(f"{row['until']}-01") if row["until"] else date.max
        assert since < until, row
        if row["role"] in (
            "president",
            "prime minister",
            "foreign minister",
            "chancellor",
            "secretary-general",
        ):
            terms.setdefault((row["code"], row["role"]), []).append((since, until, row["name"]))
    at_once = [
        (office, a[2], b[2])
        for office, held in terms.items()
        for a, b in combinations(held, 2)
        if a[0] < b[1] and b[0] < a[1]
    ]
    # In 2010-11 two men were sworn in as president of Côte d'Ivoire.
    assert [office for office, *_ in at_once] == [("CIV", "president")]


def test_tables_speak_of_known_parties_only() -> None:
    known = set(Actors.builtin().codes())
    assert {row["code"] for row in lexicon.rows("people.csv")} <= known
    members = {m for row in lexicon.rows("organisations.csv") for m in row["members"].split(";") if m}
    assert members <= known
    codes = [row["code"] for table in ("countries.csv", "organisations.csv") for row in lexicon.rows(table)]
    assert len(codes) == len(set(codes))


def test_no_name_means_two_parties_for_certain() -> None:
    meant: dict[str, set[str]] = {}
    for table in ("countries.csv", "organisations.csv"):
        for row in lexicon.rows(table):
            for column in ("name", "names", "demonyms", "capitals", "metonyms"):
                for written in filter(None, row.get(column, "").split(";")):
                    if not written.endswith("?"):
                        meant.setdefault(written, set()).add(row["code"])
    assert {written: codes for written, codes in meant.items() if len(codes) > 1} == {}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("M23 and the Wazalendo met FARDC officers in Doha.", ["M23", "MAIMAI", "COD"]),
        ("The Saudi-led coalition and the Houthis agreed to stop.", ["SAUDICOALITION", "HOUTHI"]),
        ("Naga rebels, the NSCN-IM, and New Delhi signed.", ["NSCN", "NSCN", "IND"]),
        (
            "Minni Minnawi of the Sudan Liberation Army rejected the Rapid Support Forces' offer.",
            ["SLM", "SLM", "RSF"],
        ),
        ("Pro-Russian separatists and Kyiv blamed each other.", ["UKRREBELS", "UKR"]),
        ("The Polisario Front accused Rabat before MINURSO.", ["POLISARIO", "MAR", "MINURSO"]),
        ("The FARC dissidents of the Central General Staff met Otty Patiño.", ["EMC", "EMC", "COL"]),
    ],
)
def test_parties_to_conflicts_old_and_new(text: str, codes: list[str]) -> None:
    found = [m.code for m in Actors.builtin().mentions(text) if m.why != "place"]
    assert [code for code in found if code in codes] == codes
