"""The checklist of a conciliatory initiative: seven answers, the analyst's or proposed from the record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal

from detente.dispute.types import CHECKLIST, EventJudgement, Initiative
from detente.ledger.dealings import Answer, Checklist
from detente.ledger.known import Known
from detente.ledger.moves import Move, evidence
from detente.ledger.ties import DONE

SERIES = 180
"""Days around a step within which another one makes it part of a series."""
_WITNESSED = re.compile(
    r"\b(?:inspect\w*|observer\w*|monitor\w*|verif\w*|expert\w*|reporter\w*|journalist\w*|witness\w*|satellite"
    r"|public\w*|watch(?:ed|ing)?)\b",
    re.IGNORECASE,
)
_INVITES = re.compile(
    r"\b(?:in return|corresponding|reciproc\w*|in exchange|invit\w*|call(?:s|ed)? (?:on|for)|asked"
    r"|expect(?:s|ed)?)\b",
    re.IGNORECASE,
)
_DONE_SAID = frozenset({"pledged", "offered", "conditional"})

_Found = tuple[Literal["yes", "no", "unknown"], str, tuple[str, ...]]
_NOTHING: _Found = ("unknown", "nothing on record tells", ())


def checklists(
    initiatives: Iterable[Initiative],
    events: Iterable[Known],
    rows: Sequence[Move],
    judgements: Mapping[str, EventJudgement],
    as_of: date | None,
) -> tuple[Checklist, ...]:
    """Answer the checklist of each initiative.

    Parameters
    ----------
    initiatives
        As the case file declares them.
    events
        What is known.
    rows
        Moves of everybody looked at.
    judgements
        What the analyst says of single events, by event id.
    as_of
        The day of the accounts.

    Returns
    -------
    tuple of Checklist
        In the order of the file, the answers in the order of the questions.

    Notes
    -----
    The analyst's answer stands. Else the record proposes one from the events the initiative cites: silence is
    ``unknown`` and never ``no``.

    ``announced``: said on a day before it was carried out (days of the file, else of the events).
    ``unilateral``: no cited event is done together with, or by, those it is meant for.
    ``on_schedule``: carried out by the day it was due.
    ``verifiable``: a cited event tells of inspectors, observers, reporters, experts or pictures from space.
    ``invites_reply``: a cited event asks for something in return, or is conditional.
    ``keeps_defence``: the analyst judged the cited concessions as less than half irreversible.
    ``graduated``: another cooperative move of the same toward the same within :data:`SERIES` days.

    References
    ----------
    C. E. Osgood, "An Alternative to War or Surrender", University of Illinois Press, 1962.
    """
    initiatives = tuple(initiatives)
    cited = {event for one in initiatives for event in one.because}
    known = {one.event.id: one for one in events if one.event.id in cited}
    return tuple(_checklist(one, known, rows, judgements, as_of) for one in initiatives)


def _checklist(
    one: Initiative,
    known: Mapping[str, Known],
    rows: Sequence[Move],
    judgements: Mapping[str, EventJudgement],
    as_of: date | None,
) -> Checklist:
    cited = [known[event] for event in one.because if event in known]
    found: dict[str, _Found] = {
        "announced": _announced(one, cited),
        "unilateral": _unilateral(one, cited),
        "on_schedule": _on_schedule(one, as_of),
        "verifiable": _telling(cited, _WITNESSED, "the record tells of witnesses"),
        "invites_reply": _invites(cited),
        "keeps_defence": _keeps(cited, judgements),
        "graduated": _graduated(one, cited, rows),
    }
    answers = []
    for question in CHECKLIST:
        own = one.checklist.get(question)
        if own is not None:
            answers.append(Answer(question, own, "case file", "the analyst's answer", one.because))
        else:
            answer, why, ids = found[question]
            answers.append(Answer(question, answer, "record", why, ids))
    return Checklist(one.id, one.by, one.to, one.text, tuple(answers), one.because)


def _days(cited: Iterable[Known], modalities: Iterable[str]) -> list[tuple[date, str]]:
    wanted = frozenset(modalities)
    return sorted(
        (known.lead.date_from, known.event.id)
        for known in cited
        if known.lead.date_from is not None and known.lead.modality in wanted and not known.lead.negated
    )


def _announced(one: Initiative, cited: Sequence[Known]) -> _Found:
    said, done = _days(cited, _DONE_SAID), _days(cited, DONE)
    first = (one.announced, ()) if one.announced else (said[0][0], (said[0][1],)) if said else None
    then = (one.carried_out, ()) if one.carried_out else (done[0][0], (done[0][1],)) if done else None
    if first is None or then is None:
        return "unknown", "it takes the day of the word and the day of the deed", ()
    if first[0] < then[0]:
        return "yes", f"said on {first[0]}, done on {then[0]}", (*first[1], *then[1])
    return "no", f"done on {then[0]}, not said before", (*first[1], *then[1])


def _unilateral(one: Initiative, cited: Sequence[Known]) -> _Found:
    if not cited:
        return _NOTHING
    joint = [known.event.id for known in cited if {*known.lead.actor} & {*one.to}]
    if joint:
        return "no", "done together with, or by, those it is meant for", tuple(joint)
    own = tuple(known.event.id for known in cited if {*known.lead.actor} <= {*one.by})
    if len(own) < len(cited):
        return "unknown", "others took part", ()
    return "yes", "the cited acts are its own alone", own


def _on_schedule(one: Initiative, as_of: date | None) -> _Found:
    if one.due is None:
        return "unknown", "no day was set, or the file does not say", ()
    if one.carried_out is not None:
        kept = one.carried_out <= one.due
        return ("yes" if kept else "no"), f"due on {one.due}, carried out on {one.carried_out}", ()
    if as_of is not None and as_of > one.due:
        return "no", f"due on {one.due}, and the file knows of no day on which it was done", ()
    return "unknown", f"due on {one.due}, which has not come", ()


def _telling(cited: Iterable[Known], words: re.Pattern[str], why: str) -> _Found:
    ids = tuple(known.event.id for known in cited if words.search(known.line))
    return ("yes", why, ids) if ids else _NOTHING


def _invites(cited: Sequence[Known]) -> _Found:
    conditional = tuple(known.event.id for known in cited if known.lead.modality == "conditional")
    if conditional:
        return "yes", "it is tied to a condition", conditional
    return _telling(cited, _INVITES, "the record tells of something asked in return")


def _keeps(cited: Iterable[Known], judgements: Mapping[str, EventJudgement]) -> _Found:
    judged = {
        known.event.id: judgements[known.event.id].irreversible
        for known in cited
        if known.event.id in judgements and judgements[known.event.id].irreversible is not None
    }
    lost = tuple(event for event, share in judged.items() if share is not None and share >= 0.5)
    if lost:
        return "unknown", "part of it cannot be undone; whether that weakens defence is for the analyst", lost
    if judged:
        return "yes", "the case file judges it as easily undone", tuple(judged)
    return _NOTHING


def _graduated(one: Initiative, cited: Sequence[Known], rows: Sequence[Move]) -> _Found:
    own = {known.event.id for known in cited}
    days = [known.lead.date_from for known in cited if known.lead.date_from is not None]
    days += [day for day in (one.announced, one.carried_out) if day is not None]
    if not days:
        return _NOTHING
    others = [
        move
        for move in rows
        if move.by in one.by and move.to in one.to and not move.mutual and move.weight > 0
        and move.event not in own and min(abs((move.day - day).days) for day in days) <= SERIES
    ]  # fmt: skip
    if not others:
        return _NOTHING
    return "yes", f"one of several cooperative steps within {SERIES} days", evidence(others)
