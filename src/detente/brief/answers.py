"""The ten questions and the one sentence that answers each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from detente.brief import accounts, outcomes, words
from detente.brief.evidence import Basis
from detente.brief.findings import Findings
from detente.brief.parties import Badge
from detente.brief.words import CONCEPTS, count, listing, percent

LENSES = ("concessions", "position change", "outside option", "standing")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its answer in a sentence or two, and how it can be asked on the command line.

    ``basis`` is ``None`` where the answer rests on judgements and not on claims; ``answered`` is false where
    the answer is only what is missing.
    """

    number: int
    short: str
    question: str
    answer: str
    command: str
    answered: bool = True
    basis: Basis | None = None


def questions(findings: Findings, badges: Mapping[str, Badge]) -> tuple[Question, ...]:
    """Answer the ten questions in order."""
    case, ledger = findings.case, findings.ledger
    rests = Basis(ledger.claims, ledger.reviewed_claims)
    names = {code: words.the(badge.name) for code, badge in badges.items()}
    has_model, holds = _holds(findings, names)
    compared, reads = _compared(findings)
    return (
        Question(
            1,
            "Said and done",
            "What was said and done, by whom, to whom, when, and who says so?",
            _happened(findings, names),
            f"detente record {case}",
            bool(ledger.timeline),
            rests,
        ),
        Question(
            2,
            "Who is ahead",
            "Who is ahead so far?",
            _ahead(findings, names),
            f"detente ledger {case}",
            bool(ledger.concessions),
            rests,
        ),
        Question(
            3,
            "Pledges",
            "Which pledges stand, and does conduct match them?",
            _pledges(findings),
            f"detente ledger {case} --pledges",
            bool(ledger.pledges),
            rests,
        ),
        Question(
            4,
            "Ties",
            "Who is in the game, who joined, who answers whom?",
            _ties(findings, names),
            f"detente ledger {case} --ties",
            bool(ledger.ties),
            rests,
        ),
        Question(
            5,
            "Bottom lines",
            "Where are the bottom lines, what did the last round reveal, and whom does delay hurt?",
            "Not answered yet: the account of offers and refusals will answer it, from the packages each side "
            "accepted, refused or let lie.",
            f"detente bottomlines {case}",
            False,
        ),
        Question(
            6,
            "What holds",
            "Which outcomes would hold, and why?",
            holds,
            f"detente solve {case}",
            has_model,
        ),
        Question(
            7,
            "The way there",
            "How do we get from here to there, and who can break it?",
            "Not answered yet: the search for paths will answer it, from the moves that lead from today's "
            "outcome to the ones that hold.",
            f"detente path {case}",
            False,
        ),
        Question(
            8,
            "What a broker needs",
            "What would have to change for a deal to hold?",
            "Not answered yet: the search for the smallest change of preferences will answer it, for an outcome "
            "that the mediator names.",
            f"detente broker {case} --toward STATE",
            False,
        ),
        Question(
            9,
            "Other readings",
            "Do the optimist and the sceptic reach the same conclusion? How sensitive is it to what we don’t know?",
            reads,
            f"detente sweep {case}",
            compared,
        ),
        Question(
            10,
            "What next",
            "What happens next, and what should we watch?",
            "Not answered yet: forward play with forecast questions will answer it, each probability with its "
            "interval and what moves it.",
            f"detente outlook {case}",
            False,
        ),
    )


def _happened(findings: Findings, names: Mapping[str, str]) -> str:
    rows = findings.ledger.timeline
    if not findings.claims:
        return f"Nothing has been read yet. Put articles into the folder and run detente read {findings.case}."
    if not rows:
        return f"{words.sentence(count(len(findings.claims), 'claim'))[:-1]} and none that tells of a dated act."
    first, last = min(r.date_from for r in rows), max(r.date_to for r in rows)
    seen: dict[str, int] = {}
    for row in rows:
        for code in row.actor:
            seen[code] = seen.get(code, 0) + 1
    busiest = sorted(seen, key=lambda code: (-seen[code], code))[:2]
    who = f", most by {listing([names[c] for c in busiest])}" if busiest else ""
    return f"{count(len(rows), 'dated event')[:1].upper()}{count(len(rows), 'dated event')[1:]} " + (
        f"{'on' if first == last else 'from'} {words.days(first, last)}{who}."
    )


def _ahead(findings: Findings, names: Mapping[str, str]) -> str:
    ledger = findings.ledger
    if not ledger.concessions:
        return "No concession is on the books, so nobody can be called ahead."
    told = []
    for row in accounts.aheads(findings):
        a, b = row.read.pair
        if row.leader:
            other = b if row.leader == a else a
            share = percent(row.read.share[row.leader])
            told.append(f"{names[row.leader]} is ahead of {names[other]} ({share})")
        else:
            told.append(f"neither {names[a]} nor {names[b]} is ahead in most weightings")
    if not told:
        return f"{words.sentence(count(len(ledger.concessions), 'concession'))[:-1]} on the books, none exchanged within a pair that can be compared."
    missing = [lens for lens in LENSES if lens not in {a.lens for a in ledger.ahead}]
    rest = f" and {count(len(told) - 3, 'more pair')}" if len(told) > 3 else ""
    caveat = f" {words.sentence(listing(missing) + (' is' if len(missing) == 1 else ' are') + ' not weighed yet')}" if missing else ""
    return (
        f"By concessions alone, {'; '.join(told[:3])}{rest}. The figure is the share of the "
        f"weightings of issues, among those the analyst admits, under which that holds.{caveat}"
    )


