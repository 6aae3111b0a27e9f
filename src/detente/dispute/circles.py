"""Terms sorted so that each follows those it uses, and circles told apart."""

from __future__ import annotations


def in_order(needs: dict[str, list[str]]) -> tuple[list[str], list[list[str]]]:
    """Sort terms so that each follows those it uses; circles come apart from the rest.

    Terms that merely lead into a circle are sorted as if the circle were defined. Depth first with a stack of
    our own, because a chain of terms may be longer than Python's.
    """
    order: list[str] = []
    circles: list[list[str]] = []
    state: dict[str, int] = {}  # 1 on the path, 2 finished
    in_circle: set[str] = set()
    for root in needs:
        path: list[str] = []
        work = [(root, False)]
        while work:
            name, left = work.pop()
            if left:
                path.pop()
                state[name] = 2
                if name not in in_circle:
                    order.append(name)
            elif state.get(name) is None:
                state[name] = 1
                path.append(name)
                work.append((name, True))
                work.extend((need, False) for need in reversed(needs[name]))
            elif state[name] == 1:
                circle = path[path.index(name) :]
                if not in_circle.issuperset(circle):
                    circles.append(circle)
                in_circle.update(circle)
    return order, circles
