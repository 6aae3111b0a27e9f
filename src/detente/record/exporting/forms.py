"""Which form an export has, by the ending of its name."""

from __future__ import annotations

from pathlib import Path

from detente.errors import Fault, Place, StoreError
from detente.record.exporting.tables import WRITERS_OF_FILES, WRITERS_OF_TEXT

TABLES = (*WRITERS_OF_TEXT, *WRITERS_OF_FILES)
"""Forms of tables."""
CITATIONS = ("bib", "csl.json")
"""Forms of lists of documents cited."""
NETWORKS = ("graphml",)
"""Forms of networks."""


def form_of(path: Path) -> str:
    """Return the form a file is to have.

    Raises
    ------
    StoreError
        ``D435`` when its ending is none of those known.

    Examples
    --------
    >>> form_of(Path("sources.CSL.json")), form_of(Path("claims.json"))
    ('csl.json', 'json')
    """
    forms = (*TABLES, *NETWORKS, *CITATIONS)
    name = path.name.lower()
    # The longest ending first, since .csl.json also ends in .json.
    for form in sorted(forms, key=len, reverse=True):
        if name.endswith("." + form):
            return form
    ending = path.suffix or "no ending"
    hint = "end the name in " + ", ".join("." + form for form in forms)
    raise StoreError(
        Fault("D435", f"nothing can be exported with the ending {ending}", hint, Place(str(path)))
    )
