"""Who says it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.record.types import Claim

CASES = [
    ("Chad attacked Libya.", "author"),
    ("Mali said that Chad had attacked Libya.", "Mali"),
    ("Chad had attacked Libya, Mali said.", "Mali"),
    ("Chad, Mali said, had attacked Libya.", "Mali"),
    ("According to Mali, Chad attacked Libya.", "Mali"),
    ("Chad attacked Libya, according to officials.", "unnamed"),
    ("Officials said that Chad had attacked Libya.", "unnamed"),
    ("Some say Chad attacked Libya.", "unnamed"),
    ("Chad reportedly attacked Libya.", "unnamed"),
    ("Chad is said to have attacked Libya.", "unnamed"),
    ("Reports that Chad attacked Libya were rife.", "unnamed"),
    ("This shows that Chad attacked Libya.", "author"),
    ("“Chad attacked Libya,” said Mali's foreign minister.", "Mali"),
    ("Chad denied involvement in Libya.", "Chad"),
]


@pytest.mark.parametrize(("text", "speaker"), CASES, ids=[c[0][:50] for c in CASES])
def test_who_says_it(read_text: Callable[..., list[Claim]], text: str, speaker: str) -> None:
    (claim,) = [c for c in read_text(text, None) if c.type not in ("STATEMENT", "ASSESSMENT")]
    assert claim.attribution == speaker


def test_a_quotation_over_two_sentences_keeps_its_speaker(read_text: Callable[..., list[Claim]]) -> None:
    text = (
        "“Chad attacked Libya,” said Mali's foreign minister. “Chad also attacked Niger.” Chad shelled Sudan."
    )
    claims = [c for c in read_text(text, None) if c.type == "ASSAULT"]
    assert [c.attribution for c in claims] == ["Mali", "Mali", "author"]


def test_a_speaker_means_itself_by_we(read_text: Callable[..., list[Claim]]) -> None:
    (claim,) = [c for c in read_text("“We attacked Libya,” Chad said.") if c.type == "ASSAULT"]
    assert (claim.actor, claim.attribution) == (("TCD",), "Chad")


def test_a_bare_said_gives_way_to_what_was_said(read_text: Callable[..., list[Claim]]) -> None:
    assert [c.type for c in read_text("Mali said that Chad had attacked Libya.")] == ["ASSAULT"]
    assert [c.type for c in read_text("Mali said that the weather was fine.")] == ["STATEMENT"]
