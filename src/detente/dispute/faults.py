"""Every fault a case file can have, by code, and the list that gathers them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from detente.dispute.limits import MAX_FAULTS
from detente.dispute.lookalike import suggestion
from detente.errors import Fault, Place, Severity


@dataclass(frozen=True, slots=True)
class FaultKind:
    """What a code stands for: a title and one line of explanation for the manual."""

    code: str
    title: str
    explanation: str
    severity: Severity = "error"


def _registry(*kinds: FaultKind) -> Mapping[str, FaultKind]:
    return MappingProxyType({kind.code: kind for kind in kinds})


FAULTS: Mapping[str, FaultKind] = _registry(
    FaultKind(
        "D101",
        "The file cannot be read",
        "There is no such file, it is not an ordinary file, or you may not open it.",
    ),
    FaultKind(
        "D102",
        "More than the program is made for",
        "A file, list, statement or model passes a limit; the message names the limit.",
    ),
    FaultKind("D103", "Not UTF-8 text", "Case files are UTF-8, with or without a byte order mark."),
    FaultKind("D104", "Not YAML", "The text breaks the rules of YAML 1.2; the parser says how."),
    FaultKind(
        "D105",
        "A feature of YAML that case files do without",
        "Anchors, aliases, tags, merge keys, directives and several documents in one file are refused, "
        "because what a reader sees should be what the file says.",
    ),
    FaultKind(
        "D106",
        "A key given twice",
        "YAML would silently keep one of the two, so both may be a mistake.",
    ),
    FaultKind("D107", "A key that is not text", "Keys are words; lists, maps and nothing at all are not."),
    FaultKind("D108", "Unknown key", "The case file has no such field here, often a slip of the pen."),
    FaultKind("D109", "Missing key", "Something without which the entry means nothing was left out."),
    FaultKind("D110", "Unknown option", "No actor has this option; options are written ACTOR.option."),
    FaultKind("D111", "Unknown actor", "No actor of the file has this code."),
    FaultKind(
        "D112",
        "Unknown state",
        "Neither a named state nor the number of a possible outcome.",
    ),
    FaultKind(
        "D113",
        "Unknown name in a statement",
        "A word without a dot is one of the actor's own options or a term.",
    ),
    FaultKind(
        "D114", "The wrong kind of value", "A list stands where text was expected, or the other way round."
    ),
    FaultKind("D115", "Not a date", "Dates are written YYYY-MM-DD and must exist."),
    FaultKind("D116", "Not a number in range", "Numbers are plain decimals within the range told."),
    FaultKind("D117", "Not one of the choices", "The field takes one of a few words."),
    FaultKind(
        "D118",
        "Not usable as a name",
        "Codes of actors, options, terms and states are single words of letters, digits, _ and - in any "
        "script, other than and, or, not, if, iff.",
    ),
    FaultKind(
        "D119",
        "Names that look alike",
        "Two names differ only by letters that look the same, so no reader could tell them apart.",
    ),
    FaultKind(
        "D120",
        "A statement that does not parse",
        "Statements are options and terms joined by and, or, not, if, iff and brackets.",
    ),
    FaultKind("D121", "Terms that use each other in a circle", "A term may use terms, but not itself."),
    FaultKind(
        "D122",
        "A term with an option's name",
        "Inside an actor the option's prefix may be left out, so the word would mean two things.",
    ),
    FaultKind("D123", "The same thing twice", "An entry of a list or an id occurs a second time."),
    FaultKind(
        "D124", "Not supported yet", "The case language has this construct, this version cannot use it."
    ),
    FaultKind("D125", "More red lines than wishes", "red_lines counts the first lines of prefers."),
    FaultKind(
        "D126",
        "Two preferences for one actor",
        "An actor has one of prefers, ranking and better.",
    ),
    FaultKind("D127", "A ranking with gaps", "A ranking must place every outcome, and each only once."),
    FaultKind(
        "D128",
        "A name that is another outcome's number",
        "Outcomes without a name go by their number, so such a name would mean two outcomes.",
    ),
    FaultKind(
        "D129",
        "An outcome that cannot be",
        "The state takes options that impossible or always rule out.",
    ),
    FaultKind(
        "D130",
        "Moves must be listed",
        "Where a state has no option form or shares it with another, moves do not follow from the options.",
    ),
    FaultKind("D131", "A move to where it starts", "A move leads from one outcome to another."),
    FaultKind("D132", "No outcome is left", "The constraints contradict each other."),
    FaultKind("D133", "Unknown reading", "The file has no reading of this name."),
    FaultKind("D134", "Nothing to remove", "A reading removes with null what the file has."),
    FaultKind("D135", "Taken and dropped at once", "One row of the history says both of one option."),
    FaultKind("D136", "Unknown event", "because or the ledger cites an event that the record does not hold."),
    FaultKind("D137", "Nobody can move", "A model to be solved needs an actor with options or listed moves."),
    FaultKind("D138", "Unknown wish", "Only the maybe lines of prefers can be held or not."),
    FaultKind("D139", "Weights that contradict each other", "Issues outweigh each other in a circle."),
    FaultKind(
        "D140",
        "Outcomes that cannot be made one",
        "A statement under same must hold somewhere, and no outcome may fall under two of them.",
    ),
    FaultKind("D141", "A party on both sides", "An offer or pledge goes from one party to another."),
    FaultKind("D142", "Dates in the wrong order", "Something falls due or is scored before it was made."),
    FaultKind(
        "D150",
        "Cannot be laid out safely",
        "The file is written in a way that detente fmt cannot move without changing what it says.",
    ),
    FaultKind("D151", "The file cannot be written", "The folder or the file is protected, or the disk full."),
    FaultKind(
        "D152",
        "Answers that cannot be used",
        "The file that detente ask left is not its own, or the wishes were changed meanwhile.",
    ),
    FaultKind(
        "D160",
        "Not a form that can be converted",
        "Models come from .gmcr, .json and .yaml files and go to .yaml, .csv, .json and .graphml files.",
    ),
    FaultKind(
        "D161",
        "Not the JSON of a model",
        "It breaks the rules of JSON, or uses what no model needs, such as a key given twice.",
    ),
    FaultKind(
        "D162",
        "A table that cannot be understood",
        "Something a model needs is missing, of the wrong kind, or names what is not there.",
    ),
    FaultKind(
        "D163",
        "Left out in conversion",
        "The other form has no place for it, or nothing is known of it.",
        "warning",
    ),
    FaultKind(
        "D164",
        "Put in another way in conversion",
        "The other form says it differently, or did not say it and something had to be assumed.",
        "warning",
    ),
    FaultKind("D165", "There is such a file already", "A conversion replaces a file only with --force."),
    FaultKind("D166", "The file cannot be written", "The folder is missing, full or protected."),
    FaultKind(
        "D169",
        "Today is no outcome of the model",
        "What `now` or the history leaves taken is not a possible outcome, or fits more than one.",
    ),
    FaultKind(
        "D170",
        "Preferences that contradict each other",
        "Of a pair only one outcome can be strictly better, and none is better than itself.",
    ),
    FaultKind(
        "D171",
        "Preferences that run in a circle",
        "No ranking can say them; they are taken as they stand, pair by pair.",
        "warning",
    ),
    FaultKind(
        "D180",
        "An actor without preferences",
        "Without prefers, ranking or better an actor is indifferent; prefers: [] says so outright.",
        "warning",
    ),
    FaultKind(
        "D181", "A statement that is always true", "It holds in every possible outcome and decides nothing.",
        "warning",
    ),
    FaultKind(
        "D182", "A statement that is never true", "It holds in no possible outcome and decides nothing.",
        "warning",
    ),
    FaultKind(
        "D183",
        "An option nobody mentions",
        "Nothing in the file depends on it, yet it doubles the number of outcomes.",
        "warning",
    ),
    FaultKind(
        "D184", "Now is not a possible outcome", "Questions that start from today need one.", "warning"
    ),
    FaultKind(
        "D185",
        "Outcomes made one that an actor tells apart",
        "The one outcome is ranked as the lowest-numbered of them.",
        "warning",
    ),
    FaultKind(
        "D186",
        "A one-way option undone",
        "The history drops what is once taken for good, or takes what is once dropped for good.",
        "warning",
    ),
    FaultKind(
        "D187",
        "Too large to check in full or to solve",
        "The model can be kept and read, but some checks were left out or solving would refuse it.",
        "warning",
    ),
    FaultKind(
        "D188",
        "A wish that the lines above make vacuous",
        "Wherever two outcomes differ on it, a line above has already told them apart.",
        "warning",
    ),
    FaultKind(
        "D189",
        "A preference that nothing on record supports",
        "The line cites no event, though the case has a record to cite from; it rests on opinion.",
        "warning",
    ),
    FaultKind(
        "D190",
        "A history that passes through what cannot be",
        "After this row options stand taken together that impossible or always rule out.",
        "warning",
    ),
    FaultKind(
        "D191",
        "A deed against the written preferences",
        "The actor took or dropped an option though its lines rank the outcome without that deed higher. "
        "Either the order is not what drives it, or it was not so then.",
        "warning",
    ),
    FaultKind(
        "D192",
        "A reply against the written preferences",
        "The actor refused a package its lines rank above what stood on that day, or accepted one they rank "
        "below it.",
        "warning",
    ),
    FaultKind(
        "D193",
        "A judgement of an event that does nothing",
        "ledger.events weighs concessions, and nothing on record says that this event is one.",
        "warning",
    ),
    FaultKind(
        "D194",
        "A standing pledge with a day",
        "What is kept day by day is never finished, so no day can pass by which it was to be done.",
        "warning",
    ),
    FaultKind(
        "D195", "Not a range", "A range is two numbers, the lower one first: [0, 0.1] or [-0.2, 0]."
    ),
    FaultKind(
        "D196",
        "An act judged two ways",
        "One event speaks for a pledge, against it, lies outside it or has nothing to do with it.",
    ),
    FaultKind(
        "D197",
        "Judged of a day that had not come",
        "A turning point or an initiative lies after the day that the case stands for.",
        "warning",
    ),
    FaultKind(
        "D198",
        "A turning point between one",
        "Dealings turn between two parties or more; without between, they turned for everybody.",
    ),
    FaultKind(
        "D199",
        "An answer that the days contradict",
        "The checklist of an initiative answers what follows from its own days in another way.",
    ),
)  # fmt: skip


def legible(text: str, keep: str = "") -> str:
    """Return text in which nothing can steer a terminal or turn the reading direction."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in keep else "\ufffd" for c in text)


