"""Figures of the brief: rows in, an SVG out that follows the page's colours, light, dark and printed.

Every figure has its table beneath; a figure without rows is not drawn. Colours are the page's own, one for
each actor, and nothing is told by colour alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from detente.brief.findings import Findings
from detente.brief.parties import Badge
from detente.errors import DetenteError, Fault

if TYPE_CHECKING:
    from detente.ledger.dealings import Reciprocity
    from detente.ledger.types import Balance, ScoreGiven, Tie

WIDTH = 620
MONTHS_DRAWN = 12
ROWS_DRAWN = 16
PAIRS_DRAWN = 4
_INK, _SOFT, _LINE, _PAPER = "var(--ink)", "var(--soft)", "var(--line)", "var(--raised)"
_UNPRINTABLE = re.compile(r"[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MONTH = "timeFormat(toDate(datum.value + '-15'), '%b %Y')"
_CONFIG: Mapping[str, Any] = {
    "background": None,
    "font": "sans-serif",
    "axis": {
        "labelColor": _SOFT,
        "titleColor": _SOFT,
        "titleFontWeight": "normal",
        "domainColor": _LINE,
        "gridColor": _LINE,
        "tickColor": _LINE,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "labelLimit": 260,
    },
    "legend": {"labelColor": _INK, "titleColor": _SOFT, "labelFontSize": 12, "orient": "top", "title": None},
    "header": {"labelColor": _INK, "labelFontSize": 12, "labelFontWeight": "bold", "title": None},
    "view": {"stroke": None},
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing, what it says in words for those who do not see it, and how many rows are not drawn."""

    svg: str
    says: str
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of the page, ``None`` where there is nothing to draw; balances by pair."""

    balances: Mapping[tuple[str, str], Figure]
    pledges: Figure | None
    network: Figure | None
    answers: Figure | None


def figures(findings: Findings, badges: Mapping[str, Badge], pairs: Sequence[tuple[str, str]]) -> Figures:
    """Draw what the findings hold; balances for the first of these pairs that moved at all."""
    ledger = findings.ledger
    over_time = {pair: [row for row in ledger.balances if row.pair == pair] for pair in pairs[:PAIRS_DRAWN]}
    drawn = {pair: balance(rows, badges) for pair, rows in over_time.items() if len({r.on for r in rows}) > 1}
    among = frozenset(ledger.dealings.actors)
    return Figures(
        {pair: figure for pair, figure in drawn.items() if figure},
        pledge_scores(ledger.scores, {pledge.id: pledge.text for pledge in ledger.pledges}),
        network([tie for tie in ledger.ties if {tie.a, tie.b} <= among], badges),
        answers(ledger.dealings.reciprocity, badges),
    )


def balance(rows: Sequence[Balance], badges: Mapping[str, Badge]) -> Figure | None:
    """Draw, for one pair, in how many weightings each side was ahead, day by day and lens by lens."""
    if not rows:
        return None
    pair = rows[0].pair
    values = [
        {"on": row.on.isoformat(), "lens": row.lens, "who": badges[who].name, "share": row.share.get(who, 0)}
        for row in rows
        for who in pair
    ]
    spec = {
        "facet": {
            "row": {"field": "lens", "type": "nominal", "header": {"labelAngle": 0, "labelAlign": "left"}}
        },
        "spec": {
            "width": WIDTH - 150,
            "height": 90,
            "mark": {"type": "line", "interpolate": "step-after", "point": {"size": 45}, "strokeWidth": 2},
            "encoding": {
                "x": _days("on"),
                "y": {
                    "field": "share",
                    "type": "quantitative",
                    "scale": {"domain": [0, 1]},
                    "axis": {"format": "%", "values": [0, 0.5, 1], "title": None},
                },
                "color": _by_actor("who", pair, badges),
                "shape": {"field": "who", "type": "nominal", "legend": None},
                "strokeDash": {"field": "who", "type": "nominal", "legend": None},
            },
        },
    }
    both = " and ".join(badges[code].name for code in pair)
    return Figure(_drawn(spec, values), f"Share of weightings in which {both} are ahead, over time")


def pledge_scores(rows: Sequence[ScoreGiven], named: Mapping[str, str]) -> Figure | None:
    """Draw how far each pledge was kept, as it was scored over time, from 0 to 3."""
    kept = list(dict.fromkeys(row.pledge for row in rows))
    shown = kept[:ROWS_DRAWN]
    values = [
        {"on": row.on.isoformat(), "pledge": _short(named.get(row.pledge, row.pledge)), "score": row.score}
        for row in rows
        if row.pledge in shown
    ]
    if not values:
        return None
    y = {
        "field": "pledge",
        "type": "nominal",
        "sort": None,
        "axis": {"title": None, "ticks": False, "domain": False, "labelPadding": 16},
    }
    spec = {
        "width": WIDTH - 290,
        "height": {"step": 34},
        "layer": [
            {
                "mark": {"type": "line", "color": _LINE, "strokeWidth": 3},
                "encoding": {"x": _days("on"), "y": y, "detail": {"field": "pledge"}},
            },
            {
                "mark": {"type": "circle", "size": 420, "stroke": _INK, "strokeWidth": 1, "opacity": 1},
                "encoding": {
                    "x": _days("on"),
                    "y": y,
                    "color": {
                        "field": "score",
                        "type": "ordinal",
                        "legend": None,
                        "scale": {
                            "domain": [0, 1, 2, 3],
                            "range": ["var(--down3)", "var(--down1)", "var(--up1)", "var(--up3)"],
                        },
                    },
                },
            },
            {
                "mark": {"type": "text", "fontSize": 12, "fontWeight": "bold", "color": "var(--heat-ink)"},
                "encoding": {"x": _days("on"), "y": y, "text": {"field": "score"}},
            },
        ],
    }
    says = "How far each pledge was kept when it was scored, from 0, not begun, to 3, in full"
    return Figure(_drawn(spec, values), says, len(kept) - len(shown))


def network(ties: Sequence[Tie], badges: Mapping[str, Badge]) -> Figure | None:
    """Draw who dealt with whom, a small picture a month, the latest months with any dealings."""
    months = sorted({tie.month for tie in ties})
    shown = months[-MONTHS_DRAWN:]
    drawn = [tie for tie in ties if tie.month in shown]
    weight: dict[str, int] = {}
    for tie in drawn:
        for code in (tie.a, tie.b):
            weight[code] = weight.get(code, 0) + len(tie.events)
    codes = sorted(sorted(weight, key=lambda code: (-weight[code], code))[:8])
    if len(codes) < 2:
        return None
    at = {
        code: (math.sin(2 * math.pi * i / len(codes)), math.cos(2 * math.pi * i / len(codes)))
        for i, code in enumerate(codes)
    }
    values: list[dict[str, Any]] = []
    for tie in drawn:
        if tie.a in at and tie.b in at:
            (x, y), (x2, y2) = at[tie.a], at[tie.b]
            kind = "more cooperation" if tie.cooperation >= -tie.conflict else "more conflict"
            place = {"x": x, "y": y, "x2": x2, "y2": y2}
            values.append({"month": tie.month, "kind": kind, "events": len(tie.events), **place})
    for month in shown:
        for code, (x, y) in at.items():
            values.append({"month": month, "actor": code, "x": x, "y": y, "tx": 1.36 * x, "ty": 1.3 * y})
    plane = {"scale": {"domain": [-1.6, 1.6]}, "axis": None, "type": "quantitative"}
    spec = {
        "facet": {"field": "month", "type": "ordinal", "header": {"labelExpr": _MONTH}},
        "columns": 4,
        "spacing": 14,
        "spec": {
            "width": 128,
            "height": 118,
            "layer": [
                {
                    "transform": [{"filter": "isValid(datum.kind)"}],
                    "mark": {"type": "rule"},
                    "encoding": {
                        "x": {"field": "x", **plane},
                        "y": {"field": "y", **plane},
                        "x2": {"field": "x2"},
                        "y2": {"field": "y2"},
                        "size": {
                            "field": "events",
                            "type": "quantitative",
                            "legend": None,
                            "scale": {"range": [1.2, 7], "zero": False},
                        },
                        "color": {
                            "field": "kind",
                            "type": "nominal",
                            "scale": {
                                "domain": ["more cooperation", "more conflict"],
                                "range": ["var(--coop)", "var(--conf)"],
                            },
                            "legend": None,
                        },
                        "strokeDash": {
                            "field": "kind",
                            "type": "nominal",
                            "scale": {
                                "domain": ["more cooperation", "more conflict"],
                                "range": [[1, 0], [4, 3]],
                            },
                            "legend": None,
                        },
                    },
                },
                {
                    "transform": [{"filter": "isValid(datum.actor)"}],
                    "mark": {"type": "circle", "size": 60, "opacity": 1},
                    "encoding": {
                        "x": {"field": "x", **plane},
                        "y": {"field": "y", **plane},
                        "color": _fixed("actor", codes, badges),
                    },
                },
                {
                    "transform": [{"filter": "isValid(datum.actor)"}],
                    "mark": {"type": "text", "fontSize": 10, "color": _INK},
                    "encoding": {
                        "x": {"field": "tx", **plane},
                        "y": {"field": "ty", **plane},
                        "text": {"field": "actor"},
                    },
                },
            ],
            "resolve": {"scale": {"color": "independent"}},
        },
    }
    says = "Who dealt with whom, by month: a thick line is many events, a dashed one more conflict than not"
    return Figure(_drawn(spec, values), says, len(months) - len(shown))


def answers(rows: Sequence[Reciprocity], badges: Mapping[str, Badge]) -> Figure | None:
    """Draw how often like was answered by like, beside what chance alone would give."""
    measured = [row for row in rows if row.rate is not None and row.null_low is not None]
    shown = measured[:ROWS_DRAWN]
    if not shown:
        return None
    values = [
        {
            "what": f"{row.to} answers {row.by}, {row.polarity}",
            "days": f"within {row.days} days",
            "who": row.to,
            "rate": row.rate,
            "low": row.null_low,
            "mid": row.null_mid,
            "high": row.null_high,
        }
        for row in shown
    ]
    y = {"field": "what", "type": "nominal", "sort": None, "axis": {"title": None, "ticks": False}}
    rate = {"type": "quantitative", "scale": {"domain": [0, 1]}, "axis": {"format": "%", "title": None}}
    codes = sorted({row.to for row in shown})
    spec = {
        "facet": {"row": {"field": "days", "type": "nominal", "sort": None}},
        "spec": {
            "width": WIDTH - 290,
            "height": {"step": 26},
            "layer": [
                {
                    "mark": {"type": "bar", "height": 12, "color": _LINE},
                    "encoding": {"x": {"field": "low", **rate}, "x2": {"field": "high"}, "y": y},
                },
                {
                    "mark": {"type": "tick", "color": _SOFT, "thickness": 2, "height": 12},
                    "encoding": {"x": {"field": "mid", **rate}, "y": y},
                },
                {
                    "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1, "stroke": _PAPER},
                    "encoding": {
                        "x": {"field": "rate", **rate},
                        "y": y,
                        "color": _fixed("who", codes, badges),
                    },
                },
            ],
        },
        "resolve": {"scale": {"y": "independent"}},
    }
    says = (
        "How often an act was answered in kind: the point is what happened, the bar what chance alone gives"
    )
    return Figure(_drawn(spec, values), says, len(measured) - len(shown))


def _days(field: str) -> dict[str, Any]:
    return {"field": field, "type": "temporal", "axis": {"title": None, "format": "%b %Y", "tickCount": 6}}


def _by_actor(field: str, codes: Sequence[str], badges: Mapping[str, Badge]) -> dict[str, Any]:
    names = [badges[code].name for code in codes]
    colours = [f"var(--c{badges[code].colour})" for code in codes]
    return {"field": field, "type": "nominal", "scale": {"domain": names, "range": colours}}


def _fixed(field: str, codes: Sequence[str], badges: Mapping[str, Badge]) -> dict[str, Any]:
    colours = [f"var(--c{badges[code].colour})" for code in codes]
    scale = {"domain": list(codes), "range": colours}
    return {"field": field, "type": "nominal", "legend": None, "scale": scale}


def _short(text: str) -> str:
    return text if len(text) <= 42 else text[:41].rstrip() + "…"


def _drawn(spec: Mapping[str, Any], values: Sequence[Mapping[str, Any]]) -> str:
    """Return the SVG of a chart, with nothing in it that a page's content security policy would refuse."""
    try:
        from vl_convert import vegalite_to_svg
    except ImportError as error:
        message = "the figures of a brief need vl-convert-python, which is not installed"
        raise DetenteError(Fault("D690", message, 'pip install "detente[brief]"')) from error
    whole = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": list(values)},
        "config": _CONFIG,
        **spec,
    }
    svg: str = vegalite_to_svg(_safe(whole))
    # The figure is named as a whole; a label for each of its marks would be endless to listen to.
    svg = re.sub(r' (?:aria-[a-z]+|role)="[^"]*"', "", svg)
    head = r'^<svg [^>]*?width="(\d+)" height="\d+" viewBox'
    return re.sub(head, r'<svg aria-hidden="true" width="\1" viewBox', svg)


def _safe(value: Any) -> Any:
    """Leave out of a stranger's words what an SVG cannot hold."""
    if isinstance(value, str):
        return _UNPRINTABLE.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {key: _safe(one) for key, one in value.items()}
    return [_safe(one) for one in value] if isinstance(value, list | tuple) else value
