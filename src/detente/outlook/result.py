"""What a sweep finds: how often an outcome holds, and which unknown moves that most."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from math import sqrt
from typing import Any

Z_95 = 1.959963984540054
"""97.5 % point of the standard normal distribution: two-sided 95 %."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A wish that may be held: its id, whose it is, the statement, and the chance that it is held."""

    id: str
    actor: str
    text: str
    chance: float


@dataclass(frozen=True, slots=True)
class Share:
    """How often a state is an equilibrium.

    Parameters
    ----------
    state, concept
        Which state, by which concept.
    share
        Part of the draws in which it is an equilibrium, above 0.
    low, high
        95 % Wilson interval of the share. It is the sampling error of the draws alone: more draws narrow it;
        what the case file gets wrong is not in it.
    """

    state: str
    concept: str
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What one unknown does to a state: its share where the wish is held, less its share where it is not."""

    unknown: str
    state: str
    effect: float


@dataclass(frozen=True, slots=True)
class Sweep:
    """How the equilibria depend on what is not known.

    Parameters
    ----------
    draws, seed
        The same dispute, draws and seed give the same result, on any number of workers.
    outcomes
        Every state that is an equilibrium in some draw, by concept as asked for, then by falling share, then
        in state order.
    tornado
        The effects other than 0 under ``tornado_concept``, largest first. Small ones may be chance: an
        effect of the size of the intervals of the shares says nothing.
    tornado_concept
        The concept the tornado speaks of.
    concepts
        The concepts asked for.
    unknowns
        What was drawn, in the order of the case file.
    solved
        How many different preference profiles the draws came to.
    digest
        Of the graph, the unknowns and their chances: sweeps of one digest ask the same question.
    version
        Of this package.
    """

    draws: int
    seed: int
    outcomes: tuple[Share, ...]
    tornado: tuple[Effect, ...]
    tornado_concept: str
    concepts: tuple[str, ...]
    unknowns: tuple[Unknown, ...]
    solved: int
    digest: str
    version: str

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values: ``draws``, ``seed``, ``outcomes`` and ``tornado``."""
        return {
            "draws": self.draws,
            "seed": self.seed,
            "outcomes": [asdict(outcome) for outcome in self.outcomes],
            "tornado": [asdict(effect) for effect in self.tornado],
        }


def wilson(hits: int, draws: int) -> tuple[float, float]:
    """Return the 95 % Wilson score interval of a share.

    Parameters
    ----------
    hits
        From 0 to ``draws``.
    draws
        At least 1.

    References
    ----------
    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference,
    doi:10.1080/01621459.1927.10502953.

    Examples
    --------
    >>> [round(bound, 4) for bound in wilson(30, 100)]
    [0.2189, 0.3958]
    """
    square = Z_95 * Z_95
    centre = (hits + square / 2) / (draws + square)
    half = Z_95 / (draws + square) * sqrt(hits * (draws - hits) / draws + square / 4)
    # At the ends the interval touches 0 or 1 exactly; rounding must not push it past them.
    low = 0.0 if hits == 0 else max(0.0, centre - half)
    high = 1.0 if hits == draws else min(1.0, centre + half)
    return low, high
