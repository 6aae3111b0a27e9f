"""Laying a case file out: what it says and every comment stay, and a second time changes nothing."""

from __future__ import annotations

import os
import re
from importlib.resources import files
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot
from ruamel.yaml import YAML

from detente.dispute.layout import FIELDS, format_file, format_text
from detente.dispute.reader import loads
from detente.dispute.spacing import comments_of, spaced
from detente.errors import ModelError, SourceError

KOREA = files("detente.catalogue").joinpath("korea_2019", "case.yaml").read_text("utf-8")

UNTIDY = """\
# A header about the file.

# What they want.
actors:
      # The first.
      A:
            prefers:
            # above all
            -   B.y     # because it is theirs
            - [ x ,B.y ]
            - { any order : [x,   not B.y] }

            options: {x: {name : Act,one_way:  take},
                 z: Wait}   # two


            red_lines:  1
      B:
         options:
            # their only one
            y:   >-
               Answer in
               kind
         prefers: ["A.x"]
terms:   {both: A.x and B.y}
# how it is called
title:    'Two   of them'   # its title
questions:
- ignored: here
# The end.
""".replace("questions:\n- ignored: here\n", "history:\n- on: 2019-01-01\n  take: [ A.z ]\n")


def test_an_untidy_file_is_laid_out() -> None:
    assert format_text(UNTIDY) == snapshot("""\
# A header about the file.

# how it is called
title: 'Two   of them'   # its title
# What they want.
actors:
  # The first.
  A:
    options: {x: {name: Act, one_way: take},
         z: Wait}   # two

    prefers:
      # above all
      - B.y     # because it is theirs
      - [x, B.y]
      - {any order: [x, not B.y]}

    red_lines: 1
  B:
    options:
      # their only one
      y: >-
         Answer in
         kind
    prefers: ["A.x"]
terms: {both: A.x and B.y}
history:
  - on: 2019-01-01
    take: [A.z]
# The end.
""")


def test_what_it_says_stays() -> None:
    before, after = loads(UNTIDY), loads(format_text(UNTIDY))
    assert before.title == after.title == "Two   of them"
    assert before.options == after.options
    assert [[s.text for w in a.prefers or () for s in w.statements] for a in before.actors] == [
        [s.text for w in a.prefers or () for s in w.statements] for a in after.actors
    ]
    assert sorted(comments_of(UNTIDY)) == sorted(comments_of(format_text(UNTIDY)))


def test_the_bundled_case_is_laid_out_already() -> None:
    assert format_text(KOREA) == KOREA


@pytest.mark.parametrize("factor", [1, 2, 3])
def test_the_bundled_case_comes_back_from_any_indentation(factor: int) -> None:
    def mangle(row: str) -> str:
        bare = row.lstrip(" ")
        return " " * (factor * (len(row) - len(bare))) + re.sub("^- ", "-" + " " * (2 * factor - 1), bare)

    mangled = "\r\n".join(mangle(row) for row in KOREA.split("\n"))
    mangled = (
        mangled.replace("}\r\n", "}   \r\n\r\n\r\n")
        .replace("[USA.", "[ USA.")
        .replace(", because:", ",because:  ")
    )
    again = format_text("\ufeff" + mangled)
    assert format_text(again) == again
    without_blanks = [row.split() for row in again.split("\n") if row.strip()]
    assert without_blanks == [row.split() for row in KOREA.split("\n") if row.strip()]


def test_lists_flush_with_their_key_are_indented() -> None:
    text = "actors:\n  A:\n    options:\n      x: Act\n    prefers:\n    - x\n    -\n      want: not x\n    moves: []\n"
    assert spaced(text) == snapshot("""\
actors:
  A:
    options:
      x: Act
    prefers:
      - x
      -
        want: not x
    moves: []
""")


@settings(max_examples=80, deadline=None)
@given(
    tree=st.recursive(
        st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)
        | st.text("ab:,#-' \n", max_size=40),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text("abc ", min_size=1), inner, max_size=3)
        ),
        max_leaves=12,
    ),
    indent=st.sampled_from([(2, 2, 0), (4, 4, 2), (7, 5, 3), (3, 2, 0)]),
    flow=st.sampled_from([None, False, True]),
)
def test_any_yaml_keeps_its_meaning_and_is_spaced_once(
    tree: object, indent: tuple[int, int, int], flow: bool | None
) -> None:
    yaml = YAML(typ="safe", pure=True) if flow is not None else YAML()
    yaml.default_flow_style = bool(flow)
    if flow is None:
        yaml.indent(mapping=indent[0], sequence=indent[1], offset=indent[2])
    out = StringIO()
    yaml.dump({"root": tree}, out)
    text = out.getvalue()
    made = spaced(text)
    assert YAML(typ="safe", pure=True).load(made) == YAML(typ="safe", pure=True).load(text)
    assert spaced(made) == made


