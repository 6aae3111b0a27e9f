"""The trivial reader that every score stands beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.reading.parties import Cast, is_place
from detente.reading.tree import Sentence
from detente.record.types import AUTHOR, Claim, claim_id
from detente.vocabulary.actors import Actors, Mention


def baseline(
    document: str, sentences: Sequence[Sentence], mentions: Sequence[Mention], actors: Actors
) -> Iterator[Claim]:
    """Yield one claim a sentence: first party named, second party or main counterpart, always CONSULT.

    Parameters
    ----------
    document
        Its id.
    sentences, mentions
        The parsed sentences and the names found in the text.
    actors
        Who is who.
    """
    cast = Cast.of(actors, mentions, [(s.start, s.end) for s in sentences])
    for s in sentences:
        named = list(dict.fromkeys(m.code for m in cast.within(s.start, s.end) if not is_place(m)))
        if not named:
            continue
        other = cast.counterpart(named[0])
        target = tuple(named[1:2]) or ((other.code,) if other else ())
        names = "; ".join(actors.name(code) or code for code in target) or None
        yield Claim(
            claim_id(document, s.start, s.end), document, s.number, s.text, s.start, s.end, s.start, s.end,
            (named[0],), actors.name(named[0]), None, target, names, "CONSULT", "happened", False, AUTHOR,
            1.0, None, None, None, "cooperative", None, None, "baseline",
        )  # fmt: skip
