"""The command that finds claims in the record of a case and shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number
from rich.table import Table
from rich.text import Text

from detente.cli.choosing import Choice, chosen
from detente.cli.parameters import CasePath, Flag, Json
from detente.cli.show import console, count, plain, print_json, say, table

if TYPE_CHECKING:
    from detente.case import Case
    from detente.record.facets import Facets
    from detente.record.reviews import Reviewed
    from detente.record.search import Found
    from detente.record.types import Claim, Document

MARKS = {"accept": "✓ accepted", "edit": "✎ edited", "reject": "✗ rejected", None: "· not reviewed"}
Sort = Literal["page", "date", "newest", "type", "actor", "certainty"]
Format = Literal["table", "csv", "json", "jsonl", "xlsx", "parquet"]

_LONGEST_QUOTE = 200
_MOST_VALUES = 20
_MOST_DOCUMENTS = 20


def record(
    case: CasePath,
    *,
    choice: Choice | None = None,
    facets: Flag = False,
    context: str | None = None,
    sort: Sort = "page",
    limit: Annotated[int | None, Parameter(validator=Number(gte=1))] = None,
    format: Format = "table",  # noqa: A002 - the word people type
    out: Path | None = None,
    force: Flag = False,
    json: Json = False,
) -> None:
    """Find claims in the record of a case: who says so, and what a person decided about them.

    Claims are found as they stand after review: what was corrected to THREATEN is found under THREATEN.

    Parameters
    ----------
    case
        A case folder.
    facets
        Count the claims found by type, modality, actor, target, issue, outlet, month and decision.
    context
        Show the words around each: so many characters on either side, or paragraph.
    sort
        page: oldest document first, then down the page.
    limit
        At most so many claims.
    format
        table for people, or what `detente export` writes.
    out
        Write to this file and not to the terminal.
    force
        Replace the file if it is there.
    json
        Print one JSON claim a line, as the machine read it, with the decision beside it.
    """
    from detente.case import Case

    opened = Case(case)
    filters = chosen(choice, opened)
    around = _around(context)
    if facets:
        _show_facets(opened.facets(filters), json)
    elif out is not None or format != "table":
        from detente.case.exporting import export

        form = None if format == "table" else format
        done = export(
            opened,
            out,
            "claims",
            filters=filters,
            form=form,
            force=force,
            sort=sort,
            limit=limit,
            context=around,
        )
        if out is not None:
            print_json(done.to_dict()) if json else say(f"{out} is written: {count(done.rows, 'claim')}")
    elif json:
        for found in opened.search(filters, sort=sort, limit=limit):
            extra = {} if around is None else {"context": _words(opened, found, around)}
            print_json(found.to_dict() | extra)
    else:
        shown = _show(opened, opened.search(filters, sort=sort, limit=limit), around)
        whole = f" of {opened.count(filters)}" if shown == limit else ""
        say(f"{shown}{whole} claims" if whole else count(shown, "claim"))
        if not filters:
            _tell_orphans(opened)


def print_claims(rows: Iterable[Reviewed]) -> int:
    """Print claims, without their documents, and return how many they are."""
    cells = [_cells(row, _quoted(row.claim), None) for row in rows]
    if cells:
        console().print(_table(cells))
    return len(cells)


def _show(case: Case, found: Iterable[Found], around: int | str | None) -> int:
    headings = case.headings()
    cells = []
    cited: dict[str, Document] = {}
    for one in found:
        source = headings.get(one.claim.document)
        if source:
            cited[source.id] = source
        quote = _quoted(one.claim) if around is None else " ".join(_words(case, one, around).split())
        cells.append(_cells(one, quote, source))
    if cells:
        console().print(_table(cells))
    _tell_documents([source for source in headings.values() if source.id in cited])
    return len(cells)


def _tell_documents(documents: Sequence[Document]) -> None:
    """List the documents that claims were shown of, with how their day, title and author were found."""
    from detente.record.found import dated_by, found_by

    if documents:
        console().print()
        console().print("documents", style="bold")
    for one in documents[:_MOST_DOCUMENTS]:
        day = f"{one.published}, {dated_by(one)}" if one.published else "no date"
        told = "; ".join(part for part in (day, found_by(one)) if part)
        console().print(plain(f"{' '.join((one.title or one.name).split())} ({told})"))
    if len(documents) > _MOST_DOCUMENTS:
        rest = len(documents) - _MOST_DOCUMENTS
        console().print(f"(and {count(rest, 'more document')}; detente export --what documents has them all)")
    if documents:
        console().print()


def _table(cells: Iterable[tuple[str, Text, str]]) -> Table:
    # The words have a line of their own, so that they stay readable in a terminal of any width.
    made = Table(header_style="bold", box=None, pad_edge=False)
    made.add_column("date", no_wrap=True)
    made.add_column("who does what to whom", overflow="fold", ratio=1)
    made.add_column("decision", no_wrap=True)
    for row in cells:
        made.add_row(*row)
    return made


def _cells(row: Reviewed | Found, quote: str, document: Document | None) -> tuple[str, Text, str]:
    claim = row.claim
    how = f"not {claim.modality}" if claim.negated else claim.modality
    parties = " → ".join(", ".join(side) for side in (claim.actor, claim.target) if side)
    about = f", {claim.issue}" if claim.issue else ""
    head = f"{parties or 'nobody named'}: {claim.type.lower()} ({how}){about}"
    source = (document.outlet or document.title or document.name) if document else None
    said = " · ".join(part for part in (f"says {claim.attribution}", source, claim.id) if part)
    lines = Text.assemble((plain(head), "bold"), "\n", plain(quote), "\n", (plain(said), "dim"))
    decision = MARKS.get(row.review.decision if row.review else None, MARKS[None])
    return str(claim.date_from or "no date"), lines, decision


def _quoted(claim: Claim) -> str:
    quote = " ".join(claim.quote.split())
    return quote if len(quote) <= _LONGEST_QUOTE else quote[: _LONGEST_QUOTE - 1] + "…"


def _words(case: Case, found: Found, around: int | str) -> str:
    from detente.record.exporting.evidence import words_around

    with case.record() as record:
        return words_around(found.claim, record.document(found.claim.document), around)


def _around(context: str | None) -> int | str | None:
    if context is None or context == "paragraph":
        return context
    if context.isascii() and context.isdigit() and len(context) <= 6:
        return int(context)
    from detente.errors import Fault, StoreError

    hint = "write a number of characters, or paragraph"
    raise StoreError(Fault("D430", f"context is {context[:40]!r}", hint))


def _show_facets(found: Facets, json: bool) -> None:
    if json:
        print_json(found.to_dict())
        return
    for facet, counts in found.counts.items():
        shown = counts if facet == "month" else counts[:_MOST_VALUES]
        rows = [("none" if value is None else value, number) for value, number in shown]
        if len(shown) < len(counts):
            rest = sum(number for _, number in counts[_MOST_VALUES:])
            rows.append((f"({len(counts) - len(shown)} more)", rest))
        if rows:
            console().print(table("", (facet, "claims"), rows, numbers=("claims",), wraps=(facet,)))
            console().print()
    say(count(found.total, "claim"))


def _tell_orphans(case: Case) -> None:
    orphans = case.orphans()
    if orphans:
        say(f"{count(len(orphans), 'decision')} about claims that are no longer read:")
        for review in orphans:
            say(f"  {review.claim}  {review.decision} by {review.by}: {review.quote or '(no quote kept)'}")
