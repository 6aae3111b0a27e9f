"""The timeline: dated events in order."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

from detente.ledger.days import in_order
from detente.ledger.known import Known
from detente.ledger.types import TimelineRow


def timeline(events: Iterable[Known]) -> tuple[tuple[TimelineRow, ...], int]:
    """Put the dated events in order and count the others.

    Parameters
    ----------
    events
        What is known.

    Returns
    -------
    tuple of TimelineRow
        By first day, last day and event id. What is planned for a later day stands on that day.
    int
        How many events have no date.
    """
    rows = []
    undated = 0
    for known in events:
        lead = known.lead
        if lead.date_from is None:
            undated += 1
            continue
        rows.append(
            TimelineRow(
                lead.date_from, lead.date_to or lead.date_from, known.event.id, lead.actor, lead.target,
                lead.type, lead.modality, lead.issue, known.line, lead.polarity, known.documents,
                known.claim_ids, known.reviewed > 0, lead.negated,
            )
        )  # fmt: skip
    return tuple(in_order(rows, attrgetter("date_from"), attrgetter("date_to", "event"))), undated
