"""Statements: grammar, precedence, and evaluation against plain truth tables."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.dispute import holds
from detente.dispute.evaluate import allowed, bounds, mentioned
from detente.dispute.feasible import feasible
from detente.dispute.misreading import StatementFault
from detente.dispute.statements import Written, parse_statement
from detente.dispute.types import Constraint, Expression, Statement

DOT = "an option is written ACTOR.option, without blanks around the dot"
OPTIONS = ("A.x", "A.y", "B.x", "B.z", "C.w")

leaves = st.sampled_from(OPTIONS).map(lambda name: Expression("option", (), name))
expressions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda a: Expression("not", (a,)), inner),
        st.builds(lambda op, a, b: Expression(op, (a, b)), st.sampled_from(["if", "iff"]), inner, inner),
        st.builds(
            lambda op, parts: Expression(op, tuple(parts)),
            st.sampled_from(["and", "or"]),
            st.lists(inner, min_size=2, max_size=3),
        ),
    ),
    max_leaves=12,
)


def written_out(expression: Expression) -> str:
    """Say an expression with brackets everywhere."""
    parts = [written_out(part) for part in expression.parts]
    match expression.operator:
        case "option":
            return expression.name
        case "not":
            return f"not ({parts[0]})"
        case "if" | "iff":
            return f"({parts[0]}) {expression.operator} ({parts[1]})"
        case _:
            return f" {expression.operator} ".join(f"({part})" for part in parts)


def truth(expression: Expression, taken: set[str]) -> bool:
    """Evaluate the slow way: one outcome, Python's own logic."""
    parts = [truth(part, taken) for part in expression.parts]
    match expression.operator:
        case "option":
            return expression.name in taken
        case "not":
            return not parts[0]
        case "and":
            return all(parts)
        case "or":
            return any(parts)
        case "if":
            return parts[0] or not parts[1]
        case "iff":
            return parts[0] == parts[1]
        case _:
            return True


def plain(written: Written) -> Expression:
    return Expression(written.operator, tuple(map(plain, written.parts)), written.name)


def outcomes(count: int = len(OPTIONS)) -> list[set[str]]:
    return [{OPTIONS[bit] for bit in range(count) if code >> bit & 1} for code in range(2**count)]


@settings(deadline=None)  # the first example pays for loading the grammar
@given(expressions)
def test_what_is_written_is_read_back(expression: Expression) -> None:
    assert plain(parse_statement(written_out(expression))) == expression


@given(expressions)
def test_all_outcomes_at_once_agree_with_one_by_one(expression: Expression) -> None:
    found = holds(Statement("", expression), np.arange(2 ** len(OPTIONS)), OPTIONS)
    assert found.tolist() == [truth(expression, taken) for taken in outcomes()]


@given(expressions, st.sets(st.sampled_from(OPTIONS)))
def test_bounds_hold_whatever_the_open_options_turn_out_to_be(
    expression: Expression, known: set[str]
) -> None:
    bits = {name: bit for bit, name in enumerate(OPTIONS)}
    codes = np.arange(2 ** len(OPTIONS))
    surely, maybe = bounds(expression, codes, {name: bits[name] for name in known})
    exact, _ = bounds(expression, codes, bits)
    assert (surely <= exact).all()
    assert (exact <= maybe).all()


constraints = st.lists(
    st.one_of(
        st.builds(
            lambda kind, e: Constraint(kind, (Statement("", e),)),
            st.sampled_from(["impossible", "always"]),
            expressions,
        ),
        st.builds(
            lambda kind, parts: Constraint(kind, tuple(Statement("", e) for e in parts)),
            st.sampled_from(["at most one of", "at least one of", "exactly one of"]),
            st.lists(expressions, min_size=1, max_size=4),
        ),
    ),
    max_size=3,
)


def possible(constraint: Constraint, taken: set[str]) -> bool:
    count = sum(truth(s.expression, taken) for s in constraint.statements)
    return {
        "impossible": count == 0,
        "always": count == 1,
        "at most one of": count <= 1,
        "at least one of": count >= 1,
        "exactly one of": count == 1,
    }[constraint.kind]


