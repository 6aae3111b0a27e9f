"""What outcomes are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import overload

import numpy as np
from numpy.typing import NDArray


class StateIds(Sequence[str]):
    """Ids of outcomes: their names, and the decimal numbers of those without one.

    Made when asked for, because millions of outcomes would otherwise be millions of strings.
    """

    def __init__(self, codes: NDArray[np.int64], names: Mapping[int, str]) -> None:
        self._codes = codes
        self._names = names

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

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        some = ", ".join(map(repr, self[:4]))
        return f"<{len(self):,} states: {some}{', ...' if len(self) > 4 else ''}>"