def _pledges(findings: Findings) -> str:
    pledges = findings.ledger.pledges
    if not pledges:
        return "No pledge is on the books."
    declared = [p for p in pledges if p.declared]
    read = len(pledges) - len(declared)
    also = f"{count(read, 'further promise')} {'was' if read == 1 else 'were'} read of and not scored."
    if not declared:
        return words.sentence(also)
    scored = [p.score for p in declared if p.score is not None]
    grades = [
        f"{scored.count(score)} {words.SCORES[score]}" for score in (3, 2, 1, 0) if scored.count(score)
    ]
    open_ = len(declared) - len(scored)
    grades += [f"{open_} not scored"] if open_ else []
    contested = sum(p.contested for p in declared)
    return (
        f"{words.sentence('of ' + count(len(declared), 'pledge') + ' on the books, ' + listing(grades))}"
        + (f" {contested} {'is' if contested == 1 else 'are'} contested." if contested else "")
        + (f" {words.sentence(also)}" if read else "")
    )


def _ties(findings: Findings, names: Mapping[str, str]) -> str:
    table = accounts.heat(findings.ledger.ties)
    if not table.rows:
        return "No dated act between two actors is on the books."
    pairs = len(table.rows) + table.pairs_hidden
    busiest = table.rows[0].pair
    first: dict[str, str] = {}
    for tie in sorted(findings.ledger.ties, key=lambda t: t.month):
        for code in (tie.a, tie.b):
            first.setdefault(code, tie.month)
    newest = max(first.values())
    late = [code for code, month in first.items() if month == newest]
    joined = (
        f" The latest to join: {listing([names[c] for c in late])}, in {words.month(newest)}."
        if newest != min(first.values()) and len(late) <= 3
        else ""
    )
    return (
        f"{words.sentence(count(pairs, 'pair') + ' of actors dealt with each other')[:-1]}, most of all "
        f"{names[busiest[0]]} and {names[busiest[1]]}.{joined}"
    )


def _holds(findings: Findings, names: Mapping[str, str]) -> tuple[bool, str]:
    if findings.dispute is None:
        return False, (
            "Not answered: the folder has no case file. Write case.yaml with what each actor can do and wants; "
            "detente new shows an example."
        )
    if findings.problems:
        return False, f"Not answered: {findings.problems[0].message}."
    if not findings.solutions:
        return False, (
            "Not answered: no actor of the case file has options. Add options and prefers to at least one actor."
        )
    first = findings.solutions[0]
    strictest = next((c for c in outcomes.STRICTEST if first.counts.get(c)), None)
    if strictest is None:
        return True, f"None of {count(first.states, 'possible outcome')} holds under any idea of stability."
    number = first.counts[strictest]
    text = (
        f"{number:,} of {count(first.states, 'possible outcome')} {'holds' if number == 1 else 'hold'} "
        f"{CONCEPTS[strictest].plain}"
    )
    seq = first.counts.get("seq", 0)
    if strictest == "nash" and seq:
        text += f", {seq:,} {CONCEPTS['seq'].plain}"
    return True, f"{text}. {_today(findings, names)}{_rests(findings)}"


def _today(findings: Findings, names: Mapping[str, str]) -> str:
    first = findings.solutions[0]
    if first.now is None:
        return "What is taken today is not a possible outcome of the model, so it is not judged."
    for concept in ("nash", "seq", "gmr"):
        if outcomes.now_holds(findings, concept):
            return f"Today’s situation holds {CONCEPTS[concept].plain}."
    movers = first.unsettled.get("nash") or next(iter(first.unsettled.values()), ())
    return f"Today’s situation does not hold: {listing([names.get(a, a) for a in movers])} could do better by moving."


def _rests(findings: Findings) -> str:
    bare, lines = len(findings.uncited), outcomes.preference_lines(findings.dispute)
    if not bare:
        return ""
    return f" This rests on {count(lines, 'preference line')}, {bare:,} of which nothing in the record supports."


def _compared(findings: Findings) -> tuple[bool, str]:
    if not findings.solutions:
        return False, "Not answered: there is no solved model to compare or vary (see question 6)."
    table = outcomes.outcomes(findings)
    rows = outcomes.compare(findings, table)
    if rows:
        row = outcomes.common(rows, "seq") or rows[0]
        union = row.every.total + row.some.total + sum(held.total for _, held in row.alone)
        readings = listing([outcomes.reading_name(s.reading) for s in findings.solutions])
        text = (
            f"Of {count(union, 'outcome')} that {'holds' if union == 1 else 'hold'} {row.concept.plain} in some reading, "
            f"{f'{row.every.total:,}' if row.every.total else 'none'} {'does' if row.every.total < 2 else 'do'} so in "
            f"every one ({readings})."
        )
    else:
        text = "The case file has no other reading to compare; add an optimist’s and a sceptic’s under readings."
    view = outcomes.sweep_view(findings, table)
    if view is None or findings.sweep is None:
        return bool(rows), f"{text} It marks no preference as unknown, so nothing was varied."
    always = sum(r.share.low > 0.5 for r in view.rows)
    return True, (
        f"{text} With {count(len(findings.unknowns), 'unknown preference')} varied in {findings.sweep.draws:,} draws, "
        f"{count(always, 'outcome')} {'holds' if always == 1 else 'hold'} in more than half of them."
    )
