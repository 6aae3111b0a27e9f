"""What must hold of a claim, whoever made it: a reader, an importer, or a person who edits it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any, get_args

from detente.errors import Fault, Place
from detente.record.types import MODALITIES, Claim, Document, Polarity
from detente.vocabulary.actions import TYPES

_POLARITIES = get_args(Polarity)
_MOST_TOLD = 20


def check_document(document: Document, claims: Iterable[Claim], file: str) -> tuple[Fault, ...]:
    """Return what is wrong with a document and its claims; nothing when they may be stored.

    Parameters
    ----------
    document, claims
        What is to be stored together.
    file
        The record's file, for the place of the faults.
    """
    claims = tuple(claims)
    found = [f"document {document.id!r}: {problem}" for problem in _document_problems(document)]
    for claim in claims:
        found += [f"claim {claim.id!r}: {p}" for p in (*_anchor_problems(claim, document), *problems(claim))]
        if len(found) > _MOST_TOLD:
            break
    twice = [id_ for id_, n in Counter(claim.id for claim in claims).items() if n > 1]
    found += [f"claim {id_!r} is there more than once" for id_ in twice]
    hint = "this is a fault of what made the claims, not of the record"
    faults = [Fault("D409", message, hint, Place(file)) for message in found[:_MOST_TOLD]]
    if len(found) > _MOST_TOLD:
        faults.append(Fault("D409", "and more of the kind", hint, Place(file)))
    return tuple(faults)


def problems(claim: Claim) -> Iterator[str]:
    """Yield what is wrong with the fields of a claim that a person may edit."""
    for name in EDITABLE:
        problem = check_value(name, getattr(claim, name))
        if problem:
            yield problem
    if (claim.date_from is None) != (claim.date_to is None):
        yield "date_from and date_to must both be known or both be unknown"
    elif claim.date_from and claim.date_to and claim.date_from > claim.date_to:
        yield f"date_from {claim.date_from} is after date_to {claim.date_to}"


def check_value(name: str, value: Any) -> str | None:
    """Return what is wrong with the value of an editable field, ``None`` when nothing is."""
    try:
        return _checked(name, value)
    except TypeError:  # a value that cannot be hashed cannot be right, but it can be told
        return _checked.__wrapped__(name, value)


# The same few values come by the thousand. Typed, since 1 is not true.
@lru_cache(maxsize=8192, typed=True)
def _checked(name: str, value: Any) -> str | None:
    wanted, holds = _RULES[name]
    if holds(value) and not _has_surrogates(value):
        return None
    return f"{name} is {_shown(value)}, but must be {wanted}"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_code(value: Any) -> bool:
    return _is_text(value) and len(value) <= 200 and value.isprintable()


def _is_codes(value: Any) -> bool:
    return isinstance(value, tuple) and all(map(_is_code, value)) and len(set(value)) == len(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _is_day(value: Any) -> bool:
    return type(value) is date


_TEXT = ("a text that is not empty, or null", lambda v: v is None or _is_text(v))
_CODES = ("a list of codes, each once", _is_codes)
_CODES_OR_NONE = ("a list of codes, each once, or null", lambda v: v is None or _is_codes(v))
_DAY = ("a day such as 2019-02-28, or null", lambda v: v is None or _is_day(v))
_RULES = {
    "actor": _CODES,
    "actor_name": _TEXT,
    "actor_role": _TEXT,
    "target": _CODES,
    "target_name": _TEXT,
    "type": (f"one of {', '.join(TYPES)}", lambda v: isinstance(v, str) and v in TYPES),
    "modality": (f"one of {', '.join(MODALITIES)}", lambda v: isinstance(v, str) and v in MODALITIES),
    "negated": ("true or false", lambda v: isinstance(v, bool)),
    "attribution": ("author, unnamed or the name of a speaker", _is_text),
    "certainty": ("a number from 0 to 1", _is_number),
    "date_from": _DAY,
    "date_to": _DAY,
    "issue": _TEXT,
    "polarity": ("cooperative, conflictual or null", lambda v: v is None or v in _POLARITIES),
    "concession_by": _CODES_OR_NONE,
    "concession_to": _CODES_OR_NONE,
}

EDITABLE = tuple(_RULES)
"""The fields of a claim that a person may edit; the others say where it stands and how it was found."""


def _anchor_problems(claim: Claim, document: Document) -> Iterator[str]:
    if claim.document != document.id:
        yield f"it belongs to document {claim.document!r}"
    if not 0 <= claim.start < claim.end <= len(document.text):
        yield f"its sentence [{claim.start}, {claim.end}) does not lie in the text"
    elif document.text[claim.start : claim.end] != claim.quote:
        yield "its quote is not what the text says there"
    if not claim.start <= claim.clause_start <= claim.clause_end <= claim.end:
        yield f"its clause [{claim.clause_start}, {claim.clause_end}) does not lie in its sentence"
    if claim.sentence < 1:
        yield f"its sentence has number {claim.sentence}"
    if not claim.id or _has_surrogates((claim.id, claim.rule)):
        yield "its id or rule is no text that can be stored"


def _document_problems(document: Document) -> Iterator[str]:
    names = tuple(name for name in Document.__slots__ if name != "published")
    broken = [name for name in names if _has_surrogates(getattr(document, name))]
    if broken:
        yield f"{', '.join(broken)} cannot be stored: half a character (a lone surrogate) in it"
    if not document.id:
        yield "it has no id"


def _has_surrogates(value: Any) -> bool:
    if isinstance(value, tuple):
        return any(map(_has_surrogates, value))
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return True
    return False


def _shown(value: Any) -> str:
    text = ascii(value) if _has_surrogates(value) else repr(value)
    return text if len(text) <= 80 else text[:77] + "..."
