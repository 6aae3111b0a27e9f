"""Commands about single outcomes: why one would hold, how to get to it, who can break it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from detente.cli.parameters import CasePath, Json
from detente.cli.show import console, plain, print_json, say, show_warnings, table

if TYPE_CHECKING:
    from detente.outlook.reasons import Explained
    from detente.outlook.routes import Way

SHOWN = 20
"""Outcomes a list shows; --json has them all."""
FOR_THE_MOVER = {"better": "gains", "same": "neither gains nor loses", "worse": "gives something up"}


def why(
    case: CasePath,
    state: str,
    *,
    concept: str = "seq",
    actor: Annotated[list[str] | None, Parameter(negative="")] = None,
    reading: str | None = None,
    json: Json = False,
) -> None:
    """Tell why an outcome would hold, or would not: a sentence for each actor, then line by line.

    Parameters
    ----------
    case
        A case folder or a case file.
    state
        The outcome by its id, its number or its name; now for today's.
    concept
        One of nash, gmr, smr, seq, sseq.
    actor
        Only this actor, such as PRK; may be given several times.
    reading
        Another reading that the case file holds.
    json
        Print JSON only.
    """
    from detente.case import Case

    opened = Case(case)
    explained = opened.why(state, concept=concept, actors=actor, reading=reading)
    if json:
        print_json(explained.to_dict())
        return
    show_warnings(opened.reading(reading).warnings, case)
    _show_reasons(explained)


def _show_reasons(explained: Explained) -> None:
    print(plain(explained.sentence))
    for told in explained.sentences:
        print(plain(f"- {told}"))
    rows = [
        (
            one.actor,
            one.state,
            one.verdict,
            one.against,
            "" if one.line is None else f"{one.line}: {one.text}",
            ", ".join(one.because) or ("" if one.line is None else "nothing in the record"),
        )
        for reason in explained.reasons
        for one in reason.comparisons
    ]
    if rows:
        columns = ("for", "outcome", "is", "than", "by its wish", "which rests on")
        wide = ("by its wish", "which rests on")
        console().print(table("\nWish by wish", columns, dict.fromkeys(rows), wraps=wide))
    differ = [(s, ", ".join(more), ", ".join(less)) for s, (more, less) in explained.others.items()]
    if differ:
        headings = ("outcome", f"has beyond {explained.state}", "lacks")
        console().print(table("\nThe outcomes spoken of", headings, differ, wraps=headings[1:]))


def path(
    case: CasePath,
    *,
    to: Annotated[list[str] | None, Parameter(negative="")] = None,
    concept: str = "seq",
    start: Annotated[str, Parameter(name="--from")] = "now",
    reading: str | None = None,
    json: Json = False,
) -> None:
    """Find the ways from today's outcome to those that would hold, and who can break them.

    Shown is a way on which every move is a gain for whoever makes it, where there is one; else the one of
    fewest moves, and of those one with the fewest sacrifices.

    Parameters
    ----------
    case
        A case folder or a case file.
    to
        An outcome by its id, its number or its name, held or not; may be given several times. All that
        hold unless given.
    concept
        By what the actors are deterred: one of nash, gmr, smr, seq, sseq.
    start
        Another outcome to begin at.
    reading
        Another reading that the case file holds.
    json
        Print JSON only.
    """
    from detente.case import Case
    from detente.cli.progress import Bar

    opened = Case(case)
    with Bar() as bar:
        found = opened.path(to, concept=concept, reading=reading, start=start, progress=bar)
    if json:
        print_json(found.to_dict())
        return
    show_warnings(opened.reading(reading).warnings, case)
    ways = sorted(found.ways, key=_nearest_first)
    for way in ways[:SHOWN]:
        _show_way(way)
    if len(ways) > SHOWN:
        say(f"… and {len(ways) - SHOWN:,} more; --json lists all, --to shows one")
    if not ways:
        say(f"no outcome holds by {concept}; --to names another one")


def _nearest_first(way: Way) -> tuple[bool, bool, int]:
    best = way.route.best
    return best is None, way.route.improvements is None, len(best or ())


def _show_way(way: Way) -> None:
    print(plain(way.sentence))
    rows = [
        (
            number,
            told.step.actor,
            ", ".join(told.change.takes) or (f"to {told.change.to}" if told.change.to else ""),
            ", ".join(told.change.drops),
            FOR_THE_MOVER[told.step.verdict],
            told.leans,
        )
        for number, told in enumerate(way.steps, 1)
    ]
    if rows:
        columns = ("step", "who", "takes up", "drops", "and", "unless answered by")
        console().print(table("", columns, rows, numbers=("step",), wraps=columns[2:]))
    print(plain(way.breakers) + "\n")
