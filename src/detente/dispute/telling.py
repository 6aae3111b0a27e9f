"""Says in words what stands in a case file, and writes words so that YAML takes them for what they are."""

from __future__ import annotations

import re

from detente.dispute.types import Wish

_PLAIN = re.compile(r"[^\W_][^\[\]{},:#&*!|>'\"%@`]*")
_NULLS = {"null", "Null", "NULL"}


def wish_text(wish: Wish) -> str:
    """Return a line of ``prefers`` for people, as its statements are written.

    >>> from detente.dispute import loads
    >>> dispute = loads("actors: {A: {options: {x: Act, y: Wait}, prefers: [{any order: [x, y]}]}}")
    >>> wish_text(dispute.actors[0].prefers[0])
    'x and y in any order'
    """
    texts = [statement.text for statement in wish.statements]
    match wish.kind:
        case "equal":
            return f"{', '.join(texts)} (equally)" if len(texts) > 1 else texts[0]
        case "any order":
            return f"{' and '.join(texts)} in any order"
        case "maybe":
            return f"maybe {texts[0]}"
    return texts[0]


def scalar(text: str) -> str:
    """Return text as one YAML scalar that means the same inside brackets.

    >>> scalar("not PRK.tests"), scalar("null"), scalar("(a or b) and c")
    ('not PRK.tests', '"null"', '"(a or b) and c"')
    """
    if _PLAIN.fullmatch(text) and text not in _NULLS and not text.endswith(" "):
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
