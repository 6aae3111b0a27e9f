"""Which claims somebody wants to see: one filter for the command line, exports and addresses alike.

Values of one field are alternatives, fields add up: ``actor=PRK&actor=KOR&type=AID`` asks for aid given by
one Korea or the other.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode

from detente.errors import Fault, StoreError
from detente.record.periods import period
from detente.record.types import MODALITIES
from detente.vocabulary.actions import TYPES

NOBODY = "none"
"""As an actor, target, issue or outlet: claims that have none."""
STATES_OF_REVIEW = ("accepted", "edited", "rejected", "open", "reviewed")
"""What ``decision`` can be; ``open`` is undecided, ``reviewed`` is everything else."""
MOST_VALUES = 200
"""At most so many values of one field."""
MOST_CHARACTERS = 1000
"""At most so many characters in one value."""

_TRUTHS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_CHOICES = {"type": tuple(TYPES), "modality": MODALITIES, "decision": STATES_OF_REVIEW}


@dataclass(frozen=True, slots=True)
class Filters:
    """A choice of claims; without any field it chooses all. Make one with :meth:`of` or :meth:`from_query`.

    Parameters
    ----------
    actor, target, party
        Codes of who acts, who is acted upon, or either.
    type, modality, negated, issue
        As the fields of a claim.
    says
        Part of the name of who says so, whatever its case and accents; ``author`` and ``unnamed`` are meant
        exactly.
    text
        Words, ``"phrases"`` and beginnings (``sanct*``) that the quote or its document's title holds, see
        :mod:`detente.record.fulltext`.
    since, until
        Dated claims whose days reach into this period, both ends included.
    document
        Ids of documents, beginnings of ids from eight characters on, or file names.
    outlet, origin
        Where the document appeared, whatever the case; ``article`` or the import format.
    concession
        Whether the claim is a concession.
    concession_by, concession_to
        Codes of who gives, and of who gains.
    decision
        Any of :data:`STATES_OF_REVIEW`.
    event
        Ids of events, present or former.

    Notes
    -----
    A claim is chosen as it stands after review: what a person corrected to THREATEN is found under
    THREATEN, and no longer under what the machine had made of it.
    """

    actor: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    party: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    negated: bool | None = None
    issue: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    text: str | None = None
    since: date | None = None
    until: date | None = None
    document: tuple[str, ...] = ()
    outlet: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    concession: bool | None = None
    concession_by: tuple[str, ...] = ()
    concession_to: tuple[str, ...] = ()
    decision: tuple[str, ...] = ()
    event: tuple[str, ...] = ()

    @classmethod
    def of(cls, **wanted: Any) -> Self:
        """Return filters from values as people give them.

        Parameters
        ----------
        **wanted
            By field: one value or several; days as dates or as ``2018``, ``2018-06``, ``2018-06-12``; truths
            as booleans or ``yes`` and ``no``. ``None`` and empty values ask for nothing.

        Raises
        ------
        StoreError
            Every fault at once: ``D430`` for a value that cannot be, ``D431`` for a period, ``D434`` for a
            field that does not exist.

        Examples
        --------
        >>> Filters.of(actor="PRK", type=["threaten"], until="2018-06").to_query()
        'actor=PRK&type=THREATEN&until=2018-06-30'
        """
        faults: list[Fault] = []
        made: dict[str, Any] = {}
        for name, value in wanted.items():
            try:
                made[name] = _value(name, value)
            except StoreError as error:
                faults += error.faults
        first, last = made.get("since"), made.get("until")
        if first and last and first > last:
            hint = "the period must begin before it ends"
            faults.append(Fault("D431", f"since {first} is after until {last}", hint))
        if faults:
            raise StoreError(faults)
        return cls(**made)

    @classmethod
    def from_query(cls, query: str) -> Self:
        """Return the filters of a URL's query string, with or without its question mark.

        Raises
        ------
        StoreError
            As :meth:`of`, and ``D434`` for a query that cannot be taken apart.
        """
        try:
            pairs = parse_qsl(
                query.removeprefix("?"),
                keep_blank_values=True,
                strict_parsing=bool(query.removeprefix("?")),
                errors="strict",
                max_num_fields=MOST_VALUES * 20,
            )
        except (ValueError, UnicodeError) as error:
            hint = "write it like actor=PRK&type=THREATEN"
            raise StoreError(Fault("D434", f"the query cannot be understood: {error}", hint)) from None
        wanted: dict[str, list[str]] = {}
        for name, value in pairs:
            wanted.setdefault(name.replace("-", "_"), []).append(value)
        return cls.of(**wanted)

    def to_query(self) -> str:
        """Return the filters as a URL's query string; :meth:`from_query` makes the same filters of it."""
        return urlencode([(name.replace("_", "-"), text) for name, text in self._given()])

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that are set, JSON-ready."""
        made: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value not in ((), None):
                made[field.name] = (
                    list(value)
                    if isinstance(value, tuple)
                    else value.isoformat()
                    if isinstance(value, date)
                    else value
                )
        return made

    def __bool__(self) -> bool:
        """Whether anything is asked for at all."""
        return any(True for _ in self._given())

    def _given(self) -> Iterator[tuple[str, str]]:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, tuple):
                yield from ((field.name, one) for one in value)
            elif isinstance(value, bool):
                yield field.name, "yes" if value else "no"
            elif value is not None:
                yield field.name, value.isoformat() if isinstance(value, date) else value


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a sentence with near names, or with all names where they are few, or nothing.

    Examples
    --------
    >>> did_you_mean("threten", ["THREATEN", "AID"])
    'did you mean THREATEN?'
    """
    names = list(dict.fromkeys(known))
    folded = {name.casefold(): name for name in names}
    near = difflib.get_close_matches(word.casefold()[:100], folded, n=3, cutoff=0.6)
    if near:
        return f"did you mean {' or '.join(folded[name] for name in near)}?"
    return f"there are {', '.join(names)}" if 0 < len(names) <= 40 else ""


