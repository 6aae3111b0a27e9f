"""Words decided once a kind, against the parser's own steps on every word."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from detente.reading.kinds import STEPS, Kinds
from detente.reading.parser import parser

PIECES = (
    "Chad urged Libya to withdraw its fighters, and threatened to close the border.",
    "“We will never accept that,” said the minister, who'd left.",
    "They gonna talk; it ain't over, and nothin's lost.",
    "I saw her leaves leave. The leaves fell as he leaves.",
    "Let's meet: you've 3 talks, 2nd-best offers & a U.S.-led bloc...",
    "Lead the lead talks, can't you? 'em all, goin' home.",
    "There is a truce, there's hope; it's on, all was gotta.",
    "BORDER CLOSED \n\n  AGAIN — what's next?",
)


@settings(max_examples=25)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4))
def test_the_same_as_the_parser_word_by_word(pieces: list[str]) -> None:
    nlp = parser()
    kinds = Kinds(nlp)
    for text in (" ".join(pieces), *pieces):
        quick = nlp(text, disable=STEPS)
        found = kinds.of(quick, [(t.text, t.tag_, t.dep_) for t in quick])
        assert found == [(t.pos_, t.lemma_.lower()) for t in nlp(text)]
