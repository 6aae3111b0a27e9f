"""CAMEO, the code book of public event data: its codes, what type each becomes, its weights, its countries.

The tables behind this module are in ``data/cameo.toml``, which anyone can read.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from detente.vocabulary.actions import type_of


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(files("detente.vocabulary").joinpath("data", "cameo.toml").read_text("utf-8"))


@cache
def codes() -> tuple[str, ...]:
    """Return every CAMEO code, roots included, in order."""
    return tuple(
        sorted({code for root, leaves in _tables()["codes"].items() for code in (root, *leaves.split())})
    )


@cache
def weight_versions() -> tuple[str, ...]:
    """Return the versions of the weights of single codes, the one used by default first.

    >>> weight_versions()
    ('goldstein-cameo-1', 'goldstein-cameo-1b')
    """
    return tuple(_tables()["versions"])


def cameo_weight(code: str, version: str | None = None) -> float:
    """Return the Goldstein weight of a CAMEO code, from -10 to 10.

    Parameters
    ----------
    code
        Two to four digits; a code that the table lacks has the weight of its nearest parent.
    version
        One of :func:`weight_versions`; the first unless given.

    Raises
    ------
    KeyError
        When the code's root is none of CAMEO's, or there is no such version.

    References
    ----------
    J. S. Goldstein, "A conflict-cooperation scale for WEIS events data", Journal of Conflict Resolution
    36(2), 1992, doi:10.1177/0022002792036002007, carried over to CAMEO by the scale table published with it.

    Examples
    --------
    >>> cameo_weight("0874"), cameo_weight("016"), cameo_weight("016", "goldstein-cameo-1b")
    (10.0, -2.0, 3.4)
    """
    tables = _tables()
    weights = tables["weights"] | tables["leaf_weights"] | tables["versions"][version or weight_versions()[0]]
    for length in range(len(code), 2, -1):
        if code[:length] in weights:
            return float(weights[code[:length]])
    return float(weights[code[:2]])


@cache
def plover_types() -> Mapping[str, str]:
    """Return the type of every code of :func:`codes`.

    >>> plover_types()["0871"], plover_types()["0873"]
    ('CONCEDE', 'RETREAT')
    """
    return MappingProxyType({code: type_of(code) or "" for code in codes()})


@cache
def country_codes() -> Mapping[str, str]:
    """Return ISO 3166 codes for the CAMEO country codes that differ from them.

    >>> country_codes()["ROM"]
    'ROU'
    """
    return MappingProxyType(dict(_tables()["countries"]))


@cache
def group_codes() -> Mapping[str, str]:
    """Return our codes of CAMEO's known groups.

    >>> group_codes()["UNO"]
    'UN'
    """
    return MappingProxyType(dict(_tables()["groups"]))


@cache
def icews_countries() -> Mapping[str, str]:
    """Return codes of countries that ICEWS spells its own way."""
    return MappingProxyType(dict(_tables()["icews"]))


@cache
def plain_words() -> Mapping[str, str]:
    """Return the types of plain words for an act, all in small letters.

    >>> plain_words()["missile test"], plain_words()["summit"]
    ('MOBILIZE', 'CONSULT')
    """
    rows = _tables()["plain"].items()
    return MappingProxyType({word.strip(): type_ for type_, words in rows for word in words.split(",")})
