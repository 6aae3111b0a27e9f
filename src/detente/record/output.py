"""Claims as lines of JSON, as other programs expect them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from detente.record.types import Claim


def write_jsonl(claims: Iterable[Claim], stream: TextIO) -> int:
    """Write one claim a line, in the field order of :meth:`Claim.to_dict`, and return how many.

    Parameters
    ----------
    claims
        Any claims; written as they come, so memory stays flat.
    stream
        Where to. Characters its encoding cannot write are escaped as JSON does.

    Examples
    --------
    >>> import io
    >>> write_jsonl([], io.StringIO())
    0
    """
    encoding = (getattr(stream, "encoding", None) or "utf-8").lower().replace("_", "-")
    plain = encoding not in ("utf-8", "utf8")
    count = 0
    for claim in claims:
        stream.write(json.dumps(claim.to_dict(), ensure_ascii=plain) + "\n")
        count += 1
    return count
