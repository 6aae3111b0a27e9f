"""People's decisions on claims: what they mean, which one stands, and claims with edits applied.

Decisions are never taken out of the log. What stands is the latest one: an earlier decision is undone by
deciding again, or by ``withdraw``, after which the claim counts as unreviewed. A ``note`` decides nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from typing import Any

from detente.errors import Fault, StoreError
from detente.record.checks import EDITABLE, check_value, problems
from detente.record.types import DECISIONS, Claim, Review

_DATES = frozenset({"date_from", "date_to"})
VERDICTS = frozenset({"accept", "edit", "reject", "withdraw"})
"""Decisions of which the latest stands on a claim; the others say something beside it."""
_LISTS = frozenset({"actor", "target", "concession_by", "concession_to"})


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A claim as it stands after review.

    Parameters
    ----------
    claim
        The claim with the edits of the standing decision, otherwise as it was read.
    review
        The decision that stands, ``None`` when nobody has decided.
    """

    claim: Claim
    review: Review | None

    @property
    def rejected(self) -> bool:
        """Whether a person has rejected the claim."""
        return self.review is not None and self.review.decision == "reject"

    @property
    def accepted(self) -> bool:
        """Whether a person has accepted the claim, as read or as edited."""
        return self.review is not None and self.review.decision in ("accept", "edit")


def now() -> str:
    """Return the present moment as decisions write it: ISO, UTC, to the microsecond.

    Examples
    --------
    >>> moment(now()) <= moment(now())
    True
    """
    return datetime.now(UTC).isoformat(timespec="microseconds")


def moment(at: str) -> datetime:
    """Return when a decision was made; a mere day is its first moment, a time without a zone is UTC.

    Raises
    ------
    StoreError
        ``D425`` when ``at`` is no ISO date or time.

    Examples
    --------
    >>> moment("2019-05-16")
    datetime.datetime(2019, 5, 16, 0, 0, tzinfo=datetime.timezone.utc)
    """
    try:
        when = datetime.fromisoformat(at)
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        message, hint = (
            f"at is {at!r}, which is no ISO date or time",
            "write it like 2019-05-16T09:30:00+00:00",
        )
        raise StoreError(Fault("D425", message, hint)) from None


def latest(reviews: Iterable[Review]) -> dict[str, Review]:
    """Return the decision that stands for each claim, by the claim's id.

    Parameters
    ----------
    reviews
        Decisions in the order of the log.

    Returns
    -------
    dict
        Only claims on which a decision stands: notes, joins and splits are passed over, and ``withdraw``
        leaves none.

    Notes
    -----
    The latest is the one with the latest ``at``; of equally late ones, the last in the log. So it does not
    matter in which order two people's logs were merged.
    """
    standing: dict[str, Review] = {}
    when: dict[str, datetime] = {}
    for review in reviews:
        if review.decision not in VERDICTS:
            continue
        made = moment(review.at)
        if made >= when.get(review.claim, made):
            standing[review.claim], when[review.claim] = review, made
    return {claim: review for claim, review in standing.items() if review.decision != "withdraw"}


def notes(reviews: Iterable[Review]) -> dict[str, tuple[str, ...]]:
    """Return what people noted on each claim, in the order of the log, by the claim's id."""
    found: dict[str, list[str]] = defaultdict(list)
    for review in reviews:
        if review.note:
            found[review.claim].append(review.note)
    return {claim: tuple(texts) for claim, texts in found.items()}


def orphans(reviews: Iterable[Review], claims: Container[str]) -> tuple[Review, ...]:
    """Return the standing decisions on claims that are not in the record, by quote.

    Parameters
    ----------
    reviews
        Decisions in the order of the log.
    claims
        Ids of the claims there are, such as :meth:`detente.record.store.Record.claim_ids` returns.

    Notes
    -----
    They arise when an article was changed or taken away, or when a later reader finds other words. They are
    to be shown with their quote, never dropped.
    """
    standing = latest(reviews).values()
    return tuple(
        sorted((r for r in standing if r.claim not in claims), key=lambda r: (r.quote or "", r.claim))
    )


def apply(claims: Iterable[Claim], reviews: Iterable[Review]) -> Iterator[Reviewed]:
    """Yield every claim as it stands after review, in the order given.

    Parameters
    ----------
    claims
        Claims as read.
    reviews
        Decisions in the order of the log.

    Raises
    ------
    StoreError
        ``D424`` when a standing edit names a field that cannot be edited or a value it cannot have (all such
        edits at once, before the first claim), or does not fit its claim.

    Examples
    --------
    >>> list(apply([], []))
    []
    """
    standing = latest(reviews)
    faults = [fault for review in standing.values() for fault in edit_faults(review)]
    if faults:
        raise StoreError(faults)
    return (_applied(claim, standing.get(claim.id)) for claim in claims)


def edit_faults(review: Review) -> tuple[Fault, ...]:
    """Return what is wrong with the changes of a decision, as far as that can be said without its claim."""
    if review.decision != "edit":
        return ()
    hint = "edit " + ", ".join(EDITABLE)
    found = []
    for name, value in review.changes.items():
        if name not in EDITABLE:
            known = name in {f.name for f in fields(Claim)}
            why = "says where the claim stands and cannot be edited" if known else "is no field of a claim"
            found.append((f"{name} {why}", hint))
            continue
        problem = check_value(name, _typed(name, value))
        if problem:
            found.append((problem, ""))
    return tuple(Fault("D424", f"edit of claim {review.claim}: {message}", hint) for message, hint in found)


def review_problems(review: Review) -> Iterator[str]:
    """Yield what is missing from a decision, or wrong with it."""
    if not (isinstance(review.claim, str) and review.claim.strip()):
        yield "it does not name its claim"
    if review.decision not in DECISIONS:
        yield f"decision is {review.decision!r}, which is none of {', '.join(DECISIONS)}"
    if not (isinstance(review.by, str) and review.by.strip()):
        yield "it does not say who decided"
    try:
        moment(review.at)
    except StoreError as error:
        yield error.faults[0].message
    if not isinstance(review.changes, Mapping):
        yield "changes are not given by field"
    elif bool(review.changes) != (review.decision == "edit"):
        yield "an edit needs changes" if review.decision == "edit" else "only an edit has changes"
    if review.decision == "note" and not review.note:
        yield "a note needs words"
    yield from _other_problems(review)
    for name in ("quote", "note"):
        if not isinstance(getattr(review, name), str | None):
            yield f"{name} is no text"


def _other_problems(review: Review) -> Iterator[str]:
    others: Any = review.others
    if not isinstance(others, tuple) or not all(isinstance(o, str) and o.strip() for o in others):
        yield "others are not a list of claims"
    elif bool(others) != (review.decision in ("join", "split")):
        yield "only a join or split has others" if others else f"a {review.decision} needs others"
    elif review.claim in others:
        yield "it names its claim among the others"


def _applied(claim: Claim, review: Review | None) -> Reviewed:
    if review is None or review.decision != "edit":
        return Reviewed(claim, review)
    changes = {name: _typed(name, value) for name, value in review.changes.items()}
    edited = replace(claim, **changes)
    wrong = [Fault("D424", f"edit of claim {claim.id}: {problem}") for problem in problems(edited)]
    if wrong:
        raise StoreError(wrong)
    return Reviewed(edited, review)


def _typed(name: str, value: Any) -> Any:
    """Return a JSON value as the field holds it; a value that cannot be is left for the check to find."""
    if name in _LISTS and isinstance(value, list):
        return tuple(value)
    if name in _DATES and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value
