"""Who gives way to whom, and what it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.reading.parties import Party
from detente.vocabulary.actions import ISSUES

_ORDER = {key: n for n, key in enumerate(ISSUES)}
_GIVING = frozenset({"CONCEDE", "RETREAT", "AID"})


@dataclass(frozen=True, slots=True)
class Concession:
    """Codes of who gives and who gains; a gainer the text does not tell is unknown."""

    by: tuple[str, ...]
    to: tuple[str, ...] | None


def concession(
    kind: str, actor: tuple[Party, ...], target: tuple[Party, ...], *, yields: bool, guessed: bool
) -> Concession | None:
    """Return the concession that an act is, ``None`` when it is none.

    Parameters
    ----------
    kind
        Type of the act. CONCEDE, RETREAT and AID give; AGREE gives when what is agreed to is yielding.
    actor, target
        Its parties.
    yields
        Whether the act inside the words is a yielding one, or a restraint.
    guessed
        Whether the target is a guess; then who gains stays unknown.

    Notes
    -----
    A third party's gain (calling off exercises with an ally serves the adversary) is left to the analyst.
    """
    if kind not in _GIVING and not (kind == "AGREE" and yields):
        return None
    if not actor:
        return None
    gains = tuple(p.code for p in target) or None
    return Concession(tuple(p.code for p in actor), None if guessed else gains)


def issue(found: Sequence[tuple[int, int, str]], start: int, end: int) -> str | None:
    """Return what a clause is about: the narrowest issue its words tell, else that of the whole sentence.

    Parameters
    ----------
    found
        What words of the sentence tell, see :func:`detente.vocabulary.actions.issues_in`.
    start, end
        Span of the clause in the sentence.

    Examples
    --------
    >>> from detente.vocabulary.actions import issues_in
    >>> issue(issues_in("They eased sanctions after the nuclear tests."), 0, 20)
    'sanctions'
    """
    inside = [key for a, b, key in found if start <= a and b <= end]
    keys = inside or [key for _, _, key in found]
    return min(keys, key=_ORDER.__getitem__) if keys else None
