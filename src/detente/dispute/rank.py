"""Wishes and rankings -> ranks: option prioritisation, compared exactly and never by adding floats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from detente.dispute.evaluate import holds
from detente.dispute.types import Wish


def fulfilled(wishes: Iterable[Wish], codes: NDArray[np.int64], options: Sequence[str]) -> NDArray[np.int32]:
    """Return how many statements of each line hold in each outcome.

    Parameters
    ----------
    wishes
        The ``W`` lines of ``prefers``, most important first.
    codes
        ``int64[S]``: options taken in each outcome.
    options
        Full names, lowest bit first.

    Returns
    -------
    NDArray[int32]
        ``int32[W, S]``.
    """
    rows = [
        np.sum([holds(statement, codes, options) for statement in wish.statements], axis=0, dtype=np.int32)
        for wish in wishes
    ]
    return np.array(rows, np.int32).reshape(len(rows), len(codes))


def prioritised(counts: NDArray[np.int32]) -> NDArray[np.int32]:
    """Rank outcomes by the first line in which they differ.

    Parameters
    ----------
    counts
        ``int32[W, S]``: how far each line is fulfilled, most important line first; 0 or more.

    Returns
    -------
    NDArray[int32]
        ``int32[S]``: ranks from 0 without gaps, larger is better, equal is indifferent.

    Notes
    -----
    With one statement a line this is option prioritisation, score(s) = sum of 2^(W-j) over the lines j that
    hold in s. Truth vectors are compared lexicographically in whole numbers of mixed radix, packed as long
    as they fit 62 bits and then replaced by their ranks, so any number of lines is exact.
    O(W S) and a sort of S for every 62 bits of lines.

    References
    ----------
    Fang, L., Hipel, K. W., Kilgour, D. M., Peng, X. (2003). A decision support system for interactive
    decision making, part I: model formulation. IEEE Trans. Syst. Man Cybern. C 33(1), 42-55.
    https://doi.org/10.1109/TSMCC.2003.809361

    Examples
    --------
    >>> prioritised(np.array([[1, 0, 1], [0, 1, 0]], np.int32)).tolist()
    [1, 0, 1]
    """
    key = np.zeros(counts.shape[1], np.int64)
    height = 1
    for row in counts:
        radix = int(row.max(initial=0)) + 1
        if height * radix >= 2**62:
            key = _dense(key, height)
            height = int(key.max(initial=0)) + 1
        key = key * radix + row
        height *= radix
    return _dense(key, height).astype(np.int32)


def _dense(key: NDArray[np.int64], height: int) -> NDArray[np.int64]:
    """Replace numbers below ``height`` by their ranks among those that occur."""
    if height <= 4 * len(key) + 1024:
        occurs = np.zeros(height, bool)
        occurs[key] = True
        return (np.cumsum(occurs) - 1)[key]
    return np.unique(key, return_inverse=True)[1].astype(np.int64)


def ranked(groups: Sequence[Sequence[str]], index: Mapping[str, int]) -> NDArray[np.int32]:
    """Turn a ranking, most preferred group first, into ranks.

    Parameters
    ----------
    groups
        Every outcome's id once.
    index
        Position of each id.

    Returns
    -------
    NDArray[int32]
        ``int32[S]``.
    """
    ranks = np.zeros(len(index), np.int32)
    for rank, group in enumerate(reversed(groups)):
        ranks[[index[ident] for ident in group]] = rank
    return ranks
