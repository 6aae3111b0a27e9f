"""What differs in meaning between two case files, or between two readings of one."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from detente.dispute.contrast import Contrast, MoveChange, OutcomeChange, RankingChange
from detente.dispute.telling import wish_text
from detente.dispute.types import (
    Actor,
    Dispute,
    Initiative,
    LedgerSettings,
    Offer,
    Pledge,
    TurningPoint,
    Wish,
)

Change = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One judgement that differs.

    Parameters
    ----------
    part
        What kind of thing: ``actor``, ``option``, ``wish``, ``pledge``...
    subject
        Which one, for people.
    change
        ``added``, ``removed``, ``changed`` or, for a wish, ``moved``.
    before, after
        What the two files say; ``None`` where one says nothing.
    """

    part: str
    subject: str
    change: Change
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that differs in meaning; wording, layout and comments do not count.

    ``outcomes`` is ``None`` when one of the two has no model to be solved; then moves and rankings are empty.
    """

    judgements: tuple[Difference, ...]
    outcomes: OutcomeChange | None
    moves: tuple[MoveChange, ...]
    rankings: tuple[RankingChange, ...]

    @property
    def same(self) -> bool:
        """Whether nothing differs in meaning."""
        changed = self.outcomes is not None and self.outcomes.changed
        return not (self.judgements or changed or self.moves or self.rankings)

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {
            "same": self.same,
            "judgements": [_fields(row) for row in self.judgements],
            "outcomes": None if self.outcomes is None else _fields(self.outcomes),
            "moves": [_fields(row) for row in self.moves],
            "rankings": [_fields(row) for row in self.rankings],
        }


def differences(before: Dispute, after: Dispute) -> Differences:
    """Tell what differs in meaning between two disputes.

    Parameters
    ----------
    before, after
        Two files, or one file in two readings.

    Returns
    -------
    Differences
        Outcomes are matched by the options taken. Where one file has options that the other lacks, those
        outcomes are compared in which none of them is taken.

    Raises
    ------
    ModelError
        When outcomes, rankings or moves of one of them contradict each other.
    LimitExceeded
        When there are too many outcomes to be found.

    Notes
    -----
    O(S log S) for each actor's ranking over S shared outcomes: pairs in another order are counted and not
    visited. Moves are compared one by one as long as an actor has at most
    :data:`~detente.dispute.contrast.MAX_COMPARED` of them.

    Examples
    --------
    >>> from detente.dispute import loads
    >>> text = "actors: {A: {options: {x: Act, y: Wait}, prefers: [%s]}}"
    >>> found = differences(loads(text % "x, y"), loads(text % "y, x"))
    >>> found.rankings[0].pairs, found.rankings[0].changed, found.judgements[0].change
    (6, 1, 'moved')
    """
    judgements = tuple(_judgements(before, after))
    solvable = all(any(actor.options or actor.moves for actor in d.actors) for d in (before, after))
    if not solvable:
        return Differences(judgements, None, (), ())
    contrast = Contrast.of(before, after)
    return Differences(judgements, contrast.outcomes(), tuple(contrast.moves()), tuple(contrast.rankings()))


def _fields(row: Any) -> dict[str, Any]:
    return {name: _jsonable(getattr(row, name)) for name in row.__dataclass_fields__}


def _jsonable(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_jsonable(part) for part in value]
    return _fields(value) if hasattr(value, "__dataclass_fields__") else value


_Facts = Mapping[tuple[str, Hashable], tuple[str, str]]
"""Part and key of everything judged -> its subject and what is said of it, both for people."""


def _judgements(before: Dispute, after: Dispute) -> Iterator[Difference]:
    old, new = dict(_facts(before)), dict(_facts(after))
    # In the order of the later file, what it no longer has last.
    for key in [*new, *(key for key in old if key not in new)]:
        was, now = old.get(key), new.get(key)
        subject = (now or was or ("", ""))[0]
        if was is None or now is None:
            change: Change = "added" if was is None else "removed"
            yield Difference(key[0], subject, change, was and was[1], now and now[1])
        elif was[1] != now[1]:
            yield Difference(key[0], subject, "changed", was[1], now[1])
    for actor in after.actors:
        if any(other.code == actor.code for other in before.actors):
            yield from _moved(before.actor(actor.code), actor)


def _moved(before: Actor, after: Actor) -> Iterator[Difference]:
    """Tell wishes that both have, but in another order."""
    keys = [[_meaning(wish) for wish in actor.prefers or ()] for actor in (before, after)]
    both = [[key for key in own if key in other] for own, other in (keys, keys[::-1])]
    matcher = SequenceMatcher(a=both[0], b=both[1], autojunk=False)
    kept = {
        both[0][at] for block in matcher.get_matching_blocks() for at in range(block.a, block.a + block.size)
    }
    for number, wish in enumerate(after.prefers or (), 1):
        key = _meaning(wish)
        if key in keys[0] and key not in kept:
            line = f"line {keys[0].index(key) + 1}"
            yield Difference("wish", f"{after.code}: {wish_text(wish)}", "moved", line, f"line {number}")


def _facts(dispute: Dispute) -> Iterator[tuple[tuple[str, Hashable], tuple[str, str]]]:
    yield ("title", ""), ("title", dispute.title)
    yield ("as of", ""), ("as of", str(dispute.as_of or "no day"))
    for actor in dispute.actors:
        yield ("actor", actor.code), (actor.code, actor.name)
        for option in actor.options:
            way = f" (one way: {option.one_way})" if option.one_way else ""
            yield ("option", option.id), (option.id, option.name + way)
        for wish in actor.prefers or ():
            said = f"chance {wish.chance:g}" if wish.chance is not None else ""
            cited = f"because {', '.join(wish.cited)}" if wish.cited else "cites nothing"
            text = ", ".join(filter(None, (said, cited)))
            yield ("wish", (actor.code, _meaning(wish))), (f"{actor.code}: {wish_text(wish)}", text)
        if actor.ranking is not None:
            groups = " > ".join(" = ".join(group) for group in actor.ranking)
            yield ("ranking", actor.code), (actor.code, groups)
        for better, worse in actor.better or ():
            told = f"{actor.code} prefers {better} to {worse}"
            yield ("preference", (actor.code, better, worse)), (told, "stated")
        yield ("red lines", actor.code), (actor.code, str(actor.red_lines))
    for name, term in dispute.terms.items():
        yield ("term", (name, term.expression)), (name, term.text)
    for constraint in dispute.constraints:
        if constraint.statements[0].place is not None:  # those that levels imply are no judgement
            text = f"{constraint.kind} {', '.join(s.text for s in constraint.statements)}"
            meaning = (constraint.kind, tuple(s.expression for s in constraint.statements))
            yield ("constraint", meaning), (text, constraint.kind)
    yield from _past(dispute)
    for state in dispute.states:
        yield (
            ("state", state.id),
            (state.id, "no option form" if state.taken is None else _listed(state.taken)),
        )
    for ident, statement in dispute.same.items():
        yield ("same", (ident, statement.expression)), (ident, statement.text)
    for question in dispute.questions:
        rate = "" if question.base_rate is None else f", base rate {question.base_rate:g}"
        yield ("question", question.id), (question.id, f"{question.ask.text} by {question.by}{rate}")


def _past(dispute: Dispute) -> Iterator[tuple[tuple[str, Hashable], tuple[str, str]]]:
    for row in dispute.history:
        for way, options in (("taken", row.take), ("dropped", row.drop)):
            for ident in options:
                yield ("history", (row.on, ident)), (f"{row.on} {ident}", way)
    yield ("now", ""), ("now", _listed(dispute.now))
    for offer in dispute.offers:
        yield ("offer", offer.id), (offer.id, _offer(offer))
    for deadline in dispute.deadlines:
        yield ("deadline", (deadline.actor, deadline.on)), (f"{deadline.actor} {deadline.on}", deadline.text)
    for pledge in dispute.pledges:
        yield ("pledge", pledge.id), (pledge.id, _pledge(pledge))
        for score in pledge.scores:
            subject = f"{pledge.id} on {score.on}, says {score.says}"
            yield ("score", (pledge.id, score.on, score.says)), (subject, f"{score.score} of 3")
    for point in dispute.turning_points:
        yield (
            ("turning point", (point.on, point.between)),
            (f"{point.on} {_who(point.between)}", _turning_point(point)),
        )
    for one in dispute.initiatives:
        yield ("initiative", one.id), (one.id, _initiative(one))
        for key, answer in one.checklist.items():
            yield ("checklist", (one.id, key)), (f"{one.id}: {key.replace('_', ' ')}", answer)
    yield ("baseline", ""), ("baseline", str(dispute.ledger.baseline or "none"))
    for chain in dispute.ledger.weights:
        yield ("weight", chain), (" > ".join(chain), "outweighs")
    for event, judged in dispute.ledger.events.items():
        parts = {"size": judged.size, "delivered": judged.delivered, "irreversible": judged.irreversible}
        text = ", ".join(f"{name} {value:g}" for name, value in parts.items() if value is not None)
        yield ("event", event), (event, text)
    yield from _lenses(dispute.ledger)


def _lenses(ledger: LedgerSettings) -> Iterator[tuple[tuple[str, Hashable], tuple[str, str]]]:
    """Say what is judged of outside options and of standing."""
    for part, weights in (("outside", ledger.outside.weights), ("standing", ledger.standing.weights)):
        for chain in weights:
            yield (f"{part} weight", chain), (" > ".join(chain), "outweighs")
    for event, turn in ledger.outside.events.items():
        patron = f" by way of {', '.join(turn.patron)}" if turn.patron else ""
        shift = "" if turn.shift is None else f", shift {turn.shift[0]:g} to {turn.shift[1]:g}"
        text = f"{', '.join(turn.of)}{patron}: signal {turn.signal:g}, material {turn.material:g}{shift}"
        yield ("outside option", event), (event, text)
    for event, gain in ledger.standing.events.items():
        text = f"{', '.join(gain.to)}: {', '.join(gain.kinds)}, size {gain.size:g}"
        yield ("standing", event), (event, text)


def _meaning(wish: Wish) -> Hashable:
    return wish.kind, tuple(statement.expression for statement in wish.statements)


def _listed(taken: tuple[str, ...]) -> str:
    return ", ".join(taken) or "nothing"


def _offer(offer: Offer) -> str:
    costs = "; ".join(f"{option} costs {', '.join(who)}" for option, who in sorted(offer.costs.items()))
    account = f" ({offer.account})" if offer.account else ""
    text = f"{offer.by} to {offer.to} on {offer.on}: {_listed(offer.package)}, {offer.reply}{account}"
    return f"{text}; {costs}" if costs else text


def _pledge(pledge: Pledge) -> str:
    due = f", due {pledge.due}" if pledge.due else ""
    outside = f"; outside it: {pledge.outside}" if pledge.outside else ""
    who = f"{', '.join(pledge.by)} to {', '.join(pledge.to) or 'each other'}"
    more = {
        "covers": pledge.covers,
        "issues": ", ".join(pledge.issues),
        "theme": pledge.theme,
        "verifier": pledge.verifier,
        "reversibility": pledge.reversibility,
        "kind": None if pledge.kind == "once" else pledge.kind,
        "conduct": ", ".join(f"{event} {bearing}" for event, bearing in sorted(pledge.conduct.items())),
    }
    told = "".join(f"; {name}: {value}" for name, value in more.items() if value)
    return f"{who}, made {pledge.made}{due}: {pledge.text}{outside}{told}"


def _who(parties: tuple[str, ...]) -> str:
    return ", ".join(parties) or "everybody"


def _turning_point(point: TurningPoint) -> str:
    told = f"{point.precipitant} precipitant, {point.departure} departure, {point.consequence}"
    told += f" {point.timing}" if point.timing else ""
    return f"{told}: {point.text}" if point.text else told


def _initiative(one: Initiative) -> str:
    days = [("announced", one.announced), ("due", one.due), ("carried out", one.carried_out)]
    dated = "".join(f", {what} {day}" for what, day in days if day)
    return f"{', '.join(one.by)} to {', '.join(one.to)}{dated}: {one.text}"
