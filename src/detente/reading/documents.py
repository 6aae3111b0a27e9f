r"""Opening an article: its text, what it says of itself, and which parts of it are running text.

>>> import tempfile
>>> with tempfile.TemporaryDirectory() as folder:
...     file = Path(folder, "talks.txt")
...     _ = file.write_text("Talks end early\n\nBy Rupert Hentzau\n\nThe two sides left without a deal.")
...     opened = open_document(file)
>>> opened.document.title, opened.document.author
('Talks end early', 'Rupert Hentzau')
>>> [(passage.kind, opened.plain(passage)) for passage in opened.passages]
[('title', 'Talks end early'), ('paragraph', 'The two sides left without a deal.')]
>>> [piece.reason for piece in opened.furniture]
['byline']
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from detente.errors import Fault
from detente.reading.blocks import Block, BlockKind, blocks
from detente.reading.days import day_of
from detente.reading.faults import fault, refuse
from detente.reading.furniture import Page, reason
from detente.reading.heads import published_on, title_of
from detente.reading.language import other_language
from detente.reading.markup import plain_markdown
from detente.reading.sources import SUFFIXES, Source, read_source
from detente.record.types import Document, content_hash

LIMIT_SENTENCE_WORDS = 3_000
"""Words without the end of a sentence that are still taken for prose."""
LIMIT_BLOCKS = 50_000
"""Paragraphs, headings and list items that are still taken for one article."""

_SENTENCE_END = re.compile(r"[.!?…。]")
_BLANKS = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch ``text[start:end]`` of running text, in code points."""

    start: int
    end: int
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class Furniture:
    """A stretch ``text[start:end]`` that is not read, and why."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class OpenedDocument:
    """An article ready to be read.

    Parameters
    ----------
    document
        The text and what is known of it.
    passages
        Running text in order: the title first if there is one, then paragraphs, headings, list items,
        quotations.
    furniture
        What was left out and why, in order. Passages and furniture do not overlap.
    warnings
        What was not understood but does not stop the reading.
    markdown
        Whether the text has Markdown marks.
    """

    document: Document
    passages: tuple[Passage, ...]
    furniture: tuple[Furniture, ...] = ()
    warnings: tuple[Fault, ...] = ()
    markdown: bool = False

    def plain(self, passage: Passage) -> str:
        """Return a passage's words with marks and line ends blanked.

        It has the passage's length, so its character ``i`` stands at ``passage.start + i`` of the text.
        """
        text = self.document.text[passage.start : passage.end]
        return _BLANKS.sub(" ", plain_markdown(text) if self.markdown else text)


def find_articles(paths: Iterable[Path | str]) -> tuple[Path, ...]:
    """List the files that are meant: a file is itself, a folder stands for its readable files.

    Parameters
    ----------
    paths
        Files and folders. Folders are gone through with all below them, links to folders are not followed,
        hidden files are left out; only files ending in one of :data:`SUFFIXES` count.

    Returns
    -------
    tuple of Path
        Every file once, in the order given, those of a folder sorted by path. A path that does not exist is
        kept, so that :func:`open_document` says so; a folder without articles gives nothing.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if not path.is_dir():
            found[path] = None
            continue
        inside = []
        for folder, folders, names in os.walk(path):
            folders[:] = [name for name in folders if not name.startswith(".")]
            inside += [
                Path(folder, name)
                for name in names
                if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES
            ]
        found |= dict.fromkeys(sorted(inside))
    return tuple(found)


def open_document(path: Path | str, limit_bytes: int | None = None) -> OpenedDocument:
    r"""Open an article and tell its running text from its furniture.

    Parameters
    ----------
    path
        A ``.txt``, ``.md``, ``.html``, ``.pdf`` or ``.docx`` file.
    limit_bytes
        Largest file that is read; 5 MB by default, 40 MB for PDF and Word files.

    Returns
    -------
    OpenedDocument
        For text and Markdown the stored text is the whole decoded file, line ends as ``\n``, so that offsets
        are exact; for a web page it is the article taken from it, one paragraph a line; for a PDF or Word
        file its paragraphs in reading order, a blank line between them.

    Raises
    ------
    SourceError
        One fault with a code of :data:`detente.reading.faults.FAULTS` that says what is wrong and what to do.

    Notes
    -----
    Linear in the size of the file. The day of publication comes from front matter, a meta tag, a date line or
    a dateline with its year. The day on which a PDF or Word file was made is the last resort and comes with
    a warning; it is never today's date, and never guessed.
    """
    path = Path(path)
    source = read_source(path, limit_bytes)
    text, values, markdown = source.text, source.values, source.markdown
    cut = tuple(islice(blocks(text, source.start, markdown), LIMIT_BLOCKS + 1))
    _check_size(path, text, cut)
    words = [_joined(text[b.start : b.end], markdown) for b in cut]
    foreign = _foreign(path, words)
    title = title_of(cut, words, values.get("title"))
    page = Page.of(cut, words, title, values.get("author"))
    passages, furniture = _sorted_out(page, foreign)
    if not passages:
        raise refuse("D213", path, "the file has no running text", "is the article itself in it?")
    published, published_how, warnings = _published(path, source, words)
    given_title, author = values.get("title"), page.author
    document = Document(
        id=content_hash(source.content),
        text=text,
        name=path.name,
        title=given_title or (words[title] if title is not None else None),
        outlet=values.get("outlet"),
        author=author,
        url=values.get("url"),
        published=published,
        published_how=published_how,
        title_how=source.says if given_title else "first line" if title is not None else None,
        outlet_how=source.says if values.get("outlet") else None,
        author_how=source.says if "author" in values else page.author_how,
    )
    warnings = (*source.warnings, *warnings, *_skipped(path, text, cut, foreign))
    return OpenedDocument(document, passages, furniture, warnings, markdown)


