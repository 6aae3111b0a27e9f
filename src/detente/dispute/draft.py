"""A first case file from the record: proposals for the analyst to keep, change or strike."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from detente.dispute.faults import shown
from detente.dispute.reader import check_text
from detente.dispute.telling import scalar
from detente.errors import ModelError
from detente.record.types import Claim, Event

Way = Literal["give", "press"]
Kind = Literal["did", "offered", "threatened", "asked", "refused"]
LEAST = 2
"""Events that make an act a recurring one."""
MOST_OPTIONS = 12
"""Options of a draft: 4,096 outcomes, which solve at once and fit on paper."""
_CITED = 6
_SHOWN = 90
_NO_ACT = frozenset({"STATEMENT", "ASSESSMENT", "ACCUSE", "REQUEST"})
_KINDS: Mapping[str, Kind] = {
    "happened": "did",
    "ongoing": "did",
    "offered": "offered",
    "pledged": "offered",
    "conditional": "offered",
    "threatened": "threatened",
    "demanded": "asked",
}


@dataclass(frozen=True, slots=True)
class Act:
    """What one event says about something an actor can do.

    Parameters
    ----------
    actor
        Who controls it: who acts, or who is asked to.
    issue
        What it is about.
    way
        ``give`` for cooperation, ``press`` for conflict.
    kind
        Whether it was done, offered, threatened, asked for or refused.
    by
        Who says so: the actor itself, or who asks.
    event, on
        The event, and its day when it is known to the day.
    text
        The event in one line.
    """

    actor: str
    issue: str
    way: Way
    kind: Kind
    by: str
    event: str
    on: date | None
    text: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """An option proposed: an issue on which an actor acts again and again, mostly one way."""

    actor: str
    issue: str
    way: Way
    acts: tuple[Act, ...]

    @property
    def id(self) -> str:
        """Its full name."""
        return f"{self.actor}.{self.issue}"

    @property
    def name(self) -> str:
        """What it is called until the analyst finds better words."""
        issue = self.issue.replace("_", " ")
        return f"Cooperate on {issue}" if self.way == "give" else f"Harden on {issue}"

    def wanted(self, way: Way) -> str:
        """Return the statement that it is done this way."""
        return self.id if way == self.way else f"not {self.id}"


def acts_of(claims: Iterable[Claim], events: Iterable[Event], as_of: date | None = None) -> tuple[Act, ...]:
    """Return what the claims say about things actors can do, each event and party once.

    Parameters
    ----------
    claims
        The claims that count: none that was rejected.
    events
        The events they belong to.
    as_of
        Leave out what is dated later.

    Returns
    -------
    tuple of Act
        In the order of the events. Negated, denied and speculated acts, mere words, and acts without an issue
        are left out. What is demanded is in the power of the one asked.
    """
    home = {claim: event for event in events for claim in event.claims}
    found: dict[tuple[str, str, str, str, str], Act] = {}
    for claim in claims:
        event = home.get(claim.id)
        kind = _KINDS.get(claim.modality)
        if event is None or kind is None or claim.negated or not claim.issue:
            continue
        if as_of is not None and claim.date_from is not None and claim.date_from > as_of:
            continue
        if claim.type == "REJECT":
            kind = "refused" if kind == "did" else kind
        elif kind != "asked" and (claim.type in _NO_ACT or claim.polarity is None):
            continue
        way: Way = "give" if kind in ("asked", "refused") or claim.polarity == "cooperative" else "press"
        doers = claim.target if kind == "asked" else claim.concession_by or claim.actor
        on = claim.date_from if claim.date_from == claim.date_to else None
        for doer in doers:
            by = claim.actor[0] if kind == "asked" and claim.actor else doer
            if kind == "asked" and by == doer:
                continue
            key = (event.id, doer, claim.issue, kind, way)
            found.setdefault(key, Act(doer, claim.issue, way, kind, by, event.id, on, event.text))
    return tuple(found.values())


def proposals(acts: Iterable[Act], usable: Callable[[str], bool]) -> tuple[Proposal, ...]:
    """Return the options that recurring acts suggest, most frequent first.

    Parameters
    ----------
    acts
        See :func:`acts_of`.
    usable
        Whether a code can be that of an actor in a case file.

    Returns
    -------
    tuple of Proposal
        At most :data:`MOST_OPTIONS`. An issue on which an actor goes both ways is one option, named after
        the way it goes more often; the other way is leaving it.
    """
    by_option: dict[tuple[str, str], list[Act]] = defaultdict(list)
    for act in acts:
        if usable(act.actor) and usable(act.by):
            by_option[act.actor, act.issue].append(act)
    made = []
    for (actor, issue), own in by_option.items():
        if len({act.event for act in own}) < LEAST:
            continue
        ways = Counter(act.way for act in own if act.kind not in ("refused", "asked"))
        way: Way = "press" if ways["press"] > ways["give"] else "give"
        made.append(Proposal(actor, issue, way, tuple(own)))
    made.sort(key=lambda one: -len({act.event for act in one.acts}))
    return tuple(made[:MOST_OPTIONS])


def draft(
    claims: Iterable[Claim],
    events: Iterable[Event],
    name: Callable[[str], str],
    *,
    title: str,
    as_of: date | None = None,
) -> str | None:
    """Propose a case file from what is on record.

    Parameters
    ----------
    claims, events
        What is on record, without rejected claims.
    name
        Gives the name of an actor's code.
    title, as_of
        Of the case; what is dated later is left out.

    Returns
    -------
    str or None
        A case file without errors; every proposal says what it rests on. ``None`` when nothing recurs.

    Raises
    ------
    ModelError
        Never for a record made by this program; kept so that no faulty draft can get out.

    Notes
    -----
    O(claims). Recurring acts become options of who controls them; demands become wishes of who asks; what was
    refused and what was asked in vain become red-line candidates and wishes of who was asked. The order of
    wishes is the number of events behind them and nothing more: ``detente ask`` finds a better one.
    """
    acts = acts_of(claims, events, as_of)
    options = proposals(acts, _usable)
    if not options:
        return None
    text = "\n".join(_lines(options, name, title, as_of)) + "\n"
    faults = [fault for fault in check_text(text, "case.draft.yaml") if fault.severity == "error"]
    if faults:
        raise ModelError(faults)
    return text


def _usable(code: str) -> bool:
    """Whether a code is that of a state or organisation, which the vocabulary writes in capitals."""
    return code.isidentifier() and code.isupper()


def _lines(
    options: tuple[Proposal, ...], name: Callable[[str], str], title: str, as_of: date | None
) -> Iterator[str]:
    yield "# A draft made from the record. Every line is a proposal: keep it, change it or strike it."
    yield "# `because` names the events it rests on. Nothing here was weighed; that is your part."
    yield ""
    yield f"title: {_quoted(title)}"
    if as_of is not None:
        yield f"as_of: {as_of}"
    yield ""
    yield "actors:"
    wishes = _wishes(options)
    for actor in dict.fromkeys([*(option.actor for option in options), *wishes]):
        yield f"  {actor}:"
        yield f"    name: {_quoted(name(actor))}"
        yield from _options(option for option in options if option.actor == actor)
        yield from _prefers(wishes.get(actor, []))
    rows = list(_history(options))
    if rows:
        yield ""
        yield "# Proposed: what was done on a known day, as far as it changes what stands taken."
        yield "history:"
        yield from rows


def _options(options: Iterator[Proposal]) -> Iterator[str]:
    own = list(options)
    if not own:
        return
    yield "    options:"
    for option in own:
        counts = Counter(act.kind for act in option.acts)
        words = {"did": "done", "offered": "offered or pledged", "asked": "asked for"}
        told = ", ".join(f"{words.get(kind, kind)} {number}x" for kind, number in counts.most_common())
        yield f"      # proposed: {told}; for one, {_event(_telling(option.acts))}"
        yield f"      {option.issue}: {_quoted(option.name)}"


def _prefers(wishes: list[tuple[str, str, tuple[str, ...]]]) -> Iterator[str]:
    if not wishes:
        yield "    prefers: []   # proposed: nothing on record tells"
        return
    yield "    prefers:"
    for statement, why, events in wishes:
        cited = ", ".join(map(scalar, events[:_CITED]))
        yield f"      # proposed: {why}"
        yield f"      - {{want: {statement}, because: [{cited}]}}"
    refused = sum(why.startswith("red line") for _, why, _ in wishes)
    if refused:
        yield f"    # red_lines: {refused}   # strike the # if what it refused is out of the question"


def _wishes(options: tuple[Proposal, ...]) -> dict[str, list[tuple[str, str, tuple[str, ...]]]]:
    """Return for every actor its statements, why, and the events behind them."""
    found: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = defaultdict(dict)

    def propose(actor: str, option: Proposal, way: Way, why: str, acts: list[Act]) -> None:
        settled = {option.wanted("give"), option.wanted("press")} & found[actor].keys()
        if acts and not settled:
            found[actor][option.wanted(way)] = (why, tuple(dict.fromkeys(act.event for act in acts)))

    for option in options:
        refused = [act for act in option.acts if act.kind == "refused"]
        gave = [act for act in option.acts if act.kind in ("did", "offered") and act.way == "give"]
        if len(refused) > len(gave):  # who mostly does it has only put it off
            propose(option.actor, option, "press", "red line candidate, it refused", refused)
    asked: dict[tuple[str, Proposal], list[Act]] = defaultdict(list)
    for option in options:
        for act in option.acts:
            if act.kind == "asked":
                asked[act.by, option].append(act)
    for (asker, option), acts in sorted(asked.items(), key=lambda entry: -len(entry[1])):
        propose(asker, option, "give", f"it asked {option.actor} for it", acts)
    for option in options:
        did = [act for act in option.acts if act.kind in ("did", "offered") and act.way == option.way]
        vain = [act for act in option.acts if act.kind == "asked"]
        if any(act.kind == "did" for act in did):
            propose(option.actor, option, option.way, "as it acted", did)
        propose(option.actor, option, "press", "it was asked and has not done it", vain)
        propose(option.actor, option, option.way, "it offered or threatened it", list(option.acts))
    return {
        actor: [(statement, *why) for statement, why in statements.items()]
        for actor, statements in found.items()
    }


def _history(options: tuple[Proposal, ...]) -> Iterator[str]:
    deeds = [
        (act.on, option, act)
        for option in options
        for act in option.acts
        if act.on is not None and (act.kind == "did" or (act.kind == "refused" and option.way == "give"))
    ]
    standing: set[str] = set()
    for on, option, act in sorted(deeds, key=lambda deed: deed[0]):
        takes = act.kind == "did" and act.way == option.way
        if takes == (option.id in standing):
            continue
        standing ^= {option.id}
        yield f"  # proposed: {_event(act)}"
        verb = "take" if takes else "drop"
        yield f"  - {{on: {on}, {verb}: [{option.id}], because: [{scalar(act.event)}]}}"


def _telling(acts: tuple[Act, ...]) -> Act:
    """Return the act whose line tells most, up to what is shown of it."""
    return max(acts, key=lambda act: min(len(act.text), _SHOWN))


def _event(act: Act) -> str:
    return f"{act.event}: {shown(' '.join(act.text.split()), _SHOWN)}"


def _quoted(text: str) -> str:
    return scalar(shown(" ".join(text.split()), 200))
