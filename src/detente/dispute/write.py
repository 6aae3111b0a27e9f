"""A dispute -> the text of a case file. The other way round is :mod:`detente.dispute.reader`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from detente.dispute.accounts import state_of
from detente.dispute.emit import Lines, Value, as_yaml
from detente.dispute.express import express
from detente.dispute.faults import FaultList
from detente.dispute.judgements import BEARINGS
from detente.dispute.nodes import Scalar
from detente.dispute.scope import Scope
from detente.dispute.source import Source
from detente.dispute.types import (
    Actor,
    Constraint,
    Dispute,
    Initiative,
    Offer,
    Option,
    Pledge,
    Score,
    Statement,
    TurningPoint,
    Wish,
)
from detente.dispute.values import Values


def dumps(dispute: Dispute, notes: Sequence[str] = ()) -> str:
    """Write a dispute as the text of a case file.

    Parameters
    ----------
    dispute
        As loaded, or made by a program.
    notes
        Comments for the head of the file.

    Returns
    -------
    str
        ``loads`` reads from it a dispute of the same meaning: the same outcomes, moves, preferences and
        judgements. A statement keeps the words it has where they still say what its tree says; otherwise, as
        for one made by a program without words, the words follow from the tree.

    Notes
    -----
    O(length). Comments, layout and the other readings of a file are not part of a dispute; what was loaded
    in a reading is written as that reading sees it. What breaks the rules of case files, such as a name with
    a blank, is written as it is, for ``loads`` to tell.

    Examples
    --------
    >>> from detente.dispute import loads
    >>> text = "actors: {A: {options: {x: Act}, prefers: [not x]}}"
    >>> print(dumps(loads(text)), end="")
    actors:
      A:
        options: {x: Act}
        prefers: [not x]
    """
    return as_yaml(_Writer(dispute).sections(), notes)


class _Writer:
    """Writes the parts of one dispute; knows its options and terms, to tell whether words are right."""

    def __init__(self, dispute: Dispute) -> None:
        self.dispute = dispute
        self.faults = FaultList()
        self.anything = dispute.options[0].id if dispute.options else "true"
        self.terms = {name: term.text for name, term in dispute.terms.items()}
        self.scope = self._scope()
        if any(not self._same(term, self.scope.terms.get(name)) for name, term in dispute.terms.items()):
            self.terms = {n: express(t.expression, self.anything) for n, t in dispute.terms.items()}
            self.scope = self._scope()

    def _scope(self) -> Scope:
        scope = Scope(self.dispute.actors, Values(self.faults))
        scope.define((name, _node(name), _node(words)) for name, words in self.terms.items())
        return scope

    def _same(self, wanted: Statement, found: Statement | None) -> bool:
        return found is not None and found.expression == wanted.expression

    def words(self, statement: Statement, actor: str | None = None) -> str:
        """Return a statement as written if that is what it means, else as its tree says."""
        text = " ".join(statement.text.split())
        found = self.scope.statement(_node(text), actor) if text else None
        return text if self._same(statement, found) else express(statement.expression, self.anything)

    def sections(self) -> dict[str, Value]:
        """Return the fields of the file that say something, in the order of the manual."""
        dispute = self.dispute
        fields: dict[str, Value] = {
            "title": dispute.title,
            "as_of": dispute.as_of,
            "actors": Lines({actor.code: Lines(self.actor(actor)) for actor in dispute.actors}),
            "terms": dict(self.terms),
            **self.constraints(),
            "history": Lines([
                _said(on=row.on, take=row.take, drop=row.drop, text=row.text, because=row.because)
                for row in dispute.history
            ]),
        }  # fmt: skip
        if dispute.now != state_of(dispute.history, dispute.as_of, self.scope):
            fields["now"] = Lines(dispute.now)
        fields |= {
            "states": Lines({s.id: s.taken if s.text is None else {"text": s.text, "taken": s.taken}
                             for s in dispute.states}),
            "only_states": dispute.only_states or None,
            "same": {ident: self.words(statement) for ident, statement in dispute.same.items()},
            "offers": Lines([_offer(offer) for offer in dispute.offers]),
            "deadlines": Lines([_said(actor=d.actor, on=d.on, text=d.text, because=d.because)
                                for d in dispute.deadlines]),
            "pledges": Lines([_pledge(pledge) for pledge in dispute.pledges]),
            "ledger": self.ledger(),
            "turning_points": Lines([_turning_point(point) for point in dispute.turning_points]),
            "initiatives": Lines([_initiative(one) for one in dispute.initiatives]),
            "questions": Lines({
                q.id: _said(ask=self.words(q.ask), by=q.by, base_rate=q.base_rate, resolution=q.resolution)
                for q in dispute.questions
            }),
        }  # fmt: skip
        return {key: value for key, value in fields.items() if key == "now" or not _empty(value)}

    def actor(self, actor: Actor) -> dict[str, Value]:
        """Return what the file says of an actor."""
        fields = _said(
            name=None if actor.name == actor.code else actor.name,
            also=actor.also,
            options=_options(actor),
        )
        if actor.prefers is not None:
            fields["prefers"] = [self.wish(wish, actor.code) for wish in actor.prefers]
        if actor.red_lines:
            fields["red_lines"] = actor.red_lines
        if actor.ranking is not None:
            fields["ranking"] = [group[0] if len(group) == 1 else group for group in actor.ranking]
        if actor.better is not None:
            fields["better"] = actor.better
        if actor.moves is not None:
            fields["moves"] = actor.moves
        return fields | _said(because=actor.because)

    def wish(self, wish: Wish, actor: str) -> Value:
        """Return one line of ``prefers``."""
        if wish.kind in ("want", "maybe") and len(wish.statements) == 1:
            words, because = self.words(wish.statements[0], actor), wish.cited
            if wish.kind == "maybe":
                return _said(maybe=words, chance=wish.chance, because=because)
            return _said(want=words, because=because) if because else words
        stated = [
            _said(want=self.words(one, actor), because=one.because) if one.because else self.words(one, actor)
            for one in wish.statements
        ]
        if wish.kind == "any order":
            return {"any order": stated} | _said(because=wish.because)
        return {"want": stated, "because": wish.because} if wish.because else stated

    def constraints(self) -> dict[str, Value]:
        """Return ``impossible`` and ``always``, without what the levels of an option imply by themselves."""
        implied = {_meaning(constraint) for constraint in self.scope.constraints()}
        impossible: list[Value] = []
        always: list[Value] = []
        for constraint in self.dispute.constraints:
            words = [self.words(statement) for statement in constraint.statements]
            if constraint.kind == "impossible":
                impossible += words
            elif constraint.kind == "always":
                always += words
            elif _meaning(constraint) not in implied:
                always.append({constraint.kind: words})
        return {"impossible": impossible, "always": always}

    def ledger(self) -> dict[str, Value]:
        """Return how the ledger is kept."""
        kept = self.dispute.ledger
        events = {
            ident: _said(size=judged.size, delivered=judged.delivered, irreversible=judged.irreversible)
            for ident, judged in kept.events.items()
        }
        return _said(
            baseline=kept.baseline,
            weights=_chains(kept.weights),
            events=events,
            outside=_said(
                weights=_chains(kept.outside.weights),
                events={
                    ident: _said(
                        of=_one(judged.of),
                        patron=_one(judged.patron),
                        signal=judged.signal or None,
                        material=judged.material or None,
                        shift=judged.shift,
                    )
                    for ident, judged in kept.outside.events.items()
                },
            ),
            standing=_said(
                weights=_chains(kept.standing.weights),
                events={
                    ident: _said(
                        to=_one(judged.to),
                        kind=_one(judged.kinds),
                        size=None if judged.size == 1 else judged.size,
                    )
                    for ident, judged in kept.standing.events.items()
                },
            ),
        )


def _node(words: str) -> Scalar:
    """Return words as if a file had them, so that the one reader of statements reads them."""
    return Scalar(Source("", words), 0, len(words), words, None)


def _meaning(constraint: Constraint) -> tuple[Any, ...]:
    return constraint.kind, *(statement.expression for statement in constraint.statements)


def _empty(value: Value) -> bool:
    """Whether a field says nothing: numbers, 0 among them, always say something."""
    whole = value.value if isinstance(value, Lines) else value
    return whole is None or (isinstance(whole, str | Sequence | Mapping) and not whole)


def _said(**fields: Value) -> dict[str, Value]:
    """Return the fields that say something."""
    return {key: value for key, value in fields.items() if not _empty(value)}


def _options(actor: Actor) -> Lines | dict[str, Value]:
    """Return the options by their keys, the levels of one gathered again."""
    found: dict[str, Value] = {}
    for option in actor.options:
        if option.level_of is not None:
            whole = option.level_of.removeprefix(f"{actor.code}.")
            if whole not in found:
                found[whole] = _levels(option, actor.options)
        elif option.one_way is not None:
            found[option.key] = {"name": option.name, "one_way": option.one_way}
        else:
            found[option.key] = option.name
    return Lines(found) if len(found) > 1 else found


def _levels(first: Option, options: Iterable[Option]) -> dict[str, Value]:
    prefix = f"{first.level_of}."
    above = [option.id.removeprefix(prefix) for option in options if option.level_of == first.level_of]
    name = first.name.removesuffix(f": {above[0]}")
    return {"name": name, "levels": [(first.lowest or "").removeprefix(prefix), *above]}


def _offer(offer: Offer) -> dict[str, Value]:
    fields = _said(id=offer.id, round=offer.round, by=offer.by, to=offer.to, on=offer.on)
    fields |= {"package": offer.package, "reply": offer.reply}
    return fields | _said(account=offer.account, costs=dict(offer.costs), because=offer.because)


def _pledge(pledge: Pledge) -> dict[str, Value]:
    scores = [_score(score) for score in pledge.scores]
    fields = _said(id=pledge.id, by=_one(pledge.by), to=_one(pledge.to)) | {"text": pledge.text}
    return fields | _said(
        covers=pledge.covers,
        outside=pledge.outside,
        issues=pledge.issues,
        theme=pledge.theme,
        kind=None if pledge.kind == "once" else pledge.kind,
        made=pledge.made,
        due=pledge.due,
        verifier=pledge.verifier,
        reversibility=pledge.reversibility,
        because=pledge.because,
        conduct={
            bearing: tuple(event for event, judged in pledge.conduct.items() if judged == bearing)
            for bearing in BEARINGS
            if bearing in pledge.conduct.values()
        },
        scores=scores,
    )


def _turning_point(point: TurningPoint) -> dict[str, Value]:
    return _said(
        on=point.on, between=point.between, precipitant=point.precipitant, departure=point.departure,
        consequence=point.consequence, timing=point.timing, text=point.text, because=point.because,
    )  # fmt: skip


def _initiative(one: Initiative) -> dict[str, Value]:
    fields = _said(id=one.id, by=_one(one.by), to=_one(one.to)) | {"text": one.text}
    return fields | _said(
        announced=one.announced, due=one.due, carried_out=one.carried_out,
        checklist=dict(one.checklist), because=one.because,
    )  # fmt: skip


def _score(score: Score) -> dict[str, Value]:
    fields: dict[str, Value] = {"on": score.on, "score": score.score, "says": score.says}
    return fields | _said(because=score.because)


def _one(parties: tuple[str, ...]) -> Value:
    return parties[0] if len(parties) == 1 else parties


def _chains(weights: tuple[tuple[str, ...], ...]) -> list[str]:
    return [" > ".join(chain) for chain in weights]
