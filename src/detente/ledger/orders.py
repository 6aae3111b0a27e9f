"""The orders an analyst's "this issue weighs more than that one" leaves open.

Chains of issues make a partial order. It falls into components that say nothing of each other; for each of
them this module counts, lists and draws the complete orders that agree with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from detente.errors import Fault, LimitExceeded, ModelError

MOST_ISSUES = 600
"""How many issues one pair of actors may have dealt in."""
MOST_SETS = 50_000
"""How many sets of "the heaviest so far" a component may have; fifteen issues under one have 32,769."""


@dataclass(frozen=True, slots=True)
class Component:
    """Issues tied to each other by the analyst's order; an issue in no chain is a component of its own.

    Parameters
    ----------
    issues
        Sorted; a set of them is written as the sum of ``1 << index``.
    heavier
        For each issue the set of those that must weigh more.
    completions
        For each set that can be the heaviest so far (with an issue it holds all heavier ones), in how many
        orders the rest can follow. From the empty set to the full one, by size.
    """

    issues: tuple[str, ...]
    heavier: tuple[int, ...]
    completions: Mapping[int, int] = field(hash=False)  # it follows from the others

    @property
    def count(self) -> int:
        """Number of complete orders."""
        return self.completions[0]

    def order(self, rank: int) -> tuple[int, ...]:
        """Return one complete order, heaviest first, as indices; ranks run from 0 to ``count`` - 1."""
        taken, order = 0, []
        for _ in self.issues:
            for nth in _next(taken, self.heavier):
                here = self.completions[taken | 1 << nth]
                if rank < here:
                    taken |= 1 << nth
                    order.append(nth)
                    break
                rank -= here
        return tuple(order)


def components(chains: Iterable[Sequence[str]]) -> tuple[Component, ...]:
    """Split the analyst's order into components.

    Parameters
    ----------
    chains
        Issues, heaviest first; a chain of one issue only names it.

    Returns
    -------
    tuple of Component
        By their first issue. Each issue of the chains is in exactly one.

    Raises
    ------
    ModelError
        ``D139`` when chains contradict each other.
    LimitExceeded
        ``D102`` when a component leaves more open than can be counted.

    Notes
    -----
    An order can be built from the heaviest issue down, and which issues may come next depends only on the set
    taken so far, so orders are counted over sets: the number of sets times the number of issues, not the
    number of orders. Choosing each next issue in proportion to the orders it leaves draws every order with
    the same chance.

    Examples
    --------
    >>> [part] = components([("sanctions", "exercises"), ("sanctions", "aid")])
    >>> part.issues, part.count
    (('aid', 'exercises', 'sanctions'), 2)
    >>> [part.issues[nth] for nth in part.order(0)]
    ['sanctions', 'aid', 'exercises']
    """
    above: dict[str, set[str]] = {}
    for chain in chains:
        for issue in chain:
            above.setdefault(issue, set())
        for heavy, light in pairwise(chain):
            above[light].add(heavy)
    _refuse_circles(above)
    return tuple(_component(group, above) for group in _groups(above))


def _component(group: Sequence[str], above: Mapping[str, set[str]]) -> Component:
    index = {issue: nth for nth, issue in enumerate(group)}
    heavier = tuple(sum(1 << index[other] for other in above[issue]) for issue in group)
    layers = [{0: 1}]
    size = 1
    for _ in group:
        layers.append({taken | 1 << nth: 0 for taken in layers[-1] for nth in _next(taken, heavier)})
        size += len(layers[-1])
        if size > MOST_SETS:
            raise LimitExceeded(
                Fault(
                    "D102",
                    f"the weights of {', '.join(group[:5])}... leave more orders open than can be counted "
                    f"(limit: {MOST_SETS:,} sets of heaviest issues)",
                    "put more of the issues in one chain, or leave some out",
                )
            )
    layers[-1] = dict.fromkeys(layers[-1], 1)
    for layer, after in zip(layers[-2::-1], layers[:0:-1], strict=True):
        for taken in layer:
            layer[taken] = sum(after[taken | 1 << nth] for nth in _next(taken, heavier))
    completions = {taken: number for layer in layers for taken, number in layer.items()}
    return Component(tuple(group), heavier, completions)


def _next(taken: int, heavier: Sequence[int]) -> list[int]:
    """Return which issues can come next: not taken yet, and everything heavier is."""
    return [nth for nth, above in enumerate(heavier) if not taken >> nth & 1 and above & taken == above]


def _groups(above: Mapping[str, set[str]]) -> list[list[str]]:
    """Return the connected groups of issues, each sorted, by their first issue."""
    beside: dict[str, set[str]] = {issue: set(others) for issue, others in above.items()}
    for issue, others in above.items():
        for other in others:
            beside[other].add(issue)
    seen: set[str] = set()
    groups = []
    for first in sorted(beside):
        group: list[str] = []
        waiting = [first]
        while waiting:
            issue = waiting.pop()
            if issue not in seen:
                seen.add(issue)
                group.append(issue)
                waiting += beside[issue]
        if group:
            groups.append(sorted(group))
    return groups


def _refuse_circles(above: Mapping[str, set[str]]) -> None:
    """Raise when some issue is, by way of others, heavier than itself."""
    left = {issue: set(others) for issue, others in above.items()}
    while free := [issue for issue, others in left.items() if not others]:
        for issue in free:
            del left[issue]
        for others in left.values():
            others.difference_update(free)
    if left:
        issue = min(left)
        walk = [issue]
        while (issue := min(left[issue])) not in walk:
            walk.append(issue)
        circle = [issue, *reversed(walk[walk.index(issue) :])]
        raise ModelError(
            Fault(
                "D139",
                f"the weights contradict each other: {' > '.join(circle)}",
                "take one of these out of ledger.weights",
            )
        )
