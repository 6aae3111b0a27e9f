"""Where the claims of one event do not say the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from detente.record.types import Claim

COMPARED = ("type", "modality", "negated", "date_from", "date_to", "issue", "concession_by", "concession_to")
"""The fields in which reports of one happening can contradict each other."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field on which claims differ.

    Parameters
    ----------
    field
        Name of the field.
    values
        What is said, in the order of the claims, each with the ids of the claims that say so.
    """

    field: str
    values: tuple[tuple[object, tuple[str, ...]], ...]


def differences(claims: Iterable[Claim]) -> tuple[Difference, ...]:
    """Return where claims of one event differ, in the order of :data:`COMPARED`.

    Parameters
    ----------
    claims
        The claims of an event, in the event's order; as read, or as they stand after review.

    Notes
    -----
    A claim that leaves a field open (``None``) contradicts nobody on it. Linear in the number of claims.

    Examples
    --------
    >>> differences([])
    ()
    """
    said: dict[str, dict[object, list[str]]] = {name: defaultdict(list) for name in COMPARED}
    for claim in claims:
        for name in COMPARED:
            value = getattr(claim, name)
            if value is not None:
                said[name][value].append(claim.id)
    return tuple(
        Difference(name, tuple((value, tuple(ids)) for value, ids in values.items()))
        for name, values in said.items()
        if len(values) > 1
    )
