"""Opening articles: every text here is our own."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.errors import SourceError
from detente.reading.documents import OpenedDocument, find_articles, open_document
from detente.reading.faults import FAULTS

PROSE = (
    "The two governments met again in Strelsau on Tuesday, and the talks ended without a joint statement. "
    "Officials of both sides said they would return to the table within the month if the border stayed calm."
)
MORE = (
    "For years the ministers had refused to sit in one room. What changed was the price of grain, which had "
    "doubled since the blockade began, and the fear on both banks of the river that the winter would be long."
)


def opened(folder: Path, text: str | bytes, name: str = "article.txt") -> OpenedDocument:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return open_document(path)


def shown(o: OpenedDocument) -> list[str]:
    return [o.plain(passage).strip() for passage in o.passages]


def dropped(o: OpenedDocument) -> list[tuple[str, str]]:
    return [(f.reason, o.document.text[f.start : f.end]) for f in o.furniture]


def refused(path: Path, **options: int) -> str:
    with pytest.raises(SourceError) as caught:
        open_document(path, **options)
    (fault,) = caught.value.faults
    assert fault.code in FAULTS
    assert fault.place is not None
    assert fault.place.file == str(path)
    assert fault.message
    return fault.code


def test_a_plain_article(tmp_path: Path) -> None:
    source = f"A thaw on the river\n\nBy Rupert Hentzau\n\n4 March 2021\n\n{PROSE}\n\n{MORE}\n"
    o = opened(tmp_path, source)
    document = o.document
    assert document.id == hashlib.sha256(source.encode()).hexdigest()
    assert (document.text, document.name, document.origin) == (source, "article.txt", "article")
    assert (document.title, document.author) == ("A thaw on the river", "Rupert Hentzau")
    assert (document.published, document.published_how) == (date(2021, 3, 4), "date line")
    assert shown(o) == ["A thaw on the river", PROSE, MORE]
    assert [p.kind for p in o.passages] == ["title", "paragraph", "paragraph"]
    assert dropped(o) == [("byline", "By Rupert Hentzau"), ("date line", "4 March 2021")]
    assert o.warnings == ()


def test_front_matter(tmp_path: Path) -> None:
    head = (
        '---\ntitle: "A thaw: on the river"\ndate: 2021-03-04\noutlet: Strelsau Post\n'
        "author: Rupert Hentzau\nurl: https://example.org/a?b=c\nsources:\n  - one\n---\n"
    )
    o = opened(tmp_path, f"{head}\n{PROSE}\n", "a.md")
    d = o.document
    assert (d.title, d.outlet, d.author) == ("A thaw: on the river", "Strelsau Post", "Rupert Hentzau")
    assert d.url == "https://example.org/a?b=c"
    assert (d.published, d.published_how) == (date(2021, 3, 4), "front matter")
    assert shown(o) == [PROSE]
    assert o.document.text[: len(head)] == head


@pytest.mark.parametrize(
    ("head", "codes"),
    [
        ("---\ntitle: x\ndate: soon\n---\n", ["D212"]),
        ("---\ntitle: x\nwhat is this\n---\n", ["D211"]),
        ("---\ntitle: x\n", ["D211"]),
        ("---\n\n", []),
        ("---\ntitle: x\nunknown key: y\n---\n", []),
    ],
)
def test_front_matter_that_is_not_understood_warns(tmp_path: Path, head: str, codes: list[str]) -> None:
    o = opened(tmp_path, head + PROSE, "a.md")
    assert [w.code for w in o.warnings] == codes
    assert all(w.severity == "warning" and w.place and w.place.line for w in o.warnings)
    assert o.document.published is None
    assert PROSE in shown(o)


@pytest.mark.parametrize(
    ("lines", "day", "how"),
    [
        ("Published: 4 March 2021, 10:15 GMT", date(2021, 3, 4), "date line"),
        ("Mar. 4, 2021  |     |  3 comments", date(2021, 3, 4), "date line"),
        ("March 4th, 2021", date(2021, 3, 4), "date line"),
        ("By Rupert Hentzau | March 4, 2021", date(2021, 3, 4), "date line"),
        ("Updated 2021-03-04", date(2021, 3, 4), "date line"),
        ("STRELSAU, March 4, 2021 (Agency) - " + PROSE, date(2021, 3, 4), "dateline"),
        ("On March 4, 2021 the ministers met. " + PROSE, None, None),
        ("STRELSAU, March 4 (Agency) - " + PROSE, None, None),
        ("31 June 2021", None, None),
        ("03/04/2021", None, None),
    ],
)
def test_the_day_of_publication_is_found_and_never_guessed(
    tmp_path: Path, lines: str, day: date | None, how: str | None
) -> None:
    o = opened(tmp_path, f"A thaw on the river\n\n{lines}\n\n{PROSE}\n\nIt began on 1 May 2020.\n")
    assert (o.document.published, o.document.published_how) == (day, how)


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("The river at dawn. (Photo: Strelsau Images)", "photo caption"),
        ("Photo: Rupert Hentzau", "photo caption"),
        ("Ministers arrive at the bridge [AP]", "photo caption"),
        ("Disclaimer: The views are the author's.", "disclaimer"),
        ("The views expressed here do not necessarily reflect those of the Post.", "disclaimer"),
        ("This article was originally published by the Strelsau Post.", "disclaimer"),
        ("© 2021 Strelsau Post. All rights reserved.", "disclaimer"),
        ("Leave a Reply", "comment form"),
        ("Your e-mail address will not be published; a star marks what is needed", "comment form"),
        ("3 comments", "date line"),
        ("Share this on Facebook", "sharing"),
        ("Facebook | Twitter | WhatsApp", "sharing"),
        ("Sign up for our weekly letter", "newsletter or advertisement"),
        ("Advertisement", "newsletter or advertisement"),
        ("Subscribe", "newsletter or advertisement"),
        ("Read more: How the river froze", "read more"),
        ("Related articles", "read more"),
        ("Tags: river, grain", "read more"),
        ("https://example.org/more", "read more"),
        ("Rupert Hentzau is a research fellow at the Strelsau Institute.", "author's note"),
        ("The author teaches history and writes on rivers.", "author's note"),
        ("* * *", "rule"),
        ("12", "no words"),
        ("A thaw on the river", "repeated title"),
    ],
)
def test_furniture(tmp_path: Path, block: str, reason: str) -> None:
    o = opened(tmp_path, f"A thaw on the river\n\n{PROSE}\n\n{MORE}\n\n{block}\n")
    assert dropped(o) == [(reason, block)]
    assert shown(o) == ["A thaw on the river", PROSE, MORE]


@pytest.mark.parametrize(
    "sentence",
    [
        "Sharing the water was never the aim of either side.",
        "By Monday the talks were over.",
        "Subscribers to the pact left it one by one.",
        "Reading the text again, the ministers found a gap.",
        "The author of the plan is the foreign minister.",
        "Source after source denied that the army had moved.",
        "Comments by the minister angered the other side.",
        "Read aloud, the letter sounded like a threat.",
        "Related disputes over fish were settled in spring.",
        "The picture changed when the army withdrew.",
        "Views differ in the two capitals.",
        "Follow-up talks are planned for May.",
    ],
)
def test_sentences_that_only_look_like_furniture_are_read(tmp_path: Path, sentence: str) -> None:
    for body in (f"{PROSE}\n\n{sentence}\n\n{MORE}", f"{PROSE}\n\n{MORE}\n\n{sentence}"):
        o = opened(tmp_path, f"A thaw on the river\n\n{body}\n")
        assert sentence in shown(o)
        assert not o.furniture


def test_pull_quotes(tmp_path: Path) -> None:
    repeated = "What changed was the price of grain, which had doubled since the blockade began"
    o = opened(tmp_path, f"{PROSE}\n\n{repeated}.\n\n{MORE}\n")
    assert dropped(o) == [("pull quote", f"{repeated}.")]
    signed = "A river does not care who owns its banks."
    foot = "Rupert Hentzau is a fellow at the Strelsau Institute."
    o = opened(tmp_path, f"{PROSE}\n\n{signed}\n\nRupert Hentzau\n\n{MORE * 2}\n\n{foot}\n")
    assert [why for why, _ in dropped(o)] == ["pull quote", "author's name", "author's note"]
    assert o.document.author == "Rupert Hentzau"
    twice = opened(tmp_path, f"{PROSE}\n\n{MORE}\n\n{PROSE}\n")
    assert shown(twice) == [PROSE, MORE]


def test_the_first_line_is_a_title_only_when_it_is_like_one(tmp_path: Path) -> None:
    assert opened(tmp_path, f"{PROSE}\n\n{MORE}").document.title is None
    assert opened(tmp_path, f"Will the river thaw?\n{PROSE}\n{MORE}").document.title == "Will the river thaw?"
    assert opened(tmp_path, f"# A thaw\n\n{PROSE}", "a.md").document.title == "A thaw"
    o = opened(tmp_path, f"Photo: Agency\n\nA thaw on the river\n\n{PROSE}\n\nA thaw on the river\n")
    assert o.document.title is None or "river" in o.document.title


def test_paragraphs_one_a_line_and_wrapped(tmp_path: Path) -> None:
    assert shown(opened(tmp_path, f"A thaw\n{PROSE}\n{MORE}\n")) == ["A thaw", PROSE, MORE]
    import textwrap

    wrapped = "\n".join(textwrap.wrap(PROSE, 72)) + "\n\n" + "\n".join(textwrap.wrap(MORE, 72))
    o = opened(tmp_path, wrapped)
    assert " ".join(shown(o)) == f"{PROSE} {MORE}"
    assert len(o.passages) <= 4


def test_line_ends_and_byte_order_marks(tmp_path: Path) -> None:
    crlf = f"A thaw\r\n\r\n{PROSE}\r\n\r\n{MORE}\r\n".encode()
    for content in (crlf, b"\xef\xbb\xbf" + crlf, crlf.replace(b"\r\n", b"\r")):
        o = opened(tmp_path, content)
        assert o.document.text == f"A thaw\n\n{PROSE}\n\n{MORE}\n"
        assert o.document.id == hashlib.sha256(content).hexdigest()
    utf16 = opened(tmp_path, f"A thaw — «frost»\n\n{PROSE}".encode("utf-16"))
    assert utf16.document.text.startswith("A thaw — «frost»")
    emoji = opened(tmp_path, f"A thaw \U0001f9ca\n\n{PROSE} \U0001f9ca {MORE}")
    assert shown(emoji)[1] == f"{PROSE} \U0001f9ca {MORE}"


def test_windows_text_is_read_with_a_warning(tmp_path: Path) -> None:
    text = f"A thaw\n\n{PROSE} “No,” said François – and left. {MORE}"
    o = opened(tmp_path, text.encode("cp1252"))
    assert o.document.text == text
    assert [w.code for w in o.warnings] == ["D207"]


MARKDOWN = """# A thaw

