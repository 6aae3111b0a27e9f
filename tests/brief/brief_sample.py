"""A realistic case to test and to look at: six actors, twelve options, three readings, some forty events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path

from detente.brief.findings import Findings, gather
from detente.dispute import compile_graph, loads, maybes, uncited
from detente.dispute.citations import Maybe
from detente.dispute.types import Dispute, Wish
from detente.ledger.keep import keep
from detente.ledger.situation import Sentence, situation
from detente.ledger.types import Ledger
from detente.outlook import Sweep, sweep
from detente.record.reviews import Reviewed
from detente.record.types import AUTHOR, UNNAMED, Claim, Document, Event, Review, claim_id, content_hash
from detente.stability import Stability, solve

HERE = Path(__file__).parent
EMPTY = Ledger(None, 0, 0, (), (), (), (), (), (), 0)
TITLES = (
    ("2018-01-15", "A winter opening"),
    ("2018-03-30", "Beijing comes first"),
    ("2018-05-02", "Two leaders at the line"),
    ("2018-06-14", "Singapore and after"),
    ("2018-08-30", "A summer of small steps"),
    ("2018-10-01", "Pyongyang, for the third time"),
    ("2018-12-03", "Trains and waivers"),
    ("2019-01-20", "On the road to a second summit"),
    ("2019-03-01", "Hanoi: two accounts of one failure"),
    ("2019-03-25", "Opinion: why patience may still pay"),
    ("2019-04-28", "Opinion: the price of waiting"),
    ("2019-05-16", "Missiles again"),
)


@dataclass(frozen=True)
class MemoryCase:
    """A case held in memory: what an open folder answers, answered from what is given."""

    folder: Path
    text: str | None = None
    read: tuple[Document, ...] = ()
    found: tuple[Event, ...] = ()
    reviewed: tuple[Reviewed, ...] = ()

    @property
    def has_record(self) -> bool:
        return bool(self.read)

    @cached_property
    def dispute(self) -> Dispute | None:
        return loads(self.text) if self.text else None

    def reading(self, name: str | None) -> Dispute:
        assert self.text is not None
        return loads(self.text, reading=name)

    def documents(self) -> tuple[Document, ...]:
        return self.read

    def claims(self) -> tuple[Reviewed, ...]:
        return self.reviewed

    def events(self) -> tuple[Event, ...]:
        return self.found

    def ledger(self, as_of: date | None = None, reviewed_only: bool = False) -> Ledger:
        decisions = {r.claim.id: r.review for r in self.reviewed if r.review}
        claims = [r.claim for r in self.reviewed if not r.rejected]
        return keep(
            self.found, claims, decisions, self.read, self.dispute, as_of=as_of, reviewed_only=reviewed_only
        )

    def situation(self) -> Sequence[Sentence]:
        return situation(self.ledger(), self.dispute)

    def solve(self, reading: str | None = None) -> Stability:
        return solve(compile_graph(self.reading(reading)))

    def sweep(self, draws: int = 1000, seed: int = 0) -> Sweep:
        return sweep(self.reading(None), draws=draws, seed=seed)

    def uncited(self) -> tuple[tuple[str, Wish], ...]:
        return uncited(self.reading(None))

    def maybes(self) -> tuple[Maybe, ...]:
        return maybes(self.reading(None))


def sample_case() -> MemoryCase:
    """Return the sample case."""
    documents = tuple(
        Document(
            content_hash(f"document {i}".encode()),
            "",
            f"{i + 1:02d}-{title.lower().replace(' ', '-')}.md",
            title,
            "détente digest",
            "The détente developers",
            f"https://example.org/digest/{i + 1}" if i % 3 else None,
            date.fromisoformat(published),
            ("front matter", "dateline", "file name")[i % 3],
        )
        for i, (published, title) in enumerate(TITLES)
    )
    rows = [
        line
        for line in (HERE / "sample_events.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    events, reviewed = [], []
    for number, line in enumerate(rows, 1):
        event, mine = _told(number, line.split("|"), documents)
        events.append(event)
        reviewed += mine
    # Judgements belong to no event.
    for i in range(3):
        quote = "Few expect a quick end to the matter."
        claim = replace(
            reviewed[i].claim, id=f"c-loose{i}", type="ASSESSMENT", quote=quote, start=9000,
            end=9000 + len(quote), clause_start=9000, clause_end=9000 + len(quote), concession_by=None,
            concession_to=None,
        )  # fmt: skip
        reviewed.append(Reviewed(claim, None))
    text = (HERE / "sample_case.yaml").read_text("utf-8")
    return MemoryCase(Path("korea-2019"), text, documents, tuple(events), tuple(reviewed))


@cache
def sample() -> Findings:
    """Return the findings of the sample case."""
    return gather(sample_case())


def _told(number: int, row: list[str], documents: tuple[Document, ...]) -> tuple[Event, list[Reviewed]]:
    on, actor, target, kind, modality, issue, sign, giver, gainer, text, speaker = row
    when = date.fromisoformat(on)
    after = [d for d in documents if d.published and d.published >= when]
    told = after[: 1 + number % 3]
    lead = {AUTHOR: "On that day ", UNNAMED: "It was reported that "}.get(speaker, f"{speaker} said that ")
    quote = f"{lead}{text}, which both sides took as a sign of what was to come."
    start = 120 * number
    reviewed = [
        Reviewed(
            Claim(
                id=claim_id(document.id, start, start + 5),
                document=document.id,
                sentence=number,
                quote=quote,
                start=start,
                end=start + len(quote),
                clause_start=start + len(lead),
                clause_end=start + len(lead) + len(text),
                actor=tuple(actor.split()),
                actor_name=actor,
                actor_role=None,
                target=tuple(target.split()),
                target_name=target or None,
                type=kind,
                modality=modality,  # type: ignore[arg-type]
                negated=False,
                attribution=speaker,
                certainty={"speculated": 0.5}.get(modality, 0.75 if speaker == UNNAMED else 1.0),
                date_from=when,
                date_to=when,
                issue=issue,
                polarity="cooperative" if sign == "+" else "conflictual",
                concession_by=tuple(giver.split()) or None,
                concession_to=tuple(gainer.split()) or None,
                rule=f"{kind.lower()}.verb, date.explicit",
            ),
            None,
        )
        for document in told
    ]
    reviewed = [Reviewed(r.claim, _decision(number, r is reviewed[0], r.claim)) for r in reviewed]
    event = Event(
        f"ev{number:02d}",
        tuple(r.claim.id for r in reviewed),
        reviewed[0].claim.actor,
        reviewed[0].claim.target,
        kind,
        issue,
        when,
        when,
        text,
        len(reviewed),
        "détente digest",
    )
    return event, reviewed


def _decision(number: int, first: bool, claim: Claim) -> Review | None:
    at = "2019-05-20T09:12:00+00:00"
    if number == 19 and not first:
        return Review(claim.id, "reject", "M. Okafor", at, note="a report on 2017, not on 2018")
    if number % 8 == 1:
        return Review(claim.id, "edit", "M. Okafor", at, {"issue": claim.issue, "actor": list(claim.actor)})
    if number % 4 == 1 or (number % 4 == 2 and first):
        return Review(claim.id, "accept", "J. Lindqvist", at)
    return None
