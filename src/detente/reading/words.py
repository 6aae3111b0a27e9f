"""The word lists of ``words.toml``: what the rules of this room know about ordinary words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    data = tomllib.loads(files("detente.reading").joinpath("words.toml").read_text("utf-8"))
    return {name: frozenset(listed) for name, listed in data.items()}


def words(name: str) -> frozenset[str]:
    """Return a list of ``words.toml``.

    Examples
    --------
    >>> "delegation" in words("institution")
    True
    """
    return _lists()[name]
