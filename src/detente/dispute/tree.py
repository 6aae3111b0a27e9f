"""YAML text -> a tree of nodes that know their places; no value has a type yet.

The tree is built from ruamel.yaml's event stream and not from its ready-made nodes, for three reasons: bounds
are kept while reading and not after; aliases stay visible instead of being followed; and no scalar is
resolved, so that ``NO`` or ``1_000`` stay what was written until a field says what it wants.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.dispute.faults import FaultList, shown
from detente.dispute.limits import MAX_DEPTH, MAX_NODES
from detente.dispute.nodes import Items, Node, Scalar, Table
from detente.dispute.source import Source


class _Refused(Exception):  # noqa: N818 - never leaves this module
    """A fault that ends the reading of the file."""


def parse_tree(source: Source, faults: FaultList) -> Table | None:
    """Return the map that a case file is, or ``None`` when a fault leaves nothing to work on.

    Notes
    -----
    O(length). Reading stops at the first fault of YAML itself, because nothing after it can be trusted;
    duplicate keys, tags and the like are all told.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.reader import ReaderError

    try:
        root = _Builder(source, faults).document(YAML(typ="safe", pure=True).parse(source.text))
    except _Refused:
        return None
    except ReaderError as error:
        at = int(error.position)
        faults.add(
            "D104",
            f"the character U+{ord(source.text[at]):04X} may not stand in YAML" if at < len(source.text)
            else "a character may not stand in YAML",
            source.place(at, at + 1),
            "remove it, or write it as an escape between double quotes",
        )  # fmt: skip
        return None
    except MarkedYAMLError as error:
        at = _where(error.problem_mark, error.context_mark, source)
        problem = ", ".join(part for part in (error.problem, error.context) if part) or "not YAML"
        faults.add("D104", shown(problem, 200), source.place(at, at + 1), _YAML_ADVICE)
        return None
    except Exception as error:
        # The scanner lets some of Python's own errors through, such as an escape beyond Unicode.
        faults.add("D104", f"the YAML cannot be read: {shown(str(error), 200)}", source.whole(), _YAML_ADVICE)
        return None
    if root is None or (isinstance(root, Scalar) and root.is_null):
        faults.add("D109", "the file says nothing", source.whole(), "start with title: and actors:")
        return None
    if not isinstance(root, Table):
        faults.add("D114", "a case file is a map of fields", root.place(), "start with title: and actors:")
        return None
    return root


def _where(problem: Any, context: Any, source: Source) -> int:
    """Return where to look: at what began and was never closed, when the problem is that the file ends."""
    end = len(source.text.rstrip())
    for mark in (problem, context):
        if mark is not None and mark.index < end:
            return int(mark.index)
    return max(0, end - 1)


_YAML_ADVICE = "check indentation and brackets; put text with ': ', ' #', @ or % between quotes"


class _Builder:
    """Turns events into nodes, depth first, without recursion."""

    def __init__(self, source: Source, faults: FaultList) -> None:
        self.source = source
        self.faults = faults
        self.count = 0
        # One frame per open list or map: start, finished children, whether it is a map.
        self.open: list[tuple[int, list[Node], bool]] = []
        self.root: Node | None = None

    def document(self, events: Iterator[Any]) -> Node | None:
        """Read all events and return the one root."""
        from ruamel.yaml import events as kinds

        documents = 0
        for event in events:
            start, end = event.start_mark.index, event.end_mark.index
            if isinstance(event, kinds.ScalarEvent):
                self.features(event, start, end)
                self.finish(Scalar(self.source, start, end, event.value, event.style))
            elif isinstance(event, kinds.MappingStartEvent | kinds.SequenceStartEvent):
                self.features(event, start, end)
                self.open.append((start, [], isinstance(event, kinds.MappingStartEvent)))
                if len(self.open) > MAX_DEPTH:
                    self.refuse(f"lists and maps lie more than {MAX_DEPTH} deep", start, end)
            elif isinstance(event, kinds.MappingEndEvent | kinds.SequenceEndEvent):
                begun, children, is_map = self.open.pop()
                build = self.table if is_map else self.items
                self.finish(build(begun, max(end, begun + 1), children))
            elif isinstance(event, kinds.AliasEvent):
                self.feature("an alias", start, end, "write the value out again")
                self.finish(Scalar(self.source, start, end, "", None))
            elif isinstance(event, kinds.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.feature("a second document", start, end, "one file holds one case")
                    break
                if event.tags or (event.version or (1, 2)) != (1, 2):
                    self.feature("a directive", 0, 1, "remove the lines that begin with %")
        return self.root

    def features(self, event: Any, start: int, end: int) -> None:
        """Tell anchors and tags."""
        if event.anchor is not None:
            self.feature(f"the anchor &{shown(event.anchor)}", start, end, "remove it")
        if event.tag is not None:
            self.feature(f"the tag {shown(event.tag)}", start, end, "remove it; fields know their types")

    def feature(self, what: str, start: int, end: int, hint: str) -> None:
        self.faults.add("D105", f"{what} is not used in case files", self.source.place(start, end), hint)

    def refuse(self, message: str, start: int, end: int) -> None:
        self.faults.add("D102", message, self.source.place(start, end), "keep the case file simple")
        raise _Refused

    def finish(self, node: Node) -> None:
        self.count += 1
        if self.count > MAX_NODES:
            self.refuse(f"the file has more than {MAX_NODES:,} keys and values", node.start, node.start + 1)
        if self.open:
            self.open[-1][1].append(node)
        else:
            self.root = node

    def items(self, start: int, end: int, children: list[Node]) -> Node:
        return Items(self.source, start, end, tuple(children))

    def table(self, start: int, end: int, children: list[Node]) -> Node:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar) or key.is_null:
                self.faults.add("D107", "a key must be a word", key.place(), "write key: value")
            elif key.value == "<<" and key.style is None:
                self.feature("the merge key <<", key.start, key.end, "write the entries out")
            elif key.value in entries:
                first = entries[key.value][0].place()
                self.faults.add(
                    "D106",
                    f"{shown(key.value)} is given twice, first on line {first.line}",
                    key.place(),
                    "keep one of the two",
                )
            else:
                entries[key.value] = (key, value)
        return Table(self.source, start, end, entries)
