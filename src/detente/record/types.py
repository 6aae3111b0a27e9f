"""What the record holds: documents, claims, events and reviews.

A *claim* is what one sentence of one document says, an *event* gathers the claims that speak of the same
thing, a *review* is a person's decision about a claim. All are immutable; the store writes them down.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, Literal, get_args

Modality = Literal[
    "happened",
    "ongoing",
    "offered",
    "pledged",
    "demanded",
    "threatened",
    "conditional",
    "speculated",
    "denied",
]
Polarity = Literal["cooperative", "conflictual"]
Decision = Literal["accept", "edit", "reject", "withdraw", "note", "join", "split", "undo"]
MODALITIES: tuple[Modality, ...] = get_args(Modality)
DECISIONS: tuple[Decision, ...] = get_args(Decision)
VERDICTS: tuple[Decision, ...] = ("accept", "edit", "reject", "withdraw")
"""Decisions that say whether a claim is right; the others leave the verdict on it as it is."""

AUTHOR = "author"
"""Attribution of a claim that the document's author makes in their own voice."""
UNNAMED = "unnamed"
"""Attribution of a claim to somebody the document does not name."""


def content_hash(content: bytes) -> str:
    """Return the name of a content: its SHA-256 in hexadecimal (64 characters)."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class Document:
    """A text that claims are read from.

    Parameters
    ----------
    id
        Hash of the file's bytes, see :func:`content_hash`.
    text
        The stored text; every offset of a claim counts its code points.
    name
        File name as found, for people.
    title, outlet, author, url
        As far as the document says; ``None`` is unknown.
    published
        Day of publication, ``None`` when the document does not say.
    published_how
        How the day was found, such as ``front matter`` or ``dateline``.
    title_how, outlet_how, author_how
        How these were found, such as ``first line`` or ``byline``; ``None`` when that is not known.
    origin
        ``article`` for a text that was read, else the name of the import format.
    """

    id: str
    text: str
    name: str
    title: str | None = None
    outlet: str | None = None
    author: str | None = None
    url: str | None = None
    published: date | None = None
    published_how: str | None = None
    title_how: str | None = None
    outlet_how: str | None = None
    author_how: str | None = None
    origin: str = "article"

    @property
    def found(self) -> Mapping[str, str]:
        """How ``title``, ``outlet``, ``author`` and ``date`` were found, those of which it is known.

        Examples
        --------
        >>> Document("00ff", "", "a.txt", title="A thaw", title_how="first line").found
        {'title': 'first line'}
        """
        how = {
            "title": self.title_how,
            "outlet": self.outlet_how,
            "author": self.author_how,
            "date": self.published_how,
        }
        return {what: way for what, way in how.items() if way}


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence says, who says it, and where exactly it stands.

    Field order and names are those of ``detente read --json``. What is not known is ``None``, never guessed.

    Parameters
    ----------
    id
        Follows from the document and the position of the words that carry the claim, so a better reader
        that types the same words differently keeps it; see :func:`claim_id`.
    document
        Id of the document.
    sentence
        Number of the sentence among those read, from 1.
    quote, start, end
        The whole sentence: ``quote == text[start:end]``, code points, half open.
    clause_start, clause_end
        The part of the sentence that says it.
    actor, target
        Codes; several act together. A mutual act has everybody in ``actor`` and nobody in ``target``.
    actor_name, target_name
        The parties as named, joined by ``"; "`` in the order of the codes.
    actor_role
        Office or part of the party, such as ``president`` or ``foreign minister``.
    type
        PLOVER type, or ``STATEMENT`` or ``ASSESSMENT``.
    modality, negated
        How the act stands: done, offered, threatened...; and whether the sentence negates it.
    attribution
        ``author``, ``unnamed`` or the name of the speaker.
    certainty
        From 0 to 1: how sure the source words it, not how sure the reader is.
    date_from, date_to
        Inclusive range of days; both ``None`` when the text does not resolve to days.
    issue
        What it is about, such as ``sanctions``.
    polarity
        Cooperative or conflictual, ``None`` for neither.
    concession_by, concession_to
        Codes of who gives and who gains, ``None`` when the claim is no concession.
    rule
        Which rules made the claim, for people.
    """

    id: str
    document: str
    sentence: int
    quote: str
    start: int
    end: int
    clause_start: int
    clause_end: int
    actor: tuple[str, ...]
    actor_name: str | None
    actor_role: str | None
    target: tuple[str, ...]
    target_name: str | None
    type: str
    modality: Modality
    negated: bool
    attribution: str
    certainty: float
    date_from: date | None
    date_to: date | None
    issue: str | None
    polarity: Polarity | None
    concession_by: tuple[str, ...] | None
    concession_to: tuple[str, ...] | None
    rule: str

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values in the order of the fields: dates ISO, tuples as lists."""
        return {name: jsonable(getattr(self, name)) for name in self.__slots__}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Claim:
        """Make a claim from what :meth:`to_dict` returned; raises ``KeyError`` on a missing field."""
        return cls(**{f.name: _typed(f.name, values[f.name]) for f in fields(cls)})


_DATES = frozenset({"date_from", "date_to"})
_CODES = frozenset({"actor", "target", "concession_by", "concession_to"})


def jsonable(value: object) -> object:
    """Return a field's value as JSON holds it: dates ISO, tuples as lists."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _typed(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _DATES:
        return date.fromisoformat(value)
    return tuple(value) if name in _CODES else value


