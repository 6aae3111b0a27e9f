"""What the case file says the actors want, as its author wrote it, and which of it nothing supports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from detente.brief.findings import Findings
from detente.dispute.types import Dispute, Wish


def wish_text(wish: Wish) -> str:
    """Return a preference line as its author wrote it."""
    texts = [statement.text for statement in wish.statements]
    if wish.kind == "maybe":
        chance = "" if wish.chance is None else f" (chance {wish.chance:g})"
        return f"maybe: {'; '.join(texts)}{chance}"
    return {"equal": "equally: ", "any order": "in any order: "}.get(wish.kind, "") + "; ".join(texts)


def unsupported(findings: Findings) -> Mapping[str, tuple[str, ...]]:
    """Return actor code to the preference lines that no event supports."""
    lines: dict[str, list[str]] = defaultdict(list)
    for actor, wish in findings.uncited:
        lines[actor].append(wish_text(wish))
    return {actor: tuple(found) for actor, found in lines.items()}


def preference_lines(dispute: Dispute | None) -> int:
    """Return how many preference lines the case file has."""
    return sum(len(actor.prefers or ()) for actor in dispute.actors) if dispute else 0
