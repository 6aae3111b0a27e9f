"""Makes rows shaped like GDELT 2.0 events: 61 columns, half of them empty, about 400 bytes, one id each."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

COUNTRIES = "USA PRK KOR CHN RUS JPN IRN ISR GBR FRA DEU IND PAK TUR EGY SAU UKR POL VNM BRA".split()
CODES = (
    "010 020 036 040 042 043 046 051 057 061 073 084 090 111 112 120 130 138 141 154 163 173 190 193".split()
)
KINDS = ("", "GOV", "MIL", "BUS", "MED")
VARIETIES = 20_000


def tails(seed: int) -> list[str]:
    """Return everything of a row behind its id and days, for so many rows that differ."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    made = []
    for number in range(VARIETIES):
        sides = []
        for code in (chance.choice(COUNTRIES), chance.choice([*COUNTRIES, ""])):
            kind = chance.choice(KINDS) if code else ""
            name = f"NAME OF {code}" if code else ""
            sides += [f"{code}{kind}", name, code, "", "", "", "", kind, "", ""]
        code = chance.choice(CODES)
        root = code[:2]
        quad = "1" if root < "06" else "2" if root < "09" else "3" if root < "14" else "4"
        counts = [str(chance.randint(1, 40)) for _ in range(3)]
        act = [chance.choice("01"), code, code[:3], root, quad, f"{chance.randint(-100, 100) / 10}", *counts]
        tone = f"{chance.uniform(-9, 9):.13f}"
        place = [
            "4",
            f"Some Town {number % 97}, Some Region, Some Country",
            "XX",
            "XX07",
            "12345",
            "43.6667",
            "-79.4167",
            "-574890",
        ]
        url = f"https://news.example/{number:08d}/a-headline-of-usual-length-with-some-words-{number % 9973}.html"
        made.append("\t".join([*sides, *act, tone, *place * 3, "ADDED", url]))
    return made


def gdelt_lines(rows: int, seed: int = 1) -> Iterator[str]:
    """Yield rows over five years, in the order of their ids."""
    ends = tails(seed)
    first = date(2015, 2, 18)
    for number in range(rows):
        day = first + timedelta(days=number * 1825 // rows)
        written = f"{day:%Y%m%d}"
        end = ends[(number * 7919) % VARIETIES].replace("\tADDED\t", f"\t{written}120000\t")
        yield f"{400_000_000 + number}\t{written}\t{written[:6]}\t{written[:4]}\t{day.year}.5\t{end}\n"


def write_gdelt(path: Path, rows: int) -> Path:
    """Write a file of so many rows."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(gdelt_lines(rows))
    return path
