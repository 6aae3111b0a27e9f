"""The Korean case's files are what they claim to be: dated, sourced, consistent with each other."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

FOLDER = Path(__file__).parents[2] / "src" / "detente" / "catalogue" / "korea_2019"
AS_OF = date(2019, 5, 16)
ARTICLES = sorted((FOLDER / "articles").iterdir())
CHRONOLOGY = [json.loads(line) for line in (FOLDER / "chronology.jsonl").read_text("utf-8").splitlines()]
KEYS = {"id", "date", "by", "toward", "actors", "issue", "kind", "action", "certainty", "source"}


class Page(HTMLParser):
    """The head's properties and the words of the article element."""

    def __init__(self) -> None:
        super().__init__()
        self.properties: dict[str, str] = {}
        self.inside = 0
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        key = values.get("property") or values.get("name")
        if tag == "meta" and key:
            self.properties[key] = values.get("content") or ""
        self.inside += tag == "article"

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "article"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.words += data.split()


def head_and_words(article: Path) -> tuple[dict[str, str], list[str]]:
    text = article.read_text("utf-8")
    if article.suffix == ".html":
        page = Page()
        page.feed(text)
        names = {
            "og:title": "title", "article:published_time": "date", "og:site_name": "outlet",
            "author": "author", "sources": "sources",
        }  # fmt: skip
        return {names[k]: v for k, v in page.properties.items() if k in names}, page.words
    _, head, body = text.split("---\n", 2)
    return {k: str(v) for k, v in YAML(typ="safe", pure=True).load(head).items()}, body.split()


def cited(node: Any) -> Iterator[str]:
    """Yield every event id that the case file cites, wherever it stands."""
    if isinstance(node, dict):
        yield from node.get("because", ())
        for value in node.values():
            yield from cited(value)
    elif isinstance(node, list):
        for value in node:
            yield from cited(value)


@pytest.fixture(scope="module")
def case() -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe", pure=True).load((FOLDER / "case.yaml").read_text("utf-8"))
    return loaded


def test_the_chronology_is_complete_dated_and_in_order() -> None:
    assert [row["id"] for row in CHRONOLOGY] == [f"kp{number:03}" for number in range(1, 104)]
    days = [date.fromisoformat(row["date"]) for row in CHRONOLOGY]
    assert days == sorted(days)
    assert days[-1] <= AS_OF
    for row in CHRONOLOGY:
        assert row.keys() - {"end_date"} == KEYS
        assert date.fromisoformat(row.get("end_date", row["date"])) >= date.fromisoformat(row["date"])
        assert row["certainty"] in {"verified", "partly_verified", "memory", "disputed"}
        assert re.fullmatch(r"[A-Z].*[^.]\.", row["action"])
        assert row["by"] and row["toward"] and row["source"]


def test_there_is_one_article_of_each_format() -> None:
    assert len(ARTICLES) == 12
    assert {article.suffix for article in ARTICLES} == {".md", ".txt", ".html"}


@pytest.mark.parametrize("article", ARTICLES, ids=lambda path: path.name)
def test_an_article_says_when_and_where_it_comes_from(article: Path) -> None:
    head, words = head_and_words(article)
    assert set(head) == {"title", "date", "outlet", "author", "sources"}
    assert all(head.values())
    assert head["outlet"] == "détente digest"
    assert date(2018, 1, 1) <= date.fromisoformat(head["date"]) <= AS_OF
    assert article.name.startswith(head["date"])
    assert 150 <= len(words) <= 380


def test_the_case_cites_only_facts_that_were_known(case: dict[str, Any]) -> None:
    known = {row["id"] for row in CHRONOLOGY}
    citations = [*cited(case), *case["ledger"]["events"]]
    assert len(citations) > 100
    assert set(citations) <= known


def test_the_ledger_judges_only_concessions(case: dict[str, Any]) -> None:
    kinds = {row["id"]: row["kind"] for row in CHRONOLOGY}
    assert {kinds[event] for event in case["ledger"]["events"]} == {"concession"}


def test_what_happened_is_cited_with_its_own_day(case: dict[str, Any]) -> None:
    days = {row["id"]: (row["date"], row.get("end_date", row["date"])) for row in CHRONOLOGY}
    supported = [row for row in case["history"] if "because" in row]
    assert len(supported) > 10
    for row in supported:
        first, last = days[row["because"][0]]
        assert first <= str(row["on"]) <= last
