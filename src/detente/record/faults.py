"""Every fault the record can tell of: its code and what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FAULTS: Mapping[str, str] = MappingProxyType(
    {
        "D301": "a file to import cannot be opened",
        "D302": "a file to import holds nothing that can be used",
        "D303": "a file to import is too large",
        "D304": "a row cannot be used",
        "D305": "rows of two imported files have the same id",
        "D401": "a file is not a record",
        "D402": "a record is damaged",
        "D403": "a record was written by a newer détente",
        "D404": "a record must be brought up to date first",
        "D405": "a record cannot be opened",
        "D406": "a record is in use",
        "D407": "a record cannot be written",
        "D408": "nothing in the record has this id",
        "D409": "claims do not fit their document",
        "D410": "an id is taken by something else",
        "D420": "a review log cannot be read or written",
        "D421": "a review log holds conflict markers",
        "D422": "a line of a review log cannot be understood",
        "D423": "the last line of a review log was cut off",
        "D424": "an edit cannot be applied",
        "D425": "a review is not complete",
        "D426": "a review log is too large",
        "D440": "a claim is in no event",
    }
)
"""Titles by code: ``D3xx`` is import, ``D4xx`` the record and its reviews."""
