"""What every test of reading uses: a reader of one text, with the built-in actors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from detente.reading.reader import claims_of
from detente.record.types import Claim
from detente.vocabulary.actors import Actors

Reader = Callable[..., list[Claim]]
A_WEDNESDAY = date(2021, 6, 16)


@pytest.fixture(scope="session")
def read_text() -> Reader:
    def read(text: str, published: date | None = A_WEDNESDAY, actors: Actors | None = None) -> list[Claim]:
        passages = []
        at = 0
        for line in text.split("\n"):
            passages.append((line, at))
            at += len(line) + 1
        found = claims_of("doc", text, passages, actors or Actors.builtin(), published=published)
        return list(found)

    return read
