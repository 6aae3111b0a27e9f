"""The ten questions and the one sentence that answers each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from detente.brief import outcomes, words
from detente.brief.dealings import answer as in_kind
from detente.brief.evidence import Basis
from detente.brief.exchange import pairs
from detente.brief.findings import Findings
from detente.brief.parties import Badge
from detente.brief.preferences import preference_lines
from detente.brief.readings import compare, sweep_view
from detente.brief.ties import arrivals, heat
from detente.brief.words import CONCEPTS, count, listed, percent
from detente.ledger.pledges import aggregate
from detente.ledger.types import Ahead


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its answer in a sentence or two, and whether it is one.

    ``basis`` is ``None`` where the answer rests on judgements and not on claims; where ``answered`` is false
    the answer only says what is missing.
    """

    number: int
    short: str
    question: str
    answer: str
    answered: bool = True
    basis: Basis | None = None


def questions(findings: Findings, badges: Mapping[str, Badge]) -> tuple[Question, ...]:
    """Answer the ten questions in order."""
    ledger = findings.ledger
    rests = Basis(ledger.claims, ledger.reviewed_claims)
    named = {code: badge.name for code, badge in badges.items()}
    names = {code: words.actor(code, named) for code in badges}
    has_model, holds = _holds(findings, names)
    way_known, way = _way(findings, names) if has_model else (False, _no_way(holds))
    compared, reads = _compared(findings)
    return (
        Question(
            1,
            "Said and done",
            "What was said and done, by whom, to whom, when, and who says so?",
            _happened(findings, names),
            bool(ledger.timeline),
            rests,
        ),
        Question(
            2,
            "Who is ahead",
            "Who is ahead so far?",
            _ahead(findings, names),
            bool(ledger.ahead or ledger.concessions),
            rests,
        ),
        Question(
            3,
            "Pledges",
            "Which pledges stand, and does conduct match them?",
            _pledges(findings),
            bool(ledger.pledges),
            rests,
        ),
        Question(
            4,
            "Ties",
            "Who is in the game, who joined, who answers whom?",
            _ties(findings, names),
            bool(ledger.ties),
            rests,
        ),
        Question(
            5,
            "Bottom lines",
            "Where are the bottom lines, what did the last round reveal, and whom does delay hurt?",
            "Not answered yet: an account of the offers will answer it, from the packages that each side "
            "accepted, refused or let lie.",
            False,
        ),
        Question(6, "What holds", "Which outcomes would hold, and why?", holds, has_model),
        Question(
            7,
            "The way there",
            "How do we get from here to there, and who can break it?",
            way,
            way_known,
        ),
        Question(
            8,
            "What a broker needs",
            "What would have to change for a deal to hold?",
            "Not answered yet: a search for the smallest change of preferences will answer it, for the "
            "outcome a mediator names.",
            False,
        ),
        Question(
            9,
            "Other readings",
            "Do the optimist and the sceptic reach the same conclusion? "
            "How sensitive is it to what we don’t know?",
            reads,
            compared,
        ),
        Question(
            10,
            "What next",
            "What happens next, and what should we watch?",
            "Not answered yet: forward play and forecast questions will answer it, each probability with "
            "its interval and what moves it.",
            False,
        ),
    )


def _happened(findings: Findings, names: Mapping[str, str]) -> str:
    rows = findings.ledger.timeline
    if not findings.claims:
        return (
            "Not answered: nothing has been read yet. Put articles into the folder and run "
            f"detente read {findings.case}."
        )
    if not rows:
        number = len(findings.claims)
        return f"Not answered: {count(number, 'claim')} {_be(number)} on record, none of a dated act."
    first, last = min(r.date_from for r in rows), max(r.date_from for r in rows)
    seen = Counter(code for row in rows for code in row.actor)
    busiest = sorted(seen, key=lambda code: (-seen[code], code))[:2]
    who = f", most by {listed([names[code] for code in busiest])}" if busiest else ""
    when = f"{'on' if first == last else 'from'} {words.days(first, last)}"
    return words.sentence(f"{count(len(rows), 'dated event')} {when}{who}")


