"""The trigger lexicon as the rules use it: ``triggers.toml``, checked and indexed.

The file says what its fields mean. A mistake in it is told with the entry, so that an analyst can extend it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import cast

from detente.errors import SourceError
from detente.reading.lexicon_file import Source, faults_of, read_source, source_of
from detente.record.types import Modality

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
        return _lexicon(_builtin_source())

    @staticmethod
    def from_file(path: Path) -> Lexicon:
        """Return a lexicon of one's own, in the form of ``triggers.toml``.

        Raises
        ------
        SourceError
            ``D215`` when it cannot be read or an entry is wrong; every wrong entry is told with its line.
        """
        return _lexicon(read_source(path))

    @staticmethod
    def with_file(path: Path) -> Lexicon:
        """Return the built-in lexicon with a file's entries before its own.

        Parameters
        ----------
        path
            A file in the form of ``triggers.toml``. It may use the package's classes and add words to them,
            add words to operators, and say anew what an operator makes of a type.

        Raises
        ------
        SourceError
            ``D215`` as :meth:`from_file`.
        """
        return _lexicon(read_source(path), _builtin_source())

    def compose(self, operator: str, inner: str) -> tuple[str, str] | None:
        """Return type and modality of an operator over an inner act, ``None`` when that is no act."""
        if inner in NOT_EVENTS:
            return None
        table = self.composition.get(operator, {})
        made = table.get(inner) or table.get(GROUPS[inner])
        if made is None:
            return None
        return (inner if made[0] == "same" else made[0], made[1])


@cache
def _builtin_source() -> Source:
    text = files("detente.reading").joinpath("triggers.toml").read_text("utf-8")
    return source_of(text, "triggers.toml")


def _lexicon(source: Source, base: Source | None = None) -> Lexicon:
    """Index a lexicon; entries of ``source`` come before those of ``base``."""
    rows = [*source.acts, *(base.acts if base else ())]
    classes = _joined(base.classes if base else {}, source.classes)
    operators = _joined(base.operators if base else {}, source.operators)
    nouns_of = _joined(base.noun_operators if base else {}, source.noun_operators)
    composition = dict(base.composition if base else {})
    for operator, table in source.composition.items():
        composition[operator] = {**composition.get(operator, {}), **table}
    alone = {**(base.alone if base else {}), **source.alone}
    faults = tuple(faults_of(source, classes, operators))
    if faults:
        raise SourceError(faults)
    verbs: dict[str, list[VerbEntry]] = {}
    nouns: dict[str, list[NounEntry]] = {}
    for row in rows:
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
    for operator, phrases in operators.items():
        for phrase in phrases:
            _add_verb(verbs, phrase, None, operator)
    noun_operators: dict[str, list[str]] = {}
    for operator, words in nouns_of.items():
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
        composition={op: {k: (v[0], v[1]) for k, v in table.items()} for op, table in composition.items()},
        words=frozenset((*verbs, *(n.rpartition(" ")[2] for n in nouns), *noun_operators)),
        alone={op: (v[0], v[1]) for op, v in alone.items()},
    )


def _joined(
    base: Mapping[str, Sequence[str]], own: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Join two tables of word lists, one's own words first."""
    return {key: (*own.get(key, ()), *base.get(key, ())) for key in dict.fromkeys((*base, *own))}


_AFTER_BE = frozenset({"at", "in", "on", "under"})
"""After these "be" is a verb with a phrase, "be in talks"; other words after it are its adjective."""


def _add_verb(verbs: dict[str, list[VerbEntry]], phrase: str, act: Act | None, operator: str | None) -> None:
    words = phrase.split()
    adjective = words[0] == "be" and len(words) > 1 and words[1] not in _AFTER_BE
    first, rest = (words[1], tuple(words[2:])) if adjective else (words[0], tuple(words[1:]))
    verbs.setdefault(first, []).append(VerbEntry(rest, adjective, act, operator))


def _expanded(words: Iterable[str], classes: Mapping[str, Sequence[str]]) -> frozenset[str]:
    return frozenset(w for word in words for w in (classes[word[1:]] if word.startswith("@") else [word]))
