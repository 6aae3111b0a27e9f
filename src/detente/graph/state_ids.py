"""What states are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray


class StateIds(Sequence[str]):
    """Ids of states: their names, and the decimal numbers of those without one.

    Made when asked for, because millions of states would otherwise be millions of strings.

    Parameters
    ----------
    codes
        ``int64[S]``: the options taken in each state as a binary number.
    names
        Names by position, where a state has one.

    Examples
    --------
    >>> StateIds(np.array([0, 2, 3]), {1: "deal"})[:]
    ('0', 'deal', '3')
    """

    def __init__(self, codes: NDArray[np.int64], names: Mapping[int, str] | None = None) -> None:
        self._codes = codes.reshape(-1)
        self._names = names or {}

    def __len__(self) -> int:
        return len(self._codes)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        position = range(len(self))[index]
        return self._names.get(position) or str(int(self._codes[position]))

    def __iter__(self) -> Iterator[str]:
        for position, code in enumerate(self._codes.tolist()):
            yield self._names.get(position) or str(code)

    def repeated(self) -> str | None:
        """Return an id that two states have, if there is one, without making the others."""
        plain = np.ones(len(self), bool)
        plain[list(self._names)] = False
        numbers = np.sort(self._codes[plain])
        if (same := numbers[1:] == numbers[:-1]).any():
            return str(int(numbers[1:][same][0]))
        names = list(self._names.values())
        taken = {int(n): n for n in names if n.isascii() and n.isdigit() and len(n) < 20 and str(int(n)) == n}
        if (clash := np.isin(numbers, list(taken))).any():
            return taken[int(numbers[clash][0])]
        return repeated(names)

    def exceptions(self, codes: NDArray[np.int64]) -> dict[int, str]:
        """Return, by position, the ids that are not the decimal numbers of some codes."""
        if not np.array_equal(codes, self._codes):
            return _exceptions(self, codes)
        return {at: name for at, name in self._names.items() if name != str(int(codes[at]))}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        some = ", ".join(map(repr, self[:4]))
        return f"<{len(self):,} states: {some}{', ...' if len(self) > 4 else ''}>"


def repeated(names: Sequence[str]) -> str | None:
    """Return a name that occurs twice, if there is one."""
    if len(set(names)) == len(names):
        return None
    return next(name for name, times in Counter(names).items() if times > 1)


def exceptions(states: Sequence[str], codes: NDArray[np.int64] | None) -> dict[int, str]:
    """Return, by position, the ids of states that are not the decimal numbers of their codes."""
    if codes is None:
        return dict(enumerate(states))
    return states.exceptions(codes) if isinstance(states, StateIds) else _exceptions(states, codes)


def _exceptions(states: Sequence[str], codes: NDArray[np.int64]) -> dict[int, str]:
    pairs = enumerate(zip(states, codes.tolist(), strict=True))
    return {at: state for at, (state, code) in pairs if state != str(code)}
