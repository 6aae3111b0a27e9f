"""Which line of the file decides between two outcomes, for each actor, and what that line cites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from detente.dispute.compile import Model
from detente.dispute.types import Wish

Verdict = Literal["better", "same", "worse"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an actor thinks of one outcome against another, and why.

    Parameters
    ----------
    actor
        Code of the actor.
    state, against
        Ids of the two outcomes.
    verdict
        The first against the second.
    line
        Number of the line of ``prefers`` that decides, from 1: the first one on which the two differ.
        ``None`` where no line does, as they fulfil all alike or the file gives a ranking.
    wish
        That line.
    fulfilled
        How many of the line's statements hold in the first and in the second.
    """

    actor: str
    state: str
    against: str
    verdict: Verdict
    line: int | None = None
    wish: Wish | None = None
    fulfilled: tuple[int, int] = (0, 0)

    @property
    def text(self) -> str:
        """The line as written, or the empty string."""
        return "; ".join(statement.text for statement in self.wish.statements) if self.wish else ""

    @property
    def because(self) -> tuple[str, ...]:
        """Ids of the events the line cites."""
        return self.wish.cited if self.wish else ()

    def to_dict(self) -> dict[str, Any]:
        """Return JSON-ready values."""
        return {
            "actor": self.actor,
            "state": self.state,
            "against": self.against,
            "verdict": self.verdict,
            "line": self.line,
            "statement": self.text or None,
            "fulfilled": list(self.fulfilled),
            "because": list(self.because),
        }


def compare(model: Model, actor: int, state: int, against: int) -> Comparison:
    """Tell which of two outcomes an actor prefers, and which line of the file decides.

    Parameters
    ----------
    model
        A dispute and its outcomes.
    actor
        Number of the actor, in the order of the file.
    state, against
        Numbers of the outcomes.

    Returns
    -------
    Comparison
        Its verdict agrees with the ranks of :func:`~detente.dispute.compile.compile_graph`: lines marked
        ``maybe`` are left out, the statements of an ``any order`` line counted.

    Notes
    -----
    O(W) for W lines; with a ranking O(S).

    Examples
    --------
    >>> from detente.dispute import loads
    >>> model = Model.of(loads("actors: {A: {options: {x: Act, y: Wait}, prefers: [not x, y]}}"))
    >>> found = compare(model, 0, 3, 2)
    >>> found.verdict, found.line, found.text
    ('worse', 1, 'not x')
    """
    party = model.dispute.actors[actor]
    ids = model.outcomes.ids
    told = party.code, ids[state], ids[against]
    if party.ranking is not None:
        place = {ident: place for place, group in enumerate(party.ranking) for ident in group}
        return Comparison(*told, _verdict(-place[ids[state]], -place[ids[against]]))
    counts = model.fulfilled[actor]
    for number, wish in enumerate(party.prefers or ()):
        assert counts is not None  # noqa: S101 - counted wherever there are lines
        mine, other = int(counts[number, state]), int(counts[number, against])
        if wish.kind != "maybe" and mine != other:
            return Comparison(*told, _verdict(mine, other), number + 1, wish, (mine, other))
    return Comparison(*told, "same")


def _verdict(mine: int, other: int) -> Verdict:
    if mine == other:
        return "same"
    return "better" if mine > other else "worse"
