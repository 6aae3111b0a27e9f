"""Random conflicts for the tests: ties, one-way options, impossible states, listed moves."""

from __future__ import annotations

import numpy as np

from detente.graph import Graph, OptionBit


def random_graph(
    seed: int, *, listed: bool | None = None, reversible: bool = False, impossible: bool = True
) -> Graph:
    """Return a conflict of 1 to 5 actors and up to 24 states; the same seed makes the same one."""
    rng = np.random.default_rng(seed)
    actors = int(rng.choice([1, 2, 2, 3, 3, 4, 5]))
    names = [f"A{i}" for i in range(actors)]
    if listed is None:
        listed = bool(rng.random() < 0.5)
    if listed:
        size = int(rng.integers(1, 11))
        density = rng.uniform(0.05, 0.6)
        moves = [
            [(a, b) for a in range(size) for b in range(size) if a != b and rng.random() < density]
            for _ in names
        ]
        return Graph.from_arcs(names, [f"s{s}" for s in range(size)], moves, random_ranks(rng, actors, size))
    bits = int(rng.integers(1, 6))
    ways = [None, None, None] if reversible else [None, None, "take", "drop"]
    options = [
        OptionBit(f"o{bit}", int(rng.integers(actors)), ways[rng.integers(len(ways))]) for bit in range(bits)
    ]
    codes = np.arange(1 << bits)
    if impossible:
        codes = codes[rng.random(len(codes)) < rng.uniform(0.3, 1.0)]
        codes = codes if len(codes) else np.array([0])
        codes = rng.permutation(codes)
    return Graph.from_options(names, options, codes, random_ranks(rng, actors, len(codes)))


def random_ranks(rng: np.random.Generator, actors: int, states: int) -> np.ndarray:
    """Return rankings with many ties, few, or none."""
    if rng.random() < 0.3:
        return np.array([rng.permutation(states) for _ in range(actors)], np.int32)
    return rng.integers(-2, rng.integers(0, 2 * states + 1), (actors, states)).astype(np.int32)
