"""Word files: every file here is written by the test, with sentences of our own."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path

import docx
import pytest

from detente.errors import SourceError
from detente.reading.documents import OpenedDocument, open_document

PROSE = "The two governments met again in Strelsau on Tuesday, and the talks ended without a joint statement."


def opened(folder: Path, content: bytes) -> OpenedDocument:
    path = folder / "a.docx"
    path.write_bytes(content)
    return open_document(path)


def saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def refused(folder: Path, content: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        opened(folder, content)
    (fault,) = caught.value.faults
    assert fault.hint
    return fault.code


def repacked(content: bytes, **parts: bytes) -> bytes:
    """Replace or add parts of a file; a double underscore stands for a slash, a single one for a full stop."""
    names = {name.replace("__", "/").replace("_", "."): data for name, data in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, names.pop(name, None) or old.read(name))
        for name, data in names.items():
            new.writestr(name, data)
    return out.getvalue()


def test_paragraphs_properties_and_what_is_left_out(tmp_path: Path) -> None:
    made = docx.Document()
    made.core_properties.author = "Rupert Hentzau"
    made.core_properties.created = datetime(2021, 3, 4)
    made.sections[0].header.paragraphs[0].text = "CONFIDENTIAL"
    made.add_paragraph("A thaw on the river", style="Title")
    made.add_paragraph(PROSE)
    made.add_paragraph("")
    table = made.add_table(2, 2)
    table.cell(0, 0).text = "Tonnes"
    table.cell(0, 1).text = "12,000"
    table.cell(1, 0).merge(table.cell(1, 1)).text = "The envoys of both sides will return to Strelsau."
    made.add_paragraph("They will meet again.")
    o = opened(tmp_path, saved(made))
    assert o.document.text.split("\n\n") == [
        "A thaw on the river",
        PROSE,
        "The envoys of both sides will return to Strelsau.",
        "They will meet again.",
    ]
    assert (o.document.title, o.document.author) == ("A thaw on the river", "Rupert Hentzau")
    assert o.document.found == {
        "title": "file properties",
        "author": "file properties",
        "date": "day the file was made",
    }
    assert [w.code for w in o.warnings] == ["D222"]


def test_a_file_whose_properties_a_program_filled_in(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph(PROSE)
    o = opened(tmp_path, saved(made))
    assert (o.document.author, o.document.published, o.document.found) == (None, None, {})


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("The envoys KEEP left.")
    whole = saved(made)
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        xml = packed.read("word/document.xml").decode()
    changed = (
        '<w:r><w:t xml:space="preserve">The envoys </w:t></w:r>'
        '<w:ins w:id="1" w:author="A"><w:r><w:t xml:space="preserve">have </w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="A"><w:r><w:delText>never </w:delText><w:t>ever</w:t></w:r></w:del>'
        "<w:r><w:t>left.</w:t></w:r>"
    )
    xml = xml.replace("<w:r><w:t>The envoys KEEP left.</w:t></w:r>", changed)
    o = opened(tmp_path, repacked(whole, word__document_xml=xml.encode()))
    assert o.document.text == "The envoys have left."


@pytest.mark.timeout(120)
def test_broken_locked_swollen_and_macro_files_are_refused_in_a_sentence(tmp_path: Path) -> None:
    whole = saved(docx.Document())
    assert refused(tmp_path, whole[:300]) == "D220"
    assert refused(tmp_path, b"PK\x03\x04 and nothing more") == "D220"
    assert refused(tmp_path, b"\xd0\xcf\x11\xe0 an older kind of file") == "D218"
    assert refused(tmp_path, repacked(whole, word__document_xml=b"<w:document")) == "D220"
    assert refused(tmp_path, repacked(whole, word__extra_xml=b" " * 45_000_000)) == "D205"
    assert refused(tmp_path, whole) == "D213"
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        kinds = packed.read("[Content_Types].xml")
    macro = kinds.replace(
        b"vnd.openxmlformats-officedocument.wordprocessingml.document.main",
        b"vnd.ms-word.document.macroEnabled.main",
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, macro if name == "[Content_Types].xml" else old.read(name))
    assert refused(tmp_path, out.getvalue()) == "D220"
    only = io.BytesIO()
    with zipfile.ZipFile(only, "w") as new:
        new.writestr("notes.txt", PROSE)
    assert refused(tmp_path, only.getvalue()) == "D220"


@pytest.mark.timeout(120)
def test_entities_that_swell_are_not_expanded(tmp_path: Path) -> None:
    whole = saved(docx.Document())
    doctype = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol " * 10}">' for n in range(9))
    body = (
        f'<?xml version="1.0"?><!DOCTYPE d [{doctype}]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        "<w:body><w:p><w:r><w:t>&e8;</w:t></w:r></w:p></w:body></w:document>"
    )
    assert refused(tmp_path, repacked(whole, word__document_xml=body.encode())) in ("D213", "D220")
