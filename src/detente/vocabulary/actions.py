"""What kinds of act there are, how each is weighed, and what an act can be about.

The types are those of PLOVER and two of our own; the tables behind this module are
``data/actions.toml``, ``data/cameo.toml`` and ``data/issues.toml``, which anyone can read.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

Quad = Literal["verbal cooperation", "material cooperation", "verbal conflict", "material conflict", "none"]
Polarity = Literal["cooperative", "conflictual"]


@dataclass(frozen=True, slots=True)
class ActionType:
    """One kind of act.

    Parameters
    ----------
    name
        PLOVER name such as ``AGREE``, or ``STATEMENT`` or ``ASSESSMENT``.
    meaning
        What it covers, in a line.
    quad
        Verbal or material, cooperation or conflict; ``none`` for the two that are no act.
    future
        The type such an act has while it is still to come; its own name when that makes no difference.
    cameo
        The CAMEO root it descends from, two digits.
    goldstein
        Weight from -10 (most conflictual) to 10 (most cooperative), see :data:`GOLDSTEIN_VERSION`.
    """

    name: str
    meaning: str
    quad: Quad
    future: str
    cameo: str
    goldstein: float

    @property
    def polarity(self) -> Polarity | None:
        """Cooperative or conflictual, ``None`` for a type that is no act."""
        if self.quad == "none":
            return None
        return "cooperative" if self.quad.endswith("cooperation") else "conflictual"


@dataclass(frozen=True, slots=True)
class Issue:
    """Something an act can be about: a key such as ``sanctions`` and the words that tell."""

    key: str
    words: tuple[str, ...]


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("detente.vocabulary").joinpath("data", name).read_text("utf-8"))


_CAMEO = _table("cameo.toml")

GOLDSTEIN_VERSION: str = _CAMEO["version"]
"""Which table of weights :func:`goldstein` uses; to be shown wherever a score is shown."""

TYPES: Mapping[str, ActionType] = MappingProxyType(
    {
        name: ActionType(
            name=name,
            meaning=row["meaning"],
            quad=row["quad"],
            future=row.get("future", name),
            cameo=row["cameo"],
            goldstein=_CAMEO["weights"][row["cameo"]],
        )
        for name, row in _table("actions.toml").items()
    }
)
"""Every action type by name."""

ISSUES: Mapping[str, Issue] = MappingProxyType(
    {key: Issue(key, tuple(row["words"])) for key, row in _table("issues.toml").items()}
)
"""Every issue by key, narrow ones first."""


def type_of(name: str) -> str | None:
    """Return today's type for a PLOVER name old or new, or for a CAMEO code; ``None`` when unknown.

    Parameters
    ----------
    name
        A name such as ``demand`` in any case, or a code of two to four digits such as ``0873``.

    Examples
    --------
    >>> type_of("DEMAND"), type_of("0873"), type_of("agree"), type_of("nonsense")
    ('REQUEST', 'RETREAT', 'AGREE', None)
    """
    key = name.strip().upper()
    if key.isascii() and key.isdigit():
        prefixes = (key[:length] for length in range(min(len(key), 4), 1, -1))
        return next((_CAMEO["types"][prefix] for prefix in prefixes if prefix in _CAMEO["types"]), None)
    if key in TYPES:
        return key
    older: str | None = _CAMEO["older"].get(key)
    return older


def goldstein(name: str) -> float:
    """Return the Goldstein weight of a type, from -10 to 10.

    Parameters
    ----------
    name
        Name of a type, see :data:`TYPES`; what :func:`type_of` understands is accepted too.

    Raises
    ------
    KeyError
        When there is no such type.

    Notes
    -----
    The weight is that of the CAMEO root a type descends from. It says how friendly or hostile such an act
    is taken to be, not how much it is worth to anybody.

    References
    ----------
    J. S. Goldstein, "A conflict-cooperation scale for WEIS events data", Journal of Conflict Resolution
    36(2), 1992, doi:10.1177/0022002792036002007.

    Examples
    --------
    >>> goldstein("CONSULT"), goldstein("ASSAULT")
    (1.0, -10.0)
    """
    return TYPES[type_of(name) or name].goldstein


def polarity(name: str) -> Polarity | None:
    """Return whether a type is cooperative or conflictual; ``None`` for one that is no act.

    Raises
    ------
    KeyError
        When there is no such type.

    Examples
    --------
    >>> polarity("AID"), polarity("REQUEST"), polarity("STATEMENT")
    ('cooperative', 'conflictual', None)
    """
    return TYPES[type_of(name) or name].polarity


def issues_in(text: str) -> tuple[tuple[int, int, str], ...]:
    """Find the words in a text that tell what it is about.

    Parameters
    ----------
    text
        Any text; letter case does not matter.

    Returns
    -------
    tuple of (start, end, key)
        Code-point spans that do not overlap, in text order, with the key of the issue. Where several
        issues' words begin at one place the longest wins, then the issue listed first.

    Notes
    -----
    Linear in the length of the text: each word is looked up by its first two letters, and only the few
    issue words that begin so are tried.

    Examples
    --------
    >>> issues_in("It eased sanctions after the nuclear tests.")
    ((9, 18, 'sanctions'), (29, 42, 'nuclear_tests'))
    """
    patterns, keys = _issue_patterns(), tuple(ISSUES)
    found, end = [], 0
    for word in _WORD_START.finditer(text):
        pattern = patterns.get(word.group().lower())
        match = pattern.match(text, word.start()) if pattern and word.start() >= end else None
        if match:
            end = match.end()
            found.append((match.start(), end, keys[int(str(match.lastgroup).rpartition("_")[2])]))
    return tuple(found)


_WORD_START = re.compile(r"\b\w[\w-]")


@cache
def _issue_patterns() -> dict[str, re.Pattern[str]]:
    """Compile the issue words, longest first, into one pattern for each two letters they begin with.

    A group is named ``w<nth word>_<number of its issue>``.
    """
    words = [(word, number) for number, issue in enumerate(ISSUES.values()) for word in issue.words]
    words.sort(key=lambda row: (-len(row[0]), row[1]))
    parts: dict[str, list[str]] = {}
    for nth, (word, number) in enumerate(words):
        body = r"[\s-]{1,3}".join(re.escape(part) for part in re.split(r"[ -]", word))
        open_ended = body.replace(re.escape("*"), r"\w{0,12}")
        parts.setdefault(word[:2].lower(), []).append(f"(?P<w{nth}_{number}>{open_ended})")
    return {
        first: re.compile(rf"(?:{'|'.join(alternatives)})\b", re.IGNORECASE)
        for first, alternatives in parts.items()
    }
