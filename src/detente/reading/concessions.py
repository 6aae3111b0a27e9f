"""Who gives way to whom, and what it is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from detente.reading.parties import Party
from detente.reading.words import words as listed
from detente.vocabulary.actions import ISSUES

_ORDER = {key: n for n, key in enumerate(ISSUES)}
_SERVES_OTHERS = listed("serves_others")
_GIVING = frozenset({"CONCEDE", "RETREAT", "AID"})


@dataclass(frozen=True, slots=True)
class Concession:
    """Codes of who gives and who gains; a gainer the text does not tell is unknown.

    ``note`` says for the review why the gain may be a third party's.
    """

    by: tuple[str, ...]
    to: tuple[str, ...] | None
    note: str = ""


def concession(
    kind: str,
    actor: tuple[Party, ...],
    target: tuple[Party, ...],
    *,
    yields: bool,
    guessed: bool,
    words: Collection[str] = (),
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
    words
        Dictionary forms of the words that carry the act.

    Notes
    -----
    Calling off exercises with an ally serves the adversary, a waiver for the buyer the seller of oil. Whom
    the sentence names is then not who gains, or not alone: the gain stays unknown, marked for the review.

    Examples
    --------
    >>> usa, kor = Party("USA", "United States"), Party("KOR", "South Korea")
    >>> concession("RETREAT", (usa,), (kor,), yields=True, guessed=False, words=["suspend", "drill"])
    Concession(by=('USA',), to=None, note='gain: a third party, for review')
    """
    if kind not in _GIVING and not (kind == "AGREE" and yields):
        return None
    if not actor:
        return None
    gains = tuple(p.code for p in target) or None
    by = tuple(p.code for p in actor)
    if _SERVES_OTHERS & set(words) and kind != "AID":
        return Concession(by, None, "gain: a third party, for review")
    return Concession(by, None if guessed else gains)


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
