"""Questions 6 and 7 as asked of the solver: why the firmest outcomes hold, and how to get to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.brief.outcomes import STRICTEST, Outcome, outcomes
from detente.dispute import Model
from detente.errors import DetenteError, Fault
from detente.outlook.reasons import Explained, explain
from detente.outlook.routes import Way, ways
from detente.outlook.wording import Words
from detente.stability.path import paths
from detente.stability.why import Reasons

if TYPE_CHECKING:
    from detente.brief.findings import Findings

FIRMEST = 3
"""Outcomes beside today's that are explained."""
USUAL = "seq"
"""What deters an actor on its way; and asked about today's outcome where that holds under nothing."""


@dataclass(frozen=True, slots=True)
class Explanations:
    """Why the firmest outcomes of the file as written hold, and the ways there.

    Parameters
    ----------
    reasons
        Today's outcome, where it is one of the model, then the firmest others.
    ways
        From today's outcome to itself and to those; empty where today's is none of the model.
    problems
        Why there is none of this although the model is solved.
    """

    reasons: tuple[Explained, ...] = ()
    ways: tuple[Way, ...] = ()
    problems: tuple[Fault, ...] = ()


def explanations(findings: Findings) -> Explanations:
    """Explain today's outcome and the firmest others, and find the ways from the one to the others."""
    if findings.dispute is None or not findings.solutions:
        return Explanations()
    try:
        words = Words(Model.of(findings.dispute))
        usual = Reasons(words.graph, USUAL)
        told = []
        shown = explained(findings)
        for outcome in shown:
            concept = outcome.firmest[0]
            asked = concept.key if concept else USUAL
            reasons = usual if asked == USUAL else Reasons(words.graph, asked, usual.searcher)
            told.append(explain(words, reasons, words.number(outcome.id), words.graph.actors))
        now = findings.solutions[0].now
        if now is None:
            return Explanations(tuple(told))
        found = paths(words.graph, now, [outcome.id for outcome in shown], USUAL)
        return Explanations(tuple(told), ways(words, found).ways)
    except DetenteError as error:
        return Explanations(problems=error.faults)


def explained(findings: Findings) -> tuple[Outcome, ...]:
    """Return the outcomes that are explained: today's, then the firmest others of the file as written."""
    columns = outcomes(findings).columns
    possible = findings.solutions[0].now is not None
    today = [outcome for outcome in columns if outcome.now and possible]
    held = [outcome for outcome in columns if not outcome.now and outcome.firmest[0]]
    return (*today, *sorted(held, key=_firmness)[:FIRMEST])


def _firmness(outcome: Outcome) -> int:
    concept = outcome.firmest[0]
    return STRICTEST.index(concept.key) if concept else len(STRICTEST)


@dataclass(frozen=True, slots=True)
class Shown:
    """An explained outcome as shown: its place in the table, why it holds, and the way there."""

    outcome: Outcome
    reasons: Explained
    way: Way | None


def shown(findings: Findings) -> tuple[Shown, ...]:
    """Join what is explained with the letters by which the page knows the outcomes."""
    found = findings.explanations
    by_state = {way.route.to: way for way in found.ways}
    columns = {outcome.id: outcome for outcome in outcomes(findings).columns}
    return tuple(
        Shown(columns[reasons.state], reasons, by_state.get(reasons.state))
        for reasons in found.reasons
        if reasons.state in columns
    )
