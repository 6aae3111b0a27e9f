"""A realistic brief to test and to look at: six actors, twelve options, three readings, some forty events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from detente.brief.findings import (
    Effect,
    Findings,
    Party,
    Sentence,
    Share,
    Solution,
    Swept,
    Unknown,
)
from detente.dispute.types import (
    Actor,
    Dispute,
    Expression,
    NamedState,
    Option,
    Pledge,
    Score,
    Statement,
    Wish,
)
from detente.ledger.types import Ahead, Concession, Ledger, PledgeStanding, Tie, TimelineRow, Total
from detente.record.types import AUTHOR, UNNAMED, Claim, Document, Event, Review, claim_id, content_hash

EMPTY = Ledger(None, 0, 0, (), (), (), (), (), (), 0)
AS_OF = date(2019, 5, 16)
REAL_NAMES = {
    "USA": "United States",
    "PRK": "North Korea",
    "KOR": "South Korea",
    "CHN": "China",
    "RUS": "Russia",
    "JPN": "Japan",
}

# day, actor, target, type, how it stands, issue, polarity, giver, gainer, what (the clause), who says so
ROWS = """
2018-01-01|PRK|KOR|CONSULT|offered|talks|+|||the North offered to send athletes to the Winter Games|author
2018-01-09|PRK KOR||CONSULT|happened|talks|+|||officials of the two Koreas met at the border village|author
2018-02-09|PRK|KOR|CONSULT|happened|talks|+|PRK|KOR|a delegation with the leader's sister attended the opening of the Games|author
2018-03-08|PRK|USA|CONSULT|offered|summit|+|||an invitation to meet was carried from Pyongyang to Washington|Chung Eui-yong
2018-03-08|USA|PRK|AGREE|pledged|summit|+|USA|PRK|the president accepted the invitation on the spot|author
2018-03-26|PRK CHN||CONSULT|happened|talks|+|||the North's leader travelled to Beijing by train|author
2018-04-20|PRK|USA|AGREE|pledged|nuclear|+|PRK|USA|the North announced a halt to nuclear and long-range tests|KCNA
2018-04-27|PRK KOR||AGREE|happened|peace|+|||the two leaders signed a joint declaration at Panmunjom|author
2018-05-09|PRK|USA|RETREAT|happened|prisoners|+|PRK|USA|three detained Americans were freed|Mike Pompeo
2018-05-24|PRK|USA|RETREAT|happened|nuclear|+|PRK|USA|tunnels at the Punggye-ri test site were blown up before invited reporters|author
2018-05-24|USA|PRK|REJECT|happened|summit|-|||the president called the summit off in a letter|author
2018-06-12|PRK USA||CONSULT|happened|summit|+|||the two leaders met for the first time in Singapore|author
2018-06-12|USA|PRK|CONCEDE|happened|exercises|+|USA|PRK|large joint exercises were suspended|Donald Trump
2018-06-12|PRK|USA|AGREE|pledged|nuclear|+|PRK|USA|the North committed itself to work towards complete denuclearisation|author
2018-06-19|PRK CHN||CONSULT|happened|talks|+|||the North's leader was received in Beijing a third time|author
2018-07-07|PRK|USA|ACCUSE|happened|nuclear|-|||American demands were called gangster-like|KCNA
2018-07-24|PRK|USA|RETREAT|ongoing|missiles|+|PRK|USA|satellite pictures showed parts of the Sohae site being taken down|unnamed
2018-07-27|PRK|USA|RETREAT|happened|remains|+|PRK|USA|fifty-five boxes of remains were handed over|author
2018-08-03|RUS|PRK|AID|speculated|sanctions|+|RUS|PRK|new permits for northern labourers were issued despite the limits|unnamed
2018-08-24|USA|PRK|REJECT|happened|talks|-|||a planned visit of the secretary of state was cancelled|Donald Trump
2018-09-11|CHN RUS||CONSULT|happened|talks|+|||Moscow and Beijing discussed a step-by-step road at Vladivostok|author
2018-09-19|PRK|USA|AGREE|conditional|nuclear|+|PRK|USA|Yongbyon would be closed for good if Washington took matching steps|Moon Jae-in
2018-09-19|KOR PRK||AGREE|happened|peace|+|KOR PRK||both armies agreed to pull back guard posts|author
2018-09-27|CHN RUS|USA|REQUEST|demanded|sanctions|-|||an easing of sanctions was demanded in the Security Council|Wang Yi
2018-10-19|USA|PRK|CONCEDE|happened|exercises|+|USA|PRK|a large air exercise was put off|author
2018-11-08|PRK|USA|REJECT|happened|talks|-|||high-level talks in New York were cancelled at short notice|author
2018-11-30|KOR|PRK|AID|happened|projects|+|KOR|PRK|a survey train crossed the border with a waiver from sanctions|author
2019-01-01|PRK|USA|THREATEN|threatened|nuclear|-|||a new way would be sought if pressure went on|Kim Jong Un
2019-01-08|PRK CHN||CONSULT|happened|talks|+|||a fourth visit to Beijing came days before summit talks|author
2019-01-18|PRK USA||CONSULT|happened|summit|+|||an envoy brought a letter to the White House|author
2019-02-13|JPN|USA|REQUEST|demanded|abductions|-|||Tokyo asked that abductions be raised at the table|unnamed
2019-02-27|PRK USA||CONSULT|happened|summit|+|||the leaders met again in Hanoi|author
2019-02-28|PRK|USA|REQUEST|offered|sanctions|+|PRK|USA|the closing of Yongbyon was offered for the lifting of five resolutions in part|Ri Yong Ho
2019-02-28|USA|PRK|REJECT|happened|sanctions|-|||the president walked away as all sanctions were to be lifted|Donald Trump
2019-03-02|USA KOR|PRK|CONCEDE|happened|exercises|+|USA KOR|PRK|the spring exercises were ended and smaller ones took their place|Pentagon
2019-03-05|PRK|USA|MOBILIZE|ongoing|missiles|-|||rebuilding at Sohae was seen from space|unnamed
2019-03-22|USA|PRK|CONCEDE|happened|sanctions|+|USA|PRK|additional sanctions were withdrawn a day after they were announced|Donald Trump
2019-04-11|USA KOR||CONSULT|happened|talks|+|||the presidents of both allies met in Washington|author
2019-04-12|PRK|USA|THREATEN|threatened|talks|-|||patience would last until the end of the year|Kim Jong Un
2019-04-25|PRK RUS||CONSULT|happened|talks|+|||the North's leader met the Russian president in Vladivostok|author
2019-05-04|PRK|KOR USA|MOBILIZE|happened|missiles|-|||short-range missiles were fired off the east coast|author
2019-05-09|USA|PRK|SANCTION|happened|sanctions|-|||a cargo ship accused of breaking sanctions was seized|author
2019-05-10|JPN|PRK|CONSULT|offered|abductions|+|||a meeting without conditions was proposed|Shinzo Abe
"""

OPTIONS = (
    ("USA", "relief", "Ease some sanctions"),
    ("USA", "lift", "Lift most sanctions"),
    ("USA", "drills", "Hold large joint exercises"),
    ("USA", "meet", "Agree to another summit"),
    ("PRK", "tests", "Test nuclear weapons or long-range missiles"),
    ("PRK", "short", "Test short-range missiles"),
    ("PRK", "yongbyon", "Close Yongbyon under inspection"),
    ("PRK", "sites", "Close the undeclared sites too"),
    ("PRK", "meet", "Agree to another summit"),
    ("KOR", "projects", "Reopen Kaesong and Kumgang"),
    ("CHN", "trade", "Loosen the enforcement of sanctions"),
    ("RUS", "labour", "Keep northern labourers in the country"),
)
TODAY = ("PRK.short", "CHN.trade", "RUS.labour")

# actor, text, kind, supporting event numbers (from 1), chance
WISHES = (
    ("USA", "not PRK.tests", "want", (7,), None),
    ("USA", "PRK.sites if lift", "want", (34,), None),
    ("USA", "PRK.yongbyon", "want", (33,), None),
    ("USA", "not relief or PRK.yongbyon", "want", (), None),
    ("USA", "relief", "maybe", (37,), 0.4),
    ("USA", "meet", "want", (), None),
    ("PRK", "not sites", "want", (16,), None),
    ("PRK", "USA.relief or USA.lift", "want", (33, 24), None),
    ("PRK", "not USA.drills", "want", (13,), None),
    ("PRK", "tests iff USA.drills", "maybe", (28,), 0.3),
    ("PRK", "not yongbyon or USA.lift", "want", (33,), None),
    ("KOR", "projects", "want", (27,), None),
    ("KOR", "not PRK.short", "want", (41,), None),
    ("CHN", "not PRK.tests", "want", (), None),
    ("CHN", "trade", "maybe", (), 0.6),
    ("RUS", "labour", "want", (19,), None),
    ("JPN", "not PRK.short", "want", (), None),
)


def sample() -> Findings:
    """Return the findings of the sample case."""
    documents = tuple(_document(i) for i in range(12))
    events, claims, decisions = _read(documents)
    ledger = _ledger(events, claims, decisions, reviewed_only=False)
    dispute = _dispute(events)
    solutions = tuple(_solution(reading) for reading in (None, "optimist", "sceptic"))
    return Findings(
        case="korea-2019",
        title="Denuclearising the Korean peninsula",
        as_of=AS_OF,
        version="0.1.0",
        ledger=ledger,
        reviewed_ledger=_ledger(events, claims, decisions, reviewed_only=True),
        parties=tuple(Party(a.code, a.name) for a in dispute.actors),
        situation=(
            Sentence("Twelve documents tell of forty-three events between January 2018 and May 2019.", ()),
            Sentence(
                "North Korea gave the United States eight concessions and received five, most of them over exercises.",
                ("ev07", "ev09", "ev10", "ev13", "ev18", "ev35"),
            ),
            Sentence(
                "The summit in Hanoi ended without a deal on 28 February; the two sides tell its offers differently.",
                ("ev33", "ev34"),
            ),
            Sentence("Since then North Korea has fired short-range missiles and set a deadline.", ("ev39", "ev41")),
        ),
        documents=documents,
        claims=claims,
        decisions=decisions,
        events=events,
        dispute=dispute,
        solutions=solutions,
        sweep=_sweep(),
        unknowns=tuple(
            Unknown(f"{a}.prefers.{i}", a, text, chance)
            for i, (a, text, kind, _, chance) in enumerate(WISHES, 1)
            if kind == "maybe" and chance is not None
        ),
        uncited=tuple(
            (actor.code, wish) for actor in dispute.actors for wish in actor.prefers or () if not wish.cited
        ),
    )


def _document(i: int) -> Document:
    months = ("2018-01-15", "2018-03-30", "2018-05-02", "2018-06-14", "2018-08-30", "2018-10-01")
    months += ("2018-12-03", "2019-01-20", "2019-03-01", "2019-03-25", "2019-04-28", "2019-05-16")
    titles = (
        "A winter opening", "Beijing comes first", "Two leaders at the line", "Singapore and after",
        "A summer of small steps", "Pyongyang, for the third time", "Trains and waivers",
        "On the road to a second summit", "Hanoi: two accounts of one failure",
        "Opinion: why patience may still pay", "Opinion: the price of waiting", "Missiles again",
    )  # fmt: skip
    return Document(
        content_hash(f"document {i}".encode()),
        "",
        f"{i + 1:02d}-{titles[i].lower().replace(' ', '-')}.md",
        titles[i],
        "détente digest",
        "The détente developers",
        f"https://example.org/digest/{i + 1}" if i % 3 else None,
        date.fromisoformat(months[i]),
        ("front matter", "dateline", "file name")[i % 3],
    )


def _read(
    documents: tuple[Document, ...],
) -> tuple[tuple[Event, ...], tuple[Claim, ...], dict[str, Review]]:
    events, claims, decisions = [], [], {}
    for number, line in enumerate(ROWS.strip().splitlines(), 1):
        on, actor, target, kind, modality, issue, sign, giver, gainer, text, speaker = line.split("|")
        when = date.fromisoformat(on)
        told = [d for d in documents if d.published and d.published >= when][: 1 + number % 3] or documents[-1:]
        mine = []
        for document in told:
            lead = "It was reported that " if speaker == UNNAMED else f"{speaker} said that " if speaker != AUTHOR else "On that day "
            quote = lead + text + ", which both sides took as a sign of what was to come."
            start = 120 * number
            claim = Claim(
                claim_id(document.id, start, start + 5),
                document.id,
                number,
                quote,
                start,
                start + len(quote),
                start + len(lead),
                start + len(lead) + len(text),
                tuple(actor.split()),
                "; ".join(REAL_NAMES[code] for code in actor.split()),
                None,
                tuple(target.split()),
                "; ".join(REAL_NAMES[code] for code in target.split()) or None,
                kind,
                modality,  # type: ignore[arg-type]
                False,
                speaker,
                0.5 if modality == "speculated" else 0.75 if speaker == UNNAMED else 1.0,
                when,
                when,
                issue,
                "cooperative" if sign == "+" else "conflictual",
                tuple(giver.split()) or None,
                tuple(gainer.split()) or None,
                f"{kind.lower()}.verb, date.explicit",
            )
            mine.append(claim)
            if number % 4 == 1 or (number % 4 == 2 and document is told[0]):
                edit = {"modality": modality} if number % 8 == 1 else {}
                decisions[claim.id] = Review(
                    claim.id, "edit" if edit else "accept", "M. Okafor", "2019-05-20T09:12:00Z", edit
                )
            if number == 19 and document is told[-1]:
                decisions[claim.id] = Review(
                    claim.id, "reject", "M. Okafor", "2019-05-20T09:30:00Z", note="a report on 2017, not on 2018"
                )
        claims += mine
        events.append(
            Event(
                f"ev{number:02d}",
                tuple(c.id for c in mine),
                tuple(actor.split()),
                tuple(target.split()),
                kind,
                issue,
                when,
                when,
                text,
                len(mine),
                "détente digest",
            )
        )
    # Statements that belong to no event.
    for i in range(3):
        first = claims[i]
        claims.append(
            replace(first, id=f"c-loose{i}", type="ASSESSMENT", quote="Few expect a quick end to the matter.",
                    start=9000, end=9037, clause_start=9000, clause_end=9037)
        )  # fmt: skip
    return tuple(events), tuple(claims), decisions


def _ledger(
    events: tuple[Event, ...], claims: tuple[Claim, ...], decisions: Mapping[str, Review], *, reviewed_only: bool
) -> Ledger:
    def stands(claim: Claim) -> bool:
        review = decisions.get(claim.id)
        return review is not None and review.decision in ("accept", "edit")

    kept = [c for c in claims if not (c.id in decisions and decisions[c.id].decision == "reject")]
    kept = [c for c in kept if stands(c)] if reviewed_only else kept
    known = {c.id: c for c in kept}
    timeline, concessions, ties = [], [], {}
    for event in events:
        mine = [known[c] for c in event.claims if c in known]
        if not mine or event.date_from is None or event.date_to is None:
            continue
        first, sure, ids = mine[0], any(stands(c) for c in mine), tuple(c.id for c in mine)
        timeline.append(
            TimelineRow(event.date_from, event.date_to, event.id, event.actor, event.target, event.type,
                        first.modality, event.issue, event.text, first.polarity, event.documents, ids, sure)
        )  # fmt: skip
        if first.concession_by:
            done = 1.0 if first.modality == "happened" else 0.5 if first.modality == "ongoing" else 0.0
            concessions.append(
                Concession(first.concession_by, first.concession_to or (), event.issue, event.date_from,
                           event.date_to, 2.0 if event.id == "ev13" else 1.0, done, 1.0 if event.id == "ev10" else 0.0,
                           event.text, first.modality, (event.id,), ids, sure, event.id in ("ev10", "ev13"))
            )  # fmt: skip
        parties = event.actor + event.target
        for a, b in {tuple(sorted((a, b))) for a in event.actor for b in parties if a != b}:
            key = (a, b, f"{event.date_from:%Y-%m}")
            good, bad, ev = ties.get(key, (0.0, 0.0, ()))
            good, bad = (good + 5.2, bad) if first.polarity == "cooperative" else (good, bad - 4.4)
            ties[key] = (good, bad, (*ev, event.id))
    totals = []
    for code in REAL_NAMES:
        given = [c for c in concessions if code in c.by]
        got = [c for c in concessions if code in c.to]
        if given or got:
            totals.append(
                Total(code, len(given), sum(c.delivered > 0 for c in given), len(got), sum(c.delivered > 0 for c in got))
            )
    aheads = [
        Ahead("concessions", ("PRK", "USA"), {"PRK": 0.27, "USA": 0.69, "tie": 0.04}, date(2018, 1, 1),
              {"exercises": 0.62, "sanctions": 0.21, "nuclear": 0.17}, 10_000, 0),
        Ahead("concessions", ("KOR", "PRK"), {"KOR": 0.0, "PRK": 1.0, "tie": 0.0}, date(2018, 1, 1), None, 10_000, 0),
    ]  # fmt: skip
    if reviewed_only:
        aheads = [replace(aheads[0], share={"PRK": 0.44, "USA": 0.45, "tie": 0.11})]
    return Ledger(
        AS_OF,
        len(kept),
        sum(stands(c) for c in kept),
        tuple(concessions),
        tuple(totals),
        tuple(aheads),
        _pledges(),
        tuple(Tie(a, b, m, *found) for (a, b, m), found in sorted(ties.items())),
        tuple(timeline),
        2,
    )


def _pledges() -> tuple[PledgeStanding, ...]:
    def pledge(id_: str, by: str, to: str, text: str, outside: str | None, made: str, score: int | None,
               says: str | None, events: tuple[str, ...], **more: Any) -> PledgeStanding:  # fmt: skip
        flags = {"contested": False, "declared": True, "reviewed": False, "due": None} | more
        return PledgeStanding(
            id=id_, by=(by,), to=(to,), text=text, outside=outside, made=date.fromisoformat(made), score=score,
            says=says, events=events, claims=(), **flags,
        )  # fmt: skip

    return (
        pledge("moratorium", "PRK", "USA", "no nuclear or long-range tests", "short-range missiles",
               "2018-04-20", 3, "author", ("ev07",), reviewed=True),
        pledge("sohae", "PRK", "USA", "take down the engine stand at Sohae", None,
               "2018-06-12", 0, "38 North", ("ev17", "ev36"), contested=True),
        pledge("exercises", "USA", "PRK", "suspend large joint exercises", "small exercises with other names",
               "2018-06-12", 2, "author", ("ev13", "ev25", "ev35"), reviewed=True),
        pledge("denuclearisation", "PRK", "USA", "work towards complete denuclearisation",
               "what counts as complete, and by when", "2018-06-12", 1, "author", ("ev14",)),
        pledge("seoul", "PRK", "KOR", "return the visit to Seoul", None, "2018-09-19", None, None, ("ev23",),
               due=date(2018, 12, 31)),
        pledge("read-1", "USA", "PRK", "the president accepted the invitation on the spot", None, "2018-03-08",
               None, None, ("ev05",), declared=False),
    )  # fmt: skip


def _dispute(events: tuple[Event, ...]) -> Dispute:
    def statement(text: str) -> Statement:
        return Statement(text, Expression("true"))

    actors = tuple(
        Actor(
            code,
            name,
            options=tuple(Option(f"{a}.{k}", a, k, text) for a, k, text in OPTIONS if a == code),
            prefers=tuple(
                Wish(kind, (statement(text),), chance, tuple(f"ev{n:02d}" for n in because))  # type: ignore[arg-type]
                for a, text, kind, because, chance in WISHES
                if a == code
            ),
            red_lines=1 if code in ("USA", "PRK") else 0,
        )
        for code, name in REAL_NAMES.items()
    )
    made = date(2018, 6, 12)
    return Dispute(
        "Denuclearising the Korean peninsula",
        AS_OF,
        actors,
        now=TODAY,
        states=(NamedState("small-deal", ("USA.relief", "PRK.yongbyon"), "a small deal"),),
        pledges=(
            Pledge("sohae", ("PRK",), ("USA",), "take down the engine stand at Sohae", made, scores=(
                Score(date(2018, 6, 12), 0, "author"),
                Score(date(2018, 8, 7), 1, "38 North", ("ev17",)),
                Score(date(2019, 3, 5), 0, "38 North", ("ev36",)),
            )),
        ),
        readings=("optimist", "sceptic"),
    )  # fmt: skip


STATES = {
    "3104": TODAY,
    "3105": ("USA.relief", "PRK.short", "CHN.trade", "RUS.labour"),
    "small-deal": ("USA.relief", "USA.meet", "PRK.yongbyon", "PRK.meet", "KOR.projects", "CHN.trade", "RUS.labour"),
    "3072": ("CHN.trade", "RUS.labour"),
    "3344": ("USA.meet", "PRK.meet", "PRK.short", "CHN.trade", "RUS.labour"),
    "3348": ("USA.drills", "PRK.tests", "PRK.short", "CHN.trade", "RUS.labour"),
    "1986": ("USA.lift", "USA.meet", "PRK.yongbyon", "PRK.sites", "PRK.meet", "KOR.projects", "CHN.trade", "RUS.labour"),
}  # fmt: skip
HOLDS: dict[str | None, dict[str, tuple[str, ...]]] = {
    None: {
        "nash": ("3104",),
        "gmr": tuple(STATES),
        "smr": ("3104", "3105", "3072", "3344", "small-deal"),
        "seq": ("3104", "3344", "small-deal"),
        "sseq": ("3104", "3344"),
    },
    "optimist": {
        "nash": ("small-deal",),
        "gmr": tuple(STATES),
        "smr": ("small-deal", "3344", "3105", "1986"),
        "seq": ("small-deal", "1986", "3344"),
        "sseq": ("small-deal", "3344"),
    },
    "sceptic": {
        "nash": ("3104", "3348"),
        "gmr": ("3104", "3348", "3072", "3105"),
        "smr": ("3104", "3348", "3072"),
        "seq": ("3104", "3348"),
        "sseq": ("3104", "3348"),
    },
}


def _solution(reading: str | None) -> Solution:
    held = HOLDS[reading]
    unsettled = {
        concept: () if "3104" in ids else ("USA", "PRK") if concept == "nash" else ("PRK",)
        for concept, ids in held.items()
    }
    return Solution(
        reading,
        864,
        {concept: len(ids) + (41 if concept == "gmr" else 0) for concept, ids in held.items()},
        held,
        STATES,
        "3104",
        unsettled,
    )


def _sweep() -> Swept:
    return Swept(
        1000,
        0,
        (
            Share("3104", "nash", 0.58, 0.549, 0.61),
            Share("small-deal", "nash", 0.11, 0.092, 0.131),
            Share("3104", "seq", 0.82, 0.795, 0.843),
            Share("3344", "seq", 0.61, 0.579, 0.64),
            Share("small-deal", "seq", 0.34, 0.311, 0.37),
            Share("3348", "seq", 0.07, 0.056, 0.088),
        ),
        (
            Effect("USA.prefers.5", "small-deal", 0.41),
            Effect("PRK.prefers.10", "3348", 0.22),
            Effect("USA.prefers.5", "3104", -0.19),
            Effect("CHN.prefers.15", "3104", 0.04),
        ),
    )
