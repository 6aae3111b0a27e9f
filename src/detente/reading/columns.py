"""From a printed page to paragraphs: columns in reading order, lines joined, running heads left out.

A page comes as rows of characters that stand where they stand on paper, so that a gap between two columns is
a run of blanks at the same place in many rows.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_GAP = 3
"""Blanks side by side that can be the gap between two columns."""
_LINES = 4
"""Lines that each of two columns has at least."""
_DEEPEST = 3
"""Cuts into columns within columns: eight columns, as no newspaper has."""
_EDGE_ROWS = 3
"""Rows at the top and the foot of a page that can be running heads."""
_BLANKS = re.compile(r"[ \t\xa0]+")
_NUMBER = re.compile(r"[-–—|\s]*(?:page\s+)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:/|of)\s*\d{1,4})?[-–—|\s]*", re.I)
_PRINTED = re.compile(
    r"\s*\d{1,2}[/.]\d{1,2}[/.]\d{2,4},?\s+\d{1,2}:\d\d.*|\s*(?:https?|file)://\S+\s+\d+\s*/\s*\d+\s*"
)
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’)\]*]*\d{0,3}$")
_BULLET = re.compile(r"[•·▪‣◦–-]\s")
_HYPHENATED = re.compile(r"([^\W\d_]+)[-‐]$")
_LIGATURE = re.compile("[\ufb00-\ufb06\uf001\uf002]")
_LIGATURES = {"\uf001": "fi", "\uf002": "fl"}
"""Ligatures that some fonts keep among the characters of private use."""
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of one column: its words, whether it is set in, falls short, follows a gap, begins the column.

    ``whole`` tells a line across the page from one of several columns.
    """

    text: str
    indented: bool
    short: bool
    gap: bool
    first: bool
    whole: bool


def paragraphs(pages: Sequence[str]) -> tuple[str, ...]:
    r"""Return the paragraphs of printed pages in reading order.

    Parameters
    ----------
    pages
        Every page as rows of characters in their places.

    Notes
    -----
    Running heads (rows at the edge of a page that recur on others but for their numbers), page numbers and
    what a browser prints around a page are left out. A hyphen at the end of a line goes, unless the text
    writes the word with it elsewhere. A line ends its paragraph when it ends a sentence and falls short or is
    followed by a gap or an indented line, so a sentence is never cut by the end of a line, column or page.
    Linear in the number of characters.

    Examples
    --------
    >>> paragraphs(["The ministers met in Strelsau on Tuesday to ne-\ngotiate. They failed."])
    ('The ministers met in Strelsau on Tuesday to negotiate. They failed.',)
    """
    rows = [_characters(page).split("\n") for page in pages]
    heads = _running_heads(rows)
    lines = [line for page in rows for line in _page(_without_heads(page, heads))]
    known = Counter(word.casefold() for line in lines for word in _WORDS.findall(line.text))
    joined: list[str] = []
    before: _Line | None = None
    for line in lines:
        if before is not None and _continues(before, line):
            joined[-1] = _joined(joined[-1], line.text, known)
        else:
            joined.append(line.text)
        before = line
    return tuple(joined)


def _edges(page: Sequence[str]) -> tuple[int, ...]:
    filled = [n for n, row in enumerate(page) if row.strip()]
    return tuple(dict.fromkeys((*filled[:_EDGE_ROWS], *filled[-_EDGE_ROWS:])))


def _key(row: str) -> str:
    return re.sub(r"\d+", "#", " ".join(row.split()))


