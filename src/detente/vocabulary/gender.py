"""Whether a person is spoken of as he or she, as far as the name tells."""

from __future__ import annotations

from functools import cache
from typing import Literal

from detente.vocabulary.lexicon import fold, people, word_lines, word_set

_WOMEN = word_set("women")


@cache
def _women_in_full() -> frozenset[str]:
    return frozenset(_key(name) for name in word_lines("women_in_full"))


@cache
def _known() -> frozenset[str]:
    return frozenset(person.name for person, _, _ in people())


def _key(name: str) -> str:
    return " ".join(map(fold, name.replace("-", " ").split()))


def pronoun(name: str) -> Literal["he", "she"] | None:
    """Return the pronoun of a person.

    Parameters
    ----------
    name
        The person's name in full, as the tables or the text have it.

    Returns
    -------
    str or None
        ``None`` for somebody whom the tables do not know and whose given name is not on the list of women's.

    Examples
    --------
    >>> pronoun("Angela Merkel"), pronoun("Vladimir Putin"), pronoun("Flavia Elphberg")
    ('she', 'he', None)
    """
    given = fold(name.split()[0]) if name.split() else ""
    if given in _WOMEN or _key(name) in _women_in_full():
        return "she"
    return "he" if name in _known() else None
