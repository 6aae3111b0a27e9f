"""Findings to one offline HTML page.

The page loads nothing: styles and the one small script are inlined, and its content security policy names
them by hash, so that nothing a stranger's article or case file says can load, run or restyle anything.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from detente.brief import exchange, explanations, words
from detente.brief.answers import questions
from detente.brief.charts import figures
from detente.brief.dealings import dealings
from detente.brief.evidence import collect, rejected
from detente.brief.findings import Findings
from detente.brief.outcomes import STRICTEST, outcomes
from detente.brief.parties import badges
from detente.brief.pledges import pledges, themes
from detente.brief.preferences import unsupported, wish_text
from detente.brief.readings import compare, sweep_view
from detente.brief.ties import arrivals, heat
from detente.brief.timeline import timeline
from detente.errors import DetenteError, Fault
from detente.record.found import dated_by

if TYPE_CHECKING:
    from jinja2 import Environment

LEDE = 4
"""Sentences of the situation that are open at once; the others wait in a closed part."""

_REPLACED = {
    code: 0xFFFD
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
    if code not in (0x09, 0x0A)
}


def render(findings: Findings) -> str:
    """Return the brief as one HTML page.

    Parameters
    ----------
    findings
        What to say; see :func:`detente.brief.findings.gather`.

    Returns
    -------
    str
        A whole HTML document that needs no network and no other file. The same findings give the same text.

    Raises
    ------
    DetenteError
        When jinja2 is not installed (``D690``).

    Notes
    -----
    Linear in what is shown, which is bounded: tables say how many rows they leave out and the command that
    lists them all. 12 documents with 150 events and 300 claims make 1.1 MB.

    Examples
    --------
    >>> from detente.ledger.types import Ledger
    >>> nothing = Ledger(None, 0, 0, (), (), (), (), (), (), 0)
    >>> page = render(Findings("dam", "An empty case", None, "0.1.0", nothing, nothing))
    >>> page[:15], "An empty case" in page
    ('<!doctype html>', True)
    """
    return _environment().get_template("page.html.jinja").render(_view(findings))


def _view(findings: Findings) -> dict[str, Any]:
    known = badges(findings)
    table = outcomes(findings)
    declared, read_pledges, pledges_hidden = pledges(findings)
    active, inactive = exchange.totals(findings)
    compared, compared_hidden = exchange.pairs(findings, {code: badge.name for code, badge in known.items()})
    conceded, conceded_hidden = exchange.concessions(findings.ledger)
    return {
        "f": findings,
        "badges": known,
        "evidence": collect(findings),
        "lede": findings.situation[:LEDE],
        "more_situation": findings.situation[LEDE:],
        "questions": questions(findings, known),
        "timeline": timeline(findings),
        "totals": active,
        "inactive": inactive,
        "pairs": compared,
        "pairs_hidden": compared_hidden,
        "themes": themes(findings),
        "conceded": conceded,
        "conceded_hidden": conceded_hidden,
        "declared": declared,
        "read_pledges": read_pledges,
        "pledges_hidden": pledges_hidden,
        "heat": heat(findings.ledger.ties),
        "arrivals": arrivals(findings),
        "dealt": dealings(findings),
        "figures": figures(findings, known, [row.pair for row in compared]),
        "table": table,
        "shown": explanations.shown(findings),
        "compared": compare(findings, table),
        "sweep": sweep_view(findings, table),
        "unsupported": unsupported(findings),
        "rejected": sum(rejected(review) for review in findings.decisions.values()),
        "concepts": words.CONCEPTS,
        "strictest": STRICTEST,
    }


@lru_cache(maxsize=1)
def _environment() -> Environment:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
        from markupsafe import Markup
    except ImportError as error:
        raise DetenteError(
            Fault("D690", "a brief needs jinja2, which is not installed", 'pip install "detente[brief]"')
        ) from error
    # Every template is HTML, whatever its name, so everything is escaped unless it is markup of our own.
    environment = Environment(
        loader=PackageLoader("detente.brief"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_printable,
    )
    style, script = _asset("style.css"), _asset("script.js")
    environment.globals.update(
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        policy="; ".join(
            (
                "default-src 'none'",
                f"style-src '{_hash(style)}'",
                f"script-src '{_hash(script)}'",
                "img-src data:",
                "base-uri 'none'",
                "form-action 'none'",
            )
        ),
    )
    environment.filters.update(_filters())
    # Drawn from data by a library that escapes it; a test holds it to that.
    environment.filters["drawing"] = lambda figure: Markup(figure.svg)  # noqa: S704
    return environment


def _filters() -> Mapping[str, Any]:
    return {
        "day": words.day,
        "month": words.month,
        "count": words.count,
        "percent": words.percent,
        "share": lambda share: "too few" if share is None else words.percent(share),
        "number": words.number,
        "signed": words.signed,
        "sentence": words.sentence,
        "capital": lambda text: text[:1].upper() + text[1:],
        "standing": lambda modality: words.STANDING.get(modality, modality),
        "issue": lambda issue: issue.replace("_", " "),
        "kind": lambda kind: kind.lower().replace("_", " "),
        "score": lambda score: words.SCORES[score],
        "days": lambda pair: words.days(*pair),
        "wish": wish_text,
        "speaker": words.speaker,
        "dated_by": dated_by,
    }


def _printable(value: Any) -> Any:
    """Put a mark where a stranger's text has a character that HTML or UTF-8 cannot hold."""
    return value.translate(_REPLACED) if type(value) is str else value


def _asset(name: str) -> str:
    return files("detente.brief").joinpath("templates", name).read_text("utf-8").replace("\r\n", "\n")


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
