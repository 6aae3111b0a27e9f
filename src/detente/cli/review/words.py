"""What the screen says about a claim. Emphasis never rests on colour: marks and weight say the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from textual.content import Content

from detente.cli.review.fields import LABELS, shown
from detente.cli.show import plain
from detente.record.found import found_by
from detente.record.reviewing import Item
from detente.record.types import Claim, Review

OPENS, CLOSES = "▶", "◀"
VERBS = {
    "accept": "✓ accepted",
    "edit": "✎ edited",
    "reject": "✗ rejected",
    "withdraw": "· withdrawn",
    "note": "“ noted",
    "join": "= joined",
    "split": "≠ split",
    "undo": "↶ undone",
}
_WIDTH = 10


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph as it is shown, and how much of it comes before the sentence, and before the clause."""

    text: Content
    to_sentence: Content
    to_clause: Content


def passage(item: Item) -> Passage:
    """Return the paragraph of a claim, its sentence underlined, its clause between marks."""
    context = item.context
    before, head, *_, after = _parts(item.claim, context.text, context.start, context.end)
    said = sentence(item.claim)
    return Passage(Content.assemble(before, said, after), Content(before), Content(before + head))


def sentence(claim: Claim) -> Content:
    """Return the sentence of a claim with its clause between marks."""
    _, head, clause, rest, _ = _parts(claim, claim.quote, claim.start, claim.end)
    parts = ((head, "underline"), (OPENS, "bold"), (clause, "bold underline"), (CLOSES, "bold"))
    return Content.assemble(*parts, (rest, "underline"))


def _parts(claim: Claim, text: str, start: int, end: int) -> list[str]:
    """Cut a piece of a document into what is before the sentence, three parts of it, and what is after."""
    cuts = (start, claim.start, claim.clause_start, claim.clause_end, claim.end, end)
    return [_flat(text[one - start : other - start]) for one, other in pairwise(cuts)]


def source(item: Item) -> Content:
    """Return where the words come from: title, outlet, day and author, and how these were found."""
    document = item.context.document
    day = (
        f"{document.published} ({document.published_how or 'how is not known'})"
        if document.published
        else "no date"
    )
    where = [document.outlet, day, f"sentence {item.claim.sentence}", document.author, found_by(document)]
    title = document.title or document.name
    return Content.assemble((_flat(title), "bold"), "\n", _flat(" · ".join(part for part in where if part)))


def reading(item: Item) -> Content:
    """Return the claim as labelled lines: as it stands after review, with what the machine read instead."""
    claim, now = item.claim, item.now
    given = (_concession(now), _concession(claim))
    lines: list[Content] = [
        _line(
            "does what",
            _told(now, "type", "modality", "negated"),
            _told(claim, "type", "modality", "negated"),
        ),
        _line("who", _party(now, "actor"), _party(claim, "actor")),
        _line("to whom", _party(now, "target"), _party(claim, "target")),
        _line("when", _days(now), _days(claim)),
        _line("about", _about(now), _about(claim)),
        _line("says who", _said(now), _said(claim)),
        *([_line("concession", *given)] if any(given) else []),
        _line("rule", claim.rule, claim.rule),
    ]
    return Content("\n").join(lines)


def decided(item: Item) -> Content:
    """Return the decision that stands, and what a later reading changed."""
    stands = _entry(item.standing) if item.standing else "· nobody has decided yet"
    lines = [Content.styled(stands, "bold" if item.standing else "")]
    for name, (then, now) in item.changed.items():
        what = f"{LABELS[name]}: {shown(name, then) or 'nothing'} → {shown(name, now) or 'nothing'}"
        lines.append(Content.assemble(("! read differently since  ", "bold"), _flat(what)))
    return Content("\n").join(lines)


def company(item: Item, standing: Callable[[str], Review | None]) -> Content:
    """Return notes and earlier decisions, then the other claims of the sentence and of the event."""
    lines: list[Content] = []
    stands = (item.standing.at, item.standing.by) if item.standing else None
    earlier = [e for e in item.history if (e[0].at, e[0].by) != stands and e[0].decision != "undo"]
    for entry, counts in reversed(earlier):
        lines.append(Content(_entry(entry) + ("" if counts else "  (undone)")))
    for title, claims in (("Same sentence", item.beside), ("Same event", item.together)):
        if claims:
            lines.append(Content.styled(f"{title} ({len(claims)})", "bold"))
            lines += [Content(f"  {brief(claim, standing(claim.id))}") for claim in claims]
    return Content("\n").join(lines)


def brief(claim: Claim, review: Review | None = None) -> str:
    """Return a claim in one line: decision, day, who does what to whom, and its clause."""
    mark = VERBS[review.decision][0] if review else "·"
    clause = claim.quote[claim.clause_start - claim.start : claim.clause_end - claim.start] or claim.quote
    who, whom = ", ".join(claim.actor) or "?", ", ".join(claim.target)
    act = f"{'not ' if claim.negated else ''}{claim.type.lower()}"
    head = " ".join(part for part in (mark, str(claim.date_from or "no date"), who, act, whom) if part)
    return _flat(f"{head}: {clause}")


def recent(entry: Review) -> str:
    """Return an entry of the log in one line, with the sentence it is about."""
    return f"{_entry(entry)}: {_flat(entry.quote or entry.claim)}"


def _entry(entry: Review) -> str:
    day = entry.at[:16].replace("T", " ")
    told = [f"{VERBS[entry.decision]} by {entry.by}, {day}"]
    told += [f"{LABELS.get(name, name)}: {_json(name, value)}" for name, value in entry.changes.items()]
    told += [f"with {', '.join(entry.others)}"] if entry.others else []
    told += [f"“{entry.note}”"] if entry.note else []
    return _flat("; ".join(told))


def _json(name: str, value: Any) -> str:
    return shown(name, value) if isinstance(value, str | bool | int | float | list) else "nothing"


def _line(label: str, now: str, read: str) -> Content:
    was = f"  (read as: {read or 'none'})" if now != read else ""
    return Content.assemble(
        (f"{label:<{_WIDTH}}  ", "dim"), (_flat(now or "none"), "bold" if was else ""), (_flat(was), "")
    )


def _told(claim: Claim, *names: str) -> str:
    type_, modality, negated = (getattr(claim, name) for name in names)
    return f"{type_.lower()}, {'not ' if negated else ''}{modality}"


def _party(claim: Claim, side: str) -> str:
    codes, name = ", ".join(getattr(claim, side)), getattr(claim, f"{side}_name")
    role = claim.actor_role if side == "actor" else None
    named = ", ".join(part for part in (name, role) if part)
    return f"{codes or 'nobody'}{f' ({named})' if named else ''}"


def _days(claim: Claim) -> str:
    if claim.date_from is None:
        return "not known"
    return (
        str(claim.date_from) if claim.date_from == claim.date_to else f"{claim.date_from} to {claim.date_to}"
    )


def _about(claim: Claim) -> str:
    return ", ".join(part for part in (claim.issue, claim.polarity) if part) or "not known"


def _said(claim: Claim) -> str:
    return f"{claim.attribution}, worded {claim.certainty:.0%} sure"


def _concession(claim: Claim) -> str:
    if claim.concession_by is None and claim.concession_to is None:
        return ""
    by, to = ", ".join(claim.concession_by or ()), ", ".join(claim.concession_to or ())
    return f"by {by or 'nobody'} to {to or 'nobody'}"


def _flat(text: str) -> str:
    """Return foreign text on one line, unable to steer the terminal."""
    return plain(text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))