def shown(text: str, limit: int = 60) -> str:
    """Return a word of the user's for a message: legible and short."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return legible(cut) or "''"


class FaultList:
    """Gathers faults as they are found; tells the first :data:`~detente.dispute.limits.MAX_FAULTS`."""

    def __init__(self) -> None:
        self._found: dict[Fault, None] = {}
        self._left_out = 0

    def add(self, code: str, message: str, place: Place | None, hint: str | Callable[[], str] = "") -> None:
        """Tell a fault once, however often it is found; a costly hint is a function."""
        if len(self._found) >= MAX_FAULTS:
            self._left_out += 1
            return
        advice = hint if isinstance(hint, str) else hint()
        self._found[Fault(code, message, advice, place, FAULTS[code].severity)] = None

    def unknown(
        self, code: str, what: str, word: str, known: Iterable[str], place: Place | None, hint: str = ""
    ) -> None:
        """Tell that a word is none of the known ones, and which was probably meant."""
        names = list(known)

        def advice() -> str:
            listed = ", ".join(map(shown, names[:8])) + (", ..." if len(names) > 8 else "")
            return (
                suggestion(word, names) or hint or (f"it is one of {listed}" if names else "there are none")
            )

        self.add(code, f"unknown {what} {shown(word)}", place, advice)

    def extend(self, faults: Iterable[Fault]) -> None:
        """Take over faults found elsewhere."""
        for fault in faults:
            if len(self._found) < MAX_FAULTS:
                self._found[fault] = None
            else:
                self._left_out += 1

    @property
    def errors(self) -> bool:
        """Whether anything found stops the work."""
        return any(fault.severity == "error" for fault in self._found)

    def sorted(self) -> tuple[Fault, ...]:
        """Return the faults in the order of the file, those without a place last."""
        found = sorted(self._found, key=_position)
        if self._left_out:
            text = f"{self._left_out:,} more faults are not shown, the limit is {MAX_FAULTS}"
            found.append(Fault("D102", text, "mend the first ones and check again", None, "error"))
        return tuple(found)


def _position(fault: Fault) -> tuple[float, float]:
    place = fault.place
    if place is None:
        return (float("inf"), 0)
    return (place.line or 0, place.column or 0)
