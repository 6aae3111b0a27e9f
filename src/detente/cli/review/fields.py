"""The fields of a claim as a person types them: one line each, with what may stand there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from detente.record.checks import EDITABLE, check_value
from detente.record.types import MODALITIES, Claim
from detente.vocabulary.actions import TYPES

if TYPE_CHECKING:
    from detente.vocabulary.actors import Actors

CODES = ("actor", "target", "concession_by", "concession_to")
DATES = ("date_from", "date_to")
LABELS: Mapping[str, str] = {
    "actor": "who",
    "actor_name": "who, as named",
    "actor_role": "office",
    "target": "to whom",
    "target_name": "whom, as named",
    "type": "does what",
    "modality": "how it stands",
    "negated": "negated",
    "attribution": "says who",
    "certainty": "how sure",
    "date_from": "from day",
    "date_to": "to day",
    "issue": "about",
    "polarity": "tone",
    "concession_by": "who gives",
    "concession_to": "who gains",
}
"""What a person calls each field that can be edited."""
ORDER = (
    "type", "modality", "negated", "actor", "target", "issue", "date_from", "date_to", "attribution",
    "certainty", "polarity", "concession_by", "concession_to", "actor_name", "actor_role", "target_name",
)  # fmt: skip
"""The order of the form: what is edited most comes first."""


def shown(name: str, value: Any) -> str:
    """Return a value of a field as a person would type it; nothing for what is not known.

    >>> shown("actor", ("PRK", "KOR")), shown("negated", False), shown("issue", None)
    ('PRK, KOR', 'no', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple | list):
        return ", ".join(value)
    return value.lower() if name == "type" else str(value)


def typed(name: str, text: str, actors: Actors | None = None) -> Any:
    """Return the value that a person typed.

    Parameters
    ----------
    name
        The field.
    text
        What was typed; several codes have commas between them.
    actors
        Who is who, so that a party may be typed by name.

    Raises
    ------
    ValueError
        With a sentence about what may stand there.

    Examples
    --------
    >>> typed("actor", "prk, KOR"), typed("type", "threaten"), typed("date_from", "2019-02-28")
    (('PRK', 'KOR'), 'THREATEN', datetime.date(2019, 2, 28))
    """
    text = text.strip()
    value = _value(name, text, actors)
    problem = check_value(name, value)
    if problem:
        raise ValueError(f"{LABELS[name]}: {problem}")
    return value


def _value(name: str, text: str, actors: Actors | None) -> Any:
    if name in CODES:
        codes = tuple(dict.fromkeys(_code(part.strip(), actors) for part in text.split(",") if part.strip()))
        return codes or (None if name.startswith("concession") else ())
    if name == "negated":
        return {"yes": True, "no": False, "": False, "true": True, "false": False}.get(text.lower(), text)
    if not text:
        return None
    if name in DATES:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    if name == "certainty":
        try:
            return float(text.replace(",", "."))
        except ValueError:
            return text
    if name == "type":
        return text.upper()
    return text.lower() if name in ("modality", "polarity") else text


def _code(text: str, actors: Actors | None) -> str:
    """Return the code of a party given by code or name; a word nobody knows is the case's own code."""
    known = actors.codes() if actors else ()
    if text not in known and (text.upper() in known or (text.isascii() and len(text) <= 3)):
        return text.upper()
    if actors is None or text in known:
        return text
    found = {mention.code for mention in actors.mentions(text)}
    if len(found) == 1:
        return found.pop()
    if " " in text:
        raise ValueError(f"nobody is known by the name {text!r}: write a code such as PRK")
    return text


def changes(claim: Claim, texts: Mapping[str, str], actors: Actors | None = None) -> dict[str, Any]:
    """Return what a filled-in form changes about a claim.

    Parameters
    ----------
    claim
        The claim the form was filled with.
    texts
        What stands in each line.
    actors
        Who is who.

    Raises
    ------
    ValueError
        One sentence for each line that cannot stand, all at once.

    Notes
    -----
    Where the parties are changed and the names beside them are left as they were, the names follow.
    """
    found: dict[str, Any] = {}
    wrong: list[str] = []
    for name in EDITABLE:
        if name not in texts or texts[name] == shown(name, getattr(claim, name)):
            continue
        try:
            found[name] = typed(name, texts[name], actors)
        except ValueError as error:
            wrong.append(str(error))
    if wrong:
        raise ValueError("\n".join(wrong))
    for side in ("actor", "target"):
        if side in found and found[side] != getattr(claim, side) and f"{side}_name" not in found:
            names = [actors.name(code) if actors else code for code in found[side]]
            found[f"{side}_name"] = "; ".join(names) or None
            if side == "actor" and "actor_role" not in found:
                found["actor_role"] = None
    return found


def choices(name: str, codes: Sequence[str] = (), issues: Sequence[str] = ()) -> tuple[str, ...]:
    """Return what may be chosen in a field, as it would be typed; nothing where any text may stand."""
    fixed: Mapping[str, Sequence[str]] = {
        "type": [one.lower() for one in TYPES],
        "modality": MODALITIES,
        "polarity": ("cooperative", "conflictual"),
        "negated": ("yes", "no"),
        "attribution": ("author", "unnamed"),
        "issue": issues,
    }
    return tuple(fixed.get(name, codes if name in CODES else ()))


def completed(text: str, options: Sequence[str]) -> str | None:
    """Return the text with its last word completed to the first option that begins so.

    >>> completed("PRK, us", ("KOR", "USA"))
    'PRK, USA'
    >>> completed("prom", ("threaten",)) is None
    True
    """
    head, comma, last = text.rpartition(",")
    word = last.strip().casefold()
    if not word:
        return None
    found = next((one for one in options if one.casefold().startswith(word)), None)
    if found is None or found.casefold() == word:
        return None
    return f"{head}{comma}{' ' if comma else ''}{found}"