def _ahead(findings: Findings, names: Mapping[str, str]) -> str:
    if not findings.ledger.ahead:
        number = len(findings.ledger.concessions)
        if number:
            on_record = f"{count(number, 'concession')} {_be(number)} on record"
            return words.sentence(f"{on_record}, none within a pair that can be compared")
        return "Not answered: no concession is on record, so nobody can be called ahead."
    told = []
    for row in pairs(findings, names)[0]:
        seen = [_lens(one.read, names) for one in row.lenses]
        if row.silent:
            quiet = listed([one.lens for one in row.silent])
            seen.append(f"{quiet} {_be(len(row.silent), 'has', 'have')} nothing to say")
        told.append(words.sentence(f"{listed([names[side] for side in row.pair])}: {'; '.join(seen)}"))
    rest = words.sentence(count(len(told) - 2, "more pair")) if len(told) > 2 else ""
    return (
        f"{' '.join(told[:2])} {rest} Each figure is the share of the admissible weightings under which it "
        "holds; the lenses are never added up."
    ).replace("  ", " ")


def _lens(row: Ahead, names: Mapping[str, str]) -> str:
    account = f" as {row.account} tells it" if row.account else ""
    if row.leader is None:
        return f"by {row.lens} neither is ahead{account}"
    share = row.share[row.leader]
    told = percent(min(share, 0.999) if row.draws else share)
    return f"by {row.lens} {names[row.leader]} is ahead ({told}){account}"


def _pledges(findings: Findings) -> str:
    pledges = findings.ledger.pledges
    if not pledges:
        return "Not answered: no pledge is on record."
    declared = [p for p in pledges if p.declared]
    read = len(pledges) - len(declared)
    also = f"{count(read, 'further promise' if declared else 'promise')} {_be(read, 'was', 'were')} read of"
    if not declared:
        return words.sentence(f"{also}, none of them scored")
    scores = Counter(p.score for p in declared)
    grades = [f"{scores[score]} {words.SCORES[score]}" for score in (3, 2, 1, 0) if scores[score]]
    grades += [f"{scores[None]} not scored"] if scores[None] else []
    contested, late = sum(p.contested for p in declared), sum(p.overdue for p in declared)
    acts: Counter[str] = Counter(act.bearing for p in declared for act in p.conduct)
    held = [
        f"{count(acts[bearing], 'act')} {what}"
        for bearing, what in (("for", "for them"), ("against", "against them"), ("outside", "just outside"))
        if acts[bearing]
    ]
    value = aggregate(declared)
    parts = [f"of {count(len(declared), 'pledge')}, {listed(grades)}"]
    parts += [f"implementation stands at {value:.0f} of 100"] if value is not None else []
    parts += [f"{contested} {_be(contested)} contested"] if contested else []
    parts += [f"{late} {_be(late)} overdue"] if late else []
    parts += [f"since they were made, {listed(held)} {_be(sum(acts.values()))} on record"] if held else []
    parts += [also] if read else []
    return " ".join(words.sentence(part) for part in parts)


def _ties(findings: Findings, names: Mapping[str, str]) -> str:
    ties = findings.ledger.ties
    if not ties:
        return "Not answered: no dated act between two actors is on record."
    table = heat(ties)
    pairs = len(table.rows) + table.pairs_hidden
    a, b = table.rows[0].pair
    joined = arrivals(findings).months
    told = [
        words.sentence(
            f"{count(pairs, 'pair')} of actors dealt with each other, most of all {names[a]} and {names[b]}"
        )
    ]
    if len(joined) > 1 and len(joined[-1][1]) <= 3:
        newest, late = joined[-1]
        told.append(f"The latest to join: {listed([names[c] for c in late])}, in {words.month(newest)}.")
    return " ".join([*told, in_kind(findings.ledger.dealings)]).strip()


def _holds(findings: Findings, names: Mapping[str, str]) -> tuple[bool, str]:
    if findings.dispute is None:
        return False, (
            "Not answered: the folder has no case file. Write case.yaml with what each actor can do and "
            "wants; detente new shows an example."
        )
    if findings.problems:
        return (
            False,
            f"Not answered: the model could not be solved. {words.sentence(findings.problems[0].message)}",
        )
    if not findings.solutions:
        return False, (
            "Not answered: no actor of the case file has options. Give at least one actor options and "
            "prefers in case.yaml."
        )
    first = findings.solutions[0]
    strictest = next((c for c in outcomes.STRICTEST if first.counts.get(c)), None)
    possible = count(first.states, "possible outcome")
    if strictest is None:
        return True, f"None of {possible} holds under any idea of stability.{_rests(findings)}"
    number = first.counts[strictest]
    text = f"{number:,} of {possible} {_be(number, 'holds', 'hold')} {CONCEPTS[strictest].plain}"
    seq = first.counts.get("seq", 0)
    if strictest == "nash" and seq:
        text += f", {seq:,} {CONCEPTS['seq'].plain}"
    return True, f"{text}. {_today(findings, names)}{_rests(findings)}"