def claim_id(document: str, start: int, end: int, nth: int = 0) -> str:
    """Return the id of the claim that the words ``text[start:end]`` of a document carry.

    Parameters
    ----------
    document
        Id of the document.
    start, end
        Code-point span of the words that carry the claim (the verb or event noun).
    nth
        Tells several claims on the same words apart, in reading order.

    Examples
    --------
    >>> claim_id("00ff", 10, 16)
    'c-d3df96779cde'
    """
    key = f"{document}:{start}:{end}:{nth}".encode()
    return "c-" + hashlib.sha256(key).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Event:
    """The claims that speak of the same thing, and what they agree on.

    Parameters
    ----------
    id
        Stable: survives regrouping, and imported rows keep the id of their file.
    claims
        Ids of the claims, earliest document first.
    actor, target, type, issue, date_from, date_to
        What the claims agree on; the earliest report decides where they differ.
    text
        One line for people: an imported row's own words, else the clause of the earliest claim.
    documents
        How many documents speak of it.
    source
        Who reports it: outlets, or the source an imported row names.
    """

    id: str
    claims: tuple[str, ...]
    actor: tuple[str, ...]
    target: tuple[str, ...]
    type: str
    issue: str | None
    date_from: date | None
    date_to: date | None
    text: str
    documents: int
    source: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values in the order of the fields."""
        return {name: jsonable(getattr(self, name)) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Review:
    """A person's decision about a claim: one line of ``reviews.jsonl``.

    Parameters
    ----------
    claim
        Id of the claim.
    decision
        ``accept`` as read, ``edit`` with ``changes``, ``reject``, ``withdraw`` (undecided again), a mere
        ``note``, ``join`` (speaks of the same happening as ``others``), ``split`` (does not speak of the same
        thing as any of ``others``), or ``undo`` of an earlier entry on the same claim.
    by, at
        Who decided and when (ISO date or time).
    changes
        For an edit: claim fields and their new JSON values.
    quote
        The sentence decided on, so that a reader of the log and a later program can find it again.
    note
        Free text.
    others
        For ``join`` and ``split``: ids of other claims.
    of
        For ``undo``: id of the entry undone. An entry that undoes an ``undo`` is a redo.
    seen
        The editable fields as the machine read them when the person decided, as JSON values; what was
        unknown, empty or false is left out. Empty in logs from before this was kept.

    Examples
    --------
    >>> Review("c-d3af96779cde", "accept", by="ana", at="2019-05-16").id
    'r-2fae049b22d2'
    """

    claim: str
    decision: Decision
    by: str
    at: str
    changes: dict[str, Any] = field(default_factory=dict)
    quote: str | None = None
    note: str | None = None
    others: tuple[str, ...] = ()
    of: str | None = None
    seen: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Name of the entry, which follows from its content: a line merged twice is one entry."""
        line = json.dumps(self.line(), sort_keys=True, separators=(",", ":"))
        return "r-" + hashlib.sha256(line.encode()).hexdigest()[:12]

    def line(self) -> dict[str, Any]:
        """Return what a line of the log holds: JSON-ready values, without the fields that are empty."""
        return {name: value for name, value in self.to_dict().items() if value not in (None, {}, [])}

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values in the order of the fields."""
        return {name: jsonable(getattr(self, name)) for name in self.__slots__}
