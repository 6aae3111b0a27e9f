"""The trigger lexicon as the rules use it: ``triggers.toml``, checked and indexed.

The file says what its fields mean. A mistake in it is told with the entry, so that an analyst can extend it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from detente.errors import Fault, Place, SourceError
from detente.record.types import MODALITIES, Modality
from detente.vocabulary.actions import TYPES

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"), "friendly"),
        **dict.fromkeys(("CONCEDE", "RETREAT"), "yielding"),
        **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), "verbal"),
        **dict.fromkeys(("SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "PROTEST"), "hostile"),
    }
)
"""The group a type belongs to, as the composition table names it."""

NOT_EVENTS = frozenset({"STATEMENT", "ASSESSMENT"})


@dataclass(frozen=True, slots=True)
class Act:
    """One entry of the lexicon: words that report an act of one type, and when they do.

    Fields are those of ``[[act]]`` in ``triggers.toml``; an empty ``object``, ``modifier`` or ``by`` is any.
    """

    type: str
    object: frozenset[str] = frozenset()
    modifier: frozenset[str] = frozenset()
    by: frozenset[str] = frozenset()
    particle: tuple[str, ...] = ()
    mutual: bool = False
    subject_is_target: bool = False
    modality: Modality | None = None
    needs_target: bool = False
    alone: bool = False


@dataclass(frozen=True, slots=True)
class VerbEntry:
    """A verb or "be" adjective of the lexicon: what follows its first word, and the act or operator it is."""

    rest: tuple[str, ...]
    adjective: bool
    act: Act | None
    operator: str | None


@dataclass(frozen=True, slots=True)
class NounEntry:
    """A noun of the lexicon; a ``topic`` is an act only together with a verb that does it."""

    act: Act
    topic: bool


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries by the lemma of their first word, conditional and longer first; ``words``: all lemmas."""

    verbs: Mapping[str, tuple[VerbEntry, ...]]
    nouns: Mapping[str, tuple[NounEntry, ...]]
    noun_operators: Mapping[str, tuple[str, ...]]
    composition: Mapping[str, Mapping[str, tuple[str, str]]]
    alone: Mapping[str, tuple[str, str]]
    words: frozenset[str]

    @staticmethod
    @cache
    def builtin() -> Lexicon:
        """Return the lexicon that comes with the package."""
        return _lexicon(
            files("detente.reading").joinpath("triggers.toml").read_text("utf-8"), "triggers.toml"
        )

    @staticmethod
    def from_file(path: Path) -> Lexicon:
        """Return a lexicon of one's own, in the form of ``triggers.toml``.

        Raises
        ------
        SourceError
            ``D215`` when it cannot be read or an entry is wrong; every wrong entry is told.
        """
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as cause:
            hint = "give the path of a TOML file in UTF-8"
            fault = Fault("D215", f"the trigger lexicon cannot be read: {cause}", hint, Place(str(path)))
            raise SourceError(fault) from cause
        return _lexicon(text, str(path))

    def compose(self, operator: str, inner: str) -> tuple[str, str] | None:
        """Return type and modality of an operator over an inner act, ``None`` when that is no act."""
        if inner in NOT_EVENTS:
            return None
        table = self.composition.get(operator, {})
        made = table.get(inner) or table.get(GROUPS[inner])
        if made is None:
            return None
        return (inner if made[0] == "same" else made[0], made[1])


