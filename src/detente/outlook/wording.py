"""Outcomes and moves in the words of the case file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.dispute.compare import Comparison, compare
from detente.dispute.compile import Model
from detente.dispute.types import Option
from detente.graph import Graph
from detente.ledger import words

LONGEST = 90
"""Characters of an option's name or a statement within a sentence."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a move changes: names of the options taken up and dropped.

    ``to`` names the outcome reached where the options do not say it: it has no option form, or the move
    brings about what others do as well.
    """

    takes: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    to: str = ""

    def __str__(self) -> str:
        """Return it as a phrase such as ``taking up “Ease sanctions”``."""
        if self.to:
            return f"moving to {self.to}"
        taken = f"taking up {quoted(self.takes)}" if self.takes else ""
        dropped = f"dropping {quoted(self.drops)}" if self.drops else ""
        return " and ".join(part for part in (taken, dropped) if part)


class Words:
    """How one case speaks of its outcomes and moves.

    Parameters
    ----------
    model
        The dispute and its outcomes; outcomes are given by number.

    Examples
    --------
    >>> from detente.dispute import loads
    >>> words = Words(Model.of(loads("{actors: {A: {name: Aland, options: {x: Open the dam}}}}")))
    >>> f"{words.actor('A')} moves by {words.change('A', 0, 1)}"
    'Aland moves by taking up “Open the dam”'
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.graph: Graph = model.graph()
        self.numbers = {actor: number for number, actor in enumerate(self.graph.actors)}
        self._names = {actor.code: actor.name for actor in model.dispute.actors}
        self._options: dict[str, Option] = {option.id: option for option in model.dispute.options}
        self._states = {
            state.id: state.text or state.id.replace("_", " ").replace("-", " ")
            for state in model.dispute.states
        }

    def number(self, state: str) -> int:
        """Return the number of an outcome by its id."""
        found = self.model.outcomes.find(state)
        assert found is not None  # noqa: S101 - ids come from the graph of this model
        return found

    def actor(self, code: str) -> str:
        """Return an actor's name as it stands within a sentence."""
        return words.actor(code, self._names)

    def state(self, ident: str) -> str:
        """Return what an outcome is called within a sentence."""
        return (
            f"“{words.short(self._states[ident], LONGEST)}”" if ident in self._states else f"outcome {ident}"
        )

    def change(self, actor: str, before: int, after: int) -> Change:
        """Return what an actor's move between two outcomes changes."""
        old, new = self.graph.taken(before), self.graph.taken(after)
        if old is not None and new is not None:
            takes = [option for option in new if option not in old]
            drops = [option for option in old if option not in new]
            if takes + drops and all(self._options[option].actor == actor for option in takes + drops):
                return Change(
                    tuple(self._options[option].name for option in takes),
                    tuple(self._options[option].name for option in drops),
                )
        return Change(to=self.state(self.graph.states[after]))

    def compare(self, actor: str, state: str, against: str) -> Comparison:
        """Return which of two outcomes an actor prefers, and the line that decides."""
        return compare(self.model, self.numbers[actor], self.number(state), self.number(against))


def by_wish(comparison: Comparison) -> str:
    """Return the wish that decides as an aside, with a blank before it; nothing where there is none."""
    if comparison.line is None:
        return ""
    return f" (wish {comparison.line}: “{words.short(comparison.text, LONGEST)}”)"


def quoted(names: Sequence[str]) -> str:
    """Return names as ``“a”, “b” and “c”``.

    Examples
    --------
    >>> quoted(["Ease sanctions", "Meet"])
    '“Ease sanctions” and “Meet”'
    """
    return words.listed([f"“{words.short(name, LONGEST)}”" for name in names])
