"""The folder of a case: what lies where in it, and the faults of a folder that is not as it should be."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from detente.errors import Fault, Place, SourceError

CASE_FILE = "case.yaml"
ARTICLES = "articles"
CHRONOLOGY = "chronology.jsonl"
REVIEWS = "reviews.jsonl"
LEXICON = "lexicon.toml"
RECORD = "record.sqlite"
EVENTS = "events"
FAULTS: Mapping[str, str] = MappingProxyType(
    {
        "D450": "there is no terminal to review in",
        "D453": "review needs a package that is not installed",
        "D601": "there is no such case",
        "D602": "a case has no case file",
        "D603": "a new case is to go where something else is",
        "D604": "nothing has been read yet",
        "D605": "a case cannot be written",
        "D607": "a packed case would replace a file",
        "D608": "a case is larger than can be packed",
        "D609": "a file is no packed case",
        "D620": "there is nothing to compare with",
        "D621": "the record tells too little for a draft",
        "D690": "a brief needs a package that is not installed",
        "D691": "a brief cannot be written",
    }
)
"""Titles by code of the faults about a case folder, and of commands that need what is not there."""


class Folder:
    """Where the parts of a case lie; see :class:`detente.case.Case`."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        given = Path(path)
        if not given.exists():
            raise SourceError(
                Fault("D601", "no such case", "`detente new DIR` starts one", Place(str(given)))
            )
        self.folder = given if given.is_dir() else given.parent
        self.file = given / CASE_FILE if given.is_dir() else given

    @property
    def has_record(self) -> bool:
        """Whether anything has been read or imported yet."""
        return (self.folder / RECORD).exists()


def is_case(path: Path) -> bool:
    """Whether a path is a case: a folder with a case file, articles or a record, or a case file itself."""
    if path.is_dir():
        return any((path / part).exists() for part in (CASE_FILE, RECORD))
    return path.suffix in {".yaml", ".yml"} and path.exists()
