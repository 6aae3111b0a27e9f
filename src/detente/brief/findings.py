"""What a brief says: the answers of a case gathered into one immutable value.

:func:`gather` asks the case each question once. Everything after it (:mod:`detente.brief.render`, later a
local app) works on :class:`Findings` alone, so the same findings always give the same page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import detente
from detente.brief.explanations import Explanations, explanations
from detente.brief.solution import Solution, solution
from detente.dispute.types import Dispute, Wish
from detente.errors import DetenteError, Fault
from detente.ledger.keep import keep
from detente.ledger.situation import Sentence
from detente.ledger.types import Ledger
from detente.record.types import Claim, Document, Event, Review
from detente.vocabulary.actors import Actors

if TYPE_CHECKING:
    from detente.brief.opencase import OpenCase
    from detente.outlook.result import Sweep


@dataclass(frozen=True, slots=True)
class Party:
    """An actor of the case file, or one that only the record knows (``named`` is false)."""

    code: str
    name: str
    named: bool = True


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything one brief says.

    Parameters
    ----------
    case
        Name of the case folder, as used in the commands the brief names.
    title
        Title of the case.
    as_of
        The day the findings stand for, ``None`` when nothing says.
    version
        Version of the program that found them.
    parties
        Actors of the case file as written there, then others of the record, most frequent first.
    situation
        The situation in a few sentences.
    documents
        What was read or imported.
    claims
        All claims with edits applied, rejected ones included.
    decisions
        Claim id to the latest decision on it.
    events
        What the claims agree on.
    ledger, reviewed_ledger
        The accounts on all claims that were not rejected, and on those a person accepted or edited.
    dispute
        The case file, ``None`` when the folder has none.
    solutions
        One per reading, the file as written first; empty when there is no model or ``problems`` has it.
    problems
        Why the model could not be solved.
    sweep
        ``None`` when the file marks no preference as unknown.
    uncited
        Actor code and preference line, for each line that no event supports.
    explanations
        Why today's outcome and the firmest others hold, and the ways from the one to the others.

    Examples
    --------
    >>> empty = Ledger(None, 0, 0, (), (), (), (), (), (), 0)
    >>> Findings("empty", "An empty case", None, "0.1.0", ledger=empty, reviewed_ledger=empty).claims
    ()
    """

    case: str
    title: str
    as_of: date | None
    version: str
    ledger: Ledger
    reviewed_ledger: Ledger
    parties: tuple[Party, ...] = ()
    situation: tuple[Sentence, ...] = ()
    documents: tuple[Document, ...] = ()
    claims: tuple[Claim, ...] = ()
    decisions: Mapping[str, Review] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    dispute: Dispute | None = None
    solutions: tuple[Solution, ...] = ()
    problems: tuple[Fault, ...] = ()
    sweep: Sweep | None = None
    uncited: tuple[tuple[str, Wish], ...] = ()
    explanations: Explanations = field(default_factory=Explanations)


def gather(case: OpenCase, *, draws: int = 1000, seed: int = 0) -> Findings:
    """Ask a case every question a brief answers.

    Parameters
    ----------
    case
        An open case.
    draws, seed
        For the sweep over unknown preferences; both are printed in the brief.

    Returns
    -------
    Findings
        The answers. A model that cannot be solved (too large, nothing to decide) leaves ``solutions`` empty
        and says why in ``problems``; the rest of the brief does not suffer from it.

    Raises
    ------
    DetenteError
        When the case file or the record cannot be read at all.
    """
    dispute, known = case.dispute, case.has_record
    reviewed = tuple(case.claims()) if known else ()
    events = tuple(case.events()) if known else ()
    # Before anything is read the accounts still hold what the case file declares.
    ledger = case.ledger() if known else keep((), (), {}, (), dispute)
    solutions, problems, sweep = _solve(case, dispute, draws, seed)
    found = Findings(
        case=case.folder.name or "CASE",
        title=(dispute.title if dispute else "") or case.folder.name or "Untitled case",
        as_of=(dispute.as_of if dispute else None) or ledger.as_of,
        version=detente.__version__,
        ledger=ledger,
        reviewed_ledger=case.ledger(reviewed_only=True) if known else ledger,
        parties=_parties(dispute, events),
        situation=tuple(case.situation()) if known else (),
        documents=tuple(case.documents()) if known else (),
        claims=tuple(r.claim for r in reviewed),
        decisions={r.claim.id: r.review for r in reviewed if r.review},
        events=events,
        dispute=dispute,
        solutions=solutions,
        problems=problems,
        sweep=sweep,
        uncited=tuple(case.uncited()) if dispute else (),
    )
    return replace(found, explanations=explanations(found))


def _parties(dispute: Dispute | None, events: Iterable[Event]) -> tuple[Party, ...]:
    named = {actor.code: actor.name for actor in dispute.actors} if dispute else {}
    seen = Counter(code for event in events for code in event.actor + event.target)
    known = Actors.builtin()
    others = sorted((code for code in seen if code not in named), key=lambda code: (-seen[code], code))
    return tuple(Party(c, n or c) for c, n in named.items()) + tuple(
        Party(c, known.name(c), False) for c in others
    )


def _solve(
    case: OpenCase, dispute: Dispute | None, draws: int, seed: int
) -> tuple[tuple[Solution, ...], tuple[Fault, ...], Sweep | None]:
    if dispute is None or not (dispute.options or dispute.only_states):
        return (), (), None
    try:
        sweep = case.sweep(draws=draws, seed=seed) if case.maybes() else None
        named = tuple(row.state for row in sweep.outcomes) if sweep else ()
        solutions = [solution(case.solve(), dispute, None, also=named)]
        solutions += [solution(case.solve(name), case.reading(name), name) for name in dispute.readings]
    except DetenteError as error:
        return (), error.faults, None
    return tuple(solutions), (), sweep
