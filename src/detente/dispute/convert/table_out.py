"""A graph -> the table in JSON that :mod:`detente.dispute.convert.table` reads."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np

from detente.dispute.convert.moves import arcs_to_list
from detente.dispute.convert.told import MAX_JSON_BYTES
from detente.dispute.types import Dispute
from detente.errors import Fault, LimitExceeded
from detente.graph import Graph

MAX_TABLE_MOVES = 100_000
"""Moves that a table lists at most."""
_WAYS = {"take": "only taken", "drop": "only dropped"}


def table_of(dispute: Dispute, graph: Graph, verdict: Mapping[str, Any] | None = None) -> bytes:
    """Return a model as a table in JSON, UTF-8, one state, actor or option a line.

    Parameters
    ----------
    dispute
        For the words; the model it was compiled from.
    graph
        The model.
    verdict
        What a solver found: ``stable`` and ``equilibria`` by concept, as of
        :meth:`detente.stability.Stability.to_dict`.

    Raises
    ------
    LimitExceeded
        When there are more moves than a table lists, or the table could not be read again.
    """
    names = _names(dispute)
    ids = list(graph.states)
    told: dict[str, Any] = {
        "name": dispute.title,
        "decision_makers": [
            {
                "name": names[actor.code],
                "code": actor.code,
                "options": [option.name for option in actor.options],
                "option_keys": [option.key for option in actor.options],
            }
            for actor in dispute.actors
        ],
        "states": _states(dispute, graph, ids),
        "one_way": [f"{option.id}: {_WAYS[option.one_way]}" for option in dispute.options if option.one_way],
        "moves": {},
        "ranking": {},
    }
    for number, code in enumerate(graph.actors):
        arcs = arcs_to_list(graph, number, MAX_TABLE_MOVES)
        sources = np.repeat(np.arange(len(ids)), np.diff(arcs.start))
        told["moves"][names[code]] = [
            [ids[a], ids[b]] for a, b in zip(sources.tolist(), arcs.target.tolist(), strict=True)
        ]
        better = None if graph.better is None else graph.better[number]
        if better is None:
            told["ranking"][names[code]] = _ranking(graph, number, ids)
        else:
            pairs = np.argwhere(better).tolist()
            told.setdefault("better", {})[names[code]] = [[ids[a], ids[b]] for a, b in pairs]
    if verdict is not None:
        told["stability"] = _verdict(verdict, names)
    content = (_by_lines(told) + "\n").encode()
    if len(content) > MAX_JSON_BYTES:
        message = f"the table would have {len(content):,} bytes, the limit is {MAX_JSON_BYTES:,}"
        raise LimitExceeded(Fault("D102", message, "convert it to .csv, or rule states out"))
    return content


def _names(dispute: Dispute) -> dict[str, str]:
    """Name actors by their words, and those that share them by their codes too."""
    times = Counter(actor.name for actor in dispute.actors)
    return {
        a.code: a.name if times[a.name] == 1 and a.name else f"{a.name} ({a.code})" for a in dispute.actors
    }


def _states(dispute: Dispute, graph: Graph, ids: list[str]) -> list[dict[str, Any]]:
    labels = {state.id: state.text for state in dispute.states if state.text}
    codes = [-1] * len(ids) if graph.codes is None else graph.codes.tolist()
    width = range(len(graph.options))
    return [
        {"id": ident, "options": [None if code < 0 else code >> bit & 1 for bit in width]}
        | ({"label": labels[ident]} if ident in labels else {})
        for ident, code in zip(ids, codes, strict=True)
    ]


def _ranking(graph: Graph, actor: int, ids: list[str]) -> list[list[str]]:
    """Return groups of equals, most preferred first."""
    groups: dict[int, list[str]] = {}
    for ident, rank in zip(ids, graph.ranks[actor].tolist(), strict=True):
        groups.setdefault(rank, []).append(ident)
    return [groups[rank] for rank in sorted(groups, reverse=True)]


def _verdict(verdict: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        concept: {
            "equilibria": list(equilibria),
            "by_dm": {names[code]: list(ids) for code, ids in verdict["stable"][concept].items()},
        }
        for concept, equilibria in verdict["equilibria"].items()
    }


def _by_lines(told: Mapping[str, Any]) -> str:
    """Return JSON with one entry of every field a line, so that two versions can be compared."""
    fields = []
    for key, value in told.items():
        entries = value.items() if isinstance(value, dict) else [(None, v) for v in value]
        if isinstance(value, str):
            fields.append(f"  {_json(key)}: {_json(value)}")
            continue
        lines = [f"    {'' if name is None else _json(name) + ': '}{_json(entry)}" for name, entry in entries]
        before, after = "{}" if isinstance(value, dict) else "[]"
        inside = ",\n".join(lines)
        fields.append(
            f"  {_json(key)}: {before}\n{inside}\n  {after}" if lines else f"  {_json(key)}: {before}{after}"
        )
    return "{\n" + ",\n".join(fields) + "\n}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
