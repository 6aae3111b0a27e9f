"""How well the reader does: scores against hand-made annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from detente.cli.parameters import Json
from detente.cli.show import console, count, plain, print_json, say, show_faults, table

if TYPE_CHECKING:
    from detente.reading.score import Rate, Report, Scores

SHOWN = 20
"""Rows of the confusion of types that are shown; --json has all."""
_RATES = ("parties", "typed", "typed_first", "dates", "concessions")


def score(
    gold: Annotated[list[Path], Parameter(negative="")],
    *,
    text: Annotated[list[Path] | None, Parameter(negative="")] = None,
    case: Path | None = None,
    json: Json = False,
) -> None:
    """Score the reader against hand-made annotations, beside a trivial baseline.

    The baseline takes the first party a sentence names as actor, the second or the document's main
    counterpart as target, and calls everything a meeting that happened, said by the author. Claims and
    annotations are matched one to one within a sentence.

    Parameters
    ----------
    gold
        Files of annotations, one JSON object a line: a document with doc_id, text and annotations, or one
        annotation with doc, quote_first_words, actor, target and event_type.
    text
        An article or a folder of them, for annotations that do not hold their text; the file's name
        without its ending is the document. May be given several times.
    case
        A case whose names and lexicon are used.
    json
        Print JSON only.
    """
    from detente.case import score_reader
    from detente.cli.progress import Bar

    with Bar() as bar:
        report = score_reader(gold, texts=text or (), case=case, progress=bar)
    if json:
        print_json(report.to_dict())
        return
    show_faults(report.warnings)
    _show(report)


def _show(report: Report) -> None:
    from detente.reading.score import sum_of

    out = console()
    named = [*((name, report.reader[name], report.baseline[name]) for name in report.reader)]
    if len(named) != 1:
        named.append(("all", sum_of(report.reader.values()), sum_of(report.baseline.values())))
    found = [row for name, ours, trivial in named for row in _rows(name, ours, trivial)]
    heads = ("document", "what", "P", "R", "F1", "found", "of", "baseline")
    out.print(table("Found", heads, found, numbers=heads[2:], wraps=("document",)))
    stands = [row for name, ours, _ in named for row in _details(name, ours)]
    titles = ("document", "what", "right", "of", "always happened / author")
    title = "\nHow it stands, and who says so"
    out.print(table(title, titles, stands, numbers=titles[2:], wraps=("document",)))
    _show_kinds(report)
    wrong = [(g, c, n) for (g, c), n in report.confusion.items() if g != c]
    if wrong:
        title = "\nTypes taken for others, where the parties are right"
        out.print(table(title, ("annotated", "read as", "times"), wrong[:SHOWN], numbers=("times",)))
    if len(wrong) > SHOWN:
        say(f"… and {len(wrong) - SHOWN} more; --json lists all")
    say(f"{count(len(report.reader), 'document')}; figures from few annotations are rough")


_NAMES = {
    "parties": "who, to whom",
    "typed": "who, to whom, type",
    "typed_first": "first choice of type",
    "dates": "dates",
    "concessions": "concessions",
}


def _rows(name: str, ours: Scores, trivial: Scores) -> Iterator[tuple[object, ...]]:
    for what in _RATES:
        rate: Rate = getattr(ours, what)
        shown = name if what == _RATES[0] else ""
        baseline = _share(getattr(trivial, what).f1) if what in _RATES[:3] else ""
        rates = (_share(rate.precision), _share(rate.recall), _share(rate.f1))
        yield shown, _NAMES[what], *rates, rate.found, rate.gold, baseline


def _details(name: str, ours: Scores) -> Iterator[tuple[object, ...]]:
    trivial = {"modality": ours.always_happened, "attribution": ours.always_author, "negation": None}
    for what, simple in trivial.items():
        rate: Rate = getattr(ours, what)
        shown = name if what == "modality" else ""
        yield shown, _DETAILS[what], rate.hits, rate.gold, "" if simple is None else simple.hits


_DETAILS = {
    "modality": "modality",
    "attribution": "author or another",
    "negation": "negation",
}


def _show_kinds(report: Report) -> None:
    kinds: Iterable[tuple[str, Rate]] = sorted(report.phenomena.items())
    rows = [(kind, rate.hits, rate.gold, _share(rate.recall)) for kind, rate in kinds]
    if rows:
        columns = ("annotations of this kind", "matched", "of", "recall")
        console().print(table("\nBy kind", columns, rows, numbers=columns[1:]))


def _share(value: float) -> str:
    return plain(f"{value:.2f}")