The **two** _governments_ [met again](https://example.org/(a)) in `Strelsau` on Tuesday &amp; left.[^1]

![the river](river.png)

- They kept the *truce*.
- They asked snake_case_words to stay.

> The price of <b>grain</b> had doubled.

| a | b |
|---|---|

```
code here
```
"""


def test_markdown(tmp_path: Path) -> None:
    o = opened(tmp_path, MARKDOWN, "a.md")
    assert [" ".join(s.split()) for s in shown(o)] == [
        "A thaw",
        "The two governments met again in Strelsau on Tuesday & left.",
        "They kept the truce .",
        "They asked snake_case_words to stay.",
        "The price of grain had doubled.",
    ]
    assert [p.kind for p in o.passages] == ["title", "paragraph", "list item", "list item", "quotation"]
    for passage in o.passages:
        assert len(o.plain(passage)) == passage.end - passage.start


PAGE = f"""<!doctype html><html><head><meta charset="utf-8"><title>A thaw | Post</title>
<meta property="og:title" content="A thaw on the river"><meta property="og:site_name" content="Strelsau Post">
<meta name="author" content="Rupert Hentzau">
<meta property="article:published_time" content="2021-03-04T09:00:00Z">
<link rel="canonical" href="https://example.org/thaw"><script>alert("tracked")</script></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>A thaw on the river</h1>
<p>{PROSE}</p><p>{MORE}</p><p>{PROSE.replace("two", "three")}</p></article>
<footer>All rights reserved</footer><script>document.write("more")</script></body></html>"""


def test_a_web_page(tmp_path: Path) -> None:
    o = opened(tmp_path, PAGE, "a.html")
    d = o.document
    assert (d.title, d.outlet, d.author) == ("A thaw on the river", "Strelsau Post", "Rupert Hentzau")
    assert (d.published, d.published_how) == (date(2021, 3, 4), "meta tag")
    assert d.url == "https://example.org/thaw"
    assert d.id == hashlib.sha256(PAGE.encode()).hexdigest()
    assert PROSE in shown(o)
    assert MORE in shown(o)
    assert "alert" not in d.text
    assert "document.write" not in d.text


def test_a_page_in_a_declared_encoding_and_json_metadata(tmp_path: Path) -> None:
    page = PAGE.replace('charset="utf-8"', 'charset="iso-8859-2"').replace("Hentzau", "Hentzał")
    assert opened(tmp_path, page.encode("iso-8859-2"), "a.html").document.author == "Rupert Hentzał"
    data = '{"@graph": [{"datePublished": "2020-01-02", "author": [{"name": "Flavia Elphberg"}]}]}'
    article = f"<article><p>{PROSE}</p><p>{MORE}</p></article>"
    page = f'<script type="application/ld+json">{data}</script>{article}'
    d = opened(tmp_path, f"<html><body>{page}</body></html>", "b.html").document
    assert (d.published, d.author) == (date(2020, 1, 2), "Flavia Elphberg")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"", "D204"),
        ("a.txt", b" \r\n\t\n", "D204"),
        ("a.txt", b"\xef\xbb\xbf \n", "D204"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "D206"),
        ("a.txt", b"%PDF-1.7 text", "D206"),
        ("a.txt", b"PK\x03\x04 docx", "D206"),
        ("a.txt", b"some\x00bytes", "D206"),
        ("a.txt", b"a bell \x07 rings", "D206"),
        ("a.txt", "The talks ended".encode("utf-16-le"), "D206"),
        ("a.txt", b"\xff\xfeodd", "D207"),
        ("a.txt", "Переговоры закончились".encode("cp1251"), "D207"),
        ("a.txt", "会谈结束了没有结果".encode("gb18030"), "D207"),
        ("a.txt", b"The talks \xc3\x28 ended \xe2\x82 without \x81", "D207"),
        ("a.docx", PROSE.encode(), "D220"),
        ("a.pdf", b"plain", "D217"),
        ("a.odt", PROSE.encode(), "D208"),
        ("noending", PROSE.encode(), "D208"),
        ("a.txt", "Переговоры закончились без соглашения, стороны разошлись.".encode(), "D209"),
        (
            "a.txt",
            (
                "Les deux gouvernements se sont rencontrés dans la ville et les ministres ont quitté la "
                "salle sans accord, mais ils ont promis de revenir avec une offre pour la paix dans le mois."
            ).encode(),
            "D209",
        ),
        ("a.txt", b"word " * 100_000, "D210"),
        ("a.txt", b"1234 5678\n\n---\n", "D213"),
        ("a.txt", b"Share this\n\nSubscribe\n", "D213"),
        ("a.html", b"<html><body><script>x()</script></body></html>", "D213"),
    ],
)
def test_bad_input_is_one_clear_fault(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert refused(path) == code


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    assert refused(tmp_path / "missing.txt") == "D201"
    assert refused(tmp_path) == "D202"
    large = tmp_path / "large.txt"
    large.write_text("x" * 2_000, "utf-8")
    assert refused(large, limit_bytes=1_000) == "D205"
    assert refused(Path("a\0b.txt")) == "D203"
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    assert refused(pipe) == "D203"


def test_more_paragraphs_than_an_article_has(tmp_path: Path) -> None:
    path = tmp_path / "many.txt"
    path.write_text("One line.\n" * 50_001, "utf-8")
    assert refused(path) == "D205"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(PROSE, "utf-8")
    path.chmod(0)
    assert refused(path) == "D203"


def test_no_permission_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "a.txt"
    path.write_text(PROSE, "utf-8")
    monkeypatch.setattr(Path, "open", forbidden)
    assert refused(path) == "D203"


def test_a_long_line_with_sentences_is_read(tmp_path: Path) -> None:
    o = opened(tmp_path, (PROSE + " ") * 2_000)
    assert len(o.passages) == 1


def test_folders_are_listed_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.MD", "sub/c.html", "sub/d.docx", "sub/d.odt", ".hidden.txt", ".git/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(PROSE, "utf-8")
    missing = tmp_path / "missing.txt"
    files = find_articles([tmp_path / "b.txt", tmp_path, missing])
    assert [f.relative_to(tmp_path).as_posix() for f in files] == [
        "b.txt",
        "a.MD",
        "sub/c.html",
        "sub/d.docx",
        "missing.txt",
    ]
    (tmp_path / "empty").mkdir()
    assert find_articles([tmp_path / "empty"]) == ()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=300).map(str.encode),
        st.lists(
            st.sampled_from(
                [
                    "---",
                    "title: x",
                    "# A",
                    PROSE,
                    "> ",
                    "- item",
                    "```",
                    "| a |",
                    "**",
                    "\n",
                    "By A B",
                    "[",
                    "](",
                    "<b",
                ]
            ),
            max_size=20,
        ).map(lambda parts: "\n".join(parts).encode()),
    ),
    suffix=st.sampled_from([".txt", ".md", ".html"]),
)
def test_whatever_the_bytes_a_document_or_one_fault(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    try:
        o = open_document(path)
    except SourceError as error:
        assert [f.code in FAULTS for f in error.faults] == [True]
        return
    spans = sorted((p.start, p.end) for p in (*o.passages, *o.furniture))
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert spans[-1][1] <= len(o.document.text)
    assert all(len(o.plain(p)) == p.end - p.start for p in o.passages)


@pytest.mark.parametrize(
    "unit",
    [
        "[(",
        "[a](",
        "![a",
        "<!--",
        "<b ",
        "**a ",
        "`a` ",
        "_a_ ",
        "> ",
        "# A\n",
        "By A B\n",
        "(photo ",
        "word. ",
        "1. ",
    ],
)
@pytest.mark.timeout(120)
def test_work_is_bounded_on_hostile_text(tmp_path: Path, unit: str) -> None:
    # Linear work takes some 0.3 s; trying every start against every end takes many minutes.
    with contextlib.suppress(SourceError):
        opened(tmp_path, unit * (240_000 // len(unit)) + f"\n\n{PROSE}\n", "a.md")


def test_a_web_page_without_the_extra_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    path = tmp_path / "a.html"
    path.write_text(PAGE, "utf-8")
    assert refused(path) == "D214"


def test_deeply_nested_pages_are_read_or_refused(tmp_path: Path) -> None:
    with contextlib.suppress(SourceError):
        opened(tmp_path, "<div>" * 20_000 + f"<p>{PROSE}</p>", "a.html")


def test_opening_text_loads_nothing_heavy() -> None:
    code = (
        "import sys; import detente.reading.documents, detente.vocabulary.actors as a; a.Actors.builtin(); "
        "heavy = {'trafilatura', 'spacy', 'lxml', 'dateparser', 'numpy'} & set(sys.modules); "
        "sys.exit(repr(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