def _joined(text: str, markdown: bool) -> str:
    return " ".join((plain_markdown(text) if markdown else text).split())


def _check_size(path: Path, text: str, cut: Sequence[Block]) -> None:
    """Refuse what is no article by its shape, before any work that costs more."""
    if len(cut) > LIMIT_BLOCKS:
        message = f"the file has more than {LIMIT_BLOCKS:,} paragraphs"
        raise refuse("D205", path, message, "split it into articles")
    for block in cut:
        if block.end - block.start < LIMIT_SENTENCE_WORDS:
            continue
        sentences = _SENTENCE_END.split(text[block.start : block.end])
        if any(
            len(sentence.split(None, LIMIT_SENTENCE_WORDS)) > LIMIT_SENTENCE_WORDS for sentence in sentences
        ):
            line = text.count("\n", 0, block.start) + 1
            message = f"more than {LIMIT_SENTENCE_WORDS:,} words without the end of a sentence"
            raise refuse("D210", path, message, "is this an article? put its full stops back", line)


def _foreign(path: Path, words: Sequence[str]) -> Mapping[int, str]:
    """Return the language of every block that is not English; refuse a text that has little or no English."""
    if not any(c.isalpha() for block in words for c in block):
        raise refuse("D213", path, "the file has no words", "is the article itself in it?")
    foreign = {n: language for n, block in enumerate(words) if (language := other_language(block, sure=True))}
    strange = sum(len(words[n]) for n in foreign) * 2 > sum(map(len, words))
    language = Counter(foreign.values()).most_common(1)[0][0] if strange else other_language(" ".join(words))
    if language and not (foreign and not strange):
        hint = "give an English text or a translation"
        raise refuse("D209", path, f"the text looks like {language}, only English is read", hint)
    return foreign


def _skipped(path: Path, text: str, cut: Sequence[Block], foreign: Mapping[int, str]) -> tuple[Fault, ...]:
    """Warn of paragraphs that are left out because of their language."""
    if not foreign:
        return ()
    names = " and ".join(dict.fromkeys(foreign.values()))
    many = len(foreign)
    message = f"{many} {'paragraph' if many == 1 else 'paragraphs'} in {names} left out, only English is read"
    line = text.count("\n", 0, cut[min(foreign)].start) + 1
    return (fault("D221", path, message, "give a translation", line, severity="warning"),)


def _sorted_out(page: Page, foreign: Mapping[int, str]) -> tuple[tuple[Passage, ...], tuple[Furniture, ...]]:
    passages, furniture = [], []
    for n, block in enumerate(page.blocks):
        why = reason(page, n) or (f"in {foreign[n]}" if n in foreign else None)
        if why:
            furniture.append(Furniture(block.start, block.end, why))
        else:
            passages.append(Passage(block.start, block.end, "title" if n == page.title else block.kind))
    return tuple(passages), tuple(furniture)


def _published(
    path: Path, source: Source, words: Sequence[str]
) -> tuple[date | None, str | None, tuple[Fault, ...]]:
    """Return the day of publication, how it was found, and a warning where it is open to doubt."""
    given = source.values.get("date")
    day = day_of(given) if given is not None else None
    if day is not None:
        return day, source.says, ()
    warnings: tuple[Fault, ...] = ()
    if given is not None:
        message = f"the date {given!r} is not understood"
        hint, line = "write it as 2019-05-16", source.lines.get("date")
        warnings = (fault("D212", path, message, hint, line, severity="warning"),)
    day, how = published_on(words)
    made = day_of(source.values.get("made", ""))
    if day is None and made is not None:
        day, how = made, "day the file was made"
        message = f"the text has no date; the day the file was made, {made}, is taken for it"
        hint = "if that is wrong, save the text as .md with `date:` in its front matter"
        warnings += (fault("D222", path, message, hint, severity="warning"),)
    return day, how, warnings
