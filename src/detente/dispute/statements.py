"""The words of a statement -> its tree, with the place of every name. What names mean is not known here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from detente.dispute.faults import shown
from detente.dispute.limits import MAX_STATEMENT, MAX_STATEMENT_DEPTH
from detente.dispute.misreading import StatementFault, misplaced, symbol
from detente.dispute.types import Operator

if TYPE_CHECKING:
    from lark import Lark, Token


@dataclass(frozen=True, slots=True)
class Written:
    """A statement as written: like :class:`~detente.dispute.types.Expression`, with names not yet looked up.

    A name has the operator ``option``, its ``name`` and its span ``start:end`` in the statement. ``depth``
    counts the levels from here down.
    """

    operator: Operator
    parts: tuple[Written, ...] = ()
    name: str = ""
    start: int = 0
    end: int = 0
    depth: int = 1


@lru_cache(maxsize=4096)
def parse_statement(text: str) -> Written:
    """Return the tree of a statement.

    Raises
    ------
    StatementFault
        When it is too long or breaks the grammar.

    Notes
    -----
    LALR(1), O(length). Kept in a cache because every reading of a file says most statements again.

    Examples
    --------
    >>> parse_statement("not drills").parts[0].name
    'drills'
    """
    from lark import UnexpectedCharacters, UnexpectedToken

    if len(text) > MAX_STATEMENT:
        message = f"the statement has {len(text):,} characters, the limit is {MAX_STATEMENT:,}"
        raise StatementFault("D102", message, "name parts of it under terms", 0, 1)
    if not text.strip():
        raise StatementFault("D120", "the statement is empty", "write an option, or leave the line out", 0, 1)
    try:
        written: Written = _grammar().parse(text)  # type: ignore[assignment]
    except UnexpectedCharacters as error:
        at = error.pos_in_stream or 0
        word = text[at]
        raise StatementFault(
            "D120", f"{shown(word)} means nothing here", symbol(text, at), at, at + 1
        ) from None
    except UnexpectedToken as error:
        raise misplaced(text, error.token, error.expected) from None
    if written.depth > MAX_STATEMENT_DEPTH:
        message = f"the statement nests {written.depth} deep, the limit is {MAX_STATEMENT_DEPTH}"
        raise StatementFault("D102", message, "simplify it", 0, 1)
    return written


@cache
def _grammar() -> Lark:
    from lark import Lark, Transformer, v_args

    @v_args(inline=True)
    class Build(Transformer):  # type: ignore[type-arg]
        """Builds :class:`Written` bottom up while the parser runs."""

        def name(self, token: Token) -> Written:
            start = token.start_pos or 0
            return Written("option", (), str(token), start, start + len(token))

        def not_(self, *parts: Written) -> Written:
            return _joined("not", parts)

        def and_(self, *parts: Written) -> Written:
            return _joined("and", parts)

        def or_(self, *parts: Written) -> Written:
            return _joined("or", parts)

        def if_(self, *parts: Written) -> Written:
            return _joined("if", parts)

        def iff(self, *parts: Written) -> Written:
            return _joined("iff", parts)

    text = files("detente.dispute").joinpath("statements.lark").read_text("utf-8")
    return Lark(text, parser="lalr", lexer="basic", start="statement", transformer=Build())


def _joined(operator: Operator, parts: tuple[Written, ...]) -> Written:
    return Written(operator, parts, depth=1 + max(part.depth for part in parts))
