"""Which claims of a part are enough to group it anew when claims were only added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterator

import numpy as np
from sqlalchemy import Connection, select

from detente.record.regrouping import among
from detente.record.tables import GROUPED_CLAIMS

_HASH = 16
_SKETCH = 64
_Entry = tuple[str, int | None, int | None, bytes]


def enough(connection: Connection, parts: Collection[str], new: Container[str]) -> Iterator[str]:
    """Yield the claims that decide how new claims are grouped.

    Parameters
    ----------
    connection
        The record.
    parts
        Parts that new claims belong to, from which nothing was taken.
    new
        Ids of the new claims.

    Notes
    -----
    These are the new claims and those that a chain of common days ties to them. Where any other claim of the
    part shares a word sequence with one of these, so that it may be a copy, all of the part are taken. Hence
    groups made of these claims alone are those that grouping the whole part would make.
    """
    columns = ("part", "claim", "first_day", "last_day", "fingerprint")
    rows = select(*(GROUPED_CLAIMS.c[name] for name in columns))
    by_part: dict[str, list[_Entry]] = defaultdict(list)
    for part, *entry in connection.execute(rows.where(GROUPED_CLAIMS.c.part.in_(among(parts)))).all():
        by_part[part].append((entry[0], entry[1], entry[2], entry[3]))
    for entries in by_part.values():
        tied = _tied(entries, new)
        some = tied if _apart(entries, tied) else {entry[0] for entry in entries}
        yield from some


def _tied(entries: list[_Entry], new: Container[str]) -> set[str]:
    tied = {entry[0] for entry in entries if entry[0] in new}
    dated = sorted(
        (first, last, id_) for id_, first, last, _ in entries if first is not None and last is not None
    )
    chain: list[str] = []
    end = 0
    for first, last, id_ in dated:
        if chain and first > end:
            if not tied.isdisjoint(chain):
                tied.update(chain)
            chain = []
        chain.append(id_)
        end = max(end, last) if len(chain) > 1 else last
    if not tied.isdisjoint(chain):
        tied.update(chain)
    return tied


def _apart(entries: list[_Entry], tied: Container[str]) -> bool:
    """Whether no sentence of the others could be a copy of one of these."""
    mine = [entry[3] for entry in entries if entry[0] in tied]
    others = [entry[3] for entry in entries if entry[0] not in tied]
    if not {packed[:_HASH] for packed in mine}.isdisjoint(packed[:_HASH] for packed in others):
        return False
    return not np.isin(_checksums(mine), _checksums(others)).any()


def _checksums(packed: list[bytes]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.frombuffer(b"".join(one[_HASH:] for one in packed), dtype="<i8")
