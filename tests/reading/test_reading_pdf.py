"""PDF files: every file here is written by the test, with sentences of our own."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdf_makers import Run, column, pdf

from detente.errors import SourceError
from detente.reading.columns import paragraphs
from detente.reading.documents import OpenedDocument, open_document

LEFT = (
    "The two governments met once",
    "more in Strelsau on Tuesday,",
    "and after a day of negotia-",
    "tions they parted without a",
    "joint statement. The cease-",
    "fire holds, officials said.",
    "  Nobody expected a cease-fire",
    "to last. Ministers of both",
    "sides will report to their",
    "cabinets, who must decide by",
)
RIGHT = (
    "Friday whether the blockade",
    "of the river ports goes on.",
    "For years the ministers had",
    "refused to sit in one room.",
    "What changed was the price",
    "of grain, which had doubled",
    "since the blockade began in",
    "March, and the fear on both",
    "banks of the river that the",
    "winter would be long.",
)
TITLE = "A thaw on the river as both governments return to the bargaining table"
READ = (
    TITLE,
    "The two governments met once more in Strelsau on Tuesday, and after a day of negotiations they parted "
    "without a joint statement. The cease-fire holds, officials said.",
    "Nobody expected a cease-fire to last. Ministers of both sides will report to their cabinets, who must "
    "decide by Friday whether the blockade of the river ports goes on. For years the ministers had refused to "
    "sit in one room. What changed was the price of grain, which had doubled since the blockade began in March, "
    "and the fear on both banks of the river that the winter would be long.",
)


def lines(texts: tuple[str, ...], x: float) -> list[Run]:
    return [(x + 6 * (len(t) - len(t.lstrip())), 690 - 13 * n, t.strip()) for n, t in enumerate(texts)]


def opened(folder: Path, content: bytes) -> OpenedDocument:
    path = folder / "a.pdf"
    path.write_bytes(content)
    return open_document(path)


def refused(folder: Path, content: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        opened(folder, content)
    (fault,) = caught.value.faults
    assert fault.hint
    return fault.code


def shown(o: OpenedDocument) -> tuple[str, ...]:
    return tuple(o.document.text[p.start : p.end] for p in o.passages)


@pytest.mark.parametrize("drawn", ["row by row", "column by column", "right column first"])
def test_two_columns_are_read_one_after_the_other_however_they_were_drawn(tmp_path: Path, drawn: str) -> None:
    left, right = lines(LEFT, 60), lines(RIGHT, 320)
    body = [run for pair in zip(left, right, strict=True) for run in pair]
    if drawn == "column by column":
        body = left + right
    if drawn == "right column first":
        body = right + left
    o = opened(tmp_path, pdf([[(60, 730, TITLE), *body]]))
    assert shown(o) == READ
    assert (o.document.title, o.document.found["title"]) == (TITLE, "first line")


def test_running_heads_and_page_numbers_go_and_a_sentence_runs_across_the_page(tmp_path: Path) -> None:
    pages = [
        [
            (60, 760, "STRELSAU POST"),
            (480, 760, f"Page {n}"),
            *column(
                (
                    f"Report {n} of the envoys says that the river is calm and the ports are",
                    "open.",
                    "",
                    f"Talks {n} go on between",
                )
            ),
            (300, 30, str(n)),
        ]
        for n in (1, 2, 3)
    ]
    pages[0].append((60, 668, "the two capitals and their"))
    text = opened(tmp_path, pdf(pages)).document.text
    assert "STRELSAU POST" not in text
    assert "Page" not in text
    assert "\n3" not in text
    assert "Talks 1 go on between the two capitals and their" in text.replace("\n", " ")


def test_a_single_page_printed_by_a_browser_has_no_date_of_printing(tmp_path: Path) -> None:
    runs = [
        (60, 770, "11/22/26, 1:34 AM"),
        *column(("The ministers met in Strelsau and parted without a statement.", "They will meet again.")),
        (60, 20, "https://example.org/thaw"),
        (500, 20, "1/1"),
    ]
    properties = {"Producer": "Skia/PDF m126", "CreationDate": "D:20261122013457Z", "Title": "Untitled 1"}
    o = opened(tmp_path, pdf([runs], properties))
    assert (
        o.document.text
        == "The ministers met in Strelsau and parted without a statement. They will meet again."
    )
    assert (o.document.published, o.document.title, o.warnings) == (None, None, ())


def test_properties_of_the_file_tell_what_the_text_does_not(tmp_path: Path) -> None:
    properties = {
        "Title": "A thaw on the river",
        "Author": "Rupert Hentzau",
        "CreationDate": "D:20210304101500Z",
    }
    body = column(("The ministers met in Strelsau and parted without a statement.",))
    o = opened(tmp_path, pdf([body], properties))
    d = o.document
    assert (d.title, d.author, d.published) == ("A thaw on the river", "Rupert Hentzau", date(2021, 3, 4))
    assert d.published_how == "day the file was made"
    assert o.document.found == {
        "title": "file properties",
        "author": "file properties",
        "date": "day the file was made",
    }
    assert [w.code for w in o.warnings] == ["D222"]
    dated = column(("A thaw on the river", "", "Published: 5 May 2020", "", "The ministers met in Strelsau."))
    o = opened(tmp_path, pdf([dated], properties))
    assert (o.document.published, o.document.found["date"], o.warnings) == (date(2020, 5, 5), "date line", ())


def test_broken_locked_empty_and_endless_files_are_refused_in_a_sentence(tmp_path: Path) -> None:
    whole = pdf([column(("The ministers met.",))])
    assert refused(tmp_path, b"%PDF-1.7 and then nothing of the kind") == "D217"
    assert refused(tmp_path, whole[:80]) == "D217"
    assert refused(tmp_path, pdf([[]])) == "D219"
    assert refused(tmp_path, pdf([column(("A.",))] * 501)) == "D205"
    for password, code in (("secret", "D218"), ("", None)):
        writer = pypdf.PdfWriter(io.BytesIO(whole))
        writer.encrypt(password, "owner", algorithm="RC4-128")
        locked = io.BytesIO()
        writer.write(locked)
        if code:
            assert refused(tmp_path, locked.getvalue()) == code
        else:
            assert opened(tmp_path, locked.getvalue()).document.text == "The ministers met."


def test_what_a_file_can_do_is_not_done(tmp_path: Path) -> None:
    script = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    o = opened(tmp_path, pdf([column(("The ministers met in Strelsau.",))], extra=script))
    assert o.document.text == "The ministers met in Strelsau."


@pytest.mark.timeout(120)
@given(cut=st.integers(0, 700), junk=st.binary(max_size=30))
def test_a_damaged_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, cut: int, junk: bytes
) -> None:
    whole = pdf([column(("The ministers met in Strelsau.",))])
    path = tmp_path_factory.mktemp("pdf") / "a.pdf"
    path.write_bytes(whole[:cut] + junk + whole[cut + len(junk) :])
    try:
        assert open_document(path).document.text
    except SourceError as error:
        assert {f.code for f in error.faults} <= {"D204", "D205", "D209", "D213", "D217", "D218", "D219"}


def test_a_hyphen_goes_unless_the_text_writes_the_word_with_it() -> None:
    page = "The long-term plan and a long-\nterm truce, both fore-\nseen, and Franco-\nGerman talks."
    assert paragraphs([page]) == (
        "The long-term plan and a long-term truce, both foreseen, and Franco-German talks.",
    )
    assert paragraphs(["A soft hy\xad\nphen and ﬁnal ligatures."]) == ("A soft hyphen and final ligatures.",)


def test_double_spaced_lines_and_headings() -> None:
    page = "\n\n".join(
        (
            "The ministers of the two countries on the river met again",
            "in Strelsau on Tuesday, and nothing was agreed.",
            "Background",
            "The blockade began when the price of grain had doubled in",
            "the autumn.",
        )
    )
    assert [p.split()[0] for p in paragraphs([page])] == ["The", "Background", "The"]


@given(st.text("abc. -\n", max_size=400))
def test_no_letter_is_lost_or_made_up(page: str) -> None:
    assert sorted(c for c in "".join(paragraphs([page])) if c in "abc") == sorted(
        c for c in page if c in "abc"
    )
