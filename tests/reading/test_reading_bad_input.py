"""Whatever lies in a folder: one clear message for each bad file, and the others are read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detente.reading import open_document

ENGLISH = (
    "Japan eased its sanctions on Myanmar in March 2021, and the two governments agreed to hold talks again."
)
FRENCH = (
    "Les deux gouvernements se sont rencontrés dans la ville et les ministres ont quitté la salle sans accord, "
    "mais ils ont promis de revenir avec une offre pour la paix dans le mois."
)


@pytest.mark.timeout(120)
def test_a_folder_of_bad_files_is_read_past(run: Callable[..., Any], tmp_path: Path) -> None:
    bad = {
        "empty.txt": (b"", "D204"),
        "binary.txt": (bytes(range(256)) * 40, "D206"),
        "huge.txt": (b"The talks ended. " * 3_000_000, "D205"),
        "broken.pdf": (b"%PDF-1.7\n1 0 obj << /Type", "D217"),
        "broken.docx": (b"PK\x03\x04" + b"\x00" * 100, "D220"),
        "scripts.html": (
            b"<html><script>while(1){}</script><iframe src='http://x.invalid'></iframe></html>",
            "D213",
        ),
        "koi8.txt": ("Переговоры закончились без соглашения".encode("koi8-r"), "D207"),
        "half.txt": ("The talks ended".encode("utf-16-be"), "D206"),
        "foreign.txt": (FRENCH.encode(), "D209"),
        "endless.txt": (b"talks and " * 50_000, "D210"),
    }
    for name, (content, _) in bad.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text(ENGLISH, "utf-8")
    done = run("read", tmp_path, "--json")
    assert done.code == 1
    assert {row["actor"][0] for row in done.rows} == {"JPN"}
    for name, (_, code) in bad.items():
        (line,) = [line for line in done.err.splitlines() if f"{name}" in line]
        assert code in line


def test_foreign_paragraphs_of_an_english_article_are_left_out_with_a_word(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        f"{ENGLISH}\n\n{FRENCH}\n\n{ENGLISH} Nobody signed anything, officials in both capitals said.",
        "utf-8",
    )
    opened = open_document(path)
    assert [f.reason for f in opened.furniture][-1] == "in French"
    assert [w.code for w in opened.warnings] == ["D221"]
    assert opened.warnings[0].place is not None
    assert opened.warnings[0].place.line == 3
    assert "French" in opened.warnings[0].message


def test_warnings_are_told_and_output_stays_clean(run: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        f"{ENGLISH}\n\n{FRENCH}\n\n{ENGLISH} Nobody signed anything yet.", "utf-8"
    )
    done = run("read", tmp_path, "--json")
    assert done.code == 0
    assert "D221" in done.err
    assert done.rows
