"""Which outcomes a statement holds in, for all outcomes at once, even while some options are still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from detente.dispute.types import Constraint, Expression, Statement

Truth: TypeAlias = NDArray[np.bool_]
Bounds: TypeAlias = tuple[Truth, Truth]
"""Where something surely holds, and where it still may. One and the same array where nothing is open."""


def holds(statement: Statement | Expression, codes: NDArray[np.int64], options: Sequence[str]) -> Truth:
    """Return in which outcomes a statement is true.

    Parameters
    ----------
    statement
        The statement, or its expression.
    codes
        ``int64[S]``: options taken in each outcome as binary numbers.
    options
        Full names of the options, lowest bit first, as in :attr:`detente.dispute.types.Dispute.options` or
        :attr:`detente.graph.Graph.options`.

    Returns
    -------
    NDArray[bool]
        ``bool[S]``.

    Raises
    ------
    KeyError
        When the statement speaks of an option that is not among ``options``.

    Notes
    -----
    O(S x names in the statement). ``q if p`` is material implication: false where p holds and q not.

    Examples
    --------
    >>> import numpy as np
    >>> a, b = Expression("option", (), "A.x"), Expression("option", (), "B.y")
    >>> holds(Expression("if", (b, a)), np.arange(4), ["A.x", "B.y"]).tolist()
    [True, False, True, True]
    """
    expression = statement.expression if isinstance(statement, Statement) else statement
    return bounds(expression, codes, {name: bit for bit, name in enumerate(options)})[0]


def bounds(expression: Expression, codes: NDArray[np.int64], bits: Mapping[str, int]) -> Bounds:
    """Return where an expression surely holds and where it may, given the options in ``bits`` only.

    Notes
    -----
    Kleene's strong three-valued logic, as two arrays: an option that is not in ``bits`` is open. An
    expression may be called open although every way to settle it agrees (``x or not x``), never the other
    way round, so cutting outcomes in which a constraint cannot hold is safe.
    """
    match expression.operator:
        case "option":
            bit = bits.get(expression.name)
            if bit is None:
                return np.zeros(len(codes), bool), np.ones(len(codes), bool)
            taken = (codes & np.int64(1 << bit)) != 0
            return taken, taken
        case "true":
            every = np.ones(len(codes), bool)
            return every, every
    parts = [bounds(part, codes, bits) for part in expression.parts]
    match expression.operator:
        case "not":
            return opposite(parts[0])
        case "and":
            return _joined(np.logical_and, parts)
        case "or":
            return _joined(np.logical_or, parts)
        case "if":
            then, when = parts
            return _joined(np.logical_or, [then, opposite(when)])
        case _:  # iff
            left, right = parts
            both = _joined(np.logical_and, parts)
            neither = _joined(np.logical_and, [opposite(left), opposite(right)])
            return _joined(np.logical_or, [both, neither])


def allowed(constraint: Constraint, codes: NDArray[np.int64], bits: Mapping[str, int]) -> Truth:
    """Return which outcomes a constraint does not yet rule out, given the options in ``bits``."""
    parts = [bounds(statement.expression, codes, bits) for statement in constraint.statements]
    match constraint.kind:
        case "impossible":
            return ~parts[0][0]
        case "always":
            return parts[0][1]
    few, many = np.zeros(len(codes), np.int32), np.zeros(len(codes), np.int32)
    for surely, maybe in parts:
        few += surely
        many += maybe
    match constraint.kind:
        case "at most one of":
            return few <= 1
        case "at least one of":
            return many >= 1
        case _:
            return (few <= 1) & (many >= 1)


def mentioned(expression: Expression) -> frozenset[str]:
    """Return the options an expression speaks of."""
    if expression.operator == "option":
        return frozenset((expression.name,))
    return frozenset[str]().union(*(mentioned(part) for part in expression.parts))


def size(expression: Expression) -> int:
    """Return the number of names and connectives, the cost of evaluating one outcome."""
    return 1 + sum(size(part) for part in expression.parts)


def opposite(truth: Bounds) -> Bounds:
    """Return the bounds of the negation."""
    surely, maybe = truth
    if surely is maybe:
        never = ~surely
        return never, never
    return ~maybe, ~surely


def _joined(join: np.ufunc, parts: Sequence[Bounds]) -> Bounds:
    surely = reduce(join, [part[0] for part in parts])
    if all(part[0] is part[1] for part in parts):
        return surely, surely
    return surely, reduce(join, [part[1] for part in parts])
