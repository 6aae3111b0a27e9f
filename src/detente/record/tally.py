"""How a review stands: what is decided, by whom, what changed since, and which decisions lost their claim."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from detente.record.reviewing import Reviewing
from detente.record.reviews import changed_since, orphans
from detente.record.types import Review, jsonable


@dataclass(frozen=True, slots=True)
class Tally:
    """How a review stands.

    Parameters
    ----------
    claims
        How many claims there are.
    accepted, edited, rejected
        How many of them stand so; the others nobody has decided.
    changed
        The decisions whose claim is read differently since, with (then, now) by field.
    reviewers
        Who made the decisions that stand, with how many.
    orphans
        Decisions about claims that are not in the record.
    """

    claims: int
    accepted: int
    edited: int
    rejected: int
    changed: tuple[tuple[Review, dict[str, tuple[Any, Any]]], ...]
    reviewers: dict[str, int]
    orphans: tuple[Review, ...]

    @property
    def decided(self) -> int:
        """How many claims are decided."""
        return self.accepted + self.edited + self.rejected

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {
            "claims": self.claims,
            "decided": self.decided,
            "open": self.claims - self.decided,
            "accepted": self.accepted,
            "edited": self.edited,
            "rejected": self.rejected,
            "changed": [
                {
                    "claim": review.claim,
                    "entry": review.id,
                    "decision": review.decision,
                    "by": review.by,
                    "fields": {name: [jsonable(then), jsonable(now)] for name, (then, now) in fields.items()},
                }
                for review, fields in self.changed
            ],
            "reviewers": self.reviewers,
            "orphans": [
                {"claim": r.claim, "entry": r.id, "decision": r.decision, "by": r.by, "quote": r.quote}
                for r in self.orphans
            ],
        }


def tally(session: Reviewing) -> Tally:
    """Return how a review stands; reviewers and orphans are those of the whole case, whatever the filters."""
    standing, agenda = session.standing, session.agenda
    kinds = Counter(standing[one].decision for one in agenda.ids if one in standing)
    changed = [standing[one] for one in agenda.ids if one in agenda.changed]
    return Tally(
        len(agenda.ids),
        kinds["accept"],
        kinds["edit"],
        kinds["reject"],
        tuple((review, changed_since(review, session.record.claim(review.claim))) for review in changed),
        dict(session.reviewers()),
        orphans(standing.values(), session.record.claim_ids()),
    )
