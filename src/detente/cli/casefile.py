"""Commands about the text of a case file: lay it out, tell two apart."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from detente.cli.parameters import CasePath, Flag, Json
from detente.cli.show import console, count, plain, print_json, say, table

if TYPE_CHECKING:
    from detente.dispute.contrast import MoveChange, OutcomeChange, RankingChange
    from detente.dispute.differences import Differences


def fmt(case: CasePath, *, check: Flag = False, json: Json = False) -> int:
    """Lay a case file out afresh: indentation, spacing, order of fields. Words and comments stay.

    A file with faults is left alone. Done twice, the second time changes nothing.

    Parameters
    ----------
    case
        A case folder or a case file.
    check
        Change nothing; exit with 1 when the file is not laid out so.
    json
        Print JSON only.
    """
    from detente.case import Case
    from detente.dispute.layout import format_file

    file = Case(case).file
    changed = format_file(file, write=not check)
    if json:
        print_json({"file": str(file), "changed": changed, "written": changed and not check})
    elif check:
        say(f"{file} {'would be laid out differently' if changed else 'is laid out as it should be'}")
    else:
        say(f"{file} {'is laid out afresh' if changed else 'was laid out so already'}")
    return 1 if check and changed else 0


def diff(
    case: CasePath,
    other: Path | None = None,
    *,
    reading: str | None = None,
    against: str | None = None,
    json: Json = False,
) -> None:
    """Tell what differs in meaning between two case files, or between two readings of one.

    Outcomes, moves, who prefers what, and every judgement. Wording, layout and comments do not count.

    Parameters
    ----------
    case
        A case folder or a case file.
    other
        What to hold it against; the same file unless given.
    reading
        The reading in which to take the first.
    against
        The reading in which to take the other.
    json
        Print JSON only.
    """
    from detente.case import Case
    from detente.dispute.differences import differences
    from detente.errors import Fault, SourceError

    if other is None and reading == against:
        hint = "name a second file, or two readings: --reading A --against B"
        raise SourceError(Fault("D620", "there is nothing to compare with", hint))
    first = Case(case).reading(reading)
    second = Case(case if other is None else other).reading(against)
    found = differences(first, second)
    if json:
        print_json(found.to_dict())
    else:
        _show_differences(found)


def draft(case: CasePath, *, json: Json = False) -> None:
    """Propose actors, options, history and first wishes from the record, beside the case file.

    What was done, offered, threatened or asked for again and again becomes an option of the actor who
    controls it, a demand a wish of who asks, a refusal a candidate for a red line. The draft goes to
    case.draft.yaml, or to case.draft-2.yaml and so on where there is one: nothing is ever overwritten.

    Parameters
    ----------
    case
        A case folder that has a record.
    json
        Print JSON only.
    """
    from detente.case import Case
    from detente.dispute import load
    from detente.dispute.differences import differences
    from detente.dispute.saving import save_new

    opened = Case(case)
    path = save_new(opened.folder / "case.draft.yaml", opened.draft())
    found = differences(load(path), opened.dispute) if opened.dispute else None
    if json:
        print_json({"draft": str(path), "differences": found.to_dict() if found else None})
        return
    print(plain(path))
    if found:
        say(f"from the draft to {opened.file}:\n")
        _show_differences(found)
    say(f"\nEvery line is a proposal: keep, change or strike it, then copy what you keep to {opened.file}")


def _show_differences(found: Differences) -> None:
    if found.same:
        say("nothing differs in meaning")
        return
    if found.judgements:
        rows = [
            (row.part, row.subject, row.change, row.before or "", row.after or "") for row in found.judgements
        ]
        columns = ("part", "what", "change", "before", "after")
        console().print(table("Judgements", columns, rows, wraps=("what", "before", "after")))
    if found.outcomes is None:
        say("\nno outcomes to compare: one of the two has no actor with options")
        return
    _show_outcomes(found.outcomes)
    for move in found.moves:
        _show_moves(move)
    for ranking in found.rankings:
        _show_ranking(ranking)
    if not found.rankings:
        _tell("every actor ranks the shared outcomes as before")


def _show_outcomes(change: OutcomeChange) -> None:
    _tell(f"\n{count(change.before, 'outcome')} before, {change.after:,} after; {change.shared:,} in both")
    for number, what, examples in (
        (change.possible, "possible", change.possible_examples),
        (change.impossible, "impossible", change.impossible_examples),
    ):
        if number:
            _tell(f"{number:,} {'becomes' if number == 1 else 'become'} {what}, such as")
            for taken in examples:
                _tell(f"  {_told(taken)}")


def _show_moves(change: MoveChange) -> None:
    if change.gained is None or change.lost is None:
        _tell(f"{change.actor}: too many moves to compare one by one")
        return
    _tell(
        f"{change.actor} can make {change.gained:,} moves more and {change.lost:,} fewer than before, such as"
    )
    for way, example in (("now", change.gained_example), ("no longer", change.lost_example)):
        if example:
            _tell(f"  {way}: from {_told(example[0])} to {_told(example[1])}")


def _show_ranking(change: RankingChange) -> None:
    share = f"{change.changed:,} of {change.pairs:,} pairs of outcomes"
    kinds = f"{change.reversed:,} reversed, {change.untied:,} no longer tied, {change.tied:,} now tied"
    _tell(f"\n{change.actor} orders {share} otherwise: {kinds}. For one,")
    _tell(f"  {_told(change.example[0])}")
    _tell(f"was {_AS[change.before]} and is now {_AS[change.after]}")
    _tell(f"  {_told(change.example[1])}")


_AS = {"better": "better than", "worse": "worse than", "equal": "as good as"}


def _told(taken: tuple[str, ...]) -> str:
    return ", ".join(taken) or "nothing taken"


def _tell(text: str) -> None:
    console().print(plain(text), soft_wrap=True)
