"""Says in words what stands in a case file."""

from __future__ import annotations

from detente.dispute.types import Wish


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
