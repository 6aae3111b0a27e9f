"""What was done since a pledge was made: acts for it, against it, and just outside its words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from itertools import product
from operator import attrgetter

from detente.dispute.types import Bearing, Pledge
from detente.ledger.days import in_order
from detente.ledger.known import Known
from detente.ledger.ties import DONE
from detente.ledger.types import Conduct
from detente.vocabulary.actions import TYPES, issues_in

_WORD = re.compile(r"[^\W\d_][\w-]{3,}")
_EMPTY = frozenset(
    """
    also been from have into more most other over said says such than that their them then there these they
    this those under until very were what when which while will with without would
    """.split()
)

Deeds = Mapping[tuple[str, str], tuple[Known, ...]]
"""Acts by actor and issue, earliest first."""


def deeds(events: Iterable[Known], actors: Collection[str]) -> Deeds:
    """Return the dated acts of some actors that took place, are friendly or hostile and on an issue."""
    found: dict[tuple[str, str], list[Known]] = {}
    for known in events:
        lead = known.lead
        if lead.modality in DONE and lead.issue and lead.date_from and _polarity(known) is not None:
            for actor in lead.actor:
                if actor in actors:
                    found.setdefault((actor, lead.issue), []).append(known)
    return {
        key: tuple(in_order(own, attrgetter("lead.date_from"), attrgetter("event.id")))
        for key, own in found.items()
    }


def conduct(pledge: Pledge, done: Deeds, known: Mapping[str, Known]) -> tuple[Conduct, ...]:
    """Hold what was done against a pledge.

    Parameters
    ----------
    pledge
        The pledge.
    done
        From :func:`deeds`.
    known
        Every event that is known, by id.

    Returns
    -------
    tuple of Conduct
        By date, undated last.

    Notes
    -----
    A rule proposes: an act that took place on the day of the pledge or later, by somebody who made it and not
    itself cited as the promise, on one of its issues (those of the file, else of the events it cites, else of
    its words). A friendly act, or a hostile one that the record says
    was *not* done, speaks for the pledge; the opposite against it. An act among others than those the pledge
    was made to counts only against a standing pledge, which binds before everybody. A hostile act lies just
    outside when its words are those of what the pledge leaves out and not of what it covers, or when its
    issue is that of what is left out. What the analyst says under ``conduct`` goes before the rule,
    ``unrelated`` included.
    """
    cited = {*pledge.because}
    rows = []
    for event, bearing in pledge.conduct.items():
        if bearing != "unrelated" and event in known:
            rows.append(_row(known[event], bearing, "the case file says so", judged=True))
    scope = _Scope(pledge, _issues(pledge, known))
    seen = {*pledge.conduct, *cited}
    for key in product(pledge.by, sorted(scope.issues | scope.issues_outside)):
        for one in done.get(key, ()):
            when = one.lead.date_from
            if one.event.id not in seen and when is not None and when >= pledge.made:
                seen.add(one.event.id)
                if found := scope.bearing(one):
                    rows.append(_row(one, *found, judged=False))
    return tuple(in_order(rows, attrgetter("on"), attrgetter("event")))


def _issues(pledge: Pledge, known: Mapping[str, Known]) -> frozenset[str]:
    """Return the issues a pledge is on: as the file says, else of the events it cites, else of its words."""
    cited = {issue for one in pledge.because if one in known and (issue := known[one].lead.issue)}
    return frozenset(pledge.issues or cited or {key for _, _, key in issues_in(pledge.text)})


class _Scope:
    """What a pledge covers and what lies outside it, as issues and as words."""

    def __init__(self, pledge: Pledge, issues: frozenset[str]) -> None:
        inside = _words(f"{pledge.text} {pledge.covers or ''}")
        outside = _words(pledge.outside or "")
        self.by, self.to = frozenset(pledge.by), frozenset(pledge.to)
        self.other_side = self.to - self.by
        self.standing = pledge.kind == "standing"
        self.inside, self.outside = inside - outside, outside - inside
        self.folded = tuple(word.casefold() for word in self.outside)
        self.issues = issues
        self.issues_outside = frozenset(key for _, _, key in issues_in(pledge.outside or "")) - issues

    def bearing(self, one: Known) -> tuple[Bearing, str] | None:
        """Return how an act bears on the pledge and why, ``None`` when nothing links the two."""
        issue, friendly = one.lead.issue, _polarity(one) == "cooperative"
        if issue not in self.issues and (friendly or issue not in self.issues_outside):
            return None
        toward = self._toward(one)
        words = frozenset[str]() if friendly else self._words_near(one.line)
        beyond = sorted(words & self.outside)
        if not friendly and ((beyond and not words & self.inside) or issue in self.issues_outside):
            what = ", ".join(beyond[:3]) or _plain(issue)
            return "outside", f"lies just outside: {what}{toward}"
        if toward and (friendly or not self.standing):
            return None
        what = "a friendly act" if friendly else "a hostile act"
        if one.lead.negated:
            what = "no hostile act" if friendly else "no friendly act"
        return "for" if friendly else "against", f"{what} on {_plain(issue)}{toward}"

    def _words_near(self, text: str) -> frozenset[str]:
        """Return the words of a text that holds one of what lies outside; of others, which are most, none."""
        folded = text.casefold()
        return _words(text) if any(word in folded for word in self.folded) else frozenset()

    def _toward(self, one: Known) -> str:
        """Return the other parties of the act when the pledge was made to none of them; else nothing."""
        parties = (*one.lead.target, *one.lead.actor)
        if not self.to or not self.other_side.isdisjoint(parties):
            return ""
        elsewhere = [code for code in dict.fromkeys(parties) if code not in self.by]
        return f", toward {', '.join(elsewhere)}" if elsewhere else ""


def _row(known: Known, bearing: Bearing, why: str, *, judged: bool) -> Conduct:
    lead = known.lead
    return Conduct(known.event.id, lead.date_from, bearing, why, judged, known.line, known.reviewed > 0)


def _polarity(known: Known) -> str | None:
    """Return whether what happened is friendly or hostile; what was said not to be done is the other."""
    lead = known.lead
    polarity = lead.polarity or (TYPES[lead.type].polarity if lead.type in TYPES else None)
    if polarity is None or not lead.negated:
        return polarity
    return "conflictual" if polarity == "cooperative" else "cooperative"


def _words(text: str) -> frozenset[str]:
    """Return the words that tell what a text is about, in the singular as far as an ``s`` shows it."""
    found = (word.lower() for word in _WORD.findall(text))
    return frozenset(
        word.removesuffix("s") if len(word) > 4 else word for word in found if word not in _EMPTY
    )


def _plain(issue: str | None) -> str:
    return (issue or "").replace("_", " ")


def proposal(rows: Iterable[Conduct]) -> tuple[int, int] | None:
    """Return the lowest and highest Peace Accords Matrix score that the conduct on record allows.

    Parameters
    ----------
    rows
        Conduct held against one pledge.

    Returns
    -------
    (int, int) or None
        An act for it has at least begun it (1 or more), one against it is not full implementation (2 or less,
        and 1 or less where nothing speaks for it). ``None`` without an act either way: silence is no score.

    Examples
    --------
    >>> act = Conduct("e1", None, "for", "", False, "", False)
    >>> proposal([act]), proposal([])
    ((1, 3), None)
    """
    bearings = {row.bearing for row in rows}
    if not bearings & {"for", "against"}:
        return None
    begun = "for" in bearings
    if "against" in bearings:
        return (1, 2) if begun else (0, 1)
    return 1, FULL


FULL = 3
"""A pledge kept in full on the Peace Accords Matrix scale; 0 is not begun, 1 minimal, 2 intermediate."""
