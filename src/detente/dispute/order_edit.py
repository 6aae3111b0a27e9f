"""Writes an order of wishes into the text of a case file; everything else, comments too, stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

from detente.dispute.elicit import Group, Line
from detente.dispute.faults import FaultList
from detente.dispute.nodes import Items, Node, Scalar, Table
from detente.dispute.reader import CASE_FILE, check_text, loads
from detente.dispute.source import Source
from detente.dispute.spacing import Lines, comments_of
from detente.dispute.telling import scalar
from detente.dispute.tree import parse_tree
from detente.dispute.types import Wish
from detente.errors import ModelError


def with_order(text: str, actor: str, groups: Sequence[Group], file: str = CASE_FILE) -> str:
    r"""Return a case file in which an actor's ``prefers`` has an order found by asking.

    Parameters
    ----------
    text
        A case file without errors.
    actor
        Code of the actor.
    groups
        The order, most important first. Lines of a group become ``[a, b]``, or ``{any order: [a, b]}`` when
        their order is unknown; ``maybe`` lines stay lines of their own.
    file
        The name that faults carry.

    Returns
    -------
    str
        A line of the old list that stays one line is moved as it stands, with the comments above and behind
        it; comments of lines that become one stand above it. ``red_lines`` is lowered when it counts more
        lines than are left.

    Raises
    ------
    ModelError
        ``D150`` when the list cannot be rewritten without losing a comment.

    Examples
    --------
    >>> from detente.dispute.elicit import lines_of
    >>> text = "actors:\n  A:\n    options: {x: Act, y: Wait}\n    prefers:\n      - x  # one\n      - y\n"
    >>> x, y = lines_of(loads(text), "A")
    >>> print(with_order(text, "A", [Group((y,)), Group((x,))]), end="")
    actors:
      A:
        options: {x: Act, y: Wait}
        prefers:
          - y
          - x  # one
    """
    source = Source(file, text)
    root = parse_tree(source, FaultList())
    assert root is not None  # noqa: S101 - the file has no errors
    wishes = loads(text, file).actor(actor).prefers or ()
    items = _composed(groups, wishes)
    key, node = _actor(root, actor)
    lines = Lines(source.text)
    if isinstance(node, Table) and node.entries and not _in_flow(node):
        rows = _in_block(lines, node, items, wishes)
        new = "\n".join(rows) + "\n"
    else:
        new = _within_brackets(source.text, key, node, items)
    new = _fewer_red_lines(new, actor, len(items), file)
    lost = sorted(comments_of(source.text)) != sorted(comments_of(new))
    if lost or any(fault.severity == "error" for fault in check_text(new, file)):
        faults = FaultList()
        hint = "give the actor's prefers one line for each wish, each with - in front"
        faults.add("D150", f"the order of {actor} cannot be written into this layout", key.place(), hint)
        raise ModelError(faults.sorted())
    return new


def _composed(groups: Sequence[Group], wishes: Sequence[Wish]) -> list[tuple[str, tuple[int, ...]]]:
    """Return the text of every new line, and the old lines it is made of."""
    home = {statement.text: at for at, wish in enumerate(wishes) for statement in wish.statements}
    made = []
    for group in groups:
        sure = [line for line in group.lines if not line.maybe]
        if sure:
            parts = [_member(line, wishes, home) for line in sure]
            text = f"[{', '.join(parts)}]"
            if len(parts) == 1:
                text = parts[0]
            elif group.unknown:
                text = f"{{any order: {text}}}"
            made.append((text, tuple(dict.fromkeys(home[line.key] for line in sure if line.key in home))))
        for line in group.lines:
            if line.maybe:
                made.append((_maybe(line, wishes, home), (home[line.key],) if line.key in home else ()))
    return made


def _member(line: Line, wishes: Sequence[Wish], home: dict[str, int]) -> str:
    cited = _cited(line, wishes, home)
    return f"{{want: {scalar(line.key)}, because: [{cited}]}}" if cited else scalar(line.key)


def _maybe(line: Line, wishes: Sequence[Wish], home: dict[str, int]) -> str:
    chance = wishes[home[line.key]].chance if line.key in home else None
    parts = [f"maybe: {scalar(line.key)}"] + ([f"chance: {chance:g}"] if chance is not None else [])
    cited = _cited(line, wishes, home)
    return f"{{{', '.join(parts)}{f', because: [{cited}]' if cited else ''}}}"


def _cited(line: Line, wishes: Sequence[Wish], home: dict[str, int]) -> str:
    if line.key not in home:
        return ""
    wish = wishes[home[line.key]]
    own = next(s.because for s in wish.statements if s.text == line.key)
    return ", ".join(map(scalar, dict.fromkeys((*wish.because, *own))))


def _actor(root: Table, actor: str) -> tuple[Scalar, Node]:
    from detente.dispute.values import settled

    actors = root.entries["actors"][1]
    assert isinstance(actors, Table)  # noqa: S101
    return next(entry for name, entry in actors.entries.items() if settled(name) == actor)


def _in_flow(node: Node) -> bool:
    return node.source.text[node.start] in "[{"


def _in_block(
    lines: Lines, actor: Table, items: list[tuple[str, tuple[int, ...]]], wishes: Sequence[Wish]
) -> list[str]:
    """Return all lines of the file with the new list in the place of the old one."""
    first = next(iter(actor.entries.values()))[0]
    margin = " " * (first.place().column or 1)
    margin = margin[:-1]
    entry = actor.entries.get("prefers")
    if entry is None:
        after = actor.entries.get("options")
        at = lines.last_content(after[1] if after else actor) + 1
        return [
            *lines.rows[:at],
            f"{margin}prefers:",
            *(f"{margin}  - {t}" for t, _ in items),
            *lines.rows[at:],
        ]
    key, old = entry
    start, end = lines.number(key.start), lines.last_content(old) + 1
    if not isinstance(old, Items) or _in_flow(old) or not old.items:
        region = "\n".join(lines.rows[start:end])
        said = [f"{margin}  {comment}" for comment in comments_of(region)]
        new = [f"{margin}  - {text}" for text, _ in items]
        head = f"{margin}prefers:" if new else f"{margin}prefers: []"
        return [*lines.rows[:start], head, *said, *new, *lines.rows[end:]]
    ends = [lines.last_content(item) + 1 for item in old.items]
    starts = [start + 1, *ends[:-1]]
    blocks = [lines.rows[a:b] for a, b in zip(starts, ends, strict=True)]
    dash = next(row for row in blocks[0] if row.lstrip().startswith("-"))
    column = dash[: len(dash) - len(dash.lstrip())]
    parts: list[str] = []
    used: set[int] = set()
    for text, made_of in items:
        parts += _block(text, made_of, blocks, wishes, items, used, column)
    for at, block in enumerate(blocks):
        parts += [row for row in _comments(block, column) if at not in used]
    return [*lines.rows[: start + 1], *parts, *lines.rows[end:]]


def _block(
    text: str,
    made_of: tuple[int, ...],
    blocks: list[list[str]],
    wishes: Sequence[Wish],
    items: list[tuple[str, tuple[int, ...]]],
    used: set[int],
    column: str,
) -> list[str]:
    """Return the lines of one wish: as they stood when it is one old line, else with the comments of all."""
    whole = [at for at in made_of if sum(at in other for _, other in items) == 1]
    if len(made_of) == 1 and whole and _same_kind(text, wishes[made_of[0]]):
        used.update(made_of)
        return blocks[made_of[0]]
    said = [row for at in made_of if at not in used for row in _comments(blocks[at], column)]
    used.update(made_of)
    return [*said, f"{column}- {text}"]


def _same_kind(text: str, wish: Wish) -> bool:
    grouped = text.startswith("["), text.startswith("{any order:")
    return grouped == (wish.kind == "equal" and len(wish.statements) > 1, wish.kind == "any order")


def _comments(block: list[str], column: str) -> list[str]:
    """Return the comments of some lines as lines of their own, and the empty lines above them."""
    return [
        f"{column}{comment}"
        for comment in comments_of(
            "\n".join(row.strip() if row.lstrip().startswith("#") else row for row in block)
        )
    ]


def _within_brackets(text: str, key: Scalar, node: Node, items: list[tuple[str, tuple[int, ...]]]) -> str:
    """Return the text with the new list inside the brackets of an actor, or below an observer's bare code."""
    flow = f"[{', '.join(part for part, _ in items)}]"
    if isinstance(node, Table) and node.entries:
        entry = node.entries.get("prefers")
        if entry is not None:
            return text[: entry[1].start] + flow + text[entry[1].end :]
        last = list(node.entries.values())[-1][1]
        return text[: last.end] + f", prefers: {flow}" + text[last.end :]
    end = node.end if text[node.start : node.end].strip() else key.end
    if end == key.end:
        end = text.index(":", end) + 1
        return text[:end] + f" {{prefers: {flow}}}" + text[end:]
    return text[: node.start] + f"{{prefers: {flow}}}" + text[end:]


def _fewer_red_lines(text: str, actor: str, count: int, file: str) -> str:
    """Lower ``red_lines`` where fewer lines are left than it counts."""
    root = parse_tree(Source(file, text), FaultList())
    node = _actor(root, actor)[1] if root is not None else None
    entry = node.entries.get("red_lines") if isinstance(node, Table) else None
    if entry is None or not isinstance(entry[1], Scalar) or not entry[1].value.isdigit():
        return text
    if int(entry[1].value) <= count:
        return text
    return text[: entry[1].start] + str(count) + text[entry[1].end :]
