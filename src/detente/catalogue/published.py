"""Conflicts from the literature, each with its source, what that prints and what the definitions yield.

One JSON file a case under ``published/``. States are written as strings of 0 and 1, one digit an option in
the order written; ``null`` is a state without option form, and then the moves are listed. Rankings run from
most to least preferred, an inner list being a tie.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from detente.errors import ModelError
from detente.graph import Graph, OptionBit
from detente.stability.concepts import unknown

_HOME = files("detente.catalogue") / "published"


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to one concept.

    Parameters
    ----------
    equilibria
        Ids of the states that are stable for every actor, in state order.
    stable
        Ids of the states stable for each actor; ``None`` where the source prints the equilibria alone.
    """

    equilibria: tuple[str, ...]
    stable: Mapping[str, tuple[str, ...]] | None


@dataclass(frozen=True, slots=True, eq=False)
class PublishedCase:
    """A conflict from the literature with known answers.

    Parameters
    ----------
    name
        Its name in the catalogue.
    title
        For people.
    citation, url
        Where it comes from; the address is ``None`` where there is none.
    confirmed
        Whether the published results were read at their source, and not only quoted from it.
    note
        Where the published results differ from the definitions or need a word.
    graph
        The conflict.
    actor_names, option_names, state_names
        Words for the codes of the graph; not every state has one.
    published
        What the source prints, by concept. Keys beyond those of
        :data:`detente.stability.CONCEPTS` are other analyses, such as ``sim`` (simultaneous stability).
    textbook
        What the definitions yield, by concept, found by two independent brute-force programs.
    further
        Other facts about the case, as they stand in its file.
    """

    name: str
    title: str
    citation: str
    url: str | None
    confirmed: bool
    note: str
    graph: Graph
    actor_names: Mapping[str, str]
    option_names: Mapping[str, str]
    state_names: Mapping[str, str]
    published: Mapping[str, Table]
    textbook: Mapping[str, Table]
    further: Mapping[str, Any]


@cache
def names() -> tuple[str, ...]:
    """Return the names of the bundled cases in alphabetical order.

    Examples
    --------
    >>> "elmira" in names()
    True
    """
    found = (entry.name for entry in _HOME.iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in found if name.endswith(".json")))


def load(name: str) -> PublishedCase:
    """Return a bundled case.

    Raises
    ------
    ModelError
        When there is no case of that name.

    Examples
    --------
    >>> case = load("prisoners_dilemma")
    >>> case.graph.actors, case.published["seq"].equilibria
    (('P1', 'P2'), ('s1', 's4'))
    """
    if name not in names():
        raise ModelError(unknown("D525", "published case", name, names()))
    told = json.loads((_HOME / f"{name}.json").read_text("utf-8"))
    actors: Mapping[str, Any] = told["actors"]
    return PublishedCase(
        name=name,
        title=told["title"],
        citation=told["citation"],
        url=told["url"],
        confirmed=told["confirmed"],
        note=told["note"],
        graph=_graph(told),
        actor_names={code: actor["name"] for code, actor in actors.items()},
        option_names={
            f"{code}.{key}": option["name"]
            for code, actor in actors.items()
            for key, option in actor["options"].items()
        },
        state_names=told.get("state_names", {}),
        published=_tables(told["published"]),
        textbook=_tables(told["textbook"]),
        further=told.get("further", {}),
    )


def _tables(told: Mapping[str, Any]) -> dict[str, Table]:
    return {
        concept: Table(
            tuple(table["equilibria"]),
            {actor: tuple(ids) for actor, ids in table["stable"].items()} if "stable" in table else None,
        )
        for concept, table in told.items()
    }


def _graph(told: Mapping[str, Any]) -> Graph:
    actors, states = list(told["actors"]), list(told["states"])
    options = [
        OptionBit(f"{code}.{key}", i, option.get("one_way"))
        for i, code in enumerate(actors)
        for key, option in told["actors"][code]["options"].items()
    ]
    # Written left to right from the first option, which is the lowest bit.
    codes = np.array([-1 if bits is None else int(bits[::-1], 2) for bits in told["states"].values()])
    ranks = np.array([_ranks(told["ranking"][code], states) for code in actors])
    if "moves" not in told:
        return Graph.from_options(actors, options, codes, ranks, states)
    moves = [[(states.index(a), states.index(b)) for a, b in told["moves"][code]] for code in actors]
    return Graph.from_arcs(actors, states, moves, ranks, options, codes)


def _ranks(ranking: Sequence[str | Sequence[str]], states: Sequence[str]) -> list[int]:
    """Return the level of each state, the least preferred group being level 1."""
    groups = [[group] if isinstance(group, str) else group for group in ranking]
    level = {state: len(groups) - place for place, group in enumerate(groups) for state in group}
    return [level[state] for state in states]