def _no_way(why_not: str) -> str:
    return why_not if why_not.startswith("Not answered") else f"Not answered: {why_not}"


def _way(findings: Findings, names: Mapping[str, str]) -> tuple[bool, str]:
    found = findings.explanations
    if found.problems:
        why = words.sentence(found.problems[0].message)
        return False, f"Not answered: the ways could not be looked for. {why}"
    if not found.ways:
        return False, (
            "Not answered: what is done today is not a possible outcome of the model. List the options taken "
            "today under now in case.yaml."
        )
    today, others = found.ways[0], found.ways[1:]
    free = [names.get(b.actor, b.actor) for b in today.route.breakers if b.improvement and not b.deterred]
    own = "their" if len(free) > 1 else "its"
    told = words.sentence(
        f"{listed(free) or 'no actor'} would gain by a move of {own} own away from today’s situation"
    )
    if not others:
        return True, f"{told} No other outcome holds, so there is nowhere to get to."
    giving = [way.route for way in others if way.route.improvements is None and way.route.moves]
    steps = [step for route in giving for step in route.moves or () if step.verdict != "better"]
    must_give = {step.actor for step in steps}
    givers = " or ".join(name for actor, name in names.items() if actor in must_give)
    by_gains = sum(way.route.improvements is not None for way in others)
    ways = [
        (by_gains, "by moves that each serve whoever makes them"),
        (len(giving), f"only if {givers} moves without gaining by it"),
        (sum(way.route.moves is None for way in others), "by no sequence of moves"),
    ]
    found_ways = [(number, f"can be reached {how}") for number, how in ways if number]
    if len(found_ways) == 1:
        whole = (
            f"each of the {len(others)} firmest other outcomes"
            if len(others) > 1
            else "the other one that holds"
        )
        return True, f"{told} {words.sentence(f'{whole} {found_ways[0][1]}')}"
    parts = listed([f"{number} {how}" for number, how in found_ways])
    return True, f"{told} Of the {len(others)} firmest other outcomes, {parts}."


def _today(findings: Findings, names: Mapping[str, str]) -> str:
    first = findings.solutions[0]
    if first.now is None:
        return "What is done today is not a possible outcome of the model, so it is not judged."
    for concept in outcomes.STRICTEST:
        if outcomes.now_holds(findings, concept):
            return f"Today’s situation holds {CONCEPTS[concept].plain}."
    movers = listed([names.get(a, a) for a in first.unsettled.get("nash", ())])
    return f"Today’s situation does not hold: {movers or 'some actor'} could do better by moving."


def _rests(findings: Findings) -> str:
    bare, lines = len(findings.uncited), preference_lines(findings.dispute)
    if not bare:
        return ""
    return f" This rests on {count(lines, 'preference line')}, {bare:,} of which nothing supports."


def _compared(findings: Findings) -> tuple[bool, str]:
    if not findings.solutions:
        return False, "Not answered: there is no solved model to compare or vary (see question 6)."
    table = outcomes.outcomes(findings)
    rows = compare(findings, table)
    told = []
    if rows:
        row = next((r for r in rows if r.concept.key == "seq"), rows[0])
        union = row.every.total + row.some.total + sum(held.total for _, held in row.alone)
        readings = listed([outcomes.reading_name(s.reading) for s in findings.solutions])
        every = f"{row.every.total:,}" if row.every.total else "none"
        told.append(
            f"Of {count(union, 'outcome')} that {_be(union, 'holds', 'hold')} {row.concept.plain} in some "
            f"reading, {every} {_be(max(1, row.every.total), 'does', 'do')} so in every one ({readings})."
        )
    else:
        told.append("The case file has one reading only; an optimist’s and a sceptic’s go under readings.")
    view, sweep = sweep_view(findings, table), findings.sweep
    if view is None or sweep is None:
        told.append("It marks no preference as unknown (maybe), so nothing was varied.")
    else:
        likely = sum(r.low > 0.5 for r in sweep.outcomes if r.concept == view.concept.key)
        told.append(
            f"With {count(len(sweep.unknowns), 'unknown preference')} varied in {sweep.draws:,} draws, "
            f"{count(likely, 'outcome')} {_be(likely, 'holds', 'hold')} in more than half of them "
            f"{view.concept.plain}."
        )
    return bool(rows or view), " ".join(told)


def _be(number: int, one: str = "is", many: str = "are") -> str:
    return one if number == 1 else many
