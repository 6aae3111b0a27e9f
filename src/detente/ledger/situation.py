"""The situation in a few sentences, each with the evidence behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from detente.dispute.types import Dispute
from detente.ledger import words
from detente.ledger.ahead import counted
from detente.ledger.concessions import flows, judged_in_vain
from detente.ledger.pledges import aggregate
from detente.ledger.ties import DONE
from detente.ledger.types import Ahead, Concession, Ledger, PledgeStanding, leader
from detente.ledger.verdicts import differs
from detente.vocabulary.actions import TYPES

MOST_PAIRS = 5
"""How many pairs of actors have a sentence, those with the most concessions between them."""
MOST_PLEDGES = 6
"""How many declared pledges have a sentence of their own."""

_KEPT = ("not begun or not kept", "kept to a minimum", "kept in part", "kept in full")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A plain sentence and the ids of the events and claims behind it; none: the accounts as a whole."""

    text: str
    events: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


def situation(
    ledger: Ledger, dispute: Dispute | None = None, *, names: Mapping[str, str] | None = None
) -> tuple[Sentence, ...]:
    """Tell the situation: what is on record, who gave what, what happened last, which pledges stand.

    Parameters
    ----------
    ledger
        The accounts.
    dispute
        The case they were kept for: its actors' names, and judgements that found nothing to judge.
    names
        More names of actors by code; the dispute's win. An actor without a name goes by the code.

    Returns
    -------
    tuple of Sentence
        Always at least one. The last ones say how much of it a person has reviewed and what was left out.

    Notes
    -----
    The last act is the latest that was carried out; of one day, the one that most documents speak of, then
    the one of the greater Goldstein weight. It is a pointer for the reader and not a measure.

    Examples
    --------
    >>> from detente.ledger.keep import keep
    >>> [sentence.text for sentence in situation(keep([], [], {}, []))]
    ['Nothing is on record.']
    """
    if dispute:
        names = {**(names or {}), **{actor.code: actor.name for actor in dispute.actors if actor.name}}
    names = names or {}
    return (
        _extent(ledger),
        *_exchange(ledger, names),
        *_other_lenses(ledger, names),
        *_latest(ledger),
        *_pledges(ledger, names),
        *_trust(ledger, dispute),
    )


def _extent(ledger: Ledger) -> Sentence:
    as_of = f"as of {words.day(ledger.as_of)}, " if ledger.as_of else ""
    dated = len(ledger.timeline)
    events = dated + ledger.undated
    if not events:
        return Sentence(words.sentence(f"{as_of}nothing is on record"))
    text = f"{as_of}{words.count(events, 'event')} {words.be(events)} on record"
    text += f" from {words.count(ledger.documents, 'document')}"
    if dated:
        first = ledger.timeline[0].date_from
        last = ledger.timeline[-1].date_from
        text += f", dated {words.day(first)}" + (f" to {words.day(last)}" if last != first else "")
    if ledger.undated:
        text += f"; {ledger.undated:,} without a date" if dated else ", without a date"
    return Sentence(words.sentence(text), tuple(row.event for row in ledger.timeline))


def _exchange(ledger: Ledger, names: Mapping[str, str]) -> list[Sentence]:
    if not ledger.concessions:
        return [Sentence("No concession is on record.")] if ledger.timeline or ledger.undated else []
    given: dict[tuple[str, str], list[Concession]] = {}
    verdicts = [row for row in ledger.ahead if row.lens == "concessions"]
    baseline = verdicts[0].baseline if verdicts else None
    for one in counted(ledger.concessions, baseline):
        for flow in flows(one):
            given.setdefault(flow, []).append(one)
    exchanges = [(row, (given.get(row.pair, []), given.get(row.pair[::-1], []))) for row in verdicts]
    exchanges.sort(key=lambda one: (-sum(map(len, one[1])), one[0].pair))
    if not exchanges:
        number = len(ledger.concessions)
        counts = f"{words.count(number, 'concession')} {words.be(number)} on record"
        text = f"{counts}, none of them that counts between two actors of the case"
        return [_resting_on(text, ledger.concessions)]
    told = []
    for row, sides in exchanges[:MOST_PAIRS]:
        rows = [*sides[0], *sides[1]]
        exchanged = words.sentence(f"{_given(row, sides, names)}; {_checked(rows)}")
        told.append(_resting_on(f"{exchanged} {words.sentence(_verdict(row, sides, names))}", rows))
        told += _doubts(row, ledger, names)
    if (more := len(exchanges) - MOST_PAIRS) > 0:
        told.append(Sentence(words.sentence(f"{words.count(more, 'more pair')} exchanged concessions")))
    return told