@given(constraints)
def test_feasible_outcomes_are_those_no_constraint_rules_out(given_constraints: list[Constraint]) -> None:
    expected = [
        code
        for code, taken in enumerate(outcomes())
        if all(possible(constraint, taken) for constraint in given_constraints)
    ]
    assert feasible(OPTIONS, given_constraints).tolist() == expected


def test_constraints_cut_before_the_combinations_are_built() -> None:
    names = [f"A.o{n}" for n in range(60)]
    chain = [
        Constraint(
            "always", (Statement("", Expression("if", tuple(Expression("option", (), n) for n in pair))),)
        )
        for pair in pairwise(names)
    ]
    # o1 only if... each option needs the one before it taken: 61 ladders out of 2^60 combinations.
    codes = feasible(names, chain, limit=200)
    assert len(codes) == 61
    bits = {name: bit for bit, name in enumerate(names)}
    assert all(allowed(c, codes, bits).all() for c in chain)


@pytest.mark.parametrize(
    ("text", "bracketed"),
    [
        ("a and b or c", "(a and b) or c"),
        ("not a and b", "(not a) and b"),
        ("a or b if c and d", "(a or b) if (c and d)"),
        ("not not a iff b", "(not (not a)) iff b"),
        ("iffy and order or nothing", "(iffy and order) or nothing"),
        ("  a\n  and b ", "a and b"),
        ("韓国.会談 if 미국.제재", "(韓国.会談) if (미국.제재)"),
        ("भारत.वार्ता and ایران.تحریم", "(भारत.वार्ता) and (ایران.تحریم)"),
        ("cease-fire_2 and 5g", "(cease-fire_2) and (5g)"),
    ],
)
def test_precedence(text: str, bracketed: str) -> None:
    assert plain(parse_statement(text)) == plain(parse_statement(bracketed))


def test_names_know_where_they_stand() -> None:
    written = parse_statement("not (USA.meet and drills)")
    both = written.parts[0]
    assert [(p.name, p.start, p.end) for p in both.parts] == [("USA.meet", 5, 13), ("drills", 18, 24)]
    assert mentioned(plain(written)) == {"USA.meet", "drills"}


@pytest.mark.parametrize(
    ("text", "message", "hint", "span"),
    [
        ("", "the statement is empty", "write an option, or leave the line out", (0, 1)),
        ("a and", "the statement ends too early", "add what follows, or remove the last word", (2, 5)),
        ("(a or b", "a bracket is not closed", "add )", (0, 1)),
        ("a)", "this bracket was never opened", "remove it, or add (", (1, 2)),
        ("()", ") comes too early", "something is missing before it", (1, 2)),
        ("a b", "b does not connect to what is before it", "join statements by and, or, if, iff", (2, 3)),
        ("a AND b", "AND is no name", "write and in small letters", (2, 5)),
        ("Not a", "a does not connect to what is before it", "write not in small letters", (4, 5)),
        ("a unless b", "unless is not used in statements", "write a or b for a unless b", (2, 8)),
        ("if a then b", "a statement does not begin with if", "write q if p", (0, 2)),
        ("a if b if c", "a second if could be read in two ways", "add brackets", (7, 9)),
        ("a && b", "& means nothing here", "write and", (2, 3)),
        ("a or or b", "or cannot stand here", "a name, not or ( comes here", (5, 7)),
        ("USA.", ". means nothing here", DOT, (3, 4)),
    ],
)  # fmt: skip
def test_what_does_not_parse_says_why(text: str, message: str, hint: str, span: tuple[int, int]) -> None:
    with pytest.raises(StatementFault) as caught:
        parse_statement(text)
    fault = caught.value
    assert (fault.code, fault.message, fault.hint, (fault.start, fault.end)) == ("D120", message, hint, span)


@pytest.mark.parametrize("text", ["a" * 2001, "not " * 101 + "a", "(" * 1500 + "a"])
def test_monsters_are_refused(text: str) -> None:
    with pytest.raises(StatementFault):
        parse_statement(text)


def test_brackets_cost_no_depth() -> None:
    assert plain(parse_statement("(" * 900 + "a" + ")" * 900)) == Expression("option", (), "a")