_NAMES = tuple(field.name for field in fields(Filters))


def _value(name: str, value: Any) -> Any:
    if name not in _NAMES:
        message, hint = f"claims cannot be filtered by {name!r}", did_you_mean(name, _NAMES)
        raise StoreError(Fault("D434", message, hint))
    if name in ("negated", "concession"):
        return _truth(name, value)
    if name in ("since", "until"):
        return _day(name, value)
    several = () if value is None else (value,) if isinstance(value, str) else tuple(value)
    if name == "text":
        return _checked(name, " ".join(several)) if several and "".join(several).strip() else None
    kept = tuple(dict.fromkeys(_one(name, one) for one in several if one.strip()))
    if len(kept) > MOST_VALUES:
        message = f"{name} has {len(kept)} values, and at most {MOST_VALUES} are looked for"
        raise StoreError(Fault("D430", message, "ask in several steps"))
    return kept


def _one(name: str, value: str) -> str:
    value = _checked(name, value.strip())
    known: Sequence[str] = _CHOICES.get(name, ())
    if not known:
        return value
    meant = value.lower() if name != "type" else value.upper()
    if meant not in known:
        message = f"{name} is {value!r}, which no claim can have"
        raise StoreError(Fault("D430", message, did_you_mean(value, known)))
    return meant


def _checked(name: str, value: str) -> str:
    if len(value) > MOST_CHARACTERS:
        message = f"{name} is {len(value)} characters long, and at most {MOST_CHARACTERS} are looked for"
        raise StoreError(Fault("D430", message, "look for less"))
    try:
        value.encode()
    except UnicodeEncodeError:
        message = f"{name} holds half a character (a lone surrogate)"
        raise StoreError(Fault("D430", message, "type it again")) from None
    return value


def _single(name: str, value: Any) -> Any:
    """Return the only value of a field that has one; a query string gives every field a list."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return value
    given = list(dict.fromkeys(value))
    if len(given) > 1:
        message = f"{name} is given {len(given)} times with different values"
        raise StoreError(Fault("D434", message, f"give {name} once"))
    return given[0] if given else None


def _truth(name: str, value: Any) -> bool | None:
    value = _single(name, value)
    if value is None or isinstance(value, bool):
        return value
    if not value.strip():
        return None
    truth = _TRUTHS.get(value.strip().lower())
    if truth is None:
        raise StoreError(Fault("D430", f"{name} is {value[:40]!r}", "write yes or no"))
    return truth


def _day(name: str, value: Any) -> date | None:
    value = _single(name, value)
    if value is None or isinstance(value, date):
        return value
    if not value.strip():
        return None
    first, last = period(value, name)
    return first if name == "since" else last
