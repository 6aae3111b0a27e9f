"""What people mean by a filter: actors under their names, and a word in time when nothing is called so."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from detente.errors import Fault, StoreError
from detente.record.filters import NOBODY, Filters, did_you_mean
from detente.record.known import ARTICLE
from detente.record.search import SHORTEST_ID, folded
from detente.record.types import Review
from detente.vocabulary.actions import ISSUES

if TYPE_CHECKING:
    from detente.record.store import Record
    from detente.vocabulary.actors import Actors

_PARTIES = ("actor", "target", "party", "concession_by", "concession_to")


def as_meant(
    filters: Filters, record: Record, decisions: Mapping[str, Review], actors: Callable[[], Actors]
) -> Filters:
    """Return filters with the codes of actors given by name.

    Parameters
    ----------
    filters
        As typed.
    record
        The record they are meant for.
    decisions
        What people decided: an edit may have brought in an actor or issue that nothing was read of.
    actors
        Returns who is who; asked only for a name that is no code of the record.

    Raises
    ------
    StoreError
        ``D430`` for every actor, issue, outlet, origin and document that is not known.

    Notes
    -----
    An actor or issue that is known, but not of this record, is no fault: there is just nothing about it.
    """
    faults: list[Fault] = []
    changes: dict[str, Any] = {}
    if any(getattr(filters, name) for name in _PARTIES):
        here = {*record.values("party"), *_edited(decisions, _PARTIES)}
        for name in _PARTIES:
            codes = {value: _codes(value, here, actors) for value in getattr(filters, name)}
            faults += [_unknown(name, value, here) for value, found in codes.items() if not found]
            changes[name] = tuple(dict.fromkeys(code for found in codes.values() for code in found))
    if filters.issue:
        issues = {*record.values("issue"), *_edited(decisions, ("issue",)), *ISSUES, NOBODY}
        faults += [_unknown("issue", one, issues) for one in filters.issue if one not in issues]
    if filters.outlet:
        outlets = {folded(one): one for one in (*record.values("outlet"), NOBODY)}
        unknown = [one for one in filters.outlet if folded(one) not in outlets]
        faults += [_unknown("outlet", one, outlets.values()) for one in unknown]
    if filters.origin:
        origins = {*record.values("origin"), ARTICLE}
        faults += [_unknown("origin", one, origins) for one in filters.origin if one not in origins]
    if filters.document:
        documents = frozenset(record.values("document"))
        unknown = [one for one in filters.document if not _is_document(one, documents)]
        names = [name for name in documents if len(name) < 64]
        faults += [_unknown("document", one, names) for one in unknown]
    if faults:
        raise StoreError(faults)
    return replace(filters, **changes)


def _codes(value: str, here: Collection[str], actors: Callable[[], Actors]) -> tuple[str, ...]:
    """Return the codes that a code or name stands for, none when nobody is called so."""
    if value == NOBODY or value in here:
        return (value,)
    if value.upper() in here:
        return (value.upper(),)
    known = actors()
    if value.upper() in known.codes():
        return (value.upper(),)
    named = [code for code in known.codes() if folded(known.name(code)) == folded(value)]
    # Names of people, capitals and the like, which a text would write with a capital letter.
    texts = dict.fromkeys((value, value.title()))
    mentioned = [m.code for text in texts for m in known.mentions(text) if m.end - m.start == len(text)]
    return tuple(dict.fromkeys(named or mentioned))


def _is_document(value: str, documents: Collection[str]) -> bool:
    if value in documents:
        return True
    return len(value) >= SHORTEST_ID and any(name.startswith(value) for name in documents)


def _edited(decisions: Mapping[str, Review], names: Iterable[str]) -> set[str]:
    """Return the values that people gave fields by editing."""
    found: set[str] = set()
    edits = [review.changes for review in decisions.values() if review.decision == "edit"]
    for name in names:
        for changes in edits:
            value = changes.get(name)
            found.update([value] if isinstance(value, str) else value or ())
    return found


def _unknown(name: str, value: str, known: Iterable[str]) -> Fault:
    message = f"{name.replace('_', ' ')} is {value!r}, which the record does not know"
    return Fault("D430", message, did_you_mean(value, sorted(known)))
