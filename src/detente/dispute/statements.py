"""The words of a statement -> its tree, with the place of every name. What names mean is not known here."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from detente.dispute.faults import shown
from detente.dispute.fields import KEYWORDS
from detente.dispute.limits import MAX_STATEMENT, MAX_STATEMENT_DEPTH
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


class StatementFault(Exception):  # noqa: N818 - caught where the file is known, and told as a fault
    """A statement that does not parse: what is wrong with ``text[start:end]`` and what to do."""

    def __init__(self, code: str, message: str, hint: str, start: int, end: int) -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.start, self.end = code, message, hint, start, end


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
            "D120", f"{shown(word)} means nothing here", _symbol(text, at), at, at + 1
        ) from None
    except UnexpectedToken as error:
        raise _misplaced(text, error.token, error.expected) from None
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
    return Lark(text, parser="lalr", start="statement", transformer=Build())


def _joined(operator: Operator, parts: tuple[Written, ...]) -> Written:
    return Written(operator, parts, depth=1 + max(part.depth for part in parts))


_SYMBOLS = {
    "&": "write and",
    "|": "write or",
    "!": "write not",
    "~": "write not",
    "=": "write iff",
    "<": "write iff",
    ">": "write q if p",
    ",": "one statement a line; several that matter equally are a list: [a, b]",
    ".": "an option is written ACTOR.option, without blanks around the dot",
}


def _symbol(text: str, at: int) -> str:
    return _SYMBOLS.get(text[at], "names are letters, digits, _ and -; statements use and or not if iff ( )")


_FOREIGN_WORDS = {
    "unless": "write a or b for a unless b",
    "implies": "write q if p for p implies q",
    "then": "write q if p for if p then q",
    "but": "write and",
    "xor": "write not (a iff b)",
    "then,": "write q if p",
}


def _misplaced(text: str, token: Token, expected: set[str]) -> StatementFault:
    """Say what a parser's surprise means to a person."""
    word = str(token)
    folded = word.casefold()
    if token.type == "$END":
        if "NAME" in expected:
            return StatementFault(
                "D120", "the statement ends too early", "add what follows, or remove the last word",
                *_last_word(text),
            )  # fmt: skip
        at = text.rfind("(")
        return StatementFault("D120", "a bracket is not closed", "add )", max(at, 0), max(at, 0) + 1)
    start = token.start_pos or 0
    span = (start, start + len(word))
    if folded in KEYWORDS and word != folded:
        return StatementFault("D120", f"{word} is no name", f"write {folded} in small letters", *span)
    if folded in _FOREIGN_WORDS:
        return StatementFault("D120", f"{word} is not used in statements", _FOREIGN_WORDS[folded], *span)
    if token.type in ("IF", "IFF") and "NAME" not in expected:
        return StatementFault("D120", f"a second {word} could be read in two ways", "add brackets", *span)
    if token.type == "RPAR":
        if "NAME" in expected:
            return StatementFault("D120", ") comes too early", "something is missing before it", *span)
        return StatementFault("D120", "this bracket was never opened", "remove it, or add (", *span)
    if "NAME" in expected:
        if token.type == "IF" and start == len(text) - len(text.lstrip()):
            return StatementFault("D120", "a statement does not begin with if", "write q if p", *span)
        hint = "a name, not or ( comes here"
        return StatementFault("D120", f"{shown(word)} cannot stand here", hint, *span)
    before = _FOREIGN_HINT.get(_word_before(text, start), "join statements by and, or, if, iff")
    return StatementFault("D120", f"{shown(word)} does not connect to what is before it", before, *span)


_FOREIGN_HINT = {word.upper(): f"write {word} in small letters" for word in KEYWORDS} | {
    word.capitalize(): f"write {word} in small letters" for word in KEYWORDS
}


def _word_before(text: str, at: int) -> str:
    words = text[:at].split()
    return words[-1] if words else ""


def _last_word(text: str) -> tuple[int, int]:
    end = len(text.rstrip())
    return (text.rstrip().rfind(" ") + 1, end)
