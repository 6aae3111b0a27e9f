"""What a statement that does not parse was probably meant to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.dispute.faults import shown
from detente.dispute.values import KEYWORDS

if TYPE_CHECKING:
    from lark import Token


class StatementFault(Exception):  # noqa: N818 - caught where the file is known, and told as a fault
    """A statement that does not parse: what is wrong with ``text[start:end]`` and what to do."""

    def __init__(self, code: str, message: str, hint: str, start: int, end: int) -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.start, self.end = code, message, hint, start, end


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


def symbol(text: str, at: int) -> str:
    """Return what to write instead of a character that statements do not use."""
    return _SYMBOLS.get(text[at], "names are letters, digits, _ and -; statements use and or not if iff ( )")


_FOREIGN_WORDS = {
    "unless": "write a or b for a unless b",
    "implies": "write q if p for p implies q",
    "then": "write q if p for if p then q",
    "but": "write and",
    "xor": "write not (a iff b)",
    "then,": "write q if p",
}


def misplaced(text: str, token: Token, expected: set[str]) -> StatementFault:
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
