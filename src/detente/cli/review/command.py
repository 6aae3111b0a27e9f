"""The review command: decide on claims, in the terminal one by one or from a script."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from detente.cli.parameters import CasePath, Flag, Json
from detente.cli.show import count, print_json, say, show_faults

if TYPE_CHECKING:
    from detente.case import Case
    from detente.record.reviewing import Reviewing
    from detente.record.tally import Tally
    from detente.record.types import Review
    from detente.vocabulary.actors import Actors

Ids = Annotated[list[str] | None, Parameter(negative="", consume_multiple=True)]
_OTHERWISE = "without a terminal, use --accept, --reject, --undo or --status"


def review(
    case: CasePath,
    *,
    by: str | None = None,
    order: Literal["page", "value", "changed"] = "page",
    actor: str | None = None,
    target: str | None = None,
    type: str | None = None,  # noqa: A002 - the word people type
    since: date | None = None,
    until: date | None = None,
    accept: Ids = None,
    reject: Ids = None,
    note: str | None = None,
    undo: Flag = False,
    redo: Flag = False,
    entry: str | None = None,
    status: Flag = False,
    json: Json = False,
) -> int:
    """Go through the claims of a case and decide on each: one key decides and moves on.

    Undecided claims come first, then those that are read differently since they were decided. Every decision
    is on the disk before the next claim shows, and can be undone at any later time. Several people may review
    one case at once. Press ? for the keys.

    Parameters
    ----------
    case
        A case folder that has a record.
    by
        Your name, as decisions show it; else $DETENTE_REVIEWER, git's user.name, or the account's name.
    order
        page: down the page. value: concessions and pledges first. changed: first what is read differently
        since it was decided.
    actor, target
        Only claims in which this actor acts, or is acted upon, such as PRK.
    type
        Only claims of this type, such as THREATEN.
    since, until
        Only claims dated in this range.
    accept, reject
        Ids of claims to accept or reject, without the screen; all or none.
    note
        A note on these decisions.
    undo
        Undo your last decision, or the one that --entry names.
    redo
        Bring back what you undid last.
    entry
        With --undo: the id of an entry of the log, whoever made it.
    status
        Say how the review stands.
    json
        Print JSON only, and show no screen.
    """
    from detente.case import Case

    opened = Case(case)
    wanted = {"actor": actor, "target": target, "type": type, "since": since, "until": until}
    steps = _steps(accept or [], reject or [], note, undo=undo, redo=redo, entry=entry, status=status)
    if steps or undo or redo:
        return _decide(opened, by, steps, undo=undo, redo=redo, entry=entry, json=json)
    if status or json:
        _tell(opened.review_tally(**wanted), json)
        return 0
    return _screen(opened, by, order, wanted)


def _steps(
    accept: list[str],
    reject: list[str],
    note: str | None,
    *,
    undo: bool,
    redo: bool,
    entry: str | None,
    status: bool,
) -> list[Any]:
    """Return the decisions asked for; raise for what cannot be meant together."""
    from detente.errors import Fault, StoreError
    from detente.record.reviewing import Step

    faults = []
    if sum((bool(accept or reject), undo, redo, status)) > 1:
        faults.append(Fault("D454", "decide, undo, redo and status are asked for together", "ask for one"))
    if note and not (accept or reject):
        faults.append(
            Fault("D454", "a note is given, but no claim to note it on", "add --accept or --reject")
        )
    if entry and not undo:
        faults.append(Fault("D454", "an entry is given, but not what to do with it", "add --undo"))
    if faults:
        raise StoreError(faults)
    asked = [*((one, "accept") for one in accept), *((one, "reject") for one in reject)]
    return [Step(one, decision, note=note) for one, decision in dict.fromkeys(asked)]  # type: ignore[arg-type]


def _decide(
    case: Case, by: str | None, steps: list[Any], *, undo: bool, redo: bool, entry: str | None, json: bool
) -> int:
    from detente.cli.review.person import reviewer

    with case.reviewing(reviewer(by, case.folder)) as session:
        done: tuple[Review, ...]
        if undo or redo:
            done = (session.undo(entry) if undo else session.redo(),)
        else:
            done = session.decide_all(steps)
    what = "undone" if undo else "done again" if redo else "decided"
    if json:
        rows = [
            {"entry": r.id, "claim": r.claim, "decision": r.decision, "by": r.by, "at": r.at} for r in done
        ]
        print_json({what.replace(" ", "_"): rows})
    else:
        for one in done:
            say(f"{what}: {one.decision} {one.claim} by {one.by}: {one.quote or '(no quote kept)'}")
    return 0


def _tell(found: Tally, json: bool) -> None:
    if json:
        print_json(found.to_dict())
        return
    print(f"{found.decided} of {count(found.claims, 'claim')} decided: ", end="")
    print(f"{found.accepted} accepted, {found.edited} edited, {found.rejected} rejected")
    for name, number in found.reviewers.items():
        print(f"  {number} by {_plain(name)}")
    if found.changed:
        print(f"{count(len(found.changed), 'claim')} read differently since decided (--order changed):")
        for review, fields in found.changed:
            print(f"  {review.claim}  {', '.join(fields)}: {_plain(review.quote or '')}")
    if found.orphans:
        print(f"{count(len(found.orphans), 'decision')} about claims that are no longer read:")
        for review in found.orphans:
            print(f"  {review.claim}  {review.decision} by {_plain(review.by)}: {_plain(review.quote or '')}")


def _plain(text: str) -> str:
    from detente.cli.show import plain

    return plain(" ".join(text.split()))


def _screen(case: Case, by: str | None, order: Any, wanted: dict[str, Any]) -> int:
    from detente.cli.review.person import reviewer
    from detente.errors import DetenteError, Fault, StoreError

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise StoreError(Fault("D450", "this is no terminal to review in", _OTHERWISE))
    try:
        import textual  # noqa: F401 - asked for before the claims are gone through
    except ImportError as error:
        message, hint = "review needs textual, which is not installed", 'pip install "detente[review]"'
        raise DetenteError(Fault("D453", message, hint)) from error
    known = {one.by for one in case.decisions().values()}
    name = reviewer(by, case.folder, known, ask=True)
    show_faults(case.reviews.warnings[:3])
    say("looking through the claims ...")
    with case.reviewing(name, order=order, **wanted) as session:
        _check_any(session, case.folder)
        from detente.cli.review.app import ReviewApp

        app = ReviewApp(session, *_named(case))
        app.run()
        progress = session.progress()
    say(f"{progress.decided} of {count(progress.all, 'claim')} decided; everything is kept")
    return app.return_code or 0


def _named(case: Case) -> tuple[str, Actors]:
    """Return what the case is called and who is who; a case file with faults is no reason not to review."""
    from detente.errors import DetenteError
    from detente.vocabulary.actors import Actors

    name = case.folder.resolve().name
    try:
        return (case.dispute.title if case.dispute else None) or name, case.actors()
    except DetenteError:
        return name, Actors.builtin()


def _check_any(session: Reviewing, folder: Path) -> None:
    from detente.errors import Fault, StoreError

    if not session.agenda.ids:
        hint = f"take filters away, or `detente read {folder}` articles first"
        raise StoreError(Fault("D455", "no claim is there to review", hint))
