"""Moves made up for tests of the findings about dealings."""

from __future__ import annotations

from datetime import date, timedelta

from detente.ledger.moves import Move

BEGIN = date(2020, 1, 1)


def on(day: int) -> date:
    return BEGIN + timedelta(days=day)


def move(
    day: int, by: str = "A", to: str = "B", weight: float = 1.0, key: str | None = None, **fields
) -> Move:
    kind = fields.pop("type", "CONSULT" if weight > 0 else "ACCUSE")
    values = {"issue": None, "mutual": False, "reviewed": False, **fields}
    return Move(on(day), by, to, weight, kind, event=key or f"{by}{to}{day}{weight:+g}", **values)


def renamed(move: Move, names: dict[str, str]) -> Move:
    by, to = names[move.by], names[move.to]
    if move.mutual and by > to:
        by, to = to, by
    return move._replace(by=by, to=to)


def later(move: Move, days: int) -> Move:
    return move._replace(day=move.day + timedelta(days=days))
