"""A claim where it stands: the paragraph around its sentence."""

from __future__ import annotations

from dataclasses import dataclass

from detente.record.types import Claim, Document

MOST = 2000
"""At most this many characters are shown before the sentence, and after it."""


@dataclass(frozen=True, slots=True)
class Context:
    """A claim in its surroundings.

    Parameters
    ----------
    claim, document
        The claim and the document it stands in.
    text
        The paragraph: ``text == document.text[start:end]``.
    start, end
        Its place in the document, code points, half open; the claim's sentence lies within.
    """

    claim: Claim
    document: Document
    text: str
    start: int
    end: int


def context_of(claim: Claim, document: Document) -> Context:
    """Return a claim with the paragraph it stands in.

    Parameters
    ----------
    claim
        A claim of this document.
    document
        The document with its text.

    Notes
    -----
    Paragraphs end at an empty line, or at any line end in a text that has no empty lines. Of a longer
    paragraph at most :data:`MOST` characters on either side of the sentence are shown.
    """
    text = document.text
    gap = "\n\n" if "\n\n" in text.strip("\n") else "\n"
    before = text.rfind(gap, max(0, claim.start - MOST), claim.start)
    after = text.find(gap, claim.end, claim.end + MOST)
    start = before + len(gap) if before >= 0 else max(0, claim.start - MOST)
    end = after if after >= 0 else min(len(text), claim.end + MOST)
    return Context(claim, document, text[start:end], start, end)
