"""How well claims are gathered into events: pairwise precision and recall, beside "same parties and same day".

    python benchmarks/grouping_quality.py [--seeds 5] [--case FOLDER]

Two sets are scored. The *synthetic* one is made here and knows its truth: several outlets report happenings with
slips of the day, open issues, other words for the same act, printed copies, pull quotes, undated mentions, rival
accounts of one offer and a chronology. It shows how the rules behave, not how they fare on news. The *bundled*
one is the Korea case, its claims as read and its chronology, against ``tests/record/korea_truth.tsv``; the reader's
own errors (a claim with the wrong parties or no day) count as errors of grouping there.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import detente
from detente.record.grouping import NO_EVENT, founding_event, group
from detente.record.types import Claim, Document, Event, claim_id, content_hash

TRUTH = Path(__file__).parents[1] / "tests" / "record" / "korea_truth.tsv"
HAPPENINGS, OUTLETS, DAYS = 300, 6, 120
CODES = ("AAA", "BBB", "CCC", "DDD")
ACTS = {
    "SANCTION": "conflictual", "ACCUSE": "conflictual", "THREATEN": "conflictual", "REJECT": "conflictual",
    "AGREE": "cooperative", "CONCEDE": "cooperative", "CONSULT": "cooperative", "AID": "cooperative",
}  # fmt: skip
ISSUES = ("trade", "water", "border", "prisoners", "inspections")


@dataclass(frozen=True)
class Corpus:
    """Claims with the happening each speaks of."""

    claims: list[Claim]
    documents: list[Document]
    rows: list[Event]
    truth: dict[str, Hashable]


def synthetic(seed: int) -> Corpus:
    """Return a made corpus; the same seed always makes the same."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    made = Corpus([], [], [], {})
    for happening in range(HAPPENINGS):
        kind = chance.choice(sorted(ACTS))
        actor, target = chance.sample(CODES, 2)
        day = date(2020, 1, 1) + timedelta(chance.randrange(DAYS))
        issue = chance.choice(ISSUES)
        offer = kind == "AGREE" and chance.random() < 0.3
        words = " ".join(f"w{chance.randrange(9999)}" for _ in range(16))
        speakers = ("Minister One", "Minister Two") if offer else ("author",)
        if chance.random() < 0.3 and not offer:
            _add(
                made,
                chance,
                happening,
                "A row " + words,
                day,
                actor,
                target,
                kind,
                issue,
                row=f"r{happening}",
            )
        for outlet in chance.sample(range(OUTLETS), chance.choice([1, 1, 2, 3, 4])):
            speaker = chance.choice(speakers)
            says = kind
            if kind in ("AGREE", "CONCEDE") and chance.random() < 0.2:
                says = "CONCEDE" if kind == "AGREE" else "AGREE"
            told = (
                words if chance.random() < 0.25 else " ".join(f"w{chance.randrange(9999)}" for _ in range(16))
            )
            slip = chance.choice([0] * 8 + [-1, 1])
            when = None if chance.random() < 0.2 else day + timedelta(slip)
            about = None if chance.random() < 0.25 else issue
            # Rival accounts of one offer are two events by design.
            which = (happening, speaker) if offer else happening
            _add(
                made,
                chance,
                which,
                told,
                when,
                actor,
                target,
                says,
                about,
                f"outlet {outlet}",
                speaker,
                offer,
            )
            if chance.random() < 0.1:
                _add(
                    made,
                    chance,
                    which,
                    told,
                    None,
                    actor,
                    target,
                    says,
                    about,
                    f"outlet {outlet}",
                    speaker,
                    offer,
                )
    return made


def _add(
    made: Corpus, chance: random.Random, which: Hashable, words: str, day: date | None, actor: str, target: str,
    kind: str, issue: str | None, outlet: str | None = None, speaker: str = "author", offer: bool = False,
    row: str | None = None,
) -> None:  # fmt: skip
    text = f"{words}." + " " * len(made.claims)
    document = Document(
        content_hash(text.encode()), text, f"{len(made.claims)}.txt", outlet=outlet,
        published=date(2020, 6, 1) + timedelta(chance.randrange(9)), origin="chronology" if row else "article",
    )  # fmt: skip
    end = len(words) + 1
    claim = Claim(
        claim_id(document.id, 0, end), document.id, 1, text[:end], 0, end, 0, end, (actor,), actor, None, (target,),
        target, kind, "offered" if offer else "happened", False, speaker, 0.9, day, day, issue, ACTS[kind],  # type: ignore[arg-type]
        None, None, "made",
    )  # fmt: skip
    made.claims.append(claim)
    made.documents.append(document)
    made.truth[claim.id] = which
    if row:
        made.rows.append(founding_event(row, claim, words, None))


