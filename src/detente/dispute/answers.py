"""Answers of a dialogue that was left, kept beside the case file until it is resumed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detente.dispute.elicit import ANSWERS, Answer
from detente.dispute.faults import FaultList
from detente.dispute.saving import save
from detente.errors import ModelError, Place

_LARGEST = 1_000_000


def answers_file(folder: Path, actor: str) -> Path:
    """Return where the answers about an actor are kept.

    >>> answers_file(Path("case"), "USA").name
    'ask-USA.json'
    """
    return folder / f"ask-{actor}.json"


def load_answers(path: Path) -> dict[tuple[str, str], Answer]:
    """Return saved answers in the order they were given; none when there is no such file.

    Raises
    ------
    ModelError
        ``D152`` when the file holds something else.
    """
    if not path.exists():
        return {}
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("it is too large")
        rows = json.loads(path.read_text("utf-8"))["answers"]
        return dict(_answer(row) for row in rows)
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        faults = FaultList()
        hint = f"remove {path.name} and begin again"
        faults.add("D152", f"these are no saved answers ({type(error).__name__})", Place(str(path)), hint)
        raise ModelError(faults.sorted()) from None


def _answer(row: Mapping[str, Any]) -> tuple[tuple[str, str], Answer]:
    first, second, answer = str(row["first"]), str(row["second"]), row["answer"]
    if answer not in ANSWERS:
        raise ValueError(f"{answer!r} is no answer")
    return (first, second), answer


def save_answers(path: Path, answers: Mapping[tuple[str, str], Answer]) -> None:
    """Write answers to a file, whole or not at all; raises ``SourceError`` ``D151`` when that fails."""
    rows = [{"first": first, "second": second, "answer": given} for (first, second), given in answers.items()]
    save(path, json.dumps({"answers": rows}, ensure_ascii=False, indent=1) + "\n")