def test_a_block_of_text_keeps_its_lines() -> None:
    text = "title: |\n        first\n\n          deeper  \n        last\nas_of:   2019-01-01\n"
    assert spaced(text) == "title: |\n        first\n\n          deeper  \n        last\nas_of: 2019-01-01\n"


def test_a_file_with_faults_is_refused_and_left(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("actors:   {A: {options: {x: Act}, prefers: [y]}}\n")
    with pytest.raises(ModelError) as refused:
        format_file(tmp_path)
    assert [fault.code for fault in refused.value.faults] == ["D113"]
    assert file.read_text() == "actors:   {A: {options: {x: Act}, prefers: [y]}}\n"


def test_a_layout_that_would_change_the_file_is_never_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detente.dispute.layout.spaced", lambda text: text.replace("# two", "").lower())
    with pytest.raises(ModelError) as refused:
        format_text(UNTIDY)
    assert [fault.code for fault in refused.value.faults] == ["D150"]


def test_keys_written_the_long_way_are_laid_out_too() -> None:
    text = "? actors\n: {A: {options: {x: Act}, prefers: [x]}}\ntitle: Two\n"
    assert format_text(format_text(text)) == format_text(text)


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(UNTIDY)
    file.chmod(0o640)
    assert format_file(file, write=False)
    assert file.read_text() == UNTIDY
    assert format_file(file)
    assert not format_file(file)
    assert file.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["case.yaml"]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is protected from the superuser")
def test_a_protected_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(UNTIDY)
    tmp_path.chmod(0o500)
    with pytest.raises(SourceError):
        format_file(tmp_path)


def test_a_failed_write_is_told_and_leaves_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    file = tmp_path / "case.yaml"
    file.write_text(UNTIDY)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SourceError) as refused:
        format_file(file)
    assert refused.value.faults[0].code == "D151"
    assert file.read_text() == UNTIDY
    assert [p.name for p in tmp_path.iterdir()] == ["case.yaml"]


def test_the_order_of_fields_knows_every_field_of_the_manual() -> None:
    page = Path(__file__).parent / "manual.yaml"
    assert set(re.findall(r"^(\w+):", page.read_text("utf-8"), re.M)) <= set(FIELDS)


def test_fields_of_two_actors_out_of_order_stay_with_their_actor() -> None:
    text = """\
actors:
  A:
    prefers:
      - x
      # below the last wish

    # above the options
    options:
      x: Act   # behind
  B:
    red_lines: 1
    prefers:
      - A.x
    options: {}
"""
    assert (
        format_text(text)
        == """\
actors:
  A:
    # above the options
    options:
      x: Act   # behind

    prefers:
      - x
      # below the last wish
  B:
    options: {}
    prefers:
      - A.x
    red_lines: 1
"""
    )


FIELD_BLOCKS = [
    "title: Two\n",
    "# as of when\nas_of: 2019-01-01   # a day\n",
    "\nactors:\n  A:\n    options: {x: Act}\n    prefers:\n      # on top\n      - x\n  B: {prefers: []}\n",
    "terms: {t: A.x}\n",
    "# what happened\n#\n# at length\nhistory:\n  - {on: 2019-01-01, take: [A.x]}\n",
    "\n# offers follow\nstates:\n  s: [A.x]   # the only one\n  # no more\n",
    "questions: {q: {ask: A.x, by: 2020-01-01}}\n",
]


@settings(max_examples=40, deadline=None)
@given(st.permutations(FIELD_BLOCKS), st.sampled_from(["", "# Header.\n\n"]))
def test_fields_in_any_order_come_back_with_their_comments(blocks: list[str], header: str) -> None:
    made = format_text(header + "".join(blocks))
    assert format_text(made) == made
    assert made.startswith(header)
    keys = re.findall(r"^(\w+):", made, re.M)
    assert keys == [key for key in FIELDS if key in keys]
    for block in FIELD_BLOCKS[1:]:
        said = [row for row in block.split("\n") if row.strip() and row.strip() != "# no more"]
        rows = made.split("\n")
        at = rows.index(said[0])
        if header or at:  # a comment at the very top stays there as the file's own
            assert rows[at : at + len(said)] == said