def _given(row: Ahead, sides: Sequence[Sequence[Concession]], names: Mapping[str, str]) -> str:
    since = f"since {words.day(row.baseline)}, " if row.baseline else ""
    parts = []
    for (giver, taker), given in zip((row.pair, row.pair[::-1]), sides, strict=True):
        text = f"{words.actor(giver, names)} gave {words.actor(taker, names)} "
        text += words.count(len(given), "concession")
        full = sum(one.delivered >= 1 for one in given)
        none = sum(one.delivered <= 0 for one in given)
        kinds = ((full, "delivered"), (len(given) - full - none, "in part"), (none, "not delivered"))
        if given:
            text += f" ({', '.join(f'{number:,} {kind}' for number, kind in kinds if number)})"
        parts.append(text)
    return since + ", and ".join(parts)


def _checked(rows: Sequence[Concession]) -> str:
    """Say how many concessions rest on a claim that a person has reviewed."""
    number = len({row.events for row in rows})
    done = len({row.events for row in rows if row.reviewed})
    if number == 1:
        return "it is reviewed" if done else "it is not reviewed"
    return f"{done:,} of these {number:,} {words.be(done)} reviewed" if done else "none of these is reviewed"


def _verdict(row: Ahead, sides: Sequence[Sequence[Concession]], names: Mapping[str, str]) -> str:
    if row.share["tie"] == 1:
        delivered = any(one.delivered > 0 for given in sides for one in given)
        return "they are even on every issue" if delivered else "nothing delivered puts either ahead"
    leader = max(row.pair, key=lambda code: row.share[code])
    share = row.share[leader]
    if row.flip is None:
        return f"{words.actor(leader, names)} is ahead whatever the issues weigh within the analyst's order"
    if share == row.share[row.pair[0]] == row.share[row.pair[1]]:
        return "each is ahead in half of the admissible weightings of the issues"
    return (
        f"{words.actor(leader, names)} is ahead in {words.percent(share)} of the admissible weightings of "
        f"the issues, and {_turn(row.flip)} would turn it"
    )


def _doubts(row: Ahead, ledger: Ledger, names: Mapping[str, str]) -> list[Sentence]:
    """Say where the verdict is another one on what a person has reviewed, if anything was reviewed."""
    if not ledger.reviewed_claims or ledger.reviewed_claims == ledger.claims or not differs(row):
        return []
    if row.reviewed_only is None:
        return [Sentence("On reviewed claims alone nothing is known of that.", row.events)]
    other = leader(row.pair, row.reviewed_only)
    verdict = f"{words.actor(other, names)} is ahead" if other else "neither side is ahead"
    return [Sentence(words.sentence(f"on reviewed claims alone {verdict} instead"), row.events)]


def _other_lenses(ledger: Ledger, names: Mapping[str, str]) -> list[Sentence]:
    """Say who is ahead through the lenses other than concessions, a sentence for each pair they speak of."""
    spoken = [row for row in ledger.ahead if row.lens != "concessions"]
    told = []
    for pair in list(dict.fromkeys(row.pair for row in spoken))[:MOST_PAIRS]:
        own = [row for row in spoken if row.pair == pair]
        parts = [f"by {row.lens} {_seen(row, names)}" for row in own]
        quiet = [row.lens for row in ledger.silent if row.pair == pair and row.lens != "concessions"]
        if quiet:
            parts.append(f"{words.listed(quiet)} {'says' if len(quiet) == 1 else 'say'} nothing")
        who = words.listed([words.actor(side, names) for side in pair])
        events = tuple(dict.fromkeys(event for row in own for event in row.events))
        told.append(Sentence(words.sentence(f"between {who}, {'; '.join(parts)}"), events))
    return told


def _seen(row: Ahead, names: Mapping[str, str]) -> str:
    account = f" by the account of {row.account}" if row.account else ""
    if row.leader is None:
        return f"neither is ahead{account}"
    who = f"{words.actor(row.leader, names)} is ahead"
    if row.flip is None:
        return f"{who} under every weighting{account}"
    share = row.share[row.leader]
    return f"{who} in {words.percent(min(share, 0.999) if row.draws else share)} of the weightings{account}"


def _turn(flip: Mapping[str, float]) -> str:
    """Say which issues a flip weighs more and less than equal weights would."""
    even = 1 / len(flip)
    heavy = sorted((one for one in flip.items() if one[1] > even), key=lambda one: (-one[1], one[0]))[:3]
    light = sorted((one for one in flip.items() if one[1] < even), key=lambda one: (one[1], one[0]))[:2]
    told = [
        f"{how} weight on "
        + words.listed([f"{issue.replace('_', ' ')} ({words.percent(weight)})" for issue, weight in some])
        for how, some in (("more", heavy), ("less", light))
        if some
    ]
    return words.listed(told) if told else "equal weight on all issues"


