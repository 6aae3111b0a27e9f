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
        "D306": "event data or spreadsheets need a package that is not installed",
        "D307": "a packed file is damaged or holds nothing",
        "D308": "there is more to unpack or to read than is sensible",
        "D309": "a file is not of the format it is said to be",
        "D310": "what is asked for does not fit the format",
        "D311": "imported events are damaged",
        "D312": "the events of a case cannot be written",
        "D313": "another import is running",
        "D314": "the columns of a table cannot be told",
        "D315": "the dates of a table can be read in two ways",
        "D316": "the remembered columns cannot be used",
        "D317": "the text of a table cannot be decoded",
        "D318": "no events have been imported",
        "D319": "a spreadsheet cannot be opened",
        "D320": "the database for event data gave up",
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
        "D411": "a record cannot be kept safe before it is brought up to date",
        "D420": "a review log cannot be read or written",
        "D421": "a review log holds conflict markers",
        "D422": "a line of a review log cannot be understood",
        "D423": "the last line of a review log was cut off",
        "D424": "an edit cannot be applied",
        "D425": "a review is not complete",
        "D426": "a review log is too large",
        "D430": "a filter has a value it cannot have",
        "D431": "a filter names a period that cannot be",
        "D432": "a text to look for holds no word, or too many",
        "D433": "this SQLite cannot search texts",
        "D434": "a filter cannot be understood",
        "D435": "an export cannot have this form",
        "D436": "an export would replace a file",
        "D437": "an export cannot be written",
        "D438": "an export needs a package that is not installed",
        "D439": "an export is larger than its form can hold",
        "D451": "there is nothing to undo or redo",
        "D452": "an undo undoes nothing",
        "D454": "decisions asked for contradict each other",
        "D455": "no claim is there to review",
    }
)
"""Titles by code: ``D3xx`` is import, ``D4xx`` the record and its reviews."""
