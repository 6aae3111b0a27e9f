"""Decisions follow their sentence; those that cannot are listed, never dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from detente.record.anchoring import WHY, Orphan, follow, followed_by_quote
from detente.record.reviews import latest
from detente.record.store import Record
from detente.record.types import Review
from detente.record.undoing import in_force


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of decisions when texts were corrected.

    Parameters
    ----------
    reviews
        The decisions in force, in the order of the log, about the claims there are now.
    orphans
        Standing decisions that have no claim any more.
    moved
        Former ids of claims that were decided on, each with the id of the claim that has its sentence now.
    """

    reviews: tuple[Review, ...]
    orphans: tuple[Orphan, ...]
    moved: Mapping[str, str] = field(default_factory=dict)


def followed(record: Record, reviews: Iterable[Review]) -> Followed:
    """Return decisions about the claims that have their sentences now.

    Parameters
    ----------
    record
        The record; it knows where the claims of corrected texts went.
    reviews
        The decisions in the order of the log.

    Notes
    -----
    A decision about a claim the record has never known (it was made again from scratch, after the article had
    been corrected) finds its claim by the sentence it holds, where there is only one it can mean.
    """
    became, lost = record.former_claims()
    # An undo names the entry it undoes by what that says, so only what is in force can be followed.
    log = follow((review for review in in_force(reviews) if review.decision != "undo"), became)
    standing = latest(log)
    present = record.present(standing)
    missing = {id_: review.quote for id_, review in standing.items() if id_ not in present}
    if not missing:
        return Followed(log, (), became)
    strange = {id_: quote for id_, quote in missing.items() if id_ not in lost}
    found = followed_by_quote(strange, record.claims(), present) if any(strange.values()) else ()
    why = {anchor.claim: anchor.how for anchor in found if anchor.now is None} | dict(lost)
    by_quote = {anchor.claim: anchor.now for anchor in found if anchor.now is not None}
    orphans = (Orphan(standing[id_], WHY[why.get(id_, "vanished")]) for id_ in missing if id_ not in by_quote)
    return Followed(
        follow(log, by_quote),
        tuple(sorted(orphans, key=lambda orphan: (orphan.review.quote or "", orphan.review.claim))),
        {**became, **by_quote},
    )
