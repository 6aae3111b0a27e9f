"""The article on a saved web page: its text without scripts and menus, and what its meta tags say."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from detente.reading.faults import refuse

# What publishers call a thing, best first: the name of a meta tag, or a key of their JSON-LD.
_TAGS: Mapping[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "dc.title", "headline", "title"),
    "date": (
        "article:published_time", "og:published_time", "datepublished", "parsely-pub-date",
        "sailthru.date",
        "dc.date.issued", "dc.date", "dcterms.date", "dcterms.created", "pubdate", "publish-date",
        "publishdate",
        "publication_date", "date", "time",
    ),
    "author": ("author", "article:author", "parsely-author", "dc.creator", "sailthru.author"),
    "outlet": ("og:site_name", "application-name", "dc.publisher", "publisher"),
    "url": ("canonical", "og:url"),
}  # fmt: skip
_MAX_JSON = 200_000


@dataclass(frozen=True, slots=True)
class WebPage:
    """An article taken from a page: its text, one paragraph a line, and values by front-matter key."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)


def read_page(source: str, path: Path) -> WebPage:
    """Take the article from a page's source; nothing is fetched and no script is run.

    Raises
    ------
    SourceError
        D213 when no article is found, D214 when trafilatura is not installed.
    """
    try:
        import trafilatura
    except ImportError:
        hint = "install the extra: pip install 'detente[read]'"
        raise refuse("D214", path, "web pages need trafilatura, which is not installed", hint) from None
    # It reports pages without an article as errors of its own; ours says it once.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    text = trafilatura.extract(
        source, output_format="txt", include_comments=False, include_tables=False, include_formatting=False
    )
    if not text or not text.strip():
        hint = "save the article's text as .txt"
        raise refuse("D213", path, "no article is found on this page", hint)
    return WebPage(text.replace("\r\n", "\n").replace("\r", "\n"), meta(source))


def meta(source: str) -> dict[str, str]:
    """Return what the page's meta tags say, by front-matter key.

    Examples
    --------
    >>> meta('<meta property="article:published_time" content="2021-03-04T10:00:00Z">')
    {'date': '2021-03-04T10:00:00Z'}
    """
    reader = _MetaReader()
    reader.feed(source)
    reader.close()
    found = reader.found
    for block in reader.json_blocks:
        for key, value in _json_values(block):
            found.setdefault(key, value)
    values = {key: next((found[tag] for tag in tags if found.get(tag)), None) for key, tags in _TAGS.items()}
    return {key: " ".join(value.split())[:500] for key, value in values.items() if value}


class _MetaReader(HTMLParser):
    """Collects meta tags, the title, the first time element and JSON-LD blocks."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}
        self.json_blocks: list[str] = []
        self._inside: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = given.get("property") or given.get("name") or given.get("itemprop") or ""
            self.found.setdefault(name.casefold(), given.get("content", "").strip())
        elif tag == "link" and given.get("rel", "").casefold() == "canonical":
            self.found.setdefault("canonical", given.get("href", ""))
        elif tag == "time" and given.get("datetime"):
            self.found.setdefault("time", given["datetime"])
        elif tag == "title":
            self._inside = "title"
        elif tag == "script" and given.get("type", "").casefold() == "application/ld+json":
            self._inside = "json"
        else:
            self._inside = None

    def handle_endtag(self, tag: str) -> None:
        self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside == "title":
            self.found.setdefault("title", data.strip())
        elif self._inside == "json" and len(data) <= _MAX_JSON:
            self.json_blocks.append(data)


def _json_values(block: str) -> Iterator[tuple[str, str]]:
    try:
        data: Any = json.loads(block)
    except (ValueError, RecursionError):
        return
    waiting = [data]
    while waiting:
        item = waiting.pop()
        if isinstance(item, list):
            waiting += item[:50]
        elif isinstance(item, dict):
            waiting += [item[key] for key in ("@graph", "mainEntity") if key in item]
            for key, tag in (("datePublished", "datepublished"), ("headline", "headline")):
                if isinstance(item.get(key), str):
                    yield tag, item[key]
            for key in ("author", "publisher"):
                named = item.get(key)
                named = named[0] if isinstance(named, list) and named else named
                if isinstance(named, dict) and isinstance(named.get("name"), str):
                    yield key, named["name"]