def bundled(folder: Path | None) -> Corpus:
    """Return the Korea case as read, with the rows its sentences speak of."""
    with tempfile.TemporaryDirectory() as new:
        case = detente.open(folder) if folder else detente.demo_case(Path(new) / "korea")
        claims = [row.claim for row in case.claims()]
        documents = list(case.documents())
        with case.record() as record:
            founding = record.imported_rows()
    lines = [line.split("\t") for line in TRUTH.read_text("utf-8").splitlines() if not line.startswith("#")]
    names = {document.id: document.name for document in documents}
    truth: dict[str, Hashable] = {}
    for claim in claims:
        truth[claim.id] = founding.get(claim.id, claim.id)
        quote = " ".join(claim.quote.split()).replace("’", "'").replace("“", '"').replace("”", '"')
        for article, types, words, row in lines:
            meant = types == "*" or claim.type in types.split(",")
            if names[claim.document].startswith(article) and meant and words in quote:
                truth[claim.id] = row
    rows = [founding_event(founding[c.id], c, c.quote, None) for c in claims if c.id in founding]
    kept = [c for c in claims if c.id in founding or c.type not in NO_EVENT]
    return Corpus(kept, documents, rows, truth)


def grouped(corpus: Corpus) -> Mapping[str, Hashable]:
    """Return the event of each claim by the rules."""
    events = group(corpus.claims, corpus.documents, rows=corpus.rows).events
    return {claim: event.id for event in events for claim in event.claims}


def same_parties_and_day(corpus: Corpus) -> Mapping[str, Hashable]:
    """The baseline: claims that share everybody who takes part and the first day are one event."""
    return {
        c.id: (frozenset(c.actor + c.target), c.date_from) if c.date_from and (c.actor or c.target) else c.id
        for c in corpus.claims
    }


def pairs(home: Mapping[str, Hashable], claims: Iterable[Claim]) -> set[tuple[str, str]]:
    """Return the pairs of claims that are together."""
    members: dict[Hashable, list[str]] = defaultdict(list)
    for claim in claims:
        members[home.get(claim.id, claim.id)].append(claim.id)
    return {pair for some in members.values() for pair in combinations(sorted(some), 2)}


def score(corpus: Corpus, method: Callable[[Corpus], Mapping[str, Hashable]]) -> tuple[int, int, int]:
    """Return how many pairs are found and right, found, and true."""
    found, true = pairs(method(corpus), corpus.claims), pairs(corpus.truth, corpus.claims)
    return len(found & true), len(found), len(true)


def show(name: str, counts: tuple[int, int, int]) -> None:
    """Print precision, recall and F1."""
    right, found, true = counts
    precision, recall = right / found if found else 0.0, right / true if true else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    print(
        f"{name:42} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  ({right} of {found} found, {true} true)"
    )


def main() -> None:
    """Score both methods on both sets."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seeds", type=int, default=5, help="how many synthetic corpora")
    parser.add_argument("--first", type=int, default=1000, help="seed of the first")
    parser.add_argument("--case", type=Path, help="the Korea case, read already")
    given = parser.parse_args()
    corpora = [synthetic(seed) for seed in range(given.first, given.first + given.seeds)]
    methods = (("rules", grouped), ("same parties and day", same_parties_and_day))
    for name, method in methods:
        counts = [score(corpus, method) for corpus in corpora]
        show(f"synthetic, {name}", tuple(map(sum, zip(*counts, strict=True))))  # type: ignore[arg-type]
    korea = bundled(given.case)
    for name, method in methods:
        show(f"bundled case, {name}", score(korea, method))


if __name__ == "__main__":
    main()
