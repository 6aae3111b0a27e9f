"""The filters that several commands share, as options of the command line."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Group, Parameter

if TYPE_CHECKING:
    from detente.case import Case
    from detente.record.filters import Filters

_GROUP = Group("Which claims", sort_key=1)
Values = Annotated[list[str] | None, Parameter(negative="", group=_GROUP)]
Word = Annotated[str | None, Parameter(group=_GROUP)]
Truth = Annotated[bool | None, Parameter(group=_GROUP)]

# Names and titles may hold commas; codes and the words of our own do not.
_WITH_COMMAS = frozenset({"says", "text", "outlet", "document"})


@Parameter(name="*")
@dataclass(frozen=True)
class Choice:
    """Which claims; several values of one option are alternatives, options add up."""

    actor: Values = None
    """Who acts: codes or names, such as PRK or "North Korea"; none for nobody."""
    target: Values = None
    """Who is acted upon."""
    party: Values = None
    """Who acts or is acted upon."""
    type: Values = None
    """Types of act, such as THREATEN,AID."""
    modality: Values = None
    """How acts stand, such as pledged or happened."""
    negated: Truth = None
    """Only what is said not to be; or only the rest."""
    issue: Values = None
    """What it is about, such as sanctions."""
    says: Values = None
    """Who says so: part of a name, or author or unnamed."""
    text: Word = None
    """Words, "phrases" and beginnings (sanct*) in the quote or the title."""
    since: Word = None
    """First day, month or year: 2018-06-12, 2018-06 or 2018."""
    until: Word = None
    """Last day, month or year."""
    document: Values = None
    """File names or ids of documents."""
    outlet: Values = None
    """Where the document appeared."""
    origin: Values = None
    """article, or the import format."""
    concession: Truth = None
    """Only concessions; or only the rest."""
    concession_by: Values = None
    """Who gives."""
    concession_to: Values = None
    """Who gains."""
    decision: Values = None
    """accepted, edited, rejected, open, or reviewed."""
    event: Values = None
    """Ids of events."""
    where: Word = None
    """All of these at once, as an address has them: actor=PRK&type=AID."""

    def filters(self, case: Case) -> Filters:
        """Return the filters, as the case understands them."""
        from detente.record.filters import Filters

        wanted: dict[str, Any] = Filters.from_query(self.where).to_dict() if self.where else {}
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name != "where" and value is not None:
                wanted[field.name] = _separate(field.name, value)
        return case.filters(**wanted)


def chosen(choice: Choice | None, case: Case) -> Filters:
    """Return the filters of a command that may have been called without any."""
    return (choice or Choice()).filters(case)


def _separate(name: str, value: Any) -> Any:
    if not isinstance(value, list) or name in _WITH_COMMAS:
        return value
    return [part for one in value for part in one.split(",")]
