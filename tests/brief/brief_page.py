"""A page as its reader's browser sees it, and the rules every page keeps."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

VOID = {"meta", "br", "input", "rect", "line", "link", "img", "hr"}
OPTIONAL_STYLE = re.compile(r"url\(|@import|expression\(|https?:")


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    content: list[Element | str] = field(default_factory=list)

    @property
    def children(self) -> list[Element]:
        """The elements directly within."""
        return [part for part in self.content if isinstance(part, Element)]

    @property
    def text(self) -> str:
        """The text directly within."""
        return "".join(part for part in self.content if isinstance(part, str))

    def all(self, *tags: str) -> list[Element]:
        """Return the descendants with one of the tags, in document order."""
        found = []
        for child in self.children:
            found += [child] if child.tag in tags else []
            found += child.all(*tags)
        return found

    @property
    def words(self) -> str:
        """The text of the element and its descendants, white space made one."""
        parts = (part if isinstance(part, str) else part.words for part in self.content)
        return re.sub(r"\s+", " ", "".join(parts))


class Page(HTMLParser):
    """Parse a page; a tag that is closed out of turn is an error."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self.elements: list[Element] = []
        self.open = [self.root]
        self.html = html
        self.feed(html)
        self.close()
        assert self.open == [self.root], f"never closed: {[e.tag for e in self.open[1:]]}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"<{tag}> repeats an attribute"
        element = self._add(tag, attrs)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._add(tag, attrs)

    def _add(self, tag: str, attrs: list[tuple[str, str | None]]) -> Element:
        element = Element(tag, dict(attrs))
        self.open[-1].content.append(element)
        self.elements.append(element)
        return element

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:  # a browser writes </rect>, we do not
            assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].content.append(data)

    @property
    def tags(self) -> list[str]:
        return [element.tag for element in self.elements]

    def all(self, *tags: str) -> list[Element]:
        return [element for element in self.elements if element.tag in tags]

    @property
    def words(self) -> str:
        return self.all("body")[0].words

    def by_id(self, name: str) -> Element:
        return next(e for e in self.elements if e.attributes.get("id") == name)

    def check(self) -> None:
        """Assert what holds of every page, whatever it says."""
        elements = self.elements
        ids = [e.attributes["id"] for e in elements if "id" in e.attributes]
        known = set(ids)
        assert len(known) == len(ids), "ids repeat"
        for element in elements:
            href = element.attributes.get("href")
            if href is not None:
                assert element.tag == "a"
                assert re.match(r"(?i)#|https?://", href), href
                if href.startswith("#"):
                    assert href[1:] in known, f"{href} leads nowhere"
                else:
                    assert "noreferrer" in (element.attributes.get("rel") or "")
            for name in ("aria-labelledby", "aria-describedby"):
                if name in element.attributes:
                    assert element.attributes[name] in known
            assert not any(a.startswith("on") or a in ("src", "style", "srcset") for a in element.attributes)
            assert element.tag not in ("link", "img", "iframe", "object", "embed", "base", "form", "use")
        self._check_headings()
        self._check_tables()
        self._check_policy()
        assert self.all("html")[0].attributes["lang"] == "en"
        assert [len(self.all(tag)) for tag in ("main", "header", "footer", "h1")] == [1, 1, 1, 1]
        for svg in self.all("svg"):
            named = svg.attributes.get("role") == "img" and svg.all("title")
            assert named or svg.attributes.get("aria-hidden") == "true"
        for details in self.all("details"):
            assert details.children[0].tag == "summary"
            assert details.children[0].words.strip()

    def _check_headings(self) -> None:
        levels = [int(h.tag[1]) for h in self.all("h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels[0] == 1
        for above, below in pairwise(levels):
            assert below <= above + 1, f"h{above} is followed by h{below}"
        assert all(h.words.strip() for h in self.all("h1", "h2", "h3", "h4"))

    def _check_tables(self) -> None:
        for table in self.all("table"):
            heads = table.all("th")
            assert heads
            assert all(th.attributes.get("scope") in ("col", "row", "colgroup", "rowgroup") for th in heads)
            assert table.all("thead")
            assert all(th.words.strip() for th in heads)
            widths = {
                sum(int(cell.attributes.get("colspan") or 1) for cell in row.children)
                for row in table.all("tr")
            }
            assert len(widths) == 1, f"rows of {widths} columns"

    def _check_policy(self) -> None:
        (policy,) = [m.attributes["content"] for m in self.all("meta") if m.attributes.get("http-equiv")]
        assert policy is not None
        assert policy.startswith("default-src 'none';")
        assert "unsafe" not in policy
        for tag, rule in (("style", "style-src"), ("script", "script-src")):
            (inline,) = re.findall(f"<{tag}>(.*?)</{tag}>", self.html, re.DOTALL)
            digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
            assert f"{rule} 'sha256-{digest}'" in policy
            assert not OPTIONAL_STYLE.search(inline)
