"""The timeline: dated events in order."""

from __future__ import annotations

from collections.abc import Iterable

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
                date_from=lead.date_from,
                date_to=lead.date_to or lead.date_from,
                event=known.event.id,
                actor=lead.actor,
                target=lead.target,
                type=lead.type,
                modality=lead.modality,
                issue=lead.issue,
                text=known.text(lead),
                polarity=lead.polarity,
                documents=known.documents,
                claims=tuple([claim.id for claim in known.claims]),
                reviewed=known.reviewed > 0,
                negated=lead.negated,
            )
        )
    return tuple(in_order(rows, lambda row: row.date_from, lambda row: (row.date_to, row.event))), undated
