"""The guides to the case file and to conversion: their examples work, and their grammar is the grammar."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark
from lark.exceptions import UnexpectedInput

from detente.case import convert
from detente.dispute import check_text, compile_graph, loads
from detente.dispute.misreading import StatementFault
from detente.dispute.statements import parse_statement
from detente.stability import solve

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = (DOCS / "case-file.md").read_text("utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


EXAMPLES = blocks(GUIDE, "yaml")
(GRAMMAR,) = blocks(GUIDE, "text")


def test_the_guide_has_its_examples() -> None:
    assert [loads(text).title for text in EXAMPLES] == [
        "Denuclearising the Korean peninsula", "Steps", "Pairs", "Two views",
    ]  # fmt: skip


@pytest.mark.parametrize("text", EXAMPLES, ids=range(len(EXAMPLES)))
def test_every_example_is_a_file_that_solves(text: str) -> None:
    faults = check_text(text)
    assert {fault.code for fault in faults} <= {"D171"}, [fault.render() for fault in faults]
    for reading in (None, *loads(text).readings):
        assert solve(compile_graph(loads(text, reading=reading)), ["gmr"]).graph.states


def test_levels_and_views_are_as_the_guide_says() -> None:
    steps, pairs, views = (loads(text) for text in EXAMPLES[1:])
    assert steps.now == ("USA.relief.partial",)
    assert len(compile_graph(steps).states) == 3 * 2
    assert [fault.code for fault in pairs.warnings] == ["D171"]
    assert views.views == {"as-washington-sees-it": "USA"}
    plain = EXAMPLES[3].replace("view_of: USA, ", "")
    graphs = [compile_graph(loads(text, reading="as-washington-sees-it")) for text in (EXAMPLES[3], plain)]
    assert graphs[0].digest() == graphs[1].digest()


def test_the_grammar_in_the_guide_is_the_grammar() -> None:
    written = files("detente.dispute").joinpath("statements.lark").read_text("utf-8")
    assert GRAMMAR.strip() == written.strip()


NAMES = [
    "x",
    "A.x",
    "USA.relief.full",
    "핵",
    "روسيا.وقف",
    "a-b",
    "_",
    "ifx",
    "not",
    "and",
    "0",
    "A.if",
    "a b",
    "(",
    "",
]
FROM_GUIDE = Lark(GRAMMAR, parser="lalr", lexer="basic", start="statement")
STATEMENTS = st.recursive(
    st.sampled_from(NAMES),
    lambda inner: st.one_of(
        inner.map("not {}".format),
        inner.map("({})".format),
        st.builds("{} {} {}".format, inner, st.sampled_from(["and", "or", "if", "iff", "but"]), inner),
    ),
    max_leaves=8,
)


@settings(max_examples=400)
@given(STATEMENTS)
def test_the_program_reads_what_the_grammar_in_the_guide_allows_and_nothing_else(text: str) -> None:
    try:
        FROM_GUIDE.parse(text)
    except UnexpectedInput:
        with pytest.raises(StatementFault):
            parse_statement(text)
    else:
        parse_statement(text)


def test_the_table_in_the_guide_converts(tmp_path: Path) -> None:
    (table,) = blocks((DOCS / "convert.md").read_text("utf-8"), "json")
    (tmp_path / "t.json").write_text(table, "utf-8")
    assert convert(tmp_path / "t.json", tmp_path / "case.yaml") == ()
    assert json.loads(table)["name"] in (tmp_path / "case.yaml").read_text("utf-8")
