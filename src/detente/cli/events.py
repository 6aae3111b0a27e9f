"""The events command: what happened, who says so, since when, and where they differ."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from rich.table import Table

from detente.cli.parameters import CasePath, Flag, Json
from detente.cli.show import console, count, plain, print_json, say, table

if TYPE_CHECKING:
    from detente.case import Case
    from detente.record.accounts import EventAccount
    from detente.record.differences import Difference
    from detente.record.types import Event

_MOST = 200
_FIELDS = {"date_from": "from", "date_to": "to", "concession_by": "given by", "concession_to": "given to"}


def events(
    case: CasePath,
    *,
    event: str | None = None,
    disagreements: Flag = False,
    apart: Annotated[tuple[str, str] | None, Parameter(negative="")] = None,
    lost: Flag = False,
    json: Json = False,
) -> None:
    """Show the events: how many documents and outlets say so, who was first, and where they differ.

    Parameters
    ----------
    case
        A case folder.
    event
        Only the event of this id, with every report, why it is in the event, and what is a copy.
    disagreements
        Only events whose reports do not say the same, side by side.
    apart
        Two ids of claims: say why they are not in one event.
    lost
        Only the decisions that lost their sentence, and joins that a split forbids, with the reason.
    json
        Print JSON only: one event a line, or one decision a line with --lost.
    """
    from detente.case import Case

    opened = Case(case)
    if apart is not None:
        _show_apart(opened, apart, json)
    elif lost:
        _show_lost(opened, json)
    else:
        _show_events(opened, opened.event_accounts(event), event is not None, disagreements, json)


def _show_events(
    case: Case, found: Sequence[EventAccount], one: bool, disagreements: bool, json: bool
) -> None:
    shown = [account for account in found if account.differences or not disagreements]
    if json:
        for account in shown:
            print_json(account.to_dict())
        return
    if one:
        for account in shown:
            _show_reports(account)
    elif disagreements:
        for account in shown:
            console().print(_headline(account))
            console().print(_disagreements(account))
            console().print("")
    elif shown:
        console().print(_list(shown))
    if not one:
        differ = sum(bool(account.differences) for account in found)
        say(f"{count(len(found), 'event')}, {differ} of them told in more than one way")
    missing = len(case.decided().orphans) + len(case.joins_set_aside())
    if missing:
        say(f"{count(missing, 'decision')} could not be followed; --lost tells which and why")


def _list(found: Sequence[EventAccount]) -> Table:
    rows = []
    for account in sorted(found, key=lambda account: account.event.date_from or date.max):
        event, first = account.event, account.earliest.document
        sources = [
            count(event.documents, "document"),
            *([count(len(account.outlets), "outlet")] * (event.documents > 1)),
        ]
        since = f", first on {first.published}" if first.published else ""
        told = f"{_act(event)}: {event.text}"
        lines = [
            f"{event.id}  {', '.join(sources)}{since}",
            told if len(told) <= _MOST else told[: _MOST - 1] + "…",
        ]
        if account.differences:
            names = dict.fromkeys(_FIELDS.get(d.field, d.field) for d in account.differences)
            lines.append("reports differ on " + ", ".join(names))
        rows.append((event.date_from or "no date", "\n".join(lines)))
    return table("", ("date", "event"), rows, wraps=("event",))


def _show_reports(account: EventAccount) -> None:
    out = console()
    out.print(_headline(account))
    first = account.earliest
    day = f" on {first.document.published}" if first.document.published else ""
    sources = f"{count(account.event.documents, 'document')}, {count(len(account.outlets), 'outlet')}"
    own = f", {account.independent} in words of their own" if account.copies else ""
    out.print(f"{sources}{own}; earliest report: {plain(first.teller)}{day}\n", soft_wrap=True)
    copied = {copy.claim: copy for copy in account.copies}
    rows = []
    for report in account.reports:
        copy = copied.get(report.claim.id)
        day = f", {report.document.published}" if report.document.published else ""
        lines = [report.teller + day, f"“{' '.join(report.claim.quote.split())}”"]
        lines.append(f"here because: {report.reason.text}")
        if copy and report.reason.kind != "copy":
            lines.append(f"{copy.how} of {copy.of} ({copy.share:.0%} of the word sequences)")
        rows.append((report.claim.id, "\n".join(lines)))
    out.print(table("", ("claim", "report"), rows, wraps=("report",)))
    if account.differences:
        out.print("\nWhere they differ")
        out.print(_disagreements(account))


def _disagreements(account: EventAccount) -> Table:
    teller = {report.claim.id: report.teller for report in account.reports}
    rows = []
    days = {d.field: d for d in account.differences}
    for difference in account.differences:
        field = _FIELDS.get(difference.field, difference.field)
        if difference.field == "date_to" and "date_from" in days:
            continue
        if difference.field == "date_from" and "date_to" in days:
            difference, field = _days(account), "days"
        for value, claims in difference.values:
            tellers = dict.fromkeys(teller[claim] for claim in claims)
            rows.append((field, _said(value), "; ".join(tellers)))
            field = ""
    return table("", ("", "says", "who"), rows, wraps=("says", "who"))


def _days(account: EventAccount) -> Difference:
    """Return the days as one field, since they are read together."""
    from detente.record.differences import Difference

    said: dict[object, list[str]] = {}
    for report in account.reports:
        first, last = report.claim.date_from, report.claim.date_to
        if first is not None:
            said.setdefault(str(first) if first == last else f"{first} to {last}", []).append(report.claim.id)
    return Difference("days", tuple((value, tuple(claims)) for value, claims in said.items()))


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "not so" if value else "so"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value).lower()


def _headline(account: EventAccount) -> str:
    event = account.event
    return plain(f"{event.date_from or 'no date'}  {event.id}  {_act(event)}\n{event.text}")


def _act(event: Event) -> str:
    whom = f" to {', '.join(event.target)}" if event.target else ""
    about = f", {event.issue}" if event.issue else ""
    return f"{', '.join(event.actor) or 'somebody'}{whom} {event.type.lower()}{about}"


def _show_apart(case: Case, claims: tuple[str, str], json: bool) -> None:
    why = case.why_apart(*claims)
    if json:
        print_json({"claims": list(claims), "together": not why, "why": list(why)})
        return
    for reason in why or ("they are in one event",):
        print(plain(reason))


def _show_lost(case: Case, json: bool) -> None:
    orphans, aside = case.decided().orphans, case.joins_set_aside()
    rows = [(o.review, o.why) for o in orphans]
    rows += [(one.join, f"{one.split.by} split what it would bring together") for one in aside]
    if json:
        for review, why in rows:
            print_json(review.to_dict() | {"why": why})
        return
    cells = [(r.claim, f"{r.decision} by {r.by}", why, r.quote or "(no quote kept)") for r, why in rows]
    if cells:
        columns = ("claim", "decision", "why", "quote")
        console().print(table("", columns, cells, wraps=("decision", "why", "quote")))
    say(f"{count(len(cells), 'decision')} that could not be followed")