def _latest(ledger: Ledger) -> list[Sentence]:
    acts = [
        row
        for row in ledger.timeline
        if row.modality in DONE
        and not row.negated
        and row.type in TYPES
        and TYPES[row.type].quad != "none"
        and (ledger.as_of is None or row.date_from <= ledger.as_of)
    ]
    if not acts:
        return []
    row = max(acts, key=lambda row: (row.date_from, row.documents, abs(TYPES[row.type].goldstein), row.event))
    documents = words.count(row.documents, "document")
    text = f"the last act on record, on {words.day(row.date_from)} in {documents}: {words.short(row.text)}"
    return [Sentence(words.sentence(text), (row.event,), row.claims)]


def _pledges(ledger: Ledger, names: Mapping[str, str]) -> list[Sentence]:
    declared = [row for row in ledger.pledges if row.declared]
    read = [row for row in ledger.pledges if not row.declared]
    told = [_resting_on(_pledge(row, ledger, names), [row]) for row in declared[:MOST_PLEDGES]]
    if len(declared) > 1:
        score = aggregate(declared)
        text = f"{words.count(len(declared), 'pledge')} are declared"
        scored = sum(row.score is not None for row in declared)
        if score is None:
            text += ", none of them scored"
        else:
            part = "" if scored == len(declared) else f" for the {scored} with a score"
            text += f"; implementation stands at {score:.0f} of 100{part}"
        told.append(_resting_on(text, declared))
    if read:
        kind = "more promise" if declared else "promise"
        offered = sum(row.modality == "offered" for row in read)
        text = f"{words.count(len(read), kind)} {'was' if len(read) == 1 else 'were'} read that no declared "
        text += "pledge cites, so without a score"
        if offered:
            merely = (
                "it was" if len(read) == 1 else f"{offered:,} of them {'was' if offered == 1 else 'were'}"
            )
            text += f"; {merely} merely offered"
        told.append(_resting_on(text, read))
    return told


def _pledge(row: PledgeStanding, ledger: Ledger, names: Mapping[str, str]) -> str:
    text = f"the pledge of {words.actors(row.by, names)} to {words.actors(row.to, names)}"
    text += f" of {words.day(row.made)}" if row.made else ""
    text += f" ({words.short(row.text)}) "
    if row.score is None:
        text += "has no score yet"
    else:
        by = "the author" if row.says == "author" else row.says
        text += f"is {_KEPT[row.score]} according to {by}"
    if row.contested:
        text += ", sources differ"
    if row.due and row.overdue:
        text += f", and was due on {words.day(row.due)}"
    if row.outside:
        text += f"; it does not cover {words.short(row.outside)}"
    return text


def _trust(ledger: Ledger, dispute: Dispute | None) -> list[Sentence]:
    told = []
    if ledger.claims and not ledger.reviewed_claims:
        which = "the one claim" if ledger.claims == 1 else f"any of the {ledger.claims:,} claims"
        text = f"nobody has reviewed {which} behind this"
        told.append(Sentence(words.sentence(text)))
    elif ledger.claims:
        text = f"a person has reviewed {ledger.reviewed_claims:,} of {words.count(ledger.claims, 'claim')}"
        told.append(Sentence(words.sentence(f"{text} behind this ({words.percent(ledger.reviewed)})")))
    if ledger.left_out and ledger.as_of:
        text = f"{words.count(ledger.left_out, 'claim')} {words.be(ledger.left_out)} left out"
        day = words.day(ledger.as_of)
        told.append(Sentence(words.sentence(f"{text} that nothing shows to have been known by {day}")))
    if dispute and (vain := judged_in_vain(ledger.concessions, dispute.ledger.events)):
        text = f"the case file judges {words.count(len(vain), 'event')}"
        kind = "is no concession" if len(vain) == 1 else "are no concessions"
        shown = words.listed([*vain[:5], *([f"{len(vain) - 5:,} more"] if len(vain) > 5 else [])])
        told.append(Sentence(words.sentence(f"{text} that {kind} here: {shown}"), vain))
    if dispute and (idle := _idle_issues(ledger, dispute)):
        text = f"the weights name {words.count(len(idle), 'issue')} that no concession here is about"
        told.append(Sentence(words.sentence(f"{text}: {words.listed(idle)}")))
    return told


def _idle_issues(ledger: Ledger, dispute: Dispute) -> list[str]:
    """Return issues the analyst weighed that nothing was given on: a slip of the pen would do nothing."""
    given = {row.issue for row in ledger.concessions}
    return sorted({issue for chain in dispute.ledger.weights for issue in chain} - given)


def _resting_on(text: str, rows: Iterable[Concession | PledgeStanding]) -> Sentence:
    rows = tuple(rows)
    return Sentence(
        words.sentence(text),
        tuple(dict.fromkeys(event for row in rows for event in row.events)),
        tuple(dict.fromkeys(claim for row in rows for claim in row.claims)),
    )
