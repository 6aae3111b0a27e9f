"""One entry of a chronology, whatever file it stood in, and the claim and event it becomes."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from detente.record.grouping import founding_event
from detente.record.importing.types import BadRow, Imported
from detente.record.importing.words import KINDS, YIELDING, Kind
from detente.record.types import UNNAMED, Claim, Document, claim_id, content_hash


class Unusable(Exception):  # noqa: N818 - a row's fate, which its reader writes down
    """Why a row cannot be used."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A dated fact.

    Parameters
    ----------
    id
        One word; the event's id.
    first, last
        The days.
    by, toward
        Parties, each as its code and its name as written.
    action
        What happened, in words.
    kind
        The word for the kind of act, as written.
    act
        What that word means.
    issue
        What it is about.
    certainty
        From 0 to 1.
    source
        Who says so.
    """

    id: str
    first: date
    last: date
    by: tuple[tuple[str, str], ...]
    toward: tuple[tuple[str, str], ...]
    action: str
    kind: str
    act: Kind
    issue: str | None
    certainty: float
    source: str | None

    @property
    def line(self) -> str:
        """The entry as a line of the document it becomes part of."""
        days = f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"
        return f"{days} — {self.action}"


def imported(
    name: str,
    content: bytes,
    origin: str,
    entries: Sequence[Entry],
    bad: Sequence[BadRow],
    notes: Sequence[str] = (),
) -> Imported:
    """Return entries as a document with a claim and an event each.

    Parameters
    ----------
    name, content
        The file.
    origin
        The name of its format.
    entries
        What can be used, in file order; ids are unique.
    bad
        What cannot.
    notes
        What was found out about the file.
    """
    document = Document(
        id=content_hash(content),
        text="".join(f"{entry.line}\n" for entry in entries),
        name=name,
        origin=origin,
    )
    claims, start = [], 0
    for number, entry in enumerate(entries, start=1):
        claims.append(_claim(document, number, start, entry))
        start += len(entry.line) + 1
    events = tuple(
        founding_event(e.id, claim, e.action, e.source) for e, claim in zip(entries, claims, strict=True)
    )
    return Imported(document, tuple(claims), events, tuple(bad), tuple(notes))


def _claim(document: Document, number: int, start: int, entry: Entry) -> Claim:
    kind = entry.act
    # Who writes a type has decided between words and deeds; who writes `concession` leaves it to the words.
    yielded = entry.kind in KINDS and kind.concession and YIELDING.search(entry.action)
    type_ = "RETREAT" if yielded else kind.type
    by, others = dict(entry.by), {code: name for code, name in entry.toward if code not in dict(entry.by)}
    actor, target = (by | others, {}) if kind.mutual else (by, others)
    end = start + len(entry.line)
    because = f" ({yielded.group().lower()}...)" if yielded else ""
    return Claim(
        id=_claim_id(entry),
        document=document.id,
        sentence=number,
        quote=entry.line,
        start=start,
        end=end,
        clause_start=end - len(entry.action),
        clause_end=end,
        actor=tuple(actor),
        actor_name="; ".join(actor.values()),
        actor_role=None,
        target=tuple(target),
        target_name="; ".join(target.values()) or None,
        type=type_,
        modality=kind.modality,
        negated=False,
        attribution=entry.source or UNNAMED,
        certainty=entry.certainty,
        date_from=entry.first,
        date_to=entry.last,
        issue=entry.issue,
        polarity=kind.polarity,
        concession_by=tuple(by) if kind.concession else None,
        concession_to=tuple(others) if kind.concession and others else None,
        rule=f"{document.origin}: {entry.kind} -> {type_}{because}",
    )


def _claim_id(entry: Entry) -> str:
    """Follow from the row alone, so that decisions on it survive changes to other rows of the file."""
    row = hashlib.sha256(f"chronology\n{entry.id}\n{entry.line}".encode()).hexdigest()
    return claim_id(row, 0, len(entry.line))
