"""Commands about outcomes: which would hold, how sure that is, and the brief that tells it all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from detente.cli.parameters import CasePath, Flag, Json
from detente.cli.show import console, count, print_json, say, show_warnings, table

if TYPE_CHECKING:
    from detente.stability import Stability

SHOWN = 20
"""Rows a table shows; --json has them all."""


def solve(
    case: CasePath,
    *,
    concepts: str = "nash,gmr,smr,seq,sseq",
    equilibria_only: Flag = False,
    reading: str | None = None,
    json: Json = False,
) -> None:
    """Work out which outcomes would hold: no actor alone gains by moving away.

    Parameters
    ----------
    case
        A case folder or a case file.
    concepts
        Any of nash, gmr, smr, seq, sseq, with commas between.
    equilibria_only
        Leave out the outcomes that hold under none of them.
    reading
        Another reading that the case file holds.
    json
        Print JSON only.
    """
    from detente.case import Case

    opened = Case(case)
    asked = tuple(concept.strip() for concept in concepts.split(",") if concept.strip())
    stability = opened.solve(reading=reading, concepts=asked)
    if json:
        print_json(stability.to_dict(equilibria_only=equilibria_only))
        return
    show_warnings(opened.reading(reading).warnings, case)
    _show_outcomes(stability, equilibria_only)
    for actor, wish in opened.uncited(reading):
        wants = "; ".join(statement.text for statement in wish.statements)
        say(f"nothing in the record supports: {actor} wants {wants}")


def _show_outcomes(stability: Stability, equilibria_only: bool) -> None:
    concepts = stability.concepts
    found = sorted(
        stability.rows(equilibria_only),
        key=lambda row: -sum(row[concept]["equilibrium"] for concept in concepts),
    )
    rows = [
        (row["state"], _who_does_what(row["taken"]), *("✓" * row[c]["equilibrium"] for c in concepts))
        for row in found[:SHOWN]
    ]
    console().print(
        table(
            "Outcomes, those that hold first",
            ("state", "what is done", *concepts),
            rows,
            wraps=("what is done",),
        )
    )
    if len(found) > SHOWN:
        say(f"… and {len(found) - SHOWN:,} more; --json lists all, --equilibria-only those that hold")
    numbers = ", ".join(f"{concept} {stability.count(concept)}" for concept in concepts)
    say(f"{count(len(stability.graph.states), 'outcome')}; equilibria: {numbers}")


def _who_does_what(taken: tuple[str, ...] | None) -> str:
    if taken is None:
        return "(no option form)"
    by_actor: dict[str, list[str]] = {}
    for name in taken:
        actor, _, option = name.partition(".")
        by_actor.setdefault(actor, []).append(option)
    return "; ".join(f"{actor} {', '.join(options)}" for actor, options in by_actor.items()) or "nothing"


def sweep(
    case: CasePath,
    *,
    draws: int = 1000,
    seed: int = 0,
    workers: int = 1,
    reading: str | None = None,
    json: Json = False,
) -> None:
    """Draw what the analyst is unsure of, again and again, and tell how often each outcome holds.

    Parameters
    ----------
    case
        A case folder or a case file.
    draws
        How many draws.
    seed
        The same seed gives the same draws, whatever the number of workers.
    workers
        Processes to share the work.
    reading
        Another reading that the case file holds.
    json
        Print JSON only.
    """
    from detente.case import Case
    from detente.cli.progress import Bar

    with Bar() as bar:
        swept = Case(case).sweep(draws=draws, seed=seed, workers=workers, reading=reading, progress=bar)
    result = swept.to_dict()
    if json:
        print_json(result)
        return
    rows = [
        (row["concept"], row["state"], f"{row['share']:.1%}", f"{row['low']:.1%} to {row['high']:.1%}")
        for row in result["outcomes"]
    ]
    console().print(
        table("How often each outcome holds", ("concept", "state", "share", "95 % interval"), rows[:SHOWN])
    )
    moves = [(row["unknown"], row["state"], f"{row['effect']:+.1%}") for row in result["tornado"]]
    if moves:
        console().print(table("\nWhat moves it", ("unknown", "state", "change when held"), moves[:SHOWN]))
    else:
        say("no line of the case file is marked as unsure (maybe), so every draw is the same")
    say(f"{draws:,} draws, seed {seed}")


def brief(
    case: CasePath,
    *,
    out: Annotated[Path | None, Parameter(name="--out")] = None,
    json: Json = False,
) -> None:
    """Write the brief: one offline HTML file that answers the ten questions as far as the case goes.

    Parameters
    ----------
    case
        A case folder.
    out
        Where to write it; brief.html in the case folder unless given.
    json
        Print JSON only.
    """
    from detente.brief import write
    from detente.case import Case

    path = write(Case(case), out)
    if json:
        print_json({"brief": os.fspath(path)})
    else:
        print(path)
