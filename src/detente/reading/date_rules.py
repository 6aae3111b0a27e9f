"""What a rule for date phrases is, and how the words around a phrase are looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from detente.reading.calendar_days import Anchor, Span

Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """How to find a kind of phrase and what it means.

    Parameters
    ----------
    needs
        Kinds of words without which it cannot match, see :data:`detente.reading.dates.KINDS`.
    pattern, resolve
        The words, and the days they mean.
    names
        Whether such a phrase before a noun is part of its name: "the 1967 borders".
    """

    needs: frozenset[str]
    pattern: re.Pattern[str]
    resolve: Callable[[Match, Anchor], Span | None]
    names: bool = False


def rule(
    needs: str, pattern: str, resolve: Callable[[Match, Anchor], Span | None], names: bool = False
) -> Rule:
    """Return a rule; ``needs`` are kinds of words with blanks between."""
    return Rule(frozenset(needs.split()), re.compile(pattern), resolve, names)


def said(m: Match, group: str) -> str:
    """Return what a group of the match holds in lower case, nothing where there is no such group."""
    return (m.groupdict().get(group) or "").lower()


def year_in(m: Match, group: str = "year") -> int | None:
    """Return the year that a group of the match holds."""
    year = said(m, group)
    return int(year) if year else None


_DETERMINED = re.compile(
    r"(?:\b(?:the|an?|its|his|her|their|our|this|that|any|another)|['’]s?)\s+"
    r"(?:(?!(?:on|in|by|of|since|until|till|from|to|for|at|after|before|during)\s)[\w-]+\s+){0,2}$",
    re.I,
)
_FUNCTION_WORDS = frozenset(
    "and or but nor to in on at as by of for from with when while which who that after before since until "
    "till through during about into over under against between amid if because so than then there the a an "
    "its his her their our it they he she we i you this these those was were is are be been being has have "
    "had will would could should may might must can did does do said says told not also again only".split()
)
_NEXT_WORD = re.compile(r"[\s-]+([A-Za-z][\w’'-]*)")


def names_a_noun(m: Match, before: str) -> bool:
    """Whether a date stands before a noun as part of its name, after "the" or another determiner."""
    following = _NEXT_WORD.match(m.string, m.end())
    if following is None or following[1].lower() in _FUNCTION_WORDS:
        return False
    opens = not before.strip() and following[1][0].isupper()  # "May 15 Square was full"
    return opens or bool(_DETERMINED.search(before))