def _lexicon(text: str, name: str) -> Lexicon:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as cause:
        fault = Fault("D215", f"the trigger lexicon is not TOML: {cause}", "mend the line", Place(name))
        raise SourceError(fault) from cause
    classes: dict[str, list[str]] = data.get("classes", {})
    faults = list(_faults(data, classes, name))
    if faults:
        raise SourceError(faults)
    verbs: dict[str, list[VerbEntry]] = {}
    nouns: dict[str, list[NounEntry]] = {}
    for row in data.get("act", []):
        act = Act(
            type=row["type"],
            object=_expanded(row.get("object", ()), classes),
            modifier=_expanded(row.get("modifier", ()), classes),
            by=_expanded(row.get("by", ()), classes),
            particle=tuple(row.get("particle", ())),
            mutual=row.get("mutual", False),
            subject_is_target=row.get("subject") == "target",
            modality=cast("Modality | None", row.get("modality")),
            needs_target=row.get("needs") == "target",
            alone=row.get("alone", False),
        )
        for phrase in row.get("verbs", ()):
            _add_verb(verbs, phrase, act, None)
        for kind in ("nouns", "topics"):
            for noun in row.get(kind, ()):
                nouns.setdefault(noun, []).append(NounEntry(act, kind == "topics"))
    for operator, phrases in data.get("operators", {}).items():
        for phrase in phrases:
            _add_verb(verbs, phrase, None, operator)
    noun_operators: dict[str, list[str]] = {}
    for operator, words in data.get("noun_operators", {}).items():
        for noun in words:
            noun_operators.setdefault(noun, []).append(operator)
    return Lexicon(
        verbs={
            lemma: tuple(
                sorted(rows, key=lambda e: (not (e.act and (e.act.object or e.act.by)), -len(e.rest)))
            )
            for lemma, rows in verbs.items()
        },
        nouns={
            lemma: tuple(sorted(rows, key=lambda e: (not e.act.modifier, e.topic)))
            for lemma, rows in nouns.items()
        },
        noun_operators={noun: tuple(ops) for noun, ops in noun_operators.items()},
        composition={
            op: {k: (v[0], v[1]) for k, v in t.items()} for op, t in data.get("composition", {}).items()
        },
        words=frozenset((*verbs, *(n.rpartition(" ")[2] for n in nouns), *noun_operators)),
        alone={op: (v[0], v[1]) for op, v in data.get("alone", {}).items()},
    )


def _add_verb(verbs: dict[str, list[VerbEntry]], phrase: str, act: Act | None, operator: str | None) -> None:
    words = phrase.split()
    adjective = words[0] == "be" and len(words) > 1
    first, rest = (words[1], tuple(words[2:])) if adjective else (words[0], tuple(words[1:]))
    verbs.setdefault(first, []).append(VerbEntry(rest, adjective, act, operator))


def _expanded(words: Iterable[str], classes: Mapping[str, list[str]]) -> frozenset[str]:
    return frozenset(w for word in words for w in (classes[word[1:]] if word.startswith("@") else [word]))


_FIELDS = frozenset({
    "type", "verbs", "nouns", "topics", "object", "modifier", "by", "particle", "mutual", "subject",
    "modality", "needs", "alone",
})  # fmt: skip


def _faults(data: Mapping[str, Any], classes: Mapping[str, list[str]], name: str) -> Iterator[Fault]:
    """Tell every wrong entry: an unknown field, type, modality or class."""
    for nth, row in enumerate(data.get("act", []), 1):
        wrong = [f"unknown field {key!r}" for key in row if key not in _FIELDS]
        if row.get("type") not in TYPES:
            wrong.append(f"unknown type {row.get('type')!r}")
        if row.get("modality", MODALITIES[0]) not in MODALITIES:
            wrong.append(f"unknown modality {row['modality']!r}")
        used = [w[1:] for key in ("object", "modifier", "by") for w in row.get(key, ()) if w.startswith("@")]
        wrong += [f"unknown class @{word}" for word in used if word not in classes]
        for what in wrong:
            hint = "the head of triggers.toml in the package says what may stand there"
            yield Fault("D215", f"entry {nth} of the trigger lexicon: {what}", hint, Place(name))
    for operator, table in data.get("composition", {}).items():
        if operator not in data.get("operators", {}):
            yield Fault("D215", f"[composition] names no operator {operator!r}", "", Place(name))
        for made in table.values():
            if made[0] != "same" and made[0] not in TYPES:
                yield Fault("D215", f"[composition] {operator}: unknown type {made[0]!r}", "", Place(name))
