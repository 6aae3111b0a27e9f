"""How fast articles are read, beside the bare parser on the same text, and what memory that takes.

The text is generated: eight sentences of the kind news is made of, each with two or three claims, so that the
rules have more to do than in any real article; and prose with a claim in every fourth sentence.
"""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.reading import articles, open_document
from detente.reading.parser import parser
from detente.reading.reader import claims_of
from detente.vocabulary.actors import Actors

DENSE = (
    "Chad urged Libya to withdraw its fighters and threatened to close the border on 3 May 2021.",
    "The Norwegian foreign minister met her Russian counterpart in Geneva, and the two sides agreed to resume talks.",
    "“We will never accept that,” said Libya's foreign minister, who accused Niger of breaking the truce.",
    "Japan eased its sanctions on Myanmar last week, but the United States refused to lift its own.",
    "According to officials in Cairo, Egypt rejected Ethiopia's offer and demanded a binding agreement.",
    "Kenya's president promised aid to Somalia if the rebels, who attacked the port in March, laid down arms.",
    "Turkey, Russia and Iran signed a declaration, and Ankara released six prisoners to Moscow.",
    "Both sides denied the reports that their armies had shelled villages along the line of contact.",
)
PLAIN = (
    "The road to the river runs through fields of barley that nobody has harvested for three years.",
    "A shopkeeper in the old town counts the days on which the bridge was open, and there are not many.",
    "Prices have doubled since the autumn, and the winter, as people here like to say, has only begun.",
)
SPARSE = tuple(s for claim in DENSE[:4] for s in (*PLAIN, claim))
DAY = date(2021, 6, 16)


def text_of(sentences: Iterable[str], words: int) -> str:
    block = "\n\n".join([" ".join(sentences)] * 4)
    return "\n\n".join([block] * max(1, words // len(block.split())))


@pytest.fixture(scope="module", params=[DENSE, SPARSE], ids=["dense", "sparse"])
def text(request: pytest.FixtureRequest) -> str:
    parser()
    return text_of(request.param, 10_000)


def passages(text: str) -> tuple[tuple[str, int], ...]:
    at, found = 0, []
    for line in text.split("\n"):
        if line:
            found.append((line, at))
        at += len(line) + 1
    return tuple(found)


def test_bare_parser(benchmark: Any, text: str) -> None:
    pieces = [piece for piece, _ in passages(text)]
    benchmark.extra_info["words"] = len(text.split())
    benchmark.pedantic(
        lambda: sum(1 for _ in parser().pipe(pieces, batch_size=64)), rounds=3, warmup_rounds=1
    )


def test_reading(benchmark: Any, text: str) -> None:
    pieces, actors = passages(text), Actors.builtin()
    benchmark.extra_info["words"] = len(text.split())
    found = benchmark.pedantic(
        lambda: sum(1 for _ in claims_of("d", text, pieces, actors, published=DAY)), rounds=3, warmup_rounds=1
    )
    assert found > 100


def test_names(benchmark: Any, text: str) -> None:
    actors = Actors.builtin()
    assert benchmark.pedantic(lambda: len(actors.mentions(text, DAY)), rounds=3, warmup_rounds=1) > 100


def test_memory_of_many_articles(benchmark: Any, tmp_path: Path) -> None:
    """Read 2,000 short articles; the memory held after each 500 is in the report."""
    for n in range(2_000):
        (tmp_path / f"{n:04}.txt").write_text(f"Report {n}\n\n{DENSE[n % 8]} {DENSE[(n + 3) % 8]}\n", "utf-8")
    files = sorted(tmp_path.iterdir())
    held: list[float] = []

    def read() -> int:
        claims = 0
        tracemalloc.start()
        for n, article in enumerate(articles(files, Actors.builtin()), 1):
            claims += len(article.claims)
            if n % 500 == 0:
                gc.collect()
                held.append(round(tracemalloc.get_traced_memory()[0] / 1e6, 1))
        tracemalloc.stop()
        return claims

    assert benchmark.pedantic(read, rounds=1) > 2_000
    benchmark.extra_info["megabytes held after 500, 1000, 1500, 2000"] = held


def test_a_long_pdf(benchmark: Any, tmp_path: Path) -> None:
    """Take the text of forty pages in two columns."""
    import pypdf

    writer = pypdf.PdfWriter()
    for _ in range(40):
        page = writer.add_blank_page(612, 792)
        font = writer._add_object(
            pypdf.generic.DictionaryObject(
                {
                    pypdf.generic.NameObject("/Type"): pypdf.generic.NameObject("/Font"),
                    pypdf.generic.NameObject("/Subtype"): pypdf.generic.NameObject("/Type1"),
                    pypdf.generic.NameObject("/BaseFont"): pypdf.generic.NameObject("/Courier"),
                }
            )
        )
        fonts = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/F1"): font})
        resources = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/Font"): fonts})
        page[pypdf.generic.NameObject("/Resources")] = resources
        lines = [PLAIN[n % 3][:39] + "." for n in range(50)]
        shown = "".join(
            f"1 0 0 1 {x} {720 - 13 * n} Tm ({line}) Tj\n" for n, line in enumerate(lines) for x in (50, 320)
        )
        stream = pypdf.generic.StreamObject()
        stream.set_data(f"BT /F1 9 Tf\n{shown}ET".encode())
        page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream)
    path = tmp_path / "long.pdf"
    writer.write(path)
    opened = benchmark.pedantic(lambda: open_document(path), rounds=1)
    assert len(opened.document.text.split()) > 20_000