def _running_heads(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return the rows that recur at the edges of pages, left and right pages apart."""
    counts = Counter(key for page in pages for key in {_key(page[n]) for n in _edges(page)})
    return frozenset(key for key, n in counts.items() if n >= 2 and n * 5 >= len(pages) * 2)


def _without_heads(page: Sequence[str], heads: frozenset[str]) -> list[str]:
    """Leave out heads from the edges inwards, up to the first row that is none."""
    dropped: set[int] = set()
    edges = _edges(page)
    for inwards in (edges[:_EDGE_ROWS], edges[: -_EDGE_ROWS - 1 : -1]):
        for n in inwards:
            if not (_key(page[n]) in heads or _NUMBER.fullmatch(page[n]) or _PRINTED.fullmatch(page[n])):
                break
            dropped.add(n)
    return [row for n, row in enumerate(page) if n not in dropped]


def _page(rows: Sequence[str]) -> Iterator[_Line]:
    width = max((len(row.rstrip()) for row in rows), default=0)
    left = min((_indent(row) for row in rows if row.strip()), default=0)
    for column, whole in _columns(rows, 0):
        yield from _lines(column, width - left if whole else None)


def _columns(rows: Sequence[str], depth: int) -> Iterator[tuple[Sequence[str], bool]]:
    """Yield the columns of a page in reading order, and whether each spans the whole width.

    A stretch of rows that runs across the gap, such as a headline, stands between what is above and below.
    """
    cut = _best_cut(rows) if depth < _DEEPEST else None
    if cut is None:
        yield rows, depth == 0
        return
    at, stretches = cut
    done = 0
    for start, end in stretches:
        if done < start:
            yield rows[done:start], depth == 0
        yield from _columns([row[: at + 1] for row in rows[start:end]], depth + 1)
        yield from _columns([row[at + 1 :] for row in rows[start:end]], depth + 1)
        done = end
    if done < len(rows):
        yield rows[done:], depth == 0


def _best_cut(rows: Sequence[str]) -> tuple[int, list[tuple[int, int]]] | None:
    """Return where most lines stand on both sides of a gap, and in which stretches of rows."""
    width = max((len(row.rstrip()) for row in rows), default=0)
    padded = [row.rstrip().ljust(width + _GAP) for row in rows]
    best: tuple[int, int, list[tuple[int, int]]] | None = None
    for at in range(width // 5, width - width // 5):
        found = list(_stretches(padded, at))
        lines = sum(n for _, _, n in found)
        if found and (best is None or lines > best[0]):
            best = lines, at, [(start, end) for start, end, _ in found]
    return best[1:] if best else None


def _stretches(rows: Sequence[str], at: int) -> Iterator[tuple[int, int, int]]:
    """Yield runs of rows that leave the gap free and have lines enough on both sides."""
    start = left = right = 0
    for n, row in enumerate((*rows, None)):
        if row is None or not row[at : at + _GAP].isspace():
            if min(left, right) >= _LINES:
                yield start, n, min(left, right)
            start, left, right = n + 1, 0, 0
            continue
        left += not row[:at].isspace() and bool(row[:at])
        right += not row[at:].isspace()


def _indent(row: str) -> int:
    return len(row) - len(row.lstrip())


def _lines(rows: Sequence[str], whole: int | None) -> Iterator[_Line]:
    filled = [row for row in rows if row.strip()]
    edge = Counter(map(_indent, filled)).most_common(1)[0][0] if filled else 0
    width = whole or max((len(row.rstrip()) - _indent(row) for row in filled), default=0)
    gap, first = False, True
    for row in rows:
        text = _clean(row)
        if not text:
            gap = True
            continue
        indent = _indent(row)
        short = (len(row.rstrip()) - indent) * 10 < width * 8
        yield _Line(text, edge < indent <= edge + width // 4, short, gap, first, whole is not None)
        gap = first = False


def _characters(page: str) -> str:
    """Spell out ligatures, and leave out control characters and those that only the file's font knows."""
    page = _LIGATURE.sub(lambda m: _LIGATURES.get(m[0]) or unicodedata.normalize("NFKD", m[0]), page)
    return "".join(c for c in page.replace("\t", " ") if c in "\n\xad" or unicodedata.category(c)[0] != "C")


def _clean(row: str) -> str:
    """Return a row's words with one blank between them."""
    text = _BLANKS.sub(" ", row).strip()
    # A soft hyphen is a hyphen where the line breaks and nothing elsewhere.
    return f"{text[:-1]}-".replace("\xad", "") if text.endswith("\xad") else text.replace("\xad", "")


def _continues(before: _Line, line: _Line) -> bool:
    """Tell whether a line goes on with the sentence or paragraph of the one before it."""
    if _BULLET.match(line.text):
        return False
    if line.text[0].islower() or (_HYPHENATED.search(before.text) and line.text[0].isalpha()):
        return True
    if line.first and line.whole != before.whole:
        return False
    if _SENTENCE_END.search(before.text):
        return not (line.first or line.gap or line.indented or before.short)
    return not before.short


def _joined(text: str, more: str, known: Counter[str]) -> str:
    broken, first = _HYPHENATED.search(text), _FIRST_WORD.match(more)
    if not broken or not first or not more[0].islower():
        return text + more if broken else f"{text} {more}"
    whole, hyphened = (broken[1] + first[0]).casefold(), f"{broken[1]}-{first[0]}".casefold()
    keeps = known[hyphened] > known[whole]
    return (text if keeps else text[:-1]) + more
