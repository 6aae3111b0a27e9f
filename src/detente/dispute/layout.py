"""Lays a case file out afresh: indentation, spacing and the order of fields; words and comments stay.

The text is moved, never written anew from what it means, so quotes, line breaks and comments remain the
author's. Before a new text is handed out it is read again and compared with the old one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from detente.dispute.faults import FaultList
from detente.dispute.nodes import Items, Node, Scalar, Table
from detente.dispute.reader import CASE_FILE, check_text, read_text
from detente.dispute.saving import save
from detente.dispute.source import Source
from detente.dispute.spacing import Lines, spaced
from detente.dispute.tree import parse_tree
from detente.errors import ModelError

FIELDS = (
    "title", "as_of", "view_of", "actors", "terms", "impossible", "always", "history", "now", "states",
    "only_states", "same", "offers", "deadlines", "pledges", "ledger", "turning_points", "initiatives",
    "readings", "questions",
)  # fmt: skip
"""The fields of a case file in the order they are read by people."""
ACTOR_FIELDS = (
    "name", "also", "options", "prefers", "ranking", "better", "red_lines", "moves", "because",
)  # fmt: skip
"""The fields of an actor in the order they are read by people."""


def format_text(text: str, file: str = CASE_FILE) -> str:
    r"""Return a case file laid out afresh.

    Parameters
    ----------
    text
        The case file.
    file
        The name that faults carry.

    Returns
    -------
    str
        The same file: two blanks a level, one blank after ``:`` and ``,`` and ``-``, none inside brackets,
        at most one empty line in a row, the fields of the file and of each actor in the order of the manual.
        Every comment stays with the line it stands above or behind. Laid out again, it stays as it is.

    Raises
    ------
    ModelError
        When the file has faults, all of them told; ``D150`` when it is written in a way that cannot be laid
        out without changing what it says.

    Examples
    --------
    >>> print(format_text("actors:\n    A: {options: {x : Act},prefers: [ ]}\ntitle:  Two"), end="")
    title: Two
    actors:
      A: {options: {x: Act}, prefers: []}
    """
    found = check_text(text, file)
    if any(fault.severity == "error" for fault in found):
        raise ModelError(fault for fault in found if fault.severity == "error")
    old = Source(file, text)
    new = ordered(spaced(old.text), file)
    if not _says_the_same(old.text, new, file):
        faults = FaultList()
        hint = "write lists and maps as in the manual: one entry a line, or within brackets"
        faults.add("D150", "the file is written in a way that cannot be laid out safely", old.whole(), hint)
        raise ModelError(faults.sorted())
    return new


def format_file(path: str | Path, *, write: bool = True) -> bool:
    """Lay a case file out afresh, in place.

    Parameters
    ----------
    path
        The file, or the folder that holds a ``case.yaml``.
    write
        Otherwise only look whether anything would change.

    Returns
    -------
    bool
        Whether the file was not laid out so before.

    Raises
    ------
    ModelError
        As :func:`format_text`; the file is then left as it is.
    SourceError
        ``D151`` when it cannot be written.
    """
    file = Path(path)
    file = file / CASE_FILE if file.is_dir() else file
    text = read_text(file)
    new = format_text(text, str(file))
    changed = new != text
    if changed and write:
        save(file, new)
    return changed


def ordered(text: str, file: str = CASE_FILE) -> str:
    """Return a sound and evenly spaced case file with its fields, and those of actors, in order."""
    root = parse_tree(Source(file, text), FaultList())
    if root is None:
        return text
    actors = root.entries["actors"][1] if "actors" in root.entries else None
    tables = [node for _, node in actors.entries.values()] if isinstance(actors, Table) else []
    lines = Lines(text)
    # From the last actor up, so that the lines of those above stay where they were found.
    for node in reversed(tables):
        if isinstance(node, Table):
            _put_in_order(lines, node, ACTOR_FIELDS)
    _put_in_order(lines, root, FIELDS)
    return lines.text()


def _put_in_order(lines: Lines, table: Table, order: Sequence[str]) -> None:
    """Move the entries of a map, each with the comments above it."""
    names = list(table.entries)
    wanted = sorted(names, key=lambda name: order.index(name) if name in order else len(order))
    keys = [lines.number(key.start) for key, _ in table.entries.values()]
    if wanted == names or not all(lines.begins(key.start) for key, _ in table.entries.values()):
        return
    first = lines.lead(keys[0])
    starts = [first, *(lines.lead(key) for key in keys[1:])]
    ends = [*starts[1:], lines.last_content(table) + 1]
    parts = dict(zip(names, (lines.rows[a:b] for a, b in zip(starts, ends, strict=True)), strict=True))
    airy = any(part and not part[0].strip() for part in list(parts.values())[1:])
    rows: list[str] = []
    for name in wanted:
        part = _without_outer_blanks(parts[name])
        rows += [""] if rows and (airy or not parts[name][0].strip()) else []
        rows += part
    lines.rows[first : ends[-1]] = rows


def _without_outer_blanks(rows: list[str]) -> list[str]:
    kept = list(rows)
    while kept and not kept[0].strip():
        kept.pop(0)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _says_the_same(old: str, new: str, file: str) -> bool:
    if old == new:
        return True
    trees = [parse_tree(Source(file, text), FaultList()) for text in (old, new)]
    return (
        trees[0] is not None
        and trees[1] is not None
        and _content(trees[0]) == _content(trees[1])
        and Counter(_comments(trees[0])) == Counter(_comments(trees[1]))
    )


def _comments(root: Table) -> Iterator[str]:
    """Yield the comments around a tree: between two words only punctuation stands, so # begins one."""
    text, end = root.source.text, 0
    for word in sorted(_words(root), key=lambda word: word.start):
        yield from (found.rstrip() for found in _COMMENT.findall(text[end : word.start]))
        end = max(end, word.end)
    yield from (found.rstrip() for found in _COMMENT.findall(text[end:]))


_COMMENT = re.compile("#[^\n]*")


def _words(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Items):
        for item in node.items:
            yield from _words(item)
    else:
        for key, value in node.entries.values():
            yield key
            yield from _words(value)


def _content(node: Node, path: tuple[str, ...] = ()) -> object:
    """Return what a node says. Order counts, except among the fields that :func:`ordered` moves."""
    if isinstance(node, Scalar):
        return (node.value, node.style)
    if isinstance(node, Items):
        return [_content(item, (*path, "-")) for item in node.items]
    entries = [(name, _content(value, (*path, name))) for name, (_, value) in node.entries.items()]
    moved = not path or (len(path) == 2 and path[0] == "actors")
    return dict(entries) if moved else tuple(entries)
