"""The ask command: a dialogue that finds the order of an actor's wishes."""

from __future__ import annotations

import shutil
import sys
import textwrap
from typing import TYPE_CHECKING

from detente.cli.parameters import CasePath, Json
from detente.cli.show import plain, print_json, say

if TYPE_CHECKING:
    from pathlib import Path

    from detente.dispute.elicit import Answer, Group, Interview, Question
    from detente.dispute.types import Dispute

KEYS: dict[str, Answer] = {"1": "first", "2": "second", "=": "equal", "s": "unknown"}
HELP = "1 or 2: rather that one   =: matters equally   s: skip, unknown   b: back   q: leave, resume later"


def ask(case: CasePath, actor: str, *, json: Json = False) -> int:
    """Ask which of two outcomes an actor would rather have, until its wishes stand in order.

    The order is written to the case file, which keeps its comments. Wishes that matter equally share a line;
    where you skip, they become `any order`, and a wish of which it is unknown whether it is held a `maybe`
    line. Leave with q and call it again to go on.

    Parameters
    ----------
    case
        A case folder or a case file.
    actor
        Code of the actor.
    json
        Print JSON only, when the order is found or the dialogue left; questions go to stderr.
    """
    from detente.case import Case
    from detente.dispute.answers import answers_file, load_answers, save_answers
    from detente.dispute.elicit import Interview, Question

    opened = Case(case)
    dispute = opened.reading(None)
    _check_actor(dispute, actor, opened.file)
    talk = Interview(dispute, actor)
    kept = answers_file(opened.folder, actor)
    answers = load_answers(kept)
    if answers:
        say(f"going on with {len(answers)} answers of last time, kept in {kept}")
    say(HELP)
    while isinstance(step := talk.step(answers), Question):
        given = _answer(dispute, actor, step)
        if given == "q":
            left = (
                f"kept in {kept}; call `detente ask {case} {actor}` to go on" if answers else "nothing kept"
            )
            say(f"left at question {step.number}: {left}")
            if json:
                print_json({"actor": actor, "done": False, "answered": len(answers), "prefers": None})
            return 0
        if given == "b":
            if answers:
                answers.popitem()
        else:
            answers[step.first, step.second] = KEYS[given]
        save_answers(kept, answers)
    _write(opened.file, actor, step, talk)
    kept.unlink(missing_ok=True)
    lines = _told(step)
    if json:
        print_json({"actor": actor, "done": True, "answered": len(answers), "prefers": lines})
    else:
        say(f"written to {opened.file}, most important first:")
        for number, line in enumerate(lines, 1):
            print(plain(f"{number:3}  {line}"))
        if dispute.actor(actor).red_lines:
            say(f"red_lines counts the first lines of the new order: see whether it still fits {actor}")
    return 0


def _check_actor(dispute: Dispute, actor: str, file: Path) -> None:
    from detente.dispute.faults import FaultList
    from detente.errors import Fault, ModelError, Place

    codes = [one.code for one in dispute.actors]
    if actor not in codes:
        faults = FaultList()
        faults.unknown("D111", "actor", actor, codes, Place(str(file)))
        raise ModelError(faults.sorted())
    chosen = dispute.actor(actor)
    given = "ranking" if chosen.ranking is not None else "better" if chosen.better is not None else None
    if given or not dispute.options:
        why = f"{actor} has {given}" if given else "no actor has an option"
        hint = f"remove {given} to ask for wishes" if given else "give actors options"
        message = f"there is nothing to ask about: {why}"
        raise ModelError(Fault("D126" if given else "D137", message, hint, Place(str(file))))


def _answer(dispute: Dispute, actor: str, question: Question) -> str:
    """Put a question and return a key that answers it; the end of the input is leaving."""
    name = dispute.actor(actor).name
    say(f"\nQuestion {question.number} of at most {question.at_most}: which would {name} rather have?")
    if question.in_both:
        _say("   Either way    ", _words(dispute, question.in_both))
    _say("   1  ", _words(dispute, question.in_first, question.in_second))
    _say("   2  ", _words(dispute, question.in_second, question.in_first))
    _say("   This weighs   ", f"{question.first}   against   {question.second}")
    while True:
        print("> ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        key = line.strip().lower()
        if not line or key in (*KEYS, "b", "q"):
            return key if line else "q"
        say(HELP)


def _say(head: str, text: str) -> None:
    """Tell something beside a heading, the lines that follow set in under it."""
    width = shutil.get_terminal_size().columns
    say(textwrap.fill(text, width, initial_indent=head, subsequent_indent=" " * len(head)))


def _words(dispute: Dispute, taken: tuple[str, ...], left: tuple[str, ...] = ()) -> str:
    """Say who does what in an outcome, and what is not done that would be in the other."""
    told = []
    for actor in dispute.actors:
        done = [option.name for option in actor.options if option.id in taken]
        undone = [option.name for option in actor.options if option.id in left]
        parts = [*done, *(f"not: {name}" for name in undone)]
        if parts:
            told.append(f"{actor.name}: {', '.join(parts)}")
    return "; ".join(told)


def _write(file: Path, actor: str, groups: tuple[Group, ...], talk: Interview) -> None:
    """Write the order, unless somebody changed the wishes while they were asked about."""
    from detente.dispute.elicit import lines_of
    from detente.dispute.order_edit import with_order
    from detente.dispute.reader import loads, read_text
    from detente.dispute.saving import save
    from detente.errors import Fault, ModelError, Place

    text = read_text(file)
    now = [line.key for line in lines_of(loads(text, str(file)), actor)]
    if now != [line.key for line in talk.written]:
        hint = "call detente ask again; answers about wishes that are still there count"
        message = f"the wishes of {actor} were changed in the file while you answered"
        raise ModelError(Fault("D152", message, hint, Place(str(file))))
    save(file, with_order(text, actor, groups, str(file)))


def _told(groups: tuple[Group, ...]) -> list[str]:
    told = []
    for group in groups:
        sure = [line.key for line in group.lines if not line.maybe]
        joined = " and ".join(sure) + " in any order" if group.unknown else ", ".join(sure) + " (equally)"
        told += [joined if len(sure) > 1 else sure[0]] if sure else []
        told += [f"maybe {line.key}" for line in group.lines if line.maybe]
    return told
