"""The tree of a statement -> its words, with no more brackets than the grammar needs."""

from __future__ import annotations

from detente.dispute.types import Expression, Operator

_LOOSENESS = {"option": 0, "not": 1, "and": 2, "or": 3, "if": 4, "iff": 4}


def express(expression: Expression, anything: str) -> str:
    """Return a statement that means what a tree means.

    Parameters
    ----------
    expression
        The tree; its options by full name.
    anything
        The name of some option: ``true`` has no word of its own and is written ``x or not x``.

    Returns
    -------
    str
        Parses to the same tree, but for ``true`` and for ``and``, ``or`` of fewer than two parts.

    Examples
    --------
    >>> x, y = Expression("option", (), "A.x"), Expression("option", (), "B.y")
    >>> express(Expression("not", (Expression("and", (x, Expression("not", (y,)))),)), "A.x")
    'not (A.x and not B.y)'
    """
    return _words(_plain(expression, anything))


def _plain(expression: Expression, anything: str) -> Expression:
    """Write out ``true``, and ``and`` and ``or`` that join less than two parts."""
    parts = tuple(_plain(part, anything) for part in expression.parts)
    if expression.operator in ("and", "or") and len(parts) == 1:
        return parts[0]
    if expression.operator == "true" or (expression.operator in ("and", "or") and not parts):
        some = Expression("option", (), anything)
        way: Operator = "and" if expression.operator == "or" else "or"
        return Expression(way, (some, Expression("not", (some,))))
    return Expression(expression.operator, parts, expression.name)


def _words(expression: Expression) -> str:
    match expression.operator:
        case "option":
            return expression.name
        case "not":
            return "not " + _within(expression.parts[0], 1)
        case "if" | "iff":
            return f" {expression.operator} ".join(_within(part, 3) for part in expression.parts)
    looseness = _LOOSENESS[expression.operator]
    return f" {expression.operator} ".join(_within(part, looseness - 1) for part in expression.parts)


def _within(part: Expression, looseness: int) -> str:
    """Put a part in brackets unless it binds at least as tightly as asked."""
    words = _words(part)
    return words if _LOOSENESS[part.operator] <= looseness else f"({words})"
